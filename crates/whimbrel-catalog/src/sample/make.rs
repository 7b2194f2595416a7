//! Values of every type: the text that PostgreSQL reads, and what it is for comparing.

use super::evaluate::may_hold;
use super::expression::Expression;
use super::hint::Hints;
use super::kind::Kind;
use super::value::{Value, civil, moment, span};
use crate::name::literal;

/// What is written into one column of one row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// As the type's input function reads it; `None` for NULL.
    pub(super) text: Option<String>,
    /// What it is compared by.
    pub(super) value: Value,
    /// It is written without quotes.
    bare: bool,
}

impl Cell {
    pub(super) const NULL: Self = Self { text: None, value: Value::Null, bare: false };

    fn new(kind: &Kind, text: String) -> Self {
        let value = value(kind, &text);
        let bare = matches!(kind, Kind::Whole(_) | Kind::Numeric { .. } | Kind::Float | Kind::Boolean);
        Self { text: Some(text), value, bare }
    }

    /// As it stands among `VALUES`.
    pub(super) fn sql(&self) -> String {
        match &self.text {
            None => "NULL".to_owned(),
            Some(text) if self.bare => text.clone(),
            Some(text) => literal(text),
        }
    }
}

/// How many values are tried for one column.
const MOST: usize = 60;

/// Values for a column, those that are liked best first. Another number gives other values, as far as there are any.
pub(super) fn cells(kind: &Kind, column: &str, number: usize, hints: &Hints) -> Vec<Cell> {
    let mut texts = texts(kind.base(), column, number, hints);
    texts.truncate(MOST);
    texts.into_iter().map(|text| Cell::new(kind.base(), text)).collect()
}

fn texts(kind: &Kind, column: &str, number: usize, hints: &Hints) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    match kind {
        Kind::OneOf(all) => texts.extend((0..all.len()).map(|i| all[(number + i) % all.len()].clone())),
        Kind::Boolean => texts.extend([number.is_multiple_of(2), !number.is_multiple_of(2)].map(|it| it.to_string())),
        Kind::Text { longest, .. } => text_candidates(column, number, *longest, hints, &mut texts),
        Kind::Array(element) => arrays(element, column, number, hints, &mut texts),
        Kind::Json => {
            texts.push(format!("{{\"n\": {number}}}"));
            let keys: Vec<_> = hints.texts.iter().map(|key| format!("\"{key}\": {number}")).collect();
            if !keys.is_empty() {
                texts.push(format!("{{{}}}", keys.join(", ")));
            }
            texts.extend([format!("[{number}]"), format!("\"n{number}\""), number.to_string(), "true".to_owned()]);
        }
        Kind::Whole(_) | Kind::Numeric { .. } | Kind::Float => {
            texts.extend(plain(kind, column, number));
            let shift = (number % 100) as f64;
            for &bound in &hints.numbers {
                let near = [bound, bound + shift, bound - shift, bound + 1.0, bound - 1.0, bound / 2.0, bound * shift];
                texts.extend(near.into_iter().filter_map(|it| numeral(kind, it)));
            }
        }
        Kind::Date | Kind::Timestamp { .. } | Kind::Time { .. } => {
            texts.extend(plain(kind, column, number));
            let day = 86_400.0;
            let shift = (number % 100) as f64 * if matches!(kind, Kind::Time { .. }) { 60.0 } else { day };
            for &bound in &hints.moments {
                let near = [bound, bound + shift, bound - shift, bound + day, bound - day, bound + 60.0, bound - 60.0];
                texts.extend(near.into_iter().map(|it| clock(kind, it)));
            }
            if !matches!(kind, Kind::Time { .. }) {
                // days on which months begin
                let date = format!("{:04}-{:02}-01", 2000 + number / 12 % 20, number % 12 + 1);
                texts.extend(moment(&date).map(|it| clock(kind, it)));
            }
            // far enough from now that it is no matter when now is
            if !matches!(kind, Kind::Time { .. }) {
                texts.push(clock(kind, 6_000_000_000.0 + shift));
                texts.push(clock(kind, 0.0 - shift));
            }
        }
        Kind::Interval => {
            texts.extend(plain(kind, column, number));
            let near = |bound: f64| [bound, bound + 60.0, bound - 60.0, bound / 2.0].map(|it| format!("{it} seconds"));
            texts.extend(hints.spans.iter().flat_map(|&bound| near(bound)));
        }
        _ => {
            texts.extend(plain(kind, column, number));
            texts.extend(hints.texts.iter().cloned());
        }
    }
    let mut seen: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

