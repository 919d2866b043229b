//! Groups of people: those of every business, and those that the project has
//! of its own.

use e2e::flow::{constant, flow};
use e2e::wait::until;
use e2e::{Fault, Stage, play};
use serde_json::{Value, json};

const FLOW: i64 = 905;

/// A template that asks for groups, with some from the start.
async fn open_with(t: &Stage, default: &Value) {
    let staff = constant("${staff}", "人员分组", "staff_group_selector", default);
    t.add(&flow(FLOW, "通知流程", &["通知"], &[staff]));
    t.open_template(FLOW).await;
    t.fill_start().await;
}

async fn sent(t: &Stage) -> Value {
    t.review_and_send().await;
    t.page.has_heading("计划任务 #1").await;
    t.body_json()["task_parameters"]["constants"]["${staff}"].clone()
}

#[test]
fn a_group_of_the_project_is_sent_by_its_integer_id() {
    play(async |t: &Stage| {
        let page = &t.page;
        let groups = r#"[{"id": 12, "name": "值班"}, {"id": 9007199254740993, "name": "专家"}]"#;
        t.sandbox.set_staff_groups(1, groups).unwrap();
        open_with(t, &json!(["bk_biz_maintainer", 12])).await;
        assert!(page.is_ticked("运维人员").await);
        assert!(page.is_ticked("值班").await, "the template's default");
        page.has_no_barriers("groups of people").await;
        page.untick("值班").await;
        page.tick("专家").await;
        let expected: Value =
            serde_json::from_str(r#"["bk_biz_maintainer", 9007199254740993]"#).unwrap();
        assert_eq!(sent(t).await, expected);
        let kept = &t.tasks()[0]["task_parameters"]["constants"]["${staff}"];
        assert_eq!(*kept, expected);
    });
}

#[test]
fn a_group_that_cannot_be_chosen_is_not_offered() {
    play(async |t: &Stage| {
        let page = &t.page;
        let groups =
            r#"[{"name": "没有编号"}, {"id": 12}, null, {"id": "13", "name": "<b>文本</b>"}]"#;
        t.sandbox.set_staff_groups(1, groups).unwrap();
        open_with(t, &json!([])).await;
        page.sees_no("没有编号").await;
        page.tick("<b>文本</b>").await;
        assert_eq!(sent(t).await, json!(["13"]), "the id as it came");
    });
}

#[test]
fn without_the_project_s_groups_those_of_every_business_can_be_ticked() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox
            .set_staff_groups(1, r#"[{"id": 12, "name": "值班"}]"#)
            .unwrap();
        t.fault("get_user_project_detail", Fault::Permission);
        open_with(t, &json!([12])).await;
        page.sees("没有读到项目的人员分组，只列出固定的分组").await;
        page.tick("开发人员").await;
        assert_eq!(sent(t).await, json!(["bk_biz_developer", 12]));
    });
}

#[test]
fn the_variables_wait_for_the_project_s_groups() {
    play(async |t: &Stage| {
        let page = &t.page;
        let groups = r#"[{"id": 12, "name": "值班"}]"#;
        t.sandbox.set_staff_groups(1, groups).unwrap();
        let late = || t.fault("get_user_project_detail", Fault::Delay { ms: 1500 });
        late();
        open_with(t, &json!([12])).await;
        assert!(page.is_ticked("值班").await);
        page.sees_no("没有读到项目的人员分组").await;
        assert_eq!(sent(t).await, json!([12]));
        // A copy ticks the schemes of the task, which asks for the variables once more.
        page.driver.refresh().await.unwrap();
        late();
        page.press("再计划一个").await;
        assert!(page.is_ticked("值班").await);
        page.sees_no("没有读到项目的人员分组").await;
    });
}

#[test]
fn a_group_that_was_deleted_keeps_its_box_in_a_draft() {
    play(async |t: &Stage| {
        let page = &t.page;
        let groups = r#"[{"id": 12, "name": "值班"}, {"id": 13, "name": "夜班"}]"#;
        t.sandbox.set_staff_groups(1, groups).unwrap();
        open_with(t, &json!([])).await;
        page.tick("夜班").await;
        page.tick("测试人员").await;
        until("the groups to be kept", async || {
            match page.run("return JSON.stringify(localStorage)", &[]).await {
                kept if kept.to_string().contains("bk_biz_tester") => Ok(()),
                kept => Err(kept.to_string()),
            }
        })
        .await;
        t.sandbox
            .set_staff_groups(1, r#"[{"id": 12, "name": "值班"}]"#)
            .unwrap();
        page.driver.refresh().await.unwrap();
        page.sees("已恢复之前填写的内容").await;
        let gone = "13（不在选项中）";
        assert!(page.is_ticked(gone).await && page.is_ticked("测试人员").await);
        page.untick(gone).await;
        page.tick(gone).await;
        page.untick("测试人员").await;
        assert_eq!(sent(t).await, json!([13]), "as ticked");
    });
}

#[test]
fn groups_that_are_read_later_take_their_places() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox
            .set_staff_groups(1, r#"[{"id": 12, "name": "值班"}]"#)
            .unwrap();
        t.fault("get_user_project_detail", Fault::Permission);
        open_with(t, &json!([12])).await;
        assert!(page.is_ticked("12（不在选项中）").await);
        let staff = constant("${staff}", "人员分组", "staff_group_selector", &json!([12]));
        t.add(&flow(FLOW, "通知流程", &["通知", "再通知"], &[staff]));
        t.review().await;
        page.press("重新读取流程").await;
        assert!(page.is_ticked("值班").await);
        page.sees_no("没有读到项目的人员分组").await;
        page.sees_no("12（不在选项中）").await;
        assert_eq!(sent(t).await, json!([12]));
    });
}

#[test]
fn the_groups_of_a_copied_plan_are_ticked() {
    play(async |t: &Stage| {
        let page = &t.page;
        let groups = r#"[{"id": 12, "name": "值班"}, {"id": 13, "name": "夜班"}]"#;
        t.sandbox.set_staff_groups(1, groups).unwrap();
        open_with(t, &json!(["bk_biz_maintainer"])).await;
        page.untick("运维人员").await;
        page.tick("值班").await;
        page.tick("夜班").await;
        assert_eq!(sent(t).await, json!([12, 13]));
        t.sandbox
            .set_staff_groups(1, r#"[{"id": 12, "name": "值班"}]"#)
            .unwrap();
        page.driver.refresh().await.unwrap();
        page.press("再计划一个").await;
        assert!(page.is_ticked("值班").await);
        assert!(!page.is_ticked("运维人员").await);
        // It comes to a form that is drawn already.
        assert!(page.is_ticked("13（不在选项中）").await, "deleted since");
        t.fill_start().await;
        page.type_into("时间（24 小时制）", "05:00:00").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #2").await;
        let second: Value = serde_json::from_str(&t.creations()[1].body).unwrap();
        let sent = &second["task_parameters"]["constants"]["${staff}"];
        assert_eq!(*sent, json!([12, 13]));
    });
}
