//! The record on the screen: a plan that was just made, or one that was opened
//! by its id, and how it stands now. It is read again while it can still change
//! and somebody can see it.

use std::collections::HashSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, like, when_changed};
use crate::api::ApiError;
use crate::api::resources::{Created, Listed};
use crate::browser::page;
use crate::form::Loaded;
use crate::form::newest::Newest;
use crate::model::task::Stand;
use crate::model::template::password_keys;
use crate::model::{ClockedTask, Request, Target};
use crate::submission::Attempt;
use crate::submission::watch::Readings;

/// Which record it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its template is that of the task once it has been read.
    pub target: Target,
    pub id: i64,
}

/// What this page sent for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    pub request: Request,
    /// Whether the form still holds what was sent, secrets and all.
    pub form_holds_it: bool,
    pub trace_id: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// As it was when this page first saw it.
    pub first: ClockedTask,
    pub newest: ClockedTask,
    pub is_gone: bool,
    /// Why the last reading brought nothing.
    pub failed: Option<ApiError>,
    /// Keys of constants that the template declares as passwords.
    pub passwords: HashSet<String>,
    /// The answer held NaN or Infinity, which stand here as texts.
    pub has_non_finite: bool,
}

#[derive(Clone, Copy, Default)]
pub struct Record {
    pub place: RwSignal<Option<Place>>,
    /// `None` for a record that was opened by its id.
    pub made: RwSignal<Option<Made>>,
    /// Its zone: that of the plan that was sent, or the form's.
    pub zone: RwSignal<String>,
    /// Ready with `None` where the backend has no such task.
    pub found: RwSignal<Loaded<Option<Found>>>,
    /// A reading is out.
    pub reading: RwSignal<bool>,
    readings: StoredValue<Readings>,
    turns: Newest,
}

impl Record {
    pub fn stand(self, now: i64) -> Option<Stand> {
        self.found.with(|found| {
            let found = found.ready()?.as_ref()?;
            Some(Stand::of(&found.newest, found.is_gone, now))
        })
    }
}

/// Reads the record on the screen again when it is time.
pub fn run(app: App) {
    let was_visible = StoredValue::new(true);
    when_changed(move |_| {
        let now = app.now.get().timestamp();
        let is_visible = page::is_visible();
        if is_visible && !was_visible.get_value() {
            app.record.readings.update_value(Readings::on_news);
        }
        was_visible.set_value(is_visible);
        let start = app.record.found.with_untracked(|found| {
            let found = found.ready()?.as_ref()?;
            let is_final = Stand::of(&found.newest, found.is_gone, now).is_final();
            (!is_final).then(|| found.newest.start().unwrap_or(i64::MAX))
        });
        let Some(start) = start.filter(|_| is_visible && app.shows_record()) else {
            return;
        };
        if app.record.readings.get_value().is_due(start, now) && !app.record.reading.get_untracked()
        {
            read(app);
        }
    });
}

/// Shows the record of an attempt that has just made its task.
pub fn show_made(app: App, attempt: &Attempt, created: &Created) {
    let Attempt {
        request, frozen, ..
    } = attempt;
    like::forget(app);
    let record = app.record;
    record.turns.next();
    record.reading.set(false);
    record.place.set(Some(Place {
        target: request.target.clone(),
        id: created.task.id().unwrap_or_default(),
    }));
    record.zone.set(request.zone.clone());
    record.made.set(Some(Made {
        request: request.clone(),
        form_holds_it: frozen.is_some(),
        trace_id: created.trace_id.clone(),
    }));
    begin(app, created.task.clone(), app.form.password_keys(), false);
}

/// The address names no record that could be looked for.
pub fn refuse(app: App) {
    app.record.turns.next();
    app.record.place.set(None);
    app.record.made.set(None);
    app.record.found.set(Loaded::Ready(None));
}

/// Opens the record of a task by its id.
pub fn open(app: App, place: Place) {
    let record = app.record;
    let turn = record.turns.next();
    let id = place.id;
    let mut target = place.target.clone();
    record.reading.set(false);
    record.place.set(Some(place));
    record.zone.set(app.form.zone.get_untracked());
    record.made.set(None);
    record.found.set(Loaded::Loading);
    let resources = app.resources();
    spawn_local(async move {
        let answer = resources.task(&target, id).await;
        let Listed {
            tasks,
            has_non_finite,
            ..
        } = match answer {
            Ok(listed) => listed,
            Err(error) => {
                if record.turns.is(turn) {
                    record.found.try_set(Loaded::Failed(error));
                }
                return;
            }
        };
        let Some(task) = tasks.into_iter().next() else {
            if record.turns.is(turn) {
                record.found.try_set(Loaded::Ready(None));
            }
            return;
        };
        // Which constants are passwords only the template knows. A deleted one
        // cannot tell; then the other signs of a secret have to do.
        target.template_id = task.template_id().unwrap_or_default().to_string();
        let template = resources.template(&target).await;
        let passwords = template.map(|template| password_keys(template.constants.iter()));
        if record.turns.is(turn) {
            record.place.try_set(Some(Place { target, id }));
            begin(app, task, passwords.unwrap_or_default(), has_non_finite);
        }
    });
}

fn begin(app: App, task: ClockedTask, passwords: HashSet<String>, has_non_finite: bool) {
    let now = app.server_now().timestamp();
    app.record.readings.set_value(Readings::begun(now));
    app.record.found.set(Loaded::Ready(Some(Found {
        first: task.clone(),
        newest: task,
        is_gone: false,
        failed: None,
        passwords,
        has_non_finite,
    })));
}

/// Reads the record again now.
pub fn read(app: App) {
    let record = app.record;
    let Some(Place { target, id }) = record.place.get_untracked() else {
        return;
    };
    let turn = record.turns.next();
    let now = app.server_now().timestamp();
    let start = record.found.with_untracked(|found| {
        let found = found.ready()?.as_ref()?;
        found.newest.start()
    });
    let start = start.unwrap_or(i64::MAX);
    record
        .readings
        .update_value(|readings| readings.on_read(start, now));
    record.reading.set(true);
    let resources = app.resources();
    spawn_local(async move {
        let answer = resources.task(&target, id).await;
        if record.turns.is(turn) {
            record.reading.try_set(false);
            take(app, answer);
        }
    });
}

fn take(app: App, answer: Result<Listed, ApiError>) {
    let record = app.record;
    let Some(Some(old)) = record.found.with_untracked(|found| found.ready().cloned()) else {
        return;
    };
    let mut new = old.clone();
    match answer {
        Ok(listed) => {
            new.failed = None;
            new.has_non_finite = listed.has_non_finite;
            match listed.tasks.into_iter().next() {
                Some(task) => {
                    new.newest = old.first.updated(&task);
                    new.is_gone = false;
                }
                None => new.is_gone = true,
            }
        }
        Err(error) => {
            if let Some(at) = error.again_at() {
                let until = at.timestamp();
                record.readings.update_value(|own| own.wait_until(until));
            }
            new.failed = Some(error);
        }
    }
    if new == old {
        return;
    }
    if new.newest != old.newest || new.is_gone != old.is_gone {
        record.readings.update_value(Readings::on_news);
    }
    record.found.try_set(Loaded::Ready(Some(new)));
}
