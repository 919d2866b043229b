//! What a review tells of the template, of its neighbours and of the clock.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::form::RELEASE;
use super::{FOR_EVER, Walk, broken};
use crate::Stage;

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    pub(super) async fn before_sending(&self) {
        self.not_looked_at().await;
        self.all_changed().await;
        self.nearly_too_late().await;
        self.sent_and_unknown().await;
    }

    /// The look is out, and then has read nothing.
    async fn not_looked_at(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        t.fault("get_template_info", FOR_EVER);
        page.press(l.plan).await;
        page.sees(l.checking).await;
        page.press(l.confirm).await;
        page.find(&["button"], l.confirm_after).await;
        self.look("review being looked at").await;
        self.fill_release().await;
        t.faults("get_template_info", 1000, broken());
        t.faults("get_clocked_task_list", 1000, broken());
        page.press(l.plan).await;
        page.sees(l.unchecked).await;
        page.sees(l.plans_unread).await;
        self.look("review that nothing was read for").await;
        t.sandbox.clear_faults();
    }

    async fn all_changed(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        let mut template: Value = serde_json::from_str(RELEASE).expect("JSON");
        template["name"] = json!("发布 2");
        template["editor"] = json!("bob");
        template["schemes"][1]["data"] = template["schemes"][0]["data"].clone();
        let tree = &mut template["pipeline_tree"];
        for node in tree["activities"]
            .as_object_mut()
            .expect("nodes")
            .values_mut()
        {
            node["name"] = json!("等待");
        }
        let constants = tree["constants"].as_object_mut().expect("constants");
        constants.remove("${confirm_note}");
        constants["${env}"]["desc"] = json!("另一个");
        let mut new = constants["${pkg}"].clone();
        new["key"] = json!("${new}");
        constants.insert("${new}".into(), new);
        t.sandbox
            .add_template(&template.to_string())
            .expect("a template");
        page.press(l.plan).await;
        page.sees(l.template_changed).await;
        self.look("review of a template that changed in everything")
            .await;
    }

    /// In hours that are to be quiet, by a clock that is not the computer's, in a
    /// browser that keeps nothing.
    async fn nearly_too_late(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        let quiet = r#"{"quiet": {"from": "00:00", "until": "23:59", "weekend": true}}"#;
        t.sandbox.set_config(Some(quiet));
        t.sandbox
            .set_clock_skew(TimeDelta::hours(3))
            .expect("a clock");
        self.open("bk_biz_id=2&template_id=3").await;
        let full = "Storage.prototype.setItem = () => { throw new Error('full') }";
        page.run(full, &[]).await;
        page.choose(l.zone, "Asia/Kathmandu").await;
        page.type_into(l.date, "2037-06-07").await;
        page.type_into(l.time, "02:30:15").await;
        page.sees(l.no_drafts).await;
        page.sees(l.in_quiet_hours).await;
        self.look("start with every remark").await;
        page.press(l.plan).await;
        page.sees(l.template_same).await;
        let later = "const now = window.Date.now;
            window.Date.now = () => now() + 20 * 366 * 86_400_000";
        page.run(later, &[]).await;
        page.sees(l.too_late).await;
        self.look("review after its time").await;
    }

    /// The same plan once more, and another one, after a search that told nothing.
    async fn sent_and_unknown(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.is_lost(broken(), broken()).await;
        page.sees(l.cannot_tell).await;
        page.press(l.back).await;
        t.sandbox.clear_faults();
        page.press(l.plan).await;
        page.sees(l.sent_and_unknown).await;
        page.sees(l.template_same).await;
        self.look("review after an unknown outcome").await;
        page.press(l.back).await;
        page.type_into(l.name, "2.0").await;
        page.press(l.plan).await;
        page.sees(l.unresolved).await;
        page.sees(l.template_same).await;
        self.look("review of another plan after an unknown outcome")
            .await;
    }
}
