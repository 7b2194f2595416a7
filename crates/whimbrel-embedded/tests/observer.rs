//! Programs that are not ours connect to the embedded PostgreSQL as to any server, one after the other.

use std::process::Command;

use whimbrel_embedded::{Address, Place, Server, start};
use whimbrel_testing::{client_tool, observed, pg_dump};

/// The connection string of a database on the server.
fn connection(server: &Server, database: &str) -> String {
    let Address::Socket { directory, port } = server.address() else { panic!("on Linux it is a socket") };
    format!("host={} port={port} user={} dbname={database}", directory.display(), server.user())
}

fn psql(connection: &str, sql: &str) {
    let output = Command::new(client_tool("psql")).args(["-XAtq", "-d", connection, "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn pg_dump_observes_each_of_its_databases() {
    let server = start(Place::Temporary).unwrap();
    let first = connection(&server, server.database());
    psql(&first, "CREATE TABLE gulls (name text)");
    psql(&first, "CREATE DATABASE nest TEMPLATE template0");
    let second = connection(&server, "nest");
    psql(&second, "CREATE TABLE eggs (weight int)");
    let [first, second] = [first, second].map(|connection| observed(&pg_dump(&connection)));
    assert!(first.contains("CREATE TABLE public.gulls (\n    name text\n);"), "{first}");
    assert!(second.contains("CREATE TABLE public.eggs (\n    weight integer\n);"), "{second}");
    assert!(!second.contains("gulls"), "{second}");
}
