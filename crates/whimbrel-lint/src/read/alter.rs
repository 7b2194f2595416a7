//! `ALTER TABLE`, action by action.

use whimbrel_source::lex::Cursor;
use whimbrel_source::{Engine, ObjectName, Span};

use super::column::{self, Column};
use super::constraint::{self, Constraint};
use super::list;

/// `ALTER TABLE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlterTable {
    pub table: ObjectName,
    /// With the place of each in the statement's own text.
    pub actions: Vec<(Action, Span)>,
}

/// What it does to the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    AddColumn(Column),
    DropColumn {
        column: String,
        cascade: bool,
    },
    RenameColumn {
        from: String,
        to: String,
    },
    RenameTable(String),
    AddConstraint(Constraint),
    DropConstraint {
        cascade: bool,
    },
    Validate(String),
    SetType {
        column: String,
        data_type: String,
        using: bool,
    },
    SetNotNull(String),
    /// `SET DEFAULT`, `DROP DEFAULT`, `SET STATISTICS` and the like, which only change the catalog.
    Column,
    AttachPartition(ObjectName),
    DetachPartition {
        partition: ObjectName,
        concurrently: bool,
    },
    /// What writes all rows anew, as written in upper case: `SET UNLOGGED`.
    Rewrite(&'static str),
    EnableRowSecurity,
    DisableRowSecurity,
    Other,
}

impl Action {
    /// The constraints that it adds: one by itself, or those of a new column.
    pub fn constraints(&self) -> &[Constraint] {
        match self {
            Self::AddConstraint(constraint) => std::slice::from_ref(constraint),
            Self::AddColumn(column) => &column.constraints,
            _ => &[],
        }
    }

    /// What matters to whoever names the table and its columns, wherever its rows are.
    fn is_of_names(&self) -> bool {
        matches!(self, Self::DropColumn { .. } | Self::RenameColumn { .. } | Self::RenameTable(_))
    }
}

const REWRITES: [&str; 4] = ["SET UNLOGGED", "SET LOGGED", "SET ACCESS METHOD", "SET TABLESPACE"];

pub(super) fn table(mut cursor: Cursor<'_>, sql: &str, engine: Engine) -> Option<AlterTable> {
    if !cursor.eat("ALTER") {
        return None;
    }
    let foreign = cursor.eat("FOREIGN TABLE");
    if (!foreign && !cursor.eat("TABLE")) || cursor.is("ALL") {
        return None;
    }
    cursor.eat("IF EXISTS");
    cursor.eat("ONLY");
    let (table, span) = cursor.object_name()?;
    if cursor.peek().is_some_and(|token| token.text == "*") {
        cursor.next();
    }
    let start = cursor.peek().map_or(span.end, |token| token.span.start);
    let parts = list::split(sql, Span { start, end: sql.len() }, engine);
    let actions = parts.into_iter().map(|part| {
        let blanks = sql[part.start..part.end].len() - sql[part.start..part.end].trim_start().len();
        let span = Span { start: part.start + blanks, end: part.end };
        let action = action(Cursor::within(sql, part, engine), sql, part, engine);
        // a foreign table has no rows here that could be read or written anew
        (action.filter(|action| !foreign || action.is_of_names()).unwrap_or(Action::Other), span)
    });
    Some(AlterTable { table, actions: actions.collect() })
}

fn action(mut cursor: Cursor<'_>, sql: &str, part: Span, engine: Engine) -> Option<Action> {
    if let Some(words) = REWRITES.into_iter().find(|words| cursor.follows(words)) {
        return Some(Action::Rewrite(words));
    }
    if cursor.eat("ADD") {
        if let Some(constraint) = constraint::of_table(cursor, sql, engine) {
            return Some(Action::AddConstraint(constraint));
        }
        cursor.eat("COLUMN");
        cursor.eat("IF NOT EXISTS");
        return column::read(&mut cursor, sql, part, engine).map(Action::AddColumn);
    }
    if cursor.eat("DROP CONSTRAINT") {
        return Some(Action::DropConstraint { cascade: list::has(cursor, "CASCADE") });
    }
    if cursor.eat("DROP") {
        cursor.eat("COLUMN");
        cursor.eat("IF EXISTS");
        let column = cursor.name()?.0;
        return Some(Action::DropColumn { column, cascade: cursor.is("CASCADE") });
    }
    if cursor.eat("RENAME TO") {
        return Some(Action::RenameTable(cursor.name()?.0));
    }
    if cursor.eat("RENAME") {
        if cursor.eat("CONSTRAINT") {
            return None;
        }
        cursor.eat("COLUMN");
        let from = cursor.name()?.0;
        return cursor.eat("TO").then(|| cursor.name()).flatten().map(|(to, _)| Action::RenameColumn { from, to });
    }
    if cursor.eat("VALIDATE CONSTRAINT") {
        return Some(Action::Validate(cursor.name()?.0));
    }
    if cursor.eat("ATTACH PARTITION") {
        return Some(Action::AttachPartition(cursor.object_name()?.0));
    }
    if cursor.eat("DETACH PARTITION") {
        let partition = cursor.object_name()?.0;
        return Some(Action::DetachPartition { partition, concurrently: cursor.is("CONCURRENTLY") });
    }
    if cursor.eat("DISABLE ROW LEVEL SECURITY") {
        return Some(Action::DisableRowSecurity);
    }
    if cursor.eat("ENABLE ROW LEVEL SECURITY") {
        return Some(Action::EnableRowSecurity);
    }
    if cursor.eat("ALTER") && !cursor.eat("CONSTRAINT") {
        cursor.eat("COLUMN");
        let column = cursor.name()?.0;
        return Some(of_column(cursor, sql, column));
    }
    None
}

fn of_column(mut cursor: Cursor<'_>, sql: &str, column: String) -> Action {
    if cursor.eat("SET NOT NULL") {
        return Action::SetNotNull(column);
    }
    if !(cursor.eat("TYPE") || cursor.eat("SET DATA TYPE")) {
        return Action::Column;
    }
    let start = cursor.peek().map_or(cursor.offset(), |token| token.span.start);
    let mut end = start;
    while !cursor.is("USING") && !cursor.is("COLLATE") && (cursor.group().is_some() || cursor.next().is_some()) {
        end = cursor.offset();
    }
    Action::SetType { column, data_type: sql[start..end].to_owned(), using: list::has(cursor, "USING") }
}
