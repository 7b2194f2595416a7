//! docs/json.md beside what the program prints: each example there has the fields, and only those, of a real run.

mod common;

use std::collections::BTreeSet;

use common::Project;
use common::shop::shop;
use serde_json::Value;

const PAGE: &str = include_str!("../../../docs/json.md");

/// The example under this heading.
fn example(heading: &str) -> Value {
    let (_, rest) =
        PAGE.split_once(&format!("\n### {heading}\n")).unwrap_or_else(|| panic!("docs/json.md has no `### {heading}`"));
    let (_, rest) = rest.split_once("```json\n").expect("an example");
    let (text, _) = rest.split_once("```").expect("the example's end");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in the example under {heading}"))
}

/// Every field with the fields it stands in: `migrations[].applied.at`.
fn fields(value: &Value, within: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, field) in object {
                let path = format!("{within}.{name}");
                fields(field, &path, found);
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, &format!("{within}[]"), found)),
        _ => {}
    }
}

fn check(project: &Project, heading: &str, arguments: &[&str]) {
    let printed = project.json(arguments);
    let (mut real, mut shown) = (BTreeSet::new(), BTreeSet::new());
    fields(&printed, "", &mut real);
    fields(&example(heading), "", &mut shown);
    assert_eq!(shown, real, "the example under {heading} is not like what is printed: {printed:#}");
}

#[test]
fn the_examples_have_the_fields_that_are_printed() {
    let made = common::project();
    check(&made, "`whimbrel init`", &["init"]);
    check(&made, "`whimbrel new create_chats`", &["new", "create_chats"]);
    check(&made, "`whimbrel completions bash`", &["completions", "bash"]);
    check(&made, "`whimbrel man`", &["man"]);

    let project = shop().file("whimbrel.toml", "[after.apply]\ncommands = [\"echo restarted\"]\n");
    check(&project, "`whimbrel apply --dry-run`", &["apply", "--dry-run"]);
    check(&project, "`whimbrel apply --test`", &["apply", "--test"]);
    check(&project, "`whimbrel verify`", &["verify"]);
    project.write("migrations/3_wrong.sql", "-- migrate:up\nCREATE TABLE a (id INTEGER);\nINSERT INTO b VALUES (1);\n");
    check(&project, "`whimbrel status`", &["status"]);
    check(&project, "A failure: `whimbrel apply`", &["apply"]);
    check(&project, "`whimbrel revert --dry-run`", &["revert", "--dry-run"]);
    let phrase = example("`whimbrel revert --dry-run`")["phrase"].as_str().unwrap().to_owned();
    check(&project, &format!("`whimbrel revert --confirm '{phrase}'`"), &["revert", "--confirm", &phrase]);
    check(&project, "`whimbrel baseline`", &["baseline"]);
    check(&project, "`whimbrel repair --forget 2`", &["repair", "--forget", "2"]);
}

#[test]
fn every_field_is_explained() {
    let mut found = BTreeSet::new();
    for block in PAGE.split("```json\n").skip(1) {
        let (text, _) = block.split_once("```").unwrap();
        fields(&serde_json::from_str(text).unwrap(), "", &mut found);
    }
    let (tables, _) = PAGE.split_once("\n## Examples\n").unwrap();
    let missing: Vec<_> = found
        .iter()
        .filter(|path| !path.starts_with(".error.database."))
        .filter(|path| !tables.contains(&format!("`{}`", path.rsplit('.').next().unwrap())))
        .collect();
    assert!(missing.is_empty(), "docs/json.md says nothing of {missing:?}");
}
