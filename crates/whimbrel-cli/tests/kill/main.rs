//! A run that is killed, cut off or disturbed at any step: the next one ends where an undisturbed one would have.

#[path = "../common/mod.rs"]
mod common;

mod crash;
mod cut;
mod every_step;
mod indexes;
mod revert;
mod sqlite;
mod state;
mod subject;
mod together;
mod victim;
