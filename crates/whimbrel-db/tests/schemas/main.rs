//! Every case of the corpus in `crates/whimbrel/tests/schemas`, in both directions: what is generated turns one schema
//! into the other, by our own reading and by `pg_dump`'s, and a dump makes the same schema again.
//!
//! `CASE=word RUST_BACKTRACE=0 cargo nextest run -p whimbrel-db --test schemas server_15` runs the cases whose name
//! contains the word, or one of several.

#![allow(clippy::print_stderr, reason = "all failures of a share are told, not the first alone")]
#![allow(clippy::disallowed_methods, reason = "the variables choose what is run")]

mod case;
mod check;
#[cfg(feature = "embedded")]
mod embedded;
mod random;
mod scratch;
mod seen;

use whimbrel_testing::shared;

use crate::case::{Case, cases};
use crate::scratch::Pool;

/// So many tests share the cases of a version, so that they run beside each other.
const SHARES: usize = 16;

/// Runs `check` for every case of one share that the version can load, and tells all failures at once.
async fn check_share(share: usize, version: u32, is_server: bool, check: impl AsyncFn(&Case) -> Vec<String>) {
    let (mut failures, mut passed) = (0, 0);
    let cases = cases().into_iter().filter(|case| case.runs_on(version, is_server));
    for case in cases.skip(share).step_by(SHARES) {
        let failed = check(&case).await;
        if failed.is_empty() {
            passed += 1;
        }
        failed.iter().for_each(|failure| eprintln!("== {}: {failure}", case.name));
        failures += failed.len();
    }
    assert!(failures == 0, "{passed} cases passed, {failures} failures");
}

async fn on_server(version: u32, share: usize) {
    let server = shared(version);
    check::create_roles(&server);
    let pool = Pool::new(&server);
    check_share(share, version, true, async |case| check::on_server(&pool, case).await).await;
}

macro_rules! shares {
    ($($name:ident = $share:literal),*) => {
        $(mod $name {
            #[tokio::test]
            async fn server_13() {
                crate::on_server(13, $share).await;
            }

            #[tokio::test]
            async fn server_15() {
                crate::on_server(15, $share).await;
            }

            #[tokio::test]
            async fn server_18() {
                crate::on_server(18, $share).await;
            }
        })*
    };
}

shares!(
    a = 0,
    b = 1,
    c = 2,
    d = 3,
    e = 4,
    f = 5,
    g = 6,
    h = 7,
    i = 8,
    j = 9,
    k = 10,
    l = 11,
    m = 12,
    n = 13,
    o = 14,
    p = 15
);
