//! The form of a plugin or variable, `{type, attrs}`, as a kind of control.

use serde_json::Value;

use super::options::{read_nested, read_options};
use crate::model::{Constant, Kind, Select};

/// What draws a variable: its type, except for the types whose form is a
/// combination of others.
pub fn form_tag<'a>(tag: &'a str, form: &'a Value) -> &'a str {
    match form.get("type").and_then(Value::as_str) {
        Some("combine") => "combine",
        _ => tag,
    }
}

pub fn kind_of(tag: &str, attrs: Option<&Value>) -> Kind {
    let is =
        |name: &str, value: &str| attrs.and_then(|attrs| attrs.get(name)?.as_str()) == Some(value);
    let has = |name: &str| attrs.and_then(|attrs| attrs.get(name)) == Some(&Value::Bool(true));
    let items = attrs.and_then(|attrs| attrs.get("items"));
    let select = |multiple, radios| {
        Kind::Select(Select {
            options: read_options(items),
            multiple,
            radios,
        })
    };
    match tag {
        "input" | "set_group_selector" => Kind::Text,
        "textarea" | "attribute_query" => Kind::LongText,
        "code_editor" => Kind::Code,
        "bk_user_selector" | "member_selector" => Kind::Users,
        "staff_group_selector" => Kind::Staff,
        "password" => Kind::Password,
        "int" => Kind::Integer,
        "datetime" if is("type", "date") => Kind::Date,
        "datetime" => Kind::DateTime,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "select" => select(has("multiple"), false),
        "radio" => select(false, true),
        "checkbox" => select(true, false),
        "tree" | "cascader" => nested(tag, attrs, items),
        "datatable" => match read_parts(attrs.and_then(|attrs| attrs.get("columns"))) {
            columns if columns.is_empty() => Kind::Json,
            columns => Kind::Table(columns),
        },
        "combine" => match read_parts(attrs.and_then(|attrs| attrs.get("children"))) {
            parts if parts.is_empty() => Kind::Json,
            parts => Kind::Group(parts),
        },
        _ => Kind::Json,
    }
}

/// A choice among groups of groups. Without items, which may be remote, the
/// shape of its value is not known well enough to type it.
fn nested(tag: &str, attrs: Option<&Value>, items: Option<&Value>) -> Kind {
    let is_tree = tag == "tree";
    let is_single = attrs.and_then(|attrs| attrs.get("multiple")) == Some(&Value::Bool(false));
    match read_nested(items, is_tree) {
        options if options.is_empty() => Kind::Json,
        options => Kind::Select(Select {
            options,
            multiple: is_tree || !is_single,
            radios: false,
        }),
    }
}

/// The columns of a table or the parts of a group, `{tag_code, type, attrs}`.
pub fn read_parts(parts: Option<&Value>) -> Vec<Constant> {
    let parts = parts.and_then(Value::as_array).into_iter().flatten();
    parts.filter_map(read_part).collect()
}

fn read_part(part: &Value) -> Option<Constant> {
    let key = part.get("tag_code")?.as_str()?;
    let tag = part.get("type").and_then(Value::as_str).unwrap_or_default();
    let attrs = part.get("attrs");
    let text = |name: &str| {
        let text = attrs.and_then(|attrs| attrs.get(name)?.as_str());
        text.unwrap_or_default().to_owned()
    };
    let kind = kind_of(tag, attrs);
    let given = attrs.and_then(|attrs| attrs.get("value").or_else(|| attrs.get("default")));
    let default = given.cloned().unwrap_or_else(|| kind.empty());
    Some(Constant {
        remote: remote(&kind, attrs, None),
        kind: kind.for_value(&default),
        name: text("name"),
        desc: text("placeholder"),
        required: is_required(attrs),
        default,
        ..Constant::part_of(key)
    })
}

/// `required` of the form's rules.
pub fn is_required(attrs: Option<&Value>) -> bool {
    let rules = attrs.and_then(|attrs| attrs.get("validation")?.as_array());
    rules.is_some_and(|rules| {
        let mut types = rules.iter().map(|rule| rule.get("type"));
        types.any(|rule| rule.and_then(Value::as_str) == Some("required"))
    })
}

/// Types whose form is empty in the template, and that have the same rule on
/// bk-sops' own page (contract part 5).
pub fn is_asked_for(custom_type: &str, attrs: Option<&Value>) -> bool {
    let types = [
        "select",
        "text_value_select",
        "datatable",
        "attribute_query",
    ];
    attrs.is_none() && types.contains(&custom_type)
}

/// Where the options of a choice come from that has none here.
pub fn remote(kind: &Kind, attrs: Option<&Value>, config: Option<&Value>) -> Option<String> {
    let Kind::Select(Select { options, .. }) = kind else {
        return None;
    };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    options.is_empty().then(|| {
        let source = config.and_then(|config| config.get("items_text"));
        let source = source.or_else(|| attrs.and_then(|attrs| attrs.get("remote_url")));
        text(source).unwrap_or_default()
    })
}
