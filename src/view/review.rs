//! The confirmation: the frozen request, drawn in words and as the exact body.
//! Its button sends exactly the value that is shown.

mod variables;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub use self::variables::value_text;

use self::variables::variables;
use super::copy::copy_button;
use super::failure::failure;
use super::moment::{in_zone, moment, warned, warnings};
use super::outcome::{refused, sending, unknown};
use super::problems::remark;
use super::schemes::ticked_in_words;
use super::target::{chosen_project, stamp};
use crate::api::Reason;
use crate::api::resources::Planned;
use crate::app::App;
use crate::browser::property::{self, of_address};
use crate::form::known::Flow;
use crate::form::notice::of_name;
use crate::model::request::pretty;
use crate::model::secret::masked;
use crate::model::template::Drift;
use crate::model::{ClockedTask, Frozen, Nodes, Request, Scope};
use crate::submission::check::{Changes, Checked};
use crate::submission::kept::{Kept, Outcome};
use crate::submission::{Event, Submission};
use crate::text::Lang;
use crate::text::isolated;
use crate::time::Instant;
use crate::ui::dialog::dialog;
use crate::ui::dom::{El, View, el, live};
use crate::ui::field::{button, muted, notice, pair, status, with_icon};
use crate::ui::icon::Icon;

pub fn review_dialog(app: App, l: Lang) -> El {
    let open = Signal::derive(move || {
        app.submission.with(|state| match state {
            Submission::Idle | Submission::Created(..) => false,
            Submission::Refused(_, error) => error.reason() != Reason::Fields,
            _ => true,
        })
    });
    // The looks of a search change nothing that is drawn.
    let drawn = Memo::new(move |_| app.submission.with(Submission::without_count));
    let content = live(move || match drawn.get() {
        Submission::Reviewing(frozen) => confirmation(app, l, &frozen),
        Submission::Sending(attempt) => sending(app, l, &attempt),
        Submission::Refused(attempt, error) => refused(app, l, &attempt, &error),
        Submission::Unknown(attempt, error, search) => unknown(app, l, &attempt, &error, search),
        Submission::Idle | Submission::Created(..) => View::none(),
    });
    dialog("review", open, move || app.on_event(Event::Back), content)
}

/// The heading that names the dialog, and takes the focus when its content
/// changes, since the button that was pressed is gone then.
pub fn dialog_title(words: impl Into<View>) -> El {
    let title = el("h2")
        .id("review-title")
        .attr("tabindex", "-1")
        .child(words);
    crate::browser::page::focus_soon("review-title");
    title
}

fn confirmation(app: App, l: Lang, frozen: &Frozen) -> View {
    let request = &frozen.request;
    let start = request.start.clone();
    // The panel may be out of sight, and less may be left than was.
    let warnings_of_start = move || warnings(app, l, &start);
    let body = el("div")
        .class("dialog-body")
        .child(
            el("div")
                .class("review-when")
                .child(moment(app, l, &request.start, &request.zone)),
        )
        .child(late(app, l, request.start.instant))
        .child(status("div").child(warned(Box::new(warnings_of_start))))
        .live(move || app.login.is_back.get().then(|| logged_in_again(l)))
        .live(move || {
            app.earlier
                .with(Option::is_none)
                .then(|| unresolved(app, l))
        })
        .live(move || earlier(app, l))
        .live(move || {
            let words = alert(l.sent_elsewhere()).id("elsewhere");
            app.sent_elsewhere
                .get()
                .then(|| words.attr("tabindex", "-1"))
        })
        .live(move || close_plans(app, l))
        .child(facts(app, l, request))
        .child(drift(app, l))
        .child(variables(app, l, request))
        .child(wire(app, l, frozen));
    let actions = el("div")
        .class("dialog-actions")
        .child(button("plain", l.back_to_form(), move || {
            app.on_event(Event::Back)
        }))
        .child(confirm_button(app, l));
    [dialog_title(l.review_title()), body, actions]
        .into_iter()
        .collect()
}

fn confirm_button(app: App, l: Lang) -> El {
    let confirmed = app.check.confirmed;
    let words = move || {
        let words = match (confirmed.get(), app.earlier.with(Option::is_some)) {
            (true, _) => l.confirm_after_check(),
            (false, true) => l.confirm_again(),
            (false, false) => l.confirm(),
        };
        words.to_owned()
    };
    el("button")
        .attr("type", "button")
        .class("primary")
        .live_text(words)
        .on("click", move |event| {
            if !is_second(&event) {
                app.on_confirm();
            }
        })
}

/// Whether it is the second click of a double click: the first one may have
/// opened this review, and the second was never meant for what came to stand
/// under the pointer.
fn is_second(event: &JsValue) -> bool {
    property::get(event, "detail").as_f64() > Some(1.0)
}

/// Why the confirmation stands there again.
fn logged_in_again(l: Lang) -> El {
    status("p")
        .class("good")
        .child(with_icon(Icon::Check, l.logged_in_again()))
}

