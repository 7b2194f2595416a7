//! Circles: tables that reference each other, a function that a table's default calls and that takes the table's row,
//! a view that calls a function that returns the view's row, functions that call each other. Each is broken by writing something on its own.

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use super::Cycle;
use super::fate::Fates;
use super::graph::{Graph, Node};
use super::unit::{self, Apart, Deed, Unit};
use crate::change::ObjectKind;
use crate::object::Object;
use crate::sql::Context;

/// The units of all fates, without a circle among them.
pub(super) fn broken<'a>(fates: &Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> Result<Vec<Unit<'a>>, Cycle> {
    let mut apart = Apart::default();
    loop {
        let units = unit::build(fates, graph, &apart, cx);
        let circles = circles(&units);
        if circles.is_empty() {
            return Ok(units);
        }
        for circle in circles {
            if !set_apart(&circle, &mut apart) {
                return Err(Cycle { objects: circle.iter().map(|unit| unit.node.id().clone()).collect() });
            }
        }
    }
}

fn circles<'u, 'a>(units: &'u [Unit<'a>]) -> Vec<Vec<&'u Unit<'a>>> {
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
fn set_apart<'a>(circle: &[&Unit<'a>], apart: &mut Apart<'a>) -> bool {
    use ObjectKind as K;
    let folded = |kinds: &[ObjectKind]| {
        let parts = circle.iter().flat_map(|unit| &unit.parts);
        parts.filter(|part| kinds.contains(&part.kind) && !apart.parts.contains(*part)).copied().collect::<Vec<_>>()
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
    let is_left = |unit: &&Unit<'a>| !apart.views.contains(&unit.node) && can_stand_on_a_stub(unit.node);
    let units = circle.iter().copied().filter(is_left);
    let rank = |unit: &Unit<'_>| (unit.deed != Deed::Alter, unit.node.kind == K::Function);
    let Some(first) = units.clone().map(rank).min() else { return false };
    apart.views.extend(units.filter(|unit| rank(unit) == first).map(|unit| unit.node).collect::<Vec<_>>());
    true
}

/// True for what can be made with nothing but its columns' or arguments' types first.
fn can_stand_on_a_stub(node: Node<'_>) -> bool {
    use ObjectKind as K;
    match node.kind {
        K::View | K::Domain => true,
        K::Function => [node.before(), node.after()]
            .iter()
            .any(|object| matches!(object, Some(Object::Function(function)) if function.is_parsed())),
        _ => false,
    }
}
