//! A throw-away server from PostgreSQL's own programs on this machine: for a version or an extension that the embedded
//! PostgreSQL lacks, or for more than one session.
//!
//! `find` looks for the programs; `server` starts one of them in a directory of its own, on a Unix socket that no other
//! user can reach; `keeper` ends it with this process, however that ends; `template` keeps what initdb makes.

mod find;
mod problem;

#[cfg(unix)]
mod keeper;
#[cfg(unix)]
mod server;
#[cfg(unix)]
mod template;
#[cfg(unix)]
mod user;

#[cfg(not(unix))]
mod server {
    use super::{Installation, problem};
    use crate::{ConnectError, ConnectOptions, Postgres};

    /// There is none.
    pub(in crate::shadow) enum Server {}

    pub(in crate::shadow) async fn start(
        _: &Installation,
        _: &ConnectOptions,
    ) -> Result<(Server, Postgres), ConnectError> {
        Err(problem::unsupported())
    }

    impl Server {
        pub(in crate::shadow) fn installation(&self) -> &Installation {
            match *self {}
        }

        pub(in crate::shadow) async fn end(self) {
            match self {}
        }
    }
}

pub use find::{Installation, Machine};
pub(super) use server::{Server, start};