/// The planned time passed while the confirmation was open.
fn late(app: App, l: Lang, start: Instant) -> El {
    let is_late = Memo::new(move |_| start <= app.now.get());
    el("div")
        .attr("role", "alert")
        .id("late")
        .attr("tabindex", "-1")
        .live(move || {
            let words = with_icon(Icon::Alert, l.too_late());
            is_late.get().then(|| el("p").class("error").child(words))
        })
}

/// An earlier attempt whose task may exist: to be looked for before this one.
fn unresolved(app: App, l: Lang) -> Option<El> {
    let words = l.unresolved(&app.unresolved.get()?);
    Some(alert(&words))
}

fn alert(words: &str) -> El {
    el("div")
        .class("failure")
        .attr("role", "alert")
        .child(el("p").child(with_icon(Icon::Alert, words)))
}

/// The same was sent before: once more makes one more task.
fn earlier(app: App, l: Lang) -> Option<El> {
    let Kept { attempt, outcome } = app.earlier.get()?;
    let at = in_zone(attempt.click.at, &attempt.request.zone);
    let words = match outcome {
        Outcome::Made(id) | Outcome::Unseen(id) => l.sent_before(&at, id),
        Outcome::Open => l.sent_before_unknown(&at),
    };
    Some(alert(&words).id("earlier").attr("tabindex", "-1"))
}

/// Other plans of this template within ten minutes: perhaps the same intention.
fn close_plans(app: App, l: Lang) -> Option<El> {
    if app.check.checked.get() == Checked::Looking {
        return None;
    }
    let Planned { tasks, is_whole } = app.check.close.get();
    let line = |task: &ClockedTask| {
        let at = app.form.zone.get_untracked();
        let at = task
            .instant("plan_start_time")
            .map(|start| in_zone(start, &at));
        let id = task.id().unwrap_or_default().to_string();
        let at = at.unwrap_or_default();
        ["#", &id, " ", &isolated(task.text("task_name")), " ", &at].concat()
    };
    let lines: Vec<El> = tasks
        .iter()
        .map(|task| el("li").child(line(task)))
        .collect();
    let close = (!lines.is_empty()).then(|| {
        let head = notice(l.close_plans());
        el("div").child(head).child(el("ul").child(lines))
    });
    let unread = (!is_whole).then(|| notice(l.close_plans_unread()));
    (close.is_some() || unread.is_some()).then(|| {
        el("div")
            .class("choice")
            .id("close-plans")
            .attr("tabindex", "-1")
            .attr("role", "status")
            .child(close)
            .child(unread)
    })
}

fn facts(app: App, l: Lang, request: &Request) -> El {
    let (template, nodes) = app.form.flow.with_untracked(|flow| match flow.ready() {
        Some(flow) => (
            format!("{} ({})", isolated(&flow.template.name), flow.template.id),
            nodes_in_words(l, flow, &request.nodes),
        ),
        None => Default::default(),
    });
    let ticks = app.form.ticked.get_untracked();
    let schemes = app.form.flow.with_untracked(|flow| {
        let flow = flow.ready().filter(|_| !ticks.is_empty())?;
        Some(ticked_in_words(l, flow, &ticks))
    });
    let travels = match request.nodes {
        Nodes::All => None,
        Nodes::Schemes(_) => Some(l.schemes_are_followed()),
        Nodes::Appointed(_) => Some(l.nodes_are_frozen()),
    };
    let id = &request.target.bk_biz_id;
    let place = match request.target.scope {
        Scope::CmdbBiz => l.business_number(id),
        Scope::Project => l.project_number(id),
    };
    let project = app.form.projects.with_untracked(|projects| {
        let project = chosen_project(projects, id, request.target.scope);
        project.map(|project| [&project.name, " (", &place, ")"].concat())
    });
    let stamp = stamp(&request.start);
    let remarks = of_name(&request.name, Some(&stamp));
    let remarks = remarks.iter().map(|found| remark(l, found).into());
    let name: View = std::iter::once(View::from(request.name.as_str()))
        .chain(remarks)
        .collect();
    let nodes: View = [View::from(nodes), travels.map(muted).into()]
        .into_iter()
        .collect();
    el("dl")
        .class("facts")
        .child(pair(l.name(), name))
        .child(pair(l.template(), template))
        .child(pair(l.project(), project.unwrap_or(place)))
        .child(schemes.map(|words| pair(l.schemes_title(), words)))
        .child(pair(l.nodes(), nodes))
}

fn nodes_in_words(l: Lang, flow: &Flow, nodes: &Nodes) -> String {
    let names: Vec<String> = match nodes {
        Nodes::All => return l.everything_runs(flow.template.nodes.len()),
        Nodes::Schemes(ids) => ids
            .iter()
            .map(|id| {
                let scheme = flow.schemes.iter().find(|scheme| scheme.id == Some(*id));
                format!("{} ({id})", scheme.map_or("", |scheme| &scheme.name))
            })
            .collect(),
        // With those that run whatever is appointed.
        Nodes::Appointed(ids) => {
            let nodes = flow.template.nodes.iter();
            let run = nodes.filter(|node| !node.optional || ids.contains(&node.id));
            run.map(|node| node.name.clone()).collect()
        }
    };
    names.join(l.list_separator())
}

