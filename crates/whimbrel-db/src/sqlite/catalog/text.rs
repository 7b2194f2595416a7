//! SQL texts in one spelling, so that two that differ in blanks, comments, the case of keywords and needless quotes are
//! equal. Writing a text that is written so already changes nothing.

use whimbrel_catalog::generate::sqlite_ident;
use whimbrel_source::lex::{Token, TokenKind};

use super::words::{Class, Names, Piece, Place};
use crate::sqlite::syntax::cursor;

/// What the words of a text that are no keywords are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Columns of one table, which are written as it declares them.
    Table,
    /// Names of all sorts, some of which name the columns of a result: written as they are.
    Query,
}

/// An expression of a table or index: on one line, its columns as the table declares them.
pub(super) fn expression(sql: &str, names: &Names) -> String {
    on_a_line(&pieces(sql, names, Scope::Table))
}

/// What an index is on, separated by commas; `ASC` goes without saying.
pub(super) fn index_keys(sql: &str, names: &Names) -> String {
    let mut pieces = pieces(sql, names, Scope::Table);
    let mut depth = 0usize;
    pieces.retain(|piece| {
        match piece.class {
            Class::Mark(TokenKind::LeftParen) => depth += 1,
            Class::Mark(TokenKind::RightParen) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > 0 || !piece.is("ASC")
    });
    on_a_line(&pieces)
}

/// An expression or statement among the texts of views and triggers, on one line.
pub(super) fn statement(sql: &str, names: &Names) -> String {
    on_a_line(&pieces(sql, names, Scope::Query))
}

/// A query, its clauses on lines of their own.
pub(super) fn query(sql: &str, names: &Names) -> String {
    let pieces = pieces(sql, names, Scope::Query);
    let mut depth = 0usize;
    joined(&pieces, |before, piece, next| {
        match piece.class {
            Class::Mark(TokenKind::LeftParen) => depth += 1,
            Class::Mark(TokenKind::RightParen) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 { line_break(before, piece, next) } else { None }
    })
}

/// What follows the name of a virtual table. Its words are the module's own.
pub(super) fn arguments(sql: &str) -> String {
    let mut out = String::new();
    let mut last: Option<Token<'_>> = None;
    for token in cursor(sql) {
        let tight = |kind: TokenKind, text: &str| {
            matches!(kind, TokenKind::LeftParen | TokenKind::RightParen | TokenKind::Comma | TokenKind::Dot)
                || text == "="
        };
        let apart = last.is_some_and(|last| {
            last.kind == TokenKind::Comma
                || (last.span.end < token.span.start && !tight(last.kind, last.text) && !tight(token.kind, token.text))
        });
        if apart {
            out.push(' ');
        }
        out.push_str(token.text);
        last = Some(token);
    }
    out
}

/// A declared type, in upper case: SQLite does not tell `varchar(10)` from `VARCHAR (10)`.
pub(super) fn data_type(declared: &str) -> String {
    let tokens: Vec<Token<'_>> = cursor(declared).collect();
    let mut out = String::new();
    for (i, token) in tokens.iter().enumerate() {
        let tight = matches!(token.kind, TokenKind::LeftParen | TokenKind::RightParen | TokenKind::Comma)
            || i.checked_sub(1).is_some_and(|i| {
                tokens[i].kind == TokenKind::LeftParen || (tokens[i].kind == TokenKind::Operator && i > 0)
            });
        if !tight && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&token.text.to_uppercase());
    }
    out
}

/// The default of a column: a literal as it is, all else in parentheses.
pub(super) fn default_value(value: &str) -> String {
    let value = bare(value);
    let pieces = pieces(value, &Names::default(), Scope::Table);
    match pieces.as_slice() {
        // a name is taken for a text; one in quotes may also be none
        [name] if matches!(name.class, Class::Name | Class::Function) => {
            let token = cursor(value).next().map(|token| match token.kind {
                TokenKind::Word => token.text.to_owned(),
                _ => token.identifier().unwrap_or_default(),
            });
            crate::sqlite::syntax::literal(&token.unwrap_or_default())
        }
        [one] if one.ends_value() => one.text.clone(),
        [sign, number] if sign.class == Class::Sign && number.class == Class::Value => {
            if sign.text == "+" {
                number.text.clone()
            } else {
                format!("{}{}", sign.text, number.text)
            }
        }
        _ => format!("({})", on_a_line(&pieces)),
    }
}

/// Without the parentheses around all of it.
pub(super) fn bare(sql: &str) -> &str {
    let sql = sql.trim();
    let mut words = cursor(sql);
    match words.group() {
        Some(group) if words.peek().is_none() => bare(&sql[group.start + 1..group.end - 1]),
        _ => sql,
    }
}

fn pieces(sql: &str, names: &Names, scope: Scope) -> Vec<Piece> {
    let tokens: Vec<Token<'_>> = cursor(sql).collect();
    let aliases = aliases(&tokens);
    let mut pieces: Vec<Piece> = Vec::with_capacity(tokens.len());
    // of each parenthesis that is open: a CAST's, or what follows the AS in one
    let mut open: Vec<Option<&str>> = Vec::new();
    for at in 0..tokens.len() {
        let place = Place { tokens: &tokens, at, pieces: &pieces };
        let token = &tokens[at];
        // a table's own columns need not say whose they are, and must not where it is made under another name
        let is_own = |token: &Token<'_>| {
            token.identifier().is_some_and(|name| names.relations.contains_key(&name.to_ascii_lowercase()))
        };
        if scope == Scope::Table
            && ((place.before_dot() && is_own(token))
                || (token.kind == TokenKind::Dot && at.checked_sub(1).is_some_and(|at| is_own(&tokens[at]))))
        {
            continue;
        }
        match token.kind {
            TokenKind::LeftParen => open.push(place.after("CAST").then_some("CAST")),
            TokenKind::RightParen => drop(open.pop()),
            _ if token.is_word("AS") => open.last_mut().into_iter().flatten().for_each(|cast| *cast = "AS"),
            _ => {}
        }
        let piece = match token.kind {
            TokenKind::Word => word(&place, names, scope, open.last() == Some(&Some("AS"))),
            TokenKind::QuotedIdentifier => quoted(&place, names, scope, &aliases),
            TokenKind::Operator => operator(&place),
            TokenKind::String if token.text.starts_with(['x', 'X']) => {
                Piece { text: token.text.to_ascii_lowercase(), class: Class::Value }
            }
            TokenKind::String | TokenKind::Number | TokenKind::Parameter => {
                Piece { text: token.text.to_owned(), class: Class::Value }
            }
            kind => Piece { text: token.text.to_owned(), class: Class::Mark(kind) },
        };
        pieces.push(piece);
    }
    pieces
}

