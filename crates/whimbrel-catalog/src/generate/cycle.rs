//! Circles: tables that reference each other, a function that a table's default calls and that takes the table's row,
//! a view that calls a function that returns the view's row, functions that call each other. Each is broken by writing something on its own.

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::Cycle;
use super::edges::Edges;
use super::fate::Fates;
use super::unit::{self, Apart, Deed, Unit};
use crate::change::{ObjectId, ObjectKind};
use crate::object::Object;
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
            if !set_apart(&circle, &mut apart, cx) {
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
fn set_apart(circle: &[&Unit], apart: &mut Apart, cx: &Context<'_>) -> bool {
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
    // what is there already may be used before it is altered; what comes is made of a stub first, a routine where
    // nothing else is left
    let is_left = |unit: &&Unit| !apart.views.contains(&unit.id) && can_stand_on_a_stub(&unit.id, cx);
    let units = circle.iter().copied().filter(is_left);
    let rank = |unit: &Unit| (unit.deed != Deed::Alter, unit.id.kind == K::Function);
    let Some(first) = units.clone().map(rank).min() else { return false };
    apart.views.extend(units.filter(|unit| rank(unit) == first).map(|unit| unit.id.clone()).collect::<Vec<_>>());
    true
}

/// True for what can be made with nothing but its columns' or arguments' types first.
fn can_stand_on_a_stub(id: &ObjectId, cx: &Context<'_>) -> bool {
    use ObjectKind as K;
    match id.kind {
        K::View | K::Domain => true,
        K::Function => [cx.before, cx.after].iter().any(|catalog| match catalog.object(id) {
            Some(Object::Function(function)) => function.is_parsed(),
            _ => false,
        }),
        _ => false,
    }
}
