//! Rows in columns, fitted to the width of the terminal by cutting the widest column that may be cut.

use unicode_width::UnicodeWidthStr;

use super::style::{DIM, paint};

/// A cell: its text, and how it is painted.
pub struct Cell {
    text: String,
    style: Option<anstyle::Style>,
}

impl Cell {
    /// Plain.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: None }
    }

    /// Painted.
    pub fn painted(style: anstyle::Style, text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Some(style) }
    }
}

/// Lays `rows` out under `heads`. Columns that are empty throughout are left out. `width` is that of the terminal,
/// or `None` where the output goes elsewhere and nothing may be cut.
pub fn columns(heads: &[&str], rows: &[Vec<Cell>], width: Option<usize>) -> String {
    let used: Vec<usize> =
        (0..heads.len()).filter(|column| rows.iter().any(|row| !row[*column].text.is_empty())).collect();
    let mut widths: Vec<usize> = used
        .iter()
        .map(|column| rows.iter().map(|row| row[*column].text.width()).max().unwrap_or(0).max(heads[*column].width()))
        .collect();
    if let Some(width) = width {
        shrink(&mut widths, width.saturating_sub(2 * used.len().saturating_sub(1)));
    }
    let mut text = String::new();
    let mut line = |cells: Vec<(String, Option<anstyle::Style>)>| {
        let mut row = String::new();
        for (index, (cell, style)) in cells.into_iter().enumerate() {
            let cell = cut(&cell, widths[index]);
            let gap = if index + 1 == widths.len() { 0 } else { widths[index] - cell.width() + 2 };
            row.push_str(&style.map_or_else(|| cell.clone(), |style| paint(style, &cell)));
            row.push_str(&" ".repeat(gap));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    };
    line(used.iter().map(|column| (heads[*column].to_owned(), Some(DIM))).collect());
    for row in rows {
        line(used.iter().map(|column| (row[*column].text.clone(), row[*column].style)).collect());
    }
    text
}

/// Takes from the widest column until all fit; none gets narrower than what still says something.
fn shrink(widths: &mut [usize], available: usize) {
    const LEAST: usize = 14;
    while widths.iter().sum::<usize>() > available {
        match widths.iter_mut().max() {
            Some(widest) if *widest > LEAST => *widest -= 1,
            _ => return,
        }
    }
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.width() + c.to_string().width() + 1 > width {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(width: Option<usize>) -> String {
        let row = |cells: [&str; 4]| cells.map(Cell::new).into();
        let rows = [
            row(["1", "create_users_with_a_long_name", "", "applied 2025-12-24 09:30 UTC"]),
            row(["20", "größe", "", "pending"]),
        ];
        anstream::adapter::strip_str(&columns(&["version", "name", "nothing", "state"], &rows, width)).to_string()
    }

    #[test]
    fn columns_line_up_and_empty_ones_are_left_out() {
        insta::assert_snapshot!(table(None));
    }

    #[test]
    fn a_narrow_terminal_cuts_the_widest() {
        insta::assert_snapshot!(table(Some(50)));
    }
}
