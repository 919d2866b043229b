//! Keeps what was typed in the browser, brings it back after a reload, and
//! asks before the page is left with edits that nobody sent.

use leptos::prelude::*;
use serde_json::Value;

use super::screen::is_elsewhere;
use super::{App, like};
use crate::browser::{page, storage};
use crate::form::draft::{Draft, from_text, to_text};
use crate::form::start::{settle, understand};
use crate::submission::Submission;
use crate::time::{Instant, intl};

/// The kept drafts' own keys, the newest first.
const INDEX: &str = "clocked.drafts";
const DAYS: i64 = 7;
/// Targets whose drafts are kept.
const MOST: usize = 10;

/// What the page says of drafts.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum DraftNotice {
    #[default]
    None,
    Restored {
        kept: Instant,
        /// The instant that was meant, where the zone's rules give another one
        /// to the same wall time now.
        moved: Option<Instant>,
    },
    /// The person started over: the way back.
    Discarded(Box<Draft>),
    /// A link filled the form instead.
    Waiting(Box<Draft>),
}

#[derive(Clone, Copy, Default)]
pub struct Drafts {
    pub notice: RwSignal<DraftNotice>,
    /// The browser keeps nothing.
    pub refused: RwSignal<bool>,
    /// As it was when it was last looked at.
    known: StoredValue<Option<Draft>>,
    /// What became a task: leaving it loses nothing.
    sent: StoredValue<Option<Draft>>,
}

/// Brings back the draft of the target in the address, or without one the
/// newest, and keeps what is typed from then on. Where a link has filled the
/// form the draft is offered, not put over it.
pub fn run(app: App, is_filled: bool) {
    match find(app) {
        Some((draft, _)) if is_filled => {
            app.drafts.notice.set(DraftNotice::Waiting(Box::new(draft)));
        }
        Some((draft, kept)) => restore(app, draft, kept),
        None => {}
    }
    page::on_leave(move || {
        keep(app);
        is_unsent(app)
    });
    let is_due = StoredValue::new(true);
    Effect::new(move |_| {
        app.form.track();
        app.form.name_typed.track();
        is_due.set_value(true);
    });
    Effect::new(move |_| {
        app.now.track();
        if is_due.get_value() {
            is_due.set_value(false);
            keep(app);
        }
    });
    Effect::new(move |_| {
        if app
            .submission
            .with(|state| matches!(state, Submission::Created(..)))
        {
            forget(app);
        }
    });
}

/// Empties the form but for its target. What was in it can be had back.
pub fn start_over(app: App) {
    let old = current(app);
    let empty = Draft {
        bk_biz_id: old.bk_biz_id.clone(),
        scope: old.scope,
        template_id: old.template_id.clone(),
        ..Draft::default()
    };
    like::forget(app);
    app.form.restore(empty);
    app.load.flow();
    app.drafts.notice.set(DraftNotice::Discarded(Box::new(old)));
}

/// Offers what stands on the form, which something else is about to fill.
pub fn offer(app: App) {
    let draft = current(app);
    if !draft.is_empty() {
        app.drafts.notice.set(DraftNotice::Waiting(Box::new(draft)));
    }
}

/// The same where it would be lost otherwise.
pub fn offer_unsent(app: App) {
    if is_unsent(app) {
        offer(app);
    }
}

/// Brings back what was cleared, or what a link came before.
pub fn bring_back(app: App, draft: Draft) {
    like::forget(app);
    app.form.restore(draft);
    app.load.flow();
    app.drafts.notice.set(DraftNotice::None);
}

fn find(app: App) -> Option<(Draft, i64)> {
    let target = page::query("bk_biz_id").is_some() && !is_elsewhere();
    let mut keys = match target {
        true => vec![key(&current(app))],
        false => index(),
    }
    .into_iter();
    let now = app.server_now().timestamp();
    let is_young = |(_, kept): &(Draft, i64)| now - kept < DAYS * 86_400;
    keys.find_map(|key| from_text(&storage::read(&key)?).filter(is_young))
}

