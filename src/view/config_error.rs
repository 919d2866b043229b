//! What stands in the page's place when its configuration cannot be used.
//! Both languages at once: the one to use may be part of what is wrong.

use crate::config::ConfigError;
use crate::ui::dom::{El, View, el};

pub fn config_error(error: &ConfigError) -> View {
    let place = match error.key.as_str() {
        "" => "config.json".to_owned(),
        key => format!("config.json › {key}"),
    };
    let both = |zh: &str, en: &str| -> El {
        el("p")
            .child(el("span").attr("lang", "zh-CN").child(zh))
            .child(" / ")
            .child(el("span").attr("lang", "en").child(en))
    };
    let told = el("div")
        .attr("role", "alert")
        .child(
            el("h1")
                .child(el("span").attr("lang", "zh-CN").child("配置有误"))
                .child(" / ")
                .child(el("span").attr("lang", "en").child("Wrong configuration")),
        )
        .child(both(
            "页面旁的文件里，这个键不能使用：",
            "This key of the file beside the page cannot be used:",
        ))
        .child(el("p").child(el("code").child(place)))
        .child(both("应为：", "Expected:"))
        .child(el("p").child(el("code").child(error.expected.as_str())));
    el("main").class("alone").child(told).into()
}
