//! What the user may want to know of a script that was loaded.

use std::collections::HashMap;

use whimbrel_source::ObjectName;

use super::{Remark, Script, sweeping};

fn remark(script: &Script, statement: usize, message: String) -> Remark {
    Remark { statement, message, at: script.first_line(statement) }
}

/// `IF NOT EXISTS` that did nothing, because another statement had made something of that name. `order` is in which
/// the statements ran.
pub(super) fn twins(script: &Script, order: &[usize]) -> Vec<Remark> {
    const WITH_A_SHAPE: [&str; 6] = ["TABLE", "FOREIGN TABLE", "INDEX", "SEQUENCE", "MATERIALIZED VIEW", "STATISTICS"];
    let mut made: HashMap<(String, ObjectName), usize> = HashMap::new();
    let mut remarks = Vec::new();
    for &statement in order {
        let created = script.statements()[statement].created(script.engine());
        let Some(created) = created.filter(|created| WITH_A_SHAPE.contains(&created.what.as_str())) else { continue };
        let first = *made.entry((created.what, created.name)).or_insert(statement);
        let same = script.statements()[first].sql == script.statements()[statement].sql;
        if created.if_not_exists && !same {
            let message = format!("did nothing: {} makes it, perhaps in another shape", script.place(first));
            remarks.push(remark(script, statement, message));
        }
    }
    remarks
}

/// Statements that go over all there is, and ran in another order than written with regard to what they go over.
pub(super) fn swept(script: &Script, order: &[usize]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (at, &statement) in order.iter().enumerate() {
        let Some(kinds) = sweeping::goes_over(&script.statements()[statement]) else { continue };
        let is_of_kind = |other: &&usize| {
            let created = script.statements()[**other].created(script.engine());
            created.is_some_and(|created| kinds.contains(&created.what.as_str()))
        };
        let too_early = order[..at].iter().filter(|other| **other > statement);
        let too_late = order[at..].iter().filter(|other| **other < statement);
        let mut others: Vec<usize> = too_early.chain(too_late).filter(is_of_kind).copied().collect();
        others.sort_unstable();
        others.dedup();
        if !others.is_empty() {
            let names: Vec<String> = others.iter().map(|other| script.subject(*other)).collect();
            let names = names.join(", ");
            let message = format!("the order had to change, so it may be wrong for {names}: write it where it belongs");
            remarks.push(remark(script, statement, message));
        }
    }
    remarks
}
