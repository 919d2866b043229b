//! What is secret on the form is in nothing that leaves it but the body.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Fault, Page, Stage};
use serde_json::{Value, json};
use thirtyfour::WebElement;

use crate::portal::{Portal, open_to_all, types};

const PLANTED: &str = "pl4nted";

/// Types into a field that a script finds.
async fn types_at(page: &Page, script: &str, arguments: &[Value], text: &str) {
    let found = page.run(script, arguments).await;
    let field = WebElement::from_json(found, page.driver.handle().clone()).unwrap();
    field.click().await.unwrap();
    page.run("document.activeElement.select()", &[]).await;
    field.send_keys(text).await.unwrap();
}

async fn types_variable(page: &Page, label: &str, text: &str) {
    let script = "const label = Array.from(document.querySelectorAll('.variables label'))
            .find((label) => label.textContent === arguments[0]);
        const field = document.getElementById(label.htmlFor);
        field.scrollIntoView({block: 'center'});
        return field";
    types_at(page, script, &[json!(label)], text).await;
}

async fn types_added(page: &Page, row: usize, at: usize, text: &str) {
    let script = "const row = document.querySelectorAll('.added-row')[arguments[0]];
        const field = row.querySelectorAll('input:not([type=checkbox], [type=radio]), textarea')[arguments[1]];
        field.scrollIntoView({block: 'center'});
        return field";
    types_at(page, script, &[json!(row), json!(at)], text).await;
}

/// Presses a button and returns all that it gives to be copied by hand: the
/// frame may not write to the clipboard.
async fn copies(page: &Page, words: &str) -> String {
    let before = by_hand(page).await.len();
    page.press(words).await;
    until(
        &format!("{words:?} to give a text"),
        async || match by_hand(page).await {
            texts if texts.len() > before => Ok(texts.concat()),
            texts => Err(format!("{texts:?}")),
        },
    )
    .await
}

async fn by_hand(page: &Page) -> Vec<String> {
    let script =
        "return Array.from(document.querySelectorAll('textarea.by-hand'), (area) => area.value)";
    serde_json::from_value(page.run(script, &[]).await).unwrap()
}

/// Everything that the browser keeps for the page.
async fn kept(page: &Page) -> String {
    let script = "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)
        + document.cookie + location.href + JSON.stringify(history.state)";
    page.run(script, &[]).await.to_string()
}

fn is_clean(what: &str, text: &str) {
    assert!(!text.is_empty(), "{what} is empty");
    assert!(!text.contains(PLANTED), "{what}: {text}");
}

#[test]
fn a_planted_secret_is_in_nothing_that_leaves_the_form_but_the_body() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=1").await;
        portal.enter(t, 0).await;
        page.settles().await;
        // In Firefox no page around denies it to a frame.
        let deny =
            "Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})";
        page.run(deny, &[]).await;
        types(page, "任务名称", "with secrets").await;
        types(page, "日期", &t.day(40)).await;
        types(page, "时间（24 小时制）", "02:30:15").await;
        types_variable(page, "远程下拉", "r1").await;
        types_variable(page, "版本号", "1.2.3").await;
        types_variable(page, "密码", "pl4nted-1").await;
        page.press("添加变量").await;
        types_added(page, 0, 0, "${api_token}").await;
        types_added(page, 0, 1, "pl4nted-2").await;
        until("the draft to be kept", async || match kept(page).await {
            text if text.contains("with secrets") => Ok(()),
            text => Err(text),
        })
        .await;
        is_clean("the draft", &kept(page).await);
        is_clean("the link", &copies(page, "复制此表单的链接").await);
        page.press("复制全部的值").await;
        is_clean("the values", &copies(page, "复制").await);
        page.driver.enter_default_frame().await.unwrap();
        let refusal = "'pl4nted-1' and 'pl4nted-2' are refused";
        let body = json!({"result": false, "code": 3540000, "message": refusal, "trace_id": "t1"});
        t.fault("create_clocked_task", Fault::answer(200, body, false));
        portal.enter(t, 0).await;
        t.review().await;
        is_clean("the review", &page.text().await);
        page.press("实际发送的请求").await;
        is_clean("the body to be copied", &copies(page, "复制 JSON").await);
        is_clean("the command", &copies(page, "复制 cURL").await);
        t.send().await;
        page.has_heading("后台拒绝了请求").await;
        is_clean("what is kept of a refusal", &kept(page).await);
        page.press("返回修改").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        is_clean("the record", &page.text().await);
        for words in ["复制摘要", "复制 JSON", "复制链接"] {
            is_clean(words, &copies(page, words).await);
        }
        is_clean("what is kept of an attempt", &kept(page).await);
        portal.leave(t).await;
        portal.hears(t, "created").await;
        let heard = Value::from(portal.heard(t).await).to_string();
        assert!(heard.contains("failed") && heard.contains("with secrets"));
        is_clean("the messages", &heard);
        let told = t.page.console(&[]).await.concat();
        assert!(!told.contains(PLANTED), "the console: {told}");
        for request in t.sandbox.requests() {
            let address = format!("{} {} {:?}", request.path, request.query, request.headers);
            is_clean("an address", &address);
            if request.endpoint != "create_clocked_task" {
                assert!(!request.body.contains(PLANTED), "{request:?}");
            }
        }
        let constants = &t.tasks()[0]["task_parameters"]["constants"];
        assert_eq!(constants["${api_token}"], "pl4nted-2", "it was planted");
        assert_eq!(constants["${pwd}"]["value"], "pl4nted-1");
    });
}
