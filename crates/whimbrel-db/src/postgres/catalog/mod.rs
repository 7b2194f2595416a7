//! Reading the catalog of a PostgreSQL database: one query an object kind, over all objects at once, all sent
//! together, in one snapshot. No query an object, so that thousands of tables take no more round trips than one.
//!
//! `queries` has the table of kinds and the `.sql` of each; the other modules turn rows into the model.

mod attributes;
mod cells;
mod class;
mod columns;
mod constraints;
mod definition;
mod dependencies;
mod foreign;
mod functions;
mod indexes;
mod operator_classes;
mod operators;
mod parts;
mod publications;
mod queries;
mod relations;
mod seen;
mod text_search;
mod triggers;
mod types;
mod unreadable;
mod views;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use tokio_postgres::SimpleQueryMessage;
use whimbrel_catalog::{Catalog, Name, ObjectId, ObjectKind};

use self::cells::Cells;
use self::queries::{QUERIES, Query, Versioned};
use self::relations::Relation;
use super::Postgres;
use super::session::Answer;
use crate::DbError;

/// What is read and how.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Schemas whose objects are left out: the history's own.
    pub ignore_schemas: Vec<String>,
    /// Tables that are left out with all that belongs to them: the history's where it has no schema of its own.
    pub ignore_tables: Vec<Name>,
    /// A transaction is open: read in it, as far as it has come, and leave it as it was. Otherwise one is begun,
    /// repeatable read and read-only, and ended.
    pub in_transaction: bool,
    /// The session is ours alone and the catalog will be read again: the queries are prepared in it, once, since to plan
    /// them takes longer than to run them where there are few objects.
    pub prepares: bool,
}

/// Renders everything with its schema and in a way that no setting of the role or the session changes.
const SETTINGS: &str = "SET LOCAL search_path = '';
SET LOCAL standard_conforming_strings = on;
SET LOCAL quote_all_identifiers = off;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
SET LOCAL jit = off;";

/// What there is to be asked for.
const PRESENCE: &str = include_str!("sql/presence.sql");

/// The name of it as a prepared query, and what those of the others begin with.
const PRESENCE_NAME: &str = "whimbrel_read_presence";
const PREFIX: &str = "whimbrel_read_";

/// Reads the catalog.
///
/// Objects of the system, temporary objects and objects that belong to extensions are left out.
///
/// A schema that changes while it is read is read again, a few times.
pub async fn read(postgres: &Postgres, options: &ReadOptions) -> Result<Catalog, DbError> {
    for _ in 1..unreadable::TRIES {
        match read_once(postgres, options).await {
            Err(error) if unreadable::is_change(&error) => {}
            Err(error) => return Err(unreadable::explained(postgres, error).await),
            Ok(catalog) => return Ok(catalog),
        }
    }
    match read_once(postgres, options).await {
        Err(error) => Err(unreadable::explained(postgres, error).await),
        Ok(catalog) => Ok(catalog),
    }
}

async fn read_once(postgres: &Postgres, options: &ReadOptions) -> Result<Catalog, DbError> {
    Ok(load(postgres, options).await?.catalog)
}

async fn load(postgres: &Postgres, options: &ReadOptions) -> Result<Loader, DbError> {
    let mut loader = Loader { options: options.clone(), ..Loader::default() };
    let texts = Texts::of(postgres, options.prepares).await?;
    let transaction = Transaction::of(options.in_transaction);
    let begin = format!("{};\n{SETTINGS}{};\n{}", transaction.begin, texts.prepare, texts.presence);
    let there: HashSet<String> = match postgres.run(&begin).await {
        Ok(replies) => replies.into_iter().flat_map(|it| it.rows).filter_map(|row| row.into_iter().next()?).collect(),
        Err(error) => {
            // That the transaction is over is no second error.
            let _ = postgres.run(transaction.end).await;
            return Err(error);
        }
    };
    if options.prepares {
        postgres.has_prepared(PRESENCE_NAME);
    }
    let queries = QUERIES.iter().copied().zip(texts.queries).filter(|(query, _)| query.is_asked(&there));
    ask(postgres, &queries.collect::<Vec<_>>(), transaction.end, None, &mut loader).await?;
    loader.tell();
    loader.catalog.mark_parts_of_indexes();
    Ok(loader)
}

/// What is sent to read the whole catalog.
struct Texts {
    /// What prepares the others, with a `;` before each; empty where they are prepared, or are not to be.
    prepare: String,
    presence: String,
    /// In the order of [`QUERIES`].
    queries: Vec<String>,
}

impl Texts {
    async fn of(postgres: &Postgres, prepares: bool) -> Result<Self, DbError> {
        let written = || {
            let versioned = Versioned::new(postgres.version());
            QUERIES.iter().map(move |query| versioned.text(query, "NULL::pg_catalog.oid[]"))
        };
        if !prepares {
            return Ok(Self { prepare: String::new(), presence: PRESENCE.to_owned(), queries: written().collect() });
        }
        let mut prepare = String::new();
        if !postgres.is_prepared(PRESENCE_NAME).await? {
            prepare = format!(";\nPREPARE {PRESENCE_NAME} AS {PRESENCE}");
            prepare.extend(written().enumerate().map(|(at, text)| format!(";\nPREPARE {PREFIX}{at} AS {text}")));
        }
        let queries = (0..QUERIES.len()).map(|at| format!("EXECUTE {PREFIX}{at}")).collect();
        Ok(Self { prepare, presence: format!("EXECUTE {PRESENCE_NAME}"), queries })
    }
}

