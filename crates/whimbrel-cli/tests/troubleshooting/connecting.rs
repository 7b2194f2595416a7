//! The server is not reached, or refuses.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};

use whimbrel_testing::{Database, OwnServer, PASSWORD, client_tool, shared, versions};

use crate::common::Project;
use crate::{APP_PASSWORD, App, SMALL, assert_error, assert_run, command_in, remedies, with};

/// A port on which nothing listens.
fn closed_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

fn at(url: impl Into<String>) -> Project {
    with(SMALL).with("DATABASE_URL", url)
}

#[test]
fn password_authentication_failed() {
    for version in versions() {
        let app = App::on(&shared(version));
        let wrong = app.url().replace(APP_PASSWORD, "hunter2");
        let from_file = with(SMALL).file(".env", &format!("# of the shop\nDATABASE_URL={wrong}\n"));
        assert_run!("password_authentication_failed", from_file.exits(5, ["apply"]));
        assert_error!("password_authentication_failed_json", from_file.exits(5, ["apply", "--format", "json"]));
        let without = app.url().replace(&format!(":{APP_PASSWORD}"), "");
        assert_run!("password_in_a_variable", at(&without).with("PGPASSWORD", "hunter2").exits(5, ["apply"]));
        assert_run!("no_password", at(without).exits(5, ["apply"]));

        // psql asks for the new password twice.
        let remedies = remedies(&from_file.json(["apply"]));
        as_administrator(&app.database, command_in(&remedies, "sudo"), "hunter2\nhunter2\n");
        from_file.succeeds(["status"]);
    }
}

#[test]
fn connection_refused() {
    let port = closed_port();
    let url = format!("postgres://app:hunter2@127.0.0.1:{port}/shop");
    assert_run!(at(&url).exits(5, ["apply"]));
    assert_error!("connection_refused_json", at(&url).exits(5, ["apply", "--format", "json"]));
    assert_run!(at(format!("postgres://app:hunter2@localhost:{port}/shop")).exits(5, ["status"]));
    assert_run!(at("postgres://app:hunter2@db.invalid/shop").exits(5, ["status"]));
    let server = OwnServer::start(15, &[], &[]);
    let (database, url) = (server.database(), server.url("postgres"));
    at(&url).succeeds(["status"]);
    server.stop();
    at(&url).exits(5, ["status"]);
    server.start_again();
    drop(database);
}

#[test]
fn a_socket_that_is_not_there() {
    let project = at("postgres://app:hunter2@%2Fnowhere/shop");
    assert_run!(project.exits(5, ["apply"]));
}

#[test]
fn database_does_not_exist() {
    for version in versions() {
        let server = shared(version);
        let app = App::on(&server);
        let missing = format!("no-shop_{}", app.database.name());
        let project = at(app.url().replace(&format!("/{}", app.database.name()), &format!("/{missing}")));
        assert_run!("database_does_not_exist", project.exits(5, ["apply"]));
        assert_error!("database_does_not_exist_json", project.exits(5, ["apply", "--format", "json"]));
        let remedies = remedies(&project.json(["apply"]));
        as_administrator(&app.database, command_in(&remedies, "sudo"), "");
        project.succeeds(["apply"]);
        app.database.psql(&format!("DROP DATABASE \"{missing}\""));
    }
}

/// Runs a command as the administrator of the server, who is somebody else here than `postgres` of the system.
fn as_administrator(database: &Database, command: &str, input: &str) {
    let mut words = command.strip_prefix("sudo -u postgres ").unwrap().splitn(2, ' ');
    let (program, rest) = (words.next().unwrap(), words.next().unwrap());
    let program = client_tool(program).display().to_string();
    let mut shell = Command::new("setsid");
    // Without a terminal psql reads the password it asks for from standard input.
    shell.args(["-w", "sh", "-c", &format!("exec {program} -h 127.0.0.1 -U postgres {rest}")]);
    shell
        .env("PGPASSWORD", PASSWORD)
        .env_remove("PGPORT")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    assert!(command.contains(&format!("-p {} ", database.server().port())), "{command}");
    let mut child = shell.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_role_may_not_connect() {
    for version in versions() {
        let app = App::on(&shared(version));
        let name = app.database.name();
        app.database.psql(&format!("REVOKE CONNECT ON DATABASE {name} FROM PUBLIC"));
        let project = at(app.url());
        assert_run!("the_role_may_not_connect", project.exits(5, ["status"]));
        let remedies = remedies(&project.json(["status"]));
        as_administrator(&app.database, command_in(&remedies, "sudo"), "");
        project.succeeds(["status"]);
    }
}

#[test]
fn the_server_lets_nobody_in_from_here() {
    let server = OwnServer::start(15, &[], &["host all guest 127.0.0.1/32 reject"]);
    let database = server.database();
    database.psql(&format!("CREATE ROLE guest LOGIN PASSWORD '{APP_PASSWORD}'"));
    let url = database.url().replace(&format!("postgres:{PASSWORD}@"), &format!("guest:{APP_PASSWORD}@"));
    assert_run!(at(url).exits(5, ["apply"]));
}

#[test]
fn something_else_listens_there() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let _ = client.read(&mut [0; 8]);
            let _ = client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    assert_run!(at(format!("postgres://app:hunter2@127.0.0.1:{port}/shop")).exits(5, ["apply"]));
}
