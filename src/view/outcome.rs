//! What the dialog shows once a request is out: waiting, a refusal, or the
//! search for a task that may exist.

use super::failure::{button_from, facts, failure_body, quoted};
use super::review::dialog_title;
use crate::api::{ApiError, Reason};
use crate::app::App;
use crate::app::record::Place;
use crate::app::screen::address_of;
use crate::browser::page;
use crate::model::ClockedTask;
use crate::model::request::largest;
use crate::submission::{Attempt, Event, Search};
use crate::text::Lang;
use crate::text::failure::{explain, size};
use crate::time::Instant;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{bad, button, muted, new_tab, status, with_icon};
use crate::ui::icon::Icon;

pub fn sending(app: App, l: Lang, attempt: &Attempt) -> View {
    let name = attempt.request.name.as_str();
    let body = status("div")
        .class("dialog-body")
        .child(el("p").class("busy").child(name))
        .child(muted(l.sending_hint()));
    let actions = actions(vec![button("plain", l.stop_waiting(), move || {
        app.cancel_sending()
    })]);
    [dialog_title(l.sending()), body, actions]
        .into_iter()
        .collect()
}

fn actions(buttons: Vec<El>) -> El {
    el("div").class("dialog-actions").child(buttons)
}

pub fn refused(app: App, l: Lang, attempt: &Attempt, error: &ApiError) -> View {
    let explained = explain(l, error);
    let title = dialog_title(with_icon(Icon::Alert, &explained.title));
    let body = el("div")
        .class("dialog-body")
        .child(el("p").child(el("strong").child(l.nothing_created())))
        .child(failure_body(app, l, error, explained))
        .child(too_large(app, l, attempt, error));
    let again = move || app.review_again();
    let actions = actions(vec![
        back_button(app, l.back_to_form()),
        button_from(app, "primary", l.review_again(), error.again_at(), again),
    ]);
    [title, body, actions].into_iter().collect()
}

/// The largest values that are named.
const LARGEST: usize = 5;
/// Bytes above which the backend reads no body and calls it no JSON (contract
/// part 1), with some room.
const UNREAD: usize = 25_000_000;

/// What makes a request so large, where that is why it was refused.
fn too_large(app: App, l: Lang, attempt: &Attempt, error: &ApiError) -> Option<El> {
    let bytes = attempt.frozen.as_ref()?.body.len();
    if error.reason() != Reason::TooLarge && bytes < UNREAD {
        return None;
    }
    let rows = largest(&attempt.request.constants, LARGEST);
    let rows: Vec<El> = rows
        .into_iter()
        .map(|(key, bytes)| el("li").child(to_field(app, key)).child(size(bytes)))
        .collect();
    let total = el("p").child(l.request_takes(&size(bytes)));
    let head = (!rows.is_empty()).then(|| el("p").child(l.largest_variables()));
    let list = el("ul").class("found").child(rows);
    Some(el("div").child(total).child(head).child(list))
}

/// A link to the field of a constant.
fn to_field(app: App, key: String) -> El {
    let id = app.form.field_of(&key).element_id();
    el("a")
        .attr("href", &format!("#{id}"))
        .child(el("code").child(key))
        .on("click", move |event| {
            event.prevent_default();
            app.on_event(Event::Back);
            page::focus_soon(id.as_str());
        })
}

pub fn unknown(app: App, l: Lang, attempt: &Attempt, error: &ApiError, search: Search) -> View {
    let explained = explain(l, error);
    let found = match &search {
        Search::Found(_) => Some(l.found_it()),
        Search::NotFound => Some(l.not_found()),
        Search::Others(_) => Some(l.only_others()),
        Search::Looking { .. } | Search::Stopped | Search::Failed(_) => None,
    };
    let why = match found {
        Some(_) => muted(&explained.title),
        None => el("p").child(l.outcome_unknown_because(&explained.title)),
    };
    let title = found.unwrap_or(l.outcome_unknown());
    let request = &attempt.request;
    let query = l.looked_for(
        &request.name,
        &request.wire_start(),
        &request.target.template_id,
    );
    let own = attempt.click.creator.as_ref();
    let own = own.map(|own| muted(&[l.creator_filter(), l.colon(), own].concat()));
    let (state, buttons) = searched(app, l, attempt, search);
    let body = el("div")
        .class("dialog-body")
        .child(why)
        .child(status("div").child(state))
        .child(muted(&query))
        .child(own)
        .child(
            el("details")
                .child(el("summary").child(l.details()))
                .child(explained.said.as_deref().map(quoted))
                .child(facts(app, l, error, &explained)),
        );
    [dialog_title(title), body, actions(buttons)]
        .into_iter()
        .collect()
}

