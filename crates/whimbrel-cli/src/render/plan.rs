//! What would run, as people read it: the verdict first, then each migration, statement by statement.

use std::collections::BTreeMap;

use whimbrel::{Planned, TableFacts};
use whimbrel_catalog::{Lock, LockMode, LocksKnown, Name, ObjectId, ObjectKind, Trace};
use whimbrel_lint::Severity;
use whimbrel_plan::{Back, PlannedMigration, Rehearsed, Step, StepMode, Tried};
use whimbrel_report::Located;
use whimbrel_source::Statement;

use super::style::{BAD, BOLD, DIM, GOOD, NAME, WARN, count, grouped, paint};
use super::{changes, findings, known};
use crate::secrets::Secrets;
use crate::shadow;

/// What a person wants to know in three seconds.
pub enum Verdict {
    /// Nothing is pending.
    Nothing,
    /// A statement fails on the shadow.
    Fails(String),
    /// A rule refuses it.
    Refused(usize),
    /// It could not be tried.
    NotTried,
    /// It runs, and there is something to know.
    Caution(usize),
    /// It runs, and nobody will notice.
    Safe,
}

impl Verdict {
    /// Of what is planned.
    pub fn of(planned: &Planned) -> Self {
        if planned.plan.migrations.is_empty() {
            return Self::Nothing;
        }
        if let Some((migration, failure)) = planned.rehearsal.as_ref().and_then(|it| it.failed()) {
            return Self::Fails(format!("{} {}: {}", migration.version, migration.name, failure.message));
        }
        let refusals = planned.refusals().count();
        if refusals > 0 {
            return Self::Refused(refusals);
        }
        if planned.rehearsal.is_none() {
            return Self::NotTried;
        }
        let warns =
            |finding: &&whimbrel_lint::Finding| finding.severity >= Severity::Warning && finding.allowed.is_none();
        match planned.findings.iter().filter(warns).count() + concerns(planned).len() {
            0 => Self::Safe,
            number => Self::Caution(number),
        }
    }

    /// As JSON says it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Fails(_) => "fails",
            Self::Refused(_) => "refused",
            Self::NotTried => "not_tried",
            Self::Caution(_) => "caution",
            Self::Safe => "safe",
        }
    }

    fn line(&self, planned: &Planned) -> String {
        let what = count(planned.plan.migrations.len(), "migration");
        let on =
            planned.rehearsal.as_ref().map(|it| format!(", tried on {}", shadow::shown(&it.on, it.because.as_deref())));
        let on = on.unwrap_or_default();
        match self {
            Self::Nothing => "nothing to apply".to_owned(),
            Self::Fails(why) => format!("{} {why}", paint(BAD, "FAILS:")),
            Self::Refused(number) => {
                format!("{} {what}{on}: {}", paint(BAD, "UNSAFE:"), count(*number, "hazard"))
            }
            Self::NotTried => {
                format!("{} {what}, not tried: what it locks and loses is not known", paint(WARN, "UNKNOWN:"))
            }
            Self::Caution(number) => format!("{} {what}{on}: {}", paint(WARN, "CAUTION:"), count(*number, "warning")),
            Self::Safe => format!("{} {what}{on}", paint(GOOD, "SAFE:")),
        }
    }
}

