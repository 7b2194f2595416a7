//! What holds for every text, however wild.

use proptest::prelude::*;
use whimbrel_source::lex::{Lexer, TokenKind};
use whimbrel_source::{Engine, Kind, Migration, SectionKind, SourceFile, Span, Statement};

/// Text full of what opens, closes and separates.
fn wild() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(vec![
        "'",
        "''",
        "\"",
        "`",
        "[",
        "]",
        "(",
        ")",
        ";",
        "$",
        "$$",
        "$a$",
        "$1",
        "E'",
        "e'",
        "U&'",
        "U&\"",
        "X'",
        "\\",
        "\\'",
        "--",
        "-- migrate:up\n",
        "-- migrate:down\n",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "\u{feff}",
        "é",
        "日本",
        "🐦",
        "\u{0}",
        "BEGIN",
        "ATOMIC",
        "END",
        "CASE",
        "CREATE",
        "FUNCTION",
        "TRIGGER",
        "AS",
        ".",
        ",",
        ":",
        "::",
        "1",
        "1e5",
        "COPY t FROM STDIN;\n",
        "\\.\n",
        "\\restrict x\n",
        "SELECT",
        "a",
        "+",
        "@-",
        "->>",
        "UESCAPE",
        "WITH",
        "ALTER TABLE",
        "DETACH PARTITION",
        "REINDEX (",
        "CREATE INDEX",
        "migrate:requires",
        "table",
    ]);
    let any = prop_oneof![8 => fragment.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec((any, prop::sample::select(vec!["", " "])), 0..40)
        .prop_map(|parts| parts.into_iter().flat_map(|(part, gap)| [part, gap.to_owned()]).collect())
}

/// A well-formed piece of a PostgreSQL statement, nested at random.
fn piece() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-zé_][a-z0-9é_$]{0,5}",
        "'([a-z;é \n(]|''){0,8}'",
        "N'([a-z;é \n\\\\(]|''){0,8}'",
        "E'([a-z;é \n)]|''|\\\\'|\\\\\\\\){0,8}'",
        "\"([a-z;é \n]|\"\"){1,8}\"",
        "\\$\\$[a-z;'\" (\n]{0,8}\\$\\$",
        "\\$tag\\$[a-z;'\" $\n-]{0,8} \\$tag\\$",
        "-- [a-z;'\"$(]{0,8}\n",
        "/\\*[a-z;'\"$( ]{0,8}\\*/",
        "\\$[0-9]",
        "[0-9]{1,3}(\\.[0-9])?",
        Just("::".to_owned()),
        Just(", ".to_owned()),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|parts| format!("({})", parts.join(" ; "))),
            inner.clone().prop_map(|part| format!("/* {} */", part.replace("*/", "").replace("/*", ""))),
            // The length makes a tag that no text within has.
            inner.prop_map(|part| format!("$t{0}$ {part} ; $t{0}$", part.len())),
        ]
    })
}

fn statement() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..6).prop_map(|pieces| format!("SELECT {} x", pieces.join(" ")))
}

fn engines() -> impl Strategy<Value = Engine> {
    prop::sample::select(Engine::ALL.to_vec())
}

