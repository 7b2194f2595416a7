use std::fmt;

use super::locks::shown;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::name::{Name, ident, literal, quoted};
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

/// How a sequence counts. Numbers are as the database writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SequenceOptions {
    /// `bigint`, `integer` or `smallint`
    pub data_type: String,
    pub start: i64,
    pub increment: i64,
    pub minimum: i64,
    pub maximum: i64,
    pub cache: i64,
    pub cycle: bool,
}

/// A sequence that somebody made, or that came with `serial`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// How it counts.
    pub options: SequenceOptions,
    /// The column that it is dropped with.
    pub owned_by: Option<ObjectId>,
    #[allow(missing_docs)]
    pub unlogged: bool,
}

impl SequenceOptions {
    /// The options that a sequence over `data_type` has when nothing is said.
    pub fn of_type(data_type: &str) -> Self {
        Self::counting(data_type, 1)
    }

    /// The options that a sequence has when only its type and its increment are said.
    fn counting(data_type: &str, increment: i64) -> Self {
        let (lowest, highest) = match data_type {
            "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
            "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        };
        let (minimum, maximum, start) = if increment < 0 { (lowest, -1, -1) } else { (1, highest, 1) };
        Self { data_type: data_type.to_owned(), start, increment, minimum, maximum, cache: 1, cycle: false }
    }

    /// The options that it has once its type alone has been changed: a bound that was the old type's is the new type's.
    pub(super) fn with_type(&self, data_type: &str) -> Self {
        let (old, new) = (Self::counting(&self.data_type, -1), Self::counting(data_type, -1));
        let (old_up, new_up) = (Self::counting(&self.data_type, 1), Self::counting(data_type, 1));
        let minimum = if self.minimum == old.minimum { new.minimum } else { self.minimum };
        let maximum = if self.maximum == old_up.maximum { new_up.maximum } else { self.maximum };
        Self { data_type: data_type.to_owned(), minimum, maximum, ..self.clone() }
    }

    /// What `CREATE SEQUENCE` has to say beside the type, each with its value: `INCREMENT BY 2`.
    fn unusual(&self) -> Vec<String> {
        let mut usual = Self::counting(&self.data_type, self.increment);
        // without a word of its own it starts at the end that it counts from
        usual.start = if self.increment < 0 { self.maximum } else { self.minimum };
        usual.increment = 1;
        usual.changes(&Self { data_type: usual.data_type.clone(), ..self.clone() })
    }

    /// What differs, beside the type, as `ALTER SEQUENCE` says it.
    pub(super) fn changes(&self, new: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        let mut say = |words: &str, old: i64, new: i64| {
            if old != new {
                changes.push(format!("{words} {new}"));
            }
        };
        say("INCREMENT BY", self.increment, new.increment);
        say("MINVALUE", self.minimum, new.minimum);
        say("MAXVALUE", self.maximum, new.maximum);
        say("START WITH", self.start, new.start);
        say("CACHE", self.cache, new.cache);
        match (self.cycle, new.cycle) {
            (false, true) => changes.push("CYCLE".to_owned()),
            (true, false) => changes.push("NO CYCLE".to_owned()),
            _ => {}
        }
        changes
    }
}

impl fmt::Display for SequenceOptions {
    /// What differs from the options of its type, as SQL: `INCREMENT BY 2 START WITH 10`; empty where nothing does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.unusual().join(" "))
    }
}

/// How a sequence gets where new bounds let it be.
pub(super) enum Restart {
    /// By a clause of the statement that sets them: nothing that it could have got to is within them.
    Anew(String),
    /// By a statement before that, which does nothing where it is within them already.
    Into(Step),
}

impl SequenceOptions {
    /// What has to happen to a sequence that may have got further than the new bounds, which PostgreSQL refuses.
    pub(super) fn restart_within(&self, new: &Self, name: &Name) -> Option<Restart> {
        if self.minimum >= new.minimum && self.maximum <= new.maximum {
            return None;
        }
        let (least, most) = (self.minimum.max(new.minimum), self.maximum.min(new.maximum));
        if least > most {
            return Some(Restart::Anew(format!("RESTART WITH {}", new.start)));
        }
        let sql = format!(
            "SELECT pg_catalog.setval({}, CASE WHEN last_value < {least} THEN {least} ELSE {most} END, false) FROM {} \
             WHERE last_value NOT BETWEEN {least} AND {most}",
            literal(&name.sql()),
            name.sql(),
        );
        let lost = format!("where {} has got to, if that is outside its new bounds", shown(name));
        Some(Restart::Into(Step::new(sql).hazard(HazardKind::LosesData, lost)))
    }
}

/// The first version in which a sequence may be unlogged.
const UNLOGGED: u32 = 15;

