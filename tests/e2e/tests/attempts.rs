//! One intention, one task, over reloads: what was sent is remembered
//! before it goes out.

use e2e::wait::until;
use e2e::{Fault, Stage, not_in, play};
use serde_json::json;
use thirtyfour::Key;

const LOOKS: &str = r#"{"timeouts": {"look_up_seconds": 1}}"#;

#[test]
fn a_reload_while_sending_is_followed_by_a_look_and_not_by_a_second_request() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 1500 });
        t.review_and_send().await;
        t.requests_are("create_clocked_task", 1).await;
        t.may_fail("create_clocked_task");
        page.driver.refresh().await.expect("it reloads");
        page.has_heading("任务已经创建").await;
        page.sees("页面关闭时还没有确定的结果").await;
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        page.sees("记录与发送的内容一致").await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
        // It is settled now.
        t.open_template(2).await;
        page.sees_no("结果未知").await;
        page.sees_no("任务已经创建").await;
    });
}

/// A server may take its time for the page as well: until the page comes, the
/// old one goes on and takes the answer, which nobody sees.

#[test]
fn a_record_that_nobody_can_have_seen_is_shown_by_the_next_page() {
    not_in!(WebKit: "it paints a record once more before it leaves it");
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review().await;
        page.sees("流程没有变化").await;
        let leave = "const form = location.href;
            new MutationObserver(() => {
                if (document.getElementById('record-title')) location.href = form;
            }).observe(document.body, {childList: true, subtree: true})";
        page.run(leave, &[]).await;
        let asked = t.requests("get_template_info").len();
        t.send().await;
        until("the next page", async || {
            match t.requests("get_template_info").len() {
                now if now > asked => Ok(()),
                now => Err(now.to_string()),
            }
        })
        .await;
        page.has_heading("计划任务 #1").await;
        page.sees("夜间发布").await;
        t.open_template(2).await;
        page.sees_no("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_reload_while_sending_the_same_once_more_loses_nothing() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(LOOKS));
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        let typed = page.typed().await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.fault("create_clocked_task", Fault::Delay { ms: 1500 });
        t.may_fail("create_clocked_task");
        t.send_once_more().await;
        t.requests_are("create_clocked_task", 2).await;
        page.driver.refresh().await.expect("it reloads");
        page.sees("#2").await;
        page.press("返回修改").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
    });
}

#[test]
fn an_interrupted_attempt_that_made_nothing_leads_back_to_the_form() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(LOOKS));
        t.fill_release().await;
        let typed = page.typed().await;
        t.faults("create_clocked_task", 20, Fault::DropBefore);
        t.faults("get_clocked_task_list", 3, Fault::Delay { ms: 3000 });
        t.review_and_send().await;
        page.has_heading("结果未知").await;
        page.driver.refresh().await.expect("it reloads");
        t.sandbox.clear_faults();
        page.has_heading("没有找到这个任务").await;
        page.press("重新核对").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed, "nothing typed is lost");
        assert_eq!(t.tasks().len(), 0);
    });
}

#[test]
fn an_older_attempt_that_is_found_costs_nothing_that_was_typed_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let lost = Fault::Cut { bytes: 40 };
        t.fault("create_clocked_task", lost);
        t.faults("get_clocked_task_list", 20, Fault::Delay { ms: 1000 });
        t.review_and_send().await;
        page.press("停止查找").await;
        page.press("返回修改").await;
        t.sandbox.clear_faults();
        page.type_into("任务名称", "另一个").await;
        let typed = page.typed().await;
        page.driver.refresh().await.expect("it reloads");
        page.has_heading("任务已经创建").await;
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        page.press("返回表单").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed, "nothing typed is lost");
        page.driver.refresh().await.expect("it reloads");
        page.settles().await;
        page.sees_no("结果未知").await;
        page.sees_no("任务已经创建").await;
        assert_eq!(page.typed().await, typed, "nor by another reload");
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn another_like_an_attempt_that_was_found_costs_nothing_that_was_typed_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::Cut { bytes: 40 });
        t.faults("get_clocked_task_list", 20, Fault::Delay { ms: 1000 });
        t.review_and_send().await;
        page.press("停止查找").await;
        page.press("返回修改").await;
        t.sandbox.clear_faults();
        page.type_into("任务名称", "另一个").await;
        let typed = page.typed().await;
        page.driver.refresh().await.expect("it reloads");
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "夜间发布");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
    });
}

