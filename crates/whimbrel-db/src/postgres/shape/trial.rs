//! The trial of each statement, inside a savepoint that is rolled back by the caller.

use std::collections::BTreeMap;

use whimbrel_catalog::{Catalog, Index, Name, ObjectId, ObjectKind, Shape, Table, shape};
use whimbrel_source::{ObjectName, Span};

use super::{Stop, cannot_tell, rewrite};
use crate::DbError;
use crate::postgres::catalog::{Moved, read_tables};
use crate::postgres::{Postgres, Reply};
use crate::sql::{identifier, literal};

const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// One statement, tried.
pub(super) struct Trial<'a> {
    pub(super) postgres: &'a Postgres,
    pub(super) sql: &'a str,
}

/// A relation that exists.
struct Existing {
    oid: u32,
    schema: String,
    name: String,
    /// `relkind`
    kind: u8,
    /// As the server quotes it in the definitions it renders.
    quoted_schema: String,
    /// For an index: of its table.
    table: Option<u32>,
}

impl Existing {
    fn is_table(&self) -> bool {
        matches!(self.kind, b'r' | b'p')
    }

    fn kind_words(&self) -> &'static str {
        match self.kind {
            b'r' | b'p' => "table",
            b'v' => "view",
            b'm' => "materialized view",
            b'S' => "sequence",
            b'c' => "composite type",
            b'f' => "foreign table",
            _ => "index",
        }
    }
}

