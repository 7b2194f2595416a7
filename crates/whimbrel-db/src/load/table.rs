//! Taking foreign keys and defaults out of a `CREATE TABLE`, to be added when the table is there.

use whimbrel_source::lex::{Cursor, Token, TokenKind};
use whimbrel_source::{Engine, ObjectName, Span};

/// A part of a `CREATE TABLE` that can be added afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// In the statement, without the comma around it.
    pub span: Span,
    pub what: What,
    /// `ALTER TABLE …` that adds it.
    pub sql: String,
    /// Which element of the table it is, and whether it is all of it.
    element: usize,
    whole: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A foreign key, by the table it points at.
    ForeignKey(ObjectName),
    /// A default, by what it calls.
    Default(Vec<ObjectName>),
}

const END_OF_DEFAULT: [&str; 12] = [
    "CONSTRAINT",
    "NOT",
    "NULL",
    "CHECK",
    "UNIQUE",
    "PRIMARY",
    "REFERENCES",
    "GENERATED",
    "COLLATE",
    "DEFERRABLE",
    "INITIALLY",
    "ENFORCED",
];

/// The parts of `sql`, a `CREATE TABLE` whose name is at `name`.
pub(super) fn parts(sql: &str, name: Span) -> Vec<Part> {
    let table = &sql[name.start..name.end];
    let elements = elements(sql, name);
    let mut parts = Vec::new();
    for (index, element) in elements.into_iter().enumerate() {
        let mut words = Cursor::within(sql, element, Engine::Postgres);
        if words.eat("CONSTRAINT") {
            words.name();
        }
        if words.is("FOREIGN") {
            parts.extend(table_constraint(sql, element, table, index));
            continue;
        }
        let mut words = Cursor::within(sql, element, Engine::Postgres);
        // CHECK, PRIMARY, UNIQUE, EXCLUDE and LIKE are no names of columns unless in quotes.
        let other = ["CONSTRAINT", "CHECK", "PRIMARY", "UNIQUE", "EXCLUDE", "LIKE"].iter().any(|word| words.is(word));
        if !other && let Some((_, column)) = words.name() {
            let column = &sql[column.start..column.end];
            column_parts(sql, words, &Element { table, column, index }, &mut parts);
        }
    }
    parts
}

/// `sql` without these parts, each character of them a blank, and without the commas that they leave behind.
pub(super) fn without(sql: &str, name: Span, removed: &[&Part]) -> String {
    let elements = elements(sql, name);
    let gone = |index: usize| removed.iter().any(|part| part.whole && part.element == index);
    let mut blanks: Vec<Span> = removed.iter().map(|part| part.span).collect();
    let mut any_kept = false;
    for (index, element) in elements.iter().enumerate() {
        if !gone(index) {
            any_kept = true;
        } else if any_kept {
            blanks.push(Span { start: element.start - 1, end: element.start });
        } else if index + 1 < elements.len() {
            blanks.push(Span { start: element.end, end: element.end + 1 });
        }
    }
    let is_blank = |at: usize| blanks.iter().any(|span| span.start <= at && at < span.end);
    sql.char_indices().map(|(at, c)| if is_blank(at) && c != '\n' { ' ' } else { c }).collect()
}

/// What stands between the commas of the first parentheses behind the name, each from comma to comma.
fn elements(sql: &str, name: Span) -> Vec<Span> {
    let mut words = Cursor::within(sql, Span { start: name.end, end: sql.len() }, Engine::Postgres);
    if words.eat("PARTITION OF") || words.eat("OF") {
        words.object_name();
    }
    let Some(group) = words.group() else { return Vec::new() };
    let end = group.end - 1;
    let (mut start, mut depth) = (group.start + 1, 0_usize);
    let mut elements = Vec::new();
    for token in Cursor::within(sql, Span { start, end }, Engine::Postgres) {
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket => depth += 1,
            TokenKind::RightParen | TokenKind::RightBracket => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth == 0 => {
                elements.push(Span { start, end: token.span.start });
                start = token.span.end;
            }
            _ => {}
        }
    }
    elements.push(Span { start, end });
    elements
}

