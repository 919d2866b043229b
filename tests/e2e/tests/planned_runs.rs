//! The list of planned runs, and another plan like one of them.

use e2e::wait::until;
use e2e::{Fault, Stage, play};
use serde_json::{Value, json};

const SEED: &str = include_str!("../../sandbox/seed/template/2.json");

/// Every second one of another template, state and creator.
fn add_tasks(t: &Stage, number: u64) {
    for id in 1..=number {
        let even = id % 2 == 0;
        let task = json!({
            "project_id": 1,
            "template_id": if even { 2 } else { 3 },
            "template_name": if even { "发布" } else { "巡检" },
            "task_name": format!("计划 {id}"),
            "plan_start_time": format!("{} 10:00:00+0800", t.day(100 + id)),
            "state": if even { "started" } else { "not_started" },
            "creator": if even { "alice" } else { "bob" },
            "task_parameters": {"constants": {}, "template_schemes_id": []},
        });
        t.sandbox.add_task(&task.to_string()).unwrap();
    }
}

fn broken() -> Fault {
    Fault::answer(500, json!({"result": false}), false)
}

async fn rows(t: &Stage) -> Vec<String> {
    t.page.lines(".runs .run-name a").await
}

async fn rows_are(t: &Stage, number: usize, first: &str) {
    until(&format!("{number} rows from {first}"), async || {
        let rows = rows(t).await;
        match rows.len() == number && rows.first().is_some_and(|row| row == first) {
            true => Ok(()),
            false => Err(format!("{} {:?}", rows.len(), rows.first())),
        }
    })
    .await;
}

#[test]
fn the_list_is_read_in_parts_filtered_sorted_and_left_for_a_record() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_tasks(t, 105);
        t.open("lang=zh&bk_biz_id=2").await;
        page.press("计划列表").await;
        page.focus_is_on("planned-title").await;
        rows_are(t, 100, "计划 105").await;
        page.sees("共 105 个，已读取 100 个").await;
        page.has_no_barriers("the list").await;
        page.press("再读取 5 个").await;
        rows_are(t, 105, "计划 105").await;
        assert!(!page.has(&["button"], "再读取").await);
        page.choose("排序", "启动时间早的在前").await;
        rows_are(t, 105, "计划 1").await;
        assert_eq!(rows(t).await[104], "计划 105");
        page.choose("排序", "最新创建的在前").await;
        rows_are(t, 105, "计划 105").await;
        page.choose("流程模板", "发布 (2)").await;
        page.sees("共 105 个，已读取 105 个，符合条件 52 个").await;
        page.choose("流程模板", "全部流程").await;
        page.choose("状态", "等待启动").await;
        rows_are(t, 53, "计划 105").await;
        page.choose("状态", "启动失败").await;
        page.sees("没有符合条件的计划任务").await;
        page.choose("状态", "全部状态").await;
        page.type_into("创建人", "ali").await;
        rows_are(t, 52, "计划 104").await;
        page.press("计划 104").await;
        page.has_heading("计划任务 #104 已启动").await;
        page.driver.back().await.unwrap();
        rows_are(t, 52, "计划 104").await;
        page.press("返回表单").await;
        page.has_heading("任务目标").await;
    });
}

#[test]
fn the_list_in_english_knows_whose_plans_are_mine() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_tasks(t, 4);
        let other = json!({
            "project_id": 1, "template_id": 3, "task_name": "not mine",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(30)), "creator": "alice2",
        });
        t.sandbox.add_task(&other.to_string()).unwrap();
        t.visit("lang=en&bk_biz_id=2&view=planned").await;
        rows_are(t, 5, "not mine").await;
        page.sees("5 of 5 read").await;
        // The backend has not told yet who is asking: the person does.
        page.tick("Only mine").await;
        page.focus_is_on("planned-creator").await;
        page.sees("Your user name").await;
        assert!(rows(t).await.is_empty(), "nobody else's either");
        page.type_into("Creator", "alice").await;
        rows_are(t, 2, "计划 4").await;
        page.untick("Only mine").await;
        page.type_into("Creator", "").await;
        rows_are(t, 5, "not mine").await;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #6").await;
        page.press("English").await;
        page.press("Planned runs").await;
        rows_are(t, 6, "simple timer_计划执行").await;
        page.tick("Only mine (alice)").await;
        rows_are(t, 3, "simple timer_计划执行").await;
        page.sees("Started").await;
        page.has_no_barriers("the list in English").await;
    });
}

#[test]
fn an_empty_a_failed_and_a_refused_list_are_told() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.visit("lang=zh&view=planned").await;
        page.sees("请选择项目").await;
        let script = "return Array.from(document.querySelectorAll('option'), (own) => own.text)";
        until("the projects", async || {
            let options = page.run(script, &[]).await;
            match options.as_array().unwrap().contains(&json!("蓝鲸 (2)")) {
                true => Ok(()),
                false => Err(options.to_string()),
            }
        })
        .await;
        page.choose("项目", "蓝鲸 (2)").await;
        page.sees("没有符合条件的计划任务").await;
        page.has_no_barriers("an empty list").await;
        t.fault("get_clocked_task_list", broken());
        page.press("刷新").await;
        page.sees("后台出错了").await;
        page.has_no_barriers("a failed list").await;
        t.fault("get_clocked_task_list", Fault::Permission);
        page.press("重试").await;
        page.sees("没有权限").await;
        page.press("重试").await;
        page.sees("没有符合条件的计划任务").await;
    });
}

