//! The list of planned runs: what to look for, the rows as far as they were
//! read, and the way on from each.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::failure::failure;
use super::moment::moment_at;
use crate::app::App;
use crate::app::like::like;
use crate::app::planned::{Rows, read, read_more, read_soon, target};
use crate::app::record::Place;
use crate::app::screen::address_of;
use crate::browser::page;
use crate::form::Loaded;
use crate::model::task::{TaskState, task_state};
use crate::model::{ClockedTask, Project, Scope};
use crate::sort;
use crate::text::Lang;
use crate::text::planned::{mine as mine_words, rows_read};
use crate::text::record::state_name;
use crate::ui::dom::{El, View, el, keyed};
use crate::ui::field::{button, muted, notice, status};

const STATES: [&str; 3] = ["not_started", "started", "start_failed"];

pub fn planned_screen(app: App, l: Lang) -> View {
    let heading = el("h1")
        .id("planned-title")
        .attr("tabindex", "-1")
        .child(l.planned_runs());
    let card = el("div")
        .class("card")
        .child(heading)
        .child(filters(app, l))
        .child(state(app, l))
        .child(rows(app, l))
        .live(move || more(app, l));
    el("main")
        .class("record planned")
        .id("main")
        .attr("tabindex", "-1")
        .child(card)
        .into()
}

/// The field for a creator's name.
const CREATOR: &str = "planned-creator";

fn filters(app: App, l: Lang) -> El {
    let planned = app.planned;
    let creator = el("input")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .id(CREATOR)
        .live_attr("placeholder", move || {
            planned.needs_name().then(|| l.your_name().to_owned())
        })
        .live_value(move || planned.creator.get())
        .flag("disabled", move || {
            planned.mine.get() && !planned.needs_name()
        })
        .on_text("input", move |text| {
            planned.creator.set(text);
            read_soon(app);
        });
    let by_state = choice(
        [("", l.any_state())]
            .into_iter()
            .chain(STATES.map(|word| (word, state_name(l, task_state(word)))))
            .map(|(word, words)| option(word, words))
            .collect(),
    )
    .live_value(move || planned.state.get())
    .on_text("change", move |word| {
        planned.state.set(word);
        read(app);
    });
    let order = choice(vec![
        option("", l.newest_first()),
        option("start", l.by_start()),
    ])
    .live_value(move || {
        let word = if planned.by_start.get() { "start" } else { "" };
        word.to_owned()
    })
    .on_text("change", move |word| planned.by_start.set(word == "start"));
    el("div")
        .class("filters")
        .attr("role", "group")
        .attr("aria-label", l.planned_runs())
        .child(labelled(l.project(), View::from_iter([project(app, l)])))
        .child(labelled(l.state_filter(), by_state))
        .child(labelled(l.template(), template(app, l)))
        .child(labelled(l.creator_filter(), creator))
        .child(labelled(l.order(), order))
        .child(mine(app, l))
}

fn labelled(words: &str, control: impl Into<View>) -> El {
    el("label")
        .child(el("span").class("muted").child(words))
        .child(control)
}

fn choice(options: Vec<El>) -> El {
    el("select").child(options)
}

fn option(value: &str, words: &str) -> El {
    el("option").attr("value", value).child(words)
}

/// The projects that could be read, and the one that is chosen.
fn project(app: App, l: Lang) -> El {
    let chosen = app.planned.project;
    let key = |id: &str, scope: Scope| format!("{}:{id}", scope.as_str());
    let options = move || {
        let (id, scope) = chosen.get();
        let own = key(&id, scope);
        let of_project = |project: &Project| {
            let key = key(&project.scoped_id(), project.scope());
            (key, format!("{} ({})", project.name, project.scoped_id()))
        };
        let mut all: Vec<(String, String)> = app.form.projects.with(|projects| {
            let projects = projects.ready().map(Vec::as_slice).unwrap_or_default();
            projects.iter().map(of_project).collect()
        });
        if !all.iter().any(|(key, _)| *key == own) {
            let words = match (id.as_str(), scope) {
                ("", _) => l.choose_project_for_list().to_owned(),
                (id, Scope::CmdbBiz) => l.business_number(id),
                (id, Scope::Project) => l.project_number(id),
            };
            all.insert(0, (own.clone(), words));
        }
        let option = |(key, words): &(String, String)| {
            option(key, words).attr_if("selected", (*key == own).then_some(""))
        };
        all.iter().map(option).collect::<Vec<El>>()
    };
    el("select").live(options).on_text("change", move |key| {
        if let Some((scope, id)) = key.split_once(':') {
            let scope = Scope::parse(scope).unwrap_or_default();
            chosen.set((id.to_owned(), scope));
            app.planned.template.set(String::new());
            read(app);
        }
    })
}

/// The templates of the rows that were read.
fn template(app: App, l: Lang) -> El {
    let planned = app.planned;
    let options = move || {
        let chosen = planned.template.get();
        let mut all = vec![(String::new(), l.any_template().to_owned())];
        planned.rows.with(|rows| {
            for task in rows.ready().map(|rows| &rows.tasks).into_iter().flatten() {
                let id = template_id(task);
                if !all.iter().any(|(own, _)| *own == id) {
                    let name = task.text("template_name");
                    all.push((id.clone(), format!("{name} ({id})")));
                }
            }
        });
        if !all.iter().any(|(id, _)| *id == chosen) {
            all.push((chosen.clone(), chosen.clone()));
        }
        let option = |(id, words): &(String, String)| {
            option(id, words).attr_if("selected", (*id == chosen).then_some(""))
        };
        all.iter().map(option).collect::<Vec<El>>()
    };
    el("select")
        .live(options)
        .on_text("change", move |id| planned.template.set(id))
}

