//! Runs the examples of the rules' pages, and `check(sql, expect)` for tests.
//!
//! What is known beside the text stands in comments of the example, which are for the reader too: `-- known: …` is what is
//! in the schema and the target, `-- seen: …` what the next statement did on the shadow database, or what came of trying it
//! there in other directions.

mod facts;
mod tried;

use whimbrel_source::{Engine, Migration, SectionKind, SourceFile};

use crate::finding::Severity;
use crate::input::{Run, Unit};
use crate::{Config, Finding, lint, rules};

use facts::Facts;

/// All that is found in one migration. `sql` is the whole file where it has a section, else its `up`.
pub(crate) fn findings(sql: &str, engine: Engine, config: &Config) -> Vec<Finding> {
    findings_by(lint, true, sql, engine, config)
}

/// By some of the rules.
pub(crate) fn findings_by(
    lint: fn(&Run<'_>, &Config) -> Vec<Finding>,
    together: bool,
    sql: &str,
    engine: Engine,
    config: &Config,
) -> Vec<Finding> {
    let text = if sql.contains("-- migrate:up") {
        sql.to_owned()
    } else {
        format!("-- migrate:up\n{sql}\n-- migrate:down\nSELECT 1;\n")
    };
    let migration = Migration::parse(SourceFile::new("1_example.sql", text)).unwrap();
    let statements = migration.statements(SectionKind::Up, engine).unwrap();
    let facts = Facts::read(&migration, &statements, engine);
    let tried = tried::read(&migration, &statements, engine);
    let unit = Unit { migration: &migration, statements: &statements, observed: facts.observed(), tried };
    let run = Run { engine, version: Some(15), migrations: vec![unit], together, target: facts.target.clone() };
    lint(&run, config)
}

/// One line a finding: severity, code, line, message; and `(allowed)`.
pub(crate) fn told(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let allowed = if finding.allowed.is_some() { " (allowed)" } else { "" };
        format!("{} {}: {}{allowed}\n", finding.severity, finding.code, finding.message)
    });
    lines.collect()
}

/// Lints a PostgreSQL migration with the usual configuration.
#[track_caller]
pub(crate) fn check(sql: &str, expect: &str) {
    let found = told(&findings(sql, Engine::Postgres, &Config::default()));
    assert_eq!(found.trim_end(), expect.trim(), "in\n{sql}");
}

#[test]
fn the_examples_of_each_rule_are_true() {
    let mut wrong = String::new();
    for rule in rules() {
        let mut config = Config::default();
        if rule.severity.is_none() {
            config.set(rule.code, Severity::Warning.as_str()).unwrap();
        }
        for (which, is_bad) in [("Bad", true), ("Good", false)] {
            let sql = example(&rule.page(), which);
            let found = findings(&sql, Engine::Postgres, &config);
            let not_allowed: Vec<&Finding> = found.iter().filter(|finding| finding.allowed.is_none()).collect();
            let is_right = if is_bad {
                not_allowed.len() == 1 && not_allowed[0].code == rule.code
            } else {
                !not_allowed.iter().any(|finding| finding.code == rule.code)
            };
            if !is_right {
                wrong.push_str(&format!("{} {which}:\n{}\n", rule.code, told(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every sentence that the examples make a rule say, to be read in one go.
#[test]
fn what_the_examples_say_reads_well() {
    let mut all = String::new();
    for rule in rules() {
        let mut config = Config::default();
        if rule.severity.is_none() {
            config.set(rule.code, Severity::Warning.as_str()).unwrap();
        }
        for finding in findings(&example(&rule.page(), "Bad"), Engine::Postgres, &config) {
            assert!(!finding.message.ends_with('.') && !finding.message.contains('\n'), "{}", finding.message);
            assert!(finding.why.is_empty() || finding.why.ends_with(['.', '?']), "{}", finding.why);
            all.push_str(&format!("{} {}\n  {}\n  {}\n", finding.severity, finding.code, finding.message, finding.why));
            all.extend(finding.lock.iter().map(|lock| format!("  lock: {lock}\n")));
            all.extend(finding.instead.iter().flat_map(|sql| sql.lines()).map(|line| format!("  > {line}\n")));
            all.push_str(&format!("  found from {}\n\n", finding.basis));
        }
    }
    insta::assert_snapshot!(all);
}

fn example(page: &str, which: &str) -> String {
    let (_, rest) = page.split_once(&format!("## {which}\n")).expect("the section is there");
    let (_, rest) = rest.split_once("```sql\n").expect("an example in it");
    rest.split_once("```").expect("its end").0.to_owned()
}
