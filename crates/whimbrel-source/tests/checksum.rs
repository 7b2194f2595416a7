//! What changes a checksum, and what does not.

use whimbrel_source::{Engine, Migration, SourceFile};

fn checksum(text: &str) -> String {
    let migration = Migration::parse(SourceFile::new("1_a.sql", text)).unwrap();
    migration.checksum(Engine::Postgres).0
}

const PLAIN: &str = "-- migrate:up
CREATE TABLE t (note text DEFAULT 'a  b');
DO $$
BEGIN
END $$;
COPY t FROM STDIN;
one
\\.
-- migrate:down
DROP TABLE t;
";

#[test]
fn dress_does_not_count() {
    let changed = [
        ("a byte-order mark", format!("\u{feff}{PLAIN}")),
        ("line ends, also in strings, bodies and rows", PLAIN.replace('\n', "\r\n")),
        ("a description", format!("-- about\n\n{PLAIN}")),
        ("requirements", format!("-- migrate:requires role r\n{PLAIN}")),
        ("comments", PLAIN.replace("(note", "( -- the note\n /* is */ note")),
        ("blank space", PLAIN.replace("CREATE TABLE t (", "\n\n\tCREATE\n  TABLE t(")),
        ("other sections", PLAIN.replace("DROP TABLE t;", "DROP TABLE t CASCADE;")),
        ("rows for a rehearsal", format!("-- migrate:fixture\nINSERT INTO u VALUES (1);\n{PLAIN}")),
        ("the engine said aloud", PLAIN.replace("migrate:up", "migrate:up engine:postgres")),
        ("the default said aloud", PLAIN.replace("migrate:up", "migrate:up transaction:true")),
        ("empty statements", PLAIN.replace("b');", "b');;")),
        ("the token of pg_dump", PLAIN.replace("DO $$", "\\restrict Abc\nDO $$")),
    ];
    for (what, text) in changed {
        assert_eq!(checksum(&text), checksum(PLAIN), "{what}");
    }
}

#[test]
fn everything_else_counts() {
    let changed = [
        ("blank space in a string", PLAIN.replace("a  b", "a b")),
        ("line ends in a body", PLAIN.replace("BEGIN\n", "BEGIN\n\n")),
        ("a comment in a body", PLAIN.replace("BEGIN\n", "BEGIN -- x\n")),
        ("a name", PLAIN.replace("note", "notes")),
        ("two words made one", PLAIN.replace("TABLE t", "TABLEt")),
        ("case", PLAIN.replace("CREATE", "create")),
        ("a row", PLAIN.replace("one", "two")),
        ("blank space in a row", PLAIN.replace("one", "one ")),
        ("an empty row", PLAIN.replace("one\n", "one\n\n")),
        ("outside a transaction", PLAIN.replace("migrate:up", "migrate:up transaction:false")),
        ("one more statement", PLAIN.replace("DO $$", "SELECT 1; DO $$")),
        ("other order", "-- migrate:up\nSELECT 1; SELECT 2;".to_owned()),
        ("this order", "-- migrate:up\nSELECT 2; SELECT 1;".to_owned()),
        ("nothing", "-- migrate:up\n".to_owned()),
        ("an operator", "-- migrate:up\nSELECT 1 @-1".to_owned()),
        ("the same characters, two operators", "-- migrate:up\nSELECT 1 @ -1".to_owned()),
    ];
    let mut seen = vec![("the plain one", checksum(PLAIN))];
    for (what, text) in changed {
        let checksum = checksum(&text);
        if let Some((twin, _)) = seen.iter().find(|(_, other)| *other == checksum) {
            panic!("{what} has the checksum of {twin}");
        }
        seen.push((what, checksum));
    }
}

/// Recorded in users' histories: it must never change.
#[test]
fn it_stays_what_it_was() {
    insta::assert_snapshot!(checksum(PLAIN), @"cff395e6420f5bedecb01091614c6e2fc8c1bbcaf0a57c94db2561d7f2c93b66");
}
