//! Sending items to PostgreSQL, many on the way at once, each with the settings that are in force where it stands.

use std::sync::Arc;

use futures_util::future::join_all;
use whimbrel_source::Engine;
use whimbrel_source::lex::Cursor;

use super::Script;
use super::queue::Queue;
use crate::{DbError, Postgres};

/// Messages under way at once.
const WINDOW: usize = 128;

/// What the session is set to.
#[derive(Debug, Clone, Default)]
pub(super) struct Session {
    /// Items whose settings are in force, in order.
    settings: Option<Arc<[usize]>>,
    /// `check_function_bodies` was set to off by us.
    unchecked: bool,
}

/// An item that failed: how many of those sent with it succeeded before, and why.
pub(super) struct Stopped {
    pub after: usize,
    pub error: DbError,
}

/// Runs items in order until one fails. `session` is left as it is after the last, or of no meaning after a failure.
pub(super) async fn run(
    postgres: &Postgres,
    script: &Script,
    queue: &Queue,
    ids: &[usize],
    session: &mut Session,
    restoring: &str,
) -> Result<(), Stopped> {
    let mut window = Vec::new();
    for (index, &id) in ids.iter().enumerate() {
        for sql in session.enter(queue, id, restoring) {
            window.push((index, sql));
        }
        let item = &queue.items[id];
        match item.rows {
            Some(rows) => {
                // A COPY that cannot begin takes the whole connection with it in the driver.
                send(postgres, &mut window).await?;
                window.push((index, readable(&item.sql)));
                let checked = send(postgres, &mut window).await;
                let elsewhere = |error| DbError { position: None, ..error };
                checked.map_err(|stopped| Stopped { error: elsewhere(stopped.error), ..stopped })?;
                let data = script.file(item.statement).slice(rows);
                let copied = postgres.copy_in(&item.sql, data).await;
                copied.map_err(|error| Stopped { after: index, error })?;
            }
            None if item.is_setting => {}
            None => window.push((index, item.sql.clone())),
        }
        if window.len() >= WINDOW {
            send(postgres, &mut window).await?;
        }
    }
    send(postgres, &mut window).await
}

/// A query that fails where a `COPY table (columns) FROM STDIN` would lack the table or a column.
fn readable(copy: &str) -> String {
    let mut words = Cursor::new(copy, Engine::Postgres);
    words.eat("COPY");
    words.eat("BINARY");
    let table = words.object_name().map_or("", |(_, span)| &copy[span.start..span.end]);
    let columns = words.group().map_or("*", |span| &copy[span.start + 1..span.end - 1]);
    format!("SELECT {columns} FROM {table} LIMIT 0")
}

async fn send(postgres: &Postgres, window: &mut Vec<(usize, String)>) -> Result<(), Stopped> {
    let answers = join_all(window.iter().map(|(_, sql)| postgres.send(sql))).await;
    for ((index, _), answer) in window.iter().zip(answers) {
        answer.map_err(|error| Stopped { after: *index, error })?;
    }
    window.clear();
    Ok(())
}

impl Session {
    /// What brings the settings of an item in force, each to be sent by itself; nothing where they are.
    fn enter(&mut self, queue: &Queue, id: usize, restoring: &str) -> Vec<String> {
        let item = &queue.items[id];
        let mut sql = Vec::new();
        let empty: Arc<[usize]> = Arc::new([]);
        let now = self.settings.as_ref().unwrap_or(&empty);
        let checks_again = self.unchecked && !item.unchecked;
        let added = item.settings.strip_prefix(&**now).filter(|_| !checks_again);
        if added.is_none() {
            sql.push(restoring.to_owned());
        }
        let added = added.unwrap_or(&item.settings);
        // One that failed is left out for those after it, which may not need it.
        let works =
            |setting: &usize| *setting == id || (!queue.is_left_out(*setting) && queue.error(*setting).is_none());
        sql.extend(added.iter().filter(|setting| works(setting)).map(|setting| queue.items[*setting].sql.clone()));
        // Any of them may have been about it.
        let still_unchecked = self.unchecked && sql.is_empty();
        if item.unchecked && !still_unchecked {
            sql.push("SET check_function_bodies = off".to_owned());
        }
        self.unchecked = item.unchecked;
        self.settings = Some(Arc::clone(&item.settings));
        sql
    }
}
