//! The checksum of what a section means.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::lex::Lexer;
use crate::split::Pieces;
use crate::{Engine, Section, SourceFile, Span};

/// SHA-256 over the tokens of each statement and the rows of each COPY, in hexadecimal. Empty statements, the
/// semicolon after the last one and what psql's `\restrict` says mean nothing, and do not count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Checksum(pub String);

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Checksum {
    /// Of a section as `engine` reads it; of nothing where there is none.
    pub(crate) fn of(file: &SourceFile, section: Option<&Section>, engine: Engine) -> Self {
        let mut hash = Sha256::new();
        if let Some(section) = section {
            part(&mut hash, if section.transaction { "transaction" } else { "no transaction" });
            body(&mut hash, file, section.body, engine);
        }
        Self(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

fn body(hash: &mut Sha256, file: &SourceFile, span: Span, engine: Engine) {
    let mut at = span.start;
    for piece in Pieces::of(file, span, engine) {
        // A section for both engines may be one that this engine cannot read: then its text counts as it is.
        let Ok(piece) = piece else { return part(hash, &file.text[at..span.end]) };
        for token in Lexer::within(&file.text, piece.sql, engine).filter(|token| !token.is_trivia()) {
            part(hash, token.text);
        }
        debug_assert!(piece.sql.start >= at, "pieces come in order");
        at = piece.copy_data.unwrap_or(piece.sql).end;
        part(hash, ";");
        if let Some(rows) = piece.copy_data {
            part(hash, file.slice(rows));
        }
    }
}

/// Its length goes first, so that no two sequences of parts look alike.
fn part(hash: &mut Sha256, text: &str) {
    if text.contains("\r\n") {
        return part(hash, &text.replace("\r\n", "\n"));
    }
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text);
}
