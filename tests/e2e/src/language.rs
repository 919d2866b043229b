//! Whether everything that the page itself says is said in its language. What is
//! data, such as the name of a template, may be in any.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::Page;

const LANGUAGE: &str = include_str!("language.js");

/// The templates that the tests open, as the sandbox has them.
const TEMPLATES: [&str; 4] = [
    include_str!("../../sandbox/seed/template/1.json"),
    include_str!("../../sandbox/seed/template/2.json"),
    include_str!("../../sandbox/seed/template/3.json"),
    include_str!("../../sandbox/seed/template/4.json"),
];

/// Names of projects, templates, people and tasks that are in no file, and what
/// tests type.
const NAMES: [&str; 38] = [
    "蓝鲸",
    "手工项目(非CMDB)",
    "demo-biz",
    "New York biz",
    "disabled-biz",
    "含子流程的流程 (emoji 🚀) %5C",
    "simple timer",
    "common flow",
    "flow of project",
    "non-cmdb flow",
    "deleted flow",
    "admin",
    "alice",
    "bob",
    "viewer",
    "夜间发布",
    "巡检",
    "旧的",
    "毒",
    "nobody",
    "2-发布",
    "带执行方案的发布流程_计划执行",
    "带执行方案的发布流程_planned",
    "全部变量类型_计划执行",
    "全部变量类型_planned",
    "simple timer_计划执行",
    "simple timer_planned",
    "svc-b",
    "mine",
    "theirs",
    "soon",
    "too long",
    "too early",
    "YYYY-MM-DD",
    "HH:MM[:SS]",
    ".env (KEY=value)",
    "key: value",
    "clocked-",
];

/// Words of the field that both languages use as they are.
const TERMS: [&str; 28] = [
    "UTC",
    "ID",
    "KEY",
    "JSON",
    "cURL",
    "CMDB",
    "IP",
    "HTTP",
    "NaN",
    "Infinity",
    "Ctrl",
    "Enter",
    "MB",
    "KB",
    "API",
    "ics",
    "env",
    "GMT",
    "POST",
    "HH",
    "MM",
    "SS",
    "NUL",
    "code",
    "path",
    "time",
    "request",
    "WebAssembly",
];

/// Names and values of the wire, which are those of bk-sops in any language and
/// stand behind what they mean.
const WIRE: [&str; 14] = [
    "trace_id",
    "flow_create_clocked_task",
    "clocked_task_id",
    "project_view",
    "not_started",
    "started",
    "start_failed",
    "cmdb_biz",
    "project",
    "set_allocation",
    "int",
    "true",
    "false",
    "page",
];

/// Every name and description of the seeds, and every value with Chinese in it.
static DATA: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut found = BTreeSet::from_iter(NAMES.map(str::to_owned));
    for template in TEMPLATES {
        collect(
            &serde_json::from_str(template).expect("JSON"),
            "",
            &mut found,
        );
    }
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    found
});

fn collect(value: &Value, key: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Array(_) | Value::Object(_))) => collect(&inner, key, found),
            _ => {
                let is_name = matches!(key, "name" | "desc" | "text" | "value" | "default");
                let is_chinese = text.chars().any(|char| char > '\u{2e7f}');
                if is_chinese || is_name && text.chars().count() > 1 {
                    found.insert(text.clone());
                }
            }
        },
        Value::Array(items) => items.iter().for_each(|item| collect(item, key, found)),
        Value::Object(members) => {
            for (key, value) in members {
                collect(value, key, found);
            }
        }
        _ => {}
    }
}

impl Page {
    /// What the page says in another language than its own, and keys in place of
    /// texts; one line each.
    pub async fn foreign_words(&self, tag: &str) -> Vec<String> {
        let arguments = [json!(tag), json!(*DATA), json!(TERMS), json!(WIRE)];
        let found = self.run(LANGUAGE, &arguments).await;
        serde_json::from_value(found).expect("lines")
    }
}
