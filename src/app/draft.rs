//! Keeps what was typed in the browser, brings it back after a reload, and
//! asks before the page is left with edits that nobody sent. What stands on the
//! form is never kept over a draft that it did not grow from: that one is
//! offered instead.

mod slots;

use std::time::Duration;

use leptos::prelude::*;

pub use self::slots::Kept;
use self::slots::{first_slot, further_slot, is_of};
use super::screen::is_elsewhere;
use super::{App, like, when_changed};
use crate::browser::{page, storage};
use crate::form::draft::Draft;
use crate::submission::Submission;
use crate::time::Instant;

/// What the page says of the draft on the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum DraftNotice {
    #[default]
    None,
    /// Kept at this instant.
    Restored(Instant),
    /// The person started over: the way back.
    Discarded(Box<Draft>),
}

#[derive(Clone, Copy, Default)]
pub struct Drafts {
    pub notice: RwSignal<DraftNotice>,
    /// A draft that does not stand on the form, until the person brings it back
    /// or gives it up.
    pub waiting: RwSignal<Option<Kept>>,
    /// Another tab keeps drafts of the same target.
    pub is_shared: RwSignal<bool>,
    /// The browser keeps nothing.
    pub refused: RwSignal<bool>,
    /// As it was when it was last looked at.
    known: StoredValue<Option<Draft>>,
    /// The places of what stands on the form, one a target that it stood on
    /// with, and the text that this page left or found there.
    own: StoredValue<Vec<(String, String)>>,
    /// What became a task: leaving it loses nothing.
    sent: StoredValue<Option<Draft>>,
    /// What has changed and is not kept yet.
    unkept: StoredValue<Unkept>,
    /// This page has kept something, not only found it.
    wrote: StoredValue<bool>,
}

#[derive(Clone, Copy, Default)]
struct Unkept {
    /// Something changed in this second.
    is_fresh: bool,
    /// Seconds for which changes have put the keeping off.
    waited: u8,
}

/// Seconds after which a change is kept though more follow without a pause.
const LONGEST: u8 = 5;

/// Brings back the draft of the target in the address, or without one the
/// newest, and keeps what is typed from then on. Where a link has filled the
/// form the draft is offered, not put over it.
pub fn run(app: App, is_filled: bool) {
    let has_target = page::query("bk_biz_id").is_some() && !is_elsewhere();
    let first = has_target.then(|| first_slot(&current(app)));
    let newest = slots::read(first.as_deref(), now(app)).into_iter().next();
    match newest {
        Some(kept) if is_filled => app.drafts.waiting.set(Some(kept)),
        Some(kept) => restore(app, kept),
        None => {}
    }
    page::on_leave(move || {
        keep(app);
        is_unsent(app)
    });
    set_timeout(move || keep(app), Duration::ZERO);
    when_changed(move |_| {
        if let Submission::Created(attempt, _) = app.submission.get()
            && untrack(|| app.stands_on_form(&attempt))
        {
            forget(app);
        }
    });
}

/// Keeps what has changed in the first second without a further change: no key
/// shall wait for it.
pub(super) fn keep_soon(app: App) {
    let unkept = app.drafts.unkept;
    unkept.update_value(|unkept| unkept.is_fresh = true);
}

/// To be called with every second.
pub(super) fn on_second(app: App) {
    let Unkept { is_fresh, waited } = app.drafts.unkept.get_value();
    let waits = is_fresh && waited < LONGEST;
    app.drafts.unkept.set_value(Unkept {
        is_fresh: false,
        waited: if waits { waited + 1 } else { 0 },
    });
    if !waits && (is_fresh || waited > 0) {
        keep(app);
    }
}

/// Empties the form but for its target. What was in it can be had back.
pub fn start_over(app: App) {
    let old = current(app);
    put(app, empty(&old));
    app.drafts.notice.set(DraftNotice::Discarded(Box::new(old)));
}

/// Empties it for something else that is about to fill it and to read what it
/// stands on; what was in it waits.
pub fn set_aside(app: App) {
    let old = current(app);
    if !old.is_empty() {
        offer(app);
        like::forget(app);
        app.form.restore(empty(&old));
    }
}

/// A draft of the same target with nothing in it.
fn empty(old: &Draft) -> Draft {
    Draft {
        bk_biz_id: old.bk_biz_id.clone(),
        scope: old.scope,
        template_id: old.template_id.clone(),
        ..Draft::default()
    }
}

/// Takes back a [`start_over`]. What was typed since waits instead.
pub fn undo(app: App, draft: Draft) {
    offer_unsent(app);
    put(app, draft);
    app.drafts.notice.set(DraftNotice::None);
}

/// Offers what stands on the form, which something else is about to fill.
pub fn offer(app: App) {
    keep(app);
    let draft = current(app);
    let own = own_slot(app, &first_slot(&draft));
    if !draft.is_empty() {
        app.drafts.waiting.set(Some(Kept {
            slot: own.map(|(slot, _)| slot).unwrap_or_default(),
            draft,
            at: now(app),
        }));
    }
    app.drafts.own.set_value(Vec::new());
    app.drafts.known.set_value(None);
    app.drafts.notice.set(DraftNotice::None);
}

/// The same where it would be lost otherwise.
pub fn offer_unsent(app: App) {
    if is_unsent(app) {
        offer(app);
    }
}

/// Puts the draft that waits onto the form. What stood there waits instead.
pub fn bring_back(app: App) {
    let Some(kept) = app.drafts.waiting.get_untracked() else {
        return;
    };
    app.drafts.waiting.set(None);
    offer_unsent(app);
    let text = storage::read(&kept.slot).unwrap_or_default();
    app.drafts.own.set_value(vec![(kept.slot, text)]);
    app.drafts.known.set_value(None);
    app.drafts.notice.set(DraftNotice::None);
    put(app, kept.draft);
}