/// `[CONSTRAINT name] FOREIGN KEY (…) REFERENCES …`
fn table_constraint(sql: &str, element: Span, table: &str, index: usize) -> Option<Part> {
    let mut words = Cursor::within(sql, element, Engine::Postgres);
    let start = words.peek()?.span.start;
    words.find(|token| token.is_word("REFERENCES"))?;
    let (target, _) = words.object_name()?;
    let end = words.last().map_or(element.end, |token| token.span.end);
    let span = Span { start, end };
    let sql = format!("ALTER TABLE {table} ADD {}", &sql[start..end]);
    Some(Part { span, what: What::ForeignKey(target), sql, element: index, whole: true })
}

struct Element<'a> {
    table: &'a str,
    column: &'a str,
    index: usize,
}

/// `REFERENCES …` and `DEFAULT …` of a column; `words` are behind its name.
fn column_parts(sql: &str, mut words: Cursor<'_>, of: &Element<'_>, parts: &mut Vec<Part>) {
    let mut named: Option<usize> = None;
    while let Some(token) = words.peek() {
        if words.group().is_some() {
            continue;
        }
        words.next();
        if token.is_word("CONSTRAINT") {
            named = Some(token.span.start);
            words.name();
            continue;
        }
        if token.is_word("GENERATED") {
            // `BY DEFAULT` is none.
            words.eat("BY DEFAULT");
        }
        let start = named.take().unwrap_or(token.span.start);
        let name = &sql[start..token.span.start];
        let part = |what, end, sql| Part { span: Span { start, end }, what, sql, element: of.index, whole: false };
        if token.is_word("REFERENCES") {
            let Some((target, _)) = words.object_name() else { continue };
            words.group();
            while foreign_key_option(&mut words) {}
            let end = words.offset();
            let references = &sql[token.span.start..end];
            let alter = format!("ALTER TABLE {} ADD {name}FOREIGN KEY ({}) {references}", of.table, of.column);
            parts.push(part(What::ForeignKey(target), end, alter));
        } else if token.is_word("DEFAULT") {
            let calls = default(&mut words);
            let end = words.offset();
            let value = &sql[token.span.end..end];
            let alter = format!("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT{value}", of.table, of.column);
            parts.push(part(What::Default(calls), end, alter));
        }
    }
}

/// Steps over one of what may follow `REFERENCES table (columns)`.
fn foreign_key_option(words: &mut Cursor<'_>) -> bool {
    if words.eat("MATCH") || words.eat("INITIALLY") {
        return words.next().is_some();
    }
    if words.eat("ON DELETE") || words.eat("ON UPDATE") {
        let two = words.eat("NO ACTION") || words.eat("SET NULL") || words.eat("SET DEFAULT");
        let known = two || words.eat("RESTRICT") || words.eat("CASCADE");
        words.group();
        return known;
    }
    ["DEFERRABLE", "NOT DEFERRABLE", "ENFORCED", "NOT ENFORCED"].iter().any(|option| words.eat(option))
}

/// Steps over the expression behind `DEFAULT`, and gives what it calls.
fn default(words: &mut Cursor<'_>) -> Vec<ObjectName> {
    let mut calls = Vec::new();
    let mut last: Option<Token<'_>> = None;
    while let Some(token) = words.peek() {
        let after_is = last.is_some_and(|last| last.is_word("IS"));
        if last.is_some() && !after_is && END_OF_DEFAULT.iter().any(|word| token.is_word(word)) {
            break;
        }
        last = Some(token);
        if let Some(group) = inside(words) {
            calls.extend(group);
        } else if let Some(name) = called(words) {
            calls.push(name);
        } else {
            words.next();
        }
    }
    calls
}

