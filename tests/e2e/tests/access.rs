//! Every state of the page, in both languages, light and dark, wide and narrow:
//! axe finds nothing, nothing sticks out, and the focus is where it is needed.

use e2e::{Fault, Stage, play};
use serde_json::Value;
use thirtyfour::Key;

/// Words of the page that lead from state to state.
struct Words {
    template: &'static str,
    date: &'static str,
    time: &'static str,
    plan: &'static str,
    confirm: &'static str,
    back: &'static str,
    stop: &'static str,
    show: &'static str,
    unknown: &'static str,
    denied: &'static str,
    nodes: &'static str,
    wire: &'static str,
}

const CHINESE: Words = Words {
    template: "流程模板",
    date: "日期",
    time: "时间（24 小时制）",
    plan: "创建计划任务…",
    confirm: "确认创建",
    back: "返回修改",
    stop: "停止等待",
    show: "查看",
    unknown: "结果未知",
    denied: "没有权限",
    nodes: "查看节点",
    wire: "实际发送的请求",
};

const ENGLISH: Words = Words {
    template: "Template",
    date: "Date",
    time: "Time (24-hour)",
    plan: "Plan this run…",
    confirm: "Confirm and plan",
    back: "Back to the form",
    stop: "Stop waiting",
    show: "Open",
    unknown: "Outcome unknown",
    denied: "Permission refused",
    nodes: "Show the nodes",
    wire: "The exact request",
};

/// No barrier, and nothing to scroll sideways for.
async fn is_fine(t: &Stage, state: &str) {
    t.page.has_no_barriers(state).await;
    let wider = t
        .page
        .run(
            "const root = document.scrollingElement;
            return root.scrollWidth > root.clientWidth ? [root.scrollWidth, root.clientWidth] : null",
            &[],
        )
        .await;
    assert_eq!(wider, Value::Null, "{state} is wider than its window");
}

/// Leads through every state.
async fn every_state(t: &Stage, l: &Words, query: &str, width: u32) {
    let page = &t.page;
    page.is_wide(width).await;
    t.open(query).await;
    is_fine(t, "the empty form").await;
    page.press(l.plan).await;
    page.focus_is_on("problems").await;
    is_fine(t, "the form with every problem").await;
    t.open(&format!("{query}&bk_biz_id=2&template_id=2")).await;
    page.type_into(l.date, &t.day(40)).await;
    page.type_into(l.time, "02:30").await;
    page.tick("发布").await;
    page.settles().await;
    page.type_into("服务B", "svc-b").await;
    page.type_into("版本", "2.4.1").await;
    page.press(l.nodes).await;
    is_fine(t, "the filled form").await;
    page.type_into(l.template, "").await;
    page.find(&["option"], "带执行方案的发布流程").await;
    is_fine(t, "an open list").await;
    page.key(Key::Escape).await;
    page.press(l.plan).await;
    page.press(l.wire).await;
    is_fine(t, "the review").await;
    t.fault("create_clocked_task", Fault::Permission);
    page.press(l.confirm).await;
    page.has_heading(l.denied).await;
    is_fine(t, "a refusal").await;
    page.press(l.back).await;
    t.fault("create_clocked_task", Fault::Delay { ms: 20_000 });
    page.press(l.plan).await;
    page.press(l.confirm).await;
    page.find(&["button"], l.stop).await;
    is_fine(t, "sending").await;
    page.press(l.stop).await;
    page.has_heading(l.unknown).await;
    page.find(&["button"], l.show).await;
    is_fine(t, "an unknown outcome").await;
    page.press(l.show).await;
    page.focus_is_on("record-title").await;
    is_fine(t, "the record").await;
}

#[test]
fn a_wide_light_page_in_chinese_has_no_barriers_in_any_state() {
    play(async |t: &Stage| every_state(t, &CHINESE, "lang=zh&theme=light", 1280).await);
}

#[test]
fn a_wide_dark_page_in_english_has_no_barriers_in_any_state() {
    play(async |t: &Stage| every_state(t, &ENGLISH, "lang=en&theme=dark", 1280).await);
}

#[test]
fn a_narrow_dark_page_in_chinese_has_no_barriers_in_any_state() {
    play(async |t: &Stage| every_state(t, &CHINESE, "lang=zh&theme=dark", 360).await);
}

#[test]
fn a_narrow_light_page_in_english_has_no_barriers_in_any_state() {
    play(async |t: &Stage| every_state(t, &ENGLISH, "lang=en&theme=light", 360).await);
}

#[test]
fn every_kind_of_control_has_no_barriers_and_fits_320_pixels() {
    play(async |t: &Stage| {
        for (width, theme) in [(1280, "light"), (320, "dark")] {
            t.page.is_wide(width).await;
            t.open(&format!("lang=en&theme={theme}&bk_biz_id=2&template_id=1"))
                .await;
            // The second time the draft has brought them back.
            if width == 1280 {
                t.page.press_at("整数", "Edit as JSON").await;
                t.page.press_at("日期", "Do not send").await;
                t.page.press("Add a variable").await;
            }
            is_fine(t, "every control").await;
            t.page.press("Plan this run…").await;
            t.page.focus_is_on("problems").await;
            is_fine(t, "every control with its problem").await;
        }
    });
}

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
