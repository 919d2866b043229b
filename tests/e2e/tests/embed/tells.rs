//! What the portal is told.

use e2e::stage::play_with;
use e2e::{Fault, Stage, not_in};
use serde_json::{Value, json};

use crate::portal::{Portal, STOPPED, open_to_all, types};

/// A complete form on a template without variables.
async fn fills(t: &Stage, portal: &Portal) {
    portal.enter(t, 0).await;
    t.page.settles().await;
    types(&t.page, "日期", &t.day(40)).await;
    types(&t.page, "时间（24 小时制）", "02:30:15").await;
    portal.leave(t).await;
}

/// From the filled form to the sent plan.
async fn sends(t: &Stage, portal: &Portal) {
    portal.enter(t, 0).await;
    t.review_and_send_beside_another().await;
    portal.leave(t).await;
}

fn refusal(message: &str) -> Fault {
    let body = json!({"result": false, "code": 3540000, "message": message, "trace_id": "t1"});
    Fault::answer(200, body, false)
}

#[test]
fn the_portal_follows_a_plan_from_the_first_form_to_the_record() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal
            .embeds(t, "bk_biz_id=2&template_id=3&theme=dark")
            .await;
        let ready = portal.hears(t, "ready").await;
        assert_eq!(
            (&ready["locale"], &ready["theme"]),
            (&json!("zh-CN"), &json!("dark"))
        );
        assert!(ready["version"].is_string());
        fills(t, &portal).await;
        portal.hears_dirty(t, true).await;
        sends(t, &portal).await;
        let created = portal.hears(t, "created").await;
        let task = &t.tasks()[0];
        for name in [
            "id",
            "task_name",
            "template_id",
            "project_id",
            "plan_start_time",
        ] {
            assert_eq!(created[name], task[name], "{name}");
        }
        assert!(created["trace_id"].is_string());
        assert_eq!(created.as_object().unwrap().len(), 6);
        portal.hears_dirty(t, false).await;
        let heard = portal.heard(t).await;
        let legacy = heard
            .iter()
            .find(|m| m["data"]["eventName"] == "createTaskEvent");
        let legacy = &legacy.expect("what bk-sops' pages send")["data"]["data"];
        assert_eq!(legacy["cc_id"], "2");
        assert_eq!(legacy["task_id"], Value::Null, "no run yet");
        for message in heard {
            assert_eq!(message["origin"], t.sandbox.url());
            assert!(!message.to_string().contains("task_parameters"));
        }
    });
}

#[test]
fn edits_that_are_undone_are_no_edits() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal
            .embeds(t, "bk_biz_id=2&template_id=3#task_name=given")
            .await;
        assert_eq!(
            portal.is_answered(t).await["dirty"],
            false,
            "the link's doing"
        );
        portal.enter(t, 0).await;
        types(&t.page, "任务名称", "mine").await;
        portal.leave(t).await;
        portal.hears_dirty(t, true).await;
        portal.enter(t, 0).await;
        types(&t.page, "任务名称", "given").await;
        portal.leave(t).await;
        portal.hears_dirty(t, false).await;
    });
}

#[test]
fn a_refusal_is_told_without_the_values_that_it_quotes() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=2").await;
        fills(t, &portal).await;
        portal.enter(t, 0).await;
        types(&t.page, "服务B", "pl4nted").await;
        types(&t.page, "版本", "2.4.1").await;
        portal.leave(t).await;
        for (said, told) in [
            ("no such template", "no such template"),
            ("'pl4nted' is not a service", "后台拒绝了请求"),
        ] {
            let before = portal.all(t, "failed").await.len();
            t.fault("create_clocked_task", refusal(said));
            sends(t, &portal).await;
            let failed = portal.hears_after(t, "failed", before).await;
            assert_eq!(
                failed,
                json!({"code": "3540000", "message": told, "trace_id": "t1"})
            );
            portal.enter(t, 0).await;
            t.page.sees(said).await;
            t.page.press("返回修改").await;
            portal.leave(t).await;
        }
        let heard = portal.heard(t).await;
        assert!(!json!(heard).to_string().contains("pl4nted"), "{heard:?}");
    });
}

#[test]
fn a_lost_answer_is_told_as_neither_until_its_task_is_found() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        fills(t, &portal).await;
        let body = json!({"result": false, "code": 1650200, "message": "Bad Gateway"});
        t.fault("create_clocked_task", Fault::answer(502, body, true));
        sends(t, &portal).await;
        let unknown = portal.hears(t, "unknown_outcome").await;
        let task = &t.tasks()[0];
        assert_eq!(unknown["task_name"], task["task_name"]);
        let start = unknown["plan_start_time"].as_str().unwrap();
        assert!(start.ends_with(" 02:30:15+0800"), "{start}");
        let created = portal.hears(t, "created").await;
        assert_eq!(created["id"], task["id"]);
        assert_eq!(created["trace_id"], Value::Null);
        portal.enter(t, 0).await;
        t.page.press("查看").await;
        t.page.has_heading("计划任务 #1").await;
        portal.leave(t).await;
        portal.is_answered(t).await;
        assert_eq!(portal.all(t, "created").await.len(), 1, "told once");
    });
}

