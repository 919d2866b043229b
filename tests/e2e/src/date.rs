//! Days for the tests to plan on: always ahead, whenever they run.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};

/// A day so many days from now, far from its borders on every clock.
pub fn in_days(now: DateTime<Utc>, days: u64) -> String {
    (now.date_naive() + Days::new(days))
        .format("%Y-%m-%d")
        .to_string()
}

/// The `nth` Sunday of a month of next year; clocks change on such days.
pub fn next_years_sunday(now: DateTime<Utc>, month: u32, nth: u8) -> String {
    NaiveDate::from_weekday_of_month_opt(now.year() + 1, month, Weekday::Sun, nth)
        .expect("every month has it")
        .format("%Y-%m-%d")
        .to_string()
}

/// An instant of the wire, such as `2027-07-01 10:00:00+0800`, as UTC.
pub fn instant(text: &str) -> DateTime<Utc> {
    ["%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z"]
        .iter()
        .find_map(|format| DateTime::parse_from_str(text, format).ok())
        .unwrap_or_else(|| panic!("no time with an offset: {text}"))
        .to_utc()
}
