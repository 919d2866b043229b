//! The focus is where it is needed.

use e2e::{Fault, Stage, play};
use thirtyfour::Key;

#[test]
fn the_focus_returns_to_the_button_when_the_review_is_left() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        page.focus_is_on("review-title").await;
        page.key(Key::Escape).await;
        page.focus_is_named("创建计划任务…").await;
        assert!(t.creations().is_empty());
    });
}

#[test]
fn the_focus_is_on_the_news_in_every_state_of_a_submission() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault("create_clocked_task", Fault::Permission);
        t.review_and_send().await;
        page.focus_is_named("没有权限").await;
        page.press("重新核对").await;
        page.focus_is_named("请核对").await;
        t.fault("create_clocked_task", Fault::Delay { ms: 20_000 });
        t.send().await;
        page.focus_is_named("正在创建").await;
        page.press("停止等待").await;
        page.focus_is_named("结果未知").await;
        page.press("查看").await;
        page.focus_is_named("计划任务 #1").await;
        page.press("再计划一个").await;
        page.focus_is_on("task-name").await;
    });
}

#[test]
fn escape_does_not_leave_while_the_request_is_out() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 1_500 });
        t.review_and_send().await;
        page.has_heading("正在创建…").await;
        page.key(Key::Escape).await;
        page.key(Key::Escape).await;
        page.key(Key::Escape).await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn every_zone_is_reachable_by_keyboard_to_the_last() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.type_into("时区", "").await;
        page.key(Key::End).await;
        let last = "return document.activeElement.getAttribute('aria-activedescendant')";
        let id = page.run(last, &[]).await;
        let script = "const list = document.querySelectorAll('#plan-zone-list [role=option]');
            const last = list[list.length - 1];
            const box = last.getBoundingClientRect(), frame = last.parentElement.getBoundingClientRect();
            return [last.id, list.length > 400, box.bottom <= frame.bottom + 1]";
        let seen = e2e::wait::until("the last zone to be in view", async || {
            let seen = page.run(script, &[]).await;
            match seen[2] == true {
                true => Ok(seen),
                false => Err(seen.to_string()),
            }
        })
        .await;
        assert_eq!(seen[0], id);
        assert_eq!(seen[1], true, "all of them");
        page.key(Key::Enter).await;
        page.sees("与你浏览器的时区（Asia/Shanghai）不同").await;
    });
}
