//! `--wait`: for what mends itself, and for nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use insta::assert_snapshot;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use whimbrel_testing::shared;

use super::fake::{fatal, listen, read_startup};
use super::{connect_with, settings, told, value};

const LONG: Option<Duration> = Some(Duration::from_secs(60));

#[tokio::test]
async fn a_server_that_is_starting_is_waited_for() {
    let real = shared(15).port();
    let port = listen(move |n, mut client| async move {
        match n {
            0 => drop(client),
            1 | 2 => {
                read_startup(&mut client).await;
                let starting = fatal("57P03", "the database system is starting up");
                client.write_all(&starting).await.expect("written");
            }
            _ => {
                let mut server = TcpStream::connect(("127.0.0.1", real)).await.expect("the server");
                // Ends when either side does.
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            }
        }
    })
    .await;
    let url = format!("postgres://postgres:sea-otter@127.0.0.1:{port}/postgres");
    let session = connect_with(&url, &[], LONG).await.expect("a session in the end");
    assert_eq!(value(&session, "SELECT 1").await, "1");
}

#[tokio::test]
async fn the_last_error_says_how_long_was_waited() {
    let port = listen(|_, mut client| async move {
        read_startup(&mut client).await;
        client.write_all(&fatal("57P03", "the database system is starting up")).await.expect("written");
    })
    .await;
    let url = format!("postgres://app:sea-otter@127.0.0.1:{port}/shop");
    let without = told(connect_with(&url, &[], None).await);
    let with = told(connect_with(&url, &[], Some(Duration::from_secs(1))).await);
    let mut settings = settings(&[]);
    settings.add_filter(r"tried for \d+ s", "tried for N s");
    settings.bind(|| assert_snapshot!(format!("{without}\n{with}")));
}

#[tokio::test]
async fn a_wrong_password_is_not_tried_again() {
    let tries = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&tries);
    let real = shared(15).port();
    let port = listen(move |_, mut client| {
        seen.fetch_add(1, Ordering::SeqCst);
        async move {
            let mut server = TcpStream::connect(("127.0.0.1", real)).await.expect("the server");
            let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        }
    })
    .await;
    let url = format!("postgres://postgres:no-otter@127.0.0.1:{port}/postgres");
    let error = connect_with(&url, &[], LONG).await.err().expect("refused");
    assert_eq!((error.code, tries.load(Ordering::SeqCst)), ("connection.password", 1));
}
