//! One variable: the control of its kind, with reset, the JSON editor and
//! leaving out.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value;

use super::uses::uses;
use crate::app::App;
use crate::browser::{page, pattern};
use crate::control::{Parts, control};
use crate::form::edits::{edit_key, is_edited};
use crate::form::like::edit_of;
use crate::form::notice::of_edit;
use crate::model::constant::{Edit, as_far_as_understood, resolve, wants_value};
use crate::model::problem::constant_id;
use crate::model::request::pretty;
use crate::model::secret::masked;
use crate::model::value::object;
use crate::model::{Constant, Field, Kind};
use crate::text::Lang;
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::{FieldParts, button, field, icon_button, label_id, notice};
use crate::ui::icon::Icon;
use crate::view::problems::{error_of, remark};
use crate::view::review::value_text;

pub fn variable(app: App, l: Lang, constant: Constant) -> El {
    let form = app.form;
    let key = edit_key(&constant);
    let edit = Memo::new({
        let key = key.clone();
        move |_| form.drawn_edit(&key)
    });
    let id = constant_id(&constant.key);
    let own = Field::Constant(constant.key.clone());
    let error = error_of(app, l, own.clone());
    let constant = Arc::new(constant);
    let changed = {
        let constant = constant.clone();
        move || edit.with(|edit| is_edited(&constant, edit))
    };
    let hidden = (!constant.hide_conditions.is_empty()).then(|| {
        let (constant, id) = (constant.clone(), id.clone());
        // What is wrong has to be seen to be mended, and does not go from under the
        // hand that mends it.
        Memo::new(move |was_hidden: Option<&bool>| {
            let is_in_use = || page::focused_id().is_some_and(|own| own.starts_with(&id));
            constant.is_hidden_by(&|key| form.value_in_run(key))
                && error.with(Option::is_none)
                && edit.with(|edit| resolve(&constant, edit).is_ok())
                && (was_hidden != Some(&false) || !is_in_use())
        })
    });
    let hidden = move || hidden.is_some_and(|hidden| hidden.get());
    let parts = Parts {
        l,
        id: id.clone(),
        constant: constant.clone(),
        error,
        root: id.clone(),
        is_secret: constant.secret(),
        name: None,
        staff: form.staff,
        on_change: Callback::new({
            let own = own.clone();
            move |new: Edit| {
                form.set_edits(vec![(key.clone(), new)]);
                form.on_edit(&own);
            }
        }),
        on_leave: Callback::new(move |()| {
            if edit.get_untracked() != Edit::Untouched {
                form.on_leave(own.clone());
            }
        }),
        edit: edit.into(),
    };
    let is_changed = changed.clone();
    let aside = [
        el("code").class("key").child(constant.key.as_str()),
        el("span")
            .class("badge changed")
            .flag("hidden", move || !is_changed())
            .child(l.changed()),
    ];
    let required = wants_value(&constant, &pattern::matches)
        .then(|| el("span").class("badge").child(l.required()));
    let shows_uses = RwSignal::new(false);
    let for_default = constant.clone();
    let old_default = Memo::new({
        let constant = constant.clone();
        // What nobody edited has no other default to look for.
        move |_| match edit.with(|edit| *edit == Edit::Untouched) {
            true => None,
            false => form.old_default(&constant),
        }
    });
    let odd = Memo::new({
        let constant = constant.clone();
        move |_| of_edit(&constant, &edit.read())
    });
    let own_key = constant.key.clone();
    let label = if constant.name.is_empty() {
        &constant.key
    } else {
        &constant.name
    };
    let field = field(FieldParts {
        id: &id,
        label,
        aside: [View::from(required), aside.into_iter().collect()]
            .into_iter()
            .collect(),
        hint: &constant.desc,
        error,
        control: control(parts.clone()),
        below: [
            el("div").live(move || odd.with(|odd| Some(remark(l, odd.as_ref()?)))),
            el("div").live(move || {
                old_default.with(|old| Some(other_default(app, l, &for_default, old.as_ref()?)))
            }),
            tools(parts, shows_uses, changed),
            el("div").live(move || shows_uses.get().then(|| uses(app, l, &own_key))),
        ]
        .into_iter()
        .collect(),
    });
    let class = if constant.kind.is_wide() {
        "variable wide"
    } else {
        "variable"
    };
    // Chromium's autofill reads all fields of a form with each key in one of them, and
    // of those that are in no form all of the page's.
    let alone = el("form").attr("role", "none").attr("novalidate", "");
    el("div")
        .class(class)
        .flag("hidden", hidden)
        .child(alone.child(field))
}

