use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, name_list, yes_no};
use crate::expression::in_parentheses;
use crate::name::ident;
use crate::sql::{Alter, Context, Sql, Step};

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

impl Policy {
    fn to(&self) -> String {
        let roles: Vec<_> = self.roles.iter().map(|role| ident(role)).collect();
        if roles.is_empty() { "TO PUBLIC".to_owned() } else { format!("TO {}", roles.join(", ")) }
    }

    fn using(&self) -> Option<String> {
        self.using.as_ref().map(|using| format!("USING {}", in_parentheses(using)))
    }

    fn check(&self) -> Option<String> {
        self.check.as_ref().map(|check| format!("WITH CHECK {}", in_parentheses(check)))
    }
}

/// All that is done to a policy locks its table against everybody.
fn step(head: String, clauses: Vec<String>, id: &ObjectId, cx: &Context<'_>) -> Step {
    let lines: Vec<_> = [head].into_iter().chain(clauses).collect();
    Step::new(lines.join("\n    ")).stops_all(id, cx)
}

impl Sql for Policy {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut clauses = Vec::new();
        clauses.extend((!self.permissive).then(|| "AS RESTRICTIVE".to_owned()));
        clauses.extend((self.command != "ALL").then(|| format!("FOR {}", self.command)));
        clauses.extend((!self.roles.is_empty()).then(|| self.to()));
        clauses.extend(self.using());
        clauses.extend(self.check());
        vec![step(format!("CREATE POLICY {}", id.sql()), clauses, id, cx)]
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        vec![step(format!("DROP POLICY {}", id.sql()), Vec::new(), id, cx)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        // ALTER POLICY can change an expression, but not take it away
        let lost = self.using.is_some() && new.using.is_none() || self.check.is_some() && new.check.is_none();
        if self.command != new.command || self.permissive != new.permissive || lost {
            return Alter::Replace;
        }
        let mut clauses = Vec::new();
        clauses.extend((self.roles != new.roles).then(|| new.to()));
        clauses.extend(new.using().filter(|_| self.using != new.using));
        clauses.extend(new.check().filter(|_| self.check != new.check));
        Alter::InPlace(vec![step(format!("ALTER POLICY {}", id.sql()), clauses, id, cx)])
    }
}

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
