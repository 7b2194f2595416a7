//! Migration files: finding them, reading their sections, splitting them into statements that know their
//! place, and the checksum of what they mean. Pure: no database, no environment, no terminal.

mod checksum;
mod created;
mod discover;
mod error;
mod fixture;
mod kind;
pub mod lex;
mod marker;
mod migration;
mod nearest;
mod refused;
mod requirement;
mod section;
mod session;
mod span;
mod split;
mod statement;
mod verb;
mod version;

pub use checksum::Checksum;
pub use created::Created;
pub use discover::{MigrationSet, discover, read};
pub use error::SourceError;
pub use fixture::is_fixture;
pub use kind::Kind;
pub use migration::{Engine, Migration, Section, SectionKind};
pub use nearest::nearest;
pub use requirement::{BoundOp, Need, Requirement, VersionBound};
pub use span::{Place, SourceFile, Span};
pub use statement::{ObjectName, Statement};
pub use version::Version;
