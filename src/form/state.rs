//! The form's signals: one a field, and what was read for it. They belong to
//! the application and outlive every view, so that nothing typed goes with a
//! part of the page that is drawn anew.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;

use super::edits::{EditKey, Made};
use super::known::{Flow, Loaded};
use super::remaining::Remaining;
use super::written::{Added, Sent, Written};
use crate::model::constant::Edit;
use crate::model::scheme::SchemeName;
use crate::model::template::password_keys;
use crate::model::{Choice, Field, Problem, Project, Scope, TemplateHead};

/// A row of the added constants.
#[derive(Clone)]
pub struct AddedRow {
    pub number: usize,
    pub key: ArcRwSignal<String>,
    pub edit: ArcRwSignal<Edit>,
}

/// What a change of template replaced, to return to it in one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub bk_biz_id: String,
    pub scope: Scope,
    pub template_id: String,
    pub template_name: String,
    pub name: String,
    pub name_typed: bool,
}

#[derive(Clone, Copy)]
pub struct Form {
    pub bk_biz_id: RwSignal<String>,
    pub scope: RwSignal<Scope>,
    pub template_id: RwSignal<String>,
    pub name: RwSignal<String>,
    /// A typed name is never replaced by a suggestion.
    pub name_typed: RwSignal<bool>,
    pub date: RwSignal<String>,
    pub time: RwSignal<String>,
    pub zone: RwSignal<String>,
    /// The instant that date, time and zone are meant to say, where it was
    /// chosen or brought along.
    pub meant: RwSignal<Option<i64>>,
    pub ticked: RwSignal<Vec<usize>>,
    /// The ticks before the person last changed them, while the flow is the same.
    pub before_tick: RwSignal<Option<Vec<usize>>>,
    /// Schemes to tick as soon as their template has been read, by its id: one
    /// that was left has its ticks when it comes back.
    pub to_tick: StoredValue<Vec<(String, Vec<SchemeName>)>>,
    /// Names of schemes that were ticked and no longer exist.
    pub gone_schemes: RwSignal<Vec<SchemeName>>,
    /// Also of constants that no longer apply. A constant of the same key and
    /// another kind has an edit of its own. Untouched ones are not in it.
    pub(super) edits: RwSignal<HashMap<EditKey, Made>>,
    /// One for each edit that a part of the page draws: a key that is typed wakes
    /// the variable that it is typed in, not all that are drawn.
    pub(super) drawn: StoredValue<HashMap<EditKey, ArcRwSignal<()>>>,
    pub added: RwSignal<Vec<AddedRow>>,
    /// Numbers of rows are not used again: a removed row's problems are its own.
    next_row: StoredValue<usize>,
    pub sent: RwSignal<Sent>,
    /// Keys of secrets that were typed before a reload, until they are again.
    pub withheld: RwSignal<Vec<String>>,

    pub projects: RwSignal<Loaded<Vec<Project>>>,
    pub templates: RwSignal<Loaded<Vec<TemplateHead>>>,
    pub flow: RwSignal<Loaded<Flow>>,
    /// The constants that remain with the ticked schemes.
    pub constants: RwSignal<Loaded<Remaining>>,
    /// The project's own groups of people, where a variable needs them.
    pub staff: RwSignal<Loaded<Vec<Choice>>>,
    /// Every constant that was a password while the page was open: what was typed
    /// under its key stays a secret when its template is left.
    known_passwords: StoredValue<HashSet<String>>,
    /// A newer answer about them is still out.
    pub refreshing: RwSignal<bool>,
    /// The template and ticks before the last change of template.
    pub before: RwSignal<Option<Before>>,

    /// Fields that were left after an edit: their problems are shown.
    pub touched: RwSignal<HashSet<Field>>,
    /// Left while a pointer is down: a message that appeared now would move
    /// what is being pressed from under it.
    leaving: StoredValue<Vec<Field>>,
    pressed: StoredValue<bool>,
    /// The primary button was pressed: all problems are shown.
    pub submitted: RwSignal<bool>,
    /// What the backend said of fields, until they are edited.
    pub refused: RwSignal<Vec<Problem>>,
}

impl Form {
    pub fn new() -> Form {
        Form {
            bk_biz_id: RwSignal::default(),
            scope: RwSignal::default(),
            template_id: RwSignal::default(),
            name: RwSignal::default(),
            name_typed: RwSignal::default(),
            date: RwSignal::default(),
            time: RwSignal::default(),
            zone: RwSignal::default(),
            meant: RwSignal::default(),
            ticked: RwSignal::default(),
            before_tick: RwSignal::default(),
            to_tick: StoredValue::default(),
            gone_schemes: RwSignal::default(),
            edits: RwSignal::default(),
            drawn: StoredValue::default(),
            added: RwSignal::default(),
            next_row: StoredValue::default(),
            sent: RwSignal::default(),
            withheld: RwSignal::default(),
            projects: RwSignal::default(),
            templates: RwSignal::default(),
            flow: RwSignal::default(),
            constants: RwSignal::default(),
            staff: RwSignal::default(),
            known_passwords: StoredValue::default(),
            refreshing: RwSignal::default(),
            before: RwSignal::default(),
            touched: RwSignal::default(),
            leaving: StoredValue::default(),
            pressed: StoredValue::default(),
            submitted: RwSignal::default(),
            refused: RwSignal::default(),
        }
    }

