//! A statement outside a transaction that an earlier run began: was it done, was it half done, must it run?

use whimbrel_plan::{Event, PlannedMigration};
use whimbrel_source::{Kind, ObjectName, Statement};

use super::Run;
use super::text::place;
use crate::error::Failure;
use crate::journal::State;
use crate::lock::lock_holder;
use crate::sql::{identifier, literal};

const INDEXES: &str = include_str!("recover/indexes.sql");
const LEFTOVERS: &str = include_str!("recover/leftovers.sql");
/// Between two looks at an index that somebody else is building.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(500);

/// What to do with a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    Run,
    /// What ends a half-done one.
    RunInstead(String),
    Done,
}

/// An index that may be what a statement builds.
struct Found {
    oid: String,
    name: String,
    valid: bool,
}

impl Run<'_> {
    /// What a step must know about the time before it began, to be kept in the journal.
    pub(super) async fn remember(&mut self, statement: &Statement) -> Result<Option<String>, Failure> {
        let found = match &statement.kind {
            Kind::CreateIndex { table, .. } => self.indexes(table, None).await?,
            Kind::ReindexConcurrently => self.leftovers().await?,
            _ => return Ok(None),
        };
        Ok(Some(found.into_iter().map(|index| index.oid).collect::<Vec<_>>().join(" ")))
    }

    /// `state` is how far an earlier run has got with the step, `before` what [`Run::remember`] kept then.
    pub(super) async fn decide(
        &mut self,
        migration: &PlannedMigration,
        step: usize,
        statement: &Statement,
        state: Option<State>,
        before: Option<&str>,
    ) -> Result<Decision, Failure> {
        match &statement.kind {
            Kind::CreateIndex { name, table, .. } => self.index_build(name.as_ref(), table, state, before).await,
            // What comes below is about steps that were begun.
            _ if state.is_none() => Ok(Decision::Run),
            Kind::DropIndex { names, .. } => {
                let mut gone = true;
                for name in names {
                    gone &= self.one(&format!("SELECT pg_catalog.to_regclass({})", regclass(name))).await?.is_none();
                }
                Ok(if gone && state == Some(State::Started) { Decision::Done } else { Decision::Run })
            }
            Kind::ReindexConcurrently => {
                for index in self.leftovers().await? {
                    if !before.unwrap_or_default().split(' ').any(|oid| oid == index.oid) {
                        self.drop_index(&index).await?;
                    }
                }
                Ok(Decision::Run)
            }
            Kind::AlterTable { table, detach_concurrently: true, .. } => self.detaching(table, statement, state).await,
            _ if state == Some(State::Failed) || may_run_again(statement) => Ok(Decision::Run),
            _ => match exists_query(statement) {
                Some((sql, creates)) => {
                    let exists = self.one(&sql).await?.is_some();
                    Ok(if exists == creates { Decision::Done } else { Decision::Run })
                }
                None => Err(Failure::InDoubt {
                    which: self.which(migration),
                    step: step + 1,
                    of: migration.steps.len(),
                    at: place(&migration.file, statement, None),
                }),
            },
        }
    }

    /// `CREATE INDEX CONCURRENTLY` leaves an invalid index when it fails or is cancelled; `IF NOT EXISTS` would take
    /// that for the real one.
    async fn index_build(
        &mut self,
        name: Option<&ObjectName>,
        table: &ObjectName,
        state: Option<State>,
        before: Option<&str>,
    ) -> Result<Decision, Failure> {
        if name.is_none() && state.is_none() {
            return Ok(Decision::Run);
        }
        self.until_nobody_builds(table).await?;
        let known: Vec<&str> = before.unwrap_or_default().split(' ').collect();
        let mut decision = Decision::Run;
        for index in self.indexes(table, name).await? {
            let new = !known.contains(&index.oid.as_str());
            if !index.valid && (name.is_some() || new) {
                self.observer.event(Event::RebuildingIndex(index.name.clone()));
                self.drop_index(&index).await?;
            } else if index.valid && new && state == Some(State::Started) {
                decision = Decision::Done;
            }
        }
        Ok(decision)
    }

    /// The indexes of a table, or the one of that name.
    async fn indexes(&mut self, table: &ObjectName, name: Option<&ObjectName>) -> Result<Vec<Found>, Failure> {
        let sql = INDEXES
            .replace("{table}", &regclass(table))
            .replace("{name}", &name.map_or_else(|| "NULL".to_owned(), |name| literal(&name.name)));
        self.found(&sql).await
    }

    /// Invalid indexes that REINDEX CONCURRENTLY leaves behind.
    async fn leftovers(&mut self) -> Result<Vec<Found>, Failure> {
        self.found(LEFTOVERS).await
    }

    async fn found(&mut self, sql: &str) -> Result<Vec<Found>, Failure> {
        let replies = self.session.run(sql).await.map_err(Failure::database("look at the table's indexes"))?;
        let rows = replies.into_iter().flat_map(|reply| reply.rows);
        Ok(rows
            .filter_map(|row| {
                let mut row = row.into_iter();
                Some(Found { oid: row.next()??, name: row.next()??, valid: row.next()?? == "t" })
            })
            .collect())
    }

    async fn drop_index(&mut self, index: &Found) -> Result<(), Failure> {
        let concurrently = if self.session.is_single() { "" } else { "CONCURRENTLY " };
        let session = self.session;
        let sql = format!("DROP INDEX {concurrently}IF EXISTS {}", index.name);
        match self.wait(session.run(&sql), 1).await {
            Ok(_) => Ok(()),
            Err(_) if self.interrupted() => Err(Failure::Interrupted { during: None }),
            Err(error) => Err(Failure::database("drop an invalid index")(error)),
        }
    }

    /// An index is invalid too while somebody builds it.
    async fn until_nobody_builds(&mut self, table: &ObjectName) -> Result<(), Failure> {
        let sql = format!(
            "SELECT a.pid, a.usename, a.application_name, pg_catalog.host(a.client_addr), a.query, \
             pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - a.query_start)::bigint \
             FROM pg_catalog.pg_stat_progress_create_index p JOIN pg_catalog.pg_stat_activity a ON a.pid = p.pid \
             WHERE p.relid = pg_catalog.to_regclass({}) AND p.pid <> pg_catalog.pg_backend_pid()",
            regclass(table)
        );
        let mut told = false;
        loop {
            let replies = self.session.run(&sql).await.map_err(Failure::database("look for index builds"))?;
            let by: Vec<_> = replies.iter().flat_map(|reply| &reply.rows).map(|row| lock_holder(row)).collect();
            if by.is_empty() {
                return Ok(());
            }
            if !told {
                self.observer.event(Event::Blocked { by, attempt: 1 });
                told = true;
            }
            let interrupt = self.options.interrupt.clone();
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = interrupt.triggered() => return Err(Failure::Interrupted { during: None }),
            }
        }
    }

    /// `DETACH PARTITION … CONCURRENTLY` takes two transactions; the first leaves the partition pending.
    async fn detaching(
        &mut self,
        table: &ObjectName,
        statement: &Statement,
        state: Option<State>,
    ) -> Result<Decision, Failure> {
        let Some(partition) = detached_partition(&statement.sql) else { return Ok(Decision::Run) };
        let sql = format!(
            "SELECT inhdetachpending FROM pg_catalog.pg_inherits WHERE inhparent = pg_catalog.to_regclass({}) \
             AND inhrelid = pg_catalog.to_regclass({})",
            regclass(table),
            literal(partition)
        );
        Ok(match self.one(&sql).await?.as_deref() {
            Some("t") => {
                Decision::RunInstead(format!("ALTER TABLE {} DETACH PARTITION {partition} FINALIZE", qualified(table)))
            }
            None if state == Some(State::Started) => Decision::Done,
            _ => Decision::Run,
        })
    }

    /// The first value of the first row; `None` where there is none or it is NULL.
    async fn one(&mut self, sql: &str) -> Result<Option<String>, Failure> {
        let replies = self.session.run(sql).await.map_err(Failure::database("find out whether a step was done"))?;
        Ok(replies.into_iter().flat_map(|reply| reply.rows).next().and_then(|row| row.into_iter().next().flatten()))
    }
}