/// What was typed stands although the template gives another default than when
/// it was typed: that is told, with both.
fn other_default(app: App, l: Lang, constant: &Arc<Constant>, old: &Value) -> El {
    let passwords = constant.password_keys().into_iter().collect();
    let words = |value: &Value| {
        let own = object(vec![(&constant.key, value.clone())]);
        let text = value_text(l, &masked(&own, &passwords)[&constant.key]);
        text.chars().take(LONGEST).collect::<String>()
    };
    let words = l.default_changed(&words(old), &words(&constant.default));
    let constant = constant.clone();
    let accept = move || app.form.accept_default(&constant);
    el("div")
        .class("row")
        .child(notice(&words))
        .child(button("quiet", l.keep_mine(), accept))
}

/// Characters of a default that are told in a sentence.
const LONGEST: usize = 60;

/// Reset, the JSON editor and leaving out, below each variable.
fn tools(parts: Parts, shows_uses: RwSignal<bool>, changed: impl Fn() -> bool + 'static) -> El {
    let Parts {
        l,
        id,
        constant,
        edit,
        on_change,
        ..
    } = parts;
    let is_open = RwSignal::new(false);
    let label = label_id(&id);
    // The button that was pressed hides itself: the focus goes to the control.
    let on_change = move |edit: Edit| {
        is_open.set(false);
        on_change.run(edit);
        page::focus_soon(id.as_str());
    };
    let on_change = Rc::new(on_change);
    let (json, back, out) = (on_change.clone(), on_change.clone(), on_change.clone());
    let is_json_kind = constant.kind == Kind::Json;
    let no_reset = move || !changed() && edit.with(|edit| *edit == Edit::Untouched);
    let no_json =
        move || is_json_kind || edit.with(|edit| matches!(edit, Edit::Json(_) | Edit::NotSent(_)));
    let is_left_out = move || edit.with(|edit| matches!(edit, Edit::NotSent(_)));
    let as_json = {
        let constant = constant.clone();
        move || json(Edit::Json(json_text(&constant, edit.get_untracked())))
    };
    let from_json = Memo::new(move |_| edit.with(|edit| off_json(&constant, edit)));
    let to_control = move || {
        if let Some(edit) = from_json.get_untracked() {
            back(edit);
        }
    };
    let leave_out = move || out(Edit::NotSent(Box::new(edit.get_untracked())));
    let reset = move || on_change(Edit::Untouched);
    let toggle_uses = move || {
        shows_uses.update(|shows| *shows = !*shows);
    };
    let tools = move || {
        el("span")
            .class("row")
            .child(button("quiet", l.edit_as_json(), as_json.clone()).flag("hidden", no_json))
            .child(
                button("quiet", l.edit_in_control(), to_control.clone())
                    .flag("hidden", move || from_json.with(Option::is_none)),
            )
            .child(
                button("quiet", l.show_uses(), toggle_uses)
                    .live_attr("aria-expanded", move || Some(shows_uses.get().to_string())),
            )
            .child(button("quiet", l.leave_out(), leave_out.clone()).flag("hidden", is_left_out))
    };
    let tools = live(move || is_open.get().then(&tools));
    // One stop of the Tab key, not one for each tool. They come behind it, so that
    // it stays where it was pressed.
    let more = button("quiet more", l.more_tools(), move || {
        is_open.update(|is_open| *is_open = !*is_open);
    });
    let more = more
        .attr("aria-describedby", &label)
        .live_attr("aria-expanded", move || Some(is_open.get().to_string()));
    el("p")
        .class("row variable-tools")
        .child(
            icon_button("quiet", Icon::Undo, l.reset(), reset)
                .attr("aria-describedby", &label)
                .flag("hidden", no_reset),
        )
        .child(more)
        .child(tools)
}

/// What stands in the JSON editor as the constant's own control would hold it,
/// where it can.
fn off_json(constant: &Constant, edit: &Edit) -> Option<Edit> {
    let Edit::Json(_) = edit else {
        return None;
    };
    let value = resolve(constant, edit).ok()??;
    edit_of(constant, &value).filter(|own| !matches!(own, Edit::Json(_)))
}

/// An edit as text for the JSON editor. What means nothing as it is may be
/// half of something, so its text stays.
fn json_text(constant: &Constant, edit: Edit) -> String {
    match (resolve(constant, &edit), edit) {
        (Err(_), Edit::Text(text)) => text,
        (_, edit) => pretty(&as_far_as_understood(constant, &edit)),
    }
}
