//! What the page stands on and may change under it: its configuration, the
//! template, the clocks, the lists that it reads.

use chrono::TimeDelta;
use e2e::stage::{dist, play_on};
use e2e::wait::until;
use e2e::{Fault, Stage, fill, play};
use serde_json::{Value, json};

const RELEASE: &str = include_str!("../../sandbox/seed/template/2.json");

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
fn a_template_that_changed_since_the_form_opened_is_told_before_anything_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let typed = page.typed().await;
        t.review().await;
        page.sees("流程没有变化").await;
        page.press("返回修改").await;
        t.sandbox.touch_template(fill::RELEASE, "bob").unwrap();
        t.review().await;
        page.sees("打开表单之后流程有变化：bob").await;
        assert!(t.creations().is_empty());
        page.press("重新读取流程").await;
        until("nothing typed to be lost", async || {
            match page.typed().await {
                now if now == typed => Ok(()),
                now => Err(now.to_string()),
            }
        })
        .await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn a_scheme_that_changed_since_the_form_opened_is_told_before_anything_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let mut template: Value = serde_json::from_str(RELEASE).unwrap();
        let schemes = template["schemes"].as_array_mut().unwrap();
        schemes[1]["data"] = schemes[0]["data"].clone();
        t.sandbox.add_template(&template.to_string()).unwrap();
        t.review().await;
        page.sees("选中的执行方案有变化").await;
        assert!(t.creations().is_empty());
        template["schemes"] = json!([]);
        t.sandbox.add_template(&template.to_string()).unwrap();
        page.press("重新读取流程").await;
        page.settles().await;
        page.sees("找不到这些执行方案：发布").await;
    });
}

#[test]
fn a_new_name_and_other_variables_of_a_template_are_told_before_anything_is_sent() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let mut template: Value = serde_json::from_str(RELEASE).unwrap();
        template["name"] = json!("发布 2");
        template["editor"] = json!("carol");
        let constants = template["pipeline_tree"]["constants"]
            .as_object_mut()
            .unwrap();
        constants.remove("${confirm_note}");
        constants["${env}"]["desc"] = json!("another");
        let mut new = constants["${pkg}"].clone();
        new["key"] = json!("${new}");
        constants.insert("${new}".into(), new);
        t.sandbox.add_template(&template.to_string()).unwrap();
        t.review().await;
        page.sees("打开表单之后流程有变化：carol").await;
        for words in [
            "流程模板：发布 2",
            "新增变量：\n${new}",
            "减少变量：\n${confirm_note}",
            "变动变量：\n${env}",
        ] {
            page.sees(words).await;
        }
        assert!(t.creations().is_empty());
        // It warns; the person decides.
        t.send().await;
        page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn a_template_that_changed_is_seen_by_whoever_confirms_before_the_look_is_over() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.sandbox.touch_template(fill::PLAIN, "bob").unwrap();
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
        t.review_and_send().await;
        page.sees("核对后创建…").await;
        page.sees("打开表单之后流程有变化：bob").await;
        page.focus_is_on("drift").await;
        assert!(t.creations().is_empty());
        t.send().await;
        page.has_heading("计划任务 #1").await;
    });
}

/// Presses the confirmation in the moment in which something is told.
const HASTE: &str = "const [told] = arguments;
    const watch = new MutationObserver(() => {
        if (!document.querySelector(told)) return;
        watch.disconnect();
        document.querySelector('dialog .primary').click();
        window.pressed = true;
    });
    watch.observe(document.body, { childList: true, subtree: true })";

#[test]
fn a_press_in_the_moment_in_which_a_change_is_told_does_not_pass_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.sandbox.touch_template(fill::PLAIN, "bob").unwrap();
        t.fault("get_template_info", Fault::Delay { ms: 1500 });
        t.review().await;
        page.run(HASTE, &[json!("#drift .choice")]).await;
        page.sees("打开表单之后流程有变化：bob").await;
        page.focus_is_on("drift").await;
        assert_eq!(page.run("return window.pressed", &[]).await, true);
        assert!(t.creations().is_empty());
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn a_press_in_the_moment_in_which_another_plan_is_told_does_not_pass_it() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_plans(t, 2, 1);
        t.fill_plain().await;
        t.fault("get_template_info", Fault::Delay { ms: 1500 });
        t.review().await;
        page.run(HASTE, &[json!("#close-plans li")]).await;
        page.sees("#1 other 1").await;
        page.focus_is_on("close-plans").await;
        assert_eq!(page.run("return window.pressed", &[]).await, true);
        assert!(t.creations().is_empty());
        t.send().await;
        page.has_heading("计划任务 #3").await;
    });
}

