//! What each example promises beyond the way there and back.

mod common;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::Ordering;

use common::Project;
use common::http::service;
use serde_json::json;
use whimbrel_testing::{Database, PASSWORD, shared, versions};

fn example(name: &str) -> Project {
    Project::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name))
}

/// For what does not differ between versions.
fn newest() -> Database {
    shared(*versions().iter().max().unwrap()).database()
}

fn change(project: &Project, file: &str, from: &str, to: &str) {
    let text = project.read(file);
    assert!(text.contains(from), "{file} does not hold {from}");
    project.write(file, &text.replace(from, to));
}

mod halext_presets {
    use super::*;

    /// A project on a machine whose `systemctl` and `journalctl` write down what they are asked, and on which
    /// `systemctl status` ends with `code`.
    fn on_a_machine(code: i32) -> Project {
        let project = example("halext-presets");
        for name in ["systemctl", "journalctl"] {
            let script = format!(
                "#!/bin/sh\necho {name} \"$@\" >> asked\necho \"$1: halext-api.service\"\n[ \"$1\" != status ] || exit {code}\n"
            );
            project.write(&format!("bin/{name}"), &script);
            let path = project.path().join("bin").join(name);
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        #[expect(clippy::disallowed_methods, reason = "the program needs its usual commands, too")]
        let path = format!("{}:{}", project.path().join("bin").display(), std::env::var("PATH").unwrap());
        project.with("PATH", path).with("DATABASE_URL", "sqlite:halext.db")
    }

    #[test]
    fn the_service_is_restarted_and_looked_at_after_an_apply_and_only_then() {
        let project = on_a_machine(0);
        project.succeeds(["--environment", "production", "apply"]);
        project.succeeds(["--environment", "production", "apply"]);
        assert_eq!(
            project.read("asked"),
            "systemctl restart halext-api.service\nsystemctl status --no-pager halext-api.service\n\
             journalctl -u halext-api.service -n 50 --no-pager\n"
        );
    }

    #[test]
    fn a_service_that_does_not_come_back_is_reported_and_the_schema_stays() {
        let project = on_a_machine(3);
        let run = project.json(["--environment", "production", "apply"]);
        assert_eq!(run["error"]["code"], "hook.failed", "{run:#}");
        assert!(run.to_string().contains("status: halext-api.service"), "{run:#}");
        project.succeeds(["--environment", "production", "status", "--exit-code"]);
    }

    #[test]
    fn production_without_an_address_is_refused_and_does_not_use_the_default() {
        let run = example("halext-presets").json(["--environment", "production", "apply"]);
        assert_eq!(run["error"]["code"], "config.no_database", "{run:#}");
    }

    #[test]
    fn existing_presets_become_system_presets() {
        let database = newest();
        example("halext-presets").with("DATABASE_URL", database.url()).succeeds(["apply"]);
        assert_eq!(
            database.psql("SELECT name, is_system, owner_id FROM layout_presets ORDER BY id").trim(),
            "Focus|t|\nOverview|t|\nPlanning|t|"
        );
    }

    #[test]
    fn presets_of_users_are_counted_before_a_revert_deletes_them() {
        let database = newest();
        let project = example("halext-presets").with("DATABASE_URL", database.url());
        project.succeeds(["apply"]);
        database.psql("INSERT INTO users VALUES (1, 'mira', 'mira@example.com', 'x'); INSERT INTO layout_presets (name, layout, owner_id) VALUES ('Mine', '[]', 1)");
        let preview = project.json(["revert", "--last", "1", "--dry-run"]);
        let losses = preview["losses"].as_array().unwrap();
        assert!(
            losses.contains(&json!({"table": "layout_presets", "kind": "column", "column": "owner_id", "rows": 1})),
            "{losses:#?}"
        );
        project.succeeds(["revert", "--last", "1", "--confirm", preview["phrase"].as_str().unwrap()]);
        assert_eq!(database.psql("SELECT count(*) FROM layout_presets").trim(), "3");
    }
}

mod chats {
    use super::*;

    #[test]
    fn a_revert_asks_for_the_phrase_of_the_guide() {
        let database = newest();
        let project = example("chats").with("DATABASE_URL", database.url());
        project.succeeds(["apply"]);
        database.psql("INSERT INTO users (name, email, hashed_password, software_experience, hardware_experience) VALUES ('Test User', 'test@example.com', 'hashed', 'beginner', 'none'); INSERT INTO chats (user_id, query, response) SELECT id, 'Test query', 'Test response' FROM users");
        let preview = project.json(["revert", "--last", "1", "--dry-run"]);
        assert_eq!(preview["phrase"], "DELETE CHATS TABLE");
        assert_eq!(preview["losses"], json!([{"table": "chats", "kind": "table", "column": null, "rows": 1}]));
        project.exits(4, ["revert", "--last", "1", "--confirm", "delete chats table"]);
        assert_eq!(database.psql("SELECT count(*) FROM chats").trim(), "1");
        project.succeeds(["revert", "--last", "1", "--confirm", "DELETE CHATS TABLE"]);
        assert_eq!(database.psql("SELECT to_regclass('chats') IS NULL, count(*) FROM users").trim(), "t|1");
    }

