//! The constants that remain with the ticked schemes. They are shared, not
//! copied, and found by their keys at once however many there are.

use std::collections::HashMap;
use std::sync::Arc;

use super::known::shown;
use crate::model::Constant;

/// Two are equal when they are of the same answer.
#[derive(Clone, Debug, Default)]
pub struct Remaining(Arc<Parts>);

#[derive(Debug, Default)]
struct Parts {
    on_form: Vec<Constant>,
    rest: Vec<Constant>,
    places: HashMap<String, usize>,
}

impl Remaining {
    pub fn new(constants: Vec<Constant>) -> Remaining {
        let is_shown = |constant: &Constant| shown(std::slice::from_ref(constant)).next().is_some();
        let (on_form, rest): (Vec<Constant>, Vec<Constant>) =
            constants.into_iter().partition(is_shown);
        let places = on_form.iter().enumerate();
        let places = places.map(|(place, constant)| (constant.key.clone(), place));
        Remaining(Arc::new(Parts {
            places: places.collect(),
            on_form,
            rest,
        }))
    }

    /// Those that stand on the form, in its order.
    pub fn on_form(&self) -> &[Constant] {
        &self.0.on_form
    }

    /// Hidden ones and outputs too.
    pub fn all(&self) -> impl Iterator<Item = &Constant> {
        self.0.on_form.iter().chain(&self.0.rest)
    }

    /// The place on the form of a key, from 0.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.0.places.get(key).copied()
    }

    /// The constant on the form with a key.
    pub fn get(&self, key: &str) -> Option<&Constant> {
        self.0.on_form.get(self.place(key)?)
    }
}

impl PartialEq for Remaining {
    fn eq(&self, other: &Remaining) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
