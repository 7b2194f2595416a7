//! Bodies of routines that were created unchecked: what in them could not be found.

use super::queue::Queue;
use super::{Remark, Script, batch, loosen};
use crate::{DbError, Postgres};

const SAVEPOINT: &str = "SAVEPOINT whimbrel_body";
const BACK: &str = "ROLLBACK TO SAVEPOINT whimbrel_body; RELEASE SAVEPOINT whimbrel_body";

/// Creates each once more over itself, checked, and takes that back. Everything else is there by now.
pub(super) async fn check(
    postgres: &Postgres,
    script: &Script,
    queue: &mut Queue,
    restoring: &str,
) -> Result<Vec<Remark>, DbError> {
    let unchecked: Vec<usize> = queue.done().iter().copied().filter(|id| queue.items[*id].unchecked).collect();
    let mut remarks = Vec::new();
    for id in unchecked {
        postgres.run(SAVEPOINT).await?;
        postgres.run(restoring).await?;
        let item = &mut queue.items[id];
        let as_it_was = item.clone();
        item.unchecked = false;
        item.sql = loosen::replacing(&item.sql);
        let checked = batch::run(postgres, script, queue, &[id], &mut batch::Session::default(), restoring).await;
        queue.items[id] = as_it_was;
        if let Err(stopped) = checked {
            if stopped.error.disconnected {
                return Err(stopped.error);
            }
            let statement = queue.items[id].statement;
            let message = format!("the body of this could not be checked: {}", stopped.error.message);
            remarks.push(Remark { statement, message, at: script.first_line(statement) });
        }
        postgres.run(BACK).await?;
    }
    Ok(remarks)
}