#[test]
fn whoever_saw_that_it_was_created_is_not_told_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::Cut { bytes: 40 });
        t.review_and_send().await;
        page.sees("任务已经创建").await;
        page.press("返回修改").await;
        page.driver.refresh().await.expect("it reloads");
        page.settles().await;
        page.sees_no("结果未知").await;
        page.sees_no("任务已经创建").await;
        t.review().await;
        page.sees("已经发送过同样的计划：计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn a_double_click_sends_once() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        page.sees("流程没有变化").await;
        let twice = "const button = document.querySelector('dialog .primary');
            button.click();
            button.click()";
        page.run(twice, &[]).await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn keys_and_clicks_before_the_template_is_read_again_send_once() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.field("任务名称").await.focus().await.unwrap();
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
        page.control(Key::Enter).await;
        page.has_heading("请核对").await;
        let button = page.find(&["button"], "确认创建").await;
        button.focus().await.unwrap();
        page.key(Key::Enter).await;
        page.press("核对后创建…").await;
        page.key(Key::Enter).await;
        assert_eq!(t.creations().len(), 0, "not before the look is over");
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn back_and_forth_while_sending_send_once() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=zh").await;
        t.fill_plain().await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.fault("create_clocked_task", Fault::Delay { ms: 3000 });
        t.send().await;
        t.requests_are("create_clocked_task", 1).await;
        page.driver.back().await.expect("a page before");
        page.has_heading("任务已经创建").await;
        page.driver.forward().await.expect("the page of the form");
        until("the outcome", async || match page.text().await {
            text if text.contains("任务已经创建") => Ok(()),
            text if text.contains("计划任务 #1") => Ok(()),
            text => Err(text),
        })
        .await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
    });
}

/// The gateway gave up and so did the looking; the backend was only slow.

#[test]
fn a_task_that_appears_after_the_looking_is_told_of_before_another_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(LOOKS));
        t.fill_plain().await;
        let lost = Fault::answer(
            504,
            json!({"result": false, "code": 1650401, "message": "timeout", "data": null}),
            false,
        );
        t.fault("create_clocked_task", lost);
        t.review_and_send().await;
        page.sees("没有找到这个任务").await;
        let sent = t.body_json();
        let late = json!({
            "project_id": 1, "template_id": 3,
            "task_name": sent["task_name"], "plan_start_time": sent["plan_start_time"],
        });
        t.sandbox.add_task(&late.to_string()).unwrap();
        // Whoever is in a hurry confirms before the review has read anything.
        t.fault("get_clocked_task_list", Fault::Delay { ms: 4000 });
        page.press("重新核对").await;
        t.send().await;
        page.sees("核对后创建…").await;
        page.focus_is_on("close-plans").await;
        page.sees("同一流程在前后 10 分钟内还有别的计划").await;
        page.sees("#1").await;
        assert_eq!(t.creations().len(), 1, "not sent over the warning");
        assert_eq!(t.tasks().len(), 1);
        // It warns and does not block.
        t.send().await;
        page.has_heading("计划任务 #2").await;
    });
}

#[test]
fn a_machine_that_slept_while_sending_looks_for_the_task() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.fault("create_clocked_task", Fault::Delay { ms: 60_000 });
        t.may_fail("create_clocked_task");
        t.send().await;
        t.requests_are("create_clocked_task", 1).await;
        // Timers stand still in its sleep, the clock does not.
        let sleep = "const now = window.Date.now; window.Date.now = () => now() + 3_600_000";
        page.run(sleep, &[]).await;
        page.has_heading("任务已经创建").await;
        page.sees("等待超时").await;
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1, "never sent again by itself");
    });
}

#[test]
fn a_second_press_of_the_same_plan_asks_and_a_changed_one_does_not() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        t.review().await;
        page.sees("已经发送过同样的计划：计划任务 #1").await;
        page.press("返回修改").await;
        page.type_into("任务名称", "another").await;
        t.review().await;
        page.sees_no("已经发送过同样的计划").await;
        page.sees_no("正在核对流程是否有变化").await;
        t.send().await;
        page.has_heading("计划任务 #2").await;
    });
}
