//! Every case of the corpus in `crates/whimbrel/tests/schemas`, in both directions: what is generated turns one schema
//! into the other, by our own reading and by `pg_dump`'s, and a dump makes the same schema again.
//!
//! `CASE=word RUST_BACKTRACE=0 cargo nextest run -p whimbrel-db --test schemas server_15` runs the cases whose name
//! contains the word.

mod case;
mod check;

use whimbrel_testing::shared;

use crate::case::{Case, cases};

/// Runs `check` for every case that the version can load, and tells all failures at once.
async fn check_all(version: u32, is_server: bool, check: impl AsyncFn(&Case) -> Vec<String>) {
    let (mut failures, mut passed) = (Vec::new(), 0);
    for case in cases().iter().filter(|case| case.runs_on(version, is_server)) {
        let failed = check(case).await;
        if failed.is_empty() {
            passed += 1;
        }
        failures.extend(failed.into_iter().map(|failure| format!("== {}: {failure}", case.name)));
    }
    eprintln!("{}", failures.join("\n"));
    assert!(failures.is_empty(), "{passed} cases passed, {} failures", failures.len());
    assert!(passed > 0, "no case was run");
}

async fn on_server(version: u32) {
    let server = shared(version);
    check::create_roles(&server);
    check_all(version, true, async |case| check::on_server(&server, case).await).await;
}

#[tokio::test]
async fn server_13() {
    on_server(13).await;
}

#[tokio::test]
async fn server_15() {
    on_server(15).await;
}

#[tokio::test]
async fn server_18() {
    on_server(18).await;
}
