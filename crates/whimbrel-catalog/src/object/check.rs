use crate::change::ObjectKind;
use crate::describe::{Describe, Description, when, yes_no};
use crate::sql::Sql;

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Check {
    /// Without the word CHECK.
    pub expression: String,
    pub no_inherit: bool,
    /// False for `NOT VALID`.
    pub validated: bool,
    /// False for `NOT ENFORCED`.
    pub enforced: bool,
}

impl Check {
    /// A plain check.
    pub fn new(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), no_inherit: false, validated: true, enforced: true }
    }
}

impl Sql for Check {}

impl Describe for Check {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Check
    }

    fn describe(&self) -> Description {
        vec![
            ("expression", Some(self.expression.clone())),
            ("no inherit", when(self.no_inherit)),
            ("validated", yes_no(self.validated)),
            ("enforced", yes_no(self.enforced)),
        ]
    }
}