#[test]
fn a_review_that_stood_open_for_long_looks_once_more_before_it_sends() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.sandbox.touch_template(fill::PLAIN, "bob").unwrap();
        let later = "const now = window.Date.now; window.Date.now = () => now() + 120_000";
        page.run(later, &[]).await;
        t.send().await;
        page.sees("打开表单之后流程有变化：bob").await;
        page.focus_is_on("drift").await;
        assert!(t.creations().is_empty());
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn whoever_confirms_before_the_look_is_over_need_not_press_again_where_nothing_changed() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
        t.review_and_send().await;
        page.sees("核对后创建…").await;
        assert!(t.creations().is_empty());
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn a_look_that_took_longer_than_it_stays_fresh_is_enough() {
    play(async |t: &Stage| {
        let page = &t.page;
        // Otherwise the wait would end before the look is old.
        t.sandbox
            .set_config(Some(r#"{"timeouts": {"read_seconds": 300}}"#));
        t.fill_plain().await;
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
        t.review_and_send().await;
        page.sees("核对后创建…").await;
        let looks = t.requests("get_template_info").len();
        let later = "const now = window.Date.now; window.Date.now = () => now() + 120_000";
        page.run(later, &[]).await;
        page.has_heading("计划任务 #1").await;
        let record = 1;
        assert!(t.requests("get_template_info").len() <= looks + record);
    });
}

#[test]
fn planned_runs_that_cannot_be_read_are_not_taken_for_none() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
        t.faults(
            "get_clocked_task_list",
            2,
            Fault::answer(502, json!("broken"), false),
        );
        t.may_fail("get_clocked_task_list");
        t.review_and_send().await;
        page.sees("核对后创建…").await;
        page.sees("没能读完已有的计划").await;
        page.focus_is_on("close-plans").await;
        assert!(t.creations().is_empty(), "the person has not seen it");
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn another_plan_of_the_template_at_nearly_the_same_time_is_told() {
    play(async |t: &Stage| {
        let page = &t.page;
        let day = t.day(40);
        for (id, template, time) in [(1, 3, "02:40:15"), (2, 3, "02:40:16"), (3, 2, "02:30:15")] {
            let task = json!({
                "id": id, "project_id": 1, "template_id": template, "task_name": format!("other {id}"),
                "plan_start_time": format!("{day} {time}+0800"),
            });
            t.sandbox.add_task(&task.to_string()).unwrap();
        }
        t.fill_plain().await;
        t.review().await;
        page.sees("同一流程在前后 10 分钟内还有别的计划").await;
        page.sees("#1 other 1").await;
        let told = page.text().await;
        assert!(
            !told.contains("other 2") && !told.contains("other 3"),
            "{told}"
        );
        t.send().await;
        page.has_heading("计划任务 #4").await;
    });
}

/// So many plans of the plain template, the one of this id at nearly the time of
/// the form.
fn add_plans(t: &Stage, number: i64, near: i64) {
    let (same, other) = (t.day(40), t.day(41));
    for id in 1..=number {
        let day = if id == near { &same } else { &other };
        let task = json!({
            "id": id, "project_id": 1, "template_id": 3, "task_name": format!("other {id}"),
            "plan_start_time": format!("{day} 02:35:15+0800"),
        });
        t.sandbox.add_task(&task.to_string()).unwrap();
    }
}

#[test]
fn another_plan_nearly_at_the_same_time_is_told_however_many_are_newer() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_plans(t, 205, 1);
        t.fill_plain().await;
        t.review().await;
        page.sees("同一流程在前后 10 分钟内还有别的计划").await;
        page.sees("#1 other 1").await;
        let told = page.text().await;
        assert!(!told.contains("other 2"), "{told}");
    });
}

#[test]
fn a_plan_that_moves_up_while_the_plans_are_read_is_not_missed() {
    play(async |t: &Stage| {
        let page = &t.page;
        // The first after the first part, until one of that part starts.
        add_plans(t, 205, 5);
        t.fill_plain().await;
        t.faults("get_clocked_task_list", 4, Fault::Delay { ms: 1500 });
        t.review().await;
        until("the second part to be asked for", async || {
            let requests = t.requests("get_clocked_task_list");
            let is_second =
                |query: &str| query.contains("state=not_started") && !query.ends_with("offset=0");
            match requests.iter().any(|request| is_second(&request.query)) {
                true => Ok(()),
                false => Err(format!("{} requests", requests.len())),
            }
        })
        .await;
        t.sandbox.start_task(100).unwrap();
        page.sees("#5 other 5").await;
        let told = page.lines("#close-plans li").await;
        assert_eq!(told.len(), 1, "{told:?}");
    });
}

#[test]
fn where_more_is_planned_than_can_be_read_nobody_is_told_that_nothing_is() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_plans(t, 1830, 1);
        t.fill_plain().await;
        t.review().await;
        page.sees("没能读完已有的计划").await;
        page.sees_no("other 1").await;
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
fn where_the_template_cannot_be_read_again_the_person_may_still_go_on() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        let page = "<html>of a proxy</html>".into();
        t.fault("get_template_info", Fault::NotJson { body: page });
        t.review().await;
        t.page.sees("没能再次读取流程").await;
        t.send().await;
        t.page.has_heading("计划任务 #1").await;
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
