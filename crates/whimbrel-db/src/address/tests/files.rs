//! Password and service files.

use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;
use tempfile::TempDir;

use super::{parse_with, show};

fn home(files: &[(&str, &str, u32)]) -> TempDir {
    let home = tempfile::tempdir().expect("a temporary folder");
    for (name, text, mode) in files {
        let path = home.path().join(name);
        std::fs::write(&path, text).expect("written");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(*mode)).expect("set");
    }
    home
}

fn check(text: &str, home: &TempDir, more: &[(&str, &str)]) -> String {
    let folder = home.path().to_str().expect("UTF-8");
    let variables: Vec<(&str, &str)> =
        [("HOME", folder), ("PGSYSCONFDIR", folder)].into_iter().chain(more.iter().copied()).collect();
    let shown = show(parse_with(text, &variables, home.path()));
    // The default root file is in the home directory too, and not of interest here.
    shown.replace(&format!(" roots {folder}/.postgresql/root.crt"), "").replace(folder, "~")
}

const PASSWORDS: &str = r"# a comment
db:5432:shop:app:first
db:*:shop:app:second
with\:colon:5432:*:*:pass\:word\\
localhost:5432:*:app:local
*:5432:other:*:wild
";

#[test]
fn the_first_line_of_the_password_file_that_fits_counts() {
    let home = home(&[(".pgpass", PASSWORDS, 0o600)]);
    let password = |url: &str| check(url, &home, &[]).lines().next().map(str::to_owned).unwrap_or_default();
    assert_eq!(password("postgres://app@db/shop"), "db port 5432 password <first> of the password file");
    assert_eq!(password("postgres://app@db:9/shop"), "db port 9 password <second> of the password file");
    assert_eq!(
        password("host='with:colon' user=x dbname=y"),
        r"with:colon port 5432 password <pass:word\> of the password file"
    );
    assert_eq!(password("postgres://app@/shop"), "default socket port 5432 password <local> of the password file");
    assert_eq!(
        password("postgres://app@/shop?host=/tmp"),
        "socket in /tmp port 5432 password <local> of the password file"
    );
    assert_eq!(password("postgres://x@h/other"), "h port 5432 password <wild> of the password file");
    assert_eq!(password("postgres://x@h/shop"), "h port 5432");
    assert_eq!(password("postgres://app:own@db/shop"), "db port 5432 password <own> of the URL");
}

#[test]
fn each_of_several_hosts_has_its_own_password() {
    let home = home(&[("secret", PASSWORDS, 0o600)]);
    assert_snapshot!(check("postgres://app@db,elsewhere,db:6000/shop?passfile=secret", &home, &[]));
}

#[test]
fn a_password_file_that_others_may_read_is_left_aside_aloud() {
    let home = home(&[(".pgpass", PASSWORDS, 0o640)]);
    assert_snapshot!(check("postgres://app@db/shop", &home, &[]));
}

const SERVICES: &str = "# services
[shop]
host=service.example.org
dbname=shop
user=serviceuser
password=sea
[other]
host=other
";

#[test]
fn a_service_stands_between_the_url_and_the_environment() {
    let home = home(&[(".pg_service.conf", SERVICES, 0o644)]);
    assert_snapshot!(check("postgres://app@/?service=shop", &home, &[("PGHOST", "env"), ("PGPORT", "7001")]));
    assert_snapshot!(check("postgres://", &home, &[("PGSERVICE", "other"), ("PGUSER", "env")]));
    assert_snapshot!(check("service=nothing", &home, &[]));
}

#[test]
fn service_files_elsewhere() {
    let home = home(&[("pg_service.conf", SERVICES, 0o644), ("mine.conf", "[x]\nhost=x\nuser=y\nhosst=z\n", 0o644)]);
    assert_snapshot!(check("service=shop", &home, &[]));
    assert_snapshot!(check("service=x", &home, &[("PGSERVICEFILE", "mine.conf")]));
}
