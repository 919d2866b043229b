//! Answers that show that nothing was created: each is told in its own words,
//! nothing typed is lost, and the way on leads through the review.

use std::collections::BTreeMap;

use e2e::stage::{WITHOUT_CLIPBOARD, play_after};
use e2e::{Fault, Stage, play};
use serde_json::{Value, json};

fn answer(status: u16, body: Value) -> Fault {
    Fault::answer(status, body, false)
}

/// An error of the gateway itself (contract part 7).
fn gateway(status: u16, code: i64, message: &str) -> Fault {
    let body =
        json!({"code_name": "X", "data": null, "code": code, "message": message, "result": false});
    answer(status, body)
}

fn business(code: Value, message: &str) -> Fault {
    answer(
        200,
        json!({"result": false, "code": code, "message": message}),
    )
}

/// Sends the filled form into a fault, and comes back to it unharmed.
async fn is_told(t: &Stage, fault: Fault, title: &str, words: &[&str]) {
    t.fault("create_clocked_task", fault);
    is_told_of_the_next(t, title, words).await;
}

async fn is_told_of_the_next(t: &Stage, title: &str, words: &[&str]) {
    let page = &t.page;
    let typed = page.typed().await;
    let before = t.creations().len();
    t.review_and_send().await;
    page.has_heading(title).await;
    page.sees("没有创建任何任务").await;
    for words in words {
        page.sees(words).await;
    }
    assert_eq!(t.creations().len(), before + 1, "{title}: sent once");
    assert_eq!(t.tasks().len(), 0, "{title}: no row");
    page.press("返回修改").await;
    assert_eq!(page.typed().await, typed, "{title}: nothing typed is lost");
}

/// After all of that the same form makes one task.
async fn then_succeeds(t: &Stage) {
    t.review_and_send().await;
    t.page.has_heading("计划任务 #1").await;
    assert_eq!(t.tasks().len(), 1);
}

#[test]
fn a_refusal_with_status_200_is_told_with_its_reason() {
    play(async |t: &Stage| {
        t.fill_release().await;
        is_told(
            t,
            business(json!(3540000), "invalid param format"),
            "后台拒绝了请求",
            &["invalid param format"],
        )
        .await;
        let message = "template[id=2] of project[project_id=1 , biz_id2] does not exist";
        is_told(t, business(json!(3540400), message), "没有找到", &[message]).await;
        let message = "preview_task_tree fail: task node[id=x] is not optional";
        is_told(
            t,
            business(json!(3599999), message),
            "后台拒绝了请求",
            &[message],
        )
        .await;
        then_succeeds(t).await;
    });
}

#[test]
fn a_refused_permission_is_told_with_what_is_missing_and_where_to_apply() {
    play(async |t: &Stage| {
        t.sandbox.set_config(Some(
            r#"{"links": {"permission": "/sandbox/apply?template={template_id}"}}"#,
        ));
        t.fill_release().await;
        t.sandbox.act_as("viewer", "app_test").unwrap();
        let missing = "新建计划任务 (flow_create_clocked_task)";
        is_told_of_the_next(t, "没有权限", &[missing]).await;
        t.sandbox.act_as("alice", "app_test").unwrap();
        is_told(t, Fault::PermissionWeb, "没有权限", &["新建计划任务"]).await;
        t.fault("create_clocked_task", Fault::Permission);
        t.review_and_send().await;
        let apply = t.page.address_of("申请权限").await;
        assert!(apply.ends_with("/sandbox/apply?template=2"), "{apply}");
        t.page.press("重新核对").await;
        t.page.has_heading("请核对").await;
        t.send().await;
        t.page.has_heading("计划任务 #1").await;
        assert_eq!(t.tasks().len(), 1);
    });
}

