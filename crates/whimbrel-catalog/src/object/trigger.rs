use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list};
use crate::sql::Sql;

/// A trigger that somebody made; those that the database makes for foreign keys or copies to partitions are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// `BEFORE`, `AFTER` or `INSTEAD OF`
    pub timing: String,
    /// `INSERT`, `UPDATE OF name, email`, `DELETE`, `TRUNCATE`
    pub events: Vec<String>,
    /// `FOR EACH ROW`, else `FOR EACH STATEMENT`.
    pub for_each_row: bool,
    /// Of `WHEN (…)`.
    pub condition: Option<String>,
    /// `public.touch('a')`; SQLite: the body.
    pub function: String,
    /// `OLD TABLE AS …`, `NEW TABLE AS …`
    pub referencing: Vec<String>,
    /// `CONSTRAINT`, with `FROM table` and how it is deferred; `None` for an ordinary trigger.
    pub constraint: Option<String>,
    /// In which sessions it fires.
    pub enabled: Firing,
}

/// In which sessions a trigger or rule is active, by `session_replication_role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firing {
    /// In all but those of a replica: the usual state.
    Origin,
    /// In none.
    Disabled,
    /// In those of a replica only.
    Replica,
    /// In all.
    Always,
}

impl Firing {
    /// `yes`, `no`, `replica` or `always`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Origin => "yes",
            Self::Disabled => "no",
            Self::Replica => "replica",
            Self::Always => "always",
        }
    }
}

impl Sql for Trigger {}

impl Describe for Trigger {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Trigger
    }

    fn describe(&self) -> Description {
        vec![
            ("timing", Some(self.timing.clone())),
            ("events", Some(self.events.join(" OR "))),
            ("for each", Some(if self.for_each_row { "ROW" } else { "STATEMENT" }.to_owned())),
            ("condition", self.condition.clone()),
            ("function", Some(self.function.clone())),
            ("referencing", list(&self.referencing)),
            ("constraint", self.constraint.clone()),
            ("enabled", Some(self.enabled.words().to_owned())),
        ]
    }
}

impl Trigger {
    /// True where it fires in ordinary sessions.
    pub fn fires(&self) -> bool {
        matches!(self.enabled, Firing::Origin | Firing::Always)
    }

    /// Nothing but what every trigger says.
    pub fn new(timing: &str, events: &[&str], function: impl Into<String>) -> Self {
        Self {
            timing: timing.to_owned(),
            events: events.iter().map(|&e| e.to_owned()).collect(),
            for_each_row: true,
            condition: None,
            function: function.into(),
            referencing: Vec::new(),
            constraint: None,
            enabled: Firing::Origin,
        }
    }
}
