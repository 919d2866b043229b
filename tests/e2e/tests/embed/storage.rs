//! What is kept for a frame: a browser may keep it apart for each page around,
//! or keep nothing. Nothing typed is lost by it while the page is open.

use e2e::stage::{play_with, play_without_storage};
use e2e::{Page, Stage, not_in};
use serde_json::{Value, json};

use crate::portal::{Portal, STOPPED, frame, is_kept, open_to_all, types};

const QUERY: &str = "bk_biz_id=2&template_id=3";
const RESTORED: &str = "已恢复之前填写的内容";

/// Whether a draft with this in it lies where the page that is looked at keeps
/// its own.
async fn has_draft(page: &Page, words: &str) -> Value {
    let script = "return Object.values(localStorage).some((text) => text.includes(arguments[0]))";
    page.run(script, &[json!(words)]).await
}

#[test]
fn a_frame_keeps_its_drafts_apart_from_those_of_the_page_itself() {
    play_with(open_to_all(), async |t: &Stage| {
        let (page, portal) = (&t.page, Portal::start().await);
        portal.is_listed(t, "");
        t.may_fail(STOPPED);
        t.open_template(3).await;
        page.type_into("任务名称", "by itself").await;
        is_kept(page, "by itself").await;
        portal.open(page).await;
        portal.embeds(t, QUERY).await;
        portal.enter(t, 0).await;
        page.settles().await;
        assert_eq!(has_draft(page, "by itself").await, false);
        assert_ne!(page.value_of("任务名称").await, "by itself");
        page.sees_no(RESTORED).await;
        types(page, "任务名称", "in a frame").await;
        is_kept(page, "in a frame").await;
        page.run("location.reload()", &[]).await;
        portal.leave(t).await;
        portal.hears_after(t, "ready", 1).await;
        portal.enter(t, 0).await;
        page.sees(RESTORED).await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "in a frame");
        portal.leave(t).await;
        t.open_template(3).await;
        page.sees(RESTORED).await;
        assert_eq!(page.value_of("任务名称").await, "by itself");
        assert_eq!(has_draft(page, "in a frame").await, false);
    });
}

/// A release, complete, in a frame with the page's own header that keeps
/// nothing; what stands on the form.
async fn fills_unkept(t: &Stage) -> Value {
    let (page, portal) = (&t.page, Portal::listed(t).await);
    let own = t.sandbox.url();
    let address = format!("{own}/?lang=zh&bk_biz_id=2&template_id=2");
    frame(page, &address, json!({}), 1200).await;
    portal.hears(t, "ready").await;
    portal.enter(t, 0).await;
    page.settles().await;
    let refused = "try { return Boolean(localStorage) } catch { return 'refused' }";
    assert_eq!(page.run(refused, &[]).await, "refused");
    types(page, "任务名称", "mine").await;
    types(page, "日期", &t.day(40)).await;
    types(page, "时间（24 小时制）", "02:30:15").await;
    page.tick("发布").await;
    page.settles().await;
    types(page, "服务B", "svc-b").await;
    types(page, "版本", "2.4.1").await;
    page.sees("浏览器不保存草稿").await;
    page.typed().await
}

/// Chooses another template, as a person does.
async fn turns_to(page: &Page, template: &str) {
    types(page, "流程模板", template).await;
    page.press_option(template).await;
    page.settles().await;
}

#[test]
fn without_storage_everything_typed_is_there_after_other_screens() {
    not_in!(WebKit: "its driver refuses a frame no storage");
    play_without_storage(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let typed = fills_unkept(t).await;
        t.review().await;
        page.press("返回修改").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed, "after the review");
        page.press("计划列表").await;
        page.find(&["heading"], "计划列表").await;
        page.settles_here().await;
        page.press("返回表单").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed, "after the planned runs");
        page.sees("浏览器不保存草稿").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        assert_eq!(page.value_of("版本").await, "2.4.1");
        page.driver.enter_default_frame().await.unwrap();
    });
}

#[test]
fn without_storage_everything_typed_comes_back_with_its_template() {
    not_in!(WebKit: "its driver refuses a frame no storage");
    play_without_storage(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let typed = fills_unkept(t).await;
        turns_to(page, "simple timer").await;
        assert_ne!(page.typed().await, typed);
        page.sees("浏览器不保存草稿").await;
        turns_to(page, "带执行方案的发布流程").await;
        assert_eq!(page.typed().await, typed);
        turns_to(page, "全部变量类型").await;
        turns_to(page, "带执行方案的发布流程").await;
        assert_eq!(page.typed().await, typed, "after a second one");
        page.driver.enter_default_frame().await.unwrap();
    });
}

/// Fills the form with what a planned run was, by way of the list.
async fn plans_like(page: &Page, name: &str) {
    page.press("计划列表").await;
    page.press(name).await;
    page.press("再计划一个").await;
    page.settles().await;
    assert_eq!(page.value_of("任务名称").await, name);
}

#[test]
fn without_storage_everything_typed_waits_where_a_planned_run_fills_the_form() {
    not_in!(WebKit: "its driver refuses a frame no storage");
    play_without_storage(open_to_all(), async |t: &Stage| {
        let page = &t.page;
        let theirs = json!({
            "project_id": 1, "template_id": 2, "template_name": "带执行方案的发布流程",
            "task_name": "theirs", "creator": "bob", "state": "not_started",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(40)),
            "task_parameters": {"constants": {"${version}": "2.4.0"}, "template_schemes_id": [5]},
        });
        t.sandbox.add_task(&theirs.to_string()).unwrap();
        let typed = fills_unkept(t).await;
        plans_like(page, "theirs").await;
        page.sees("这个流程还有一份草稿").await;
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
        page.driver.enter_default_frame().await.unwrap();
    });
}
