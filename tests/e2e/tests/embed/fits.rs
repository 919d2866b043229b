//! How the page fits into its frame: height, focus, and what a frame may be
//! denied.

use e2e::stage::{play_with, play_without_storage};
use e2e::wait::until;
use e2e::{Fault, Stage, not_in};
use serde_json::{Value, json};

use crate::portal::{Portal, STOPPED, open_to_all, types};

/// Parts that stay in view whatever is scrolled.
const STUCK: &str = "return Array.from(document.querySelectorAll('#app *'))
    .filter((e) => e.checkVisibility() && ['sticky', 'fixed'].includes(getComputedStyle(e).position))
    .filter((e) => !e.closest('.table-box, dialog')).map((e) => e.className)";

/// The frame's height, that of its content, and whether it is too narrow.
const SIZES: &str = "const root = document.documentElement;
    return [innerHeight, Math.ceil(document.getElementById('app').getBoundingClientRect().height),
        root.scrollHeight > innerHeight, root.scrollWidth > root.clientWidth]";

async fn fits_exactly(t: &Stage) {
    until("the frame to be as high as its content", async || {
        let sizes = t.page.run(SIZES, &[]).await;
        let (frame, content) = (sizes[0].as_i64().unwrap(), sizes[1].as_i64().unwrap());
        match (0..=2).contains(&(frame - content)) && sizes[2] == false && sizes[3] == false {
            true => Ok(()),
            false => Err(sizes.to_string()),
        }
    })
    .await;
}

fn follows_the_content(width: u32) {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::listed(t).await);
        let query = "height=auto&bk_biz_id=2&template_id=2";
        portal.frames(t, query, json!({}), width).await;
        portal.hears(t, "ready").await;
        portal.enter(t, 0).await;
        page.settles().await;
        fits_exactly(t).await;
        assert_eq!(page.run(STUCK, &[]).await, json!([]));
        let order = "const [form, panel] = ['[role=form]', '.panel'].map((s) => document.querySelector(s).getBoundingClientRect());
            return panel.top >= form.bottom && document.querySelector('.panel .primary').checkVisibility()";
        let is_last = page.run(order, &[]).await;
        assert_eq!(is_last, true, "the panel stands at the end");
        let high = page.run("return innerHeight", &[]).await.as_i64();
        page.press("创建计划任务…").await;
        until("more room for the problems", async || {
            match page.run("return innerHeight", &[]).await.as_i64() {
                now if now > high => Ok(()),
                now => Err(format!("{now:?}")),
            }
        })
        .await;
        fits_exactly(t).await;
        types(page, "日期", &t.day(40)).await;
        types(page, "时间（24 小时制）", "02:30:15").await;
        page.tick("发布").await;
        page.settles().await;
        types(page, "服务B", "b").await;
        types(page, "版本", "2.4.1").await;
        fits_exactly(t).await;
        t.review().await;
        portal.leave(t).await;
        is_in_sight(t, &portal).await;
        let told = portal.all(t, "resize").await;
        let twice = told.windows(2).find(|two| two[0] == two[1]);
        assert_eq!(twice, None, "{told:?}");
    });
}

/// The dialog opens where the button was, and the page around comes along.
async fn is_in_sight(t: &Stage, portal: &Portal) {
    let top = "return document.getElementById('review-title').getBoundingClientRect().top";
    let around =
        "const top = arguments[0] + document.querySelector('iframe').getBoundingClientRect().top;
        return top >= 0 && top < innerHeight - 30 ? '' : `${top} of ${innerHeight}`";
    until("the review to be in sight", async || {
        portal.enter(t, 0).await;
        let top = t.page.run(top, &[]).await;
        portal.leave(t).await;
        match t.page.run(around, &[top]).await.as_str() {
            Some("") => Ok(()),
            other => Err(format!("{other:?}")),
        }
    })
    .await;
}

#[test]
fn in_auto_height_the_parent_follows_the_content_of_a_narrow_frame() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    follows_the_content(320);
}

#[test]
fn in_auto_height_the_parent_follows_the_content_of_a_medium_frame() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    follows_the_content(768);
}

#[test]
fn in_auto_height_the_parent_follows_the_content_of_a_wide_frame() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    follows_the_content(1240);
}

