//! The kinds of tokens, where the dialects agree and where they differ.

use whimbrel_source::Engine;
use whimbrel_source::lex::{Lexer, TokenKind, Unterminated};

/// Each token but blanks, as its text and kind.
fn tokens(sql: &str, engine: Engine) -> Vec<(&str, TokenKind)> {
    Lexer::new(sql, engine)
        .filter(|token| token.kind != TokenKind::Whitespace)
        .map(|token| (token.text, token.kind))
        .collect()
}

#[track_caller]
fn all(sql: &str, engine: Engine, kind: TokenKind) {
    assert_eq!(tokens(sql, engine), sql.split(' ').map(|text| (text, kind)).collect::<Vec<_>>());
}

#[track_caller]
fn texts(sql: &str, engine: Engine, expect: &str) {
    let texts: Vec<_> = tokens(sql, engine).into_iter().map(|(text, _)| text).collect();
    assert_eq!(texts.join(" "), expect);
}

use Engine::{Postgres, Sqlite};

#[test]
fn postgres() {
    all("a _b é1 a$b$c SELECT e u b x n", Postgres, TokenKind::Word);
    all("'a' '' 'it''s' E'\\'' e'\\\\' U&'a' u&'' B'1' x'F' N'a' '\\'", Postgres, TokenKind::String);
    all("\"a\" \"a\"\"b\" U&\"a\" u&\"\"", Postgres, TokenKind::QuotedIdentifier);
    all("$$a$$ $é$$$'$é$ $t$$T$$t$", Postgres, TokenKind::DollarString);
    all("1 1.5 .5 1. 1e5 1.5E-3 0xFF 0b1 1_000", Postgres, TokenKind::Number);
    all("$1 $23", Postgres, TokenKind::Parameter);
    all("+ - * / < > = <> <= -> ->> #>> @> && || !~* :: := => : .. @- ?|", Postgres, TokenKind::Operator);
    texts("a=-1 a@-1 a- -1 a*-- c\nb a</*c*/b", Postgres, "a = - 1 a @- 1 a - - 1 a * -- c b a < /*c*/ b");
    texts("a.b [1:2] t.* x::int[] (1);", Postgres, "a . b [ 1 : 2 ] t . * x :: int [ ] ( 1 ) ;");
    texts("1..2 f($1,$2)", Postgres, "1 .. 2 f ( $1 , $2 )");
    texts("E'a'\n--c\n'b\\'' E'a' 'b\\' E'a'/**/\n'b\\'", Postgres, "E'a' --c 'b\\'' E'a' 'b\\' E'a' /**/ 'b\\'");
}

#[test]
fn sqlite() {
    all("a _b é1 a$b SELECT E", Sqlite, TokenKind::Word);
    all("'a' '' 'it''s' x'00' X'' '\\'", Sqlite, TokenKind::String);
    all("\"a\" \"a\"\"b\" `a` `a``b` [a] [a\"b]", Sqlite, TokenKind::QuotedIdentifier);
    all("? ?1 :a @a $a #1", Sqlite, TokenKind::Parameter);
    all("1 1.5 .5 1e5 0xFF", Sqlite, TokenKind::Number);
    all("+ - * / % = == != <> <= >= << >> < > & | || ~ -> ->>", Sqlite, TokenKind::Operator);
    texts("E'a' N'a' U&'a' $$a$$", Sqlite, "E 'a' N 'a' U & 'a' $$a$$");
    texts("/* a /* b */ c -- d\r\ne", Sqlite, "/* a /* b */ c -- d e");
    texts("a-->b\nc->>d", Sqlite, "a -->b c ->> d");
}

#[test]
fn what_is_not_closed_reaches_to_the_end() {
    let last = |sql, engine| tokens(sql, engine).pop().unwrap().1;
    for (sql, what) in [
        ("a 'b", Unterminated::String),
        ("a E'b\\'", Unterminated::String),
        ("a E'b\\", Unterminated::String),
        ("a \"b\"\"", Unterminated::QuotedIdentifier),
        ("a $b$ $c$", Unterminated::DollarString),
        ("a /* /* */ b", Unterminated::BlockComment),
        ("a /*", Unterminated::BlockComment),
        ("a /*/", Unterminated::BlockComment),
    ] {
        assert_eq!(last(sql, Postgres), TokenKind::Unterminated(what), "{sql}");
    }
    for (sql, what) in [
        ("a x'b", Unterminated::String),
        ("a [b", Unterminated::QuotedIdentifier),
        ("a `b", Unterminated::QuotedIdentifier),
        ("a /*/", Unterminated::BlockComment),
    ] {
        assert_eq!(last(sql, Sqlite), TokenKind::Unterminated(what), "{sql}");
    }
}
