//! Every fault of the sandbox, before and after the task exists, at the first
//! try and at the second: how many tasks there are, what the person is told,
//! and that the form still holds what was typed.

use std::collections::BTreeSet;

use e2e::{Engine, Fault, Stage, play};
use serde_json::{Value, json};

/// The page looks for as long as the task may appear: here only briefly.
const LOOKS: &str = r#"{"timeouts": {"look_up_seconds": 1}}"#;
const LOOKS_AND_IMPATIENT: &str = r#"{"timeouts": {"look_up_seconds": 1, "create_seconds": 2}}"#;
/// Chromium and Firefox try again by themselves on every connection that they had
/// used before, when it breaks without an answer or with a 408.
const EVERY_TRY: u32 = 20;

/// How a try ends that meets a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// As without a fault.
    Made,
    /// Nothing was created, and the answer shows it.
    Refused,
    /// The outcome is unknown, and the task is found.
    Found,
    /// The outcome is unknown, and no task is found.
    NotFound,
}

#[derive(Clone, Debug)]
struct Case {
    fault: Fault,
    times: u32,
    end: End,
    /// Why, in the page's words.
    told: &'static str,
}

fn case(fault: Fault, end: End, told: &'static str) -> Case {
    let times = 1;
    Case {
        fault,
        times,
        end,
        told,
    }
}

/// A failure that may have made the task or not: both are cases.
fn open(cases: &mut Vec<Case>, status: u16, body: &Value, told: &'static str) {
    for (commit, end) in [(false, End::NotFound), (true, End::Found)] {
        cases.push(case(Fault::answer(status, body.clone(), commit), end, told));
    }
}

fn cases() -> Vec<Case> {
    const GATEWAY: &str = "网关没有等到后台的回答";
    const SERVER: &str = "后台出错了";
    const UNREADABLE: &str = "看不懂服务器的回答";
    const NETWORK: &str = "没有连上服务器";
    // Firefox takes a body of which not one byte comes for a lost connection.
    let no_byte = match Engine::chosen() {
        Engine::Firefox => NETWORK,
        Engine::Chromium | Engine::WebKit => UNREADABLE,
    };
    let json_error =
        |code: Value| json!({"result": false, "code": code, "message": "broken", "data": null});
    let page = json!("<html><title>Error</title></html>");
    let mut all = vec![
        case(Fault::Delay { ms: 400 }, End::Made, ""),
        case(Fault::Delay { ms: 8000 }, End::Found, "等待超时"),
        case(Fault::Hold, End::Found, "等待超时"),
        case(Fault::Cut { bytes: 0 }, End::Found, no_byte),
        case(Fault::Cut { bytes: 60 }, End::Found, UNREADABLE),
        case(Fault::Login, End::Refused, "登录已失效"),
        case(Fault::LoginRedirect, End::Refused, "登录已失效"),
        case(Fault::NotUser, End::Refused, "登录已失效"),
        case(Fault::Permission, End::Refused, "没有权限"),
        case(Fault::PermissionWeb, End::Refused, "没有权限"),
    ];
    let rate = Fault::RateLimit { limit: 5, reset: 1 };
    all.push(case(rate, End::Refused, "请求太频繁"));
    let body = "<html>welcome</html>".to_owned();
    all.push(case(Fault::NotJson { body }, End::Found, UNREADABLE));
    for (fault, end, told) in [
        (Fault::DropBefore, End::NotFound, NETWORK),
        (Fault::DropAfter, End::Found, NETWORK),
        (
            Fault::answer(408, page.clone(), false),
            End::NotFound,
            UNREADABLE,
        ),
        (
            Fault::answer(408, page.clone(), true),
            End::Found,
            UNREADABLE,
        ),
    ] {
        let times = EVERY_TRY;
        all.push(Case {
            times,
            ..case(fault, end, told)
        });
    }
    for (status, told) in [(500, SERVER), (503, SERVER), (502, GATEWAY), (504, GATEWAY)] {
        open(&mut all, status, &json_error(json!("50000")), told);
        open(&mut all, status, &page, told);
    }
    open(&mut all, 200, &page, UNREADABLE);
    open(
        &mut all,
        200,
        &json!({"result": true, "data": {}}),
        UNREADABLE,
    );
    open(&mut all, 200, &json!([]), UNREADABLE);
    // An answer that says no and a task all the same would be a lie of the
    // backend: nobody could tell it from a refusal.
    for (status, code, told) in [
        (200, json!(3540000), "后台拒绝了请求"),
        (400, json!("odd"), "后台拒绝了请求"),
        (401, json!(1), "登录已失效"),
        (403, json!(1640301), "本页面的应用没有被授权"),
        (404, json!(1640401), "没有找到"),
        (413, json!(1641301), "请求太大"),
        (429, json!(1642902), "请求太频繁"),
    ] {
        all.push(case(
            Fault::answer(status, json_error(code), false),
            End::Refused,
            told,
        ));
    }
    all.push(case(
        Fault::answer(403, page.clone(), false),
        End::Refused,
        UNREADABLE,
    ));
    all.push(case(
        Fault::answer(413, page, false),
        End::Refused,
        "请求太大",
    ));
    all
}

/// The kinds of faults, so that a new one does not compile until it has a case.
fn kind(fault: &Fault) -> &'static str {
    match fault {
        Fault::Delay { .. } => "delay",
        Fault::Hold => "hold",
        Fault::DropBefore => "drop before",
        Fault::DropAfter => "drop after",
        Fault::Status { commit: false, .. } => "status before",
        Fault::Status { commit: true, .. } => "status after",
        Fault::Cut { .. } => "cut",
        Fault::NotJson { .. } => "not JSON",
        Fault::Login => "login",
        Fault::LoginRedirect => "login redirect",
        Fault::Permission => "permission",
        Fault::PermissionWeb => "permission of the web",
        Fault::RateLimit { .. } => "rate limit",
        Fault::NotUser => "not a user",
    }
}

