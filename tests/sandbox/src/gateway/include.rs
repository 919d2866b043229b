//! The `include_…` switches of the reads. Their complaints are an object, not a text
//! (contract part 6).

use super::{Call, Stop};
use crate::json::{Json, Object};
use crate::serializer::field::not_a_choice;

/// The switches that are on, by name; or the refusal that names every bad one.
pub(super) struct Switches(Vec<&'static str>);

impl Switches {
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(&name)
    }
}

pub(super) const TEMPLATE: [&str; 6] = [
    "include_executor_proxy",
    "include_subprocess",
    "include_constants",
    "include_notify",
    "include_labels",
    "unfold_subprocess",
];

pub(super) const PROJECT: [&str; 2] = ["include_executor_proxy", "include_staff_groups"];

/// Switches of a project.
pub(super) fn project_switches(call: &Call) -> Result<Switches, Stop> {
    read(call, &PROJECT, Object::new())
}

/// Switches of a template, among them `format`, of which `yaml` counts as a switch.
pub(super) fn template_switches(call: &Call) -> Result<Switches, Stop> {
    let format = call
        .request
        .filled_param("format")
        .unwrap_or_else(|| "json".to_owned());
    let mut errors = Object::new();
    if !["json", "yaml"].contains(&format.as_str()) {
        errors.insert(
            "format".to_owned(),
            Json::from(vec![not_a_choice(&format, call.language).text]),
        );
    }
    let mut switches = read(call, &TEMPLATE, errors)?;
    if format == "yaml" {
        switches.0.push("yaml");
    }
    Ok(switches)
}

fn read(call: &Call, names: &[&'static str], later_errors: Object) -> Result<Switches, Stop> {
    let mut on = Vec::new();
    let mut errors = Object::new();
    for name in names {
        match call.request.filled_param(name).map(|value| boolean(&value)) {
            None | Some(Some(false)) => {}
            Some(Some(true)) => on.push(*name),
            Some(None) => {
                errors.insert(
                    (*name).to_owned(),
                    Json::from(vec!["Must be a valid boolean."]),
                );
            }
        }
    }
    errors.extend(later_errors);
    if errors.is_empty() {
        Ok(Switches(on))
    } else {
        Err(Stop::refused(errors, 3540000))
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "t" | "y" | "yes" | "true" | "on" | "1" => Some(true),
        "f" | "n" | "no" | "false" | "off" | "0" => Some(false),
        _ => None,
    }
}
