//! Rows of triggers and event triggers, as the model has them.

use whimbrel_catalog::{
    ConstraintTrigger, EventTrigger, Firing, Name, ObjectId, ObjectKind, RelationMut, Trigger, TriggerAction, ident,
};

use super::cells::Cells;
use super::{Loader, class, definition};
use crate::DbError;

// Bits of pg_trigger.tgtype, as PostgreSQL's catalog/pg_trigger.h names them.
const TRIGGER_ROW: i16 = 1;
const TRIGGER_BEFORE: i16 = 2;
const TRIGGER_INSERT: i16 = 4;
const TRIGGER_DELETE: i16 = 8;
const TRIGGER_UPDATE: i16 = 16;
const TRIGGER_TRUNCATE: i16 = 32;
const TRIGGER_INSTEAD: i16 = 64;

/// `O`, `D`, `R` or `A`
pub(super) fn firing(letter: u8) -> Firing {
    match letter {
        b'D' => Firing::Disabled,
        b'R' => Firing::Replica,
        b'A' => Firing::Always,
        _ => Firing::Origin,
    }
}

impl Loader {
    pub(super) fn trigger(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let Some(relation) = self.relation_name(row)? else { return Ok(()) };
        let (name, bits): (_, i16) = (row.text()?, row.number()?);
        let columns = row.texts();
        let condition =
            row.optional_expression().map(|text| condition(&text).map(str::to_owned).ok_or_else(|| row.changed()));
        let condition = condition.transpose()?;
        let function = Name::in_schema(row.text()?, row.text()?);
        let action = TriggerAction::Call { function, arguments: row.texts() };
        let mut referencing = Vec::new();
        referencing.extend(row.optional().map(|name| format!("OLD TABLE AS {}", ident(&name))));
        referencing.extend(row.optional().map(|name| format!("NEW TABLE AS {}", ident(&name))));
        let is_constraint = row.flag()?;
        let from = row.optional().zip(row.optional()).map(|(schema, name)| Name::in_schema(schema, name));
        let constraint = ConstraintTrigger { from, deferrable: row.flag()?, initially_deferred: row.flag()? };
        let enabled = firing(row.letter()?);
        let copy_of = row.optional().and_then(|oid| oid.parse().ok());
        let copy_of = copy_of.and_then(|oid: u32| self.relations.get(&oid)).map(|relation| relation.name.clone());
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
            action,
            referencing,
            constraint: is_constraint.then_some(constraint),
            enabled,
            copy_of,
        };
        if let Some(triggers) = self.catalog.relation_mut(&relation).and_then(RelationMut::triggers) {
            triggers.insert(name.clone(), trigger);
            self.learn(class::TRIGGER, oid, ObjectId::part(ObjectKind::Trigger, &relation, &name));
        }
        Ok(())
    }

    pub(super) fn event_trigger(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name, event, tags) = (row.number()?, row.text()?, row.text()?, row.texts());
        let function = Name::in_schema(row.text()?, row.text()?);
        self.learn(class::EVENT_TRIGGER, oid, ObjectId::global(ObjectKind::EventTrigger, &name));
        let trigger = EventTrigger { event, tags, function, enabled: firing(row.letter()?) };
        self.catalog.event_triggers.insert(name, trigger);
        Ok(())
    }
}

/// Of `CREATE TRIGGER … FOR EACH ROW WHEN (condition) EXECUTE …`.
fn condition(text: &str) -> Option<&str> {
    definition::in_parentheses(definition::after(text, " WHEN ")?)
}

fn events(bits: i16, update_columns: &[String]) -> Vec<String> {
    let columns: Vec<_> = update_columns.iter().map(|column| ident(column)).collect();
    let update = if columns.is_empty() { "UPDATE".to_owned() } else { format!("UPDATE OF {}", columns.join(", ")) };
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
