//! What came of trying a migration, as the rules ask for it.

use whimbrel_catalog::RowsWritten;
use whimbrel_catalog::summary::differences;
use whimbrel_lint::{Back, Gone, Repeated, Rows, Tried};
use whimbrel_plan::{Again, Rehearsed, TryFailure};
use whimbrel_source::Statement;

/// `statements` are those of its `up`. `None` where that fails: nothing else was tried then.
pub(super) fn of(tried: &Rehearsed, statements: &[Statement]) -> Option<Tried> {
    tried.failed.is_none().then(|| Tried {
        again: again(&tried.again, statements),
        back: back(&tried.back, statements),
        rows: (tried.rows.rows > 0).then(|| Rows {
            rows: tried.rows.rows,
            tables: tried.rows.tables,
            fixture: tried.rows.fixture,
            refused: tried.rows.refused.as_ref().map(|it| (place(&it.statement, statements), it.message.clone())),
            lost_by_up: tried.rows.lost_by_up.iter().map(gone).collect(),
            lost_by_down: tried.lost_by_down_alone().map(gone).collect(),
        }),
    })
}

fn again(again: &Again, statements: &[Statement]) -> Option<Vec<Repeated>> {
    let (rows, changes) = match again {
        Again::NotTried => return None,
        Again::ChangesNothing | Again::Fails { .. } => return Some(Vec::new()),
        Again::Repeats { rows, changes } => (rows, changes),
    };
    let mut all: Vec<Repeated> = Vec::new();
    let rows = rows.iter().map(|(by, rows)| (by, true, vec![once_more(rows)]));
    let changes = changes.iter().map(|(by, changes)| (by, false, differences(changes)));
    for (by, rows, what) in rows.chain(changes) {
        let statement = place(by, statements);
        match all.iter_mut().find(|it| it.statement == statement) {
            Some(other) => other.what.extend(what),
            None => all.push(Repeated { statement, rows, what }),
        }
    }
    Some(all)
}

/// `templates: 2 rows inserted once more`
fn once_more(rows: &RowsWritten) -> String {
    let all = [(rows.inserted, "inserted"), (rows.updated, "updated"), (rows.deleted, "deleted")];
    let written = all.iter().filter(|(number, _)| *number > 0);
    let s = |number: u64| if number == 1 { "" } else { "s" };
    let parts: Vec<String> = written.map(|(number, word)| format!("{number} row{} {word}", s(*number))).collect();
    format!("{}: {} once more", rows.table.short(), parts.join(", "))
}

fn back(back: &whimbrel_plan::Back, statements: &[Statement]) -> Option<Back> {
    use whimbrel_plan::Back as Was;
    let error = |failure: &TryFailure| failure.message.clone();
    Some(match back {
        Was::Missing | Was::NotTried => return None,
        Was::Exact => Back::Exact,
        Was::Restores => Back::Restores,
        Was::Leaves(changes) => Back::Leaves(differences(changes)),
        Was::Fails(failure) => Back::Fails { span: failure.statement.span, error: error(failure) },
        Was::UpFails(failure) => {
            Back::UpFails { statement: place(&failure.statement, statements), error: error(failure) }
        }
        Was::UpDiffers(changes) => Back::UpDiffers(differences(changes)),
    })
}

fn gone(gone: &whimbrel_plan::Gone) -> Gone {
    Gone { table: gone.table.name.clone(), column: gone.column.clone(), what: gone.what.clone() }
}

/// Where it is among those of `up`. BEGIN and COMMIT of a section without a transaction of its own are among them, too.
fn place(statement: &Statement, statements: &[Statement]) -> usize {
    statements.iter().position(|it| it.span.start == statement.span.start).unwrap_or_default()
}