fn text_candidates(column: &str, number: usize, longest: Option<usize>, hints: &Hints, out: &mut Vec<String>) {
    let patterns = hints.patterns.iter().flat_map(|regex| {
        [(number, false), (number, true), (number + 1, false), (number + 7, true), (0, false)]
            .map(|(number, long)| regex.text(number, long))
    });
    out.extend(patterns);
    let likes = hints.likes.iter().map(|like| like.replace('%', &format!("{number}")).replace('_', "a"));
    out.extend(likes);
    out.push(named(column, number));
    let count = hints.texts.len();
    out.extend((0..count).map(|i| hints.texts[(number + i) % count].clone()));
    for &length in &hints.lengths {
        out.extend([length, length + 1, length.saturating_sub(1)].map(|length| of_length(number, length)));
    }
    out.extend(hints.texts.iter().map(|text| format!("{text}{number}")));
    out.extend([
        format!("n{number}"),
        format!("N{number}"),
        number.to_string(),
        letters(number, 3),
        letters(number, 3).to_uppercase(),
        letters(number, 2),
        letters(number, 2).to_uppercase(),
        format!("n{number}@example.com"),
        format!("https://example.com/{number}"),
        format!("/n/{number}"),
        format!("#{:06x}", number % 0xff_ffff),
        format!("{:064x}", number),
        format!("+4712{number:06}"),
        format!("{{\"n\": {number}}}"),
    ]);
    if let Some(longest) = longest {
        // what is cut would be no longer what it was made to be
        let fits: Vec<String> = out.iter().filter(|text| text.chars().count() <= longest).cloned().collect();
        *out = fits;
        out.push(of_length(number, longest));
    }
    out.push(String::new());
}

/// A text such as one expects in a column of that name.
fn named(column: &str, number: usize) -> String {
    let column = column.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| column.contains(word));
    if has(&["email", "e_mail"]) {
        format!("user{number}@example.com")
    } else if has(&["url", "website", "link", "href"]) {
        format!("https://example.com/{number}")
    } else if has(&["phone"]) {
        format!("+4712{number:06}")
    } else if has(&["slug", "username", "handle", "code", "key", "token"]) {
        format!("{}-{number}", column.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
    } else {
        format!("{column} {number}")
    }
}

/// Letters that stand for a number.
fn letters(number: usize, length: usize) -> String {
    let mut left = number;
    let mut out = Vec::with_capacity(length);
    for _ in 0..length {
        out.push(char::from(b'a' + (left % 26) as u8));
        left /= 26;
    }
    out.into_iter().rev().collect()
}

/// As long as that.
fn of_length(number: usize, length: usize) -> String {
    let digits = number.to_string();
    match length.checked_sub(digits.len()) {
        Some(missing) => format!("{}{digits}", "x".repeat(missing)),
        None => letters(number, length),
    }
}

fn arrays(element: &Kind, column: &str, number: usize, hints: &Hints, out: &mut Vec<String>) {
    let mut lengths = vec![2, 1, 3, 0];
    lengths.extend(hints.lengths.iter().flat_map(|&length| [length, length + 1, length.saturating_sub(1)]));
    let items = |from: usize| -> Vec<String> { (0..16).filter_map(|i| inner(element, column, from + i)).collect() };
    let own = items(number * 2);
    for length in lengths.into_iter().filter(|length| *length <= own.len()) {
        out.push(in_braces(element, own.iter().take(length)));
    }
    if !hints.texts.is_empty() {
        out.push(in_braces(element, hints.texts.iter().take(2)));
        out.push(in_braces(element, hints.texts.iter().take(1)));
    }
}

/// A value inside another, where a domain's checks hold too.
fn inner(kind: &Kind, column: &str, number: usize) -> Option<String> {
    let checks: Vec<Expression> = kind.checks().into_iter().map(Expression::of_domain).collect();
    let mut hints = Hints::default();
    checks.iter().for_each(|check| hints.read(check, "VALUE"));
    let mut cells = cells(kind, column, number, &hints).into_iter();
    cells.find(|cell| checks.iter().all(|check| may_hold(check, &|_| cell.value.clone())))?.text
}

