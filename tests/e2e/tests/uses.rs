//! What a variable uses and what uses it: named from what stands in the fields
//! now, each variable a way to it.

use e2e::flow::{constant, flow};
use e2e::wait::until;
use e2e::{Stage, play};
use serde_json::json;
use thirtyfour::Key;

const TEMPLATE: i64 = 910;

async fn open(t: &Stage) {
    let input = |key: &str, name: &str, value: &str| constant(key, name, "input", &json!(value));
    let constants = [
        input("${path}", "路径", "/srv/${app}"),
        input("${app}", "应用", "web"),
        input("${file}", "文件", "${path}/a.log"),
    ];
    t.add(&flow(TEMPLATE, "互相引用", &["打包", "发布"], &constants));
    t.open_template(TEMPLATE).await;
    t.fill_start().await;
}

/// Terms and what is said of them, at the variable whose uses are open.
async fn are(t: &Stage, expected: &[(&str, &str)]) {
    until("the uses", async || {
        let seen = t.page.pairs(".uses .facts").await;
        let seen: Vec<(&str, &str)> = seen
            .iter()
            .map(|(term, words)| (term.as_str(), words.trim()))
            .collect();
        match seen == expected {
            true => Ok(()),
            false => Err(format!("{seen:?}")),
        }
    })
    .await;
}

#[test]
fn the_uses_of_a_variable_follow_what_is_typed() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.press_at("路径", "引用关系").await;
        let steps = ("被步骤使用", "打包 发布");
        are(t, &[("使用了", "${app}"), ("被参数使用", "${file}"), steps]).await;
        page.type_into("文件", "/tmp/${app}").await;
        are(t, &[("使用了", "${app}"), steps]).await;
        page.type_into("路径", "/srv/${app}/${file}").await;
        are(t, &[("使用了", "${app} ${file}"), steps]).await;
        page.press("添加变量").await;
        page.type_into("KEY", "${own}").await;
        page.type_into("值", "${path}").await;
        are(
            t,
            &[
                ("使用了", "${app} ${file}"),
                ("被参数使用", "${own}"),
                steps,
            ],
        )
        .await;
    });
}

#[test]
fn a_variable_that_is_named_there_is_one_press_away() {
    play(async |t: &Stage| {
        let page = &t.page;
        open(t).await;
        page.press_at("路径", "引用关系").await;
        page.tab_to("${file}").await;
        page.key(Key::Enter).await;
        page.focus_is_named("文件").await;
    });
}
