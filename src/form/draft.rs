//! What was typed, as text that the browser can keep over a reload. Secrets
//! are not in it: their keys are, so that the person is told what to type
//! again.

use std::collections::HashSet;

use leptos::prelude::*;
use serde_json::Value;

use super::edits::{EditKey, Made};
use super::state::Form;
use super::written::Sent;
use crate::model::constant::{Edit, Row, names_a_secret};
use crate::model::scheme::{SchemeName, named};
use crate::model::secret::{masked, text_holds_a_secret};
use crate::model::value::{object, text, texts};
use crate::model::{Field, Scope};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub bk_biz_id: String,
    pub scope: Scope,
    pub template_id: String,
    /// `None` for the suggested one.
    pub name: Option<String>,
    pub date: String,
    pub time: String,
    pub zone: String,
    /// What date, time and zone meant, in seconds since 1970: the rules of a
    /// zone may change while the draft lies there.
    pub start: Option<i64>,
    pub ticked: Vec<SchemeName>,
    /// By key and by the form that the key's control gives an edit.
    pub edits: Vec<(EditKey, Made)>,
    pub added: Vec<(String, Edit)>,
    pub sent: Sent,
    /// Keys whose values are secrets.
    pub withheld: Vec<String>,
}

impl Draft {
    /// Whether it holds anything beyond a target and the zone.
    pub fn is_empty(&self) -> bool {
        let Draft {
            name,
            date,
            time,
            ticked,
            edits,
            added,
            sent,
            withheld,
            ..
        } = self;
        name.is_none()
            && (date.is_empty() && time.is_empty())
            && (ticked.is_empty() && edits.is_empty() && added.is_empty())
            && *sent == Sent::All
            && withheld.is_empty()
    }

    fn withhold(&mut self, key: String) {
        if !self.withheld.contains(&key) {
            self.withheld.push(key);
        }
    }

    pub fn to_json(&self) -> Value {
        let tick = |tick: &SchemeName| {
            object(vec![
                ("id", tick.id.into()),
                ("name", text(&tick.name)),
                ("nth", tick.nth.into()),
            ])
        };
        let edit = |key: &str, form: &str, edit: &Edit| {
            vec![
                ("key", text(key)),
                ("form", text(form)),
                ("edit", edit_to_json(edit)),
            ]
        };
        let edits = self.edits.iter().map(|((key, form), made)| {
            let mut item = edit(key, form, &made.edit);
            item.extend(made.base.clone().map(|base| ("base", base)));
            object(item)
        });
        let added = self
            .added
            .iter()
            .map(|(key, own)| object(edit(key, "", own)));
        object(vec![
            ("bk_biz_id", text(&self.bk_biz_id)),
            ("scope", text(self.scope.as_str())),
            ("template_id", text(&self.template_id)),
            ("name", self.name.as_deref().map_or(Value::Null, text)),
            ("date", text(&self.date)),
            ("time", text(&self.time)),
            ("zone", text(&self.zone)),
            ("start", self.start.into()),
            ("ticked", self.ticked.iter().map(tick).collect()),
            ("edits", edits.collect()),
            ("added", added.collect()),
            ("only_changed", Value::Bool(self.sent == Sent::Changed)),
            ("withheld", texts(&self.withheld)),
        ])
    }

