//! What the lint rules found, as people read it.

use std::collections::BTreeMap;

use whimbrel_lint::{Finding, Permit, Severity};
use whimbrel_report::Located;

use super::snippet::{masked_snippet, place};
use super::style::{BAD, BOLD, DIM, GOOD, NAME, WARN, count, paint};
use crate::secrets::Secrets;

/// Each with its place; ends with a line break where there is any.
pub fn human(findings: &[Located<'_>], secrets: &Secrets) -> String {
    let mut texts = BTreeMap::new();
    let one = |found: &Located<'_>| {
        let file = found.1;
        let text = texts.entry(file.path.clone()).or_insert_with(|| secrets.mask_in_place(&file.text));
        one(found, text, secrets)
    };
    findings.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// `masked` is the text of its file.
fn one((finding, file): &Located<'_>, masked: &str, secrets: &Secrets) -> String {
    let mut text = format!("{} {}\n", title(finding), paint(BOLD, &finding.message));
    text.push_str(&format!("  {} {}\n", paint(DIM, "at"), place(file, finding.span)));
    for line in masked_snippet(file, masked, finding.span, None, secrets).lines() {
        text.push_str(&format!("  {line}\n"));
    }
    if let Some(permit) = &finding.allowed {
        text.push_str(&format!("{} {}\n", paint(GOOD, "allowed"), permit.words()));
        return text;
    }
    text.push_str(&format!("{} {}\n", paint(BOLD, "why:"), finding.why));
    if let Some(lock) = &finding.lock {
        text.push_str(&format!("{} {lock}\n", paint(BOLD, "lock:")));
    }
    if let Some(sql) = &finding.instead {
        text.push_str(&format!("{}\n", paint(BOLD, "instead:")));
        sql.trim_end().lines().for_each(|line| text.push_str(&format!("  {}\n", paint(NAME, line))));
    }
    text
}

/// On a line each, for what does not stop anything.
pub fn compact(findings: &[Located<'_>]) -> Vec<String> {
    let line = |(finding, file): &Located<'_>| match &finding.allowed {
        Some(permit) => allowed(finding.code, permit, &place(file, finding.span)),
        None => format!("{} {} at {}", title(finding), finding.message, place(file, finding.span)),
    };
    findings.iter().map(line).collect()
}

/// `allowed[drop-column]: by --allow for this run at migrations/2_drop.sql:3`
pub fn allowed(code: &str, permit: &Permit, place: &str) -> String {
    format!("{} {} at {place}", paint(GOOD, format!("allowed[{code}]:")), permit.words())
}

/// `error[drop-column]:`
fn title(finding: &Finding) -> String {
    let style = match finding.severity {
        _ if finding.allowed.is_some() => DIM,
        Severity::Error => BAD,
        Severity::Warning => WARN,
        Severity::Advice => NAME,
    };
    paint(style, format!("{}[{}]:", finding.severity, finding.code))
}

/// `2 errors, 1 warning; 1 allowed`
pub fn summary(findings: &[Located<'_>]) -> String {
    let of = |severity: Severity| {
        findings.iter().filter(|(finding, _)| finding.severity == severity && finding.allowed.is_none()).count()
    };
    let mut parts = Vec::new();
    for (severity, style) in [(Severity::Error, BAD), (Severity::Warning, WARN)] {
        match of(severity) {
            0 => {}
            number => parts.push(paint(style, count(number, severity.as_str()))),
        }
    }
    match of(Severity::Advice) {
        0 => {}
        1 => parts.push("1 piece of advice".to_owned()),
        number => parts.push(format!("{number} pieces of advice")),
    }
    let text = if parts.is_empty() { paint(GOOD, "no findings") } else { parts.join(", ") };
    match findings.iter().filter(|(finding, _)| finding.allowed.is_some()).count() {
        0 => text,
        number => format!("{text}; {number} allowed"),
    }
}
