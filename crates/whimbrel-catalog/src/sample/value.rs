//! Values as they are compared, and the texts that stand for them.

use std::cmp::Ordering;

/// What an expression has been found to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// Seconds since 1970 of a date or timestamp, since midnight of a time.
    Moment(f64),
    /// Seconds.
    Span(f64),
    List(Vec<Value>),
    /// It cannot be told.
    Unknown,
}

/// `now()`, as far as it matters: values are far from it on either side.
pub(super) const NOW: f64 = 1_800_000_000.0;

impl Value {
    /// How two values compare, where that can be told.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::Number(a), Self::Number(b))
            | (Self::Moment(a), Self::Moment(b))
            | (Self::Span(a), Self::Span(b)) => a.partial_cmp(b),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            // a literal without a type takes that of the other side
            (Self::Number(a), Self::Text(b)) => a.partial_cmp(&b.trim().parse().ok()?),
            (Self::Text(_), Self::Number(_) | Self::Moment(_) | Self::Span(_)) => {
                other.compare(self).map(Ordering::reverse)
            }
            (Self::Moment(a), Self::Text(b)) => a.partial_cmp(&moment(b)?),
            (Self::Span(a), Self::Text(b)) => a.partial_cmp(&span(b)?),
            (Self::Boolean(a), Self::Text(b)) => Some(a.cmp(&matches!(b.as_str(), "t" | "true"))),
            (Self::List(a), Self::List(b)) => {
                for (a, b) in a.iter().zip(b) {
                    match a.compare(b)? {
                        Ordering::Equal => {}
                        other => return Some(other),
                    }
                }
                Some(a.len().cmp(&b.len()))
            }
            _ => None,
        }
    }

    pub(super) fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, after Howard Hinnant's `days_from_civil`.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The other way round: year, month, day.
pub(super) fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// `2020-01-31`, `2020-01-31 12:00:00+00`, `12:30:00`
pub(super) fn moment(text: &str) -> Option<f64> {
    let text = text.trim();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (Some(date), time),
        None if text.contains(':') => (None, text),
        None => (Some(text), ""),
    };
    let mut seconds = 0.0;
    if let Some(date) = date {
        let parts: Vec<i64> = date.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let [year, month, day] = parts.as_slice() else { return None };
        if !(1..=12).contains(month) || !(1..=31).contains(day) {
            return None;
        }
        seconds = days(*year, *month, *day) as f64 * 86_400.0;
    }
    let clock = time.split(['+', 'Z']).next().unwrap_or_default();
    let clock = clock.split('-').next().unwrap_or_default().trim();
    for (part, unit) in clock.split(':').zip([3600.0, 60.0, 1.0]).filter(|(part, _)| !part.is_empty()) {
        seconds += part.parse::<f64>().ok()? * unit;
    }
    Some(seconds)
}

/// `1 day`, `02:00:00`, `1 year 2 mons 3 days 04:05:06`
pub(super) fn span(text: &str) -> Option<f64> {
    let mut seconds = 0.0;
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word.contains(':') {
            let (sign, clock) = word.strip_prefix('-').map_or((1.0, word), |rest| (-1.0, rest));
            seconds += sign * moment(clock)?;
            continue;
        }
        let number: f64 = word.parse().ok()?;
        let unit = words.next()?;
        seconds += number
            * match unit.trim_end_matches('s') {
                "year" => 365.25 * 86_400.0,
                "mon" | "month" => 30.0 * 86_400.0,
                "week" => 7.0 * 86_400.0,
                "day" => 86_400.0,
                "hour" => 3600.0,
                "min" | "minute" => 60.0,
                "sec" | "second" => 1.0,
                _ => return None,
            };
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_counted_in_seconds() {
        assert_eq!(moment("1970-01-02"), Some(86_400.0));
        assert_eq!(moment("2024-02-29 12:00:01+00"), Some(1_709_208_001.0));
        assert_eq!(moment("01:30"), Some(5400.0));
        assert_eq!(moment("soon"), None);
        for day in [-800_000, -1, 0, 59, 60, 19_782, 3_000_000] {
            let (year, month, date) = civil(day);
            assert_eq!(days(year, month, date), day);
        }
        assert_eq!(span("1 day 02:00:00"), Some(93_600.0));
    }

    #[test]
    fn what_has_no_type_takes_that_of_the_other_side() {
        assert_eq!(Value::Number(3.0).compare(&Value::Text("10".into())), Some(Ordering::Less));
        let moment = Value::Moment(0.0);
        assert_eq!(Value::Text("2000-01-01".into()).compare(&moment), Some(Ordering::Greater));
        assert_eq!(Value::Boolean(true).compare(&Value::Number(1.0)), None);
    }
}
