//! What was learned by trying migrations, as people read it: a line or two for each that is as it should be, and what
//! happened exactly for each that is not.

mod ruled;

use whimbrel_catalog::RowsWritten;
use whimbrel_catalog::summary::differences;
use whimbrel_plan::{Again, Back, Rehearsed, TryFailure};
use whimbrel_source::{SourceFile, Statement};

use super::style::{BAD, BOLD, DIM, GOOD, WARN, count, paint, sign};
use crate::shadow;
use ruled::{Line, Mark, Ruled, Told, at};

pub use ruled::Judged;

/// Each migration; ends with a line break.
pub fn human(judged: Judged<'_>) -> String {
    let rehearsal = judged.rehearsal;
    let mut text: String = judged.migrations().map(|told| one(&told)).collect();
    for narrowed in &rehearsal.narrowed {
        text.push_str(&format!("{} {narrowed}: nothing is claimed about it\n", paint(WARN, "note:")));
    }
    text
}

fn one(told: &Told<'_>) -> String {
    let (migration, is_bad) = (told.migration, told.is_bad());
    let mut text = format!("{} {} {}\n", sign(!is_bad), paint(BOLD, &migration.version), paint(BOLD, &migration.name));
    for (mark, word, what) in lines(told) {
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

fn lines(told: &Told<'_>) -> Vec<Line> {
    let migration = told.migration;
    let mut lines: Vec<Line> = Vec::new();
    if let Some(failure) = &migration.failed {
        lines.push((Mark::Bad, "up", failed(failure, &migration.file)));
        return lines;
    }
    lines.push((Mark::Good, "up", up(migration)));
    for it in &migration.broken {
        let ruled = told.ruled("breaks-dependent", |_| true);
        let what = format!("breaks {} {}: {}", it.object.kind, it.object.short(), it.error);
        lines.push(ruled.line("up", &what, ""));
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
    lines.extend(again(told));
    lines.push(back(told));
    lines.extend(rows(told));
    lines.extend(told.found.iter().filter(|finding| finding.code == "allow-comment").map(|finding| {
        let ruled = told.ruled("allow-comment", |it| it == *finding);
        ruled.line("allow", &finding.message, "")
    }));
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

fn failed(failure: &TryFailure, file: &SourceFile) -> String {
    format!("{} ({})", fails(failure), place(failure, file))
}

fn fails(failure: &TryFailure) -> String {
    format!("fails: {}", failure.message)
}

fn place(failure: &TryFailure, file: &SourceFile) -> String {
    at(file, failure.statement.span.start)
}

fn again(told: &Told<'_>) -> Option<Line> {
    let migration = told.migration;
    let line = match &migration.again {
        Again::NotTried if migration.statements.is_empty() => return None,
        Again::NotTried => {
            (Mark::Note, "again", "a second run was not tried: part of it runs outside a transaction".to_owned())
        }
        Again::ChangesNothing => (Mark::Good, "again", "a second run changes nothing".to_owned()),
        Again::Repeats { rows, changes } => {
            let code = "repeats-on-second-run";
            let by = |what: String, statement: &Statement| {
                let allowed = told.ruled(code, |finding| finding.span.start == statement.span.start).allowed;
                format!("{what} ({}){}", at(&migration.file, statement.span.start), allowed.replace('\n', ", "))
            };
            let mut parts: Vec<String> = rows.iter().map(|(statement, rows)| by(written(rows), statement)).collect();
            for (statement, changes) in changes {
                parts.extend(differences(changes).into_iter().map(|what| by(what, statement)));
            }
            let more = format!(":\n{}", parts.join("\n"));
            let ruled = told.ruled(code, |_| true);
            // places and reasons stand in the lines below
            let ruled = Ruled { code: ruled.code.map(|_| code.to_owned()), allowed: String::new(), ..ruled };
            ruled.line("again", "a second run is not refused and repeats itself", &more)
        }
        Again::Fails { failure, midway: false } => {
            (Mark::Good, "again", format!("a second run is refused at once: {}", failure.message))
        }
        Again::Fails { failure, midway: true } => {
            let what = format!("a second run {} after some of it has run", failed(failure, &migration.file));
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

fn back(told: &Told<'_>) -> Line {
    let file = &told.migration.file;
    let ruled = |code| told.ruled(code, |_| true);
    match &told.migration.back {
        Back::Missing => (Mark::Note, "down", "there is no `down` section".to_owned()),
        Back::NotTried => (Mark::Note, "down", "not tried: part of it runs outside a transaction".to_owned()),
        Back::Restores => {
            let what = "brings the schema back exactly; up was not run again, part of it runs outside a transaction";
            (Mark::Note, "down", what.to_owned())
        }
        Back::Exact => (Mark::Good, "down", "brings the schema back exactly; up again does the same".to_owned()),
        Back::Leaves(changes) => {
            let left = format!(", this is left:\n{}", differences(changes).join("\n"));
            ruled("down-not-inverse").line("down", "is not the inverse of up", &left)
        }
        Back::Fails(failure) => ruled("down-fails").line_at("down", &fails(failure), place(failure, file)),
        Back::UpFails(failure) => {
            let what = format!("up after down {}", fails(failure));
            ruled("up-after-down").line_at("down", &what, place(failure, file))
        }
        Back::UpDiffers(changes) => {
            let left = format!(":\n{}", differences(changes).join("\n"));
            ruled("up-after-down").line("down", "up after down makes another schema than the first time", &left)
        }
    }
}

fn rows(told: &Told<'_>) -> Vec<Line> {
    let (migration, tried) = (told.migration, &told.migration.rows);
    if let Some((file, failure)) = &tried.fixture_failed {
        return vec![(Mark::Bad, "rows", format!("the fixture {}", failed(failure, file)))];
    }
    if tried.rows == 0 {
        return Vec::new();
    }
    let number = usize::try_from(tried.rows).unwrap_or(usize::MAX);
    let row = if tried.fixture { "row" } else { "sample row" };
    let those = format!("{} in {}", count(number, row), count(tried.tables, "table"));
    if let Some(failure) = &tried.refused {
        let what = format!("with {those}, up {}", fails(failure));
        let ruled = told.ruled("rows-refused", |_| true);
        return vec![ruled.line_at("rows", &what, place(failure, &migration.file))];
    }
    let mut lines = Vec::new();
    let mut loses = |word: &str, of_up: bool, gone: Vec<&whimbrel_plan::Gone>| {
        if !gone.is_empty() {
            let gone = gone.iter().map(|gone| gone.what.as_str()).collect::<Vec<_>>().join(", ");
            let ruled = told.ruled("loses-values", |finding| finding.statement.is_some() == of_up);
            lines.push(ruled.line("rows", &format!("of {those}, {word} loses {gone}"), ""));
        }
    };
    loses("up", true, tried.lost_by_up.iter().collect());
    loses("down", false, migration.lost_by_down_alone().collect());
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

/// `3 migrations rehearsed on …: 1 is not as it should be`
pub fn summary(judged: Judged<'_>, of: usize) -> String {
    let rehearsal = judged.rehearsal;
    if of == 0 {
        return "there are no migrations to rehearse".to_owned();
    }
    let verdict = match judged.bad().len() {
        0 => paint(GOOD, "all are as they should be"),
        1 => paint(BAD, "1 is not as it should be"),
        many => paint(BAD, format!("{many} are not as they should be")),
    };
    let left = match of - rehearsal.migrations.len() {
        0 => String::new(),
        left => format!("; {} after it not tried", count(left, "migration")),
    };
    let on = shadow::shown(&rehearsal.on, rehearsal.because.as_deref());
    format!("{} rehearsed on {on}: {verdict}{left}", count(rehearsal.migrations.len(), "migration"))
}