    /// What cannot be understood is as if it had not been kept.
    pub fn from_json(draft: &Value) -> Draft {
        let typed = |name: &str| text_of(draft, name).unwrap_or_default();
        let list = |name: &str| {
            draft
                .get(name)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        let tick = |tick: &Value| {
            Some(SchemeName {
                id: tick.get("id").and_then(Value::as_i64),
                name: text_of(tick, "name")?,
                nth: tick.get("nth")?.as_u64()?.try_into().ok()?,
            })
        };
        let edit = |item: &Value| {
            let key = (text_of(item, "key")?, text_of(item, "form")?);
            let edit = edit_from_json(item.get("edit")?)?;
            let base = item.get("base").cloned();
            Some((key, Made { edit, base }))
        };
        let added =
            |item: &Value| Some((text_of(item, "key")?, edit_from_json(item.get("edit")?)?));
        Draft {
            bk_biz_id: typed("bk_biz_id"),
            scope: Scope::parse(&typed("scope")).unwrap_or_default(),
            template_id: typed("template_id"),
            name: text_of(draft, "name"),
            date: typed("date"),
            time: typed("time"),
            zone: typed("zone"),
            start: draft.get("start").and_then(Value::as_i64),
            ticked: list("ticked").filter_map(tick).collect(),
            edits: list("edits").filter_map(edit).collect(),
            added: list("added").filter_map(added).collect(),
            sent: match draft.get("only_changed") {
                Some(Value::Bool(true)) => Sent::Changed,
                _ => Sent::All,
            },
            withheld: list("withheld")
                .filter_map(|key| key.as_str().map(str::to_owned))
                .collect(),
        }
    }
}

fn text_of(item: &Value, name: &str) -> Option<String> {
    item.get(name)?.as_str().map(str::to_owned)
}

fn edit_to_json(edit: &Edit) -> Value {
    match edit {
        Edit::Untouched => Value::Null,
        Edit::Text(typed) => object(vec![("text", text(typed))]),
        Edit::Picked(values) => object(vec![("picked", Value::Array(values.clone()))]),
        Edit::Parts(parts) => object(vec![("parts", members_to_json(parts))]),
        Edit::Rows(rows) => {
            let row = |row: &Row| {
                object(vec![
                    ("number", row.number.into()),
                    ("base", Value::Object(row.base.clone())),
                    ("cells", members_to_json(&row.cells)),
                ])
            };
            object(vec![("rows", rows.iter().map(row).collect())])
        }
        Edit::Json(typed) => object(vec![("json", text(typed))]),
        Edit::NotSent(before) => object(vec![("left_out", edit_to_json(before))]),
    }
}

/// The edits of the parts of an object, by their keys.
fn members_to_json(members: &[(String, Edit)]) -> Value {
    let member = |(key, edit): &(String, Edit)| (key.clone(), edit_to_json(edit));
    Value::Object(members.iter().map(member).collect())
}

fn members_from_json(members: &Value) -> Option<Vec<(String, Edit)>> {
    let mut edits = Vec::new();
    for (key, edit) in members.as_object()? {
        edits.push((key.clone(), edit_from_json(edit)?));
    }
    Some(edits)
}

fn rows_from_json(rows: &[Value]) -> Option<Vec<Row>> {
    let row = |row: &Value| {
        Some(Row {
            number: row.get("number")?.as_u64()?.try_into().ok()?,
            base: row.get("base")?.as_object()?.clone(),
            cells: members_from_json(row.get("cells")?)?,
        })
    };
    rows.iter().map(row).collect()
}

fn edit_from_json(value: &Value) -> Option<Edit> {
    let Value::Object(fields) = value else {
        return value.is_null().then_some(Edit::Untouched);
    };
    let (kind, value) = fields.iter().next()?;
    Some(match (kind.as_str(), value) {
        ("text", Value::String(text)) => Edit::Text(text.clone()),
        ("picked", Value::Array(values)) => Edit::Picked(values.clone()),
        ("parts", parts) => Edit::Parts(members_from_json(parts)?),
        ("rows", Value::Array(rows)) => Edit::Rows(rows_from_json(rows)?),
        ("json", Value::String(text)) => Edit::Json(text.clone()),
        ("left_out", before) => Edit::NotSent(Box::new(edit_from_json(before)?)),
        _ => return None,
    })
}

/// Whether an edit must not be kept, nor seen unasked: of a password, of a key that
/// names a secret, or JSON that holds one.
pub fn is_secret(key: &str, edit: &Edit, passwords: &HashSet<String>) -> bool {
    let holds_one = match edit {
        Edit::Json(text) | Edit::Text(text) => text_holds_a_secret(text, passwords),
        Edit::NotSent(before) => return is_secret(key, before, passwords),
        Edit::Untouched => return false,
        Edit::Picked(_) => false,
        Edit::Parts(parts) => holds_a_secret(parts, passwords),
        Edit::Rows(rows) => rows.iter().any(|row| {
            let base = Value::Object(row.base.clone());
            masked(&base, passwords) != base || holds_a_secret(&row.cells, passwords)
        }),
    };
    holds_one || passwords.contains(key) || names_a_secret(key)
}

/// Whether edits of this form are never kept, as the kind of the control says.
pub fn is_secret_form(form: &str) -> bool {
    form.starts_with("password") || form.ends_with("secret")
}

fn holds_a_secret(members: &[(String, Edit)], passwords: &HashSet<String>) -> bool {
    let mut members = members.iter();
    members.any(|(key, edit)| is_secret(key, edit, passwords))
}

impl Form {
    /// The form as it is now. `start` is what its date, time and zone mean.
    pub fn draft(&self, start: Option<i64>) -> Draft {
        let passwords = self.password_keys();
        let mut draft = Draft {
            bk_biz_id: self.bk_biz_id.get_untracked(),
            scope: self.scope.get_untracked(),
            template_id: self.template_id.get_untracked(),
            name: self
                .name_typed
                .get_untracked()
                .then(|| self.name.get_untracked()),
            date: self.date.get_untracked(),
            time: self.time.get_untracked(),
            zone: self.zone.get_untracked(),
            start: start.or(self.meant.get_untracked()),
            ticked: self.tick_names(),
            sent: self.sent.get_untracked(),
            withheld: self.withheld.get_untracked(),
            ..Draft::default()
        };
        for ((key, form), Made { edit, base }) in self.all_edits() {
            if is_secret_form(&form) || is_secret(&key, &edit, &passwords) {
                draft.withhold(key);
            } else {
                let base = base.filter(|base| masked(base, &passwords) == *base);
                draft.edits.push(((key, form), Made { edit, base }));
            }
        }
        for row in self.added.get_untracked() {
            let (key, edit) = (row.key.get_untracked(), row.edit.get_untracked());
            if is_secret(&key, &edit, &passwords) {
                draft.withhold(key.trim().to_owned());
                let empty = match edit {
                    Edit::Json(_) => Edit::Json(String::new()),
                    _ => Edit::Text(String::new()),
                };
                draft.added.push((key, empty));
            } else {
                draft.added.push((key, edit));
            }
        }
        draft
    }

