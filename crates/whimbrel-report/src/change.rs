//! What changed in the catalog.

use serde::Serialize;
use whimbrel_catalog::{Action, Change};

/// One difference between the catalog after and before.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeJson {
    /// `created`, `altered` or `dropped`.
    pub action: &'static str,
    /// `table`, `foreign key`, `index`, …
    pub kind: &'static str,
    /// Null in SQLite and for what is outside schemas.
    pub schema: Option<String>,
    /// The table or view it belongs to.
    pub on: Option<String>,
    /// Its name.
    pub name: String,
    /// What describes it, or what differs.
    pub facts: Vec<FactJson>,
}

/// One property.
#[derive(Debug, Clone, Serialize)]
pub struct FactJson {
    /// Such as `type` or `on delete`.
    pub name: &'static str,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

impl From<&Change> for ChangeJson {
    fn from(change: &Change) -> Self {
        Self {
            action: match change.action {
                Action::Created => "created",
                Action::Altered => "altered",
                Action::Dropped => "dropped",
            },
            kind: change.object.kind.words(),
            schema: change.object.schema.clone(),
            on: change.object.on.clone(),
            name: change.object.name.clone(),
            facts: change
                .facts
                .iter()
                .map(|fact| FactJson { name: fact.name, old: fact.old.clone(), new: fact.new.clone() })
                .collect(),
        }
    }
}