#[test]
fn a_list_that_is_no_json_for_a_number_is_shown_and_says_why() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_tasks(t, 2);
        let poison = r#"{"project_id": 1, "template_id": 3, "task_name": "毒",
            "plan_start_time": "2027-07-01 10:00:00+0800",
            "task_parameters": {"constants": {"${x}": NaN, "${y}": "NaN2"}}}"#;
        t.sandbox.add_task(poison).unwrap();
        t.visit("lang=zh&bk_biz_id=2&view=planned").await;
        rows_are(t, 3, "毒").await;
        page.sees("NaN 或 Infinity，不是合法的 JSON").await;
        page.has_no_barriers("a list that is no JSON").await;
        page.press("毒").await;
        page.has_heading("计划任务 #3").await;
        page.sees("NaN 或 Infinity，不是合法的 JSON").await;
        page.press("再计划一个").await;
        page.sees("下列内容没有填入").await;
        page.sees("${x}：NaN").await;
        page.settles().await;
        let added = page.lines(".added-row").await;
        assert_eq!(added.len(), 1, "the text alone: {added:?}");
    });
}

/// A template whose variables forbid nothing.
fn free_template() -> String {
    let mut template: Value = serde_json::from_str(SEED).unwrap();
    template["id"] = json!(60);
    template["name"] = json!("自由");
    template["schemes"] = json!([]);
    template.as_object_mut().unwrap().remove("default_scheme");
    let tree = &mut template["pipeline_tree"];
    for constant in tree["constants"].as_object_mut().unwrap().values_mut() {
        constant["validation"] = json!("");
        constant["form_schema"] = json!({});
        constant["is_condition_hide"] = json!("false");
    }
    template.to_string()
}

/// Plans another one and gives what was sent.
async fn another(t: &Stage) -> Value {
    let page = &t.page;
    page.focus_is_on("copied").await;
    page.settles().await;
    t.review_and_send_beside_another().await;
    page.has_heading("计划任务 #2").await;
    page.sees("记录与发送的内容一致").await;
    t.body_json()
}

#[test]
fn another_plan_like_a_stored_one_sends_the_very_same_values() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.add_template(&free_template()).unwrap();
        let parameters = r#"{"constants": {"${operator}": "", "${version}": 0, "${pkg}": null,
            "${svc_b}": false, "${env}": 9007199254740993, "${own}": {"a": [1.5, ""]}},
            "template_schemes_id": []}"#;
        let day = t.day(40);
        let task = format!(
            r#"{{"project_id": 1, "template_id": 60, "template_name": "自由", "task_name": "原来的",
            "plan_start_time": "{day} 22:00:00-0500", "task_parameters": {parameters}}}"#
        );
        t.sandbox.add_task(&task).unwrap();
        t.visit("lang=zh&bk_biz_id=2&view=planned").await;
        rows_are(t, 1, "原来的").await;
        page.press("再计划一个").await;
        page.sees("已填入计划任务 #1 的内容").await;
        let body = another(t).await;
        assert_eq!(body["task_name"], "原来的");
        let start = e2e::date::instant(body["plan_start_time"].as_str().unwrap());
        let stored = e2e::date::instant(&format!("{day} 22:00:00-0500"));
        assert_eq!(start, stored);
        let sent = body["task_parameters"]["constants"].as_object().unwrap();
        let parameters: Value = serde_json::from_str(parameters).unwrap();
        let stored = parameters["constants"].as_object().unwrap();
        assert_eq!(sent, stored);
    });
}

#[test]
fn what_cannot_be_copied_is_listed_with_its_value() {
    play(async |t: &Stage| {
        let page = &t.page;
        let task = json!({
            "project_id": 1, "template_id": 2, "task_name": "旧的",
            "plan_start_time": "2020-07-01 10:00:00+0800",
            "task_parameters": {
                "constants": {"${version}": "1.0.0", "${api_token}": "pl4nted"},
                "template_schemes_id": [5, "2-发布"],
                "description": "d",
            },
        });
        t.sandbox.add_task(&task.to_string()).unwrap();
        t.visit("lang=en&bk_biz_id=2&clocked_task_id=1").await;
        page.press("Plan another like this").await;
        page.sees("Not filled in").await;
        for words in [
            "Scheme ids template_schemes_id: 5",
            "template_schemes_id: 2-发布",
            "description: d",
            "${api_token}: ••••••",
        ] {
            page.sees(words).await;
        }
        page.settles().await;
        page.has_no_barriers("a copied plan").await;
        assert!(!page.text().await.contains("pl4nted"));
        page.press("Plan this run…").await;
        let problems = page.problems().await;
        assert!(
            problems.iter().any(|problem| problem.starts_with("Time")),
            "the past time is refused as any other: {problems:?}"
        );
        page.press("Close").await;
        page.sees_no("Not filled in").await;
    });
}