#[test]
fn no_kind_of_fault_is_left_out() {
    let kinds: BTreeSet<&str> = cases().iter().map(|case| kind(&case.fault)).collect();
    assert_eq!(kinds.len(), 14, "{kinds:?}");
}

/// A part of the matrix, so that two browsers share it.
fn plays_part(part: usize, of: usize) {
    play(async |t: &Stage| {
        for (at, case) in cases().into_iter().enumerate() {
            if at % of == part {
                eprintln!("{at}, first try: {case:?}");
                begins_anew(t, &case).await;
                meets(t, &case).await;
                eprintln!("{at}, second try");
                begins_anew(t, &case).await;
                fails_once(t).await;
                meets(t, &case).await;
            }
        }
    });
}

#[test]
fn every_fault_leaves_one_task_at_most_part_1() {
    plays_part(0, 4);
}

#[test]
fn every_fault_leaves_one_task_at_most_part_2() {
    plays_part(1, 4);
}

#[test]
fn every_fault_leaves_one_task_at_most_part_3() {
    plays_part(2, 4);
}

#[test]
fn every_fault_leaves_one_task_at_most_part_4() {
    plays_part(3, 4);
}

/// Another sandbox, another browser, as far as the page can tell, and a form
/// that is filled in.
async fn begins_anew(t: &Stage, case: &Case) {
    t.sandbox.reset().unwrap();
    t.forget().await;
    let is_late = matches!(case.fault, Fault::Delay { ms: 2000.. } | Fault::Hold);
    t.sandbox.set_config(Some(match is_late {
        true => LOOKS_AND_IMPATIENT,
        false => LOOKS,
    }));
    t.fill_release().await;
}

/// The first try of two: it is refused, the form stands as it was.
async fn fails_once(t: &Stage) {
    let no = json!({"result": false, "code": 3540000, "message": "not now"});
    t.fault("create_clocked_task", Fault::answer(200, no, false));
    t.review_and_send().await;
    t.page.sees("not now").await;
    t.page.press("返回修改").await;
}

async fn meets(t: &Stage, case: &Case) {
    let page = &t.page;
    let typed = page.typed().await;
    let before = t.creations().len();
    t.faults("create_clocked_task", case.times, case.fault.clone());
    t.review_and_send().await;
    match case.end {
        End::Made => page.has_heading("计划任务 #1").await,
        End::Refused => is_refused(t, case, before, &typed).await,
        End::Found => is_found(t, case, before, &typed).await,
        End::NotFound => is_not_found(t, case, before, &typed).await,
    }
    t.sandbox.clear_faults();
    let rows = t.tasks().len();
    let repeated = repetitions(t);
    assert!(
        rows <= 1 + repeated,
        "{rows} rows, {repeated} by the browser"
    );
}

/// How many requests the browser made of clicks by itself: each click of the
/// page carries an id of its own.
fn repetitions(t: &Stage) -> usize {
    let creations = t.creations();
    let clicks: BTreeSet<&String> = creations
        .iter()
        .filter_map(|request| request.headers.get("x-clocked-click"))
        .collect();
    creations.len() - clicks.len()
}

async fn is_refused(t: &Stage, case: &Case, before: usize, typed: &Value) {
    let page = &t.page;
    page.has_heading(case.told).await;
    page.sees("没有创建任何任务").await;
    assert_eq!(t.creations().len(), before + 1, "sent once");
    assert_eq!(t.tasks().len(), 0, "no row");
    page.press("返回修改").await;
    assert_eq!(page.typed().await, *typed, "nothing typed is lost");
    then_makes_one(t).await;
}

async fn then_makes_one(t: &Stage) {
    t.sandbox.clear_faults();
    t.review_and_send().await;
    t.page.has_heading("计划任务 #1").await;
    assert_eq!(t.tasks().len(), 1);
}

/// Whoever goes back to the form instead of to the record still holds what was
/// typed, and is asked before one more is made.
async fn is_found(t: &Stage, case: &Case, before: usize, typed: &Value) {
    let page = &t.page;
    page.has_heading("任务已经创建").await;
    page.sees(case.told).await;
    let rows = t.tasks().len();
    assert_eq!(
        rows,
        t.creations().len() - before,
        "as often as it was sent"
    );
    assert_eq!(
        page.lines("dialog .found li").await.len(),
        rows,
        "all of them"
    );
    let is_offered = page.has(&["button"], "重新核对").await;
    assert!(!is_offered, "no way to send it again from here");
    page.press("返回修改").await;
    assert_eq!(page.typed().await, *typed, "nothing typed is lost");
    t.review().await;
    page.find(&["button"], "仍要再创建一个").await;
    page.sees("同一流程在前后 10 分钟内还有别的计划").await;
    assert_eq!(t.tasks().len(), rows, "not by itself");
}

async fn is_not_found(t: &Stage, case: &Case, before: usize, typed: &Value) {
    let page = &t.page;
    page.sees(case.told).await;
    t.sandbox.clear_faults();
    t.looks_end().await;
    page.has_heading("没有找到这个任务").await;
    assert_eq!(
        t.creations().len() - repetitions(t),
        before + 1,
        "sent once"
    );
    assert_eq!(t.tasks().len(), 0, "no row");
    page.press("重新核对").await;
    page.has_heading("请核对").await;
    assert_eq!(page.typed().await, *typed, "nothing typed is lost");
    t.send().await;
    page.has_heading("计划任务 #1").await;
    assert_eq!(t.tasks().len(), 1);
}