/// What became of the template since the form read it.
fn drift(app: App, l: Lang) -> El {
    status("div")
        .class("drift")
        .id("drift")
        .attr("tabindex", "-1")
        .live(move || {
            app.check.checked.with(|checked| match checked {
                Checked::Looking => muted(l.checking_template()),
                Checked::Same => el("p")
                    .class("good")
                    .child(with_icon(Icon::Check, l.template_same())),
                Checked::Unknown(Some(error)) if error.reason() == Reason::Login => {
                    failure(app, l, error, move || app.check_again())
                }
                Checked::Unknown(_) => notice(l.template_unchecked()),
                Checked::Changed(changes) => differences(app, l, changes),
            })
        })
}

fn differences(app: App, l: Lang, changes: &Changes) -> El {
    let reload = move || {
        app.on_event(Event::Back);
        app.load.flow();
    };
    let schemes = (!changes.schemes.is_empty()).then(|| {
        let names = changes.schemes.join(l.list_separator());
        el("p")
            .child(with_icon(Icon::Alert, l.drift_schemes()))
            .child(names)
    });
    el("div")
        .class("choice")
        .attr("role", "group")
        .attr("aria-label", l.template_changed())
        .child(
            changes
                .template
                .as_ref()
                .map(|drift| template_drift(l, drift)),
        )
        .child(schemes)
        .child(button("plain", l.read_template_again(), reload))
}

fn template_drift(l: Lang, drift: &Drift) -> View {
    let lists = [
        (l.drift_added(), &drift.added),
        (l.drift_removed(), &drift.removed),
        (l.drift_changed(), &drift.changed),
    ];
    let lists: Vec<El> = lists
        .into_iter()
        .filter(|(_, keys)| !keys.is_empty())
        .map(|(words, keys)| el("p").child(words).child(el("code").child(keys.join(" "))))
        .collect();
    let words = l.template_changed_by(&drift.editor, &drift.edit_time);
    let nodes = drift.nodes_changed.then(|| el("p").child(l.drift_nodes()));
    let renamed = drift.renamed.as_ref();
    let renamed = renamed.map(|name| el("p").child([l.template(), l.colon(), name].concat()));
    [
        el("p").child(with_icon(Icon::Alert, &words)).into(),
        renamed.into(),
        View::from(lists),
        nodes.into(),
    ]
    .into_iter()
    .collect()
}

/// The body and a command that is the same request, with secrets masked until
/// they are asked for; the command never has them.
fn wire(app: App, l: Lang, frozen: &Frozen) -> El {
    let masked = masked_body(app, frozen);
    let command = curl(&frozen.url, &masked);
    let has_secrets = masked != frozen.body;
    let is_shown = RwSignal::new(false);
    let body = Signal::derive({
        let body = frozen.body.clone();
        move || {
            if is_shown.get() {
                body.clone()
            } else {
                masked.clone()
            }
        }
    });
    let reveal = has_secrets.then(|| {
        let input = el("input")
            .attr("type", "checkbox")
            .live_checked(move || is_shown.get())
            .on_check(move |checked| is_shown.set(checked));
        el("label")
            .class("check")
            .child(input)
            .child(el("span").child(l.show_secrets()))
    });
    let json = el("pre")
        .class("json")
        .id("request-json")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", l.exact_request())
        .live_text(move || body.get());
    el("details")
        .class("wire")
        .child(el("summary").child(l.exact_request()))
        .child(el("p").child(el("code").child(["POST ", &frozen.url].concat())))
        .child(reveal)
        .child(json)
        .child(
            el("p")
                .class("row")
                .child(copy_button(l, l.copy_json(), body))
                .child(copy_button(l, l.copy_curl(), Signal::stored(command))),
        )
}

/// The body with every secret's text replaced.
fn masked_body(app: App, frozen: &Frozen) -> String {
    match frozen.body.parse() {
        Ok(body) => pretty(&masked(&body, &app.form.password_keys())),
        Err(_) => String::new(),
    }
}

/// An equivalent command; whoever runs it puts their credentials in.
fn curl(url: &str, body: &str) -> String {
    let address = match url.starts_with('/') {
        true => of_address("origin") + url,
        false => url.to_owned(),
    };
    let credentials = "{\"bk_app_code\": \"<app code>\", \"bk_app_secret\": \"<app secret>\", \
                       \"bk_token\": \"<token>\"}";
    format!(
        "curl -X POST '{address}' \\\n  -H 'Content-Type: application/json' \\\n  \
         -H 'X-Bkapi-Authorization: {credentials}' \\\n  --data-raw '{}'",
        body.replace('\'', "'\\''")
    )
}
