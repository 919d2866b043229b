//! A login that ends in a frame which may open no popup: the link is left, and
//! the page goes on once the login is back.

use e2e::stage::play_with;
use e2e::wait::until;
use e2e::{Fault, Stage};
use serde_json::{Value, json};

use crate::portal::{Portal, open_to_all, types};

/// More than any test asks.
const ALWAYS: u32 = 500;

/// All that a frame may be let do but to open a window.
const NO_POPUPS: &str = "allow-scripts allow-same-origin allow-forms allow-downloads";

/// A frame in which a name is typed and the login then ends.
pub async fn login_ends_in(t: &Stage, portal: &Portal, attributes: Value) {
    portal
        .frames(t, "bk_biz_id=2&template_id=2", attributes, 1200)
        .await;
    portal.hears(t, "ready").await;
    portal.enter(t, 0).await;
    t.page.settles().await;
    types(&t.page, "任务名称", "mine").await;
    t.may_fail("/api/");
    // Of the login page.
    t.may_fail("favicon.ico");
    t.faults("*", ALWAYS, Fault::Login);
    t.page.tick("发布").await;
    t.page.sees("登录已失效").await;
}

/// The page stands where it stood, with what was typed, and its scheme is read.
pub async fn goes_on(t: &Stage) {
    t.page.sees_no("登录已失效").await;
    t.page.settles().await;
    assert_eq!(t.page.value_of("任务名称").await, "mine");
    assert!(t.page.is_ticked("发布").await);
}

#[test]
fn where_a_frame_opens_no_popup_the_link_does() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        let own = page.driver.window().await.unwrap();
        login_ends_in(t, &portal, json!({})).await;
        page.run("window.open = () => null", &[]).await;
        page.press("去登录").await;
        let tab = until("the tab of the link", async || {
            let windows = page.driver.windows().await.unwrap();
            let other = windows.into_iter().find(|window| *window != own);
            other.ok_or_else(|| "none".to_owned())
        })
        .await;
        page.driver.switch_to_window(tab).await.unwrap();
        until("the login page in it", async || {
            let address = page.driver.current_url().await.unwrap();
            match address.path().starts_with("/sandbox/login/") {
                true => Ok(()),
                false => Err(address.to_string()),
            }
        })
        .await;
        t.sandbox.clear_faults();
        page.driver.close_window().await.unwrap();
        page.driver.switch_to_window(own).await.unwrap();
        portal.enter(t, 0).await;
        goes_on(t).await;
        portal.leave(t).await;
    });
}

#[test]
fn in_a_sandbox_without_popups_the_link_stays_and_the_login_is_noticed() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        login_ends_in(t, &portal, json!({"sandbox": NO_POPUPS})).await;
        page.press("去登录").await;
        page.sees("登录已失效").await;
        let address = page.address_of("去登录").await;
        assert!(address.contains("/sandbox/login/"), "{address}");
        assert_eq!(page.driver.windows().await.unwrap().len(), 1);
        assert_eq!(page.value_of("任务名称").await, "mine");
        portal.leave(t).await;
        // Where else to log in is the portal's to show.
        let told = portal.hears(t, "need_login").await;
        assert_eq!(told["url"], address);
        t.sandbox.clear_faults();
        portal.says(t, "logged_in", json!({})).await;
        portal.enter(t, 0).await;
        goes_on(t).await;
        let opens = "try { return window.open('about:blank') } catch { return null }";
        let opened = page.run(opens, &[]).await;
        assert_eq!(opened, Value::Null, "it opens no window at all");
        portal.leave(t).await;
        // Told by the browser, for whoever wrote the portal.
        let told = page.console(&["/api/".to_owned()]).await;
        let is_of_popup = |line: &String| line.contains("allow-popups");
        assert!(told.iter().all(is_of_popup), "{told:?}");
    });
}