impl Sql for Sequence {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let unlogged = if self.unlogged && cx.version >= UNLOGGED { "UNLOGGED " } else { "" };
        let mut words = vec![format!("CREATE {unlogged}SEQUENCE {}", id.sql())];
        words.extend((self.options.data_type != "bigint").then(|| format!("AS {}", self.options.data_type)));
        words.extend(self.options.unusual());
        let mut steps = vec![Step::new(words.join(" "))];
        // a column that comes with it says itself that the sequence is its own
        if let Some(column) = self.owned_by.as_ref().filter(|column| is_there(column, cx.before)) {
            steps.extend(made_own(id, None, column, cx));
        }
        steps
    }

    fn drop(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let step = Step::new(format!("DROP SEQUENCE {}", id.sql()));
        if self.owned_by.is_some() {
            return vec![step];
        }
        vec![step.hazard(HazardKind::LosesData, format!("where {} has got to", id.short()))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let mut steps = Vec::new();
        let name = id.sql();
        let mut words = Vec::new();
        let mut left = self.options.clone();
        if left.data_type != new.options.data_type {
            words.push(format!("AS {}", new.options.data_type));
            left = left.with_type(&new.options.data_type);
        }
        words.extend(left.changes(&new.options));
        let start =
            self.options.restart_within(&new.options, &Name { schema: id.schema.clone(), name: id.name.clone() });
        match start {
            Some(Restart::Anew(clause)) => words.push(clause),
            Some(Restart::Into(step)) => steps.push(step),
            None => {}
        }
        let shown = shown(&Name { schema: id.schema.clone(), name: id.name.clone() });
        let blocks = |step: Step| step.hazard(HazardKind::Blocks, format!("whoever takes a number from {shown} waits"));
        if !words.is_empty() {
            steps.push(blocks(Step::new(format!("ALTER SEQUENCE {name} {}", words.join(" ")))));
        }
        if self.unlogged != new.unlogged && cx.version >= UNLOGGED {
            let logged = if new.unlogged { "UNLOGGED" } else { "LOGGED" };
            steps.push(blocks(Step::new(format!("ALTER SEQUENCE {name} SET {logged}"))));
        }
        match (&self.owned_by, &new.owned_by) {
            (old, new) if old == new => {}
            // a column that comes takes it, one that goes lets it go
            (_, Some(column)) if is_there(column, cx.before) => {
                let attributes = cx.before.attributes.get(id);
                let owner = attributes.and_then(|attributes| attributes.owner.as_deref());
                steps.extend(made_own(id, owner, column, cx));
            }
            (Some(column), None) if is_there(column, cx.after) => {
                steps.push(Step::new(format!("ALTER SEQUENCE {name} OWNED BY NONE")));
            }
            _ => {}
        }
        Alter::InPlace(steps)
    }

    fn goes_with(&self) -> Option<ObjectId> {
        self.owned_by.clone()
    }
}

/// Makes it the column's own. Both must have the same owner by then; `owner` is the sequence's, `None` for the role that
/// runs this.
fn made_own(id: &ObjectId, owner: Option<&str>, column: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
    let table = column.relation().map(|table| ObjectId::new(ObjectKind::Table, &table));
    let attributes = table.and_then(|table| cx.before.attributes.get(&table));
    let wanted = attributes.and_then(|attributes| attributes.owner.as_deref());
    let mut steps = Vec::new();
    if wanted != owner {
        let role = wanted.map_or("CURRENT_USER".into(), ident);
        steps.push(Step::new(format!("ALTER SEQUENCE {} OWNER TO {role}", id.sql())));
    }
    steps.push(Step::new(format!("ALTER SEQUENCE {} OWNED BY {}", id.sql(), column.sql())));
    steps
}

/// True where that column is there.
fn is_there(id: &ObjectId, catalog: &crate::Catalog) -> bool {
    catalog.object(id).is_some()
}

impl Describe for Sequence {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Sequence
    }

    fn describe(&self) -> Description {
        let it = &self.options;
        let column = |id: &ObjectId| Some(format!("{}.{}", id.relation()?, quoted(&id.name)));
        vec![
            ("type", Some(it.data_type.clone())),
            ("start", Some(it.start.to_string())),
            ("increment", Some(it.increment.to_string())),
            ("minimum", Some(it.minimum.to_string())),
            ("maximum", Some(it.maximum.to_string())),
            ("cache", Some(it.cache.to_string())),
            ("cycle", when(it.cycle)),
            ("owned by", self.owned_by.as_ref().and_then(column)),
            ("unlogged", when(self.unlogged)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_unusual_is_said() {
        let up = SequenceOptions { start: 10, increment: 5, ..SequenceOptions::of_type("integer") };
        assert_eq!(up.to_string(), "INCREMENT BY 5 START WITH 10");
        let down = SequenceOptions::counting("bigint", -1);
        assert_eq!(down.to_string(), "INCREMENT BY -1");
        let from_zero = SequenceOptions { minimum: 0, start: 0, ..SequenceOptions::of_type("bigint") };
        assert_eq!(from_zero.to_string(), "MINVALUE 0");
    }

    #[test]
    fn a_bound_grows_with_the_type() {
        let grown = SequenceOptions::of_type("integer").with_type("bigint");
        assert_eq!(grown, SequenceOptions::of_type("bigint"));
        let bounded = SequenceOptions { maximum: 100, ..SequenceOptions::of_type("integer") };
        assert_eq!(bounded.with_type("bigint").maximum, 100);
        let down = SequenceOptions::counting("integer", -1).with_type("smallint");
        assert_eq!(down, SequenceOptions::counting("smallint", -1));
    }
}
