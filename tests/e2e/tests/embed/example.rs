//! The portal of `docs/portal`, which is there to be tried and copied.

use std::collections::BTreeSet;
use std::path::PathBuf;

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Fault, Stage, not_in};
use sandbox::{Options, Running, Sandbox};
use serde_json::{Value, json};

use crate::portal::{STOPPED, open_to_all};

/// The example with the page in it; it ends with the value.
async fn opens(t: &Stage) -> Running {
    t.may_fail(STOPPED);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/portal");
    let options = Options {
        dist: folder,
        frame_src: Some(t.sandbox.url()),
        start_tasks: false,
        ..Options::default()
    };
    let portal = Sandbox::start(options).await.unwrap();
    let origin = format!("http://localhost:{}", portal.address().port());
    let config = json!({"embed": {"parents": [origin]}}).to_string();
    t.sandbox.set_config(Some(&config));
    let address = format!("{origin}/?page={}/", t.sandbox.url());
    t.page.driver.goto(address).await.unwrap();
    has_line(t, "← ready").await;
    portal
}

#[test]
fn the_example_shows_every_message_and_sends_its_own() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let _portal = opens(t).await;
        page.press("set_locale en").await;
        page.press("init").await;
        page.press("ask_state").await;
        has_line(t, r#"← dirty {"dirty":false}"#).await;
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        assert_eq!(page.value_of("Name").await, "夜间发布");
        page.press("Plan this run…").await;
        page.press("Confirm and plan").await;
        page.has_heading("Planned as #1").await;
        page.driver.enter_default_frame().await.unwrap();
        has_line(t, "← created").await;
        page.has_no_barriers("the example portal").await;
        page.choose("Height · 高度", "auto").await;
        has_line(t, "← resize").await;
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        page.driver.enter_default_frame().await.unwrap();
    });
}

/// The newest message of a type that came after the log was cleared and the
/// page was asked for its state.
async fn answer(t: &Stage) -> Value {
    t.page.press("Clear · 清空").await;
    assert_eq!(t.page.lines("#log p").await, [""; 0]);
    t.page.press("ask_state").await;
    has_line(t, "← dirty").await;
    let lines = t.page.lines("#log p").await;
    let ready = lines.iter().find_map(|line| line.strip_prefix("← ready "));
    ready.expect("an answer").parse().unwrap()
}

async fn frame_is(t: &Stage, script: &str, expected: Value) {
    let script = format!("const frame = document.querySelector('iframe'); return {script}");
    assert_eq!(t.page.run(&script, &[]).await, expected);
}

#[test]
fn every_button_of_the_example_does_what_it_says() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        t.faults("get_user_project_list", 1, Fault::Login);
        let _portal = opens(t).await;
        let all = page.lines("button").await;
        let mut pressed = BTreeSet::from(["ask_state".to_owned(), "Clear · 清空".to_owned()]);
        let mut press = async |words: &str| {
            pressed.insert(words.to_owned());
            page.press(words).await;
        };
        has_line(t, "← need_login").await;
        page.driver.enter_frame(0).await.unwrap();
        page.sees("Your login has ended").await;
        page.driver.enter_default_frame().await.unwrap();
        press("logged_in").await;
        page.driver.enter_frame(0).await.unwrap();
        page.sees_no("Your login has ended").await;
        page.driver.enter_default_frame().await.unwrap();
        for locale in ["en", "zh-CN"] {
            press(&format!("set_locale {locale}")).await;
            assert_eq!(answer(t).await["locale"], locale);
        }
        for theme in ["light", "dark", "contrast", "system"] {
            press(&format!("set_theme {theme}")).await;
            assert_eq!(answer(t).await["theme"], theme);
        }
        page.choose("Width · 宽度", "768").await;
        has_line(t, "← ready").await;
        frame_is(
            t,
            "[frame.width, frame.allow]",
            json!(["768", "clipboard-write"]),
        )
        .await;
        page.untick("clipboard-write").await;
        frame_is(t, "frame.allow", json!("")).await;
        page.press("Clear · 清空").await;
        page.run("document.querySelector('iframe').isOld = true", &[])
            .await;
        press("Reload · 重新载入").await;
        frame_is(t, "frame.isOld === undefined", json!(true)).await;
        has_line(t, "← ready").await;
        is_told_of_what_is_no_json(t).await;
        press("init").await;
        page.driver.enter_frame(0).await.unwrap();
        page.press("Close").await;
        page.driver.enter_default_frame().await.unwrap();
        has_line(t, "← close").await;
        frame_is(t, "frame", Value::Null).await;
        assert_eq!(
            pressed,
            BTreeSet::from_iter(all),
            "all of them were pressed"
        );
    });
}

/// What is no JSON is not sent, and the field says so until it is.
async fn is_told_of_what_is_no_json(t: &Stage) {
    let page = &t.page;
    let example = page.value_of("init").await;
    let is_wrong = "return document.getElementById('init').getAttribute('aria-invalid')";
    page.type_into("init", "{").await;
    page.press("init").await;
    assert_eq!(page.run(is_wrong, &[]).await, "true");
    page.focus_is_on("init").await;
    let lines = page.lines("#log p").await;
    assert!(
        !lines.iter().any(|line| line.starts_with("→ init")),
        "{lines:?}"
    );
    page.type_into("init", &example).await;
}

async fn has_line(t: &Stage, words: &str) {
    until(&format!("the line {words:?}"), async || {
        let lines = t.page.lines("#log p").await;
        match lines.iter().any(|line| line.starts_with(words)) {
            true => Ok(()),
            false => Err(format!("{lines:?}")),
        }
    })
    .await;
}
