//! Tables of configurations: what is read, and how mistakes are shown.

use std::path::Path;

use insta::assert_snapshot;

use super::*;
use crate::render;

struct Case {
    folder: tempfile::TempDir,
    variables: Vec<(&'static str, &'static str)>,
    environment: Option<&'static str>,
}

fn project(files: &[(&str, &str)]) -> Case {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Case { folder, variables: Vec::new(), environment: None }
}

impl Case {
    fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    fn environment(mut self, name: &'static str) -> Self {
        self.environment = Some(name);
        self
    }

    fn load(&self) -> Result<Config, Problem> {
        let choice = Choice { directory: Some(self.folder.path()), file: None, environment: self.environment };
        Config::load(choice, Variables::of(&self.variables), Secrets::default())
    }

    fn shown_error(&self) -> String {
        shown(&self.load().map(|_| ()).unwrap_err())
    }
}

fn shown(problem: &Problem) -> String {
    anstream::adapter::strip_str(&render::problem::human(problem, &Secrets::default())).to_string()
}

fn toml(text: &str) -> Case {
    project(&[("whimbrel.toml", text)])
}

#[test]
fn without_a_file_everything_has_a_default() {
    let config = project(&[]).load().unwrap();
    assert_eq!(config.settings, Settings::default());
    assert_eq!(config.migrations().unwrap().1, Path::new("migrations"));
}

#[test]
fn a_dbmate_folder_is_used_where_there_is_no_other() {
    let dbmate = ("db/migrations/1_a.sql", "");
    assert_eq!(project(&[dbmate]).load().unwrap().migrations().unwrap().1, Path::new("db/migrations"));
    let both = project(&[dbmate, ("migrations/1_a.sql", "")]);
    assert_eq!(both.load().unwrap().migrations().unwrap().1, Path::new("migrations"));
}

#[test]
fn all_keys_are_read() {
    let case = toml(
        r#"
        migrations = "sql"
        env_file = ".env"
        [database]
        url = "${DATABASE_URL}"
        [history]
        schema = "ops"
        [require]
        postgres = ">=12"
        sqlite = ">=3.35"
        extensions = ["pgcrypto"]
        variables.OAUTH_ENCRYPTION_KEY = { length = 32 }
        variables.OTHER = { min_length = 1_6 }
        [run]
        lock_timeout = "2s"
        lock_attempts = 30
        lock_wait = "1m"
        statement_timeout = "10m"
        [lint]
        owner_columns = ["account_id"]
        small_rows = 500
        rules.drop-column = "off"
        [after.apply]
        commands = ["systemctl restart halext-api.service"]
        timeout = "30s"
        health = { url = "http://localhost:5000/health", status = 200, within = "60s" }
        "#,
    );
    insta::assert_debug_snapshot!(case.load().unwrap().settings);
}

#[test]
fn the_page_shows_every_key() {
    let (_, rest) = include_str!("../../../../docs/config.md").split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let mut settings = toml(text).load().unwrap().settings;
    assert_eq!(settings.require.variables.len(), 2);
    // A rule has one of two keys; everything else is said.
    settings.require.variables.clear();
    let shown = format!("{settings:#?}");
    assert!(!shown.contains("None"), "docs/config.md does not show all there is: {shown}");
}

#[test]
fn an_environment_lies_over_the_rest() {
    let text = r#"
        migrations = "sql"
        [database]
        url = "postgres://prod/shop"
        [require]
        extensions = ["pgcrypto", "citext"]
        variables.A = { length = 1 }
        [run]
        lock_timeout = "2s"
        lock_attempts = 30
        [environments.dev]
        require.extensions = []
        require.variables.A = { length = 2 }
        require.variables.B = {}
        [environments.dev.database]
        url = "embedded:.whimbrel/dev"
        [environments.dev.run]
        lock_attempts = 1
        "#;
    let settings = toml(text).environment("dev").load().unwrap().settings;
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    assert_eq!(value(&settings.migrations).as_deref(), Some("sql"));
    assert_eq!(value(&settings.database_url).as_deref(), Some("embedded:.whimbrel/dev"));
    assert_eq!(settings.require.extensions, Some(vec![]));
    assert_eq!((settings.run.lock_timeout.unwrap().as_secs(), settings.run.lock_attempts), (2, Some(1)));
    let rules: Vec<_> = settings.require.variables.iter().map(|rule| (rule.name.value.as_str(), rule.length)).collect();
    assert_eq!(rules, [("A", Some(2)), ("B", None)]);

    assert_snapshot!(toml(text).environment("prod").shown_error());
    assert_snapshot!(toml("").environment("prod").shown_error());
    assert_snapshot!(project(&[]).environment("prod").shown_error());
}

#[test]
fn mistakes_are_underlined_and_the_nearest_key_is_named() {
    assert_snapshot!(
        toml("migration = \"sql\"\n\n[databse]\nurl = \"x\"\n\n[run]\nlock-timeout = \"2s\"\nspeed = 9\n")
            .shown_error()
    );
    assert_snapshot!(toml("[run]\nlock_timeout = 2\nlock_attempts = -1\n[after]\napply = [\"x\"]\n").shown_error());
    assert_snapshot!(toml("[run\nlock_timeout = \"2s\"\n").shown_error());
    assert_snapshot!(toml("\u{feff}migrations = 1\n").shown_error());
    assert_snapshot!(toml("[environments.dev]\nmigratons = \"x\"\n").environment("dev").shown_error());
}

