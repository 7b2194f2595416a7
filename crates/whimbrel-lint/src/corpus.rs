//! Whole migrations, and all that is found in them.

mod rehearsed;

use whimbrel_source::{Engine, Migration, SectionKind, SourceFile, Statement};

use crate::examples::{check, findings, told};
use crate::{Config, Run, lint};

#[track_caller]
fn check_sqlite(sql: &str, expect: &str) {
    let found = told(&findings(sql, Engine::Sqlite, &Config::default()));
    assert_eq!(found.trim_end(), expect.trim(), "in\n{sql}");
}

/// Several migrations of one run.
#[track_caller]
fn check_run(together: bool, sections: &[&str], expect: &str) {
    let files = sections.iter().enumerate().map(|(number, sql)| {
        let text = format!("-- migrate:up\n{sql}\n-- migrate:down\nSELECT 1;\n");
        Migration::parse(SourceFile::new(format!("{}_m.sql", number + 1), text)).unwrap()
    });
    let migrations: Vec<Migration> = files.collect();
    let statements: Vec<Vec<Statement>> =
        migrations.iter().map(|m| m.statements(SectionKind::Up, Engine::Postgres).unwrap()).collect();
    let units = migrations.iter().zip(statements.iter().map(Vec::as_slice));
    let run = Run { together, ..Run::of_text(Engine::Postgres, units) };
    let found = lint(&run, &Config::default());
    let lines =
        found.iter().map(|finding| format!("{} {}", finding.migration + 1, told(std::slice::from_ref(finding))));
    assert_eq!(lines.collect::<String>().trim_end(), expect.trim());
}

#[test]
fn a_table_that_the_migration_makes_may_be_locked_and_read() {
    check(
        "CREATE TABLE chats (id bigint PRIMARY KEY, room text, size int);
         CREATE INDEX chats_room ON chats (room);
         ALTER TABLE chats ADD CONSTRAINT size_ok CHECK (size > 0);
         ALTER TABLE chats ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
         ALTER TABLE chats ALTER COLUMN room SET NOT NULL;
         ALTER TABLE chats ALTER COLUMN size TYPE bigint;
         ALTER TABLE chats ADD CONSTRAINT room_key UNIQUE (token);
         UPDATE chats SET size = 1;
         DELETE FROM chats;
         ALTER TABLE chats RENAME COLUMN size TO bytes;
         DROP TABLE chats;",
        "",
    );
}

#[test]
fn a_small_table_may_be_locked_and_read() {
    check(
        "-- known: plans has 12 rows
         CREATE INDEX plans_code ON plans (code);
         ALTER TABLE plans ALTER COLUMN code SET NOT NULL;
         ALTER TABLE plans ADD CONSTRAINT code_ok CHECK (code <> '');
         ALTER TABLE plans ALTER COLUMN id TYPE bigint;
         UPDATE plans SET code = lower(code);",
        "",
    );
}

#[test]
fn a_few_large_rows_are_no_small_table() {
    check(
        "-- known: reports has 500 rows of 9000000000 bytes
         CREATE INDEX reports_day ON reports (day);",
        "error index-not-concurrent: build index reports_day with CONCURRENTLY",
    );
}

#[test]
fn a_constant_default_rewrites_nothing() {
    check(
        "ALTER TABLE orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
         ALTER TABLE orders ADD COLUMN day date DEFAULT date_trunc('day', now())::date;
         ALTER TABLE orders ADD COLUMN tags text[] NOT NULL DEFAULT ARRAY[]::text[];
         ALTER TABLE orders ADD COLUMN state varchar(20) DEFAULT 'new'::varchar(20);
         ALTER TABLE orders ADD COLUMN extra jsonb NOT NULL DEFAULT '{}';",
        "",
    );
}

