//! Which rows a partition takes, as a check over its columns.

use super::expression::Expression;
use crate::catalog::Catalog;
use crate::expression::closing;
use crate::name::Name;
use crate::object::{Partition, Table};

/// The partitions of a table, by name.
pub(super) fn partitions<'a>(catalog: &'a Catalog, parent: &Name) -> Vec<(&'a Name, &'a Table)> {
    let is_child = |table: &Table| table.partition_of.as_ref().is_some_and(|it| it.parent == *parent);
    catalog.tables.iter().filter(|(_, table)| is_child(table)).collect()
}

/// Whether it can be told which rows each partition takes: not where they are spread by a hash.
pub(super) fn can_be_told(table: &Table) -> bool {
    table.partition_key.as_ref().is_some_and(|key| !key.starts_with("HASH"))
}

/// What the rows of a partition satisfy, those of the tables it is a partition of by some steps included.
pub(super) fn conditions(catalog: &Catalog, table: &Table) -> Vec<Expression> {
    let mut conditions = Vec::new();
    let mut next = table.partition_of.as_ref();
    while let Some(partition) = next {
        let Some(parent) = catalog.tables.get(&partition.parent) else { break };
        conditions.extend(condition(catalog, parent, partition));
        next = parent.partition_of.as_ref();
    }
    conditions
}

fn condition(catalog: &Catalog, parent: &Table, partition: &Partition) -> Option<Expression> {
    let keys = keys(parent.partition_key.as_ref()?)?;
    if partition.bound != "DEFAULT" {
        return within(&keys, &partition.bound);
    }
    let siblings = partitions(catalog, &partition.parent).into_iter().filter_map(|(_, it)| it.partition_of.as_ref());
    let others = siblings.filter(|it| it.bound != "DEFAULT").filter_map(|it| within(&keys, &it.bound));
    Some(Expression::Not(Box::new(Expression::Or(others.collect()))))
}

/// The expressions of `RANGE (at, lower(name))`.
fn keys(key: &str) -> Option<Vec<Expression>> {
    let open = key.find('(')?;
    let inside = key[open..].strip_prefix('(')?.strip_suffix(')')?;
    let mut keys = Vec::new();
    for part in split(inside) {
        let whole = Expression::parse(part);
        // with a collation or operator class behind it
        let first = || Expression::parse(part.split_whitespace().next().unwrap_or(part));
        keys.push(if whole == Expression::Unknown { first() } else { whole });
    }
    Some(keys)
}

/// At the commas that are in no parentheses or quotes.
pub(super) fn split(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut quote) = (0, 0, None);
    for (i, c) in list.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(list[start..i].trim());
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts
}

/// From `FOR VALUES IN (1, 2)` or `FOR VALUES FROM (1) TO (10)`.
fn within(keys: &[Expression], bound: &str) -> Option<Expression> {
    let rest = bound.strip_prefix("FOR VALUES ")?;
    if let Some(list) = rest.strip_prefix("IN ") {
        let key = keys.first()?;
        let is = |value: Expression| match value {
            Expression::Null => Expression::Is(Box::new(key.clone()), "NULL", false),
            value => compare("=", key, value),
        };
        return Some(Expression::Or(values(list)?.into_iter().map(is).collect()));
    }
    let rest = rest.strip_prefix("FROM ")?;
    let end = closing(rest)? + 1;
    let low = values(&rest[..end])?;
    let high = values(rest[end..].trim().strip_prefix("TO ")?)?;
    Some(Expression::And(vec![edge(keys, &low, ">", true), edge(keys, &high, "<", false)]))
}

fn values(list: &str) -> Option<Vec<Expression>> {
    let inside = list.trim().strip_prefix('(')?.strip_suffix(')')?;
    Some(split(inside).into_iter().map(Expression::parse).collect())
}

fn compare(operator: &str, key: &Expression, value: Expression) -> Expression {
    Expression::Operator(operator.to_owned(), Box::new(key.clone()), Box::new(value))
}

/// Row by row: beyond the bound in the first key, or equal to it and beyond in the next; or all equal, where `equal`
/// is on this side of it.
fn edge(keys: &[Expression], bound: &[Expression], operator: &str, equal: bool) -> Expression {
    let (Some((key, keys)), Some((value, bound))) = (keys.split_first(), bound.split_first()) else {
        return Expression::Boolean(equal);
    };
    if matches!(value, Expression::Column(name) if name == "MINVALUE" || name == "MAXVALUE") {
        return Expression::Is(Box::new(key.clone()), "NULL", true);
    }
    let same = Expression::And(vec![compare("=", key, value.clone()), edge(keys, bound, operator, equal)]);
    Expression::Or(vec![compare(operator, key, value.clone()), same])
}

#[cfg(test)]
mod tests {
    use super::super::evaluate::evaluate;
    use super::super::value::Value;
    use super::*;

    fn takes(key: &str, bound: &str, values: &[(&str, f64)]) -> Value {
        let keys = keys(key).expect("it is a key");
        let lookup =
            |name: &str| values.iter().find(|(n, _)| *n == name).map_or(Value::Null, |(_, v)| Value::Number(*v));
        evaluate(&within(&keys, bound).expect("it is a bound"), &lookup)
    }

    #[test]
    fn bounds_are_conditions() {
        let yes = Value::Boolean(true);
        assert_eq!(takes("RANGE (a)", "FOR VALUES FROM (1) TO (10)", &[("a", 1.0)]), yes);
        assert_ne!(takes("RANGE (a)", "FOR VALUES FROM (1) TO (10)", &[("a", 10.0)]), yes);
        assert_eq!(takes("RANGE (a)", "FOR VALUES FROM (MINVALUE) TO ('10')", &[("a", 9.0)]), yes);
        assert_eq!(takes("RANGE (a, b)", "FOR VALUES FROM (1, 5) TO (1, MAXVALUE)", &[("a", 1.0), ("b", 6.0)]), yes);
        assert_ne!(takes("RANGE (a, b)", "FOR VALUES FROM (1, 5) TO (2, 0)", &[("a", 2.0), ("b", 0.0)]), yes);
        assert_eq!(takes("LIST (mod(a, 3))", "FOR VALUES IN (1, NULL)", &[("a", 4.0)]), yes);
        assert_eq!(takes("LIST (a)", "FOR VALUES IN (1, NULL)", &[]), yes);
        assert_ne!(takes("LIST (a COLLATE \"C\")", "FOR VALUES IN ('2')", &[("a", 4.0)]), yes);
    }
}
