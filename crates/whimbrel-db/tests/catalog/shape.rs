//! What exists against what a statement asks for, on real servers and in SQLite.

use whimbrel_catalog::{Catalog, Shape};
use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::postgres::shape::compare;
use whimbrel_source::{Engine, SourceFile, Span, Statement};
use whimbrel_testing::{Database, shared, versions};

use crate::connect;

/// The one statement in `sql`.
pub fn statement(sql: &str, engine: Engine) -> Statement {
    let file = SourceFile::new("1_test.sql", sql);
    let mut statements = Statement::split(&file, Span { start: 0, end: sql.len() }, engine).expect("it can be split");
    assert_eq!(statements.len(), 1);
    statements.remove(0)
}

/// A line for each difference, `same`, or why it cannot be told.
pub fn told(shape: Shape) -> String {
    match shape {
        Shape::Same => "same".to_owned(),
        Shape::Different(differences) => differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Shape::CannotTell(reason) => format!("cannot tell: {reason}"),
    }
}

const EXISTING: &str = "
    CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE TABLE users (id uuid PRIMARY KEY, name text);
    CREATE TABLE chats (
      id serial PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      parent int REFERENCES chats,
      query varchar(255) DEFAULT 'none',
      feeling mood NOT NULL,
      at timestamptz DEFAULT now(),
      twice int GENERATED ALWAYS AS (parent * 2) STORED,
      CONSTRAINT named CHECK (query <> ''),
      UNIQUE (user_id, query)
    );
    CREATE INDEX idx_chats_user_id ON chats (user_id);
    CREATE INDEX idx_lower ON chats (lower(query) DESC) WHERE parent IS NULL;
    CREATE VIEW seen AS SELECT 1 AS a;
    CREATE MATERIALIZED VIEW counts AS SELECT user_id, count(*) AS n FROM chats GROUP BY user_id;
    CREATE UNIQUE INDEX counts_user ON counts (user_id);
    CREATE SCHEMA \"user\";
    CREATE TABLE \"user\".\"Odd\" (id serial PRIMARY KEY, mother int REFERENCES \"user\".\"Odd\");
    INSERT INTO users VALUES ('00000000-0000-0000-0000-000000000001');
    INSERT INTO chats (user_id, feeling) VALUES ('00000000-0000-0000-0000-000000000001', 'ok');
";

async fn ask(postgres: &Postgres, sql: &str) -> String {
    told(compare(postgres, &statement(sql, Engine::Postgres), false).await.expect("the connection works"))
}

const CHATS: &str = "CREATE TABLE IF NOT EXISTS chats (
      id serial PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      parent integer REFERENCES chats (id),
      query character varying(255) DEFAULT 'none'::varchar,
      feeling public.mood NOT NULL,
      at timestamp with time zone DEFAULT now(),
      twice int GENERATED ALWAYS AS (parent * 2) STORED,
      UNIQUE (user_id, query),
      CONSTRAINT named CHECK (query <> '')
    )";

