//! The proxy, between tokio-postgres and a real server.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio_postgres::{Client, NoTls};
use whimbrel_testing::{Database, Proxy, Then, When, shared};

fn address(database: &Database) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, database.server().port()).into()
}

async fn connect(proxy: &Proxy, database: &Database) -> Client {
    let (client, connection) = tokio_postgres::connect(&proxy.url(database.url()), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

#[tokio::test]
async fn messages_are_counted_by_letter() {
    let database = shared(15).database();
    let proxy = Proxy::new(address(&database)).start();
    let client = connect(&proxy, &database).await;
    let before = proxy.frontend_messages().len();
    client.batch_execute("SELECT 1").await.unwrap();
    assert_eq!(proxy.frontend_messages()[before..], ['Q']);
    assert_eq!(proxy.frontend_messages()[0], '\0');
    assert_eq!(proxy.backend_messages().last(), Some(&'Z'));
}

#[tokio::test]
async fn pipelined_queries_share_one_delay() {
    let delay = Duration::from_millis(50);
    let database = shared(15).database();
    let proxy = Proxy::new(address(&database)).delay(delay).start();
    let client = connect(&proxy, &database).await;

    let begun = Instant::now();
    let queries = (0..20).map(|_| client.batch_execute("SELECT 1"));
    for answer in futures_util::future::join_all(queries).await {
        answer.unwrap();
    }
    // At least one round trip; twenty one after another would be two seconds. The upper bound is the property, not
    // the machine's speed: it leaves it 18 round trips' time.
    let took = begun.elapsed();
    assert!(took >= 2 * delay, "{took:?}");
    assert!(took < 20 * 2 * delay, "{took:?}");
}

#[tokio::test]
async fn an_action_runs_before_or_after_its_message() {
    let database = shared(15).database();
    database.psql("CREATE TABLE seen ()");
    let log = Arc::new(Mutex::new(Vec::new()));
    let note = |what: &'static str| {
        let log = log.clone();
        move || log.lock().unwrap().push(what)
    };
    // Numbered after the messages that open a connection, which this one counts.
    let opening = {
        let proxy = Proxy::new(address(&database)).start();
        connect(&proxy, &database).await;
        proxy.frontend_messages().iter().filter(|letter| **letter != 'X').count()
    };
    let proxy = Proxy::new(address(&database))
        .on_frontend_message(opening + 1, When::Before, note("before"))
        .on_frontend_message(opening + 1, When::After, note("after"))
        .start();
    connect(&proxy, &database).await.batch_execute("SELECT 1").await.unwrap();
    // The answer may be here before the proxy's thread has come to what it does after the message.
    while log.lock().unwrap().len() < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(*log.lock().unwrap(), ["before", "after"]);
}

#[tokio::test]
async fn a_cut_before_a_message_keeps_it_from_the_server_and_after_does_not() {
    for (when, rows) in [(When::Before, "0"), (When::After, "1")] {
        let database = shared(15).database();
        database.psql("CREATE TABLE kept (n int)");
        let opening = {
            let proxy = Proxy::new(address(&database)).start();
            connect(&proxy, &database).await;
            proxy.frontend_messages().iter().filter(|letter| **letter != 'X').count()
        };
        let proxy = Proxy::new(address(&database)).on_frontend_message(opening + 1, when, || Then::Cut).start();
        let client = connect(&proxy, &database).await;
        let answer = client.batch_execute("INSERT INTO kept VALUES (1)").await;
        // After: the server's answer may or may not have come back before the cut.
        assert!(answer.is_err() || when == When::After);
        // The server may still be at it.
        let busy =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        while database.psql(busy) != "0" {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(database.psql("SELECT count(*) FROM kept"), rows, "{when:?}");
    }
}
