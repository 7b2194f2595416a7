//! Every entry of the guides' troubleshooting sections, provoked on real servers: what a user sees, and that what it
//! tells to do helps.

#[path = "../common/mod.rs"]
mod common;

mod addresses;
mod connecting;
mod existing;
mod history;
mod privileges;
mod requirements;
mod statements;
mod tls;
mod verifying;
mod waiting;

use common::{Project, Run, project};
use whimbrel_testing::{Database, Server};

/// The password of the roles that tests make.
const APP_PASSWORD: &str = "shy-curlew-7";

/// A database of the test's own and a role that may log in and nothing else.
struct App {
    database: Database,
    role: String,
}

impl App {
    fn on(server: &Server) -> Self {
        let database = server.database();
        // Roles belong to the server: named after the database it is nobody else's. It ends with the server.
        let role = format!("app_{}", database.name());
        database.psql(&format!("CREATE ROLE {role} LOGIN PASSWORD '{APP_PASSWORD}'"));
        Self { database, role }
    }

    /// The database's URL for the role.
    fn url(&self) -> String {
        self.database
            .url()
            .replace(&format!("postgres:{}@", whimbrel_testing::PASSWORD), &format!("{}:{APP_PASSWORD}@", self.role))
    }

    /// A project on it, with these files of migrations.
    fn project(&self, migrations: &[(&str, &str)]) -> Project {
        with(migrations).with("DATABASE_URL", self.url())
    }
}

/// A project with these files in its folder of migrations.
fn with(migrations: &[(&str, &str)]) -> Project {
    let project = project().hiding(APP_PASSWORD);
    for (name, text) in migrations {
        project.write(&format!("migrations/{name}"), text);
    }
    project
}

/// A project with these migrations on this database, as its superuser.
fn on(database: &Database, migrations: &[(&str, &str)]) -> Project {
    with(migrations).with("DATABASE_URL", database.url())
}

/// A migration of these statements.
fn up(sql: &str) -> String {
    format!("-- migrate:up\n{sql}\n")
}

/// One small migration.
const SMALL: &[(&str, &str)] = &[("1_users.sql", "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n")];

/// The remedies of a failure as `--format json` has them.
fn remedies(json: &serde_json::Value) -> Vec<String> {
    let remedies = json["error"]["remedies"].as_array().unwrap_or_else(|| panic!("no remedies in {json:#}"));
    remedies.iter().map(|remedy| remedy.as_str().unwrap().to_owned()).collect()
}

/// What a remedy says to run, such as `GRANT …` of `as the owner: GRANT …`.
fn command_in<'r>(remedies: &'r [String], begins: &str) -> &'r str {
    remedies
        .iter()
        .find_map(|remedy| remedy.find(begins).map(|at| &remedy[at..]))
        .unwrap_or_else(|| panic!("no `{begins}` in {remedies:#?}"))
}

/// Runs what a remedy says to type at a shell, in the project's folder: the first word is `whimbrel`.
fn type_in(project: &Project, command: &str) -> Run {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("whimbrel"), "{command}");
    project.succeeds(words)
}

/// The page and the program speak of the same failures.
#[test]
fn the_page_names_every_code() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(folder.join("../../docs/troubleshooting.md")).unwrap();
    let mut codes = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder.join("tests/troubleshooting/snapshots")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let quoted = text.lines().filter_map(|line| line.trim().strip_prefix("\"code\": \"")?.split_once('"'));
        // Those of the databases have no dot.
        codes.extend(quoted.map(|(code, _)| code.to_owned()).filter(|code| code.contains('.')));
    }
    assert!(codes.len() > 10, "{codes:?}");
    let missing: Vec<_> = codes.iter().filter(|code| !page.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "docs/troubleshooting.md does not name {missing:?}");
}
