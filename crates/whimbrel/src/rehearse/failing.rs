//! What a statement that fails on the shadow says of the target: that it fails there, too, or nothing.
//!
//! The shadow has the target's schema. It has not its rows, its roles and what they may do, its settings, its name, its
//! tablespaces, the history, what is only seen; and it may be of another version. An error that one of these can make says
//! nothing of the target, whose own transaction decides then.

use whimbrel_catalog::Seen;
use whimbrel_plan::{ExitClass, Problem, Rehearsed, TryFailure};
use whimbrel_run::history::TABLES_AMONG_OTHERS;
use whimbrel_source::{SourceFile, Span};

use crate::schema::OTHER_SHADOWS;

/// What may be otherwise on the target.
#[derive(Debug, Clone, Copy)]
pub struct Shadow<'s> {
    /// Its major version.
    pub version: u32,
    /// The target's.
    pub target: u32,
    /// What the target has and the shadow has not.
    pub lacking: &'s [Seen],
    /// The schema of the history, which the shadow has not.
    pub history: &'s str,
}

/// Why it may run on the target all the same; `None` where it fails there as well.
pub fn may_run_on_target(failure: &TryFailure, shadow: Shadow<'_>) -> Option<String> {
    let (code, message) = (failure.code.as_str(), failure.message.as_str());
    let said = |text: &str| Some(text.to_owned());
    if let Some(context) = &failure.context
        && context.contains("PL/pgSQL function")
        && !context.contains("compilation of")
    {
        return said("it happened inside PL/pgSQL, which may depend on rows, or catch the error on the target");
    }
    if message.contains("extension") && matches!(code, "0A000" | "58P01" | "42704") {
        return said("the shadow database does not have this extension");
    }
    let mut history = TABLES_AMONG_OTHERS.into_iter().chain([shadow.history]);
    if history.any(|name| names(&failure.statement.sql, name)) {
        return said("it names the history, which the shadow database does not have");
    }
    if let Some(seen) = shadow.lacking.iter().find(|seen| message.contains(seen.name.as_str())) {
        return Some(format!("the shadow database does not have the {} {}", seen.kind, seen.name));
    }
    if message.starts_with("role ") {
        return said("roles belong to a whole server, and the shadow database is on another");
    }
    match code {
        // it depends on nothing but the schema and the text
        "42P01" | "42703" | "42P02" if reads_the_system(&failure.statement.sql) && shadow.version != shadow.target => {
            other_version(shadow)
        }
        "42P01" | "42703" | "42P02" | "42P03" | "42P05" | "42P06" | "42P07" | "42P10" | "42P16" | "42P19" | "42P20"
        | "42701" | "42702" | "42710" | "42712" | "42723" | "42803" | "42804" | "42830" | "3F000" | "2BP01" => None,
        "42601" | "42602" | "42622" | "42939" | "42P17" | "42P18" | "42846" | "42611"
            if shadow.version >= shadow.target =>
        {
            None
        }
        "42725" | "42883" | "42P13" | "42P14" | "42809" | "42P21" | "42P22" | "42P08" | "42P11" | "42P12" | "42P09"
            if shadow.version == shadow.target =>
        {
            None
        }
        "42704" => match ["type", "constraint", "index", "trigger", "rule", "policy", "sequence", "view", "column"]
            .iter()
            .any(|kind| message.starts_with(&format!("{kind} \"")))
        {
            true if shadow.version >= shadow.target => None,
            _ => said("the shadow database has not the target's roles, tablespaces, settings and locales"),
        },
        "0A000" if message.contains("build") || names(failure.detail.as_deref().unwrap_or_default(), "built") => {
            said("the shadow database was built without it")
        }
        "0A000" if shadow.version >= shadow.target => None,
        "42501" => said("roles may do other things on the shadow database than on the target"),
        "3D000" => said("the shadow database has another name"),
        _ if code.starts_with("42") || code.starts_with("0A") => other_version(shadow),
        _ => said("it may depend on rows or settings of the target, which the shadow database does not have"),
    }
}

/// A statement that failed on the shadow, with its place underlined.
pub fn failure_problem(migration: &Rehearsed, failure: &TryFailure, on: &str) -> Problem {
    let message = format!("failed to run {} {} on {on}", migration.version, migration.name);
    let mut problem = said(&migration.file, failure, Problem::new(ExitClass::Failed, "shadow.statement", message));
    if failure.message.contains("extension") && matches!(failure.code.as_str(), "0A000" | "58P01") {
        problem = problem.cause("the shadow database does not have this extension");
        problem = OTHER_SHADOWS.into_iter().fold(problem, Problem::remedy);
    }
    problem
}

/// A statement of a fixture that failed, with its place underlined in the file that it stands in.
pub fn fixture_problem(migration: &Rehearsed, file: &SourceFile, failure: &TryFailure, on: &str) -> Problem {
    let message = format!("failed to run the fixture of {} {} on {on}", migration.version, migration.name);
    said(file, failure, Problem::new(ExitClass::Failed, "rehearse.fixture", message))
        .cause("its rows must fit the schema that is there before the migration, which those before it make")
        .remedy("correct the statement, or move it to the fixture of a migration after the one that it needs")
}

