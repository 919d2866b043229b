//! The edits of constants: by key, and by the form that a control gives them.
//! They stay while their constants come and go with templates and ticks.

use leptos::prelude::*;
use serde_json::Value;

use super::draft::is_secret_form;
use super::remaining::Remaining;
use super::state::Form;
use crate::model::Constant;
use crate::model::constant::{Edit, resolve};
use crate::model::value::same;
use crate::sort;

/// The key of a constant, and the form that its control gives an edit: text of
/// a text box means nothing to a list of options.
pub type EditKey = (String, String);

/// An edit that was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    pub edit: Edit,
    /// The default that it was made against, as far as known: a template may
    /// give another one by now, which the person has to hear of.
    pub base: Option<Value>,
}

impl Form {
    /// The edit of a constant. Depends on all edits: a part of the page that
    /// draws one reads it in a memo.
    pub fn edit(&self, constant: &Constant) -> Edit {
        self.edit_at(&edit_key(constant))
    }

    pub fn edit_at(&self, key: &EditKey) -> Edit {
        self.edits
            .with(|edits| edits.get(key).map(|made| made.edit.clone()))
            .unwrap_or_default()
    }

    pub fn set_edit(&self, constant: &Constant, edit: Edit) {
        self.set_edits(vec![(edit_key(constant), edit)]);
    }

    /// Many at once, for which the page is drawn anew once.
    pub fn set_edits(&self, new: Vec<(EditKey, Edit)>) {
        let constants = self
            .constants
            .with_untracked(|constants| constants.ready().cloned());
        let constants = constants.unwrap_or_default();
        self.edits.update(|edits| {
            for (key, edit) in new {
                if edit == Edit::Untouched {
                    edits.remove(&key);
                    continue;
                }
                let made = edits.entry(key).or_insert_with_key(|key| Made {
                    base: constant_of(&constants, key).map(|own| own.default.clone()),
                    ..Made::default()
                });
                made.edit = edit;
            }
        });
    }

    /// Puts these in the place of all others.
    pub fn replace_edits(&self, edits: Vec<(EditKey, Made)>) {
        self.edits.set(edits.into_iter().collect());
    }

    /// The default that the edit of a constant was made against, where the
    /// template gives another one now.
    pub fn old_default(&self, constant: &Constant) -> Option<Value> {
        let key = edit_key(constant);
        self.edits
            .with(|edits| edits.get(&key)?.base.clone())
            .filter(|base| *base != constant.default)
    }

    /// The person has seen that the default is another one.
    pub fn accept_default(&self, constant: &Constant) {
        self.edits.update(|edits| {
            if let Some(made) = edits.get_mut(&edit_key(constant)) {
                made.base = Some(constant.default.clone());
            }
        });
    }

    /// Every edit that is one, also of constants that do not apply now.
    pub fn all_edits(&self) -> Vec<(EditKey, Made)> {
        let edits: Vec<(EditKey, Made)> = self.edits.get_untracked().into_iter().collect();
        sort::by_key(edits, |(key, _)| key.clone())
    }

    /// By the keys of the constants on the form.
    pub fn edits_on_form(&self) -> Vec<(String, Edit)> {
        self.constants.with(|constants| {
            let Some(constants) = constants.ready() else {
                return Vec::new();
            };
            self.edits.with(|edits| {
                let edits = edits.iter();
                let on_form = edits.filter(|(key, _)| constant_of(constants, key).is_some());
                on_form
                    .map(|((key, _), made)| (key.clone(), made.edit.clone()))
                    .collect()
            })
        })
    }

    /// Keys and edits of constants that do not stand on the form now, and
    /// whether they are passwords.
    pub fn set_aside(&self) -> Vec<(String, Edit, bool)> {
        let aside: Vec<(String, Edit, bool)> = self.constants.with(|constants| {
            let constants = constants.ready().cloned().unwrap_or_default();
            self.edits.with(|edits| {
                let edits = edits.iter();
                let aside = edits.filter(|(key, _)| constant_of(&constants, key).is_none());
                aside
                    .map(|((key, form), made)| {
                        (key.clone(), made.edit.clone(), is_secret_form(form))
                    })
                    .collect()
            })
        });
        sort::by_key(aside, |(key, ..)| key.clone())
    }

    /// The value that a constant of the form will have in the run, which is
    /// what conditions look at.
    pub fn value_in_run(&self, key: &str) -> Option<Value> {
        let constant = self
            .constants
            .with(|constants| constants.ready()?.get(key).cloned())?;
        match resolve(&constant, &self.edit(&constant)) {
            Ok(Some(value)) => Some(value),
            _ => Some(constant.default),
        }
    }
}

/// Whether an edit is more than the template's own value typed anew.
pub fn is_edited(constant: &Constant, edit: &Edit) -> bool {
    match (edit, resolve(constant, edit)) {
        (Edit::Untouched, _) => false,
        (_, Ok(Some(value))) => !same(&value, &constant.default),
        _ => true,
    }
}

/// The key of a constant's edit.
pub fn edit_key(constant: &Constant) -> EditKey {
    (constant.key.clone(), edit_form(constant))
}

fn edit_form(constant: &Constant) -> String {
    format!("{}/{}", constant.type_name, constant.kind.form())
}

/// The constant on the form that an edit is one of.
fn constant_of<'a>(constants: &'a Remaining, key: &EditKey) -> Option<&'a Constant> {
    constants
        .get(&key.0)
        .filter(|constant| edit_form(constant) == key.1)
}
