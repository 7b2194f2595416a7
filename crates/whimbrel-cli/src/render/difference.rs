//! The difference between two schemas: for a reviewer, as SQL, as Markdown.

use similar::{ChangeTag, TextDiff};
use whimbrel_catalog::generate::Statement;
use whimbrel_catalog::rename::Rename;
use whimbrel_catalog::summary::{Part, TableSummary, by_table, worth_telling};
use whimbrel_catalog::{Action, Change, Fact, HazardKind, ObjectId, ObjectKind, quoted};
use whimbrel_plan::Difference;

use super::style::{BAD, BOLD, DIM, GOOD, WARN, count, paint};
use crate::shadow;

/// Changes by object, old and new; then the statements with what they may do; then what was proven.
pub fn human(difference: &Difference) -> String {
    if difference.is_empty() {
        let same = format!("{} and {} are the same\n", difference.from, difference.to);
        return same + &after(difference);
    }
    let mut text = format!("from {} to {}\n\n", paint(BOLD, &difference.from), paint(BOLD, &difference.to));
    text.push_str(&renames(difference));
    text.push_str(&changes(&difference.changes));
    text.push('\n');
    text.push_str(&statements(&difference.statements, true));
    text.push_str(&verdict(difference));
    text + &after(difference)
}

/// What keeps all but its name.
pub fn renames(difference: &Difference) -> String {
    let line = |it: &Rename| {
        let (kind, old) = (it.object.kind, paint(BOLD, it.object.short()));
        format!("{} {kind} {old} renamed to {}\n", sign(Action::Altered), paint(BOLD, quoted(&it.to)))
    };
    difference.renames.iter().map(line).collect()
}

/// The changes alone: `+` new, `-` gone, `~` altered.
pub fn changes(changes: &[Change]) -> String {
    let summary = by_table(worth_telling(changes));
    let mut text = String::new();
    for table in &summary.tables {
        self::table(table, &mut text);
    }
    for other in &summary.others {
        line("", other, &other.kind.to_string(), &mut text);
    }
    text
}

fn table(table: &TableSummary, text: &mut String) {
    let name = format!("{} {}", table.table.kind, paint(BOLD, table.table.short()));
    text.push_str(&format!("{} {name}\n", sign(table.action)));
    if table.action == Action::Dropped {
        return;
    }
    for fact in &table.facts {
        self::fact("    ", fact, table.action, text);
    }
    for part in &table.parts {
        line("  ", part, &part.kind.to_string(), text);
    }
}

fn line(indent: &str, part: &Part, kind: &str, text: &mut String) {
    let long = part.action == Action::Altered && part.facts.iter().any(is_long);
    let told = if part.text.is_empty() || long { String::new() } else { format!(" {}", paint(DIM, &part.text)) };
    text.push_str(&format!("{indent}{} {kind} {}{told}\n", sign(part.action), paint(BOLD, &part.name)));
    if long {
        part.facts.iter().for_each(|fact| self::fact(&format!("{indent}    "), fact, part.action, text));
    }
}

fn is_long(fact: &Fact) -> bool {
    [&fact.old, &fact.new].into_iter().flatten().any(|value| value.contains('\n') || value.chars().count() > 100)
}

/// One property: in a line where it fits, line by line where it is a body.
fn fact(indent: &str, fact: &Fact, action: Action, text: &mut String) {
    match (&fact.old, &fact.new) {
        (Some(old), Some(new)) if is_long(fact) => {
            text.push_str(&format!("{indent}{}\n", fact.name));
            text.push_str(&lines(&format!("{indent}  "), old, new));
        }
        (None, Some(new)) if new == "yes" => text.push_str(&format!("{indent}{}\n", fact.name)),
        (None, Some(new)) if new.contains('\n') => {
            let body: String = new.lines().map(|line| format!("{indent}  {line}\n")).collect();
            text.push_str(&format!("{indent}{}\n{}", fact.name, paint(DIM, body)));
        }
        (None, Some(new)) => text.push_str(&format!("{indent}{} {}\n", fact.name, paint(DIM, new))),
        (Some(old), None) if action == Action::Altered => {
            text.push_str(&format!("{indent}{} {} → none\n", fact.name, paint(BAD, old)));
        }
        (Some(old), Some(new)) => {
            text.push_str(&format!("{indent}{} {} → {}\n", fact.name, paint(BAD, old), paint(GOOD, new)));
        }
        _ => {}
    }
}