#[test]
fn what_differs_by_row_rewrites() {
    check(
        "ALTER TABLE orders ADD COLUMN id bigserial;",
        "error volatile-default: add orders.id without a value of its own for each row",
    );
    check(
        "ALTER TABLE orders ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;",
        "error volatile-default: add orders.id without a value of its own for each row",
    );
    check(
        "ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (price * amount) STORED;",
        "error volatile-default: add orders.total without a value of its own for each row",
    );
    check("ALTER TABLE orders ADD COLUMN total numeric GENERATED ALWAYS AS (price * amount) VIRTUAL;", "");
    check(
        "ALTER TABLE orders ADD COLUMN code text DEFAULT app.next_code();",
        "warning volatile-default: add orders.code without a value of its own for each row",
    );
    check("-- seen: nothing\nALTER TABLE orders ADD COLUMN code text DEFAULT app.next_code();", "");
    check(
        "-- seen: rewrites orders\nALTER TABLE orders ADD COLUMN code text DEFAULT app.next_code();",
        "error volatile-default: add orders.code without a value of its own for each row",
    );
}

#[test]
fn a_type_is_widened_without_a_rewrite() {
    check(
        "-- known: CREATE TABLE users (name varchar(20), price numeric(10,2), email varchar(50))
         ALTER TABLE users ALTER COLUMN name TYPE varchar(40);
         ALTER TABLE users ALTER COLUMN price TYPE numeric(14,2);
         ALTER TABLE users ALTER COLUMN email TYPE text;",
        "",
    );
    check(
        "ALTER TABLE users ALTER COLUMN email TYPE text;",
        "advice change-column-type: do not change the type of users.email to text in place",
    );
    check(
        "ALTER TABLE users ALTER COLUMN name TYPE varchar(40);",
        "warning change-column-type: do not change the type of users.name to varchar(40) in place",
    );
    check("-- seen: nothing\nALTER TABLE users ALTER COLUMN name TYPE varchar(40);", "");
    check(
        "-- known: CREATE TABLE users (id integer)\nALTER TABLE users ALTER id SET DATA TYPE bigint USING id::bigint;",
        "error change-column-type: do not change the type of users.id from integer to bigint in place",
    );
}

