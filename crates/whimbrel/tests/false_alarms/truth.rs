//! What a statement does to an application that runs beside it, as a server shows it. Nothing of Whimbrel's is asked.
//!
//! Who waits, and what is read or written meanwhile, is in the snapshots of the tracer's corpus, which hold what other
//! sessions saw. What breaks and what is lost is tried here: the uses of `uses.sql`, before and after the statement.

use std::collections::BTreeMap;
use std::fs::read_to_string;
use std::path::Path;

use whimbrel_db::Postgres;
use whimbrel_testing::{Database, Server};

use crate::case::Case;

const USES: &str = include_str!("uses.sql");
const AFTER: &str = include_str!("after.sql");

/// A database with the corpus's tables, an application's two roles, and what those can do.
pub struct Probe {
    session: Postgres,
    /// Dropped before its roles.
    _database: Database,
    _roles: Roles,
}

/// Roles outlive a database.
struct Roles {
    server: Server,
    names: [String; 2],
}

impl Drop for Roles {
    fn drop(&mut self) {
        let [owner, app] = &self.names;
        let _ = self.server.database().try_psql(&format!("DROP ROLE IF EXISTS {owner}, {app}"));
    }
}

impl Probe {
    pub async fn of(server: &Server, setup: &str) -> Self {
        let database = server.database();
        let names = ["owner", "app"].map(|role| format!("{role}_{}", database.name()));
        database.psql(setup);
        database.psql(&USES.replace(":owner", &names[0]).replace(":app", &names[1]));
        let session = crate::connect(database.url()).await;
        Self { session, _database: database, _roles: Roles { server: server.clone(), names } }
    }

    /// Runs the statement, uses all there was, and takes everything back.
    pub async fn hazards(&self, case: &Case) -> Vec<String> {
        self.session.run("BEGIN").await.expect("no transaction is open");
        match &case.rows {
            Some(rows) => drop(self.session.copy_in(&case.sql, rows).await.expect("it runs")),
            None => drop(self.session.run(&case.sql).await.expect("it runs")),
        }
        let replies = self.session.run(AFTER).await.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        self.session.run("ROLLBACK").await.expect("it ends");
        let mut rows = replies.into_iter().map(|reply| reply.rows);
        let uses = rows.next().unwrap_or_default();
        let held: Vec<Held> = rows.next().unwrap_or_default().into_iter().map(Held::of).collect();
        let seen = Seen::of(case);
        let mut hazards: Vec<String> = seen.blocked(&held).into_iter().chain(seen.row_locks(&held)).collect();
        hazards.extend(lost(&held));
        hazards.extend(broken(uses, case.sql.starts_with("CREATE OR REPLACE")));
        hazards
    }
}

/// How much a table, or with a `number` one of its columns, held and holds.
struct Held {
    number: i64,
    name: String,
    before: u64,
    now: Option<u64>,
    /// Not what a materialized view holds, which is elsewhere too.
    is_table: bool,
}

impl Held {
    fn of(row: Vec<Option<String>>) -> Self {
        let [number, name, before, now, is_table] = row.try_into().expect("five columns");
        let count = |text: Option<String>| text.map(|text| text.parse().expect("a number"));
        Self {
            number: number.expect("a number").parse().expect("a number"),
            name: name.expect("a name"),
            before: count(before).expect("it is counted"),
            now: count(now),
            is_table: is_table.as_deref() == Some("t"),
        }
    }
}

/// More rows than this are many here: what takes a moment with 1,000 takes minutes with a hundred million.
pub const FEW: u64 = 100;

/// At least half of it: not what a WHERE names.
fn most(some: u64, all: u64) -> bool {
    all > 0 && some * 2 >= all
}

/// What others saw of the statement, by heading.
struct Seen(BTreeMap<String, Vec<String>>);

