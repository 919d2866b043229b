//! Takes pasted values over into the form, in one step that can be undone, and
//! gives the form's own values out.

use std::collections::HashSet;

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::App;
use crate::browser::page;
use crate::form::Remaining;
use crate::form::convert::added_value;
use crate::form::edits::{EditKey, edit_key};
use crate::form::import::{Effect, Format, ImportError, Planned, plan, read};
use crate::model::constant::{Edit, resolve};
use crate::model::secret::masked;
use crate::model::{Constant, Field};

#[derive(Clone, Copy)]
pub struct Import {
    pub open: RwSignal<bool>,
    /// What was pasted: kept when the dialog is closed, until all of it is taken over.
    pub text: RwSignal<String>,
    /// Keys that the form does not know are added as variables of their own.
    pub adds_unknown: RwSignal<bool>,
    /// The last one that was applied, until it is undone.
    pub applied: RwSignal<Option<Applied>>,
    pub export: RwSignal<Format>,
}

#[derive(Clone)]
pub struct Applied {
    /// What was there before, and what came.
    edits: Vec<(EditKey, Edit, Edit)>,
    /// Numbers of the rows that were added, each with what came.
    rows: Vec<(usize, String, Edit)>,
}

impl Applied {
    /// How many variables it concerns.
    pub fn count(&self) -> usize {
        self.edits.len() + self.rows.len()
    }
}

impl Default for Import {
    fn default() -> Import {
        Import {
            open: RwSignal::default(),
            text: RwSignal::default(),
            adds_unknown: RwSignal::default(),
            applied: RwSignal::default(),
            export: RwSignal::new(Format::Json),
        }
    }
}

fn constants(app: App) -> Remaining {
    let constants = app.form.constants;
    constants.with(|constants| constants.ready().cloned().unwrap_or_default())
}

/// What the pasted text would do to the form as it is now.
pub fn planned(app: App) -> Result<(Format, Vec<Planned>), ImportError> {
    let (format, pairs) = app.import.text.with(|text| read(text))?;
    let edit = |constant: &Constant| app.form.edit(constant);
    Ok((format, plan(&pairs, &constants(app), edit)))
}

/// Does what was planned; what has a wrong type is left as it is.
pub fn apply(app: App, planned: Vec<Planned>) {
    let constants = untrack(|| constants(app));
    let adds_unknown = app.import.adds_unknown.get_untracked();
    let is_taken = |planned: &Planned| match planned.effect {
        Effect::Changes { .. } | Effect::Unchanged => true,
        Effect::Unknown { .. } => adds_unknown,
        Effect::WrongType(_) | Effect::GivenAgain => false,
    };
    let is_whole = planned.iter().all(is_taken);
    let (mut edits, mut fields) = (Vec::new(), Vec::new());
    let mut applied = Applied {
        edits: Vec::new(),
        rows: Vec::new(),
    };
    for Planned { key, effect } in planned {
        match effect {
            Effect::Changes { edit, .. } => {
                let Some(constant) = constants.get(&key) else {
                    continue;
                };
                let before = untrack(|| app.form.edit(constant));
                let own = edit_key(constant);
                applied.edits.push((own.clone(), before, edit.clone()));
                edits.push((own, edit));
                fields.push(Field::Constant(key));
            }
            Effect::Unknown { edit } if adds_unknown => {
                let number = app.form.add_filled_row(&key, edit.clone());
                applied.rows.push((number, key, edit));
            }
            _ => {}
        }
    }
    app.form.set_edits(edits);
    // Nobody types there any more: what is wrong is told.
    for field in fields {
        app.form.on_edit(&field);
        app.form.on_leave(field);
    }
    app.import.open.set(false);
    if is_whole {
        // It may hold secrets, and is in the form now.
        app.import.text.set(String::new());
    }
    app.import.applied.set(Some(applied));
}

/// Back to what was there before, but for what was typed since.
pub fn undo(app: App) {
    let Some(applied) = app.import.applied.get_untracked() else {
        return;
    };
    let edits = applied.edits.into_iter().filter_map(|(key, before, came)| {
        let is_as_it_came = untrack(|| app.form.drawn_edit(&key)) == came;
        is_as_it_came.then_some((key, before))
    });
    app.form.set_edits(edits.collect());
    app.form.added.update(|rows| {
        rows.retain(|row| {
            let now = (
                row.number,
                row.key.get_untracked(),
                row.edit.get_untracked(),
            );
            !applied.rows.contains(&now)
        });
    });
    app.import.applied.set(None);
    page::focus_soon("variables-title");
}

/// The values of the form's variables and of those that were added, and the keys
/// of what stays here: secrets, what is left out of the request, and what is no
/// value yet.
pub fn exported(app: App) -> (Vec<(String, Value)>, Vec<String>) {
    let constants = constants(app);
    let on_form = constants.on_form().iter().map(|constant| {
        let value = resolve(constant, &app.form.edit(constant));
        (constant.key.clone(), value.ok().flatten())
    });
    let (mut all, mut missing) = (Map::new(), Vec::new());
    for (key, value) in on_form {
        match value {
            Some(value) => drop(all.insert(key, value)),
            None => missing.push(key),
        }
    }
    for row in app.form.written().added {
        let key = row.key.trim().to_owned();
        match added_value(&row.edit) {
            _ if key.is_empty() => {}
            Ok(value) if !all.contains_key(&key) => drop(all.insert(key, value)),
            // Of two values of one key the second is none.
            _ => missing.push(key),
        }
    }
    // Which variables there are is not known while they are read.
    if app.form.constants.with(|own| own.ready().is_none()) {
        let edits = app.form.all_edits().into_iter();
        missing.extend(edits.map(|((key, _), _)| key));
    }
    let (open, secret) = split_secrets(all, &app.form.password_keys());
    missing.extend(secret);
    (open, missing)
}

fn split_secrets(
    all: Map<String, Value>,
    passwords: &HashSet<String>,
) -> (Vec<(String, Value)>, Vec<String>) {
    let (mut open, mut secret) = (Vec::new(), Vec::new());
    for (key, value) in all {
        let own = Value::Object(Map::from_iter([(key.clone(), value)]));
        match masked(&own, passwords) == own {
            true => {
                let Value::Object(own) = own else { continue };
                open.extend(own);
            }
            false => secret.push(key),
        }
    }
    (open, secret)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_stay_and_are_named() {
        let Value::Object(all) = json!({
            "${a}": "x",
            "${p}": {"type": "password_value", "value": "s"},
            "${api_token}": "t",
            "${told}": "u",
            "${empty_password}": "",
            "${text}": "{\"password\": \"x\"}",
        }) else {
            unreachable!("an object")
        };
        let (open, secret) = split_secrets(all, &HashSet::from(["${told}".to_owned()]));
        let keys: Vec<&str> = open.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["${a}", "${empty_password}"]);
        assert_eq!(secret, ["${p}", "${api_token}", "${told}", "${text}"]);
    }
}
