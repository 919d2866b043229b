//! Takes pasted values over into the form, in one step that can be undone, and
//! gives the form's own values out.

use std::collections::HashSet;

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::App;
use crate::form::convert::{read_all, values};
use crate::form::import::{Effect, Format, ImportError, Planned, plan, read};
use crate::form::known::shown;
use crate::model::constant::Edit;
use crate::model::secret::masked;
use crate::model::{Constant, Field};

#[derive(Clone, Copy)]
pub struct Import {
    pub open: RwSignal<bool>,
    /// What was pasted: kept when the dialog is closed.
    pub text: RwSignal<String>,
    /// Keys that the form does not know are added as variables of their own.
    pub adds_unknown: RwSignal<bool>,
    /// The last one that was applied, until it is undone.
    pub applied: RwSignal<Option<Applied>>,
    pub export: RwSignal<Format>,
}

#[derive(Clone)]
pub struct Applied {
    /// What was there before.
    before: Vec<(ArcRwSignal<Edit>, Edit)>,
    /// Numbers of the rows that were added.
    rows: Vec<usize>,
}

impl Applied {
    /// How many variables it concerns.
    pub fn count(&self) -> usize {
        self.before.len() + self.rows.len()
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

fn constants(app: App) -> Vec<Constant> {
    app.form.constants.with(|constants| {
        shown(constants.ready().map(Vec::as_slice).unwrap_or_default())
            .cloned()
            .collect()
    })
}

/// What the pasted text would do to the form as it is now.
pub fn planned(app: App) -> Result<(Format, Vec<Planned>), ImportError> {
    let (format, pairs) = app.import.text.with(|text| read(text))?;
    let constants = constants(app);
    let all: Vec<&Constant> = constants.iter().collect();
    let edit = |constant: &Constant| app.form.edit(constant).get();
    Ok((format, plan(&pairs, &all, edit)))
}

/// Does what was planned; what has a wrong type is left as it is.
pub fn apply(app: App, planned: Vec<Planned>) {
    let constants = untrack(|| constants(app));
    let adds_unknown = app.import.adds_unknown.get_untracked();
    let mut applied = Applied {
        before: Vec::new(),
        rows: Vec::new(),
    };
    for Planned { key, effect } in planned {
        match effect {
            Effect::Changes { edit, .. } => {
                let Some(constant) = constants.iter().find(|constant| constant.key == key) else {
                    continue;
                };
                let own = app.form.edit(constant);
                applied.before.push((own.clone(), own.get_untracked()));
                own.set(edit);
                app.form.on_edit(&Field::Constant(key));
            }
            Effect::Unknown { edit } if adds_unknown => {
                applied.rows.push(app.form.add_filled_row(&key, edit));
            }
            _ => {}
        }
    }
    app.import.open.set(false);
    app.import.applied.set(Some(applied));
}

pub fn undo(app: App) {
    let Some(applied) = app.import.applied.get_untracked() else {
        return;
    };
    for (own, before) in applied.before {
        own.set(before);
    }
    for number in applied.rows {
        app.form.remove_row(number);
    }
    app.import.applied.set(None);
}

/// The values that the form's variables have, and the keys of those that are
/// secrets and therefore stay here.
pub fn exported(app: App) -> (Vec<(String, Value)>, Vec<String>) {
    let written = app.form.written();
    let constants = constants(app);
    let all = values(&read_all(constants.iter(), |key| written.edit(key)));
    split_secrets(all, &app.form.password_keys())
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
        }) else {
            unreachable!("an object")
        };
        let (open, secret) = split_secrets(all, &HashSet::from(["${told}".to_owned()]));
        let keys: Vec<&str> = open.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["${a}", "${empty_password}"]);
        assert_eq!(secret, ["${p}", "${api_token}", "${told}"]);
    }
}