/// All of it; ends with a line break.
pub fn human(planned: &Planned, verdict: &Verdict, located: &[Located<'_>], secrets: &Secrets) -> String {
    let mut text = format!("{}\n", verdict.line(planned));
    for migration in &planned.plan.migrations {
        let tried =
            planned.rehearsal.as_ref().and_then(|it| it.migrations.iter().find(|t| t.version == migration.version));
        text.push_str(&one(migration, tried, &planned.tables));
    }
    if !located.is_empty() {
        text.push('\n');
        text.push_str(&findings::human(located, secrets));
    }
    if let Some(order) = &planned.order {
        text.push_str(&format!("{} {}\n", paint(GOOD, "order:"), known::order(order)));
    }
    for concern in concerns(planned) {
        text.push_str(&format!("{} {concern}\n", paint(WARN, "note:")));
    }
    text.push_str(&server(planned));
    text
}

/// What the rehearsal found that no rule tells of: checks that do not hold, what is not there.
pub fn concerns(planned: &Planned) -> Vec<String> {
    let Some(rehearsal) = &planned.rehearsal else { return Vec::new() };
    let mut concerns: Vec<String> =
        rehearsal.narrowed.iter().map(|what| format!("{what}: nothing is claimed about it")).collect();
    for tried in &rehearsal.migrations {
        for check in tried.not_holding() {
            let found = check.found.as_deref().unwrap_or_default();
            concerns.push(format!(
                "a check of {} {} does not hold on the shadow database, which has no rows of the target: {}: {found}",
                tried.version, tried.name, check.name
            ));
        }
    }
    concerns
}

fn one(migration: &PlannedMigration, tried: Option<&Rehearsed>, tables: &BTreeMap<Name, TableFacts>) -> String {
    let mut text = format!("\n{} {}\n", paint(BOLD, &migration.version), paint(BOLD, &migration.name));
    for step in &migration.steps {
        if step.mode == StepMode::Alone {
            text.push_str(&format!("  {}\n", paint(DIM, "outside a transaction, journaled:")));
        }
        for statement in &step.statements {
            let line = migration.file.place(statement.span.start).line;
            text.push_str(&format!("  {} {}\n", paint(DIM, format!("{line:>4}")), shortened(statement)));
            if let Some(tried) = tried.and_then(|tried| tried.at(statement)) {
                effects(&tried.trace, tables).iter().for_each(|effect| text.push_str(&format!("         {effect}\n")));
            }
        }
    }
    let Some(tried) = tried else { return text };
    for held in migration.steps.iter().filter_map(|step| held(step, tried, tables)) {
        text.push_str(&format!("  {held}\n"));
    }
    let did = changes::human(&tried.changes, false);
    did.lines().filter(|line| !line.is_empty()).for_each(|line| text.push_str(&format!("  {line}\n")));
    text.push_str(&format!("  {}\n", back(&tried.back)));
    text
}

/// On one line, cut short.
fn shortened(statement: &Statement) -> String {
    let words = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(100) {
        Some((cut, _)) => format!("{}…", &words[..cut]),
        None => words,
    }
}

/// What one statement does to what is there: nothing that takes longer than an instant goes unsaid.
fn effects(trace: &Trace, tables: &BTreeMap<Name, TableFacts>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut by_mode: BTreeMap<std::cmp::Reverse<LockMode>, Vec<String>> = BTreeMap::new();
    for lock in trace.locks.iter().filter(|lock| counts(lock, trace)) {
        by_mode.entry(std::cmp::Reverse(lock.mode)).or_default().push(lock.relation.short());
    }
    if let LocksKnown::NotAll(why) = &trace.locks_known {
        lines.push(format!("{} there may be other locks: {why}", paint(WARN, "not known:")));
    }
    for (std::cmp::Reverse(mode), names) in by_mode {
        let style = if mode.blocks_readers() {
            BAD
        } else if mode.blocks_writers() {
            WARN
        } else {
            DIM
        };
        lines.push(format!("{} on {}: {}", paint(style, mode), names.join(", "), waits(mode)));
    }
    let mut did = |word: &str, objects: &[ObjectId]| {
        for object in objects {
            lines.push(format!("{} {}{}", paint(WARN, word), object.short(), size(object, tables)));
        }
    };
    did("rewrites", &trace.rewritten);
    did("reads all of", &trace.scanned);
    did("builds", &trace.built);
    did("empties", &trace.emptied);
    for rows in &trace.written {
        let parts = [(rows.inserted, "inserted"), (rows.updated, "updated"), (rows.deleted, "deleted")];
        let parts: Vec<_> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{} {word}", grouped(*n))).collect();
        if !parts.is_empty() {
            lines.push(format!("rows of {}: {} (on the shadow)", rows.table.short(), parts.join(", ")));
        }
    }
    lines
}

/// Locks that somebody may wait for. That on an index counts where its table is not locked as strongly: planning a query
/// locks the indexes of a table, too.
fn counts(lock: &Lock, trace: &Trace) -> bool {
    if lock.relation.kind != ObjectKind::Index {
        return lock.mode >= LockMode::ShareUpdateExclusive;
    }
    let table =
        |it: &&Lock| it.relation.schema == lock.relation.schema && Some(&it.relation.name) == lock.relation.on.as_ref();
    lock.mode.blocks_readers() && trace.locks.iter().find(table).is_none_or(|table| !table.mode.blocks_readers())
}

fn waits(mode: LockMode) -> &'static str {
    match mode {
        _ if mode.blocks_readers() => "readers and writers wait",
        _ if mode.blocks_writers() => "writers wait",
        _ => "only other DDL waits",
    }
}

