//! From a wall time and a zone to the instant it names, or to the reason why it names none or two.
//! Pure over the zone's offset function; shifts of any size, half-hour ones and whole lost days
//! included. Nothing is ever chosen silently.

use chrono::{DateTime, NaiveDateTime};

use super::instant::Moment;

const DAY: i64 = 86_400;

/// What a wall time means in a zone. The vocabulary is that of Temporal's `disambiguation`:
/// taking `after` or `earlier` is its `compatible` (also RFC 5545, 3.3.5), refusing is `reject`.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    One(Moment),
    /// The clocks jump over this wall time. `before` is the wall time less the size of the jump
    /// (Temporal `earlier`), `after` the wall time plus it (Temporal `later`).
    Gap {
        before: Moment,
        after: Moment,
    },
    /// The clocks show this wall time twice.
    Overlap {
        earlier: Moment,
        later: Moment,
    },
}

impl Resolved {
    /// The moment, when there is exactly one.
    pub fn one(&self) -> Option<&Moment> {
        match self {
            Self::One(moment) => Some(moment),
            _ => None,
        }
    }
}

/// `offset_at` gives the seconds east of UTC in effect at a unix second. The answer is `None`
/// when it knows no offset (unknown zone) or the instant is outside what can be represented.
pub fn resolve(wall: NaiveDateTime, offset_at: impl Fn(i64) -> Option<i32>) -> Option<Resolved> {
    // A fraction of a second plays no part in zone rules: it is set aside and put back.
    let nanos = wall.and_utc().timestamp_subsec_nanos();
    let wall = wall.and_utc().timestamp();
    let moment = |unix: i64, offset: i32| {
        let instant = DateTime::from_timestamp(unix, nanos)?;
        Some(Moment { instant, offset })
    };
    let instants = instants_showing(wall, &offset_at)?;
    match (instants.iter().min(), instants.iter().max()) {
        (Some(&(unix, offset)), Some(&(last, _))) if unix == last => {
            Some(Resolved::One(moment(unix, offset)?))
        }
        (Some(&(first, before)), Some(&(last, after))) => Some(Resolved::Overlap {
            earlier: moment(first, before)?,
            later: moment(last, after)?,
        }),
        _ => {
            let jump = jump_over(wall, &offset_at)?;
            let (before, after) = (offset_at(jump - 1)?, offset_at(jump)?);
            let (earlier, later) = (wall - i64::from(after), wall - i64::from(before));
            Some(Resolved::Gap {
                before: moment(earlier, offset_at(earlier)?)?,
                after: moment(later, offset_at(later)?)?,
            })
        }
    }
}

/// Every unix second at which the zone's clock shows `wall`, with its offset.
///
/// No offset reaches 24 hours, so the ones in force a day to either side are the candidates;
/// each may lead to a further one when two changes fall into these two days.
fn instants_showing(wall: i64, offset_at: &impl Fn(i64) -> Option<i32>) -> Option<Vec<(i64, i32)>> {
    let mut offsets = vec![offset_at(wall - DAY)?];
    for unix in [wall, wall + DAY] {
        let offset = offset_at(unix)?;
        if !offsets.contains(&offset) {
            offsets.push(offset);
        }
    }
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(&offset) = offsets.get(next) {
        next += 1;
        let unix = wall - i64::from(offset);
        let actual = offset_at(unix)?;
        if actual == offset {
            found.push((unix, offset));
        } else if !offsets.contains(&actual) {
            offsets.push(actual);
        }
    }
    Some(found)
}

/// The unix second of the change that skips `wall`, by bisection: before it the clock shows less
/// than `wall`, from it on more.
fn jump_over(wall: i64, offset_at: &impl Fn(i64) -> Option<i32>) -> Option<i64> {
    let (mut low, mut high) = (wall - DAY, wall + DAY);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if middle + i64::from(offset_at(middle)?) < wall {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn wall(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(2027, month, day).unwrap();
        date.and_hms_opt(hour, minute, 0).unwrap()
    }

    /// A zone that changes once, from one offset to another.
    fn changing(at: NaiveDateTime, before: i32, after: i32) -> impl Fn(i64) -> Option<i32> {
        let change = at.and_utc().timestamp();
        move |unix| Some(if unix < change { before } else { after })
    }

    #[test]
    fn a_zone_without_rules_has_one_instant_for_each_wall_time() {
        let resolved = resolve(wall(7, 1, 9, 0), |_| Some(8 * 3600)).unwrap();
        let moment = resolved.one().unwrap();
        assert_eq!(moment.instant.naive_utc(), wall(7, 1, 1, 0));
        assert_eq!(moment.wall(), wall(7, 1, 9, 0));
    }

    #[test]
    fn a_half_hour_gap_offers_neighbours_half_an_hour_apart() {
        let lord_howe = changing(wall(10, 2, 15, 30), 37_800, 39_600);
        let Some(Resolved::Gap { before, after }) = resolve(wall(10, 3, 2, 10), lord_howe) else {
            panic!("no gap");
        };
        assert_eq!(before.wall(), wall(10, 3, 1, 40));
        assert_eq!(after.wall(), wall(10, 3, 2, 40));
        assert_eq!((before.offset, after.offset), (37_800, 39_600));
    }

    #[test]
    fn a_lost_day_offers_the_days_around_it() {
        let apia = changing(wall(12, 30, 10, 0), -10 * 3600, 14 * 3600);
        let Some(Resolved::Gap { before, after }) = resolve(wall(12, 30, 12, 0), apia) else {
            panic!("no gap");
        };
        assert_eq!(before.wall(), wall(12, 29, 12, 0));
        assert_eq!(after.wall(), wall(12, 31, 12, 0));
    }

    #[test]
    fn a_repeated_hour_gives_both_instants() {
        let new_york = changing(wall(11, 7, 6, 0), -4 * 3600, -5 * 3600);
        let Some(Resolved::Overlap { earlier, later }) = resolve(wall(11, 7, 1, 30), new_york)
        else {
            panic!("no overlap");
        };
        assert_eq!((later.instant - earlier.instant).num_minutes(), 60);
        assert_eq!(earlier.wall(), later.wall());
    }

    #[test]
    fn a_short_spell_between_two_changes_is_not_overlooked() {
        let (from, until) = (wall(5, 1, 2, 0), wall(5, 1, 6, 0));
        let spell = from.and_utc().timestamp()..until.and_utc().timestamp();
        let offset_at = move |unix| Some(if spell.contains(&unix) { 3600 } else { 0 });
        let resolved = resolve(wall(5, 1, 5, 30), offset_at).unwrap();
        assert_eq!(resolved.one().unwrap().offset, 3600);
    }

    #[test]
    fn an_unknown_zone_gives_nothing() {
        assert_eq!(resolve(wall(7, 1, 9, 0), |_| None), None);
        assert_eq!(resolve(NaiveDateTime::MAX, |_| Some(-3600)), None);
        assert_eq!(resolve(NaiveDateTime::MIN, |_| Some(3600)), None);
    }
}