fn qualified(name: &ObjectName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", identifier(schema), identifier(&name.name)),
        None => identifier(&name.name),
    }
}

fn regclass(name: &ObjectName) -> String {
    literal(&qualified(name))
}

/// As it is written between `DETACH PARTITION` and `CONCURRENTLY`.
fn detached_partition(sql: &str) -> Option<&str> {
    let upper = sql.to_ascii_uppercase();
    let start = upper.find("PARTITION")? + "PARTITION".len();
    let end = start + upper[start..].rfind("CONCURRENTLY")?;
    Some(sql[start..end].trim())
}

/// Statements that do the same the second time.
fn may_run_again(statement: &Statement) -> bool {
    const AGAIN: [&str; 7] =
        ["VACUUM", "ANALYZE", "CLUSTER", "REINDEX", "CHECKPOINT", "ALTER SYSTEM", "ALTER DATABASE"];
    let words = leading_words(&statement.sql);
    AGAIN.iter().any(|again| words.join(" ").starts_with(again))
}

/// For statements whose object says whether they were done: a query that finds it, and whether it should be there.
fn exists_query(statement: &Statement) -> Option<(String, bool)> {
    let words = leading_words(&statement.sql);
    let creates = match words.first()?.as_str() {
        "CREATE" => true,
        "DROP" => false,
        _ => return None,
    };
    let (table, column) = match words.get(1)?.as_str() {
        "DATABASE" => ("pg_database", "datname"),
        "TABLESPACE" => ("pg_tablespace", "spcname"),
        "SUBSCRIPTION" => ("pg_subscription", "subname"),
        _ => return None,
    };
    let skipped = statement
        .sql
        .split_whitespace()
        .skip(2)
        .skip_while(|word| ["IF", "EXISTS", "NOT"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword)));
    let name = skipped.into_iter().next()?.trim_end_matches(';');
    let name = match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => name.to_lowercase(),
    };
    Some((format!("SELECT 1 FROM pg_catalog.{table} WHERE {column} = {}", literal(&name)), creates))
}

