//! `verify` sections before COMMIT.

use whimbrel_testing::{shared, versions};

use crate::support::*;

fn checked(name: &str, up: &str, verify: &str) -> whimbrel_source::Migration {
    migration(name, &format!("-- migrate:up\n{up}\n-- migrate:verify\n{verify}\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_not_committed_and_nothing_after_it_runs() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let migrations = [
            checked("1_a.sql", "CREATE TABLE a (id int);", "SELECT to_regclass('a') IS NOT NULL;"),
            checked(
                "2_b.sql",
                "CREATE TABLE b (id int);\nINSERT INTO b VALUES (1);",
                "-- there are rows\nSELECT count(*) > 0 FROM b;\n-- there are two\nSELECT count(*) = 2 FROM b;",
            ),
            migration("3_c.sql", "-- migrate:up\nCREATE TABLE c (id int);"),
        ];
        let error = apply(&connection, &migrations).await.unwrap_err();
        assert_eq!(error.done[0].checks.len(), 1);
        insta::allow_duplicates! { insta::assert_snapshot!(told(error), @r###"
        NotVerified verify.failed: failed to verify 2 b: there are two
        at migrations/2_b.sql:8:1 `SELECT count(*) = 2 FROM b` (false)
        remedy: correct the migration or the data it meets, and run it again
        state: 2 was rolled back; 1 was applied and stays
        "###) }
        assert_eq!(applied(&connection).await, ["1"]);
        assert_eq!(database.psql("SELECT to_regclass('b') IS NULL AND to_regclass('c') IS NULL"), "t");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_but_one_true_does_not_hold() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    for (number, (check, found)) in [
        ("SELECT NULL::boolean;", "NULL"),
        ("SELECT true WHERE false;", "it returned no row"),
        ("SELECT true UNION ALL SELECT true;", "it returned 2 rows instead of one"),
        ("SELECT true, true;", "it returns 2 columns instead of one true or false"),
        ("SELECT 17;", "`17` instead of true or false"),
        ("SET work_mem = '1MB';", "it returns nothing: a check must be a query"),
        ("SELECT 1/0 = 0;", "it raised an error: division by zero"),
        (
            "INSERT INTO n VALUES (1) RETURNING true;",
            "it writes, and a verify section only reads: cannot execute INSERT in a read-only transaction",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let migrations = [checked(&format!("{number}_n.sql"), "CREATE TABLE n (id int);", check)];
        let error = apply(&connection, &migrations).await.unwrap_err();
        let text = told(error);
        assert!(text.starts_with("NotVerified verify.failed"), "{text}");
        assert!(text.contains(&format!("({found})")), "{check}: {text}");
        assert_eq!(database.psql("SELECT to_regclass('n') IS NULL"), "t");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checks_see_deferred_constraints_fail_and_leave_no_trace() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migrations = [checked(
        "1_a.sql",
        "CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);
INSERT INTO c VALUES (7);",
        "SELECT true;",
    )];
    insta::assert_snapshot!(told(apply(&connection, &migrations).await.unwrap_err()), @r###"
    Failed statement.failed: failed to apply 1 a: could not check deferred constraints
    message: insert or update on table "c" violates foreign key constraint "c_p_fkey"
    code: 23503
    detail: Key (p)=(7) is not present in table "p".
    state: 1 was rolled back; nothing else was applied
    "###);
    let migrations = [
        checked("1_a.sql", "CREATE TABLE p (id int);", "SELECT set_config('work_mem', '99kB', false) = '99kB';"),
        migration("2_b.sql", "-- migrate:up\nCREATE TABLE q AS SELECT current_setting('work_mem') AS w;"),
    ];
    apply(&connection, &migrations).await.unwrap();
    assert_eq!(database.psql("SELECT w FROM q"), "4MB");
}
