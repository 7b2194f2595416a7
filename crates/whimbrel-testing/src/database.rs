//! A database of a test's own.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{PASSWORD, Server, binaries};

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

    /// The schema as `pg_dump --schema-only` writes it, without blank lines, lines that begin with `--`, and
    /// `\restrict` lines, which differ from run to run.
    ///
    /// # Panics
    /// When pg_dump fails; also when the server is newer than the pg_dump that is installed, which pg_dump refuses.
    pub fn pg_dump(&self) -> String {
        let mut command = client("pg_dump", &self.server);
        let output = command.args(["--schema-only", "-d", &self.name]).output().expect("pg_dump can be run");
        assert!(output.status.success(), "pg_dump failed: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("--"))
            .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"))
            .map(|line| format!("{line}\n"))
            .collect()
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

/// A client program pointed at a server, with nothing of the environment's own PG* variables.
fn client(tool: &str, server: &Server) -> Command {
    let mut command = Command::new(binaries::client_tool(tool));
    #[expect(clippy::disallowed_methods, reason = "to keep it from the client program")]
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command.args(["-h", "127.0.0.1", "-U", "postgres", "-p", &server.port().to_string()]).env("PGPASSWORD", PASSWORD);
    command
}

/// Feeds `sql` on stdin, so that each statement is its own transaction as in a file.
fn run_psql(server: &Server, database: &str, sql: &str) -> Result<String, String> {
    use std::io::Write;
    use std::process::Stdio;

    let mut child = client("psql", server)
        .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database])
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
