//! The main job: from an empty form to the record of a planned task.

use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::{Fault, Stage, fill, play};
use serde_json::{Value, json};
use thirtyfour::Key;

/// The words of the page in a language.
struct Words {
    lang: &'static str,
    project: &'static str,
    template: &'static str,
    name: &'static str,
    suggested: &'static str,
    date: &'static str,
    time: &'static str,
    plan: &'static str,
    check: &'static str,
    confirm: &'static str,
    planned: &'static str,
    matches: &'static str,
    another: &'static str,
    fields: [&'static str; 15],
}

const CHINESE: Words = Words {
    lang: "zh",
    project: "项目",
    template: "流程模板",
    name: "任务名称",
    suggested: "带执行方案的发布流程_计划执行",
    date: "日期",
    time: "时间（24 小时制）",
    plan: "创建计划任务…",
    check: "请核对",
    confirm: "确认创建",
    planned: "计划任务 #1 已创建",
    matches: "记录与发送的内容一致",
    another: "再计划一个",
    fields: [
        "计划任务 ID",
        "任务名称",
        "启动时间",
        "状态",
        "执行任务 ID",
        "流程模板",
        "流程模板 ID",
        "流程来源",
        "项目 ID",
        "创建人",
        "更新人",
        "创建时间",
        "更新时间",
        "任务参数",
        "追踪号",
    ],
};

const ENGLISH: Words = Words {
    lang: "en",
    project: "Project",
    template: "Template",
    name: "Name",
    suggested: "带执行方案的发布流程_planned",
    date: "Date",
    time: "Time (24-hour)",
    plan: "Plan this run…",
    check: "Please check",
    confirm: "Confirm and plan",
    planned: "Planned as #1",
    matches: "The record is what was sent",
    another: "Plan another like this",
    fields: [
        "Clocked task id",
        "Name",
        "Planned start",
        "State",
        "Run id",
        "Template",
        "Template id",
        "Template source",
        "Project id",
        "Creator",
        "Last editor",
        "Created",
        "Last edited",
        "Parameters",
        "Trace id",
    ],
};

async fn plans(t: &Stage, l: &Words) {
    let page = &t.page;
    t.open(&format!("lang={}", l.lang)).await;
    page.choose(l.project, "蓝鲸").await;
    page.choose(l.template, "带执行方案的发布流程").await;
    page.settles().await;
    assert_eq!(page.value_of(l.name).await, l.suggested);
    let day = t.day(40);
    page.type_into(l.date, &day).await;
    page.type_into(l.time, "02:30:15").await;
    page.tick("发布").await;
    page.settles().await;
    page.type_into("服务B", "svc-b").await;
    page.type_into("版本", "2.4.1").await;
    page.press(l.plan).await;
    page.has_heading(l.check).await;
    let shown = page.request_json().await;
    page.press(l.confirm).await;
    page.has_heading(l.planned).await;
    assert_eq!(t.body(), shown, "what was shown is what was sent");
    page.sees(l.matches).await;
    let record = page.pairs(".record-fields").await;
    let names: Vec<&str> = record.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, l.fields);
    let start = format!("{day} 02:30:15+0800");
    for (position, value) in [
        (0, "1"),
        (1, l.suggested),
        (2, &start),
        (6, "2"),
        (9, "alice"),
    ] {
        assert_eq!(record[position].1, value, "{}", record[position].0);
    }
    let stored = &t.tasks()[0];
    assert_eq!(t.tasks().len(), 1);
    let sent: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(stored["task_parameters"], sent["task_parameters"]);
    page.find(&["button"], l.another).await;
}

#[test]
fn a_plan_made_in_chinese_is_what_was_reviewed_and_what_is_stored() {
    play(async |t: &Stage| plans(t, &CHINESE).await);
}

#[test]
fn a_plan_made_in_english_is_what_was_reviewed_and_what_is_stored() {
    play(async |t: &Stage| plans(t, &ENGLISH).await);
}

