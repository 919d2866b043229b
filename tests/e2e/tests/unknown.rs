//! Answers that leave open whether the task exists: it is looked for, it is
//! never sent again by itself, and there are never two of it.

use std::time::Duration;

use chrono::TimeDelta;
use e2e::wait::until_within;
use e2e::{Fault, Stage, not_in, play};
use serde_json::json;

/// Chromium tries again by itself on every connection that it had used before.
const EVERY_TRY: u32 = 20;

/// More than all looks take with the configuration below.
const LOOKS: Duration = Duration::from_secs(40);

/// Ends the looks early: by itself the page looks for two minutes.
const FEW_LOOKS: &str = r#"{"timeouts": {"look_up_seconds": 5}}"#;

fn gateway(status: u16, code: i64, message: &str, commit: bool) -> Fault {
    let body =
        json!({"code_name": "X", "data": null, "code": code, "message": message, "result": false});
    Fault::answer(status, body, commit)
}

fn bad_gateway(commit: bool) -> Fault {
    gateway(502, 1650200, "Bad Gateway", commit)
}

/// Sends into a fault that commits the task: it is found and opened.
async fn is_found(t: &Stage, fault: Fault, why: &str) {
    t.fill_release().await;
    t.fault("create_clocked_task", fault);
    t.review_and_send().await;
    found(t, why).await;
}

async fn found(t: &Stage, why: &str) {
    let page = &t.page;
    page.has_heading("任务已经创建").await;
    page.sees(why).await;
    page.sees("#1").await;
    let start = format!("查找条件：名称 夜间发布，启动时间 {} 02:30:15", t.day(40));
    page.sees(&start).await;
    assert_eq!(t.creations().len(), 1, "{why}: sent once");
    assert_eq!(t.tasks().len(), 1, "{why}: one row");
    page.press("查看").await;
    page.has_heading("计划任务 #1").await;
    page.sees("记录与发送的内容一致").await;
}

/// Sends into a fault that leaves no task: several looks find nothing, and
/// only then, and only through the review, it can be sent once more.
async fn is_not_found(t: &Stage, fault: Fault, why: &str) {
    let page = &t.page;
    t.sandbox.set_config(Some(FEW_LOOKS));
    t.fill_release().await;
    let typed = page.typed().await;
    t.faults("create_clocked_task", EVERY_TRY, fault);
    t.review_and_send().await;
    page.sees("，点击之后创建").await;
    t.sandbox.clear_faults();
    page.sees(why).await;
    assert!(
        !page.has(&["button"], "重新核对").await,
        "not before it was looked for"
    );
    t.looks_end().await;
    page.has_heading("没有找到这个任务").await;
    let sent = t.creations().len();
    assert_eq!(t.tasks().len(), 0);
    page.press("重新核对").await;
    page.has_heading("请核对").await;
    assert_eq!(page.typed().await, typed, "nothing typed is lost");
    t.send().await;
    page.has_heading("计划任务 #1").await;
    assert_eq!(
        t.creations().len(),
        sent + 1,
        "{why}: sent once more, when told to"
    );
    assert_eq!(t.tasks().len(), 1);
}

#[test]
fn after_502_the_task_is_found() {
    play(async |t: &Stage| {
        is_found(t, bad_gateway(true), "网关没有等到后台的回答").await;
    });
}

#[test]
fn after_504_the_task_is_found() {
    play(async |t: &Stage| {
        let fault = gateway(504, 1650401, "Request backend timeout", true);
        is_found(t, fault, "网关没有等到后台的回答").await;
    });
}

#[test]
fn after_502_without_a_task_it_is_said_that_there_is_none() {
    play(async |t: &Stage| {
        let fault = gateway(502, 1650201, "Bad Gateway", false);
        is_not_found(t, fault, "网关没有等到后台的回答").await;
    });
}

#[test]
fn after_a_connection_lost_before_the_task_it_is_said_that_there_is_none() {
    play(async |t: &Stage| {
        is_not_found(t, Fault::DropBefore, "没有连上服务器").await;
    });
}

#[test]
fn a_task_that_the_browser_repeated_by_itself_is_told_of_at_once() {
    not_in!(WebKit: "it repeats no request by itself");
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::DropAfter);
        t.review_and_send().await;
        page.has_heading("计划任务 #2").await;
        assert_eq!(t.tasks().len(), 2, "the browser sent it twice");
        page.sees("这次点击创建了 2 个相同的任务").await;
        page.sees("#1").await;
    });
}

#[test]
fn a_task_whose_repetition_by_the_browser_is_refused_is_found() {
    not_in!(WebKit: "it repeats no request by itself");
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::DropAfter);
        let limit = Fault::RateLimit { limit: 5, reset: 1 };
        t.fault("create_clocked_task", limit);
        t.review_and_send().await;
        page.has_heading("任务已经创建").await;
        page.sees("请求太频繁").await;
        page.sees_no("没有创建任何任务").await;
        assert_eq!(t.creations().len(), 2, "the browser sent it twice");
        assert_eq!(t.tasks().len(), 1);
        page.press("返回修改").await;
        t.review().await;
        page.sees("已经发送过同样的计划：计划任务 #1").await;
    });
}

