//! One table as far as its rows are concerned: what they must satisfy, and the columns that have to be filled.

use super::bound;
use super::evaluate::evaluate;
use super::expression::Expression;
use super::hint::Hints;
use super::kind::{Kind, Kinds};
use super::make::Cell;
use super::value::Value;
use crate::catalog::Catalog;
use crate::object::{ForeignKey, Table};

/// A row: cells by the place of their column. `None` where nothing is written, or not yet.
pub(super) type Row = Vec<Option<Cell>>;

/// A column.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) kind: Kind,
    pub(super) not_null: bool,
    /// What it is computed from; nothing is written into it.
    pub(super) generated: Option<Expression>,
    pub(super) hints: Hints,
}

/// What no two rows may share.
pub(super) struct Unique {
    /// Of columns and expressions.
    parts: Vec<Expression>,
    nulls_not_distinct: bool,
}

/// A foreign key, its columns by their places.
pub(super) struct Reference<'a> {
    pub(super) columns: Vec<usize>,
    pub(super) key: &'a ForeignKey,
}

pub(super) struct Target<'a> {
    pub(super) fields: Vec<Field<'a>>,
    pub(super) checks: Vec<Expression>,
    pub(super) uniques: Vec<Unique>,
    pub(super) references: Vec<Reference<'a>>,
}

impl<'a> Target<'a> {
    pub(super) fn of(catalog: &'a Catalog, kinds: &Kinds<'_>, table: &'a Table) -> Self {
        let mut checks: Vec<Expression> = table.checks.values().map(|it| Expression::parse(&it.expression)).collect();
        checks.extend(bound::conditions(catalog, table));
        let mut fields: Vec<Field<'a>> = Vec::new();
        for column in &table.columns {
            let kind = kinds.kind(&column.data_type);
            for check in kind.checks() {
                let mut check = Expression::of_domain(check);
                check.rename("VALUE", &column.name);
                checks.push(check);
            }
            fields.push(Field {
                name: &column.name,
                not_null: column.not_null || column.identity.is_some() || kind.is_not_null(),
                generated: column.generated.as_ref().map(|it| Expression::parse(&it.expression)),
                kind,
                hints: Hints::default(),
            });
        }
        for field in &mut fields {
            checks.iter().for_each(|check| field.hints.read(check, field.name));
        }
        let place = |name: &String| table.columns.iter().position(|column| column.name == *name);
        let references = table.foreign_keys.values().filter(|key| key.enforced).filter_map(|key| {
            let columns = key.columns.iter().map(place).collect::<Option<_>>()?;
            Some(Reference { columns, key })
        });
        Self { references: references.collect(), uniques: uniques(table), checks, fields }
    }

    /// The value of a column in a row; of a generated one what it is computed to.
    pub(super) fn value(&self, row: &Row, name: &str) -> Value {
        let Some(at) = self.fields.iter().position(|field| field.name == name) else { return Value::Unknown };
        match (&row[at], &self.fields[at].generated) {
            (Some(cell), _) => cell.value.clone(),
            // it names no generated column itself
            (None, Some(expression)) => evaluate(expression, &|other| {
                let at = self.fields.iter().position(|field| field.name == other && field.generated.is_none());
                at.and_then(|at| row[at].as_ref()).map_or(Value::Unknown, |cell| cell.value.clone())
            }),
            (None, None) => Value::Unknown,
        }
    }
}

impl Unique {
    /// Whether the two rows share it.
    pub(super) fn is_shared(&self, target: &Target<'_>, a: &Row, b: &Row) -> bool {
        self.parts.iter().all(|part| match part {
            Expression::Column(name) => {
                let at = target.fields.iter().position(|field| field.name == *name);
                let of = |row: &Row| at.and_then(|at| row[at].clone());
                match (of(a), of(b)) {
                    (Some(a), Some(b)) if a.text.is_none() && b.text.is_none() => self.nulls_not_distinct,
                    (Some(a), Some(b)) => a.text == b.text,
                    // generated, or not there yet
                    _ => self.are_equal(part, target, a, b),
                }
            }
            part => self.are_equal(part, target, a, b),
        })
    }

    fn are_equal(&self, part: &Expression, target: &Target<'_>, a: &Row, b: &Row) -> bool {
        let of = |row: &Row| evaluate(part, &|name| target.value(row, name));
        match (of(a), of(b)) {
            (Value::Unknown, _) | (_, Value::Unknown) => false,
            (Value::Null, Value::Null) => self.nulls_not_distinct,
            (a, b) => a == b,
        }
    }
}

/// Of keys, unique indexes and exclusion constraints. Of the latter two rows may well share one part; they need not.
fn uniques(table: &Table) -> Vec<Unique> {
    let columns = |names: &[String]| names.iter().map(|name| Expression::Column(name.clone())).collect();
    let mut uniques = Vec::new();
    for key in table.primary_key.iter().map(|(_, key)| key).chain(table.uniques.values()) {
        uniques.push(Unique { parts: columns(&key.columns), nulls_not_distinct: key.nulls_not_distinct });
    }
    for index in table.indexes.values().filter(|index| index.unique) {
        let parts = parts(&index.keys);
        uniques.push(Unique { parts, nulls_not_distinct: index.nulls_not_distinct });
    }
    for exclusion in table.exclusions.values() {
        let mentioned = table.columns.iter().filter(|column| mentions(&exclusion.definition, &column.name));
        let names: Vec<String> = mentioned.map(|column| column.name.clone()).collect();
        uniques.push(Unique { parts: columns(&names), nulls_not_distinct: false });
    }
    uniques.retain(|unique| !unique.parts.is_empty());
    uniques
}

/// What an index is on, without the order and operator class behind each part.
fn parts(keys: &str) -> Vec<Expression> {
    let list = Expression::parse(&format!("ROW({keys})"));
    if let Expression::List(parts) = list {
        return parts;
    }
    let mut parts = Vec::new();
    for key in bound::split(keys) {
        // a column, a function call or something in parentheses comes first
        let ends = key.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i).chain([key.len()]);
        let found = ends.map(|end| Expression::parse(&key[..end])).find(|it| *it != Expression::Unknown);
        parts.extend(found);
    }
    parts
}

fn mentions(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(is_word)
            && !text[at + name.len()..].chars().next().is_some_and(is_word)
    })
}
