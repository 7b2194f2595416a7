//! Runs against real databases.

mod exists;
mod history;
mod journal;
mod locks;
mod pipeline;
mod repair;
mod sqlite;
mod support;
mod trial;
mod verify;
