//! The PostgreSQL inside.

use std::path::Path;
use std::time::Duration;

use insta::assert_snapshot;
use whimbrel_db::address::EmbeddedPlace;
use whimbrel_db::{ConnectError, ConnectOptions, Postgres, postgres};

use super::{settings, told, value};

async fn open(folder: &Path, wait: Option<Duration>) -> Result<Postgres, ConnectError> {
    let options = ConnectOptions { application_name: "whimbrel 0.1".to_owned(), wait };
    postgres::connect_embedded(&EmbeddedPlace::Folder(folder.to_owned()), &options).await
}

#[tokio::test]
async fn a_folder_keeps_what_was_committed_and_has_one_session() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("dev");
    let first = open(&folder, None).await.expect("a session");
    assert!(first.is_single());
    assert_eq!(first.version(), 170_005);
    assert_eq!(first.host_shown(), format!("embedded:{}", folder.display()));
    first.run("CREATE TABLE kept (a int); INSERT INTO kept VALUES (7)").await.expect("written");
    assert_eq!(first.canceller().cancel().await.expect_err("impossible").kind(), std::io::ErrorKind::Unsupported);

    let second = told(open(&folder, None).await);
    let pid = std::process::id().to_string();
    let mut settings = settings(&[(home.path(), "HOME")]);
    settings.add_filter(&format!(r"\b{pid}\b"), "PID");
    settings.bind(|| assert_snapshot!(second));

    // Waiting ends with the session that is waited for.
    let (next, ()) = tokio::join!(open(&folder, Some(Duration::from_secs(60))), first.close());
    let next = next.expect("a session");
    assert_eq!(value(&next, "SELECT a FROM kept").await, "7");
    drop(next);
    let last = open(&folder, None).await.expect("dropping it freed the folder");
    assert_eq!(value(&last, "SELECT a FROM kept").await, "7");
}

#[tokio::test]
async fn a_folder_of_something_else_is_left_alone() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("letter.txt"), "dear").expect("written");
    let told = told(open(home.path(), None).await);
    settings(&[(home.path(), "HOME")]).bind(|| assert_snapshot!(told));
    assert_eq!(std::fs::read_dir(home.path()).expect("read").count(), 1);
}

#[tokio::test]
async fn a_temporary_one() {
    let options = ConnectOptions { application_name: "whimbrel 0.1".to_owned(), wait: None };
    let session = postgres::connect_embedded(&EmbeddedPlace::Temporary, &options).await.expect("a session");
    let error = session.run("SELECT 1; SELECT nope").await.expect_err("no such column");
    assert_eq!((error.code.as_str(), error.position, error.completed), ("42703", Some(17), 1));
    session.run("CREATE TEMP TABLE t (a int)").await.expect("a table");
    assert_eq!(session.copy_in("COPY t FROM STDIN", "1\n2\n").await, Ok(2));
    session.close().await;
}