/// Names that are given after AS, in lower case.
fn aliases(tokens: &[Token<'_>]) -> Vec<String> {
    let pairs = tokens.windows(2).filter(|pair| pair[0].is_word("AS"));
    pairs.filter_map(|pair| pair[1].identifier().map(|name| name.to_ascii_lowercase())).collect()
}

fn word(place: &Place<'_>, names: &Names, scope: Scope, in_cast: bool) -> Piece {
    let text = place.tokens[place.at].text;
    let lower = text.to_ascii_lowercase();
    let name = |text: String| Piece { text, class: Class::Name };
    if place.is_keyword(names) {
        return Piece { text: text.to_ascii_uppercase(), class: Class::Keyword };
    }
    let column = names.columns.get(&lower).filter(|_| scope == Scope::Table && !place.before_parenthesis());
    if let Some(column) = column {
        return name(sqlite_ident(column).into_owned());
    }
    if place.after("COLLATE") || in_cast {
        return name(text.to_ascii_uppercase());
    }
    if place.before_dot() && (lower == "new" || lower == "old") {
        return name(lower);
    }
    if place.before_parenthesis() && !place.after_dot() && !names.relations.contains_key(&lower) {
        return Piece { text: lower, class: Class::Function };
    }
    name(if scope == Scope::Table { lower } else { text.to_owned() })
}

fn quoted(place: &Place<'_>, names: &Names, scope: Scope, aliases: &[String]) -> Piece {
    let token = &place.tokens[place.at];
    let inside = token.identifier().unwrap_or_default();
    let lower = inside.to_ascii_lowercase();
    // what is in double quotes and names nothing is a text
    let is_name = !token.text.starts_with('"')
        || names.knows(&lower)
        || place.after("AS")
        || place.after_dot()
        || place.before_dot()
        || aliases.contains(&lower);
    let text = match names.columns.get(&lower) {
        Some(column) if scope == Scope::Table => sqlite_ident(column).into_owned(),
        _ if is_name => sqlite_ident(&inside).into_owned(),
        _ => token.text.to_owned(),
    };
    Piece { text, class: Class::Name }
}

fn operator(place: &Place<'_>) -> Piece {
    let text = match place.tokens[place.at].text {
        "==" => "=",
        "!=" => "<>",
        other => other,
    };
    let is_sign = matches!(text, "+" | "-" | "~") && !place.pieces.last().is_some_and(Piece::ends_value);
    Piece { text: text.to_owned(), class: if is_sign { Class::Sign } else { Class::Operator } }
}

fn on_a_line(pieces: &[Piece]) -> String {
    joined(pieces, |_, _, _| None)
}

/// `line` gives what stands before a piece in place of a blank.
fn joined(
    pieces: &[Piece],
    mut line: impl FnMut(Option<&Piece>, &Piece, Option<&Piece>) -> Option<&'static str>,
) -> String {
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| &pieces[i]);
        match line(before, piece, pieces.get(i + 1)) {
            Some(text) if before.is_some() => out.push_str(text),
            _ if before.is_some_and(|before| is_apart(before, piece)) => out.push(' '),
            _ => {}
        }
        out.push_str(&piece.text);
    }
    out
}

