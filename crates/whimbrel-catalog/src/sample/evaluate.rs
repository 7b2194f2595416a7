//! Whether values satisfy a check.

use std::cmp::Ordering;

use super::expression::Expression;
use super::regex::{Regex, is_like};
use super::value::{NOW, Value, civil, moment, span};

/// The value of a column.
pub(super) type Lookup<'a> = dyn Fn(&str) -> Value + 'a;

/// False only where the check is known not to hold.
pub(super) fn may_hold(check: &Expression, lookup: &Lookup<'_>) -> bool {
    evaluate(check, lookup) != Value::Boolean(false)
}

/// What an expression is with these values.
pub(super) fn evaluate(expression: &Expression, lookup: &Lookup<'_>) -> Value {
    use Expression as E;
    let of = |part: &E| evaluate(part, lookup);
    match expression {
        E::Null => Value::Null,
        E::Boolean(it) => Value::Boolean(*it),
        E::Number(it) => Value::Number(*it),
        E::Text(it) => Value::Text(it.clone()),
        E::Column(name) => lookup(name),
        E::Not(part) => match of(part) {
            Value::Boolean(it) => Value::Boolean(!it),
            other => other,
        },
        E::And(all) => together(all.iter().map(of), false),
        E::Or(all) => together(all.iter().map(of), true),
        E::Operator(operator, a, b) => operate(operator, &of(a), &of(b)),
        E::Quantified(operator, any, a, list) => match of(list) {
            Value::List(all) => {
                let a = of(a);
                together(all.iter().map(|b| operate(operator, &a, b)), *any)
            }
            Value::Null => Value::Null,
            _ => Value::Unknown,
        },
        E::Is(part, what, not) => {
            let is = match (of(part), *what) {
                (Value::Unknown, _) => return Value::Unknown,
                (value, "NULL" | "UNKNOWN") => value == Value::Null,
                (value, what) => value == Value::Boolean(what == "TRUE"),
            };
            Value::Boolean(is != *not)
        }
        E::Distinct(a, b, not) => match (of(a), of(b)) {
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            (Value::Null, Value::Null) => Value::Boolean(*not),
            (Value::Null, _) | (_, Value::Null) => Value::Boolean(!*not),
            (a, b) => match a.compare(&b) {
                Some(order) => Value::Boolean((order != Ordering::Equal) != *not),
                None => Value::Unknown,
            },
        },
        E::Call(name, arguments) => call(name, &arguments.iter().map(of).collect::<Vec<_>>()),
        E::Cast(part, to) => cast(of(part), to),
        E::List(all) => Value::List(all.iter().map(of).collect()),
        E::Case(pairs, otherwise) => {
            for (condition, result) in pairs {
                match of(condition) {
                    Value::Boolean(true) => return of(result),
                    Value::Unknown => return Value::Unknown,
                    _ => {}
                }
            }
            otherwise.as_ref().map_or(Value::Null, |part| of(part))
        }
        E::Unknown => Value::Unknown,
    }
}

/// AND, or OR where one true value `decides`.
fn together(values: impl Iterator<Item = Value>, decides: bool) -> Value {
    let mut result = Value::Boolean(!decides);
    for value in values {
        match value {
            Value::Boolean(it) if it == decides => return value,
            Value::Boolean(_) => {}
            Value::Null if !result.is_unknown() => result = Value::Null,
            _ => result = Value::Unknown,
        }
    }
    result
}

