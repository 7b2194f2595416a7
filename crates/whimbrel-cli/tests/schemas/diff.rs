//! `diff` on PostgreSQL.

use crate::assert_run;
use crate::common::{Project, project};
use crate::{check, database, shop};

/// A complete schema whose statements are in no order at all.
const UNORDERED: &str = "\
-- The shop.
CREATE VIEW open_orders AS
  SELECT o.id, u.name, order_total(o.id) AS total
  FROM orders o JOIN users u ON u.id = o.user_id WHERE o.state = 'open';
CREATE TABLE orders (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  state order_state NOT NULL DEFAULT 'open'
);
CREATE INDEX orders_user_id ON orders (user_id);
CREATE FUNCTION order_total(wanted bigint) RETURNS numeric LANGUAGE sql STABLE
  AS $$ SELECT sum(price * quantity) FROM order_lines WHERE order_id = wanted $$;
CREATE TABLE order_lines (
  order_id bigint REFERENCES orders (id) ON DELETE CASCADE,
  line int,
  price numeric(10, 2) NOT NULL,
  quantity int NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, line)
);
CREATE TYPE order_state AS ENUM ('open', 'paid', 'sent');
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
COMMENT ON TABLE users IS 'Who may log in';
";

/// A column of another type below two views, a value for an enum, a column less, a column and an index more.
const OLD: &str = "\
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(20) NOT NULL, nick text, feels mood);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW upper_names AS SELECT id, upper(name) AS name FROM names;
COMMENT ON VIEW upper_names IS 'shouted';
CREATE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$
  SELECT 'Hello ' || who
$$;
";

const NEW: &str = "\
CREATE TYPE mood AS ENUM ('sad', 'fine', 'happy');
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, feels mood DEFAULT 'fine', email text);
CREATE VIEW names AS SELECT id, name FROM users;
CREATE VIEW upper_names AS SELECT id, upper(name) AS name FROM names;
COMMENT ON VIEW upper_names IS 'shouted';
CREATE INDEX users_email ON users (email);
CREATE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$
  SELECT 'Good day, ' || who
$$;
";

fn pair(old: &str, new: &str) -> Project {
    project().file("old.sql", old).file("new.sql", new)
}

#[test]
fn statements_in_no_order_are_put_into_one() {
    let project = project().file("schema.sql", UNORDERED);
    assert_run!(project.succeeds(["diff", "empty:", "schema.sql"]));
    let sql = project.succeeds(["diff", "empty:", "schema.sql", "--format", "sql"]).stdout;
    // psql runs them as they are, on another version than they were proven on.
    let database = database();
    database.psql(&sql);
    let project = project.with("DATABASE_URL", database.url());
    assert_run!(project.succeeds(["diff", "target:", "schema.sql", "--exit-code"]));
}

#[test]
fn the_target_becomes_what_a_file_says() {
    let database = database();
    database.psql(OLD);
    let project = project().with("DATABASE_URL", database.url()).file("schema.sql", NEW);
    let sql = project.exits(3, ["diff", "target:", "schema.sql", "--format", "sql", "--exit-code"]).stdout;
    check("the_target_becomes_what_a_file_says", &sql);
    assert_eq!(database.psql("SELECT count(*) FROM pg_attribute WHERE attname = 'nick'"), "1", "diff wrote");
    database.psql(&sql);
    project.succeeds(["diff", "target:", "schema.sql", "--exit-code"]);
}

#[test]
fn files_in_every_format() {
    let project = pair(OLD, NEW);
    assert_run!(project.succeeds(["diff", "old.sql", "new.sql"]));
    assert_run!(project.exits(3, ["diff", "old.sql", "new.sql", "--exit-code", "--format", "markdown"]));
    assert_run!(project.exits(3, ["diff", "new.sql", "old.sql", "--exit-code", "--format", "json"]));
    // A folder of files is one schema.
    project.write("parts/a/views.sql", "CREATE VIEW names AS SELECT id, name FROM users;");
    project.write("parts/b.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);");
    assert_run!(project.succeeds(["diff", "empty:", "parts", "--format", "sql"]));
}

