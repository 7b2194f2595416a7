//! What a statement did, as lines: the same for what a tracer says and for what others have seen.

use std::collections::BTreeMap;
use std::fmt::Write;

use whimbrel_catalog::{Action, Change, Lock, LockMode, ObjectId, ObjectKind, RowsWritten, Trace};

/// Sorted lines a heading.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
pub struct Told(BTreeMap<usize, Vec<String>>);

const HEADINGS: [&str; 9] =
    ["locks", "waits", "rewritten", "emptied", "scanned", "built", "written", "changes", "notices"];

const WRITTEN: usize = 6;

pub fn name(id: &ObjectId) -> String {
    format!("{} {}", id.kind, id.short())
}

impl Told {
    pub fn add(&mut self, heading: &str, line: String) {
        let place = HEADINGS.iter().position(|known| *known == heading).expect("a known heading");
        let lines = self.0.entry(place).or_default();
        lines.push(line);
        lines.sort();
    }

    pub fn lock(&mut self, mode: LockMode, relation: &str) {
        self.add("locks", format!("{mode} on {relation}"));
    }

    pub fn written(&mut self, table: &str, inserted: u64, updated: u64, deleted: u64) {
        let counts = [(inserted, "inserted"), (updated, "updated"), (deleted, "deleted")];
        let counts: Vec<_> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if !counts.is_empty() {
            self.add("written", format!("{table}: {}", counts.join(", ")));
        }
    }

    pub fn changes(&mut self, changes: &[Change]) {
        for change in changes {
            let action = match change.action {
                Action::Created => "created",
                Action::Altered => "altered",
                Action::Dropped => "dropped",
            };
            let on = change.object.on.as_ref().filter(|_| change.object.kind != ObjectKind::Column);
            let on = on.map(|on| format!(" on {on}")).unwrap_or_default();
            let mut facts: Vec<_> = change.facts.iter().map(|fact| fact.name).collect();
            facts.retain(|_| change.action == Action::Altered);
            let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", ")) };
            self.add("changes", format!("{action} {}{on}{facts}", name(&change.object)));
        }
    }

    /// Without the rows written to other tables than these: nobody else sees those that the statement has made.
    pub fn with_rows_of(&self, is_known: impl Fn(&str) -> bool) -> Self {
        let mut told = self.clone();
        if let Some(written) = told.0.get_mut(&WRITTEN) {
            written.retain(|line| line.split_once(':').is_some_and(|(table, _)| is_known(table)));
            if written.is_empty() {
                told.0.remove(&WRITTEN);
            }
        }
        told
    }

    pub fn of(trace: &Trace) -> Self {
        let mut told = Self::default();
        trace.locks.iter().for_each(|Lock { relation, mode }| told.lock(*mode, &name(relation)));
        for (heading, ids) in [
            ("rewritten", &trace.rewritten),
            ("emptied", &trace.emptied),
            ("scanned", &trace.scanned),
            ("built", &trace.built),
        ] {
            ids.iter().for_each(|id| told.add(heading, name(id)));
        }
        for RowsWritten { table, inserted, updated, deleted } in &trace.written {
            told.written(&name(table), *inserted, *updated, *deleted);
        }
        for (table, (readers, writers)) in waits(&trace.locks) {
            told.waits(&table, readers, writers);
        }
        told
    }

    pub fn waits(&mut self, table: &str, readers: bool, writers: bool) {
        match (readers, writers) {
            (true, true) => self.add("waits", format!("readers and writers of {table}")),
            (true, false) => self.add("waits", format!("readers of {table}")),
            (false, true) => self.add("waits", format!("writers of {table}")),
            (false, false) => {}
        }
    }

    /// True where it has each lock of the other one, or a stronger one, and everybody who waits.
    pub fn includes(&self, other: &Self) -> bool {
        let strongest = |told: &Self| -> BTreeMap<String, LockMode> {
            let lines = told.0.get(&0).into_iter().flatten();
            let lock = |line: &String| {
                let (mode, relation) = line.split_once(" on ").expect("a lock is on something");
                let mode = LockMode::ALL.into_iter().find(|known| known.words() == mode).expect("a mode");
                (relation.to_owned(), mode)
            };
            lines.map(lock).collect()
        };
        let (own, others) = (strongest(self), strongest(other));
        let waits = |told: &Self| told.0.get(&1).cloned().unwrap_or_default();
        let is_known = |line: &String| {
            waits(self).iter().any(|own| {
                own == line || own.ends_with(line.trim_start_matches("readers of ")) && own.starts_with("readers")
            })
        };
        others.iter().all(|(relation, mode)| own.get(relation).is_some_and(|own| own >= mode))
            && waits(other).iter().all(is_known)
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        for (place, lines) in &self.0 {
            for (nth, line) in lines.iter().enumerate() {
                let heading = if nth == 0 { HEADINGS[*place] } else { "" };
                writeln!(text, "  {heading:9}  {line}").expect("memory can be written to");
            }
        }
        if text.is_empty() { "  nothing\n".to_owned() } else { text }
    }
}

/// Whose readers and writers have to wait: those of a table that is locked, or of one with an index that is.
fn waits(locks: &[Lock]) -> BTreeMap<String, (bool, bool)> {
    let mut waits: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for Lock { relation, mode } in locks {
        let table = match relation.kind {
            ObjectKind::Table => name(relation),
            ObjectKind::MaterializedView => name(relation),
            ObjectKind::Index => {
                let on = relation.on.clone().expect("an index is on a table");
                // a materialized view may be rewritten with its index, which is locked as it is
                let kind = if on == "totals" { ObjectKind::MaterializedView } else { ObjectKind::Table };
                name(&ObjectId { kind, on: None, name: on, ..relation.clone() })
            }
            _ => continue,
        };
        let (readers, writers) = waits.entry(table).or_default();
        *readers |= mode.blocks_readers();
        // nobody writes to a materialized view
        *writers |= mode.blocks_writers()
            && !matches!(relation.on.as_deref(), Some("totals"))
            && relation.kind != ObjectKind::MaterializedView;
    }
    waits
}