#[test]
fn an_ended_login_leads_to_the_login_page_and_back_to_the_same_form() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        // Nor do readings show a login, so that the page does not go on.
        t.faults("get_clocked_task_list", 100, Fault::Login);
        t.fault("create_clocked_task", Fault::Login);
        t.review_and_send().await;
        page.has_heading("登录已失效").await;
        let login = page.address_of("去登录").await;
        assert!(login.contains("/sandbox/login/plain/"), "{login}");
        page.press("返回修改").await;
        is_told(
            t,
            Fault::LoginRedirect,
            "登录已失效",
            &["请登录，页面随后会自动继续"],
        )
        .await;
        is_told(
            t,
            Fault::NotUser,
            "登录已失效",
            &["user authentication failed"],
        )
        .await;
        t.sandbox.clear_faults();
        then_succeeds(t).await;
    });
}

#[test]
fn an_application_without_credentials_is_not_taken_for_a_missing_login() {
    play(async |t: &Stage| {
        t.fill_release().await;
        let message = "Parameters error [reason=\"app code cannot be empty\"]";
        is_told(
            t,
            gateway(400, 1640001, message),
            "本页面的应用没有被授权",
            &[message],
        )
        .await;
        let message = "App has no permission to the resource";
        is_told(
            t,
            gateway(403, 1640301, message),
            "本页面的应用没有被授权",
            &[message],
        )
        .await;
        then_succeeds(t).await;
    });
}

#[test]
fn limits_of_the_gateway_are_told_with_what_to_do() {
    play(async |t: &Stage| {
        t.fill_release().await;
        let rate = Fault::RateLimit {
            limit: 5000,
            reset: 17,
        };
        is_told(t, rate, "请求太频繁", &["UTC+08:00 起可再试"]).await;
        let message = "Request body size too large.";
        is_told(t, gateway(413, 1641301, message), "请求太大", &["40 MB"]).await;
        then_succeeds(t).await;
    });
}

#[test]
fn a_rate_limit_is_waited_for_and_then_asked_about_again() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let rate = Fault::RateLimit {
            limit: 5000,
            reset: 8,
        };
        t.fault("create_clocked_task", rate);
        t.review_and_send().await;
        page.has_heading("请求太频繁").await;
        page.sees("UTC+08:00 起可再试").await;
        let again = page.find(&["button"], "重新核对").await;
        let waits = again.attr("aria-disabled").await.expect("an element");
        assert_eq!(waits.as_deref(), Some("true"));
        page.press("重新核对").await;
        page.has_heading("请求太频繁").await;
        page.sees("现在可以再试了").await;
        assert_eq!(t.creations().len(), 1, "not sent again by itself");
        page.press("重新核对").await;
        page.has_heading("请核对").await;
        assert_eq!(t.creations().len(), 1);
        t.send().await;
        page.has_heading("计划任务 #1").await;
    });
}

#[test]
fn a_reading_waits_for_a_proxy_s_rate_limit_as_well() {
    play(async |t: &Stage| {
        let page = &t.page;
        let limit = Fault::Status {
            status: 429,
            body: json!("<html><title>429 Too Many Requests</title></html>"),
            content_type: Some("text/html".into()),
            headers: BTreeMap::from([("retry-after".into(), "8".into())]),
            commit: false,
        };
        t.fault("get_user_project_list", limit);
        t.open("lang=zh").await;
        page.sees("请求太频繁").await;
        page.sees("UTC+08:00 起可再试").await;
        page.press("重试").await;
        page.sees("现在可以再试了").await;
        assert_eq!(t.requests("get_user_project_list").len(), 1);
        page.press("重试").await;
        page.sees_no("请求太频繁").await;
        t.requests_are("get_user_project_list", 2).await;
    });
}

