use std::fmt::Write as _;

use whimbrel_catalog::{Catalog, ObjectId};
use whimbrel_db::postgres::catalog::{ReadOptions, read};
use whimbrel_testing::{shared, versions};

use crate::connect;

const EVERY_NEED: &str = include_str!("dependencies.postgres.sql");

fn shown(id: &ObjectId) -> String {
    let schema = id.schema.as_ref().map(|s| format!("{s}.")).unwrap_or_default();
    let on = id.on.as_ref().map(|on| format!("{on}.")).unwrap_or_default();
    format!("{} {schema}{on}{}", id.kind, id.name)
}

/// Who needs whom, a dependent a line.
fn needs(catalog: &Catalog) -> String {
    let mut text = String::new();
    let mut last = None;
    let mut all: Vec<_> = catalog.dependencies.iter().collect();
    all.sort();
    for (dependent, on) in all {
        if last != Some(dependent) {
            let _ = write!(text, "{}{} → {}", if last.is_some() { "\n" } else { "" }, shown(dependent), shown(on));
        } else {
            let _ = write!(text, ", {}", shown(on));
        }
        last = Some(dependent);
    }
    text
}

#[tokio::test]
async fn who_needs_whom_is_read_alike_on_every_version() {
    for version in versions() {
        let database = shared(version).database();
        database.psql(EVERY_NEED);
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        insta::allow_duplicates! {
            insta::assert_snapshot!("every_need", needs(&catalog));
        }
    }
}

/// The body of a function in the SQL standard's way is known to the server.
#[tokio::test]
async fn a_body_that_the_server_reads_needs_what_it_names() {
    for version in versions().into_iter().filter(|version| *version >= 14) {
        let database = shared(version).database();
        database.psql(
            "CREATE TABLE t (a int, b int);
             CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t; END;
             CREATE TYPE r AS RANGE (subtype = int, multirange_type_name = rs);
             CREATE TABLE u (a r, b rs, c rs[]);
             CREATE VIEW v AS SELECT r(1, 2) AS a, rs(r(1, 2)) AS b",
        );
        let catalog = read(&connect(&database).await, &ReadOptions::default()).await.expect("it can be read");
        let expected = "function public.f() → column public.t.a\n\
                        column public.u.a → range type public.r\n\
                        column public.u.b → range type public.r\n\
                        column public.u.c → range type public.r\n\
                        view public.v → range type public.r";
        assert_eq!(needs(&catalog), expected);
    }
}
