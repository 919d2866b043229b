//! The page in a portal's frame: what the portal is told, and what it may say.
//! Without a listed parent all of this is silent.

mod tell;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use serde_json::Value;

use super::draft::{self, current, is_unsent};
use super::login::Waits;
use super::{App, link, when_changed};
use crate::api::Reason;
use crate::browser::{frame, page};
use crate::config::Config;
use crate::form::draft::Draft;
use crate::message::{self, Incoming, Init};
use crate::submission::Submission;
use crate::text::Lang;

/// Whatever comes before a change by the person, or is one.
const USES: [&str; 5] = ["pointerdown", "keydown", "click", "input", "change"];

#[derive(Clone, Copy)]
pub struct Embed {
    /// The exact origin of the parent, where messages pass between the two.
    parent: StoredValue<Option<String>>,
    /// The portal wants a button that closes the page.
    pub has_close: RwSignal<bool>,
    edits: StoredValue<Rc<RefCell<Edits>>, LocalStorage>,
}

/// What of the form is the person's own doing.
#[derive(Clone, Default)]
struct Edits {
    /// As link or portal filled it; what differs is unsent work.
    given: Draft,
    /// Nobody has changed it since: a part of it may still be on its way.
    fills: bool,
    /// The person has changed something.
    edited: bool,
    /// Before the use that is looked at now.
    before: Option<Draft>,
    /// What the parent was told last.
    told: bool,
    /// Where the person has to do something first.
    told_refusals: Vec<(Waits, Reason)>,
}

impl Embed {
    pub fn new(config: &Config) -> Embed {
        let nearest = frame::is_framed().then(frame::around).unwrap_or_default();
        let nearest = nearest.into_iter().next();
        let parent = nearest.filter(|origin| config.embed.parents.contains(origin));
        Embed {
            parent: StoredValue::new(parent),
            has_close: RwSignal::default(),
            edits: StoredValue::new_local(Rc::default()),
        }
    }
}

/// Whether the page may be used where it stands: in a window of its own, or in
/// frames of listed pages only. Without a list nobody is listed: a page around
/// this one could show another plan than the one that its click sends.
pub fn may_be_used(config: &Config) -> bool {
    let own = frame::origin();
    !frame::is_framed() || message::may_frame(&frame::around(), &own, &config.embed.parents)
}

/// Whether the portal has a header of its own.
pub fn hides_header() -> bool {
    page::query("embed").as_deref() == Some("1")
}

/// Begins to tell and to listen. `is_filled`: by the link.
pub fn run(app: App, is_filled: bool) {
    let grows = page::query("height").as_deref() == Some("auto");
    if grows {
        page::set_root("data-height", Some("auto"));
    }
    let Some(parent) = app.embed.parent.get_value() else {
        return;
    };
    app.edits().borrow_mut().fills = is_filled;
    frame::on_message(parent, move |json| {
        if let Some(message) = heard(&json) {
            on_message(app, message);
        }
    });
    for event in USES {
        page::on_pointer(event, move || on_use(app));
    }
    when_changed(move |_| {
        app.now.track();
        app.submission.track();
        watch(app);
        tell::new_refusals(app);
    });
    // A frame that is not drawn yet may be shown for this: no paint is waited for.
    let soon = move || {
        tell_ready(app);
        if grows {
            frame::on_height(move |height| app.tell(&message::resize(height)));
        }
    };
    set_timeout(soon, Duration::ZERO);
}

/// What the parent says; a debug build notes what is no message to this page.
pub fn heard(json: &str) -> Option<Incoming> {
    let message = message::read(json);
    if message.is_none() {
        leptos::logging::debug_warn!("no message to this page: {json:.200}");
    }
    message
}

fn on_message(app: App, message: Incoming) {
    match message {
        Incoming::Init(init) => on_init(app, *init),
        Incoming::SetLocale(lang) => set_lang(app, lang),
        Incoming::SetTheme(theme) => app.theme.set(theme),
        Incoming::LoggedIn => app.on_logged_in(),
        Incoming::AskState => {
            tell_ready(app);
            tell_dirty(app);
        }
    }
}

/// Looks are taken at any time. What the form shall hold only while it holds
/// nothing of the person's, who is otherwise asked by nobody.
fn on_init(app: App, init: Init) {
    if let Some(lang) = init.lang {
        set_lang(app, lang);
    }
    if let Some(theme) = init.theme {
        app.theme.set(theme);
    }
    for token in &init.tokens {
        page::set_token(&token.name, &token.value);
    }
    if init.close {
        app.embed.has_close.set(true);
    }
    let is_idle = app.submission.with_untracked(|s| *s == Submission::Idle);
    let edits = app.edits();
    if edits.borrow().edited || !is_idle {
        return tell_dirty(app);
    }
    if init.fills_form() {
        let fills = std::mem::replace(&mut edits.borrow_mut().fills, true);
        if !fills {
            draft::set_aside(app);
        }
        link::take_given(app, init);
    }
}

/// The page is drawn anew; the focus stays where it is.
fn set_lang(app: App, lang: Lang) {
    if app.lang.get_untracked() != lang {
        let focus = page::focused_id();
        app.lang.set(lang);
        if let Some(id) = focus {
            page::focus_soon(id);
        }
    }
}

fn tell_ready(app: App) {
    let theme = app.theme.get_untracked();
    let version = env!("CARGO_PKG_VERSION");
    app.tell(&message::ready(version, app.lang.get_untracked(), theme));
}

fn tell_dirty(app: App) {
    let dirty = is_dirty(app);
    app.edits().borrow_mut().told = dirty;
    app.tell(&message::dirty(dirty));
}

/// Unsent work of the person's, or a plan that is out.
fn is_dirty(app: App) -> bool {
    let now = current(app);
    let edits = app.edits();
    let mut edits = edits.borrow_mut();
    if edits.fills {
        edits.given = now.clone();
    }
    let is_own = edits.given != now;
    let is_out = app.submission.with_untracked(Submission::holds_form);
    is_out || is_unsent(app) && is_own
}

/// Tells what has changed.
fn watch(app: App) {
    if is_dirty(app) != app.edits().borrow().told {
        tell_dirty(app);
    }
}

/// The form as it is before a use of it is compared with the form after, so
/// that what link or portal fill meanwhile is not taken for the person's. Once
/// edits are told there is nothing to find out.
fn on_use(app: App) {
    let edits = app.edits();
    let mut edits = edits.borrow_mut();
    if edits.edited && edits.told {
        return;
    }
    if edits.before.is_none() {
        edits.before = Some(current(app));
    }
    set_timeout(move || after_use(app), Duration::ZERO);
}

fn after_use(app: App) {
    take_edit(&mut app.edits().borrow_mut(), &current(app));
    watch(app);
}

fn take_edit(edits: &mut Edits, now: &Draft) {
    if let Some(before) = edits.before.take()
        && before != *now
    {
        edits.edited = true;
        if edits.fills {
            edits.given = before;
            edits.fills = false;
        }
    }
}

impl App {
    fn edits(self) -> Rc<RefCell<Edits>> {
        self.embed.edits.get_value()
    }

    /// To the parent, if it is one that may hear it.
    fn tell(self, message: &Value) {
        self.embed.parent.with_value(|parent| {
            if let Some(parent) = parent {
                frame::post(&message.to_string(), parent);
            }
        });
    }

    /// The button that the portal asked for.
    pub fn on_close(self) {
        draft::keep(self);
        self.tell(&message::close());
    }
}
