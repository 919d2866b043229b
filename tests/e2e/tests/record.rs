//! The record after the creation: it follows the backend, opens again by its
//! link, and can be taken out of the page.

use chrono::TimeDelta;
use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::wait::until;
use e2e::{Fault, Stage, not_in, play};
use serde_json::{Value, json};

/// Changes the one task as somebody else would in bk-sops.
fn change(t: &Stage, fields: Value) {
    let mut task = t.tasks()[0].clone();
    for (name, value) in fields.as_object().unwrap() {
        task[name] = value.clone();
    }
    t.sandbox.add_task(&task.to_string()).unwrap();
}

/// What a screen reader was told of the record since it was opened.
async fn is_told(t: &Stage, words: &str) {
    until(&format!("{words:?} to be told"), async || {
        match t.page.lines("[role=status].visually-hidden").await {
            told if told == [words] => Ok(()),
            told => Err(format!("{told:?}")),
        }
    })
    .await;
}

async fn becomes(t: &Stage, heading: &str) {
    t.page.has_heading(heading).await;
    is_told(t, heading).await;
    t.page.has_no_barriers(heading).await;
}

#[test]
fn a_plan_that_is_moved_renamed_and_edited_elsewhere_is_told_and_compared() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1 已创建").await;
        page.sees("记录与发送的内容一致").await;
        let day = t.day(41);
        change(
            t,
            json!({"plan_start_time": format!("{day} 09:30:00+0800"), "editor": "bob"}),
        );
        becomes(t, "计划任务 #1 已在别处改期").await;
        page.sees(&format!("改为 {day} 09:30:00 UTC+08:00 Asia/Shanghai"))
            .await;
        page.sees("由 bob 修改").await;
        page.sees("记录有 1 处与发送的内容不同").await;
        change(t, json!({"task_name": "另一个名字"}));
        becomes(t, "计划任务 #1 已在别处改期、改名").await;
        page.sees("任务名称由 夜间发布 改为 另一个名字").await;
        page.sees("记录有 2 处与发送的内容不同").await;
        assert_eq!(page.record().await[1].1, "另一个名字");
    });
}

#[test]
fn a_plan_whose_values_alone_were_edited_is_told() {
    play(async |t: &Stage| {
        t.fill_plain().await;
        t.review_and_send().await;
        t.page.has_heading("计划任务 #1").await;
        change(
            t,
            json!({"task_parameters": {"constants": {"${a}": 0}, "template_schemes_id": []}}),
        );
        becomes(t, "计划任务 #1 的参数已在别处修改").await;
    });
}

#[test]
fn a_plan_that_is_deleted_elsewhere_is_told_and_stays_readable() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        t.sandbox.delete_task(1).unwrap();
        becomes(t, "计划任务 #1 已被删除").await;
        page.sees("不会启动").await;
        assert_eq!(page.record().await[0].1, "1");
        page.press("English").await;
        page.has_heading("Planned run #1 was deleted").await;
    });
}

#[test]
fn at_its_time_a_plan_is_due_and_then_started_with_the_way_to_its_run() {
    play(async |t: &Stage| {
        let page = &t.page;
        let config = json!({"links": {"run": "/run/{project_id}/{task_id}"}});
        t.sandbox.set_config(Some(&config.to_string()));
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        t.sandbox.set_clock_skew(TimeDelta::days(50)).unwrap();
        page.press("刷新状态").await;
        becomes(t, "计划任务 #1 到时间了，等待启动").await;
        page.sees("后台还没有启动它").await;
        t.sandbox.start_task(1).unwrap();
        becomes(t, "计划任务 #1 已启动").await;
        let run = page.address_of("查看执行任务").await;
        assert!(run.ends_with("/run/1/1"), "{run}");
        assert!(!page.has(&["button"], "刷新状态").await, "nothing to come");
    });
}

