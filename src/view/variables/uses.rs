//! What a variable uses and who uses it, each a way to the other.

use leptos::prelude::*;

use crate::app::App;
use crate::app::find::reveal;
use crate::browser::page;
use crate::form::uses::Uses;
use crate::model::problem::constant_id;
use crate::text::Lang;
use crate::ui::dom::{El, View, el};
use crate::ui::field::{muted, pair};

/// So many are named; of the rest only how many there are.
const MOST: usize = 20;

pub fn uses(app: App, l: Lang, key: &str) -> El {
    let found = {
        let key = key.to_owned();
        Memo::new(move |_| app.form.uses(&key))
    };
    el("div")
        .class("uses")
        .live(move || found.with(|found| told(app, l, found)))
}

fn told(app: App, l: Lang, found: &Uses) -> View {
    let Uses {
        uses,
        constants,
        consumers,
    } = found;
    if uses.is_empty() && constants.is_empty() && consumers.is_empty() {
        return muted(l.uses_nothing()).into();
    }
    let link = |key: &String| link(app, key);
    let step = |name: &String| el("span").child(name.as_str());
    let lists = [
        (l.uses(), listed(l, uses, link)),
        (l.used_by_variables(), listed(l, constants, link)),
        (l.used_by_steps(), listed(l, consumers, step)),
    ];
    let pairs = lists
        .into_iter()
        .filter_map(|(term, list)| Some(pair(term, list?)));
    el("dl")
        .class("facts")
        .child(pairs.collect::<View>())
        .into()
}

fn listed(l: Lang, names: &[String], draw: impl Fn(&String) -> El) -> Option<View> {
    let shown: Vec<View> = names
        .iter()
        .take(MOST)
        .map(|name| [View::from(draw(name)), " ".into()].into_iter().collect())
        .collect();
    let rest = names.len().saturating_sub(MOST);
    let rest = (rest > 0).then(|| el("span").child(l.and_more(rest)));
    let all = [View::from(shown), rest.into()].into_iter().collect();
    (!names.is_empty()).then_some(all)
}

fn link(app: App, key: &str) -> El {
    let id = constant_id(key);
    let own = key.to_owned();
    el("a")
        .attr("href", &format!("#{id}"))
        .child(el("code").child(key))
        .on("click", move |event| {
            event.prevent_default();
            reveal(app, &own);
            page::focus_soon(id.as_str());
        })
}
