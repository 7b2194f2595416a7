//! A project and the database it is for.

use whimbrel_catalog::Catalog;
use whimbrel_db::postgres::catalog::{self, ReadOptions};
use whimbrel_db::{Address, ConnectOptions, Connection};
use whimbrel_plan::{ExitClass, History, Problem};
use whimbrel_run::history::TABLES_AMONG_OTHERS;
use whimbrel_source::{Engine, MigrationSet};

use crate::Project;

/// An open connection to the target of a project.
pub struct Session<'p> {
    pub(crate) project: &'p Project,
    pub(crate) connection: Connection,
}

impl<'p> Session<'p> {
    /// Connects.
    pub async fn open(project: &'p Project, address: &Address, options: &ConnectOptions) -> Result<Self, Problem> {
        let connection = whimbrel_db::connect(address, options).await.map_err(|error| {
            let mut problem = Problem::new(ExitClass::NotConnected, error.code, error.message);
            problem.database.extend(error.said.map(|said| ("message", said)));
            problem.cause = error.cause;
            problem.remedies = error.remedies;
            problem.state("nothing was touched")
        })?;
        Ok(Self { project, connection })
    }

    /// Which kind of database it is.
    pub fn engine(&self) -> Engine {
        match &self.connection {
            Connection::Postgres(_) => Engine::Postgres,
            Connection::Sqlite(_) => Engine::Sqlite,
        }
    }

    /// Ends the session; an embedded PostgreSQL is shut down and its files are complete.
    pub async fn close(self) {
        if let Connection::Postgres(postgres) = self.connection {
            postgres.close().await;
        }
    }

    /// True for the embedded PostgreSQL, which serves one connection.
    pub(crate) fn is_single(&self) -> bool {
        matches!(&self.connection, Connection::Postgres(postgres) if postgres.is_single())
    }

    /// The major version of its PostgreSQL; 0 for SQLite.
    pub(crate) fn major_version(&self) -> u32 {
        match &self.connection {
            Connection::Postgres(postgres) => postgres.version() / 10_000,
            Connection::Sqlite(_) => 0,
        }
    }

    /// What the history says now. Creates nothing.
    pub(crate) async fn history(&self) -> Result<History, Problem> {
        whimbrel_run::history::read(&self.connection, &self.project.history_schema)
            .await
            .map_err(|error| self.run_problem(error, &MigrationSet::default()))
    }

    /// The target's schema as it is now.
    pub(crate) async fn catalog(&self) -> Result<Catalog, Problem> {
        self.read_catalog(false).await
    }

    /// The target's schema as the open transaction sees it.
    pub(crate) async fn catalog_in_transaction(&self) -> Result<Catalog, Problem> {
        self.read_catalog(true).await
    }

    async fn read_catalog(&self, in_transaction: bool) -> Result<Catalog, Problem> {
        let read = match &self.connection {
            Connection::Postgres(postgres) => {
                let options = ReadOptions {
                    ignore_schemas: vec![self.project.history_schema.clone()],
                    in_transaction,
                    ..ReadOptions::default()
                };
                catalog::read(postgres, &options).await
            }
            Connection::Sqlite(sqlite) => whimbrel_db::sqlite::catalog::read(sqlite.connection()),
        };
        let mut catalog = read.map_err(|error| self.database_problem("failed to read the catalog", &error))?;
        // In which schema they are is not known here, and asking would be a round trip more.
        catalog.tables.retain(|name, _| !TABLES_AMONG_OTHERS.contains(&name.name.as_str()));
        Ok(catalog)
    }
}
