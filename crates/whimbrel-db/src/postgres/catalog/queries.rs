//! The object kinds: the query of each, and what reads its rows. A new kind is one more row here.

use super::Loader;
use super::cells::Cells;
use crate::DbError;

/// How one object kind is read.
#[derive(Clone, Copy)]
pub(super) struct Query {
    /// In lowercase words, for errors.
    pub(super) kind: &'static str,
    sql: &'static str,
    /// Takes one row.
    pub(super) load: fn(&mut Loader, &mut Cells) -> Result<(), DbError>,
}

impl Query {
    /// True where the query can be asked for some tables only.
    pub(super) fn is_by_table(&self) -> bool {
        self.sql.contains(":only")
    }
}

macro_rules! query {
    ($kind:literal, $file:literal, $load:expr) => {
        Query { kind: $kind, sql: include_str!(concat!("sql/", $file)), load: $load }
    };
}

/// In the order of reading: what is named by others comes before them.
pub(super) const QUERIES: &[Query] = &[
    query!("schemas", "schemas.sql", Loader::schema),
    query!("extensions", "extensions.sql", Loader::extension),
    query!("enums", "enums.sql", Loader::enumeration),
    query!("domains", "domains.sql", Loader::domain),
    query!("composite types", "composite_types.sql", Loader::composite_type),
    query!("range types", "range_types.sql", Loader::range_type),
    query!("tables", "tables.sql", Loader::table),
    query!("views", "views.sql", Loader::view),
    query!("columns", "columns.sql", Loader::column),
    query!("sequences", "sequences.sql", Loader::sequence),
    query!("keys", "keys.sql", Loader::key),
    query!("foreign keys", "foreign_keys.sql", Loader::foreign_key),
    query!("checks", "checks.sql", Loader::check),
    query!("exclusion constraints", "exclusions.sql", Loader::exclusion),
    query!("indexes", "indexes.sql", Loader::index),
    query!("functions", "functions.sql", Loader::function),
    query!("triggers", "triggers.sql", Loader::trigger),
    query!("rules", "rules.sql", Loader::rule),
    query!("policies", "policies.sql", Loader::policy),
    query!("event triggers", "event_triggers.sql", Loader::event_trigger),
    // of all the objects above: after them
    query!("dependencies", "dependencies.sql", Loader::dependency),
];

/// What the queries write as `:name`, since not every version has the column.
pub(super) struct Versioned {
    values: Vec<(&'static str, &'static str)>,
}

impl Versioned {
    /// `version` is `server_version_num`.
    pub(super) fn new(version: u32) -> Self {
        let since = |first: u32, column, without| if version >= first * 10_000 { column } else { without };
        Self {
            values: vec![
                (":trigger_parent", since(13, "t.tgparentid", "0")),
                (":nulls_not_distinct", since(15, "i.indnullsnotdistinct", "false")),
                (":delete_columns", since(15, "k.confdelsetcols", "NULL")),
                (":without_overlaps", since(18, "k.conperiod", "false")),
                (":period", since(18, "k.conperiod", "false")),
                (":enforced", since(18, "k.conenforced", "true")),
            ],
        }
    }

    /// The query's text for this version; `only` is SQL for an array of oids or NULL.
    pub(super) fn text(&self, query: &Query, only: &str) -> String {
        let text = query.sql.replace(":only", only);
        self.values.iter().fold(text, |text, (name, value)| text.replace(name, value))
    }
}