#[test]
fn in_fill_the_frame_scrolls_by_itself() {
    play_with(open_to_all(), async |t: &Stage| {
        t.may_fail(STOPPED);
        let portal = Portal::start().await;
        portal.is_listed(t, "");
        for (width, stuck) in [(320, "bar"), (1280, "panel")] {
            portal.open(&t.page).await;
            portal
                .frames(t, "bk_biz_id=2&template_id=2", json!({}), width)
                .await;
            portal.hears(t, "ready").await;
            portal.enter(t, 0).await;
            t.page.settles().await;
            assert_eq!(t.page.run(STUCK, &[]).await, json!([stuck]));
            let sizes = t.page.run(SIZES, &[]).await;
            assert_eq!(
                (&sizes[0], &sizes[2], &sizes[3]),
                (&json!(600), &json!(true), &json!(false))
            );
            let header = t
                .page
                .run("return document.querySelectorAll('header').length", &[])
                .await;
            assert_eq!(header, 0);
            t.page.has_no_barriers("a frame").await;
            portal.leave(t).await;
            assert!(portal.all(t, "resize").await.is_empty());
        }
    });
}

#[test]
fn the_focus_stays_where_it_was_while_the_page_comes() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        t.page
            .run("document.getElementById('own').focus()", &[])
            .await;
        portal
            .embeds(t, "bk_biz_id=2&template_id=3#task_name=n")
            .await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        portal.leave(t).await;
        portal.is_answered(t).await;
        t.page.focus_is_on("own").await;
    });
}

#[test]
fn a_plan_whose_answer_was_lost_is_looked_for_without_taking_the_focus() {
    play_with(open_to_all(), async |t: &Stage| {
        t.may_fail(STOPPED);
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        types(&t.page, "日期", &t.day(40)).await;
        types(&t.page, "时间（24 小时制）", "02:30:15").await;
        t.fault(
            "create_clocked_task",
            Fault::answer(502, json!("Bad Gateway"), true),
        );
        t.faults("get_clocked_task_list", 50, e2e::Fault::DropBefore);
        t.review_and_send().await;
        t.page.has_heading("结果未知").await;
        portal.leave(t).await;
        portal.open(&t.page).await;
        t.page
            .run("document.getElementById('own').focus()", &[])
            .await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.hears(t, "unknown_outcome").await;
        portal.enter(t, 0).await;
        t.page.has_heading("结果未知").await;
        portal.leave(t).await;
        portal.is_answered(t).await;
        t.page.focus_is_on("own").await;
    });
}

#[test]
fn without_the_clipboard_the_text_is_selected_to_be_copied_by_hand() {
    not_in!(Firefox, WebKit: "whatever a page around allows, a frame that is clicked writes to the clipboard");
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        t.page.press("复制此表单的链接").await;
        t.page.sees("请按 Ctrl+C").await;
        let selected = "const area = document.activeElement;
            return area.matches('textarea.by-hand') && area.selectionStart === 0 && area.selectionEnd === area.value.length";
        until("the text to be selected", async || {
            match t.page.run(selected, &[]).await {
                Value::Bool(true) => Ok(()),
                other => Err(other.to_string()),
            }
        })
        .await;
        // Told by the browser, for whoever wrote the portal.
        portal.leave(t).await;
        let told = t.page.console(&[]).await;
        assert!(
            told.iter().all(|line| line.contains("lipboard")),
            "{told:?}"
        );
    });
}

#[test]
fn without_storage_the_page_says_so_and_works() {
    not_in!(WebKit: "its driver refuses a frame no storage");
    play_without_storage(open_to_all(), async |t: &Stage| {
        let portal = Portal::start().await;
        portal.is_listed(t, "");
        portal.open(&t.page).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        t.page.settles().await;
        assert_eq!(
            t.page
                .run(
                    "try { return Boolean(localStorage) } catch { return 'refused' }",
                    &[]
                )
                .await,
            "refused"
        );
        types(&t.page, "日期", &t.day(40)).await;
        types(&t.page, "时间（24 小时制）", "02:30:15").await;
        t.page.sees("浏览器不保存草稿").await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
        portal.leave(t).await;
    });
}
