//! Queries of views.

use std::borrow::Cow;

use super::{closing, in_word, token};

/// The query as PostgreSQL 16 and newer render it: where it has one source and no other query is around it, columns go
/// without the source's name. Older versions write `SELECT orders.id FROM app.orders` for `SELECT id FROM app.orders`.
pub fn query(text: &str) -> Cow<'_, str> {
    match parts(text) {
        Some(parts) => Cow::Owned(parts.without_source()),
        None => Cow::Borrowed(text),
    }
}

/// A query with one source.
struct Parts<'a> {
    text: &'a str,
    /// Where `FROM` is, and what ends it.
    from: usize,
    from_end: usize,
    /// Where `ORDER` is, and what ends that.
    order: Option<(usize, usize)>,
    /// What its columns are called by, as SQL writes it.
    source: &'a str,
}

/// `None` where there are several sources or none.
fn parts(text: &str) -> Option<Parts<'_>> {
    const CLAUSES: [&str; 9] = ["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH"];
    // an identifier of these letters would be in quotes
    let mut clauses: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let from = &text[at..];
        if from.starts_with(['(', '[']) {
            at += 1 + closing(&from[1..])? + 1;
            continue;
        }
        let word = &from[..token(from)];
        match word {
            "UNION" | "INTERSECT" | "EXCEPT" => return None,
            "FOR" => clauses.push((at, word)),
            _ if CLAUSES.contains(&word) => clauses.push((at, word)),
            _ => {}
        }
        at += word.len();
    }
    let span = |clause: &str| {
        let index = clauses.iter().position(|(_, word)| *word == clause)?;
        Some((clauses[index].0, clauses.get(index + 1).map_or(text.len(), |(at, _)| *at)))
    };
    let (from, from_end) = span("FROM")?;
    let source = source(text[from + "FROM".len()..from_end].trim())?;
    Some(Parts { text, from, from_end, order: span("ORDER"), source })
}

/// What `app.orders o`, `app.orders`, `f(1) WITH ORDINALITY f(a, b)` or `( SELECT …) s` is called by.
fn source(item: &str) -> Option<&str> {
    if item.starts_with('(') && !is_query(item) {
        // a join
        return None;
    }
    let (mut last, mut at) = (None, 0);
    while at < item.len() {
        let from = &item[at..];
        if let Some(inside) = from.strip_prefix('(') {
            at += 1 + closing(inside)? + 1;
            continue;
        }
        let word = &from[..token(from)];
        match word {
            "," | "JOIN" => return None,
            "TABLESAMPLE" => break,
            _ if word.starts_with('"') || word.starts_with(in_word) => last = Some(word),
            _ => {}
        }
        at += word.len();
    }
    last
}

/// True for a parenthesis that holds a query.
fn is_query(text: &str) -> bool {
    let inside = text.strip_prefix('(').unwrap_or(text).trim_start();
    ["SELECT", "VALUES", "WITH"].iter().any(|word| inside[..token(inside)] == **word)
}

impl Parts<'_> {
    fn without_source(&self) -> String {
        let text = self.text;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        // the token before, without blanks
        let mut last = "";
        while at < text.len() {
            let from = &text[at..];
            if at == self.from {
                out.push_str(&text[self.from..self.from_end]);
                (at, last) = (self.from_end, "");
                continue;
            }
            if from.starts_with('(') && is_query(from) {
                let end = closing_of(from);
                out.push_str(&from[..end]);
                (at, last) = (at + end, ")");
                continue;
            }
            let word = &from[..token(from)];
            let after = &from[word.len()..];
            if word == self.source && self.is_column(last, after, at) {
                at += word.len() + 1;
                last = ".";
                continue;
            }
            out.push_str(word);
            at += word.len();
            if !word.trim().is_empty() {
                last = word;
            }
        }
        out
    }

    /// True where the source's name, with `last` before it and `after` after it, is in front of a column.
    fn is_column(&self, last: &str, after: &str, at: usize) -> bool {
        let Some(name) = after.strip_prefix('.') else { return false };
        let column = &name[..token(name)];
        // not a whole row, nor a function, type or collation of a schema of that name
        (column.starts_with('"') || column.starts_with(in_word))
            && !name[column.len()..].starts_with('(')
            && !matches!(last, "." | ":" | "COLLATE" | "RETURNING")
            && !(self.order.is_some_and(|(start, end)| (start..end).contains(&at)) && self.names_output(column))
    }

    /// True where a column of the result is given that name: ORDER BY would take it for that.
    fn names_output(&self, column: &str) -> bool {
        let (list, mut last, mut at) = (&self.text[..self.from], "", 0);
        while at < list.len() {
            let from = &list[at..];
            if from.starts_with('(') {
                at += closing_of(from);
                last = ")";
                continue;
            }
            let word = &from[..token(from)];
            if word == column && last == "AS" {
                return true;
            }
            at += word.len();
            if !word.trim().is_empty() {
                last = word;
            }
        }
        false
    }
}

