//! Which statements share a transaction.

use whimbrel_source::{Engine, Kind, SectionKind};

use crate::input::Unit;

/// For each statement the number of its transaction; `None` for what PostgreSQL refuses inside of one, which runs on its
/// own. A section is one transaction, cut where such a statement stands; with `transaction:false` each statement is its
/// own, but for what stands between BEGIN and COMMIT.
pub(crate) fn numbers(unit: &Unit<'_>, engine: Engine) -> Vec<Option<usize>> {
    let whole = unit.migration.section(SectionKind::Up, engine).is_none_or(|section| section.transaction);
    let (mut number, mut open) = (0, whole);
    unit.statements
        .iter()
        .map(|statement| match statement.kind {
            Kind::Begin if !whole => {
                (number, open) = (number + 1, true);
                Some(number)
            }
            Kind::Commit | Kind::Rollback if !whole => {
                open = false;
                Some(number)
            }
            _ if engine == Engine::Postgres && statement.refused_in_transaction().is_some() => {
                number += 1;
                None
            }
            _ => {
                number += usize::from(!open);
                Some(number)
            }
        })
        .collect()
}
