//! The edits of constants: by key, and by the form that a control gives them.
//! They stay while their constants come and go with templates and ticks.

use leptos::prelude::*;
use serde_json::Value;

use super::draft::{is_secret, is_secret_form};
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
    /// The edit of a constant. Depends on all edits.
    pub fn edit(&self, constant: &Constant) -> Edit {
        self.edits.track();
        self.made_at(&edit_key(constant)).edit
    }

    /// Depends on this one edit, for the part of the page that draws it.
    pub fn drawn_edit(&self, key: &EditKey) -> Edit {
        self.depend_on(key);
        self.made_at(key).edit
    }

    fn made_at(&self, key: &EditKey) -> Made {
        self.edits
            .with_untracked(|edits| edits.get(key).cloned())
            .unwrap_or_default()
    }

    fn depend_on(&self, key: &EditKey) {
        self.drawn.update_value(|drawn| {
            drawn.entry(key.clone()).or_default().track();
        });
    }

    /// Wakes whoever draws one of these. To be called with every change.
    fn wake(&self, keys: &[EditKey]) {
        let drawn = self.drawn.with_value(|drawn| {
            let drawn = keys.iter().filter_map(|key| drawn.get(key).cloned());
            drawn.collect::<Vec<_>>()
        });
        for one in drawn {
            one.notify();
        }
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
        let keys: Vec<EditKey> = new.iter().map(|(key, _)| key.clone()).collect();
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
        self.wake(&keys);
    }

    /// Puts these in the place of all others.
    pub fn replace_edits(&self, edits: Vec<(EditKey, Made)>) {
        self.edits.set(edits.into_iter().collect());
        let all = self
            .drawn
            .with_value(|drawn| drawn.keys().cloned().collect::<Vec<_>>());
        self.wake(&all);
    }

    /// The default that the edit of a constant was made against, where the
    /// template gives another one now.
    pub fn old_default(&self, constant: &Constant) -> Option<Value> {
        let key = edit_key(constant);
        self.depend_on(&key);
        let base = self.made_at(&key).base;
        base.filter(|base| *base != constant.default)
    }

    /// The person has seen that the default is another one.
    pub fn accept_default(&self, constant: &Constant) {
        let key = edit_key(constant);
        self.edits.update(|edits| {
            if let Some(made) = edits.get_mut(&key) {
                made.base = Some(constant.default.clone());
            }
        });
        self.wake(&[key]);
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

    /// Keys and edits of constants that do not stand on the form now, and of
    /// parts that those on it do not have now, and whether they hold a secret.
    pub fn set_aside(&self) -> Vec<(String, Edit, bool)> {
        let aside: Vec<(EditKey, String, Edit)> = self.constants.with(|constants| {
            // What applies is not known while they are read.
            let Some(constants) = constants.ready() else {
                return Vec::new();
            };
            self.edits.with(|edits| {
                let of = |(own, made): (&EditKey, &Made)| {
                    let gone = match constant_of(constants, own) {
                        None => vec![(String::new(), made.edit.clone())],
                        Some(constant) => constant.parts_gone(&made.edit),
                    };
                    let own = own.clone();
                    gone.into_iter()
                        .map(move |(part, edit)| (own.clone(), part, edit))
                };
                edits.iter().flat_map(of).collect()
            })
        });
        if aside.is_empty() {
            return Vec::new();
        }
        let passwords = self.password_keys();
        let told = aside.into_iter().map(|((key, form), part, edit)| {
            let secret = is_secret_form(&form)
                || is_secret(&key, &edit, &passwords)
                || is_secret(&part, &edit, &passwords);
            (key + &part, edit, secret)
        });
        sort::by_key(told, |(key, ..)| key.clone())
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::form::Loaded;
    use crate::model::Kind;

    #[test]
    fn a_drawn_edit_follows_each_way_in_which_it_changes_and_no_other_edit() {
        let owner = Owner::new();
        owner.set();
        let form = Form::new();
        let constant = |key: &str| Constant {
            kind: Kind::Text,
            default: json!("default"),
            ..Constant::part_of(key)
        };
        let (own, other) = (constant("${a}"), constant("${b}"));
        let both = vec![own.clone(), other.clone()];
        form.constants.set(Loaded::Ready(Remaining::new(both)));
        let looks = StoredValue::new(0);
        let drawn = Memo::new({
            let (key, own) = (edit_key(&own), own.clone());
            move |_| {
                looks.update_value(|looks| *looks += 1);
                (form.drawn_edit(&key), form.old_default(&own))
            }
        });
        let text = |text: &str| Edit::Text(text.to_owned());
        assert_eq!(drawn.get_untracked(), (Edit::Untouched, None));
        form.set_edit(&own, text("typed"));
        assert_eq!(drawn.get_untracked(), (text("typed"), None));
        let before = looks.get_value();
        form.set_edit(&other, text("elsewhere"));
        assert_eq!(drawn.get_untracked(), (text("typed"), None));
        assert_eq!(looks.get_value(), before, "nobody's own edit woke it");
        let made = Made {
            edit: text("restored"),
            base: Some(json!("older")),
        };
        form.replace_edits(vec![(edit_key(&own), made)]);
        let restored = (text("restored"), Some(json!("older")));
        assert_eq!(drawn.get_untracked(), restored);
        form.accept_default(&own);
        assert_eq!(drawn.get_untracked(), (text("restored"), None));
        form.set_edit(&own, Edit::Untouched);
        assert_eq!(drawn.get_untracked(), (Edit::Untouched, None));
        form.set_edit(&own, text("again"));
        form.replace_edits(Vec::new());
        assert_eq!(drawn.get_untracked(), (Edit::Untouched, None));
    }
}