/// Nothing but blanks, comments, semicolons and `\restrict` lines.
fn is_gap(text: &str, engine: Engine) -> bool {
    let mut command = false;
    Lexer::new(text, engine).all(|token| {
        command = match token.kind {
            TokenKind::Backslash => true,
            TokenKind::Whitespace if token.text.contains('\n') => false,
            _ => command,
        };
        command || token.is_trivia() || token.kind == TokenKind::Semicolon
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_joined_give_the_text_back(text in wild(), engine in engines()) {
        let mut at = 0;
        for token in Lexer::new(&text, engine) {
            prop_assert_eq!(token.span.start, at);
            prop_assert!(token.span.end > at);
            prop_assert_eq!(&text[token.span.start..token.span.end], token.text);
            at = token.span.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn pieces_and_gaps_joined_give_the_file_back(text in wild(), engine in engines()) {
        let file = SourceFile::new("a.sql", text);
        if let Ok(statements) = Statement::split(&file, file.span(), engine) {
            let mut at = 0;
            for statement in &statements {
                prop_assert_eq!(file.slice(statement.span), &statement.sql);
                let gap = file.slice(Span { start: at, end: statement.span.start });
                prop_assert!(is_gap(gap, engine), "{:?}", gap);
                prop_assert_eq!(statement.copy_data.is_some(), statement.kind == Kind::CopyIn && engine == Engine::Postgres);
                at = statement.span.end;
                if let Some(rows) = statement.copy_data {
                    prop_assert!(rows.start >= at);
                    prop_assert!(!file.slice(rows).lines().any(|line| line == "\\."));
                    at = rows.end;
                    at += if file.text[at..].starts_with("\\.") { 2 } else { 0 };
                }
                let _ = (statement.verb(), statement.refused_in_transaction(), file.place(statement.span.start));
            }
            prop_assert!(is_gap(&file.text[at..], engine), "{:?}", &file.text[at..]);
        }
    }

    #[test]
    fn a_part_is_split_like_a_file_of_its_own(text in wild(), engine in engines(), from in any::<prop::sample::Index>()) {
        let start = text.floor_char_boundary(from.index(text.len() + 1));
        let (file, part) = (SourceFile::new("a.sql", text.as_str()), SourceFile::new("a.sql", &text[start..]));
        let sqls = |statements: Vec<Statement>| statements.into_iter().map(|s| s.sql).collect::<Vec<_>>();
        // Only a file's own byte-order mark is blank space.
        prop_assume!(start == 0 || !text[start..].starts_with('\u{feff}'));
        let whole = Statement::split(&file, Span { start, end: text.len() }, engine).map(sqls).map_err(|e| e.message);
        prop_assert_eq!(whole, Statement::split(&part, part.span(), engine).map(sqls).map_err(|e| e.message));
    }

    #[test]
    fn reading_a_file_never_panics(text in wild(), head in prop::sample::select(vec!["", "-- migrate:up\n", "-- migrate:requires "])) {
        match Migration::parse(SourceFile::new("1_a.sql", format!("{head}{text}"))) {
            Ok(migration) => {
                for engine in Engine::ALL {
                    for kind in SectionKind::ALL {
                        if let Err(error) = migration.statements(kind, engine) {
                            let section = migration.section(kind, engine).unwrap();
                            prop_assert_eq!(section.engine, None, "{}", error);
                        }
                    }
                    prop_assert_eq!(migration.checksum(engine), migration.checksum(engine));
                }
            }
            Err(error) => {
                let (file, span) = error.at.clone().unwrap();
                prop_assert!(span.start <= span.end && file.text.get(span.start..span.end).is_some(), "{:?}", span);
                prop_assert!(error.remedy.is_some() && error.label.is_some(), "{:?}", error);
            }
        }
    }

    #[test]
    fn statements_joined_by_semicolons_come_apart_there(
        statements in prop::collection::vec(statement(), 0..6),
        separator in prop::sample::select(vec![";", ";\n", " ;\r\n\r\n", ";;", "; -- next;\n", ";/* ; */"]),
    ) {
        let file = SourceFile::new("a.sql", statements.join(separator));
        let found = Statement::split(&file, file.span(), Engine::Postgres).unwrap();
        let found: Vec<&str> = found.iter().map(|statement| statement.sql.as_str()).collect();
        prop_assert_eq!(&found, &statements);
        for sql in found {
            let mut depth = 0_i32;
            for token in Lexer::new(sql, Engine::Postgres) {
                depth += match token.kind {
                    TokenKind::LeftParen => 1,
                    TokenKind::RightParen => -1,
                    _ => 0,
                };
                prop_assert!(token.kind != TokenKind::Semicolon || depth > 0, "{}", sql);
            }
        }
    }
}
