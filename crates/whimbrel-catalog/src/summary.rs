//! Changes grouped by table, each part told in a line, for whoever shows them. Values only: no layout, no colour.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::change::{Action, Change, Fact, ObjectId, ObjectKind};
use crate::line;
pub use crate::line::one_line;
use crate::name::{Name, quoted};

/// Changes, with those of a table together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Tables, views and materialized views that are created or dropped or that have a part that changes.
    pub tables: Vec<TableSummary>,
    /// Everything else: schemas, extensions, types, sequences, functions, event triggers.
    pub others: Vec<Part>,
}

/// What happens to one table or view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSummary {
    /// Which, and whether it is a table, a view or a materialized view.
    pub table: ObjectId,
    /// `Altered` also where only its parts change.
    pub action: Action,
    /// Of the table itself: row security, partitioning, options; a view's definition.
    pub facts: Vec<Fact>,
    /// Columns, constraints, indexes, triggers, rules and policies, in the order of the changes.
    pub parts: Vec<Part>,
}

/// One object in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its kind.
    pub kind: ObjectKind,
    /// As a reader knows it: `user_id` for a column, `app.touch()` for a function.
    pub name: String,
    /// What happens to it.
    pub action: Action,
    /// What it is afterwards (dropped: was before), without its name: `uuid NOT NULL`,
    /// `user_id → users(id) ON DELETE CASCADE`, `BEFORE UPDATE, for each row, touch()`. Altered: each property that
    /// differs, `type integer → character varying(255)`.
    pub text: String,
    /// As in the change.
    pub facts: Vec<Fact>,
}

impl Summary {
    /// The table or view of that name, as [`ObjectId::short`] writes it.
    pub fn table(&self, short: &str) -> Option<&TableSummary> {
        self.tables.iter().find(|t| t.table.short() == short)
    }
}

impl TableSummary {
    /// The parts of that kind to which that happens.
    pub fn parts_of(&self, kind: ObjectKind, action: Action) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |p| p.kind == kind && p.action == action)
    }

    /// How many parts of that kind this happens to.
    pub fn count(&self, kind: ObjectKind, action: Action) -> usize {
        self.parts_of(kind, action).count()
    }

    /// `Some(true)` where row security is switched on, `Some(false)` where it is switched off.
    pub fn row_security(&self) -> Option<bool> {
        self.facts.iter().find(|f| f.name == "row security").map(|f| f.new.is_some())
    }
}

impl Part {
    /// What the fact of that name says: after the change, or before it for what is dropped.
    pub fn value(&self, fact: &str) -> Option<&str> {
        let fact = self.facts.iter().find(|f| f.name == fact)?;
        if self.action == Action::Dropped { fact.old.as_deref() } else { fact.new.as_deref() }
    }

    /// True for an index that exists and is not used, since building it failed.
    pub fn is_invalid(&self) -> bool {
        self.kind == ObjectKind::Index && self.action != Action::Dropped && self.value("valid") == Some("no")
    }
}

/// The changes without those that go without saying: the sequence of a `serial` or identity column that is created
/// or dropped with it.
pub fn worth_telling(changes: &[Change]) -> impl Iterator<Item = &Change> {
    let column = |change: &Change| {
        let ObjectId { schema, on, name, .. } = &change.object;
        let parts = [schema.as_deref(), on.as_deref(), Some(name)];
        let parts: Vec<_> = parts.into_iter().flatten().map(quoted).collect();
        (parts.join("."), change.action)
    };
    let is_column = |change: &&Change| change.object.kind == ObjectKind::Column;
    let columns: HashSet<(String, Action)> = changes.iter().filter(is_column).map(column).collect();
    changes.iter().filter(move |change| {
        let owner = change.new_value("owned by").or_else(|| change.old_value("owned by"));
        change.object.kind != ObjectKind::Sequence
            || !owner.is_some_and(|owner| columns.contains(&(owner.to_owned(), change.action)))
    })
}

/// Groups changes by table, keeping their order. Linear in their number.
pub fn by_table<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Summary {
    let mut summary = Summary::default();
    let mut places: HashMap<Name, usize> = HashMap::new();
    for change in changes {
        let Some(relation) = change.object.relation() else {
            summary.others.push(part(change, change.object.short()));
            continue;
        };
        let place = match places.entry(relation) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let table = ObjectId::new(ObjectKind::Table, entry.key());
                summary.tables.push(TableSummary {
                    table,
                    action: Action::Altered,
                    facts: Vec::new(),
                    parts: Vec::new(),
                });
                *entry.insert(summary.tables.len() - 1)
            }
        };
        let table = &mut summary.tables[place];
        if change.object.on.is_some() {
            table.parts.push(part(change, change.object.name.clone()));
        } else if table.action == Action::Dropped && change.action == Action::Created {
            // a view took the place of a table, or the other way round
            table.parts.push(part(change, change.object.name.clone()));
        } else {
            (table.table, table.action) = (change.object.clone(), change.action);
            table.facts.clone_from(&change.facts);
        }
    }
    summary
}

/// Each difference in a line, as something that was not expected: `table users: index users_name: (name)`,
/// `table users: index users_name is gone: (name)`, `view active: gone, and was there before`.
pub fn differences(changes: &[Change]) -> Vec<String> {
    let summary = by_table(changes);
    let mut lines = Vec::new();
    for table in &summary.tables {
        let name = format!("{} {}", table.table.kind, table.table.short());
        match table.action {
            Action::Created => lines.push(format!("{name}: there, and was not before")),
            Action::Dropped => lines.push(format!("{name}: gone, and was there before")),
            Action::Altered => {
                let shown = |value: &Option<String>| value.as_deref().map_or("none".to_owned(), one_line);
                let fact = |it: &Fact| format!("{name}: {} {} → {}", it.name, shown(&it.old), shown(&it.new));
                lines.extend(table.facts.iter().map(fact));
                lines.extend(table.parts.iter().map(|part| format!("{name}: {}", difference(part))));
            }
        }
    }
    lines.extend(summary.others.iter().map(difference));
    lines
}

fn difference(part: &Part) -> String {
    let gone = if part.action == Action::Dropped { " is gone" } else { "" };
    format!("{} {}{gone}: {}", part.kind, part.name, part.text)
}

fn part(change: &Change, name: String) -> Part {
    let Change { object, action, facts } = change;
    Part { kind: object.kind, name, action: *action, text: line::of(change), facts: facts.clone() }
}