    /// The keys of all passwords, of hidden constants too, which can be given a
    /// value by their key, and of parts of values; and keys that were those of
    /// passwords in a template that was left, while this one has none of the kind.
    pub fn password_keys(&self) -> HashSet<String> {
        let of_template = self.flow.with_untracked(|flow| {
            let constants = &flow.ready()?.template.constants;
            Some(password_keys(constants.iter()))
        });
        let on_form = self
            .constants
            .with_untracked(|constants| constants.ready().map(|own| password_keys(own.all())));
        let mut keys = of_template.unwrap_or_default();
        keys.extend(on_form.unwrap_or_default());
        let known = self.known_passwords;
        let wrapped = keys.iter().filter(|key| key.starts_with("${"));
        known.update_value(|known| known.extend(wrapped.cloned()));
        let is_plain = |key: &String| {
            self.flow.with_untracked(|flow| {
                let flow = flow.ready();
                flow.is_some_and(|flow| flow.template.constants.iter().any(|own| own.key == *key))
            })
        };
        let left = known.get_value().into_iter();
        keys.extend(left.filter(|key| !is_plain(key)));
        keys
    }

    /// Depends on everything that the form comes to.
    pub fn track(&self) {
        self.bk_biz_id.track();
        self.scope.track();
        self.template_id.track();
        self.name.track();
        self.date.track();
        self.time.track();
        self.zone.track();
        self.meant.track();
        self.ticked.track();
        self.gone_schemes.track();
        self.edits.track();
        self.sent.track();
        self.withheld.track();
        self.added.with(|rows| {
            for row in rows {
                row.key.track();
                row.edit.track();
            }
        });
        self.templates.track();
        self.flow.track();
        self.constants.track();
        self.refreshing.track();
    }

    /// The form as written. Depends on every field that stands on it.
    pub fn written(&self) -> Written {
        Written {
            bk_biz_id: self.bk_biz_id.get(),
            scope: self.scope.get(),
            template_id: self.template_id.get(),
            name: self.name.get(),
            date: self.date.get(),
            time: self.time.get(),
            zone: self.zone.get(),
            meant: self.meant.get(),
            ticked: self.ticked.get(),
            gone_schemes: self.gone_schemes.get(),
            edits: self.edits_on_form(),
            added: self
                .added
                .with(|rows| rows.iter().map(written_row).collect()),
            sent: self.sent.get(),
            withheld: self.withheld.get(),
        }
    }

    /// Marks a field as edited: what the backend said of it, or of the form as
    /// a whole, is outdated.
    pub fn on_edit(&self, field: &Field) {
        if let Some(key) = self.key_of(field)
            && self.withheld.with_untracked(|keys| keys.contains(&key))
        {
            self.withheld
                .update(|keys| keys.retain(|other| *other != key));
        }
        let is_outdated = |problem: &Problem| [field, &Field::Whole].contains(&&problem.field);
        if self
            .refused
            .with_untracked(|problems| problems.iter().any(is_outdated))
        {
            self.refused
                .update(|problems| problems.retain(|problem| !is_outdated(problem)));
        }
    }

    /// The field of a constant that is sent: its own, or the row that it was
    /// added in.
    pub fn field_of(&self, key: &str) -> Field {
        self.added.with_untracked(|rows| {
            let is_it = |row: &&AddedRow| row.key.get_untracked().trim() == key;
            match rows.iter().find(is_it) {
                Some(row) => Field::AddedValue(row.number),
                None => Field::Constant(key.to_owned()),
            }
        })
    }

    fn key_of(&self, field: &Field) -> Option<String> {
        match field {
            Field::Constant(key) => Some(key.clone()),
            Field::AddedValue(number) => self.added.with_untracked(|rows| {
                let row = rows.iter().find(|row| row.number == *number)?;
                Some(row.key.get_untracked().trim().to_owned())
            }),
            _ => None,
        }
    }

    /// Marks a field as left, so that its problems show.
    pub fn on_leave(&self, field: Field) {
        if self.pressed.get_value() {
            self.leaving.update_value(|leaving| leaving.push(field));
            return;
        }
        if !self
            .touched
            .with_untracked(|touched| touched.contains(&field))
        {
            self.touched.update(|touched| {
                touched.insert(field);
            });
        }
    }

    pub fn on_pointer_down(&self) {
        self.pressed.set_value(true);
    }

    /// To be called once the click that a pointer made has been handled.
    pub fn on_pointer_up(&self) {
        self.pressed.set_value(false);
        for field in self
            .leaving
            .try_update_value(std::mem::take)
            .unwrap_or_default()
        {
            self.on_leave(field);
        }
    }

    pub fn add_row(&self, key: &str) -> usize {
        let number = self.next_row.get_value();
        self.next_row.set_value(number + 1);
        let row = AddedRow {
            number,
            key: ArcRwSignal::new(key.to_owned()),
            edit: ArcRwSignal::new(Edit::Text(String::new())),
        };
        self.added.update(|rows| rows.push(row));
        number
    }

    /// The row that nobody has typed in yet.
    pub fn empty_row(&self) -> Option<usize> {
        let is_empty = |row: &&AddedRow| {
            let has_no_key = row.key.with_untracked(String::is_empty);
            has_no_key
                && row
                    .edit
                    .with_untracked(|edit| *edit == Edit::Text(String::new()))
        };
        let row = |rows: &Vec<AddedRow>| Some(rows.iter().find(is_empty)?.number);
        self.added.with_untracked(row)
    }

    /// The same with a value.
    pub fn add_filled_row(&self, key: &str, edit: Edit) -> usize {
        let number = self.add_row(key);
        self.added.with_untracked(|rows| {
            if let Some(row) = rows.iter().find(|row| row.number == number) {
                row.edit.set(edit);
            }
        });
        number
    }

    pub fn remove_row(&self, number: usize) {
        self.added
            .update(|rows| rows.retain(|row| row.number != number));
    }
}

impl Default for Form {
    fn default() -> Form {
        Form::new()
    }
}

fn written_row(row: &AddedRow) -> Added {
    Added {
        number: row.number,
        key: row.key.get(),
        edit: row.edit.get(),
    }
}
