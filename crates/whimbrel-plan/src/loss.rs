//! What a revert would destroy, in figures.

/// One thing that holds data and would be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// `chats`, or `app.chats` outside the default schema.
    pub table: String,
    /// `None` where the whole table goes, or rows of it.
    pub column: Option<String>,
    /// Rows of the table, rows that hold a value in the column, or rows that are deleted. `None` where they
    /// cannot be counted, because row-level security hides them from this role.
    pub rows: Option<u64>,
    /// True where the table stays and only rows of it go.
    pub only_rows: bool,
}

/// What must be typed before `losses` may happen: `DELETE CHATS TABLE`, `DELETE 3 TABLES AND 1 COLUMN`,
/// `DELETE 6 ROWS`. `None` where nothing is lost.
pub fn phrase(losses: &[Loss]) -> Option<String> {
    let (rows, objects): (Vec<&Loss>, Vec<&Loss>) = losses.iter().partition(|l| l.only_rows);
    let (columns, tables): (Vec<&Loss>, Vec<&Loss>) = objects.into_iter().partition(|l| l.column.is_some());
    let mut parts = Vec::new();
    match tables.as_slice() {
        [] => {}
        [one] => parts.push(format!("{} TABLE", one.table.to_uppercase())),
        more => parts.push(format!("{} TABLES", more.len())),
    }
    match columns.as_slice() {
        [] => {}
        [one] => parts.push(format!("{} COLUMN", one.column.as_deref().unwrap_or_default().to_uppercase())),
        more => parts.push(format!("{} COLUMNS", more.len())),
    }
    if parts.is_empty() && !rows.is_empty() {
        match rows.iter().map(|l| l.rows).sum::<Option<u64>>() {
            Some(1) => parts.push("1 ROW".to_owned()),
            Some(n) => parts.push(format!("{n} ROWS")),
            None => parts.push("ROWS".to_owned()),
        }
    }
    (!parts.is_empty()).then(|| format!("DELETE {}", parts.join(" AND ")))
}

#[cfg(test)]
mod tests {
    use super::{Loss, phrase};

    fn loss(table: &str, column: Option<&str>, only_rows: bool) -> Loss {
        Loss { table: table.to_owned(), column: column.map(str::to_owned), rows: Some(3), only_rows }
    }

    #[test]
    fn the_phrase_names_one_thing_and_counts_several() {
        let chats = || loss("chats", None, false);
        let check = |losses: &[Loss], expect: Option<&str>| assert_eq!(phrase(losses).as_deref(), expect);
        check(&[], None);
        check(&[chats()], Some("DELETE CHATS TABLE"));
        check(&[chats(), loss("messages", None, false)], Some("DELETE 2 TABLES"));
        check(&[loss("presets", Some("owner_id"), false)], Some("DELETE OWNER_ID COLUMN"));
        check(&[chats(), loss("presets", Some("owner_id"), false)], Some("DELETE CHATS TABLE AND OWNER_ID COLUMN"));
        check(&[loss("templates", None, true)], Some("DELETE 3 ROWS"));
    }
}
