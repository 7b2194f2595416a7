//! A session on servers of every version.

use futures_util::future::join_all;
use whimbrel_db::postgres::Type;
use whimbrel_testing::{shared, versions};

use super::{connect, value};

#[tokio::test]
async fn a_session_tells_what_it_is() {
    for version in versions() {
        let server = shared(version);
        let session = connect(&server.url("postgres")).await.expect("a session");
        assert_eq!(session.version() / 10_000, version);
        assert_eq!(value(&session, "SHOW server_version_num").await, session.version().to_string());
        assert_eq!(value(&session, "SELECT pg_backend_pid()").await, session.pid().to_string());
        assert_eq!(value(&session, "SHOW application_name").await, "whimbrel 0.1");
        assert_eq!(session.host_shown(), format!("127.0.0.1:{}/postgres", server.port()));
        assert!(!session.is_single());
        session.close().await;
        let own_name = connect(&format!("{}?application_name=me", server.url("postgres"))).await.expect("a session");
        assert_eq!(value(&own_name, "SHOW application_name").await, "me");
    }
}

#[tokio::test]
async fn a_session_over_a_unix_socket() {
    let server = shared(15);
    let url = format!(
        "postgres://postgres:sea-otter@{}:{}/postgres?sslmode=verify-full",
        server.socket_dir().display().to_string().replace('/', "%2F"),
        server.port()
    );
    let session = connect(&url).await.expect("a session");
    assert_eq!(value(&session, "SELECT inet_server_addr() IS NULL").await, "t");
}

#[tokio::test]
async fn a_text_of_several_statements_has_a_reply_for_each() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let replies = session
        .run("SELECT 1 AS a, NULL AS b; CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1), (2); ; SELECT a FROM t WHERE false")
        .await
        .expect("replies");
    let told: Vec<_> =
        replies.iter().map(|reply| (reply.columns.join(","), reply.rows.len(), reply.affected)).collect();
    assert_eq!(told, [("a,b".to_owned(), 1, 1), (String::new(), 0, 0), (String::new(), 0, 2), ("a".to_owned(), 0, 0)]);
    assert_eq!(replies[0].rows[0], [Some("1".to_owned()), None]);
}

#[tokio::test]
async fn an_error_says_where_and_what_came_before() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let error = session.run("SELECT 1; SELECT 'ä', 1/(1-1)").await.expect_err("division by zero");
    assert_eq!((error.code.as_str(), error.completed, error.disconnected), ("22012", 1, false));

    let error = session.run("SELECT 'ä', nope").await.expect_err("no such column");
    assert_eq!((error.code.as_str(), error.position), ("42703", Some(12)));

    let error = session.run("DO $$ BEGIN EXECUTE 'SELECT nope'; END $$").await.expect_err("no such column");
    assert_eq!(error.position, None);
    let context = error.context.expect("a context");
    assert!(context.starts_with("at character 8 of: SELECT nope\nPL/pgSQL function"), "{context}");

    session.run("CREATE TEMP TABLE t (a int CONSTRAINT positive CHECK (a > 0))").await.expect("a table");
    let error = session.run("INSERT INTO t VALUES (-1)").await.expect_err("not positive");
    assert_eq!((error.table.as_deref(), error.constraint.as_deref()), (Some("t"), Some("positive")));
}

#[tokio::test]
async fn what_is_polled_in_order_runs_in_order_and_travels_together() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let sent = ["BEGIN", "CREATE TEMP TABLE t (a int)", "SELECT nope FROM t", "INSERT INTO t VALUES (1)", "ROLLBACK"]
        .map(|sql| session.send(sql));
    let codes: Vec<String> =
        join_all(sent).await.into_iter().map(|r| r.map_or_else(|e| e.code, |_| "ok".into())).collect();
    assert_eq!(codes, ["ok", "ok", "42703", "25P02", "ok"]);
}