impl Trial<'_> {
    pub(super) async fn create_table(&self, name: &ObjectName, name_span: Span) -> Result<Shape, Stop> {
        let Some(existing) = self.in_creation_schema(name).await? else {
            return cannot_tell(format!("{name} does not exist"));
        };
        let real = Name::in_schema(&existing.schema, &existing.name);
        if !existing.is_table() {
            return Ok(Shape::other_kind(ObjectId::new(ObjectKind::Table, &real), existing.kind_words()));
        }
        if rewrite::is_partition(self.sql, name_span.end) {
            return cannot_tell("a partition takes its shape from its parent, and its place there is taken");
        }
        let scratch = self.scratch().await?;
        let place = format!("{}.{}", scratch, identifier(&existing.name));
        let sql = rewrite::without_rows(self.sql, name_span.end);
        self.try_out(&rewrite::replace(&sql, name_span, &place)).await?;
        let wanted = self.read(&scratch, &existing).await?;
        let found = self.table(&existing).await?;
        let says = |name: &str| rewrite::says(self.sql, name);
        Ok(Shape::of(shape::of_table(&real, &wanted, &found, &says)))
    }

    pub(super) async fn create_index(&self, index: &str, table: &ObjectName, table_span: Span) -> Result<Shape, Stop> {
        let Some(on) = self.by_search_path(table).await? else {
            return cannot_tell(format!("{table} does not exist"));
        };
        let Some(existing) = self.by_name(&on.schema, index).await? else {
            return cannot_tell(format!("{index} does not exist"));
        };
        let real = Name::in_schema(&on.schema, &on.name);
        let id = ObjectId::part(ObjectKind::Index, &real, index);
        let Some(found_on) = existing.table else {
            return Ok(Shape::other_kind(id, existing.kind_words()));
        };
        if found_on != on.oid {
            let found = self.by_oid(found_on).await?.map(|t| Name::in_schema(t.schema, t.name).to_string());
            let wanted = Some(real.to_string());
            let difference = shape::Difference { object: id, property: Some("table"), wanted, found };
            return Ok(Shape::Different(vec![difference]));
        }
        let scratch = self.scratch().await?;
        let place = format!("{}.{}", scratch, identifier(&on.name));
        self.try_out(&format!("CREATE TABLE {place} (LIKE {} INCLUDING ALL EXCLUDING INDEXES)", on.sql())).await?;
        self.try_out(&rewrite::index_on(self.sql, table_span, &place)).await?;
        let wanted = self.read(&scratch, &on).await?;
        let Some(wanted) = wanted.indexes.get(index) else {
            return cannot_tell(format!("{index} was created under another name"));
        };
        let found = self.indexes(&on).await?;
        match found.get(index) {
            Some(found) => Ok(Shape::of(shape::of_index(&real, index, wanted, Some(found)))),
            None => Ok(Shape::other_kind(id, "constraint")),
        }
    }

    pub(super) async fn add_columns(&self, table: &ObjectName, table_span: Span) -> Result<Shape, Stop> {
        let Some(existing) = self.by_search_path(table).await? else {
            return cannot_tell(format!("{table} does not exist"));
        };
        let real = Name::in_schema(&existing.schema, &existing.name);
        if !existing.is_table() {
            return Ok(Shape::other_kind(ObjectId::new(ObjectKind::Table, &real), existing.kind_words()));
        }
        let found = self.table(&existing).await?;
        let mut added = rewrite::added_columns(self.sql, table_span.end);
        added.retain(|column| found.column(&column.name).is_some());
        if added.is_empty() {
            return cannot_tell(format!("it adds no column that {table} has"));
        }
        let scratch = self.scratch().await?;
        let place = format!("{}.{}", scratch, identifier(&existing.name));
        self.try_out(&format!("CREATE TABLE {place} (LIKE {} INCLUDING ALL)", existing.sql())).await?;
        let names = added.iter().map(|c| format!("DROP COLUMN {} CASCADE", identifier(&c.name)));
        self.try_out(&format!("ALTER TABLE {place} {}", names.collect::<Vec<_>>().join(", "))).await?;
        let before = self.read(&scratch, &existing).await?;
        let actions: Vec<_> = added.iter().map(|c| c.action).collect();
        self.try_out(&format!("ALTER TABLE {place} {}", actions.join(", "))).await?;
        let after = self.read(&scratch, &existing).await?;
        let says = |name: &str| rewrite::says(self.sql, name);
        Ok(Shape::of(shape::of_added_columns(&real, &beyond(after, &before), &found, &says)))
    }

    /// Makes the scratch schema, the first in the search path until the end, and gives its name, which needs no quotes.
    async fn scratch(&self) -> Result<String, Stop> {
        let scratch = format!("whimbrel_shape_{}", self.postgres.pid());
        let sql = format!(
            "CREATE SCHEMA {scratch};
             SELECT pg_catalog.set_config('search_path',
               pg_catalog.concat_ws(', ', '{scratch}', NULLIF(pg_catalog.current_setting('search_path'), '')), true)"
        );
        match self.postgres.run(&sql).await {
            Ok(_) => Ok(scratch),
            Err(error) if error.code == INSUFFICIENT_PRIVILEGE => cannot_tell(format!(
                "the role may not create a schema in this database, which trying the statement out needs ({})",
                error.message
            )),
            Err(error) => Err(error.into()),
        }
    }

    /// Runs what is asked for. Where the server refuses it, there is nothing to compare with.
    async fn try_out(&self, sql: &str) -> Result<(), Stop> {
        match self.postgres.run(sql).await {
            Ok(_) => Ok(()),
            Err(error) if says_nothing(&error) => Err(error.into()),
            Err(error) => cannot_tell(format!("trying it out failed: {}", error.message)),
        }
    }

    /// The table of this name in the scratch schema, as if it were where `real` is.
    async fn read(&self, scratch: &str, real: &Existing) -> Result<Table, Stop> {
        match self.by_name(scratch, &real.name).await? {
            Some(made) => {
                let moved = Moved { from: scratch, to: &real.schema, to_quoted: &real.quoted_schema };
                let mut catalog = read_tables(self.postgres, &[made.oid], Some(moved)).await?;
                Ok(the_table(&mut catalog, real).unwrap_or_default())
            }
            None => cannot_tell("trying it out made another table"),
        }
    }

    async fn table(&self, real: &Existing) -> Result<Table, Stop> {
        let mut catalog = read_tables(self.postgres, &[real.oid], None).await?;
        match the_table(&mut catalog, real) {
            Some(table) => Ok(table),
            None => cannot_tell(format!("{} belongs to an extension", real.name)),
        }
    }

    /// The indexes of a table or a materialized view.
    async fn indexes(&self, real: &Existing) -> Result<BTreeMap<String, Index>, Stop> {
        if real.is_table() {
            return Ok(self.table(real).await?.indexes);
        }
        let catalog = read_tables(self.postgres, &[real.oid], None).await?;
        Ok(catalog.materialized_views.into_values().flat_map(|view| view.indexes).collect())
    }

    /// What has the name where `CREATE` would put it.
    async fn in_creation_schema(&self, name: &ObjectName) -> Result<Option<Existing>, DbError> {
        let schema = name.schema.as_deref().map_or("pg_catalog.current_schema()".to_owned(), literal);
        self.find(&format!("n.nspname = {schema} AND c.relname = {}", literal(&name.name))).await
    }

    async fn by_name(&self, schema: &str, name: &str) -> Result<Option<Existing>, DbError> {
        self.find(&format!("n.nspname = {} AND c.relname = {}", literal(schema), literal(name))).await
    }

    async fn by_search_path(&self, name: &ObjectName) -> Result<Option<Existing>, DbError> {
        let schema = name.schema.as_deref().map(|schema| format!("{}.", identifier(schema)));
        let name = format!("{}{}", schema.unwrap_or_default(), identifier(&name.name));
        self.find(&format!("c.oid = pg_catalog.to_regclass({})", literal(&name))).await
    }

    async fn by_oid(&self, oid: u32) -> Result<Option<Existing>, DbError> {
        self.find(&format!("c.oid = {oid}")).await
    }

    async fn find(&self, condition: &str) -> Result<Option<Existing>, DbError> {
        let sql = include_str!("existing.sql").replace(":condition", condition);
        let replies = self.postgres.run(&sql).await?;
        Ok(replies.into_iter().next().and_then(existing))
    }
}

