//! Rows of rules, policies and extended statistics, as the model has them; and how the table or view is found that a
//! part belongs to. Parts of what is left out are left out.

use whimbrel_catalog::{Name, ObjectId, ObjectKind, Policy, RelationMut, Rule, Statistics, Table};

use super::cells::Cells;
use super::relations::Relation;
use super::triggers::firing;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    /// The table with the next value as its oid; `None` where it is left out.
    pub(super) fn owner(&mut self, row: &mut Cells<'_>) -> Result<Option<(&Relation, &mut Table)>, DbError> {
        let relation = self.relations.get(&row.number()?).filter(|r| r.kept);
        Ok(relation.and_then(|r| Some((r, self.catalog.tables.get_mut(&r.name)?))))
    }

    /// The name of the table or view with the next value as its oid; `None` where it is left out.
    pub(super) fn relation_name(&self, row: &mut Cells<'_>) -> Result<Option<Name>, DbError> {
        Ok(self.relations.get(&row.number()?).filter(|r| r.kept).map(|r| r.name.clone()))
    }

    pub(super) fn rule(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let Some(relation) = self.relation_name(row)? else { return Ok(()) };
        let name = row.text()?;
        let definition = without_semicolon(row.expression()?);
        let rule = Rule { definition, enabled: firing(row.letter()?) };
        if let Some(rules) = self.catalog.relation_mut(&relation).and_then(RelationMut::rules) {
            rules.insert(name.clone(), rule);
            self.learn(class::RULE, oid, ObjectId::part(ObjectKind::Rule, &relation, &name));
        }
        Ok(())
    }

    pub(super) fn policy(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let Some(relation) = self.relation_name(row)? else { return Ok(()) };
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
            using: row.optional_expression(),
            check: row.optional_expression(),
        };
        if let Some(table) = self.catalog.tables.get_mut(&relation) {
            table.policies.insert(name.clone(), policy);
            self.learn(class::POLICY, oid, ObjectId::part(ObjectKind::Policy, &relation, &name));
        }
        Ok(())
    }

    pub(super) fn statistics(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let name = Name::in_schema(row.text()?, row.text()?);
        let Some(on) = self.relation_name(row)? else { return Ok(()) };
        let letters = row.texts();
        let kinds = [("d", "ndistinct"), ("f", "dependencies"), ("m", "mcv")];
        let mut kinds: Vec<_> = kinds.into_iter().filter(|(letter, _)| letters.iter().any(|l| l == letter)).collect();
        if kinds.len() == 3 {
            kinds.clear();
        }
        let kinds = kinds.into_iter().map(|(_, word)| word.to_owned()).collect();
        let of = row.expression()?;
        let target = row.optional().map(|target| target.parse().map_err(|_| row.changed())).transpose()?;
        self.learn(class::STATISTICS, oid, ObjectId::new(ObjectKind::Statistics, &name));
        self.catalog.statistics.insert(name, Statistics { on, kinds, of, target });
        Ok(())
    }
}

/// A definition as the server renders it, without the semicolon that ends it.
pub(super) fn without_semicolon(mut definition: String) -> String {
    let end = definition.trim_end().strip_suffix(';').unwrap_or(&definition).len();
    definition.truncate(end);
    definition
}
