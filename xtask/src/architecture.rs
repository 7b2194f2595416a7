//! ARCHITECTURE.md's table of crates, against the manifests. The table is the truth: a crate that is not in it, or
//! that depends on one of ours that its row does not list, is a problem, and so is a row that lists too much.

use std::collections::{BTreeMap, BTreeSet};

use crate::metadata::{self, Metadata};
use crate::{Problems, root};

type Graph = BTreeMap<String, BTreeSet<String>>;

pub fn check() -> Problems {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    compare(&stated(&page), &actual(&metadata::workspace()))
}

/// Reads the rows of the table: the crate in the first cell, what it depends on in the last.
fn stated(page: &str) -> Graph {
    page.lines()
        .skip_while(|line| !line.starts_with("| crate |"))
        .skip(2)
        .map_while(|line| line.strip_prefix('|')?.strip_suffix('|'))
        .filter_map(|row| {
            let mut cells = row.split('|');
            let name = names(cells.next()?).pop()?;
            Some((name, names(cells.next_back()?).into_iter().collect()))
        })
        .collect()
}

/// The words between backticks.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Our crates, and which of ours each uses outside of its tests.
fn actual(metadata: &Metadata) -> Graph {
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let used = |package: &metadata::Package| {
        let outside_of_tests =
            package.dependencies.iter().filter(|dependency| dependency.kind.as_deref() != Some("dev"));
        outside_of_tests.map(|dependency| dependency.name.clone()).filter(|name| ours.contains(name.as_str())).collect()
    };
    metadata.packages.iter().map(|package| (package.name.clone(), used(package))).collect()
}

fn compare(stated: &Graph, actual: &Graph) -> Problems {
    let mut problems = Problems::new();
    for name in stated.keys().filter(|name| !actual.contains_key(*name)) {
        problems.push(format!("{name} is in ARCHITECTURE.md and not in the workspace"));
    }
    for (name, used) in actual {
        let Some(allowed) = stated.get(name) else {
            problems.push(format!("{name} is not in ARCHITECTURE.md"));
            continue;
        };
        for other in used.difference(allowed) {
            problems.push(format!("{name} depends on {other}, which ARCHITECTURE.md does not list"));
        }
        for other in allowed.difference(used) {
            problems.push(format!("{name} does not depend on {other}, which ARCHITECTURE.md lists"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_are_as_the_page_says() {
        assert_eq!(check(), Problems::new());
    }

    #[test]
    fn a_row_is_read_and_what_differs_is_told() {
        let page = "# x\n\n| crate | holds | depends on |\n| --- | --- | --- |\n\
                    | `a` | the `word` | |\n| `b` | – | `a`, `c` |\n| `gone` | – | |\n\nafter `d`";
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let actual = Graph::from([("a".into(), set(&["b"])), ("b".into(), set(&["a"])), ("new".into(), set(&[]))]);
        assert_eq!(
            compare(&stated(page), &actual),
            [
                "gone is in ARCHITECTURE.md and not in the workspace",
                "a depends on b, which ARCHITECTURE.md does not list",
                "b does not depend on c, which ARCHITECTURE.md lists",
                "new is not in ARCHITECTURE.md",
            ]
        );
    }
}
