//! `config.json` beside the page, read at the start. A missing file means
//! defaults; a wrong one is told by the path of the key and what is expected
//! there.

mod embed;

use chrono::NaiveTime;
use serde_json::{Map, Value};

pub use self::embed::Embed;
use crate::text::Lang;
use crate::time::concern::QuietHours;
use crate::time::{intl, parse_time};

/// The configuration that the page works with.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub api: Api,
    pub read_timeout_ms: u32,
    /// Longer than the gateway's own 120 s (contract part 7), so that its
    /// answer is seen rather than cut off.
    pub create_timeout_ms: u32,
    /// For how long after an unknown outcome the task is looked for: while the
    /// gateway may still hold the request.
    pub look_up_seconds: u32,
    pub links: Links,
    /// The business zone.
    pub zone: Option<String>,
    /// When the business wants a second look at a planned start, on the clock
    /// that it was chosen on.
    pub quiet: QuietHours,
    pub lang: Option<Lang>,
    pub embed: Embed,
}

/// URL templates. `{bk_biz_id}` and `{template_id}` are filled in, and in the
/// sources of schemes `{project_id}` and `{template_id}`; what a path does not
/// name travels in the query of a read and in the body of anything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    pub create_clocked_task: String,
    pub get_clocked_task_list: String,
    pub get_template_list: String,
    pub get_template_info: String,
    pub get_template_schemes: String,
    pub preview_task_tree: String,
    pub get_user_project_list: String,
    pub get_user_project_detail: String,
    /// A source of integer ids of schemes; without one the schemes travel as
    /// their nodes.
    pub scheme_ids: Option<String>,
    pub default_schemes: Option<String>,
}

/// Pages of bk-sops to link to, with `{bk_biz_id}` and `{template_id}`; that of
/// a template has `{project_id}` too, that of a run `{project_id}` and
/// `{task_id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    pub run: Option<String>,
    pub template: Option<String>,
    pub permission: Option<String>,
    pub login: Option<String>,
}

/// A key of the file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// As `api.base`; empty when the file is not JSON.
    pub key: String,
    pub expected: String,
}

impl Default for Config {
    fn default() -> Config {
        resolve(Map::new()).unwrap_or_else(|error| {
            unreachable!("the defaults resolve: {} {}", error.key, error.expected)
        })
    }
}

impl ConfigError {
    fn whole_file(expected: impl ToString) -> ConfigError {
        ConfigError {
            key: String::new(),
            expected: expected.to_string(),
        }
    }
}

impl Config {
    pub fn parse(text: &str) -> Result<Config, ConfigError> {
        match text.parse() {
            Ok(Value::Object(keys)) => resolve(keys),
            Ok(_) => Err(ConfigError::whole_file("{ … }")),
            Err(error) => Err(ConfigError::whole_file(error)),
        }
    }
}

/// Reads the file beside the page. Where there is none the defaults hold.
pub async fn load() -> Result<Config, ConfigError> {
    let answer = gloo_net::http::Request::get("config.json")
        .send()
        .await
        .map_err(ConfigError::whole_file)?;
    if answer.status() == 404 {
        return Ok(Config::default());
    }
    if !answer.ok() {
        return Err(ConfigError::whole_file(format!("HTTP {}", answer.status())));
    }
    match answer.text().await {
        Ok(text) => known_zone(Config::parse(&text)?),
        Err(error) => Err(ConfigError::whole_file(error)),
    }
}

/// A business zone that the browser does not know would have every plan made
/// on another clock.
fn known_zone(config: Config) -> Result<Config, ConfigError> {
    let is_known = |zone: &String| intl::offset_at(zone, 0).is_some();
    match &config.zone {
        Some(zone) if !is_known(zone) => Err(ConfigError {
            key: "zone".into(),
            expected: "an IANA time zone, such as \"Asia/Shanghai\"".into(),
        }),
        _ => Ok(config),
    }
}