/// With the place, and what the server said of it.
fn said(file: &SourceFile, failure: &TryFailure, problem: Problem) -> Problem {
    let whole = failure.statement.span;
    let start = failure.position.map_or(whole.start, |at| (whole.start + at).min(whole.end));
    let span = Span { start, end: file.line(start).end.min(whole.end).max(start) };
    let mut problem = problem.at(file.clone(), span, "");
    problem.database.push(("message", failure.message.clone()));
    problem.database.push(("code", failure.code.clone()));
    problem.database.extend(failure.detail.clone().map(|text| ("detail", text)));
    problem.database.extend(failure.hint.clone().map(|text| ("hint", text)));
    problem.state("nothing was changed: this ran on a shadow database only")
}

fn other_version(shadow: Shadow<'_>) -> Option<String> {
    Some(match shadow.version == shadow.target {
        true => "it may depend on settings of the target, which the shadow database does not have".to_owned(),
        false => format!("the shadow database is PostgreSQL {}, and the target {}", shadow.version, shadow.target),
    })
}

/// A version may have other columns and functions of the system than another.
fn reads_the_system(sql: &str) -> bool {
    sql.contains("pg_") || sql.contains("information_schema")
}

/// As a word of its own.
fn names(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use whimbrel_source::{Engine, Migration, SectionKind, SourceFile};

    use super::*;

    fn told(sql: &str, code: &str, message: &str, shadow: u32, target: u32) -> Option<String> {
        let file = SourceFile::new("1_a.sql", format!("-- migrate:up\n{sql};\n"));
        let migration = Migration::parse(file).unwrap();
        let statement = migration.statements(SectionKind::Up, Engine::Postgres).unwrap().remove(0);
        let failure = TryFailure {
            statement,
            code: code.to_owned(),
            message: message.to_owned(),
            detail: None,
            hint: None,
            context: None,
            position: None,
        };
        let lacking = [Seen { kind: "subscription".to_owned(), name: "orders_from_eu".to_owned() }];
        may_run_on_target(&failure, Shadow { version: shadow, target, lacking: &lacking, history: "whimbrel" })
    }

    #[test]
    fn what_depends_on_the_schema_alone_fails_on_the_target_too() {
        for (sql, code, message) in [
            ("ALTER TABLE nothing ADD a int", "42P01", "relation \"nothing\" does not exist"),
            ("CREATE TABLE a (b int)", "42P07", "relation \"a\" already exists"),
            ("CREATE TABLE a (b nonsense)", "42704", "type \"nonsense\" does not exist"),
            ("CREAT TABLE a (b int)", "42601", "syntax error at or near \"CREAT\""),
            ("DROP TABLE a", "2BP01", "cannot drop table a because other objects depend on it"),
            ("CREATE TABLE x.a (b int)", "3F000", "schema \"x\" does not exist"),
            ("ALTER TABLE a ALTER b TYPE int", "0A000", "cannot alter type of a column used by a view or rule"),
        ] {
            assert_eq!(told(sql, code, message, 17, 15), None, "{sql}");
        }
    }

    #[test]
    fn what_the_target_may_have_and_the_shadow_lacks_does_not_stop_it() {
        let lines: Vec<String> = [
            ("CREATE EXTENSION postgis", "0A000", "extension \"postgis\" is not available", 17, 17),
            ("GRANT SELECT ON a TO app", "42704", "role \"app\" does not exist", 17, 17),
            ("CREATE TABLE a (b int) TABLESPACE fast", "42704", "tablespace \"fast\" does not exist", 17, 17),
            ("GRANT CONNECT ON DATABASE shop TO app", "3D000", "database \"shop\" does not exist", 17, 17),
            (
                "GRANT SELECT ON whimbrel.history TO app",
                "42P01",
                "relation \"whimbrel.history\" does not exist",
                17,
                17,
            ),
            (
                "GRANT SELECT ON whimbrel_history TO app",
                "42P01",
                "relation \"whimbrel_history\" does not exist",
                17,
                17,
            ),
            ("CREATE TABLE a (b int)", "42501", "permission denied for schema public", 17, 17),
            (
                "ALTER SUBSCRIPTION orders_from_eu DISABLE",
                "42704",
                "subscription \"orders_from_eu\" does not exist",
                17,
                17,
            ),
            ("SELECT uuidv7()", "42883", "function uuidv7() does not exist", 17, 18),
            ("CREATE TABLE a (b int, PRIMARY KEY (b WITHOUT OVERLAPS))", "42601", "syntax error", 17, 18),
            ("SELECT checkpoints_timed FROM pg_stat_bgwriter", "42703", "column does not exist", 17, 15),
            ("INSERT INTO a VALUES (1)", "23503", "violates foreign key constraint", 17, 17),
        ]
        .map(|(sql, code, message, shadow, target)| {
            format!("{sql}: {}", told(sql, code, message, shadow, target).unwrap_or_else(|| "stops".to_owned()))
        })
        .into();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
