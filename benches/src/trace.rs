//! Statements under the tracer, as a rehearsal runs them, beside the same statements without it, on one database.

use std::time::Instant;

use whimbrel_db::Postgres;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::postgres::trace::Tracer;
use whimbrel_testing::OwnServer;

use crate::schema::{connect, fill};

/// So many statements, each on a table of its own.
const STATEMENTS: usize = 100;

/// As a line of text: with the schema compared after each statement, and without.
pub fn run(server: &OwnServer, rounds: usize) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async {
        let database = server.database();
        fill(&database, STATEMENTS);
        let session = connect(&database).await;
        let statements: Vec<String> = (1..=STATEMENTS).map(statement).collect();
        let (mut traced, mut compared) = (Vec::new(), Vec::new());
        let mut plain = 0.0;
        for _ in 0..rounds {
            plain = plainly(&session, &statements).await;
            traced.push(under_tracer(&session, &statements, false).await / plain);
            compared.push(under_tracer(&session, &statements, true).await / plain);
        }
        format!(
            "tracing {STATEMENTS} statements beside running them ({plain:.3} s): ratio {:.2}, and with the schema read and \
             compared after each {:.2} (medians of {rounds})",
            median(traced),
            median(compared)
        )
    })
}

fn statement(n: usize) -> String {
    match n % 4 {
        0 => format!("ALTER TABLE item_{n} ADD COLUMN note text"),
        1 => format!("CREATE INDEX item_{n}_name_idx ON item_{n} (name)"),
        2 => format!("ALTER TABLE item_{n} ALTER COLUMN price TYPE numeric(12,2)"),
        _ => format!("ALTER TABLE item_{n} ADD CONSTRAINT named CHECK (name <> '') NOT VALID"),
    }
}

/// Seconds.
async fn plainly(session: &Postgres, statements: &[String]) -> f64 {
    session.run("BEGIN").await.expect("no transaction is open");
    let start = Instant::now();
    for sql in statements {
        session.run(sql).await.expect("it runs");
    }
    let seconds = start.elapsed().as_secs_f64();
    session.run("ROLLBACK").await.expect("it ends");
    seconds
}

/// Seconds.
async fn under_tracer(session: &Postgres, statements: &[String], compares: bool) -> f64 {
    session.run("BEGIN").await.expect("no transaction is open");
    let options = ReadOptions { in_transaction: true, ..ReadOptions::default() };
    let catalog = match compares {
        true => Some((read(session, &options).await.expect("it can be read"), options)),
        false => None,
    };
    let mut tracer = Tracer::begin(session, catalog).await.expect("it begins");
    let start = Instant::now();
    for sql in statements {
        tracer.run(sql, None).await.expect("it runs");
        if compares {
            tracer.changes().await.expect("the catalog can be read");
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    session.run("ROLLBACK").await.expect("it ends");
    seconds
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}
