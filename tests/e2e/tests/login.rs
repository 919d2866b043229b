//! A login that ends and comes back: the page goes on by itself where it only
//! reads, and asks once more where it creates.

use e2e::wait::until;
use e2e::{Fault, Stage, play};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

/// More than any test asks.
const ALWAYS: u32 = 500;

/// From now on nobody is logged in.
fn login_ends(t: &Stage, fault: Fault) {
    t.may_fail("/api/");
    // Of the login page.
    t.may_fail("favicon.ico");
    t.faults("*", ALWAYS, fault);
}

/// Somebody logged in, and comes back to the page.
async fn returns_logged_in(t: &Stage) {
    t.sandbox.clear_faults();
    returns(t).await;
}

async fn returns(t: &Stage) {
    let script = "window.dispatchEvent(new Event('focus'))";
    t.page.run(script, &[]).await;
}

async fn windows_are(t: &Stage, number: usize) -> Vec<WindowHandle> {
    until(&format!("{number} windows"), async || {
        let windows = t.page.driver.windows().await.expect("windows");
        match windows.len() {
            count if count == number => Ok(windows),
            count => Err(count.to_string()),
        }
    })
    .await
}

#[test]
fn a_form_that_could_not_be_read_is_read_once_the_popup_is_closed() {
    play(async |t: &Stage| {
        let page = &t.page;
        login_ends(t, Fault::Login);
        t.open_template(3).await;
        let own = page.driver.window().await.expect("a window");
        page.sees("登录已失效").await;
        until(
            "projects, templates and the template",
            async || match page.lines(".failure a").await {
                places if places.len() == 3 => Ok(()),
                places => Err(format!("{places:?}")),
            },
        )
        .await;
        page.run("document.querySelector('.failure a').click()", &[])
            .await;
        let windows = windows_are(t, 2).await;
        let popup = windows.into_iter().find(|window| *window != own).unwrap();
        page.driver.switch_to_window(popup).await.unwrap();
        until("the login page", async || {
            let address = page.driver.current_url().await.expect("an address");
            match address.path().starts_with("/sandbox/login/") {
                true => Ok(()),
                false => Err(address.to_string()),
            }
        })
        .await;
        let opener = page.run("return window.opener", &[]).await;
        assert_eq!(opener, Value::Null, "it cannot send the page elsewhere");
        t.sandbox.clear_faults();
        page.driver.close_window().await.unwrap();
        page.driver.switch_to_window(own).await.unwrap();
        page.sees_no("登录已失效").await;
        page.settles().await;
        t.fill_start().await;
        t.review().await;
    });
}

#[test]
fn a_popup_that_stays_open_is_closed_once_the_login_is_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        login_ends(t, Fault::Login);
        t.open_template(3).await;
        page.sees("登录已失效").await;
        page.run("document.querySelector('.failure a').click()", &[])
            .await;
        windows_are(t, 2).await;
        // The page looks by itself, too.
        t.sandbox.clear_faults();
        page.sees_no("登录已失效").await;
        windows_are(t, 1).await;
    });
}

#[test]
fn where_no_popup_opens_the_link_does() {
    play(async |t: &Stage| {
        let page = &t.page;
        login_ends(t, Fault::Login);
        t.open_template(3).await;
        let own = page.driver.window().await.expect("a window");
        page.sees("登录已失效").await;
        page.run(
            "window.open = () => null; document.querySelector('.failure a').click()",
            &[],
        )
        .await;
        let windows = windows_are(t, 2).await;
        let tab = windows.into_iter().find(|window| *window != own).unwrap();
        page.driver.switch_to_window(tab).await.unwrap();
        t.sandbox.clear_faults();
        page.driver.close_window().await.unwrap();
        page.driver.switch_to_window(own).await.unwrap();
        page.sees_no("登录已失效").await;
    });
}

#[test]
fn what_was_typed_stands_there_when_a_reading_goes_on() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let typed = page.typed().await;
        login_ends(t, Fault::NotUser);
        page.untick("发布").await;
        page.sees("登录已失效").await;
        returns_logged_in(t).await;
        page.sees_no("登录已失效").await;
        page.settles().await;
        page.tick("发布").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
    });
}

#[test]
fn a_creation_goes_back_to_the_review_and_waits_for_a_press() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let typed = page.typed().await;
        for (sent, fault) in [Fault::Login, Fault::LoginRedirect, Fault::NotUser]
            .into_iter()
            .enumerate()
        {
            t.review().await;
            let shown = page.request_json().await;
            page.sees("流程没有变化").await;
            page.sees_no("正在核对流程是否有变化").await;
            login_ends(t, fault);
            let looks = t.requests("get_clocked_task_list").len() + 1;
            t.send().await;
            page.has_heading("登录已失效").await;
            page.sees("没有创建任何任务").await;
            t.requests_are("get_clocked_task_list", looks).await;
            // Still not: nothing changes.
            returns(t).await;
            t.requests_are("get_clocked_task_list", looks + 1).await;
            page.has_heading("登录已失效").await;
            returns_logged_in(t).await;
            page.has_heading("请核对").await;
            page.sees("已重新登录").await;
            assert_eq!(page.request_json().await, shown, "the same plan");
            assert_eq!(t.creations().len(), sent + 1, "never sent by itself");
            assert_eq!(t.tasks().len(), 0);
            page.press("返回修改").await;
            assert_eq!(page.typed().await, typed);
        }
        t.review().await;
        assert!(
            !page.text().await.contains("已重新登录"),
            "an ordinary review"
        );
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_review_without_a_login_says_so_before_anything_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        login_ends(t, Fault::Login);
        t.review().await;
        page.sees("登录已失效").await;
        returns_logged_in(t).await;
        page.sees("流程没有变化").await;
        page.sees_no("登录已失效").await;
        assert_eq!(t.creations().len(), 0);
        t.send().await;
        page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn a_lost_answer_is_looked_into_once_the_login_is_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        page.sees("流程没有变化").await;
        let lost = Fault::answer(
            504,
            json!({"result": false, "code": 1650401, "message": "timeout"}),
            true,
        );
        t.fault("create_clocked_task", lost);
        login_ends(t, Fault::Login);
        t.send().await;
        page.has_heading("结果未知").await;
        page.sees("登录已失效").await;
        returns_logged_in(t).await;
        page.sees("任务已经创建").await;
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn a_record_and_a_list_are_read_when_the_login_is_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        let task = json!({"project_id": 1, "template_id": 3, "task_name": "nightly",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(3))});
        t.sandbox.add_task(&task.to_string()).unwrap();
        for query in ["clocked_task_id=1", "view=planned"] {
            login_ends(t, Fault::Login);
            t.visit(&format!("lang=zh&bk_biz_id=2&{query}")).await;
            page.sees("登录已失效").await;
            returns_logged_in(t).await;
            page.sees("nightly").await;
            page.sees_no("登录已失效").await;
        }
    });
}