/// The calls inside parentheses, which are stepped over.
fn inside(words: &mut Cursor<'_>) -> Option<Vec<ObjectName>> {
    let mut within = *words;
    words.group()?;
    let mut calls = Vec::new();
    within.next();
    while within.offset() < words.offset() && within.peek().is_some() {
        match called(&mut within) {
            Some(name) => calls.push(name),
            None => drop(within.next()),
        }
    }
    Some(calls)
}

/// Steps over a name with an opening parenthesis behind it, not over that.
fn called(words: &mut Cursor<'_>) -> Option<ObjectName> {
    let mut ahead = *words;
    let (name, _) = ahead.object_name()?;
    if !ahead.is_kind(TokenKind::LeftParen) {
        return None;
    }
    *words = ahead;
    Some(name)
}

#[cfg(test)]
mod tests {
    use whimbrel_source::{Kind, SourceFile, Statement};

    use super::*;

    fn taken_apart(sql: &str) -> String {
        let file = SourceFile::new("a.sql", sql);
        let statement = Statement::split(&file, file.span(), Engine::Postgres).expect("SQL").remove(0);
        let Kind::CreateTable { name_span, .. } = statement.kind else { panic!("no CREATE TABLE") };
        let parts = parts(&statement.sql, name_span);
        let rest = without(&statement.sql, name_span, &parts.iter().collect::<Vec<_>>());
        assert_eq!(rest.chars().count(), sql.chars().count(), "places stay what they are");
        let mut text = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            let calls = match part.what {
                What::ForeignKey(target) => format!("-> {target}"),
                What::Default(calls) => {
                    format!("calls {}", calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
                }
            };
            text.push_str(&format!("\n{} -- {calls}", part.sql));
        }
        text
    }

    #[test]
    fn parts_are_taken_out_with_all_that_belongs_to_them() {
        insta::assert_snapshot!(taken_apart(
            "CREATE TABLE app.a (
               CONSTRAINT first FOREIGN KEY (x, y) REFERENCES app.b (x, y) MATCH FULL ON DELETE SET NULL (x),
               id int CONSTRAINT pk PRIMARY KEY,
               b_id int NOT NULL CONSTRAINT \"to b\" REFERENCES b (id) ON DELETE CASCADE ON UPDATE NO ACTION
                 DEFERRABLE INITIALLY DEFERRED DEFAULT app.next_b(1, now()) CHECK (b_id > 0),
               \"Ünïcode\" text DEFAULT (upper('x, y')) || 'é' NOT NULL REFERENCES c NOT DEFERRABLE UNIQUE,
               plain int DEFAULT 1 + 2 IS NOT DISTINCT FROM 3 NULL, gone int DEFAULT NULL,
               CHECK (plain > 1), FOREIGN KEY (plain) REFERENCES d, UNIQUE (plain),
               FOREIGN KEY (plain) REFERENCES app.e (id)
             ) PARTITION BY RANGE (id)"
        ));
    }

    #[test]
    fn nothing_is_left_but_the_table() {
        assert_eq!(
            taken_apart("CREATE TABLE a (FOREIGN KEY (x) REFERENCES b, FOREIGN KEY (y) REFERENCES c)"),
            "CREATE TABLE a ( )\nALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b -- -> b\n\
             ALTER TABLE a ADD FOREIGN KEY (y) REFERENCES c -- -> c"
        );
        assert_eq!(
            taken_apart("CREATE TABLE p PARTITION OF q (FOREIGN KEY (x) REFERENCES b) FOR VALUES IN (1)"),
            "CREATE TABLE p PARTITION OF q ( ) FOR VALUES IN (1)\nALTER TABLE p ADD FOREIGN KEY (x) REFERENCES b -- -> b"
        );
        assert_eq!(taken_apart("CREATE TABLE t AS SELECT f(1) AS a"), "CREATE TABLE t AS SELECT f(1) AS a");
    }
}
