//! An instant, alone and as read on one zone's clock, and the plain text of dates and times.
//! The texts here are the ones that the parsers of `wall` read back.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

/// A point on the one time line, without any clock.
pub type Instant = DateTime<Utc>;

/// An instant as read on one zone's clock. Two moments are equal only when both agree; compare
/// `instant` to ask whether they are the same point in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub instant: Instant,
    /// Seconds east of UTC at that instant.
    pub offset: i32,
}

impl Moment {
    /// Reads an instant on the clock of `offset_at`; `None` when that knows no offset.
    pub fn read(instant: Instant, offset_at: impl Fn(i64) -> Option<i32>) -> Option<Self> {
        let offset = offset_at(instant.timestamp())?;
        Some(Self { instant, offset })
    }

    /// The instant, in seconds since 1970, on the clock that shows `wall` then;
    /// `None` where no offset of whole minutes below a day makes one of the other.
    pub fn at_wall(unix: i64, wall: NaiveDateTime) -> Option<Self> {
        let offset = i32::try_from(wall.and_utc().timestamp() - unix).ok()?;
        let is_offset = offset % 60 == 0 && offset.abs() < 86_400;
        let instant = Instant::from_timestamp(unix, 0).filter(|_| is_offset)?;
        Some(Self { instant, offset })
    }

    /// The same instant on the UTC clock.
    pub fn in_utc(&self) -> Self {
        Self {
            instant: self.instant,
            offset: 0,
        }
    }

    /// What the clock on the wall shows at this moment.
    pub fn wall(&self) -> NaiveDateTime {
        let utc = self.instant.naive_utc();
        utc.checked_add_signed(TimeDelta::seconds(self.offset.into()))
            .unwrap_or(utc)
    }

    /// `+08:00`; seconds only where there are some, as in `+08:05:43`.
    pub fn offset_text(&self) -> String {
        offset_text(self.offset)
    }
}

/// `+08:00`, `-00:44:30`, `+00:00`.
pub fn offset_text(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let size = offset.unsigned_abs();
    let (hours, minutes, seconds) = (size / 3600, size / 60 % 60, size % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// `2027-07-01`.
pub fn date_text(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `09:00`, and `09:00:30` when there are seconds.
pub fn time_text(time: NaiveTime) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    }
}

/// `09:00:00`, always with seconds.
pub fn full_time_text(time: NaiveTime) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// `2027-07-01 09:00:00`, always with seconds.
pub fn wall_text(wall: NaiveDateTime) -> String {
    [date_text(wall.date()), full_time_text(wall.time())].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_written_with_their_sign_and_seconds_only_where_there_are_some() {
        for (offset, text) in [
            (0, "+00:00"),
            (28_800, "+08:00"),
            (-12_600, "-03:30"),
            (-1_800, "-00:30"),
            (29_143, "+08:05:43"),
            (-2_670, "-00:44:30"),
        ] {
            assert_eq!(offset_text(offset), text);
        }
    }

    #[test]
    fn the_edges_of_the_calendar_do_not_panic() {
        for instant in [Instant::MIN_UTC, Instant::MAX_UTC] {
            for offset in [-86_399, 86_399] {
                let _ = Moment { instant, offset }.wall();
            }
        }
    }
}
