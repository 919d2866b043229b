//! The look before a request goes out: what became of the template and its schemes,
//! and what else is planned about then.

use e2e::wait::until;
use e2e::{Fault, Stage, fill, play};
use serde_json::{Value, json};

const RELEASE: &str = include_str!("../../sandbox/seed/template/2.json");

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
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
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
        t.fault("get_template_info", Fault::Delay { ms: 4000 });
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
