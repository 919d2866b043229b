//! Nothing typed is lost: a reload brings it back, but for secrets.

use e2e::stage::play_after;
use e2e::wait::until;
use e2e::{Fault, Stage, not_in, play};
use serde_json::{Value, json};

/// Everything that the browser keeps of the page.
async fn kept(t: &Stage) -> String {
    let all = t.page.run("return JSON.stringify(localStorage)", &[]).await;
    all.as_str().unwrap_or_default().to_owned()
}

async fn keeps(t: &Stage, words: &str) {
    until(&format!("{words:?} to be kept"), async || {
        match kept(t).await {
            kept if kept.contains(words) => Ok(()),
            kept => Err(kept),
        }
    })
    .await;
}

async fn reload(t: &Stage) {
    t.page.driver.refresh().await.expect("it reloads");
    t.page.settles().await;
}

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
        page.press("清空重填").await;
        page.settles().await;
        assert_eq!(page.typed().await, fresh);
        page.press("撤销").await;
        page.settles().await;
        assert_eq!(page.typed().await, typed);
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

/// Changes the kept draft once its page is left.
async fn age(t: &Stage, change: &str) {
    let key = "clocked.draft.cmdb_biz.2.2";
    let script = format!(
        "const draft = JSON.parse(localStorage.getItem('{key}')); {change};
         return JSON.stringify(draft)"
    );
    let aged: Value = t.page.run(&script, &[]).await;
    let elsewhere = format!("{}/config.json", t.sandbox.url());
    t.may_fail("favicon.ico");
    t.page.driver.goto(elsewhere).await.expect("it leaves");
    t.page
        .run(
            &format!("localStorage.setItem('{key}', arguments[0])"),
            &[aged],
        )
        .await;
}

const WAITS: &str = "这个流程还有一份草稿";

/// An unsent release plan of an earlier visit, and a form of another template
/// that somebody has begun to fill in.
async fn begins_another(t: &Stage) -> Value {
    t.fill_release().await;
    keeps(t, "svc-b").await;
    let typed = t.page.typed().await;
    t.open_template(3).await;
    assert!(!t.page.text().await.contains("草稿"), "another template's");
    t.page.type_into("任务名称", "another").await;
    t.page.type_into("日期", &t.day(50)).await;
    typed
}

#[test]
fn an_older_draft_of_a_template_that_is_switched_to_waits_to_be_chosen() {
    play(async |t: &Stage| {
        let page = &t.page;
        let older = begins_another(t).await;
        page.choose("流程模板", "带执行方案的发布流程").await;
        page.settles().await;
        page.sees(WAITS).await;
        assert_eq!(page.value_of("任务名称").await, "another");
        page.type_into("版本", "9.9.9").await;
        keeps(t, "9.9.9").await;
        assert!(kept(t).await.contains("svc-b"), "both are kept");
        let newer = page.typed().await;
        // The newer one comes back by itself, the older one still waits.
        t.open_template(2).await;
        page.sees("已恢复之前填写的内容").await;
        assert_eq!(page.typed().await, newer);
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, older);
        // What stood there waits instead.
        page.sees(WAITS).await;
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.typed().await, newer);
        page.press("丢弃这份草稿").await;
        page.sees_no(WAITS).await;
        until("the older draft to go", async || match kept(t).await {
            kept if !kept.contains("svc-b") => Ok(()),
            kept => Err(kept),
        })
        .await;
        t.open_template(2).await;
        assert_eq!(page.typed().await, newer);
        assert!(!page.text().await.contains(WAITS));
    });
}

#[test]
fn an_older_draft_waits_for_an_empty_form_as_well() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        let typed = page.typed().await;
        t.open_template(3).await;
        page.choose("流程模板", "带执行方案的发布流程").await;
        page.settles().await;
        page.sees(WAITS).await;
        page.press("恢复草稿").await;
        page.settles().await;
        until("the older draft", async || match page.typed().await {
            now if now == typed => Ok(()),
            now => Err(now.to_string()),
        })
        .await;
        page.sees_no(WAITS).await;
    });
}

#[test]
fn a_draft_that_waits_ends_after_seven_days() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        keeps(t, "svc-b").await;
        age(t, "draft.kept -= 7 * 86400").await;
        t.open_template(3).await;
        page.choose("流程模板", "带执行方案的发布流程").await;
        page.settles().await;
        page.type_into("版本", "9.9.9").await;
        keeps(t, "9.9.9").await;
        assert!(!page.text().await.contains(WAITS));
    });
}

#[test]
fn two_tabs_of_one_template_keep_a_draft_each() {
    not_in!(WebKit: "its driver clicks in no tab in front of which another one was opened");
    play(async |t: &Stage| {
        let page = &t.page;
        let first = page.driver.window().await.expect("a tab");
        t.open_template(2).await;
        page.type_into("任务名称", "first").await;
        keeps(t, "first").await;
        let second = page.driver.new_tab().await.expect("a second tab");
        page.driver.switch_to_window(second).await.unwrap();
        t.open_template(2).await;
        assert_eq!(page.value_of("任务名称").await, "first", "the draft");
        page.type_into("任务名称", "second").await;
        keeps(t, "second").await;
        page.driver.switch_to_window(first).await.unwrap();
        page.type_into("服务B", "of-first").await;
        page.sees("另一个标签页也在填写这个流程").await;
        keeps(t, "of-first").await;
        assert!(kept(t).await.contains("second"), "{}", kept(t).await);
        // Whoever comes later finds both.
        reload(t).await;
        assert_eq!(page.value_of("服务B").await, "of-first");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("任务名称").await, "second");
    });
}

#[test]
fn a_draft_of_another_template_is_called_by_its_name() {
    play(async |t: &Stage| {
        let page = &t.page;
        let task = json!({"project_id": 1, "template_id": 3, "task_name": "nightly",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(3))});
        t.sandbox.add_task(&task.to_string()).unwrap();
        t.fill_release().await;
        page.press("计划列表").await;
        page.press("再计划一个").await;
        page.sees("流程 带执行方案的发布流程 (2) 还有一份草稿")
            .await;
        assert_eq!(page.value_of("任务名称").await, "nightly");
        page.press("恢复草稿").await;
        page.settles().await;
        assert_eq!(page.value_of("服务B").await, "svc-b");
        page.sees("流程 simple timer (3) 还有一份草稿").await;
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_told_of_and_otherwise_harmless() {
    let refuse = "Object.defineProperty(window, 'localStorage', \
                  {get() { throw new DOMException('refused', 'SecurityError'); }})";
    play_after(refuse, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.sees("浏览器不保存草稿").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_browser_without_any_storage_is_told_of_and_otherwise_harmless() {
    let none = "Object.defineProperty(window, 'localStorage', {value: null})";
    play_after(none, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.sees("浏览器不保存草稿").await;
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn a_full_storage_is_told_of_once_and_otherwise_harmless() {
    let full = "Storage.prototype.setItem = () => { \
                throw new DOMException('full', 'QuotaExceededError'); }";
    play_after(full, async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.sees("浏览器不保存草稿").await;
        page.type_into("版本", "2.4.2").await;
        let told = page.text().await.matches("浏览器不保存草稿").count();
        assert_eq!(told, 1);
        t.review_and_send().await;
        page.has_heading("计划任务 #1").await;
        page.press("再计划一个").await;
        page.settles().await;
        assert_eq!(page.value_of("版本").await, "2.4.2");
        assert_eq!(t.tasks().len(), 1);
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
