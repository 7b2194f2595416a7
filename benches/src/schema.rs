//! Reading, writing and comparing whole schemas, beside pg_dump.

use std::path::Path;
use std::time::Instant;

use whimbrel_catalog::{Catalog, generate};
use whimbrel_db::address::Surroundings;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::{Address, ConnectOptions, Connection, Postgres};
use whimbrel_testing::{Database, OwnServer};

/// Tables as an application has them: a primary key, a foreign key to the one before, two indexes, a check.
pub fn fill(database: &Database, tables: usize) {
    // in pieces: one transaction would need more locks than a server has room for
    for from in (1..=tables).step_by(500) {
        let to = (from + 499).min(tables);
        database.psql(&format!(
            "DO $$ BEGIN FOR n IN {from}..{to} LOOP
               EXECUTE format('CREATE TABLE item_%s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                 parent_id bigint REFERENCES item_%s, name text NOT NULL, state text NOT NULL DEFAULT ''new'',
                 price numeric(10,2), made_at timestamptz NOT NULL DEFAULT now(),
                 CONSTRAINT item_%s_price_check CHECK (price >= 0))', n, greatest(n - 1, 1), n);
               EXECUTE format('CREATE INDEX item_%s_parent_id_idx ON item_%s (parent_id)', n, n);
               EXECUTE format('CREATE INDEX item_%s_state_made_at_idx ON item_%s (state, made_at DESC)', n, n);
             END LOOP; END $$"
        ));
    }
    database.psql("VACUUM ANALYZE");
}

/// Ten changes of different kinds.
const CHANGES: &str = "
    ALTER TABLE item_1 ADD COLUMN note text;
    ALTER TABLE item_2 ALTER COLUMN price TYPE numeric(12,2);
    ALTER TABLE item_3 ALTER COLUMN state SET DEFAULT 'open';
    ALTER TABLE item_4 DROP COLUMN made_at;
    CREATE INDEX item_5_name_idx ON item_5 (name);
    ALTER TABLE item_6 DROP CONSTRAINT item_6_price_check;
    CREATE TABLE added (id bigint PRIMARY KEY);
    CREATE VIEW cheap AS SELECT id, price FROM item_8 WHERE price < 10;
    ALTER TABLE item_9 ALTER COLUMN price SET NOT NULL;
    CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';";

/// Compares two catalogs with ten changes between them, beside reading one of them; as a line of text.
pub fn compare(server: &OwnServer, tables: usize, rounds: usize) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    runtime.block_on(async {
        let (old, new) = (server.database(), server.database());
        fill(&old, tables);
        fill(&new, tables);
        new.psql(CHANGES);
        let (old, new) = (connect(&old).await, connect(&new).await);
        let mut ratios = Vec::new();
        let (mut reading, mut comparing) = (0.0, 0.0);
        for _ in 0..rounds {
            let start = Instant::now();
            let before = read(&old, &ReadOptions::default()).await.expect("it can be read");
            reading = start.elapsed().as_secs_f64();
            let after = read(&new, &ReadOptions::default()).await.expect("it can be read");
            comparing = compared(&before, &after);
            ratios.push(comparing / reading);
        }
        ratios.sort_by(f64::total_cmp);
        format!(
            "diff of {tables} tables with 10 changes: {comparing:.3} s beside {reading:.3} s for reading one of them: \
             ratio {:.3} (median of {rounds})",
            ratios[ratios.len() / 2]
        )
    })
}

fn compared(before: &Catalog, after: &Catalog) -> f64 {
    let start = Instant::now();
    let statements = generate::statements(before, after, 15).expect("there is no circle");
    let seconds = start.elapsed().as_secs_f64();
    assert!(statements.len() >= 10, "ten changes were made");
    seconds
}

/// A session on it.
pub async fn connect(database: &Database) -> Postgres {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(database.url(), around).expect("the test server's URL");
    let options = ConnectOptions { application_name: "whimbrel-bench".into(), wait: None };
    match whimbrel_db::connect(&address, &options).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        _ => panic!("the server answers"),
    }
}