#[test]
fn a_missing_variable_is_named_where_it_is_used() {
    let case = toml("migrations = \"${FOLDER}/sql\"\n");
    assert_snapshot!(shown(&case.load().unwrap().migrations().unwrap_err()));
    let set = toml("migrations = \"${FOLDER}/sql\"\n").with("FOLDER", "db");
    assert_eq!(set.load().unwrap().migrations().unwrap().1, Path::new("db/sql"));
}

#[test]
fn a_malformed_env_file_is_reported_without_its_line() {
    let case = project(&[(".env", "A=1\nDATABASE_URL postgres://app:hunter2@db/shop\n")]);
    let shown = case.shown_error();
    assert!(!shown.contains("hunter2"));
    assert_snapshot!(shown);
    assert_snapshot!(toml("env_file = \"prod.env\"\n").shown_error());
}

#[test]
fn the_environment_wins_over_the_env_file() {
    let config = project(&[(".env", "A=file\nB=file\n")]).with("A", "process").load().unwrap();
    assert_eq!(config.variables.get("A").as_deref(), Some("process"));
    assert_eq!(config.variables.get("B").as_deref(), Some("file"));
    assert_eq!(config.variables.origin("A").as_deref(), Some("the environment"));
    assert_eq!(config.variables.origin("B").as_deref(), Some(".env:2"));
    assert_eq!(config.variables.added().collect::<Vec<_>>(), [("B", "file")]);
}

mod databases {
    use super::*;

    fn origin(case: &Case, flag: Option<&str>) -> String {
        database::resolve(&case.load().unwrap(), flag).unwrap().origin
    }

    fn error(case: &Case) -> String {
        shown(&database::resolve(&case.load().unwrap(), None).unwrap_err())
    }

    #[test]
    fn the_order_of_places() {
        let text = "[database]\nurl = \"sqlite:config.db\"\n[environments.dev.database]\nurl = \"sqlite:dev.db\"\n";
        let all = || {
            project(&[("whimbrel.toml", text), (".env", "X=1\nDATABASE_URL=sqlite:env.db\n")])
                .with("PGHOST", "localhost")
        };
        assert_eq!(origin(&all(), Some("sqlite:flag.db")), "--database");
        assert_eq!(origin(&all().environment("dev"), None), "`url` (whimbrel.toml:4)");
        assert_eq!(origin(&all(), None), "`url` (whimbrel.toml:2)");
        let env = || project(&[(".env", "X=1\nDATABASE_URL=sqlite:env.db\n")]).with("PGHOST", "localhost");
        assert_eq!(origin(&env(), None), "DATABASE_URL (.env:2)");
        assert_eq!(origin(&env().with("DATABASE_URL", "sqlite:p.db"), None), "DATABASE_URL (the environment)");
        let pg = project(&[(".env", "PGPORT=1\nPGHOST=localhost\n")]);
        assert_eq!(origin(&pg, None), "PGHOST and the other PG* variables (.env:2)");
        let variable =
            project(&[("whimbrel.toml", "[database]\nurl = \"${SHOP_URL}\"\n"), (".env", "SHOP_URL=sqlite:env.db\n")]);
        assert_eq!(origin(&variable, None), "SHOP_URL (.env:1)");
    }

    #[test]
    fn the_default_comes_last_and_no_environment_inherits_it() {
        let text =
            "[database]\nurl = \"${DATABASE_URL}\"\ndefault = \"sqlite:default.db\"\n[environments.production]\n";
        assert_eq!(origin(&toml(text), None), "`default` (whimbrel.toml:3)");
        assert_eq!(origin(&toml(text).with("DATABASE_URL", ""), None), "`default` (whimbrel.toml:3)");
        let pg = toml(text).with("PGHOST", "localhost");
        assert_eq!(origin(&pg, None), "PGHOST and the other PG* variables (the environment)");
        let url = toml(text).with("DATABASE_URL", "sqlite:env.db").with("PGHOST", "localhost");
        assert_eq!(origin(&url, None), "DATABASE_URL (the environment)");
        assert_snapshot!(error(&toml(text).environment("production")));
    }

    #[test]
    fn nothing_set_shows_the_three_ways() {
        assert_snapshot!(error(&project(&[])));
        assert_snapshot!(error(&toml("[database]\nurl = \"${DATABASE_URL}\"\n")));
    }

    #[test]
    fn an_address_that_cannot_be_read_is_never_shown() {
        for address in ["postgres://app:hunter2@db:port/shop", "hunter2", "mysql://app:hunter2@db/shop"] {
            let case = project(&[]).with("DATABASE_URL", address);
            let shown = error(&case);
            assert!(!shown.contains("hunter2"), "{shown}");
            assert!(shown.contains("DATABASE_URL (the environment)"), "{shown}");
        }
    }
}
