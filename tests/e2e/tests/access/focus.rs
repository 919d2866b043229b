//! The focus: the order in which Tab leads through the page, that it is seen
//! wherever it is, and that it is where the news are.

use e2e::flow::{constant, flow};
use e2e::wait::until;
use e2e::{Engine, Fault, Page, Stage, not_in, play};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Why a test is left out.
pub const NARROW: &str = "its driver opens no narrow window that takes the focus";

/// What is wrong with how the focused element is seen. A sticky part must not
/// lie over it, and nothing else may have the ring of the focus.
const STOP: &str = "const own = document.activeElement;
    const wrong = [];
    const ring = (e) => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(e);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && !/, 0\\)$|^transparent/.test(outlineColor);
    };
    if (!ring(own)) wrong.push('no ring');
    const others = Array.from(document.querySelectorAll('*')).filter((e) => e !== own && ring(e));
    if (others.length) wrong.push(`${others.length} more rings`);
    const box = own.getBoundingClientRect();
    const seen = {left: 0, top: 0, right: document.documentElement.clientWidth, bottom: innerHeight};
    const cut = (by) => {
        for (const side of ['left', 'top']) seen[side] = Math.max(seen[side], by[side]);
        for (const side of ['right', 'bottom']) seen[side] = Math.min(seen[side], by[side]);
    };
    for (let around = own.parentElement; around; around = around.parentElement)
        if (getComputedStyle(around).overflowY !== 'visible') cut(around.getBoundingClientRect());
    const room = seen.bottom - seen.top;
    cut(box);
    const [width, height] = [seen.right - seen.left, seen.bottom - seen.top];
    // What scrolls by itself may be seen in part, and so may what the browser leaves where it is.
    const scrolls = own.matches('[role=region]') || own.tabIndex < 0;
    const least = Math.min(box.height, room, scrolls ? 24 : arguments[0] ?? Infinity);
    if (width < box.width - 1 || height < least - 1) wrong.push(`seen ${width} × ${height} of ${box.width} × ${box.height}`);
    // Not its corners, which may be round.
    const [middle, centre] = [seen.left + width / 2, seen.top + height / 2];
    for (const [x, y] of [[middle, centre], [middle, seen.top + 2], [middle, seen.bottom - 2], [seen.left + 2, centre]]) {
        const hit = document.elementFromPoint(x, y);
        if (!own.contains(hit)) wrong.push(`under ${hit?.outerHTML.slice(0, 80)}`);
    }
    return wrong";

/// Whether the focused element is a stop of the browser's own, which the page gives
/// no place in the order: Firefox stops at what scrolls, WebKit on its way round a
/// dialog at the title.
async fn is_stop_of_browser(page: &Page) -> bool {
    let is_told = page.run("return document.activeElement.tabIndex >= 0", &[]);
    Engine::chosen() != Engine::Chromium && is_told.await == false
}

/// The first line of what has the focus, behind which may stand a mark, such as a
/// number of nodes. What only a screen reader is told ends that line in WebKit.
async fn stop(page: &Page) -> String {
    let name = page.focused().await;
    let line = name.lines().next().unwrap_or_default();
    let hidden =
        "return document.activeElement.querySelector('.visually-hidden')?.textContent.trim() ?? ''";
    let hidden = page.run(hidden, &[]).await;
    let hidden = hidden.as_str().unwrap_or_default();
    line.strip_suffix(hidden).unwrap_or(line).trim().to_owned()
}

/// Offered at some hours only.
const OF_THE_HOUR: &str = "Tonight 22:00";

/// Firefox scrolls to nothing that is in sight already, be it in part: of that, so
/// many pixels are to be seen.
fn least_in_sight() -> Option<u32> {
    (Engine::chosen() == Engine::Firefox).then_some(12)
}

/// The focused element is seen as it should be. WebKit scrolls to it a moment later.
async fn is_in_sight(page: &Page, place: &str) {
    let what = format!("the focus in sight at {place}");
    until(&what, async || {
        match page.run(STOP, &[json!(least_in_sight())]).await {
            Value::Array(wrong) if wrong.is_empty() => Ok(()),
            wrong => Err(wrong.to_string()),
        }
    })
    .await;
}

