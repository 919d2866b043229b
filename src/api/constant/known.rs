//! Variable types whose form the template does not carry, or carries without
//! what it needs: the parts of their values that a person types (contract
//! part 5). What has no part here stays as it came, and can be edited as JSON.

use serde_json::{Value, json};

use crate::model::{Choice, Constant, Kind, Select};

pub fn known_form(custom_type: &str) -> Option<Kind> {
    let parts = match custom_type {
        "ip" => vec![
            part("var_ip_method", texts(&["custom", "tree"], false)),
            part("var_ip_custom_value", Kind::LongText),
        ],
        "set_module_ip_selector" => vec![
            part(
                "var_ip_method",
                texts(&["custom", "select", "manual"], false),
            ),
            part("var_ip_custom_value", Kind::LongText),
            part("var_ip_manual_value", sets_by_name()),
            part("var_filter_set", Kind::Text),
            part("var_filter_module", Kind::Text),
        ],
        "set_module_selector" => vec![
            required(part("bk_set_id", Kind::Integer)),
            required(part("bk_module_id", Kind::List { numbers: true })),
        ],
        "ip_selector" => vec![
            part(
                "selectors",
                one_of_a_list(&["ip", "topo", "group", "manual"]),
            ),
            part("ip", hosts()),
            part("manual_input", typed_hosts()),
            part(
                "with_cloud_id",
                choice(vec![true.into(), false.into()], false),
            ),
            part("separator", texts(&[",", ";", "|", "\n"], false)),
        ],
        _ => return None,
    };
    Some(Kind::Group(parts))
}

/// A part that the page has a name for.
fn part(key: &str, kind: Kind) -> Constant {
    Constant {
        default: kind.empty(),
        kind,
        ..Constant::part_of(key)
    }
}

fn required(part: Constant) -> Constant {
    Constant {
        required: true,
        ..part
    }
}

fn texts(options: &[&str], multiple: bool) -> Kind {
    choice(
        options.iter().map(|option| Value::from(*option)).collect(),
        multiple,
    )
}

/// Options that the page has names for.
fn choice(options: Vec<Value>, multiple: bool) -> Kind {
    let options = options.into_iter().map(|value| Choice {
        label: String::new(),
        value,
        depth: 0,
    });
    Kind::Select(Select {
        options: options.collect(),
        multiple,
        radios: true,
    })
}

/// One option, as the only item of a list: bk-sops reads no other.
fn one_of_a_list(options: &[&str]) -> Kind {
    choice(
        options.iter().map(|option| json!([option])).collect(),
        false,
    )
}

/// What the selector `manual` reads, and fails at the start without; beside any
/// other it means nothing and may be empty.
fn typed_hosts() -> Kind {
    Kind::Group(vec![
        part("type", texts(&["ip", "topo", "group"], false)),
        part("value", Kind::LongText),
    ])
}

fn sets_by_name() -> Kind {
    let keys = ["var_manual_set", "var_manual_module", "var_module_name"];
    Kind::Group(keys.iter().map(|key| part(key, Kind::Text)).collect())
}

fn hosts() -> Kind {
    Kind::Table(vec![
        part("bk_host_id", Kind::Integer),
        part("bk_host_innerip", Kind::Text),
        part("bk_cloud_id", Kind::Integer),
    ])
}
