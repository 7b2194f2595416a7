//! The lock between processes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use whimbrel_db::Sqlite;
use whimbrel_db::sqlite::LockError;

/// Set for a copy of this test's program that is to take the lock and hold it.
const HOLD: &str = "WHIMBREL_TEST_HOLD_LOCK_OF";

/// The other process: does nothing unless it is started by another test.
#[test]
fn hold_the_lock() {
    #[expect(clippy::disallowed_methods, reason = "the other half of this test passes it so")]
    let Some(file) = std::env::var_os(HOLD) else { return };
    let db = Sqlite::open(Path::new(&file)).expect("opened");
    let _lock = db.try_lock("whimbrel 9.9", "mira").expect("free");
    println!("holding");
    loop {
        std::thread::park();
    }
}

fn hold_elsewhere(file: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "lock::hold_the_lock", "--nocapture"])
        .env(HOLD, file)
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("holding")), "the other process has the lock");
    child
}

#[test]
fn another_process_is_named_and_kill_9_frees_the_lock() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("app.db");
    let db = Sqlite::open(&file).expect("opened");
    let mut other = hold_elsewhere(&file);
    let holder = match db.try_lock("whimbrel", "ada") {
        Err(LockError::Held(Some(holder))) => holder,
        answer => panic!("{answer:?}"),
    };
    assert_eq!((holder.pid, holder.program.as_str(), holder.user.as_str()), (other.id(), "whimbrel 9.9", "mira"));
    assert!(holder.since.elapsed().is_ok());
    other.kill().expect("killed with SIGKILL");
    other.wait().expect("gone");
    let lock = db.try_lock("whimbrel", "ada").expect("free");
    assert!(folder.path().join("app.db.whimbrel-lock").exists());
    drop(lock);
    assert!(!folder.path().join("app.db.whimbrel-lock").exists(), "no litter");
}

#[test]
fn two_connections_of_one_process_exclude_each_other() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("app.db");
    let one = Sqlite::open(&file).expect("opened");
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&file, &link).expect("linked");
    let two = Sqlite::open(&link).expect("opened");
    let lock = one.try_lock("whimbrel", "ada").expect("free");
    assert!(matches!(two.try_lock("whimbrel", "ada"), Err(LockError::Held(Some(_)))), "by whichever path");
    two.run_sql("CREATE TABLE t (a)").expect("the database itself is free");
    drop(lock);
    let _lock = two.try_lock("whimbrel", "ada").expect("free");
}

#[test]
fn nobody_shares_the_lock_under_contention() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("app.db");
    Sqlite::open(&file).expect("opened").run_sql("CREATE TABLE n (v); INSERT INTO n VALUES (0)").expect("made");
    let add = || {
        let db = Sqlite::open(&file).expect("opened");
        for _ in 0..20 {
            let _lock = loop {
                match db.try_lock("whimbrel", "ada") {
                    Ok(lock) => break lock,
                    Err(LockError::Held(_)) => std::thread::yield_now(),
                    Err(error) => panic!("{error}"),
                }
            };
            // Read and write in two statements: only the lock keeps an addition from being lost.
            let value = db.query("SELECT v FROM n", []).expect("read").rows[0][0].clone().expect("a number");
            let next = value.parse::<i64>().expect("a number") + 1;
            db.query("UPDATE n SET v = ?1", [next]).expect("written");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(add);
        }
    });
    let db = Sqlite::open(&file).expect("opened");
    assert_eq!(db.query("SELECT v FROM n", []).expect("read").rows, [[Some("80".to_owned())]]);
}
