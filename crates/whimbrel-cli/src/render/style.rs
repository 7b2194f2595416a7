//! The few styles there are. What a colour says is also said by a word or a sign.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// What failed.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// What went well.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What wants attention.
pub const WARN: Style = AnsiColor::Yellow.on_default();
/// Names and commands to type.
pub const NAME: Style = AnsiColor::Cyan.on_default();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// Headings.
pub const BOLD: Style = Style::new().bold();

/// `text` in `style`.
pub fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// `✓` or `✗`; the words beside them say the same.
pub fn sign(good: bool) -> String {
    if good { paint(GOOD, "✓") } else { paint(BAD, "✗") }
}

/// `1 table`, `2 tables`.
pub fn count(number: usize, one: &str) -> String {
    let many = match one.strip_suffix('y') {
        Some(stem) if !one.ends_with("ey") => format!("{stem}ies"),
        _ if one.ends_with('x') && one != "index" => format!("{one}es"),
        _ if one == "index" => "indexes".to_owned(),
        _ => format!("{one}s"),
    };
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(number as u64)) }
}

/// `12,345`
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        let counted: Vec<_> = [(1, "index"), (2, "index"), (0, "policy"), (3, "foreign key"), (1234, "row")]
            .map(|(n, s)| count(n, s))
            .into();
        assert_eq!(counted, ["1 index", "2 indexes", "0 policies", "3 foreign keys", "1,234 rows"]);
    }
}
