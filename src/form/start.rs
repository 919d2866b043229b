//! The planned start: from date, time and zone as typed to one instant.

use crate::model::{Field, Problem, ProblemKind};
use crate::time::{DateError, Moment, Resolved, TimeError, parse_date, parse_time, resolve};

/// What date, time and zone mean together; `Err` while one of them says
/// nothing.
pub fn understand(
    date: &str,
    time: &str,
    zone: &str,
    offset_at: &dyn Fn(&str, i64) -> Option<i32>,
) -> Result<Resolved, Vec<Problem>> {
    let date = parse_date(date).map_err(|error| match error {
        DateError::Missing => Problem::new(Field::Date, ProblemKind::Missing),
        error => Problem::new(Field::Date, ProblemKind::Date(error)),
    });
    let time = parse_time(time).map_err(|error| match error {
        TimeError::Missing => Problem::new(Field::Time, ProblemKind::Missing),
        error => Problem::new(Field::Time, ProblemKind::Time(error)),
    });
    match (date, time) {
        (Ok(date), Ok(time)) => resolve(date.and_time(time), |unix| offset_at(zone, unix))
            .ok_or_else(|| vec![Problem::new(Field::Zone, ProblemKind::ZoneUnknown)]),
        (date, time) => Err(date.err().into_iter().chain(time.err()).collect()),
    }
}

/// The one moment that is meant. `meant` is the instant that the person chose
/// where the clock shows a wall time twice, or that a draft or a link says the
/// wall time had, in seconds since 1970: where the zone's rules have changed
/// since, the person has to say which of the two counts.
pub fn settle(resolved: Resolved, meant: Option<i64>) -> Result<Moment, Problem> {
    let is_meant = |moment: &Moment| meant == Some(moment.instant.timestamp());
    let kind = match resolved {
        Resolved::One(moment) if meant.is_none() || is_meant(&moment) => return Ok(moment),
        Resolved::Overlap { earlier, .. } if is_meant(&earlier) => return Ok(earlier),
        Resolved::Overlap { later, .. } if is_meant(&later) => return Ok(later),
        Resolved::One(_) => ProblemKind::OtherInstant,
        Resolved::Overlap { .. } => ProblemKind::Overlap,
        Resolved::Gap { .. } => ProblemKind::Gap,
    };
    Err(Problem::new(Field::Time, kind))
}
