//! What the page says of the draft that the browser keeps.

use leptos::prelude::*;

use super::moment::in_zone;
use crate::app::App;
use crate::app::draft::{DraftNotice, Kept, bring_back, discard, start_over, undo};
use crate::form::draft::Draft;
use crate::form::load::head;
use crate::text::Lang;
use crate::time::Instant;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{button, icon_button, muted, notice, status};
use crate::ui::icon::Icon;

pub fn draft_notice(app: App, l: Lang) -> View {
    let refused = app.drafts.refused.get().then(|| notice(l.drafts_refused()));
    let told = match app.drafts.notice.get() {
        DraftNotice::None => None,
        DraftNotice::Restored(kept) => {
            let zone = app.browser_zone.get_value();
            let words = l.draft_restored(&in_zone(kept, &zone));
            let over = icon_button("quiet", Icon::Undo, l.start_over(), move || start_over(app));
            Some(told(&words, over.into()))
        }
        DraftNotice::Discarded(draft) => {
            let undo = icon_button("quiet", Icon::Undo, l.undo(), move || {
                undo(app, (*draft).clone());
            });
            Some(told(l.draft_discarded(), undo.into()))
        }
    };
    let waiting = app.drafts.waiting.get().map(|kept| waiting(app, l, &kept));
    let shared = app.drafts.is_shared.get().then(|| {
        let told = muted(l.draft_is_shared());
        status("div").class("draft").child(told)
    });
    [refused, told, waiting, shared]
        .into_iter()
        .map(View::from)
        .collect()
}

/// A draft that does not stand on the form, perhaps of another template.
fn waiting(app: App, l: Lang, kept: &Kept) -> El {
    let at = Instant::from_timestamp(kept.at, 0).unwrap_or_default();
    let at = in_zone(at, &app.browser_zone.get_value());
    let words = match other_template(app, &kept.draft) {
        Some(other) => l.draft_waits_of(&other, &at),
        None => l.draft_waits(&at),
    };
    let back = icon_button("quiet", Icon::Undo, l.bring_back(), move || bring_back(app));
    let discard = button("quiet", l.discard_draft(), move || discard(app));
    told(&words, [back, discard].into_iter().collect())
}

/// Name and id of a draft's template where it is not the one on the form.
fn other_template(app: App, draft: &Draft) -> Option<String> {
    let form = app.form;
    let is_same_project =
        form.bk_biz_id.get() == draft.bk_biz_id && form.scope.get() == draft.scope;
    if is_same_project && form.template_id.get() == draft.template_id {
        return None;
    }
    let id = &draft.template_id;
    let name = form.templates.with(|templates| {
        let head = head(templates, id).filter(|_| is_same_project);
        head.map(|head| format!("{} ", head.name))
    });
    Some(format!("{}({id})", name.unwrap_or_default()))
}

fn told(words: &str, actions: View) -> El {
    let line = el("div").class("row").child(muted(words)).child(actions);
    status("div").class("draft").child(line)
}
