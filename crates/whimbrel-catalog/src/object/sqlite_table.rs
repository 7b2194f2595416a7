use std::collections::{BTreeMap, BTreeSet};

use crate::describe::{Description, list};
use crate::name::quoted;

/// What a table has in SQLite alone. Nothing where the database is another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SqliteTable {
    /// Constraints that were given no name: the one they have here follows PostgreSQL's rule. Never compared.
    pub unnamed: BTreeSet<String>,
    /// Constraints that are written with a column, by name, and that column: they go with it. Never compared.
    pub within: BTreeMap<String, String>,
    /// A trigger of it names what is not there. Never compared.
    pub faulty: bool,
    /// What stands behind each column of a key, `COLLATE NOCASE DESC`; by the key's name, of those where something does.
    pub key_orders: BTreeMap<String, Vec<String>>,
    /// What a key does to a row that violates it: `REPLACE`; by the key's name, of those that say so.
    pub on_conflict: BTreeMap<String, String>,
    /// By column, of those where `NOT NULL` has more to say.
    pub not_nulls: BTreeMap<String, NotNull>,
}

/// A `NOT NULL` with a name or a way to deal with a row that violates it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotNull {
    /// Of `CONSTRAINT`.
    pub name: Option<String>,
    /// `REPLACE`
    pub on_conflict: Option<String>,
}

impl SqliteTable {
    pub(super) fn describe(&self) -> Description {
        let orders = self.key_orders.iter().map(|(name, orders)| {
            let orders: Vec<_> = orders.iter().map(|o| if o.is_empty() { "-" } else { o.as_str() }).collect();
            format!("{} ({})", quoted(name), orders.join(", "))
        });
        let conflicts = self.on_conflict.iter().map(|(name, action)| format!("{} {action}", quoted(name)));
        let not_nulls = self.not_nulls.iter().map(|(column, not_null)| {
            let name = not_null.name.iter().map(|name| format!(" named {}", quoted(name)));
            let conflict = not_null.on_conflict.iter().map(|action| format!(" on conflict {action}"));
            format!("{}{}", quoted(column), name.chain(conflict).collect::<String>())
        });
        vec![
            ("order of keys", list(&orders.collect::<Vec<_>>())),
            ("on conflict", list(&conflicts.collect::<Vec<_>>())),
            ("not null", list(&not_nulls.collect::<Vec<_>>())),
        ]
    }
}
