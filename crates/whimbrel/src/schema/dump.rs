//! A schema as SQL.

use whimbrel_catalog::Seen;
use whimbrel_catalog::generate::{self, Statement};
use whimbrel_plan::Problem;
use whimbrel_source::Engine;

use super::read::Reader;
use super::{SchemaOptions, Source, problems, sqlite};

/// A schema as the statements that make it.
#[derive(Debug, Clone)]
pub struct Dump {
    /// What it is the schema of, without any secret.
    pub of: String,
    /// In whose language.
    pub engine: Engine,
    /// In an order that works.
    pub statements: Vec<Statement>,
    /// What is there and is not written.
    pub seen: Vec<Seen>,
    /// What the reader may want to know.
    pub remarks: Vec<String>,
}

/// Writes a schema as SQL that makes it on an empty database.
pub async fn dump(source: &Source, options: &SchemaOptions) -> Result<Dump, Problem> {
    if options.engine_of(&[source])? == Engine::Sqlite {
        return sqlite::dump(source);
    }
    let mut reader = Reader::new(options);
    let side = reader.read(source).await;
    let closed = reader.close().await;
    let mut side = side?;
    closed?;
    side.leave_out_invalid_indexes();
    let statements = generate::dump(&side.catalog, side.version).map_err(|cycle| problems::cycle(&cycle))?;
    Ok(Dump {
        of: source.shown(),
        engine: Engine::Postgres,
        statements,
        seen: side.catalog.seen,
        remarks: side.remarks,
    })
}
