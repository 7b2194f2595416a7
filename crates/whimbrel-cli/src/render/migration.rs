//! One migration: as it ran, or as it would run; its checks; the hooks after it.

use std::fmt::Write;

use whimbrel_plan::{CheckResult, MigrationRun, PlannedMigration, StatementRun, StepMode, check};

use super::style::{BAD, BOLD, DIM, NAME, WARN, count, paint, sign};
use crate::duration;
use crate::hooks::Hooks;

/// A migration that ran to its end; ends with an empty line.
pub fn run(run: &MigrationRun) -> String {
    let mut text = format!(
        "{} {} {} {}\n",
        sign(true),
        paint(BOLD, &run.version),
        paint(BOLD, &run.name),
        paint(DIM, format!("({})", duration::show(run.duration)))
    );
    if let Some(description) = &run.description {
        text.push_str(&format!("  {}\n", paint(DIM, description)));
    }
    if run.resumed_after > 0 {
        text.push_str(&format!("  continued after {} of an earlier run\n", count(run.resumed_after, "step")));
    }
    if let Some(rows) = rows(&run.statements) {
        text.push_str(&format!("  {rows}\n"));
    }
    run.checks.iter().for_each(|result| text.push_str(&format!("  {}\n", one_check(result))));
    run.remarks.iter().for_each(|remark| text.push_str(&format!("  {} {remark}\n", paint(WARN, "note:"))));
    for notice in &run.notices {
        text.push_str(&format!("  {} {notice}\n", paint(WARN, "the database says:")));
    }
    text.push('\n');
    text
}

/// `6 rows inserted, 2 rows updated`; `None` where no statement counts rows.
fn rows(statements: &[StatementRun]) -> Option<String> {
    let mut told = Vec::new();
    for (verb, done) in
        [("INSERT", "inserted"), ("COPY", "copied"), ("UPDATE", "updated"), ("DELETE", "deleted"), ("MERGE", "merged")]
    {
        let counted: Vec<u64> =
            statements.iter().filter(|run| run.verb.starts_with(verb)).filter_map(|run| run.rows).collect();
        if !counted.is_empty() {
            let sum = usize::try_from(counted.iter().sum::<u64>()).unwrap_or(usize::MAX);
            told.push(format!("{} {done}", count(sum, "row")));
        }
    }
    (!told.is_empty()).then(|| told.join(", "))
}

/// `✓ every chat belongs to a user`, or with ✗ what was found instead.
fn one_check(result: &CheckResult) -> String {
    if result.holds {
        return format!("{} {}", sign(true), result.name);
    }
    let found = result.found.as_deref().unwrap_or("false");
    format!(
        "{} {} {}\n    {}:{} returned {found}",
        sign(false),
        result.name,
        paint(BAD, "does not hold"),
        result.path.display(),
        result.line
    )
}

/// Checks under the files they stand in; ends with an empty line.
pub fn checks_by_file(checks: &[CheckResult]) -> String {
    let mut text = String::new();
    let mut last = None;
    for result in checks {
        if last != Some(&result.path) {
            text.push_str(&format!("{}\n", paint(BOLD, result.path.display())));
            last = Some(&result.path);
        }
        text.push_str(&format!("  {}\n", one_check(result)));
    }
    if !checks.is_empty() {
        text.push('\n');
    }
    text
}

/// Checks under a heading; empty where there are none.
pub fn section(heading: &str, checks: &[CheckResult]) -> String {
    if checks.is_empty() {
        return String::new();
    }
    let lines: String = checks.iter().map(|result| format!("  {}\n", one_check(result))).collect();
    format!("{heading}\n{lines}\n")
}

/// What ran after apply; empty where nothing did, else it ends with an empty line.
pub fn hooks(hooks: &Hooks) -> String {
    if hooks.results.is_empty() {
        return String::new();
    }
    let mut text = "after apply\n".to_owned();
    for result in &hooks.results {
        let took = paint(DIM, format!("({})", duration::show(result.duration)));
        let code = match (result.ok, result.code) {
            (true, Some(code)) if code != 0 => format!(" answered {code}"),
            (true, _) => String::new(),
            (false, _) => format!(" {}", paint(BAD, "failed")),
        };
        text.push_str(&format!("  {} {}{code} {took}\n", sign(result.ok), result.what));
    }
    for skipped in &hooks.skipped {
        text.push_str(&format!("  {} {skipped} was not run\n", paint(WARN, "-")));
    }
    text.push('\n');
    text
}

/// A migration's statements and how they would run; ends with an empty line.
pub fn planned(migration: &PlannedMigration) -> String {
    let mut text = format!("{} {}\n", paint(BOLD, &migration.version), paint(BOLD, &migration.name));
    for step in &migration.steps {
        let mode = match step.mode {
            StepMode::Transaction => "in one transaction",
            StepMode::Alone => "alone, outside a transaction",
        };
        text.push_str(&format!("  {}\n", paint(NAME, format!("-- {mode}"))));
        for statement in &step.statements {
            let line = migration.file.place(statement.span.start).line;
            text.push_str(&format!("  {}\n", paint(DIM, format!("-- {}:{line}", migration.file.path.display()))));
            statement.sql.lines().for_each(|line| text.push_str(&format!("  {line}\n")));
            text.truncate(text.trim_end().len());
            text.push_str(";\n");
        }
    }
    if !migration.checks.is_empty() {
        text.push_str(&format!("  {}\n", paint(NAME, "-- then these must hold")));
        for statement in &migration.checks {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  --   {}", check::name(statement));
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use whimbrel_plan::HookResult;
    use whimbrel_source::Version;

    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn check(name: &str, found: Option<&str>) -> CheckResult {
        CheckResult {
            name: name.to_owned(),
            path: "migrations/1_create_chats.sql".into(),
            line: 12,
            holds: found.is_none(),
            found: found.map(str::to_owned),
        }
    }

    #[test]
    fn a_run() {
        let statement = |verb: &str, rows| StatementRun { line: 1, verb: verb.to_owned(), rows };
        let ran = MigrationRun {
            version: Version::new("1").unwrap(),
            name: "create_chats".into(),
            description: Some("Store chat history.".into()),
            duration: Duration::from_millis(12),
            statements: vec![
                statement("CREATE TABLE", None),
                statement("INSERT", Some(5)),
                statement("INSERT", Some(1)),
                statement("UPDATE", Some(0)),
            ],
            checks: vec![check("every chat belongs to a user", None)],
            remarks: vec!["line 3: run without CONCURRENTLY".into()],
            notices: vec!["NOTICE: relation exists".into()],
            resumed_after: 1,
        };
        insta::assert_snapshot!(plain(&run(&ran)));
    }

    #[test]
    fn checks() {
        insta::assert_snapshot!(plain(&checks_by_file(&[check("one", None), check("two", Some("NULL"))])));
    }

    #[test]
    fn hooks_that_ran_and_did_not() {
        let result = |what: &str, ok, code| HookResult {
            what: what.to_owned(),
            ok,
            code,
            output: String::new(),
            duration: Duration::from_millis(1234),
        };
        let ran = Hooks {
            results: vec![result("systemctl restart a", true, Some(0)), result("false", false, Some(1))],
            skipped: vec!["health check of http://localhost/".into()],
            interrupted: false,
        };
        insta::assert_snapshot!(plain(&hooks(&ran)));
    }
}
