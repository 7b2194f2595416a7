//! A scratch database, where schemas are loaded and tried: the PostgreSQL inside the binary, a database of its own on
//! a server, or SQLite in memory. Nothing of it is left at the end.

mod kept;
mod server;
mod sqlite;

use crate::address::EmbeddedPlace;
use crate::load::{LoadError, Loaded, Roles, Script, load};
use crate::postgres::{self, Config, Postgres};
use crate::{ConnectError, ConnectOptions, Connection};

pub use sqlite::SqliteShadow;

/// Where the scratch database is.
#[derive(Debug, Clone)]
pub enum Choice {
    /// In the PostgreSQL inside the binary, which is started for it. Two of them may live at once.
    Embedded,
    /// On this server, beside the database that is named, which is left alone.
    Server(Box<Config>),
}

/// An empty PostgreSQL database to begin with. [`Shadow::close`] ends it; dropping it does the same, blocking, and does
/// not tell what goes wrong.
pub struct Shadow {
    session: Connection,
    /// On a server; `None` for the embedded PostgreSQL. Dropped after the session: fields are dropped in their order.
    scratch: Option<server::Scratch>,
    options: ConnectOptions,
}

impl Shadow {
    /// Makes one. On a server it also removes those that killed runs have left behind more than a day ago.
    ///
    /// # Errors
    /// Where the server cannot be reached or the role may not create databases, or the embedded PostgreSQL does not
    /// start.
    pub async fn start(choice: &Choice, options: &ConnectOptions) -> Result<Self, ConnectError> {
        let (session, scratch) = match choice {
            Choice::Embedded => (embedded(options).await?, None),
            Choice::Server(config) => {
                let (scratch, session) = server::create(config, options, true).await?;
                (session, Some(scratch))
            }
        };
        Ok(Self { session: Connection::Postgres(session), scratch, options: options.clone() })
    }

    /// The session. For the embedded PostgreSQL it is the only one there can be.
    pub fn postgres(&self) -> &Postgres {
        match &self.session {
            Connection::Postgres(session) => session,
            Connection::Sqlite(_) => unreachable!("a shadow is made with a session on PostgreSQL"),
        }
    }

    /// The same, for what works on both kinds of databases.
    pub fn connection(&self) -> &Connection {
        &self.session
    }

    /// `server_version_num`, such as 170005.
    pub fn version(&self) -> u32 {
        self.postgres().version()
    }

    /// What it is, for messages: `the embedded PostgreSQL 17.5`, `PostgreSQL 15.8 on localhost:5432`.
    pub fn what(&self) -> String {
        let version = self.version();
        let version = format!("{}.{}", version / 10_000, version % 10_000);
        match &self.scratch {
            None => format!("the embedded PostgreSQL {version}"),
            Some(_) => format!("PostgreSQL {version} on {}", self.postgres().canceller().target().entry.shown()),
        }
    }

    /// What loading does with roles: the embedded PostgreSQL is ours alone.
    pub fn roles(&self) -> Roles {
        if self.scratch.is_none() { Roles::Create } else { Roles::Leave }
    }

    /// Loads a script, whose statements may be in any order. The shadow must be empty: new, or after
    /// [`Shadow::reset`]. After an error it is empty still.
    pub async fn load(&mut self, script: &Script) -> Result<Loaded, LoadError> {
        let loaded = load(self.postgres(), script, self.roles()).await;
        if loaded.is_err() && self.postgres().run("SELECT 1").await.is_err() {
            // The connection is gone, or the embedded PostgreSQL cannot end its transaction. Without a new one the
            // error is still the one to tell, and the next use of the session fails by itself.
            let _ = self.reset().await;
        }
        loaded
    }

    /// Makes it empty again, whatever was done to it, roles of the embedded PostgreSQL included: by taking a new one,
    /// which takes as long as starting does, and works after the connection is lost, too.
    pub async fn reset(&mut self) -> Result<(), ConnectError> {
        let (session, scratch) = match &self.scratch {
            None => (embedded(&self.options).await?, None),
            Some(last) => {
                let (scratch, session) = server::create(last.config(), &self.options, false).await?;
                (session, Some(scratch))
            }
        };
        close(std::mem::replace(&mut self.session, Connection::Postgres(session))).await;
        match std::mem::replace(&mut self.scratch, scratch) {
            Some(last) => last.remove().await,
            None => Ok(()),
        }
    }

    /// Ends it, and removes the database.
    ///
    /// # Errors
    /// Where the server would not drop the database; the message names it.
    pub async fn close(self) -> Result<(), ConnectError> {
        close(self.session).await;
        match self.scratch {
            Some(scratch) => scratch.remove().await,
            None => Ok(()),
        }
    }
}

async fn close(session: Connection) {
    if let Connection::Postgres(session) = session {
        session.close().await;
    }
}

async fn embedded(options: &ConnectOptions) -> Result<Postgres, ConnectError> {
    postgres::connect_embedded(&EmbeddedPlace::Temporary, options).await
}