#[test]
fn a_plan_is_made_by_keyboard_alone() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=en").await;
        page.tab_to("Project").await;
        page.keys("蓝鲸").await;
        page.key(Key::Enter).await;
        page.tab_to("Template").await;
        page.keys("ref").await;
        page.key(Key::Escape).await;
        page.keys("2").await;
        page.key(Key::Down).await;
        page.key(Key::Up).await;
        page.key(Key::Enter).await;
        page.settles().await;
        assert_eq!(page.value_of("Template").await, "带执行方案的发布流程 (2)");
        page.tab_to("Date").await;
        page.keys(&t.day(40)).await;
        page.tab_to("Time").await;
        page.keys("02:30").await;
        page.key(Key::Up).await;
        assert_eq!(page.value_of("Time (24-hour)").await, "02:31");
        page.tab_to("发布").await;
        page.key(Key::Space).await;
        page.settles().await;
        page.tab_to("动作").await;
        page.key(Key::Down).await;
        page.key(Key::Up).await;
        page.tab_to("服务B").await;
        page.keys("svc-b").await;
        page.tab_to("版本").await;
        page.keys("2.4.1").await;
        page.control(Key::Enter).await;
        page.has_heading("Please check").await;
        page.focus_is_named("Please check").await;
        page.tab_to("Confirm and plan").await;
        page.key(Key::Enter).await;
        page.has_heading("Planned as #1").await;
        page.focus_is_named("Planned as #1").await;
        let start = format!("{} 02:31:00+0800", t.day(40));
        assert_eq!(t.body_json()["plan_start_time"], start.as_str());
        assert_eq!(
            t.body_json()["task_parameters"]["constants"]["${version}"],
            "2.4.1"
        );
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn what_is_typed_counts_without_leaving_the_field() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("版本", "3.0.0").await;
        page.control(Key::Enter).await;
        page.has_heading("请核对").await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(
            t.body_json()["task_parameters"]["constants"]["${version}"],
            "3.0.0"
        );
    });
}

#[test]
fn two_presses_of_the_confirmation_plan_one_run() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.fault("create_clocked_task", e2e::Fault::Delay { ms: 400 });
        t.review().await;
        page.find(&["button"], "确认创建").await;
        let script = "const all = Array.from(document.querySelectorAll('dialog button.primary'));
            all[0].click(); all[0].click(); all[0].click();";
        page.run(script, &[]).await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.creations().len(), 1);
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn another_plan_begins_from_the_one_just_made() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.press("再计划一个").await;
        page.settles().await;
        assert_eq!(page.value_of("版本").await, "2.4.1");
        assert!(page.is_ticked("发布").await);
        page.type_into("版本", "2.4.2").await;
        t.review_and_send_beside_another().await;
        page.has_heading("计划任务 #2").await;
        assert_eq!(t.tasks().len(), 2);
    });
}

#[test]
fn control_and_enter_open_the_review_wherever_the_focus_is() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        for focus in ["activeElement.blur()", "getElementById('main').focus()"] {
            page.run(&format!("document.{focus}"), &[]).await;
            page.control(Key::Enter).await;
            page.has_heading("请核对").await;
            page.sees("蓝鲸 (业务 2)").await;
            page.run("document.getElementById('review-title').focus()", &[])
                .await;
            page.control(Key::Enter).await;
            page.key(Key::Escape).await;
            page.has_heading("任务目标").await;
        }
        t.open_template(fill::RELEASE).await;
        page.press("粘贴导入…").await;
        page.control(Key::Enter).await;
        page.sees_no("请核对").await;
        page.has_heading("导入变量的值").await;
        assert!(t.creations().is_empty());
    });
}

#[test]
fn while_the_request_is_out_nothing_of_the_form_changes_and_waiting_can_be_stopped() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 15_000 });
        t.review_and_send().await;
        t.requests_are("create_clocked_task", 1).await;
        page.find(&["button"], "停止等待").await;
        let open = "return Array.from(document.querySelectorAll('[role=form] :is(input, select, textarea, button)'))
            .filter((control) => !control.matches(':disabled')).map((control) => control.id)";
        assert_eq!(page.run(open, &[]).await, json!([]));
        // Looks that take long, so that it can be seen how the form stands meanwhile.
        t.faults("get_clocked_task_list", 1, Fault::Delay { ms: 4000 });
        page.press("停止等待").await;
        page.has_heading("结果未知").await;
        assert_eq!(
            page.run(open, &[]).await,
            json!([]),
            "nor while it is looked for"
        );
        page.has_heading("任务已经创建").await;
        page.press("返回修改").await;
        page.type_into("版本", "2.4.2").await;
        assert_eq!(page.value_of("版本").await, "2.4.2");
    });
}

#[test]
fn the_command_is_the_same_request_without_secrets_and_credentials() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("任务名称", "it's night").await;
        page.press("添加变量").await;
        page.type_into_added(0, "KEY", "${api_token}").await;
        page.type_into_added(0, "值", "pl4nted").await;
        t.review().await;
        page.press("实际发送的请求").await;
        page.press("复制 cURL").await;
        let script = "return document.querySelector('textarea.by-hand').value";
        let command = page.run(script, &[]).await;
        let command = command.as_str().unwrap();
        assert!(!command.contains("pl4nted"), "{command}");
        for words in ["create_clocked_task/2/2/' \\", "<app secret>", "<token>"] {
            assert!(command.contains(words), "{words} is not in {command}");
        }
        let (_, body) = command.split_once("--data-raw '").unwrap();
        let body = body.strip_suffix('\'').unwrap().replace("'\\''", "'");
        let mut body: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(body["task_name"], "it's night");
        body["task_parameters"]["constants"]["${api_token}"] = json!("pl4nted");
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body_json(), body);
    });
}
