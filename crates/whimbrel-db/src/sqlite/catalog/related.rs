//! Which tables and views a text names, and thereby which names in it are columns.

use std::collections::HashMap;

use whimbrel_catalog::{Catalog, Name, ObjectId, ObjectKind};

use super::words::Names;
use crate::sqlite::syntax::cursor;

/// Tables and views by the lower case of their names: as they are declared, with their columns.
pub(super) struct Related {
    relations: HashMap<String, (String, Vec<String>)>,
}

impl Related {
    /// The tables of a catalog.
    pub(super) fn of(catalog: &Catalog) -> Self {
        let mut related = Self { relations: HashMap::new() };
        for (name, table) in &catalog.tables {
            related.add(&name.name, table.columns.iter().map(|column| column.name.clone()));
        }
        related
    }

    pub(super) fn add(&mut self, name: &str, columns: impl Iterator<Item = String>) {
        self.relations.insert(name.to_ascii_lowercase(), (name.to_owned(), columns.collect()));
    }

    /// The name of a table or view as it is declared: a trigger keeps it as its statement wrote it.
    pub(super) fn declared(&self, name: &str) -> Name {
        let declared = self.relations.get(&name.to_ascii_lowercase()).map(|(declared, _)| declared.as_str());
        Name::bare(declared.unwrap_or(name))
    }

    /// The names that a text may use, and the tables and views among them, but for `itself`.
    pub(super) fn named_in(&self, sql: &str, itself: &str) -> (Names, Vec<String>) {
        let mut names = Names::default();
        let mut relations = Vec::new();
        for name in cursor(sql).filter_map(|token| token.identifier()) {
            let lower = name.to_ascii_lowercase();
            let Some((declared, columns)) = self.relations.get(&lower) else { continue };
            if names.relations.insert(lower, declared.clone()).is_none() {
                names.columns.extend(columns.iter().map(|column| (column.to_ascii_lowercase(), column.clone())));
                if !declared.eq_ignore_ascii_case(itself) {
                    relations.push(declared.clone());
                }
            }
        }
        (names, relations)
    }

    /// Writes down that an object needs these tables and views.
    pub(super) fn depend(catalog: &mut Catalog, dependent: &ObjectId, relations: &[String]) {
        for relation in relations {
            let name = Name::bare(relation);
            let kind = if catalog.views.contains_key(&name) { ObjectKind::View } else { ObjectKind::Table };
            catalog.dependencies.insert(dependent.clone(), ObjectId::new(kind, &name));
        }
    }
}
