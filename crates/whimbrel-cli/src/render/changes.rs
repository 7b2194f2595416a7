//! What changed in the schema, as read from the database's catalog before and after: by table, in lines.

use whimbrel_catalog::summary::{Part, Summary, TableSummary, by_table, one_line, worth_telling};
use whimbrel_catalog::{Action, Change, ObjectKind};

use super::style::{BAD, BOLD, DIM, GOOD, WARN, count, paint};

/// Above so many new tables, each is told in short.
const FEW_TABLES: usize = 5;

/// All of it; empty where nothing changed, else it ends with an empty line. Many new tables are told in short, unless
/// `in_full`.
pub fn human(changes: &[Change], in_full: bool) -> String {
    let summary: Summary = by_table(worth_telling(changes));
    let new = summary.tables.iter().filter(|table| table.action == Action::Created).count();
    let in_short = new > FEW_TABLES && !in_full;
    let mut text = String::new();
    for table in &summary.tables {
        text.push_str(&format!("{} {} {}", verb(table.action), table.table.kind, paint(BOLD, table.table.short())));
        if table.action == Action::Created && in_short {
            created_in_short(table, &mut text);
            continue;
        }
        text.push('\n');
        match table.action {
            Action::Created => created(table, &mut text),
            Action::Altered => altered(table, &mut text),
            // Its parts went with it.
            Action::Dropped => {}
        }
    }
    for other in &summary.others {
        let more = if other.action == Action::Dropped { String::new() } else { detail(&other.text) };
        text.push_str(&format!("{} {} {}{more}\n", verb(other.action), other.kind, paint(BOLD, &other.name)));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// `created 23 tables, 53 indexes, 28 foreign keys; dropped 1 view`, columns left out; empty where it would say no
/// more than [`human`] does at a glance.
pub fn totals(changes: &[Change]) -> String {
    let tables = by_table(changes).tables.len();
    if tables < 2 {
        return String::new();
    }
    let mut told = Vec::new();
    for (action, word) in [(Action::Created, "created"), (Action::Altered, "altered"), (Action::Dropped, "dropped")] {
        let mut kinds: Vec<(ObjectKind, usize)> = Vec::new();
        for change in worth_telling(changes).filter(|change| change.action == action) {
            let kind = change.object.kind;
            if matches!(kind, ObjectKind::Column | ObjectKind::PrimaryKey) {
                continue;
            }
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, number)) => *number += 1,
                None => kinds.push((kind, 1)),
            }
        }
        kinds.sort_by_key(|(kind, _)| *kind);
        if !kinds.is_empty() {
            let kinds: Vec<_> = kinds.iter().map(|(kind, number)| count(*number, kind.words())).collect();
            told.push(format!("{word} {}", kinds.join(", ")));
        }
    }
    if told.is_empty() { String::new() } else { format!("{}\n", told.join("; ")) }
}

fn verb(action: Action) -> String {
    match action {
        Action::Created => paint(GOOD, "created"),
        Action::Altered => paint(WARN, "altered"),
        Action::Dropped => paint(BAD, "dropped"),
    }
}

fn detail(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {}", paint(DIM, text)) }
}

/// A new table is told by what it has: columns and indexes by name, everything else a line each.
fn created(table: &TableSummary, text: &mut String) {
    for kind in [ObjectKind::Column, ObjectKind::Index] {
        let names: Vec<_> = table.parts_of(kind, Action::Created).map(|part| part.name.as_str()).collect();
        if !names.is_empty() {
            text.push_str(&format!("  {} ({})\n", count(names.len(), kind.words()), names.join(", ")));
        }
        for part in table.parts_of(kind, Action::Created).filter(|part| part.is_invalid()) {
            text.push_str(&invalid(part));
        }
    }
    for part in &table.parts {
        if !matches!(part.kind, ObjectKind::Column | ObjectKind::Index) {
            text.push_str(&format!("  {}\n", told(part)));
        }
    }
    own_facts(table, text);
}

/// One of many new tables: how many of what it has, and in lines of their own what reaches beyond it.
fn created_in_short(table: &TableSummary, text: &mut String) {
    use ObjectKind::{Check, Column, Exclusion, ForeignKey, Index, Policy, Rule, Trigger, Unique};
    let counted = [Column, Index, Unique, Check, Exclusion].map(|kind| (kind, table.count(kind, Action::Created)));
    let counts = counted.iter().filter(|(_, number)| *number > 0).map(|(kind, number)| match kind {
        Unique => count(*number, "unique key"),
        Check | Exclusion => count(*number, kind.words().trim_end_matches(" constraint")),
        _ => count(*number, kind.words()),
    });
    let counts: Vec<_> = counts.collect();
    text.push_str(&format!(":{}\n", detail(&counts.join(", "))));
    for part in table.parts.iter().filter(|part| matches!(part.kind, ForeignKey | Trigger | Policy | Rule)) {
        text.push_str(&format!("  {}\n", told(part)));
    }
    for part in table.parts.iter().filter(|part| part.is_invalid()) {
        text.push_str(&invalid(part));
    }
    own_facts(table, text);
}

fn invalid(part: &Part) -> String {
    format!("  {} index {} is not valid: building it failed\n", paint(BAD, "✗"), part.name)
}

fn altered(table: &TableSummary, text: &mut String) {
    for part in &table.parts {
        let invalid = if part.is_invalid() { paint(BAD, " ✗ not valid: building it failed") } else { String::new() };
        text.push_str(&format!("  {} {}{invalid}\n", verb(part.action), told(part)));
    }
    own_facts(table, text);
}

