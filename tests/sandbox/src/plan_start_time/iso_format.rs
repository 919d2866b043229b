//! `datetime.fromisoformat` of Python 3.11: basic and extended dates, week dates, any one
//! character between date and time, fractions after point or comma, offsets down to fractions
//! of a second.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Parts;

pub(super) fn parse(text: &str) -> Option<Parts> {
    let bytes = text.as_bytes();
    if bytes.len() < 7 {
        return None;
    }
    let end_of_date = separator(bytes)?;
    let (year, month, day) = date(bytes.get(..end_of_date)?)?;
    let mut parts = Parts {
        year,
        month,
        day,
        ..Parts::default()
    };
    if bytes.len() > end_of_date {
        let width = text.get(end_of_date..)?.chars().next()?.len_utf8();
        time(&bytes[end_of_date + width..], &mut parts)?;
    }
    Some(parts)
}

/// Where the date ends, which its fifth and sixth characters tell.
fn separator(text: &[u8]) -> Option<usize> {
    if text.len() == 7 {
        return Some(7);
    }
    match (text[4], text[5]) {
        (b'-', b'W') => match text.get(8) {
            Some(b'-') if text.len() == 9 => None,
            // `2027-W01-12` is a date, a hyphen and an hour rather than a day 1 and a 2.
            Some(b'-') if text.get(10).is_some_and(u8::is_ascii_digit) => Some(8),
            Some(b'-') => Some(10),
            _ => Some(8),
        },
        (b'W', _) => {
            let digits = text[7..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            Some(match 7 + digits {
                end @ 0..9 => end,
                end if end % 2 == 0 => 7,
                _ => 8,
            })
        }
        (b'-', _) => Some(10),
        _ => Some(8),
    }
}

fn date(text: &[u8]) -> Option<(u32, u32, u32)> {
    let (year, rest) = digits(text, 4)?;
    let (dashed, rest) = match rest.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, rest),
    };
    if let Some((b'W', rest)) = rest.split_first() {
        return week_date(year, dashed, rest);
    }
    let (month, rest) = digits(rest, 2)?;
    let (day, _) = digits(after_dash(dashed, rest)?, 2)?;
    Some((year, month, day))
}

fn week_date(year: u32, dashed: bool, rest: &[u8]) -> Option<(u32, u32, u32)> {
    let (week, rest) = digits(rest, 2)?;
    let day = if rest.is_empty() {
        1
    } else {
        digits(after_dash(dashed, rest)?, 1)?.0
    };
    let weekday = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
    let date = NaiveDate::from_isoywd_opt(year.try_into().ok()?, week, weekday)?;
    Some((date.year().try_into().ok()?, date.month(), date.day()))
}

fn after_dash(dashed: bool, rest: &[u8]) -> Option<&[u8]> {
    if dashed {
        rest.strip_prefix(b"-")
    } else {
        Some(rest)
    }
}

fn time(text: &[u8], parts: &mut Parts) -> Option<()> {
    let zone = text
        .iter()
        .position(|byte| matches!(byte, b'+' | b'-' | b'Z'))
        .unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone);
    let ([hour, minute, second, microsecond], rest) = clock_digits(clock)?;
    (parts.hour, parts.minute, parts.second, parts.microsecond) =
        (hour, minute, second, microsecond);
    let Some((sign, zone)) = zone.split_first() else {
        return rest.is_empty().then_some(());
    };
    if *sign == b'Z' {
        parts.offset = Some(0);
        return zone.is_empty().then_some(());
    }
    let ([hours, minutes, seconds, microseconds], rest) = clock_digits(zone)?;
    let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds);
    let offset = seconds * 1_000_000 + i64::from(microseconds);
    parts.offset = Some(if *sign == b'-' { -offset } else { offset });
    rest.is_empty().then_some(())
}

/// `HH[:MM[:SS[.ffffff]]]`, the colons all there or all missing, and what is left over. What is
/// left over is only an error at the end of the text: a stray point before the offset is not.
fn clock_digits(text: &[u8]) -> Option<([u32; 4], &[u8])> {
    let mut values = [0; 4];
    let mut rest = text;
    let mut colons = true;
    for (index, value) in values.iter_mut().take(3).enumerate() {
        (*value, rest) = digits(rest, 2)?;
        if index == 0 {
            colons = rest.first() == Some(&b':');
        }
        match rest {
            [] | [_] => return Some((values, rest)),
            [b':', ..] if colons => rest = &rest[1..],
            [b'.' | b',', ..] => {
                rest = &rest[1..];
                break;
            }
            _ if colons => return None,
            _ => {}
        }
    }
    let count = rest.len().min(6);
    let (fraction, after) = digits(rest, count)?;
    values[3] = fraction * 10_u32.pow(6 - u32::try_from(count).ok()?);
    let more = after
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    Some((values, &after[more..]))
}

fn digits(text: &[u8], count: usize) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    let mut number = 0;
    for byte in digits {
        number = number * 10 + char::from(*byte).to_digit(10)?;
    }
    Some((number, rest))
}
