use super::key::dropped;
use super::locks::{blocks_all, exclusive, relation, scans};
use super::parents::drop_plan;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when, yes_no};
use crate::expression::in_parentheses;
use crate::name::ident;
use crate::sql::{Alter, Context, Sql, Step};
use crate::uncompared::{Origin, Uncompared};

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
    /// Where it comes from.
    pub origin: Uncompared<Origin>,
}

impl Check {
    /// A plain check.
    pub fn new(expression: impl Into<String>) -> Self {
        Self {
            expression: expression.into(),
            no_inherit: false,
            validated: true,
            enforced: true,
            origin: Uncompared::default(),
        }
    }

    /// `CHECK (price > 0) NO INHERIT NOT VALID`
    pub(super) fn definition(&self) -> String {
        let mut words = vec![format!("CHECK {}", in_parentheses(&self.expression))];
        words.extend(self.no_inherit.then(|| "NO INHERIT".to_owned()));
        words.extend(not_checked(self.validated, self.enforced));
        words.join(" ")
    }
}

/// `NOT ENFORCED`, `NOT VALID`, or nothing.
pub(super) fn not_checked(validated: bool, enforced: bool) -> Option<String> {
    let words = if !enforced { "NOT ENFORCED" } else { "NOT VALID" };
    (!enforced || !validated).then(|| words.to_owned())
}

/// `ALTER TABLE … VALIDATE CONSTRAINT …`, which lets writers through.
pub(super) fn validate(id: &ObjectId) -> Step {
    let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", id.on_sql(), ident(&id.name));
    scans(Step::new(sql), &relation(id))
}

impl Sql for Check {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {}", id.on_sql(), ident(&id.name), self.definition());
        let step = blocks_all(Step::new(sql), &table);
        vec![if self.validated && self.enforced { scans(step, &table) } else { step }]
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        if self.origin.is_inherited() {
            return Vec::new();
        }
        let origin = |table: &crate::Table| table.checks.get(&id.name).map(|check| *check.origin);
        let plan = drop_plan(&relation(id), cx, origin, origin);
        let mut steps = vec![dropped(id, plan.only)];
        for child in plan.children {
            let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", child.sql(), ident(&id.name));
            steps.push(exclusive(sql, &child));
        }
        steps
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        let valid = Self { validated: true, ..self.clone() };
        if valid == *new { Alter::InPlace(vec![validate(id)]) } else { Alter::Replace }
    }

    fn is_inherited(&self) -> bool {
        self.origin.is_inherited()
    }
}

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
