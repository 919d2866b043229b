//! What a constant of the form uses with its present value, and who uses it.

use serde_json::Value;

use super::convert::added_value;
use super::state::Form;
use crate::model::constant::resolve;
use crate::model::uses::{text_uses, value_uses};
use leptos::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Keys that stand in its value.
    pub uses: Vec<String>,
    /// Keys of constants in whose values it stands.
    pub constants: Vec<String>,
    /// Steps and gateways that read it.
    pub consumers: Vec<String>,
}

impl Form {
    /// Depends on all edits.
    pub fn uses(&self, key: &str) -> Uses {
        let values = self.values();
        let own = values.iter().find(|(other, _)| other == key);
        let others = || values.iter().filter(|(other, _)| other != key);
        let keys = |is_meant: &dyn Fn(&str, &Value) -> bool| {
            let meant = others().filter(|(other, value)| is_meant(other, value));
            meant.map(|(other, _)| other.clone()).collect()
        };
        Uses {
            uses: keys(&|other, _| own.is_some_and(|(_, value)| value_uses(value, other))),
            constants: keys(&|_, value| value_uses(value, key)),
            consumers: self.consumers(key),
        }
    }

    fn consumers(&self, key: &str) -> Vec<String> {
        self.flow.with(|flow| {
            let consumers = flow.ready().map(|flow| flow.template.consumers.as_slice());
            let consumers = consumers.unwrap_or_default().iter();
            let readers = consumers.filter(|consumer| text_uses(&consumer.text, key));
            readers.map(|consumer| consumer.name.clone()).collect()
        })
    }

    /// Of every constant on the form and of the added ones that are values.
    fn values(&self) -> Vec<(String, Value)> {
        let constants = self.constants.with(|constants| constants.ready().cloned());
        let constants = constants.unwrap_or_default();
        let on_form = constants.on_form().iter().filter_map(|constant| {
            let value = resolve(constant, &self.edit(constant)).ok().flatten()?;
            Some((constant.key.clone(), value))
        });
        let added = self.added.get().into_iter().filter_map(|row| {
            let value = added_value(&row.edit.get()).ok()?;
            Some((row.key.get().trim().to_owned(), value))
        });
        on_form.chain(added).collect()
    }
}