/// Whether a blank is between the two.
fn is_apart(before: &Piece, piece: &Piece) -> bool {
    use TokenKind as K;
    match (before.class, piece.class) {
        (_, Class::Mark(K::Comma | K::RightParen | K::Semicolon | K::Dot))
        | (Class::Mark(K::LeftParen | K::Dot), _)
        | (Class::Function | Class::Name, Class::Mark(K::LeftParen)) => false,
        // two would be a comment
        (Class::Sign, _) => piece.text.starts_with(before.text.as_str()),
        (Class::Keyword, Class::Mark(K::LeftParen)) => !["CAST", "RAISE"].contains(&before.text.as_str()),
        _ => true,
    }
}

/// What comes before a clause of a query.
fn line_break(before: Option<&Piece>, piece: &Piece, next: Option<&Piece>) -> Option<&'static str> {
    const JOINS: [&str; 8] = ["NATURAL", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "JOIN"];
    let before_is = |words: &[&str]| before.is_some_and(|piece| words.iter().any(|word| piece.is(word)));
    if piece.class != Class::Keyword {
        return None;
    }
    match piece.text.as_str() {
        "FROM" => (!before_is(&["DISTINCT"])).then_some("\n"),
        "GROUP" | "ORDER" => next.is_some_and(|next| next.is("BY")).then_some("\n"),
        "WHERE" | "HAVING" | "WINDOW" | "LIMIT" | "UNION" | "INTERSECT" | "EXCEPT" => Some("\n"),
        "SELECT" | "VALUES" => Some("\n"),
        word if JOINS.contains(&word) => (!before_is(&JOINS)).then_some("\n  "),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::of_table("T", ["User_ID", "name", "odd one", "desc", "end"])
    }

    #[test]
    fn expressions_have_one_spelling() {
        for (sql, expect) in [
            ("Length( NAME )  is not null /* no */ and \"X\"", "length(name) IS NOT NULL AND \"X\""),
            ("name!='x'or user_id==-1", "name <> 'x' OR User_ID = -1"),
            ("1+2* -3 - - 4", "1 + 2 * -3 - -4"),
            ("cast(\"user_id\" as integer)in(1,2 ,3)", "CAST(User_ID AS INTEGER) IN (1, 2, 3)"),
            (
                "case when \"desc\" then[end]else x'AB' end collate nocase",
                "CASE WHEN \"desc\" THEN \"end\" ELSE x'ab' END COLLATE NOCASE",
            ),
            ("coalesce(name,'a''b  c')like'%'escape '\\'", "coalesce(name, 'a''b  c') LIKE '%' ESCAPE '\\'"),
            ("t.name > [T].\"USER_ID\"", "name > User_ID"),
            ("`odd one`->>'$.a' notnull", "\"odd one\" ->> '$.a' NOTNULL"),
        ] {
            assert_eq!(expression(sql, &names()), expect);
            assert_eq!(expression(expect, &names()), expect);
        }
    }

    #[test]
    fn index_keys_say_no_more_than_they_must() {
        let keys = index_keys("\"user_id\" asc,[odd one] desc, `name` collate nocase ASC", &names());
        assert_eq!(keys, "User_ID, \"odd one\" DESC, name COLLATE NOCASE");
        assert_eq!(index_keys(&keys, &names()), keys);
    }

    #[test]
    fn types_are_in_upper_case() {
        assert_eq!(data_type("varchar (255)"), "VARCHAR(255)");
        assert_eq!(data_type("decimal( 10 , -2 )"), "DECIMAL(10, -2)");
        assert_eq!(data_type("double   precision"), "DOUBLE PRECISION");
    }

    #[test]
    fn defaults_are_literals_or_in_parentheses() {
        for (value, expect) in [
            ("'a'", "'a'"),
            ("- 5", "-5"),
            ("+1", "1"),
            ("((1))", "1"),
            ("null", "NULL"),
            ("current_timestamp", "CURRENT_TIMESTAMP"),
            ("Foo", "'Foo'"),
            ("\"a\"\"b\"", "'a\"b'"),
            ("1+2", "(1 + 2)"),
            ("datetime ('now')", "(datetime('now'))"),
            ("true", "TRUE"),
            ("X'AB'", "x'ab'"),
        ] {
            assert_eq!(default_value(value), expect);
            assert_eq!(default_value(expect), expect);
        }
    }

    #[test]
    fn queries_have_their_clauses_on_lines() {
        let sql = "with recursive n(i)as(select 1 union all select i+1 from n where i<9) select distinct t.name, \"Name\" total,
            first, Last as \"Key\" , key from T t left outer join u using(a)where a is distinct from b group
            by t.name having count( * )>1 order by \"Key\" desc nulls last limit 1 offset 2";
        let mut names = names();
        names.relations.insert("t".to_owned(), "T".to_owned());
        let expect = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)
SELECT DISTINCT t.name, Name total, first, Last AS Key, key
FROM T t
  LEFT OUTER JOIN u USING (a)
WHERE a IS DISTINCT FROM b
GROUP BY t.name
HAVING count(*) > 1
ORDER BY Key DESC NULLS LAST
LIMIT 1 OFFSET 2";
        assert_eq!(query(sql, &names), expect);
        assert_eq!(query(expect, &names), expect);
    }

    #[test]
    fn statements_of_triggers_are_on_a_line() {
        let sql = "insert or ignore into log(a) values(NEW.a , raise ( abort,'no')) on conflict do nothing";
        let expect = "INSERT OR IGNORE INTO log(a) VALUES (new.a, RAISE(ABORT, 'no')) ON CONFLICT DO NOTHING";
        assert_eq!(statement(sql, &Names::default()), expect);
    }
}
