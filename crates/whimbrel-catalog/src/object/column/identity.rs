//! `GENERATED … AS IDENTITY`

use super::super::locks::{exclusive, relation, shown};
use super::super::sequence::{Restart, SequenceOptions};
use crate::change::ObjectId;
use crate::name::{Name, ident, literal};
use crate::sql::{HazardKind, Step};

/// `GENERATED … AS IDENTITY`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `ALWAYS`, else `BY DEFAULT`.
    pub always: bool,
    /// How its sequence counts.
    pub sequence: SequenceOptions,
    /// The sequence's name, where it is not the one that PostgreSQL gives it: see [`Identity::usual_name`].
    pub name: Option<Name>,
}

impl Identity {
    /// What PostgreSQL calls the sequence of an identity column, where that name is free.
    pub fn usual_name(table: &Name, column: &str) -> Name {
        Name { schema: table.schema.clone(), name: made_name(&table.name, Some(column), "seq") }
    }

    /// `ALWAYS AS IDENTITY (START WITH 10)`
    pub(super) fn describe(&self) -> String {
        format!("{} AS IDENTITY{}", self.kind(), self.in_parentheses())
    }

    /// `GENERATED ALWAYS AS IDENTITY (START WITH 10)`
    pub(super) fn sql(&self) -> String {
        format!("GENERATED {}", self.describe())
    }

    fn kind(&self) -> &'static str {
        if self.always { "ALWAYS" } else { "BY DEFAULT" }
    }

    fn in_parentheses(&self) -> String {
        let name = self.name.as_ref().map(|name| format!("SEQUENCE NAME {}", name.sql()));
        let options = self.sequence.to_string();
        let words: Vec<_> = name.into_iter().chain((!options.is_empty()).then_some(options)).collect();
        if words.is_empty() { String::new() } else { format!(" ({})", words.join(" ")) }
    }

    /// Makes a column that is NOT NULL and has no default one of this kind, and sets its sequence behind the values
    /// that are there.
    pub(super) fn add(&self, id: &ObjectId) -> Vec<Step> {
        let (table, column) = (relation(id), ident(&id.name));
        let sql = format!("ALTER TABLE {} ALTER COLUMN {column} ADD {}", id.on_sql(), self.sql());
        let (of, far, beyond) = if self.sequence.increment > 0 { ("max", ">=", "") } else { ("min", "<=", "") };
        let sequence = self.name.clone().unwrap_or_else(|| Self::usual_name(&table, &id.name));
        let follow = format!(
            "SELECT pg_catalog.setval({}, pg_catalog.{of}({column}){beyond}) FROM {} \
             HAVING pg_catalog.{of}({column}) {far} {}",
            literal(&sequence.sql()),
            id.on_sql(),
            self.sequence.start,
        );
        let rows = format!("all rows of {}, unless an index has the column", shown(&table));
        vec![exclusive(sql, &table), Step::new(follow).hazard(HazardKind::Scans, rows)]
    }

    /// Changes what differs. `widened` is what the change of the column's type has made of the old options.
    pub(super) fn change(&self, new: &Self, widened: &SequenceOptions, id: &ObjectId) -> Vec<Step> {
        let (table, column) = (relation(id), ident(&id.name));
        let mut changes = Vec::new();
        if self.always != new.always {
            changes.push(format!("SET GENERATED {}", new.kind()));
        }
        changes.extend(widened.changes(&new.sequence).into_iter().map(|change| format!("SET {change}")));
        let mut steps = Vec::new();
        let sequence = self.name.clone().unwrap_or_else(|| Self::usual_name(&table, &id.name));
        match widened.restart_within(&new.sequence, &sequence) {
            Some(Restart::Anew(clause)) => changes.push(clause),
            Some(Restart::Into(step)) => steps.push(step),
            None => {}
        }
        if !changes.is_empty() {
            let sql = format!("ALTER TABLE {} ALTER COLUMN {column} {}", id.on_sql(), changes.join(" "));
            steps.push(exclusive(sql, &table));
        }
        if self.name != new.name {
            let name = |it: &Self| it.name.clone().unwrap_or_else(|| Self::usual_name(&table, &id.name));
            let (from, to) = (name(self), name(new));
            if from.schema != to.schema {
                // PostgreSQL moves it with its table alone
                return steps;
            }
            steps.push(Step::new(format!("ALTER SEQUENCE {} RENAME TO {}", from.sql(), ident(&to.name))));
        }
        steps
    }
}

/// The name that PostgreSQL makes of one or two and a label, cut to its limit as `makeObjectName` does: the longer of
/// the two names is shortened first. Lengths are bytes.
pub(in crate::object) fn made_name(first: &str, second: Option<&str>, label: &str) -> String {
    const LIMIT: usize = 63;
    let second_and_line = second.map(|_| 1).unwrap_or_default();
    let room = LIMIT.saturating_sub(label.len() + 1 + second_and_line);
    let (mut a, mut b) = (first.len(), second.unwrap_or_default().len());
    while a + b > room {
        if a > b { a -= 1 } else { b -= 1 }
    }
    let second = second.map(|second| format!("{}_", cut(second, b))).unwrap_or_default();
    format!("{}_{second}{label}", cut(first, a))
}

/// At most so many bytes, and no part of a character.
fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::made_name;

    #[test]
    fn a_long_name_is_cut_as_postgres_does() {
        assert_eq!(made_name("users", Some("id"), "seq"), "users_id_seq");
        assert_eq!(made_name("users", None, "pkey"), "users_pkey");
        let made = made_name(&"t".repeat(50), Some(&"c".repeat(40)), "seq");
        assert_eq!(made, format!("{}_{}_seq", "t".repeat(29), "c".repeat(29)));
    }
}
