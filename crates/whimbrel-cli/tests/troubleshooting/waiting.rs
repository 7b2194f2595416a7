//! The server is starting, or a serverless one is asleep: what is said, and that `--wait` gets there.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;

use whimbrel_testing::{OwnServer, shared, versions};

use crate::common::Project;
use crate::{SMALL, assert_error, assert_run, with};

fn at(url: impl Into<String>) -> Project {
    with(SMALL).with("DATABASE_URL", url)
}

/// A server that stays in recovery, as after a crash, until the file `go` is there.
fn starting(version: u32, go: &Path) -> OwnServer {
    // Ends with the folder, too: nobody else would end it after a test that fails.
    let folder = go.parent().unwrap().display();
    let wait = format!("while [ -d {folder} ] && [ ! -e {} ]; do sleep 0.02; done; false", go.display());
    let server = OwnServer::start(version, &[("restore_command", &wait)], &[]);
    server.stop();
    let signal = server.socket_dir().join("data/recovery.signal");
    std::fs::write(&signal, "").unwrap();
    server
}

#[test]
fn a_server_that_is_starting() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for version in versions() {
        let go = folder.path().join(format!("go-{version}"));
        let server = starting(version, &go);
        let project = at(server.url("postgres"));
        std::thread::scope(|scope| {
            let started = scope.spawn(|| server.start_again());
            // Until its port is open it refuses like one that is not there.
            let told = loop {
                let run = project.exits(5, ["apply"]);
                if !run.stderr.contains("refused") {
                    break run;
                }
            };
            let told_json = project.exits(5, ["apply", "--format", "json"]);
            let in_vain = project.exits(5, ["apply", "--wait", "1s"]);

            let mut command = project.command(["apply", "--wait", "60s"]);
            let waiting = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            std::fs::write(&go, "").unwrap();
            let run = project.ended(waiting.wait_with_output().unwrap());
            assert_eq!(run.code, Some(0), "{}", run.whole());
            started.join().unwrap();
            assert_run!("a_server_that_is_starting", told);
            assert_error!("a_server_that_is_starting_json", told_json);
            assert_run!("in_vain", in_vain);
        });
    }
}

/// Listens, and does `serve` with the n-th client, from 0; the port.
fn listen(serve: impl Fn(usize, TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let serve = &serve;
        std::thread::scope(|scope| {
            for (n, client) in listener.incoming().enumerate() {
                scope.spawn(move || serve(n, client.unwrap()));
            }
        });
    });
    port
}

/// Stands between a client and the server at `port` until one of them ends.
fn connect_through(client: TcpStream, port: u16) {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let (mut from_client, mut to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let there = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut &server, &mut &client);
    let _ = client.shutdown(Shutdown::Both);
    there.join().unwrap();
}

#[test]
fn a_server_that_is_asleep() {
    // Takes the connection and says nothing, as what stands before a serverless database.
    let port = listen(|_, mut client| {
        let _ = client.read_to_end(&mut Vec::new());
    });
    let url = format!("postgres://app:hunter2@127.0.0.1:{port}/shop?connect_timeout=2");
    assert_run!(at(url).exits(5, ["apply"]));
    // Takes it and closes it at once.
    let port = listen(|_, client| drop(client));
    assert_run!(at(format!("postgres://app:hunter2@127.0.0.1:{port}/shop")).exits(5, ["apply"]));
}

#[test]
fn it_wakes_up_while_it_is_waited_for() {
    let database = shared(15).database();
    let behind = database.server().port();
    let port = listen(move |n, mut client| match n {
        0 => drop(client),
        1 => {
            // Declines TLS, then says what a server says that is not up yet.
            let mut request = [0; 8];
            client.read_exact(&mut request).unwrap();
            client.write_all(b"N").unwrap();
            let body = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0";
            client.write_all(b"E").unwrap();
            client.write_all(&u32::try_from(body.len() + 4).unwrap().to_be_bytes()).unwrap();
            client.write_all(body).unwrap();
            let _ = client.read_to_end(&mut Vec::new());
        }
        _ => connect_through(client, behind),
    });
    let url = database.url().replace(&format!(":{behind}/"), &format!(":{port}/"));
    let run = at(url).succeeds(["apply", "--wait", "60s"]);
    assert_eq!(run.stderr, "", "what went well in the end is no warning");
    assert_eq!(database.psql("SELECT to_regclass('users') IS NOT NULL"), "t");
}
