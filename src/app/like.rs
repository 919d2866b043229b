//! Plans another run like a stored one: its values come to stand on the form as
//! soon as its template has been read.

use std::collections::HashSet;

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::screen::Screen;
use super::start::set_moment;
use super::{App, draft, when_changed};
use crate::api::envelope::shown as shown_value;
use crate::browser::page;
use crate::form::Remaining;
use crate::form::draft::Draft;
use crate::form::edits::edit_key;
use crate::form::like::{Filled, Left, fill, may_be_non_finite, ticks};
use crate::model::constant::Edit;
use crate::model::scheme::SchemeName;
use crate::model::task::Edited;
use crate::model::{ClockedTask, Target};
use crate::submission::Event;
use crate::time::parse_wire;

/// What the page says of a plan that was copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    pub id: i64,
    pub left: Vec<Left>,
    /// Keys of its constants that are passwords.
    pub passwords: HashSet<String>,
}

/// A stored plan whose values wait for their template.
#[derive(Clone, Debug)]
struct Waiting {
    target: Target,
    parameters: Value,
    has_non_finite: bool,
    /// The schemes are ticked: the constants that remain come next.
    has_ticked: bool,
}

#[derive(Clone, Copy, Default)]
pub struct Like {
    pub copied: RwSignal<Option<Copied>>,
    waiting: RwSignal<Option<Waiting>>,
}

/// Puts what waits on the form once the form can take it.
pub fn run(app: App) {
    when_changed(move |_| {
        let Some(waiting) = app.like.waiting.get() else {
            return;
        };
        let form = app.form;
        if form.template_id.get() != waiting.target.template_id {
            // The person has turned to another template.
            app.like.waiting.set(None);
        } else if !waiting.has_ticked {
            tick(app, waiting);
        } else if !form.refreshing.get() {
            put(app, &waiting);
        }
    });
}

/// Another plan like the one on the screen. Where the form still holds what was
/// sent and nobody has changed it since, it stays as it is.
pub fn like_record(app: App) {
    let found = app.record.found.get_untracked();
    let Some(Some(found)) = found.ready().cloned() else {
        return;
    };
    let made = app.record.made.get_untracked();
    let is_unchanged = Edited::between(&found.first, &found.newest) == Edited::default();
    if is_unchanged && made.is_some_and(|made| made.form_holds_it) {
        app.form.submitted.set(false);
        app.go(Screen::Form);
        page::focus_soon("task-name");
        return;
    }
    if let Some(place) = app.record.place.get_untracked() {
        like(app, &found.newest, place.target, found.has_non_finite);
    }
}

/// Another plan like a stored one. What stands on the form can be had back.
pub fn like(app: App, task: &ClockedTask, place: Target, has_non_finite: bool) {
    // First, since a task that was made says nothing of what was typed since.
    app.on_event(Event::Another);
    draft::offer_unsent(app);
    let target = Target {
        template_id: task.template_id().unwrap_or_default().to_string(),
        ..place
    };
    app.form.restore(Draft {
        bk_biz_id: target.bk_biz_id.clone(),
        scope: target.scope,
        template_id: target.template_id.clone(),
        name: Some(task.text("task_name").to_owned()),
        ..Draft::default()
    });
    if let Some(moment) = parse_wire(task.text("plan_start_time")) {
        set_moment(app, &moment);
    }
    app.like.copied.set(Some(Copied {
        id: task.id().unwrap_or_default(),
        left: left_of_task(task),
        passwords: HashSet::new(),
    }));
    let parameters = task.fields.get("task_parameters").cloned();
    app.like.waiting.set(Some(Waiting {
        target,
        parameters: parameters.unwrap_or_default(),
        has_non_finite,
        has_ticked: false,
    }));
    app.load.flow();
    app.go(Screen::Form);
    page::focus_soon("copied");
}

/// A common template cannot be planned through this page's way (contract
/// part 6): its id names another template, if any.
fn left_of_task(task: &ClockedTask) -> Vec<Left> {
    let source = task.text("template_source");
    let is_common = !matches!(source, "" | "project");
    let left = Left {
        name: "template_source".into(),
        value: source.into(),
    };
    is_common.then_some(left).into_iter().collect()
}

/// Something else has come to stand on the form.
pub fn forget(app: App) {
    app.like.copied.set(None);
    app.like.waiting.set(None);
}

fn tick(app: App, waiting: Waiting) {
    let form = app.form;
    let ticked = form.flow.with(|flow| {
        let flow = flow.ready()?;
        let is_it = flow.template.id.to_string() == waiting.target.template_id;
        is_it.then(|| ticks(&waiting.parameters, flow))
    });
    let Some((positions, left)) = ticked else {
        return;
    };
    form.ticked.set(positions);
    form.gone_schemes.set(unknown_schemes(&left));
    tell(app, left);
    app.load.constants();
    app.like.waiting.set(Some(Waiting {
        has_ticked: true,
        ..waiting
    }));
}

/// What the plan says of its nodes and the form cannot tick.
fn unknown_schemes(left: &[Left]) -> Vec<SchemeName> {
    let unknown = left.iter().filter_map(|left| match left.name.as_str() {
        // Not by the bare number, which may be another scheme's name.
        "template_schemes_id" => Some(SchemeName {
            id: left.value.as_i64(),
            ..SchemeName::unknown(format!("#{}", shown_value(&left.value)))
        }),
        "appoint_task_nodes_id" | "exclude_task_nodes_id" => {
            Some(SchemeName::unknown(left.name.clone()))
        }
        _ => None,
    });
    unknown.collect()
}

fn put(app: App, waiting: &Waiting) {
    let form = app.form;
    let on_form = form.constants.with(|constants| constants.ready().cloned());
    let all = form.flow.with_untracked(|flow| {
        flow.ready()
            .map(|flow| Remaining::new(flow.template.constants.to_vec()))
    });
    let (Some(on_form), Some(all)) = (on_form, all) else {
        return;
    };
    app.like.waiting.set(None);
    let stored = match waiting.parameters.get("constants") {
        Some(Value::Object(constants)) => constants.clone(),
        _ => Map::new(),
    };
    let is_trusted = |value: &Value| !(waiting.has_non_finite && may_be_non_finite(value));
    let Filled {
        edits,
        added,
        sent,
        left,
    } = fill(&stored, &on_form, &all, is_trusted);
    let of_constant = |(key, edit): (String, Edit)| {
        let constant = on_form.get(&key).or_else(|| all.get(&key))?;
        Some((edit_key(constant), edit))
    };
    form.set_edits(edits.into_iter().filter_map(of_constant).collect());
    for (key, edit) in added {
        form.add_filled_row(&key, edit);
    }
    form.sent.set(sent);
    tell(app, left);
}

fn tell(app: App, left: Vec<Left>) {
    let passwords = app.form.password_keys();
    app.like.copied.update(|copied| {
        if let Some(copied) = copied {
            copied.left.extend(left);
            copied.passwords = passwords;
        }
    });
}
