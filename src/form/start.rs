//! The planned start: from date, time and zone as typed to one instant.

use super::written::Which;
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

/// The one moment that is meant, once the person has chosen where the clock
/// shows a wall time twice.
pub fn settle(resolved: Resolved, which: Option<Which>) -> Result<Moment, Problem> {
    match (resolved, which) {
        (Resolved::One(moment), _) => Ok(moment),
        (Resolved::Overlap { earlier, .. }, Some(Which::Earlier)) => Ok(earlier),
        (Resolved::Overlap { later, .. }, Some(Which::Later)) => Ok(later),
        (Resolved::Overlap { .. }, None) => Err(Problem::new(Field::Time, ProblemKind::Overlap)),
        (Resolved::Gap { .. }, _) => Err(Problem::new(Field::Time, ProblemKind::Gap)),
    }
}