/// Gives up the draft that waits. The next one may wait behind it.
pub fn discard(app: App) {
    if let Some(kept) = app.drafts.waiting.get_untracked() {
        slots::remove(&kept.slot);
        let next = others(app, &current(app)).into_iter().next();
        app.drafts.waiting.set(next);
    }
}

fn put(app: App, draft: Draft) {
    like::forget(app);
    app.form.restore(draft);
    app.load.flow();
    // The button that was pressed is gone.
    page::focus_page();
}

fn now(app: App) -> i64 {
    app.server_now().timestamp()
}

fn restore(app: App, kept: Kept) {
    let Kept { slot, draft, at } = kept;
    let kept = Instant::from_timestamp(at, 0).unwrap_or_default();
    app.drafts.notice.set(DraftNotice::Restored(kept));
    let text = storage::read(&slot).unwrap_or_default();
    app.drafts.own.set_value(vec![(slot, text)]);
    app.drafts.known.set_value(Some(draft.clone()));
    let next = others(app, &draft).into_iter().next();
    app.drafts.waiting.set(next);
    app.form.restore(draft);
}

pub(super) fn current(app: App) -> Draft {
    let start = app.start.get_untracked();
    app.form.draft(start.map(|start| start.instant.timestamp()))
}

pub(super) fn is_unsent(app: App) -> bool {
    app.submission.with_untracked(|state| match state {
        Submission::Created(..) => false,
        Submission::Sending(_) | Submission::Unknown(..) => true,
        _ => {
            let draft = current(app);
            !draft.is_empty() && app.drafts.sent.get_value().as_ref() != Some(&draft)
        }
    })
}

fn is_created(app: App) -> bool {
    let is_created = |state: &Submission| matches!(state, Submission::Created(..));
    app.submission.with_untracked(is_created)
}

pub(super) fn keep(app: App) {
    if is_created(app) {
        return;
    }
    let draft = current(app);
    let known = app.drafts.known.get_value();
    let first = first_slot(&draft);
    let own = own_slot(app, &first);
    // What was typed here may have been written over by another tab.
    let is_lost = app.drafts.wrote.get_value() && own.as_ref().is_some_and(is_foreign);
    if known.as_ref() == Some(&draft) && !is_lost {
        return;
    }
    if known.is_none_or(|known| first_slot(&known) != first) {
        meet(app, &draft);
    }
    let is_kept = match (draft.is_empty(), own) {
        (false, _) => write(app, &draft),
        (true, Some((slot, _))) => slots::remove(&slot),
        (true, None) => true,
    };
    tell_refused(app, !is_kept);
    app.drafts.known.set_value(Some(draft));
}

/// What is told of a draft is drawn anew, and so said again, on news only.
fn tell_refused(app: App, is_refused: bool) {
    app.drafts
        .refused
        .maybe_update(|was| std::mem::replace(was, is_refused) != is_refused);
}

/// The form has come to another target, which may have a draft already.
fn meet(app: App, draft: &Draft) {
    app.drafts.is_shared.set(false);
    if let Some(other) = others(app, draft).into_iter().next() {
        app.drafts.waiting.set(Some(other));
    }
}

/// Drafts of the same target that the form did not grow from.
fn others(app: App, draft: &Draft) -> Vec<Kept> {
    let first = first_slot(draft);
    let own = own_slot(app, &first);
    let mut others = slots::read(Some(&first), now(app));
    others.retain(|kept| {
        let is_own = own.as_ref().is_some_and(|(slot, _)| *slot == kept.slot);
        !is_own && kept.draft != *draft
    });
    others
}

fn own_slot(app: App, first: &str) -> Option<(String, String)> {
    app.drafts.own.with_value(|own| {
        let mut own = own.iter();
        own.find(|(slot, _)| is_of(slot, first)).cloned()
    })
}

/// Keeps the form that is about to be sent even where it stands there as it was
/// sent before: the page may be closed before an answer comes.
pub fn keep_all(app: App) {
    let draft = current(app);
    if !draft.is_empty() {
        tell_refused(app, !write(app, &draft));
    }
}

/// A sent form needs no draft.
fn forget(app: App) {
    let draft = current(app);
    if let Some((slot, _)) = own_slot(app, &first_slot(&draft)) {
        slots::remove(&slot);
    }
    app.drafts.known.set_value(Some(draft.clone()));
    app.drafts.sent.set_value(Some(draft));
    app.drafts.notice.set(DraftNotice::None);
}

/// Whether the browser keeps it.
fn write(app: App, draft: &Draft) -> bool {
    let slot = slot_for(app, draft);
    let Some(text) = slots::write(&slot, draft, now(app)) else {
        return false;
    };
    app.drafts.wrote.set_value(true);
    let first = first_slot(draft);
    app.drafts.own.update_value(|own| {
        own.retain(|(slot, _)| !is_of(slot, &first));
        own.push((slot, text));
    });
    true
}

/// Whether another tab has written over what this page kept.
fn is_foreign((slot, text): &(String, String)) -> bool {
    storage::read(slot).is_some_and(|now| now != *text)
}

/// Where to keep what stands on the form: over its own last state only.
fn slot_for(app: App, draft: &Draft) -> String {
    let first = first_slot(draft);
    match own_slot(app, &first) {
        Some(own) => {
            if !is_foreign(&own) {
                return own.0;
            }
            app.drafts.is_shared.set(true);
        }
        None => {
            let kept = slots::read(Some(&first), now(app));
            if let Some(same) = kept.iter().find(|kept| kept.draft == *draft) {
                return same.slot.clone();
            }
            if kept.is_empty() {
                return first;
            }
        }
    }
    further_slot(draft)
}
