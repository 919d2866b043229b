//! A secret leaves the form in the request alone, wherever the template or the
//! person put it: the page shows it nowhere in clear, keeps it nowhere and
//! writes it into no link.

use e2e::Stage;
use e2e::flow::{constant, flow};
use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::wait::until;
use serde_json::{Value, json};

const PLANTED: &str = "pl4nted";
const FIRST: i64 = 906;
const SECOND: i64 = 907;

/// What a form of a plugin has typed: no type of variable says that it is one.
fn of_plugin(key: &str, name: &str, form: &Value, default: &Value) -> Value {
    let mut constant = constant(key, name, "", default);
    let tag = form["type"].as_str().unwrap_or_default();
    constant["source_tag"] = json!(format!("demo_plugin.{tag}"));
    constant["source_type"] = json!("component_inputs");
    constant["form_schema"] = form.clone();
    constant
}

fn add_both(t: &Stage) {
    let password = json!({"type": "password", "attrs": {"name": "口令"}});
    let group = json!({"type": "combine", "attrs": {"name": "账号", "children": [
        {"type": "input", "tag_code": "user", "attrs": {"name": "用户"}},
        {"type": "password", "tag_code": "pin", "attrs": {"name": "暗号"}},
    ]}});
    let mut hidden = constant("${root}", "根口令", "password", &json!(""));
    hidden["show_type"] = json!("hide");
    let constants = [
        of_plugin("${login}", "口令", &password, &json!("")),
        of_plugin(
            "${account}",
            "账号",
            &group,
            &json!({"user": "", "pin": ""}),
        ),
        constant(
            "${config}",
            "配置",
            "later_type",
            &json!({"db": {"user": "a"}}),
        ),
        hidden,
    ];
    t.add(&flow(FIRST, "有密文的流程", &["执行"], &constants));
    t.add(&flow(SECOND, "没有密文的流程", &["执行"], &[]));
}

async fn add(t: &Stage, row: usize, key: &str, value: &str) {
    t.page.press("添加变量").await;
    t.page.type_into_added(row, "KEY", key).await;
    t.page.type_into_added(row, "值", value).await;
}

/// Waits until the draft is kept under another name: nothing that can be read of
/// the page without its fields, nor what the browser keeps, has a secret in it.
async fn is_kept_without_secrets(t: &Stage, name: &str) {
    t.page.type_into("任务名称", name).await;
    let script = "return JSON.stringify(localStorage)";
    let kept = until("a draft", async || {
        let kept = t.page.run(script, &[]).await.to_string();
        if kept.contains(name) {
            Ok(kept)
        } else {
            Err(kept)
        }
    })
    .await;
    let found = [t.page.text().await, kept].concat();
    assert!(!found.contains(PLANTED), "{found}");
}

async fn link(t: &Stage) -> String {
    let script = "return document.querySelector('textarea.by-hand').value";
    t.page.run(script, &[]).await.to_string()
}

#[test]
fn a_secret_of_any_origin_stays_on_the_form() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        add_both(t);
        t.open_template(FIRST).await;
        t.fill_start().await;
        page.type_into("口令", PLANTED).await;
        page.type_into("暗号", PLANTED).await;
        // Not whole yet, so that nothing can be read of it by its shape.
        let half = format!("{{\"db\": {{\"password\": \"{PLANTED}\",");
        page.type_into("配置", &half).await;
        add(t, 0, "${root}", PLANTED).await;
        add(t, 1, "${more}", &format!("{{\"token\": \"{PLANTED}\"}}")).await;
        is_kept_without_secrets(t, "第一份").await;
        page.press("复制此表单的链接").await;
        page.sees("链接不包含：${config} ${login} ${account} ${root} ${more}")
            .await;
        assert!(!link(t).await.contains(PLANTED));
        page.choose("流程模板", "没有密文的流程").await;
        page.settles().await;
        page.sees("已保留、不会发送").await;
        let masked = |key: &str| (key.to_owned(), "••••••（已隐藏）".to_owned());
        let aside = page.pairs(".aside").await;
        assert_eq!(aside, ["${account}", "${config}", "${login}"].map(masked));
        is_kept_without_secrets(t, "第二份").await;
        page.press("复制此表单的链接").await;
        page.sees("链接不包含：${root} ${more} ${account} ${config} ${login}")
            .await;
        assert!(!link(t).await.contains(PLANTED));
        t.review().await;
        page.sees("${root}").await;
        let shown = page.text().await;
        assert!(!shown.contains(PLANTED), "{shown}");
    });
}
