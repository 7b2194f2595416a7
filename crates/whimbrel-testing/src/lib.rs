//! Real PostgreSQL servers for the tests, and a proxy to put between a client and a server.
//!
//! [`shared`] gives a server that all tests of one version share, however many processes they run in. It starts on
//! first use and ends some seconds after the last process that used it, or when `scripts/test` ends.
//! [`OwnServer`] is for tests that need settings of their own, or stop and kill their server. [`pg_dump`] tells what
//! is in a database without our code, [`regression_database`] has all that PostgreSQL's own tests put into one.
//! [`Proxy`] delays, counts and cuts.
//!
//! The binaries are those of `scripts/get-postgres`: a test that finds none panics and says so; it never skips.
//! Linux only.

#![allow(clippy::print_stderr, reason = "a test's output is where its reader looks")]

mod binaries;
mod database;
mod dump;
mod folders;
mod instance;
mod own;
mod proxy;
mod regression;
mod server;
mod shared;
mod user;
mod watchdog;

pub use binaries::{client_tool, server_programs};
pub use database::Database;
pub use dump::{observed, pg_dump};
pub use folders::stop_unused;
pub use own::OwnServer;
pub use proxy::{Proxy, ProxyBuilder, Then, When};
pub use regression::{regression_database, regression_tests};
pub use server::Server;
pub use shared::{schema_versions, shared, versions};

/// The password of the superuser `postgres` on every server here.
pub const PASSWORD: &str = "sea-otter";
