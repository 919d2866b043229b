//! What may be wrong with a moment. The past is refused; everything else warns and never blocks.

use chrono::{Datelike, NaiveTime, TimeDelta, Weekday};

use super::instant::{Instant, Moment};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Not later than now: refused here as by the backend (contract part 2).
    Past,
    /// Less than a minute ahead.
    Soon,
    /// More than a year ahead: zone rules may change until then.
    Far,
    Night,
    Weekend,
}

/// Hours in which the business does not want runs without a second look, on the moment's own
/// clock. Nothing is quiet by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuietHours {
    /// From, until (exclusive); may pass midnight.
    pub night: Option<(NaiveTime, NaiveTime)>,
    /// Saturday and Sunday.
    pub weekend: bool,
}

/// `now` is by the server's clock, as far as it is known.
pub fn concerns(moment: &Moment, now: Instant, quiet: &QuietHours) -> Vec<Concern> {
    let ahead = moment.instant.signed_duration_since(now);
    let wall = moment.wall();
    let night = |(from, until)| is_within(wall.time(), from, until);
    let weekend = matches!(wall.weekday(), Weekday::Sat | Weekday::Sun);
    [
        (Concern::Past, ahead <= TimeDelta::zero()),
        (
            Concern::Soon,
            ahead > TimeDelta::zero() && ahead < TimeDelta::seconds(60),
        ),
        (Concern::Far, ahead > TimeDelta::days(366)),
        (Concern::Night, quiet.night.is_some_and(night)),
        (Concern::Weekend, quiet.weekend && weekend),
    ]
    .into_iter()
    .filter_map(|(concern, holds)| holds.then_some(concern))
    .collect()
}

/// Whether another plan is so close (ten minutes to either side) that it may be the same intention.
pub fn is_close(one: Instant, other: Instant) -> bool {
    one.signed_duration_since(other).abs() <= TimeDelta::minutes(10)
}

fn is_within(time: NaiveTime, from: NaiveTime, until: NaiveTime) -> bool {
    if from <= until {
        from <= time && time < until
    } else {
        from <= time || time < until
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::parse_wire;

    fn told(then: &str, now: &str) -> Vec<Concern> {
        let quiet = QuietHours {
            night: NaiveTime::from_hms_opt(22, 0, 0).zip(NaiveTime::from_hms_opt(6, 0, 0)),
            weekend: true,
        };
        let now = parse_wire(now).unwrap().instant;
        concerns(&parse_wire(then).unwrap(), now, &quiet)
    }

    #[test]
    fn the_past_begins_now() {
        let now = "2027-07-01 09:00:00+0800";
        assert_eq!(told(now, now), [Concern::Past]);
        assert_eq!(told("2027-07-01 09:00:59+0800", now), [Concern::Soon]);
        assert_eq!(told("2027-07-01 09:01:00+0800", now), []);
        assert_eq!(told("2028-08-01 09:01:00+0800", now), [Concern::Far]);
    }

    #[test]
    fn nights_and_weekends_are_those_of_the_moments_own_clock() {
        let now = "2027-07-01 01:00:00Z";
        assert_eq!(told("2027-07-01 22:00:00+0800", now), [Concern::Night]);
        assert_eq!(told("2027-07-02 05:59:59+0800", now), [Concern::Night]);
        assert_eq!(told("2027-07-02 06:00:00+0800", now), []);
        assert_eq!(told("2027-07-03 12:00:00+0800", now), [Concern::Weekend]);
    }

    #[test]
    fn plans_within_ten_minutes_are_close() {
        let at = |text| parse_wire(text).unwrap().instant;
        let one = at("2027-07-01 09:00:00+0800");
        assert!(is_close(one, at("2027-07-01 09:10:00+0800")));
        assert!(is_close(one, at("2027-07-01 00:50:00Z")));
        assert!(!is_close(one, at("2027-07-01 09:10:01+0800")));
    }
}
