//! Circles: tables that reference each other, a function that a table's default calls and that takes the table's row,
//! a view that calls a function that returns the view's row. Each is broken by writing something on its own.

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::Cycle;
use super::edges::Edges;
use super::fate::Fates;
use super::unit::{self, Apart, Unit};
use crate::change::ObjectKind;
use crate::sql::Context;

/// The units of all fates, without a circle among them.
pub(super) fn broken(fates: &Fates, edges: &Edges, cx: &Context<'_>) -> Result<Vec<Unit>, Cycle> {
    let mut apart = Apart::default();
    loop {
        let units = unit::build(fates, edges, &apart, cx);
        let circles = circles(&units);
        if circles.is_empty() {
            return Ok(units);
        }
        for circle in circles {
            if !set_apart(&circle, &mut apart) {
                return Err(Cycle { objects: circle.iter().map(|unit| unit.id.clone()).collect() });
            }
        }
    }
}

fn circles(units: &[Unit]) -> Vec<Vec<&Unit>> {
    let mut graph = DiGraph::<(), (), usize>::with_capacity(units.len(), 0);
    for _ in units {
        graph.add_node(());
    }
    for (at, unit) in units.iter().enumerate() {
        for &first in &unit.after {
            graph.add_edge(first.into(), at.into(), ());
        }
    }
    let components = tarjan_scc(&graph).into_iter().filter(|component| component.len() > 1);
    components.map(|component| component.iter().map(|at| &units[at.index()]).collect()).collect()
}

/// Writes the least of what may break this circle on its own; false where there is nothing left.
fn set_apart(circle: &[&Unit], apart: &mut Apart) -> bool {
    use ObjectKind as K;
    let folded = |kinds: &[ObjectKind]| {
        let parts = circle.iter().flat_map(|unit| &unit.parts);
        parts.filter(|part| kinds.contains(&part.kind) && !apart.parts.contains(*part)).cloned().collect::<Vec<_>>()
    };
    for kinds in [&[K::ForeignKey][..], &[K::Default], &[K::Check, K::Exclusion], &[K::PrimaryKey, K::Unique]] {
        let parts = folded(kinds);
        if !parts.is_empty() {
            apart.parts.extend(parts);
            return true;
        }
    }
    let views = circle
        .iter()
        .map(|unit| &unit.id)
        .filter(|id| matches!(id.kind, K::View | K::Domain) && !apart.views.contains(id));
    let views: Vec<_> = views.cloned().collect();
    let some = !views.is_empty();
    apart.views.extend(views);
    some
}
