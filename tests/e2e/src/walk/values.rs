//! Variables with what is wrong with them, and lists of which a part is shown.

use super::{FOR_EVER, Walk, broken};
use crate::Stage;
use crate::fill::REQUIRED;

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    pub(super) async fn values(&self) {
        self.wrong_values().await;
        self.parts_of_the_list().await;
        self.preview().await;
        self.review_of_values().await;
    }

    async fn wrong_values(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        page.type_into(l.name, &"9'".repeat(65)).await;
        page.type_into(l.date, "2020-01-01").await;
        page.type_into("服务A", "${svc_a}").await;
        page.type_into("服务B", "${pkg}").await;
        page.type_into("包名(引用版本)", "${svc_b}").await;
        page.type_into("版本", "${wait_s}").await;
        page.type_into("等待秒数", "9007199254740993000").await;
        page.type_into("操作人", "alice；bob").await;
        for (at, key) in ["env", "nobody"].into_iter().enumerate() {
            page.press(l.add_variable).await;
            page.focus_is_on(&format!("added-key-{at}")).await;
            page.insert(key).await;
        }
        page.press(l.plan).await;
        page.focus_is_on("problems").await;
        page.sees(l.circle).await;
        self.look("values with their problems").await;
        page.type_into(l.date, &t.day(0)).await;
        page.type_into(l.time, "3pm").await;
        page.press(l.plan).await;
        page.focus_is_on("problems").await;
        page.sees(l.no_time).await;
        self.look("time that cannot be read").await;
    }

    async fn parts_of_the_list(&self) {
        let (page, l) = (&self.t.page, self.l);
        self.fresh().await;
        self.open("bk_biz_id=2&template_id=1").await;
        page.press(l.plan).await;
        page.focus_is_on("problems").await;
        page.choose(l.filter, l.with_a_problem).await;
        page.type_into(l.search, "e").await;
        page.sees(l.variables_found).await;
        self.look("variables searched").await;
        page.type_into(l.search, "").await;
        page.choose(l.filter, l.unused).await;
        page.sees(l.unused_variables).await;
        self.look("unused variables").await;
    }

    /// What a tick asks for, on its way and failed.
    async fn preview(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        t.fault("preview_task_tree", FOR_EVER);
        page.tick("only-prep").await;
        page.sees(l.refreshing).await;
        page.press(l.plan).await;
        page.sees(l.still_reading).await;
        self.look("variables being read").await;
        self.release().await;
        t.faults("preview_task_tree", 1000, broken());
        page.tick("only-prep").await;
        page.sees(l.server).await;
        page.sees_no(l.refreshing).await;
        self.look("variables not read").await;
        t.sandbox.clear_faults();
    }

    /// Empty, hidden, secret, left out, and none of the options.
    async fn review_of_values(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        self.open("bk_biz_id=2&template_id=1").await;
        page.type_into(l.date, &t.day(40)).await;
        page.type_into(l.time, "02:30:15").await;
        for (label, text) in REQUIRED {
            page.type_into_variable(label, text).await;
        }
        page.press_at("整数", l.leave_out).await;
        self.review().await;
        page.press(l.wire).await;
        page.sees(l.empty_text).await;
        self.look("review of all kinds of values").await;
    }
}
