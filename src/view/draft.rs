//! What the page says of the draft that the browser keeps.

use leptos::prelude::*;

use super::moment::in_zone;
use crate::app::App;
use crate::app::draft::{DraftNotice, bring_back, start_over};
use crate::text::Lang;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{icon_button, muted, notice, status};
use crate::ui::icon::Icon;

pub fn draft_notice(app: App, l: Lang) -> View {
    let refused = app.drafts.refused.get().then(|| notice(l.drafts_refused()));
    let told = match app.drafts.notice.get() {
        DraftNotice::None => None,
        DraftNotice::Restored { kept, moved } => {
            let zone = app.browser_zone.get_value();
            let words = l.draft_restored(&in_zone(kept, &zone));
            let over = icon_button("quiet", Icon::Undo, l.start_over(), move || start_over(app));
            let moved = moved.map(|at| l.draft_moved(&in_zone(at, &app.form.zone.get_untracked())));
            let moved = moved.map(|words| notice(&words).attr("role", "alert"));
            Some(told(&words, over).child(moved))
        }
        DraftNotice::Discarded(draft) => {
            let undo = icon_button("quiet", Icon::Undo, l.undo(), move || {
                bring_back(app, (*draft).clone());
            });
            Some(told(l.draft_discarded(), undo))
        }
        DraftNotice::Waiting(draft) => {
            let back = icon_button("quiet", Icon::Undo, l.bring_back(), move || {
                bring_back(app, (*draft).clone());
            });
            Some(told(l.draft_waits(), back))
        }
    };
    [View::from(refused), told.into()].into_iter().collect()
}

fn told(words: &str, action: El) -> El {
    let line = el("div").class("row").child(muted(words)).child(action);
    status("div").class("draft").child(line)
}