/// How reading begins and ends.
struct Transaction {
    begin: &'static str,
    end: &'static str,
}

impl Transaction {
    /// In the transaction that is open, or in one of its own.
    fn of(in_transaction: bool) -> Self {
        if in_transaction {
            Self {
                begin: "SAVEPOINT whimbrel_catalog",
                end: "ROLLBACK TO SAVEPOINT whimbrel_catalog; RELEASE SAVEPOINT whimbrel_catalog",
            }
        } else {
            Self { begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", end: "COMMIT" }
        }
    }
}

/// Reads the tables with these oids alone: columns, constraints, indexes and the sequences that belong to columns, not
/// triggers, rules and policies. A transaction must be open.
pub(super) async fn read_tables(
    postgres: &Postgres,
    oids: &[u32],
    moved: Option<Moved<'_>>,
) -> Result<Catalog, DbError> {
    let oids: Vec<_> = oids.iter().map(ToString::to_string).collect();
    let only = format!("ARRAY[{}]::pg_catalog.oid[]", oids.join(","));
    let versioned = Versioned::new(postgres.version());
    let queries = QUERIES.iter().copied().filter(Query::is_by_table);
    let queries: Vec<_> = queries.map(|query| (query, versioned.text(&query, &only))).collect();
    let mut loader = Loader::default();
    let transaction = Transaction::of(true);
    postgres.run(&format!("{};\n{SETTINGS}", transaction.begin)).await?;
    ask(postgres, &queries, transaction.end, moved, &mut loader).await?;
    Ok(loader.catalog)
}

/// Tells what is in one schema as if it were in another.
#[derive(Clone, Copy)]
pub(super) struct Moved<'a> {
    /// A name that needs no quotes and is in no other text.
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) to_quoted: &'a str,
}

impl Moved<'_> {
    fn apply<'a>(self, text: &'a str) -> Cow<'a, str> {
        if text == self.from {
            return Cow::Owned(self.to.to_owned());
        }
        let prefix = format!("{}.", self.from);
        if text.contains(&prefix) {
            Cow::Owned(text.replace(&prefix, &format!("{}.", self.to_quoted)))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// Sends all queries at once, and what ends the transaction; takes each row as it comes, so that one is read while the
/// server is at the next.
async fn ask(
    postgres: &Postgres,
    queries: &[(Query, String)],
    end: &str,
    moved: Option<Moved<'_>>,
    loader: &mut Loader,
) -> Result<(), DbError> {
    let mut answers = Vec::with_capacity(queries.len() + 1);
    for (query, text) in queries {
        answers.push(postgres.ask(&query.asked(text)).await);
    }
    answers.push(postgres.ask(end).await);
    // The first error is the cause; those after it only say that the transaction is aborted. All answers are waited for:
    // the last text ends the transaction, or goes back to the savepoint, in any case.
    let mut outcome = Ok(());
    for (at, answer) in answers.into_iter().enumerate() {
        let query = queries.get(at).map(|(query, _)| query);
        let of = |error| unreadable::of(query.map(|query| query.kind), error);
        let mut answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                outcome = outcome.and(Err(of(error)));
                continue;
            }
        };
        loop {
            match (answer.next().await, query) {
                (Ok(None), _) => break,
                (Ok(Some(SimpleQueryMessage::Row(row))), Some(query)) if outcome.is_ok() => {
                    outcome = loader.load(query, Cells::new(query.kind, &row, moved), &answer);
                }
                (Ok(Some(_)), _) => {}
                (Err(error), _) => {
                    outcome = outcome.and(Err(of(error)));
                    break;
                }
            }
        }
    }
    outcome
}

/// The catalog while it is read, in the order of [`QUERIES`].
#[derive(Default)]
struct Loader {
    catalog: Catalog,
    /// Tables and views by oid, those that are left out too.
    relations: HashMap<u32, Relation>,
    /// What an object is called, by the catalog that has it (see [`class`]) and its oid there. Columns are in
    /// `relations`.
    ids: HashMap<(u32, u32), ObjectId>,
    told: attributes::Told,
    ingredients: operator_classes::Ingredients,
    options: ReadOptions,
}

impl Loader {
    /// Remembers what an object is called, so that comments, privileges and dependencies can be told of it.
    fn learn(&mut self, class: u32, oid: u32, id: ObjectId) {
        self.ids.insert((class, oid), id);
    }

    /// What the object is called; `None` for one that is left out. `column` is 0 for the object as a whole.
    fn id_of(&self, class: u32, oid: u32, column: i16) -> Option<ObjectId> {
        if column == 0 {
            return self.ids.get(&(class, oid)).cloned();
        }
        let relation = self.relations.get(&oid).filter(|r| r.kept && class == class::RELATION)?;
        let name = relation.names(&[column])?.pop()?;
        Some(ObjectId::part(ObjectKind::Column, &relation.name, &name))
    }

    /// True for a schema that is left out.
    fn ignores(&self, schema: &str) -> bool {
        self.options.ignore_schemas.iter().any(|s| s == schema)
    }

    /// True for a table that is left out.
    fn ignores_table(&self, name: &Name) -> bool {
        name.schema.as_deref().is_some_and(|schema| self.ignores(schema)) || self.options.ignore_tables.contains(name)
    }

    fn load(&mut self, query: &Query, mut row: Cells<'_>, answer: &Answer) -> Result<(), DbError> {
        let loaded = (query.load)(self, &mut row);
        match row.broken() {
            Some(error) => Err(answer.explain(&error)),
            None => loaded,
        }
    }
}
