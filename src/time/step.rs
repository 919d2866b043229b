//! Arrow keys in the date and the time field: the part under the caret goes up or down.
//! The text comes back in the form of `2027-07-01` or `09:00`, with that part to be selected.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::instant::date_text;
use super::typed::plain;
use super::wall::{parse_date, parse_time};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    pub text: String,
    /// The part that was stepped, in characters of `text` (all ASCII).
    pub part: Range<usize>,
}

/// Steps year, month or day. Days carry into the month and months into the year; the 31st becomes
/// the last day of a shorter month. `None` when the text is no date, or the step leaves the years
/// 1 to 9999. `caret` counts characters.
pub fn step_date(text: &str, caret: usize, by: i32) -> Option<Stepped> {
    let date = parse_date(text).ok()?;
    let part = part_at(&plain(text), caret, [4, 6]);
    let stepped = match part {
        0 => in_month(date, by.checked_mul(12)?),
        1 => in_month(date, by),
        _ => date.checked_add_signed(chrono::TimeDelta::days(by.into())),
    }?;
    (1..=9999).contains(&stepped.year()).then(|| Stepped {
        text: date_text(stepped),
        part: [0..4, 5..7, 8..10][part].clone(),
    })
}

fn in_month(date: NaiveDate, months: i32) -> Option<NaiveDate> {
    let month = date.year() * 12 + date.month0() as i32;
    let month = month.checked_add(months)?;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u32 + 1);
    let mut days = (date.day().min(28)..=date.day()).rev();
    days.find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

/// Steps hour, minute or second. Each turns over by itself, as on a native time field: stepping
/// the minute never changes the hour. Seconds are stepped where they are written.
pub fn step_time(text: &str, caret: usize, by: i32) -> Option<Stepped> {
    let time = parse_time(text).ok()?;
    let text = plain(text);
    let seconds = has_seconds(&text);
    let part = part_at(&text, caret, [2, 4]).min(if seconds { 2 } else { 1 });
    let turn = |value: u32, size: i32| (value as i32 + by.rem_euclid(size)).rem_euclid(size) as u32;
    let (mut hour, mut minute, mut second) = (time.hour(), time.minute(), time.second());
    match part {
        0 => hour = turn(hour, 24),
        1 => minute = turn(minute, 60),
        _ => second = turn(second, 60),
    }
    let mut text = format!("{hour:02}:{minute:02}");
    if seconds {
        text += &format!(":{second:02}");
    }
    NaiveTime::from_hms_opt(hour, minute, second).map(|_| Stepped {
        text,
        part: part * 3..part * 3 + 2,
    })
}

fn has_seconds(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() > 4
}

/// Which of three parts the caret stands in or right behind: by the marks between them, or in a
/// row of digits by the ends of the first two.
fn part_at(text: &str, caret: usize, ends: [usize; 2]) -> usize {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return ends.iter().filter(|end| caret > **end).count();
    }
    let before: Vec<char> = text.chars().take(caret).collect();
    let marks = before
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() && !pair[1].is_ascii_digit());
    marks.count().min(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str, caret: usize, by: i32) -> Option<String> {
        step_date(text, caret, by).map(|stepped| stepped.text)
    }

    fn time(text: &str, caret: usize, by: i32) -> Option<String> {
        step_time(text, caret, by).map(|stepped| stepped.text)
    }

    #[test]
    fn the_part_under_the_caret_is_stepped_and_selected() {
        for (caret, text, part) in [
            (0, "2028-07-01", 0..4),
            (4, "2028-07-01", 0..4),
            (5, "2027-08-01", 5..7),
            (7, "2027-08-01", 5..7),
            (8, "2027-07-02", 8..10),
            (99, "2027-07-02", 8..10),
        ] {
            let text = text.to_owned();
            assert_eq!(
                step_date("2027-07-01", caret, 1),
                Some(Stepped { text, part }),
                "{caret}"
            );
        }
        assert_eq!(date("20270701", 5, 1).as_deref(), Some("2027-08-01"));
        assert_eq!(date("2027年7月1日", 6, 1).as_deref(), Some("2027-08-01"));
    }

    #[test]
    fn dates_carry_and_stay_in_the_calendar() {
        assert_eq!(date("2027-12-31", 10, 1).as_deref(), Some("2028-01-01"));
        assert_eq!(date("2027-01-31", 6, 1).as_deref(), Some("2027-02-28"));
        assert_eq!(date("2028-02-29", 2, 1).as_deref(), Some("2029-02-28"));
        assert_eq!(date("2027-01-15", 6, -1).as_deref(), Some("2026-12-15"));
        assert_eq!(date("9999-12-31", 10, 1), None);
        assert_eq!(date("0001-01-01", 0, i32::MIN), None);
        assert_eq!(date("7/1", 1, 1), None);
    }

    #[test]
    fn hours_and_minutes_turn_over_by_themselves() {
        assert_eq!(time("23:59", 1, 1).as_deref(), Some("00:59"));
        assert_eq!(time("9:59", 3, 1).as_deref(), Some("09:00"));
        assert_eq!(time("09:00", 5, -15).as_deref(), Some("09:45"));
        assert_eq!(time("09:00:00", 8, -1).as_deref(), Some("09:00:59"));
        assert_eq!(time("0900", 4, 5).as_deref(), Some("09:05"));
        assert_eq!(time("9am", 1, 1), None);
    }
}
