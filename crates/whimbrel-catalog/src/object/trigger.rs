use super::function::without_arguments;
use super::{Firing, Object};
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::expression::in_parentheses;
use crate::name::{Name, ident, literal};
use crate::sql::{Alter, Context, Sql, Step};

/// A trigger that somebody made. Those that the database makes for foreign keys are left out, and so are its copies on
/// partitions, unless they are switched on or off otherwise than the original.
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
    #[allow(missing_docs)]
    pub action: TriggerAction,
    /// `OLD TABLE AS …`, `NEW TABLE AS …`
    pub referencing: Vec<String>,
    /// `None` for an ordinary trigger.
    pub constraint: Option<ConstraintTrigger>,
    /// In which sessions it fires.
    pub enabled: Firing,
    /// On a partition, the partitioned table next above whose trigger this is a copy of.
    pub copy_of: Option<Name>,
}

/// What a trigger does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriggerAction {
    /// PostgreSQL: a function, and the texts it is given.
    Call {
        #[allow(missing_docs)]
        function: Name,
        /// Without quotes.
        arguments: Vec<String>,
    },
    /// SQLite: `BEGIN … END`.
    Body(String),
}

/// What a constraint trigger says beside what every trigger does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct ConstraintTrigger {
    /// The other table, for what enforces something like a foreign key.
    pub from: Option<Name>,
    pub deferrable: bool,
    pub initially_deferred: bool,
}

impl Trigger {
    /// Nothing but what every trigger says.
    pub fn new(timing: &str, events: &[&str], action: TriggerAction) -> Self {
        Self {
            timing: timing.to_owned(),
            events: events.iter().map(|&e| e.to_owned()).collect(),
            for_each_row: true,
            condition: None,
            action,
            referencing: Vec::new(),
            constraint: None,
            enabled: Firing::Origin,
            copy_of: None,
        }
    }

    /// True where it fires in ordinary sessions.
    pub fn fires(&self) -> bool {
        matches!(self.enabled, Firing::Origin | Firing::Always)
    }

    fn statement(&self, or_replace: &str, id: &ObjectId) -> String {
        let constraint = if self.constraint.is_some() { "CONSTRAINT " } else { "" };
        let mut lines = vec![
            format!("CREATE {or_replace}{constraint}TRIGGER {}", ident(&id.name)),
            format!("{} {} ON {}", self.timing, self.events.join(" OR "), id.on_sql()),
        ];
        if let Some(constraint) = &self.constraint {
            lines.extend(constraint.from.as_ref().map(|from| format!("FROM {}", from.sql())));
            lines.extend(constraint.deferral());
        }
        if !self.referencing.is_empty() {
            lines.push(format!("REFERENCING {}", self.referencing.join(" ")));
        }
        lines.push(format!("FOR EACH {}", if self.for_each_row { "ROW" } else { "STATEMENT" }));
        lines.extend(self.condition.as_ref().map(|condition| format!("WHEN {}", in_parentheses(condition))));
        lines.push(format!("EXECUTE FUNCTION {}", self.action.sql()));
        lines.join("\n    ")
    }

    fn state(&self, id: &ObjectId, cx: &Context<'_>) -> Step {
        let sql = format!("ALTER TABLE {} {} TRIGGER {}", id.on_sql(), self.enabled.verb(), ident(&id.name));
        Step::new(sql).stops_writers(id, cx)
    }

    /// What has to be said of its state once it is made anew or set: of the trigger itself, which a partitioned table
    /// passes on to all copies, and then of those copies that differ.
    fn states(&self, is_set: bool, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        if !is_set {
            steps.push(self.state(id, cx));
        }
        steps.extend(copies(cx.after, id).into_iter().map(|(copy, trigger)| trigger.state(&copy, cx)));
        steps
    }
}

impl ConstraintTrigger {
    fn deferral(&self) -> Option<String> {
        match (self.deferrable, self.initially_deferred) {
            (_, true) => Some("DEFERRABLE INITIALLY DEFERRED".to_owned()),
            (true, false) => Some("DEFERRABLE".to_owned()),
            (false, false) => None,
        }
    }

