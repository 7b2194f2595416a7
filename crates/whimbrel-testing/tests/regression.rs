//! PostgreSQL's own regression database.

use whimbrel_testing::{pg_dump, regression_database, regression_tests};

/// Where the tests could not be fetched there is nothing to build, which [`regression_database`] says.
#[test]
fn the_tests_leave_a_large_schema() {
    let Some((server, url)) = regression_database(15) else {
        assert_eq!(regression_tests(15), None);
        return;
    };
    let dump = pg_dump(&url);
    let count = |kind: &str| dump.matches(&format!("; Type: {kind}; ")).count();
    // Far below what is there, and more than any of the tests leaves alone.
    for (kind, least) in
        [("TABLE", 400), ("FUNCTION", 150), ("TRIGGER", 30), ("VIEW", 30), ("AGGREGATE", 30), ("RULE", 20)]
    {
        assert!(count(kind) >= least, "{} of {kind}\n{}", count(kind), server.log());
    }
    assert!(dump.contains("CREATE TABLE public.onek"), "the table of the first test");
    assert!(dump.contains("CREATE TABLE public.tenk1"), "its file is read by the server");
}
