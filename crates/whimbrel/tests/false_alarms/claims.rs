//! What two linters say of a statement: claims that it does harm, and everything else.

use std::path::Path;
use std::process::Command;

use whimbrel::schema::{ShadowKind, ShadowOptions};
use whimbrel::{ApplyOptions, Interrupt, PlanOptions, Project, RunSettings, Session};
use whimbrel_lint::Severity;
use whimbrel_testing::shared;

use crate::case::Case;
use crate::{VERSION, address, options, truth};

/// Rules by code, sorted, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// That it blocks, breaks or loses something.
    pub harm: Vec<String>,
    /// How a schema or a file is best written.
    pub advice: Vec<String>,
}

impl Said {
    fn add(&mut self, rule: String, is_harm: bool) {
        let rules = if is_harm { &mut self.harm } else { &mut self.advice };
        if !rules.contains(&rule) {
            rules.push(rule);
            rules.sort();
        }
    }
}

/// Whimbrel's rules that ask for a better schema or file and do not say that the statement does harm. Findings of severity
/// advice do not either.
const DESIGN: [&str; 6] = [
    "missing-down",
    "not-valid-left-behind",
    "foreign-key-without-index",
    "redundant-index",
    "reference-type-mismatch",
    "name-truncated",
];

/// Squawk's of the same kind: types that are preferred, guards that let a script run twice, settings that a file should begin
/// with, and that it could not read the statement.
const SQUAWK_DESIGN: [&str; 14] = [
    "ban-char-field",
    "identifier-too-long",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-robust-stmts",
    "prefer-text-field",
    "prefer-timestamp-tz",
    "require-enum-value-ordering",
    "require-lock-timeout",
    "require-statement-timeout",
    "require-table-schema",
    "require-timeout-settings",
    "syntax-error",
];

/// What `plan` says of the statement as the only one of a migration, on a target where more than [`truth::FEW`] rows are
/// many.
pub async fn whimbrel(url: &str, case: &Case) -> Said {
    let folder = tempfile::tempdir().expect("disk is writable");
    let text = format!("-- migrate:up\n{}", case.text());
    std::fs::write(folder.path().join("1_case.sql"), text).expect("disk is writable");
    let project = Project {
        migrations: folder.path().to_owned(),
        shown: "migrations".into(),
        require: whimbrel::Require::default(),
        history_schema: "whimbrel".into(),
        run: RunSettings::default(),
        shadow: ShadowOptions::default(),
        variables: Box::new(|_| None),
        actor: "test".into(),
        tool: "test".into(),
        revision: None,
    };
    let mut session = Session::open(&project, &address(url), &options()).await.expect("it can be connected to");
    let kind = ShadowKind::On(address(&shared(VERSION).url("postgres")));
    let shadow = ShadowOptions { kind, ..ShadowOptions::default() };
    let mut plan = PlanOptions { apply: ApplyOptions { shadow, ..ApplyOptions::default() }, ..PlanOptions::default() };
    plan.apply.lint.small_rows = truth::FEW;
    let planned = session.plan(&plan, &mut (), &Interrupt::default()).await.expect("it can be planned");
    session.close().await;
    assert!(planned.not_rehearsed.is_none(), "{}: {:?}", case.name, planned.not_rehearsed);
    let mut said = Said::default();
    for finding in &planned.findings {
        said.add(finding.code.to_owned(), finding.severity > Severity::Advice && !DESIGN.contains(&finding.code));
    }
    said
}

/// What the `squawk` program says of the same text, with its own defaults.
pub fn squawk(program: &Path, case: &Case) -> Said {
    let folder = tempfile::tempdir().expect("disk is writable");
    // Rows that follow a COPY are psql's, and none of its business.
    std::fs::write(folder.path().join("case.sql"), format!("{};\n", case.sql)).expect("disk is writable");
    let output = Command::new(program).args(["--reporter", "json", "case.sql"]).current_dir(folder.path()).output();
    let output = output.unwrap_or_else(|error| panic!("failed to run {}: {error}", program.display()));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut said = Said::default();
    for rule in found.as_array().into_iter().flatten().filter_map(|it| it["rule_name"].as_str()) {
        said.add(rule.to_owned(), !SQUAWK_DESIGN.contains(&rule));
    }
    said
}
