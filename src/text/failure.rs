//! Failed calls in words: what happened, and what the person can do.

use super::Lang;
use crate::api::{ApiError, Reason, Refusal};
use crate::time::instant::wall_text;

/// A heading, a sentence of advice, and what only a support ticket needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub title: String,
    pub advice: String,
    /// What the backend said, in its own words.
    pub said: Option<String>,
    /// Code, status and trace id, one a line.
    pub details: Vec<(&'static str, String)>,
}

pub fn explain(l: Lang, error: &ApiError) -> Explained {
    let (title, advice) = words(l, error);
    let (said, details) = match error {
        ApiError::Refused(refusal) => (
            Some(said(refusal)).filter(|text| !text.is_empty()),
            vec![
                ("HTTP", refusal.status.to_string()),
                ("code", refusal.code.clone()),
                ("trace_id", refusal.trace_id.clone().unwrap_or_default()),
            ],
        ),
        ApiError::Unreadable(unreadable) => (
            Some(unreadable.excerpt.clone()).filter(|text| !text.is_empty()),
            vec![
                ("HTTP", unreadable.status.to_string()),
                ("path", unreadable.path.clone()),
                ("cause", unreadable.cause.clone()),
                ("trace_id", unreadable.trace_id.clone().unwrap_or_default()),
            ],
        ),
        _ => (None, Vec::new()),
    };
    let asked = error.asked().into_iter().flat_map(|asked| {
        let at = wall_text(asked.at.naive_utc());
        [
            ("request", [asked.method, " ", &asked.url].concat()),
            ("time", at + " UTC"),
        ]
    });
    let details = details
        .into_iter()
        .chain(asked)
        .filter(|(_, text)| !text.is_empty())
        .collect();
    Explained {
        title,
        advice,
        said,
        details,
    }
}

/// Field errors one a line, where the message is made of them.
fn said(refusal: &Refusal) -> String {
    if refusal.fields.is_empty() {
        return refusal.message.clone();
    }
    let line = |(name, texts): &(String, Vec<String>)| format!("{name}: {}", texts.join(" "));
    let lines: Vec<String> = refusal.fields.iter().map(line).collect();
    lines.join("\n")
}

fn words(l: Lang, error: &ApiError) -> (String, String) {
    let (title, advice) = match error.reason() {
        Reason::Fields => (
            l.pick("有些内容后台不接受", "The backend refused some fields"),
            l.pick("请看下面的原因", "Its reasons are below"),
        ),
        Reason::Business => (
            l.pick("后台拒绝了请求", "The backend refused the request"),
            l.pick("请看下面的原因", "Its reason is below"),
        ),
        Reason::NotFound => (
            l.pick("没有找到", "Not found"),
            l.pick(
                "流程或项目不存在、已删除，或不属于所选的项目",
                "The template or project does not exist, was deleted, or belongs to another project",
            ),
        ),
        Reason::NoPermission => return permission(l, error),
        Reason::AppRefused => (
            l.pick("本页面的应用没有被授权", "This page's application is not authorised"),
            l.pick(
                "网关没有接受应用的凭证或权限，请联系部署本页面的管理员",
                "The gateway did not accept the application: ask whoever deployed this page",
            ),
        ),
        Reason::Login => (
            l.pick("登录已失效", "Your login has ended"),
            l.pick(
                "请登录，页面随后会自动继续，已填写的内容都还在",
                "Log in, and the page goes on by itself; everything you typed is still here",
            ),
        ),
        Reason::RateLimited => (
            l.pick("请求太频繁", "Too many requests"),
            l.pick("请过一会儿再试", "Try again in a while"),
        ),
        Reason::TooLarge => (
            l.pick("请求太大", "The request is too large"),
            l.pick("网关最多接受 40 MB，请缩短最大的变量", "The gateway takes 40 MB at most: shorten the largest variable"),
        ),
        Reason::Gateway => (
            l.pick("网关没有等到后台的回答", "The gateway got no answer from the backend"),
            l.pick("请稍后再试", "Please try again in a while"),
        ),
        Reason::Server => (
            l.pick("后台出错了", "The backend failed"),
            l.pick("这不是填写的问题，请把追踪号交给管理员", "Nothing you typed caused it: give the trace id to the administrators"),
        ),
        Reason::Network => (
            l.pick("没有连上服务器", "The server could not be reached"),
            l.pick("请检查网络后重试", "Check the network and try again"),
        ),
        Reason::Timeout => (
            l.pick("等待超时", "No answer in time"),
            l.pick("请稍后再试", "Please try again in a while"),
        ),
        Reason::Aborted => (
            l.pick("你中止了等待", "You stopped waiting"),
            l.pick("请求可能已经到达后台", "The request may have reached the backend"),
        ),
        Reason::Interrupted => (
            l.pick("页面在等待结果时关闭了", "The page was closed while it waited for the answer"),
            l.pick("请求可能已经到达后台", "The request may have reached the backend"),
        ),
        Reason::Unreadable => (
            l.pick("看不懂服务器的回答", "The server's answer cannot be read"),
            l.pick("可能是中间的代理返回了别的页面", "A proxy in between may have answered with a page of its own"),
        ),
    };
    (title.into(), advice.into())
}

fn permission(l: Lang, error: &ApiError) -> (String, String) {
    let ApiError::Refused(refusal) = error else {
        return (String::new(), String::new());
    };
    let actions: Vec<String> = refusal
        .actions
        .iter()
        .map(|action| action_name(l, action))
        .collect();
    let actions = actions.join(l.pick("、", ", "));
    (
        l.pick("没有权限", "Permission refused").into(),
        l.pick(
            format!("缺少权限：{actions}。申请后回到这里重试，已填写的内容都还在"),
            format!("Missing: {actions}. Apply for it, come back and try again; everything you typed is still here"),
        ),
    )
}

/// The actions of bk-sops that this page can lack (contract part 7).
pub fn action_name(l: Lang, action: &str) -> String {
    let name = match action {
        "flow_create_clocked_task" => l.pick("新建计划任务", "create clocked tasks"),
        "flow_view" => l.pick("查看流程", "view the template"),
        "project_view" => l.pick("查看项目", "view the project"),
        "clocked_task_view" => l.pick("查看计划任务", "view clocked tasks"),
        _ => return action.to_owned(),
    };
    format!("{name} ({action})")
}

/// A number of bytes, for people.
pub fn size(bytes: usize) -> String {
    const MEGABYTE: usize = 1024 * 1024;
    match bytes {
        ..1024 => format!("{bytes} B"),
        1024..MEGABYTE => format!("{} KB", bytes / 1024),
        _ => {
            let tenths = bytes * 10 / MEGABYTE;
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_an_object_is_told_field_by_field() {
        let fields = vec![(
            "include_notify".to_owned(),
            vec!["Must be a boolean.".to_owned()],
        )];
        let refusal = Refusal {
            message: "{…}".into(),
            fields,
            ..Refusal::default()
        };
        let explained = explain(Lang::En, &ApiError::Refused(Box::new(refusal)));
        assert_eq!(
            explained.said.as_deref(),
            Some("include_notify: Must be a boolean.")
        );
    }

    #[test]
    fn sizes_have_a_unit_that_suits_them() {
        let sizes = [0, 1023, 1024, 1024 * 1024 - 1, 1024 * 1024, 43_000_000];
        let words = ["0 B", "1023 B", "1 KB", "1023 KB", "1.0 MB", "41.0 MB"];
        assert_eq!(sizes.map(size), words);
    }
}