/// What goes and what comes, with a line of what stays around.
fn lines(indent: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut text = String::new();
    for (at, group) in diff.grouped_ops(2).iter().enumerate() {
        if at > 0 {
            text.push_str(&format!("{indent}…\n"));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let line = change.value().trim_end();
            text.push_str(&match change.tag() {
                ChangeTag::Delete => format!("{indent}{}\n", paint(BAD, format!("- {line}"))),
                ChangeTag::Insert => format!("{indent}{}\n", paint(GOOD, format!("+ {line}"))),
                ChangeTag::Equal => format!("{indent}  {line}\n"),
            });
        }
    }
    text
}

fn sign(action: Action) -> String {
    match action {
        Action::Created => paint(GOOD, "+"),
        Action::Altered => paint(WARN, "~"),
        Action::Dropped => paint(BAD, "-"),
    }
}

/// The statements as a text that can be run, each under why it is there and what it may do.
pub fn sql(difference: &Difference) -> String {
    let mut text = format!("-- from {} to {}\n", one_line(&difference.from), one_line(&difference.to));
    match difference.proof.on.as_str() {
        "" => text.push_str("-- no difference\n"),
        on => text.push_str(&format!("-- proven on {on}: nothing is left of the difference\n")),
    }
    if uses_new_label(&difference.statements) {
        text.push_str("-- not in one transaction: a value is added to an enum, and used\n");
    }
    if !difference.is_empty() {
        text.push_str(&format!("\n{}\n", statements(&difference.statements, false).trim_end()));
    }
    text
}