#[tokio::test]
async fn the_same_shape_in_other_words() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(EXISTING);
        let postgres = connect(&database).await;
        let before = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        for sql in [
            CHATS,
            &CHATS
                .replace("EXISTS chats", "EXISTS public.chats")
                .replace("REFERENCES users", "REFERENCES public.users"),
            &CHATS.replace("REFERENCES chats", "REFERENCES public.chats").replace("IF NOT EXISTS", ""),
            "CREATE TABLE IF NOT EXISTS \"user\".\"Odd\" (id serial PRIMARY KEY, mother int REFERENCES \"user\".\"Odd\")",
            "CREATE TABLE IF NOT EXISTS users AS SELECT NULL::uuid AS id, pg_sleep(60)::text AS name",
            "CREATE INDEX IF NOT EXISTS idx_chats_user_id ON chats USING btree (user_id ASC)",
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_lower ON public.chats (lower(query::text) DESC) WHERE parent IS NULL",
            "CREATE UNIQUE INDEX IF NOT EXISTS counts_user ON counts (user_id)",
            "ALTER TABLE chats ADD COLUMN IF NOT EXISTS query varchar(255) DEFAULT 'none',
               ADD COLUMN IF NOT EXISTS brand_new int, ADD IF NOT EXISTS parent int REFERENCES chats (id)",
            "ALTER TABLE chats ADD COLUMN IF NOT EXISTS id serial PRIMARY KEY",
            "ALTER TABLE \"user\".\"Odd\" ADD COLUMN IF NOT EXISTS mother int REFERENCES \"user\".\"Odd\" (id)",
        ] {
            let expected =
                if sql.contains(" AS SELECT ") { "primary key users_pkey was not asked for: (id)" } else { "same" };
            let expected = if expected == "same" {
                expected.to_owned()
            } else {
                format!("column users.id: not null wanted no, found yes\n{expected}")
            };
            assert_eq!(ask(&postgres, sql).await, expected, "{sql} on {version}");
        }
        let after = read(&postgres, &ReadOptions::default()).await.expect("it can be read");
        assert_eq!(Catalog::changes(&before, &after), []);
        assert_eq!(database.psql("SELECT last_value FROM chats_id_seq"), "1");
    }
}

/// For a server that the tests of this file do not start: the trial works there too.
#[cfg(feature = "embedded")]
pub async fn is_told_on(postgres: &Postgres) {
    postgres.run("CREATE TABLE shaped (id serial PRIMARY KEY, a varchar(10) NOT NULL)").await.expect("it runs");
    let same = "CREATE TABLE IF NOT EXISTS shaped (id serial PRIMARY KEY, a character varying(10) NOT NULL)";
    assert_eq!(ask(postgres, same).await, "same");
    let other = "CREATE TABLE IF NOT EXISTS shaped (id serial PRIMARY KEY, a text)";
    let told = "column shaped.a: type wanted text, found character varying(10)\n\
                column shaped.a: not null wanted no, found yes";
    assert_eq!(ask(postgres, other).await, told);
}

#[tokio::test]
async fn every_difference_is_told() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(EXISTING);
        // an index that CREATE INDEX CONCURRENTLY has left behind
        let failed = database.try_psql("CREATE UNIQUE INDEX CONCURRENTLY left_behind ON chats ((1 / (id - 1)))");
        assert!(failed.is_err());
        let postgres = connect(&database).await;
        let mut text = String::new();
        for sql in [
            &CHATS.replace(" ON DELETE CASCADE", ""),
            &CHATS.replace("query character varying(255) DEFAULT 'none'::varchar", "query text"),
            &CHATS.replace("UNIQUE (user_id, query),", "").replace("user_id uuid NOT NULL", "user_id uuid"),
            &CHATS.replace("parent * 2", "parent + 2").replace("at timestamp", "more int, moment timestamp"),
            &CHATS.replace("CONSTRAINT named", "CONSTRAINT other_name"),
            &CHATS.replace("CREATE TABLE", "CREATE UNLOGGED TABLE").replace("id serial", "id bigserial"),
            "CREATE TABLE IF NOT EXISTS seen (a int)",
            "CREATE INDEX IF NOT EXISTS idx_chats_user_id ON chats (user_id, parent) WHERE parent > 1",
            "CREATE UNIQUE INDEX IF NOT EXISTS idx_chats_user_id ON chats USING btree (user_id)",
            "CREATE INDEX IF NOT EXISTS idx_chats_user_id ON users (id)",
            "CREATE UNIQUE INDEX IF NOT EXISTS left_behind ON chats ((1 / (id - 1)))",
            "CREATE INDEX IF NOT EXISTS chats_pkey ON chats (id)",
            "CREATE INDEX IF NOT EXISTS users ON chats (id)",
            "ALTER TABLE chats ADD COLUMN IF NOT EXISTS query text NOT NULL DEFAULT '', ADD COLUMN IF NOT EXISTS
               user_id uuid NOT NULL REFERENCES users ON DELETE SET NULL, ADD IF NOT EXISTS parent int UNIQUE",
        ] {
            text.push_str(&format!(
                "{}\n{}\n\n",
                sql.split_whitespace().collect::<Vec<_>>().join(" "),
                ask(&postgres, sql).await
            ));
        }
        insta::allow_duplicates! { insta::assert_snapshot!("every_difference_on_postgres", text); }
    }
}

