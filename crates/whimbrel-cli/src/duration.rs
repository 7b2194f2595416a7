//! Durations as people write them: `500ms`, `2s`, `1m30s`, `1h`; and as they are shown.

use std::time::Duration;

/// Reads `500ms`, `2s`, `1m`, `1h`, `1m30s`. A bare `0` is allowed, any other bare number is not: its unit is a guess.
pub fn parse(text: &str) -> Result<Duration, String> {
    let refuse = || format!("`{text}` is not a duration; write it with a unit, such as `500ms`, `2s` or `1m`");
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    let mut total = Duration::ZERO;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(refuse());
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let unit = after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let (unit, after) = after.split_at(unit);
        let number: u64 = number.parse().map_err(|_| refuse())?;
        let milliseconds = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" | "min" => 60_000,
            "h" => 3_600_000,
            _ => return Err(refuse()),
        };
        let part = number.checked_mul(milliseconds).map(Duration::from_millis).ok_or_else(refuse)?;
        total = total.checked_add(part).ok_or_else(refuse)?;
        rest = after;
    }
    Ok(total)
}

/// `3 ms`, `0.42 s`, `2 min 5 s`, `1 h 3 min`.
pub fn show(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    if milliseconds < 100 {
        format!("{milliseconds} ms")
    } else if milliseconds < 10_000 {
        format!("{:.2} s", duration.as_secs_f64())
    } else if milliseconds < 60_000 {
        format!("{:.1} s", duration.as_secs_f64())
    } else if milliseconds < 3_600_000 {
        let seconds = duration.as_secs();
        format!("{} min {} s", seconds / 60, seconds % 60)
    } else {
        let minutes = duration.as_secs() / 60;
        format!("{} h {} min", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, milliseconds) in
            [("500ms", 500), ("2s", 2_000), ("1m", 60_000), ("1m30s", 90_000), ("1h", 3_600_000), ("0", 0)]
        {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn refuses_a_number_without_a_unit_and_other_words() {
        for text in ["30", "", "s", "2 s", "-1s", "1.5s", "soon", "99999999999999999999s", "99999999999999999h"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shows_the_unit_that_fits() {
        let shown: Vec<_> = [0, 3, 420, 12_345, 125_000, 3_780_000]
            .into_iter()
            .map(|milliseconds| show(Duration::from_millis(milliseconds)))
            .collect();
        assert_eq!(shown, ["0 ms", "3 ms", "0.42 s", "12.3 s", "2 min 5 s", "1 h 3 min"]);
    }
}
