//! Messages between the page and the page that frames it, the portal: their
//! shapes both ways, and who may frame. Everything here is public API: change
//! it only by adding.
//!
//! `{"source": "clocked", "v": 1, "type": "…", "payload": {…}}`

mod token;

use serde_json::{Map, Value};

use crate::link::{Link, Odd, OddKind};
use crate::model::ClockedTask;
use crate::model::value::{object, text};
use crate::text::Lang;
use crate::theme::Theme;

pub use token::Token;

const SOURCE: &str = "clocked";
const VERSION: u64 = 1;

/// Whether the page may be used in its frame: every page around it, the nearest
/// first, is of a listed origin or of the page's own. The same as the header
/// `frame-ancestors` asks, for servers that do not send it.
pub fn may_frame(around: &[String], own: &str, parents: &[String]) -> bool {
    let may = |origin: &String| origin == own || parents.contains(origin);
    !around.is_empty() && around.iter().all(may)
}

/// What the portal says.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    Init(Box<Init>),
    SetLocale(Lang),
    SetTheme(Theme),
    LoggedIn,
    AskState,
}

/// What the form shall hold, as a link would say it, and how it shall look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Init {
    pub bk_biz_id: Option<String>,
    pub scope: Option<String>,
    pub template_id: Option<String>,
    pub link: Link,
    pub lang: Option<Lang>,
    pub theme: Option<Theme>,
    pub tokens: Vec<Token>,
    /// The page shall have a button that closes it.
    pub close: bool,
    /// What could not be used, to be told as that of a link is.
    pub odd: Vec<Odd>,
}

/// Reads the JSON text of a message. `None` for anything that is no message to
/// this page.
pub fn read(json: &str) -> Option<Incoming> {
    let Ok(Value::Object(mut message)) = json.parse() else {
        return None;
    };
    if message.get("source")? != SOURCE || message.get("v")?.as_u64()? != VERSION {
        return None;
    }
    let payload = match message.remove("payload") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(payload)) => payload,
        Some(_) => return None,
    };
    let word = |name: &str| payload.get(name).and_then(Value::as_str);
    match message.get("type")?.as_str()? {
        "init" => Some(Incoming::Init(Box::new(Init::read(payload)))),
        "set_locale" => Some(Incoming::SetLocale(Lang::parse(word("locale")?)?)),
        "set_theme" => Some(Incoming::SetTheme(Theme::parse(word("theme")?)?)),
        "logged_in" => Some(Incoming::LoggedIn),
        "ask_state" => Some(Incoming::AskState),
        _ => None,
    }
}

/// Parts of `init` that are a text, or a number where its digits are one.
const TEXTS: [&str; 6] = [
    "bk_biz_id",
    "scope",
    "template_id",
    "task_name",
    "plan_start_time",
    "zone",
];

impl Init {
    /// Whether it says anything of what the form shall hold.
    pub fn fills_form(&self) -> bool {
        let target = [&self.bk_biz_id, &self.scope, &self.template_id];
        let is_aimed = target.iter().any(|part| part.is_some());
        is_aimed || self.link != Link::default() || !self.odd.is_empty()
    }

    fn read(payload: Map<String, Value>) -> Init {
        let mut init = Init::default();
        for (name, value) in payload.into_iter().filter(|(_, value)| !value.is_null()) {
            let written = match &value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if let Err(why) = init.take(&name, &value, &written) {
                init.odd.push(Odd {
                    name,
                    value: written,
                    why,
                });
            }
        }
        init
    }

    fn take(&mut self, name: &str, value: &Value, written: &str) -> Result<(), OddKind> {
        if TEXTS.contains(&name) && !(value.is_string() || value.is_number()) {
            return Err(OddKind::expected("\"…\""));
        }
        let own = || Some(written.trim().to_owned());
        match name {
            "bk_biz_id" => self.bk_biz_id = own(),
            "scope" => self.scope = own(),
            "template_id" => self.template_id = own(),
            "locale" => {
                let expected = || OddKind::Expected(Lang::tags(", ").into());
                self.lang = Some(Lang::parse(written).ok_or_else(expected)?);
            }
            "theme" => {
                let theme = Theme::parse(written);
                let expected = || OddKind::Expected(Theme::words(", ").into());
                self.theme = Some(theme.ok_or_else(expected)?);
            }
            "tokens" => {
                self.tokens = tokens(value).ok_or_else(|| OddKind::expected(token::EXPECTED))?;
            }
            "close" => {
                self.close = value
                    .as_bool()
                    .ok_or_else(|| OddKind::expected("true, false"))?
            }
            name => self.link.take(name, written)?,
        }
        Ok(())
    }
}

