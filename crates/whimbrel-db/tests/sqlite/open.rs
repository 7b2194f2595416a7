//! Every way opening a file fails.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use rusqlite::Connection;
use whimbrel_db::{ConnectError, Sqlite};

fn told(error: &ConnectError, folder: &Path) -> String {
    let text = format!(
        "{}\n{error}\nsaid: {:?}\ncause: {}\nremedies: {:?}",
        error.code,
        error.said,
        error.cause.as_deref().unwrap_or("none"),
        error.remedies
    );
    text.replace(&folder.display().to_string(), "/folder")
}

fn refused(prepare: impl FnOnce(&Path), file: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    prepare(folder.path());
    let error = Sqlite::open(&folder.path().join(file)).err().expect("refused");
    told(&error, folder.path())
}

#[test]
fn what_is_wrong_is_said() {
    assert_snapshot!(refused(|_| (), "nope/app.db"), @r#"
connection.folder_missing
failed to open the SQLite database /folder/nope/app.db
said: None
cause: the folder /folder/nope does not exist
remedies: ["create it: mkdir -p /folder/nope", "or correct the path: sqlite:///relative.db has three slashes, sqlite:////absolute.db four"]
"#);
    assert_snapshot!(refused(|folder| fs::create_dir(folder.join("app.db")).expect("made"), "app.db"), @r#"
connection.is_directory
failed to open the SQLite database /folder/app.db
said: None
cause: this is a folder, not a file
remedies: ["name a file in it, such as sqlite:/folder/app.db/app.db"]
"#);
    assert_snapshot!(refused(|folder| fs::write(folder.join("app.db"), "hello ".repeat(99)).expect("written"), "app.db"), @r#"
connection.not_a_database
failed to open the SQLite database /folder/app.db
said: Some("file is not a database")
cause: the file is not a SQLite database, or it is encrypted
remedies: ["look at its beginning: head -c 16 /folder/app.db (a database says `SQLite format 3`)"]
"#);
}

#[test]
fn a_database_locked_by_another_program() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("app.db");
    let other = Connection::open(&file).expect("opened");
    other
        .execute_batch("CREATE TABLE t (a); PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)")
        .expect("locked");
    let error = Sqlite::open(&file).err().expect("locked");
    assert_snapshot!(told(&error, folder.path()), @r#"
connection.locked
failed to open the SQLite database /folder/app.db
said: Some("database is locked")
cause: another program holds a lock on the whole database
remedies: ["find it with `fuser /folder/app.db` or `lsof /folder/app.db`, let it end, and run this again"]
"#);
}

#[test]
fn another_programs_write_is_named_as_the_cause() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("app.db");
    let db = Sqlite::open(&file).expect("opened");
    for mode in ["WAL", "DELETE"] {
        db.run_sql(&format!("PRAGMA journal_mode = {mode}; CREATE TABLE t_{mode} (a)")).expect("made");
        let other = Connection::open(&file).expect("opened");
        other.execute_batch(&format!("BEGIN IMMEDIATE; INSERT INTO t_{mode} VALUES (1)")).expect("writes");
        db.connection().busy_timeout(std::time::Duration::from_millis(20)).expect("set");
        let error = db.begin().expect_err("busy");
        assert_eq!(error.code, "SQLITE_BUSY");
        assert!(error.hint.expect("advice").starts_with("another program is using"));
        assert_eq!(db.query(&format!("SELECT * FROM t_{mode}"), []).expect("reads").rows.len(), 0);
        other.execute_batch("ROLLBACK").expect("ended");
        db.begin().expect("free again");
        db.rollback().expect("ended");
    }
}

#[test]
fn a_new_file_is_made_and_reading_makes_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file:odd?mode=memory.db");
    assert_snapshot!(told(&Sqlite::open_read_only(&file).err().expect("missing"), folder.path()), @r#"
connection.database_missing
failed to open the SQLite database /folder/file:odd?mode=memory.db
said: None
cause: the file does not exist
remedies: ["correct the path, or create the database: whimbrel apply"]
"#);
    assert!(!file.exists());
    Sqlite::open(&file).expect("opened").run_sql("CREATE TABLE t (a)").expect("made");
    assert!(file.exists());
    let reader = Sqlite::open_read_only(&file).expect("opened");
    assert_eq!(reader.run_sql("INSERT INTO t VALUES (1)").expect_err("reads only").code, "SQLITE_READONLY");
}

#[test]
fn a_reading_transaction_refuses_to_write() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Sqlite::open(&folder.path().join("app.db")).expect("opened");
    db.run_sql("CREATE TABLE t (a)").expect("made");
    db.begin_read_only().expect("begun");
    assert_eq!(db.run_sql("DELETE FROM t").expect_err("reads only").code, "SQLITE_READONLY");
    db.rollback().expect("ended");
    db.run_sql("DELETE FROM t").expect("writes again");
}

#[test]
fn an_interrupt_stops_what_runs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Sqlite::open(&folder.path().join("app.db")).expect("opened");
    let handle = db.interrupt();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stopped = stop.clone();
    let thread = std::thread::spawn(move || {
        while !stopped.load(std::sync::atomic::Ordering::SeqCst) {
            handle.interrupt();
        }
    });
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let error = db.run_sql(endless).expect_err("interrupted");
    stop.store(true, std::sync::atomic::Ordering::SeqCst);
    thread.join().expect("ended");
    assert_eq!(error.code, "SQLITE_INTERRUPT");
}
