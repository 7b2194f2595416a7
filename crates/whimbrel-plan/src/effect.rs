//! Expected effects: what a migration did to the schema on a shadow database, against what it does to the target.

use std::collections::BTreeMap;
use std::fmt;

use whimbrel_catalog::{Action, Catalog, Change, ObjectId, ObjectKind};
use whimbrel_source::Version;

/// What a run must have made of the schema, as seen on a shadow database.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The target's schema before the run.
    pub start: Catalog,
    /// All changes since the start, after each migration that is looked at. The last one of a run always is.
    pub after: BTreeMap<Version, Vec<Change>>,
    /// The shadow is of the target's major version: expressions are compared too. Two versions write the same
    /// expression in two ways.
    pub same_version: bool,
    /// Left out of the target: the history's schema and tables.
    pub ignore_schema: String,
}

/// One way in which the target is not what the migration makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EffectDifference {
    /// The migration does this, and it did not happen.
    Missing(Change),
    /// This happened, and the migration does not do it.
    Extra(Change),
    /// Both, but otherwise.
    Other {
        /// Which object.
        object: ObjectId,
        /// Such as `on delete` or `valid`.
        property: &'static str,
        /// On the shadow.
        expected: Option<String>,
        /// On the target.
        found: Option<String>,
    },
}

impl fmt::Display for EffectDifference {
    /// `foreign key chats_user_id_fkey: on delete expected CASCADE, found NO ACTION`; `index chats_at is missing`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(change) => {
                let what = match change.action {
                    Action::Created => "is missing",
                    Action::Altered => "was not altered",
                    Action::Dropped => "is still there",
                };
                write!(f, "{} {} {what}", change.object.kind, change.object.short())
            }
            Self::Extra(change) => {
                let what = match change.action {
                    Action::Created => "was created",
                    Action::Altered => "was altered",
                    Action::Dropped => "was dropped",
                };
                write!(f, "{} {} {what}, which the migration does not do", change.object.kind, change.object.short())
            }
            Self::Other { object, property, expected, found } => {
                let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
                let (expected, found) = (shown(expected), shown(found));
                write!(f, "{} {}: {property} expected {expected}, found {found}", object.kind, object.short())
            }
        }
    }
}

/// Facts that hold an expression, which each version of PostgreSQL writes in its own way.
const EXPRESSIONS: [&str; 13] = [
    "check",
    "checks",
    "condition",
    "default",
    "definition",
    "expression",
    "generated",
    "keys",
    "options",
    "partition by",
    "partition of",
    "using",
    "columns",
];

/// Facts that depend on who runs a migration, not on what it does.
const OF_THE_ROLE: [&str; 3] = ["owner", "privileges", "revoked"];

/// What differs between the changes that were expected and those that were found.
pub fn differences(expected: &[Change], found: &[Change], same_version: bool) -> Vec<EffectDifference> {
    let of = |changes: &[Change]| {
        let changes = changes.iter().filter(|change| is_compared(change, same_version));
        changes.map(|change| ((change.object.clone(), change.action as u8), change.clone())).collect::<BTreeMap<_, _>>()
    };
    let (expected, mut found) = (of(expected), of(found));
    let mut out = Vec::new();
    for (key, wanted) in expected {
        match found.remove(&key) {
            None => out.push(EffectDifference::Missing(wanted)),
            Some(there) => facts(&wanted, &there, same_version, &mut out),
        }
    }
    out.extend(found.into_values().map(EffectDifference::Extra));
    out
}

/// What only the role and the server make of a change is none. Nor is an extension where the versions differ: what one
/// version needs an extension for, a newer one has by itself.
fn is_compared(change: &Change, same_version: bool) -> bool {
    if change.object.kind == ObjectKind::Extension && !same_version {
        return false;
    }
    change.action != Action::Altered || change.facts.iter().any(|fact| !OF_THE_ROLE.contains(&fact.name))
}

fn facts(wanted: &Change, there: &Change, same_version: bool, out: &mut Vec<EffectDifference>) {
    if wanted.action == Action::Dropped {
        return;
    }
    let counts = |name: &str| !OF_THE_ROLE.contains(&name) && (same_version || !EXPRESSIONS.contains(&name));
    let mut names: Vec<&'static str> = Vec::new();
    for fact in wanted.facts.iter().chain(&there.facts).filter(|fact| counts(fact.name)) {
        if !names.contains(&fact.name) {
            names.push(fact.name);
        }
    }
    for property in names {
        let (expected, found) = (wanted.new_value(property), there.new_value(property));
        if expected != found {
            let (expected, found) = (expected.map(str::to_owned), found.map(str::to_owned));
            out.push(EffectDifference::Other { object: wanted.object.clone(), property, expected, found });
        }
    }
}

#[cfg(test)]
mod tests {
    use whimbrel_catalog::{Fact, Name};

    use super::*;

    fn change(action: Action, kind: ObjectKind, name: &str, facts: &[(&'static str, &str)]) -> Change {
        let object = ObjectId::part(kind, &Name::in_schema("public", "chats"), name);
        let fact = |(name, value): &(&'static str, &str)| Fact { name, old: None, new: Some((*value).to_owned()) };
        Change { object, action, facts: facts.iter().map(fact).collect() }
    }

    fn told(expected: &[Change], found: &[Change], same_version: bool) -> Vec<String> {
        differences(expected, found, same_version).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_foreign_key_without_its_cascade_is_told() {
        let key =
            |action| change(Action::Created, ObjectKind::ForeignKey, "chats_user_id_fkey", &[("on delete", action)]);
        let expected = ["foreign key chats_user_id_fkey: on delete expected CASCADE, found NO ACTION"];
        assert_eq!(told(&[key("CASCADE")], &[key("NO ACTION")], true), expected);
        assert_eq!(told(&[key("CASCADE")], &[key("CASCADE")], true), [""; 0]);
    }

    #[test]
    fn what_did_not_happen_and_what_nobody_asked_for_are_told() {
        let index = change(Action::Created, ObjectKind::Index, "chats_at", &[("keys", "at")]);
        let column = change(Action::Dropped, ObjectKind::Column, "old", &[]);
        let expected = ["column chats.old is still there", "index chats_at is missing"];
        assert_eq!(told(&[index.clone(), column], &[], true), expected);
        assert_eq!(told(&[], &[index], true), ["index chats_at was created, which the migration does not do"]);
    }

    #[test]
    fn expressions_are_compared_as_one_version_writes_them_only() {
        let check = |text| change(Action::Created, ObjectKind::Check, "c", &[("expression", text), ("valid", "yes")]);
        assert_eq!(told(&[check("(a > 0)")], &[check("a > 0")], false), [""; 0]);
        assert_eq!(told(&[check("(a > 0)")], &[check("a > 0")], true).len(), 1);
    }

    #[test]
    fn who_ran_it_is_no_difference() {
        let table = |owner| change(Action::Altered, ObjectKind::Table, "chats", &[("owner", owner)]);
        assert_eq!(told(&[table("a")], &[], true), [""; 0]);
    }
}
