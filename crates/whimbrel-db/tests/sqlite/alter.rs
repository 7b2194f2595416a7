//! Each action of ALTER TABLE: a definition and rows before, and after.

use insta::assert_snapshot;

use crate::support::{scratch, told};

/// Runs `alter` in a transaction on what `before` made; gives the schema and the rows of `t` after it.
fn check(before: &str, alter: &str) -> String {
    let scratch = scratch(before);
    scratch.migrated(&[alter]);
    format!("{}\n--\n{}", scratch.schema(), scratch.rows("SELECT * FROM t"))
}

/// The same of one that must fail, and leave everything as it was.
fn refused(before: &str, alter: &str) -> String {
    let scratch = scratch(before);
    let dump = || format!("{}{}", scratch.schema(), scratch.rows("SELECT * FROM t"));
    let was = dump();
    let error = scratch.migrate(&[alter]).expect_err("refused");
    assert_eq!(dump(), was, "nothing changed");
    told(&error)
}

const TWO_ROWS: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT);
    INSERT INTO t VALUES (1, '10', 1), (5, '20', NULL);";

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
fn add_constraints() {
    let p = "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);";
    let alter = "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id) ON DELETE SET NULL, \
                 ADD CHECK (a > ''), ADD UNIQUE (a, b)";
    assert_snapshot!(check(&format!("{TWO_ROWS} {p}"), alter), @r#"
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT, b INT, CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id) ON DELETE SET NULL, CHECK (a > ''), UNIQUE (a, b));
--
1|10|1
5|20|∅
"#);
    assert_snapshot!(check("CREATE TABLE t (a TEXT, b INT); INSERT INTO t VALUES ('x', 1)", "ALTER TABLE t ADD PRIMARY KEY (a, b)"), @r#"
CREATE TABLE "t" (a TEXT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b));
--
x|1
"#);
}

