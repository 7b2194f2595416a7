//! A statement fails: order, foreign keys, duplicates, and what else people meet.

use whimbrel_testing::{shared, versions};

use crate::common::Project;
use crate::{assert_error, assert_run, command_in, on, remedies, up, with};

const USERS: &str = "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n";
const CHATS: &str = "\
-- migrate:up
CREATE TABLE chats (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE
);
";

/// On every version the same is told; nothing of the last migration is left. Without a rehearsal, which would tell of most
/// of these before the target is touched.
fn told_everywhere(name: &str, before: &str, migrations: &[(&str, &str)]) {
    for version in versions() {
        let database = shared(version).database();
        database.psql(before);
        let project = on(&database, migrations);
        let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'";
        let there = database.psql(tables);
        let run = project.exits(1, ["apply", "--no-rehearse"]);
        version_words().bind(|| assert_run!(name, run));
        assert_eq!(database.psql(tables), there, "something was committed");
    }
}

/// PostgreSQL 12 says less in some messages.
fn version_words() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#"((?:column|constraint) "\w+") of relation "\w+" (contains|is violated)"#, "$1 $2");
    settings.add_filter(r" of the referenc(?:ing|ed) table", "");
    settings
}

#[test]
fn wrong_order_across_files() {
    let files = [("20251223_chats.sql", CHATS), ("20251224_users.sql", USERS)];
    told_everywhere("wrong_order_across_files", "", &files);
    let database = shared(15).database();
    assert_error!(
        "wrong_order_across_files_json",
        on(&database, &files).exits(1, ["apply", "--no-rehearse", "--format", "json"])
    );
}

#[test]
fn what_is_told_of_a_wrong_order_helps() {
    let database = shared(15).database();
    let project = on(&database, &[("20251223_chats.sql", CHATS), ("20251224_users.sql", USERS)]);
    let remedies = remedies(&project.json(["apply"]));
    let mut command = std::process::Command::new("sh");
    command.args(["-c", command_in(&remedies, "mv ")]).current_dir(project.path());
    assert!(command.status().unwrap().success());
    project.succeeds(["apply"]);
}

#[test]
fn wrong_order_within_a_file() {
    let text = "-- migrate:up
CREATE INDEX idx_chats_user_id ON chats (user_id);
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE chats (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES users (id)
);
";
    told_everywhere("wrong_order_within_a_file", "", &[("1_all.sql", text)]);
}

