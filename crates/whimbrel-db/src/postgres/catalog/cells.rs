//! One row of an answer, read from left to right.

use std::borrow::Cow;

use tokio_postgres::SimpleQueryRow;
use whimbrel_catalog::normal;

use super::Moved;

use crate::DbError;
use crate::postgres::failure;

/// A row, as far as it was not yet taken.
pub(super) struct Cells<'a> {
    kind: &'static str,
    row: &'a SimpleQueryRow,
    next: usize,
    moved: Option<Moved<'a>>,
    /// The first value that is no text: bytes that are not in the encoding.
    broken: Option<tokio_postgres::Error>,
}

impl<'a> Cells<'a> {
    /// `kind` is what the rows are of, for the error.
    pub(super) fn new(kind: &'static str, row: &'a SimpleQueryRow, moved: Option<Moved<'a>>) -> Self {
        Self { kind, row, next: 0, moved, broken: None }
    }

    /// What was wrong with a value.
    pub(super) fn broken(self) -> Option<tokio_postgres::Error> {
        self.broken
    }

    /// The next value, which may be null.
    fn value(&mut self) -> Option<Cow<'a, str>> {
        let at = self.next;
        self.next += 1;
        if at >= self.row.len() {
            return None;
        }
        match self.row.try_get(at) {
            Ok(value) => value.map(|text| self.moved.map_or(Cow::Borrowed(text), |moved| moved.apply(text))),
            Err(error) => {
                self.broken.get_or_insert(error);
                None
            }
        }
    }

    /// As [`Self::value`]; null is an error.
    fn present(&mut self) -> Result<Cow<'a, str>, DbError> {
        self.value().ok_or_else(|| self.changed())
    }

    /// The next value, which may be null.
    pub(super) fn optional(&mut self) -> Option<String> {
        self.value().map(Cow::into_owned)
    }

    /// The next value. PostgreSQL's functions that render an object return null when it has just been dropped.
    pub(super) fn text(&mut self) -> Result<String, DbError> {
        self.present().map(Cow::into_owned)
    }

    /// The next value, an expression or a query, in the form that it has when it is loaded once more.
    pub(super) fn expression(&mut self) -> Result<String, DbError> {
        self.optional_expression().ok_or_else(|| self.changed())
    }

    /// As [`Cells::expression`], where there may be none.
    pub(super) fn optional_expression(&mut self) -> Option<String> {
        self.value().map(|text| normal::expression(&text).into_owned())
    }

    /// The next value, `t` or `f`.
    pub(super) fn flag(&mut self) -> Result<bool, DbError> {
        Ok(self.present()? == "t")
    }

    /// The next value, one letter of the catalog's.
    pub(super) fn letter(&mut self) -> Result<u8, DbError> {
        Ok(self.present()?.bytes().next().unwrap_or(b' '))
    }

    /// The next value, a number.
    pub(super) fn number<T: std::str::FromStr>(&mut self) -> Result<T, DbError> {
        self.present()?.parse().map_err(|_| self.changed())
    }

    /// The next value, an array of texts without nulls; empty where it is null.
    pub(super) fn texts(&mut self) -> Vec<String> {
        self.value().map(|array| elements(&array)).unwrap_or_default()
    }

    /// The next value, an array of column numbers.
    pub(super) fn numbers(&mut self) -> Result<Vec<i16>, DbError> {
        self.texts().iter().map(|n| n.parse().map_err(|_| self.changed())).collect()
    }

    /// The next value, an array of oids.
    pub(super) fn oids(&mut self) -> Result<Vec<u32>, DbError> {
        self.texts().iter().map(|n| n.parse().map_err(|_| self.changed())).collect()
    }

    /// What was read cannot be: the schema changed between two of the queries, or this server answers otherwise than
    /// those that are supported.
    pub(super) fn changed(&self) -> DbError {
        let message = format!("the schema changed while its {} were read, or this server is not supported", self.kind);
        failure::local("XX000", &message, false)
    }
}

/// The elements of a one-dimensional array as PostgreSQL writes it: `{a,"b c"}`, or with bounds `[0:1]={…}`.
fn elements(array: &str) -> Vec<String> {
    let inner = array.find('{').map_or("", |open| &array[open + 1..array.len().saturating_sub(1)]);
    let mut elements = Vec::new();
    let mut chars = inner.chars().peekable();
    while chars.peek().is_some() {
        let mut element = String::new();
        let mut quoted = false;
        while let Some(c) = chars.next() {
            match c {
                '"' => quoted = !quoted,
                '\\' => element.extend(chars.next()),
                ',' if !quoted => break,
                c => element.push(c),
            }
        }
        elements.push(element);
    }
    elements
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn an_array_is_taken_apart() {
        assert_eq!(elements("{}"), Vec::<String>::new());
        assert_eq!(elements("{a,\"b, c\",\"say \\\"hi\\\" \\\\\",\"\"}"), ["a", "b, c", "say \"hi\" \\", ""]);
        assert_eq!(elements("[1:2]={3,4}"), ["3", "4"]);
    }
}