/// `{"a","b"}`; a box is separated otherwise.
fn in_braces<'t>(element: &Kind, items: impl Iterator<Item = &'t String>) -> String {
    let separator =
        if matches!(element.base(), Kind::Pattern(pattern) if pattern.starts_with("(#.5")) { ";" } else { "," };
    let nested = matches!(element.base(), Kind::Array(_));
    let items = items.map(|item| if nested { item.clone() } else { in_quotes(item) });
    format!("{{{}}}", items.collect::<Vec<_>>().join(separator))
}

/// As it stands inside an array, a range or a composite value.
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The text of a value of that number, where the type is known.
fn plain(kind: &Kind, column: &str, number: usize) -> Option<String> {
    Some(match kind {
        Kind::Whole(most) => (number as f64 % most).to_string(),
        Kind::Numeric { digits: None } | Kind::Float => format!("{number}.5"),
        // with a fraction where there can be one: a change of the type may lose it
        Kind::Numeric { digits: Some((_, after)) } if *after > 0 => return numeral(kind, number as f64 + 0.5),
        Kind::Numeric { digits: Some(_) } => return numeral(kind, number as f64),
        Kind::Bytes => format!("\\x{number:08x}"),
        Kind::Bits { length, exact } => {
            let length = length.unwrap_or(16);
            let bits = format!("{number:0length$b}");
            let bits = &bits[bits.len() - length.min(bits.len())..];
            if *exact { bits.to_owned() } else { bits.trim_start_matches('0').to_owned() }
        }
        Kind::Date | Kind::Timestamp { .. } => {
            // from 2020-01-01 on
            clock(kind, 1_577_836_800.0 + number as f64 * 90_061.0)
        }
        Kind::Time { .. } => clock(kind, (number as f64 * 37.0) % 86_400.0),
        Kind::Interval => format!("{number} minutes"),
        Kind::Uuid => format!("00000000-0000-4000-8000-{number:012x}"),
        Kind::Pattern(pattern) => {
            let (high, low) = (number / 256 % 256, number % 256);
            pattern
                .replace('#', &number.to_string())
                .replace('&', &(number % 90).to_string())
                .replace('@', &format!("{high}.{low}"))
                .replace('%', &format!("{high:02x}:{low:02x}"))
        }
        Kind::Vector(length) => {
            let numbers: Vec<_> = (0..*length).map(|i| if i == 0 { number.to_string() } else { "1".into() }).collect();
            format!("[{}]", numbers.join(","))
        }
        Kind::Composite(fields) => {
            let of = |(i, field): (usize, &Kind)| {
                inner(field, column, number + i).map(|text| in_quotes(&text)).unwrap_or_default()
            };
            format!("({})", fields.iter().enumerate().map(of).collect::<Vec<_>>().join(","))
        }
        Kind::Range(of) => range(of, column, number)?,
        Kind::Multirange(of) => format!("{{{}}}", range(of, column, number)?),
        Kind::Domain { base, .. } => return plain(base, column, number),
        Kind::OneOf(_) | Kind::Boolean | Kind::Text { .. } | Kind::Array(_) | Kind::Json => {
            return texts(kind, column, number, &Hints::default()).into_iter().next();
        }
        Kind::Unknown(_) => return None,
    })
}

/// Ranges of different numbers do not overlap.
fn range(of: &Kind, column: &str, number: usize) -> Option<String> {
    let bound = |number| match of.base() {
        // texts are ordered as texts
        Kind::Text { .. } => Some(format!("n{number:08}")),
        _ => inner(of, column, number),
    };
    Some(format!("[{},{})", in_quotes(&bound(number * 2)?), in_quotes(&bound(number * 2 + 1)?)))
}

/// A number as the type holds it; `None` where it does not.
fn numeral(kind: &Kind, number: f64) -> Option<String> {
    match kind {
        Kind::Whole(most) => (number.abs() <= *most).then(|| format!("{:.0}", number.trunc())),
        Kind::Numeric { digits: Some((before, after)) } => {
            let limit = 10_f64.powi(i32::try_from(*before).ok()?);
            let number = if number.abs() < limit { number } else { number % limit };
            Some(format!("{number:.*}", *after as usize))
        }
        _ => Some(number.to_string()),
    }
}

