//! Whether an expression names a column, as far as its text tells.

use crate::name::ident;

/// True where the SQL names that column, as far as its letters tell: text in quotes does not count.
pub(super) fn mentions(sql: &str, column: &str) -> bool {
    let name = ident(column);
    let mut rest = sql;
    let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == '"';
    while let Some(at) = rest.find(name.as_ref()) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].chars().next();
        if !before.is_some_and(in_word) && !after.is_some_and(in_word) {
            return true;
        }
        rest = &rest[at + name.len()..];
    }
    false
}

/// True where the SQL has a whole row of the table in it: `decided(duels.*)`.
pub(crate) fn has_row_of(sql: &str, table: &str) -> bool {
    sql.contains(&format!("{}.*", ident(table)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_a_word() {
        assert!(mentions("(day > '2024-01-01'::date)", "day"));
        assert!(!mentions("(daytime > 1)", "day"));
        assert!(mentions("(\"Day\" > 1)", "Day"));
        assert!(mentions("(a > 1 AND \"user\" > 1)", "user"));
    }
}
