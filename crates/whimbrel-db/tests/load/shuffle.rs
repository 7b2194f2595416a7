//! One schema with objects of every kind, in many orders.

use whimbrel_db::load::load;
use whimbrel_testing::{Server, shared};

use super::*;

const SCHEMA: &str = include_str!("every_kind.sql");

/// The statements in an order that a number stands for.
fn shuffled(statements: &[String], seed: u64) -> Vec<String> {
    let mut statements = statements.to_vec();
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for last in (1..statements.len()).rev() {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        statements.swap(last, (random >> 33) as usize % (last + 1));
    }
    statements
}

async fn dump_of(server: &Server, statements: &[String], what: &str) -> String {
    let database = server.database();
    let script = script(&statements.join(";\n"));
    let postgres = connect(&database).await;
    match load(&postgres, &script, Roles::Leave).await {
        Ok(_) => database.pg_dump(),
        Err(error) => panic!("{what}:\n{}", tell(&script, Err(error))),
    }
}

fn statements() -> Vec<String> {
    let script = script(SCHEMA);
    script.statements().iter().map(|statement| statement.sql.clone()).collect()
}

fn assert_same(dump: &str, expected: &str, what: &str) {
    let other = |a: &str, b: &str| a.lines().filter(|line| !b.contains(line)).collect::<Vec<_>>().join("\n");
    let (more, less) = (other(dump, expected), other(expected, dump));
    assert!(dump == expected, "{what}:\nmore:\n{more}\nless:\n{less}");
}

#[tokio::test]
async fn every_order_makes_the_same_schema() {
    let server = shared(15);
    let right = statements();
    let expected = dump_of(&server, &right, "as written").await;
    let reversed: Vec<String> = right.iter().rev().cloned().collect();
    assert_same(&dump_of(&server, &reversed, "reversed").await, &expected, "reversed");
    for seed in 0..6 {
        let what = format!("shuffled by {seed}");
        assert_same(&dump_of(&server, &shuffled(&right, seed), &what).await, &expected, &what);
    }
}