fn own_facts(table: &TableSummary, text: &mut String) {
    for fact in &table.facts {
        let [old, new] = [&fact.old, &fact.new].map(|value| value.as_deref().map(one_line));
        let told = match (old, new) {
            (None, Some(new)) if new == "yes" => fact.name.to_owned(),
            (None, Some(new)) => format!("{}: {new}", fact.name),
            (Some(_), None) => format!("no more {}", fact.name),
            (Some(_), Some(_)) if fact.name == "definition" => "another definition".to_owned(),
            (Some(old), Some(new)) => format!("{}: {old} → {new}", fact.name),
            (None, None) => continue,
        };
        text.push_str(&format!("  {told}\n"));
    }
}

/// A foreign key by what it does, everything else by its name and what it is.
fn told(part: &Part) -> String {
    match part.kind {
        ObjectKind::ForeignKey | ObjectKind::PrimaryKey if !part.text.is_empty() => {
            format!("{} {}", part.kind, part.text)
        }
        _ if part.text.is_empty() => format!("{} {}", part.kind, part.name),
        _ => format!("{} {}:{}", part.kind, part.name, detail(&part.text)),
    }
}

#[cfg(test)]
mod tests {
    use whimbrel_catalog::{Fact, Name, ObjectId};

    use super::*;

    fn change(action: Action, object: ObjectId, facts: &[(&'static str, &str)]) -> Change {
        let facts = facts
            .iter()
            .map(|(name, value)| Fact {
                name,
                old: (action == Action::Dropped).then(|| (*value).to_owned()),
                new: (action != Action::Dropped).then(|| (*value).to_owned()),
            })
            .collect();
        Change { object, action, facts }
    }

    fn check(changes: &[Change]) -> String {
        anstream::adapter::strip_str(&human(changes, false)).to_string()
    }

    #[test]
    fn nothing_changed() {
        assert_eq!(check(&[]), "");
    }

    #[test]
    fn by_table_with_counts() {
        let chats = Name::in_schema("public", "chats");
        let users = Name::in_schema("app", "users");
        let part = |kind, name: &str| ObjectId::part(kind, &chats, name);
        let changes = [
            change(Action::Created, ObjectId::new(ObjectKind::Table, &chats), &[("row security", "yes")]),
            change(Action::Created, part(ObjectKind::Column, "id"), &[("type", "uuid")]),
            change(Action::Created, part(ObjectKind::Column, "user_id"), &[("type", "uuid")]),
            change(Action::Created, part(ObjectKind::Index, "idx_chats_user_id"), &[("valid", "yes")]),
            change(Action::Created, part(ObjectKind::Index, "idx_chats_created_at"), &[("valid", "no")]),
            change(Action::Dropped, ObjectId::new(ObjectKind::Table, &Name::in_schema("public", "old")), &[]),
            Change {
                object: ObjectId::part(ObjectKind::Column, &users, "name"),
                action: Action::Altered,
                facts: vec![Fact { name: "type", old: Some("integer".into()), new: Some("text".into()) }],
            },
            change(Action::Created, ObjectId::global(ObjectKind::Extension, "citext"), &[("version", "1.6")]),
        ];
        insta::assert_snapshot!(check(&changes));
        assert_eq!(totals(&changes), "created 1 extension, 1 table, 2 indexes; dropped 1 table\n");
        assert_eq!(totals(&changes[..5]), "");
    }

    #[test]
    fn many_tables_are_told_in_short() {
        let mut changes = Vec::new();
        for number in 0..=FEW_TABLES {
            let table = Name::in_schema("public", format!("t{number}"));
            let part = |kind, name: &str| ObjectId::part(kind, &table, name);
            changes.extend([
                change(Action::Created, ObjectId::new(ObjectKind::Table, &table), &[]),
                change(Action::Created, part(ObjectKind::Column, "id"), &[("type", "integer")]),
                change(Action::Created, part(ObjectKind::PrimaryKey, "t_pkey"), &[("columns", "id")]),
                change(Action::Created, part(ObjectKind::Index, "t_i"), &[("keys", "id"), ("valid", "no")]),
                change(
                    Action::Created,
                    part(ObjectKind::ForeignKey, "t_fkey"),
                    &[("columns", "id"), ("references", "public.t0(id)"), ("on delete", "CASCADE")],
                ),
            ]);
        }
        insta::assert_snapshot!(check(&changes));
        let in_full = anstream::adapter::strip_str(&human(&changes, true)).to_string();
        assert!(in_full.contains("1 column (id)"), "{in_full}");
    }

    #[test]
    fn the_sequence_of_a_new_column_goes_without_saying() {
        let t = Name::in_schema("public", "t");
        let column = change(Action::Created, ObjectId::part(ObjectKind::Column, &t, "id"), &[("type", "integer")]);
        let sequence = |action| {
            let name = Name::in_schema("public", "t_id_seq");
            change(action, ObjectId::new(ObjectKind::Sequence, &name), &[("owned by", "public.t.id")])
        };
        assert!(!check(&[column.clone(), sequence(Action::Created)]).contains("sequence"));
        assert!(check(&[column, sequence(Action::Dropped)]).contains("dropped sequence t_id_seq"));
        assert!(check(&[sequence(Action::Created)]).contains("created sequence t_id_seq"));
    }

    #[test]
    fn expressions_of_several_lines_become_one() {
        let t = Name::in_schema("public", "t");
        let using = "((a = 1) AND\n   (EXISTS ( SELECT 1\n     FROM b)))";
        let facts = [("command", "SELECT"), ("using", using)];
        let policy = change(Action::Created, ObjectId::part(ObjectKind::Policy, &t, "own"), &facts);
        insta::assert_snapshot!(check(&[policy]));
    }
}
