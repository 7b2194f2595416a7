use super::Firing;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::ident;
use crate::sql::{Alter, Context, Sql, Step};

/// A rewrite rule; those that make a view are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `CREATE RULE …`, whole, without a semicolon.
    pub definition: String,
    /// In which sessions it is active.
    pub enabled: Firing,
}

impl Rule {
    fn state(&self, id: &ObjectId) -> Step {
        let sql = format!("ALTER TABLE {} {} RULE {}", id.on_sql(), self.enabled.verb(), ident(&id.name));
        Step::new(sql)
    }
}

/// All that is done to a rule locks its table against everybody.
fn stopping(steps: Vec<Step>, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
    steps.into_iter().map(|step| step.stops_all(id, cx)).collect()
}

impl Sql for Rule {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let state = (self.enabled != Firing::Origin).then(|| self.state(id));
        stopping([Step::new(&self.definition)].into_iter().chain(state).collect(), id, cx)
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        stopping(vec![Step::new(format!("DROP RULE {}", id.sql()))], id, cx)
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let mut steps = Vec::new();
        if self.definition != new.definition {
            steps.push(Step::new(new.definition.replacen("CREATE RULE", "CREATE OR REPLACE RULE", 1)));
        }
        // the state survives CREATE OR REPLACE
        if self.enabled != new.enabled {
            steps.push(new.state(id));
        }
        Alter::InPlace(stopping(steps, id, cx))
    }
}

impl Describe for Rule {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Rule
    }

    fn describe(&self) -> Description {
        vec![("definition", Some(self.definition.clone())), ("enabled", Some(self.enabled.words().to_owned()))]
    }
}
