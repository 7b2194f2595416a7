//! Databases that are used by one case after another. To create one takes longer than all else that a case does, so each
//! is emptied after a case, and used again where nothing is left that a new one would not have.

use std::cell::RefCell;
use std::path::Path;

use whimbrel_db::address::Surroundings;
use whimbrel_db::{Address, ConnectOptions, Connection, DbError, Postgres};
use whimbrel_testing::{Database, Server};

pub const EMPTY: &str = include_str!("empty.sql");
pub const FINGERPRINT: &str = include_str!("fingerprint.sql");

/// The databases of one test on one server.
pub struct Pool {
    server: Server,
    free: RefCell<Vec<Scratch>>,
}

/// An empty database and a session in it.
pub struct Scratch {
    // before the database, which is dropped when nobody is in it
    pub postgres: Postgres,
    pub database: Database,
    /// What a new one has.
    fingerprint: String,
}

impl Pool {
    pub fn new(server: &Server) -> Self {
        Self { server: server.clone(), free: RefCell::default() }
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    /// One that is empty.
    pub async fn take(&self) -> Scratch {
        let free = self.free.borrow_mut().pop();
        match free {
            Some(scratch) => scratch,
            None => Scratch::create(&self.server).await,
        }
    }

    /// For the next case, where it can be emptied.
    pub async fn give_back(&self, scratch: Scratch) {
        if scratch.empty().await.is_ok_and(|fingerprint| fingerprint == scratch.fingerprint) {
            self.free.borrow_mut().push(scratch);
        }
    }
}

impl Scratch {
    async fn create(server: &Server) -> Self {
        let database = server.database();
        let postgres = connect(&database).await;
        let fingerprint = fingerprint(&postgres).await.expect("a new database can be read");
        Self { postgres, database, fingerprint }
    }

    /// Runs a whole schema, and leaves the session as it was.
    pub async fn load(&self, sql: &str) -> Result<(), DbError> {
        self.postgres.run(sql).await?;
        self.reset().await
    }

    async fn reset(&self) -> Result<(), DbError> {
        for sql in ["RESET SESSION AUTHORIZATION", "RESET ALL"] {
            self.postgres.run(sql).await?;
        }
        Ok(())
    }

    async fn empty(&self) -> Result<String, DbError> {
        self.reset().await?;
        self.postgres.run(EMPTY).await?;
        self.reset().await?;
        fingerprint(&self.postgres).await
    }
}

async fn fingerprint(postgres: &Postgres) -> Result<String, DbError> {
    Ok(format!("{:?}", postgres.run(FINGERPRINT).await?.iter().map(|reply| &reply.rows).collect::<Vec<_>>()))
}

async fn connect(database: &Database) -> Postgres {
    let options = ConnectOptions { application_name: "whimbrel-test".into(), wait: None };
    connect_with(database.url(), &options).await
}

pub async fn connect_with(url: &str, options: &ConnectOptions) -> Postgres {
    let around = Surroundings { variable: &|_| None, base: Path::new(".") };
    let address = Address::parse(url, around).expect("the test server's URL");
    match whimbrel_db::connect(&address, options).await {
        Ok(Connection::Postgres(postgres)) => postgres,
        Ok(Connection::Sqlite(_)) => panic!("the URL is PostgreSQL's"),
        Err(error) => panic!("{error}"),
    }
}
