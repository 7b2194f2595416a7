//! Whether what exists already is what a statement asks for. Pure: two values in, the differences out.
//!
//! Names of constraints that the database chose are not part of a shape; those that the statement gives are.

use std::collections::BTreeMap;
use std::fmt;

use crate::change::{Action, Change, Fact, ObjectId, ObjectKind};
use crate::describe::{Describe, altered, created};
use crate::line;
use crate::name::{Name, without_schema};
use crate::object::{Column, ForeignKey, Index, Key, Table};

/// What exists, against what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// The same.
    Same,
    /// Not the same: never empty.
    Different(Vec<Difference>),
    /// Why it could not be found out.
    CannotTell(String),
}

/// One way in which what exists is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which object: the table, or a column, constraint or index of it.
    pub object: ObjectId,
    /// `None` where the object as a whole is missing or too much; else as [`Fact::name`], and `name` and `kind`.
    pub property: Option<&'static str>,
    /// What the statement asks for; `None` where it does not ask for this object or property.
    pub wanted: Option<String>,
    /// What is there; `None` where it is not there.
    pub found: Option<String>,
}

impl Difference {
    /// True where nothing that was asked for is missing or otherwise: there is only more than that, such as one more
    /// column or index. A later statement may well have added it.
    pub fn is_extra(&self) -> bool {
        self.property.is_none() && self.wanted.is_none()
    }

    pub(crate) fn new(object: ObjectId, property: &'static str, wanted: Option<&str>, found: Option<&str>) -> Self {
        Self { object, property: Some(property), wanted: wanted.map(str::to_owned), found: found.map(str::to_owned) }
    }
}

impl fmt::Display for Difference {
    /// `column chats.user_id: type wanted uuid, found integer`;
    /// `foreign key chats_user_id_fkey is missing: user_id → users(id) ON DELETE CASCADE`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // a flag that is not set has no value
        let is_flag = [&self.wanted, &self.found].iter().any(|value| value.as_deref() == Some("yes"));
        let none = if is_flag { "no" } else { "none" };
        let shown = |value: &Option<String>| match value {
            Some(value) => without_schema(value, "public"),
            None => none.to_owned(),
        };
        write!(f, "{} {}", self.object.kind, self.object.short())?;
        match (self.property, &self.wanted) {
            (Some(property), _) => {
                write!(f, ": {property} wanted {}, found {}", shown(&self.wanted), shown(&self.found))
            }
            (None, Some(_)) => write!(f, " is missing: {}", shown(&self.wanted)),
            (None, None) => write!(f, " was not asked for: {}", shown(&self.found)),
        }
    }
}

impl Shape {
    /// `Same` where there is no difference.
    pub fn of(differences: Vec<Difference>) -> Self {
        if differences.is_empty() { Self::Same } else { Self::Different(differences) }
    }

    /// Another kind of object has the name.
    pub fn other_kind(object: ObjectId, found: &str) -> Self {
        let wanted = object.kind.words();
        Self::Different(vec![Difference::new(object, "kind", Some(wanted), Some(found))])
    }
}

/// Facts of a table that `CREATE TABLE` does not say.
const SAID_ELSEWHERE: [&str; 4] = ["partition of", "row security", "force row security", "replica identity"];

/// Facts of a column that `CREATE TABLE` and `ADD COLUMN` do not say, or not in every version.
const SAID_OF_COLUMNS: [&str; 4] = ["storage", "compression", "statistics target", "options"];

/// Compares a table with what `CREATE TABLE` makes: columns and constraints. Indexes, triggers, rules, policies and
/// row security come from other statements. `says` tells whether the statement has a name in its text.
pub fn of_table(name: &Name, wanted: &Table, found: &Table, says: &dyn Fn(&str) -> bool) -> Vec<Difference> {
    let mut out = Vec::new();
    if wanted.describe() != found.describe() {
        let change = altered(ObjectId::new(ObjectKind::Table, name), found, wanted);
        let facts = change.facts.iter().filter(|fact| !SAID_ELSEWHERE.contains(&fact.name));
        out.extend(facts.map(|fact| differs(&change.object, fact)));
    }
    for column in &wanted.columns {
        of_column(name, column, found.column(&column.name), &mut out);
    }
    for column in found.columns.iter().filter(|c| wanted.column(&c.name).is_none()) {
        out.push(extra(ObjectId::part(ObjectKind::Column, name, &column.name), column));
    }
    of_constraints(name, wanted, found, says, true, &mut out);
    out
}

/// Compares the columns that `ALTER TABLE … ADD COLUMN` adds. `wanted` holds them and the constraints that come with
/// them, and nothing else; what `found` has beyond that may come from other statements.
pub fn of_added_columns(name: &Name, wanted: &Table, found: &Table, says: &dyn Fn(&str) -> bool) -> Vec<Difference> {
    let mut out = Vec::new();
    for column in &wanted.columns {
        of_column(name, column, found.column(&column.name), &mut out);
    }
    of_constraints(name, wanted, found, says, false, &mut out);
    out
}