/// A value that is added to an enum cannot be used in the transaction that adds it.
pub fn uses_new_label(statements: &[Statement]) -> bool {
    let labels = statements.iter().filter_map(|s| s.sql.split_once(" ADD VALUE ").map(|(_, label)| label));
    let labels: Vec<_> = labels.filter_map(|rest| rest.split(" BEFORE ").next()?.split(" AFTER ").next()).collect();
    let uses = |s: &Statement| !s.sql.contains(" ADD VALUE ") && labels.iter().any(|label| s.sql.contains(label));
    statements.iter().any(uses)
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// The statements, each under why it is there and what it may do.
pub fn statements(statements: &[Statement], colours: bool) -> String {
    let dim = |text: String| if colours { paint(DIM, text) } else { text };
    let mut text = String::new();
    let mut last: Option<(&ObjectId, &str)> = None;
    for statement in statements {
        if last.replace((&statement.object, &statement.reason)) != Some((&statement.object, &statement.reason)) {
            let object = format!("{} {}", statement.object.kind, statement.object.short());
            text.push_str(&dim(format!("-- {object}: {}", one_line(&statement.reason))));
            text.push('\n');
        }
        for hazard in &statement.hazards {
            let told = format!("-- {}: {}", hazard.kind.words(), hazard.what);
            let style = if hazard.kind == HazardKind::LosesData { BAD } else { WARN };
            text.push_str(&if colours { paint(style, told) } else { told });
            text.push('\n');
        }
        text.push_str(&format!("{};\n\n", statement.sql));
    }
    text
}

/// The one line that matters most.
pub fn verdict(difference: &Difference) -> String {
    let number = count(difference.statements.len(), "statement");
    let losses = difference.losses().count();
    let loses = match losses {
        0 => "none loses data".to_owned(),
        1 => paint(BAD, "1 loses data"),
        many => paint(BAD, format!("{many} lose data")),
    };
    let rows = difference.proof.rows.as_ref().map(|rows| {
        let (rows, tables) =
            (count(usize::try_from(rows.rows).unwrap_or(usize::MAX), "row"), count(rows.tables, "table"));
        format!("; {rows} in {tables} survived")
    });
    format!(
        "{number}, {loses}; {} on {}: nothing is left of the difference{}\n",
        paint(GOOD, "proven"),
        shadow::shown(&difference.proof.on, difference.proof.because.as_deref()),
        rows.unwrap_or_default()
    )
}

/// How many statements there are and what they do, and what else there is to know.
pub fn after_all(difference: &Difference) -> String {
    verdict(difference) + &after(difference)
}

/// What could be a rename, what was not compared, what else there is to know.
fn after(difference: &Difference) -> String {
    let mut text = String::new();
    for possible in &difference.possible_renames {
        let id = &possible.rename.object;
        let sure = if possible.unambiguous { "may have become" } else { "may, among others, have become" };
        text.push_str(&format!(
            "{}: {} {} {sure} {}. As it stands its data is lost; to rename it instead: --rename '{}'\n",
            paint(WARN, "possible rename"),
            id.kind,
            id.short(),
            quoted(&possible.rename.to),
            possible.rename.asked()
        ));
    }
    let without = difference.proof.rows.iter().flat_map(|rows| &rows.without);
    for (table, reason) in without {
        text.push_str(&format!("no sample rows for {table}: {reason}\n"));
    }
    text.push_str(&not_compared(&difference.seen));
    difference.remarks.iter().for_each(|remark| text.push_str(&format!("{remark}\n")));
    text
}

/// What is there and was not compared.
pub fn not_compared(seen: &[whimbrel_catalog::Seen]) -> String {
    let line =
        |seen: &whimbrel_catalog::Seen| format!("{}: {} {}\n", paint(WARN, "seen, not compared"), seen.kind, seen.name);
    seen.iter().map(line).collect()
}

/// For a pull request.
pub fn markdown(difference: &Difference) -> String {
    if difference.is_empty() {
        return format!("`{}` and `{}` are the same.\n", difference.from, difference.to);
    }
    let mut text = format!("## From `{}` to `{}`\n\n", difference.from, difference.to);
    text.push_str("| | object | change |\n| --- | --- | --- |\n");
    let summary = by_table(worth_telling(&difference.changes));
    let mut row = |action: Action, object: String, what: &str| {
        let what = what.replace('|', "\\|");
        let sign = match action {
            Action::Created => "new",
            Action::Altered => "altered",
            Action::Dropped => "dropped",
        };
        text.push_str(&format!("| {sign} | {object} | {what} |\n"));
    };
    for it in &difference.renames {
        row(Action::Altered, format!("{} `{}`", it.object.kind, it.object.short()), &format!("renamed to `{}`", it.to));
    }
    for table in &summary.tables {
        let name = format!("{} `{}`", table.table.kind, table.table.short());
        if table.action != Action::Altered || !table.facts.is_empty() {
            let facts: Vec<_> = table.facts.iter().filter(|_| table.action == Action::Altered).map(told).collect();
            row(table.action, name.clone(), &facts.join(", "));
        }
        for part in table.parts.iter().filter(|_| table.action != Action::Dropped) {
            row(part.action, format!("{name}: {} `{}`", part.kind, part.name), &part.text);
        }
    }
    for other in &summary.others {
        let long: Vec<_> = other.facts.iter().filter(|fact| is_long(fact)).map(|fact| fact.name).collect();
        let changed = format!("{} changed", long.join(", "));
        let what = if long.is_empty() || other.action != Action::Altered { &other.text } else { &changed };
        row(other.action, format!("{} `{}`", other.kind, other.name), what);
    }
    let mut hazards: Vec<String> = Vec::new();
    for hazard in difference.statements.iter().flat_map(|statement| &statement.hazards) {
        let line = format!("- **{}**: {}\n", hazard.kind.words(), hazard.what);
        if !hazards.contains(&line) {
            hazards.push(line);
        }
    }
    if !hazards.is_empty() {
        text.push_str(&format!("\n### Hazards\n\n{}", hazards.concat()));
    }
    text.push_str(&format!("\n```sql\n{}\n```\n\n", statements(&difference.statements, false).trim_end()));
    let on = shadow::shown(&difference.proof.on, difference.proof.because.as_deref());
    text.push_str(&format!("Proven on {on}: nothing is left of the difference.\n"));
    let rest = anstream::adapter::strip_str(&after(difference)).to_string();
    if !rest.is_empty() {
        text.push('\n');
        rest.lines().for_each(|line| text.push_str(&format!("- {line}\n")));
    }
    text
}

fn told(fact: &Fact) -> String {
    if is_long(fact) {
        return format!("{} changed", fact.name);
    }
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    format!("{}: `{}` → `{}`", fact.name, shown(&fact.old), shown(&fact.new))
}

/// The folder of a kind's files: `materialized_views`.
pub fn folder(kind: ObjectKind) -> String {
    whimbrel_catalog::generate::heading(kind).to_lowercase().replace([' ', '-'], "_")
}
