//! What stands in the page's place when its configuration cannot be used.
//! Every language at once: the one to use may be part of what is wrong.

use crate::config::ConfigError;
use crate::text::Lang;
use crate::ui::dom::{El, View, el};

pub fn config_error(error: &ConfigError) -> View {
    let place = match error.key.as_str() {
        "" => "config.json".to_owned(),
        key => format!("config.json › {key}"),
    };
    let told = el("div")
        .attr("role", "alert")
        .child(in_each("h1", Lang::config_wrong))
        .child(in_each("p", Lang::config_key_wrong))
        .child(el("p").child(el("code").child(place)))
        .child(in_each("p", Lang::config_expected))
        .child(el("p").child(el("code").child(error.expected.as_str())));
    el("main").class("alone").child(told).into()
}

fn in_each(name: &'static str, words: fn(Lang) -> &'static str) -> El {
    let mut all = el(name);
    for (at, l) in Lang::ALL.iter().enumerate() {
        if at > 0 {
            all = all.child(" / ");
        }
        all = all.child(el("span").attr("lang", l.tag()).child(words(*l)));
    }
    all
}
