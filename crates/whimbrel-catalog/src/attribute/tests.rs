use super::*;
use crate::catalog::Catalog;
use crate::change::ObjectKind;
use crate::name::Name;
use crate::object::{DefaultPrivileges, ObjectClass};

/// `reader: SELECT INSERT*`, where a star is the grant option; `PUBLIC` and `owner` are not roles. `a by b` is granted
/// by `b`.
fn privileges(lines: &[&str]) -> BTreeSet<Privilege> {
    let of = |line: &&str| {
        let (role, names) = line.split_once(": ").expect("a role and its privileges");
        let (role, by) = role.split_once(" by ").map_or((role, None), |(role, by)| (role, Some(by.to_owned())));
        let role = match role {
            "PUBLIC" => Grantee::Public,
            "owner" => Grantee::Owner,
            role => Grantee::Role(role.to_owned()),
        };
        let privilege = |name: &str| Privilege {
            role: role.clone(),
            privilege: name.trim_end_matches('*').to_owned(),
            grantable: name.ends_with('*'),
            by: by.clone(),
        };
        names.split(' ').map(privilege).collect::<Vec<_>>()
    };
    lines.iter().flat_map(of).collect()
}

fn id(kind: ObjectKind, name: &str) -> ObjectId {
    ObjectId::new(kind, &Name::in_schema("app", name))
}

fn table() -> ObjectId {
    id(ObjectKind::Table, "t")
}

/// The statements that lead from the one to the other.
fn between(id: &ObjectId, old: &Attributes, new: &Attributes) -> Vec<String> {
    let before = Catalog::default();
    let mut after = Catalog::default();
    after.attributes.insert(id.clone(), new.clone());
    let cx = Context { before: &before, after: &after, version: 15 };
    alter(id, old, &cx).into_iter().map(|step| step.sql).collect()
}

fn granted(old: &[&str], new: &[&str]) -> Vec<String> {
    let with = |lines| Attributes { granted: privileges(lines), ..Attributes::default() };
    between(&table(), &with(old), &with(new))
}

fn revoked(old: &[&str], new: &[&str]) -> Vec<String> {
    let with = |lines| Attributes { revoked: privileges(lines), ..Attributes::default() };
    between(&id(ObjectKind::Function, "f(integer)"), &with(old), &with(new))
}

#[test]
fn what_is_granted_alike_is_one_statement() {
    let new = ["reader: SELECT", "PUBLIC: SELECT", "writer: UPDATE INSERT SELECT", "Other: INSERT SELECT UPDATE"];
    assert_eq!(
        granted(&[], &new),
        [
            "GRANT SELECT ON TABLE app.t TO PUBLIC, reader",
            "GRANT SELECT, INSERT, UPDATE ON TABLE app.t TO \"Other\", writer"
        ]
    );
    assert_eq!(
        granted(&new, &[]),
        [
            "REVOKE SELECT ON TABLE app.t FROM PUBLIC, reader",
            "REVOKE SELECT, INSERT, UPDATE ON TABLE app.t FROM \"Other\", writer"
        ]
    );
    assert_eq!(granted(&new, &new), [""; 0]);
}

#[test]
fn what_is_taken_comes_first() {
    assert_eq!(
        granted(&["a: SELECT INSERT"], &["a: INSERT DELETE"]),
        ["REVOKE SELECT ON TABLE app.t FROM a", "GRANT DELETE ON TABLE app.t TO a"]
    );
}

#[test]
fn the_grant_option_is_given_and_taken_alone() {
    assert_eq!(granted(&[], &["a: SELECT*"]), ["GRANT SELECT ON TABLE app.t TO a WITH GRANT OPTION"]);
    assert_eq!(granted(&["a: SELECT"], &["a: SELECT*"]), ["GRANT SELECT ON TABLE app.t TO a WITH GRANT OPTION"]);
    assert_eq!(granted(&["a: SELECT*"], &["a: SELECT"]), ["REVOKE GRANT OPTION FOR SELECT ON TABLE app.t FROM a"]);
}

#[test]
fn all_is_taken_before_parts_of_it_are_given() {
    assert_eq!(
        granted(&["a: ALL"], &["a: SELECT"]),
        ["REVOKE ALL ON TABLE app.t FROM a", "GRANT SELECT ON TABLE app.t TO a"]
    );
    assert_eq!(granted(&["a: SELECT"], &["a: ALL"]), ["GRANT ALL ON TABLE app.t TO a"]);
    assert_eq!(granted(&["a: ALL*"], &["a: ALL"]), ["REVOKE GRANT OPTION FOR ALL ON TABLE app.t FROM a"]);
}

