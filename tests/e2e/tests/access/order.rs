//! The order in which Tab leads through the screens behind the form, each stop
//! with its ring in sight.

use e2e::{Fault, Page, Stage, not_in, play};
use serde_json::json;
use thirtyfour::Key;

use crate::focus::{NARROW, fill_in_english, stops, stops_of_page};

/// How wide a window is, and how wide a narrow one.
const WIDE: u32 = 1280;
const SLIM: u32 = 360;

/// The stops of the dialog that is open, whose title has the focus.
async fn stops_behind_title(page: &Page) -> Vec<String> {
    page.key(Key::Tab).await;
    stops(page).await
}

fn lost() -> Fault {
    let body = json!({"result": false, "code": 1650200, "message": "Bad Gateway"});
    Fault::answer(502, body, false)
}

const RECORD: [&str; 13] = [
    "Skip to the form",
    "Back to the form",
    "Planned runs",
    "中文",
    "Appearance",
    "Read again",
    "Plan another like this",
    "Copy id",
    "Copy link",
    "Copy summary",
    "Copy JSON",
    "Calendar file (.ics)",
    "The record is what was sent",
];

async fn is_led_through_record(t: &Stage, width: u32) {
    let page = &t.page;
    page.is_wide(width).await;
    fill_in_english(t).await;
    page.control(Key::Enter).await;
    page.sees("The template has not changed").await;
    t.send_in("Confirm and plan").await;
    page.focus_is_named("Planned as #1").await;
    page.sees("The record is what was sent").await;
    assert_eq!(stops_of_page(page).await, RECORD);
}

#[test]
fn tab_leads_through_the_record_in_its_order_and_is_always_seen() {
    play(async |t: &Stage| is_led_through_record(t, WIDE).await);
}

#[test]
fn tab_leads_through_the_record_in_a_narrow_window_too() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| is_led_through_record(t, SLIM).await);
}

const PLANNED: [&str; 15] = [
    "Skip to the form",
    "Back to the form",
    "中文",
    "Appearance",
    "Project",
    "State",
    "Template",
    "Creator",
    "Order",
    "Only mine",
    "Read again",
    "weekly",
    "Plan another like this",
    "nightly",
    "Plan another like this",
];

async fn is_led_through_planned_runs(t: &Stage, width: u32) {
    let page = &t.page;
    for name in ["nightly", "weekly"] {
        let task = json!({"project_id": 1, "template_id": 3, "task_name": name, "creator": "alice",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(3))});
        t.sandbox.add_task(&task.to_string()).unwrap();
    }
    page.is_wide(width).await;
    t.visit("lang=en&bk_biz_id=2&view=planned").await;
    page.find(&["link"], "weekly").await;
    page.settles_here().await;
    assert_eq!(stops_of_page(page).await, PLANNED);
}

#[test]
fn tab_leads_through_the_planned_runs_in_their_order_and_is_always_seen() {
    play(async |t: &Stage| is_led_through_planned_runs(t, WIDE).await);
}

#[test]
fn tab_leads_through_the_planned_runs_in_a_narrow_window_too() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| is_led_through_planned_runs(t, SLIM).await);
}

async fn is_led_through_refusal(t: &Stage, width: u32) {
    let page = &t.page;
    page.is_wide(width).await;
    t.sandbox
        .set_config(Some(r#"{"links": {"permission": "/apply"}}"#));
    fill_in_english(t).await;
    page.control(Key::Enter).await;
    page.sees("The template has not changed").await;
    t.fault("create_clocked_task", Fault::Permission);
    t.send_in("Confirm and plan").await;
    page.focus_is_named("Permission refused").await;
    let order = [
        "Apply for the permission ↗",
        "Details",
        "Back to the form",
        "Review again",
    ];
    assert_eq!(stops_behind_title(page).await, order);
}

#[test]
fn tab_leads_through_a_refusal_in_its_order_and_is_always_seen() {
    play(async |t: &Stage| is_led_through_refusal(t, WIDE).await);
}

#[test]
fn tab_leads_through_a_refusal_in_a_narrow_window_too() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| is_led_through_refusal(t, SLIM).await);
}

async fn is_led_through_unknown_outcome(t: &Stage, width: u32) {
    let page = &t.page;
    t.sandbox
        .set_config(Some(r#"{"timeouts": {"look_up_seconds": 5}}"#));
    fill_in_english(t).await;
    page.control(Key::Enter).await;
    page.sees("The template has not changed").await;
    t.fault("create_clocked_task", lost());
    t.faults("get_clocked_task_list", 1000, lost());
    t.send_in("Confirm and plan").await;
    page.focus_is_named("Outcome unknown").await;
    page.sees("It cannot be told").await;
    let order = ["Details", "Details", "Look again", "Back to the form"];
    is_led_from(page, width, "Outcome unknown", &order).await;
    t.sandbox.clear_faults();
    page.press("Look again").await;
    page.has_heading("The task was not found").await;
    page.find(&["button"], "Review again").await;
    let order = ["Details", "Look again", "Review again"];
    is_led_from(page, width, "The task was not found", &order).await;
}

/// From the title on, where the focus is as this comes. Sizing the window takes the
/// focus back from its bars, where Tab may have led before.
async fn is_led_from(page: &Page, width: u32, title: &str, order: &[&str]) {
    page.is_wide(width).await;
    let heading = page.find(&["heading"], title).await;
    page.run("arguments[0].focus()", &[heading.to_json().unwrap()])
        .await;
    page.focus_is_named(title).await;
    assert_eq!(stops_behind_title(page).await, order);
}

#[test]
fn tab_leads_through_an_unknown_outcome_in_its_order_and_is_always_seen() {
    play(async |t: &Stage| is_led_through_unknown_outcome(t, WIDE).await);
}

#[test]
fn tab_leads_through_an_unknown_outcome_in_a_narrow_window_too() {
    not_in!(WebKit: NARROW);
    play(async |t: &Stage| is_led_through_unknown_outcome(t, SLIM).await);
}
