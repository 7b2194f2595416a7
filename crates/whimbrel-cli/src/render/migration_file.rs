//! The text of a new migration file.

use whimbrel_catalog::generate::Statement;
use whimbrel_plan::Difference;

use super::difference::uses_new_label;

/// A file to fill in.
pub fn template(written: &str) -> String {
    let words = title(written);
    format!(
        "-- {words}.

-- migrate:up


-- migrate:verify
-- Each SELECT must return true, or nothing is committed. The comment above it is its name:
-- -- every chat belongs to a user
-- SELECT NOT EXISTS (SELECT FROM chats WHERE user_id IS NULL);

-- migrate:down

"
    )
}

fn title(written: &str) -> String {
    let words = written.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A file that holds a difference and the way back from it.
pub fn text(written: &str, up: &Difference, down: &Difference) -> String {
    let lossy = if up.losses().next().is_some() {
        "-- It makes the schema as it was; the data that `up` destroys does not come back.\n"
    } else {
        ""
    };
    format!(
        "-- {}.\n\n-- migrate:up{}\n{}\n-- migrate:down{}\n-- Derived, and proven on {}.\n{lossy}{}",
        title(written),
        options(&up.statements),
        statements(&up.statements),
        options(&down.statements),
        down.proof.on,
        statements(&down.statements),
    )
}

fn options(statements: &[Statement]) -> &'static str {
    if uses_new_label(statements) { " transaction:false" } else { "" }
}

/// Each under what it may do, and apart from the others where it takes more than a line.
fn statements(statements: &[Statement]) -> String {
    let mut text = String::new();
    let mut was_long = false;
    for (at, statement) in statements.iter().enumerate() {
        let is_long = !statement.hazards.is_empty() || statement.sql.contains('\n');
        if at > 0 && (is_long || was_long) {
            text.push('\n');
        }
        for hazard in &statement.hazards {
            text.push_str(&format!("-- {}: {}\n", hazard.kind.words(), hazard.what));
        }
        text.push_str(&format!("{};\n", statement.sql));
        was_long = is_long;
    }
    text
}