/// On a clock that the test has taken over.
async fn an_hour_passes(t: &Stage) {
    let left = "return document.querySelector('.review-when .countdown').textContent";
    let before = t.page.run(left, &[]).await;
    t.page.run("window.later()", &[]).await;
    until("the clock to have moved on", async || {
        match t.page.run(left, &[]).await {
            now if now != before => Ok(()),
            now => Err(now.to_string()),
        }
    })
    .await;
}

#[test]
fn a_record_that_nobody_sees_is_not_read_and_is_as_soon_as_somebody_does() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.sees("记录与发送的内容一致").await;
        let hide =
            "Object.defineProperty(document, 'hidden', {get: () => true, configurable: true});
            const now = window.Date.now; let hours = 0;
            window.later = () => { hours += 1; };
            window.Date.now = () => now() + hours * 3_600_000";
        page.run(hide, &[]).await;
        an_hour_passes(t).await;
        let reads = t.requests("get_clocked_task_list").len();
        change(t, json!({"task_name": "n"}));
        an_hour_passes(t).await;
        an_hour_passes(t).await;
        assert_eq!(t.requests("get_clocked_task_list").len(), reads);
        page.run("delete document.hidden", &[]).await;
        page.has_heading("计划任务 #1 已在别处改名").await;
    });
}

#[test]
fn a_start_that_failed_is_told_with_what_is_known() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        change(t, json!({"state": "start_failed"}));
        becomes(t, "计划任务 #1 启动失败").await;
        page.sees("后台不保存失败的原因").await;
        change(
            t,
            json!({"id": 2, "task_parameters": {"constants": {}, "template_schemes_id": ["2-发布"]}}),
        );
        t.visit("lang=zh&bk_biz_id=2&clocked_task_id=2").await;
        page.has_heading("计划任务 #2 启动失败").await;
        page.sees("执行方案以文本 ID 保存").await;
    });
}

#[test]
fn a_reading_that_fails_is_told_and_made_up_for() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        t.fault(
            "get_clocked_task_list",
            answer(500, json!({"result": false})),
        );
        page.press("刷新状态").await;
        page.sees("没有读到最新状态（后台出错了）").await;
        change(t, json!({"task_name": "n"}));
        page.press("刷新状态").await;
        page.has_heading("计划任务 #1 已在别处改名").await;
        page.sees_no("没有读到最新状态").await;
    });
}

fn answer(status: u16, body: Value) -> Fault {
    Fault::answer(status, body, false)
}

#[test]
fn a_record_opens_by_its_link_and_tells_why_where_it_does_not() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let query = page.run("return location.search", &[]).await;
        assert_eq!(
            query,
            "?lang=zh&bk_biz_id=2&scope=cmdb_biz&clocked_task_id=1"
        );

        let link = "bk_biz_id=2&scope=cmdb_biz&clocked_task_id=1";
        t.fault("get_clocked_task_list", Fault::Delay { ms: 1500 });
        t.visit(&format!("lang=en&{link}")).await;
        page.sees("Reading…").await;
        page.has_no_barriers("a record that is being read").await;
        page.has_heading("Planned run #1").await;
        page.find(&["button"], "Plan another like this").await;
        page.sees("Waiting to start").await;
        assert!(!page.text().await.contains("The record is what was sent"));
        page.has_no_barriers("a record by its link").await;

        t.fault("get_clocked_task_list", Fault::Permission);
        t.visit(&format!("lang=zh&{link}")).await;
        page.sees("没有权限").await;
        page.has_no_barriers("a refused record").await;
        page.press("重试").await;
        page.find(&["button"], "再计划一个").await;

        t.fault(
            "get_clocked_task_list",
            answer(500, json!({"result": false})),
        );
        t.visit(&format!("lang=zh&{link}")).await;
        page.sees("后台出错了").await;
        page.press("返回表单").await;
        page.has_heading("任务目标").await;
    });
}

