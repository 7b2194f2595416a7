//! A database of a test's own.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{Server, binaries};

/// A database that one test has for itself. Dropped, with everybody still connected to it, when the value is.
#[derive(Debug)]
pub struct Database {
    server: Server,
    name: String,
    url: String,
}

impl Database {
    pub(crate) fn create(server: &Server) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // Processes come and go under the same number while the server stays: the time makes the name unique.
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{nanos}_{n}", std::process::id());
        // template0: nobody can be connected to it, which would make this fail.
        run_psql(server, "postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"))
            .unwrap_or_else(|error| panic!("failed to create a database: {error}"));
        let url = server.url(&name);
        Self { server: server.clone(), name, url }
    }

    /// Its URL as the superuser, with the password.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name, unique on the server; a plain identifier.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server it is on.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Runs SQL as the superuser and returns psql's unaligned, tuples-only output, without the last newline.
    ///
    /// # Panics
    /// With the database's message when the SQL fails.
    pub fn psql(&self, sql: &str) -> String {
        self.try_psql(sql).unwrap_or_else(|error| panic!("psql failed: {error}\n{sql}"))
    }

    /// The same, where failing is an answer: the error is what psql wrote to stderr.
    pub fn try_psql(&self, sql: &str) -> Result<String, String> {
        run_psql(&self.server, &self.name, sql)
    }

    /// Its schema as `pg_dump --schema-only` writes it: [`crate::pg_dump`] of its URL.
    ///
    /// # Panics
    /// With pg_dump's stderr when it fails.
    pub fn pg_dump(&self) -> String {
        crate::pg_dump(&self.url)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = &self.name;
        let sql = if self.server.version >= 13 {
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        } else {
            format!(
                "UPDATE pg_database SET datallowconn = false WHERE datname = '{name}';
                 SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';
                 DROP DATABASE IF EXISTS {name}"
            )
        };
        // A test may have stopped its own server; a panic here would hide the test's.
        if let Err(error) = run_psql(&self.server, "postgres", &sql) {
            eprintln!("whimbrel-testing: database {name} was not dropped: {error}");
        }
    }
}

/// Feeds `sql` on stdin, so that each statement is its own transaction as in a file.
pub(crate) fn run_psql(server: &Server, database: &str, sql: &str) -> Result<String, String> {
    use std::io::Write;
    use std::process::Stdio;

    let mut child = binaries::client(&binaries::client_tool("psql"))
        .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", &server.url(database)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("psql can be run");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let text = sql.to_owned();
    // In a thread: psql may answer before it has read everything, and would wait for us to read.
    let writer = std::thread::spawn(move || {
        // psql that stops at an error closes its end; its status tells.
        let _ = stdin.write_all(text.as_bytes());
    });
    let output = child.wait_with_output().expect("psql can be waited for");
    writer.join().expect("the writer does not panic");
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let stdout = String::from_utf8_lossy(&output.stdout);
    Ok(stdout.strip_suffix('\n').unwrap_or(&stdout).to_owned())
}
