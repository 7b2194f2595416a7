//! The units in an order in which each comes after those it waits for. Among those that could come next the one that a
//! reader expects first: drops before the rest, kinds in the order of a written schema, then names.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::unit::{Deed, Unit};
use crate::change::ObjectKind;

/// Where there is a circle, the units in it and after it are left out: see `cycle`.
pub(super) fn sorted<'u, 'a>(units: &'u [Unit<'a>]) -> Vec<&'u Unit<'a>> {
    let mut waits: Vec<usize> = units.iter().map(|unit| unit.after.len()).collect();
    let mut followers = vec![Vec::new(); units.len()];
    for (at, unit) in units.iter().enumerate() {
        for &first in &unit.after {
            followers[first].push(at);
        }
    }
    let mut ranks: Vec<usize> = (0..units.len()).collect();
    ranks.sort_by_cached_key(|&at| key(&units[at]));
    let mut rank_of = vec![0; units.len()];
    for (rank, &at) in ranks.iter().enumerate() {
        rank_of[at] = rank;
    }
    let free = (0..units.len()).filter(|&at| waits[at] == 0);
    let mut ready: BinaryHeap<_> = free.map(|at| Reverse((rank_of[at], at))).collect();
    let mut sorted = Vec::with_capacity(units.len());
    while let Some(Reverse((_, at))) = ready.pop() {
        sorted.push(&units[at]);
        for &follower in &followers[at] {
            waits[follower] -= 1;
            if waits[follower] == 0 {
                ready.push(Reverse((rank_of[follower], follower)));
            }
        }
    }
    sorted
}

fn key<'a>(unit: &Unit<'a>) -> (bool, i8, &'a Option<String>, &'a Option<String>, usize, &'a str, Deed) {
    let id = unit.node.id();
    let drops = matches!(unit.deed, Deed::Empty | Deed::Leave | Deed::Drop);
    let rank = match unit.deed {
        // once all tables are as they will be
        Deed::Arrive => (ObjectKind::ForeignKey as i8) * 2 + 1,
        _ => rank(id.kind),
    };
    (!drops, if drops { -rank } else { rank }, &id.schema, &id.on, unit.place, &id.name, unit.deed)
}

/// The place of a kind in a written schema. As the kinds are declared, but routines after tables and views: their
/// bodies name these, though the server does not know it. One that a table needs comes before it all the same.
fn rank(kind: ObjectKind) -> i8 {
    use ObjectKind as K;
    match kind {
        K::Function | K::Procedure | K::Aggregate => (K::MaterializedView as i8) * 2 + 1,
        kind => (kind as i8) * 2,
    }
}
