//! What a `CREATE INDEX CONCURRENTLY` that failed has left behind: mended or dropped, and never wanted.

use crate::common::project;
use crate::{assert_run, database};

#[test]
fn it_is_built_again_or_dropped_and_never_made() {
    let (broken, whole, without) = (database(), database(), database());
    for database in [&broken, &whole, &without] {
        database.psql("CREATE TABLE users (name text)");
    }
    broken.psql("INSERT INTO users VALUES ('a'), ('a')");
    let index = "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name)";
    broken.try_psql(index).expect_err("the names are equal");
    whole.psql(index);
    let project = project();
    assert_run!(project.succeeds(["diff", broken.url(), whole.url()]));
    assert_run!(project.succeeds(["diff", broken.url(), without.url()]));
    assert_run!(project.succeeds(["diff", without.url(), broken.url()]));
    assert_run!(project.succeeds(["dump", broken.url()]));
}
