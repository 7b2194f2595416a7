//! The same on the embedded PostgreSQL, whose one session at a time makes each look of `pg_dump` a new start of it: it
//! looks at one case in eight, and at all where the variable `SCHEMAS` is `all`. Our own reading looks at all.

use whimbrel_catalog::Catalog;
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_db::{ConnectOptions, Postgres};
use whimbrel_embedded::{Address, Place, Server, start};
use whimbrel_testing::pg_dump;

use crate::case::{Case, cases};
use crate::check::{become_equal, see_dump};
use crate::scratch::{EMPTY, FINGERPRINT, connect_with};
use crate::seen::of_dump;

const VERSION: u32 = 17;
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);
const OBSERVED: usize = 8;
/// So many tests share the cases.
const SHARES: usize = 16;

/// A server, and what a new database in it has.
struct Embedded {
    server: Server,
    fingerprint: String,
}

impl Embedded {
    async fn start() -> Self {
        let server = start(Place::Temporary).expect("it starts");
        let mut embedded = Self { server, fingerprint: String::new() };
        let session = embedded.session().await;
        for role in ["role_a", "role_b", "role_c"] {
            session.run(&format!("CREATE ROLE {role}")).await.expect("it is new");
        }
        embedded.fingerprint = fingerprint(&session).await;
        session.close().await;
        embedded
    }

    fn place(&self) -> (String, u16) {
        let Address::Socket { directory, port } = self.server.address() else { panic!("on Linux it is a socket") };
        (directory.display().to_string(), *port)
    }

    async fn session(&self) -> Postgres {
        let (directory, port) = self.place();
        let directory = directory.replace('/', "%2F");
        // whoever was connected before may not be gone yet
        let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: Some(PATIENCE) };
        connect_with(&format!("postgres://postgres@{directory}:{port}/postgres?sslmode=disable"), &options).await
    }

    /// What pg_dump sees. No session may be open.
    fn seen(&self) -> String {
        let (directory, port) = self.place();
        of_dump(&pg_dump(&format!("host={directory} port={port} user=postgres dbname=postgres")))
    }

    /// Whether nothing is left of the case.
    async fn is_empty(&self) -> bool {
        let session = self.session().await;
        let is_empty = empty(&session).await && fingerprint(&session).await == self.fingerprint;
        session.close().await;
        is_empty
    }
}

async fn empty(session: &Postgres) -> bool {
    for sql in ["RESET SESSION AUTHORIZATION", "RESET ALL", EMPTY, "RESET ALL"] {
        if session.run(sql).await.is_err() {
            return false;
        }
    }
    true
}

async fn fingerprint(session: &Postgres) -> String {
    let replies = session.run(FINGERPRINT).await.expect("it can be read");
    format!("{:?}", replies.iter().map(|reply| &reply.rows).collect::<Vec<_>>())
}

async fn load(session: &Postgres, sql: &str) -> Result<Catalog, String> {
    session.run(sql).await.map_err(|error| format!("it does not load: {error}"))?;
    for reset in ["RESET SESSION AUTHORIZATION", "RESET ALL"] {
        session.run(reset).await.map_err(|error| error.to_string())?;
    }
    read(session, &ReadOptions::default()).await.map_err(|error| error.to_string())
}

/// Both directions of a case: B is loaded and becomes A, which then becomes B.
async fn both_ways(embedded: &mut Embedded, case: &Case, observed: bool) -> Result<(), String> {
    let session = embedded.session().await;
    let a = load(&session, &case.a).await.map_err(|error| format!("A: {error}"))?;
    let (mut session, seen_a) = look(embedded, session, observed).await;
    if !empty(&session).await {
        session.close().await;
        *embedded = Embedded::start().await;
        session = embedded.session().await;
    }
    let b = load(&session, &case.b).await.map_err(|error| format!("B: {error}"))?;
    let (session, seen_b) = look(embedded, session, observed).await;
    let back = become_equal(&session, VERSION, &b, &a).await.map_err(|failure| format!("B to A: {failure}"))?;
    let (session, seen) = look(embedded, session, observed).await;
    see_dump(|| seen, &seen_a, case, &back).map_err(|failure| format!("B to A: {failure}"))?;
    let forth = become_equal(&session, VERSION, &a, &b).await.map_err(|failure| format!("A to B: {failure}"))?;
    let (session, seen) = look(embedded, session, observed).await;
    see_dump(|| seen, &seen_b, case, &forth).map_err(|failure| format!("A to B: {failure}"))?;
    session.close().await;
    Ok(())
}

/// What pg_dump sees, between two sessions.
async fn look(embedded: &Embedded, session: Postgres, observed: bool) -> (Postgres, String) {
    if !observed {
        return (session, String::new());
    }
    session.close().await;
    let seen = embedded.seen();
    (embedded.session().await, seen)
}

async fn check_share(share: usize) {
    let all = std::env::var("SCHEMAS").is_ok_and(|what| what == "all");
    let cases = cases().into_iter().filter(|case| case.runs_on(VERSION, false));
    let mut embedded = Embedded::start().await;
    let mut failures = 0;
    for (number, case) in cases.skip(share).step_by(SHARES).enumerate() {
        if let Err(failure) = both_ways(&mut embedded, &case, all || number % OBSERVED == 0).await {
            eprintln!("== {}: {failure}", case.name);
            failures += 1;
            embedded = Embedded::start().await;
        } else if !embedded.is_empty().await {
            embedded = Embedded::start().await;
        }
    }
    assert!(failures == 0, "{failures} failures");
}

macro_rules! shares {
    ($($name:ident = $share:literal),*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            check_share($share).await;
        })*
    };
}

shares!(
    share_0 = 0,
    share_1 = 1,
    share_2 = 2,
    share_3 = 3,
    share_4 = 4,
    share_5 = 5,
    share_6 = 6,
    share_7 = 7,
    share_8 = 8,
    share_9 = 9,
    share_10 = 10,
    share_11 = 11,
    share_12 = 12,
    share_13 = 13,
    share_14 = 14,
    share_15 = 15
);
