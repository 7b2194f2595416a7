//! What checks say of the values that a column may have: the constants that they compare it with.

use super::evaluate::evaluate;
use super::expression::Expression;
use super::regex::Regex;
use super::value::{NOW, Value, moment, span};

/// Constants near which a value is to be looked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    pub(super) numbers: Vec<f64>,
    pub(super) texts: Vec<String>,
    pub(super) moments: Vec<f64>,
    pub(super) spans: Vec<f64>,
    /// Of texts and arrays.
    pub(super) lengths: Vec<usize>,
    pub(super) patterns: Vec<Regex>,
    /// With `%` and `_`.
    pub(super) likes: Vec<String>,
}

impl Hints {
    /// Takes in what the check says of the column.
    pub(super) fn read(&mut self, check: &Expression, column: &str) {
        check.each(&mut |part| match part {
            Expression::Operator(operator, a, b) | Expression::Quantified(operator, _, a, b) => {
                self.side(operator, a, b, column);
                self.side(operator, b, a, column);
            }
            Expression::Distinct(a, b, _) => {
                self.side("=", a, b, column);
                self.side("=", b, a, column);
            }
            Expression::Call(_, arguments) if arguments.iter().any(|it| it.columns().contains(&column)) => {
                for argument in arguments {
                    if let Expression::Text(text) = bare(argument) {
                        self.texts.push(text.clone());
                    }
                }
            }
            _ => {}
        });
    }

    /// Takes in a value that a bound of a partition names.
    pub(super) fn take(&mut self, value: &Value) {
        match value {
            Value::Number(number) => self.numbers.push(*number),
            Value::Moment(moment) => self.moments.push(*moment),
            Value::Span(span) => self.spans.push(*span),
            Value::Boolean(it) => self.texts.push(it.to_string()),
            Value::Text(text) => {
                self.numbers.extend(text.trim().parse::<f64>());
                self.moments.extend(moment(text));
                self.spans.extend(span(text));
                self.texts.push(text.clone());
            }
            Value::List(all) => all.iter().for_each(|value| self.take(value)),
            Value::Null | Value::Unknown => {}
        }
    }

    fn side(&mut self, operator: &str, of: &Expression, constant: &Expression, column: &str) {
        if !of.columns().contains(&column) || !constant.columns().is_empty() {
            return;
        }
        let value = evaluate(constant, &|_| Value::Unknown);
        match (operator, &value) {
            ("~" | "~*" | "!~" | "!~*", Value::Text(pattern)) => self.patterns.extend(Regex::parse(pattern)),
            ("~~" | "~~*" | "!~~" | "!~~*", Value::Text(pattern)) => self.likes.push(pattern.clone()),
            _ if is_length(of) => {
                self.lengths
                    .extend(value.number().filter(|length| (0.0..100_000.0).contains(length)).map(|it| it as usize));
            }
            // what is said of now is met by values that are far from it anyway
            (_, Value::Moment(moment)) if (moment - NOW).abs() < 86_400.0 => {}
            _ => self.take(&value),
        }
    }
}

fn bare(expression: &Expression) -> &Expression {
    match expression {
        Expression::Cast(inside, _) => bare(inside),
        other => other,
    }
}

fn is_length(expression: &Expression) -> bool {
    let mut found = false;
    expression.each(&mut |part| {
        if let Expression::Call(name, _) = part {
            found |= ["length", "char_length", "character_length", "octet_length", "cardinality", "array_length"]
                .contains(&name.as_str());
        }
    });
    found
}