#[test]
fn a_view_a_type_and_a_function_in_the_wrong_order() {
    let view = "-- migrate:up\nCREATE VIEW names AS SELECT name FROM people;\nCREATE TABLE people (name text);\n";
    told_everywhere("a_view_before_its_table", "", &[("1_a.sql", view)]);
    let r#type = "-- migrate:up\nCREATE TABLE people (mood mood);\nCREATE TYPE mood AS ENUM ('glad');\n";
    told_everywhere("a_table_before_its_type", "", &[("1_a.sql", r#type)]);
    let function = "-- migrate:up
CREATE TABLE people (name text);
CREATE TRIGGER touch BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION touch();
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
";
    told_everywhere("a_trigger_before_its_function", "", &[("1_a.sql", function)]);
}

#[test]
fn a_table_that_nothing_creates() {
    told_everywhere("a_table_that_nothing_creates", "", &[("1_chats.sql", CHATS)]);
}

#[test]
fn a_column_that_does_not_exist() {
    let index = up("CREATE INDEX idx_chats_user ON chats (userid);");
    told_everywhere("a_column_that_does_not_exist", "CREATE TABLE chats (user_id int)", &[("1_a.sql", &index)]);
}

const ROWS: &str = "\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE chats (id bigint PRIMARY KEY, user_id bigint);
INSERT INTO users VALUES (1);
INSERT INTO chats VALUES (1, 1), (2, 7);
";

#[test]
fn a_foreign_key_over_rows_that_violate_it() {
    let key = up("ALTER TABLE chats\n  ADD CONSTRAINT chats_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);");
    told_everywhere("a_foreign_key_over_rows", ROWS, &[("1_a.sql", &key)]);
    // What is told to do, done.
    let database = shared(15).database();
    database.psql(ROWS);
    let correct = "DELETE FROM chats WHERE user_id NOT IN (SELECT id FROM users);";
    on(&database, &[("1_a.sql", &key.replace("-- migrate:up", &format!("-- migrate:up\n{correct}")))])
        .succeeds(["apply"]);
}

#[test]
fn a_row_that_refers_to_nothing() {
    let before =
        format!("{ROWS} DELETE FROM chats WHERE id = 2; ALTER TABLE chats ADD FOREIGN KEY (user_id) REFERENCES users;");
    told_everywhere(
        "an_insert_that_refers_to_nothing",
        &before,
        &[("1_a.sql", &up("INSERT INTO chats VALUES (3, 9);"))],
    );
    told_everywhere("a_delete_of_what_is_referred_to", &before, &[("1_a.sql", &up("DELETE FROM users;"))]);
    told_everywhere("an_update_that_refers_to_nothing", &before, &[("1_a.sql", &up("UPDATE chats SET user_id = 9;"))]);
}

#[test]
fn a_seed_row_that_is_there() {
    let seeds = up("INSERT INTO templates (slug, title) VALUES\n  ('sales', 'Sales'),\n  ('support', 'Support');");
    let before =
        "CREATE TABLE templates (slug text PRIMARY KEY, title text); INSERT INTO templates VALUES ('sales', 'x')";
    told_everywhere("a_seed_row_that_is_there", before, &[("1_seeds.sql", &seeds)]);
    let database = shared(15).database();
    database.psql(before);
    let project = on(&database, &[("1_seeds.sql", &seeds)]);
    assert_error!("a_seed_row_that_is_there_json", project.exits(1, ["apply", "--no-rehearse", "--format", "json"]));
    on(&database, &[("1_seeds.sql", &seeds.replace(");\n", ") ON CONFLICT (slug) DO NOTHING;\n"))]).succeeds(["apply"]);
}

#[test]
fn a_unique_index_over_duplicates() {
    let before = "CREATE TABLE users (email text); INSERT INTO users VALUES ('a@example.com'), ('a@example.com')";
    let index = up("CREATE UNIQUE INDEX users_email ON users (email);");
    told_everywhere("a_unique_index_over_duplicates", before, &[("1_a.sql", &index)]);
}

#[test]
fn not_null_and_checks_over_rows_that_violate_them() {
    let before = "CREATE TABLE users (name text, age int); INSERT INTO users VALUES (NULL, -1)";
    let not_null = up("ALTER TABLE users ALTER COLUMN name SET NOT NULL;");
    told_everywhere("not_null_over_rows", before, &[("1_a.sql", &not_null)]);
    let added = up("ALTER TABLE users ADD COLUMN email text NOT NULL;");
    told_everywhere("a_column_not_null_over_rows", before, &[("1_a.sql", &added)]);
    let check = up("ALTER TABLE users ADD CONSTRAINT grown_up CHECK (age >= 0);");
    told_everywhere("a_check_over_rows", before, &[("1_a.sql", &check)]);
}

#[test]
fn a_type_that_cannot_be_changed_by_itself() {
    let before = "CREATE TABLE annotations (user_id text DEFAULT 'x')";
    let change = up("ALTER TABLE annotations ALTER COLUMN user_id TYPE integer;");
    told_everywhere("a_type_that_cannot_be_changed_by_itself", before, &[("1_a.sql", &change)]);
    let key = up("CREATE TABLE annotations (user_id text REFERENCES users (id));");
    told_everywhere("a_key_of_another_type", USERS, &[("1_a.sql", &key)]);
}

#[test]
fn something_depends_on_it() {
    let before = "CREATE TABLE users (id int); CREATE VIEW ids AS SELECT id FROM users";
    told_everywhere("something_depends_on_it", before, &[("1_a.sql", &up("DROP TABLE users;"))]);
}

#[test]
fn a_mistake_in_the_syntax() {
    let text = "-- migrate:up\nCREATE TABLE users (\n  id bigint PRIMARY KEY,\n  name text,\n);\n";
    told_everywhere("a_mistake_in_the_syntax", "", &[("1_a.sql", text)]);
    let sqlite = up("CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT);");
    told_everywhere("the_syntax_of_sqlite", "", &[("1_a.sql", &sqlite)]);
}

#[test]
fn what_was_applied_before_stays_and_is_named() {
    let files = [("1_users.sql", USERS), ("2_chats.sql", CHATS), ("3_a.sql", "-- migrate:up\nDROP TABLE nothing;\n")];
    for version in versions() {
        let database = shared(version).database();
        assert_run!("what_was_applied_before_stays", on(&database, &files).exits(1, ["apply", "--no-rehearse"]));
        assert_eq!(database.psql("SELECT to_regclass('chats') IS NOT NULL"), "t");
    }
}

/// Errors echo what they are about, and a migration that sets a password is about one.
#[test]
fn a_password_in_the_words_of_the_database() {
    let hidden = |project: Project| project.with("APP_PASSWORD", "kestrel-9").hiding("kestrel-9");
    let app = |sql: &str| {
        let database = shared(15).database();
        let url = database.url().to_owned();
        let project = hidden(on(&database, &[("1_a.sql", &up(sql))])).with("DATABASE_URL", url);
        project.write(".env", "APP_PASSWORD=kestrel-9\n");
        (database, project)
    };
    // Of the connection itself.
    let (_database, project) = app("DO $$ BEGIN RAISE EXCEPTION 'failed for %', 'sea-otter'; END $$;");
    assert_run!(project.exits(1, ["apply", "--no-rehearse"]));
    assert_error!(
        "a_password_in_the_words_of_the_database_json",
        project.exits(1, ["apply", "--no-rehearse", "--format", "json"])
    );
    // Of another role, in the statement that is shown.
    let (_database, project) = app("ALTER ROLE nobody_of_that_name PASSWORD 'kestrel-9';");
    assert_run!(project.exits(1, ["apply", "-vv"]));
    let (_database, project) = app("SELECT 'kestrel-9'::int;");
    assert_run!(project.exits(1, ["apply", "--no-rehearse"]));
    assert_error!(
        "a_password_in_the_words_of_the_database_json_2",
        project.exits(1, ["apply", "--no-rehearse", "--format", "json"])
    );
    let (_database, project) = app("SELECT dblink_connect('host=db password=kestrel-9');");
    assert_run!(project.exits(1, ["apply", "--no-rehearse"]));
}

/// Servers speak the language of `lc_messages`; codes are the same in all of them.
#[test]
fn a_server_that_speaks_german() {
    for version in versions() {
        let database = shared(version).database();
        let missing = "DO $$ BEGIN RAISE undefined_table USING MESSAGE = 'Relation »users« existiert nicht'; END $$;";
        let files = [("1_chats.sql", up(missing)), ("2_users.sql", USERS.to_owned())];
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_run!("a_missing_table_in_german", on(&database, &files).exits(1, ["apply", "--no-rehearse"]));
        let denied =
            "DO $$ BEGIN RAISE insufficient_privilege USING MESSAGE = 'keine Berechtigung für Schema public'; END $$;";
        assert_run!(
            "no_privilege_in_german",
            on(&database, &[("1_a.sql", &up(denied))]).exits(1, ["apply", "--no-rehearse"])
        );
    }
}

#[test]
fn on_sqlite() {
    let told = |name: &str, migrations: &[(&str, &str)]| {
        let project = with(migrations).with("DATABASE_URL", "sqlite:shop.db");
        assert_run!(name, project.exits(1, ["apply", "--no-rehearse"]));
    };
    let late = up("CREATE TABLE users (id INTEGER PRIMARY KEY);");
    let early = up("CREATE INDEX i ON users (id);");
    told("sqlite_wrong_order_across_files", &[("1_index.sql", &early), ("2_users.sql", &late)]);
    let within = up("INSERT INTO users VALUES (1);\nCREATE TABLE users (id INTEGER PRIMARY KEY);");
    told("sqlite_wrong_order_within_a_file", &[("1_a.sql", &within)]);
    let tables =
        up("CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE chats (user_id INTEGER REFERENCES users);");
    told(
        "sqlite_a_row_that_refers_to_nothing",
        &[("1_a.sql", &tables), ("2_b.sql", &up("INSERT INTO chats VALUES (7);"))],
    );
    let seed = up("INSERT INTO users VALUES (1);\nINSERT INTO users VALUES (1);");
    told("sqlite_a_seed_row_that_is_there", &[("1_a.sql", &late), ("2_b.sql", &seed)]);
    told(
        "sqlite_the_syntax_of_postgres",
        &[("1_a.sql", &up("CREATE TABLE a (id uuid DEFAULT gen_random_uuid()::text);"))],
    );
}