fn resolve(keys: Map<String, Value>) -> Result<Config, ConfigError> {
    let mut file = Section::new("", keys);
    let mut timeouts = file.section("timeouts.")?;
    let mut links = file.section("links.")?;
    let config = Config {
        api: resolve_api(file.section("api.")?)?,
        read_timeout_ms: timeouts.seconds("read_seconds", 30)? * 1000,
        create_timeout_ms: timeouts.seconds("create_seconds", 130)? * 1000,
        look_up_seconds: timeouts.seconds("look_up_seconds", 120)?,
        links: Links {
            run: links.url("run")?,
            template: links.url("template")?,
            permission: links.url("permission")?,
            login: links.url("login")?,
        },
        zone: file.text("zone")?,
        quiet: resolve_quiet(file.section("quiet.")?)?,
        embed: embed::resolve(file.section("embed.")?)?,
        lang: match file.text("locale")? {
            None => None,
            Some(tag) => {
                let expected = || format!("\"{}\"", Lang::tags("\" or \""));
                Some(Lang::parse(&tag).ok_or_else(|| file.wrong("locale", &expected()))?)
            }
        },
    };
    timeouts.end()?;
    links.end()?;
    file.end()?;
    Ok(config)
}

/// `from` and `until` belong together; they may enclose midnight.
fn resolve_quiet(mut quiet: Section) -> Result<QuietHours, ConfigError> {
    let (from, until) = (quiet.time("from")?, quiet.time("until")?);
    let night = match (from, until) {
        (Some(from), Some(until)) => Some((from, until)),
        (None, None) => None,
        (None, Some(_)) => return Err(quiet.wrong("from", "\"22:00\"")),
        (Some(_), None) => return Err(quiet.wrong("until", "\"06:00\"")),
    };
    let weekend = quiet.flag("weekend")?;
    quiet.end()?;
    Ok(QuietHours { night, weekend })
}

fn resolve_api(mut api: Section) -> Result<Api, ConfigError> {
    let mut base = api
        .url("base")?
        .unwrap_or_else(|| "/api/bk-sops/prod/".into());
    if !base.ends_with('/') {
        base.push('/');
    }
    let mut place = |key, path: &str| {
        let url = api.url(key)?;
        Ok(url.unwrap_or_else(|| [&base, key, path].concat()))
    };
    let resolved = Api {
        create_clocked_task: place("create_clocked_task", "/{template_id}/{bk_biz_id}/")?,
        get_clocked_task_list: place("get_clocked_task_list", "/{bk_biz_id}/")?,
        get_template_list: place("get_template_list", "/{bk_biz_id}/")?,
        get_template_info: place("get_template_info", "/{template_id}/{bk_biz_id}/")?,
        get_template_schemes: place("get_template_schemes", "/{bk_biz_id}/{template_id}/")?,
        preview_task_tree: place("preview_task_tree", "/{bk_biz_id}/{template_id}/")?,
        get_user_project_list: place("get_user_project_list", "/")?,
        get_user_project_detail: place("get_user_project_detail", "/{bk_biz_id}/")?,
        scheme_ids: api.url("scheme_ids")?,
        default_schemes: api.url("default_schemes")?,
    };
    api.end()?;
    Ok(resolved)
}

/// An object of the file while it is read. Each key is taken out; one that is
/// left at the end is not known, so that a misspelt key does not pass for a
/// default.
struct Section {
    /// What stands before its keys, as `api.`; empty for the file itself.
    path: &'static str,
    keys: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Section {
    fn new(path: &'static str, keys: Map<String, Value>) -> Section {
        Section {
            path,
            keys,
            known: Vec::new(),
        }
    }

    fn take(&mut self, key: &'static str) -> Value {
        self.known.push(key);
        self.keys.remove(key).unwrap_or_default()
    }

    fn wrong(&self, key: &str, expected: &str) -> ConfigError {
        ConfigError {
            key: [self.path, key].concat(),
            expected: expected.to_owned(),
        }
    }

    /// An object within; an absent one is as good as an empty one.
    fn section(&mut self, path: &'static str) -> Result<Section, ConfigError> {
        let key = path.trim_end_matches('.');
        if !self.keys.contains_key(key) {
            self.known.push(key);
            return Ok(Section::new(path, Map::new()));
        }
        match self.take(key) {
            Value::Object(keys) => Ok(Section::new(path, keys)),
            _ => Err(self.wrong(key, "{ … }")),
        }
    }

    /// Absent, null and empty are the same.
    fn text(&mut self, key: &'static str) -> Result<Option<String>, ConfigError> {
        match self.take(key) {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            _ => Err(self.wrong(key, "\"…\"")),
        }
    }

    /// An address of this server or of the web; anything else, such as
    /// `javascript:`, would run in the page when clicked.
    fn url(&mut self, key: &'static str) -> Result<Option<String>, ConfigError> {
        let Some(url) = self.text(key)? else {
            return Ok(None);
        };
        let start = url.split(['/', '?', '#', '{']).next().unwrap_or_default();
        match start.split_once(':') {
            None | Some(("http" | "https", _)) => Ok(Some(url)),
            Some(_) => Err(self.wrong(key, "https://…, http://…, or an address of this server")),
        }
    }

    fn flag(&mut self, key: &'static str) -> Result<bool, ConfigError> {
        match self.take(key) {
            Value::Null => Ok(false),
            Value::Bool(flag) => Ok(flag),
            _ => Err(self.wrong(key, "true, false")),
        }
    }

    fn time(&mut self, key: &'static str) -> Result<Option<NaiveTime>, ConfigError> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        match parse_time(&text) {
            Ok(time) => Ok(Some(time)),
            Err(_) => Err(self.wrong(key, "\"22:00\"")),
        }
    }

