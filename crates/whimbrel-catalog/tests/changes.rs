//! Changes between two catalogs, made by hand, and what the summary says of them.

use whimbrel_catalog::summary::{self, Summary};
use whimbrel_catalog::{
    Action, Catalog, Change, Check, Column, Enum, ForeignKey, Function, Identity, Index, Key, KeyAction, Name,
    ObjectKind, Policy, Routine, SequenceOptions, Table, Trigger, TriggerAction, View, ViewColumn,
};

fn public(name: &str) -> Name {
    Name::in_schema("public", name)
}

fn required(name: &str, data_type: &str) -> Column {
    Column { not_null: true, ..Column::new(name, data_type) }
}

fn touch() -> TriggerAction {
    TriggerAction::Call { function: public("touch"), arguments: Vec::new() }
}

fn users() -> Table {
    Table {
        columns: vec![required("id", "uuid"), Column::new("email", "text")],
        primary_key: Some(("users_pkey".into(), Key::new(true, ["id"]))),
        ..Table::default()
    }
}

fn chats() -> Table {
    let mut table = Table {
        columns: vec![
            Column { default: Some("gen_random_uuid()".into()), ..required("id", "uuid") },
            required("user_id", "uuid"),
            Column::new("metadata", "jsonb"),
            required("created_at", "timestamp with time zone"),
        ],
        primary_key: Some(("chats_pkey".into(), Key::new(true, ["id"]))),
        ..Table::default()
    };
    let key = ForeignKey::new(&["user_id"], public("users"), &["id"]);
    table.foreign_keys.insert("chats_user_id_fkey".into(), ForeignKey { on_delete: KeyAction::Cascade, ..key });
    table.indexes.insert("idx_chats_user_id".into(), Index::new(false, "btree", "user_id"));
    table.indexes.insert("idx_chats_created_at".into(), Index::new(false, "btree", "created_at DESC"));
    table.triggers.insert("touch".into(), Trigger::new("BEFORE", &["INSERT", "UPDATE"], touch()));
    table
}