/// All of them or none.
fn tokens(value: &Value) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    for (name, value) in value.as_object()? {
        tokens.push(Token::read(name, value.as_str()?)?);
    }
    Some(tokens)
}

#[inline(never)]
fn message(kind: &str, payload: Vec<(&str, Value)>) -> Value {
    object(vec![
        ("source", text(SOURCE)),
        ("v", VERSION.into()),
        ("type", text(kind)),
        ("payload", object(payload)),
    ])
}

fn optional(own: Option<&str>) -> Value {
    own.map_or(Value::Null, text)
}

/// The first form that can be used, or another screen that the address asked for.
pub fn ready(version: &str, lang: Lang, theme: Theme) -> Value {
    message(
        "ready",
        vec![
            ("version", text(version)),
            ("locale", text(lang.tag())),
            ("theme", text(theme.word())),
        ],
    )
}

/// In CSS pixels.
pub fn resize(height: i32) -> Value {
    message("resize", vec![("height", height.into())])
}

pub fn dirty(dirty: bool) -> Value {
    message("dirty", vec![("dirty", dirty.into())])
}

/// The record is there. Never its `task_parameters`: values stay on the page.
pub fn created(task: &ClockedTask, trace_id: Option<&str>) -> Value {
    let names = [
        "id",
        "task_name",
        "template_id",
        "project_id",
        "plan_start_time",
    ];
    let mut payload = names.map(|name| (name, field(task, name))).to_vec();
    payload.push(("trace_id", optional(trace_id)));
    message("created", payload)
}

fn field(task: &ClockedTask, name: &str) -> Value {
    task.fields.get(name).cloned().unwrap_or_default()
}

/// What bk-sops' own pages send of a new task. `task_id` is that of the run,
/// which there is none of yet: the plan's own id has a name that is not theirs.
pub fn create_task_event(task: &ClockedTask, bk_biz_id: &str) -> Value {
    let data = vec![
        ("cc_id", text(bk_biz_id)),
        ("project_id", field(task, "project_id")),
        ("task_id", field(task, "task_id")),
        ("task_name", field(task, "task_name")),
        ("clocked_task_id", field(task, "id")),
    ];
    object(vec![
        ("eventName", text("createTaskEvent")),
        ("data", object(data)),
    ])
}

/// The backend refused.
pub fn failed(code: &str, said: &str, trace_id: Option<&str>) -> Value {
    message(
        "failed",
        vec![
            ("code", text(code)),
            ("message", text(said)),
            ("trace_id", optional(trace_id)),
        ],
    )
}

/// The task may or may not exist.
pub fn unknown_outcome(task_name: &str, plan_start_time: &str) -> Value {
    message(
        "unknown_outcome",
        vec![
            ("task_name", text(task_name)),
            ("plan_start_time", text(plan_start_time)),
        ],
    )
}

/// The session has ended; where to log in, if that is known.
pub fn need_login(url: Option<&str>) -> Value {
    message("need_login", vec![("url", optional(url))])
}

/// Refused by permission; where to apply, if that is known.
pub fn need_permission(action: Option<&str>, template_id: &str, url: Option<&str>) -> Value {
    message(
        "need_permission",
        vec![
            ("action", optional(action)),
            ("template_id", text(template_id)),
            ("url", optional(url)),
        ],
    )
}

/// The person is done.
pub fn close() -> Value {
    message("close", Vec::new())
}

/// Whether a text quotes one of these values, or a longer word of one, however
/// deep it lies. Texts of one or two letters tell nothing, and stand in every
/// sentence.
pub fn quotes(said: &str, value: &Value) -> bool {
    let is_in = |text: &str, least: usize| text.len() >= least && said.contains(text);
    let is_quoted = |text: &str| {
        let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let mut words = text.as_bytes().split(|byte| !is_of_word(byte));
        let is_word_in = |word: &[u8]| is_in(std::str::from_utf8(word).unwrap_or_default(), 6);
        // Python writes letters of other scripts so: it could be any of them.
        is_in("\\u", 1) || is_in(text, 3) || words.any(is_word_in)
    };
    match value {
        Value::String(text) => is_quoted(text),
        Value::Number(number) => is_quoted(number.as_str()),
        Value::Array(items) => items.iter().any(|item| quotes(said, item)),
        Value::Object(fields) => fields.values().any(|item| quotes(said, item)),
        Value::Null | Value::Bool(_) => false,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
