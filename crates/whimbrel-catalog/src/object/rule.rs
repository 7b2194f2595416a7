use super::Firing;
use crate::change::ObjectKind;
use crate::describe::{Describe, Description};
use crate::sql::Sql;

/// A rewrite rule; those that make a view are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `CREATE RULE …`, whole.
    pub definition: String,
    /// In which sessions it is active.
    pub enabled: Firing,
}

impl Sql for Rule {}

impl Describe for Rule {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Rule
    }

    fn describe(&self) -> Description {
        vec![("definition", Some(self.definition.clone())), ("enabled", Some(self.enabled.words().to_owned()))]
    }
}
