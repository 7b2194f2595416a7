//! Nothing names a database, or what names one cannot be understood.

use crate::common::{Project, project};
use crate::{assert_error, assert_run, with};

#[test]
fn nothing_is_set() {
    assert_run!(with(crate::SMALL).exits(2, ["apply"]));
    assert_error!("nothing_is_set_json", with(crate::SMALL).exits(2, ["status", "--format", "json"]));
    let from_variable = with(crate::SMALL).file("whimbrel.toml", "[database]\nurl = \"${DATABASE_URL}\"\n");
    assert_run!(from_variable.exits(2, ["apply"]));
    assert_run!(with(crate::SMALL).with("DATABASE_URL", "").exits(2, ["apply"]));
}

#[test]
fn the_remedy_of_nothing_set_helps() {
    let project = with(crate::SMALL);
    project.exits(2, ["status"]);
    project.succeeds(["status", "--database", "sqlite:///dev.db"]);
    project.succeeds(["status", "--database", "embedded:.whimbrel/dev"]);
    project.write(".env", "DATABASE_URL=sqlite:///dev.db\n");
    project.succeeds(["status"]);
}

/// Addresses that cannot be understood, each with words of a password that no message may hold.
const BROKEN: &[(&str, &[&str])] = &[
    ("postgres://app:kestrel@plover@db/shop", &["kestrel", "plover"]),
    ("postgres://app:kestrel/plover@db/shop", &["kestrel", "plover"]),
    ("postgres://app:kestrel:plover@db:port/shop", &["kestrel", "plover"]),
    ("postgres://app:kestrel%plover@db/shop", &["kestrel", "plover"]),
    ("postgres://app:kestrel%ff@db/shop", &["kestrel"]),
    ("postgres://app:kestrel@db:543210/shop", &["kestrel"]),
    ("postgres://app:kestrel@[::1/shop", &["kestrel"]),
    ("postgres://app:kestrel@db/shop?sslmod=require", &["kestrel"]),
    ("postgres://app:kestrel@db/shop?sslmode=required", &["kestrel"]),
    ("postgres://db/shop?user=app&password=kestrel&plover", &["kestrel", "plover"]),
    ("postgres://db/shop?pasword=kestrel", &["kestrel"]),
    ("postgres//app:kestrel@db/shop", &["kestrel"]),
    ("postgres:/app:kestrel@db/shop", &["kestrel"]),
    ("app:kestrel@db/shop", &["kestrel"]),
    ("kestrel", &["kestrel"]),
    ("mysql://app:kestrel@db/shop", &["kestrel"]),
    ("jdbc:postgresql://db/shop?user=app&password=kestrel", &["kestrel"]),
    ("\"postgres://app:kestrel@db/shop\"", &["kestrel"]),
    ("host=db user=app password=kestrel plover", &["kestrel", "plover"]),
    ("host=db user=app password='kestrel plover", &["kestrel", "plover"]),
    ("host=db user=app pasword=kestrel", &["kestrel"]),
];

#[test]
fn what_cannot_be_understood_is_not_shown() {
    let mut all = String::new();
    for (address, secrets) in BROKEN {
        let project = || secrets.iter().fold(project(), |project, secret| project.hiding(secret));
        for more in [&[][..], &["-vv"], &["--format", "json"]] {
            let given = |project: Project, flag: &[&str]| project.exits(2, [&["status"], flag, more].concat());
            given(project(), &["--database", address]);
            given(project().file("whimbrel.toml", &format!("[database]\nurl = '''{address}'''\n")), &[]);
            given(project().file(".env", &format!("DATABASE_URL='{}'\n", address.replace('\'', ""))), &[]);
            given(project().with("DATABASE_URL", *address), &[]);
        }
        let shown = secrets.iter().fold((*address).to_owned(), |text, secret| text.replace(secret, "SECRET"));
        let told = project().with("DATABASE_URL", *address).exits(2, ["apply"]).stderr;
        all.push_str(&format!("{shown}\n{told}\n"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn a_password_in_a_file_that_is_not_toml_or_not_an_env_file() {
    let hidden = || project().hiding("kestrel");
    let toml = "[database]\nurl = \"postgres://app:kestrel@db/shop\n";
    assert_run!(hidden().file("whimbrel.toml", toml).exits(2, ["status"]));
    let key = "[database]\nuri = \"postgres://app:kestrel@db/shop\"\n";
    assert_run!(hidden().file("whimbrel.toml", key).exits(2, ["status"]));
    let env = "DATABASE_URL postgres://app:kestrel@db/shop\n";
    assert_run!(hidden().file(".env", env).exits(2, ["status"]));
    let env = "DATABASE_URL=\"postgres://app:kestrel@db/shop\n";
    assert_run!(hidden().file(".env", env).exits(2, ["status"]));
}

#[test]
fn variables_that_cannot_be_understood() {
    let hidden = || project().hiding("kestrel").with("PGHOST", "db").with("PGPASSWORD", "kestrel");
    assert_run!(hidden().with("PGPORT", "kestrel").exits(2, ["status"]));
    assert_run!(hidden().with("PGSSLMODE", "required").exits(2, ["status"]));
    assert_run!(hidden().with("PGSERVICE", "shop").exits(2, ["status"]));
}
