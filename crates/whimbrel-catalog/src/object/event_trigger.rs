use super::Firing;
use super::function::without_arguments;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::{Name, literal};
use crate::sql::{Alter, Context, Sql, Step};

/// An event trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventTrigger {
    /// `ddl_command_end`, …
    pub event: String,
    /// The commands it fires for; empty for all.
    pub tags: Vec<String>,
    /// Which takes no arguments.
    pub function: Name,
    /// In which sessions it fires.
    pub enabled: Firing,
}

impl EventTrigger {
    fn state(&self, id: &ObjectId) -> Step {
        Step::new(format!("ALTER EVENT TRIGGER {} {}", id.sql(), self.enabled.verb()))
    }
}

impl Sql for EventTrigger {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut sql = format!("CREATE EVENT TRIGGER {} ON {}", id.sql(), self.event);
        if !self.tags.is_empty() {
            let tags: Vec<_> = self.tags.iter().map(|tag| literal(tag)).collect();
            sql.push_str(&format!("\n    WHEN TAG IN ({})", tags.join(", ")));
        }
        sql.push_str(&format!("\n    EXECUTE FUNCTION {}()", self.function.sql()));
        let state = (self.enabled != Firing::Origin).then(|| self.state(id));
        [Step::new(sql)].into_iter().chain(state).collect()
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        let with_state = Self { enabled: new.enabled, ..self.clone() };
        if with_state == *new { Alter::InPlace(vec![new.state(id)]) } else { Alter::Replace }
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        vec![without_arguments(&self.function)]
    }
}

impl Describe for EventTrigger {
    fn kind(&self) -> ObjectKind {
        ObjectKind::EventTrigger
    }

    fn describe(&self) -> Description {
        vec![
            ("event", Some(self.event.clone())),
            ("tags", list(&self.tags)),
            ("function", Some(self.function.to_string())),
            ("enabled", Some(self.enabled.words().to_owned())),
        ]
    }
}
