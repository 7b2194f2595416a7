//! The schema of a database as `pg_dump` tells it: an observer that shares no code with ours.

use std::time::Duration;

use crate::binaries;

/// What pg_dump writes before an entry: `-- Name: …; Type: …; Schema: …; Owner: …` between two lines of this.
const RULE: &str = "--";

/// Settings that say where the tables of the next entries are. They stand before an entry's heading, and so may stand
/// before the first one's.
const PLACEMENT: [&str; 2] = ["SET default_tablespace", "SET default_table_access_method"];

/// The schema of the database that `connection`, a URL or a libpq connection string, leads to, as
/// `pg_dump --schema-only` writes it. pg_dump needs one connection, so the embedded PostgreSQL can be asked, too.
///
/// Without what differs from server to server or from run to run while the schema is the same: what precedes the
/// entries (the versions of both programs and the settings of the session that loads it; not the settings that say
/// where the first table is), and the two `\restrict` lines.
///
/// # Panics
/// With pg_dump's stderr when it fails.
pub fn pg_dump(connection: &str) -> String {
    let mut command = binaries::client(&binaries::newest_client_tool("pg_dump"));
    command.args(["--schema-only", "-d", connection]);
    let output = loop {
        let output = command.output().expect("pg_dump can be run");
        let stderr = String::from_utf8_lossy(&output.stderr);
        // The embedded PostgreSQL has not yet noticed that the session before this one is over.
        if !stderr.contains("it is in use") {
            assert!(output.status.success(), "pg_dump failed: {stderr}");
            break output;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let text = String::from_utf8(output.stdout).expect("the tests' databases are in UTF-8");
    let (before, entries) = split(&text);
    let placement = before.split_inclusive('\n').filter(|line| PLACEMENT.iter().any(|name| line.starts_with(name)));
    placement.chain(entries.iter().flat_map(|entry| [entry.heading.as_str(), entry.body.as_str()])).collect()
}

/// A dump of [`pg_dump`] in the form to compare two by. Equal schemas give equal text, and it leaves out nothing but:
///
/// - the comments that introduce an entry, whose facts the entry's SQL repeats;
/// - blank lines at the beginning and end of an entry;
/// - the order of the GRANT and REVOKE statements of one object, which is the order in which the privileges were
///   given.
///
/// The order of the columns of a table and the order of entries stay: pg_dump orders entries by kind, name and
/// dependency. So do `SET default_tablespace` and `SET default_table_access_method`, which say where a table is.
pub fn observed(dump: &str) -> String {
    let (before, entries) = split(dump);
    let mut text = before;
    for entry in entries {
        let body = entry.body.trim_matches('\n');
        if entry.is_privileges() {
            let mut statements = privileges(body);
            statements.sort_unstable();
            statements.iter().for_each(|statement| push_line(&mut text, statement));
        } else if !body.is_empty() {
            push_line(&mut text, body);
        }
    }
    text
}

struct Entry {
    heading: String,
    body: String,
}

impl Entry {
    fn is_privileges(&self) -> bool {
        self.heading.contains("; Type: ACL; ") || self.heading.contains("; Type: DEFAULT ACL; ")
    }
}

/// What is before the first entry, and the entries, without what pg_dump writes after the last one.
fn split(dump: &str) -> (String, Vec<Entry>) {
    let mut before = String::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines = dump.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_rule = line.trim_end() == RULE;
        if is_rule && lines.peek().is_some_and(|next| next.starts_with("-- Name: ")) {
            // A name may contain a line break, which pg_dump writes as a space: a heading has three lines.
            let heading = [Some(line), lines.next(), lines.next()].into_iter().flatten().collect();
            entries.push(Entry { heading, body: String::new() });
        } else if is_rule && lines.peek().is_some_and(|next| next.starts_with("-- PostgreSQL database dump complete")) {
            break;
        } else {
            entries.last_mut().map_or(&mut before, |entry| &mut entry.body).push_str(line);
        }
    }
    (before, entries)
}

/// The statements of an entry of privileges. One that another role than the owner gave stands between two that make
/// the session that role's and end that.
fn privileges(body: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let mut begun = String::new();
    for line in body.lines() {
        push_line(&mut begun, line);
        // The name of a role or an object may contain a line break.
        let is_whole = line.ends_with(';')
            && (!begun.starts_with("SET SESSION AUTHORIZATION") || line == "RESET SESSION AUTHORIZATION;");
        if is_whole {
            statements.push(std::mem::take(&mut begun).trim_matches('\n').to_owned());
        }
    }
    statements.extend((!begun.is_empty()).then_some(begun));
    statements
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}