#[test]
fn a_request_that_is_too_large_names_its_largest_variables() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        page.press("添加变量").await;
        page.type_into_added(0, "KEY", "${extra}").await;
        page.type_into_added(0, "值", &"长".repeat(2000)).await;
        page.type_into("版本", &format!("1.2.{}", "3".repeat(2994)))
            .await;
        t.fault(
            "create_clocked_task",
            gateway(413, 1641301, "Request body size too large."),
        );
        t.review_and_send().await;
        page.has_heading("请求太大").await;
        page.sees("这次请求共 9 KB").await;
        let largest = page.lines("dialog .found li").await;
        assert_eq!(largest[0], "${extra}\n5 KB");
        assert_eq!(largest[1], "${version}\n2 KB");
        page.press("${extra}").await;
        page.focus_is_on("added-value-0").await;
        page.sees_no("请求太大").await;
        page.type_into_added(0, "值", "short").await;
        then_succeeds(t).await;
    });
}

#[test]
fn a_request_that_is_too_large_for_a_proxy_is_told_so() {
    play(async |t: &Stage| {
        t.fill_release().await;
        let page = "<html><head><title>413 Request Entity Too Large</title></head></html>";
        is_told(t, answer(413, json!(page)), "请求太大", &["413"]).await;
        then_succeeds(t).await;
    });
}

#[test]
fn a_template_that_may_not_be_planned_is_told_before_anything_is_filled_in() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.sandbox.set_config(Some(
            r#"{"links": {"permission": "/sandbox/apply?template={template_id}"}}"#,
        ));
        t.sandbox.act_as("viewer", "app_test").unwrap();
        t.open_template(2).await;
        page.sees("没有新建计划任务的权限").await;
        let apply = page.address_of("申请权限").await;
        assert!(apply.ends_with("/sandbox/apply?template=2"), "{apply}");
        page.type_into("任务名称", "夜间发布").await;
        t.sandbox.act_as("alice", "app_test").unwrap();
        let asked = t.requests("get_template_list").len();
        page.press("再次检查").await;
        t.requests_are("get_template_list", asked + 1).await;
        page.sees_no("没有新建计划任务的权限").await;
        assert_eq!(page.value_of("任务名称").await, "夜间发布");
    });
}

#[test]
fn code_status_and_trace_of_a_refusal_can_be_copied_for_a_ticket() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        t.sandbox.act_as("viewer", "app_test").unwrap();
        t.review_and_send().await;
        page.press("详细信息").await;
        let details = page.pairs("dialog").await;
        let trace = details.iter().find(|(name, _)| name == "trace_id");
        let (_, trace) = trace.expect("a trace id");
        assert!(
            trace.len() == 32 && trace.bytes().all(|b| b.is_ascii_hexdigit()),
            "{trace}"
        );
        assert!(details.contains(&("code".into(), "3599999".into())));
        assert!(details.contains(&("HTTP".into(), "200".into())));
        let of = |name: &str| {
            details
                .iter()
                .find(|(own, _)| own == name)
                .map(|pair| &*pair.1)
        };
        let request = of("request").expect("what was asked");
        assert!(request.starts_with("POST /"), "{request}");
        assert!(request.ends_with("/create_clocked_task/2/2/"), "{request}");
        assert!(of("time").is_some_and(|time| time.ends_with(" UTC")));
        page.find(&["button"], "复制给支持人员").await;
    });
}

#[test]
fn a_ticket_has_the_trace_of_a_header_and_what_a_page_of_html_said() {
    play_after(WITHOUT_CLIPBOARD, async |t: &Stage| {
        let page = &t.page;
        let fault = Fault::Status {
            status: 500,
            body: json!("<html><title>Server Error (500)</title></html>"),
            content_type: Some("text/html".into()),
            headers: BTreeMap::from([("sops-trace-id".into(), "7ace1d".into())]),
            commit: false,
        };
        t.fault("get_user_project_list", fault);
        t.open("lang=zh").await;
        page.sees("后台出错了").await;
        page.press("详细信息").await;
        page.press("复制给支持人员").await;
        let script = "return document.querySelector('textarea.by-hand').value";
        let ticket = page.run(script, &[]).await;
        let ticket = ticket.as_str().unwrap();
        for words in [
            "后台出错了",
            "Server Error (500)",
            "HTTP: 500",
            "trace_id: 7ace1d",
            "request: GET /",
            " UTC",
            &format!("page: {}", t.sandbox.url()),
        ] {
            assert!(ticket.contains(words), "{words} is not in {ticket}");
        }
    });
}

