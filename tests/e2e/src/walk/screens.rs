//! The record of a plan and the list of planned runs.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{FOR_EVER, Walk, broken};
use crate::{Fault, Stage};

const RECORD: &str = "bk_biz_id=2&scope=cmdb_biz&clocked_task_id=1";

impl<L: AsyncFn(&Stage, &str)> Walk<'_, L> {
    pub(super) async fn screens(&self) {
        self.record().await;
        self.twins().await;
        self.record_later().await;
        self.no_record().await;
        self.list().await;
        self.readings().await;
    }

    fn add_task(&self, fields: Value) {
        let mut task = json!({
            "project_id": 1, "template_id": 2, "template_name": "带执行方案的发布流程",
            "task_name": "夜间发布", "creator": "alice", "state": "not_started",
            "plan_start_time": format!("{} 10:00:00+0800", self.t.day(40)),
            "task_parameters": {
                "constants": {"${version}": "2.4.1", "${pkg}": ""}, "template_schemes_id": [5],
            },
        });
        let task_fields = task.as_object_mut().expect("an object");
        task_fields.extend(fields.as_object().cloned().unwrap_or_default());
        self.t.sandbox.add_task(&task.to_string()).expect("a task");
    }

    async fn record(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        self.review().await;
        page.press(l.confirm).await;
        page.has_heading(l.created).await;
        page.sees(l.matches).await;
        self.look("record made").await;
        let before = t.tasks()[0].clone();
        let mut task = before.clone();
        task["task_name"] = json!("2.0");
        task["task_parameters"]["constants"]["${env}"] = json!("prod");
        t.sandbox.add_task(&task.to_string()).expect("a task");
        page.press(l.read_again).await;
        page.has_heading(&format!("{} {}", l.record, l.renamed))
            .await;
        self.look("record renamed").await;
        let mut task = before;
        task["plan_start_time"] = json!(format!("{} 09:30:00+0800", t.day(41)));
        task["editor"] = json!("bob");
        t.sandbox.add_task(&task.to_string()).expect("a task");
        page.press(l.read_again).await;
        page.has_heading(&format!("{} {}", l.record, l.moved)).await;
        self.look("record moved").await;
        t.sandbox.delete_task(1).expect("a task");
        page.press(l.read_again).await;
        page.has_heading(&format!("{} {}", l.record, l.gone)).await;
        self.look("record deleted").await;
    }

    /// Two tasks of one press, as a browser makes them that repeats it.
    async fn twins(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fill_release().await;
        let name = page.value_of(l.name).await;
        self.review().await;
        t.fault("create_clocked_task", Fault::Delay { ms: 3000 });
        page.press(l.confirm).await;
        t.requests_are("create_clocked_task", 1).await;
        let start = format!("{} 02:30:15+0800", t.day(40));
        self.add_task(json!({"task_name": name, "plan_start_time": start}));
        page.sees(l.twins).await;
        self.look("record of two tasks of one press").await;
    }

    async fn record_later(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        self.add_task(json!({}));
        t.fault("get_clocked_task_list", FOR_EVER);
        self.visit(RECORD).await;
        page.sees(l.loading).await;
        self.look("record being read").await;
        self.visit(RECORD).await;
        page.find(&["button"], l.another).await;
        self.look("record waiting").await;
        t.fault("get_clocked_task_list", broken());
        page.press(l.read_again).await;
        page.sees(l.server).await;
        self.look("record not read again").await;
        t.sandbox
            .set_clock_skew(TimeDelta::days(50))
            .expect("a clock");
        self.visit(RECORD).await;
        page.has_heading(&format!("{} {}", l.record, l.due)).await;
        self.look("record due").await;
        self.fresh().await;
        let run = json!({"links": {"run": "/run/{project_id}/{task_id}"}});
        t.sandbox.set_config(Some(&run.to_string()));
        self.add_task(json!({}));
        t.sandbox.start_task(1).expect("a task");
        self.visit(RECORD).await;
        page.has_heading(&format!("{} {}", l.record, l.started))
            .await;
        self.look("record started").await;
        self.fresh().await;
        let by_text = json!({"constants": {}, "template_schemes_id": ["2-发布"]});
        self.add_task(json!({"state": "start_failed", "task_parameters": by_text}));
        self.visit(RECORD).await;
        page.has_heading(&format!("{} {}", l.record, l.start_failed))
            .await;
        self.look("record start failed").await;
    }

    async fn no_record(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        self.visit(RECORD).await;
        page.has_heading(l.no_record).await;
        self.look("no such record").await;
        t.fault("get_clocked_task_list", Fault::Permission);
        self.visit(RECORD).await;
        page.sees(l.denied).await;
        self.look("record refused").await;
    }

    async fn list(&self) {
        let (t, page, l) = (self.t, &self.t.page, self.l);
        self.fresh().await;
        self.visit("view=planned").await;
        page.sees(l.choose_project).await;
        page.find(&["heading"], l.planned).await;
        page.settles_here().await;
        self.look("planned runs without a project").await;
        self.visit("bk_biz_id=2&view=planned").await;
        page.sees(l.no_rows).await;
        page.settles_here().await;
        self.look("no planned runs").await;
        t.fault("get_clocked_task_list", broken());
        page.press(l.refresh).await;
        page.sees(l.server).await;
        self.look("planned runs not read").await;
        self.add_task(json!({}));
        self.add_task(json!({"state": "started", "creator": "bob", "task_name": "巡检"}));
        self.add_task(json!({"state": "start_failed"}));
        let poison = r#"{"project_id": 1, "template_id": 3, "task_name": "毒", "creator": "alice",
            "plan_start_time": "2020-07-01 10:00:00+0800",
            "task_parameters": {"constants": {"${x}": NaN}}}"#;
        t.sandbox.add_task(poison).expect("a task");
        self.visit("bk_biz_id=2&view=planned").await;
        page.find(&["link"], "巡检").await;
        page.settles_here().await;
        self.look("planned runs").await;
    }
}
