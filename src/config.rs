//! `config.json` beside the page, read at the start: as written
//! ([`Written`]) and as resolved ([`Config`]). A missing file means defaults;
//! a wrong one is told by the path of the key and what is expected there.

use serde::Deserialize;

use crate::text::Lang;
use crate::time::intl;

/// What a person who deploys the page may write. A key that is not known is an
/// error, so that a misspelt one does not pass for a default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    api: WrittenApi,
    timeouts: WrittenTimeouts,
    links: WrittenLinks,
    zone: Option<String>,
    locale: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenApi {
    base: Option<String>,
    create_clocked_task: Option<String>,
    get_clocked_task_list: Option<String>,
    get_template_list: Option<String>,
    get_template_info: Option<String>,
    get_template_schemes: Option<String>,
    preview_task_tree: Option<String>,
    get_user_project_list: Option<String>,
    scheme_ids: Option<String>,
    default_schemes: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenTimeouts {
    read_seconds: Option<u32>,
    create_seconds: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenLinks {
    run: Option<String>,
    template: Option<String>,
    permission: Option<String>,
    login: Option<String>,
}

/// The configuration that the page works with.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub api: Api,
    pub read_timeout_ms: u32,
    /// Longer than the gateway's own 120 s (contract part 7), so that its
    /// answer is seen rather than cut off.
    pub create_timeout_ms: u32,
    pub links: Links,
    /// The business zone.
    pub zone: Option<String>,
    pub lang: Option<Lang>,
}

/// URL templates. `{bk_biz_id}`, `{template_id}` and `{project_id}` are
/// filled in; what a path does not name travels in the query of a read and in
/// the body of anything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    pub create_clocked_task: String,
    pub get_clocked_task_list: String,
    pub get_template_list: String,
    pub get_template_info: String,
    pub get_template_schemes: String,
    pub preview_task_tree: String,
    pub get_user_project_list: String,
    /// A source of integer ids of schemes; without one the schemes travel as
    /// their nodes.
    pub scheme_ids: Option<String>,
    pub default_schemes: Option<String>,
}

/// Pages of bk-sops to link to, with the same places and `{task_id}`.
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
        resolve(Written::default()).unwrap_or_else(|error| {
            unreachable!("the defaults resolve: {} {}", error.key, error.expected)
        })
    }
}

impl Config {
    pub fn parse(text: &str) -> Result<Config, ConfigError> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let written: Written = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let key = error.path().to_string();
            ConfigError {
                // What is not JSON at all has no path.
                key: if matches!(key.as_str(), "." | "?") {
                    String::new()
                } else {
                    key
                },
                expected: error.into_inner().to_string(),
            }
        })?;
        reader.end().map_err(|error| ConfigError {
            key: String::new(),
            expected: error.to_string(),
        })?;
        resolve(written)
    }
}

/// Reads the file beside the page. Where there is none the defaults hold.
pub async fn load() -> Result<Config, ConfigError> {
    let whole_file = |expected: String| ConfigError {
        key: String::new(),
        expected,
    };
    let answer = gloo_net::http::Request::get("config.json")
        .send()
        .await
        .map_err(|error| whole_file(error.to_string()))?;
    if answer.status() == 404 {
        return Ok(Config::default());
    }
    if !answer.ok() {
        return Err(whole_file(format!("HTTP {}", answer.status())));
    }
    match answer.text().await {
        Ok(text) => known_zone(Config::parse(&text)?),
        Err(error) => Err(whole_file(error.to_string())),
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

fn resolve(written: Written) -> Result<Config, ConfigError> {
    Ok(Config {
        api: resolve_api(written.api)?,
        read_timeout_ms: seconds("timeouts.read_seconds", written.timeouts.read_seconds, 30)?,
        create_timeout_ms: seconds(
            "timeouts.create_seconds",
            written.timeouts.create_seconds,
            130,
        )?,
        links: Links {
            run: url("links.run", written.links.run)?,
            template: url("links.template", written.links.template)?,
            permission: url("links.permission", written.links.permission)?,
            login: url("links.login", written.links.login)?,
        },
        zone: written.zone.filter(|zone| !zone.is_empty()),
        lang: match written.locale.as_deref() {
            None | Some("") => None,
            Some(tag) => Some(Lang::parse(tag).ok_or_else(|| ConfigError {
                key: "locale".into(),
                expected: "\"zh-CN\" or \"en\"".into(),
            })?),
        },
    })
}

fn resolve_api(written: WrittenApi) -> Result<Api, ConfigError> {
    let base = url("api.base", written.base)?.unwrap_or_else(|| "/api/bk-sops/prod/".into());
    let base = if base.ends_with('/') {
        base
    } else {
        base + "/"
    };
    let place = |key: &str, written: Option<String>, path: &str| {
        Ok(url(key, written)?.unwrap_or_else(|| format!("{base}{path}")))
    };
    Ok(Api {
        create_clocked_task: place(
            "api.create_clocked_task",
            written.create_clocked_task,
            "create_clocked_task/{template_id}/{bk_biz_id}/",
        )?,
        get_clocked_task_list: place(
            "api.get_clocked_task_list",
            written.get_clocked_task_list,
            "get_clocked_task_list/{bk_biz_id}/",
        )?,
        get_template_list: place(
            "api.get_template_list",
            written.get_template_list,
            "get_template_list/{bk_biz_id}/",
        )?,
        get_template_info: place(
            "api.get_template_info",
            written.get_template_info,
            "get_template_info/{template_id}/{bk_biz_id}/",
        )?,
        get_template_schemes: place(
            "api.get_template_schemes",
            written.get_template_schemes,
            "get_template_schemes/{bk_biz_id}/{template_id}/",
        )?,
        preview_task_tree: place(
            "api.preview_task_tree",
            written.preview_task_tree,
            "preview_task_tree/{bk_biz_id}/{template_id}/",
        )?,
        get_user_project_list: place(
            "api.get_user_project_list",
            written.get_user_project_list,
            "get_user_project_list/",
        )?,
        scheme_ids: url("api.scheme_ids", written.scheme_ids)?,
        default_schemes: url("api.default_schemes", written.default_schemes)?,
    })
}

/// At most a day; nobody means a request to wait longer.
fn seconds(key: &str, written: Option<u32>, default: u32) -> Result<u32, ConfigError> {
    match written.unwrap_or(default) {
        seconds @ 1..=86_400 => Ok(seconds * 1000),
        _ => Err(ConfigError {
            key: key.into(),
            expected: "1 … 86400".into(),
        }),
    }
}

/// An address of this server or of the web; anything else, such as
/// `javascript:`, would run in the page when clicked.
fn url(key: &str, written: Option<String>) -> Result<Option<String>, ConfigError> {
    let Some(url) = written.filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    let scheme = url
        .split(['/', '?', '#', '{'])
        .next()
        .and_then(|start| start.split_once(':'));
    match scheme {
        None | Some(("http" | "https", _)) => Ok(Some(url)),
        Some(_) => Err(ConfigError {
            key: key.into(),
            expected: "https://…, http://…, or an address of this server".into(),
        }),
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
        ] {
            assert_eq!(error(text).0, key, "{text}");
        }
        assert_eq!(error("{").0, "");
        assert!(error("{} x").1.contains("trailing"));
    }
}
