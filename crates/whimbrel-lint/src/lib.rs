//! Safety rules over migrations. Pure: statements and what is known of them in, [`Finding`]s out.
//!
//! [`lint`] is the whole of it. A rule is one file in `rules/`, whose doc comment is its page, and one line in the table
//! of `rules/mod.rs`. What Squawk's linter finds is taken up where it is right: `squawk.rs` says so rule by rule.

mod allow;
mod config;
mod context;
#[cfg(test)]
mod corpus;
mod data_type;
mod draft;
#[cfg(test)]
mod examples;
mod expression;
mod finding;
mod input;
mod read;
mod rule;
mod rules;
mod schema;
mod squawk;
mod transaction;
mod tried;

use whimbrel_source::Engine;

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::rule::Check;
use crate::schema::Outcome;

pub use config::{Config, ConfigError};
pub use finding::{Basis, Finding, Permit, Severity};
pub use input::{Broken, Hidden, Observed, Run, TableFacts, Target, Unit};
pub use rule::{Rule, find, nearest, pages, rules};
pub use tried::{Back, Gone, Repeated, Rows, Tried};

/// What there is to know of these migrations, in the order of their text. Findings that are allowed are among them.
///
/// ```
/// use whimbrel_lint::{Config, Run, lint};
/// use whimbrel_source::{Engine, Migration, SectionKind, SourceFile};
///
/// let file = SourceFile::new("1_drop_users.sql", "-- migrate:up\nDROP TABLE users;\n\n-- migrate:down\n");
/// let migration = Migration::parse(file).unwrap();
/// let statements = migration.statements(SectionKind::Up, Engine::Postgres).unwrap();
/// let run = Run::of_text(Engine::Postgres, [(&migration, statements.as_slice())]);
/// let findings = lint(&run, &Config::default());
/// assert_eq!(findings[0].code, "drop-table");
/// assert!(findings[0].refuses());
/// ```
pub fn lint(run: &Run<'_>, config: &Config) -> Vec<Finding> {
    judge(run, config, |_| true)
}

/// What came of trying these migrations, and nothing that their text alone would tell.
pub fn lint_rehearsal(run: &Run<'_>, config: &Config) -> Vec<Finding> {
    judge(run, config, Rule::is_of_rehearsal)
}

/// By the rules that `runs` names.
fn judge(run: &Run<'_>, config: &Config, runs: fn(&Rule) -> bool) -> Vec<Finding> {
    let lines = context::read(run);
    let births = context::births(&lines);
    let contexts: Vec<Context<'_>> =
        lines.into_iter().enumerate().map(|(index, lines)| Context::new(run, config, index, lines, &births)).collect();
    let outcome = Outcome::of(&contexts);
    let mut findings: Vec<Vec<Finding>> = contexts.iter().map(|_| Vec::new()).collect();
    let is_right = |rule: &Rule| runs(rule) && (rule.sqlite || run.engine == Engine::Postgres);
    for rule in rules().iter().filter(|rule| is_right(rule) && config.is_on(rule)) {
        let found = check(rule, &contexts, &outcome);
        for ((cx, found), findings) in contexts.iter().zip(found).zip(&mut findings) {
            findings.extend(found.drafts.into_iter().filter_map(|draft| finish(cx, rule, draft)));
        }
    }
    if run.engine == Engine::Postgres {
        for (cx, findings) in contexts.iter().zip(&mut findings) {
            for (rule, found) in squawk::check(cx).into_iter().filter(|(rule, _)| runs(rule)) {
                findings.extend(found.drafts.into_iter().filter_map(|draft| finish(cx, rule, draft)));
            }
        }
    }
    for (cx, findings) in contexts.iter().zip(&mut findings) {
        let complaints = allow::apply(cx, allow::read(cx), findings, runs);
        if let Some(rule) = find("allow-comment") {
            findings.extend(complaints.into_iter().filter_map(|draft| finish(cx, rule, draft)));
        }
        for finding in findings.iter_mut().filter(|finding| config.allowed().contains(finding.code)) {
            finding.allowed.get_or_insert(Permit::Run);
        }
        findings.sort_by_key(|finding| (finding.span.start, finding.code));
    }
    findings.into_iter().flatten().collect()
}

fn check(rule: &Rule, contexts: &[Context<'_>], outcome: &Outcome<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = contexts.iter().map(|_| Found::default()).collect();
    match rule.check {
        Check::Statement(check) => {
            for (cx, found) in contexts.iter().zip(&mut found) {
                cx.lines.iter().for_each(|line| check(cx, line, found));
            }
        }
        Check::Migration(check) => contexts.iter().zip(&mut found).for_each(|(cx, found)| check(cx, found)),
        Check::Run(check) => check(contexts, outcome, &mut found),
        Check::Squawk(_) | Check::Allow => {}
    }
    found
}

/// The draft with its place and severity; `None` where the configuration turns the rule off.
fn finish(cx: &Context<'_>, rule: &Rule, draft: Draft) -> Option<Finding> {
    let severity = cx.config.severity(rule, draft.severity)?;
    let whole = || match draft.statement {
        Some(number) => cx.unit.statements[number].span,
        None => cx.section().map(|section| section.header).unwrap_or_default(),
    };
    Some(Finding {
        code: rule.code,
        severity,
        migration: cx.index,
        statement: draft.statement,
        span: draft.span.unwrap_or_else(whole),
        message: draft.message,
        why: draft.why,
        lock: draft.lock,
        instead: draft.instead,
        basis: draft.basis,
        allowed: None,
    })
}