#[test]
fn a_server_that_cannot_be_reached_can_be_reported_with_time_and_page() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.faults("get_user_project_list", 20, Fault::DropBefore);
        t.open("lang=zh").await;
        page.sees("没有连上服务器").await;
        page.press("详细信息").await;
        let details = page.pairs(".failure").await;
        let names: Vec<&str> = details.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["time", "page"]);
        page.find(&["button"], "复制给支持人员").await;
    });
}

#[test]
fn a_missing_permission_of_the_web_names_its_place_to_apply() {
    play(async |t: &Stage| {
        let page = &t.page;
        t.fill_release().await;
        let url = format!("{}/sandbox/apply?of=body", t.sandbox.url());
        let permission = |url: &str| {
            let actions = json!([{"id": "flow_create_clocked_task", "name": "新建计划任务"}]);
            answer(
                499,
                json!({"result": false, "code": 9900403, "message": "no", "data": null,
                    "permission": {"actions": actions, "apply_url": url}}),
            )
        };
        t.fault("create_clocked_task", permission(&url));
        t.review_and_send().await;
        page.has_heading("没有权限").await;
        page.sees("缺少权限：新建计划任务").await;
        assert_eq!(page.address_of("申请权限").await, url);
        page.press("返回修改").await;
        t.fault("create_clocked_task", permission("javascript:alert(1)"));
        t.review_and_send().await;
        page.has_heading("没有权限").await;
        assert!(
            !page.has(&["link"], "申请权限").await,
            "no address of the web"
        );
        page.press("返回修改").await;
        then_succeeds(t).await;
    });
}

#[test]
fn odd_answers_to_readings_are_told_in_words() {
    play(async |t: &Stage| {
        let page = &t.page;
        let html = |status, body: &str| Fault::Status {
            status,
            body: json!(body),
            content_type: Some("text/html".into()),
            headers: BTreeMap::new(),
            commit: false,
        };
        let object = json!({"result": false, "code": 3540000,
            "message": {"include_notify": ["Must be a valid boolean."]}});
        let csrf = json!({"result": false, "code": "permission_denied",
            "message": "CSRF Failed: CSRF cookie not set."});
        let mut asked = 0;
        let page_of_proxy = "<html><head><title>403 Forbidden</title></head><body>x</body></html>";
        for (fault, title, words) in [
            (
                answer(200, object),
                "有些内容后台不接受",
                "include_notify: Must be a valid boolean.",
            ),
            (answer(403, csrf), "后台拒绝了请求", "CSRF Failed"),
            (
                answer(200, json!({"result": true})),
                "看不懂服务器的回答",
                "代理返回了别的页面",
            ),
            (
                answer(200, json!({"result": false})),
                "后台拒绝了请求",
                "请看下面的原因",
            ),
            (
                html(403, page_of_proxy),
                "看不懂服务器的回答",
                "403 Forbidden",
            ),
            (html(405, ""), "看不懂服务器的回答", "代理返回了别的页面"),
            (
                answer(
                    500,
                    json!({"result": false, "code": "50000", "message": "系统异常"}),
                ),
                "后台出错了",
                "系统异常",
            ),
        ] {
            t.fault("get_user_project_list", fault);
            t.open("lang=zh").await;
            page.sees(title).await;
            page.sees(words).await;
            page.press("重试").await;
            page.sees_no(title).await;
            // The next fault is for the next page, not for this reading.
            asked += 2;
            t.requests_are("get_user_project_list", asked).await;
        }
    });
}
