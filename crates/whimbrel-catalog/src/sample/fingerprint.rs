//! Whether rows are what they were: a query that sums them up.

use crate::catalog::Catalog;
use crate::name::{Name, ident};

/// One column's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    #[allow(missing_docs)]
    pub column: String,
    /// The type to read the value's text as, where the column has another one by now.
    pub read_as: Option<String>,
}

impl Value {
    /// As it is.
    pub fn of(column: &str) -> Self {
        Self { column: column.to_owned(), read_as: None }
    }
}

/// SQL for PostgreSQL that gives one row: how many rows the table has itself, then for each column a number that
/// follows from its values and not from their order. A partitioned table counts the rows of its partitions.
///
/// Two fingerprints are equal where each column holds the same values, as text; what is in a row together is not told.
pub fn fingerprint(catalog: &Catalog, table: &Name, values: &[Value]) -> String {
    let partitioned = catalog.tables.get(table).is_some_and(|table| table.partition_key.is_some());
    let only = if partitioned { "" } else { "ONLY " };
    let mut terms = vec!["count(*)::text".to_owned()];
    for value in values {
        let column = ident(&value.column);
        let read_as = value.read_as.as_ref().map(|it| format!("::{it}::text")).unwrap_or_default();
        // NULL and a value that looks like nothing are not the same; 60 bits of each value are summed up
        let text = format!("coalesce('v' || (t.{column})::text{read_as}, 'n')");
        let number = format!("('x' || left(md5({text}), 15))::bit(60)::bigint");
        terms.push(format!("coalesce(sum({number}), 0)::text AS {column}"));
    }
    format!("SELECT {}\nFROM {only}{} AS t", terms.join(",\n  "), table.sql())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_has_a_number_for_each_column() {
        let sql = fingerprint(&Catalog::default(), &Name::in_schema("app", "Users"), &[Value::of("id")]);
        let expect = "SELECT count(*)::text,\n  coalesce(sum(('x' || left(md5(coalesce('v' || (t.id)::text, 'n')), \
                      15))::bit(60)::bigint), 0)::text AS id\nFROM ONLY app.\"Users\" AS t";
        assert_eq!(sql, expect);
    }
}