fn leading_words(sql: &str) -> Vec<String> {
    sql.split(|c: char| c.is_whitespace() || c == '(')
        .filter(|word| !word.is_empty())
        .take(2)
        .map(str::to_ascii_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_source::Span;

    fn statement(sql: &str) -> Statement {
        let span = Span { start: 0, end: sql.len() };
        Statement { sql: sql.to_owned(), span, comment: None, copy_data: None, kind: Kind::Other(String::new()) }
    }

    #[test]
    fn what_can_run_twice_runs_again() {
        assert!(may_run_again(&statement("vacuum (full) t")));
        assert!(may_run_again(&statement("ALTER  SYSTEM SET x = 1")));
        assert!(!may_run_again(&statement("CALL p()")));
    }

    #[test]
    fn an_object_tells_whether_its_statement_was_done() {
        let (sql, creates) = exists_query(&statement("CREATE DATABASE \"Shop\" OWNER a")).unwrap();
        assert_eq!((sql.as_str(), creates), ("SELECT 1 FROM pg_catalog.pg_database WHERE datname = 'Shop'", true));
        let (sql, creates) = exists_query(&statement("DROP TABLESPACE IF EXISTS Fast")).unwrap();
        assert_eq!((sql.as_str(), creates), ("SELECT 1 FROM pg_catalog.pg_tablespace WHERE spcname = 'fast'", false));
        assert!(exists_query(&statement("CALL p()")).is_none());
    }

    #[test]
    fn the_partition_is_named_as_written() {
        let sql = "ALTER TABLE m DETACH PARTITION app.\"M 2024\" CONCURRENTLY";
        assert_eq!(detached_partition(sql), Some("app.\"M 2024\""));
    }
}