    /// Whole seconds, at most a day: nobody means a request to wait longer. As
    /// milliseconds.
    fn seconds(&mut self, key: &'static str, default: u32) -> Result<u32, ConfigError> {
        let seconds = match self.take(key) {
            Value::Null => Some(default),
            value => value.as_u64().and_then(|seconds| seconds.try_into().ok()),
        };
        match seconds {
            Some(seconds @ 1..=86_400) => Ok(seconds),
            _ => Err(self.wrong(key, "1 … 86400")),
        }
    }

    fn end(self) -> Result<(), ConfigError> {
        match self.keys.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.wrong(key, &self.known.join(", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> (String, String) {
        let error = Config::parse(text).expect_err("the configuration is wrong");
        (error.key, error.expected)
    }

    #[test]
    fn an_empty_object_means_the_defaults() {
        let config = Config::parse("{}").expect("defaults");
        assert_eq!(config, Config::default());
        assert_eq!(
            config.api.create_clocked_task,
            "/api/bk-sops/prod/create_clocked_task/{template_id}/{bk_biz_id}/"
        );
        assert_eq!(config.create_timeout_ms, 130_000);
    }

    #[test]
    fn a_base_moves_every_address_that_is_not_given() {
        let config = Config::parse(
            r#"{"api": {"base": "https://gw/x", "get_template_list": "list/?biz={bk_biz_id}"}}"#,
        )
        .expect("a good configuration");
        assert_eq!(
            config.api.get_user_project_list,
            "https://gw/x/get_user_project_list/"
        );
        assert_eq!(config.api.get_template_list, "list/?biz={bk_biz_id}");
    }

    #[test]
    fn what_is_wrong_is_named_by_its_key() {
        for (text, key) in [
            (
                r#"{"timeouts": {"read_seconds": "30"}}"#,
                "timeouts.read_seconds",
            ),
            (
                r#"{"timeouts": {"read_seconds": 0}}"#,
                "timeouts.read_seconds",
            ),
            (r#"{"links": {"run": "javascript:alert(1)"}}"#, "links.run"),
            (r#"{"locale": "fr"}"#, "locale"),
            (r#"{"api": {"bsae": ""}}"#, "api.bsae"),
            (r#"{"api": {"base": 1}}"#, "api.base"),
            (r#"{"api": null}"#, "api"),
            (r#"{"zone": "UTC", "apis": {}}"#, "apis"),
            (r#"{"embed": {"legacy_events": 1}}"#, "embed.legacy_events"),
            (r#"{"embed": {"parent": []}}"#, "embed.parent"),
            (r#"{"embed": []}"#, "embed"),
        ] {
            assert_eq!(error(text).0, key, "{text}");
        }
        assert_eq!(error("{").0, "");
        assert_eq!(error("[]").0, "");
        assert!(error(r#"{"links": {"rum": ""}}"#).1.contains("run"));
        assert!(error("{} x").1.contains("trailing"));
    }
}