#[tokio::test]
async fn notices_are_there_when_the_answer_is() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    session
        .run("DO $$ BEGIN RAISE NOTICE 'one' USING DETAIL = 'more'; RAISE WARNING 'sea-otter'; END $$")
        .await
        .expect("notices");
    let told: Vec<_> = session.take_notices().into_iter().map(|n| (n.severity, n.code, n.message, n.detail)).collect();
    let expected = |severity: &str, code: &str, message: &str, detail: Option<&str>| {
        (severity.to_owned(), code.to_owned(), message.to_owned(), detail.map(str::to_owned))
    };
    assert_eq!(told, [expected("NOTICE", "00000", "one", Some("more")), expected("WARNING", "01000", "*****", None)]);
    assert!(session.take_notices().is_empty());
}

#[tokio::test]
async fn the_servers_echo_of_the_password_is_masked() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let error = session.run("SELECT 'sea-otter'::int").await.expect_err("no number");
    assert_eq!(error.message, r#"invalid input syntax for type integer: "*****""#);
}

#[tokio::test]
async fn copy_in_takes_data() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    session.run("CREATE TEMP TABLE t (a int, b text)").await.expect("a table");
    let many: String = (0..100_000).map(|n| format!("{n}\tsome text of row {n}\n")).collect();
    assert_eq!(session.copy_in("COPY t FROM STDIN", &many).await, Ok(100_000));
    let error = session.copy_in("COPY t FROM STDIN", "1\tx\nnot a number\tx\n").await.expect_err("bad data");
    assert_eq!(error.code, "22P02");
    assert_eq!(error.context.as_deref(), Some(r#"COPY t, line 2, column a: "not a number""#));
    assert_eq!(value(&session, "SELECT count(*) FROM t").await, "100000");
}

#[tokio::test]
async fn a_query_takes_parameters() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let rows = session
        .query("SELECT $1 || '!', $2 + 1", &[(&"it's", Type::TEXT), (&41_i64, Type::INT8)])
        .await
        .expect("a row");
    assert_eq!((rows[0].get::<_, String>(0), rows[0].get::<_, i64>(1)), ("it's!".to_owned(), 42));
}

#[tokio::test]
async fn a_running_statement_is_cancelled() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let canceller = session.canceller();
    let running = session.send("SELECT pg_sleep(600)");
    let cancelling = async {
        let other = connect(&shared(15).url("postgres")).await.expect("a session");
        let is_running =
            format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {} AND state = 'active'", session.pid());
        while value(&other, &is_running).await == "0" {}
        canceller.cancel().await.expect("the server is reached");
    };
    let (result, ()) = tokio::join!(running, cancelling);
    assert_eq!(result.expect_err("cancelled").code, "57014");
    assert_eq!(value(&session, "SELECT 1").await, "1");
}

#[tokio::test]
async fn a_session_that_is_ended_tells_the_servers_reason() {
    let server = shared(15);
    let other = connect(&server.url("postgres")).await.expect("a session");
    let kill = |pid: i32| format!("SELECT pg_terminate_backend({pid})");

    let idle = connect(&server.url("postgres")).await.expect("a session");
    other.run(&kill(idle.pid())).await.expect("ended");
    let error = idle.run("SELECT 1").await.expect_err("ended");
    assert_eq!((error.code.as_str(), error.disconnected), ("57P01", true));

    let own = connect(&server.url("postgres")).await.expect("a session");
    let error = own.run(&kill(own.pid())).await.expect_err("ended");
    assert_eq!((error.code.as_str(), error.disconnected), ("57P01", true));
    assert!(own.run("SELECT 1").await.expect_err("ended").disconnected);
}

#[tokio::test]
async fn copy_where_it_cannot_be_ends_the_session_rather_than_hang() {
    let session = connect(&shared(15).url("postgres")).await.expect("a session");
    let error = session.run("CREATE TEMP TABLE t (a int); COPY t FROM STDIN").await.expect_err("no data");
    assert_eq!((error.code.as_str(), error.completed, error.disconnected), ("08P01", 1, true));
    assert!(session.run("SELECT 1").await.expect_err("ended").disconnected);
}
