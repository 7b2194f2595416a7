//! Folders of migrations.

use std::fs;
use std::path::Path;

use whimbrel_source::{Version, discover};

fn errors(folder: &Path) -> String {
    let errors = discover(folder, Path::new("migrations")).unwrap_err();
    let lines = errors.iter().map(|error| {
        let at = error.at.as_ref().map_or(String::new(), |(file, _)| format!("{}: ", file.path.display()));
        format!("{at}{error}\n  remedy: {}", error.remedy.as_deref().unwrap_or("none"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn versions_are_numbers_and_other_files_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["10_b.sql", "9_a.sql", "0011.sql", "20240101000000_long_ago.sql"] {
        fs::write(folder.path().join(name), "-- migrate:up\n").unwrap();
    }
    fs::write(folder.path().join("README.md"), "not SQL").unwrap();
    fs::write(folder.path().join(".9_a.sql"), "an editor's").unwrap();
    fs::create_dir(folder.path().join("7_folder.sql")).unwrap();
    let set = discover(folder.path(), Path::new("migrations")).unwrap();
    let found: Vec<_> = set.migrations.iter().map(|m| (m.version.as_str(), m.name.as_str())).collect();
    assert_eq!(found, [("9", "a"), ("10", "b"), ("0011", ""), ("20240101000000", "long_ago")]);
    assert_eq!(set.migrations[0].file.path, Path::new("migrations/9_a.sql"));
    assert_eq!(set.get(&Version::new("011").unwrap()).map(|m| m.version.as_str()), Some("0011"));
    assert!(set.get(&Version::new("12").unwrap()).is_none());
}

#[test]
fn all_bad_files_are_told_of_together() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("1_good.sql", b"-- migrate:up\n");
    write("01_same.sql", b"-- migrate:up\n");
    write("2_latin.sql", b"-- migrate:up\nSELECT '\xe9';\n");
    write("3_utf16.sql", b"\xff\xfe-\0");
    write("4_no_marker.sql", b"SELECT 1;\n");
    write("5_SHOUTED.SQL", b"-- migrate:up\n");
    write("schema.sql", b"-- migrate:up\n");
    insta::assert_snapshot!(errors(folder.path()), @r"
    `migrations/2_latin.sql` is not UTF-8: byte 22 (line 2) is 0xe9
      remedy: save the file as UTF-8
    `migrations/3_utf16.sql` is UTF-16, not UTF-8
      remedy: save the file as UTF-8
    migrations/4_no_marker.sql: the file has no `-- migrate:up` line
      remedy: write `-- migrate:up` on a line of its own above it
    `migrations/5_SHOUTED.SQL` does not end in `.sql`
      remedy: rename it, the ending in lower case
    `migrations/schema.sql` has no version in its name
      remedy: name it `<digits>_<name>.sql`, such as `20260131120000_create_users.sql`, or move it elsewhere
    `migrations/01_same.sql` and `migrations/1_good.sql` have the same version
      remedy: give the newer one a higher version, unless it has been applied somewhere
    ");
}

#[test]
fn rows_for_a_rehearsal_belong_to_the_migration_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("1_users.sql", "-- migrate:up\nCREATE TABLE users (id int);\n");
    write("1_users.fixture.sql", "INSERT INTO users VALUES (1);\n");
    write("2.sql", "-- migrate:up\n");
    write("2.fixture.sql", "");
    let set = discover(folder.path(), Path::new("migrations")).unwrap();
    let fixtures: Vec<_> =
        set.migrations.iter().map(|it| it.fixture.as_ref().map(|file| file.path.as_path())).collect();
    let expect = ["migrations/1_users.fixture.sql", "migrations/2.fixture.sql"].map(|path| Some(Path::new(path)));
    assert_eq!(fixtures, expect);
}

#[test]
fn rows_for_a_rehearsal_that_belong_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
    write("1_users.sql", b"-- migrate:up\n");
    write("1_user.fixture.sql", b"");
    write("2_gone.fixture.sql", b"");
    write("3_bad.sql", b"SELECT 1;\n");
    write("3_bad.fixture.sql", b"told of when its migration can be read");
    write("4_latin.sql", b"-- migrate:up\n");
    write("4_latin.fixture.sql", b"SELECT '\xe9';\n");
    write("5_new.fixtures.sql", b"INSERT INTO users VALUES (1);\n");
    write("rows.fixture.sql", b"");
    insta::assert_snapshot!(errors(folder.path()), @r"
    migrations/3_bad.sql: the file has no `-- migrate:up` line
      remedy: write `-- migrate:up` on a line of its own above it
    migrations/5_new.fixtures.sql: the file has no `-- migrate:up` line
      remedy: if it has rows for a rehearsal, rename it to `5_new.fixture.sql`
    `migrations/1_user.fixture.sql` has rows for `1_user.sql`, and there is no such migration
      remedy: rename it to `1_users.fixture.sql`, if its rows are for that migration
    `migrations/2_gone.fixture.sql` has rows for `2_gone.sql`, and there is no such migration
      remedy: name it like the migration that its rows are for, or delete it
    `migrations/4_latin.fixture.sql` is not UTF-8: byte 8 (line 1) is 0xe9
      remedy: save the file as UTF-8
    `migrations/rows.fixture.sql` has rows for `rows.sql`, and there is no such migration
      remedy: name it like the migration that its rows are for, or delete it
    ");
}

#[test]
fn no_folder() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(errors(&folder.path().join("migrations")), @r"
    there is no migrations folder `migrations`
      remedy: run `whimbrel init` to create one, or `whimbrel new NAME` to write the first migration
    ");
    fs::write(folder.path().join("file"), "").unwrap();
    insta::assert_snapshot!(errors(&folder.path().join("file")), @r"
    failed to read the migrations folder `migrations`: not a directory
      remedy: none
    ");
}

#[test]
fn an_empty_folder_is_an_empty_set() {
    let folder = tempfile::tempdir().unwrap();
    assert!(discover(folder.path(), Path::new("m")).unwrap().migrations.is_empty());
}

#[test]
fn ten_thousand_files() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..10_000 {
        let name = format!("{}_m.sql", 10_000 - n);
        fs::write(folder.path().join(name), format!("-- migrate:up\nCREATE TABLE t{n} (id int);\n")).unwrap();
    }
    let set = discover(folder.path(), Path::new("migrations")).unwrap();
    assert_eq!(set.migrations.len(), 10_000);
    assert!(set.migrations.windows(2).all(|pair| pair[0].version < pair[1].version));
}