fn restore(app: App, draft: Draft, kept: i64) {
    let offset_at = intl::offset_at;
    let meant = draft.start;
    let means = understand(&draft.date, &draft.time, &draft.zone, &offset_at)
        .and_then(|resolved| settle(resolved, draft.which).map_err(|problem| vec![problem]))
        .ok()
        .map(|moment| moment.instant.timestamp());
    let moved = meant.filter(|_| means.is_some() && means != meant);
    app.drafts.notice.set(DraftNotice::Restored {
        kept: Instant::from_timestamp(kept, 0).unwrap_or_default(),
        moved: moved.and_then(|unix| Instant::from_timestamp(unix, 0)),
    });
    app.drafts.known.set_value(Some(draft.clone()));
    app.form.restore(draft);
}

fn current(app: App) -> Draft {
    let start = app.start.get_untracked();
    app.form.draft(start.map(|start| start.instant.timestamp()))
}

fn is_unsent(app: App) -> bool {
    app.submission.with_untracked(|state| match state {
        Submission::Created(..) => false,
        Submission::Sending(_) | Submission::Unknown(..) => true,
        _ => {
            let draft = current(app);
            !draft.is_empty() && app.drafts.sent.get_value().as_ref() != Some(&draft)
        }
    })
}

fn keep(app: App) {
    let is_created = |state: &Submission| matches!(state, Submission::Created(..));
    if app.submission.with_untracked(is_created) {
        return;
    }
    let draft = current(app);
    let known = app.drafts.known.get_value();
    if known.as_ref() == Some(&draft) {
        return;
    }
    let key = key(&draft);
    let is_kept = match (draft.is_empty(), known) {
        (false, _) => write(app, &draft),
        (true, Some(known)) if self::key(&known) == key => drop_draft(&key),
        // Another target's draft, which waits for its page to be opened.
        (true, _) => true,
    };
    app.drafts.refused.set(!is_kept);
    app.drafts.known.set_value(Some(draft));
}

/// Keeps the form that is about to be sent even where it stands there as it was
/// sent before: the page may be closed before an answer comes.
pub fn keep_all(app: App) {
    let draft = current(app);
    if !draft.is_empty() {
        app.drafts.refused.set(!write(app, &draft));
    }
}

/// A sent form needs no draft.
fn forget(app: App) {
    let draft = current(app);
    drop_draft(&key(&draft));
    app.drafts.known.set_value(Some(draft.clone()));
    app.drafts.sent.set_value(Some(draft));
    app.drafts.notice.set(DraftNotice::None);
}

fn key(draft: &Draft) -> String {
    let Draft {
        bk_biz_id,
        scope,
        template_id,
        ..
    } = draft;
    format!("clocked.draft.{}.{bk_biz_id}.{template_id}", scope.as_str())
}

fn index() -> Vec<String> {
    let text = storage::read(INDEX).unwrap_or_default();
    let keys = match serde_json::from_str(&text) {
        Ok(Value::Array(keys)) => keys,
        _ => Vec::new(),
    };
    let keys = keys.iter().filter_map(Value::as_str);
    keys.map(str::to_owned).collect()
}

fn set_index(keys: &[String]) -> bool {
    storage::write(INDEX, &Value::from(keys).to_string())
}

fn write(app: App, draft: &Draft) -> bool {
    let key = key(draft);
    let mut keys = index();
    keys.retain(|other| *other != key);
    keys.insert(0, key.clone());
    for old in keys.drain(MOST.min(keys.len())..) {
        storage::remove(&old);
    }
    let text = to_text(draft, app.server_now().timestamp());
    storage::write(&key, &text) && set_index(&keys)
}

/// Whether it is gone, as where there never was one.
fn drop_draft(key: &str) -> bool {
    let mut keys = index();
    let all = keys.len();
    keys.retain(|other| other != key);
    if keys.len() == all {
        return true;
    }
    storage::remove(key);
    set_index(&keys)
}