    #[test]
    fn without_users_nothing_is_touched() {
        let database = newest();
        let project = example("chats").with("DATABASE_URL", database.url());
        project.remove("migrations/20251210080000_create_users.sql");
        let run = project.json(["apply"]);
        assert_eq!(run["error"]["code"], "require.missing", "{run:#}");
        let made = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace OR relname = 'chats'";
        assert_eq!(database.psql(made).trim(), "0");
    }

    #[test]
    fn a_table_whose_chats_would_outlive_their_user_is_not_committed() {
        let database = newest();
        let project = example("chats").with("DATABASE_URL", database.url());
        change(&project, "migrations/20251224093000_create_chats.sql", " ON DELETE CASCADE", "");
        project.exits(6, ["apply"]);
        assert_eq!(database.psql("SELECT to_regclass('chats') IS NULL").trim(), "t");
    }
}

mod chatbot {
    use super::*;

    #[test]
    fn back_to_base_says_how_many_conversations_and_messages_go() {
        let database = newest();
        let project = example("chatbot").with("DATABASE_URL", database.url());
        project.succeeds(["apply"]);
        database.psql("INSERT INTO users (id, email) VALUES ('mira', 'mira@example.com'); INSERT INTO conversations (user_id) VALUES ('mira'); INSERT INTO messages (conversation_id, role, content) SELECT id, role, 'hello' FROM conversations, unnest(enum_range(NULL::message_role)) AS role");
        let preview = project.json(["revert", "--all", "--dry-run"]);
        let figures: Vec<_> = preview["losses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|loss| (loss["table"].as_str().unwrap(), loss["rows"].as_u64().unwrap()))
            .collect();
        assert_eq!(figures, [("conversations", 1), ("messages", 2), ("users", 1)]);
    }

    #[test]
    fn it_works_as_an_owner_who_is_no_superuser() {
        for version in versions().into_iter().filter(|version| *version >= 13) {
            let database = shared(version).database();
            let role = format!("owner_of_{}", database.name());
            database.psql(&format!(
                "CREATE ROLE {role} LOGIN CREATEROLE PASSWORD '{PASSWORD}'; ALTER DATABASE {} OWNER TO {role}",
                database.name()
            ));
            let url = database.url().replacen("//postgres:", &format!("//{role}:"), 1);
            assert_ne!(url, database.url());
            let project = example("chatbot").with("DATABASE_URL", url);
            project.succeeds(["apply", "--test"]);
            // What the policies hide from this role is not counted as nothing.
            let preview = project.json(["revert", "--all", "--dry-run"]);
            let losses = preview["losses"].as_array().unwrap();
            let hidden = losses.iter().filter(|loss| loss["rows"].is_null()).count();
            project.succeeds(["revert", "--all", "--confirm", preview["phrase"].as_str().unwrap()]);
            database.psql(&format!(
                "DROP OWNED BY {role} CASCADE; ALTER DATABASE {} OWNER TO postgres; DROP ROLE {role}",
                database.name()
            ));
            assert_eq!(hidden, 2, "PostgreSQL {version}: {losses:#?}");
        }
    }
}

mod astropixel {
    use super::*;

    const BEFORE: &str = "20250820120000";
    const INSERT: &str = "INSERT INTO annotations (dataset_id, user_id, geometry, annotation_type) VALUES (1, 'demo-user', '{\"type\": \"Point\"}', 'point')";
    const ROWS: &str =
        "SELECT id || '=' || coalesce(CAST(user_id AS VARCHAR(255)), 'NULL') FROM annotations ORDER BY id";