impl Seen {
    fn of(case: &Case) -> Self {
        let path = Path::new(crate::CORPUS).join("cases").join(format!("{}.snap", case.name));
        let text = read_to_string(path).expect("each case has a snapshot");
        let text = text.splitn(3, "---\n").last().expect("a snapshot has a head");
        let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let (mut is_ours, mut heading) = (false, String::new());
        for line in text.lines() {
            if let Some(versions) = line.strip_prefix("PostgreSQL ") {
                is_ours = versions.split(", ").any(|version| version == crate::VERSION.to_string());
            } else if let Some((first, rest)) = line.split_at_checked(13).filter(|_| is_ours) {
                if !first.trim().is_empty() {
                    first.trim().clone_into(&mut heading);
                }
                told.entry(heading.clone()).or_default().push(rest.to_owned());
            }
        }
        Self(told)
    }

    fn lines(&self, heading: &str) -> impl Iterator<Item = &String> {
        self.0.get(heading).into_iter().flatten()
    }

    /// Somebody waits, and for as long as something takes that grows with the rows.
    fn blocked(&self, held: &[Held]) -> Option<String> {
        let has_rows = |line: &&String| {
            let name = line.rsplit(' ').next().unwrap_or_default();
            held.iter().any(|it| it.number == 0 && it.name == name && it.before > FEW)
        };
        let mut work = Vec::new();
        for (heading, what) in [("rewritten", "written anew"), ("scanned", "read")] {
            work.extend(self.lines(heading).filter(has_rows).map(|line| (line, what)));
        }
        let (line, what) = work.into_iter().next()?;
        let waits: Vec<&str> = self.lines("waits").map(String::as_str).collect();
        let (first, more) = waits.split_first()?;
        let more = if more.is_empty() { String::new() } else { format!(" and of {} more", more.len()) };
        let relation = line.trim_start_matches("table ");
        Some(format!("{}{more} wait while {relation} is {what}", first.replace(" table ", " ")))
    }

    /// Many rows of a table are locked until COMMIT.
    fn row_locks(&self, held: &[Held]) -> Vec<String> {
        let mut found = Vec::new();
        for line in self.lines("written") {
            let Some((table, counts)) = line.trim_start_matches("table ").split_once(": ") else { continue };
            let locked = counts.split(", ").filter(|it| !it.ends_with("inserted"));
            let rows: u64 = locked.filter_map(|it| it.split(' ').next()?.parse::<u64>().ok()).sum();
            let before = held.iter().find(|it| it.number == 0 && it.name == table).map_or(0, |it| it.before);
            if rows > FEW {
                found.push(format!("{rows} of the {before} rows of {table} are locked until COMMIT"));
            }
        }
        found
    }
}

/// Most rows of a table are gone, or most values of a column.
fn lost(held: &[Held]) -> Vec<String> {
    let gone = |it: &&Held| it.is_table && most(it.before - it.now.unwrap_or(0).min(it.before), it.before);
    let tables: Vec<&Held> = held.iter().filter(|it| it.number == 0).filter(gone).collect();
    let columns = held.iter().filter(|it| it.number > 0 && it.now.is_none()).filter(gone);
    let of_table = |it: &Held, table: &Held| it.name.starts_with(&format!("{}.", table.name));
    let columns = columns.filter(|it| !tables.iter().any(|table| of_table(it, table)));
    let rows = tables
        .iter()
        .map(|it| format!("{} of the {} rows of {} are gone", it.before - it.now.unwrap_or(0), it.before, it.name));
    let values = columns.map(|it| format!("the {} values of {} are gone", it.before, it.name));
    rows.chain(values).collect()
}