#[test]
fn what_is_proven_is_not_read_again() {
    check(
        "-- migrate:up transaction:false
ALTER TABLE orders ADD CONSTRAINT known CHECK (customer_id IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT known;
ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;
-- migrate:down
SELECT 1;",
        "",
    );
    check("-- seen: nothing\nALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;", "");
    check(
        "-- known: CREATE TABLE orders (customer_id bigint NOT NULL)
         ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;",
        "",
    );
}

#[test]
fn the_way_over_three_migrations_is_free_of_findings() {
    check_run(
        false,
        &[
            "ALTER TABLE orders ADD CONSTRAINT known CHECK (customer_id IS NOT NULL) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT known;",
            "ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL, DROP CONSTRAINT known;",
        ],
        "",
    );
}

#[test]
fn a_foreign_key_of_a_new_empty_column_is_not_looked_up() {
    check(
        "ALTER TABLE orders ADD COLUMN parent_id bigint REFERENCES orders (id);
         -- whimbrel:allow index-not-concurrent because it is tested elsewhere
         CREATE INDEX orders_parent ON orders (parent_id);",
        "error index-not-concurrent: build index orders_parent with CONCURRENTLY (allowed)",
    );
}

#[test]
fn the_index_of_a_foreign_key_may_come_later() {
    check_run(
        true,
        &[
            "CREATE TABLE chats (id bigint PRIMARY KEY, author bigint REFERENCES users (id));",
            "CREATE INDEX chats_author ON chats (author, id);",
        ],
        "",
    );
    check(
        "-- known: CREATE TABLE chats (id bigint PRIMARY KEY, author bigint)
         -- known: CREATE INDEX chats_author ON chats (author)
         ALTER TABLE chats ADD CONSTRAINT chats_author_fkey FOREIGN KEY (author) REFERENCES users (id) NOT VALID;",
        "warning not-valid-left-behind: validate chats_author_fkey on chats in a later migration",
    );
    // an index for some rows only does not find them all
    check(
        "CREATE TABLE chats (author bigint REFERENCES users (id), closed boolean);
         CREATE INDEX chats_author ON chats (author) WHERE NOT closed;",
        "warning foreign-key-without-index: index chats (author), which refers to users",
    );
    check(
        "CREATE TABLE chats (author bigint REFERENCES users (id));
         CREATE INDEX chats_author ON chats (author) WHERE author IS NOT NULL;",
        "",
    );
}

#[test]
fn validation_may_come_later_in_the_run() {
    check_run(
        true,
        &[
            "ALTER TABLE orders ADD CONSTRAINT total_ok CHECK (total >= 0) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT total_ok;",
        ],
        "",
    );
}

#[test]
fn a_table_is_new_for_later_migrations_only_where_they_run_together() {
    let run = ["CREATE TABLE chats (id bigint PRIMARY KEY);", "CREATE INDEX chats_id ON chats ((id % 7));"];
    check_run(true, &run, "");
    check_run(false, &run, "2 error index-not-concurrent: build index chats_id with CONCURRENTLY");
}

#[test]
fn an_index_that_differs_is_not_redundant() {
    check(
        "CREATE TABLE t (a int, b int, c int, UNIQUE (a, b));
         CREATE INDEX i1 ON t (b);
         CREATE INDEX i2 ON t (a) WHERE c > 0;
         CREATE INDEX i3 ON t USING gin (a);
         CREATE UNIQUE INDEX i4 ON t (a);
         CREATE INDEX i5 ON t (a, b DESC);",
        "",
    );
    check(
        "CREATE TABLE t (a int, b int, c int, UNIQUE (a, b));
         CREATE INDEX i1 ON t (a ASC);
         CREATE INDEX i2 ON t (c);
         CREATE INDEX i3 ON t (c);",
        "warning redundant-index: leave index i1 out: the index of the key on (a, b) serves t (a) already
warning redundant-index: leave index i3 out: index i2 serves t (c) already",
    );
}

#[test]
fn a_second_key_on_the_same_columns_is_redundant() {
    check(
        "CREATE TABLE t (id int PRIMARY KEY UNIQUE, a int, UNIQUE (a), b int UNIQUE, UNIQUE (b, a));",
        "warning redundant-index: leave UNIQUE (id) of t out: a primary key is on it already",
    );
}

#[test]
fn several_tables_are_locked_at_once() {
    check(
        "ALTER TABLE a ADD COLUMN x text; ALTER TABLE b ADD COLUMN x text; ALTER TABLE c ADD COLUMN x text;",
        "warning several-exclusive-locks: move this to a migration of its own: a is locked already",
    );
    // what stands outside of a transaction ends it
    check(
        "ALTER TABLE a ADD COLUMN x text; CREATE INDEX CONCURRENTLY a_x ON a (x); ALTER TABLE b ADD COLUMN x text;",
        "",
    );
    check(
        "-- migrate:up transaction:false
ALTER TABLE a ADD COLUMN x text;
ALTER TABLE b ADD COLUMN x text;
-- migrate:down
SELECT 1;",
        "",
    );
}

#[test]
fn an_enum_value_of_a_new_type_may_be_used() {
    check("CREATE TYPE s AS ENUM ('a'); ALTER TYPE s ADD VALUE 'b'; ALTER TABLE t ALTER c SET DEFAULT 'b';", "");
    check("-- seen: nothing\nALTER TYPE s ADD VALUE 'b'; ALTER TABLE t ALTER c SET DEFAULT 'b';", "");
}

#[test]
fn transactions_are_placed_by_hand_only_where_the_section_says_so() {
    check(
        "-- migrate:up transaction:false
BEGIN;
CREATE INDEX CONCURRENTLY i ON t (a);
COMMIT;
COMMIT;
-- migrate:down
SELECT 1;",
        "error transaction-control: write COMMIT before this statement
error transaction-control: delete COMMIT: no transaction is open here",
    );
}

#[test]
fn on_conflict_needs_a_key() {
    check(
        "CREATE TABLE p (id int PRIMARY KEY, code text); INSERT INTO p VALUES (1, 'a') ON CONFLICT (code) DO NOTHING;",
        "error conflict-without-key: make (code) of p unique before ON CONFLICT (code)",
    );
    check(
        "CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p (id) VALUES (1) ON CONFLICT DO NOTHING;
         INSERT INTO q (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = 1 WHERE false;",
        "",
    );
}

#[test]
fn an_allow_comment_covers_what_it_stands_above() {
    check(
        "-- whimbrel:allow drop-table because nobody has used it since May
DROP TABLE a;
DROP TABLE b; -- whimbrel:allow drop-table, several-exclusive-locks because of the same
-- whimbrel:allow drop-table
DROP TABLE c;",
        "error drop-table: drop table a only when no running application uses it (allowed)
error drop-table: drop table b only when no running application uses it (allowed)
warning several-exclusive-locks: move this to a migration of its own: a is locked already (allowed)
warning allow-comment: say why `drop-table` is allowed here
error drop-table: drop table c only when no running application uses it",
    );
    check(
        "-- whimbrel:allow drop-table because all of this is a cache

DROP TABLE a;
DROP TABLE b;",
        "error drop-table: drop table a only when no running application uses it (allowed)
error drop-table: drop table b only when no running application uses it (allowed)
warning several-exclusive-locks: move this to a migration of its own: a is locked already",
    );
    check(
        "-- whimbrel:allow drop-tabel because of this
-- whimbrel:alow drop-table because of that
SELECT '
-- whimbrel:allow nothing
';
-- whimbrel:allow drop-table because it was dropped here once
SELECT 1;",
        "warning allow-comment: name a rule that exists, not `drop-tabel`: did you mean `drop-table`?
warning allow-comment: write `whimbrel:allow`, not `whimbrel:alow`
warning allow-comment: delete this comment: it allows no `drop-table`",
    );
    check(
        "-- migrate:up
-- whimbrel:allow missing-down because rows are lost
-- whimbrel:allow drop-table because nobody uses it
DROP TABLE a;",
        "advice missing-down: add a `down` section that takes this migration back (allowed)
error drop-table: drop table a only when no running application uses it (allowed)",
    );
}

#[test]
fn a_comment_where_nothing_is_linted_is_told() {
    check(
        "-- migrate:up
SELECT 1;
-- migrate:down
-- whimbrel:allow drop-table because it was made by up
DROP TABLE a;",
        "warning allow-comment: delete this comment: it allows no `drop-table`",
    );
}

#[test]
fn the_configuration_has_the_last_word() {
    let mut config = Config::default();
    config.set("drop-table", "off").unwrap();
    config.set("volatile-default", "advice").unwrap();
    let sql = "DROP TABLE a; ALTER TABLE b ADD COLUMN x uuid DEFAULT gen_random_uuid();";
    let found = told(&findings(sql, Engine::Postgres, &config));
    let expect = "warning several-exclusive-locks: move this to a migration of its own: a is locked already\n\
                  advice volatile-default: add b.x without a value of its own for each row\n";
    assert_eq!(found, expect);
}

#[test]
fn a_place_is_that_in_the_file() {
    let sql =
        "-- ümlaut\nALTER TABLE users\n  ADD COLUMN a text,\n  DROP COLUMN b;\nCREATE TABLE \"Ü\" (at timestamp);\n";
    let found = findings(sql, Engine::Postgres, &Config::default());
    let file = SourceFile::new("x.sql", format!("-- migrate:up\n{sql}"));
    let places: Vec<(&str, &str)> = found.iter().map(|finding| (finding.code, file.slice(finding.span))).collect();
    assert_eq!(places, [("drop-column", "DROP COLUMN b"), ("prefer-timestamptz", "timestamp")]);
}

#[test]
fn rows_of_copy_and_errors_of_syntax_hide_nothing() {
    check(
        "CREATE TABLE t (a int);
COPY t FROM stdin;
1
\\.
ALTER TABEL t;
DROP VIEW v;",
        "warning drop-object: drop view v only when nothing uses it",
    );
}

#[test]
fn cascade_is_told_by_what_it_drops() {
    check(
        "ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;",
        "warning cascade-drops-more: name what is to be dropped, instead of CASCADE",
    );
    check("-- seen: nothing\nALTER TABLE users DROP CONSTRAINT users_pkey CASCADE;", "");
    check(
        "-- seen: drops table users
         -- seen: drops index users_email on users
         -- seen: drops view active
         -- seen: drops column name on active
         -- whimbrel:allow drop-table because it is tested elsewhere
         DROP TABLE users CASCADE;",
        "error cascade-drops-more: name what CASCADE drops: view active
error drop-table: drop table users only when no running application uses it (allowed)",
    );
}

#[test]
fn triggers_that_are_on_again_before_commit_were_off_for_nobody() {
    check(
        "ALTER TABLE orders DISABLE TRIGGER ALL;
         UPDATE orders SET state = 'sent' WHERE id = 1;
         ALTER TABLE orders ENABLE TRIGGER ALL;
         ALTER TABLE orders FORCE ROW LEVEL SECURITY;",
        "warning access-changes: force the policies of orders on its owner only when the owner needs no more",
    );
}

#[test]
fn a_table_that_was_forgotten_when_others_were_isolated_is_more_than_advice() {
    check(
        "CREATE TABLE a (user_id bigint PRIMARY KEY);
         CREATE TABLE b (user_id bigint PRIMARY KEY);
         ALTER TABLE a ENABLE ROW LEVEL SECURITY;
         CREATE POLICY own ON a USING (user_id = 1);",
        "warning owner-without-policy: isolate the rows of b by user_id with a policy",
    );
}

#[test]
fn a_lock_of_partitions_is_that_of_their_table() {
    check(
        "-- seen: locks events ACCESS EXCLUSIVE
         -- seen: locks events_2025 ACCESS EXCLUSIVE
         ALTER TABLE events ADD COLUMN note text;",
        "",
    );
}

#[test]
fn a_foreign_table_has_no_rows_to_read() {
    check("ALTER FOREIGN TABLE remote ADD COLUMN id serial, ALTER COLUMN n TYPE bigint;", "");
}

#[test]
fn the_safe_way_keeps_what_the_statement_asks_for() {
    let instead = |sql: &str| {
        let found = findings(sql, Engine::Postgres, &Config::default());
        let sql = found.into_iter().find_map(|finding| finding.instead).unwrap();
        sql.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        instead("ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (id) ON DELETE CASCADE DEFERRABLE;"),
        "ALTER TABLE a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES c (id) ON DELETE CASCADE DEFERRABLE NOT VALID;"
    );
    assert_eq!(
        instead("ALTER TABLE a ADD CONSTRAINT \"C\" CHECK (b > 0) NO INHERIT;"),
        "ALTER TABLE a ADD CONSTRAINT \"C\" CHECK (b > 0) NO INHERIT NOT VALID;"
    );
    assert_eq!(
        instead("ALTER TABLE a ADD UNIQUE NULLS NOT DISTINCT (b, c);"),
        "CREATE UNIQUE INDEX CONCURRENTLY a_b_c_key ON a (b, c) NULLS NOT DISTINCT;"
    );
    assert_eq!(
        instead("create unique index if not exists i on a using btree (b) where c;"),
        "create unique index CONCURRENTLY if not exists i on a using btree (b) where c;"
    );
}

#[test]
fn what_the_migration_makes_may_be_renamed() {
    check("CREATE VIEW v AS SELECT 1; ALTER VIEW v RENAME TO w; ALTER VIEW v SET SCHEMA app;", "");
}

#[test]
fn truncate_cascade_is_told_by_what_it_empties() {
    check(
        "-- seen: empties sessions
         -- seen: empties clicks
         TRUNCATE sessions CASCADE;",
        "error truncate: do not empty sessions in a migration
error truncate: do not empty clicks, which TRUNCATE does not name",
    );
}

#[test]
fn sqlite_is_judged_by_what_holds_for_it() {
    check_sqlite(
        "CREATE INDEX i ON t (a);
         ALTER TABLE t ADD COLUMN `when` timestamp;
         CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, [user_id] int REFERENCES users (id));",
        "warning foreign-key-without-index: index n (user_id), which refers to users",
    );
    // a table is altered by making it anew
    check_sqlite(
        "CREATE TABLE new_t (id INTEGER PRIMARY KEY);
         INSERT INTO new_t SELECT id FROM t;
         DROP TABLE t;
         ALTER TABLE new_t RENAME TO t;",
        "",
    );
    check_sqlite(
        "DROP TABLE t; DELETE FROM u; BEGIN;",
        "error drop-table: drop table t only when no running application uses it
error unbounded-write: say which rows of u are to be deleted
error transaction-control: delete BEGIN: the migration runs in a transaction of its own",
    );
}

#[test]
fn a_partition_that_is_read_is_its_table_being_read() {
    check(
        "-- known: CREATE TABLE events (at date) PARTITION BY RANGE (at)
         -- known: CREATE TABLE events_a PARTITION OF events FOR VALUES FROM (1) TO (2)
         -- seen: scans events_a
         -- seen: locks events_a ACCESS EXCLUSIVE
         -- seen: locks events ACCESS EXCLUSIVE
         ALTER TABLE events ADD CONSTRAINT c CHECK (at > '2020-01-01');",
        "error constraint-scan: add constraint c on events as NOT VALID, and validate it later",
    );
    check(
        "-- known: CREATE TABLE events (at date) PARTITION BY RANGE (at)
         -- known: CREATE TABLE events_rest PARTITION OF events DEFAULT
         -- seen: locks events_rest ACCESS EXCLUSIVE
         -- seen: locks events ACCESS EXCLUSIVE
         CREATE TABLE events_a PARTITION OF events FOR VALUES FROM (1) TO (2);",
        "",
    );
}

#[test]
fn what_a_key_on_an_index_still_has_to_read_is_told() {
    check(
        "-- seen: scans orders
         -- seen: locks orders ACCESS EXCLUSIVE
         ALTER TABLE orders ADD CONSTRAINT orders_key PRIMARY KEY USING INDEX orders_number;",
        "error scan-under-lock: do not read all of orders while others wait for it",
    );
}

#[test]
fn a_table_that_a_block_empties_is_told_where_it_has_rows() {
    check(
        "-- seen: empties notes\nDO $$ BEGIN TRUNCATE notes; END $$;",
        "error truncate: do not empty notes in a migration",
    );
    check("-- known: notes has 0 rows\n-- seen: empties notes\nDO $$ BEGIN TRUNCATE notes; END $$;", "");
}

#[test]
fn a_column_that_is_not_there_is_not_lost() {
    check("-- known: CREATE TABLE t (a text)\nALTER TABLE t DROP COLUMN IF EXISTS b;", "");
}

#[test]
fn an_inheriting_table_that_leaves_takes_its_rows_with_it() {
    check(
        "ALTER TABLE derived NO INHERIT base;",
        "warning detach-partition: take derived out of base only when nothing looks for its rows there",
    );
}

#[test]
fn a_view_that_is_emptied_is_told() {
    check(
        "REFRESH MATERIALIZED VIEW totals WITH NO DATA;",
        "warning refresh-not-concurrent: do not empty totals while the application reads it",
    );
}

#[test]
fn an_identity_is_the_applications_business() {
    check(
        "ALTER TABLE t ALTER COLUMN id DROP IDENTITY;",
        "warning change-identity: drop the identity of t.id only when every application gives the value",
    );
    check("ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY;", "");
    check("-- known: CREATE TABLE t (id bigint)\nALTER TABLE t ALTER id DROP IDENTITY IF EXISTS;", "");
}

#[test]
fn who_owns_and_sees_what_is_told_of_tables_that_are_used() {
    check(
        "ALTER TABLE orders OWNER TO clerk;",
        "warning access-changes: give orders to another owner only when the old one needs it no more",
    );
    check("CREATE TABLE n (id bigint PRIMARY KEY); ALTER TABLE n OWNER TO clerk;", "");
    check("ALTER POLICY own ON notes RENAME TO mine;", "");
}

#[test]
fn rules_of_views_and_rules_that_add_are_fine() {
    check("CREATE RULE log AS ON INSERT TO orders DO ALSO INSERT INTO log VALUES (1);", "");
    check("-- known: CREATE TABLE t (a text)\nCREATE RULE r AS ON UPDATE TO a_view DO INSTEAD NOTHING;", "");
}

#[test]
fn what_is_published_must_be_told_apart() {
    check("-- known: CREATE TABLE t (a bigint PRIMARY KEY)\nCREATE PUBLICATION p FOR ALL TABLES;", "");
    check(
        "-- known: CREATE TABLE a (a bigint)\n-- known: CREATE TABLE b (a bigint)\nCREATE PUBLICATION p FOR ALL TABLES;",
        "error publish-without-identity: give a and 1 more a replica identity before publishing it",
    );
}