#[test]
fn a_plan_whose_schemes_are_not_found_runs_nothing_that_nobody_decided() {
    play(async |t: &Stage| {
        let page = &t.page;
        let task = json!({
            "project_id": 1, "template_id": 2, "task_name": "旧的",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(9)),
            "task_parameters": {
                "constants": {"${version}": "2.4.1", "${svc_b}": "b"},
                "template_schemes_id": [5],
            },
        });
        t.sandbox.add_task(&task.to_string()).unwrap();
        t.visit("lang=zh&bk_biz_id=2&clocked_task_id=1").await;
        page.press("再计划一个").await;
        page.sees("找不到这些执行方案：#5").await;
        page.settles().await;
        page.press("创建计划任务…").await;
        let is_told = |problem: &String| problem.contains("有执行方案找不到了");
        assert!(page.problems().await.iter().any(is_told));
        // Nobody has decided yet: it is asked again after a reload, too.
        t.visit("lang=zh&bk_biz_id=2&scope=cmdb_biz&template_id=2")
            .await;
        page.sees("找不到这些执行方案：#5").await;
        page.settles().await;
        page.has_no_barriers("schemes that are not found").await;
        page.press("按当前勾选执行").await;
        page.sees_no("找不到这些执行方案").await;
        page.focus_is_on("schemes").await;
        t.review().await;
        let shown: Value = serde_json::from_str(&page.request_json().await).unwrap();
        assert_eq!(shown["task_parameters"]["template_schemes_id"], json!([]));
    });
}

#[test]
fn schemes_come_back_by_their_ids_and_by_the_nodes_they_run() {
    play(async |t: &Stage| {
        let page = &t.page;
        let ids = "/api/v3/scheme/?project_id={project_id}&template_id={template_id}";
        let config = json!({"api": {"scheme_ids": ids}});
        for config in [Some(config.to_string()), None] {
            t.sandbox.set_config(config.as_deref());
            t.fill_release().await;
            t.review_and_send_beside_another().await;
            page.has_heading("计划任务 #").await;
            let id = t.tasks()[0]["id"].as_i64().unwrap();
            let sent: Value = serde_json::from_str(&t.creations().pop().unwrap().body).unwrap();
            t.visit(&format!("lang=zh&bk_biz_id=2&clocked_task_id={id}"))
                .await;
            page.press("再计划一个").await;
            page.focus_is_on("copied").await;
            page.settles().await;
            until("the scheme", async || match page.is_ticked("发布").await {
                true => Ok(()),
                false => Err("not ticked".to_owned()),
            })
            .await;
            page.sees_no("下列内容没有填入").await;
            t.review().await;
            let shown: Value = serde_json::from_str(&page.request_json().await).unwrap();
            assert_eq!(shown["task_parameters"], sent["task_parameters"]);
            t.send_once_more().await;
            page.has_heading("计划任务 #").await;
        }
    });
}

#[test]
fn what_was_typed_before_a_copy_can_be_had_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_tasks(t, 1);
        t.fill_release().await;
        page.press("计划列表").await;
        rows_are(t, 1, "计划 1").await;
        page.press("再计划一个").await;
        page.focus_is_on("copied").await;
        assert_eq!(page.value_of("任务名称").await, "计划 1");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "夜间发布");
        assert_eq!(page.value_of("版本").await, "2.4.1");
        assert!(page.is_ticked("发布").await);
    });
}

#[test]
fn a_part_that_fails_is_asked_for_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        add_tasks(t, 101);
        t.visit("lang=zh&bk_biz_id=2&view=planned").await;
        rows_are(t, 100, "计划 101").await;
        t.fault("get_clocked_task_list", broken());
        page.press("再读取 1 个").await;
        page.sees("后台出错了").await;
        assert_eq!(rows(t).await.len(), 100, "what was read stays");
        page.press("重试").await;
        rows_are(t, 101, "计划 101").await;
    });
}

#[test]
fn the_address_of_the_list_names_the_project_of_the_form_and_of_a_record() {
    play(async |t: &Stage| {
        let page = &t.page;
        let names_it = async || {
            page.press("计划列表").await;
            until("the address of the list", async || {
                let address = page.run("return location.search", &[]).await.to_string();
                match address.contains("bk_biz_id=2") && address.contains("view=planned") {
                    true => Ok(()),
                    false => Err(address),
                }
            })
            .await;
        };
        t.fill_plain().await;
        names_it().await;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        t.forget().await;
        t.visit("lang=zh&bk_biz_id=2&clocked_task_id=1").await;
        page.has_heading("计划任务 #1").await;
        names_it().await;
        page.driver.refresh().await.unwrap();
        rows_are(t, 1, "simple timer_计划执行").await;
    });
}