#[test]
fn after_a_connection_lost_behind_the_task_every_task_of_the_click_is_found() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.faults("create_clocked_task", EVERY_TRY, Fault::DropAfter);
        t.review_and_send().await;
        page.has_heading("任务已经创建").await;
        page.sees("没有连上服务器").await;
        let found = page.lines("dialog .found li").await;
        assert_eq!(found.len(), t.tasks().len(), "{found:?}");
        if found.len() > 1 {
            page.sees("请在标准运维中删除多余的计划任务").await;
        }
        assert!(
            !page.has(&["button"], "重新核对").await,
            "no way to send it again"
        );
    });
}

#[test]
fn after_an_answer_that_breaks_off_the_task_is_found() {
    play(async |t: &Stage| is_found(t, Fault::Cut { bytes: 40 }, "看不懂服务器的回答").await);
}

#[test]
fn after_a_page_in_place_of_an_answer_the_task_is_found() {
    play(async |t: &Stage| {
        let body = "<html><script>document.title='gone'</script>welcome</html>".to_owned();
        is_found(t, Fault::NotJson { body }, "看不懂服务器的回答").await;
        assert_ne!(t.page.driver.title().await.unwrap(), "gone");
    });
}

#[test]
fn after_an_answer_without_an_id_the_task_is_found() {
    play(async |t: &Stage| {
        let fault = Fault::answer(
            200,
            json!({"result": true, "data": {"task_name": "x"}, "code": 0}),
            true,
        );
        is_found(t, fault, "看不懂服务器的回答").await;
    });
}

#[test]
fn after_500_with_a_page_the_task_is_found() {
    play(async |t: &Stage| {
        let fault = Fault::answer(500, json!("<h1>Server Error (500)</h1>"), true);
        is_found(t, fault, "后台出错了").await;
    });
}

#[test]
fn after_500_of_the_backend_the_task_is_looked_for_too() {
    play(async |t: &Stage| {
        let message = "系统异常,请联系管理员处理";
        let body = json!({"result": false, "code": "50000", "message": message, "data": null});
        is_found(t, Fault::answer(500, body, true), "后台出错了").await;
    });
}

#[test]
fn after_503_of_the_gateway_without_a_task_it_is_said_that_there_is_none() {
    play(async |t: &Stage| {
        let fault = gateway(503, 1650300, "Service unavailable", false);
        is_not_found(t, fault, "后台出错了").await;
    });
}

#[test]
fn whoever_stops_looking_is_told_that_it_is_not_over() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open("lang=en&bk_biz_id=2&template_id=3").await;
        page.type_into("Date", &t.day(40)).await;
        page.type_into("Time (24-hour)", "02:30").await;
        page.type_into("Name", "late").await;
        let typed = page.typed().await;
        page.press("Plan this run…").await;
        page.has_heading("Please check").await;
        t.fault("create_clocked_task", bad_gateway(false));
        page.press("Confirm and plan").await;
        page.has_heading("Outcome unknown").await;
        page.sees("The gateway got no answer from the backend")
            .await;
        page.press("Stop looking").await;
        page.sees("The task was not found so far").await;
        page.press("Back to the form").await;
        assert_eq!(page.typed().await, typed, "nothing typed is lost");
        page.press("Plan this run…").await;
        page.has_heading("Please check").await;
        page.sees("late").await;
        page.sees("has not learnt the outcome").await;
        assert_eq!(t.creations().len(), 1, "sent once");
    });
}

#[test]
fn after_a_time_out_the_task_is_found() {
    play(async |t: &Stage| {
        t.sandbox
            .set_config(Some(r#"{"timeouts": {"create_seconds": 1}}"#));
        is_found(t, Fault::Delay { ms: 3000 }, "等待超时").await;
    });
}

#[test]
fn after_waiting_was_stopped_the_task_is_found() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 15_000 });
        t.review_and_send().await;
        page.has_heading("正在创建…").await;
        t.requests_are("create_clocked_task", 1).await;
        page.press("停止等待").await;
        found(t, "你中止了等待").await;
    });
}

#[test]
fn an_older_twin_is_not_taken_for_the_task() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        // The same plan an hour ago, as the row that was just made tells it.
        let mut twin = t.tasks()[0].clone();
        let members = twin.as_object_mut().unwrap();
        members.remove("start");
        members.insert("id".into(), json!(500));
        members.insert("create_time".into(), json!("2026-01-01 10:00:00+0800"));
        t.sandbox.reset().unwrap();
        t.sandbox.add_task(&twin.to_string()).unwrap();
        page.press("再计划一个").await;
        page.settles().await;
        t.fault("create_clocked_task", bad_gateway(true));
        t.review().await;
        t.send_once_more().await;
        page.sees("任务已经创建").await;
        let found = page.lines("dialog .found li").await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(!found[0].contains("#500"), "{found:?}");
    });
}