fn catalog(tables: impl IntoIterator<Item = (&'static str, Table)>) -> Catalog {
    Catalog { tables: tables.into_iter().map(|(name, table)| (public(name), table)).collect(), ..Catalog::default() }
}

/// One line a table or other object, its parts below it.
fn told(summary: &Summary) -> String {
    let mut lines = Vec::new();
    for table in &summary.tables {
        lines.push(format!("{:?} {} {}", table.action, table.table.kind, table.table.short()));
        lines.extend(table.facts.iter().map(|f| format!("  {}: {:?} -> {:?}", f.name, f.old, f.new)));
        lines.extend(table.parts.iter().map(|p| format!("  {:?} {} {}: {}", p.action, p.kind, p.name, p.text)));
    }
    lines.extend(summary.others.iter().map(|p| format!("{:?} {} {}: {}", p.action, p.kind, p.name, p.text)));
    lines.join("\n")
}

fn changes(before: &Catalog, after: &Catalog) -> String {
    told(&summary::by_table(&Catalog::changes(before, after)))
}

#[test]
fn equal_catalogs_have_no_changes() {
    let catalog = catalog([("users", users()), ("chats", chats())]);
    assert_eq!(Catalog::changes(&catalog, &catalog.clone()), []);
}

#[test]
fn a_new_table_tells_all_its_parts() {
    let before = catalog([("users", users())]);
    let after = catalog([("users", users()), ("chats", chats())]);
    insta::assert_snapshot!(changes(&before, &after));

    let summary = summary::by_table(&Catalog::changes(&before, &after));
    let chats = summary.table("chats").expect("it is created");
    assert_eq!(chats.count(ObjectKind::Column, Action::Created), 4);
    assert_eq!(chats.count(ObjectKind::Index, Action::Created), 2);
    let key = chats.parts_of(ObjectKind::ForeignKey, Action::Created).next().expect("there is one");
    assert_eq!(key.value("on delete"), Some("CASCADE"));
}

#[test]
fn a_dropped_table_tells_what_it_was() {
    let before = catalog([("users", users()), ("chats", chats())]);
    let after = catalog([("users", users())]);
    insta::assert_snapshot!(changes(&before, &after));
}

#[test]
fn an_altered_table_tells_what_differs() {
    let before = catalog([("users", users()), ("chats", chats())]);
    let mut after = before.clone();
    let table = after.tables.get_mut(&public("chats")).expect("it is there");
    table.columns[1] = Column {
        default: Some("'anonymous'::character varying".into()),
        ..required("user_id", "character varying(255)")
    };
    table.columns[2].not_null = true;
    table.columns.remove(3);
    table.columns.push(Column {
        identity: Some(Identity {
            always: true,
            sequence: SequenceOptions { start: 10, ..SequenceOptions::of_type("bigint") },
            name: None,
        }),
        ..required("number", "bigint")
    });
    let key = table.foreign_keys.get_mut("chats_user_id_fkey").expect("it is there");
    (key.on_delete, key.validated) = (KeyAction::NoAction, false);
    table.checks.insert("short".into(), Check::new("(length(user_id) < 10)"));
    table.indexes.get_mut("idx_chats_user_id").expect("it is there").valid = false;
    table.triggers.clear();
    table.row_security = true;
    let policy = Policy {
        command: "SELECT".into(),
        permissive: true,
        roles: Vec::new(),
        using: Some("((user_id)::text = CURRENT_USER)".into()),
        check: None,
    };
    table.policies.insert("own".into(), policy);
    insta::assert_snapshot!(changes(&before, &after));

    let summary = summary::by_table(&Catalog::changes(&before, &after));
    let chats = summary.table("chats").expect("it is altered");
    assert_eq!(chats.row_security(), Some(true));
    let index = chats.parts_of(ObjectKind::Index, Action::Altered).next().expect("it is altered");
    assert!(index.is_invalid());
    let back = summary::by_table(&Catalog::changes(&after, &before));
    assert_eq!(back.table("chats").and_then(summary::TableSummary::row_security), Some(false));
}

#[test]
fn a_renamed_primary_key_is_another_one() {
    let before = catalog([("users", users())]);
    let mut after = before.clone();
    let table = after.tables.get_mut(&public("users")).expect("it is there");
    table.primary_key = Some(("pk".into(), Key::new(true, ["id"])));
    insta::assert_snapshot!(changes(&before, &after));
}

#[test]
fn objects_outside_tables_are_told_too() {
    let function = |routine, returns: Option<&str>, body: &str| Function {
        routine,
        returns: returns.map(str::to_owned),
        language: "sql".into(),
        definition: format!("CREATE OR REPLACE …\n{body}"),
        ..Function::default()
    };
    let mut before = Catalog::default();
    before.enums.insert(public("mood"), Enum { values: vec!["sad".into()] });
    before.functions.insert(public("f()"), function(Routine::Function, Some("integer"), "SELECT 1"));
    before.functions.insert(public("g()"), function(Routine::Function, Some("integer"), "SELECT 1"));
    let mut after = Catalog::default();
    after.schemas.insert("app".into(), whimbrel_catalog::Schema);
    after.enums.insert(public("mood"), Enum { values: vec!["sad".into(), "it's ok".into()] });
    after.functions.insert(public("f()"), function(Routine::Function, Some("integer"), "SELECT 2"));
    after.functions.insert(public("g()"), function(Routine::Procedure, None, "SELECT 1"));
    let column = ViewColumn { name: "n".into(), data_type: "bigint".into(), collation: None, default: None };
    let view = View { definition: "SELECT 1 AS n".into(), columns: vec![column], ..View::default() };
    after.views.insert(Name::in_schema("app", "Counts"), view);
    insta::assert_snapshot!(changes(&before, &after));
}

#[test]
fn a_view_in_the_place_of_a_table() {
    let before = catalog([("users", users())]);
    let mut after = Catalog::default();
    after.views.insert(public("users"), View { definition: "SELECT 1".into(), ..View::default() });
    insta::assert_snapshot!(changes(&before, &after));
}

#[test]
fn changes_come_in_one_order() {
    let many = |names: &[&'static str]| catalog(names.iter().map(|&name| (name, users())));
    let changes = Catalog::changes(&many(&["b", "d", "a"]), &many(&["e", "c", "b"]));
    let tables: Vec<_> = (changes.iter().filter(|c: &&Change| c.object.kind == ObjectKind::Table))
        .map(|c| (c.object.name.as_str(), c.action))
        .collect();
    let expected = [("a", Action::Dropped), ("c", Action::Created), ("d", Action::Dropped), ("e", Action::Created)];
    assert_eq!(tables, expected);
}

#[test]
fn a_comma_in_a_name_is_not_two_names() {
    let with = |columns: &[&str]| {
        let key = ("pk".to_owned(), Key::new(true, columns.iter().copied()));
        catalog([("users", Table { primary_key: Some(key), ..users() })])
    };
    let changes = Catalog::changes(&with(&["a", "b"]), &with(&["a, b"]));
    assert_eq!(changes[0].old_value("columns"), Some("a, b"));
    assert_eq!(changes[0].new_value("columns"), Some("\"a, b\""));
}
