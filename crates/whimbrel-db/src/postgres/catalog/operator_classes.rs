//! Which operator class an index has where none is named, as PostgreSQL's `GetDefaultOpClass` finds it.

use std::collections::HashMap;

use super::Loader;
use super::cells::Cells;
use crate::DbError;

/// What indexes are made of, by oid.
#[derive(Default)]
pub(super) struct Ingredients {
    classes: HashMap<u32, OperatorClass>,
    /// Those that are the default for their input type, by access method.
    defaults: HashMap<u32, Vec<u32>>,
    types: HashMap<u32, Type>,
    /// As SQL names them.
    collations: HashMap<u32, String>,
}

struct OperatorClass {
    method: u32,
    /// As SQL names it.
    name: String,
    input: u32,
    /// The category of the input type where it is the preferred one of that.
    preferred_in: Option<String>,
    /// Types that can be read as the input type.
    also: Vec<u32>,
}

struct Type {
    /// Of a domain what that is over, else the type itself.
    base: u32,
    /// `pg_type.typtype`
    kind: String,
    category: String,
    /// The kind of its elements, of an array.
    elements: Option<String>,
}

/// A name in a schema, both quoted; what is in `pg_catalog` is found without.
fn qualified(schema: &str, name: String) -> String {
    if schema == "pg_catalog" { name } else { format!("{schema}.{name}") }
}

impl Loader {
    pub(super) fn operator_class(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, method) = (row.number()?, row.number()?);
        let name = qualified(&row.text()?, row.text()?);
        if row.flag()? {
            self.ingredients.defaults.entry(method).or_default().push(oid);
        }
        let class =
            OperatorClass { method, name, input: row.number()?, preferred_in: row.optional(), also: row.oids()? };
        self.ingredients.classes.insert(oid, class);
        Ok(())
    }

    pub(super) fn index_type(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let it = Type { base: row.number()?, kind: row.text()?, category: row.text()?, elements: row.optional() };
        self.ingredients.types.insert(oid, it);
        Ok(())
    }

    pub(super) fn index_collation(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let name = qualified(&row.text()?, row.text()?);
        self.ingredients.collations.insert(oid, name);
        Ok(())
    }
}

impl Ingredients {
    /// The collation as SQL names it.
    pub(super) fn collation(&self, oid: u32) -> Option<&str> {
        self.collations.get(&oid).map(String::as_str)
    }

    /// The name of the operator class where one has to be written for a column of that type. The outer `None` is for
    /// what is not known.
    pub(super) fn class_to_name(&self, class: u32, column_type: u32) -> Option<Option<&str>> {
        let it = self.classes.get(&class)?;
        let default = self.default_class(self.types.get(&column_type)?, it.method);
        Some((default != Some(class)).then_some(it.name.as_str()))
    }

    fn default_class(&self, it: &Type, method: u32) -> Option<u32> {
        let fitting = || {
            let defaults = self.defaults.get(&method).into_iter().flatten();
            defaults.filter_map(|oid| Some((*oid, self.classes.get(oid)?)))
        };
        if let Some((exact, _)) = fitting().find(|(_, class)| class.input == it.base) {
            return Some(exact);
        }
        let compatible: Vec<_> = fitting().filter(|(_, class)| it.can_be(class)).collect();
        let preferred = compatible.iter().filter(|(_, class)| class.preferred_in.as_ref() == Some(&it.category));
        match (preferred.collect::<Vec<_>>().as_slice(), compatible.as_slice()) {
            ([(preferred, _)], _) => Some(*preferred),
            ([], [(only, _)]) => Some(*only),
            _ => None,
        }
    }
}

impl Type {
    /// PostgreSQL's `IsBinaryCoercible`; the numbers are those of pg_type.dat.
    fn can_be(&self, class: &OperatorClass) -> bool {
        let is_array = self.elements.is_some();
        class.also.contains(&self.base)
            || match class.input {
                // any, anyelement, anycompatible
                2276 | 2283 | 5077 => true,
                // anyarray, anycompatiblearray
                2277 | 5078 => is_array,
                // anynonarray, anycompatiblenonarray
                2776 | 5079 => !is_array,
                // anyenum
                3500 => self.kind == "e",
                // anyrange, anycompatiblerange
                3831 | 5080 => self.kind == "r",
                // anymultirange, anycompatiblemultirange
                4537 | 4538 => self.kind == "m",
                // record, record[]
                2249 => self.kind == "c",
                2287 => self.elements.as_deref() == Some("c"),
                _ => false,
            }
    }
}
