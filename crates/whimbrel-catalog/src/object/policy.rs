use crate::change::ObjectKind;
use crate::describe::{Describe, Description, name_list, yes_no};
use crate::sql::Sql;

/// A row-security policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// `ALL`, `SELECT`, `INSERT`, `UPDATE` or `DELETE`
    pub command: String,
    /// Else restrictive.
    pub permissive: bool,
    /// Empty for PUBLIC; by name.
    pub roles: Vec<String>,
    /// Of `USING (…)`.
    pub using: Option<String>,
    /// Of `WITH CHECK (…)`.
    pub check: Option<String>,
}

impl Sql for Policy {}

impl Describe for Policy {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Policy
    }

    fn describe(&self) -> Description {
        vec![
            ("command", Some(self.command.clone())),
            ("permissive", yes_no(self.permissive)),
            ("roles", name_list(&self.roles)),
            ("using", self.using.clone()),
            ("with check", self.check.clone()),
        ]
    }
}
