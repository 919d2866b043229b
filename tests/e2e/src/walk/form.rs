//! The form in all its states.

use serde_json::{Value, json};
use thirtyfour::Key;

use super::{Walk, encoded};
use crate::date::next_years_sunday;
use crate::{Fault, Stage};

pub(super) const RELEASE: &str = include_str!("../../../sandbox/seed/template/2.json");

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    pub(super) async fn form(&self) {
        self.empty().await;
        self.filled().await;
        self.moments().await;
        self.variables().await;
        self.import().await;
        self.link_and_draft().await;
        self.copied().await;
    }

    async fn empty(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        t.fault("get_template_info", Fault::Delay { ms: 60_000 });
        self.visit("bk_biz_id=2&template_id=2").await;
        page.sees(l.loading).await;
        self.look("form being read").await;
        self.fresh().await;
        self.open("").await;
        self.look("empty form").await;
        page.press(l.plan).await;
        page.focus_is_on("problems").await;
        self.look("problems").await;
        page.type_into(l.project, "").await;
        page.find(&["option"], "蓝鲸").await;
        self.look("project list").await;
        page.key(Key::Escape).await;
        t.sandbox.act_as("viewer", "app_test").expect("a user");
        self.open("bk_biz_id=2&template_id=2").await;
        page.sees(l.may_not_plan).await;
        self.look("template not allowed").await;
        page.type_into(l.template, "").await;
        page.find(&["option"], "带执行方案的发布流程").await;
        self.look("template list not allowed").await;
    }

    async fn filled(&self) {
        let (page, l) = (&self.t.page, self.l);
        self.fill_release().await;
        page.press(l.nodes).await;
        self.look("filled form").await;
        page.type_into(l.template, "").await;
        page.find(&["option"], "带执行方案的发布流程").await;
        self.look("template list").await;
        page.key(Key::Escape).await;
        page.press(l.clear).await;
        page.settles().await;
        page.tick("only-prep").await;
        page.sees(l.set_aside).await;
        page.settles().await;
        self.look("variables kept aside").await;
        page.choose(l.template, "simple timer").await;
        page.sees(l.switched).await;
        page.settles().await;
        self.look("template switched").await;
    }

    /// Lists of zones, and moments that are not one.
    async fn moments(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        self.open("bk_biz_id=2&template_id=3").await;
        page.type_into(l.date, &t.day(40)).await;
        page.type_into(l.time, "02:30:15").await;
        page.type_into(l.zone, "").await;
        page.find(&["option"], "UTC").await;
        self.look("zone list").await;
        page.key(Key::Escape).await;
        page.choose(l.zone, "America/New_York").await;
        let gap = next_years_sunday(t.sandbox.now(), 3, 2);
        page.type_into(l.date, &gap).await;
        page.type_into(l.time, "02:30:00").await;
        page.sees(l.gap).await;
        self.look("time gap").await;
        let overlap = next_years_sunday(t.sandbox.now(), 11, 1);
        page.type_into(l.date, &overlap).await;
        page.type_into(l.time, "01:30:00").await;
        page.sees(l.overlap).await;
        self.look("time overlap").await;
        self.fresh().await;
        let start = format!("{} 09:30:15+0800[Asia/Kathmandu]", t.day(40));
        let link = format!(
            "bk_biz_id=2&template_id=3#plan_start_time={}",
            encoded(&start)
        );
        self.open(&link).await;
        page.sees(l.other_instant).await;
        self.look("time and instant differ").await;
    }

    async fn variables(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        self.open("bk_biz_id=2&template_id=1").await;
        page.press_at("整数", l.edit_as_json).await;
        page.press_at("日期", l.leave_out).await;
        page.press(l.add_variable).await;
        page.focus_is_on("added-key-0").await;
        self.look("every control").await;
        page.press(l.plan).await;
        page.focus_is_on("problems").await;
        self.look("every control with its problem").await;
        self.fill_release().await;
        page.press_at("版本", l.show_uses).await;
        page.sees(l.used_by).await;
        self.look("uses of a variable").await;
        page.type_into("服务A", "mine").await;
        t.sandbox.add_template(&changed()).expect("a template");
        self.open("bk_biz_id=2&template_id=2").await;
        page.sees(l.default_changed).await;
        self.look("default changed").await;
    }

    async fn import(&self) {
        let (page, l) = (&self.t.page, self.l);
        self.fill_release().await;
        page.press(l.import).await;
        page.has_heading(l.import_title).await;
        page.focus_is_on("import-text").await;
        self.look("import").await;
        let paste = async |text: &str| {
            page.run("document.activeElement.select()", &[]).await;
            page.insert(text).await;
        };
        paste("svc_a=other\nversion").await;
        page.sees(l.import_fault).await;
        self.look("import that cannot be read").await;
        paste("svc_a=other\nversion=2.4.1\nwait_s=soon\nnew_key=x").await;
        page.sees(l.import_summary).await;
        self.look("import looked at").await;
        paste("svc_a=other").await;
        page.press(l.import_apply).await;
        page.sees(l.imported).await;
        self.look("imported").await;
    }

    async fn link_and_draft(&self) {
        let (page, l) = (&self.t.page, self.l);
        self.fill_release().await;
        let kept = "return Object.values(localStorage).some((own) => own.includes('2.4.1'))";
        crate::wait::until("the draft", async || match page.run(kept, &[]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        })
        .await;
        self.open("bk_biz_id=2&template_id=2").await;
        page.sees(l.restored).await;
        self.look("draft brought back").await;
        page.press(l.start_over).await;
        page.sees(l.discarded).await;
        page.settles().await;
        self.look("draft cleared").await;
        self.fill().await;
        let parts = [
            ("colour", "red"),
            ("plan_start_time", "soon"),
            ("schemes", r#"["发布", "nobody"]"#),
            (
                "constants",
                r#"{"${nobody}": "<b>x</b>", "${svc_b}": 5, "${version}": "3.0.0"}"#,
            ),
        ];
        let parts = parts.map(|(name, value)| format!("{name}={}", encoded(value)));
        let link = format!("scope=galaxy&bk_biz_id=2&template_id=2#{}", parts.join("&"));
        self.open(&link).await;
        page.sees(l.link_faults).await;
        page.sees(l.draft_waits).await;
        self.look("link with odd values and a draft offered").await;
    }

    /// Another plan like one whose parts are not all to be had.
    async fn copied(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        let task = json!({
            "project_id": 1, "template_id": 2, "task_name": "旧的", "creator": "alice",
            "plan_start_time": format!("{} 10:00:00+0800", t.day(9)),
            "task_parameters": {
                "constants": {"${version}": "1.0.0", "${svc_b}": "b", "${api_token}": "x"},
                "template_schemes_id": [5, 99],
                "description": "d",
            },
        });
        t.sandbox.add_task(&task.to_string()).expect("a task");
        self.visit("bk_biz_id=2&clocked_task_id=1").await;
        page.press(l.another).await;
        page.sees(l.left_of_copy).await;
        page.settles().await;
        self.look("plan copied in parts").await;
        let schemes = &encoded(r#"["nobody"]"#);
        self.fresh().await;
        self.open(&format!("bk_biz_id=2&template_id=2#schemes={schemes}"))
            .await;
        page.sees(l.schemes_gone).await;
        self.look("schemes not found").await;
    }
}

/// The release template with another default.
fn changed() -> String {
    let mut template: Value = serde_json::from_str(RELEASE).expect("JSON");
    template["pipeline_tree"]["constants"]["${svc_a}"]["value"] = json!("theirs");
    template.to_string()
}
