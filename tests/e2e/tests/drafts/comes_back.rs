//! What was typed is there again in the next visit.

use e2e::{Fault, Stage, play};
use serde_json::json;

use super::{age, keeps, kept, reload};

/// Whether leaving the page would ask first.
async fn asks(t: &Stage) -> bool {
    let asks = t
        .page
        .run(
            "const event = new Event('beforeunload', {cancelable: true});
             window.dispatchEvent(event);
             return event.defaultPrevented",
            &[],
        )
        .await;
    asks == json!(true)
}

#[test]
fn a_reload_brings_back_everything_that_was_typed() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press_at("环境", "不发送").await;
        page.press("添加变量").await;
        page.type_into_added(0, "KEY", "${extra}").await;
        page.type_into_added(0, "值", "x \u{202e}\"1").await;
        keeps(t, "${extra}").await;
        let typed = page.typed().await;
        reload(t).await;
        page.sees("已恢复之前填写的内容").await;
        assert_eq!(page.typed().await, typed);
        t.review().await;
        let shown = page.request_json().await;
        t.send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.body(), shown);
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(constants.get("${env}"), None, "left out, as before");
        assert_eq!(constants["${extra}"], "x \u{202e}\"1");
        assert!(!kept(t).await.contains("clocked.draft."), "sent: no draft");
    });
}

#[test]
fn the_newest_draft_comes_back_where_the_address_names_no_target() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        t.open("lang=zh").await;
        page.sees("带执行方案的发布流程").await;
        page.settles().await;
        assert_eq!(page.value_of("服务B").await, "svc-b");
        assert!(page.is_ticked("发布").await);
    });
}

#[test]
fn a_secret_is_not_kept_and_has_to_be_typed_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(1).await;
        t.fill_start().await;
        page.type_into_variable("密码", "pl4nted").await;
        page.type_into_variable("版本号", "1.2.3").await;
        page.press("添加变量").await;
        page.type_into_added(0, "KEY", "${api_token}").await;
        page.type_into_added(0, "值", "pl4nted").await;
        keeps(t, "1.2.3").await;
        keeps(t, "${api_token}").await;
        reload(t).await;
        assert!(!kept(t).await.contains("pl4nted"), "{}", kept(t).await);
        page.press("创建计划任务…").await;
        let problems = page.problems().await;
        let lost = problems
            .iter()
            .filter(|problem| problem.contains("请重新填写"));
        assert_eq!(lost.count(), 2, "{problems:?}");
        page.type_into_variable("密码", "again").await;
        page.type_into_added(0, "值", "t0ken").await;
        page.type_into_variable("远程下拉", "r1").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        let constants = &t.body_json()["task_parameters"]["constants"];
        assert_eq!(constants["${pwd}"]["value"], "again");
        assert_eq!(constants["${api_token}"], "t0ken");
        let kept = kept(t).await;
        assert!(!kept.contains("again") && !kept.contains("t0ken"), "{kept}");
    });
}

#[test]
fn starting_over_can_be_undone() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(2).await;
        let fresh = page.typed().await;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        let typed = page.typed().await;
        reload(t).await;
        page.run("scrollTo(0, 0)", &[]).await;
        page.press("清空重填").await;
        page.settles().await;
        assert_eq!(page.typed().await, fresh);
        page.focus_is_on("main").await;
        let scrolled = page.run("return [scrollX, scrollY]", &[]).await;
        assert_eq!(scrolled, json!([0, 0]), "what undoes it is seen");
        page.press("撤销").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
        page.focus_is_on("main").await;
    });
}

#[test]
fn undoing_a_start_over_keeps_what_was_typed_since() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        let typed = page.typed().await;
        reload(t).await;
        page.press("清空重填").await;
        page.settles().await;
        page.type_into("任务名称", "已经重填").await;
        keeps(t, "已经重填").await;
        page.press("撤销").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "已经重填");
    });
}

#[test]
fn leaving_asks_only_where_something_would_be_lost() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.open_template(3).await;
        assert!(!asks(t).await, "nothing was typed");
        t.fill_start().await;
        assert!(asks(t).await);
        t.review().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 1500 });
        t.send().await;
        t.requests_are("create_clocked_task", 1).await;
        assert!(asks(t).await, "nobody knows yet what became of it");
        page.has_heading("计划任务 #1").await;
        assert!(!asks(t).await, "it was sent");
        page.press("再计划一个").await;
        page.settles().await;
        assert!(!asks(t).await, "what stands there was sent");
        page.type_into("任务名称", "another").await;
        assert!(asks(t).await);
    });
}

#[test]
fn a_draft_of_more_than_seven_days_ago_is_not_brought_back() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        age(t, "draft.kept -= 7 * 86400").await;
        t.open_template(2).await;
        page.sees_no("已恢复之前填写的内容").await;
        assert_eq!(page.value_of("服务B").await, "");
    });
}

#[test]
fn a_time_that_means_another_instant_by_now_is_for_the_person_to_decide() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        let time = "时间（24 小时制）";
        age(t, "draft.draft.start += 3600").await;
        t.open_template(2).await;
        page.type_into("服务B", "svc-b").await;
        page.sees("时区规则可能变了").await;
        page.press("创建计划任务…").await;
        page.is_refused_at(time, "时区规则可能变了").await;
        // Undecided, it stays undecided.
        t.open_template(2).await;
        page.sees("时区规则可能变了").await;
        page.press("所说的时刻").await;
        page.focus_is_on("plan-time").await;
        assert_eq!(page.value_of(time).await, "03:30:15");
        page.sees_no("时区规则可能变了").await;
        page.type_into(time, "02:30:15").await;
        keeps(t, "02:30:15").await;
        age(t, "draft.draft.start += 3600").await;
        t.open_template(2).await;
        page.press("填写的时间").await;
        assert_eq!(page.value_of(time).await, "02:30:15");
        page.sees_no("时区规则可能变了").await;
        page.sees("02:30:15，Asia/Shanghai (UTC+08:00)").await;
    });
}

/// A pause is waited for, but not for ever: the page may end without being left.
#[test]
fn typing_without_a_pause_is_kept_as_well() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.type_into("任务名称", "长").await;
        page.run(
            "const field = document.activeElement;
             setInterval(() => {
                 field.value += '长';
                 field.dispatchEvent(new InputEvent('input', {bubbles: true}));
             }, 200)",
            &[],
        )
        .await;
        keeps(t, &"长".repeat(20)).await;
    });
}

/// What a live region holds is said whenever it is put there.
#[test]
fn keeping_more_does_not_tell_of_the_draft_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        reload(t).await;
        page.sees("已恢复之前填写的内容").await;
        let count = "window.told = 0;
            const draft = document.querySelector('.draft').parentNode;
            new MutationObserver(() => window.told++).observe(draft, {childList: true});";
        page.run(count, &[]).await;
        for version in ["2.4.2", "2.4.3"] {
            page.type_into("版本", version).await;
            keeps(t, version).await;
        }
        assert_eq!(page.run("return window.told", &[]).await, json!(0));
        page.press("清空重填").await;
        page.sees("撤销").await;
        assert_ne!(page.run("return window.told", &[]).await, json!(0));
    });
}

#[test]
fn a_reload_comes_back_to_the_template_that_was_chosen_in_the_page() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.choose("流程模板", "全部变量类型").await;
        page.settles().await;
        page.type_into("任务名称", "换了流程").await;
        keeps(t, "换了流程").await;
        page.driver.refresh().await.expect("it reloads");
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "换了流程");
        assert!(page.value_of("流程模板").await.contains("全部变量类型"));
    });
}
