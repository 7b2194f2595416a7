//! The checksum of what a section means.

use std::fmt;

/// SHA-256 over the tokens, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checksum(pub String);

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
