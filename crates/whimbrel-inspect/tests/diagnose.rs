//! What a database's error is said to mean.

use whimbrel_db::DbError;
use whimbrel_inspect::diagnose::{Context, diagnose};
use whimbrel_source::{Engine, Migration, MigrationSet, SectionKind, SourceFile};

/// Two migrations; the error is of the first statement of the first one.
fn explain(code: &str, message: &str, first: &str, second: &str, engine: Engine) -> String {
    let file = |name: &str, up: &str| {
        Migration::parse(SourceFile::new(format!("migrations/{name}.sql"), format!("-- migrate:up\n{up}\n"))).unwrap()
    };
    let files = MigrationSet { migrations: vec![file("1_chats", first), file("2_users", second)] };
    let statements = files.migrations[0].statements(SectionKind::Up, engine).unwrap();
    let error = DbError {
        code: code.to_owned(),
        message: message.to_owned(),
        detail: None,
        hint: None,
        context: None,
        position: None,
        schema: None,
        table: Some("chats".to_owned()),
        column: None,
        constraint: Some("chats_user_id_fkey".to_owned()),
        completed: 0,
        disconnected: false,
    };
    let version = &files.migrations[0].version;
    let (role, database) = (Some("app"), Some("shop-1"));
    let context = Context { engine, statement: statements.first(), version, files: &files, role, database };
    let diagnosis = diagnose(&error, context);
    let mut text = diagnosis.cause.unwrap_or_default();
    for remedy in diagnosis.remedies {
        text.push_str("\n- ");
        text.push_str(&remedy);
    }
    text
}

const CHATS: &str = "CREATE TABLE chats (user_id int REFERENCES users (id));";

#[test]
fn a_table_that_a_later_file_creates() {
    insta::assert_snapshot!(explain(
        "42P01", "relation \"users\" does not exist", CHATS, "CREATE TABLE users (id int PRIMARY KEY);", Engine::Postgres
    ), @r"
    wrong order: table users is created by migrations/2_users.sql:2, which comes later
    - let this migration come after it: mv migrations/1_chats.sql migrations/3_chats.sql
    ");
}

#[test]
fn a_table_that_the_same_file_creates_further_down() {
    let first = format!("{CHATS}\nCREATE TABLE users (id int PRIMARY KEY);");
    insta::assert_snapshot!(explain("42P01", "relation \"users\" does not exist", &first, "SELECT 1;", Engine::Postgres), @r"
    wrong order: table users is created further down, at migrations/1_chats.sql:3
    - move the statement of line 3 above this one
    ");
}

#[test]
fn a_table_that_nobody_creates() {
    insta::assert_snapshot!(explain("42P01", "relation \"users\" does not exist", CHATS, "SELECT 1;", Engine::Postgres), @r"
    no migration creates table users: it belongs to another system, or this is another database
    - check that this is the right database: whimbrel status -v
    - say so in the file, for a clear refusal before anything runs: -- migrate:requires table users
    ");
}

#[test]
fn the_same_on_sqlite() {
    insta::assert_snapshot!(explain("SQLITE_ERROR", "no such table: users", CHATS, "CREATE TABLE users (id int);", Engine::Sqlite), @r"
    wrong order: table users is created by migrations/2_users.sql:2, which comes later
    - let this migration come after it: mv migrations/1_chats.sql migrations/3_chats.sql
    ");
}

#[test]
fn a_message_in_another_language_still_names_the_table() {
    let said = "Relation »users« existiert nicht";
    let text = explain("42P01", said, CHATS, "CREATE TABLE users (id int);", Engine::Postgres);
    assert!(text.starts_with("wrong order: table users"), "{text}");
}

#[test]
fn no_create_privilege_on_public() {
    insta::assert_snapshot!(explain("42501", "permission denied for schema public", CHATS, "SELECT 1;", Engine::Postgres), @r#"
    the role app may not create in the schema public: from PostgreSQL 15 on only the database's owner may, unless it is granted
    - as the owner or a superuser: GRANT CREATE ON SCHEMA public TO app;
    - or make the role the owner: ALTER DATABASE "shop-1" OWNER TO app;
    "#);
}

#[test]
fn a_seed_row_that_is_there_already() {
    let insert = "INSERT INTO templates (name) VALUES ('a');";
    let said = "duplicate key value violates unique constraint \"templates_name_key\"";
    insta::assert_snapshot!(explain("23505", said, insert, "SELECT 1;", Engine::Postgres), @r"
    a row with this key is there already (chats_user_id_fkey)
    - if the row may be there: INSERT … ON CONFLICT (key) DO NOTHING
    - if it must have these values: INSERT … ON CONFLICT (key) DO UPDATE SET …
    ");
}

#[test]
fn rows_without_their_parent() {
    let insert = "INSERT INTO chats VALUES (1);";
    let said = "insert or update on table \"chats\" violates foreign key constraint \"chats_user_id_fkey\"";
    insta::assert_snapshot!(explain("23503", said, insert, "SELECT 1;", Engine::Postgres), @r"
    a row of chats refers to a row that does not exist (yet)
    - insert the rows it refers to first; the detail above names the key
    - check the order: the rows chats_user_id_fkey points to must come from an earlier statement or migration
    ");
}
