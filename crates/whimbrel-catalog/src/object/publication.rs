use std::collections::{BTreeMap, BTreeSet};

use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, name_list, when};
use crate::name::{Name, ident, literal};
use crate::sql::{Alter, Context, Sql, Step};

/// A publication of logical replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// `FOR ALL TABLES`
    pub all_tables: bool,
    /// Single tables.
    pub tables: BTreeMap<Name, PublishedTable>,
    /// Schemas all tables of which are published; from PostgreSQL 15 on.
    pub schemas: BTreeSet<String>,
    /// Of `insert`, `update`, `delete`, `truncate`, in this order.
    pub actions: Vec<String>,
    /// Changes of partitions are published as those of the partitioned table.
    pub via_root: bool,
    /// Values of stored generated columns are published; from PostgreSQL 18 on.
    pub generated_columns: bool,
}

/// One table of a publication. Both from PostgreSQL 15 on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishedTable {
    /// Empty where all are published.
    pub columns: Vec<String>,
    /// An expression.
    pub filter: Option<String>,
}

/// What is published when nothing is said.
const ALL_ACTIONS: &str = "insert, update, delete, truncate";

impl Publication {
    fn actions(&self) -> String {
        self.actions.join(", ")
    }

    /// `SET (…)` and `WITH (…)` that lead from `old`.
    fn parameters(&self, actions: &str, via_root: bool, generated_columns: bool) -> Vec<String> {
        let mut items = Vec::new();
        if self.actions() != actions {
            items.push(format!("publish = {}", literal(&self.actions())));
        }
        if self.via_root != via_root {
            items.push(format!("publish_via_partition_root = {}", self.via_root));
        }
        if self.generated_columns != generated_columns {
            let which = if self.generated_columns { "stored" } else { "none" };
            items.push(format!("publish_generated_columns = {which}"));
        }
        items
    }
}

/// `app.orders (id, total) WHERE (total > 0)`
fn table((name, table): (&Name, &PublishedTable)) -> String {
    let mut sql = ObjectId::new(ObjectKind::Table, name).sql();
    if !table.columns.is_empty() {
        let columns: Vec<_> = table.columns.iter().map(|column| ident(column)).collect();
        sql.push_str(&format!(" ({})", columns.join(", ")));
    }
    if let Some(filter) = &table.filter {
        sql.push_str(&format!(" WHERE ({filter})"));
    }
    sql
}

/// `TABLE a, b`, without the tables that inherit from them, which are published only where they are named.
fn tables<'a>(tables: impl Iterator<Item = (&'a Name, &'a PublishedTable)>, cx: &Context<'_>) -> Option<String> {
    let has_children =
        |name: &Name| cx.after.tables.values().chain(cx.before.tables.values()).any(|t| t.inherits.contains(name));
    let item = |it: (&Name, &PublishedTable)| {
        let only = if has_children(it.0) { "ONLY " } else { "" };
        format!("{only}{}", table(it))
    };
    list(&tables.map(item).collect::<Vec<_>>()).map(|tables| format!("TABLE {tables}"))
}

/// `TABLES IN SCHEMA a, b`
fn schemas<'a>(schemas: impl Iterator<Item = &'a String>) -> Option<String> {
    list(&schemas.map(|schema| ident(schema).into_owned()).collect::<Vec<_>>())
        .map(|schemas| format!("TABLES IN SCHEMA {schemas}"))
}

impl Sql for Publication {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut sql = format!("CREATE PUBLICATION {}", id.sql());
        if self.all_tables {
            sql.push_str(" FOR ALL TABLES");
        }
        let parts = [tables(self.tables.iter(), cx), schemas(self.schemas.iter())];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            sql.push_str(&format!("\n    FOR {}", parts.join(", ")));
        }
        let with = self.parameters(ALL_ACTIONS, false, false);
        if !with.is_empty() {
            sql.push_str(&format!("\n    WITH ({})", with.join(", ")));
        }
        vec![Step::new(sql)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        if self.all_tables != new.all_tables {
            return Alter::Replace;
        }
        let mut clauses = Vec::new();
        let gone = self.tables.iter().filter(|(name, table)| new.tables.get(*name) != Some(table));
        let gone: Vec<_> = gone.map(|(name, _)| ObjectId::new(ObjectKind::Table, name).sql()).collect();
        clauses.extend(list(&gone).map(|tables| format!("DROP TABLE {tables}")));
        clauses.extend(schemas(self.schemas.difference(&new.schemas)).map(|schemas| format!("DROP {schemas}")));
        let set = new.parameters(&self.actions(), self.via_root, self.generated_columns);
        clauses.extend(list(&set).map(|set| format!("SET ({set})")));
        let come = new.tables.iter().filter(|(name, table)| self.tables.get(*name) != Some(table));
        clauses.extend(tables(come, cx).map(|tables| format!("ADD {tables}")));
        clauses.extend(schemas(new.schemas.difference(&self.schemas)).map(|schemas| format!("ADD {schemas}")));
        let step = |clause| Step::new(format!("ALTER PUBLICATION {} {clause}", id.sql()));
        Alter::InPlace(clauses.into_iter().map(step).collect())
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        let tables = self.tables.keys().map(|table| ObjectId::new(ObjectKind::Table, table));
        tables.chain(self.schemas.iter().map(|schema| ObjectId::global(ObjectKind::Schema, schema))).collect()
    }
}

impl Describe for Publication {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Publication
    }

    fn describe(&self) -> Description {
        let tables: Vec<_> = self.tables.iter().map(table).collect();
        let schemas: Vec<_> = self.schemas.iter().cloned().collect();
        vec![
            ("all tables", when(self.all_tables)),
            ("tables", list(&tables)),
            ("schemas", name_list(&schemas)),
            ("actions", Some(self.actions())),
            ("via partition root", when(self.via_root)),
            ("generated columns", when(self.generated_columns)),
        ]
    }
}