/// Compares an index with what `CREATE INDEX` makes.
pub fn of_index(on: &Name, index: &str, wanted: &Index, found: Option<&Index>) -> Vec<Difference> {
    let mut out = Vec::new();
    let id = ObjectId::part(ObjectKind::Index, on, index);
    match found {
        Some(found) if found.as_created() == *wanted => {}
        Some(found) => out.extend(differing(id, wanted, &found.as_created())),
        None => out.push(missing(id, wanted)),
    }
    out
}

fn of_column(on: &Name, wanted: &Column, found: Option<&Column>, out: &mut Vec<Difference>) {
    let id = ObjectId::part(ObjectKind::Column, on, &wanted.name);
    match found {
        Some(found) if found == wanted => {}
        Some(found) => {
            let differences = differing(id, wanted, found).into_iter();
            out.extend(differences.filter(|d| d.property.is_none_or(|name| !SAID_OF_COLUMNS.contains(&name))));
        }
        None => out.push(missing(id, wanted)),
    }
}

fn of_constraints(
    on: &Name,
    wanted: &Table,
    found: &Table,
    says: &dyn Fn(&str) -> bool,
    with_extras: bool,
    out: &mut Vec<Difference>,
) {
    let mut pairing = Pairing { on, says, with_extras, out };
    // other statements say what a key's index is used for beside
    let plain =
        |(name, key): (&String, &Key)| (name.clone(), Key { clustered: false, replica_identity: false, ..key.clone() });
    let primary = |table: &Table| table.primary_key.iter().map(|(name, key)| plain((name, key))).collect();
    let uniques = |table: &Table| table.uniques.iter().map(plain).collect();
    pairing.compare::<Key>(&primary(wanted), &primary(found), |_, _| true);
    pairing.compare::<Key>(&uniques(wanted), &uniques(found), |_, _| false);
    let same_columns = |a: &ForeignKey, b: &ForeignKey| a.columns == b.columns;
    pairing.compare(&wanted.foreign_keys, &found.foreign_keys, same_columns);
    pairing.compare(&wanted.checks, &found.checks, |_, _| false);
    pairing.compare(&wanted.exclusions, &found.exclusions, |_, _| false);
}

/// Finds for each wanted constraint the one it is to be compared with.
struct Pairing<'a> {
    on: &'a Name,
    says: &'a dyn Fn(&str) -> bool,
    with_extras: bool,
    out: &'a mut Vec<Difference>,
}

impl Pairing<'_> {
    /// First those that are equal, by name where there are several; of the rest those with the same name; then those
    /// that are `alike`.
    fn compare<T: Describe>(
        &mut self,
        wanted: &BTreeMap<String, T>,
        found: &BTreeMap<String, T>,
        alike: impl Fn(&T, &T) -> bool,
    ) {
        let mut open: Vec<_> = found.iter().collect();
        let mut take = |want: &dyn Fn(&str, &T) -> bool| {
            let at = open.iter().position(|(name, it)| want(name, it))?;
            Some(open.swap_remove(at))
        };
        let mut rest: Vec<_> = wanted.iter().collect();
        rest.retain(|(name, it)| take(&|n, f| n == name.as_str() && f == *it).is_none());
        rest.retain(|(name, it)| match take(&|_, f| f == *it) {
            Some((other, _)) => {
                if (self.says)(name) {
                    let id = ObjectId::part(it.kind(), self.on, name);
                    self.out.push(Difference::new(id, "name", Some(name), Some(other)));
                }
                false
            }
            None => true,
        });
        let mut differ = |name: &str, it: &T, (_, other): (&String, &T)| {
            self.out.extend(differing(ObjectId::part(it.kind(), self.on, name), it, other));
        };
        rest.retain(|(name, it)| take(&|n, _| n == name.as_str()).map(|pair| differ(name, it, pair)).is_none());
        rest.retain(|(name, it)| take(&|_, f| alike(it, f)).map(|pair| differ(name, it, pair)).is_none());
        self.out.extend(rest.iter().map(|(name, it)| missing(ObjectId::part(it.kind(), self.on, name), *it)));
        if self.with_extras {
            open.sort_by_key(|(name, _)| *name);
            self.out.extend(open.iter().map(|(name, it)| extra(ObjectId::part(it.kind(), self.on, name), *it)));
        }
    }
}

fn differs(object: &ObjectId, fact: &Fact) -> Difference {
    Difference::new(object.clone(), fact.name, fact.new.as_deref(), fact.old.as_deref())
}

