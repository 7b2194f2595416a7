//! From two catalogs to the statements that turn one into the other, in an order that works.
//!
//! Three stages that know nothing of each other, over one `graph` of who needs whom: `fate` says what happens to each object and to what depends on it,
//! `unit` groups what one statement does and says what must run before what, `order` sorts. `write` then asks
//! each object kind for its SQL.

mod beside;
mod cycle;
mod dump;
mod fate;
mod graph;
mod order;
mod sqlite;
mod unit;
mod write;

pub use self::dump::{SETTINGS, dump, heading, text};
pub use self::sqlite::{ident as sqlite_ident, sqlite};
use crate::catalog::Catalog;
use crate::change::{Action, ObjectId};
use crate::sql::{Context, Hazard};

/// One statement, why it is there and what it may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Which object it is about.
    pub object: ObjectId,
    /// What happens to that object.
    pub action: Action,
    /// Why: `new`, `type integer → bigint`, `depends on column orders.total, which is altered`.
    pub reason: String,
    /// Without a semicolon at the end.
    pub sql: String,
    /// In the order of [`HazardKind`](crate::HazardKind).
    pub hazards: Vec<Hazard>,
}

/// Objects that need each other in a way that no order of statements resolves.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these objects need each other, and no order of statements makes them: {}", names(objects))]
pub struct Cycle {
    /// Two or more.
    pub objects: Vec<ObjectId>,
}

fn names(objects: &[ObjectId]) -> String {
    objects.iter().map(|id| format!("{} {}", id.kind, id.short())).collect::<Vec<_>>().join(", ")
}

/// The statements that turn `before` into `after` on a PostgreSQL server of the major version `version`.
pub fn statements(before: &Catalog, after: &Catalog, version: u32) -> Result<Vec<Statement>, Cycle> {
    let cx = Context { before, after, version };
    let changes = Catalog::actions(before, after);
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let arena = typed_arena::Arena::new();
    let graph = graph::Graph::new(&cx, &arena);
    let fates = fate::decide(changes, &graph, &cx);
    let units = cycle::broken(&fates, &graph, &cx)?;
    let written = order::sorted(&units).into_iter().flat_map(|unit| write::unit(unit, &fates, &graph, &cx));
    let (last, first): (Vec<_>, Vec<_>) = written.partition(|(is_last, _)| *is_last);
    Ok(first.into_iter().chain(last).map(|(_, statement)| statement).collect())
}
