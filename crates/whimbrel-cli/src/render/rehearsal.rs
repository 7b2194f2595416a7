//! What was learned by trying migrations, as people read it: a line or two for each that is as it should be, and what
//! happened exactly for each that is not.

use whimbrel_catalog::summary::{by_table, one_line};
use whimbrel_catalog::{Change, RowsWritten};
use whimbrel_plan::{Again, Back, Rehearsal, Rehearsed, RowsTried, TryFailure};

use super::style::{BAD, BOLD, DIM, GOOD, WARN, count, paint, sign};

/// Each migration; ends with a line break.
pub fn human(rehearsal: &Rehearsal) -> String {
    let mut text: String = rehearsal.migrations.iter().map(one).collect();
    for narrowed in &rehearsal.narrowed {
        text.push_str(&format!("{} {narrowed}: nothing is claimed about it\n", paint(WARN, "note:")));
    }
    text
}

/// True where a migration is not as it should be.
pub fn is_bad(migration: &Rehearsed) -> bool {
    lines(migration).iter().any(|(mark, ..)| *mark == Mark::Bad)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    Note,
    Bad,
}

type Line = (Mark, &'static str, String);

fn one(migration: &Rehearsed) -> String {
    let lines = lines(migration);
    let mut text =
        format!("{} {} {}\n", sign(!is_bad(migration)), paint(BOLD, &migration.version), paint(BOLD, &migration.name));
    for (mark, word, what) in lines {
        let style = match mark {
            Mark::Good => DIM,
            Mark::Note => WARN,
            Mark::Bad => BAD,
        };
        let mut parts = what.lines();
        text.push_str(&format!("    {}  {}\n", paint(style, format!("{word:<6}")), parts.next().unwrap_or_default()));
        parts.for_each(|more| text.push_str(&format!("            {more}\n")));
    }
    text
}

fn lines(migration: &Rehearsed) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    if let Some(failure) = &migration.failed {
        lines.push((Mark::Bad, "up", failed(failure, migration)));
        return lines;
    }
    lines.push((Mark::Good, "up", up(migration)));
    for it in &migration.broken {
        let what = format!("breaks {} {}: {}", it.object.kind, it.object.short(), it.error);
        lines.push((Mark::Bad, "up", what));
    }
    for (word, checks) in [("verify", &migration.checks), ("test", &migration.tests)] {
        let bad: Vec<_> = checks.iter().filter(|check| !check.holds).collect();
        if bad.is_empty() && !checks.is_empty() {
            lines.push((Mark::Good, word, format!("{} hold{}", count(checks.len(), "check"), s(checks.len()))));
        }
        for check in bad {
            let found = check.found.as_deref().unwrap_or_default();
            let what = format!("does not hold: {}: {found}\nat {}:{}", check.name, check.path.display(), check.line);
            lines.push((Mark::Bad, word, what));
        }
    }
    lines.extend(again(&migration.again, migration));
    lines.push(back(&migration.back, migration));
    lines.extend(rows(&migration.rows, migration));
    lines
}

/// `1 check holds`, `2 checks hold`
fn s(number: usize) -> &'static str {
    if number == 1 { "s" } else { "" }
}

fn up(migration: &Rehearsed) -> String {
    let number = count(migration.statements.len(), "statement");
    let strongest =
        migration.statements.iter().filter_map(|tried| tried.trace.strongest()).max_by_key(|lock| lock.mode);
    let mut parts = vec![number];
    if let Some(lock) = strongest {
        parts.push(format!("{} on {}", lock.mode, lock.relation.short()));
    }
    let names = |found: &mut dyn Iterator<Item = &whimbrel_catalog::ObjectId>| {
        let mut names: Vec<String> = found.map(whimbrel_catalog::ObjectId::short).collect();
        names.sort();
        names.dedup();
        names.join(", ")
    };
    let rewritten = names(&mut migration.statements.iter().flat_map(|tried| &tried.trace.rewritten));
    if !rewritten.is_empty() {
        parts.push(format!("rewrites {rewritten}"));
    }
    let scanned = names(&mut migration.statements.iter().flat_map(|tried| &tried.trace.scanned));
    if !scanned.is_empty() {
        parts.push(format!("reads all of {scanned}"));
    }
    parts.join("; ")
}

fn failed(failure: &TryFailure, migration: &Rehearsed) -> String {
    let line = migration.file.place(failure.statement.span.start).line;
    format!("fails: {} (at {}:{line})", failure.message, migration.file.path.display())
}

fn again(again: &Again, migration: &Rehearsed) -> Option<Line> {
    let line = match again {
        Again::NotTried if migration.statements.is_empty() => return None,
        Again::NotTried => {
            (Mark::Note, "again", "a second run was not tried: part of it runs outside a transaction".to_owned())
        }
        Again::ChangesNothing => (Mark::Good, "again", "a second run changes nothing".to_owned()),
        Again::Repeats { rows, changes } => {
            let mut parts: Vec<String> = rows.iter().map(written).collect();
            parts.extend(listed(changes));
            (Mark::Bad, "again", format!("a second run is not refused and repeats itself:\n{}", parts.join("\n")))
        }
        Again::Fails { failure, midway: false } => {
            (Mark::Good, "again", format!("a second run is refused at once: {}", failure.message))
        }
        Again::Fails { failure, midway: true } => {
            let what = format!("a second run {} after some of it has run", failed(failure, migration));
            (Mark::Note, "again", what)
        }
    };
    Some(line)
}

