//! What `apply` knew before it ran, as a person reads it afterwards: a line each.

use whimbrel::Planned;
use whimbrel_lint::{Permit, Severity};
use whimbrel_plan::{Effects, OrderProven, Rehearsal};
use whimbrel_report::Located;

use super::findings;
use super::style::{WARN, paint};
use crate::shadow;

/// How many warnings are told; `plan` has all of them, at length.
const TOLD: usize = 10;

/// The findings with the files they are in.
pub fn located(planned: &Planned) -> Vec<Located<'_>> {
    planned.findings.iter().map(|finding| (finding, &planned.plan.migrations[finding.migration].file)).collect()
}

/// What was let pass, what is to be known, and what could not be found out.
pub fn notes(planned: &Planned, effects: &Effects, asked: &[String]) -> Vec<String> {
    let located = located(planned);
    let is_told = |(finding, _): &&Located<'_>| {
        finding.severity == Severity::Warning && finding.allowed.is_none()
            || finding.severity == Severity::Error && finding.allowed.is_some()
    };
    let told: Vec<Located<'_>> = located.iter().filter(is_told).copied().collect();
    let mut notes = findings::compact(&told[..told.len().min(TOLD)]);
    if told.len() > TOLD {
        notes.push(format!("and {} more: whimbrel plan tells them before", told.len() - TOLD));
    }
    let note = |text: String| format!("{} {text}", paint(WARN, "note:"));
    let of_plan = planned.sealed.iter().flat_map(|sealed| &sealed.refusals).filter(|it| asked.contains(&it.code));
    notes.extend(of_plan.map(|it| findings::allowed(&it.code, &Permit::Run, &it.place)));
    for code in asked.iter().filter(|_| planned.sealed.is_none()) {
        let used = |(finding, _): &Located<'_>| finding.code == code && finding.allowed == Some(Permit::Run);
        if planned.rehearsal.is_some() && !located.iter().any(used) {
            notes.push(note(format!(
                "--allow {code} was not needed: the rule finds nothing that is not allowed already"
            )));
        }
    }
    notes.extend(planned.order.as_ref().map(|it| note(order(it))));
    if let Some(Rehearsal { on, because: Some(because), .. }) = &planned.rehearsal {
        notes.push(format!("tried on {}", shadow::shown(on, Some(because))));
    }
    if let Effects::NotCompared(reason) = effects {
        notes.push(note(format!("not rehearsed: {reason}")));
    }
    notes
}

/// `2 ran after newer ones: …`
pub fn order(proven: &OrderProven) -> String {
    let versions: Vec<String> = proven.versions.iter().map(ToString::to_string).collect();
    let (it, is) = if versions.len() == 1 { ("it", "is") } else { ("they", "are") };
    format!(
        "{} {is} older than what is applied; tried in both orders on {}, {it} made the same schema (rows were not compared)",
        versions.join(", "),
        proven.on
    )
}

/// What is lost without a rehearsal.
pub fn not_rehearsed() -> String {
    format!(
        "{} not rehearsed (--no-rehearse): nobody looked at what it locks, rewrites and loses, and what it made was not compared",
        paint(WARN, "note:")
    )
}