/// What worked and fails now, writes less, leaves a column without its value, or shows other rows.
fn broken(uses: Vec<Vec<Option<String>>>, replaced: bool) -> Vec<String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for row in uses {
        let [object, what, role, before, now, all_before, all_now] = row.try_into().expect("seven columns");
        let text = |it: Option<String>| it.unwrap_or_default();
        let (what, role) = (text(what), text(role));
        let use_of = Use { what: &what, before: Outcome::of(before), now: Outcome::of(now), replaced };
        let all = all_before.is_some().then(|| (Outcome::of(all_before), Outcome::of(all_now)));
        let Some(how) = use_of.worse(all.as_ref()) else { continue };
        let object = text(object).trim_start_matches("public.").to_owned();
        let who = if role.starts_with("owner_") { ", as its owner" } else { "" };
        // One a table is enough.
        found.entry(object.clone()).or_insert_with(|| format!("{object}: {what}{who}: {how}"));
    }
    found.into_values().collect()
}

/// What came of a use.
enum Outcome {
    Fails(String),
    /// By a constraint, which is what it is for.
    Refused,
    Works {
        /// What it read.
        value: String,
        /// Rows.
        touched: u64,
        /// Rows, those that triggers and foreign keys wrote among them.
        written: u64,
    },
}

impl Outcome {
    fn of(text: Option<String>) -> Self {
        let text = text.unwrap_or_default();
        if let Some(error) = text.strip_prefix("fails|") {
            return Self::Fails(error.lines().next().unwrap_or_default().to_owned());
        }
        if text.starts_with("refused|") {
            return Self::Refused;
        }
        let mut parts = text.split('|').skip(1).map(str::to_owned);
        let value = parts.next().unwrap_or_default();
        let mut number = || parts.next().and_then(|text| text.parse().ok()).unwrap_or_default();
        Self::Works { value, touched: number(), written: number() }
    }

    /// Where it counted the rows.
    fn count(&self) -> i64 {
        match self {
            Self::Works { value, .. } => value.parse().unwrap_or_default(),
            Self::Fails(_) | Self::Refused => 0,
        }
    }
}

struct Use<'u> {
    what: &'u str,
    before: Outcome,
    now: Outcome,
    /// The statement is a CREATE OR REPLACE: what it replaces does what the new text says.
    replaced: bool,
}

impl Use<'_> {
    /// Why it is worse than before; with what a role that sees all rows counts.
    fn worse(&self, all: Option<&(Outcome, Outcome)>) -> Option<String> {
        let (before, now) = match (&self.before, &self.now) {
            (_, Outcome::Fails(error)) => return Some(error.clone()),
            (_, Outcome::Refused) | (Outcome::Fails(_) | Outcome::Refused, _) => return None,
            (Outcome::Works { value, touched, written }, Outcome::Works { value: v, touched: t, written: w }) => {
                ((value, *touched, *written), (v, *t, *w))
            }
        };
        if self.what == "counting the rows" {
            let (then, counted) = (self.before.count(), self.now.count());
            if let Some((all_then, all)) = all
                && counted - then != all.count() - all_then.count()
            {
                return Some(format!("{then} before and {counted} now, of the {} there are", all.count()));
            }
            let is_gone = counted < then && most(then.abs_diff(counted), then.unsigned_abs());
            return is_gone.then(|| format!("{then} before and {counted} now"));
        }
        if self.what.starts_with("finding rows") || self.what.starts_with("pointing nowhere") {
            let now = if now.0.is_empty() { "no index has them" } else { now.0.as_str() };
            return (before.0 != now).then(|| now.to_owned());
        }
        // A copy of a row is turned away by its keys.
        if before.1 == 0 && self.what.starts_with("inserting") || now.1 == 0 && self.what == "inserting all columns" {
            return None;
        }
        // More rows to read are no harm.
        if now.1 != before.1 && !(self.what.starts_with("reading") && now.1 > before.1) {
            return Some(format!("{} rows before and {} now", before.1, now.1));
        }
        if now.2 < before.2 && !self.replaced {
            return Some(format!("{} rows written in all before, and {} now", before.2, now.2));
        }
        let had = |column: &&str| !before.0.split(", ").any(|known| known == *column);
        let missing = now.0.split(", ").filter(|column| !column.is_empty()).find(had)?;
        Some(format!("{missing} is left without a value"))
    }
}
