//! Time: what people type, the zone they mean it in, and the one instant that follows.
//! Everything is pure over an offset function "seconds east of UTC in this zone at this unix
//! second"; only `intl` asks the browser, which is the sole source of zone rules.
//! Words as in RFC 5545 and Temporal: a wall time is *in a gap* when clocks jump over it and
//! *in an overlap* when they pass it twice.

mod city;
pub mod concern;
pub mod instant;
pub mod intl;
#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used)]
mod oracle;
pub mod phrase;
pub mod quick;
pub mod resolve;
pub mod skew;
pub mod step;
mod typed;
pub mod wall;
pub mod wire;
pub mod zone;

pub use instant::{Instant, Moment};
pub use resolve::{Resolved, resolve};
pub use wall::{
    DateError, PasteError, Pasted, TimeError, parse_date, parse_date_time, parse_pasted,
    parse_time, split_zone,
};
pub use wire::{parse_wire, to_wire};
