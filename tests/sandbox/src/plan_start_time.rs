//! The planned instant: every form of text bk-sops accepts for it, and the forms it shows it in
//! (contract part 2).
//!
//! A text is first read as Python's `datetime.fromisoformat` reads it, and if that fails by the
//! looser pattern of Django's `parse_datetime`. Both are kept, because each accepts what the
//! other refuses: compact and week dates here, single-digit fields and full-width digits there.

mod iso_format;
mod loose_pattern;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// The zone of the server: what a time without offset is read in, and what answers are shown in.
pub const SERVER_ZONE: Tz = chrono_tz::Asia::Shanghai;

/// The parts of a text, not yet checked for their ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    microsecond: u32,
    /// Microseconds east of Greenwich.
    offset: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    WrongFormat,
    /// Outside of the years 1 to 9999 once it is moved to the server's zone.
    Overflow,
    /// As `Overflow`, but in a text without offset, where bk-sops does not expect it: HTTP 500.
    Unexpected,
}

/// The server's offset in microseconds. It has been another one, but never where a planned
/// instant can be.
const SERVER_OFFSET: i64 = 8 * 3_600_000_000;

const DAY: i64 = 24 * 3_600_000_000;

pub fn parse(text: &str) -> Result<DateTime<Utc>, Refusal> {
    let (local, offset) = iso_format::parse(text)
        .and_then(Parts::check)
        .or_else(|| loose_pattern::parse(text).and_then(Parts::check))
        .ok_or(Refusal::WrongFormat)?;
    let refusal = if offset.is_some() {
        Refusal::Overflow
    } else {
        Refusal::Unexpected
    };
    let offset = TimeDelta::microseconds(offset.unwrap_or(SERVER_OFFSET));
    let utc = local.checked_sub_signed(offset).ok_or(refusal)?;
    let shown = utc
        .checked_add_signed(TimeDelta::microseconds(SERVER_OFFSET))
        .ok_or(refusal)?;
    if in_range(utc) && in_range(shown) {
        Ok(utc.and_utc())
    } else {
        Err(refusal)
    }
}

impl Parts {
    /// The wall time and its offset, if every part is in its range.
    fn check(self) -> Option<(NaiveDateTime, Option<i64>)> {
        if self.offset.is_some_and(|offset| offset.abs() >= DAY) || self.second > 59 {
            return None;
        }
        let local = NaiveDate::from_ymd_opt(self.year.try_into().ok()?, self.month, self.day)?
            .and_hms_micro_opt(self.hour, self.minute, self.second, self.microsecond)?;
        in_range(local).then_some((local, self.offset))
    }
}

fn in_range(time: NaiveDateTime) -> bool {
    use chrono::Datelike;
    (1..=9999).contains(&time.year())
}

/// `2026-11-25 10:00:00+0800`: as the creation shows it.
pub fn show(instant: DateTime<Utc>) -> String {
    instant
        .with_timezone(&SERVER_ZONE)
        .format("%Y-%m-%d %H:%M:%S%z")
        .to_string()
}

/// `2026-11-25 10:00:00 +0800`: as the lists show it, in the zone asked for.
pub fn show_spaced(instant: DateTime<Utc>, zone: Tz) -> String {
    instant
        .with_timezone(&zone)
        .format("%Y-%m-%d %H:%M:%S %z")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Refusal> {
        parse(text).map(show)
    }

    #[test]
    fn accepts_every_form_of_an_instant() {
        for (text, shown) in [
            ("2026-11-25 10:00:00+0800", "2026-11-25 10:00:00+0800"),
            ("2026-11-25 10:00:00+08:00", "2026-11-25 10:00:00+0800"),
            ("2026-11-25 10:00:00+08", "2026-11-25 10:00:00+0800"),
            ("2026-11-25 10:00:00Z", "2026-11-25 18:00:00+0800"),
            ("2026-11-25 10:00:00 +0800", "2026-11-25 10:00:00+0800"),
            ("2026-11-25t10:00:00Z", "2026-11-25 18:00:00+0800"),
            ("2026-11-25 10:00:00", "2026-11-25 10:00:00+0800"),
            ("2026-11-25", "2026-11-25 00:00:00+0800"),
            (
                "2026-11-25 10:00:00,123456789+0800",
                "2026-11-25 10:00:00+0800",
            ),
            ("2026-11-25 10:00:00.+0800", "2026-11-25 10:00:00+0800"),
            ("2026-11-25 10:00:00-05:30", "2026-11-25 23:30:00+0800"),
            ("2026-11-25 10:00:00-0000", "2026-11-25 18:00:00+0800"),
            ("2026-11-25 10:00:00+23:59:59", "2026-11-24 18:00:01+0800"),
            ("2027-1-2 3:04:05+0800", "2027-01-02 03:04:05+0800"),
            ("20261125T100000Z", "2026-11-25 18:00:00+0800"),
            ("2027-W01-1T10:00:00Z", "2027-01-04 18:00:00+0800"),
            ("２０２７-01-01 10:00:00+0800", "2027-01-01 10:00:00+0800"),
            ("2026-11-25 10:00:00+0800\n", "2026-11-25 10:00:00+0800"),
            ("9999-12-31 23:59:59+0800", "9999-12-31 23:59:59+0800"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(shown), "{text}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "",
            "   ",
            "tomorrow",
            "1893456000",
            "2026-11-25 10:00:00z",
            "2026-11-25 10:00:00 UTC",
            "2026-11-25 10:00:00 GMT+0800",
            "2026/11/25 10:00:00+0800",
            "2026-11-25  10:00:00+0800",
            " 2026-11-25 10:00:00+0800",
            "2026-11-25 10:00:00+0800 ",
            "2026-11-25 10:00:00+2400",
            "2027-01-01 24:00:00+0800",
            "2027-01-01 10:00:60+0800",
            "2027-04-31 10:00:00+0800",
            "10000-01-01 00:00:00+0800",
            "0000-01-01 00:00:00+0800",
            "2026-11-25 10:00:00+8",
        ] {
            assert_eq!(read(text), Err(Refusal::WrongFormat), "{text}");
        }
        assert_eq!(read("9999-12-31 23:59:59-1200"), Err(Refusal::Overflow));
        assert_eq!(read("0001-01-01 00:00:00+0800"), Err(Refusal::Overflow));
        assert_eq!(read("0001-01-01 00:00:00"), Err(Refusal::Unexpected));
    }
}
