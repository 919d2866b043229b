//! Pages that may not frame the page.

use e2e::Stage;
use e2e::stage::play_with;
use e2e::wait::until;
use serde_json::{Value, json};

use crate::portal::{Portal, begun_by, frame, open_to_all, types};

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
    assert_eq!(portal.heard(t).await, [] as [serde_json::Value; 0]);
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

#[test]
fn the_own_origin_may_frame_and_hears_nothing() {
    play_with(open_to_all(), async |t: &Stage| {
        let options = sandbox::Options {
            frame_src: Some("*".into()),
            start_tasks: false,
            ..open_to_all()
        };
        let own = sandbox::Sandbox::start(options).await.unwrap();
        t.page
            .driver
            .goto(format!("{}/config.json", own.url()))
            .await
            .unwrap();
        t.may_fail("favicon.ico");
        let script =
            "window.heard = []; addEventListener('message', (event) => heard.push(event.data))";
        t.page.run(script, &[]).await;
        let address = format!("{}/?embed=1&lang=zh&bk_biz_id=2&template_id=3", own.url());
        frame(&t.page, &address, json!({}), 1200).await;
        t.page.driver.enter_frame(0).await.unwrap();
        t.page.settles().await;
        types(&t.page, "任务名称", "mine").await;
        t.page.driver.enter_default_frame().await.unwrap();
        assert_eq!(t.page.run("return heard", &[]).await, json!([]));
    });
}

#[test]
fn every_page_around_has_to_be_listed() {
    play_with(open_to_all(), async |t: &Stage| {
        let (inner, outer) = (Portal::start().await, Portal::start().await);
        // Another host, so that the two differ in more than the port.
        let outside = outer.origin().replace("localhost", "127.0.0.1");
        let config =
            |parents: serde_json::Value| json!({"embed": {"parents": parents}}).to_string();
        for (parents, may) in [
            (json!([inner.origin(), outside]), true),
            (json!([inner.origin()]), false),
        ] {
            t.sandbox.set_config(Some(&config(parents)));
            t.page.driver.goto(&outside).await.unwrap();
            t.page.run("window.heard = []; addEventListener('message', (event) => heard.push(event.data))", &[]).await;
            frame(&t.page, &inner.origin(), json!({}), 1250).await;
            t.page.driver.enter_frame(0).await.unwrap();
            let page = format!(
                "{}/?embed=1&lang=zh&bk_biz_id=2&template_id=3",
                t.sandbox.url()
            );
            t.page.field("own").await;
            t.page.run("window.heard = []; addEventListener('message', (event) => heard.push(event.data))", &[]).await;
            frame(&t.page, &page, json!({}), 1200).await;
            if may {
                inner.hears_plain(t).await;
                // The page around the parent is none.
                t.page.driver.enter_default_frame().await.unwrap();
                let message = json!({"source": "clocked", "v": 1, "type": "set_locale", "payload": {"locale": "en"}});
                t.page
                    .run(
                        "frames[0].frames[0].postMessage(arguments[0], '*')",
                        &[message],
                    )
                    .await;
                t.page.driver.enter_frame(0).await.unwrap();
                t.page.driver.enter_frame(0).await.unwrap();
                t.page.settles().await;
                assert_eq!(
                    t.page
                        .run("return document.documentElement.lang", &[])
                        .await,
                    "zh-CN"
                );
            } else {
                t.page.driver.enter_frame(0).await.unwrap();
                t.page.find(&["link"], "在新标签页打开").await;
            }
            t.page.driver.enter_default_frame().await.unwrap();
            assert_eq!(
                t.page.run("return heard", &[]).await,
                json!([]),
                "only the parent is told"
            );
        }
    });
}

/// The page takes whoever is named in its address for the one around it, as a
/// browser has it that tells of no pages around, and in whose frame somebody
/// else's page was led here.
const MISLED: &str = "const [named] = new URLSearchParams(location.search).getAll('around');
    const from = Array.from;
    Array.from = function (list, ...rest) {
        return from.call(this, list === location.ancestorOrigins && list ? [named] : list, ...rest);
    };
    Object.defineProperty(Document.prototype, 'referrer', {get: () => `${named}/`});";

#[test]
fn a_parent_that_is_not_the_listed_one_hears_nothing_of_what_is_told_to_it() {
    let (_build, options) = begun_by(MISLED);
    play_with(options, async |t: &Stage| {
        let (page, listed) = (&t.page, Portal::start().await);
        listed.is_listed(t, "");
        let other = Portal::start().await;
        for (parent, hears) in [(&listed, true), (&other, false)] {
            parent.open(page).await;
            let query = format!("bk_biz_id=2&template_id=3&around={}", listed.origin());
            parent.frames(t, &query, json!({}), 1200).await;
            parent.enter(t, 0).await;
            page.settles().await;
            let name = format!("told to {}", parent.origin());
            types(page, "任务名称", &name).await;
            // Edits are told before they are kept.
            let kept =
                "return Object.values(localStorage).some((text) => text.includes(arguments[0]))";
            until("the draft to be kept", async || {
                match page.run(kept, &[json!(name)]).await {
                    Value::Bool(true) => Ok(()),
                    other => Err(other.to_string()),
                }
            })
            .await;
            parent.leave(t).await;
            let told = page.console(&[]).await;
            if hears {
                parent.hears(t, "ready").await;
                parent.hears_dirty(t, true).await;
                assert_eq!(told, [""; 0]);
            } else {
                assert_eq!(parent.heard(t).await, [] as [Value; 0]);
                let is_refused = |line: &String| line.contains("target origin");
                assert!(told.iter().all(is_refused), "{told:?}");
            }
        }
    });
}