#[test]
fn what_an_object_has_by_itself_is_taken_and_given_back() {
    assert_eq!(revoked(&[], &["PUBLIC: EXECUTE"]), ["REVOKE EXECUTE ON FUNCTION app.f(integer) FROM PUBLIC"]);
    assert_eq!(revoked(&["PUBLIC: EXECUTE"], &[]), ["GRANT EXECUTE ON FUNCTION app.f(integer) TO PUBLIC"]);
    let owners = |lines| Attributes { revoked: privileges(lines), owner: Some("o".into()), ..Attributes::default() };
    assert_eq!(
        between(&table(), &owners(&["owner: ALL"]), &owners(&["owner: INSERT"])),
        ["GRANT ALL ON TABLE app.t TO o", "REVOKE INSERT ON TABLE app.t FROM o"]
    );
    assert_eq!(
        between(&table(), &owners(&["owner: INSERT"]), &owners(&["owner: ALL"])),
        ["REVOKE ALL ON TABLE app.t FROM o"]
    );
}

#[test]
fn a_new_owner_keeps_what_it_was_granted() {
    let old = Attributes { granted: privileges(&["b: SELECT"]), owner: Some("a".into()), ..Attributes::default() };
    let new = Attributes { granted: privileges(&["a: SELECT"]), owner: Some("b".into()), ..Attributes::default() };
    assert_eq!(between(&table(), &old, &new), ["ALTER TABLE app.t OWNER TO b", "GRANT SELECT ON TABLE app.t TO a"]);
    // nobody in particular is whoever runs it
    let nobody = Attributes { owner: None, ..old.clone() };
    assert_eq!(between(&table(), &old, &nobody), ["ALTER TABLE app.t OWNER TO CURRENT_USER"]);
}

#[test]
fn what_others_granted_is_granted_by_them() {
    let chain = ["a: SELECT*", "b by a: SELECT*", "PUBLIC by b: SELECT", "c by a: SELECT"];
    assert_eq!(
        granted(&[], &chain),
        [
            "GRANT SELECT ON TABLE app.t TO a WITH GRANT OPTION",
            "SET ROLE a",
            "GRANT SELECT ON TABLE app.t TO c",
            "GRANT SELECT ON TABLE app.t TO b WITH GRANT OPTION",
            "RESET ROLE",
            "SET ROLE b",
            "GRANT SELECT ON TABLE app.t TO PUBLIC",
            "RESET ROLE"
        ]
    );
    assert_eq!(
        granted(&chain, &chain[..1]),
        [
            "SET ROLE b",
            "REVOKE SELECT ON TABLE app.t FROM PUBLIC",
            "RESET ROLE",
            "SET ROLE a",
            "REVOKE SELECT ON TABLE app.t FROM b, c",
            "RESET ROLE"
        ]
    );
}

#[test]
fn the_schema_that_is_always_there_begins_with_more() {
    let public = ObjectId::global(ObjectKind::Schema, "public");
    let without = Catalog::default();
    let sql = |id: &ObjectId, old: &Attributes, version| -> Vec<_> {
        let cx = Context { before: &without, after: &without, version };
        alter(id, old, &cx).into_iter().map(|step| step.sql).collect()
    };
    let new = |version| implied(&public, &Context { before: &without, after: &without, version });
    assert_eq!(
        sql(&public, &new(18), 18),
        [
            "COMMENT ON SCHEMA public IS 'standard public schema'",
            "ALTER SCHEMA public OWNER TO pg_database_owner",
            "GRANT USAGE ON SCHEMA public TO PUBLIC"
        ]
    );
    assert_eq!(
        sql(&public, &new(13), 13),
        ["COMMENT ON SCHEMA public IS 'standard public schema'", "GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC"]
    );
    let silent = Attributes { comment: Some(String::new()), ..Attributes::default() };
    assert_eq!(between(&public, &Attributes::default(), &silent), ["COMMENT ON SCHEMA public IS NULL"]);
}

#[test]
fn privileges_of_columns_survive_those_of_their_table() {
    let column = ObjectId::part(ObjectKind::Column, &Name::in_schema("app", "t"), "Email");
    let mut after = Catalog::default();
    let with = |lines: &[&str]| Attributes { granted: privileges(lines), ..Attributes::default() };
    after.attributes.insert(column.clone(), with(&["a: SELECT", "b: SELECT UPDATE"]));
    let cx = Context { before: &Catalog::default(), after: &after, version: 15 };
    let sql =
        |id: &ObjectId, old: &[&str]| -> Vec<_> { alter(id, &with(old), &cx).into_iter().map(|s| s.sql).collect() };
    assert_eq!(
        sql(&column, &[]),
        [
            "GRANT SELECT (\"Email\") ON TABLE app.t TO a",
            "GRANT SELECT (\"Email\"), UPDATE (\"Email\") ON TABLE app.t TO b"
        ]
    );
    assert_eq!(
        sql(&table(), &["a: SELECT"]),
        ["REVOKE SELECT ON TABLE app.t FROM a", "GRANT SELECT (\"Email\") ON TABLE app.t TO a"]
    );
}