/// How the search stands, and what can be done next.
fn searched(app: App, l: Lang, attempt: &Attempt, search: Search) -> (View, Vec<El>) {
    let strong = |words: &str| View::from(el("p").child(el("strong").child(words)));
    match search {
        Search::Looking { .. } => {
            let state = [
                el("p").class("busy").child(l.looking_up()),
                muted(l.looking_hint()),
            ];
            let stop = button("plain", l.stop_looking(), move || {
                app.on_event(Event::StopLooking)
            });
            (state.into_iter().collect(), vec![stop])
        }
        Search::Found(tasks) => {
            let adopt = |task: ClockedTask| {
                let open = move || app.on_event(Event::Adopt(task.clone()));
                button("primary", l.open_record(), open)
            };
            let by = tasks.first().map(|task| task.text("creator").to_owned());
            let is_by = |task: &ClockedTask| by.as_deref() == Some(task.text("creator"));
            let are_twins = tasks.len() > 1 && tasks.iter().all(is_by);
            let twins = are_twins.then(|| bad(l.twins_hint()));
            let state = [twins.into(), View::from(found(l, tasks, &adopt))];
            let back = back_button(app, l.back_to_form());
            (state.into_iter().collect(), vec![back])
        }
        // To look at one claims nothing of it.
        Search::Others(tasks) => {
            let target = attempt.request.target.clone();
            let show = |task: ClockedTask| {
                let (target, id) = (target.clone(), task.id().unwrap_or_default());
                let place = Place { target, id };
                new_tab(&address_of(&place), l.open_record(), l.opens_new_tab())
            };
            let state = [el("p").child(l.only_others_hint()), found(l, tasks, &show)];
            let buttons = vec![
                look_button(app, l, None),
                back_button(app, l.back_to_form()),
            ];
            (state.into_iter().collect(), buttons)
        }
        Search::NotFound => {
            let state = el("p").child(l.not_found_hint()).into();
            let buttons = vec![
                look_button(app, l, None),
                back_button(app, l.review_again()),
            ];
            (state, buttons)
        }
        Search::Stopped => {
            let state = [
                strong(l.not_found_so_far()),
                muted(l.cannot_tell_hint()).into(),
            ];
            let buttons = vec![
                look_button(app, l, None),
                back_button(app, l.back_to_form()),
            ];
            (state.into_iter().collect(), buttons)
        }
        Search::Failed(failed) => {
            let explained = explain(l, &failed);
            let state = [
                strong(l.cannot_tell()),
                el("p").child(explained.title.as_str()).into(),
                failure_body(app, l, &failed, explained),
                muted(l.cannot_tell_hint()).into(),
            ];
            let buttons = vec![
                look_button(app, l, failed.again_at()),
                back_button(app, l.back_to_form()),
            ];
            (state.into_iter().collect(), buttons)
        }
    }
}

fn look_button(app: App, l: Lang, from: Option<Instant>) -> El {
    button_from(app, "plain", l.look_again(), from, move || {
        app.on_event(Event::LookAgain)
    })
}

fn back_button(app: App, words: &str) -> El {
    button("plain", words, move || app.on_event(Event::Back))
}

/// The tasks that were found, each with what can be done with it.
fn found(l: Lang, tasks: Vec<ClockedTask>, with: &dyn Fn(ClockedTask) -> El) -> El {
    let row = |task: ClockedTask| {
        let id = task.id().unwrap_or_default();
        let words = l.found_task(id, task.text("creator"), task.text("create_time"));
        el("li").child(el("span").child(words)).child(with(task))
    };
    let rows: Vec<El> = tasks.into_iter().map(row).collect();
    el("ul").class("found").child(rows)
}
