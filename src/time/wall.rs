//! What people type and paste into the date and the time field. The order of a date is never
//! guessed, the clock has 24 hours, and each refusal says why.
//! Full-width characters, odd spaces and invisible characters are read as what they look like.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::instant::Moment;
use super::typed::{plain, runs};
use super::wire::{moment_of, parse_offset};

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    Missing,
    NotADate,
    /// The year does not stand first, so day and month could be either: `7/1`, `7/1/2027`.
    Ambiguous,
    /// Month and day are clear and the year is not there: `7月1日`.
    YearMissing,
    /// Written as a date, but no calendar has it: 31 April.
    Impossible,
    /// The backend takes the years 1 to 9999 (contract part 2).
    OutOfRange,
}

/// Why a text is no time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    Missing,
    NotATime,
    /// `9 am`, `下午3:00`: to be typed on the 24-hour clock.
    TwelveHour,
    /// 24:00, 9:75, second 60: the backend refuses them too (contract part 2).
    Impossible,
}

/// Why a text is not a date and a time together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteError {
    Date(DateError),
    /// The date is good, and this is what is wrong behind it.
    Time(TimeError),
    /// Date and time are good; what follows is neither an offset below 24 hours nor `Z`, such as
    /// the name of a zone.
    Offset,
}

/// A date and a time that arrived in one piece.
#[derive(Clone, Debug, PartialEq)]
pub enum Pasted {
    /// Without an offset: to be read in the chosen zone.
    DateTime(NaiveDateTime),
    /// With one: an instant, whichever zone is chosen. The offset is the one written.
    Instant(Moment),
}

/// `2027-07-01`, `2027/7/1`, `2027.7.1`, `20270701`, `2027年7月1日`: the year first, in four digits.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(DateError::Missing);
    }
    let (numbers, marks) = runs(&text).ok_or(DateError::NotADate)?;
    match (&numbers[..], &marks[..]) {
        ([all], [""]) if all.len() == 8 => date(&all[..4], &all[4..6], &all[6..]),
        ([year, month, day], ["-", "-", ""] | ["/", "/", ""] | [".", ".", ""])
        | ([year, month, day], ["年", "月", "" | "日" | "号" | "號"])
            if year.len() > 3 =>
        {
            date(year, month, day)
        }
        ([_, _], ["月", "" | "日" | "号" | "號"]) => Err(DateError::YearMissing),
        ([first, _, ..], ["-" | "/" | ".", ..]) if first.len() < 3 => Err(DateError::Ambiguous),
        _ => Err(DateError::NotADate),
    }
}

fn date(year: &str, month: &str, day: &str) -> Result<NaiveDate, DateError> {
    if month.len() > 2 || day.len() > 2 {
        return Err(DateError::NotADate);
    }
    let year = match year.parse() {
        Ok(year @ 1..=9999) => year,
        _ => return Err(DateError::OutOfRange),
    };
    let part = |text: &str| text.parse::<u32>().map_err(|_| DateError::NotADate);
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?).ok_or(DateError::Impossible)
}

/// `9:00`, `09:00:30`, `0900`, `090030`, `9点30分`, `9点半`. Minutes and seconds have two digits
/// after a colon, so that a half-typed `9:3` is not taken for 09:03.
pub fn parse_time(text: &str) -> Result<NaiveTime, TimeError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(TimeError::Missing);
    }
    if twelve_hour(&text) {
        return Err(TimeError::TwelveHour);
    }
    let (numbers, marks) = runs(&text).ok_or(TimeError::NotATime)?;
    let two = |text: &str| text.len() == 2;
    match (&numbers[..], &marks[..]) {
        ([all], [""]) if all.len() == 4 => time(&all[..2], &all[2..], "0"),
        ([all], [""]) if all.len() == 6 => time(&all[..2], &all[2..4], &all[4..]),
        ([hour, minute], [":", ""]) if two(minute) => time(hour, minute, "0"),
        ([hour, minute, second], [":", ":", ""]) if two(minute) && two(second) => {
            time(hour, minute, second)
        }
        ([hour], ["点" | "點" | "时" | "時" | "点整" | "點整"]) => time(hour, "0", "0"),
        ([hour], ["点半" | "點半"]) => time(hour, "30", "0"),
        ([hour, minute], ["点" | "點" | "时" | "時", "" | "分"]) => time(hour, minute, "0"),
        ([hour, minute, second], ["点" | "點" | "时" | "時", "分", "" | "秒"]) => {
            time(hour, minute, second)
        }
        _ => Err(TimeError::NotATime),
    }
}

fn twelve_hour(text: &str) -> bool {
    const MARKS: [&str; 12] = [
        "am", "pm", "a.m", "p.m", "noon", "上午", "中午", "下午", "早上", "晚上", "凌晨", "傍晚",
    ];
    let text = text.to_ascii_lowercase();
    MARKS.iter().any(|mark| text.contains(mark))
}

