//! Times as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2025-12-24 09:30 UTC`
pub fn minute(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A duration kept in milliseconds.
pub fn milliseconds(milliseconds: i64) -> String {
    crate::duration::show(std::time::Duration::from_millis(milliseconds.unsigned_abs()))
}