#[tokio::test]
async fn what_cannot_be_told_says_why() {
    let database = shared(15).database();
    database.psql(EXISTING);
    database.psql(
        "CREATE TABLE parted (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)",
    );
    let postgres = connect(&database).await;
    let mut text = String::new();
    for sql in [
        "CREATE TABLE IF NOT EXISTS nothing (a int)",
        "CREATE TABLE IF NOT EXISTS users (a no_such_type)",
        "CREATE TABLE IF NOT EXISTS part PARTITION OF parted FOR VALUES IN (1)",
        "CREATE TEMP TABLE IF NOT EXISTS users (a int)",
        "CREATE INDEX IF NOT EXISTS nothing ON users (id)",
        "ALTER TABLE users ADD COLUMN IF NOT EXISTS brand_new int, ADD CONSTRAINT c CHECK (true)",
        "CREATE SEQUENCE IF NOT EXISTS s",
    ] {
        text.push_str(&format!("{sql}\n{}\n\n", ask(&postgres, sql).await));
    }
    postgres.run("SET ROLE pg_monitor").await.expect("it runs");
    text.push_str(&ask(&postgres, CHATS).await.replace(database.name(), "shop"));
    insta::assert_snapshot!(text);
}

/// Locks that the session holds on what others can see.
fn locks(database: &Database, postgres: &Postgres) -> String {
    database.psql(&format!(
        "SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE l.pid = {} AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2",
        postgres.pid()
    ))
}

#[tokio::test]
async fn a_transaction_is_left_as_it_was() {
    let database = shared(15).database();
    database.psql(EXISTING);
    let postgres = connect(&database).await;
    postgres.run("BEGIN; CREATE TABLE mine (id int); INSERT INTO mine VALUES (1)").await.expect("it runs");
    assert_eq!(locks(&database, &postgres), "");
    for sql in [CHATS, "CREATE TABLE IF NOT EXISTS users (a no_such_type)", "CREATE TABLE IF NOT EXISTS mine (id int)"]
    {
        compare(&postgres, &statement(sql, Engine::Postgres), true).await.expect("it can be compared");
    }
    assert_eq!(locks(&database, &postgres), "");
    let replies = postgres.run("SHOW search_path; SELECT count(*) FROM mine; COMMIT").await.expect("it goes on");
    assert_eq!(replies[0].rows[0][0].as_deref(), Some("\"$user\", public"));
    assert_eq!(replies[1].rows[0][0].as_deref(), Some("1"));
    assert_eq!(database.psql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'whimbrel%'"), "");
}

#[tokio::test]
async fn a_lock_that_somebody_holds_is_an_error_and_no_answer() {
    let database = shared(15).database();
    database.psql(EXISTING);
    let (postgres, other) = (connect(&database).await, connect(&database).await);
    other.run("BEGIN; LOCK TABLE users IN ROW EXCLUSIVE MODE").await.expect("it runs");
    postgres.run("BEGIN; SET LOCAL lock_timeout = '50ms'").await.expect("it runs");
    let chats = statement(CHATS, Engine::Postgres);
    let error = compare(&postgres, &chats, true).await.expect_err("users is locked");
    assert_eq!(error.code, "55P03");
    other.run("ROLLBACK").await.expect("it is open");
    assert_eq!(compare(&postgres, &chats, true).await.expect("it is free"), Shape::Same);
    postgres.run("COMMIT").await.expect("the transaction goes on");
}
