//! What a rehearsal finds is a rule's: a comment allows it, the configuration says how much it counts.

use crate::assert_run;
use crate::with;

const USERS: (&str, &str) = (
    "1_users.sql",
    "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, name text);\n-- migrate:down\nDROP TABLE users;\n",
);

const ALLOW: &str = "-- whimbrel:allow repeats-on-second-run because each run is to be counted\n";

fn seeds(above: &str) -> String {
    format!(
        "-- migrate:up\nCREATE TABLE IF NOT EXISTS runs (id serial PRIMARY KEY, name text NOT NULL);\n{above}\
         INSERT INTO runs (name) VALUES ('a'), ('b') ON CONFLICT DO NOTHING;\nINSERT INTO runs (name) VALUES ('c');\n\
         -- migrate:down\nDROP TABLE runs;\n"
    )
}

#[test]
fn each_statement_that_repeats_itself_is_allowed_on_its_own() {
    let one = with(&[("1_runs.sql", &seeds(ALLOW))]);
    assert_run!("one_is_left", one.exits(4, ["rehearse"]));
    let both = with(&[(
        "1_runs.sql",
        &seeds(ALLOW)
            .replace("INSERT INTO runs (name) VALUES ('c')", &format!("{ALLOW}INSERT INTO runs (name) VALUES ('c')")),
    )]);
    assert_run!("both", both.exits(0, ["rehearse"]));
    let json = both.json(["rehearse"]);
    let finding = &json["findings"][0];
    assert_eq!((&finding["code"], &finding["line"]), (&"repeats-on-second-run".into(), &4.into()));
    assert_eq!(finding["allowed"], "each run is to be counted");
    let found = both.json(["lint"])["findings"].clone();
    assert!(found.as_array().unwrap().iter().all(|it| it["code"] != "allow-comment"), "{found:#}");
}

#[test]
fn the_configuration_says_what_it_counts_as() {
    let project = with(&[("1_runs.sql", &seeds(""))]);
    project.write("whimbrel.toml", "[lint.rules]\nrepeats-on-second-run = \"warning\"\n");
    assert_run!("warning", project.exits(0, ["rehearse"]));
    project.write("whimbrel.toml", "[lint.rules]\nrepeats-on-second-run = \"off\"\n");
    assert_run!("off", project.exits(0, ["rehearse"]));
    let project = with(&[
        USERS,
        (
            "2_name.sql",
            "-- migrate:up\nALTER TABLE users DROP COLUMN name;\n-- migrate:down\nALTER TABLE users ADD COLUMN name text;\n",
        ),
    ]);
    project.write("whimbrel.toml", "[lint.rules]\nloses-values = \"error\"\n");
    assert_run!("losses", project.exits(4, ["rehearse"]));
}

#[test]
fn a_down_that_fails() {
    let sql = |above: &str| {
        format!(
            "-- migrate:up\nALTER TABLE users ADD COLUMN nick text;\n{above}-- migrate:down\nSELECT 1;\n\
             ALTER TABLE users DROP COLUMN nik;\n"
        )
    };
    let project = with(&[USERS, ("2_nick.sql", &sql(""))]);
    assert_run!(project.exits(4, ["rehearse"]));
    assert_eq!(project.json(["rehearse"])["findings"][0]["line"], 5);
    let allowed = sql("-- whimbrel:allow down-fails because nobody goes back\n");
    assert_run!("allowed", with(&[USERS, ("2_nick.sql", &allowed)]).exits(0, ["rehearse"]));
}

#[test]
fn an_up_that_fails_after_down() {
    let project = with(&[
        USERS,
        (
            "2_ann.sql",
            "-- migrate:up\nSELECT 1;\nINSERT INTO users VALUES (1, 'ann');\n-- migrate:down\nDELETE FROM users WHERE id = 2;\n",
        ),
    ]);
    assert_run!(project.exits(4, ["rehearse"]));
    assert_eq!(project.json(["rehearse"])["findings"][0]["statement"], 1);
}

#[test]
fn a_comment_that_allows_nothing_is_told() {
    let project = with(&[(
        "1_users.sql",
        "-- migrate:up\n-- whimbrel:allow repeats-on-second-run because it was so once\nCREATE TABLE users (id int);\n\
         -- migrate:down\n-- whimbrel:allow down-not-invers because of a slip\nDROP TABLE users;\n",
    )]);
    assert_run!(project.exits(0, ["rehearse"]));
}

/// Whether the rows that were there are among them is not known, and not said to be wrong.
#[test]
fn rows_that_are_added_are_no_loss() {
    let project = with(&[
        USERS,
        (
            "2_ann.sql",
            "-- migrate:up\nINSERT INTO users VALUES (1000000, 'ann');\n-- migrate:down\nDELETE FROM users WHERE id = 1000000;\n",
        ),
    ]);
    assert_run!(project.exits(0, ["rehearse"]));
    assert_eq!(project.json(["rehearse"])["findings"], serde_json::json!([]));
}
