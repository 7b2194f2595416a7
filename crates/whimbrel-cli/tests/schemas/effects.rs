//! What `apply` and `verify` compare with what the migrations do to a shadow database.

use crate::assert_run;
use crate::{SHOP, database, on, shop};

/// Indexes every new table of `public`; on the target's version alone, so that the shadow, which has this trigger too,
/// does otherwise.
const MEDDLER: &str = "\
CREATE FUNCTION public.meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' AND schema_name = 'public' LOOP
    IF version() LIKE 'PostgreSQL 15%' THEN
      EXECUTE format('CREATE INDEX meddled ON %s (id)', made.object_identity);
    END IF;
  END LOOP;
END $$;
CREATE EVENT TRIGGER meddles ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.meddle();
";

#[test]
fn what_the_target_does_otherwise_is_rolled_back() {
    let database = database();
    database.psql(MEDDLER);
    let project = on(&database, &SHOP[..1]);
    assert_run!(project.exits(6, ["apply"]));
    assert_run!(project.exits(6, ["apply", "--format", "json"]));
    assert_eq!(database.psql("SELECT to_regclass('users') IS NULL"), "t");
    // A shadow on the same server does the same.
    assert_run!(project.succeeds(["apply", "--shadow-url", database.url()]));
    assert_eq!(database.psql("SELECT to_regclass('meddled') IS NULL"), "f");
    let left = "SELECT count(*) FROM pg_database WHERE datname LIKE '%shadow%'";
    assert_eq!(database.psql(left), "0");
}

#[test]
fn without_a_rehearsal_it_is_not_compared() {
    let database = database();
    database.psql(MEDDLER);
    let project = on(&database, &SHOP[..1]);
    assert_run!(project.succeeds(["apply", "--no-rehearse"]));
    assert_eq!(database.psql("SELECT to_regclass('meddled') IS NULL"), "f");
}

#[test]
fn where_the_shadow_lacks_an_extension() {
    let database = database();
    let migration = "-- migrate:up\nCREATE EXTENSION dblink;\nCREATE TABLE t (id int);\n";
    let project = on(&database, &[("1_extension.sql", migration)]);
    assert_run!(project.succeeds(["apply"]));
    assert_run!(project.succeeds(["verify"]));
    let json = project.json(["verify"]);
    assert!(json["effects"]["reason"].is_string(), "{json:#}");
    assert_run!(project.succeeds(["verify", "--shadow-url", database.url()]));
}

#[test]
fn where_the_shadow_is_on_the_server_that_has_the_extension() {
    let database = database();
    let migration = "-- migrate:up\nCREATE EXTENSION pgcrypto;\n\
                     CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid());\n";
    let project = on(&database, &[("1_extension.sql", migration)]);
    assert_run!(project.succeeds(["apply", "--shadow-url", database.url()]));
    project.succeeds(["drift", "--shadow-url", database.url()]);
    assert_run!(project.exits(1, ["drift"]));
}

#[test]
fn apply_says_where_it_was_compared() {
    let database = database();
    let project = on(&database, SHOP);
    assert_run!(project.succeeds(["apply"]));
    let database = crate::database();
    let json = on(&database, SHOP).json(["apply"]);
    crate::check("effects_of_apply", &format!("{:#}", json["effects"]));
}

#[test]
fn verify_finds_what_was_changed_by_hand() {
    let (database, project) = shop();
    assert_run!(project.succeeds(["verify"]));
    database.psql(
        "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey,
           ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)",
    );
    assert_run!(project.exits(6, ["verify"]));
    assert_run!(project.exits(6, ["verify", "--format", "json"]));
    assert_run!(project.succeeds(["verify", "--no-rehearse"]));
    // What the database has beyond it is drift's to tell.
    database.psql(
        "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey, ADD COLUMN more int,
           ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE",
    );
    project.succeeds(["verify"]);
    project.exits(3, ["drift"]);
}
