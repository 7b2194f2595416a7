//! A scratch database, where schemas are loaded and tried: the PostgreSQL inside the binary, a server that is started for
//! it, a database of its own on a server, or SQLite in memory. Nothing of it is left at the end.

mod kept;
mod local;
mod server;
mod sqlite;

use crate::address::EmbeddedPlace;
use crate::load::{LoadError, Loaded, Roles, Script, load};
use crate::postgres::{self, Config, Postgres};
use crate::{ConnectError, ConnectOptions, Connection};

pub use local::{Installation, Machine};
pub use sqlite::SqliteShadow;

/// Where the scratch database is.
#[derive(Debug, Clone)]
pub enum Choice {
    /// In the PostgreSQL inside the binary, which is started for it. Two of them may live at once.
    Embedded,
    /// On a server that is started for it, from these programs. Two of them may live at once.
    Local(Box<Installation>),
    /// On this server, beside the database that is named, which is left alone.
    Server(Box<Config>),
}

/// An empty PostgreSQL database to begin with. [`Shadow::close`] ends it; dropping it does the same, blocking, and does
/// not tell what goes wrong.
pub struct Shadow {
    session: Connection,
    /// Dropped after the session: fields are dropped in their order.
    place: Place,
    options: ConnectOptions,
}

/// What there is to end after the session.
enum Place {
    /// The embedded PostgreSQL stops with its session.
    Embedded,
    Local(Box<local::Server>),
    Server(Box<server::Scratch>),
}

impl Shadow {
    /// Makes one. On a server it also removes those that killed runs have left behind more than a day ago.
    ///
    /// # Errors
    /// Where the server cannot be reached or the role may not create databases, or the embedded PostgreSQL does not
    /// start.
    pub async fn start(choice: &Choice, options: &ConnectOptions) -> Result<Self, ConnectError> {
        let (session, place) = match choice {
            Choice::Embedded => (embedded(options).await?, Place::Embedded),
            Choice::Local(installation) => local(installation, options).await?,
            Choice::Server(config) => {
                let (scratch, session) = server::create(config, options, true).await?;
                (session, Place::Server(Box::new(scratch)))
            }
        };
        Ok(Self { session: Connection::Postgres(session), place, options: options.clone() })
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

    /// What it is, for messages: `the embedded PostgreSQL 17.5`, `PostgreSQL 15.8 from /usr/lib/postgresql/15/bin`,
    /// `PostgreSQL 15.8 on localhost:5432`.
    pub fn what(&self) -> String {
        let version = self.version();
        let version = format!("{}.{}", version / 10_000, version % 10_000);
        match &self.place {
            Place::Embedded => format!("the embedded PostgreSQL {version}"),
            Place::Local(server) => server.installation().what(),
            Place::Server(_) => {
                format!("PostgreSQL {version} on {}", self.postgres().canceller().target().entry.shown())
            }
        }
    }

    /// What loading does with roles: a server of somebody else's keeps those that it has, any other is ours alone.
    pub fn roles(&self) -> Roles {
        if matches!(self.place, Place::Server(_)) { Roles::Leave } else { Roles::Create }
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

    /// Makes it empty again, whatever was done to it, roles of a server that is ours alone included: by taking a new one,
    /// which takes as long as starting does, and works after the connection is lost, too.
    pub async fn reset(&mut self) -> Result<(), ConnectError> {
        let (session, place) = match &self.place {
            Place::Embedded => (embedded(&self.options).await?, Place::Embedded),
            Place::Local(last) => local(last.installation(), &self.options).await?,
            Place::Server(last) => {
                let (scratch, session) = server::create(last.config(), &self.options, false).await?;
                (session, Place::Server(Box::new(scratch)))
            }
        };
        close(std::mem::replace(&mut self.session, Connection::Postgres(session))).await;
        std::mem::replace(&mut self.place, place).end().await
    }

    /// Ends it, and removes the database.
    ///
    /// # Errors
    /// Where the server would not drop the database; the message names it.
    pub async fn close(self) -> Result<(), ConnectError> {
        close(self.session).await;
        self.place.end().await
    }
}

impl Place {
    async fn end(self) -> Result<(), ConnectError> {
        match self {
            Self::Embedded => Ok(()),
            Self::Local(server) => {
                server.end().await;
                Ok(())
            }
            Self::Server(scratch) => scratch.remove().await,
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

async fn local(installation: &Installation, options: &ConnectOptions) -> Result<(Postgres, Place), ConnectError> {
    let (server, session) = local::start(installation, options).await?;
    Ok((session, Place::Local(Box::new(server))))
}

/// What the embedded PostgreSQL is.
pub mod embedded {
    /// Its major version; `None` where this build has none.
    #[cfg(feature = "embedded")]
    pub fn major_version() -> Option<u32> {
        whimbrel_embedded::VERSION.split('.').next()?.parse().ok()
    }

    /// Its major version; `None` where this build has none.
    #[cfg(not(feature = "embedded"))]
    pub fn major_version() -> Option<u32> {
        None
    }

    /// Whether `CREATE EXTENSION` finds this one.
    #[cfg(feature = "embedded")]
    pub fn has_extension(name: &str) -> bool {
        name == "plpgsql" || whimbrel_embedded::extensions().any(|known| known == name)
    }

    /// Whether `CREATE EXTENSION` finds this one.
    #[cfg(not(feature = "embedded"))]
    pub fn has_extension(_: &str) -> bool {
        false
    }
}
