//! Many migrations under way at once, and failures in the middle of them.

use std::time::Duration;

use whimbrel_run::RunOptions;
use whimbrel_testing::{Proxy, shared, versions};

use crate::support::*;
use whimbrel_plan::Event;

fn hundred(fail_at: usize, failing: &str) -> Vec<String> {
    (1..=100).map(|n| if n == fail_at { failing.to_owned() } else { format!("CREATE TABLE t{n} (id int);") }).collect()
}

async fn failing_in_the_middle(version: u32, failing: &str) -> String {
    let database = shared(version).database();
    let connection = connect(database.url()).await;
    let texts = hundred(38, failing);
    let migrations = ups(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let error = apply(&connection, &migrations).await.unwrap_err();
    assert_eq!(error.done.len(), 37);
    let text = told(error);
    let expected: Vec<String> = (1..=37).map(|n| n.to_string()).collect();
    assert_eq!(applied(&connection).await, expected);
    assert_eq!(database.psql("SELECT count(*) FROM pg_tables WHERE tablename ~ '^t[0-9]+$'"), "37");
    assert!(read(&connection).await.failed.keys().map(ToString::to_string).eq(["38"]));

    let mended = hundred(38, "CREATE TABLE t38 (id int);");
    let migrations = ups(&mended.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(apply(&connection, &migrations).await.unwrap().len(), 63);
    assert_eq!(applied(&connection).await.len(), 100);
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_after_an_error_in_a_statement() {
    for version in versions() {
        let text = failing_in_the_middle(version, "CREATE TABLE x (id int);\nINSERT INTO\n  nowhere VALUES (1);").await;
        insta::allow_duplicates! { insta::assert_snapshot!(text, @r###"
        Failed statement.failed: failed to apply 38 m38
        at migrations/38_m38.sql:4:3 `nowhere` (relation "nowhere" does not exist)
        message: relation "nowhere" does not exist
        code: 42P01
        state: 38 was rolled back; 37 migrations, 1 to 37, were applied and stay
        "###) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_after_a_syntax_error_which_the_server_finds_before_begin() {
    for version in versions() {
        let text = failing_in_the_middle(version, "CREATE TABLE x (id int);\nCREATE TABEL y (id int); -- typo").await;
        insta::allow_duplicates! { insta::assert_snapshot!(text, @r###"
        Failed statement.failed: failed to apply 38 m38
        at migrations/38_m38.sql:3:8 `TABEL` (syntax error at or near "TABEL")
        message: syntax error at or near "TABEL"
        code: 42601
        state: 38 was rolled back; 37 migrations, 1 to 37, were applied and stay
        "###) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_after_a_commit_that_fails() {
    let failing = "CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);
INSERT INTO c VALUES (7);";
    for version in versions() {
        let text = failing_in_the_middle(version, failing).await;
        insta::allow_duplicates! { insta::assert_snapshot!(text, @r###"
        Failed statement.failed: failed to apply 38 m38: could not commit
        message: insert or update on table "c" violates foreign key constraint "c_p_fkey"
        code: 23503
        detail: Key (p)=(7) is not present in table "p".
        state: 38 was rolled back; 37 migrations, 1 to 37, were applied and stay
        "###) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_with_comments_at_their_end_and_odd_characters_keep_apart() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migrations = ups(&[
        "CREATE TABLE a (t text DEFAULT 'ä;\\''' ) -- no semicolon",
        "INSERT INTO a VALUES ('ü'), (E'\\n'); UPDATE a SET t = 'x'; /* end */",
    ]);
    let runs = apply(&connection, &migrations).await.unwrap();
    let rows: Vec<_> = runs[1].statements.iter().map(|s| (s.verb.as_str(), s.rows, s.line)).collect();
    assert_eq!(rows, [("INSERT", Some(2), 2), ("UPDATE", Some(2), 2)]);
    assert_eq!(runs[0].statements[0].rows, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_belong_to_the_migration_that_raised_them() {
    for version in versions() {
        let database = shared(version).database();
        let connection = connect(database.url()).await;
        let texts: Vec<String> = (1..=90)
            .map(|n| match n % 3 {
                0 => format!("DO $$ BEGIN RAISE NOTICE 'from {n}'; RAISE WARNING 'and {n}'; END $$;"),
                _ => format!("CREATE TABLE t{n} (id int);"),
            })
            .collect();
        let migrations = ups(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let mut seen = Seen::default();
        let runs = apply_with(&connection, &migrations, &options(), &mut seen).await.unwrap();
        for run in &runs {
            let n: u32 = run.version.as_str().parse().unwrap();
            let expected: Vec<String> = if n.is_multiple_of(3) {
                vec![format!("notice: from {n}"), format!("warning: and {n}")]
            } else {
                vec![]
            };
            assert_eq!(run.notices, expected, "of {n} on PostgreSQL {version}");
        }
        assert_eq!(seen.0.iter().filter(|event| matches!(event, Event::Notice(_))).count(), 60);
        assert_eq!(seen.0.iter().filter(|event| matches!(event, Event::Started { .. })).count(), 90);
        assert_eq!(seen.0.iter().filter(|event| matches!(event, Event::Finished { .. })).count(), 90);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_migration_leaves_in_the_session_does_not_reach_the_next() {
    let database = shared(15).database();
    database.psql(
        "CREATE ROLE lodger_RUN; GRANT ALL ON SCHEMA public TO lodger_RUN".replace("RUN", database.name()).as_str(),
    );
    let connection = connect(database.url()).await;
    let role = format!("lodger_{}", database.name());
    let set_role = format!("SET ROLE {role}; CREATE TABLE b (id int);");
    let migrations = ups(&[
        "SET search_path = ''; SET lock_timeout = '7s'; CREATE TABLE public.a (id int);",
        &set_role,
        "SELECT set_config('work_mem', '123kB', false);",
        "RESET ALL; CREATE TEMP TABLE scratch (id int);",
        "CREATE TABLE scratch (who text DEFAULT current_user); INSERT INTO scratch DEFAULT VALUES;",
    ]);
    apply(&connection, &migrations).await.unwrap();
    assert_eq!(database.psql("SELECT who FROM scratch"), "postgres");
    assert_eq!(
        database
            .psql("SELECT string_agg(tableowner, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'"),
        format!("postgres {role} postgres")
    );
    assert_eq!(postgres(&connection).run("SHOW work_mem").await.unwrap()[0].rows[0][0].as_deref(), Some("4MB"));
    drop(connection);
    database.psql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_reset_where_no_word_tells_costs_a_second_try_and_nothing_else() {
    let database = shared(15).database();
    database.psql("CREATE FUNCTION forget() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'RESET ALL'; END $$;");
    let connection = connect(database.url()).await;
    let migrations = ups(&["CREATE TABLE a ();", "SELECT forget();", "CREATE TABLE b ();", "CREATE TABLE c ();"]);
    assert_eq!(apply(&connection, &migrations).await.unwrap().len(), 4);
    assert_eq!(applied(&connection).await, ["1", "2", "3", "4"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn copy_data_and_isolation_levels_run_step_by_step_in_one_transaction() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let migrations = ups(&[
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
CREATE TABLE a (id int, t text);
COPY a FROM STDIN;
1\tone
2\t\\N
\\.
INSERT INTO a SELECT id + 2, current_setting('transaction_isolation') FROM a;",
        "CREATE TABLE b (id int);
COPY b (id) FROM STDIN;
1
x
\\.
",
    ]);
    let error = apply(&connection, &migrations).await.unwrap_err();
    assert_eq!(error.done[0].statements.iter().map(|s| s.rows).collect::<Vec<_>>(), [None, None, Some(2), Some(2)]);
    assert_eq!(database.psql("SELECT string_agg(t, ',' ORDER BY id) FROM a"), "one,serializable,serializable");
    insta::assert_snapshot!(told(error), @r###"
    Failed statement.failed: failed to apply 2 m2
    at migrations/2_m2.sql:5:1 `x` (invalid input syntax for type integer: "x")
    message: invalid input syntax for type integer: "x"
    code: 22P02
    context: COPY b, line 2, column id: "x"
    state: 2 was rolled back; 1 was applied and stays
    "###);
    assert_eq!(database.psql("SELECT to_regclass('b') IS NULL"), "t");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_commit_waits_for_the_disk() {
    let database = shared(15).database();
    database.psql(
        "CREATE TABLE seen (n int GENERATED ALWAYS AS IDENTITY, setting text);
         CREATE FUNCTION note() RETURNS void LANGUAGE sql
         AS $$ INSERT INTO seen (setting) VALUES (current_setting('synchronous_commit')) $$;",
    );
    let connection = connect(database.url()).await;
    apply(&connection, &ups(&["SELECT note();", "SELECT note();", "SELECT note();"])).await.unwrap();
    assert_eq!(database.psql("SELECT string_agg(setting, ' ' ORDER BY n) FROM seen"), "off off on");
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_migrations_are_on_their_way_before_the_first_has_answered() {
    let server = shared(15);
    let database = server.database();
    let proxy = Proxy::new(([127, 0, 0, 1], server.port()).into()).start();
    let connection = connect(&proxy.url(database.url())).await;
    let gate = connect(database.url()).await;
    postgres(&gate).run("SELECT pg_advisory_lock(7)").await.unwrap();
    let mut texts: Vec<String> = (1..=100).map(|n| format!("CREATE TABLE t{n} ();")).collect();
    texts[0] = "SELECT pg_advisory_xact_lock(7);".to_owned();
    let migrations = ups(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let options = RunOptions { lock_timeout: Duration::ZERO, ..options() };
    let mut seen = Seen::default();
    let open_the_gate = async {
        while proxy.frontend_messages().iter().filter(|kind| **kind == 'Q').count() < 60 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        postgres(&gate).run("SELECT pg_advisory_unlock(7)").await.unwrap();
    };
    let (runs, ()) = tokio::join!(apply_with(&connection, &migrations, &options, &mut seen), open_the_gate);
    assert_eq!(runs.unwrap().len(), 100);
}
