//! What the embedded PostgreSQL cannot do: catch an error in PL/pgSQL.

use whimbrel_db::DbError;
use whimbrel_plan::Problem;
use whimbrel_source::MigrationSet;

/// Errors inside WebAssembly leave a PL/pgSQL block without passing its handlers.
const CAUSE: &str = "the embedded PostgreSQL does not run the EXCEPTION handlers of PL/pgSQL: an error inside such a \
                     block ends the transaction instead of being caught";

/// Says so in `problem`.
pub(crate) fn explain(problem: &mut Problem) {
    problem.cause = Some(CAUSE.to_owned());
    problem.remedies.insert(0, "run it on a server: whimbrel --database postgres://…".to_owned());
}

/// Whether an error on the embedded PostgreSQL may be one that a handler was there for. 24000 is what its ROLLBACK
/// says after one; otherwise the migrations tell whether they have handlers at all.
pub(crate) fn is_likely(error: &DbError, files: &MigrationSet) -> bool {
    let handles = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(2).any(|pair| pair[0].eq_ignore_ascii_case("exception") && pair[1].eq_ignore_ascii_case("when"))
    };
    let in_a_block = error.context.as_deref().is_some_and(|context| context.contains("PL/pgSQL"));
    error.code == "24000" || (in_a_block && files.migrations.iter().any(|migration| handles(&migration.file.text)))
}
