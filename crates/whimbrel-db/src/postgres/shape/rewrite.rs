//! The statement with other names in it, token by token.

use whimbrel_source::lex::{Cursor, Lexer, TokenKind};
use whimbrel_source::{Engine, Span};

/// `sql` with the part at `span` replaced.
pub(super) fn replace(sql: &str, span: Span, with: &str) -> String {
    format!("{}{with}{}", &sql[..span.start], &sql[span.end..])
}

/// `CREATE INDEX` on another table, and not concurrently.
pub(super) fn index_on(sql: &str, table: Span, with: &str) -> String {
    let sql = replace(sql, table, with);
    let mut words = Cursor::new(&sql, Engine::Postgres);
    let before = Span { start: 0, end: table.start };
    match words.find(|token| token.span.end > before.end || token.is_word("CONCURRENTLY")) {
        Some(token) if token.span.end <= before.end => replace(&sql, token.span, ""),
        _ => sql,
    }
}

/// `CREATE TABLE` without its rows: `AS SELECT …` is a table too, but running the query may take long.
pub(super) fn without_rows(sql: &str, after_name: usize) -> String {
    let rest = Span { start: after_name, end: sql.len() };
    let mut words = Cursor::within(sql, rest, Engine::Postgres);
    let mut from_query = false;
    let mut empty = false;
    while words.peek().is_some() {
        if words.group().is_some() {
            continue;
        }
        empty = words.follows("WITH NO DATA") || empty;
        from_query |= words.is("AS");
        words.next();
    }
    if !from_query || empty {
        return sql.to_owned();
    }
    let end = words_end(sql, rest);
    let with_data = Cursor::within(sql, Span { start: after_name, end }, Engine::Postgres);
    let tokens: Vec<_> = with_data.collect();
    let kept = match tokens.as_slice() {
        [.., with, data] if with.is_word("WITH") && data.is_word("DATA") => with.span.start,
        _ => end,
    };
    format!("{} WITH NO DATA", &sql[..kept])
}

/// The end of the last token that is no blank space or comment.
fn words_end(sql: &str, span: Span) -> usize {
    let tokens = Lexer::within(sql, span, Engine::Postgres);
    tokens.filter(|token| !token.is_trivia()).last().map_or(span.end, |token| token.span.end)
}

/// True for `CREATE TABLE … PARTITION OF`.
pub(super) fn is_partition(sql: &str, after_name: usize) -> bool {
    Cursor::within(sql, Span { start: after_name, end: sql.len() }, Engine::Postgres).follows("PARTITION OF")
}

/// True where the text has this identifier.
pub(super) fn says(sql: &str, name: &str) -> bool {
    Cursor::new(sql, Engine::Postgres)
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier))
        .any(|token| token.identifier().is_some_and(|found| found == name))
}

/// One `ADD COLUMN` of an `ALTER TABLE`.
pub(super) struct AddedColumn<'a> {
    pub(super) name: String,
    /// `ADD COLUMN …`, as written.
    pub(super) action: &'a str,
}

/// The columns that an `ALTER TABLE` adds; `after_name` is where its table's name ends.
pub(super) fn added_columns(sql: &str, after_name: usize) -> Vec<AddedColumn<'_>> {
    const CONSTRAINTS: [&str; 7] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "NOT"];
    let mut columns = Vec::new();
    for span in split_at_commas(sql, Span { start: after_name, end: sql.len() }) {
        let mut words = Cursor::within(sql, span, Engine::Postgres);
        if let Some(star) = words.peek().filter(|token| token.text == "*") {
            // `ALTER TABLE name * …`: with its descendants, as without the star
            words = Cursor::within(sql, Span { start: star.span.end, end: span.end }, Engine::Postgres);
        }
        let Some(add) = words.peek() else { continue };
        if !words.eat("ADD") {
            continue;
        }
        if !words.eat("COLUMN") && CONSTRAINTS.iter().any(|word| words.is(word)) {
            continue;
        }
        words.eat("IF NOT EXISTS");
        if let Some((name, _)) = words.name() {
            columns.push(AddedColumn { name, action: sql[add.span.start..span.end].trim() });
        }
    }
    columns
}

fn split_at_commas(sql: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (span.start, 0_usize);
    for token in Cursor::within(sql, span, Engine::Postgres) {
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
            TokenKind::RightParen | TokenKind::RightBracket => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => {
                pieces.push(Span { start, end: token.span.start });
                start = token.span.end;
            }
            _ => {}
        }
    }
    pieces.push(Span { start, end: span.end });
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concurrently_goes_and_the_table_is_another() {
        let sql = "CREATE INDEX /* CONCURRENTLY */ CONCURRENTLY IF NOT EXISTS i ON ONLY app.t (concurrently)";
        let at = sql.find("app.t").expect("it is there");
        let index = index_on(sql, Span { start: at, end: at + 5 }, "s.t");
        assert_eq!(index, "CREATE INDEX /* CONCURRENTLY */  IF NOT EXISTS i ON ONLY s.t (concurrently)");
        assert_eq!(
            index_on("CREATE INDEX i ON t (a)", Span { start: 18, end: 19 }, "s.t"),
            "CREATE INDEX i ON s.t (a)"
        );
    }

    #[test]
    fn added_columns_are_found_among_other_actions() {
        let sql = "ALTER TABLE t ADD COLUMN IF NOT EXISTS a numeric(10, 2) DEFAULT 1 CHECK (a IN (1, 2)), ADD b int[],
                   ADD CONSTRAINT c CHECK (true), ALTER COLUMN d SET NOT NULL, ADD \"E\" text";
        let columns = added_columns(sql, "ALTER TABLE t".len());
        let names: Vec<_> = columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["a", "b", "E"]);
        assert_eq!(columns[0].action, "ADD COLUMN IF NOT EXISTS a numeric(10, 2) DEFAULT 1 CHECK (a IN (1, 2))");
    }

    #[test]
    fn a_query_is_not_run() {
        let empty = |sql| without_rows(sql, "CREATE TABLE t".len());
        assert_eq!(empty("CREATE TABLE t AS SELECT 1 -- one"), "CREATE TABLE t AS SELECT 1 WITH NO DATA");
        assert_eq!(empty("CREATE TABLE t (a) AS SELECT 1 WITH DATA"), "CREATE TABLE t (a) AS SELECT 1  WITH NO DATA");
        for same in ["CREATE TABLE t AS SELECT 1 WITH NO DATA", "CREATE TABLE t (a int DEFAULT 1 + (2))"] {
            assert_eq!(empty(same), same);
        }
    }
}
