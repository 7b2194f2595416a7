//! What rules tell of a rehearsal, and what lets it pass.

use whimbrel_source::Engine;

use crate::examples::{check, findings_by, told};
use crate::{Config, lint_rehearsal};

/// What `rehearse` tells.
#[track_caller]
fn check_rehearsal(sql: &str, expect: &str) {
    let found = told(&findings_by(lint_rehearsal, false, sql, Engine::Postgres, &Config::default()));
    assert_eq!(found.trim_end(), expect.trim(), "in\n{sql}");
}

const LEAVES: &str = "error down-not-inverse: make `down` the inverse of `up`: 1 difference is left";

fn nick(up: &str, heading: &str, down: &str) -> String {
    format!(
        "-- migrate:up\n{up}ALTER TABLE users ADD COLUMN nick text;\nALTER TABLE users ADD COLUMN age int;\n{heading}\
         -- migrate:down\n{down}-- seen: down leaves table users: column age: integer\n\
         ALTER TABLE users DROP COLUMN nick;\nSELECT 1;\n"
    )
}

#[test]
fn what_is_found_of_the_way_back_is_allowed_where_it_stands_or_for_all_of_the_migration() {
    let allow = "-- whimbrel:allow down-not-inverse because age is kept\n";
    let allowed = format!("{LEAVES} (allowed)");
    check_rehearsal(&nick("", "", ""), LEAVES);
    check_rehearsal(&nick("", allow, ""), &allowed);
    check_rehearsal(&nick("", &format!("\n{allow}\n-- of old\n"), ""), &allowed);
    check_rehearsal(&nick("", "", allow), &allowed);
    check_rehearsal(&nick("", "", &format!("{allow}\n")), &allowed);
    check_rehearsal(&nick(allow, "", ""), &allowed);
    check_rehearsal(&nick(&format!("{allow}\n"), "", ""), &allowed);
    let below = nick("", "", "").replace("SELECT 1;", &format!("{allow}SELECT 1;"));
    let told = format!("{LEAVES}\nwarning allow-comment: delete this comment: it allows no `down-not-inverse`");
    check_rehearsal(&below, &told);
}

#[test]
fn a_statement_of_down_has_its_own_comments() {
    let sql = |above: &str, behind: &str| {
        format!(
            "-- migrate:up\nALTER TABLE users ADD COLUMN nick text;\n-- migrate:down\nSELECT 1;\n{above}\
             -- seen: down fails: no such column\nALTER TABLE users DROP COLUMN nik;{behind}\nSELECT 2;\n"
        )
    };
    let fails = "error down-fails: mend `down`, which fails: no such column";
    let allowed = format!("{fails} (allowed)");
    check_rehearsal(&sql("", ""), fails);
    check_rehearsal(&sql("-- whimbrel:allow down-fails because it is written by hand\n", ""), &allowed);
    check_rehearsal(&sql("", " -- whimbrel:allow down-fails because it is written by hand"), &allowed);
    let found = findings_by(lint_rehearsal, false, &sql("", ""), Engine::Postgres, &Config::default());
    assert_eq!(found[0].statement, None);
    assert_eq!(&sql("", "")[found[0].span.start..found[0].span.end], "ALTER TABLE users DROP COLUMN nik");
}

#[test]
fn an_up_that_makes_another_schema_after_down_is_told_at_the_heading() {
    let sql = |above: &str| {
        format!(
            "-- migrate:up\nSELECT make_something();\n{above}-- migrate:down\n\
             -- seen: up after down makes table b: there, and was not before\nSELECT take_it_back();\n"
        )
    };
    let told = "error up-after-down: make `up` do after `down` what it did the first time";
    check_rehearsal(&sql(""), told);
    check_rehearsal(
        &sql(
            "-- whimbrel:allow up-after-down because it counts\n-- whimbrel:allow down-not-inverse because of nothing\n",
        ),
        &format!("warning allow-comment: delete this comment: it allows no `down-not-inverse`\n{told} (allowed)"),
    );
}

#[test]
fn what_nobody_tried_is_not_known_to_be_allowed_in_vain() {
    let sql = |seen: &str| {
        format!(
            "-- migrate:up\n-- whimbrel:allow repeats-on-second-run because it is meant to\n{seen}INSERT INTO log VALUES (1);\n\
             -- migrate:down\nSELECT 1;\n"
        )
    };
    check(&sql(""), "");
    check_rehearsal(&sql(""), "");
    check_rehearsal(
        &sql("-- seen: again: log: 1 row inserted once more\n"),
        "error repeats-on-second-run: guard this against a second run: log: 1 row inserted once more (allowed)",
    );
    check_rehearsal(
        &sql("-- seen: up loses values of log.id\n"),
        "warning allow-comment: delete this comment: it allows no `repeats-on-second-run`
warning loses-values: keep what `up` loses: values of log.id",
    );
}

/// What the text says is for `lint` and `plan`.
#[test]
fn a_rehearsal_tells_of_comments_only_what_it_knows() {
    check_rehearsal(
        "-- whimbrel:allow drop-table
-- whimbrel:allow drop-column because it is gone
-- whimbrel:allow down-not-invers because of this
-- whimbrel:allow down-fails
SELECT 1;",
        "warning allow-comment: name a rule that exists, not `down-not-invers`: did you mean `down-not-inverse`?
warning allow-comment: say why `down-fails` is allowed here",
    );
}

#[test]
fn losses_are_told_at_the_statement_that_names_them() {
    let found = findings_by(
        lint_rehearsal,
        false,
        "-- migrate:up
-- seen: up loses values of users.age
-- seen: up loses 5 of the 5 rows of posts
-- seen: up loses values of users.gone
ALTER TABLE users ADD COLUMN years int;
UPDATE users SET age = 1;
DELETE FROM posts;
-- migrate:down
-- seen: down loses values of users.name
SELECT 1;
UPDATE users SET name = '';
",
        Engine::Postgres,
        &Config::default(),
    );
    let places: Vec<_> = found.iter().map(|it| (it.statement, it.message.as_str())).collect();
    assert_eq!(
        places,
        [
            (Some(1), "keep what `up` loses: values of users.age, values of users.gone"),
            (Some(2), "keep what `up` loses: 5 of the 5 rows of posts"),
            (None, "keep what `down` loses: values of users.name"),
        ]
    );
}

/// In a plan it is `up` that runs.
#[test]
fn a_way_back_that_is_none_does_not_stop_a_plan_unless_the_configuration_says_so() {
    let sql = nick("", "", "");
    let mut config = Config::default();
    let plan = |config: &Config| told(&findings_by(crate::lint, true, &sql, Engine::Postgres, config));
    assert!(plan(&config).contains("warning down-not-inverse"), "{}", plan(&config));
    config.set("down-not-inverse", "error").unwrap();
    assert!(plan(&config).contains("error down-not-inverse"), "{}", plan(&config));
    config.set("down-not-inverse", "off").unwrap();
    assert!(!plan(&config).contains("down-not-inverse"), "{}", plan(&config));
}
