//! Rows of what belongs to a table or view, as the model has them. Parts of what is left out are left out.

use whimbrel_catalog::{Index, Name, Policy, RelationMut, Rule, Table, Trigger};

use super::Loader;
use super::cells::Cells;
use super::relations::Relation;
use super::types::firing;
use crate::DbError;

// Bits of pg_trigger.tgtype, as PostgreSQL's catalog/pg_trigger.h names them.
const TRIGGER_ROW: i16 = 1;
const TRIGGER_BEFORE: i16 = 2;
const TRIGGER_INSERT: i16 = 4;
const TRIGGER_DELETE: i16 = 8;
const TRIGGER_UPDATE: i16 = 16;
const TRIGGER_TRUNCATE: i16 = 32;
const TRIGGER_INSTEAD: i16 = 64;

impl Loader {
    /// The table with the next value as its oid; `None` where it is left out.
    pub(super) fn owner(&mut self, row: &mut Cells) -> Result<Option<(&Relation, &mut Table)>, DbError> {
        let relation = self.relations.get(&row.number()?).filter(|r| r.kept);
        Ok(relation.and_then(|r| Some((r, self.catalog.tables.get_mut(&r.name)?))))
    }

    /// The table or view with the next value as its oid; `None` where it is left out.
    fn relation(&mut self, row: &mut Cells) -> Result<Option<RelationMut<'_>>, DbError> {
        let relation = self.relations.get(&row.number()?).filter(|r| r.kept);
        Ok(relation.and_then(|r| self.catalog.relation_mut(&r.name)))
    }

    pub(super) fn index(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(indexes) = self.relation(row)?.and_then(RelationMut::indexes) else { return Ok(()) };
        let (name, unique, valid, definition) = (row.text()?, row.flag()?, row.flag()?, row.text()?);
        let tail = after_using(&definition).and_then(|tail| Index::from_tail(unique, valid, tail));
        indexes.insert(name, tail.ok_or_else(|| row.changed())?);
        Ok(())
    }

    pub(super) fn trigger(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(triggers) = self.relation(row)?.and_then(RelationMut::triggers) else { return Ok(()) };
        let (name, bits): (_, i16) = (row.text()?, row.number()?);
        let (columns, condition, function, arguments) = (row.texts(), row.optional(), row.text()?, row.texts());
        let mut referencing = Vec::new();
        referencing.extend(row.optional().map(|name| format!("OLD TABLE AS {name}")));
        referencing.extend(row.optional().map(|name| format!("NEW TABLE AS {name}")));
        let is_constraint = row.flag()?;
        let from = row.optional().zip(row.optional()).map(|(schema, name)| Name::in_schema(schema, name));
        let (deferrable, deferred) = (row.flag()?, row.flag()?);
        let trigger = Trigger {
            timing: match bits {
                b if b & TRIGGER_INSTEAD != 0 => "INSTEAD OF",
                b if b & TRIGGER_BEFORE != 0 => "BEFORE",
                _ => "AFTER",
            }
            .to_owned(),
            events: events(bits, &columns),
            for_each_row: bits & TRIGGER_ROW != 0,
            condition,
            function: format!("{function}({})", arguments.join(", ")),
            referencing,
            constraint: is_constraint.then(|| constraint(from.as_ref(), deferrable, deferred)),
            enabled: firing(row.letter()?),
        };
        triggers.insert(name, trigger);
        Ok(())
    }

    pub(super) fn rule(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some(rules) = self.relation(row)?.and_then(RelationMut::rules) else { return Ok(()) };
        let (name, definition) = (row.text()?, row.text()?);
        rules.insert(name, Rule { definition, enabled: firing(row.letter()?) });
        Ok(())
    }

    pub(super) fn policy(&mut self, row: &mut Cells) -> Result<(), DbError> {
        let Some((_, table)) = self.owner(row)? else { return Ok(()) };
        let name = row.text()?;
        let command = match row.letter()? {
            b'r' => "SELECT",
            b'a' => "INSERT",
            b'w' => "UPDATE",
            b'd' => "DELETE",
            _ => "ALL",
        };
        let policy = Policy {
            command: command.to_owned(),
            permissive: row.flag()?,
            roles: row.texts(),
            using: row.optional(),
            check: row.optional(),
        };
        table.policies.insert(name, policy);
        Ok(())
    }
}

fn events(bits: i16, update_columns: &[String]) -> Vec<String> {
    let update = if update_columns.is_empty() {
        "UPDATE".to_owned()
    } else {
        format!("UPDATE OF {}", update_columns.join(", "))
    };
    [
        (TRIGGER_INSERT, "INSERT".to_owned()),
        (TRIGGER_UPDATE, update),
        (TRIGGER_DELETE, "DELETE".to_owned()),
        (TRIGGER_TRUNCATE, "TRUNCATE".to_owned()),
    ]
    .into_iter()
    .filter_map(|(bit, event)| (bits & bit != 0).then_some(event))
    .collect()
}

fn constraint(from: Option<&Name>, deferrable: bool, deferred: bool) -> String {
    let mut words = vec!["CONSTRAINT".to_owned()];
    words.extend(from.map(|name| format!("FROM {name}")));
    words.extend(deferrable.then(|| "DEFERRABLE".to_owned()));
    words.extend(deferred.then(|| "INITIALLY DEFERRED".to_owned()));
    words.join(" ")
}

/// What follows ` USING ` in the definition of an index; names in quotes may hold anything.
fn after_using(definition: &str) -> Option<&str> {
    let mut quoted = false;
    let at = definition.char_indices().find(|(i, c)| {
        quoted ^= *c == '"';
        !quoted && definition[*i..].starts_with(" USING ")
    });
    at.map(|(i, _)| &definition[i + " USING ".len()..])
}

#[cfg(test)]
mod tests {
    use super::after_using;

    #[test]
    fn using_in_a_name_is_not_the_keyword() {
        let definition = "CREATE INDEX \"a USING b\" ON public.\"c\"\" USING d\" USING btree (id)";
        assert_eq!(after_using(definition), Some("btree (id)"));
    }
}
