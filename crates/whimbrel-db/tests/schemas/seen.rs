//! What `pg_dump` sees of a schema, in the form to compare two by.

use std::collections::HashMap;

use whimbrel_testing::{Database, observed};

/// Without the values of the options of user mappings other than `user`: those are secrets, of which Whimbrel reads no
/// more than whether two are the same, and for which it writes `<password>`, to be filled in. Names of options stay.
pub fn seen(database: &Database) -> String {
    of_dump(&database.pg_dump())
}

/// The same of a dump that was made otherwise.
pub fn of_dump(dump: &str) -> String {
    let observed = observed(dump);
    let mut text = String::new();
    let mut rest = observed.as_str();
    while let Some(at) = rest.find(MAPPING) {
        let end = at + rest[at..].find("\n);").unwrap_or(rest.len() - at);
        text.push_str(&rest[..at]);
        text.push_str(&without_secrets(&rest[at..end]));
        rest = &rest[end..];
    }
    text + rest
}

const MAPPING: &str = "CREATE USER MAPPING ";

/// pg_dump writes an option a line: `    password 'it''s open',`.
fn without_secrets(statement: &str) -> String {
    let mut text = String::new();
    let mut in_value = false;
    for line in statement.split_inclusive('\n') {
        let is_begun = in_value;
        in_value ^= line.matches('\'').count() % 2 == 1;
        match line.split_once(" '").filter(|_| !is_begun) {
            Some((name, _)) if name.trim() != "\"user\"" => {
                text.push_str(name);
                text.push_str(" '(secret)'\n");
            }
            // a value of more than one line
            None if is_begun => {}
            _ => text.push_str(line),
        }
    }
    text
}

/// The lines that differ, where any do.
pub fn equal(what: &str, found: &str, wanted: &str) -> Result<(), String> {
    if found == wanted {
        return Ok(());
    }
    let mut only: HashMap<&str, i32> = HashMap::new();
    found.lines().for_each(|line| *only.entry(line).or_default() += 1);
    wanted.lines().for_each(|line| *only.entry(line).or_default() -= 1);
    let of = |text: &str, sign: char| {
        let lines = text.lines().filter(|line| if sign == '+' { only[line] > 0 } else { only[line] < 0 });
        lines.map(|line| format!("  {sign} {line}\n")).collect::<String>()
    };
    let lines = of(wanted, '-') + &of(found, '+');
    let lines = if lines.is_empty() { format!("only in order\n{found}\nwanted\n{wanted}") } else { lines };
    Err(format!("{what} differs (- wanted, + found):\n{lines}"))
}
