//! `dump`, and that what it writes makes the same schema again.

use std::path::Path;

use whimbrel_testing::schema_versions;

use crate::assert_run;
use crate::common::{Project, project};
use crate::{check, database, on, shop};

#[test]
fn of_the_target_of_migrations_and_as_json() {
    let (_database, project) = shop();
    let target = project.succeeds(["dump"]);
    assert_run!(&target);
    assert_eq!(project.succeeds(["dump", "migrations:"]).stdout, target.stdout);
    assert_eq!(project.succeeds(["dump", "--format", "sql"]).stdout, target.stdout);
    assert_run!(project.succeeds(["dump", "migrations:", "--format", "json"]));
    assert_run!(project.succeeds(["dump", "empty:"]));
    assert_run!(project.exits(2, ["dump", "--format", "markdown"]));
}

#[test]
fn one_file_for_each_object() {
    let (database, project) = shop();
    database.psql(
        "CREATE SCHEMA app; CREATE VIEW app.\"all / names\" AS SELECT name FROM users;
         CREATE FUNCTION app.f(a int, b text) RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE TYPE mood AS ENUM ('sad'); COMMENT ON INDEX users_name IS 'to look them up'",
    );
    assert_run!(project.succeeds(["dump", "--split", "schema"]));
    let listed = files(&project.path().join("schema")).join("\n");
    check("files", &listed);
    check("one_file", &project.read("schema/tables/public.users.sql"));
    // The folder is a schema as it is.
    project.succeeds(["diff", "target:", "schema", "--exit-code"]);

    database.psql("DROP VIEW app.\"all / names\"; ALTER TABLE users ADD COLUMN age int");
    project.write("schema/notes.txt", "mine");
    assert_run!(project.succeeds(["dump", "--split", "schema"]));
    assert!(project.read("schema/tables/public.users.sql").contains("age integer"));
    assert_eq!(project.read("schema/notes.txt"), "mine");
    let json = project.json(["dump", "--split", "schema"]);
    assert_eq!(json["stale"], serde_json::json!(["schema/views/app.all___names.sql"]));
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|inside| format!("{name}/{inside}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

/// dump → psql → dump is the same text, for an example on every version.
fn fixed_point(example: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example);
    let project = Project::copy_of(&folder);
    let dump = project.succeeds(["dump", "migrations:"]).stdout;
    assert!(dump.contains("CREATE TABLE"), "{dump}");
    for version in schema_versions() {
        let database = whimbrel_testing::shared(version).database();
        for role in dump.lines().filter_map(role) {
            let _there_already = database.try_psql(&format!("CREATE ROLE {role}"));
        }
        database.psql(&dump);
        let loaded = project.succeeds(["dump", database.url()]).stdout;
        let (again, copy) = (crate::database_of(version, &loaded), &loaded);
        assert_eq!(project.succeeds(["dump", again.url()]).stdout, *copy, "PostgreSQL {version}");
        if version == 17 {
            assert_eq!(loaded, dump);
        }
        let equal = project.succeeds(["diff", "migrations:", database.url(), "--exit-code"]);
        assert!(equal.stdout.contains("are the same"), "PostgreSQL {version}: {}", equal.whole());
    }
}

fn role(line: &str) -> Option<&str> {
    let (_, role) =
        line.split_once(" TO ").filter(|_| line.starts_with("GRANT ") || line.starts_with("CREATE POLICY"))?;
    let role = role.trim_end_matches(';').split_whitespace().next()?;
    (role != "PUBLIC").then_some(role)
}

#[test]
fn astropixel_is_a_fixed_point() {
    fixed_point("astropixel");
}

#[test]
fn chatbot_is_a_fixed_point() {
    fixed_point("chatbot");
}

#[test]
fn chats_is_a_fixed_point() {
    fixed_point("chats");
}

#[test]
fn exora_is_a_fixed_point() {
    fixed_point("exora");
}

#[test]
fn halext_presets_is_a_fixed_point() {
    fixed_point("halext-presets");
}

#[test]
fn a_role_that_the_server_does_not_have_is_made_on_the_shadow() {
    let database = database();
    let role = format!("reader_{}", database.name());
    let grant = format!("-- migrate:up\nCREATE TABLE t (id int);\nGRANT SELECT ON t TO {role};\n");
    let project = on(&database, &[("1_t.sql", &grant)]);
    let dump = project.succeeds(["dump", "migrations:"]).stdout;
    assert!(dump.contains(&format!("GRANT SELECT ON TABLE public.t TO {role}")), "{dump}");
    let without = project.succeeds(["dump", "migrations:", "--no-privileges"]).stdout;
    assert!(!without.contains("GRANT"), "{without}");
}

#[test]
fn without_a_project() {
    let schema = "CREATE TABLE b (a_id int REFERENCES a (id)); CREATE TABLE a (id int PRIMARY KEY);";
    assert_run!(project().file("schema.sql", schema).succeeds(["dump", "schema.sql"]));
}
