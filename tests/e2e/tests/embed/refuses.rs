//! Pages that may not frame the page.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Engine, Page, Stage};
use serde_json::json;

use crate::portal::{Portal, STOPPED, frame, is_kept, notes, open_to_all, types, was_told};

/// Nothing of the page but the way out, and not a word to anybody.
async fn is_shut(t: &Stage, portal: &Portal) {
    portal.enter(t, 0).await;
    shows_way_out(t).await;
    portal.leave(t).await;
    for kind in ["ask_state", "init", "set_locale"] {
        portal
            .says(t, kind, json!({"locale": "en", "task_name": "x"}))
            .await;
    }
    portal.enter(t, 0).await;
    shows_way_out(t).await;
    portal.leave(t).await;
    portal.enter(t, 0).await;
    speaks_to(&t.page, "parent").await;
    portal.leave(t).await;
    let heard = until("the last word", async || match portal.heard(t).await {
        heard if heard.is_empty() => Err("nothing".to_owned()),
        heard => Ok(heard),
    })
    .await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0]["data"], LAST);
    assert!(t.sandbox.requests().is_empty(), "nothing is read for it");
}

async fn shows_way_out(t: &Stage) {
    let page = &t.page;
    let address = page.address_of("在新标签页打开").await;
    assert!(
        address.contains("template_id=3") && !address.contains("embed"),
        "{address}"
    );
    assert!(address.ends_with("#task_name=%E5%A4%9C"), "{address}");
    let rest = page.lines("button, input, select, textarea, form").await;
    assert!(rest.is_empty(), "{rest:?}");
    page.has_no_barriers("an unlisted parent").await;
}

const QUERY: &str = "bk_biz_id=2&template_id=3#task_name=%E5%A4%9C";

#[test]
fn an_unlisted_parent_shows_only_the_way_to_a_tab() {
    play_with(open_to_all(), async |t: &Stage| {
        let listed = Portal::start().await;
        listed.is_listed(t, "");
        let other = Portal::start().await;
        other.open(&t.page).await;
        other.frames(t, QUERY, json!({}), 360).await;
        is_shut(t, &other).await;
    });
}

#[test]
fn without_a_list_no_other_origin_is_listed() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::start().await;
        portal.open(&t.page).await;
        portal.frames(t, QUERY, json!({}), 360).await;
        is_shut(t, &portal).await;
    });
}

/// The page then knows the nearest by the address that it was asked from, where
/// that shows itself.
#[test]
fn where_the_browser_does_not_tell_who_is_around_the_list_holds_all_the_same() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        page.hides_who_is_around().await;
        let listed = Portal::start().await;
        listed.is_listed(t, "");
        let other = Portal::start().await;
        other.open(page).await;
        other.frames(t, QUERY, json!({}), 360).await;
        is_shut(t, &other).await;
        listed.open(page).await;
        let shows_itself = json!({"referrerpolicy": "origin"});
        listed.frames(t, QUERY, shows_itself, 1200).await;
        listed.hears(t, "ready").await;
        listed.enter(t, 0).await;
        page.settles().await;
        let is_told = page.run("return 'ancestorOrigins' in location", &[]).await;
        assert_eq!(is_told, Engine::chosen() != Engine::Firefox);
        listed.leave(t).await;
    });
}

/// The test's own word, from the page's window. What the page had told comes
/// before it.
const LAST: &str = "last";

async fn speaks_to(page: &Page, whom: &str) {
    let script = format!("{whom}.postMessage(arguments[0], '*')");
    page.run(&script, &[json!(LAST)]).await;
}

/// The window that is looked at is told that word and nothing before it.
async fn is_told_nothing_else(page: &Page) {
    was_told(page, LAST).await;
    assert_eq!(page.run("return heard", &[]).await, json!([LAST]));
}

