//! What the comments of an example say came of trying the whole migration.

use whimbrel_source::{Engine, Migration, SectionKind, Span, Statement};

use crate::tried::{Back, Gone, Repeated, Rows, Tried};

/// Everything was tried, and what no comment tells of is as it should be; `None` where no comment tells of any of it.
pub(super) fn read(migration: &Migration, up: &[Statement], engine: Engine) -> Option<Tried> {
    let down = migration.statements(SectionKind::Down, engine).unwrap();
    let rows = Rows { rows: 5, tables: 1, ..Rows::default() };
    let mut tried = Tried { again: Some(Vec::new()), back: Some(Back::Exact), rows: Some(rows) };
    let mut any = false;
    for (number, line) in above(migration, up) {
        any |= of_up(&mut tried, number, line);
    }
    for (number, line) in above(migration, &down) {
        any |= of_down(&mut tried, down[number].span, line);
    }
    any.then_some(tried)
}

/// What is said above each statement.
fn above<'m>(migration: &'m Migration, statements: &'m [Statement]) -> impl Iterator<Item = (usize, &'m str)> {
    let start = |number: usize| number.checked_sub(1).map_or(0, |before| statements[before].span.end);
    statements.iter().enumerate().flat_map(move |(number, statement)| {
        let text = migration.file.slice(Span { start: start(number), end: statement.span.start });
        let text = text.rsplit("-- migrate:").next().unwrap_or_default();
        text.lines().filter_map(move |line| Some((number, line.trim().strip_prefix("-- seen: ")?)))
    })
}

/// False for what is no such thing.
pub(super) fn of_up(tried: &mut Tried, number: usize, line: &str) -> bool {
    let rows = tried.rows.get_or_insert_default();
    if let Some(what) = line.strip_prefix("again: ") {
        let repeated = Repeated { statement: number, rows: line.contains(" rows "), what: vec![what.to_owned()] };
        tried.again.get_or_insert_default().push(repeated);
    } else if let Some(error) = line.strip_prefix("refuses rows: ") {
        rows.refused = Some((number, error.to_owned()));
    } else if let Some(error) = line.strip_prefix("up after down fails: ") {
        tried.back = Some(Back::UpFails { statement: number, error: error.to_owned() });
    } else if let Some(what) = line.strip_prefix("up loses ") {
        rows.lost_by_up.push(gone(what));
    } else {
        return false;
    }
    true
}

fn of_down(tried: &mut Tried, span: Span, line: &str) -> bool {
    if let Some(error) = line.strip_prefix("down fails: ") {
        tried.back = Some(Back::Fails { span, error: error.to_owned() });
    } else if let Some(left) = line.strip_prefix("down leaves ") {
        tried.back = Some(Back::Leaves(left.split("; ").map(str::to_owned).collect()));
    } else if let Some(left) = line.strip_prefix("up after down makes ") {
        tried.back = Some(Back::UpDiffers(left.split("; ").map(str::to_owned).collect()));
    } else if let Some(what) = line.strip_prefix("down loses ") {
        tried.rows.get_or_insert_default().lost_by_down.push(gone(what));
    } else {
        return false;
    }
    true
}

/// `values of scores.points`, `5 of the 5 rows of scores`
fn gone(what: &str) -> Gone {
    let name = what.rsplit(' ').next().unwrap_or_default();
    let (table, column) = name.split_once('.').map_or((name, None), |(table, column)| (table, Some(column.to_owned())));
    Gone { table: table.to_owned(), column, what: what.to_owned() }
}