fn template_id(task: &ClockedTask) -> String {
    task.template_id().unwrap_or_default().to_string()
}

/// Whose plans are mine the backend tells with the first that is made here;
/// until then the person does, by the name of the creator.
fn mine(app: App, l: Lang) -> El {
    let planned = app.planned;
    let input = el("input")
        .attr("type", "checkbox")
        .live_checked(move || planned.mine.get())
        .on_check(move |mine| {
            planned.mine.set(mine);
            if untrack(|| planned.lacks_name()) {
                page::focus_soon(CREATOR);
            }
            read(app);
        });
    let words = el("span").live_text(move || mine_words(l, planned.me.get().as_deref()));
    el("label").class("check").child(input).child(words)
}

/// How much was read, and what is wrong with it.
fn state(app: App, l: Lang) -> El {
    let planned = app.planned;
    let words = move || {
        planned.rows.with(|rows| match rows {
            Loaded::Not if planned.lacks_name() => l.your_name().to_owned(),
            Loaded::Not => l.choose_project_for_list().to_owned(),
            Loaded::Loading => l.loading().to_owned(),
            Loaded::Failed(_) => String::new(),
            Loaded::Ready(rows) => match (rows.tasks.len(), shown(app, rows).len()) {
                (_, 0) => l.no_planned_runs().to_owned(),
                (read, shown) => rows_read(l, shown, read, rows.count),
            },
        })
    };
    let non_finite = move || {
        planned.rows.with(|rows| {
            let rows = rows.ready()?;
            rows.has_non_finite.then(|| notice(l.non_finite()))
        })
    };
    let failed = move || {
        planned.rows.with(|rows| match rows {
            Loaded::Failed(error) => Some(failure(app, l, error, move || read(app))),
            _ => None,
        })
    };
    el("div")
        .child(
            el("div")
                .class("row list-state")
                .child(status("p").class("muted").live_text(words))
                .child(button("quiet", l.refresh(), move || read(app))),
        )
        .live(non_finite)
        .live(failed)
}

/// The rows that fit, in their order.
fn shown(app: App, rows: &Rows) -> Vec<ClockedTask> {
    let planned = app.planned;
    let template = planned.template.get();
    let me = planned.mine_by_name();
    let fits = rows.tasks.iter().filter(|task| {
        // The backend takes a part of a name for the whole.
        let is_mine = me.as_ref().is_none_or(|me| task.text("creator") == me);
        is_mine && (template.is_empty() || template_id(task) == template)
    });
    match planned.by_start.get() {
        true => sort::by_key(fits.cloned(), |task| task.start().unwrap_or(i64::MAX)),
        false => fits.cloned().collect(),
    }
}

fn rows(app: App, l: Lang) -> El {
    let planned = app.planned;
    let tasks = move || {
        planned.rows.with(|rows| match rows {
            Loaded::Ready(rows) => shown(app, rows),
            _ => Vec::new(),
        })
    };
    // What a row shows is in its key: one that has changed is drawn anew.
    let key = |task: &ClockedTask| {
        let part = |name: &str| task.fields.get(name).map(ToString::to_string);
        let parts = ["id", "state", "task_name", "plan_start_time", "edit_time"].map(part);
        parts.into_iter().flatten().collect()
    };
    el("ul")
        .class("runs")
        .child(keyed(tasks, key, move |task| row(app, l, task)))
}

fn row(app: App, l: Lang, task: ClockedTask) -> El {
    let id = task.id().unwrap_or_default();
    let place = Place {
        target: target(app),
        id,
    };
    let name = task.text("task_name").to_owned();
    let link = el("a")
        .attr("href", &address_of(&place))
        .child(name.as_str())
        .on("click", move |event| {
            // Another tab, where the person asks for one.
            let mouse: &MouseEvent = event.unchecked_ref();
            if !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key()) {
                event.prevent_default();
                app.open_record(place.clone());
            }
        });
    let zone = app.form.zone.get_untracked();
    let start = task.instant("plan_start_time");
    let start = start.map(|start| moment_at(app, l, start, &zone));
    let about = format!(
        "{} ({}) · {} · #{id}",
        task.text("template_name"),
        template_id(&task),
        task.text("creator")
    );
    let state = task.state();
    let has_non_finite = app
        .planned
        .rows
        .with_untracked(|rows| rows.ready().is_some_and(|rows| rows.has_non_finite));
    let another = button("quiet", l.plan_another(), move || {
        like(app, &task, target(app), has_non_finite);
    })
    .child(
        el("span")
            .class("visually-hidden")
            .child(l.like_which(&name)),
    );
    let badge = match state {
        TaskState::Started => "badge good",
        TaskState::StartFailed => "badge bad",
        TaskState::NotStarted | TaskState::Other => "badge",
    };
    el("li")
        .child(
            el("p")
                .class("run-name")
                .child(link)
                .child(" ")
                .child(el("span").class(badge).child(state_name(l, state))),
        )
        .child(el("div").class("run-start").child(start))
        .child(muted(&about))
        .child(another)
}

/// The next part, where there is one.
fn more(app: App, l: Lang) -> View {
    let planned = app.planned;
    let left = planned.rows.with(|rows| {
        let rows = rows.ready()?;
        rows.next?;
        let left = rows
            .count
            .map(|count| count.saturating_sub(rows.tasks.len() as u64));
        Some(left.unwrap_or(u64::MAX).clamp(1, crate::app::planned::PART))
    });
    let Some(left) = left else {
        return View::none();
    };
    match planned.more.get() {
        Loaded::Loading => status("p").class("busy").child(l.loading()).into(),
        Loaded::Failed(error) => failure(app, l, &error, move || read_more(app)).into(),
        _ => button("plain", &l.read_more(left), move || read_more(app))
            .attr("id", "read-more")
            .into(),
    }
}