    /// The ticked schemes, or those that wait for their template, with those
    /// that are gone and not yet given up.
    pub fn tick_names(&self) -> Vec<SchemeName> {
        let template_id = self.template_id.get_untracked();
        self.waiting_ticks(&template_id)
            .unwrap_or_else(|| self.drawn_ticks())
    }

    /// Those that wait for a template to be read.
    pub fn waiting_ticks(&self, template_id: &str) -> Option<Vec<SchemeName>> {
        let waiting = self.to_tick.get_value().into_iter();
        let mut own = waiting.filter(|(id, _)| id == template_id);
        own.next().map(|(_, names)| names)
    }

    /// Lets these wait for a template to be read, or none of it.
    pub fn tick_later(&self, template_id: &str, names: Option<Vec<SchemeName>>) {
        let mut waiting = self.to_tick.get_value();
        waiting.retain(|(id, _)| id != template_id);
        waiting.extend(names.map(|names| (template_id.to_owned(), names)));
        self.to_tick.set_value(waiting);
    }

    /// Those of the template that has been read.
    pub fn drawn_ticks(&self) -> Vec<SchemeName> {
        let mut names = self.flow.with_untracked(|flow| {
            let schemes = flow.ready().map(|flow| flow.schemes.as_slice());
            named(schemes.unwrap_or_default(), &self.ticked.get_untracked())
        });
        names.extend(self.gone_schemes.get_untracked());
        names
    }

