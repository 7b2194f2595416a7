//! A project and the database it is for.

use whimbrel_db::{Address, ConnectOptions, Connection};
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_source::Engine;

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
            problem.database.extend(error.said.map(|said| ("server", said)));
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
}
