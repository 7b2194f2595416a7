//! How statements become steps.

use whimbrel_plan::{Plan, StepMode};
use whimbrel_source::{Engine, Migration, SourceFile};

fn plan(engine: Engine, text: &str) -> Result<Plan, String> {
    let migration = Migration::parse(SourceFile::new("1_m.sql", text)).expect("the test's file is well-formed");
    Plan::apply(&[&migration], engine).map_err(|errors| {
        let error = &errors[0];
        let (file, span) = error.at.as_ref().expect("the error has a place");
        let remedy = error.remedy.as_deref().unwrap_or_default();
        format!("line {}: {}; {remedy}", file.place(span.start).line, error.message)
    })
}

/// One line a step: its mode and the first word of each statement.
fn shown(plan: &Plan) -> Vec<String> {
    let steps = &plan.migrations[0].steps;
    let verbs = |step: &whimbrel_plan::Step| step.statements.iter().map(|s| s.verb()).collect::<Vec<_>>().join(", ");
    steps
        .iter()
        .map(|step| match step.mode {
            StepMode::Transaction => format!("({})", verbs(step)),
            StepMode::Alone => verbs(step),
        })
        .collect()
}

fn check(engine: Engine, text: &str, expect: &[&str]) {
    assert_eq!(shown(&plan(engine, text).unwrap()), expect, "{text}");
}

#[test]
fn a_section_is_one_transaction_but_for_what_postgres_refuses_in_one() {
    check(
        Engine::Postgres,
        "-- migrate:up\nCREATE TABLE a (); INSERT INTO a DEFAULT VALUES;",
        &["(CREATE TABLE, INSERT)"],
    );
    check(
        Engine::Postgres,
        "-- migrate:up\nCREATE TABLE a (); INSERT INTO a DEFAULT VALUES; VACUUM a; CREATE INDEX CONCURRENTLY i ON a (x); DROP TABLE b; DROP TABLE c;",
        &["(CREATE TABLE, INSERT)", "VACUUM", "CREATE INDEX", "(DROP TABLE, DROP TABLE)"],
    );
}

#[test]
fn without_a_transaction_each_statement_is_a_step_but_for_groups_of_its_author() {
    check(
        Engine::Postgres,
        "-- migrate:up transaction:false\nCREATE TABLE a (); DROP TABLE b; BEGIN; DROP TABLE c; DROP TABLE d; COMMIT; VACUUM;",
        &["(CREATE TABLE)", "(DROP TABLE)", "(DROP TABLE, DROP TABLE)", "VACUUM"],
    );
}

#[test]
fn one_session_has_nobody_to_be_concurrent_with() {
    let text =
        "-- migrate:up transaction:false\nCREATE TABLE a (x int);\nCREATE INDEX CONCURRENTLY i ON a (x);\nVACUUM;";
    let plan = plan(Engine::Postgres, text).unwrap().for_one_session();
    assert_eq!(shown(&plan), ["(CREATE TABLE, CREATE INDEX)", "VACUUM"]);
    let migration = &plan.migrations[0];
    assert_eq!(
        migration.remarks,
        ["line 3: run without CONCURRENTLY, because the embedded PostgreSQL has one session"]
    );
    assert_eq!(migration.steps[0].statements[1].sql, "CREATE INDEX              i ON a (x)");
    assert_eq!(shown(&plan.clone().for_one_session()), shown(&plan));
    assert_eq!(plan.clone().for_one_session().migrations[0].remarks.len(), 1);
    check(
        Engine::Sqlite,
        "-- migrate:up transaction:false\nBEGIN; CREATE TABLE a (x); COMMIT; CREATE INDEX CONCURRENTLY i ON a (x); VACUUM;",
        &["(CREATE TABLE, CREATE INDEX)", "VACUUM"],
    );
}

#[test]
fn what_would_break_the_transaction_is_refused_with_its_place() {
    let refused = |text: &str, expect: &str| assert_eq!(plan(Engine::Postgres, text).unwrap_err(), expect);
    refused(
        "-- migrate:up\nCREATE TABLE a ();\nCOMMIT;",
        "line 3: a migration runs in a transaction of its own, which this statement would begin or end; delete it, or \
         write `transaction:false` after `-- migrate:up` to place transactions yourself",
    );
    refused(
        "-- migrate:up transaction:false\nBEGIN;\nVACUUM;\nCOMMIT;",
        "line 3: PostgreSQL refuses this statement between BEGIN and COMMIT; write COMMIT before it",
    );
    refused(
        "-- migrate:up transaction:false\nBEGIN;\nDROP TABLE a;",
        "line 2: a transaction begins and does not end; write COMMIT after it",
    );
    refused(
        "-- migrate:up transaction:false\nBEGIN;\nDROP TABLE a;\nPREPARE TRANSACTION 'x';",
        "line 4: a migration's transaction ends with a plain COMMIT; write COMMIT, and BEGIN where another one is to follow",
    );
    for no_rows in ["COPY a FROM STDIN", "COPY a (x, y) FROM STDIN WITH (FORMAT csv);", "COPY a FROM STDIN;\n\n"] {
        refused(
            &format!("-- migrate:up\nCREATE TABLE a ();\n{no_rows}"),
            "line 3: COPY … FROM STDIN without rows; write the rows on the lines below it, after a semicolon, and a \
             line `\\.` after the last",
        );
    }
    for sent in ["COPY a TO STDOUT", "copy (SELECT 1) to stdout", "COPY a (x) TO STDOUT WITH (FORMAT csv)"] {
        let expect = "line 2: COPY … TO STDOUT cannot be part of a migration; delete it; to copy rows into another \
                      table: INSERT INTO … SELECT …";
        refused(&format!("-- migrate:up\n{sent};"), expect);
        refused(&format!("-- migrate:up transaction:false\n{sent};"), expect);
    }
    // What is checked and what pg_dump writes for an empty table.
    refused(
        "-- migrate:up\nSELECT 1;\n-- migrate:verify\nCOPY a TO STDOUT;",
        "line 4: COPY … TO STDOUT cannot be part of a migration; delete it; to copy rows into another table: INSERT \
         INTO … SELECT …",
    );
    check(Engine::Postgres, "-- migrate:up\nCOPY a FROM STDIN;\n\\.\nCOPY a TO '/tmp/x';", &["(COPY, COPY)"]);
    refused(
        "-- migrate:up transaction:false\nDISCARD ALL;",
        "line 2: DISCARD ALL cannot be part of a migration; write what is meant: `RESET ALL`, `DISCARD TEMP` or \
         `DISCARD PLANS`",
    );
}

#[test]
fn an_empty_up_is_remarked_on_unless_it_is_empty_for_one_engine() {
    let remarks = |text: &str| plan(Engine::Sqlite, text).unwrap().migrations[0].remarks.len();
    assert_eq!(remarks("-- migrate:up\n-- to be written\n\n-- migrate:down\n"), 1);
    assert_eq!(remarks("-- migrate:up\nSELECT 1;\n"), 0);
    assert_eq!(
        remarks("-- migrate:up engine:sqlite\n-- nothing to do here\n-- migrate:up engine:postgres\nSELECT 1;\n"),
        0
    );
}