#[test]
fn each_kind_has_its_words() {
    let new = Attributes {
        owner: Some("Boss".into()),
        comment: Some("it's".into()),
        granted: privileges(&["a: USAGE"]),
        labels: BTreeMap::from([("se".to_owned(), "secret".to_owned())]),
        ..Attributes::default()
    };
    let kinds = [
        (ObjectKind::MaterializedView, "m"),
        (ObjectKind::Sequence, "s"),
        (ObjectKind::Procedure, "p(integer)"),
        (ObjectKind::Aggregate, "a(*)"),
        (ObjectKind::Domain, "d"),
        (ObjectKind::RangeType, "r"),
        (ObjectKind::OperatorClass, "o USING btree"),
        (ObjectKind::TextSearchConfiguration, "c"),
    ];
    let mut lines: Vec<_> =
        kinds.iter().flat_map(|(kind, name)| between(&id(*kind, name), &Attributes::default(), &new)).collect();
    for kind in [ObjectKind::Server, ObjectKind::ForeignDataWrapper, ObjectKind::Language, ObjectKind::Extension] {
        lines.extend(between(&ObjectId::global(kind, "x"), &Attributes::default(), &new));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn comments_on_parts_are_written_as_of_the_whole() {
    let with = |parts: &[(Part, &str)]| Attributes {
        part_comments: parts.iter().map(|(part, text)| (part.clone(), (*text).to_owned())).collect(),
        ..Attributes::default()
    };
    let key = ObjectId::part(ObjectKind::PrimaryKey, &Name::in_schema("app", "t"), "t_pkey");
    let column = ObjectId::part(ObjectKind::Column, &Name::in_schema("app", "t"), "c");
    let lines = [
        between(&id(ObjectKind::CompositeType, "c"), &with(&[]), &with(&[(Part::Attribute("X".into()), "x")])),
        between(&id(ObjectKind::Domain, "d"), &with(&[]), &with(&[(Part::Constraint("x".into()), "x")])),
        between(&column, &with(&[(Part::Constraint("x".into()), "x")]), &with(&[])),
        between(&key, &with(&[]), &with(&[(Part::Index, "x")])),
    ];
    assert_eq!(
        lines.concat(),
        [
            "COMMENT ON COLUMN app.c.\"X\" IS 'x'",
            "COMMENT ON CONSTRAINT x ON DOMAIN app.d IS 'x'",
            "COMMENT ON CONSTRAINT x ON app.t IS NULL",
            "COMMENT ON INDEX app.t_pkey IS 'x'"
        ]
    );
}

#[test]
fn an_object_is_told_in_words() {
    let all = Attributes {
        owner: Some("boss".into()),
        comment: Some("hi".into()),
        part_comments: BTreeMap::from([(Part::Index, "fast".to_owned())]),
        granted: privileges(&["role_a: INSERT SELECT", "PUBLIC: SELECT", "role_a: DELETE*", "owner: SELECT"]),
        revoked: privileges(&["PUBLIC: EXECUTE"]),
        labels: BTreeMap::from([("se".to_owned(), "secret".to_owned())]),
        sequence: Some(Box::new(Attributes { granted: privileges(&["a by b: USAGE"]), ..Attributes::default() })),
    };
    let facts: Vec<_> =
        all.describe().into_iter().map(|(name, fact)| format!("{name}: {}", fact.unwrap_or_default())).collect();
    assert_eq!(
        facts,
        [
            "owner: boss",
            "comment: hi",
            "comments: index: fast",
            "privileges: PUBLIC: SELECT; owner: SELECT; role_a: SELECT, INSERT; role_a: DELETE with grant option",
            "revoked: PUBLIC: EXECUTE",
            "sequence: privileges: a: USAGE by b",
            "security labels: se: secret"
        ]
    );
}

#[test]
fn a_new_object_has_what_the_default_privileges_say() {
    let mut before = Catalog::default();
    let mut add = |schema: Option<&str>, class, granted: &[&str], revoked: &[&str]| {
        let defaults = DefaultPrivileges {
            granted: privileges(granted),
            revoked: privileges(revoked),
            ..DefaultPrivileges::new(None, schema, class)
        };
        before.default_privileges.insert(DefaultPrivileges::name(None, schema, class), defaults);
    };
    add(None, ObjectClass::Tables, &["a: SELECT", "b: SELECT"], &[]);
    add(Some("app"), ObjectClass::Tables, &["a: SELECT* INSERT"], &[]);
    add(Some("other"), ObjectClass::Tables, &["c: SELECT"], &[]);
    add(None, ObjectClass::Functions, &["a: EXECUTE"], &["PUBLIC: EXECUTE"]);
    add(Some("open"), ObjectClass::Functions, &["PUBLIC: EXECUTE"], &[]);
    add(Some("app"), ObjectClass::Types, &["PUBLIC: USAGE"], &[]);
    let with = |id: &ObjectId, after: &Catalog| {
        let implied = implied(id, &Context { before: &before, after, version: 15 });
        (implied.granted, implied.revoked)
    };
    let none = BTreeSet::new();
    assert_eq!(with(&table(), &before), (privileges(&["a: SELECT* INSERT", "b: SELECT"]), none.clone()));
    let function = id(ObjectKind::Procedure, "p()");
    assert_eq!(with(&function, &before), (privileges(&["a: EXECUTE"]), privileges(&["PUBLIC: EXECUTE"])));
    let open = ObjectId { schema: Some("open".into()), ..function };
    assert_eq!(with(&open, &before), (privileges(&["a: EXECUTE"]), none.clone()));
    // every new type has it anyway
    assert_eq!(with(&id(ObjectKind::Enum, "e"), &before), (none.clone(), none.clone()));
    // they are dropped before anything is created
    assert_eq!(with(&table(), &Catalog::default()), (none.clone(), none.clone()));
    let public = ObjectId::global(ObjectKind::Schema, "public");
    assert_eq!(with(&public, &before), (none, privileges(&["PUBLIC: USAGE"])));
}

#[test]
fn default_privileges_are_written_with_whose_they_are() {
    let cx = Context { before: &Catalog::default(), after: &Catalog::default(), version: 15 };
    let defaults = DefaultPrivileges {
        granted: privileges(&["reader: SELECT"]),
        revoked: privileges(&["owner: INSERT"]),
        ..DefaultPrivileges::new(Some("app"), Some("Shop"), ObjectClass::Tables)
    };
    let name = DefaultPrivileges::name(Some("app"), Some("Shop"), ObjectClass::Tables);
    assert_eq!(name, "FOR ROLE app IN SCHEMA \"Shop\" ON TABLES");
    let id = ObjectId::global(ObjectKind::DefaultPrivileges, &name);
    let sql = |steps: Vec<Step>| steps.into_iter().map(|step| step.sql).collect::<Vec<_>>();
    assert_eq!(
        sql(crate::sql::Sql::create(&defaults, &id, &cx)),
        [
            "ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA \"Shop\" REVOKE INSERT ON TABLES FROM app",
            "ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA \"Shop\" GRANT SELECT ON TABLES TO reader"
        ]
    );
    assert_eq!(
        sql(crate::sql::Sql::drop(&defaults, &id, &cx)),
        [
            "ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA \"Shop\" GRANT INSERT ON TABLES TO app",
            "ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA \"Shop\" REVOKE SELECT ON TABLES FROM reader"
        ]
    );
}

#[test]
fn two_catalogs_of_two_makers_are_told_alike() {
    let catalog = |maker: &str, owner: Option<&str>, role: Option<&str>, grant: &[&str]| {
        let mut catalog = Catalog { makers: BTreeSet::from([maker.to_owned()]), ..Catalog::default() };
        let attributes =
            Attributes { owner: owner.map(str::to_owned), granted: privileges(grant), ..Attributes::default() };
        if !attributes.is_plain() {
            catalog.attributes.insert(table(), attributes);
        }
        let defaults = DefaultPrivileges {
            granted: privileges(&["reader: SELECT"]),
            ..DefaultPrivileges::new(role, None, ObjectClass::Tables)
        };
        catalog.default_privileges.insert(DefaultPrivileges::name(role, None, ObjectClass::Tables), defaults);
        catalog
    };
    let mut target = catalog("app", None, None, &[]);
    let mut shadow = catalog("postgres", Some("app"), Some("app"), &["app: SELECT"]);
    assert_eq!(target.roles(), BTreeSet::from(["reader".to_owned()]));
    assert_eq!(shadow.roles(), BTreeSet::from(["app".to_owned(), "reader".to_owned()]));
    Catalog::reconcile(&mut target, &mut shadow);
    assert_eq!(Catalog::changes(&target, &shadow), []);
    assert_eq!(target, shadow);

    let mut other = catalog("postgres", Some("boss"), Some("app"), &[]);
    Catalog::reconcile(&mut target, &mut other);
    assert_eq!(Catalog::changes(&target, &other).len(), 1, "another owner is told");
}
