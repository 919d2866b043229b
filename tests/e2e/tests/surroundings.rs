//! What the page stands on and may change under it: its configuration, the clocks,
//! the lists that it reads.

use chrono::TimeDelta;
use e2e::stage::{dist, play_on};
use e2e::{Fault, Stage, fill, play};
use serde_json::json;

#[test]
fn a_wrong_configuration_is_told_by_its_key() {
    play(async |t: &Stage| {
        for (config, key) in [
            (
                r#"{"timeouts": {"read_seconds": "30"}}"#,
                "config.json › timeouts.read_seconds",
            ),
            (
                r#"{"timeouts": {"create_seconds": 0}}"#,
                "config.json › timeouts.create_seconds",
            ),
            (r#"{"api": {"bsae": "/x/"}}"#, "config.json › api.bsae"),
            (
                r#"{"links": {"login": "javascript:alert(1)"}}"#,
                "config.json › links.login",
            ),
            (r#"{"locale": "fr"}"#, "config.json › locale"),
            (
                r#"{"quiet": {"from": "22:00"}}"#,
                "config.json › quiet.until",
            ),
            (
                r#"{"quiet": {"weekend": 1}}"#,
                "config.json › quiet.weekend",
            ),
            (r#"{"zone": "Mars/Olympus"}"#, "config.json › zone"),
            ("not json", "config.json"),
        ] {
            t.sandbox.set_config(Some(config));
            t.visit("lang=zh").await;
            t.page.has_heading("配置有误 / Wrong configuration").await;
            t.page.sees(key).await;
            t.page.has_no_barriers(key).await;
        }
        assert!(
            t.sandbox.requests().is_empty(),
            "nothing is asked of the backend"
        );
    });
}

#[test]
fn the_template_can_be_looked_at_where_it_was_made() {
    play(async |t: &Stage| {
        let config = json!({"links": {"template": "/view/{project_id}/{bk_biz_id}/{template_id}"}});
        t.sandbox.set_config(Some(&config.to_string()));
        t.open_template(3).await;
        let template = t.page.address_of("在标准运维中查看").await;
        assert!(template.ends_with("/view/1/2/3"), "{template}");
    });
}

#[test]
fn without_a_configuration_the_defaults_hold() {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dist()).unwrap() {
        let entry = entry.unwrap();
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with("config.json")
        {
            continue;
        }
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    play_on(copy.path().to_owned(), async |t: &Stage| {
        t.may_fail("config.json");
        t.fill_plain().await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn quiet_hours_of_the_business_are_remarked_upon() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(
            r#"{"quiet": {"from": "22:00", "until": "06:00", "weekend": true}}"#,
        ));
        t.fill_plain().await;
        page.sees("在业务设定的安静时段内启动").await;
        t.review().await;
        page.sees("在业务设定的安静时段内启动").await;
        page.press("返回修改").await;
        page.type_into("时间（24 小时制）", "06:00").await;
        page.sees_no("在业务设定的安静时段内启动").await;
        page.type_into("日期", "2027-07-03").await;
        page.sees("在周末启动").await;
        page.type_into("日期", "2027-07-05").await;
        page.sees_no("在周末启动").await;
    });
}

#[test]
fn the_servers_clock_counts_and_its_difference_is_told() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_clock_skew(TimeDelta::hours(3)).unwrap();
        t.open_template(fill::PLAIN).await;
        page.sees("服务器时钟比你的电脑快").await;
        let soon = t.sandbox.now() - TimeDelta::minutes(90) + TimeDelta::hours(8);
        page.type_into("日期", &soon.format("%Y-%m-%d").to_string())
            .await;
        page.type_into("时间（24 小时制）", &soon.format("%H:%M").to_string())
            .await;
        page.press("创建计划任务…").await;
        page.is_refused_at("时间（24 小时制）", "必须晚于现在")
            .await;
        assert!(t.creations().is_empty());
        let later = soon + TimeDelta::hours(4);
        page.type_into("日期", &later.format("%Y-%m-%d").to_string())
            .await;
        page.type_into("时间（24 小时制）", &later.format("%H:%M").to_string())
            .await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn a_slow_server_clock_is_told_too_and_a_right_one_is_not() {
    play(async |t: &Stage| {
        t.open_template(fill::PLAIN).await;
        t.page.sees_no("服务器时钟").await;
        t.sandbox.set_clock_skew(TimeDelta::minutes(-10)).unwrap();
        t.open_template(fill::PLAIN).await;
        t.page.sees("服务器时钟比你的电脑慢").await;
        t.page.sees("10").await;
    });
}

#[test]
fn a_list_that_cannot_be_read_says_so_and_is_read_again_on_request() {
    play(async |t: &Stage| {
        let page = &t.page;
        for (endpoint, again) in [
            ("get_user_project_list", "重试"),
            ("get_template_list", "重试"),
            ("get_template_info", "重试"),
            ("get_template_schemes", "重试"),
            ("preview_task_tree", "重试"),
        ] {
            let body =
                json!({"result": false, "code": "50000", "message": "系统异常", "data": null});
            t.fault(endpoint, Fault::answer(500, body, false));
            t.visit("lang=zh&bk_biz_id=2&template_id=2").await;
            page.sees("后台出错了").await;
            page.has_no_barriers(endpoint).await;
            page.press(again).await;
            page.sees_no("后台出错了").await;
            page.settles().await;
            page.field("版本").await;
        }
    });
}

#[test]
fn a_template_that_may_not_be_planned_is_listed_with_the_reason() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.act_as("viewer", "app_test").unwrap();
        t.open("lang=zh&bk_biz_id=2").await;
        page.type_into("流程模板", "发布流程").await;
        let option = page.find(&["option"], "带执行方案的发布流程").await;
        assert_eq!(
            option.attr("aria-disabled").await.unwrap().as_deref(),
            Some("true")
        );
        page.sees("没有新建计划任务的权限").await;
        t.open("lang=zh&bk_biz_id=2&template_id=3").await;
        page.sees("没有新建计划任务的权限").await;
        t.fill_start().await;
        page.press("创建计划任务…").await;
        page.is_refused_at("流程模板", "新建计划任务").await;
        assert!(t.creations().is_empty());
    });
}

#[test]
fn a_business_id_can_be_typed_where_the_list_of_projects_is_refused() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fault("get_user_project_list", Fault::Permission);
        t.visit("lang=zh").await;
        page.sees("没有权限").await;
        page.type_into("项目", "2").await;
        page.press_option("使用业务 ID 2").await;
        page.type_into("流程模板", "3").await;
        page.press_option("simple timer").await;
        page.settles().await;
        t.fill_start().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body_json()["scope"], "cmdb_biz");
    });
}

#[test]
fn a_project_without_a_business_is_planned_by_its_own_id() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=zh").await;
        page.choose("项目", "手工项目(非CMDB)").await;
        assert!(page.is_ticked("按项目 ID").await);
        page.choose("流程模板", "non-cmdb flow 00").await;
        page.settles().await;
        t.fill_start().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body_json()["scope"], "project");
        assert!(t.creations()[0].path.ends_with("/create_clocked_task/8/3/"));
        page.sees("记录与发送的内容一致").await;
    });
}