impl Existing {
    /// Its name as SQL.
    fn sql(&self) -> String {
        format!("{}.{}", identifier(&self.schema), identifier(&self.name))
    }
}

/// True for what has to do with the moment and not with the statement: a lock that was waited for in vain, a
/// cancellation, a lack of memory, a connection that is gone.
fn says_nothing(error: &DbError) -> bool {
    const LOCK_NOT_AVAILABLE: &str = "55P03";
    let class = error.code.get(..2).unwrap_or_default();
    error.disconnected || error.code == LOCK_NOT_AVAILABLE || ["40", "53", "57", "58", "XX"].contains(&class)
}

/// The first row of `existing.sql`.
fn existing(reply: Reply) -> Option<Existing> {
    let mut values = reply.rows.into_iter().next()?.into_iter();
    let mut next = || values.next().flatten();
    Some(Existing {
        oid: next()?.parse().ok()?,
        schema: next()?,
        name: next()?,
        kind: next()?.bytes().next()?,
        quoted_schema: next()?,
        table: next().and_then(|oid| oid.parse().ok()),
    })
}

/// The table, with the sequences that came with its columns told by what they are, since their names are the
/// database's choice.
fn the_table(catalog: &mut Catalog, real: &Existing) -> Option<Table> {
    let name = Name::in_schema(&real.schema, &real.name);
    let mut table = catalog.tables.remove(&name)?;
    for (sequence, it) in &catalog.sequences {
        let own = |column: &str| it.owned_by.as_ref() == Some(&ObjectId::part(ObjectKind::Column, &name, column));
        if let Some(column) = table.columns.iter_mut().find(|c| own(&c.name)) {
            let next = format!("nextval('{}'::regclass)", sequence.to_string().replace('\'', "''"));
            if column.default.as_deref() == Some(next.as_str()) {
                column.default = Some(format!("nextval of its own {} sequence", it.options.data_type));
            }
        }
    }
    Some(table)
}

/// What `after` has and `before` has not: columns and constraints.
fn beyond(mut after: Table, before: &Table) -> Table {
    after.columns.retain(|c| before.column(&c.name).is_none());
    if after.primary_key == before.primary_key {
        after.primary_key = None;
    }
    after.uniques.retain(|name, _| !before.uniques.contains_key(name));
    after.foreign_keys.retain(|name, _| !before.foreign_keys.contains_key(name));
    after.checks.retain(|name, _| !before.checks.contains_key(name));
    after.exclusions.retain(|name, _| !before.exclusions.contains_key(name));
    after
}
