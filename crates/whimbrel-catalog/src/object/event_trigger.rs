use super::Firing;
use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list};
use crate::sql::Sql;

/// An event trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTrigger {
    /// `ddl_command_end`, …
    pub event: String,
    /// The commands it fires for; empty for all.
    pub tags: Vec<String>,
    /// `public.audit`
    pub function: String,
    /// In which sessions it fires.
    pub enabled: Firing,
}

impl Sql for EventTrigger {}

impl Describe for EventTrigger {
    fn kind(&self) -> ObjectKind {
        ObjectKind::EventTrigger
    }

    fn describe(&self) -> Description {
        vec![
            ("event", Some(self.event.clone())),
            ("tags", list(&self.tags)),
            ("function", Some(self.function.clone())),
            ("enabled", Some(self.enabled.words().to_owned())),
        ]
    }
}
