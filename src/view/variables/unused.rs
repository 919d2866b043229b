//! The template's variables that no step uses which the ticked schemes run:
//! what the filter for them lists, to be read. They are not sent; what was
//! typed in one stands with what is set aside.

use leptos::prelude::*;

use crate::app::App;
use crate::app::find::{lists_unused, unused};
use crate::model::Constant;
use crate::model::secret::masked;
use crate::model::value::object;
use crate::text::Lang;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{muted, pair};
use crate::view::review::value_text;

/// So many are named; the search narrows them down.
const MOST: usize = 200;

pub fn unused_list(app: App, l: Lang) -> View {
    let listed = Memo::new(move |_| lists_unused(app).then(|| unused(app)));
    crate::ui::dom::live(move || listed.with(|listed| Some(told(l, listed.as_deref()?))))
}

fn told(l: Lang, unused: &[Constant]) -> El {
    if unused.is_empty() {
        return muted(l.none_unused());
    }
    let pairs: Vec<View> = unused
        .iter()
        .take(MOST)
        .map(|own| told_one(l, own))
        .collect();
    let rest = unused.len().saturating_sub(MOST);
    el("div")
        .class("aside variables-unused")
        .child(muted(l.unused_hint()))
        .child(el("dl").class("pairs").child(pairs))
        .child((rest > 0).then(|| muted(&l.and_more(rest))))
}

fn told_one(l: Lang, constant: &Constant) -> View {
    let passwords = constant.password_keys().into_iter().collect();
    let own = object(vec![(&constant.key, constant.default.clone())]);
    let default = value_text(l, &masked(&own, &passwords)[&constant.key]);
    let name = el("strong").child(constant.name.as_str());
    let words = el("span")
        .child(name)
        .child(l.colon())
        .child(default.as_str());
    pair(&constant.key, words)
}
