//! Which answer counts when several are out: the one to the newest question.

use leptos::prelude::*;

#[derive(Clone, Copy, Default)]
pub struct Newest(StoredValue<u64>);

impl Newest {
    /// Takes the next turn; every earlier one is overtaken.
    pub fn next(self) -> u64 {
        self.0.update_value(|turn| *turn += 1);
        self.0.get_value()
    }

    pub fn is(self, turn: u64) -> bool {
        self.0.try_get_value() == Some(turn)
    }
}