#[test]
fn renames_are_done_when_they_are_asked_for() {
    let old = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);\n\
               CREATE VIEW names AS SELECT name FROM users;\nCREATE INDEX by_name ON users (name);\n";
    let new = "CREATE TABLE users (id bigint PRIMARY KEY, full_name text NOT NULL);\n\
               CREATE VIEW names AS SELECT full_name AS name FROM users;\n\
               CREATE INDEX users_full_name ON users (full_name);\n";
    let project = pair(old, new);
    assert_run!(project.succeeds(["diff", "old.sql", "new.sql"]));
    let rename = ["diff", "old.sql", "new.sql", "--rename", "users.name=full_name"];
    assert_run!("renamed", project.succeeds(rename));
    let json = project.json(rename);
    check("renamed_json", &format!("{:#}", json["renames"]));
    project.write("new.sql", &format!("-- whimbrel:rename users.name=full_name\n{new}"));
    assert_run!("renamed", project.succeeds(["diff", "old.sql", "new.sql"]));
    assert_run!(project.exits(2, ["diff", "old.sql", "new.sql", "--rename", "users.nam=full_name"]));
    assert_run!(project.exits(2, ["diff", "old.sql", "new.sql", "--rename", "name"]));
}

#[test]
fn two_databases() {
    let (one, two) = (database(), database());
    one.psql(OLD);
    two.psql(OLD);
    let project = project();
    assert_run!(project.succeeds(["diff", one.url(), two.url(), "--exit-code"]));
    two.psql("ALTER TABLE users ADD CONSTRAINT named CHECK (name <> '')");
    assert_run!(project.exits(3, ["diff", one.url(), two.url(), "--exit-code"]));
}

#[test]
fn migrations_and_the_target() {
    let (database, project) = shop();
    assert_run!(project.succeeds(["diff", "migrations:", "target:", "--exit-code"]));
    assert_run!(project.succeeds(["diff", "target:", "migrations", "--exit-code"]));
    database.psql("DROP INDEX users_name");
    // Both directions: the one that is not read from the shadow last has to be brought to it.
    assert_run!(project.exits(3, ["diff", "migrations:", "target:", "--exit-code"]));
    project.exits(3, ["diff", "target:", "migrations:", "--exit-code"]);
}

#[test]
fn rows_survive() {
    let project = pair(
        "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(20) NOT NULL, age int);
         CREATE TABLE posts (id int PRIMARY KEY, user_id bigint NOT NULL REFERENCES users, score numeric(10, 2));",
        "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, full_name text NOT NULL, age bigint);
         CREATE TABLE posts (id int PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, score numeric(12, 2));",
    );
    assert_run!(project.succeeds(["diff", "old.sql", "new.sql", "--with-rows", "--rename", "users.name=full_name"]));
}

#[test]
fn rows_that_do_not_fit_are_told() {
    let project = pair(
        "CREATE TABLE users (id int PRIMARY KEY, name text);",
        "CREATE TABLE users (id int PRIMARY KEY, name text, email text NOT NULL);",
    );
    assert_run!(project.exits(1, ["diff", "old.sql", "new.sql", "--with-rows"]));
    project.succeeds(["diff", "old.sql", "new.sql"]);
}

#[test]
fn rows_are_for_postgres() {
    let project = pair("CREATE TABLE a (id int);", "CREATE TABLE a (id int, b int);");
    let project = project.with("DATABASE_URL", "sqlite:a.db");
    assert_run!(project.exits(2, ["diff", "old.sql", "new.sql", "--with-rows"]));
}

#[test]
fn roles_that_only_the_second_schema_names_are_made_up_for_the_proof() {
    let project = project().file("old.sql", "CREATE TABLE t (a int);\n");
    project.write("new.sql", "CREATE TABLE t (a int);\nGRANT SELECT ON t TO reader;\n");
    for from in ["empty:", "old.sql"] {
        let json = project.json(["diff", from, "new.sql"]);
        let sql = json["statements"].to_string();
        assert!(sql.contains("GRANT SELECT ON TABLE public.t TO reader"), "{json:#}");
    }
}