#[test]
fn the_own_origin_may_frame_and_hears_nothing() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let options = sandbox::Options {
            frame_src: Some("*".into()),
            start_tasks: false,
            ..open_to_all()
        };
        let own = sandbox::Sandbox::start(options).await.unwrap();
        let around = format!("{}/config.json", own.url());
        page.driver.goto(around).await.unwrap();
        t.may_fail("favicon.ico");
        notes(page).await;
        let address = format!("{}/?embed=1&lang=zh&bk_biz_id=2&template_id=3", own.url());
        frame(page, &address, json!({}), 1200).await;
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        types(page, "任务名称", "mine").await;
        is_kept(page, "mine").await;
        speaks_to(page, "parent").await;
        page.driver.enter_default_frame().await.unwrap();
        is_told_nothing_else(page).await;
    });
}

/// The page in a frame of the inner one, which is in a frame of the outer.
async fn nests(t: &Stage, outside: &str, inner: &Portal) {
    let page = &t.page;
    page.driver.goto(outside).await.unwrap();
    notes(page).await;
    frame(page, &inner.origin(), json!({}), 1250).await;
    page.driver.enter_frame(0).await.unwrap();
    page.field("own").await;
    notes(page).await;
    let own = t.sandbox.url();
    let address = format!("{own}/?embed=1&lang=zh&bk_biz_id=2&template_id=3");
    frame(page, &address, json!({}), 1200).await;
}

/// Into the inner one and on into the page.
async fn enters_both(page: &Page) {
    for _ in 0..2 {
        page.driver.enter_frame(0).await.unwrap();
    }
}

#[test]
fn every_page_around_has_to_be_listed() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let (inner, outer) = (Portal::start().await, Portal::start().await);
        t.may_fail(STOPPED);
        // Another host, so that the two differ in more than the port.
        let outside = outer.origin().replace("localhost", "127.0.0.1");
        for (parents, may) in [
            (json!([inner.origin(), outside]), true),
            (json!([inner.origin()]), false),
        ] {
            let config = json!({"embed": {"parents": parents}}).to_string();
            t.sandbox.set_config(Some(&config));
            nests(t, &outside, &inner).await;
            if may {
                inner.hears_plain(t).await;
                page.driver.enter_frame(0).await.unwrap();
            } else {
                page.driver.enter_frame(0).await.unwrap();
                page.find(&["link"], "在新标签页打开").await;
                speaks_to(page, "parent").await;
                page.driver.enter_parent_frame().await.unwrap();
                is_told_nothing_else(page).await;
                page.driver.enter_frame(0).await.unwrap();
            }
            speaks_to(page, "top").await;
            page.driver.enter_default_frame().await.unwrap();
            is_told_nothing_else(page).await;
        }
    });
}

/// From the window that is looked at asks the page for English; by the word in
/// the end it has been heard or not.
async fn asks_for_english(page: &Page, whom: &str, word: &str) {
    let message =
        json!({"source": "clocked", "v": 1, "type": "set_locale", "payload": {"locale": "en"}});
    let script = format!("for (const said of arguments) {whom}.postMessage(said, '*')");
    page.run(&script, &[message, json!(word)]).await;
    page.driver.enter_default_frame().await.unwrap();
    enters_both(page).await;
    was_told(page, word).await;
}

#[test]
fn a_listed_page_around_the_parent_is_not_heard() {
    play_with(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let (inner, outer) = (Portal::start().await, Portal::start().await);
        let outside = outer.origin().replace("localhost", "127.0.0.1");
        let config = json!({"embed": {"parents": [inner.origin(), outside]}}).to_string();
        t.sandbox.set_config(Some(&config));
        nests(t, &outside, &inner).await;
        inner.hears_plain(t).await;
        page.driver.enter_frame(0).await.unwrap();
        page.settles().await;
        notes(page).await;
        let lang = "return document.documentElement.lang";
        page.driver.enter_default_frame().await.unwrap();
        asks_for_english(page, "frames[0].frames[0]", "of the outer").await;
        assert_eq!(page.run(lang, &[]).await, "zh-CN");
        page.driver.enter_parent_frame().await.unwrap();
        asks_for_english(page, "frames[0]", "of the inner").await;
        assert_eq!(page.run(lang, &[]).await, "en");
        page.driver.enter_default_frame().await.unwrap();
    });
}
