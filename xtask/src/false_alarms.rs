//! `docs/false-alarms.md`: what servers show of each statement of the tracer's corpus, beside what two linters say of it, out
//! of the file that the test of that name keeps.

use crate::root;

const KEPT: &str = "crates/whimbrel/tests/false_alarms/statements.tsv";

/// A line of the file.
struct Row<'t> {
    sql: &'t str,
    /// What a server shows that it does; empty where it is harmless.
    shown: &'t str,
    /// Rules, those first that say it does harm.
    whimbrel: [&'t str; 2],
    squawk: [&'t str; 2],
}

/// How one linter did.
struct Count {
    /// Harmless statements that it flags.
    alarms: usize,
    /// Hazardous ones that it does not.
    passed: usize,
}

pub fn page() -> String {
    let text = std::fs::read_to_string(root().join(KEPT)).unwrap_or_default();
    let mut lines = text.lines();
    let squawk = lines.next().unwrap_or_default().trim_start_matches("# squawk ").to_owned();
    let rows: Vec<Row<'_>> = lines.skip(1).filter_map(row).collect();
    let (hazardous, harmless): (Vec<&Row<'_>>, Vec<&Row<'_>>) = rows.iter().partition(|row| !row.shown.is_empty());
    let own = count(&rows, |row| row.whimbrel[0]);
    let other = count(&rows, |row| row.squawk[0]);
    let mut page = INTRODUCTION.replace(":squawk", &squawk);
    page.push_str(&format!(
        "\n## Totals\n\n| {} statements | Whimbrel, `plan` | squawk {squawk} |\n| --- | --- | --- |\n\
         | {} harmless: flagged as hazards | **{}** | **{}** |\n| {} hazardous: passed | **{}** | **{}** |\n",
        rows.len(),
        harmless.len(),
        own.alarms,
        other.alarms,
        hazardous.len(),
        own.passed,
        other.passed
    ));
    page.push_str(
        "\n## Hazardous statements\n\n| statement | a server shows | Whimbrel | squawk |\n| --- | --- | --- | --- |\n",
    );
    for row in hazardous {
        page.push_str(&format!(
            "| `{}` | {} | {} | {} |\n",
            cell(row.sql),
            cell(row.shown),
            said(row.whimbrel),
            said(row.squawk)
        ));
    }
    page.push_str("\n## Harmless statements\n\n| statement | Whimbrel | squawk |\n| --- | --- | --- |\n");
    for row in harmless {
        page.push_str(&format!("| `{}` | {} | {} |\n", cell(row.sql), said(row.whimbrel), said(row.squawk)));
    }
    page
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, sql, shown, whimbrel, advice, squawk, other] = cells[..] else { return None };
    Some(Row { sql, shown, whimbrel: [whimbrel, advice], squawk: [squawk, other] })
}

fn count<'t>(rows: &[Row<'t>], flags: impl Fn(&Row<'t>) -> &'t str) -> Count {
    let wrong = |harmless: bool| {
        rows.iter().filter(|row| row.shown.is_empty() == harmless && flags(row).is_empty() != harmless).count()
    };
    Count { alarms: wrong(true), passed: wrong(false) }
}

/// Inside a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Rules that say it does harm, and in brackets the others.
fn said([harm, advice]: [&str; 2]) -> String {
    let list = |rules: &str| rules.replace("; ", ", ");
    match (harm, advice) {
        ("", "") => "–".to_owned(),
        (harm, "") => format!("**{}**", list(harm)),
        ("", advice) => format!("({})", list(advice)),
        (harm, advice) => format!("**{}** ({})", list(harm), list(advice)),
    }
}

const INTRODUCTION: &str = include_str!("false_alarms.md");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_and_what_is_passed_are_counted() {
        let lines = ["a\tA\t\t\t\tx\t", "b\tB\tblocks\ty\t\t\tz", "c\tC\t\t\tw\t\t", "d\tD\tloses\ty\t\tx\t"];
        let rows: Vec<Row<'_>> = lines.iter().filter_map(|line| row(line)).collect();
        let (own, other) = (count(&rows, |row| row.whimbrel[0]), count(&rows, |row| row.squawk[0]));
        assert_eq!((own.alarms, own.passed, other.alarms, other.passed), (0, 0, 1, 1));
        assert_eq!(said(["a; b", "c"]), "**a, b** (c)");
    }
}
