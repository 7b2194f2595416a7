//! ALTER TABLE on constraints and names, and what stays of everything around the table.

use insta::assert_snapshot;

use crate::support::{TWO_ROWS, check, refused, scratch, told};

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
