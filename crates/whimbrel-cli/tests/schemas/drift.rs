//! `drift`: the target against what its migrations make.

use crate::assert_run;
use crate::{SHOP, check, database, on, shop};

#[test]
fn what_was_changed_by_hand_is_shown_and_repaired() {
    let (database, project) = shop();
    assert_run!(project.succeeds(["drift"]));
    database.psql(
        "ALTER TABLE users ADD COLUMN age int;
         DROP INDEX users_name;
         ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey,
           ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)",
    );
    assert_run!(project.exits(3, ["drift"]));
    assert_run!(project.exits(3, ["drift", "--format", "markdown"]));
    let json = project.exits(3, ["drift", "--format", "json"]).json();
    assert_eq!((&json["drifted"], &json["applied"]), (&true.into(), &2.into()));
    assert_eq!(json["changes"].as_array().unwrap().len(), 3, "{json:#}");
    let sql = project.exits(3, ["drift", "--format", "sql"]).stdout;
    check("repair", &sql);
    database.psql(&sql);
    project.succeeds(["drift"]);
}

#[test]
fn pending_migrations_are_no_drift() {
    let (_database, project) = shop();
    project.write("migrations/3_more.sql", "-- migrate:up\nCREATE TABLE more (id int);\n");
    project.succeeds(["drift"]);
}

#[test]
fn where_nothing_is_applied() {
    assert_run!(on(&database(), SHOP).exits(2, ["drift"]));
}

#[test]
fn where_a_file_is_missing() {
    let (_database, project) = shop();
    project.remove("migrations/1_users.sql");
    assert_run!(project.exits(2, ["drift"]));
}