/// Where Tab leads from the focused element on, until it leaves the page.
pub async fn stops(page: &Page) -> Vec<String> {
    let mut names = Vec::new();
    page.run("window.firstStop = document.activeElement", &[])
        .await;
    for _ in 0..150 {
        let is_on_page = "return document.hasFocus() && document.activeElement !== document.body";
        if page.run(is_on_page, &[]).await != Value::Bool(true) {
            return names;
        }
        let name = stop(page).await;
        let is_round = "return document.activeElement === window.firstStop";
        if !names.is_empty() && page.run(is_round, &[]).await == true {
            return names;
        }
        is_in_sight(page, &format!("{name:?} after {names:?}")).await;
        if name != OF_THE_HOUR && !is_stop_of_browser(page).await {
            names.push(name);
        }
        page.key(Key::Tab).await;
    }
    panic!("Tab never leaves the page: {names:?}");
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
        page.focus_is_named("任务已经创建").await;
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
        let seen = until("the last zone to be in view", async || {
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

pub async fn fill_in_english(t: &Stage) {
    let page = &t.page;
    t.open("lang=en&bk_biz_id=2&template_id=2").await;
    page.type_into("Date", &t.day(40)).await;
    page.type_into("Time (24-hour)", "02:30:15").await;
    page.tick("发布").await;
    page.settles().await;
    page.type_into("服务B", "svc-b").await;
    page.type_into("版本", "2.4.1").await;
}

/// From the first place on.
pub async fn stops_of_page(page: &Page) -> Vec<String> {
    page.run("document.querySelector('.skip').focus()", &[])
        .await;
    // By keys, so that the browser shows where it is.
    page.key(Key::Tab).await;
    let keys = page.driver.action_chain();
    let back = keys.key_down(Key::Shift).send_keys(Key::Tab);
    back.key_up(Key::Shift).perform().await.unwrap();
    stops(page).await
}

const FORM: [&str; 50] = [
    "Skip to the form",
    "Planned runs",
    "中文",
    "Appearance",
    "Project",
    "CMDB business id",
    "Template",
    "Name",
    "In 10 min",
    "In 1 h",
    "Tomorrow 02:00",
    "Date",
    "Open the calendar",
    "Time (24-hour)",
    "Time zone",
    "only-prep",
    "发布",
    "回滚",
    "stop A only",
    "<b>x</b>&\"'",
    "Select all",
    "Clear",
    "Undo the last tick",
    "Show the nodes",
    "Paste values…",
    "Copy all values",
    "Search by name, key or value",
    "Filter",
    "环境",
    "More",
    "操作人",
    "More",
    "动作",
    "More",
    "服务A",
    "More",
    "服务B",
    "Reset",
    "More",
    "等待秒数",
    "More",
    "版本",
    "Reset",
    "More",
    "包名(引用版本)",
    "More",
    "Add a variable",
    "All of them",
    "Plan this run…",
    "Copy a link to this form",
];

#[test]
fn tab_leads_through_the_filled_form_in_its_order_and_is_always_seen() {
    play(async |t: &Stage| {
        t.page.is_wide(1280).await;
        fill_in_english(t).await;
        assert_eq!(stops_of_page(&t.page).await, FORM);
    });
}

#[test]
fn tab_leads_through_the_filled_form_in_a_narrow_and_in_a_low_window_too() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| {
        let page = &t.page;
        fill_in_english(t).await;
        // The button stands in the bar below everything; on a very low window the bar does not
        // stay in view.
        let mut narrow = FORM.to_vec();
        narrow.retain(|name| *name != "Plan this run…");
        narrow.push("Plan this run…");
        page.is_wide(360).await;
        assert_eq!(stops_of_page(page).await, narrow);
        page.is_sized(320, 256, 4).await;
        assert_eq!(stops_of_page(page).await, narrow);
    });
}

async fn is_led_through_review(page: &Page) {
    page.control(Key::Enter).await;
    page.sees("The template has not changed").await;
    page.focus_is_on("review-title").await;
    page.key(Key::Tab).await;
    let order = [
        "Variables",
        "The exact request",
        "Back to the form",
        "Confirm and plan",
    ];
    assert_eq!(stops(page).await, order);
    page.key(Key::Escape).await;
    page.focus_is_named("版本").await;
}

#[test]
fn tab_leads_through_the_review_in_its_order_and_is_always_seen() {
    play(async |t: &Stage| {
        t.page.is_wide(1280).await;
        fill_in_english(t).await;
        is_led_through_review(&t.page).await;
    });
}

#[test]
fn tab_leads_through_the_review_in_a_narrow_and_in_a_low_window_too() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| {
        fill_in_english(t).await;
        for (width, height, dots) in [(360, 800, 2), (320, 256, 4)] {
            t.page.is_sized(width, height, dots).await;
            is_led_through_review(&t.page).await;
        }
    });
}

#[test]
fn every_dialog_gives_the_focus_back_to_what_opened_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        for width in [1280, 360] {
            page.is_wide(width).await;
            t.forget().await;
            fill_in_english(t).await;
            for (opener, title, leave) in [
                ("Plan this run…", "Please check", "Back to the form"),
                ("Paste values…", "Take over values of variables", "Cancel"),
            ] {
                page.press(opener).await;
                page.has_heading(title).await;
                page.press(leave).await;
                page.focus_is_named(opener).await;
                page.key(Key::Enter).await;
                page.has_heading(title).await;
                page.key(Key::Escape).await;
                page.focus_is_named(opener).await;
            }
        }
    });
}

#[test]
fn a_cell_of_a_wide_table_comes_into_sight_with_the_focus() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| {
        let page = &t.page;
        let forms = include_str!("../../../sandbox/seed/template/forms.json");
        let id = t.sandbox.add_template(forms).unwrap();
        page.is_wide(360).await;
        t.open_template(id).await;
        page.type_into("主机名，第 1 行", "web").await;
        for _ in 0..8 {
            page.key(Key::Tab).await;
            let name = page.focused().await;
            is_in_sight(page, &name).await;
        }
    });
}

/// Or the second press of a hasty hand meets another button.
#[test]
fn the_button_for_more_tools_stays_where_it_was_pressed() {
    play(async |t: &Stage| {
        let page = &t.page;
        let version = constant("${v}", "版本", "input", &json!("1"));
        t.add(&flow(907, "一个变量", &["步骤"], &[version]));
        t.open_template(907).await;
        page.type_into_variable("版本", "2.4.1").await;
        let more = page.find(&["button"], "更多").await;
        let place = more.rect().await.unwrap();
        more.click().await.unwrap();
        page.sees("以 JSON 编辑").await;
        let now = more.rect().await.unwrap();
        assert_eq!((now.x, now.y), (place.x, place.y));
        more.click().await.unwrap();
        page.sees_no("以 JSON 编辑").await;
    });
}
