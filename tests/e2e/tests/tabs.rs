//! One intention, one task, over several tabs: what one of them sends is locked
//! for the others.

use e2e::wait::until;
use e2e::{Fault, Stage, not_in, play};
use serde_json::json;
use thirtyfour::WindowHandle;

/// The tab that is sending, and another one, in front, that says nothing of it.
async fn stands_in_another_tab_than_the_sending_one(t: &Stage) -> [WindowHandle; 2] {
    let page = &t.page;
    let first = page.driver.window().await.expect("a tab");
    t.fill_release().await;
    t.review_and_send().await;
    t.requests_are("create_clocked_task", 1).await;
    let second = page.driver.new_tab().await.expect("a second tab");
    page.driver.switch_to_window(second.clone()).await.unwrap();
    t.open_template(2).await;
    page.sees_no("结果未知").await;
    page.sees_no("任务已经创建").await;
    [first, second]
}

#[test]
fn what_another_tab_is_sending_is_left_to_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fault("create_clocked_task", Fault::Delay { ms: 6000 });
        let [first, second] = stands_in_another_tab_than_the_sending_one(t).await;
        page.driver.switch_to_window(first).await.unwrap();
        page.has_heading("计划任务 #1").await;
        page.driver.switch_to_window(second).await.unwrap();
        t.open_template(3).await;
        page.sees_no("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn what_a_closed_tab_was_sending_is_looked_for_by_the_other() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fault("create_clocked_task", Fault::Delay { ms: 60_000 });
        t.may_fail("create_clocked_task");
        let [first, second] = stands_in_another_tab_than_the_sending_one(t).await;
        page.driver.switch_to_window(first).await.unwrap();
        // So Firefox calls a script whose document goes away.
        t.may_fail("Script terminated by timeout");
        page.driver.close_window().await.expect("it closes");
        page.driver.switch_to_window(second).await.unwrap();
        page.has_heading("任务已经创建").await;
        page.sees("页面关闭时还没有确定的结果").await;
    });
}

#[test]
fn another_tab_is_told_what_was_sent_already() {
    not_in!(WebKit: "its driver clicks in no tab in front of which another one was opened");
    play(async |t: &Stage| {
        let page = &t.page;
        let first = page.driver.window().await.expect("a tab");
        t.fill_release().await;
        t.review().await;
        let second = page.driver.new_tab().await.expect("a second tab");
        page.driver
            .switch_to_window(second)
            .await
            .expect("it is there");
        t.open_template(2).await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        // The review of the first tab has been open all the time.
        page.driver
            .switch_to_window(first)
            .await
            .expect("it is there");
        t.send().await;
        page.sees("已经发送过同样的计划：计划任务 #1").await;
        page.focus_is_on("earlier").await;
        assert_eq!(t.creations().len(), 1, "only the other tab's");
        t.send_once_more().await;
        page.has_heading("计划任务 #2").await;
        assert_eq!(t.tasks().len(), 2, "on purpose");
    });
}

#[test]
fn two_tabs_that_confirm_at_once_send_once() {
    not_in!(WebKit: "its driver clicks in no tab in front of which another one was opened");
    play(async |t: &Stage| {
        let page = &t.page;
        let first = page.driver.window().await.expect("a tab");
        t.fill_release().await;
        t.review().await;
        page.sees("流程没有变化").await;
        let second = page.driver.new_tab().await.expect("a second tab");
        page.driver.switch_to_window(second).await.unwrap();
        t.open_template(2).await;
        t.review().await;
        page.sees("流程没有变化").await;
        // What the first tab remembers has not reached this one yet.
        let stale = "const read = Storage.prototype.getItem;
            Storage.prototype.getItem = function (key) {
                return key.startsWith('clocked.attempt') ? null : read.call(this, key);
            }";
        page.run(stale, &[]).await;
        t.fault("create_clocked_task", Fault::Delay { ms: 4000 });
        page.driver.switch_to_window(first.clone()).await.unwrap();
        t.send().await;
        t.requests_are("create_clocked_task", 1).await;
        page.driver
            .switch_to_window(page.driver.windows().await.unwrap()[1].clone())
            .await
            .unwrap();
        t.send().await;
        page.sees("另一个标签页正在发送同样的计划").await;
        page.focus_is_on("elsewhere").await;
        page.driver.switch_to_window(first).await.unwrap();
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_page_that_was_left_keeps_nobody_from_sending() {
    play(async |t: &Stage| {
        let page = &t.page;
        let no = json!({"result": false, "code": 3540000, "message": "not now"});
        t.fault("create_clocked_task", Fault::answer(200, no, false));
        t.fill_release().await;
        t.review().await;
        // As if it were left in the moment of the answer: the browser keeps it for
        // the way back, and with it the lock.
        let never_unlock = "const request = LockManager.prototype.request;
            LockManager.prototype.request = function (name, options, then) {
                const keep = (lock) => { then(lock); return new Promise(() => {}); };
                return request.call(this, name, options, keep);
            }";
        page.run(never_unlock, &[]).await;
        t.send().await;
        page.sees("not now").await;
        t.forget().await;
        t.fill_release().await;
        t.review().await;
        // Chromium evicts a page that was left when its lock is asked for, mostly
        // before the answer, and after a query never.
        let query_first = "const request = LockManager.prototype.request;
            LockManager.prototype.request = async function (...rest) {
                await this.query();
                return request.apply(this, rest);
            }";
        page.run(query_first, &[]).await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
    });
}

/// Holds all locks until told, and counts those that the page is given then.
const HOLD: &str = "const request = LockManager.prototype.request;
    window.given = 0;
    LockManager.prototype.request = function (name, options, then) {
        if (window.held) return then(null);
        window.given += 1;
        return request.call(this, name, options, then);
    };
    window.held = true";

/// On the form, while the press of one more of the same still waits for its lock.
async fn is_back_while_a_press_waits(t: &Stage) {
    let page = &t.page;
    t.fill_release().await;
    t.review_and_send().await;
    page.has_heading("计划任务 #1").await;
    page.press("再计划一个").await;
    page.settles().await;
    t.review().await;
    page.sees("流程没有变化").await;
    page.run(HOLD, &[]).await;
    t.send_once_more().await;
    page.press("返回修改").await;
}

#[test]
fn a_press_that_waited_for_the_lock_sends_nothing_from_a_review_opened_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        is_back_while_a_press_waits(t).await;
        page.run("window.held = false", &[]).await;
        t.review().await;
        page.sees("流程没有变化").await;
        until(
            "the earlier press to be given its lock",
            async || match page.run("return window.given", &[]).await {
                one if one == 1 => Ok(()),
                other => Err(other.to_string()),
            },
        )
        .await;
        t.send_once_more().await;
        page.has_heading("计划任务 #2").await;
        assert_eq!(t.creations().len(), 2, "one a press that counts");
    });
}

#[test]
fn a_press_while_an_earlier_one_still_waits_goes_out_once() {
    play(async |t: &Stage| {
        let page = &t.page;
        is_back_while_a_press_waits(t).await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.send_once_more().await;
        page.run("window.held = false", &[]).await;
        page.has_heading("计划任务 #2").await;
        assert_eq!(t.creations().len(), 2);
        assert_eq!(t.tasks().len(), 2);
    });
}
