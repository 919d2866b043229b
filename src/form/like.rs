//! A stored plan as edits of the form, so that another one like it can be
//! planned. Every value comes to stand on the form exactly as it is stored; what
//! the form cannot hold is given back to be told.

use serde_json::{Map, Value};

use super::known::Flow;
use super::remaining::Remaining;
use super::written::Sent;
use crate::model::constant::{
    Edit, are_apart, lines_of, names_a_secret, password_of, resolve, shows_whole,
};
use crate::model::secret::masked;
use crate::model::value::same;
use crate::model::{Constant, Kind, Node, Scheme, Select};

/// A part of a stored plan that the form cannot hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// A field of the plan, or the key of a constant.
    pub name: String,
    pub value: Value,
}

/// What becomes of the stored constants.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filled {
    /// Keys of constants of the template with their edits.
    pub edits: Vec<(String, Edit)>,
    /// Constants that the template does not show.
    pub added: Vec<(String, Edit)>,
    pub sent: Sent,
    pub left: Vec<Left>,
}

fn left(name: &str, value: &Value) -> Left {
    Left {
        name: name.to_owned(),
        value: value.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// The schemes to tick for what `task_parameters` says of nodes, by their
/// positions, and all of its members that are neither that nor constants.
pub fn ticks(parameters: &Value, flow: &Flow) -> (Vec<usize>, Vec<Left>) {
    let (mut positions, mut kept) = (Vec::new(), Vec::new());
    let nodes = &flow.template.nodes;
    for (name, value) in parameters.as_object().into_iter().flatten() {
        if name == "constants" || is_empty(value) {
            continue;
        }
        let found = match (name.as_str(), value) {
            ("template_schemes_id", Value::Array(ids)) => {
                let unknown;
                (positions, unknown) = by_id(ids, &flow.schemes);
                kept.extend(unknown.iter().map(|id| left(name, id)));
                continue;
            }
            ("appoint_task_nodes_id", Value::Array(ids)) => {
                by_nodes(nodes, &flow.schemes, |id| ids.iter().any(|own| own == id))
            }
            ("exclude_task_nodes_id", Value::Array(ids)) => {
                by_nodes(nodes, &flow.schemes, |id| !ids.iter().any(|own| own == id))
            }
            _ => None,
        };
        match found {
            Some(found) => positions = found,
            None => kept.push(left(name, value)),
        }
    }
    let in_order = flow.schemes.iter().map(|scheme| scheme.position);
    let in_order = in_order.filter(|position| positions.contains(position));
    (in_order.collect(), kept)
}

fn by_id(ids: &[Value], schemes: &[Scheme]) -> (Vec<usize>, Vec<Value>) {
    let (mut positions, mut unknown) = (Vec::new(), Vec::new());
    for id in ids {
        let is_it = |scheme: &&Scheme| scheme.id.is_some() && scheme.id == id.as_i64();
        match schemes.iter().find(is_it) {
            Some(scheme) => positions.push(scheme.position),
            None => unknown.push(id.clone()),
        }
    }
    (positions, unknown)
}

/// Schemes that together run exactly these optional nodes; the others always
/// run (contract part 4).
fn by_nodes(nodes: &[Node], schemes: &[Scheme], runs: impl Fn(&str) -> bool) -> Option<Vec<usize>> {
    let optional = || nodes.iter().filter(|node| node.optional);
    let names = |scheme: &Scheme, node: &Node| scheme.nodes.contains(&node.id);
    if optional().all(|node| runs(&node.id)) {
        return Some(Vec::new());
    }
    let fits = |scheme: &&Scheme| optional().all(|node| !names(scheme, node) || runs(&node.id));
    let is_more = |one: &Scheme, other: &Scheme| {
        optional().any(|node| names(one, node) && !names(other, node))
    };
    let mut ticked: Vec<&Scheme> = Vec::new();
    for scheme in schemes.iter().filter(fits) {
        // One that another takes in whole is not needed beside it.
        if ticked.iter().all(|own| is_more(scheme, own)) {
            ticked.retain(|own| is_more(own, scheme));
            ticked.push(scheme);
        }
    }
    let covered =
        optional().all(|node| runs(&node.id) == ticked.iter().any(|scheme| names(scheme, node)));
    let positions = ticked.iter().map(|scheme| scheme.position).collect();
    (covered && !ticked.is_empty()).then_some(positions)
}

/// Edits for stored constants. `on_form` are the constants that remain with the
/// ticked schemes, `all` those of the template. `is_trusted` says whether a
/// value is the one that is stored.
pub fn fill(
    stored: &Map<String, Value>,
    on_form: &Remaining,
    all: &Remaining,
    is_trusted: impl Fn(&Value) -> bool,
) -> Filled {
    let mut filled = Filled::default();
    for (key, value) in stored {
        let constant = on_form.get(key).or_else(|| all.get(key));
        let edit = match constant {
            _ if !is_trusted(value) => None,
            Some(constant) => edit_of(constant, value),
            None => loose_edit(key, value),
        };
        match (edit, constant) {
            (Some(edit), Some(_)) => filled.edits.push((key.clone(), edit)),
            (Some(edit), None) => filled.added.push((key.clone(), edit)),
            (None, _) => filled.left.push(left(key, value)),
        }
    }
    leave_out_the_rest(stored, on_form, &mut filled);
    filled
}

/// What was not sent follows the template at the start. Where the plan held
/// changed constants only, that is a choice of the form; otherwise each of the
/// rest is left out by itself.
fn leave_out_the_rest(stored: &Map<String, Value>, on_form: &Remaining, filled: &mut Filled) {
    let on_form = on_form.on_form();
    let absent: Vec<&Constant> = on_form
        .iter()
        .filter(|constant| !stored.contains_key(&constant.key))
        .collect();
    let holds_a_default = on_form.iter().any(|constant| {
        stored
            .get(&constant.key)
            .is_some_and(|value| same(value, &constant.default))
    });
    if absent.is_empty() {
        return;
    }
    if !holds_a_default {
        filled.sent = Sent::Changed;
        return;
    }
    let not_sent = || Edit::NotSent(Box::new(Edit::Untouched));
    let rest = absent.iter().map(|own| (own.key.clone(), not_sent()));
    filled.edits.extend(rest);
}

/// The edit that gives a constant exactly this value, where its control can
/// hold it without telling a secret.
pub fn edit_of(constant: &Constant, value: &Value) -> Option<Edit> {
    if constant.default == *value {
        return Some(Edit::Untouched);
    }
    let is_exact = |edit: &Edit| resolve(constant, edit).as_ref() == Ok(&Some(value.clone()));
    let own = own_edit(constant, value).filter(is_exact);
    own.or_else(|| {
        let passwords = constant.password_keys().into_iter().collect();
        // The editor of JSON hides what it holds where the template has a secret.
        let is_safe = constant.holds_a_secret() || masked(value, &passwords) == *value;
        is_safe
            .then(|| as_json(&constant.kind, value))
            .filter(is_exact)
    })
}

/// In the editor of JSON, which is the own control of some.
pub fn as_json(kind: &Kind, value: &Value) -> Edit {
    match kind {
        Kind::Json => Edit::Text(value.to_string()),
        _ => Edit::Json(value.to_string()),
    }
}

/// As the constant's own control writes it, as far as that can be.
fn own_edit(constant: &Constant, value: &Value) -> Option<Edit> {
    match (&constant.kind, value) {
        (Kind::Select(select), value) if !select.options.is_empty() => {
            let picked = match value {
                Value::Array(values) if select.multiple => values.clone(),
                value => vec![value.clone()],
            };
            picks_only_options(select, &picked).then_some(Edit::Picked(picked))
        }
        // The project's groups are not known here: whatever is picked gets its box.
        (Kind::Staff, Value::Array(groups)) => {
            let is_id = |group: &Value| match group {
                Value::String(name) => !name.is_empty(),
                group => group.is_number(),
            };
            let has_boxes = groups.iter().all(is_id) && are_apart(groups);
            has_boxes.then(|| Edit::Picked(groups.clone()))
        }
        (Kind::Password, value) => Some(Edit::Text(password_of(value).to_owned())),
        (Kind::Json | Kind::Staff, _) => None,
        (Kind::Table(_) | Kind::Group(_), value) => constant.in_parts(value, &own_edit),
        (Kind::List { .. }, Value::Array(items)) => Some(Edit::Text(lines_of(items))),
        (Kind::Integer, Value::Number(number)) => Some(Edit::Text(number.to_string())),
        (kind, Value::String(text)) => shows_whole(kind, text).then(|| Edit::Text(text.clone())),
        _ => None,
    }
}

/// A stored value that is no option any more stands as JSON: the list of options
/// could not show it.
fn picks_only_options(select: &Select, picked: &[Value]) -> bool {
    let is_option = |value: &Value| select.options.iter().any(|own| same(&own.value, value));
    picked.iter().all(is_option) && are_apart(picked)
}

/// For a key that the template does not show.
fn loose_edit(key: &str, value: &Value) -> Option<Edit> {
    // The fields of an added constant show what they hold.
    if key.trim() != key || key.is_empty() || names_a_secret(key) {
        return None;
    }
    Some(match value {
        // A text box would turn it into another line end.
        Value::String(text) if text.contains('\r') => Edit::Json(value.to_string()),
        _ => crate::model::constant::loose_edit(value),
    })
}

/// Whether a value holds what an answer that was no JSON may have had as NaN or
/// Infinity, read as a text.
pub fn may_be_non_finite(value: &Value) -> bool {
    match value {
        Value::String(text) => matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity"),
        Value::Array(items) => items.iter().any(may_be_non_finite),
        Value::Object(fields) => fields.values().any(may_be_non_finite),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Choice, Template};

    fn constant(key: &str, kind: Kind, default: Value) -> Constant {
        Constant {
            kind,
            default,
            ..Constant::part_of(key)
        }
    }

    fn select(multiple: bool) -> Kind {
        let choice = |value: Value| Choice {
            label: value.to_string(),
            value,
            depth: 0,
        };
        Kind::Select(Select {
            options: [json!("a"), json!(0), json!(null)].map(choice).to_vec(),
            multiple,
            radios: false,
        })
    }

    fn fields(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(fields) => fields,
            _ => unreachable!("an object"),
        }
    }

    #[test]
    fn every_value_comes_to_stand_on_every_kind_of_control_as_it_is() {
        let big: Value = serde_json::from_str("90071992547409931234567890").expect("JSON");
        let values = [
            json!(""),
            json!("x"),
            json!("two\nlines"),
            json!("carriage\r\nreturn"),
            json!("null"),
            json!("${b}"),
            json!("0"),
            json!(0),
            json!(-7),
            json!(1.50),
            json!(false),
            json!(null),
            json!([]),
            json!(["a", "nobody"]),
            json!({"a": {"b": [1, null]}}),
            json!("2027-07-01 09:30:00"),
            json!("2027-07-01"),
            big,
        ];
        let kinds = [
            Kind::Text,
            Kind::LongText,
            Kind::Code,
            Kind::Users,
            Kind::List { numbers: false },
            Kind::Group(Vec::new()),
            Kind::Table(Vec::new()),
            Kind::Integer,
            Kind::Date,
            Kind::Time,
            Kind::DateTime,
            Kind::Json,
            Kind::Staff,
            select(false),
            select(true),
        ];
        for kind in kinds {
            for value in &values {
                let constant = constant("${a}", kind.clone(), json!("default"));
                let edit = edit_of(&constant, value).expect("an edit");
                let sent = resolve(&constant, &edit);
                assert_eq!(sent, Ok(Some(value.clone())), "{kind:?} {value} {edit:?}");
            }
        }
    }

    #[test]
    fn a_line_end_never_stands_where_a_text_box_would_drop_it() {
        let line = constant("${a}", Kind::Text, json!(""));
        assert!(matches!(
            edit_of(&line, &json!("a\nb")),
            Some(Edit::Json(_))
        ));
        let area = constant("${a}", Kind::LongText, json!(""));
        assert!(matches!(
            edit_of(&area, &json!("a\nb")),
            Some(Edit::Text(_))
        ));
        assert!(matches!(
            edit_of(&area, &json!("a\r\nb")),
            Some(Edit::Json(_))
        ));
    }

    #[test]
    fn groups_of_people_stand_in_their_boxes() {
        let staff = constant("${a}", Kind::Staff, json!([]));
        let groups = json!(["bk_biz_tester", 12]);
        let picked = Edit::Picked(vec![json!("bk_biz_tester"), json!(12)]);
        assert_eq!(edit_of(&staff, &groups), Some(picked));
        for odd in [
            json!([""]),
            json!([null]),
            json!([12, "12"]),
            json!("a,b"),
            json!("${a}"),
        ] {
            let edit = edit_of(&staff, &odd);
            assert!(matches!(edit, Some(Edit::Json(_))), "{odd}");
        }
    }

    #[test]
    fn a_secret_stands_only_where_it_is_masked() {
        let stored = json!({"type": "password_value", "tag": "value", "value": "s"});
        let empty = json!({"type": "password_value", "tag": "value", "value": ""});
        let password = constant("${p}", Kind::Password, empty);
        assert_eq!(edit_of(&password, &stored), Some(Edit::Text("s".into())));
        // Their editor of JSON is masked.
        let json = |value: Value| Some(Edit::Json(value.to_string()));
        assert_eq!(edit_of(&password, &json!("plain")), json(json!("plain")));
        let open = constant("${a}", Kind::Json, json!({}));
        assert_eq!(edit_of(&open, &json!({"token": "s"})), None);
        let own = Edit::Text(json!({"a": "s"}).to_string());
        assert_eq!(edit_of(&open, &json!({"a": "s"})), Some(own));
        assert_eq!(loose_edit("${token}", &json!("s")), None);
    }

    #[test]
    fn what_the_template_does_not_show_is_added_and_the_rest_left_out() {
        let mut hidden = constant("${h}", Kind::Text, json!("h"));
        hidden.hidden = true;
        let a = constant("${a}", Kind::Text, json!("a"));
        let b = constant("${b}", Kind::Text, json!("b"));
        let aside = constant("${c}", Kind::Text, json!("c"));
        let on_form = Remaining::new(vec![a.clone(), b.clone()]);
        let all = Remaining::new(vec![a, b, hidden, aside]);
        let stored = fields(json!({"${a}": "a", "${h}": 0, "${c}": "other", " x": "odd"}));
        let filled = fill(&stored, &on_form, &all, |_| true);
        let not_sent = Edit::NotSent(Box::new(Edit::Untouched));
        let edits = [
            ("${a}", Edit::Untouched),
            ("${c}", Edit::Text("other".into())),
            ("${b}", not_sent),
        ];
        assert_eq!(
            filled.edits,
            edits.map(|(key, edit)| (key.to_owned(), edit))
        );
        assert_eq!(filled.added, [("${h}".to_owned(), Edit::Json("0".into()))]);
        assert_eq!(filled.left, [left(" x", &json!("odd"))]);
        assert_eq!(filled.sent, Sent::All);
    }

    #[test]
    fn a_plan_of_changed_values_only_stays_one() {
        let on_form = Remaining::new(vec![
            constant("${a}", Kind::Text, json!("a")),
            constant("${b}", Kind::Text, json!("b")),
        ]);
        let filled = fill(&fields(json!({"${b}": ""})), &on_form, &on_form, |_| true);
        assert_eq!(filled.sent, Sent::Changed);
        let edit = ("${b}".to_owned(), Edit::Text(String::new()));
        assert_eq!(filled.edits, [edit]);
    }

    #[test]
    fn a_text_that_may_have_been_no_number_is_not_taken_for_a_text() {
        let stored = fields(json!({"${a}": {"x": ["NaN"]}, "${b}": "NaN2"}));
        let filled = fill(
            &stored,
            &Remaining::default(),
            &Remaining::default(),
            |value| !may_be_non_finite(value),
        );
        assert_eq!(filled.left.len(), 1);
        assert_eq!(filled.added.len(), 1);
    }

    fn flow() -> Flow {
        let node = |id: &str, optional| Node {
            id: id.into(),
            name: String::new(),
            optional,
        };
        let scheme = |position: usize, nodes: &[&str]| Scheme {
            position,
            id: Some(position as i64 + 4),
            name: String::new(),
            nodes: nodes.iter().map(ToString::to_string).collect(),
            default: false,
        };
        Flow {
            template: Template {
                id: 2,
                name: String::new(),
                project_id: 1,
                editor: String::new(),
                edit_time: String::new(),
                description: String::new(),
                nodes: vec![
                    node("m", false),
                    node("a", true),
                    node("b", true),
                    node("c", true),
                ],
                consumers: Vec::new(),
                constants: [].into(),
            },
            schemes: vec![
                scheme(0, &["a"]),
                scheme(1, &["b", "gone"]),
                scheme(2, &["a", "b"]),
                scheme(3, &[]),
            ],
        }
    }

    #[test]
    fn schemes_are_found_by_their_ids_and_by_the_nodes_that_they_run() {
        for (parameters, positions, rest) in [
            (json!({"template_schemes_id": []}), vec![], 0),
            (json!({"template_schemes_id": [6, 4]}), vec![0, 2], 0),
            (json!({"template_schemes_id": [4, 99, "2-x"]}), vec![0], 2),
            (
                json!({"appoint_task_nodes_id": ["b", "a", "m"]}),
                vec![2],
                0,
            ),
            (json!({"appoint_task_nodes_id": ["m"]}), vec![3], 0),
            (json!({"appoint_task_nodes_id": ["c"]}), vec![], 1),
            (json!({"appoint_task_nodes_id": ["a", "b", "c"]}), vec![], 0),
            (json!({"exclude_task_nodes_id": ["b", "c"]}), vec![0], 0),
            (json!({"exclude_task_nodes_id": ["a"]}), vec![], 1),
            (json!({"template_schemes_id": 5}), vec![], 1),
            (json!({"description": "d", "simplify_vars": []}), vec![], 1),
        ] {
            let (found, kept) = ticks(&parameters, &flow());
            assert_eq!((found, kept.len()), (positions, rest), "{parameters}");
        }
    }
}