#[test]
fn add_constraints_that_rows_do_not_satisfy() {
    let p = format!("{TWO_ROWS} CREATE TABLE p (id INTEGER PRIMARY KEY);");
    assert_snapshot!(refused(&p, "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id)"), @r#"
SQLITE_CONSTRAINT_FOREIGNKEY: FOREIGN KEY constraint failed
detail: the row with rowid 1 of table t has no parent in table p
hint: list them with PRAGMA foreign_key_check(t); delete these rows, or insert their parents, first
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD CONSTRAINT big CHECK (id > 3)"), @r#"
SQLITE_CONSTRAINT_CHECK: the rows of table t do not all satisfy constraint big: 1 do not
detail: one of them: id = 1, a = 10, b = 1
hint: correct these rows first
"#);
    let twins = "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (1, 2), (NULL, 2), (NULL, 2)";
    assert_snapshot!(refused(twins, "ALTER TABLE t ADD UNIQUE (a, b)"), @r#"
SQLITE_CONSTRAINT_UNIQUE: rows of table t share their (a, b), which is to be unique
detail: for example: a = 1, b = 2
hint: remove the duplicates first
"#);
    assert_snapshot!(refused(twins, "ALTER TABLE t ADD PRIMARY KEY (a)"), @r#"
SQLITE_CONSTRAINT_NOTNULL: column a of table t is to be NOT NULL but 2 rows hold NULL
hint: give these rows a value first, or the column a default when it is added
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD PRIMARY KEY (a)"), @r#"
SQLITE_ERROR: table t has a primary key already
hint: drop it first: DROP CONSTRAINT …_pkey
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD UNIQUE (zz)"), @r#"
SQLITE_ERROR: no such column: t.zz
hint: correct the name, or add the column first
"#);
}

#[test]
fn not_valid_is_checked_by_validate() {
    let p = format!("{TWO_ROWS} CREATE TABLE p (id INTEGER PRIMARY KEY);");
    let scratch = scratch(&p);
    scratch.migrate(&["ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES p NOT VALID"]).expect("added");
    scratch.migrate(&["ALTER TABLE t ADD CONSTRAINT big CHECK (id > 3) NOT VALID"]).expect("added");
    assert_snapshot!(told(&scratch.migrate(&["ALTER TABLE t VALIDATE CONSTRAINT fk"]).expect_err("orphan")), @r#"
SQLITE_CONSTRAINT_FOREIGNKEY: FOREIGN KEY constraint failed
detail: the row with rowid 1 of table t has no parent in table p
hint: list them with PRAGMA foreign_key_check(t); delete these rows, or insert their parents, first
"#);
    assert_snapshot!(told(&scratch.migrate(&["ALTER TABLE t VALIDATE CONSTRAINT big"]).expect_err("small")), @r#"
SQLITE_CONSTRAINT_CHECK: the rows of table t do not all satisfy constraint big: 1 do not
detail: one of them: id = 1, a = 10, b = 1
hint: correct these rows first
"#);
    let new_row = scratch.migrate(&["INSERT INTO t VALUES (2, 'x', NULL)"]).expect_err("enforced for new rows");
    assert_eq!(new_row.constraint.as_deref(), Some("big"));
    scratch.migrated(&[
        "INSERT INTO p VALUES (1)",
        "DELETE FROM t WHERE id < 4",
        "ALTER TABLE t VALIDATE CONSTRAINT fk",
        "ALTER TABLE t VALIDATE CONSTRAINT big",
    ]);
}

#[test]
fn drop_and_rename_constraints() {
    let before = "CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (
  id INTEGER NOT NULL,
  a INT REFERENCES p DEFERRABLE INITIALLY DEFERRED DEFAULT 3,
  b INT UNIQUE CONSTRAINT positive CHECK (b > 0),
  PRIMARY KEY (id), -- the key
  UNIQUE (a, b),
  CONSTRAINT \"Odd Name\" CHECK (a < b) -- last
);
INSERT INTO t VALUES (1, NULL, 2)";
    let alter = "ALTER TABLE t DROP CONSTRAINT t_a_fkey, DROP CONSTRAINT positive, DROP CONSTRAINT t_b_key, \
                 DROP CONSTRAINT t_a_b_key, DROP CONSTRAINT \"Odd Name\" CASCADE, DROP CONSTRAINT IF EXISTS nope";
    assert_snapshot!(check(before, alter), @r#"
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE "t" (
  id INTEGER NOT NULL,
  a INT DEFAULT 3,
  b INT,
  PRIMARY KEY (id) -- the key
);
--
1|∅|2
"#);
    assert_snapshot!(check(before, "ALTER TABLE t RENAME CONSTRAINT t_a_fkey TO t_p"), @r#"
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE "t" (
  id INTEGER NOT NULL,
  a INT CONSTRAINT t_p REFERENCES p DEFERRABLE INITIALLY DEFERRED DEFAULT 3,
  b INT UNIQUE CONSTRAINT positive CHECK (b > 0),
  PRIMARY KEY (id), -- the key
  UNIQUE (a, b),
  CONSTRAINT "Odd Name" CHECK (a < b) -- last
);
--
1|∅|2
"#);
    assert_snapshot!(check(before, "ALTER TABLE t RENAME CONSTRAINT \"Odd Name\" TO even"), @r#"
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE "t" (
  id INTEGER NOT NULL,
  a INT REFERENCES p DEFERRABLE INITIALLY DEFERRED DEFAULT 3,
  b INT UNIQUE CONSTRAINT positive CHECK (b > 0),
  PRIMARY KEY (id), -- the key
  UNIQUE (a, b),
  CONSTRAINT even CHECK (a < b) -- last
);
--
1|∅|2
"#);
    assert_snapshot!(check(before, "ALTER TABLE t DROP CONSTRAINT t_pkey"), @r#"
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE "t" (
  id INTEGER NOT NULL,
  a INT REFERENCES p DEFERRABLE INITIALLY DEFERRED DEFAULT 3,
  b INT UNIQUE CONSTRAINT positive CHECK (b > 0),
  UNIQUE (a, b),
  CONSTRAINT "Odd Name" CHECK (a < b) -- last
);
--
1|∅|2
"#);
    assert_snapshot!(refused(before, "ALTER TABLE t DROP CONSTRAINT nope"), @r#"
SQLITE_ERROR: no such constraint on table t: nope
hint: constraints without a name answer to PostgreSQL's default, such as chats_user_id_fkey; DROP CONSTRAINT IF EXISTS passes over one that is missing
"#);
}

#[test]
fn a_key_that_is_referenced_asks_for_cascade() {
    let before =
        format!("{TWO_ROWS} CREATE TABLE u (x INT REFERENCES t (id), y INT UNIQUE); INSERT INTO u VALUES (5, 1)");
    assert_snapshot!(refused(&before, "ALTER TABLE t DROP CONSTRAINT t_pkey"), @r#"
SQLITE_ERROR: foreign key (x) of table u references what would go from table t
hint: drop that foreign key first, or let CASCADE drop it
"#);
    assert_snapshot!(check(&before, "ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE"), @r#"
CREATE TABLE "t" (id INTEGER NOT NULL, a TEXT, b INT);
CREATE TABLE "u" (x INT, y INT UNIQUE);
--
1|10|1
5|20|∅
"#);
}

#[test]
fn everything_around_the_table_stays() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, parent INT REFERENCES t (id) ON DELETE CASCADE, a TEXT DEFAULT '');
CREATE TABLE child (t_id INT REFERENCES t ON DELETE CASCADE, x);
CREATE TABLE log (what);
CREATE INDEX t_a ON t (a DESC) WHERE a > '';
CREATE UNIQUE INDEX t_low ON t (lower(a), id);
CREATE VIEW v AS SELECT t.id, a FROM t JOIN child ON t_id = t.id;
CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (old.a || '->' || new.a); END;
CREATE TRIGGER on_child AFTER DELETE ON child BEGIN UPDATE t SET a = 'orphaned' WHERE id = old.t_id; END;
INSERT INTO t VALUES (1, NULL, 'one'), (2, 1, 'two'), (99, 2, 'gone'); DELETE FROM t WHERE id = 99;
INSERT INTO child VALUES (2, 'c');
ANALYZE;";
    let scratch = scratch(before);
    let schema = scratch.schema();
    let statistics = scratch.rows("SELECT * FROM sqlite_stat1 ORDER BY 1, 2");
    scratch.migrated(&[
        "ALTER TABLE t ALTER a TYPE VARCHAR(9)",
        "ALTER TABLE t ALTER a SET NOT NULL",
        "ALTER TABLE t ADD CHECK (a <> 'x')",
    ]);
    assert_snapshot!(scratch.schema(), @r#"
CREATE TABLE child (t_id INT REFERENCES t ON DELETE CASCADE, x);
CREATE TABLE log (what);
CREATE TABLE "t" (id INTEGER PRIMARY KEY AUTOINCREMENT, parent INT REFERENCES t (id) ON DELETE CASCADE, a VARCHAR(9) DEFAULT '' NOT NULL, CHECK (a <> 'x'));
CREATE INDEX t_a ON t (a DESC) WHERE a > '';
CREATE UNIQUE INDEX t_low ON t (lower(a), id);
CREATE VIEW v AS SELECT t.id, a FROM t JOIN child ON t_id = t.id;
CREATE TRIGGER on_child AFTER DELETE ON child BEGIN UPDATE t SET a = 'orphaned' WHERE id = old.t_id; END;
CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (old.a || '->' || new.a); END;
"#);
    assert_eq!(scratch.schema().lines().count(), schema.lines().count());
    assert_eq!(scratch.rows("SELECT * FROM sqlite_stat1 ORDER BY 1, 2"), statistics);
    assert_eq!(scratch.rows("SELECT * FROM child"), "2|c", "dropping the old table deleted no child");
    scratch.migrated(&["INSERT INTO t (a) VALUES ('next')", "UPDATE t SET a = 'TWO' WHERE id = 2"]);
    assert_snapshot!(scratch.rows("SELECT * FROM t"), @r#"
1|∅|one
2|1|TWO
100|∅|next
"#);
    assert_eq!(scratch.rows("SELECT * FROM log"), "two->TWO");
    scratch.migrated(&["DELETE FROM t WHERE id = 1"]);
    assert_eq!(scratch.rows("SELECT count(*) FROM child"), "0", "the cascades still work");
}

#[test]
fn rowids_stay_and_other_kinds_of_tables_too() {
    let scratch =
        scratch("CREATE TABLE t (rowid TEXT, a TEXT); INSERT INTO t (_rowid_, rowid, a) VALUES (42, 'r', '7');");
    scratch.migrated(&["ALTER TABLE t ALTER a TYPE INT"]);
    assert_eq!(scratch.rows("SELECT _rowid_, rowid, a, typeof(a) FROM t"), "42|r|7|integer");
    assert_snapshot!(check("CREATE TABLE t (k TEXT, n INT, s INT AS (n * 2) STORED, PRIMARY KEY (k DESC)) WITHOUT ROWID, STRICT;
        INSERT INTO t VALUES ('b', 1), ('a', 2)", "ALTER TABLE t ALTER n SET DEFAULT 4, ADD UNIQUE (n)"), @r#"
CREATE TABLE "t" (k TEXT, n INT DEFAULT 4, s INT AS (n * 2) STORED, PRIMARY KEY (k DESC), UNIQUE (n)) WITHOUT ROWID, STRICT;
--
b|1|2
a|2|4
"#);
    assert_snapshot!(refused("CREATE TABLE t (k TEXT PRIMARY KEY, n) WITHOUT ROWID", "ALTER TABLE t DROP COLUMN k"), @r#"
SQLITE_ERROR: table t is WITHOUT ROWID and cannot lose its primary key
hint: write SQLite's way to do this in a section of its own: -- migrate:up engine:sqlite
"#);
}

#[test]
fn odd_names() {
    let before =
        "CREATE TABLE \"select\" (\"my \"\"col\" INT REFERENCES [other table]([a b]), `order` TEXT, 'str' INT);
        CREATE TABLE [other table] ([a b] INTEGER PRIMARY KEY); CREATE VIEW t AS SELECT * FROM \"select\";
        CREATE INDEX \"group\" ON \"select\" (\"my \"\"col\"); INSERT INTO [other table] VALUES (3);
        INSERT INTO \"select\" VALUES (3, 'o', 5);";
    assert_snapshot!(check(before, "ALTER TABLE \"select\" ALTER \"order\" SET DEFAULT 'it''s', ALTER \"my \"\"col\" SET NOT NULL, ADD CONSTRAINT \"a-b\" CHECK (\"order\" <> 'x;,)')"), @r#"
CREATE TABLE [other table] ([a b] INTEGER PRIMARY KEY);
CREATE TABLE "select" ("my ""col" INT NOT NULL REFERENCES [other table]([a b]), `order` TEXT DEFAULT 'it''s', 'str' INT, CONSTRAINT "a-b" CHECK ("order" <> 'x;,)'));
CREATE INDEX "group" ON "select" ("my ""col");
CREATE VIEW t AS SELECT * FROM "select";
--
3|o|5
"#);
}

#[test]
fn renames_are_followed_everywhere() {
    let before = "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE c (p_id INT REFERENCES p (id));
        CREATE VIEW t AS SELECT id, a FROM p; INSERT INTO p VALUES (1, 'x')";
    let scratch = scratch(before);
    scratch.migrated(&["ALTER TABLE IF EXISTS ONLY p RENAME COLUMN id TO key", "ALTER TABLE p RENAME TO q"]);
    assert_snapshot!(format!("{}\n{}", scratch.schema(), scratch.rows("SELECT * FROM t")), @r#"
CREATE TABLE c (p_id INT REFERENCES "q" (key));
CREATE TABLE "q" (key INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW t AS SELECT key, a FROM "q";
1|x
"#);
}

#[test]
fn a_table_that_is_none() {
    assert_snapshot!(refused("CREATE VIEW t AS SELECT 1 AS a", "ALTER TABLE t DROP COLUMN a"), @r#"
SQLITE_ERROR: t is a view, not a table
hint: drop it and create it again as it is to be
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE nope ADD COLUMN a INT"), @r#"
SQLITE_ERROR: no such table: nope
hint: create it first, or correct the name
"#);
    scratch(TWO_ROWS).migrated(&["ALTER TABLE IF EXISTS nope ADD COLUMN a INT"]);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t OWNER TO app"), @r#"
SQLITE_ERROR: near "OWNER": syntax error
hint: where this is PostgreSQL's SQL, write SQLite's in a section of its own: -- migrate:up engine:sqlite
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE public.t ADD COLUMN a INT"), @r#"
SQLITE_ERROR: no such table: public.t
hint: SQLite has no schemas: leave the name before the dot out, or write a section of its own: -- migrate:up engine:sqlite
"#);
    assert_snapshot!(refused(TWO_ROWS, "ALTER TABLE t ADD COLUMN c jsonb DEFAULT '{}'::jsonb"), @r#"
SQLITE_ERROR: unrecognized token: ":"
hint: where this is PostgreSQL's SQL, write SQLite's in a section of its own: -- migrate:up engine:sqlite
"#);
}

#[test]
fn views_that_are_broken_already_do_not_matter() {
    let before = format!("{TWO_ROWS} CREATE TABLE u (x); CREATE VIEW v AS SELECT x FROM u; DROP TABLE u;");
    assert_snapshot!(check(&before, "ALTER TABLE t DROP COLUMN b"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a TEXT);
CREATE VIEW v AS SELECT x FROM u;
--
1|10
5|20
"#);
}

#[test]
fn what_sqlite_can_do_touches_no_row() {
    let before = "CREATE TABLE t (a INT NOT NULL, b INT CONSTRAINT k CHECK (b > 0)); INSERT INTO t VALUES (1, 1);";
    let scratch = scratch(before);
    let page = "SELECT rootpage FROM sqlite_schema WHERE name = 't'";
    let was = scratch.rows(page);
    scratch.migrated(&[
        "ALTER TABLE t ADD COLUMN c INT, ADD d INT NOT NULL DEFAULT 1 CHECK (d > 0), ADD e INT AS (a + 1) NOT NULL",
        "ALTER TABLE t ALTER a DROP NOT NULL, DROP CONSTRAINT k, ADD CONSTRAINT l CHECK (a < 9), ALTER b SET NOT NULL",
        "ALTER TABLE t ADD f INT, ALTER f SET DEFAULT 3",
    ]);
    assert_ne!(scratch.rows(page), was, "the last one had to rebuild");
    assert_snapshot!(scratch.schema(), @r#"CREATE TABLE "t" (a INT, b INT NOT NULL, c INT, d INT NOT NULL DEFAULT 1 CHECK (d > 0), e INT AS (a + 1) NOT NULL, f INT DEFAULT 3, CONSTRAINT l CHECK (a < 9));"#);
    assert_eq!(scratch.rows("SELECT * FROM t"), "1|1|∅|1|2|∅");
}

#[test]
fn triggers_that_name_a_dropped_column() {
    let before = "CREATE TABLE t (a INT, b INT); CREATE TABLE log (x);
        CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (new.a); END;
        CREATE TRIGGER other AFTER INSERT ON log BEGIN UPDATE t SET b = 1; END;";
    assert_snapshot!(refused(before, "ALTER TABLE t DROP COLUMN a"), @r#"
SQLITE_ERROR: trigger tr would no longer work
detail: error in trigger tr: no such column: new.a
hint: change or drop what uses it first, or let CASCADE drop it
"#);
    assert_snapshot!(check(before, "ALTER TABLE t DROP COLUMN a CASCADE"), @r#"
CREATE TABLE log (x);
CREATE TABLE "t" (b INT);
CREATE TRIGGER other AFTER INSERT ON log BEGIN UPDATE t SET b = 1; END;
--
"#);
}

#[test]
fn strict_tables_keep_to_their_types() {
    let before = "CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('1')";
    assert_snapshot!(check(before, "ALTER TABLE t ALTER a TYPE INT"), @r#"
CREATE TABLE "t" (a INT) STRICT;
--
1
"#);
    assert_snapshot!(refused(before, "ALTER TABLE t ALTER a TYPE VARCHAR(9)"), @r#"SQLITE_ERROR: unknown datatype for t.a: "VARCHAR(9)""#);
    assert_snapshot!(refused(before, "ALTER TABLE t ALTER a TYPE BLOB"), @r#"SQLITE_CONSTRAINT_DATATYPE: cannot store TEXT value in BLOB column t.a"#);
}

#[test]
fn keys_of_the_table_itself() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t (id) ON DELETE CASCADE);
        INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2)";
    assert_snapshot!(check(before, "ALTER TABLE t ALTER up SET DEFAULT 1"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, up INT DEFAULT 1 REFERENCES t (id) ON DELETE CASCADE);
--
1|∅
2|1
3|2
"#);
    assert_snapshot!(check(before, "ALTER TABLE t ALTER id TYPE TEXT"), @r#"
CREATE TABLE "t" (id TEXT NOT NULL PRIMARY KEY, up INT REFERENCES t (id) ON DELETE CASCADE);
--
1|∅
2|1
3|2
"#);
    assert_snapshot!(refused(before, "ALTER TABLE t DROP COLUMN id"), @r#"
SQLITE_ERROR: foreign key (up) of table t references what would go from table t
hint: drop that foreign key first, or let CASCADE drop it
"#);
    assert_snapshot!(check(before, "ALTER TABLE t DROP COLUMN id CASCADE"), @r#"
CREATE TABLE "t" (up INT);
--
∅
1
2
"#);
    assert_snapshot!(check(before, "ALTER TABLE t DROP COLUMN up"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY);
--
1
2
3
"#);
    assert_snapshot!(refused(before, "ALTER TABLE t ALTER up TYPE INT USING up + 7"), @r#"
SQLITE_CONSTRAINT_FOREIGNKEY: FOREIGN KEY constraint failed
detail: the row with rowid 2 of table t has no parent in table t, and 1 more row is like it
hint: list them with PRAGMA foreign_key_check(t); delete these rows, or insert their parents, first
"#);
    assert_snapshot!(refused(before, "ALTER TABLE t ALTER id TYPE BIGINT USING id + 7"), @r#"
SQLITE_CONSTRAINT_FOREIGNKEY: FOREIGN KEY constraint failed
detail: the row with rowid 9 of table t has no parent in table t, and 1 more row is like it
hint: list them with PRAGMA foreign_key_check(t); delete these rows, or insert their parents, first
"#);
}

#[test]
fn drop_and_add_in_one_statement_starts_afresh() {
    assert_snapshot!(check(TWO_ROWS, "ALTER TABLE t ADD COLUMN a INT DEFAULT 4 CHECK (b IS NULL), DROP COLUMN a, DROP b, ADD b INT"), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a INT DEFAULT 4 CHECK (b IS NULL), b INT);
--
1|4|∅
5|4|∅
"#);
}

#[test]
fn a_table_with_many_rows_and_text_in_every_place() {
    let before = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT /* a, b) */ DEFAULT ('x, y') -- it's
        , \"check\" TEXT CHECK (\"check\" IN ('(', ')', ',')), key INT, CHECK (a <> ';') UNIQUE (key) CONSTRAINT z UNIQUE (a, id));
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO t SELECT i, i, ',', i FROM n;";
    let scratch = scratch(before);
    scratch.migrated(&["ALTER TABLE t ALTER a TYPE INTEGER, DROP CONSTRAINT t_key_key, ALTER key SET DEFAULT 0"]);
    assert_snapshot!(scratch.schema(), @r#"
CREATE TABLE "t" (id INTEGER PRIMARY KEY, a INTEGER /* a, b) */ DEFAULT ('x, y') -- it's
        , "check" TEXT CHECK ("check" IN ('(', ')', ',')), key INT DEFAULT 0, CHECK (a <> ';') CONSTRAINT z UNIQUE (a, id));
"#);
    assert_eq!(
        scratch.rows("SELECT count(*), sum(a), sum(id), min(typeof(a)) FROM t"),
        "20000|200010000|200010000|integer"
    );
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

#[test]
fn definitions_are_read_as_sqlite_reads_them() {
    let odd = [
        "CREATE TABLE t(a,b,c)",
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b TEXT UNIQUE ON CONFLICT ABORT COLLATE NOCASE)",
        "CREATE TABLE t (a decimal ( 10 , 2 ) default +1.5e3, b \"odd type\" NULL, c 'str' DEFAULT \"x\")",
        "CREATE TABLE t (a int CONSTRAINT x CONSTRAINT y NOT NULL ON CONFLICT IGNORE, b)",
        "CREATE TABLE t (a timestamp with time zone default current_timestamp, b varchar(5) generated always as (a || '') virtual)",
        "CREATE TABLE t (a INT REFERENCES u MATCH FULL ON UPDATE SET NULL NOT DEFERRABLE INITIALLY IMMEDIATE DEFAULT -1, b)",
        "CREATE TABLE t (key INT, action TEXT, \"primary\" INT, [a b] INT, `c,d` INT, temp, PRIMARY KEY (key, action COLLATE NOCASE DESC) ON CONFLICT REPLACE)",
        "CREATE TABLE t (a INT DEFAULT 0x1F, b BLOB DEFAULT x'00ff', c DEFAULT NULL, d DEFAULT (CASE WHEN 1 THEN ')' END), é TEXT, \"日本\" INT CHECK (\"日本\" > 0))",
        "CREATE TABLE t\n-- name, (\n(a INT -- one, )\n, /* two, ( */ b TEXT\n)\n-- end",
    ];
    for sql in odd {
        let scratch = scratch(sql);
        let columns = scratch.rows("SELECT name, type, dflt_value, pk, hidden FROM pragma_table_xinfo('t')");
        let result = scratch.migrate(&["ALTER TABLE t ADD COLUMN added INT UNIQUE", "ALTER TABLE t DROP COLUMN added"]);
        result.unwrap_or_else(|error| panic!("{error:?}\nin: {sql}"));
        assert_eq!(
            scratch.rows("SELECT name, type, dflt_value, pk, hidden FROM pragma_table_xinfo('t')"),
            columns,
            "{sql}"
        );
    }
}

#[test]
fn a_reader_in_wal_mode_keeps_its_view_of_the_old_table() {
    let scratch = scratch("PRAGMA journal_mode = WAL; CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('1');");
    let reader = rusqlite::Connection::open(scratch.db.path()).expect("opened");
    reader.execute_batch("BEGIN; SELECT * FROM t;").expect("reads");
    scratch.migrated(&["ALTER TABLE t ALTER a TYPE INT"]);
    let kind = || reader.query_row("SELECT typeof(a) FROM t", [], |row| row.get::<_, String>(0)).expect("reads");
    assert_eq!(kind(), "text");
    reader.execute_batch("COMMIT").expect("ended");
    assert_eq!(kind(), "integer");
}

#[test]
fn lines_that_end_in_carriage_returns() {
    let before = "CREATE TABLE t (\r\n  a INT, -- one\r\n  b INT -- two\r\n);";
    let after = |alter| check(before, alter).replace('\r', "");
    assert_snapshot!(after("ALTER TABLE t ADD c INT UNIQUE"), @r#"
CREATE TABLE "t" (
  a INT, -- one
  b INT, -- two
  c INT UNIQUE
);
--
"#);
    assert_snapshot!(after("ALTER TABLE t DROP COLUMN b"), @r#"
CREATE TABLE "t" (
  a INT -- one
);
--
"#);
    assert_snapshot!(after("ALTER TABLE t DROP COLUMN a"), @r#"
CREATE TABLE "t" (
  b INT -- two
);
--
"#);
}