    fn words(&self) -> String {
        let from = self.from.as_ref().map(|name| format!("FROM {name}"));
        ["CONSTRAINT".to_owned()].into_iter().chain(from).chain(self.deferral()).collect::<Vec<_>>().join(" ")
    }
}

impl TriggerAction {
    /// `public.touch('a')`; SQLite: the body.
    pub fn sql(&self) -> String {
        match self {
            Self::Call { function, arguments } => {
                let arguments: Vec<_> = arguments.iter().map(|argument| literal(argument)).collect();
                format!("{}({})", function.sql(), arguments.join(", "))
            }
            Self::Body(body) => body.clone(),
        }
    }
}

/// The copies of a trigger whose state is not that of the original, of those that are in the catalog.
fn copies<'a>(catalog: &'a Catalog, id: &ObjectId) -> Vec<(ObjectId, &'a Trigger)> {
    let mut copies = Vec::new();
    let mut open = vec![id.clone()];
    while let Some(original) = open.pop() {
        let on = original.relation();
        for (name, table) in &catalog.tables {
            let trigger = table.triggers.get(&id.name).filter(|trigger| trigger.copy_of.is_some());
            if let Some(trigger) = trigger.filter(|trigger| trigger.copy_of == on) {
                let copy = ObjectId::part(ObjectKind::Trigger, name, &id.name);
                open.push(copy.clone());
                copies.push((copy, trigger));
            }
        }
    }
    copies
}

impl Sql for Trigger {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        if self.copy_of.is_some() {
            return vec![self.state(id, cx)];
        }
        let mut steps = vec![Step::new(self.statement("", id)).stops_writers(id, cx)];
        steps.extend((self.enabled != Firing::Origin).then(|| self.state(id, cx)));
        steps
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        if let Some(original) = &self.copy_of {
            // the copy stays, and follows the original again
            let original = ObjectId::part(ObjectKind::Trigger, original, &id.name);
            return match (cx.before.object(&original), cx.after.object(&original)) {
                (Some(Object::Trigger(old)), Some(Object::Trigger(new))) if old == new => {
                    vec![Self { enabled: new.enabled, ..self.clone() }.state(id, cx)]
                }
                _ => Vec::new(),
            };
        }
        vec![Step::new(format!("DROP TRIGGER {}", id.sql())).stops_all(id, cx)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        if self.copy_of.is_some() && new.copy_of.is_some() {
            return Alter::InPlace(vec![new.state(id, cx)]);
        }
        let with_state = Self { enabled: new.enabled, ..self.clone() };
        if with_state == *new {
            return Alter::InPlace(new.states(false, id, cx));
        }
        let replaceable = self.constraint.is_none() && new.constraint.is_none() && self.copy_of == new.copy_of;
        if cx.version < 14 || !replaceable {
            return Alter::Replace;
        }
        // CREATE OR REPLACE also switches it on
        let mut steps = vec![Step::new(new.statement("OR REPLACE ", id)).stops_writers(id, cx)];
        steps.extend(new.states(new.enabled == Firing::Origin, id, cx));
        Alter::InPlace(steps)
    }

    fn needs(&self, id: &ObjectId) -> Vec<ObjectId> {
        if let Some(original) = &self.copy_of {
            return vec![ObjectId::part(ObjectKind::Trigger, original, &id.name)];
        }
        match &self.action {
            TriggerAction::Call { function, .. } => vec![without_arguments(function)],
            TriggerAction::Body(_) => Vec::new(),
        }
    }
}

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
            ("function", Some(self.action.sql())),
            ("referencing", list(&self.referencing)),
            ("constraint", self.constraint.as_ref().map(ConstraintTrigger::words)),
            ("copy of", self.copy_of.as_ref().map(Name::to_string)),
            ("enabled", Some(self.enabled.words().to_owned())),
        ]
    }
}