fn time(hour: &str, minute: &str, second: &str) -> Result<NaiveTime, TimeError> {
    let part = |text: &str| match text.len() {
        1 | 2 => text.parse::<u32>().map_err(|_| TimeError::NotATime),
        _ => Err(TimeError::NotATime),
    };
    NaiveTime::from_hms_opt(part(hour)?, part(minute)?, part(second)?).ok_or(TimeError::Impossible)
}

/// A date and a time, with or without an offset; `None` for everything else.
pub fn parse_pasted(text: &str) -> Option<Pasted> {
    parse_date_time(text).ok()
}

/// As [`parse_pasted`], with the reason. Date and time as in their fields, a space or `T` between
/// them (none needed after `日`); then nothing, `Z`, `UTC`, `+08`, `+0800` or `+08:00`, after any
/// space. The zone that RFC 9557 sets behind an instant in brackets is passed over. Fractions of a
/// second are dropped: what is sent has none.
pub fn parse_date_time(text: &str) -> Result<Pasted, PasteError> {
    let text = plain(text);
    let (text, zone) = split_zone(&text).ok_or(PasteError::Offset)?;
    match parse_plain(text)? {
        // A wall time of a zone that need not be the chosen one.
        Pasted::DateTime(_) if zone.is_some() => Err(PasteError::Offset),
        pasted => Ok(pasted),
    }
}

/// Takes the tags of RFC 9557 off an instant, and of them the zone:
/// `…+08:00[Asia/Shanghai][u-ca=iso8601]`. `None` where a tag is not one or says, by its `!`, that
/// whoever does not know it must not go on.
pub fn split_zone(text: &str) -> Option<(&str, Option<&str>)> {
    let Some((instant, tags)) = text.split_once('[') else {
        return Some((text, None));
    };
    let mut tags = tags.strip_suffix(']')?.split("][");
    let first = tags.next()?;
    let name = first.strip_prefix('!').unwrap_or(first);
    let zone = Some(name).filter(|name| !name.contains('='));
    let is_known = |tag: &str| tag.contains('=') && !tag.starts_with('!');
    let is_good =
        (zone.is_some_and(|zone| !zone.is_empty()) || is_known(first)) && tags.all(is_known);
    is_good.then_some((instant, zone))
}

fn parse_plain(text: &str) -> Result<Pasted, PasteError> {
    let mut refusal = None;
    for (place, c) in text.char_indices() {
        let after = place + c.len_utf8();
        let before = match c {
            ' ' | 'T' | 't' => place,
            '日' | '号' | '號' => after,
            _ => continue,
        };
        let Ok(date) = parse_date(&text[..before]) else {
            continue;
        };
        match time_and_offset(date, &text[after..]) {
            Ok(pasted) => return Ok(pasted),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    Err(refusal.unwrap_or_else(|| date_refusal(text)))
}

/// What is wrong with the date of a text in which none was found.
fn date_refusal(text: &str) -> PasteError {
    let date = text.split(' ').next().unwrap_or(text);
    match parse_date(date) {
        Ok(_) => PasteError::Time(TimeError::Missing),
        Err(error) => PasteError::Date(error),
    }
}

fn time_and_offset(date: NaiveDate, text: &str) -> Result<Pasted, PasteError> {
    let end = text.find(|c: char| matches!(c, '+' | '-') || c.is_ascii_alphabetic());
    let (time, offset) = text.split_at(end.unwrap_or(text.len()));
    if is_half_day(offset) {
        return Err(PasteError::Time(TimeError::TwelveHour));
    }
    let time = parse_time(without_fraction(time)).map_err(PasteError::Time)?;
    let wall = date.and_time(time);
    if offset.is_empty() {
        return Ok(Pasted::DateTime(wall));
    }
    written_offset(offset)
        .and_then(|offset| moment_of(wall, offset))
        .map(Pasted::Instant)
        .ok_or(PasteError::Offset)
}

/// Whether the text begins with the word `am` or `pm`; `America` does not.
fn is_half_day(text: &str) -> bool {
    let end = text.find(|c: char| c != '.' && !c.is_ascii_alphabetic());
    let word = text[..end.unwrap_or(text.len())].to_ascii_lowercase();
    matches!(word.trim_end_matches('.'), "am" | "pm" | "a.m" | "p.m")
}

/// `Z`, `UTC`, `GMT+8`, `+08:00`. No zone names: `CST` is four zones.
fn written_offset(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_lowercase();
    match text
        .strip_prefix("utc")
        .or_else(|| text.strip_prefix("gmt"))
    {
        Some("") => Some(0),
        Some(rest) => parse_offset(rest.trim_start()),
        None if text == "z" => Some(0),
        None => parse_offset(&text),
    }
}

/// Only behind whole seconds: `09:30.5` stays as it is, and is refused.
fn without_fraction(time: &str) -> &str {
    match time.trim_end().rsplit_once(['.', ',']) {
        Some((whole, fraction))
            if !fraction.is_empty()
                && fraction.bytes().all(|b| b.is_ascii_digit())
                && whole.bytes().filter(u8::is_ascii_digit).count() >= 5 =>
        {
            whole
        }
        _ => time,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used)]
mod tests;