/// A date or time so many seconds after 1970, or after midnight.
fn clock(kind: &Kind, seconds: f64) -> String {
    let day = (seconds / 86_400.0).floor();
    let of_day = (seconds - day * 86_400.0) as i64;
    let time = format!("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
    let (year, month, date) = civil(day as i64);
    let date = format!("{year:04}-{month:02}-{date:02}");
    match kind {
        Kind::Date => date,
        Kind::Time { zone } => format!("{time}{}", if *zone { "+00" } else { "" }),
        Kind::Timestamp { zone: true } => format!("{date} {time}+00"),
        _ => format!("{date} {time}"),
    }
}

/// What a text of that type is compared by.
fn value(kind: &Kind, text: &str) -> Value {
    let number = || text.parse().map_or(Value::Unknown, Value::Number);
    match kind {
        Kind::Whole(_) | Kind::Numeric { .. } | Kind::Float => number(),
        Kind::Boolean => Value::Boolean(text == "true"),
        Kind::Text { padded: true, .. } => Value::Text(text.trim_end().to_owned()),
        Kind::Date | Kind::Time { .. } | Kind::Timestamp { .. } => moment(text).map_or(Value::Unknown, Value::Moment),
        Kind::Interval => span(text).map_or(Value::Unknown, Value::Span),
        Kind::Array(element) => items(text).map_or(Value::Unknown, |items| {
            Value::List(items.iter().map(|item| value(element.base(), item)).collect())
        }),
        Kind::Text { .. } | Kind::Json | Kind::OneOf(_) | Kind::Uuid => Value::Text(text.to_owned()),
        Kind::Pattern("#") => number(),
        _ => Value::Unknown,
    }
}

/// The items of an array of one dimension, as [`in_braces`] writes it.
fn items(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('{')?.strip_suffix('}')?.chars().peekable();
    let mut items = Vec::new();
    while let Some(open) = rest.next() {
        if open != '"' {
            return None;
        }
        let mut item = String::new();
        loop {
            match rest.next()? {
                '\\' => item.push(rest.next()?),
                '"' => break,
                c => item.push(c),
            }
        }
        items.push(item);
        if rest.peek().is_some() && rest.next() != Some(',') {
            return None;
        }
    }
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(kind: &Kind, number: usize) -> Cell {
        cells(kind, "a", number, &Hints::default()).remove(0)
    }

    #[test]
    fn values_are_written_as_their_types_read_them() {
        let text = |longest, padded| Kind::Text { longest, padded };
        for (kind, expect) in [
            (Kind::Whole(32_767.0), "101"),
            (Kind::Numeric { digits: Some((2, 2)) }, "1.50"),
            (Kind::Boolean, "false"),
            (text(None, false), "'a 101'"),
            (text(Some(2), true), "'dx'"),
            (Kind::Date, "'2020-04-15'"),
            (Kind::Timestamp { zone: true }, "'2020-04-15 06:42:41+00'"),
            (Kind::Array(Box::new(text(None, false))), "'{\"a 202\",\"a 203\"}'"),
            (Kind::Range(Box::new(Kind::Whole(1e9))), "'[\"202\",\"203\")'"),
            (Kind::Bits { length: Some(4), exact: true }, "'0101'"),
            (Kind::OneOf(vec!["x".into(), "y'".into()]), "'y'''"),
            (Kind::Pattern("10.0.@"), "'10.0.0.101'"),
        ] {
            assert_eq!(first(&kind, 101).sql(), expect, "{kind:?}");
        }
        assert!(cells(&Kind::Unknown("app.x".into()), "a", 1, &Hints::default()).is_empty());
    }

    #[test]
    fn other_numbers_give_other_values() {
        let text = Kind::Text { longest: Some(3), padded: false };
        for kind in [text, Kind::Numeric { digits: Some((3, 2)) }, Kind::Date, Kind::Uuid, Kind::Json, Kind::Interval] {
            let texts: Vec<_> = (101..111).map(|number| first(&kind, number).text).collect();
            let mut unique = texts.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), texts.len(), "{kind:?}");
        }
    }
}
