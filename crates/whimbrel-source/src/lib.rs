//! Migration files: finding them, reading their sections, splitting them into statements that know their
//! place, and the checksum of what they mean. Pure: no database, no environment, no terminal.

mod checksum;
mod discover;
mod error;
pub mod lex;
mod migration;
mod requirement;
mod span;
mod statement;
mod version;

pub use checksum::Checksum;
pub use discover::{MigrationSet, discover};
pub use error::SourceError;
pub use migration::{Engine, Migration, Section, SectionKind};
pub use requirement::{BoundOp, Need, Requirement, VersionBound};
pub use span::{Place, SourceFile, Span};
pub use statement::{Kind, ObjectName, Statement};
pub use version::Version;