fn written(rows: &RowsWritten) -> String {
    let mut parts = Vec::new();
    for (number, word) in [(rows.inserted, "inserted"), (rows.updated, "updated"), (rows.deleted, "deleted")] {
        if number > 0 {
            parts.push(format!("{} {word}", count(usize::try_from(number).unwrap_or(usize::MAX), "row")));
        }
    }
    format!("{}: {} once more", rows.table.short(), parts.join(", "))
}

fn back(back: &Back, migration: &Rehearsed) -> Line {
    match back {
        Back::Missing => (Mark::Note, "down", "there is no `down` section".to_owned()),
        Back::NotTried => (Mark::Note, "down", "not tried: part of it runs outside a transaction".to_owned()),
        Back::Restores => {
            let what = "brings the schema back exactly; up was not run again, part of it runs outside a transaction";
            (Mark::Note, "down", what.to_owned())
        }
        Back::Exact => (Mark::Good, "down", "brings the schema back exactly; up again does the same".to_owned()),
        Back::Leaves(changes) => {
            let left = listed(changes).join("\n");
            (Mark::Bad, "down", format!("is not the inverse of up, this is left:\n{left}"))
        }
        Back::Fails(failure) => (Mark::Bad, "down", failed(failure, migration)),
        Back::UpFails(failure) => (Mark::Bad, "down", format!("up after down {}", failed(failure, migration))),
        Back::UpDiffers(changes) => {
            let left = listed(changes).join("\n");
            (Mark::Bad, "down", format!("up after down makes another schema than the first time:\n{left}"))
        }
    }
}

fn rows(tried: &RowsTried, migration: &Rehearsed) -> Vec<Line> {
    if let Some(failure) = &tried.fixture_failed {
        return vec![(Mark::Bad, "rows", format!("the fixture {}", failed(failure, migration)))];
    }
    if tried.rows == 0 {
        return Vec::new();
    }
    let number = usize::try_from(tried.rows).unwrap_or(usize::MAX);
    let those = format!("{} in {}", count(number, "row"), count(tried.tables, "table"));
    if let Some(failure) = &tried.refused {
        return vec![(Mark::Bad, "rows", format!("with {those}, up {}", failed(failure, migration)))];
    }
    let mut lines = Vec::new();
    if !tried.lost_by_up.is_empty() {
        lines.push((Mark::Note, "rows", format!("of {those}, up loses {}", tried.lost_by_up.join(", "))));
    }
    let only_down: Vec<_> = tried.lost_by_down.iter().filter(|it| !tried.lost_by_up.contains(it)).cloned().collect();
    if !only_down.is_empty() {
        lines.push((Mark::Note, "rows", format!("of {those}, down loses {}", only_down.join(", "))));
    }
    let unknown = tried
        .not_compared
        .iter()
        .map(|(table, reason)| (Mark::Note, "rows", format!("values of {table} could not be compared: {reason}")));
    lines.extend(unknown);
    if lines.is_empty() {
        let after = if tried.taken_back { "after up, and after down" } else { "after up" };
        lines.push((Mark::Good, "rows", format!("{those} are there {after}")));
    }
    lines
}

/// Each difference on a line.
fn listed(changes: &[Change]) -> Vec<String> {
    let summary = by_table(changes);
    let mut lines = Vec::new();
    for table in &summary.tables {
        let name = format!("{} {}", table.table.kind, table.table.short());
        if table.action != whimbrel_catalog::Action::Altered {
            lines.push(format!("{name}: {}", word(table.action)));
            continue;
        }
        for fact in &table.facts {
            let shown = |value: &Option<String>| value.as_deref().map_or("none".to_owned(), one_line);
            lines.push(format!("{name}: {} {} → {}", fact.name, shown(&fact.old), shown(&fact.new)));
        }
        lines.extend(table.parts.iter().map(|part| format!("{name}: {} {}: {}", part.kind, part.name, part.text)));
    }
    lines.extend(summary.others.iter().map(|part| format!("{} {}: {}", part.kind, part.name, part.text)));
    lines
}

fn word(action: whimbrel_catalog::Action) -> &'static str {
    match action {
        whimbrel_catalog::Action::Created => "there, and was not before",
        whimbrel_catalog::Action::Altered => "altered",
        whimbrel_catalog::Action::Dropped => "gone, and was there before",
    }
}

/// `3 migrations rehearsed on …: 1 is not as it should be`
pub fn summary(rehearsal: &Rehearsal, of: usize) -> String {
    if of == 0 {
        return "there are no migrations to rehearse".to_owned();
    }
    let bad = rehearsal.migrations.iter().filter(|migration| is_bad(migration)).count();
    let verdict = match bad {
        0 => paint(GOOD, "all are as they should be"),
        1 => paint(BAD, "1 is not as it should be"),
        many => paint(BAD, format!("{many} are not as they should be")),
    };
    let left = match of - rehearsal.migrations.len() {
        0 => String::new(),
        left => format!("; {} after it not tried", count(left, "migration")),
    };
    format!("{} rehearsed on {}: {verdict}{left}", count(rehearsal.migrations.len(), "migration"), rehearsal.on)
}
