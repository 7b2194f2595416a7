//! What is tried and taken back: the losses of a revert, and `test` sections.

use whimbrel_plan::Plan;
use whimbrel_plan::step::WayBack;
use whimbrel_run::trial::{self, Test};
use whimbrel_source::{Engine, SectionKind};
use whimbrel_testing::{shared, versions};

use crate::support::*;

const UP: &str = "CREATE TABLE a (id int PRIMARY KEY, n int);
CREATE TABLE b (id int PRIMARY KEY REFERENCES a (id) ON DELETE CASCADE);
CREATE TABLE c (id int);
INSERT INTO a VALUES (1, 1), (2, 2), (3, 3), (4, 4);
INSERT INTO b VALUES (1), (2);
INSERT INTO c VALUES (1), (2);";

/// The losses of `down`, a line each, and what the tables hold afterwards.
async fn lost(url: &str, down: &str, engine: Engine) -> (String, String) {
    let connection = connect(url).await;
    let made = migration("1_m.sql", &format!("-- migrate:up\n{UP}\n-- migrate:down\n{down}\n"));
    apply(&connection, std::slice::from_ref(&made)).await.unwrap();
    let way = WayBack::of_file(&made, engine).unwrap();
    let plan = Plan::revert(&[way], engine).unwrap();
    let losses = trial::try_plan(&connection, &plan, &options()).await.unwrap();
    trial::end(&connection).await.unwrap();
    let lines: Vec<String> = losses.iter().map(|l| format!("{} {:?} {:?}", l.table, l.kind, l.rows)).collect();
    let sum = "SELECT (SELECT count(*) FROM a) || ' ' || (SELECT sum(n) FROM a) || ' ' || (SELECT count(*) FROM c)";
    let left = match &connection {
        whimbrel_db::Connection::Postgres(session) => session.run(sum).await.unwrap(),
        whimbrel_db::Connection::Sqlite(session) => session.run_sql(sum).unwrap(),
    };
    (lines.join("\n"), left[0].rows[0][0].clone().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_lost_in_blocks_cascades_and_truncates_are_counted_and_kept() {
    let down = "DELETE FROM a WHERE id = 1;
DO $$ BEGIN UPDATE a SET n = NULL WHERE id > 2; END $$;
TRUNCATE TABLE ONLY public.c;";
    for version in versions() {
        let database = shared(version).database();
        let (losses, left) = lost(database.url(), down, Engine::Postgres).await;
        insta::allow_duplicates! { insta::assert_snapshot!(losses, @r"
        public.c DeletedRows Some(2)
        a DeletedRows Some(1)
        a OverwrittenRows Some(2)
        b DeletedRows Some(1)
        ") }
        assert_eq!(left, "4 10 2");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_lost_on_sqlite_are_counted_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}", folder.path().join("a.db").display());
    let down = "DELETE FROM a WHERE id = 1;\nUPDATE a SET n = NULL WHERE id > 2;\nUPDATE a SET n = 1 WHERE id > 9;";
    let (losses, left) = lost(&url, down, Engine::Sqlite).await;
    assert_eq!(losses, "a DeletedRows Some(1)\na OverwrittenRows Some(2)");
    assert_eq!(left, "4 10 2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_is_named_by_the_comment_above_its_first_statement_and_leaves_nothing() {
    let database = shared(15).database();
    let connection = connect(database.url()).await;
    let text = "-- migrate:up
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
-- migrate:test
SELECT set_config('app.user', '1', true);
-- a row can be stored
INSERT INTO a VALUES (1);
SELECT count(*) = 1 FROM a;
SELECT count(*) = 2 FROM a;
-- a row without its parent is refused at the end
INSERT INTO b VALUES (7);
";
    let migrations = [migration("1_m.sql", text)];
    apply(&connection, &migrations).await.unwrap();
    let statements = migrations[0].statements(SectionKind::Test, Engine::Postgres).unwrap();
    let tests = [Test { file: &migrations[0].file, statements }];
    let checks = trial::tests(&connection, &tests, &options()).await.unwrap();
    let lines: Vec<String> = checks.iter().map(|c| format!("{} | {} | {:?}", c.holds, c.name, c.found)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    true | a row can be stored | None
    false | SELECT count(*) = 2 FROM a | Some("false")
    false | a row without its parent is refused at the end | Some("insert or update on table \"b\" violates foreign key constraint \"b_id_fkey\": Key (id)=(7) is not present in table \"a\".")
    "#);
    assert_eq!(database.psql("SELECT count(*) FROM a"), "0");
}
