//! ALTER TABLE on columns: a definition and rows before, and after.

use insta::assert_snapshot;

use crate::support::{TWO_ROWS, check, refused, scratch};

#[test]
fn add_column_keeps_the_layout_and_the_comments() {
    let before = "CREATE TABLE t (
    id INTEGER PRIMARY KEY, -- the key
    a TEXT -- a note
    , CHECK (a <> '') -- never empty
);
INSERT INTO t VALUES (1, 'x')";
    assert_snapshot!(check(before, "ALTER TABLE t ADD COLUMN b INT UNIQUE"), @r#"
CREATE TABLE "t" (
    id INTEGER PRIMARY KEY, -- the key
    a TEXT -- a note
    ,
    b INT UNIQUE, CHECK (a <> '') -- never empty
);
--
1|x|∅
"#);
}

#[test]
fn add_column_that_sqlite_can_add() {
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t ADD COLUMN c TEXT NOT NULL DEFAULT 'x'"), @r#"
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT, c TEXT NOT NULL DEFAULT 'x');
--
1|10|1|x
5|20|∅|x
"#);
}

#[test]
fn add_columns_that_sqlite_refuses() {
    let parent = "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (7);";
    let alter = "ALTER TABLE ONLY t ADD COLUMN c TEXT UNIQUE, ADD d INT NOT NULL DEFAULT (1 + 1), \
                 ADD COLUMN IF NOT EXISTS e INT DEFAULT 7 REFERENCES p (id) ON DELETE CASCADE";
    assert_snapshot!(check(&format!("{TWO_ROWS} {parent}"), alter), @r#"
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT, b INT, c TEXT UNIQUE, d INT NOT NULL DEFAULT (1 + 1), e INT DEFAULT 7 REFERENCES p (id) ON DELETE CASCADE);
--
1|10|1|∅|2|7
5|20|∅|∅|2|7
"#);
}

#[test]
fn add_a_key_to_an_empty_table() {
    assert_snapshot!(check("CREATE TABLE t (a)", "ALTER TABLE t ADD id TEXT PRIMARY KEY, ADD n INT NOT NULL"), @r#"
CREATE TABLE "t" (a, id TEXT PRIMARY KEY, n INT NOT NULL);
--
"#);
}

#[test]
fn add_column_not_null_without_default_is_refused_where_there_are_rows() {
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD COLUMN c INT NOT NULL"), @r#"
SQLITE_CONSTRAINT_NOTNULL: column c of table t is to be NOT NULL but 2 rows hold NULL
hint: give these rows a value first, or the column a default when it is added
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD COLUMN c INT NOT NULL UNIQUE DEFAULT 3"), @r#"SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: t.c"#);
}

#[test]
fn add_column_if_not_exists_looks_at_the_shape() {
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t ADD COLUMN IF NOT EXISTS b int"), @r#"
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT);
--
1|10|1
5|20|∅
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD COLUMN IF NOT EXISTS b INT NOT NULL DEFAULT 0"), @r#"
SQLITE_ERROR: column b of table t exists in another shape
detail: it is: b INT; asked for: b INT NOT NULL DEFAULT 0
hint: alter the column that is there, or ask for what it is
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD COLUMN B INT"), @r#"
SQLITE_ERROR: duplicate column name: b
hint: ADD COLUMN IF NOT EXISTS passes over a column that is there in the same shape
"#);
}

#[test]
fn drop_column_takes_indexes_and_constraints_over_it() {
    let before = "CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  a TEXT UNIQUE, -- goes
  b INT CHECK (b > length(a)) NOT NULL,
  c TEXT,
  UNIQUE (a, b),
  CHECK (c <> ''),
  CHECK (c <> a)
);
CREATE INDEX one ON t (c, a); CREATE INDEX two ON t (c) WHERE a > ''; CREATE INDEX three ON t (lower(a));
CREATE INDEX stays ON t (c);
INSERT INTO t VALUES (3, 'x', 2, 'y')";
    assert_snapshot!(check(before, "ALTER TABLE t DROP COLUMN a"), @r#"
CREATE TABLE "t" (
  id INTEGER PRIMARY KEY,
  b INT NOT NULL,
  c TEXT,
  CHECK (c <> '')
);
CREATE INDEX stays ON t (c);
--
3|2|y
"#);
}

