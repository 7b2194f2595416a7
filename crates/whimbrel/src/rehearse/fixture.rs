//! Rows that a migration brings along for its rehearsal: its `fixture` section or the file beside it, run on the shadow
//! database alone.

use std::collections::BTreeSet;

use whimbrel_catalog::Name;
use whimbrel_db::DbError;
use whimbrel_plan::{Problem, TryFailure};
use whimbrel_source::{Engine, Kind, Migration, SectionKind, SourceError, SourceFile, Statement};

use super::{Stage, statement};

/// The statements of a migration's fixture, and the file that they stand in.
pub(super) struct Fixture<'m> {
    pub(super) file: &'m SourceFile,
    statements: Vec<Statement>,
}

/// A migration's fixture, without a statement where it has none.
///
/// # Errors
/// A statement that does more than read and write rows: the schema is for migrations to change, and the transaction is not
/// its own.
pub(super) fn of(migration: &Migration) -> Result<Fixture<'_>, Problem> {
    let (file, statements) = match &migration.fixture {
        Some(file) => (file, Statement::split(file, file.span(), Engine::Postgres)?),
        None => (&migration.file, migration.statements(SectionKind::Fixture, Engine::Postgres)?),
    };
    let is_of_rows = |kind: &Kind| {
        matches!(kind, Kind::Insert | Kind::Update | Kind::Delete | Kind::Merge | Kind::CopyIn | Kind::Query)
    };
    let Some(other) = statements.iter().find(|it| !is_of_rows(&it.kind)) else {
        return Ok(Fixture { file, statements });
    };
    let remedy = match other.kind {
        Kind::Begin | Kind::Commit | Kind::Rollback => {
            "delete it: a fixture runs in a transaction that is rolled back in the end"
        }
        _ => "move what changes the schema into the `up` section of this migration or of one before it",
    };
    Err(SourceError::new(format!("a fixture holds rows, and {} is not about rows", other.verb()))
        .at(file, other.span, "not INSERT, UPDATE, DELETE, MERGE, COPY … FROM STDIN or SELECT")
        .remedy(remedy)
        .into())
}

/// Runs them in the transaction that is open. Gives the tables that they put rows into, or the failure of one, after which
/// none of them has been run.
pub(super) async fn put(
    stage: &Stage<'_>,
    fixture: &Fixture<'_>,
) -> Result<Result<BTreeSet<Name>, Box<TryFailure>>, DbError> {
    let Some(last) = fixture.statements.last() else { return Ok(Ok(BTreeSet::new())) };
    let before = inserted(stage).await?;
    stage.postgres.run("SAVEPOINT whimbrel_fixture").await?;
    let mut ran = statement::run_each(stage, fixture.file, &fixture.statements).await?;
    if ran.is_ok() {
        // What is deferred to COMMIT would never be looked at: there is none.
        ran = match stage.postgres.run("SET CONSTRAINTS ALL IMMEDIATE").await {
            Ok(_) => Ok(()),
            Err(error) if error.disconnected => return Err(error),
            Err(error) => Err(Box::new(statement::failure(last, error))),
        };
    }
    match ran {
        Err(failure) => {
            stage.postgres.run("ROLLBACK TO SAVEPOINT whimbrel_fixture").await?;
            Ok(Err(failure))
        }
        Ok(()) => {
            let after = inserted(stage).await?;
            Ok(Ok(after.difference(&before).map(|(name, _)| name.clone()).collect()))
        }
    }
}

/// Tables with how many rows this transaction has put into them, those that were taken back included.
async fn inserted(stage: &Stage<'_>) -> Result<BTreeSet<(Name, String)>, DbError> {
    let sql = "SELECT schemaname, relname, n_tup_ins FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_ins > 0";
    let rows = stage.postgres.run(sql).await?.into_iter().flat_map(|reply| reply.rows);
    let one = |row: Vec<Option<String>>| {
        let [Some(schema), Some(name), Some(count)] = <[_; 3]>::try_from(row).ok()? else { return None };
        Some((Name::in_schema(schema, name), count))
    };
    Ok(rows.filter_map(one).collect())
}
