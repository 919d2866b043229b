//! Filling in the form, for tests that are about what comes after. In Chinese,
//! on the release template of the sandbox.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Stage;
use crate::wait::until;

/// The template "带执行方案的发布流程" with its scheme "发布".
pub const RELEASE: i64 = 2;
/// A template without variables.
pub const PLAIN: i64 = 3;
/// What the template with every type of variable leaves empty and requires.
pub const REQUIRED: [(&str, &str); 3] =
    [("版本号", "1.2.3"), ("密码", "first"), ("远程下拉", "r1")];

impl Stage {
    /// A plain plan, complete: everything but the last presses.
    pub async fn fill_plain(&self) {
        self.open_template(PLAIN).await;
        self.fill_start().await;
    }

    /// A release, complete: name, time, a scheme and two variables.
    pub async fn fill_release(&self) {
        self.open_template(RELEASE).await;
        self.page.type_into("任务名称", "夜间发布").await;
        self.fill_start().await;
        self.page.tick("发布").await;
        self.page.settles().await;
        self.page.type_into("服务B", "svc-b").await;
        self.page.type_into("版本", "2.4.1").await;
    }

    pub async fn fill_start(&self) {
        self.page.type_into("日期", &self.day(40)).await;
        self.page.type_into("时间（24 小时制）", "02:30:15").await;
    }

    /// From the filled form to the open review.
    pub async fn review(&self) {
        self.page.press("创建计划任务…").await;
        until("the review to open", async || {
            let problems = self.page.problems().await;
            assert!(problems.is_empty(), "there are problems: {problems:?}");
            match self.page.has(&["heading"], "请核对").await {
                true => Ok(()),
                false => Err(self.page.text().await),
            }
        })
        .await;
    }

    /// The second press, which sends.
    pub async fn send(&self) {
        self.send_in("确认创建").await;
    }

    /// The same in whatever language.
    pub async fn send_in(&self, confirm: &str) {
        self.pauses_at_a_notice().await;
        self.page.press(confirm).await;
    }

    /// Sends what the page knows a twin of.
    pub async fn send_once_more(&self) {
        self.page.sees_no("正在核对流程是否有变化").await;
        self.pauses_at_a_notice().await;
        self.page.press("仍要再创建一个").await;
    }

    /// A press in the moment in which the look before sending tells of something
    /// is not taken for a confirmation of it.
    pub(crate) async fn pauses_at_a_notice(&self) {
        let script =
            "return Boolean(document.querySelector('#close-plans, #drift :is(.choice, .notice)'))";
        if self.page.run(script, &[]).await == true {
            tokio::time::sleep(Duration::from_millis(600)).await;
        }
    }

    /// Somebody else plans what the one task that is there plans, under a name.
    pub fn bob_plans(&self, name: &str) {
        let mut theirs = self.tasks().remove(0);
        let members = theirs.as_object_mut().expect("a task");
        members.remove("start");
        for (part, value) in [
            ("id", json!(2)),
            ("creator", json!("bob")),
            ("task_name", json!(name)),
        ] {
            members.insert(part.into(), value);
        }
        self.sandbox
            .add_task(&theirs.to_string())
            .expect("it is added");
    }

    pub async fn review_and_send(&self) {
        self.review().await;
        self.send().await;
    }

    /// The same where another plan stands close by: the look before sending
    /// tells of it, and has to be read before the press.
    pub async fn review_and_send_beside_another(&self) {
        self.review().await;
        self.page.sees_no("正在核对流程是否有变化").await;
        self.send().await;
    }

    /// Sends, and gives the constants as they were received, after a look whether
    /// the body is the very text that the review showed.
    pub async fn sent_as_shown(&self) -> Value {
        let page = &self.page;
        self.review().await;
        page.press("实际发送的请求").await;
        if page.has(&["checkbox"], "显示密文变量").await {
            page.tick("显示密文变量").await;
        }
        let shown = page.request_json().await;
        self.send().await;
        page.has_heading("计划任务 #").await;
        page.sees("记录与发送的内容一致").await;
        assert_eq!(self.body(), shown, "what was shown is what was sent");
        self.body_json()["task_parameters"]["constants"].clone()
    }
}
