//! Large text and little motion: at 200 and 400 % nothing is lost and nothing
//! scrolls in two directions; who asked for less motion sees none.

use e2e::stage::play_slowly;
use e2e::{Fault, Page, Stage, not_in, play};
use serde_json::{Value, json};

/// A window of 1280 by 1024 pixels, zoomed.
const ZOOMED: [(u32, u32, u32); 2] = [(640, 512, 2), (320, 256, 4)];

/// Every text and every control that can be seen.
const TEXTS: &str = "const root = document.querySelector('dialog:modal') ?? document.body;
    const found = new Set();
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode())
        if (text.data.trim() && text.parentElement.checkVisibility() && !text.parentElement.closest('[role=timer], script'))
            found.add(text.data.trim());
    for (const control of root.querySelectorAll('input, select, textarea, button'))
        if (control.checkVisibility()) found.add(control.id);
    return Array.from(found)";

/// The part of the window in which the open dialog scrolls.
const SCROLLED: &str = "const dialog = document.querySelector('dialog:modal');
    const all = [dialog, ...dialog.querySelectorAll('.dialog-body')];
    const own = all.find((e) => e.scrollHeight > e.clientHeight && ['auto', 'scroll'].includes(getComputedStyle(e).overflowY));
    return own.clientHeight / innerHeight > 0.6 ? '' : `${own.className} has ${own.clientHeight} of ${innerHeight}`";

async fn texts(page: &Page) -> Vec<String> {
    serde_json::from_value(page.run(TEXTS, &[]).await).unwrap()
}

/// Nothing that is there on the whole window is lost when it is zoomed.
async fn stays_whole(t: &Stage, state: &str) {
    let page = &t.page;
    page.is_sized(1280, 1024, 1).await;
    let whole = texts(page).await;
    assert!(whole.len() > 10, "{state}: {whole:?}");
    for (width, height, dots) in ZOOMED {
        page.is_sized(width, height, dots).await;
        let now = texts(page).await;
        let lost: Vec<&String> = whole.iter().filter(|text| !now.contains(text)).collect();
        assert!(lost.is_empty(), "{state} at {width}: {lost:?} is lost");
        let misfits = page.misfits().await;
        assert!(misfits.is_empty(), "{state} at {width}: {misfits:#?}");
        let stuck = page.stuck_share().await;
        assert!(
            stuck <= 0.25,
            "{state} at {width}: {stuck} of it is covered"
        );
        page.has_no_barriers(state).await;
    }
    page.is_sized(1280, 1024, 1).await;
}

#[test]
fn at_200_and_400_percent_nothing_is_lost_and_everything_scrolls_one_way() {
    not_in!(WebKit: "its driver does not zoom, nor change what the system asks for");
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.sees("可以提交").await;
        stays_whole(t, "the filled form").await;
        t.review().await;
        page.sees("流程没有变化").await;
        stays_whole(t, "the review").await;
        page.is_sized(320, 256, 4).await;
        assert_eq!(page.run(SCROLLED, &[]).await, "");
        t.send().await;
        page.has_heading("计划任务 #1").await;
        page.sees("记录与发送的内容一致").await;
        stays_whole(t, "the record").await;
        page.press("计划列表").await;
        page.find(&["link"], "夜间发布").await;
        stays_whole(t, "the planned runs").await;
    });
}

const LESS_MOTION: [(&str, &str); 1] = [("prefers-reduced-motion", "reduce")];

/// What moves: transitions and animations of more than a hundredth of a second.
const MOVES: &str = "const found = [];
    for (const element of document.querySelectorAll('*'))
        for (const part of ['', '::before', '::after']) {
            const style = getComputedStyle(element, part);
            const is_long = (list) => list.split(',').some((time) => parseFloat(time) > 0.01);
            const animated = style.animationName !== 'none' && is_long(style.animationDuration);
            if (animated || is_long(style.transitionDuration) || style.scrollBehavior === 'smooth')
                found.push(`${element.tagName} ${element.className} ${part}`);
        }
    return found";

#[test]
fn who_asked_for_less_motion_sees_none() {
    not_in!(WebKit: "its driver does not zoom, nor change what the system asks for");
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 20_000 });
        t.send().await;
        page.find(&["button"], "停止等待").await;
        assert_ne!(page.run(MOVES, &[]).await, json!([]), "something turns");
        page.system_asks(&LESS_MOTION).await;
        assert_eq!(page.run(MOVES, &[]).await, json!([]));
        page.press("停止等待").await;
        page.press("查看").await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(page.run(MOVES, &[]).await, json!([]));
    });
}

/// It comes by an animation that moves nothing.
#[test]
fn the_way_out_of_a_page_that_does_not_open_comes_with_less_motion_too() {
    not_in!(WebKit: "its driver does not zoom, nor change what the system asks for");
    play_slowly(async |t: &Stage| {
        let page = &t.page;
        page.system_asks(&LESS_MOTION).await;
        t.visit("lang=zh").await;
        page.has_heading("正在打开…").await;
        let after_a_while = "const link = document.querySelector('.boot-late');
            link.getAnimations().forEach((animation) => animation.finish());
            return getComputedStyle(link).visibility";
        let seen: Value = page.run(after_a_while, &[]).await;
        assert_eq!(seen, "visible");
        page.has_heading("任务目标").await;
    });
}
