//! The server's idea of now: the machine's clock plus a skew that tests may set.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, TimeDelta, Utc};

/// The skew in microseconds.
#[derive(Debug, Default)]
pub struct Clock(AtomicI64);

impl Clock {
    pub fn now(&self) -> DateTime<Utc> {
        shifted(self.0.load(Ordering::Relaxed)).unwrap_or_else(Utc::now)
    }

    /// Refused when now would leave the years 1 to 9999.
    pub fn set_skew(&self, skew: TimeDelta) -> Result<(), String> {
        let micros = skew
            .num_microseconds()
            .filter(|micros| shifted(*micros).is_some());
        let micros = micros.ok_or("the skew leads out of the years 1 to 9999")?;
        self.0.store(micros, Ordering::Relaxed);
        Ok(())
    }
}

fn shifted(micros: i64) -> Option<DateTime<Utc>> {
    let now = Utc::now().checked_add_signed(TimeDelta::microseconds(micros))?;
    (1..=9999).contains(&now.year()).then_some(now)
}
