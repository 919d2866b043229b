//! The review and everything that can become of a request.

use serde_json::{Value, json};

use super::{FOR_EVER, Walk};
use crate::{Fault, Stage};

/// Ends the looks for a lost task almost at once.
const FEW_LOOKS: &str = r#"{"timeouts": {"look_up_seconds": 1}}"#;
/// Seconds that are not over before a state was looked at.
const LONG: u64 = 3600;

fn answer(status: u16, code: i64, message: &str) -> Fault {
    let body = json!({"result": false, "code": code, "message": message, "data": null,
        "code_name": "X", "trace_id": "00c0ffee00c0ffee00c0ffee00c0ffee"});
    Fault::answer(status, body, false)
}

fn bad_gateway(commit: bool) -> Fault {
    let body = json!({"result": false, "code": 1_650_200, "message": "Bad Gateway",
        "data": null, "code_name": "X"});
    Fault::answer(502, body, commit)
}

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    pub(super) async fn submission(&self) {
        self.reviewed().await;
        self.refused().await;
        self.unknown().await;
        self.only_others().await;
    }

    async fn reviewed(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        page.press(l.plan).await;
        page.sees(l.template_same).await;
        page.press(l.wire).await;
        self.look("review").await;
        page.press(l.confirm).await;
        page.has_heading(l.created).await;
        page.press(l.another).await;
        page.settles().await;
        page.type_into("操作人", "ann\u{200b}${nobody}").await;
        page.press(l.plan).await;
        page.sees(l.unseen).await;
        self.look("review with remarks on a value").await;
        page.press(l.back).await;
        page.press_at("操作人", l.reset).await;
        t.sandbox.touch_template(2, "bob").expect("a template");
        page.press(l.plan).await;
        page.sees(l.template_changed).await;
        page.sees(l.close_plans).await;
        page.sees(l.sent_before).await;
        self.look("review with every warning").await;
        t.fault("create_clocked_task", FOR_EVER);
        t.pauses_at_a_notice().await;
        page.press(l.confirm_again).await;
        page.find(&["button"], l.stop).await;
        self.look("sending").await;
    }

    async fn refused(&self) {
        let l = self.l;
        self.fill_release().await;
        let limit = Fault::RateLimit {
            limit: 5000,
            reset: LONG,
        };
        let no_credentials = "Parameters error [reason=\"app code cannot be empty\"]";
        for (state, fault, heading) in [
            (
                "refused",
                answer(200, 3_540_000, "invalid param format"),
                l.refused,
            ),
            (
                "not found",
                answer(200, 3_540_400, "no template"),
                l.no_such,
            ),
            ("permission refused", Fault::Permission, l.denied),
            ("rate limit", limit, l.too_often),
            (
                "application refused",
                answer(400, 1_640_001, no_credentials),
                l.app_refused,
            ),
            (
                "request too large",
                answer(413, 1_641_301, "Request body size too large."),
                l.too_large,
            ),
        ] {
            self.is_refused(state, fault, heading).await;
        }
        // Nor do readings show a login, so that the page does not go on.
        let t = self.t;
        self.review().await;
        t.fault("create_clocked_task", Fault::Login);
        t.faults("get_clocked_task_list", 1000, Fault::Login);
        t.page.press(l.confirm).await;
        t.page.has_heading(l.login_ended).await;
        self.look("login ended").await;
        t.sandbox.clear_faults();
        t.page.sees(l.logged_in_again).await;
        t.page.sees(l.template_same).await;
        self.look("review after a login").await;
        t.page.press(l.back).await;
        let errors = "{'task_name': [ErrorDetail(string='too long', code='max_length')], \
            'plan_start_time': [ErrorDetail(string='too early', code='invalid')]}";
        let message = format!("params is invalid, error: {errors}");
        self.review().await;
        t.fault("create_clocked_task", answer(200, 3_546_100, &message));
        t.page.press(l.confirm).await;
        t.page.focus_is_on("problems").await;
        self.look("fields refused").await;
    }

    async fn is_refused(&self, state: &str, fault: Fault, heading: &str) {
        let (page, l) = (&self.t.page, self.l);
        self.review().await;
        self.t.fault("create_clocked_task", fault);
        page.press(l.confirm).await;
        page.has_heading(heading).await;
        self.look(state).await;
        page.press(l.back).await;
    }

    async fn unknown(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.is_lost(bad_gateway(false), FOR_EVER).await;
        page.has_heading(l.unknown).await;
        page.sees(l.looking).await;
        self.look("outcome looked for").await;
        page.press(l.stop_looking).await;
        page.sees(l.not_so_far).await;
        self.look("outcome not looked for to the end").await;
        t.sandbox.clear_faults();
        t.faults("get_clocked_task_list", 1000, bad_gateway(false));
        page.press(l.look_again).await;
        page.sees(l.cannot_tell).await;
        self.look("outcome that cannot be told").await;
        t.sandbox.clear_faults();
        page.press(l.look_again).await;
        page.find(&["button"], l.review_again).await;
        page.has_heading(l.not_found).await;
        self.look("outcome not found").await;
        let listed = Fault::Delay { ms: 0 };
        self.is_lost(bad_gateway(true), listed).await;
        page.has_heading(l.found).await;
        self.look("outcome found").await;
    }

    /// Who is asking is known from the plan before.
    async fn only_others(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        t.sandbox.set_config(Some(FEW_LOOKS));
        self.open("bk_biz_id=2&template_id=2").await;
        self.fill().await;
        self.review().await;
        page.press(l.confirm).await;
        page.has_heading(l.created).await;
        page.press(l.another).await;
        page.settles().await;
        page.type_into(l.name, "2.0").await;
        self.review().await;
        t.bob_plans("2.0");
        t.fault("create_clocked_task", bad_gateway(false));
        t.send_in(l.confirm).await;
        page.has_heading(l.only_others).await;
        self.look("outcome found of somebody else").await;
    }

    /// Sends into a fault that leaves the outcome open; `look` is what becomes
    /// of the looks for the task.
    pub(super) async fn is_lost(&self, fault: Fault, look: Fault) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        t.sandbox.set_config(Some(FEW_LOOKS));
        self.open("bk_biz_id=2&template_id=2").await;
        self.fill().await;
        self.review().await;
        t.fault("create_clocked_task", fault);
        t.faults("get_clocked_task_list", 1000, look);
        page.press(l.confirm).await;
    }

    /// What a reading on the form can come to.
    pub(super) async fn readings(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        let html = "<html><head><title>portal</title></head></html>".to_owned();
        let limit = Fault::RateLimit {
            limit: 5000,
            reset: LONG,
        };
        let server = Fault::answer(500, Value::from("<h1>Server Error (500)</h1>"), false);
        for (state, fault, words) in [
            ("reading without an answer", bad_gateway(false), l.gateway),
            ("reading that failed", server, l.server),
            ("reading without a network", Fault::DropBefore, l.network),
            (
                "reading of another page",
                Fault::NotJson { body: html },
                l.unreadable,
            ),
            ("reading refused", Fault::Permission, l.denied),
            ("reading too often", limit, l.too_often),
            ("reading without a login", Fault::Login, l.login_ended),
        ] {
            self.fresh().await;
            t.faults("get_user_project_list", 1000, fault);
            self.visit("").await;
            page.sees(words).await;
            self.look(state).await;
        }
    }
}
