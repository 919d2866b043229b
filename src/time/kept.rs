//! A moment that comes back from a link, a draft or a record: it was written down with its
//! offset, and the zone's rules may have changed since. Then the person decides (Temporal's
//! `offset: "reject"`, "because there is no obvious default").

use super::instant::Moment;
use super::resolve::{Resolved, resolve};

#[derive(Clone, Debug, PartialEq)]
pub enum Reread {
    /// The zone still has that offset then.
    Same,
    /// It has another one now.
    Changed {
        /// The same instant, on the clock as it will be.
        instant: Moment,
        /// The same wall time, and the instant it names now.
        wall: Resolved,
    },
}

/// `offset_at` is that of the zone that the moment was kept with; `None` when it is unknown.
pub fn reread(kept: &Moment, offset_at: impl Fn(i64) -> Option<i32>) -> Option<Reread> {
    let instant = Moment::read(kept.instant, &offset_at)?;
    if instant.offset == kept.offset {
        return Some(Reread::Same);
    }
    let wall = resolve(kept.wall(), offset_at)?;
    Some(Reread::Changed { instant, wall })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::parse_wire;

    #[test]
    fn unchanged_rules_ask_nothing() {
        let kept = parse_wire("2027-07-01 09:00:00+0800").unwrap();
        assert_eq!(reread(&kept, |_| Some(28_800)), Some(Reread::Same));
    }

    #[test]
    fn changed_rules_offer_the_instant_and_the_wall_time() {
        let kept = parse_wire("2027-07-01 09:00:00-0300").unwrap();
        let Some(Reread::Changed { instant, wall }) = reread(&kept, |_| Some(-7200)) else {
            panic!("not noticed");
        };
        assert_eq!(instant.instant, kept.instant);
        assert_eq!(instant.wall().to_string(), "2027-07-01 10:00:00");
        assert_eq!(wall.one().unwrap().wall(), kept.wall());
    }
}
