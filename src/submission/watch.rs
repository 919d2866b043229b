//! Follows a planned task while its record is open: when to read it again. The
//! pauses between readings grow while nothing changes; the planned instant is a
//! reason of its own.

/// Seconds before each reading that follows a change or the person's return,
/// while the task waits; the last of them before every later one too.
const WAITING: [i64; 6] = [5, 10, 30, 60, 120, 300];
/// The same from the planned instant on, until it has started or failed to.
/// The last is long: a backend whose starter is down must not be pressed.
const STARTING: [i64; 7] = [1, 2, 3, 5, 10, 60, 300];

/// The readings of one task so far. Times in seconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    last: i64,
    /// How many brought nothing new, one after the other.
    quiet: usize,
    /// As a rate limit told.
    not_before: i64,
}

impl Readings {
    pub fn begun(now: i64) -> Readings {
        Readings {
            last: now,
            ..Readings::default()
        }
    }

    /// Notes a reading that goes out now.
    pub fn on_read(&mut self, start: i64, now: i64) {
        let is_first_after_start = self.last < start && start <= now;
        self.quiet = if is_first_after_start {
            0
        } else {
            self.quiet + 1
        };
        self.last = now;
    }

    /// Something changed, or the person is back: look often again.
    pub fn on_news(&mut self) {
        self.quiet = 0;
    }

    pub fn wait_until(&mut self, not_before: i64) {
        self.not_before = not_before;
    }

    pub fn is_due(&self, start: i64, now: i64) -> bool {
        let pauses: &[i64] = if now < start { &WAITING } else { &STARTING };
        let pause = pauses[self.quiet.min(pauses.len() - 1)];
        let is_start = self.last < start && start <= now;
        now >= self.not_before && (is_start || now - self.last >= pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_795_003_600;

    /// The seconds before or after the start at which a task is read.
    fn readings(from: i64, to: i64) -> Vec<i64> {
        let mut readings = Readings::begun(START + from);
        let mut read = Vec::new();
        for second in from..to {
            if readings.is_due(START, START + second) {
                readings.on_read(START, START + second);
                read.push(second);
            }
        }
        read
    }

    #[test]
    fn readings_grow_rarer_while_nothing_changes() {
        assert_eq!(
            readings(-3600, -2700),
            [-3595, -3585, -3555, -3495, -3375, -3075, -2775]
        );
    }

    #[test]
    fn the_planned_instant_is_read_at_and_often_just_after() {
        let near = readings(-310, 100);
        assert_eq!(near[5..], [0, 1, 3, 6, 11, 21, 81]);
    }

    #[test]
    fn news_and_a_rate_limit_change_the_pauses() {
        let mut readings = Readings::begun(0);
        for second in [5, 15, 45, 105] {
            assert!(readings.is_due(START, second));
            readings.on_read(START, second);
        }
        assert!(!readings.is_due(START, 110));
        readings.on_news();
        assert!(readings.is_due(START, 110));
        readings.wait_until(200);
        assert!(!readings.is_due(START, 199));
        assert!(readings.is_due(START, 200));
    }
}
