//! Several hosts.

use insta::assert_snapshot;
use whimbrel_testing::{OwnServer, shared};

use super::{connect, settings, told, value};

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port()
}

#[tokio::test]
async fn the_first_that_answers_is_taken() {
    let (free, port) = (free_port(), shared(15).port());
    let url = format!("postgres://postgres:sea-otter@no-such-host.invalid,127.0.0.1:{free},127.0.0.1:{port}/postgres");
    let session = connect(&url).await.expect("a session");
    assert_eq!(session.host_shown(), format!("127.0.0.1:{port}/postgres"));
}

#[tokio::test]
async fn the_failure_of_each_is_told() {
    let (one, two) = (free_port(), free_port());
    let url = format!("postgres://app:sea-otter@127.0.0.1:{one},127.0.0.2:{two}/shop");
    let told = told(connect(&url).await);
    settings(&[]).bind(|| assert_snapshot!(told));
}

#[tokio::test]
async fn the_one_that_allows_writes_is_found() {
    let read_only = OwnServer::start(15, &[("default_transaction_read_only", "on")], &[]);
    let (first, second) = (read_only.port(), shared(15).port());
    let hosts = format!("postgres://postgres:sea-otter@127.0.0.1:{first},127.0.0.1:{second}/postgres");
    for (wanted, found) in
        [("any", first), ("read-write", second), ("read-only", first), ("primary", first), ("prefer-standby", first)]
    {
        let session = connect(&format!("{hosts}?target_session_attrs={wanted}")).await.expect("a session");
        assert_eq!(value(&session, "SHOW port").await, found.to_string(), "{wanted}");
    }
    let error = connect(&format!("{hosts}?target_session_attrs=standby")).await.err().expect("there is none");
    assert_eq!(error.code, "connection.wrong_server");
}

#[tokio::test]
async fn a_refusal_is_not_made_up_for_by_the_next() {
    let port = shared(15).port();
    let own = OwnServer::start(15, &[], &["host all postgres 127.0.0.1/32 reject"]);
    let url = format!("postgres://postgres:sea-otter@127.0.0.1:{},127.0.0.1:{port}/postgres", own.port());
    let error = connect(&url).await.err().expect("refused");
    assert_eq!(error.code, "connection.not_allowed");
}