fn operate(operator: &str, a: &Value, b: &Value) -> Value {
    if a.is_unknown() || b.is_unknown() {
        return Value::Unknown;
    }
    if *a == Value::Null || *b == Value::Null {
        return Value::Null;
    }
    let ordered = |is: fn(Ordering) -> bool| a.compare(b).map_or(Value::Unknown, |order| Value::Boolean(is(order)));
    match operator {
        "=" => ordered(Ordering::is_eq),
        "<>" => ordered(Ordering::is_ne),
        "<" => ordered(Ordering::is_lt),
        "<=" => ordered(Ordering::is_le),
        ">" => ordered(Ordering::is_gt),
        ">=" => ordered(Ordering::is_ge),
        "+" | "-" | "*" | "/" | "%" | "^" => calculate(operator, a, b),
        "||" => match (a, b) {
            (Value::Text(a), Value::Text(b)) => Value::Text(format!("{a}{b}")),
            _ => Value::Unknown,
        },
        "<@" => within(a, b),
        "@>" => within(b, a),
        "&&" => match (a, b) {
            (Value::List(a), Value::List(b)) => Value::Boolean(a.iter().any(|it| b.contains(it))),
            _ => Value::Unknown,
        },
        "?" => match (a, b) {
            (Value::Text(json), Value::Text(key)) => {
                Value::Boolean(json.starts_with('{') && json.contains(&format!("\"{key}\":")))
            }
            _ => Value::Unknown,
        },
        "~~" | "~~*" | "!~~" | "!~~*" | "~" | "~*" | "!~" | "!~*" => matches(operator, a, b),
        _ => Value::Unknown,
    }
}

/// Whether all items of one list are in the other.
fn within(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::List(a), Value::List(b)) => Value::Boolean(a.iter().all(|it| b.contains(it))),
        _ => Value::Unknown,
    }
}

fn matches(operator: &str, a: &Value, b: &Value) -> Value {
    let (Some(text), Some(pattern)) = (a.text(), b.text()) else { return Value::Unknown };
    let folded = operator.ends_with('*');
    let fold = |it: &str| if folded { it.to_lowercase() } else { it.to_owned() };
    let found = if operator.contains("~~") {
        is_like(&fold(text), &fold(pattern))
    } else {
        match Regex::parse(&if folded { folded_pattern(pattern) } else { pattern.to_owned() }) {
            Some(regex) => regex.is_match(&fold(text)),
            None => return Value::Unknown,
        }
    };
    Value::Boolean(found != operator.starts_with('!'))
}

