//! The quick picks of the time part, on the chosen zone's clock.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime};

use super::instant::{Instant, Moment};
use super::resolve::resolve;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quick {
    InTenMinutes,
    InAnHour,
    /// 22:00 today.
    Tonight,
    /// 02:00 tomorrow.
    TomorrowNight,
}

impl Quick {
    pub const ALL: [Self; 4] = [
        Self::InTenMinutes,
        Self::InAnHour,
        Self::Tonight,
        Self::TomorrowNight,
    ];

    /// What is meant. `None` when tonight's 22:00 has passed, or the zone is unknown. Delays
    /// end on a whole minute, never early, and are one instant even where clocks show it twice;
    /// a time of the night may be skipped or come twice, which is for the person to settle.
    pub fn pick(self, now: Instant, offset_at: impl Fn(i64) -> Option<i32>) -> Option<Picked> {
        match self {
            Self::InTenMinutes => after(now, 600, offset_at),
            Self::InAnHour => after(now, 3600, offset_at),
            Self::Tonight => {
                let wall = at(now, 0, 22, &offset_at)?;
                let resolved = resolve(wall, offset_at)?;
                let passed = resolved.one().is_some_and(|moment| moment.instant <= now);
                (!passed).then_some(Picked::Wall(wall))
            }
            Self::TomorrowNight => at(now, 1, 2, offset_at).map(Picked::Wall),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Picked {
    Instant(Moment),
    Wall(NaiveDateTime),
}

fn after(now: Instant, seconds: i64, offset_at: impl Fn(i64) -> Option<i32>) -> Option<Picked> {
    let milliseconds = now.timestamp_millis() + seconds * 1000;
    let minute = (milliseconds + 59_999).div_euclid(60_000) * 60;
    let instant = DateTime::from_timestamp(minute, 0)?;
    Moment::read(instant, offset_at).map(Picked::Instant)
}

fn at(
    now: Instant,
    days: u64,
    hour: u32,
    offset_at: impl Fn(i64) -> Option<i32>,
) -> Option<NaiveDateTime> {
    let today = Moment::read(now, offset_at)?.wall().date();
    let date = today.checked_add_days(Days::new(days))?;
    Some(date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(quick: Quick, now: &str) -> Option<String> {
        let now = super::super::parse_wire(now).unwrap().instant;
        Some(match quick.pick(now, |_| Some(28_800))? {
            Picked::Instant(moment) => super::super::to_wire(&moment),
            Picked::Wall(wall) => wall.to_string(),
        })
    }

    #[test]
    fn delays_end_on_a_whole_minute_and_never_early() {
        let pick = at(Quick::InTenMinutes, "2027-07-01 09:00:01+0800");
        assert_eq!(pick.as_deref(), Some("2027-07-01 09:11:00+0800"));
        let pick = at(Quick::InAnHour, "2027-07-01 09:00:00+0800");
        assert_eq!(pick.as_deref(), Some("2027-07-01 10:00:00+0800"));
    }

    #[test]
    fn nights_are_those_of_the_chosen_zone() {
        let pick = at(Quick::Tonight, "2027-06-30 20:00:00Z");
        assert_eq!(pick.as_deref(), Some("2027-07-01 22:00:00"));
        let pick = at(Quick::TomorrowNight, "2027-06-30 20:00:00Z");
        assert_eq!(pick.as_deref(), Some("2027-07-02 02:00:00"));
    }

    #[test]
    fn tonight_is_not_offered_once_it_has_passed() {
        assert_eq!(at(Quick::Tonight, "2027-07-01 22:00:00+0800"), None);
    }
}