/// The bytes of the parenthesis that `text` begins with.
fn closing_of(text: &str) -> usize {
    closing(&text[1..]).map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::query;

    /// As an older version renders it, and as a newer one does.
    fn same(old: &str, new: &str) {
        assert_eq!(query(old), new);
        assert_eq!(query(new), new);
    }

    #[test]
    fn columns_of_the_only_source_go_without_its_name() {
        same(
            " SELECT orders.id,\n    orders.user_id\n   FROM app.orders\n  GROUP BY orders.id",
            " SELECT id,\n    user_id\n   FROM app.orders\n  GROUP BY id",
        );
        same(
            " SELECT (n.name)::app.mood AS name\n   FROM app.names n\n  WHERE (n.a > f(n.b))",
            " SELECT (name)::app.mood AS name\n   FROM app.names n\n  WHERE (a > f(b))",
        );
        same(" SELECT \"O d\".\"A\"\n   FROM app.t \"O d\"", " SELECT \"A\"\n   FROM app.t \"O d\"");
    }

    #[test]
    fn every_kind_of_source() {
        same(
            " SELECT f.a\n   FROM app.f(1, 2) WITH ORDINALITY f(a, b)",
            " SELECT a\n   FROM app.f(1, 2) WITH ORDINALITY f(a, b)",
        );
        same(
            " SELECT s.a\n   FROM ( SELECT t.a\n           FROM t) s",
            " SELECT a\n   FROM ( SELECT t.a\n           FROM t) s",
        );
        same(" SELECT v.a\n   FROM ( VALUES (1,2)) v(a, b)", " SELECT a\n   FROM ( VALUES (1,2)) v(a, b)");
        same(
            " SELECT t.a\n   FROM ONLY app.t TABLESAMPLE system (10)",
            " SELECT a\n   FROM ONLY app.t TABLESAMPLE system (10)",
        );
        same(
            " WITH c AS (\n         SELECT t.a\n           FROM t\n        )\n SELECT c.a\n   FROM c",
            " WITH c AS (\n         SELECT t.a\n           FROM t\n        )\n SELECT a\n   FROM c",
        );
    }

    #[test]
    fn what_is_no_column_of_it_stays() {
        for text in [
            " SELECT t.*::app.t AS t\n   FROM app.t",
            " SELECT app.f(1) AS f,\n    'x'::app.mood AS m,\n    (a COLLATE app.plain) AS c\n   FROM x app",
            " SELECT 't.a'::text AS \"t.a\"\n   FROM t",
            " SELECT a\n   FROM t\n  WHERE (EXISTS ( SELECT u.b\n           FROM u\n          WHERE (u.b = t.a)))",
        ] {
            assert_eq!(query(text), text);
        }
    }

    #[test]
    fn several_sources_stay_as_they_are() {
        for text in [
            " SELECT t.a,\n    u.b\n   FROM t,\n    u",
            " SELECT t.a\n   FROM (t\n     JOIN u ON ((u.b = t.a)))",
            " SELECT t.a\n   FROM t\nUNION\n SELECT u.b AS a\n   FROM u",
            " SELECT 1 AS a",
        ] {
            assert_eq!(query(text), text);
        }
    }

    #[test]
    fn an_order_by_a_column_that_the_result_has_another_of_stays() {
        same(
            " SELECT (- t.a) AS a,\n    t.b\n   FROM t\n  ORDER BY t.a, t.b",
            " SELECT (- a) AS a,\n    b\n   FROM t\n  ORDER BY t.a, b",
        );
    }
}