    #[test]
    fn the_insert_that_failed_works_and_rows_are_kept_on_servers() {
        for version in versions() {
            let database = shared(version).database();
            let project = example("astropixel").with("DATABASE_URL", database.url());
            project.succeeds(["apply", "--to", BEFORE]);
            assert!(database.try_psql(INSERT).unwrap_err().contains("invalid input syntax for type integer"));
            project.succeeds(["apply"]);
            assert_eq!(database.psql(ROWS).trim(), "1=1\n2=2\n3=1\n4=NULL");
            database.psql(INSERT);
            database.psql("INSERT INTO annotations (dataset_id, geometry, annotation_type) VALUES (1, '{}', 'point')");

            // The way back empties the names that are no user's number: said before, and wanting its phrase.
            let preview = project.json(["revert", "--last", "1", "--dry-run"]);
            let overwritten = json!({"table": "annotations", "kind": "overwritten_rows", "column": null, "rows": 2});
            assert_eq!(preview["losses"], json!([overwritten]));
            project.exits(4, ["revert", "--last", "1", "--yes"]);
            let back = project.json(["revert", "--last", "1", "--confirm", "OVERWRITE 2 ROWS"]);
            assert_eq!(back["ok"], true, "{back:#}");
            let warning = "2 annotations had a user_id that is no id in users; they are kept without a user";
            assert!(back["reverted"][0]["notices"].to_string().contains(warning), "{back:#}");
            let rows = database.psql("SELECT count(*), count(user_id), pg_typeof(max(user_id)) FROM annotations");
            assert_eq!(rows.trim(), "6|3|integer");
            assert!(database.try_psql(INSERT).is_err());
        }
    }

    #[test]
    fn the_insert_that_failed_works_and_rows_are_kept_on_sqlite() {
        let project = example("astropixel");
        let open = || {
            let connection = rusqlite::Connection::open(project.path().join("astropixel.db")).unwrap();
            connection.pragma_update(None, "foreign_keys", true).unwrap();
            connection
        };
        let rows = || {
            let connection = open();
            let mut query = connection.prepare(ROWS).unwrap();
            let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
            rows.map(Result::unwrap).collect::<Vec<_>>()
        };
        project.succeeds(["--environment", "sqlite", "apply", "--to", BEFORE]);
        assert!(open().execute(INSERT, []).unwrap_err().to_string().contains("FOREIGN KEY"));
        project.succeeds(["--environment", "sqlite", "apply"]);
        assert_eq!(rows(), ["1=1", "2=2", "3=1", "4=NULL"]);
        open().execute(INSERT, []).unwrap();
        project.succeeds(["--environment", "sqlite", "revert", "--last", "1", "--confirm", "OVERWRITE 1 ROW"]);
        assert_eq!(rows(), ["1=1", "2=2", "3=1", "4=NULL", "5=NULL"]);
        assert!(open().execute(INSERT, []).is_err());
    }
}

mod exora {
    use super::*;

    fn on_a_server(database: &Database) -> Project {
        example("exora")
            .with("PGHOST", "127.0.0.1")
            .with("PGPORT", database.server().port().to_string())
            .with("PGUSER", "postgres")
            .with("PGPASSWORD", PASSWORD)
            .with("PGDATABASE", database.name())
    }

    #[test]
    fn pg_variables_lead_to_23_tables_and_six_templates() {
        for version in versions() {
            let database = shared(version).database();
            on_a_server(&database).succeeds(["apply"]);
            let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
            assert_eq!(database.psql(tables).trim(), "23", "PostgreSQL {version}");
            assert_eq!(database.psql("SELECT count(*) FROM agent_templates").trim(), "6");
        }
    }

    #[test]
    fn templates_are_inserted_once_however_often() {
        let database = newest();
        let project = on_a_server(&database);
        project.succeeds(["apply"]);
        database.psql("UPDATE agent_templates SET name = 'Ours' WHERE template_key = 'report-writer'");
        project.succeeds(["repair", "--forget", "20251001090400"]);
        project.succeeds(["apply"]);
        assert_eq!(
            database.psql("SELECT count(*), count(*) FILTER (WHERE name = 'Ours') FROM agent_templates").trim(),
            "6|1"
        );
    }

    #[test]
    fn production_wants_a_key_of_32_characters_and_a_healthy_service() {
        let database = newest();
        let service = service(&[(503, "starting"), (200, "ok")]);
        let project = || {
            let project = on_a_server(&database);
            change(&project, "whimbrel.toml", "http://localhost:5000/health", &service.url);
            project
        };
        let apply = ["--environment", "production", "apply"];
        for key in ["", "short-secret"] {
            let run = project().with("OAUTH_ENCRYPTION_KEY", key).json(apply);
            assert_eq!(run["error"]["code"], "require.variable", "{run:#}");
            assert!(!run.to_string().contains("short-secret"), "{run:#}");
        }
        assert_eq!(database.psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").trim(), "0");
        assert_eq!(service.asked.load(Ordering::SeqCst), 0);

        project().with("OAUTH_ENCRYPTION_KEY", "0123456789abcdef0123456789abcdef").succeeds(apply);
        assert_eq!(service.asked.load(Ordering::SeqCst), 2);
    }
}
