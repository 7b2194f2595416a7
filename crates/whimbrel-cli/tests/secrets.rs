//! No secret leaves the program, whatever it prints and however it ends.

mod common;

use common::{Run, project};

const SECRET: &str = "sea-otter-7";

fn clean(run: &Run) {
    assert!(!run.whole().contains(SECRET), "{}", run.whole());
}

#[test]
fn of_an_address_that_cannot_be_reached() {
    let url = format!("postgres://app:{SECRET}@127.0.0.1:1/shop");
    let project = project().file("migrations/1_a.sql", "-- migrate:up\nSELECT 1;\n");
    for arguments in [&["status"][..], &["apply", "-vv"], &["status", "--format", "json"]] {
        let mut command = project.command(arguments);
        command.env("DATABASE_URL", &url);
        let run = project.finish(command);
        assert_eq!(run.code, Some(5), "{}", run.whole());
        clean(&run);
        let mut arguments = arguments.to_vec();
        arguments.extend(["--database", &url]);
        clean(&project.exits(5, arguments));
    }
}

#[test]
fn of_an_address_that_cannot_be_understood() {
    let project = project();
    for url in [
        format!("postgres://app:{SECRET}@db:port/shop"),
        format!("postgres//app:{SECRET}@db"),
        format!("postgres://app:{SECRET}/x@db:1/shop"),
        format!("mysql://app:{SECRET}@db/shop"),
        SECRET.to_owned(),
    ] {
        for more in [&[][..], &["--format", "json"], &["-vv"]] {
            let mut arguments = vec!["status", "--database", &url];
            arguments.extend(more);
            clean(&project.exits(2, arguments));
        }
        project.write(".env", &format!("DATABASE_URL='{url}'\n"));
        clean(&project.exits(2, ["status"]));
        project.remove(".env");
        project.write("whimbrel.toml", &format!("[database]\nurl = '{url}'\nunknown = 1\n"));
        project.remove("whimbrel.toml");
    }
}

#[test]
fn of_a_configuration_that_is_wrong_beside_it() {
    let toml = format!("[database]\nurl = \"postgres://app:{SECRET}@db/shop\" oops\n");
    clean(&project().file("whimbrel.toml", &toml).exits(2, ["status"]));
    clean(
        &project().file(".env", &format!("export DATABASE_URL postgres://app:{SECRET}@db/shop\n")).exits(2, ["status"]),
    );
}

#[test]
fn of_what_hooks_and_statements_print() {
    let project = project()
        .file(
            "migrations/1_a.sql",
            &format!("-- migrate:up\nCREATE TABLE a (id INTEGER);\nSELECT '{SECRET}' FROM nowhere;\n"),
        )
        .file(".env", &format!("DATABASE_URL=sqlite:a.db\nAPI_TOKEN={SECRET}\n"))
        .file("whimbrel.toml", "[after.apply]\ncommands = [\"echo token $API_TOKEN; false\"]\n");
    for format in ["human", "json"] {
        clean(&project.exits(1, ["apply", "-v", "--format", format]));
    }
    project.write("migrations/1_a.sql", "-- migrate:up\nCREATE TABLE a (id INTEGER);\n");
    let run = project.exits(1, ["apply", "-v"]);
    clean(&run);
    assert!(run.stderr.contains("token ***"), "{}", run.stderr);
}