#[test]
fn a_record_that_is_not_there_is_told_and_a_broken_link_too() {
    play(async |t: &Stage| {
        let page = &t.page;
        for query in [
            "lang=zh&bk_biz_id=2&clocked_task_id=99",
            "lang=zh&clocked_task_id=99",
            "lang=zh&bk_biz_id=2&clocked_task_id=x",
            "lang=zh&bk_biz_id=2&scope=galaxy&clocked_task_id=9",
        ] {
            t.visit(query).await;
            page.has_heading("没有找到这个计划任务").await;
        }
        page.has_no_barriers("no such record").await;
        t.visit("lang=en&bk_biz_id=2&clocked_task_id=99").await;
        page.has_heading("There is no such planned run").await;
        page.find(&["button"], "Planned runs").await;
    });
}

#[test]
fn back_leads_to_the_form_and_forth_to_the_record_with_its_comparison() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1 已创建").await;
        page.driver.back().await.unwrap();
        page.has_heading("任务目标").await;
        assert_eq!(page.value_of("版本").await, "2.4.1");
        page.driver.forward().await.unwrap();
        page.has_heading("计划任务 #1 已创建").await;
        page.sees("记录与发送的内容一致").await;
        page.driver.refresh().await.unwrap();
        page.has_heading("计划任务 #1").await;
        page.sees("夜间发布").await;
    });
}

/// The text that appears where the browser has no clipboard.
async fn copied(t: &Stage, button: &str) -> String {
    t.page.press(button).await;
    let script = "return Array.from(document.querySelectorAll('textarea.by-hand'))
        .find((area) => area.getAttribute('aria-label') === arguments[0])?.value ?? ''";
    until(&format!("{button:?} to give its text"), async || {
        let text = t.page.run(script, &[json!(button)]).await;
        match text.as_str() {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            other => Err(format!("{other:?}")),
        }
    })
    .await
}

#[test]
fn what_is_copied_of_a_record_says_what_it_is_and_no_secret() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        t.open_template(1).await;
        t.fill_start().await;
        page.type_into("任务名称", "夜间, 发布; v2").await;
        page.type_into_variable("远程下拉", "r1").await;
        page.type_into_variable("版本号", "1.2.3").await;
        page.type_into_variable("密码", "pl4nted").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(copied(t, "复制 ID").await, "1");
        let link = copied(t, "复制链接").await;
        let own = format!(
            "{}/?bk_biz_id=2&scope=cmdb_biz&clocked_task_id=1",
            t.sandbox.url()
        );
        assert_eq!(link, own);
        let summary = copied(t, "复制摘要").await;
        for words in [
            "计划任务 #1",
            "任务名称：夜间, 发布; v2",
            "02:30:15，Asia/Shanghai (UTC+08:00)",
            "状态：等待启动",
            "创建人：alice",
            "${num} = ",
            &own,
        ] {
            assert!(summary.contains(words), "{words} is not in {summary}");
        }
        let json = copied(t, "复制 JSON").await;
        let json: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["task_name"], "夜间, 发布; v2");
        assert!(!json.to_string().contains("pl4nted"), "{json}");
        assert!(!summary.contains("pl4nted"), "{summary}");
        assert!(!page.text().await.contains("pl4nted"));
        let script = "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)";
        let kept = page.run(script, &[]).await.to_string();
        assert!(kept.contains("clocked.attempt."), "{kept}");
        assert!(!kept.contains("pl4nted"), "{kept}");
    });
}

#[test]
fn the_calendar_file_is_saved_under_the_strict_policy() {
    not_in!(WebKit: "its driver saves no files");
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        page.type_into("任务名称", "夜间, 发布").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("下载日历 (.ics)").await;
        let file = t.downloads().join("clocked-1.ics");
        let text = until("the file", async || match std::fs::read_to_string(&file) {
            Ok(text) if text.ends_with("END:VCALENDAR\r\n") => Ok(text),
            other => Err(format!("{other:?}")),
        })
        .await;
        let start = e2e::date::instant(t.tasks()[0]["plan_start_time"].as_str().unwrap());
        let start = start.format("DTSTART:%Y%m%dT%H%M%SZ");
        for line in [
            "UID:clocked-task-1@127.0.0.1",
            "SUMMARY:夜间\\, 发布 #1",
            &start.to_string(),
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line}: {text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    });
}
