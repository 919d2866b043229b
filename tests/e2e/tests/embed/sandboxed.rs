//! A frame with the `sandbox` that is documented: each word of it is needed, and
//! all that the page does can be done.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Stage, not_in};
use serde_json::json;
use thirtyfour::WindowHandle;

use crate::login::{goes_on, login_ends_in};
use crate::pages::{prose, read, spans};
use crate::portal::{Portal, STOPPED, open_to_all, types};

/// As `docs/embed.md` gives it.
fn documented() -> String {
    let spans = spans(&prose(&read("docs/embed.md")));
    let is_sandbox = |span: &String| span.starts_with("allow-scripts ");
    spans.into_iter().find(is_sandbox).expect("its sandbox")
}

/// Without one of its words.
fn without(word: &str) -> String {
    let documented = documented();
    let words = documented.split(' ').filter(|own| *own != word);
    let rest: Vec<&str> = words.collect();
    assert_eq!(rest.len() + 1, documented.split(' ').count(), "{word}");
    rest.join(" ")
}

/// The page in such a frame, which is entered.
async fn stands_in(t: &Stage, portal: &Portal, sandbox: &str) {
    let attributes = json!({"allow": "clipboard-write", "sandbox": sandbox});
    portal
        .frames(t, "bk_biz_id=2&template_id=3", attributes, 1200)
        .await;
    portal.hears(t, "ready").await;
    portal.enter(t, 0).await;
    t.page.settles().await;
}

#[test]
fn the_documented_sandbox_is_enough() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        stands_in(t, &portal, &documented()).await;
        types(page, "日期", &t.day(40)).await;
        types(page, "时间（24 小时制）", "02:30:15").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("复制 ID").await;
        page.sees("已复制").await;
        portal.leave(t).await;
        portal.hears(t, "created").await;
    });
}

#[test]
fn a_calendar_is_saved_from_the_documented_sandbox() {
    not_in!(WebKit: "its driver saves no files");
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        for (number, sandbox) in [(1, without("allow-downloads")), (2, documented())] {
            portal.open(page).await;
            stands_in(t, &portal, &sandbox).await;
            types(page, "任务名称", &format!("run {number}")).await;
            types(page, "日期", &t.day(40)).await;
            types(page, "时间（24 小时制）", "02:30:15").await;
            t.review_and_send_beside_another().await;
            page.has_heading(&format!("计划任务 #{number}")).await;
            page.press("下载日历 (.ics)").await;
            portal.leave(t).await;
        }
        let saved = |number: u8| t.downloads().join(format!("clocked-{number}.ics"));
        until("the calendar", async || {
            match std::fs::read_to_string(saved(2)) {
                Ok(text) if text.ends_with("END:VCALENDAR\r\n") => Ok(()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        assert!(!saved(1).exists(), "where it may save nothing");
        // Told by the browser, for whoever wrote the portal.
        let told = page.console(&[STOPPED.to_owned()]).await;
        let is_of_saving = |line: &String| line.contains("ownload");
        assert!(told.iter().all(is_of_saving), "{told:?}");
    });
}

/// Goes to the window that a click opened.
async fn goes_along(t: &Stage, own: &WindowHandle) {
    let driver = &t.page.driver;
    let window = until("another window", async || {
        let windows = driver.windows().await.unwrap();
        let other = windows.into_iter().find(|window| window != own);
        other.ok_or_else(|| "none".to_owned())
    })
    .await;
    driver.switch_to_window(window).await.unwrap();
}

async fn is_at(t: &Stage, path: &str) {
    until(&format!("{path} in the window"), async || {
        let address = t.page.driver.current_url().await.unwrap();
        match address.path().starts_with(path) {
            true => Ok(()),
            false => Err(address.to_string()),
        }
    })
    .await;
}

/// Whether a window may do what no sandbox of the page allows: ask a question.
/// One that is shut in is answered at once, without a person.
async fn may_ask(t: &Stage) -> bool {
    let asks = "window.answer = null; setTimeout(() => { window.answer = confirm('?') })";
    t.page.run(asks, &[]).await;
    until("a question, or an answer without one", async || {
        if t.page.driver.accept_alert().await.is_ok() {
            return Ok(true);
        }
        // A question that came meanwhile is an error of this command.
        let answer = t.page.driver.execute("return window.answer", Vec::new());
        match answer.await.map(|answer| answer.json().as_bool()) {
            Ok(Some(_)) => Ok(false),
            Ok(None) => Err("neither".to_owned()),
            Err(error) if format!("{error:?}").contains("UnexpectedAlertOpen") => Ok(true),
            Err(error) => Err(error.to_string()),
        }
    })
    .await
}

#[test]
fn a_link_to_bk_sops_opens_a_whole_window_from_the_documented_sandbox() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::start().await);
        let links = r#", "links": {"template": "config.json?template={template_id}"}"#;
        portal.is_listed(t, links);
        t.may_fail("favicon.ico");
        t.may_fail(STOPPED);
        let own = page.driver.window().await.unwrap();
        let shut_in = without("allow-popups-to-escape-sandbox");
        for (sandbox, may) in [(shut_in, false), (documented(), true)] {
            portal.open(page).await;
            stands_in(t, &portal, &sandbox).await;
            page.press("在标准运维中查看").await;
            goes_along(t, &own).await;
            is_at(t, "/config.json").await;
            assert_eq!(may_ask(t).await, may, "{sandbox}");
            page.driver.close_window().await.unwrap();
            page.driver.switch_to_window(own.clone()).await.unwrap();
        }
        let told = page
            .console(&["favicon.ico", STOPPED].map(str::to_owned))
            .await;
        // Told by the browser, for whoever wrote the portal.
        let is_of_sandbox = |line: &String| line.contains("sandbox");
        assert!(told.iter().all(is_of_sandbox), "{told:?}");
    });
}

#[test]
fn the_login_opens_a_whole_window_from_the_documented_sandbox() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        let own = page.driver.window().await.unwrap();
        login_ends_in(t, &portal, json!({"sandbox": documented()})).await;
        page.press("去登录").await;
        goes_along(t, &own).await;
        is_at(t, "/sandbox/login/").await;
        assert!(may_ask(t).await, "a page of another site may need to");
        t.sandbox.clear_faults();
        page.driver.close_window().await.unwrap();
        page.driver.switch_to_window(own).await.unwrap();
        portal.enter(t, 0).await;
        goes_on(t).await;
        portal.leave(t).await;
    });
}