/// ` (12,345 rows, 1.2 GB)`
fn size(object: &ObjectId, tables: &BTreeMap<Name, TableFacts>) -> String {
    let name = match &object.on {
        Some(table) => Name { schema: object.schema.clone(), name: table.clone() },
        None => Name { schema: object.schema.clone(), name: object.name.clone() },
    };
    let Some(facts) = tables.get(&name) else { return String::new() };
    let rows = facts.rows.map_or("unknown number of rows".to_owned(), |rows| format!("{} rows", grouped(rows)));
    format!(" ({rows}, {})", bytes(facts.total_bytes))
}

/// `8 kB`, `1.2 GB`
pub fn bytes(number: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut value = number as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if unit == 0 || value >= 10.0 {
        format!("{value:.0} {}", UNITS[unit])
    } else {
        format!("{value:.1} {}", UNITS[unit])
    }
}

/// For how long the strongest lock of a transaction is held: what comes after it until COMMIT.
fn held(step: &Step, tried: &Rehearsed, tables: &BTreeMap<Name, TableFacts>) -> Option<String> {
    if step.mode != StepMode::Transaction {
        return None;
    }
    let ran: Vec<_> = step.statements.iter().filter_map(|statement| tried.at(statement)).collect();
    let blocks = |it: &&Tried| it.trace.strongest().is_some_and(|lock| lock.mode.blocks_writers());
    let first = ran.iter().position(blocks)?;
    let lock = ran[first].trace.strongest()?;
    let mut slow: Vec<String> = Vec::new();
    for it in &ran[first..] {
        let rewrites = it.trace.rewritten.iter().map(|id| format!("rewrites {}{}", id.short(), size(id, tables)));
        let scans = it.trace.scanned.iter().filter(|id| !it.trace.rewritten.contains(id));
        let scans = scans.map(|id| format!("reads all of {}{}", id.short(), size(id, tables)));
        slow.extend(rewrites.chain(scans));
    }
    slow.dedup();
    let line = tried.file.place(ran[first].statement.span.start).line;
    let from = format!("{} on {} is held from line {line} to COMMIT", lock.mode, lock.relation.short());
    Some(match slow.is_empty() {
        true => format!("{from}, for an instant"),
        false => format!("{from}, while it {}", slow.join(", and ")),
    })
}

fn back(back: &Back) -> String {
    let word = |style, text: &str| paint(style, text);
    match back {
        Back::Missing => format!("revert: {}, there is no `down` section", word(WARN, "by hand")),
        Back::NotTried => "revert: not tried, part of it runs outside a transaction".to_owned(),
        Back::Exact | Back::Restores => format!("revert: {}", word(GOOD, "brings the schema back")),
        Back::Leaves(changes) => {
            format!("revert: {}, {} left", word(BAD, "not the inverse"), count(changes.len(), "difference"))
        }
        Back::Fails(failure) => format!("revert: {}: {}", word(BAD, "fails"), failure.message),
        Back::UpFails(failure) => {
            format!("revert: brings the schema back, and up then {}: {}", word(BAD, "fails"), failure.message)
        }
        Back::UpDiffers(_) => format!("revert: brings the schema back, and up then {}", word(BAD, "makes another one")),
    }
}

/// Who is in the way now.
fn server(planned: &Planned) -> String {
    let Some(server) = &planned.server else { return String::new() };
    let mut text = String::new();
    let long = |it: &&whimbrel::OpenTransaction| it.is_here && it.open_for.as_secs() >= 60;
    for open in server.transactions.iter().filter(long) {
        let who = open.pid.map_or("a prepared transaction".to_owned(), |pid| format!("process {pid}"));
        let user = open.user.as_ref().map(|user| format!(" of {user}")).unwrap_or_default();
        let minutes = open.open_for.as_secs() / 60;
        text.push_str(&format!(
            "{} {who}{user} has a transaction open for {}: locks may have to wait for it\n",
            paint(WARN, "now:"),
            count(usize::try_from(minutes).unwrap_or(usize::MAX), "minute")
        ));
    }
    if server.hidden_sessions > 0 {
        let number = count(usize::try_from(server.hidden_sessions).unwrap_or(usize::MAX), "session");
        text.push_str(&format!(
            "{} {number} of other roles cannot be seen: {}\n",
            paint(WARN, "now:"),
            paint(NAME, "GRANT pg_read_all_stats")
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_read_well() {
        let shown: Vec<_> = [0, 999, 8192, 1_500_000, 12_000_000_000].map(bytes).into();
        assert_eq!(shown, ["0 bytes", "999 bytes", "8.0 kB", "1.4 MB", "11 GB"]);
    }
}
