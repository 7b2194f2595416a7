//! A scratch database on a server: created, dropped, and found again when its run was killed.

use std::hash::BuildHasher;
use std::time::Duration;

use crate::postgres::{self, Config, Postgres};
use crate::sql::{identifier, literal};
use crate::{ConnectError, ConnectOptions, DbError};

/// Followed by when it was made, in seconds, and something random, both in hexadecimal digits.
const PREFIX: &str = "whimbrel_shadow_";
/// Older ones are taken for left behind, in seconds.
const A_DAY: i64 = 24 * 60 * 60;
/// How long a shadow that is merely dropped may take to reach its server.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// `WITH (FORCE)` ends whoever is still connected.
const FIRST_WITH_FORCE: u32 = 130_000;

/// A database that we have created, and that is dropped with this value, blocking, unless [`Scratch::remove`] does.
pub(super) struct Scratch {
    /// Where it was created from.
    config: Config,
    name: String,
    options: ConnectOptions,
    is_removed: bool,
}

/// Creates a database and opens a session on it; with `tidy`, drops what earlier runs have left.
pub(super) async fn create(
    config: &Config,
    options: &ConnectOptions,
    tidy: bool,
) -> Result<(Scratch, Postgres), ConnectError> {
    let beside = postgres::connect(config, options).await?;
    let mut config = config.clone();
    // Of several hosts, always the one that was found now.
    config.hosts = vec![beside.canceller().target().entry.clone()];
    let scratch = match new_database(&beside, &config, tidy).await {
        Ok(name) => Scratch { config, name, options: options.clone(), is_removed: false },
        Err(error) => return Err(refused(&config, &error)),
    };
    beside.close().await;
    let own = Config { dbname: scratch.name.clone(), ..scratch.config.clone() };
    match postgres::connect(&own, options).await {
        Ok(session) => Ok((scratch, session)),
        Err(mut error) => {
            error.remedies.push("name the server itself as the shadow, not a pooler in front of it".to_owned());
            // That it cannot be reached matters more than whether it can be dropped.
            let _ = scratch.remove().await;
            Err(error)
        }
    }
}

async fn new_database(beside: &Postgres, config: &Config, tidy: bool) -> Result<String, DbError> {
    let replies = beside.run(include_str!("databases.sql")).await?;
    let mut texts = replies.into_iter().map(|reply| reply.rows.into_iter().filter_map(|row| row.into_iter().next()?));
    let now = texts.next().and_then(|mut time| time.next()?.parse::<i64>().ok()).unwrap_or_default();
    if tidy {
        for name in texts.next().into_iter().flatten() {
            if made(&name).is_some_and(|then| now - then > A_DAY) {
                // Somebody else's, or in use again: then it stays.
                let _ = drop_database(beside, &name).await;
            }
        }
    }
    let random = std::hash::RandomState::new().hash_one((std::process::id(), &config.user));
    let name = format!("{PREFIX}{now:x}_{random:016x}");
    beside.run(&format!("CREATE DATABASE {} TEMPLATE template0", identifier(&name))).await?;
    let quoted = identifier(&name);
    let comment = literal("scratch database of Whimbrel; it can be dropped when no whimbrel runs");
    let described = beside.run(&format!("COMMENT ON DATABASE {quoted} IS {comment}")).await;
    // Messages in the words that the documentation has; not every role may ask for that.
    let _ = beside.run(&format!("ALTER DATABASE {quoted} SET lc_messages = 'C'")).await;
    match described {
        Ok(_) => Ok(name),
        Err(error) => {
            let _ = drop_database(beside, &name).await;
            Err(error)
        }
    }
}

/// When a scratch database was made, in seconds; `None` for any other database.
fn made(name: &str) -> Option<i64> {
    let (time, random) = name.strip_prefix(PREFIX)?.split_once('_')?;
    let is_ours = random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit());
    i64::from_str_radix(time, 16).ok().filter(|_| is_ours)
}

async fn drop_database(beside: &Postgres, name: &str) -> Result<(), DbError> {
    let force = if beside.version() >= FIRST_WITH_FORCE { " WITH (FORCE)" } else { "" };
    if force.is_empty() {
        let sql = "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = ";
        beside.run(&format!("{sql}{}", literal(name))).await?;
    }
    beside.run(&format!("DROP DATABASE IF EXISTS {}{force}", identifier(name))).await.map(drop)
}

impl Scratch {
    /// Where it was created from.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// Drops the database; whoever is still connected to it is disconnected.
    pub(super) async fn remove(mut self) -> Result<(), ConnectError> {
        let removed = self.try_remove().await;
        // Where the server said no, it would say so again.
        self.is_removed = true;
        removed
    }

    async fn try_remove(&self) -> Result<(), ConnectError> {
        let beside = postgres::connect(&self.config, &self.options).await?;
        let dropped = drop_database(&beside, &self.name).await;
        beside.close().await;
        dropped.map_err(|error| ConnectError {
            code: "shadow.drop_database",
            message: format!("failed to drop the scratch database {} on {}", self.name, shown(&self.config)),
            said: Some(error.message),
            cause: None,
            remedies: vec![format!("drop it by hand: DROP DATABASE {}", identifier(&self.name))],
        })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if std::mem::replace(&mut self.is_removed, true) {
            return;
        }
        let own = Self {
            config: Config { connect_timeout: Some(LAST_WORDS), ..self.config.clone() },
            name: self.name.clone(),
            options: ConnectOptions { wait: None, ..self.options.clone() },
            is_removed: true,
        };
        // A thread, as this may be inside a runtime, where another one cannot be waited for.
        let ending = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(own.try_remove()).map_err(std::io::Error::other)
        });
        // What fails is left for the next run to tidy up.
        let _ = ending.join();
    }
}

fn shown(config: &Config) -> String {
    config.hosts.first().map(postgres::config::HostEntry::shown).unwrap_or_default()
}

fn refused(config: &Config, error: &DbError) -> ConnectError {
    const INSUFFICIENT_PRIVILEGE: &str = "42501";
    const READ_ONLY: &str = "25006";
    let role = identifier(&config.user);
    let embedded = "or leave --shadow-url out, so that the embedded PostgreSQL is the shadow".to_owned();
    let (cause, remedies) = match error.code.as_str() {
        INSUFFICIENT_PRIVILEGE => (
            Some(format!("the role {} may not create databases there", config.user)),
            vec![format!("let a superuser run: ALTER ROLE {role} CREATEDB"), embedded],
        ),
        READ_ONLY => (
            Some("the server is a standby, or its transactions are read-only".to_owned()),
            vec!["name a server that can be written to".to_owned(), embedded],
        ),
        _ => (None, vec![embedded]),
    };
    ConnectError {
        code: "shadow.create_database",
        message: format!("failed to create a scratch database on {}", shown(config)),
        said: Some(error.message.clone()),
        cause,
        remedies,
    }
}

#[cfg(test)]
mod tests {
    use super::made;

    #[test]
    fn only_our_own_names_have_a_time() {
        assert_eq!(made("whimbrel_shadow_6720f0a1_00112233445566ff"), Some(0x6720_f0a1));
        for other in
            ["shop", "whimbrel_shadow_", "whimbrel_shadow_x_00112233445566ff", "whimbrel_shadow_6720f0a1_short"]
        {
            assert_eq!(made(other), None, "{other}");
        }
    }
}
