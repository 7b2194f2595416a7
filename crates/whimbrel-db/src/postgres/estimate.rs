//! How many rows an UPDATE or DELETE would write, by the planner of the target. Nothing is run: the statement is explained,
//! in a transaction that may only read.

use super::Postgres;
use crate::DbError;

/// The table is locked as for writing to it: that must not wait behind somebody.
const BRIEFLY: &str = "BEGIN READ ONLY; SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '5s'";

/// The planner's estimate; `None` where it does not say, for example of a statement that inserts.
///
/// # Errors
/// Where the statement cannot be planned there: a column that is not there yet, a role that may not write the table.
pub async fn rows_to_write(postgres: &Postgres, sql: &str) -> Result<Option<u64>, DbError> {
    let replies = postgres.run(&format!("{BRIEFLY}; EXPLAIN {sql}")).await;
    postgres.run("ROLLBACK").await?;
    let rows = replies?.into_iter().flat_map(|reply| reply.rows);
    let lines: Vec<String> = rows.filter_map(|row| row.into_iter().next()?).collect();
    Ok(written(&lines))
}

/// What reaches the node that writes: the sum over its children, of which older versions have one for each partition.
fn written(plan: &[String]) -> Option<u64> {
    let writes =
        ["Update on ", "Delete on "].iter().any(|node| plan.first().is_some_and(|line| line.starts_with(node)));
    if !writes {
        return None;
    }
    let depth = |line: &String| line.find("->");
    let top = plan.iter().filter_map(depth).min()?;
    let rows = |line: &String| line.split(" rows=").nth(1)?.split(' ').next()?.parse::<u64>().ok();
    plan.iter().filter(|line| depth(line) == Some(top)).map(rows).sum()
}

#[cfg(test)]
mod tests {
    use super::written;

    fn of(plan: &str) -> Option<u64> {
        written(&plan.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_reaches_the_node_that_writes_counts() {
        let one = "Update on orders  (cost=0.00..20.50 rows=0 width=0)\n  ->  Seq Scan on orders  (cost=0.00..20.50 rows=1000 width=38)";
        assert_eq!(of(one), Some(1000));
        let parts = "Delete on events  (cost=0.00..2 rows=9 width=6)\n  Delete on events_a\n  Delete on events_b\n  \
                     ->  Seq Scan on events_a  (cost=0.00..1 rows=4 width=6)\n  \
                     ->  Hash Join  (cost=0.00..1 rows=5 width=6)\n        ->  Seq Scan on x  (cost=0..1 rows=70 width=6)";
        assert_eq!(of(parts), Some(9));
        assert_eq!(
            of("Insert on orders  (cost=0.00..0.01 rows=1 width=38)\n  ->  Result  (cost=0..1 rows=1 width=38)"),
            None
        );
    }
}
