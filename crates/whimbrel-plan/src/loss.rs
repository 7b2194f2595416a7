//! What a revert would destroy, in figures.

/// What goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LossKind {
    /// The whole table.
    Table,
    /// A column; its table stays.
    Column(String),
    /// Rows; their table stays.
    DeletedRows,
    /// What rows held in some column; the rows stay.
    OverwrittenRows,
}

/// One thing that holds data and would be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// `chats`, or `app.chats` outside the default schema.
    pub table: String,
    /// What of it.
    pub kind: LossKind,
    /// Rows of the table, rows that hold a value in the column, or rows that are deleted or overwritten. `None`
    /// where they cannot be counted, because row-level security hides them from this role.
    pub rows: Option<u64>,
}

/// What must be typed before `losses` may happen: `DELETE CHATS TABLE`, `DELETE 3 TABLES AND 1 COLUMN`,
/// `DELETE 6 ROWS`, `OVERWRITE 2 ROWS`. Names the gravest kind of loss. `None` where nothing is lost.
pub fn phrase(losses: &[Loss]) -> Option<String> {
    let tables: Vec<&str> = losses.iter().filter(|l| l.kind == LossKind::Table).map(|l| l.table.as_str()).collect();
    let columns: Vec<&str> = losses
        .iter()
        .filter_map(|l| match &l.kind {
            LossKind::Column(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let objects: Vec<String> = [named(&tables, "TABLE"), named(&columns, "COLUMN")].into_iter().flatten().collect();
    if !objects.is_empty() {
        return Some(format!("DELETE {}", objects.join(" AND ")));
    }
    let rows = |kind: LossKind, verb: &str| {
        let of_kind: Vec<&Loss> = losses.iter().filter(|l| l.kind == kind).collect();
        (!of_kind.is_empty()).then(|| match of_kind.iter().map(|l| l.rows).sum::<Option<u64>>() {
            Some(1) => format!("{verb} 1 ROW"),
            Some(n) => format!("{verb} {n} ROWS"),
            None => format!("{verb} ROWS"),
        })
    };
    rows(LossKind::DeletedRows, "DELETE").or_else(|| rows(LossKind::OverwrittenRows, "OVERWRITE"))
}

fn named(names: &[&str], what: &str) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("{} {what}", one.to_uppercase())),
        more => Some(format!("{} {what}S", more.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Loss, LossKind, phrase};

    fn loss(table: &str, kind: LossKind) -> Loss {
        Loss { table: table.to_owned(), kind, rows: Some(3) }
    }

    #[test]
    fn the_phrase_names_one_thing_and_counts_several() {
        let chats = || loss("chats", LossKind::Table);
        let owner = || loss("presets", LossKind::Column("owner_id".to_owned()));
        let deleted = || loss("templates", LossKind::DeletedRows);
        let check = |losses: &[Loss], expect: Option<&str>| assert_eq!(phrase(losses).as_deref(), expect);
        check(&[], None);
        check(&[chats()], Some("DELETE CHATS TABLE"));
        check(&[chats(), loss("messages", LossKind::Table)], Some("DELETE 2 TABLES"));
        check(&[owner()], Some("DELETE OWNER_ID COLUMN"));
        check(&[chats(), owner()], Some("DELETE CHATS TABLE AND OWNER_ID COLUMN"));
        check(&[deleted()], Some("DELETE 3 ROWS"));
        check(&[deleted(), chats()], Some("DELETE CHATS TABLE"));
        check(&[loss("presets", LossKind::OverwrittenRows)], Some("OVERWRITE 3 ROWS"));
        check(&[loss("presets", LossKind::OverwrittenRows), deleted()], Some("DELETE 3 ROWS"));
        check(&[Loss { rows: None, ..deleted() }], Some("DELETE ROWS"));
    }
}