/// Readings that belong to no field: the template's for the review, and the
/// list's for an attempt whose answer was lost.
#[test]
fn a_login_that_ends_while_something_is_looked_into_is_told() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        fills(t, &portal).await;
        t.may_fail("/api/");
        t.faults("get_template_info", 2, Fault::Login);
        portal.enter(t, 0).await;
        t.review().await;
        t.page.sees("登录已失效").await;
        portal.leave(t).await;
        portal.hears(t, "need_login").await;
        t.sandbox.clear_faults();
        portal.says(t, "logged_in", json!({})).await;
        portal.enter(t, 0).await;
        t.page.sees("流程没有变化").await;
        let body = json!({"result": false, "code": 1650200, "message": "Bad Gateway"});
        t.fault("create_clocked_task", Fault::answer(502, body, true));
        t.faults("get_clocked_task_list", 500, Fault::Login);
        t.send().await;
        t.page.has_heading("结果未知").await;
        t.page.sees("登录已失效").await;
        portal.leave(t).await;
        portal.hears_after(t, "need_login", 1).await;
        assert!(portal.all(t, "created").await.is_empty());
    });
}

#[test]
fn a_login_that_ended_is_told_and_what_waited_goes_on() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        t.fault("get_template_info", Fault::Login);
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        let url = portal.hears(t, "need_login").await["url"].clone();
        assert!(url.as_str().unwrap().contains("/login/"), "{url}");
        portal.says(t, "logged_in", json!({})).await;
        portal.enter(t, 0).await;
        t.page.sees_no("登录已失效").await;
        portal.leave(t).await;
        fills(t, &portal).await;
        t.fault("create_clocked_task", Fault::Login);
        sends(t, &portal).await;
        portal.hears_after(t, "need_login", 1).await;
        assert!(portal.all(t, "failed").await.is_empty());
        portal.says(t, "logged_in", json!({})).await;
        portal.enter(t, 0).await;
        t.page.has_heading("请核对").await;
        assert_eq!(t.tasks().len(), 0, "nothing is sent by itself");
        t.send().await;
        portal.leave(t).await;
        portal.hears(t, "created").await;
    });
}

#[test]
fn a_missing_permission_is_told_with_where_to_apply() {
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::start().await;
        let links = r#", "links": {"permission": "apply?template={template_id}"}"#;
        portal.is_listed(t, links);
        portal.open(&t.page).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        fills(t, &portal).await;
        t.fault("create_clocked_task", Fault::Permission);
        sends(t, &portal).await;
        let told = portal.hears(t, "need_permission").await;
        let url = format!("{}/apply?template=3", t.sandbox.url());
        assert_eq!(told["url"], url, "whole, as the portal is elsewhere");
        assert_eq!(told["template_id"], "3");
        assert!(
            told["action"]
                .as_str()
                .unwrap()
                .contains("flow_create_clocked_task"),
            "{told}"
        );
    });
}

#[test]
fn a_close_button_is_there_where_the_portal_wants_one() {
    not_in!(WebKit: "its driver scrolls no page around a frame to what it clicks in it");
    play_with(open_to_all(), async |t: &Stage| {
        let portal = Portal::listed(t).await;
        portal.embeds(t, "bk_biz_id=2&template_id=3").await;
        portal.enter(t, 0).await;
        assert!(!t.page.has(&["button"], "关闭").await);
        portal.leave(t).await;
        portal.says(t, "init", json!({"close": true})).await;
        portal.enter(t, 0).await;
        t.page.press("关闭").await;
        portal.leave(t).await;
        assert_eq!(portal.hears(t, "close").await, json!({}));
    });
}

#[test]
fn what_bk_sops_pages_send_is_sent_only_where_it_is_asked_for() {
    play_with(open_to_all(), async |t: &Stage| {
        // So Firefox calls a script whose document goes away.
        t.may_fail(STOPPED);
        let portal = Portal::start().await;
        let parents = json!([portal.origin()]);
        for (number, embed) in [
            json!({"parents": parents}),
            json!({"parents": parents, "legacy_events": false}),
            json!({"parents": parents, "legacy_events": true}),
        ]
        .iter()
        .enumerate()
        {
            let config = json!({"embed": embed}).to_string();
            t.sandbox.set_config(Some(&config));
            portal.open(&t.page).await;
            let name = format!("bk_biz_id=2&template_id=3#task_name=run-{number}");
            portal.embeds(t, &name).await;
            fills(t, &portal).await;
            sends(t, &portal).await;
            portal.hears(t, "created").await;
            portal.is_answered(t).await;
            let heard = portal.heard(t).await;
            let is_legacy = |m: &&Value| !m["data"]["eventName"].is_null();
            let legacy = heard.iter().filter(is_legacy).count();
            assert_eq!(legacy, usize::from(number == 2), "{embed}: {heard:?}");
            let is_own = |m: &&Value| m["data"]["source"] == "clocked" && m["data"]["v"] == 1;
            let own = heard.iter().filter(is_own).count();
            assert_eq!(own + legacy, heard.len(), "nothing else: {heard:?}");
        }
    });
}
