//! # Give a table a key before its changes are published
//!
//! From the moment a table belongs to a publication of updates and deletes, PostgreSQL refuses both on it unless it knows how
//! to tell the row to a subscriber: by a primary key, or by the replica identity that was set. The application's UPDATE and
//! DELETE fail at once.
//!
//! Found where the schema is known.
//!
//! ## Bad
//!
//! ```sql
//! -- known: CREATE TABLE visits (at timestamptz)
//! CREATE PUBLICATION feed FOR TABLE visits;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- known: CREATE TABLE visits (at timestamptz)
//! CREATE PUBLICATION feed FOR TABLE visits WITH (publish = 'insert');
//! ```

use whimbrel_catalog::{Catalog, Name, ReplicaIdentity, Table};
use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, ObjectName};

use crate::context::{Context, Line, table};
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("publish-without-identity", Severity::Error, Check::Statement(check)).with_facts();

fn check(cx: &Context<'_>, line: &Line<'_>, found: &mut Found) {
    let Some(catalog) = line.observed.before else { return };
    let Some(published) = published(&line.statement.sql, catalog) else { return };
    let unknown = |name: &&ObjectName| !cx.is_new(line, name) && table(catalog, name).is_some_and(|it| !is_told_apart(it));
    let mut names = published.iter().filter(unknown);
    let Some(first) = names.next() else { return };
    let more = names.count();
    let others = if more == 0 { String::new() } else { format!(" and {more} more") };
    found.add(
        Draft::new(line, format!("give {first}{others} a replica identity before publishing it"))
            .why("Without a primary key or another replica identity, every UPDATE and DELETE of it fails once it is published.")
            .instead(format!("ALTER TABLE {} REPLICA IDENTITY FULL;\n{};", crate::context::sql(first), line.statement.sql))
            .from(Basis::Catalog),
    );
}

/// True where a subscriber can be told which row it was.
fn is_told_apart(table: &Table) -> bool {
    match &table.replica_identity {
        ReplicaIdentity::Default => {
            table.primary_key.is_some() || table.partition_key.is_some() || table.foreign.is_some() || table.unlogged
        }
        ReplicaIdentity::Nothing => false,
        ReplicaIdentity::Full => true,
        ReplicaIdentity::Index => true,
    }
}

/// The tables whose updates or deletes a statement publishes.
fn published(sql: &str, catalog: &Catalog) -> Option<Vec<ObjectName>> {
    let mut words = Cursor::new(sql, Engine::Postgres);
    if !words.eat("CREATE PUBLICATION") && !words.eat("ALTER PUBLICATION") {
        return None;
    }
    words.name()?;
    let options = sql[words.offset()..].to_ascii_lowercase();
    if options.contains("publish") && !options.contains("update") && !options.contains("delete") {
        return None;
    }
    if words.follows("FOR ALL TABLES") {
        return Some(catalog.tables.keys().map(name).collect());
    }
    if !words.eat("FOR TABLE") && !words.eat("ADD TABLE") && !words.eat("SET TABLE") {
        return None;
    }
    let mut names = Vec::new();
    loop {
        words.eat("ONLY");
        names.push(words.object_name()?.0);
        words.group();
        if words.eat_kind(whimbrel_source::lex::TokenKind::Comma).is_none() {
            return Some(names);
        }
    }
}

fn name(name: &Name) -> ObjectName {
    ObjectName { schema: name.schema.clone().filter(|schema| schema != "public"), name: name.name.clone() }
}
