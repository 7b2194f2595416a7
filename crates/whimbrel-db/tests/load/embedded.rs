//! The PostgreSQL inside as a scratch database.

use std::time::Duration;

use insta::assert_snapshot;
use whimbrel_db::shadow::{Choice, Shadow};

use super::shadow::value;
use super::*;

async fn start() -> Shadow {
    Shadow::start(&Choice::Embedded, &options()).await.expect("a shadow")
}

async fn told(shadow: &mut Shadow, sql: &str) -> String {
    let script = script(sql);
    let result = shadow.load(&script).await;
    tell(&script, result)
}

#[tokio::test]
async fn roles_are_made_up_and_gone_with_it() {
    let mut shadow = start().await;
    assert_eq!(shadow.what(), "the embedded PostgreSQL 17.5");
    let sql = "GRANT SELECT ON t TO app, \"Other One\";
        CREATE TABLE t (id int);
        ALTER TABLE t OWNER TO later;
        CREATE ROLE later LOGIN;
        SET SESSION AUTHORIZATION app;
        SELECT current_user;
        RESET SESSION AUTHORIZATION;
        ALTER DEFAULT PRIVILEGES FOR ROLE owners GRANT SELECT ON TABLES TO PUBLIC";
    let mut text = told(&mut shadow, sql).await;
    text.push_str(
        &value(
            shadow.postgres(),
            "SELECT string_agg(rolname || ' ' || rolcanlogin, ', ' ORDER BY oid) FROM pg_roles WHERE oid > 16383",
        )
        .await,
    );
    assert_snapshot!(text);
    shadow.reset().await.expect("it can be reset");
    let left =
        "SELECT (SELECT count(*) FROM pg_roles WHERE oid > 16383) + (SELECT count(*) FROM pg_class WHERE oid > 16383)";
    assert_eq!(value(shadow.postgres(), left).await, "0");
    shadow.close().await.expect("closed");
}

#[tokio::test]
async fn two_at_once() {
    let (a, b) = (start().await, start().await);
    a.postgres().run("CREATE TABLE a ()").await.expect("it runs");
    b.postgres().run("CREATE TABLE b ()").await.expect("it runs");
    let tables = "SELECT string_agg(relname, ', ') FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    assert_eq!(value(a.postgres(), tables).await, "a");
    assert_eq!(value(b.postgres(), tables).await, "b");
    a.close().await.expect("closed");
    assert_eq!(value(b.postgres(), tables).await, "b");
    drop(b);
}

#[tokio::test]
async fn what_it_cannot() {
    let mut shadow = start().await;
    let mut text = told(
        &mut shadow,
        "CREATE TABLE t (id uuid DEFAULT gen_random_uuid(), h text DEFAULT crypt('a', 'b'));
        CREATE EXTENSION pgcrypto;
        CREATE EXTENSION hstore;
        CREATE TABLE u (h hstore)",
    )
    .await;
    text.push_str(
        &told(
            &mut shadow,
            "DO $$ BEGIN CREATE TYPE mood AS ENUM (); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        DO $$ BEGIN CREATE TYPE mood AS ENUM (); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        )
        .await,
    );
    text.push_str(&told(&mut shadow, "CREATE EXTENSION hstore; CREATE TABLE u (h hstore)").await);
    assert_snapshot!(text);
}

#[tokio::test]
async fn it_outlives_what_ends_its_backend() {
    let mut shadow = start().await;
    let text = told(
        &mut shadow,
        "CREATE TABLE t ();
        CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(); END';
        SELECT f();
        CREATE TABLE u ()",
    )
    .await;
    assert_snapshot!(text);
    assert_eq!(told(&mut shadow, "CREATE TABLE t ()").await, "1: CREATE TABLE t ()\n");
}

#[tokio::test]
async fn the_same_as_on_a_server() {
    let mut shadow = start().await;
    let sql = "CREATE TABLE a (id int PRIMARY KEY, b_id int REFERENCES b, m mood DEFAULT 'ok');
        CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);
        CREATE TYPE mood AS ENUM ('sad');
        ALTER TYPE mood ADD VALUE 'ok';
        CREATE FUNCTION even(n int) RETURNS boolean LANGUAGE sql AS 'SELECT n = 0 OR odd(n - 1)';
        CREATE FUNCTION odd(n int) RETURNS boolean LANGUAGE sql AS 'SELECT n <> 0 AND even(n - 1)';
        COPY a (id) FROM STDIN;
1
\\.
        COPY nowhere FROM STDIN;
\\.
        CREATE VIEW nowhere AS SELECT a.id FROM a JOIN missing USING (id)";
    let mut text = told(&mut shadow, sql).await;
    text.push_str("--\n");
    let sql = sql.replace("JOIN missing USING (id)", "").replace("COPY nowhere FROM STDIN;\n\\.\n", "");
    text.push_str(&told(&mut shadow, &sql).await);
    text.push_str(&value(shadow.postgres(), "SELECT count(*) FROM nowhere").await);
    assert_snapshot!(text);
}

#[tokio::test]
async fn what_it_holds_is_kept_for_the_next_one() {
    let name = format!("test{}", std::process::id());
    assert!(Shadow::from_kept(&name, &options()).await.is_none());
    let first = start().await;
    let sql = "CREATE ROLE app; CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2); ALTER TABLE t OWNER TO app";
    first.postgres().run(sql).await.expect("it runs");
    first.keep(&name, "noted", Duration::from_millis(1)).await;
    assert!(Shadow::from_kept(&name, &options()).await.is_none(), "it is made as quickly");
    first.keep(&name, "noted", Duration::from_secs(60)).await;
    // it is a copy: what comes later is not in it
    first.postgres().run("DROP TABLE t").await.expect("it goes on");
    first.close().await.expect("closed");
    let held = "SELECT tableowner || ' ' || (SELECT count(*) FROM t) FROM pg_tables WHERE tablename = 't'";
    for _ in 0..2 {
        let (copy, note) = Shadow::from_kept(&name, &options()).await.expect("it was kept");
        assert_eq!(note, "noted");
        assert_eq!(value(copy.postgres(), held).await, "app 2");
        copy.postgres().run("DELETE FROM t").await.expect("it is a copy of its own");
        copy.close().await.expect("closed");
    }
    Shadow::forget(&name);
    assert!(Shadow::from_kept(&name, &options()).await.is_none());
}