/// In lower case, but for what stands behind a backslash.
fn folded_pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut escaped = false;
    for c in pattern.chars() {
        if escaped {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

fn calculate(operator: &str, a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Moment(a), Value::Moment(b)) if operator == "-" => Value::Span(a - b),
        (Value::Moment(a), Value::Span(b)) if operator == "+" => Value::Moment(a + b),
        (Value::Moment(a), Value::Span(b)) if operator == "-" => Value::Moment(a - b),
        // whole days are added to dates
        (Value::Moment(a), Value::Number(b)) if operator == "+" => Value::Moment(a + b * 86_400.0),
        (Value::Moment(a), Value::Number(b)) if operator == "-" => Value::Moment(a - b * 86_400.0),
        (Value::Number(a), Value::Number(b)) => match operator {
            "+" => Value::Number(a + b),
            "-" => Value::Number(a - b),
            "*" => Value::Number(a * b),
            "/" if *b != 0.0 => Value::Number(a / b),
            "%" if *b != 0.0 => Value::Number(a % b),
            "^" => Value::Number(a.powf(*b)),
            _ => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}

fn cast(value: Value, to: &str) -> Value {
    match (value, to) {
        (value @ (Value::Null | Value::Unknown), _) => value,
        (Value::Text(text), "date" | "timestamp" | "timestamptz" | "time") => {
            moment(&text).map_or(Value::Unknown, Value::Moment)
        }
        (Value::Text(text), "interval") => span(&text).map_or(Value::Unknown, Value::Span),
        (Value::Text(text), "integer" | "bigint" | "smallint" | "numeric" | "real" | "double precision") => {
            text.trim().parse().map_or(Value::Unknown, Value::Number)
        }
        (Value::Text(text), "boolean") => Value::Boolean(matches!(text.as_str(), "t" | "true")),
        (Value::Text(text), to) if to.ends_with("[]") => array(&text, to.trim_end_matches("[]")),
        (Value::Number(number), "integer" | "bigint" | "smallint") => Value::Number(number.round()),
        (Value::Number(number), "text" | "character varying") => Value::Text(number.to_string()),
        (Value::Moment(moment), "date") => Value::Moment((moment / 86_400.0).floor() * 86_400.0),
        (Value::Moment(_), "text" | "character varying" | "time") => Value::Unknown,
        (value, _) => value,
    }
}

/// `{a,b}`, without quotes in it.
fn array(text: &str, of: &str) -> Value {
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    match inside {
        Some("") => Value::List(Vec::new()),
        Some(inside) if !inside.contains(['"', '{', '\\']) => {
            Value::List(inside.split(',').map(|item| cast(Value::Text(item.to_owned()), of)).collect())
        }
        _ => Value::Unknown,
    }
}

fn call(name: &str, arguments: &[Value]) -> Value {
    match name {
        "coalesce" => {
            let first = arguments.iter().find(|value| **value != Value::Null);
            return first.cloned().unwrap_or(Value::Null);
        }
        "num_nonnulls" | "num_nulls" => {
            if arguments.iter().any(Value::is_unknown) {
                return Value::Unknown;
            }
            let nulls = arguments.iter().filter(|value| **value == Value::Null).count();
            let count = if name == "num_nulls" { nulls } else { arguments.len() - nulls };
            return Value::Number(count as f64);
        }
        "now"
        | "current_timestamp"
        | "localtimestamp"
        | "transaction_timestamp"
        | "statement_timestamp"
        | "clock_timestamp" => return Value::Moment(NOW),
        "current_date" => return Value::Moment((NOW / 86_400.0).floor() * 86_400.0),
        _ => {}
    }
    if arguments.iter().any(Value::is_unknown) {
        return Value::Unknown;
    }
    if arguments.contains(&Value::Null) && !["greatest", "least", "concat", "nullif"].contains(&name) {
        return Value::Null;
    }
    known(name, arguments).unwrap_or(Value::Unknown)
}

fn known(name: &str, arguments: &[Value]) -> Option<Value> {
    let first = arguments.first();
    let text = || first.and_then(Value::text);
    let number = |at: usize| arguments.get(at).and_then(Value::number);
    Some(match name {
        "length" | "char_length" | "character_length" => Value::Number(text()?.chars().count() as f64),
        "octet_length" => Value::Number(text()?.len() as f64),
        "lower" => Value::Text(text()?.to_lowercase()),
        "upper" => Value::Text(text()?.to_uppercase()),
        "btrim" | "trim" if arguments.len() == 1 => Value::Text(text()?.trim_matches(' ').to_owned()),
        "ltrim" if arguments.len() == 1 => Value::Text(text()?.trim_start_matches(' ').to_owned()),
        "rtrim" if arguments.len() == 1 => Value::Text(text()?.trim_end_matches(' ').to_owned()),
        "left" => Value::Text(text()?.chars().take(number(1)? as usize).collect()),
        "substr" | "substring" => {
            let from = (number(1)? as usize).saturating_sub(1);
            let length = number(2).map_or(usize::MAX, |length| length as usize);
            Value::Text(text()?.chars().skip(from).take(length).collect())
        }
        "strpos" | "position" => {
            let inside = arguments.get(1)?.text()?;
            let at = text()?.find(inside).map_or(0, |at| text().map_or(0, |text| text[..at].chars().count() + 1));
            Value::Number(at as f64)
        }
        "starts_with" => Value::Boolean(text()?.starts_with(arguments.get(1)?.text()?)),
        "abs" => Value::Number(number(0)?.abs()),
        "floor" => Value::Number(number(0)?.floor()),
        "ceil" | "ceiling" => Value::Number(number(0)?.ceil()),
        "round" if arguments.len() == 1 => Value::Number(number(0)?.round()),
        "mod" if number(1)? != 0.0 => Value::Number(number(0)? % number(1)?),
        "cardinality" | "array_length" => match first? {
            // of an empty array there is no length
            Value::List(all) if all.is_empty() && name == "array_length" => Value::Null,
            Value::List(all) => Value::Number(all.len() as f64),
            _ => return None,
        },
        "jsonb_typeof" | "json_typeof" => Value::Text(
            match text()?.trim().chars().next()? {
                '{' => "object",
                '[' => "array",
                '"' => "string",
                't' | 'f' => "boolean",
                'n' => "null",
                _ => "number",
            }
            .to_owned(),
        ),
        "date_part" => part(text()?, arguments.get(1)?)?,
        "date_trunc" => trunc(text()?, arguments.get(1)?)?,
        _ => return None,
    })
}

fn part(field: &str, of: &Value) -> Option<Value> {
    let Value::Moment(seconds) = of else { return None };
    let day = (seconds / 86_400.0).floor();
    let (year, month, date) = civil(day as i64);
    let of_day = seconds - day * 86_400.0;
    Some(Value::Number(match field {
        "epoch" => *seconds,
        "year" => year as f64,
        "month" => month as f64,
        "day" => date as f64,
        "hour" => (of_day / 3600.0).floor(),
        "minute" => (of_day / 60.0).floor() % 60.0,
        "second" => of_day % 60.0,
        // 1970-01-01 was a Thursday
        "dow" => (day + 4.0).rem_euclid(7.0),
        "isodow" => (day + 3.0).rem_euclid(7.0) + 1.0,
        _ => return None,
    }))
}

fn trunc(field: &str, of: &Value) -> Option<Value> {
    let Value::Moment(seconds) = of else { return None };
    let day = (seconds / 86_400.0).floor();
    let (_, month, date) = civil(day as i64);
    Some(Value::Moment(match field {
        "second" => seconds.floor(),
        "minute" => (seconds / 60.0).floor() * 60.0,
        "hour" => (seconds / 3600.0).floor() * 3600.0,
        "day" => day * 86_400.0,
        "month" => (day - (date - 1) as f64) * 86_400.0,
        "week" => (day - (day + 3.0).rem_euclid(7.0)) * 86_400.0,
        "year" if month == 1 && date == 1 => day * 86_400.0,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(check: &str, values: &[(&str, Value)]) -> Value {
        let lookup = |name: &str| values.iter().find(|(n, _)| *n == name).map_or(Value::Unknown, |(_, v)| v.clone());
        evaluate(&Expression::parse(check), &lookup)
    }

    #[test]
    fn checks_are_told_apart() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (check, values, expect) in [
            ("(a > 0)", vec![("a", Value::Number(1.0))], true),
            ("((a >= 1) AND (a <= 5))", vec![("a", Value::Number(6.0))], false),
            ("(a = ANY (ARRAY['x'::text, 'y'::text]))", vec![("a", text("y"))], true),
            ("((a)::text <> ALL ((ARRAY['x'::character varying])::text[]))", vec![("a", text("x"))], false),
            ("(a = ANY ('{x,y}'::text[]))", vec![("a", text("z"))], false),
            ("((a)::text ~* '^[A-Z]+$'::text)", vec![("a", text("abc"))], true),
            ("(length(btrim(a)) > 2)", vec![("a", text(" ab "))], false),
            ("(a < b)", vec![("a", Value::Moment(1.0)), ("b", Value::Moment(2.0))], true),
            ("(a > '2000-01-01'::date)", vec![("a", Value::Moment(0.0))], false),
            ("((b - a) <= '2 days'::interval)", vec![("a", Value::Moment(0.0)), ("b", Value::Moment(86_400.0))], true),
            ("(num_nonnulls(a, b) = 1)", vec![("a", Value::Null), ("b", Value::Number(1.0))], true),
            ("((a IS NULL) = (b IS NULL))", vec![("a", Value::Null), ("b", Value::Number(1.0))], false),
            ("(jsonb_typeof(a) = 'object'::text)", vec![("a", text("[1]"))], false),
            ("((a)::numeric % (5)::numeric = (0)::numeric)", vec![("a", Value::Number(10.0))], true),
            ("(EXTRACT(dow FROM a) = (4)::numeric)", vec![("a", Value::Moment(0.0))], true),
            ("(date_trunc('month'::text, a) = a)", vec![("a", Value::Moment(86_400.0))], false),
            ("(NOT (a AND b))", vec![("a", Value::Boolean(true)), ("b", Value::Boolean(true))], false),
            ("CASE a WHEN 1 THEN b ELSE false END", vec![("a", Value::Number(1.0)), ("b", Value::Boolean(true))], true),
        ] {
            assert_eq!(holds(check, &values), Value::Boolean(expect), "{check}");
        }
        assert_eq!(holds("(a > 0)", &[("a", Value::Null)]), Value::Null);
        assert_eq!(holds("app.fine(a)", &[("a", Value::Number(1.0))]), Value::Unknown);
        assert_eq!(holds("(app.fine(a) OR (a > 0))", &[("a", Value::Number(1.0))]), Value::Boolean(true));
    }
}