    /// Fills the form as a draft says; an empty one empties it. The target of
    /// a draft is set where it has one.
    pub fn restore(&self, draft: Draft) {
        self.submitted.set(false);
        // What has to be typed again shows so at once.
        let withheld = draft.withheld.iter().cloned().map(Field::Constant);
        self.touched.set(withheld.collect());
        self.withheld.set(draft.withheld);
        self.refused.set(Vec::new());
        self.name_typed.set(draft.name.is_some());
        if let Some(name) = draft.name {
            self.name.set(name);
        }
        self.date.set(draft.date);
        self.time.set(draft.time);
        if !draft.zone.is_empty() {
            self.zone.set(draft.zone);
        }
        self.meant.set(draft.start);
        self.sent.set(draft.sent);
        self.replace_edits(draft.edits);
        self.added.set(Vec::new());
        for (key, edit) in draft.added {
            self.add_filled_row(&key, edit);
        }
        let is_same_template = self.template_id.get_untracked() == draft.template_id;
        self.ticked.set(Vec::new());
        self.to_tick
            .set_value(vec![(draft.template_id.clone(), draft.ticked)]);
        if !is_same_template {
            self.scope.set(draft.scope);
            self.bk_biz_id.set(draft.bk_biz_id);
            self.template_id.set(draft.template_id);
        }
    }
}

/// A draft with the second at which it was kept.
pub fn to_text(draft: &Draft, kept: i64) -> String {
    object(vec![("kept", kept.into()), ("draft", draft.to_json())]).to_string()
}

pub fn from_text(text: &str) -> Option<(Draft, i64)> {
    let value: Value = text.parse().ok()?;
    let kept = value.get("kept")?.as_i64()?;
    Some((Draft::from_json(value.get("draft")?), kept))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn draft() -> Draft {
        let edit = |key: &str, form: &str, edit| {
            let base = (key == "${a}").then(|| json!({"old": null}));
            ((key.to_owned(), form.to_owned()), Made { edit, base })
        };
        Draft {
            bk_biz_id: "2".into(),
            scope: Scope::Project,
            template_id: "7".into(),
            name: Some(String::new()),
            date: "2027-02-30".into(),
            time: "9".into(),
            zone: "Asia/Kathmandu".into(),
            start: Some(1_795_000_000),
            ticked: vec![SchemeName {
                id: Some(5),
                name: "发布".into(),
                nth: 1,
            }],
            edits: vec![
                edit("${a}", "input/text", Edit::Text("\u{202e}\"\n".into())),
                edit(
                    "${b}",
                    "select/many",
                    Edit::Picked(vec![
                        json!(0),
                        json!(""),
                        json!(null),
                        json!(9_007_199_254_740_993_i64),
                    ]),
                ),
                edit(
                    "${g}",
                    "combine/parts",
                    Edit::Untouched
                        .with_part("a", Edit::Text("x".into()))
                        .with_part("b", Edit::Untouched),
                ),
                edit(
                    "${t}",
                    "datatable/rows",
                    Edit::Rows(vec![Row {
                        number: 7,
                        base: serde_json::Map::from_iter([(
                            "n".to_owned(),
                            json!(9_007_199_254_740_993_i64),
                        )]),
                        cells: vec![("m".to_owned(), Edit::Picked(vec![json!(null)]))],
                    }]),
                ),
                edit("${c}", "x/json", Edit::Json("{broken".into())),
                edit(
                    "${d}",
                    "input/text",
                    Edit::NotSent(Box::new(Edit::Text("kept".into()))),
                ),
                edit(
                    "${e}",
                    "input/text",
                    Edit::NotSent(Box::new(Edit::Untouched)),
                ),
            ],
            added: vec![("${new".into(), Edit::Json("1".into()))],
            sent: Sent::Changed,
            withheld: vec!["${password}".into()],
        }
    }

    #[test]
    fn a_draft_comes_back_as_it_was_kept() {
        for draft in [draft(), Draft::default()] {
            let text = to_text(&draft, 17);
            assert_eq!(from_text(&text), Some((draft, 17)));
        }
    }

    #[test]
    fn what_cannot_be_understood_is_not_there() {
        for text in ["", "1", "{}", r#"{"kept": "1", "draft": {}}"#] {
            assert_eq!(from_text(text), None);
        }
        let odd = r#"{"kept": 1, "draft": {"name": 5, "edits": [1, {"key": "k"},
            {"key": "k", "form": "f", "edit": {"what": 1}}], "ticked": {}}}"#;
        assert_eq!(from_text(odd), Some((Draft::default(), 1)));
    }

    #[test]
    fn secrets_are_found_in_what_was_typed() {
        let passwords = HashSet::from(["${told}".to_owned()]);
        let secret = |key: &str, edit: &Edit| is_secret(key, edit, &passwords);
        let text = Edit::Text("x".into());
        assert!(secret("${told}", &text));
        assert!(secret("${api_token}", &text));
        assert!(secret("${told}", &Edit::NotSent(Box::new(text.clone()))));
        assert!(!secret(
            "${told}",
            &Edit::NotSent(Box::new(Edit::Untouched))
        ));
        assert!(!secret("${a}", &text));
        let parts = |key: &str| Edit::Untouched.with_part(key, text.clone());
        assert!(!secret("${a}", &parts("user")));
        assert!(secret("${a}", &parts("db_password")));
        assert!(secret("${a}", &parts("${told}")));
        let row = |base: Value, key: &str| Row {
            number: 0,
            base: base.as_object().cloned().unwrap_or_default(),
            cells: vec![(key.to_owned(), text.clone())],
        };
        assert!(!secret("${a}", &Edit::Rows(vec![row(json!({}), "user")])));
        assert!(secret("${a}", &Edit::Rows(vec![row(json!({}), "token")])));
        let base = json!({"secret": "x"});
        assert!(secret("${a}", &Edit::Rows(vec![row(base, "user")])));
        for text in [
            r#"{"db": {"password": "x"}}"#,
            r#"{"db": {"password": "x",}"#,
            r#" ["${told}": "x"#,
        ] {
            assert!(secret("${a}", &Edit::Json(text.into())), "{text}");
            assert!(secret("${a}", &Edit::Text(text.into())), "{text}");
        }
        for text in [
            r#"{"db": {"user": "x",}"#,
            "the password is in the vault",
            "[INFO] restart, then refresh the token cache",
        ] {
            assert!(!secret("${a}", &Edit::Json(text.into())), "{text}");
        }
    }

    #[test]
    fn a_draft_without_edits_is_empty() {
        let target = Draft {
            bk_biz_id: "2".into(),
            template_id: "7".into(),
            zone: "UTC".into(),
            ..Draft::default()
        };
        assert!(target.is_empty());
        assert!(!draft().is_empty());
    }
}