#[test]
fn drop_column_of_a_key() {
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t DROP COLUMN id"), @r#"
CREATE TABLE "t" (a TEXT, b INT);
--
10|1
20|∅
"#);
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t DROP COLUMN IF EXISTS zz, DROP b RESTRICT"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT);
--
1|10
5|20
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t DROP COLUMN zz"), @r#"
SQLITE_ERROR: no such column: t.zz
hint: correct the name, or add the column first
"#);
}

#[test]
fn drop_column_that_others_need_asks_for_cascade() {
    let view = format!("{TWO_ROWS} CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT * FROM v;");
    assert_snapshot!(refused(&view, "ALTER TABLE t DROP COLUMN a"), @r#"
SQLITE_ERROR: view v would no longer work
detail: error in view v: no such column: a
hint: change or drop what uses it first, or let CASCADE drop it
"#);
    assert_snapshot!(check(&view, "ALTER TABLE t DROP COLUMN a CASCADE"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, b INT);
--
1|1
5|∅
"#);
    let child =
        format!("{TWO_ROWS} CREATE TABLE u (x INT REFERENCES t ON DELETE CASCADE, y); INSERT INTO u VALUES (1, 2);");
    assert_snapshot!(refused(&child, "ALTER TABLE t DROP COLUMN id"), @r#"
SQLITE_ERROR: foreign key (x) of table u references what would go from table t
hint: drop that foreign key first, or let CASCADE drop it
"#);
    assert_snapshot!(check(&child, "ALTER TABLE t DROP COLUMN id CASCADE"), @r#"
CREATE TABLE "t" (a TEXT, b INT);
CREATE TABLE "u" (x INT, y);
--
10|1
20|∅
"#);
    let generated = "CREATE TABLE t (a INT, b INT AS (a + 1), c INT GENERATED ALWAYS AS (b * 2) STORED, d)";
    assert_snapshot!(refused(generated, "ALTER TABLE t DROP COLUMN a"), @r#"
SQLITE_ERROR: column b of table t is generated from column a
hint: drop that one first, or both with DROP COLUMN … CASCADE
"#);
    assert_snapshot!(check(generated, "ALTER TABLE t DROP COLUMN a CASCADE"), @r#"
CREATE TABLE "t" (d);
--
"#);
}

#[test]
fn type_changes_convert_the_rows() {
    let after = |alter| {
        let scratch = scratch(TWO_ROWS);
        scratch.migrated(&[alter]);
        format!("{}\n{}", scratch.schema(), scratch.rows("SELECT id, typeof(id), a, typeof(a), b, typeof(b) FROM t"))
    };
    assert_snapshot!(after("ALTER TABLE t ALTER COLUMN a TYPE INTEGER"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a INTEGER, b INT);
1|integer|10|integer|1|integer
5|integer|20|integer|∅|null
"#);
    assert_snapshot!(after("ALTER TABLE t ALTER b SET DATA TYPE VARCHAR(255) COLLATE NOCASE"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT, b VARCHAR(255) COLLATE NOCASE);
1|integer|10|text|1|text
5|integer|20|text|∅|null
"#);
    assert_snapshot!(after("ALTER TABLE t ALTER b TYPE TEXT USING 'u' || coalesce(b::text, 'none')"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
1|integer|10|text|u1|text
5|integer|20|text|unone|text
"#);
    assert_snapshot!(after("ALTER TABLE t ALTER COLUMN id TYPE BIGINT"), @r#"
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT);
1|integer|10|text|1|integer
5|integer|20|text|∅|null
"#);
    assert_snapshot!(after("ALTER TABLE t ALTER a TYPE double precision USING a::double precision"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a double precision, b INT);
1|integer|10.0|real|1|integer
5|integer|20.0|real|∅|null
"#);
}

#[test]
fn type_changes_lose_nothing_silently() {
    let rows = |values: &str| format!("CREATE TABLE t (a); INSERT INTO t VALUES {values};");
    let refused = |values: &str, alter: &str| refused(&rows(values), alter);
    assert_snapshot!(refused("('abc'), ('1'), ('')", "ALTER TABLE t ALTER a TYPE INTEGER"), @r#"
SQLITE_MISMATCH: column a of table t cannot become INTEGER: 2 rows hold a value that would be lost or is none, such as 'abc'
hint: correct these rows first, or say how with ALTER COLUMN a TYPE INTEGER USING …
"#);
    assert_snapshot!(refused("('abc')", "ALTER TABLE t ALTER a TYPE INTEGER USING CAST(a AS INT)"), @r#"
SQLITE_MISMATCH: column a of table t cannot become INTEGER: 1 row holds a value that would be lost or is none, such as 'abc'
hint: correct these rows first, or say how with ALTER COLUMN a TYPE INTEGER USING …
"#);
    assert_snapshot!(refused("(1.5), (2)", "ALTER TABLE t ALTER a TYPE INTEGER USING (a)::bigint"), @r#"
SQLITE_MISMATCH: column a of table t cannot become INTEGER: 1 row holds a value that would be lost or is none, such as 1.5
hint: correct these rows first, or say how with ALTER COLUMN a TYPE INTEGER USING …
"#);
    assert_snapshot!(refused("('12345678901234567.25')", "ALTER TABLE t ALTER a TYPE NUMERIC(30, 2)"), @r#"
SQLITE_MISMATCH: column a of table t cannot become NUMERIC(30, 2): 1 row holds a value that would be lost or is none, such as '12345678901234567.25'
hint: correct these rows first, or say how with ALTER COLUMN a TYPE NUMERIC(30, 2) USING …
"#);
    assert_snapshot!(refused("('007')", "ALTER TABLE t ALTER a TYPE UUID"), @r#"
SQLITE_MISMATCH: column a of table t cannot become UUID: 1 row holds a value that would be lost or is none, such as '007'
hint: correct these rows first, or say how with ALTER COLUMN a TYPE UUID USING …
"#);
    assert_snapshot!(refused("('yes'), (1)", "ALTER TABLE t ALTER a TYPE BOOLEAN"), @r#"
SQLITE_MISMATCH: column a of table t cannot become BOOLEAN: 1 row holds a value that would be lost or is none, such as 'yes'
hint: correct these rows first, or say how with ALTER COLUMN a TYPE BOOLEAN USING …
"#);
    assert_snapshot!(refused("(x'00')", "ALTER TABLE t ALTER a TYPE TEXT"), @r#"
SQLITE_MISMATCH: column a of table t cannot become TEXT: 1 row holds a value that would be lost or is none, such as X'00'
hint: correct these rows first, or say how with ALTER COLUMN a TYPE TEXT USING …
"#);
    assert_snapshot!(refused("('2025-01-01')", "ALTER TABLE t ALTER a TYPE TIMESTAMP USING nullif(a, '')::timestamp || ''"), @r#"
SQLITE_MISMATCH: SQLite has no type timestamp: a cast to it would read a number out of the value
hint: write SQLite's way to do this in a section of its own: -- migrate:up engine:sqlite
"#);
    let kept = check(&rows("('2025-01-01')"), "ALTER TABLE t ALTER a TYPE TIMESTAMP USING (nullif(a, ''))::timestamp");
    assert_snapshot!(kept, @r#"
CREATE TABLE "t" (a TIMESTAMP);
--
2025-01-01
"#);
    assert_snapshot!(check(&rows("('abc'), ('7')"), "ALTER TABLE t ALTER a TYPE INT USING CASE WHEN a GLOB '[0-9]*' THEN CAST(a AS INT) ELSE -1 END"), @r#"
CREATE TABLE "t" (a INT);
--
-1
7
"#);
}

#[test]
fn the_seed_of_astropixel() {
    let before = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE t (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    body TEXT,
    FOREIGN KEY (user_id) REFERENCES users (id)
);
INSERT INTO users VALUES (4, 'm'); INSERT INTO t VALUES (9, 4, 'hi'); DELETE FROM t; INSERT INTO t (user_id) VALUES (4);";
    let scratch = scratch(before);
    scratch.migrated(&[
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS t_user_id_fkey CASCADE",
        "ALTER TABLE t ALTER COLUMN user_id TYPE VARCHAR(255) USING CAST(user_id AS VARCHAR)",
        "ALTER TABLE t ALTER COLUMN user_id SET DEFAULT 'anonymous'",
        "INSERT INTO t (body) VALUES ('now')",
    ]);
    assert_snapshot!(format!("{}\n{}", scratch.schema(), scratch.rows("SELECT *, typeof(user_id) FROM t")), @r#"
CREATE TABLE "t" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id VARCHAR(255) DEFAULT 'anonymous' NOT NULL,
    body TEXT
);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
10|4|∅|text
11|anonymous|now|text
"#);
}

#[test]
fn defaults_and_nulls() {
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t ALTER a SET DEFAULT 'x'::character varying, ALTER b SET DEFAULT 1 + 1"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'x', b INT DEFAULT (1 + 1));
--
1|10|1
5|20|∅
"#);
    assert_snapshot!(check("CREATE TABLE t (a TEXT DEFAULT 'x' NOT NULL, b INT DEFAULT (1))", "ALTER TABLE t ALTER a DROP DEFAULT, ALTER b SET DEFAULT -2, ALTER a DROP NOT NULL"), @r#"
CREATE TABLE "t" (a TEXT, b INT DEFAULT -2);
--
"#);
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t ALTER COLUMN a SET NOT NULL"), @r#"
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT);
--
1|10|1
5|20|∅
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ALTER COLUMN b SET NOT NULL"), @r#"
SQLITE_CONSTRAINT_NOTNULL: column b of table t is to be NOT NULL but 1 row holds NULL
hint: give these rows a value first, or the column a default when it is added
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ALTER COLUMN b SET DEFAULT now()"), @r#"
SQLITE_ERROR: unknown function: now()
hint: where this is PostgreSQL's SQL, write SQLite's in a section of its own: -- migrate:up engine:sqlite
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ALTER COLUMN id DROP NOT NULL"), @r#"
SQLITE_ERROR: column id is in the primary key of table t
hint: drop the primary key first
"#);
}

#[test]
fn a_default_changed_does_not_reach_rows_stored_before() {
    let before = "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b INT DEFAULT 5;";
    assert_snapshot!(check(before, "ALTER TABLE t ALTER b SET DEFAULT 6"), @r#"
CREATE TABLE "t" (a INT, b INT DEFAULT 6);
--
1|5
"#);
}

#[test]
fn a_column_that_exists_is_compared_by_its_shape() {
    let before = "CREATE TABLE p (id INTEGER PRIMARY KEY);
        CREATE TABLE t (id INT, a VARCHAR (20) DEFAULT 'x' NOT NULL, p INT NULL, FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE)";
    let scratch = scratch(before);
    let was = scratch.schema();
    scratch.migrated(&[
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS \"A\" varchar(20) NOT NULL DEFAULT 'x'",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS p INT CONSTRAINT fk REFERENCES p(id) ON DELETE CASCADE",
    ]);
    assert_eq!(scratch.schema(), was);
    assert_snapshot!(refused(before, "ALTER TABLE t ADD COLUMN IF NOT EXISTS a varchar(20) NOT NULL DEFAULT 'X'"), @r#"
SQLITE_ERROR: column a of table t exists in another shape
detail: it is: a VARCHAR (20) DEFAULT 'x' NOT NULL; asked for: a varchar(20) NOT NULL DEFAULT 'X'
hint: alter the column that is there, or ask for what it is
"#);
    assert_snapshot!(refused(before, "ALTER TABLE t ADD COLUMN IF NOT EXISTS p INT REFERENCES p (id) ON DELETE SET NULL"), @r#"
SQLITE_ERROR: column p of table t exists in another shape
detail: it is: p INT NULL, FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE; asked for: p INT REFERENCES p (id) ON DELETE SET NULL
hint: alter the column that is there, or ask for what it is
"#);
}
