//! Expressions of checks as the server renders them, read so far that values can be tried on them.

use super::read::read;

/// A part of an expression. What is not known here is `Unknown`, and nothing follows from it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// A column, or `VALUE` of a domain's check.
    Column(String),
    Not(Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    /// `=`, `<>`, `<`, `<=`, `>`, `>=`, `~`, `~*`, `~~`, `~~*`, the latter four also with `!`, and arithmetic.
    Operator(String, Box<Expression>, Box<Expression>),
    /// `a = ANY (b)`: whether it is ANY, else ALL.
    Quantified(String, bool, Box<Expression>, Box<Expression>),
    /// `IS [NOT] NULL`, `TRUE`, `FALSE`, `UNKNOWN`: what, and whether it is negated.
    Is(Box<Expression>, &'static str, bool),
    /// `IS [NOT] DISTINCT FROM`
    Distinct(Box<Expression>, Box<Expression>, bool),
    /// In lower case.
    Call(String, Vec<Expression>),
    /// With the type as written.
    Cast(Box<Expression>, String),
    List(Vec<Expression>),
    /// Pairs of condition and result, and what is else.
    Case(Vec<(Expression, Expression)>, Option<Box<Expression>>),
    Unknown,
}

impl Expression {
    /// From the text, such as `((price > (0)::numeric) AND (name <> ''::text))`.
    pub(super) fn parse(text: &str) -> Self {
        read(text).unwrap_or(Self::Unknown)
    }

    /// From a domain's `CHECK ((VALUE > 0))`: over the column `VALUE`.
    pub(super) fn of_domain(definition: &str) -> Self {
        Self::parse(definition.strip_prefix("CHECK ").unwrap_or(definition))
    }

    /// All parts, itself included.
    pub(super) fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e Self)) {
        visit(self);
        match self {
            Self::Not(a) | Self::Is(a, ..) | Self::Cast(a, _) => a.each(visit),
            Self::And(all) | Self::Or(all) | Self::List(all) | Self::Call(_, all) => {
                all.iter().for_each(|part| part.each(visit));
            }
            Self::Operator(_, a, b) | Self::Quantified(_, _, a, b) | Self::Distinct(a, b, _) => {
                a.each(visit);
                b.each(visit);
            }
            Self::Case(pairs, otherwise) => {
                for (condition, result) in pairs {
                    condition.each(visit);
                    result.each(visit);
                }
                otherwise.iter().for_each(|part| part.each(visit));
            }
            _ => {}
        }
    }

    /// Calls a column otherwise.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        match self {
            Self::Column(name) if name == from => *name = to.to_owned(),
            Self::Not(a) | Self::Is(a, ..) | Self::Cast(a, _) => a.rename(from, to),
            Self::And(all) | Self::Or(all) | Self::List(all) | Self::Call(_, all) => {
                all.iter_mut().for_each(|part| part.rename(from, to));
            }
            Self::Operator(_, a, b) | Self::Quantified(_, _, a, b) | Self::Distinct(a, b, _) => {
                a.rename(from, to);
                b.rename(from, to);
            }
            Self::Case(pairs, otherwise) => {
                for (condition, result) in pairs {
                    condition.rename(from, to);
                    result.rename(from, to);
                }
                otherwise.iter_mut().for_each(|part| part.rename(from, to));
            }
            _ => {}
        }
    }

    /// The columns it names, each once.
    pub(super) fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = Vec::new();
        self.each(&mut |part| {
            if let Self::Column(name) = part
                && !columns.contains(&name.as_str())
            {
                columns.push(name);
            }
        });
        columns
    }
}
