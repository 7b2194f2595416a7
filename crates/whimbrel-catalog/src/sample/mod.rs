//! Sample rows for the tables of a PostgreSQL schema, so that a change can be tried on tables that are not empty.
//!
//! The same schema gives the same rows. Values respect types, NOT NULL, keys, foreign keys, the usual sorts of checks
//! and the bounds of partitions; what a check means beyond that only the server knows, and may still refuse.

mod bound;
mod evaluate;
mod expression;
mod fingerprint;
mod hint;
mod kind;
mod make;
mod plan;
mod read;
mod regex;
mod search;
mod table;
mod value;

pub use self::fingerprint::{Value, fingerprint};
use self::plan::Plan;
use crate::catalog::Catalog;
use crate::name::{Name, ident};
use crate::object::Table;

/// Rows for tables of a schema.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sample {
    /// Tables in an order in which they can be filled: those that are referenced first.
    pub filled: Vec<Filled>,
    /// Tables that stay empty, and why; those whose rows are in their partitions are not among them.
    pub empty: Vec<(Name, String)>,
    /// Foreign keys point to rows that come later: to be run in one transaction, after `SET CONSTRAINTS ALL DEFERRED`.
    pub deferred: bool,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    #[allow(missing_docs)]
    pub table: Name,
    /// Each without a semicolon at the end.
    pub statements: Vec<String>,
    /// How many rows they make.
    pub rows: usize,
}

/// Rows for every table, about `count` for each: fewer where there are not so many values.
pub fn sample(catalog: &Catalog, count: usize) -> Sample {
    Plan::new(catalog, count).all(catalog.tables.keys())
}

/// Rows for these tables, and for those that they reference.
pub fn rows_of<'c>(catalog: &'c Catalog, tables: impl IntoIterator<Item = &'c Name>, count: usize) -> Sample {
    Plan::new(catalog, count).all(tables)
}

/// Rows for one table, and for those that it references.
pub fn rows(catalog: &Catalog, table: &Name, count: usize) -> Sample {
    Plan::new(catalog, count).all([table])
}

/// Statements that insert rows. Each row has the cells of `columns`, as SQL.
fn insert(name: &Name, table: &Table, columns: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    if columns.is_empty() {
        return rows.iter().map(|_| format!("INSERT INTO {} DEFAULT VALUES", name.sql())).collect();
    }
    let always = table.columns.iter().any(|column| column.identity.as_ref().is_some_and(|identity| identity.always));
    let overriding = if always { " OVERRIDING SYSTEM VALUE" } else { "" };
    let columns: Vec<_> = columns.iter().map(|column| ident(column)).collect();
    let rows: Vec<_> = rows.iter().map(|row| format!("({})", row.join(", "))).collect();
    let (columns, rows) = (columns.join(", "), rows.join(",\n  "));
    vec![format!("INSERT INTO {} ({columns}){overriding}\nVALUES\n  {rows}", name.sql())]
}