/// `found` and `wanted` are not equal.
fn differing<T: Describe>(object: ObjectId, wanted: &T, found: &T) -> Vec<Difference> {
    let change = altered(object, found, wanted);
    change.facts.iter().map(|fact| differs(&change.object, fact)).collect()
}

fn missing(object: ObjectId, it: &impl Describe) -> Difference {
    let wanted = Some(in_a_line(created(object.clone(), it)));
    Difference { object, property: None, wanted, found: None }
}

fn extra(object: ObjectId, it: &impl Describe) -> Difference {
    let found = Some(in_a_line(created(object.clone(), it)));
    Difference { object, property: None, wanted: None, found }
}

fn in_a_line(change: Change) -> String {
    debug_assert_eq!(change.action, Action::Created);
    line::of(&change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::{Check, Key, KeyAction};

    fn chats() -> Table {
        let mut table = Table {
            columns: vec![Column::new("id", "uuid"), Column::new("user_id", "uuid")],
            primary_key: Some(("chats_pkey".into(), Key::new(true, ["id"]))),
            ..Table::default()
        };
        let key = ForeignKey::new(&["user_id"], Name::in_schema("public", "users"), &["id"]);
        table.foreign_keys.insert("chats_user_id_fkey".into(), ForeignKey { on_delete: KeyAction::Cascade, ..key });
        table.checks.insert("chats_check".into(), Check::new("(id <> user_id)"));
        table
    }

    fn compare(wanted: &Table, found: &Table) -> Vec<String> {
        let says = |name: &str| name == "mine";
        let name = Name::in_schema("public", "chats");
        of_table(&name, wanted, found, &says).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_same_is_the_same_whatever_the_database_called_it() {
        let mut found = chats();
        let key = found.foreign_keys.remove("chats_user_id_fkey").expect("it is there");
        found.foreign_keys.insert("chats_user_id_fkey1".into(), key);
        found.primary_key = Some(("pk".into(), Key::new(true, ["id"])));
        found.indexes.insert("i".into(), Index::new(false, "btree", "id"));
        found.row_security = true;
        assert_eq!(compare(&chats(), &found), Vec::<String>::new());
    }

    #[test]
    fn a_foreign_key_without_its_cascade_is_another() {
        let mut found = chats();
        let mut key = found.foreign_keys.remove("chats_user_id_fkey").expect("it is there");
        key.on_delete = KeyAction::NoAction;
        found.foreign_keys.insert("other_name".into(), key);
        let differences = compare(&chats(), &found);
        assert_eq!(differences, ["foreign key chats_user_id_fkey: on delete wanted CASCADE, found NO ACTION"]);
    }

    #[test]
    fn every_difference_is_named() {
        let mut found = chats();
        found.unlogged = true;
        found.columns[0] = Column { default: Some("1".into()), not_null: true, ..Column::new("id", "integer") };
        found.columns[1] = Column::new("more", "text");
        found.foreign_keys.clear();
        found.uniques.insert("more_key".into(), Key::new(false, ["more"]));
        let mut wanted = chats();
        let check = wanted.checks.remove("chats_check").expect("it is there");
        wanted.checks.insert("mine".into(), check);
        let differences = [
            "table chats: unlogged wanted no, found yes",
            "column chats.id: type wanted uuid, found integer",
            "column chats.id: not null wanted no, found yes",
            "column chats.id: default wanted none, found 1",
            "column chats.user_id is missing: uuid",
            "column chats.more was not asked for: text",
            "unique constraint more_key was not asked for: (more)",
            "foreign key chats_user_id_fkey is missing: user_id → users(id) ON DELETE CASCADE",
            "check constraint mine: name wanted mine, found chats_check",
        ];
        assert_eq!(compare(&wanted, &found), differences);
        let found = of_table(&Name::bare("chats"), &wanted, &found, &|_| false);
        assert_eq!(found.iter().filter(|d| d.is_extra()).count(), 2);
    }

    #[test]
    fn an_added_column_brings_its_constraints_and_leaves_the_others() {
        let mut wanted = chats();
        wanted.columns.remove(0);
        (wanted.primary_key, wanted.checks) = (None, BTreeMap::new());
        let name = Name::in_schema("public", "chats");
        assert_eq!(of_added_columns(&name, &wanted, &chats(), &|_| false), []);
        let mut found = chats();
        found.foreign_keys.clear();
        let differences = of_added_columns(&name, &wanted, &found, &|_| false);
        assert_eq!(differences.len(), 1);
        assert!(!differences[0].is_extra());
    }

    #[test]
    fn an_invalid_index_is_another() {
        let wanted = Index::new(false, "btree", "user_id");
        let found = Index { valid: false, ..wanted.clone() };
        let differences = of_index(&Name::bare("chats"), "i", &wanted, Some(&found));
        assert_eq!(differences[0].to_string(), "index i: valid wanted yes, found no");
    }
}
