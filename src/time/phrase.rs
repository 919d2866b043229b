//! What the page has understood, as data: the sentence "Thursday 2027-07-01 09:00, Shanghai, …"
//! in the form, the review, the record and the summary is drawn from this one value, so that they
//! cannot differ. The words live elsewhere.

use chrono::{Datelike, NaiveDateTime, Weekday};

use super::instant::{Instant, Moment};

/// One clock's reading of the moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub wall: NaiveDateTime,
    /// IANA name.
    pub zone: String,
    /// Seconds east of UTC.
    pub offset: i32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    pub wall: NaiveDateTime,
    /// Of `wall`; the viewer's own may be another.
    pub weekday: Weekday,
    pub zone: String,
    pub offset: i32,
    /// The viewer's own clock, when it shows something else at that moment. Two zones with the
    /// same offset then are one clock.
    pub own: Option<Reading>,
    pub utc: NaiveDateTime,
    /// Whole seconds, rounded up: 0 from the very moment on, negative a second after it.
    pub seconds_until: i64,
}

impl Understood {
    /// `now` is by the server's clock, as far as it is known. `offset_at` is asked about the
    /// viewer's zone only; when it knows none, `own` is `None`.
    pub fn new(
        moment: &Moment,
        zone: &str,
        viewer: &str,
        offset_at: impl Fn(&str, i64) -> Option<i32>,
        now: Instant,
    ) -> Self {
        let own = Moment::read(moment.instant, |unix| offset_at(viewer, unix));
        let own = own.filter(|own| own.offset != moment.offset);
        let wall = moment.wall();
        Self {
            wall,
            weekday: wall.weekday(),
            zone: zone.to_owned(),
            offset: moment.offset,
            own: own.map(|own| Reading {
                wall: own.wall(),
                zone: viewer.to_owned(),
                offset: own.offset,
            }),
            utc: moment.instant.naive_utc(),
            seconds_until: seconds_until(moment.instant, now),
        }
    }
}

/// Whole seconds from `now` to `then`, rounded up, for a countdown that ends exactly on time.
pub fn seconds_until(then: Instant, now: Instant) -> i64 {
    let milliseconds = then.signed_duration_since(now).num_milliseconds();
    (milliseconds + 999).div_euclid(1000)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    fn zones(name: &str, _: i64) -> Option<i32> {
        match name {
            "Asia/Shanghai" | "Asia/Singapore" => Some(28_800),
            "America/New_York" => Some(-14_400),
            _ => None,
        }
    }

    fn understood(viewer: &str) -> Understood {
        let instant = DateTime::from_timestamp(1_814_400_000, 0).unwrap();
        let moment = Moment {
            instant,
            offset: 28_800,
        };
        let now = instant - TimeDelta::milliseconds(90_500);
        Understood::new(&moment, "Asia/Shanghai", viewer, zones, now)
    }

    #[test]
    fn the_viewer_elsewhere_reads_the_own_clock_too() {
        let own = understood("America/New_York").own.unwrap();
        assert_eq!(own.wall.to_string(), "2027-06-30 20:00:00");
        assert_eq!(own.offset, -14_400);
    }

    #[test]
    fn a_clock_that_shows_the_same_is_not_told_twice() {
        assert_eq!(understood("Asia/Singapore").own, None);
        assert_eq!(understood("Nowhere/Land").own, None);
    }

    #[test]
    fn the_weekday_is_that_of_the_chosen_zone() {
        let understood = understood("America/New_York");
        assert_eq!(understood.weekday, Weekday::Thu);
        assert_eq!(understood.utc.to_string(), "2027-07-01 00:00:00");
    }

    #[test]
    fn the_countdown_ends_exactly_on_time() {
        assert_eq!(understood("UTC").seconds_until, 91);
        let then = DateTime::from_timestamp(100, 0).unwrap();
        for (milliseconds, seconds) in [(-1, 1), (0, 0), (1, 0), (999, 0), (1000, -1)] {
            let now = then + TimeDelta::milliseconds(milliseconds);
            assert_eq!(seconds_until(then, now), seconds, "{milliseconds}");
        }
    }
}
