//! pg_dump as an observer.

use whimbrel_testing::{Database, OwnServer, observed, pg_dump, schema_versions, shared, versions};

/// Two databases of one server that differ by what was run in each.
fn dumps(database: impl Fn() -> Database, one: &str, other: &str) -> [String; 2] {
    [one, other].map(|sql| {
        let database = database();
        database.psql(sql);
        database.pg_dump()
    })
}

#[test]
fn every_version_is_observed() {
    for version in versions().into_iter().chain(schema_versions()) {
        let database = shared(version).database();
        let number: u32 = database.psql("SHOW server_version_num").parse().unwrap();
        assert_eq!(number / 10_000, version);
        database.psql("CREATE TABLE gulls (id int PRIMARY KEY); COMMENT ON TABLE gulls IS 'loud'");
        let dump = database.pg_dump();
        assert!(dump.contains("\n-- Name: gulls; Type: TABLE; "), "on {version}: {dump}");
        let observed = observed(&dump);
        // Before PostgreSQL 15, it also tells about the schema `public`.
        let gulls = "\
CREATE TABLE public.gulls (
    id integer NOT NULL
);


ALTER TABLE public.gulls OWNER TO postgres;
COMMENT ON TABLE public.gulls IS 'loud';
ALTER TABLE ONLY public.gulls
    ADD CONSTRAINT gulls_pkey PRIMARY KEY (id);
";
        assert!(observed.contains(gulls), "on {version}: {observed}");
    }
}

#[test]
fn an_empty_database_is_observed_as_nothing() {
    assert_eq!(observed(&shared(18).database().pg_dump()), "");
}

#[test]
fn the_order_in_which_privileges_were_given_does_not_matter() {
    let setup = "CREATE TABLE gulls (id int, name text); GRANT ALL ON gulls TO tern WITH GRANT OPTION;";
    let [skua, auk] = ["SET ROLE tern; GRANT SELECT ON gulls TO skua; RESET ROLE;", "GRANT SELECT ON gulls TO auk;"];
    let grants = [
        "GRANT INSERT (id), UPDATE (name) ON gulls TO auk; GRANT UPDATE (name) ON gulls TO skua;",
        "GRANT UPDATE (name) ON gulls TO skua; GRANT UPDATE (name), INSERT (id) ON gulls TO auk;",
    ];
    for version in schema_versions() {
        let server = OwnServer::start(version, &[], &[]);
        server.database().psql("CREATE ROLE tern; CREATE ROLE skua; CREATE ROLE auk");
        let [one, other] = [format!("{setup}{skua}{auk}{}", grants[0]), format!("{setup}{auk}{skua}{}", grants[1])];
        let [one, other] = dumps(|| server.database(), &one, &other);
        assert_ne!(one, other);
        assert_eq!(observed(&one), observed(&other));
        assert!(observed(&one).contains("SET SESSION AUTHORIZATION tern;\nGRANT SELECT"), "{one}");

        let [one, other] = dumps(
            || server.database(),
            &format!("{setup}{skua}"),
            &format!("{setup}{}", skua.replace("SET ROLE tern", "SELECT")),
        );
        assert_ne!(observed(&one), observed(&other), "who gave a privilege matters");
    }
}

#[test]
fn what_is_inside_a_function_or_a_string_is_left_alone() {
    let function = |body: &str| format!("CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$\n{body}\n$$");
    let fake = "--\n-- Name: g; Type: ACL; Schema: public; Owner: postgres\n--\n";
    for [one, other] in [
        ["SELECT 1;", "SELECT 1;\n\n-- one"],
        ["SELECT 1;\n\nSELECT 2;", "SELECT 1;\nSELECT 2;"],
        ["SET x.y = 1;", "SET x.y = 2;"],
        ["GRANT a TO b;\nGRANT c TO d;", "GRANT c TO d;\nGRANT a TO b;"],
    ] {
        let [one, other] = dumps(|| shared(15).database(), &function(one), &function(other));
        assert_ne!(observed(&one), observed(&other));
    }
    // What looks like a heading is one of no entry: nothing is lost of it but what a heading loses.
    let [one, other] = dumps(|| shared(15).database(), &function(fake), &function(&format!("{fake}SELECT 1;")));
    assert_ne!(observed(&one), observed(&other));
}

#[test]
fn where_a_table_is_kept_matters() {
    let server = OwnServer::start(18, &[("allow_in_place_tablespaces", "on")], &[]);
    let create = "CREATE TABLESPACE cliff LOCATION ''";
    server.database().psql(create);
    let [one, other] = dumps(|| server.database(), "CREATE TABLE gulls ()", "CREATE TABLE gulls () TABLESPACE cliff");
    assert_ne!(observed(&one), observed(&other));
}

#[test]
#[should_panic(expected = "database \"atlantis\" does not exist")]
fn what_pg_dump_says_when_it_fails_is_told() {
    pg_dump(&shared(18).url("atlantis"));
}
