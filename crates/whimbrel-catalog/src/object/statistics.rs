use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::Name;
use crate::sql::{Alter, Context, Sql, Step};

/// Extended statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The table or materialized view.
    pub on: Name,
    /// `ndistinct`, `dependencies`, `mcv`, in this order; empty for all, and for those of one expression.
    pub kinds: Vec<String>,
    /// As SQL: `a, b, (lower(c))`
    pub of: String,
    /// How much is sampled, where it is not what the columns say.
    pub target: Option<i32>,
}

impl Statistics {
    fn set_target(&self, id: &ObjectId) -> Step {
        Step::new(format!("ALTER STATISTICS {} SET STATISTICS {}", id.sql(), self.target.unwrap_or(-1)))
    }
}

impl Sql for Statistics {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let kinds = if self.kinds.is_empty() { String::new() } else { format!(" ({})", self.kinds.join(", ")) };
        let sql = format!("CREATE STATISTICS {}{kinds}\n    ON {} FROM {}", id.sql(), self.of, self.on.sql());
        let target = self.target.is_some().then(|| self.set_target(id));
        [Step::new(sql)].into_iter().chain(target).collect()
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        let with_target = Self { target: new.target, ..self.clone() };
        if with_target == *new { Alter::InPlace(vec![new.set_target(id)]) } else { Alter::Replace }
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        [ObjectKind::Table, ObjectKind::ForeignTable, ObjectKind::MaterializedView]
            .map(|kind| ObjectId::new(kind, &self.on))
            .to_vec()
    }
}

impl Describe for Statistics {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Statistics
    }

    fn describe(&self) -> Description {
        vec![
            ("on", Some(self.on.to_string())),
            ("kinds", list(&self.kinds)),
            ("of", Some(self.of.clone())),
            ("target", self.target.map(|target| target.to_string())),
        ]
    }
}
