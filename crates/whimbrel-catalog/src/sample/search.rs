//! Finding a row that satisfies all that a table asks for: by trying values, and going back where none fits.

use std::collections::HashMap;

use super::evaluate::may_hold;
use super::expression::Expression;
use super::make::{Cell, cells};
use super::table::{Row, Target};

/// How many values are tried for one row before it is given up.
const PATIENCE: usize = 10_000;
/// With how many numbers values are made for a column, where those of the first do not fit.
const ROUNDS: usize = 8;

/// What is decided at once.
pub(super) enum Choice<'a> {
    /// One column.
    Column(usize),
    /// The columns of a foreign key: each row of the other table gives cells for them.
    Reference { columns: &'a [usize], match_full: bool, offers: Vec<Vec<Cell>> },
    /// A foreign key of the table to itself, and its columns there: an earlier row, or the row itself.
    Own { columns: &'a [usize], match_full: bool, to: Vec<usize> },
}

/// Looks for one row.
pub(super) struct Search<'a> {
    pub(super) target: &'a Target<'a>,
    /// Those before.
    pub(super) rows: &'a [Row],
    /// In the order in which they are decided.
    pub(super) choices: &'a [Choice<'a>],
    /// From which values follow.
    pub(super) number: usize,
    tried: usize,
    /// By column and round.
    made: HashMap<(usize, usize), Vec<Cell>>,
    /// The check or key that the last values failed for.
    pub(super) obstacle: Option<String>,
}

impl<'a> Search<'a> {
    pub(super) fn new(target: &'a Target<'a>, rows: &'a [Row], choices: &'a [Choice<'a>], number: usize) -> Self {
        Self { target, rows, choices, number, tried: 0, made: HashMap::new(), obstacle: None }
    }

    /// The row; `None` where none was found.
    pub(super) fn row(&mut self) -> Option<Row> {
        let mut row: Row = vec![None; self.target.fields.len()];
        self.decide(0, &mut row).then_some(row)
    }

    fn decide(&mut self, at: usize, row: &mut Row) -> bool {
        let Some(choice) = self.choices.get(at) else { return true };
        let columns: Vec<usize> = match choice {
            Choice::Column(column) => vec![*column],
            Choice::Reference { columns, .. } | Choice::Own { columns, .. } => columns.to_vec(),
        };
        let before: Vec<Option<Cell>> = columns.iter().map(|&column| row[column].clone()).collect();
        // decided already, by a foreign key
        if let (Choice::Column(_), [Some(_)]) = (choice, before.as_slice()) {
            return self.decide(at + 1, row);
        }
        let rounds = if matches!(choice, Choice::Column(_)) { ROUNDS } else { 1 };
        (0..rounds).any(|round| {
            let offers = self.offers(choice, row, round);
            self.accept(offers, &columns, &before, at, row)
        })
    }

    /// Whether one of the offers leads to a whole row.
    fn accept(
        &mut self,
        offers: Vec<Vec<Option<Cell>>>,
        columns: &[usize],
        before: &[Option<Cell>],
        at: usize,
        row: &mut Row,
    ) -> bool {
        for offer in offers {
            let agrees = before.iter().zip(&offer).all(|(is, offer)| match (is, offer) {
                (Some(is), Some(offer)) => is.text == offer.text,
                _ => true,
            });
            self.tried += 1;
            if self.tried > PATIENCE {
                return false;
            }
            if !agrees {
                continue;
            }
            for (&column, cell) in columns.iter().zip(offer) {
                // what an offer leaves open is decided on its own
                if cell.is_some() {
                    row[column] = cell;
                }
            }
            if self.is_allowed(columns, row) && self.decide(at + 1, row) {
                return true;
            }
            for (&column, cell) in columns.iter().zip(before) {
                row[column].clone_from(cell);
            }
        }
        false
    }

    /// Cells for the columns of the choice; `None` leaves one open.
    fn offers(&mut self, choice: &Choice<'_>, row: &Row, round: usize) -> Vec<Vec<Option<Cell>>> {
        let some = |cells: Vec<Cell>| cells.into_iter().map(Some).collect::<Vec<_>>();
        match choice {
            Choice::Column(column) => {
                let field = &self.target.fields[*column];
                let number = self.number + round;
                let made = || cells(&field.kind, field.name, number, &field.hints);
                let mut offers = self.made.entry((*column, round)).or_insert_with(made).clone();
                if round + 1 == ROUNDS && !field.not_null {
                    offers.push(Cell::NULL);
                }
                offers.into_iter().map(|cell| vec![Some(cell)]).collect()
            }
            Choice::Reference { columns, match_full, offers } => {
                let start = if offers.is_empty() { 0 } else { self.rows.len() % offers.len() };
                let mut offers: Vec<_> = offers[start..].iter().chain(&offers[..start]).cloned().map(some).collect();
                offers.extend(self.nothing(columns, *match_full));
                offers
            }
            Choice::Own { columns, match_full, to } => {
                let of = |row: &Row| -> Option<Vec<Cell>> { to.iter().map(|&column| row[column].clone()).collect() };
                let mut offers: Vec<_> = self.rows.iter().rev().filter_map(of).map(some).collect();
                offers.extend(self.nothing(columns, *match_full));
                offers.extend(of(row).map(some));
                offers
            }
        }
    }

    /// A foreign key that points nowhere, where it may: it is enough that one column is NULL.
    fn nothing(&self, columns: &[usize], match_full: bool) -> Option<Vec<Option<Cell>>> {
        let nullable = |column: &usize| !self.target.fields[*column].not_null;
        let may = if match_full { columns.iter().all(nullable) } else { columns.iter().any(nullable) };
        may.then(|| columns.iter().map(|column| nullable(column).then_some(Cell::NULL)).collect())
    }

    /// Whether nothing that can be told now speaks against what was written into these columns.
    fn is_allowed(&mut self, columns: &[usize], row: &Row) -> bool {
        let target = self.target;
        let is_new = |name: &str| {
            columns.iter().any(|&column| target.fields[column].name == name)
                || target.fields.iter().any(|field| field.name == name && field.generated.is_some())
        };
        let is_open = |name: &str| {
            target
                .fields
                .iter()
                .zip(row)
                .any(|(field, cell)| field.name == name && cell.is_none() && field.generated.is_none())
        };
        for &column in columns {
            if target.fields[column].not_null && row[column].as_ref().is_some_and(|cell| cell.text.is_none()) {
                return false;
            }
        }
        for check in &target.checks {
            let named = check.columns();
            if named.iter().any(|name| is_new(name))
                && !named.iter().any(|name| is_open(name))
                && !may_hold(check, &|name| target.value(row, name))
            {
                self.obstacle = Some(format!("no values were found that satisfy the checks on {}", list(check)));
                return false;
            }
        }
        for unique in &target.uniques {
            if self.rows.iter().any(|other| unique.is_shared(target, row, other)) {
                self.obstacle = Some("no more values were found that are unique".to_owned());
                return false;
            }
        }
        true
    }
}

fn list(check: &Expression) -> String {
    check.columns().join(", ")
}
