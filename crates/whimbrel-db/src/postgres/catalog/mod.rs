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

use std::collections::HashMap;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use whimbrel_catalog::{Catalog, Name, ObjectId, ObjectKind};

use self::cells::Cells;
use self::queries::{QUERIES, Query, Versioned};
use self::relations::Relation;
use super::{Postgres, Reply};
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

const SAVEPOINT: &str = "whimbrel_catalog";

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
    let take = |query: &Query, reply| loader.load(query, reply);
    ask(postgres, options.in_transaction, QUERIES, "NULL::pg_catalog.oid[]", take).await?;
    loader.tell();
    loader.catalog.mark_parts_of_indexes();
    Ok(loader)
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
    let queries: Vec<_> = QUERIES.iter().copied().filter(Query::is_by_table).collect();
    let mut loader = Loader::default();
    let take = |query: &Query, mut reply| {
        if let Some(moved) = moved {
            moved.apply(&mut reply);
        }
        loader.load(query, reply)
    };
    ask(postgres, true, &queries, &only, take).await?;
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
    fn apply(self, reply: &mut Reply) {
        let (prefix, new_prefix) = (format!("{}.", self.from), format!("{}.", self.to_quoted));
        for text in reply.rows.iter_mut().flatten().flatten() {
            *text = if text == self.from { self.to.to_owned() } else { text.replace(&prefix, &new_prefix) };
        }
    }
}

/// Sends all queries at once and hands each answer over as it comes, so that one is read while the server is at the next.
async fn ask(
    postgres: &Postgres,
    in_transaction: bool,
    queries: &[Query],
    only: &str,
    mut take: impl FnMut(&Query, Reply) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let (begin, end) = if in_transaction {
        (format!("SAVEPOINT {SAVEPOINT}"), format!("ROLLBACK TO SAVEPOINT {SAVEPOINT}; RELEASE SAVEPOINT {SAVEPOINT}"))
    } else {
        ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".to_owned(), "COMMIT".to_owned())
    };
    let versioned = Versioned::new(postgres.version());
    let mut texts = vec![format!("{begin};\n{SETTINGS}")];
    texts.extend(queries.iter().map(|query| versioned.text(query, only)));
    texts.push(end);

    let mut answers: FuturesOrdered<_> = texts.iter().map(|text| postgres.send(text)).collect();
    // The first error is the cause; those after it only say that the transaction is aborted. All answers are waited for:
    // the last text ends the transaction, or goes back to the savepoint, in any case.
    let mut outcome = Ok(());
    let mut at = 0_usize;
    while let Some(answer) = answers.next().await {
        let query = at.checked_sub(1).and_then(|at| queries.get(at));
        at += 1;
        if outcome.is_err() {
            continue;
        }
        outcome = match (answer, query) {
            (Err(error), query) => Err(unreadable::of(query.map(|query| query.kind), error)),
            (Ok(mut replies), Some(query)) => take(query, replies.pop().unwrap_or_default()),
            (Ok(_), None) => Ok(()),
        };
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

    fn load(&mut self, query: &Query, reply: Reply) -> Result<(), DbError> {
        for row in reply.rows {
            (query.load)(self, &mut Cells::new(query.kind, row))?;
        }
        Ok(())
    }
}