#[test]
fn where_looking_fails_it_is_said_that_nobody_can_tell_and_looking_goes_on() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(FEW_LOOKS));
        t.fill_release().await;
        t.review().await;
        t.requests_are("get_clocked_task_list", 2).await;
        t.fault("create_clocked_task", bad_gateway(true));
        t.faults("get_clocked_task_list", 3, bad_gateway(false));
        t.send().await;
        page.has_heading("结果未知").await;
        until_within(LOOKS, "the looks to end", async || {
            match page.text().await {
                text if text.contains("无法判断任务是否已经创建") => Ok(()),
                text => Err(text),
            }
        })
        .await;
        assert!(
            !page.has(&["button"], "重新核对").await,
            "no way to send it again"
        );
        page.press("再查一次").await;
        found(t, "网关没有等到后台的回答").await;
    });
}

#[test]
fn a_list_with_nan_in_it_is_read_all_the_same() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let day = t.day(3);
        t.sandbox
            .add_task(&format!(
                r#"{{"project_id": 1, "template_id": 2, "task_name": "夜间发布 NaN",
                    "plan_start_time": "{day} 10:00:00+0800",
                    "task_parameters": {{"constants": {{"${{x}}": NaN, "${{y}}": -Infinity}}}}}}"#
            ))
            .unwrap();
        t.fault("create_clocked_task", bad_gateway(true));
        t.review_and_send().await;
        page.sees("任务已经创建").await;
        page.press("查看").await;
        page.sees("记录与发送的内容一致").await;
        assert_eq!(t.creations().len(), 1);
    });
}

#[test]
fn by_whichever_clock_the_server_lives_the_task_is_found() {
    play(async |t: &Stage| {
        let page = &t.page;
        for hours in [-3, 3] {
            t.sandbox.reset().unwrap();
            t.sandbox.set_clock_skew(TimeDelta::hours(hours)).unwrap();
            t.forget().await;
            t.fill_plain().await;
            // Which tasks there were before is not known: the time has to tell.
            t.faults("get_clocked_task_list", 2, bad_gateway(false));
            t.review().await;
            page.sees("没能读完已有的计划").await;
            t.fault("create_clocked_task", Fault::Cut { bytes: 40 });
            t.send().await;
            page.sees("任务已经创建").await;
            let found = page.lines("dialog .found li").await;
            assert_eq!(found.len(), 1, "{hours}: {found:?}");
            assert_eq!(t.creations().len(), 1);
            assert_eq!(t.tasks().len(), 1);
        }
    });
}

#[test]
fn who_is_asking_is_a_part_of_the_search_once_that_is_known() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        page.type_into("任务名称", "another").await;
        t.fault("create_clocked_task", bad_gateway(true));
        t.review_and_send_beside_another().await;
        page.sees("，点击之后创建").await;
        page.sees("创建人：alice").await;
        page.sees("#2，alice 创建于").await;
    });
}

#[test]
fn what_only_somebody_else_planned_is_not_called_created() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(FEW_LOOKS));
        t.fill_plain().await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        page.type_into("任务名称", "another").await;
        t.review().await;
        page.sees("流程没有变化").await;
        t.bob_plans("another");
        t.faults("create_clocked_task", EVERY_TRY, bad_gateway(false));
        t.send().await;
        page.has_heading("没有找到自己创建的任务").await;
        page.sees("#2，bob 创建于").await;
        page.sees_no("任务已经创建").await;
        page.has_no_barriers("found of somebody else").await;
        let shown = page.address_of("查看").await;
        assert!(shown.contains("clocked_task_id=2"), "{shown}");
        page.press("返回修改").await;
        // A later page knows who pressed as well.
        page.driver.refresh().await.expect("it reloads");
        page.has_heading("没有找到自己创建的任务").await;
        page.press("返回修改").await;
        page.settles().await;
        t.sandbox.clear_faults();
        t.review().await;
        page.sees("已经发送过同样的计划").await;
        page.sees_no("计划任务 #2").await;
        assert_eq!(t.tasks().len(), 2, "nothing was sent by itself");
    });
}

#[test]
fn a_second_try_whose_answer_is_lost_too_is_found_as_the_one_task() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(FEW_LOOKS));
        t.fill_plain().await;
        t.fault("create_clocked_task", bad_gateway(false));
        t.review_and_send().await;
        t.looks_end().await;
        page.press("重新核对").await;
        page.has_heading("请核对").await;
        t.fault("create_clocked_task", bad_gateway(true));
        t.send().await;
        page.sees("任务已经创建").await;
        let found = page.lines("dialog .found li").await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(t.creations().len(), 2, "one a press");
        assert_eq!(t.tasks().len(), 1);
    });
}
