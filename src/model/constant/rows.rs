//! The rows of a table and the parts of a group: each edit belongs to one
//! member of one object, and what nobody touched stays as it came.

use serde_json::{Map, Value};

use super::edit::{Edit, as_far_as_understood, loose_edit, resolve};
use super::{Constant, Kind, are_apart};
use crate::model::problem::ConstantProblem;

/// A row of a table: the object that it began as, and the edits of its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Tells rows apart whatever their order.
    pub number: usize,
    pub base: Map<String, Value>,
    pub cells: Vec<(String, Edit)>,
}

impl Constant {
    /// The rows of the default, numbered from 0.
    fn default_rows(&self) -> Vec<Row> {
        let rows = self.default.as_array().into_iter().flatten().enumerate();
        let row = |(number, row): (usize, &Value)| Row {
            number,
            base: row.as_object().cloned().unwrap_or_default(),
            cells: Vec::new(),
        };
        rows.map(row).collect()
    }

    /// The rows as they are now.
    pub fn rows(&self, edit: &Edit) -> Vec<Row> {
        match edit {
            Edit::Rows(rows) => rows.clone(),
            _ => self.default_rows(),
        }
    }

    /// What a row began with, without what another template gave it.
    fn known_members(&self, row: &Row) -> Map<String, Value> {
        let mut members = row.base.clone();
        members.retain(|key, _| self.knows(key));
        members
    }

    /// Whether a member of a row has a column, or is one of the template's own rows.
    fn knows(&self, key: &str) -> bool {
        let is_column = self.kind.parts().iter().any(|column| column.key == key);
        is_column || self.default_members().any(|(own, _)| own == key)
    }

    fn default_members(&self) -> impl Iterator<Item = (&String, &Value)> {
        let rows = self.default.as_array().into_iter().flatten();
        rows.filter_map(Value::as_object).flatten()
    }

    /// Whether a member of a row is seen whole in its cell. What has no column has
    /// to be the template's own.
    fn shows(&self, (key, value): (&String, &Value)) -> bool {
        let column = self.kind.parts().iter().find(|column| column.key == *key);
        match (column.map(|column| &column.kind), value) {
            (None, value) => self.default_members().any(|own| own == (key, value)),
            (Some(Kind::Select(_) | Kind::Staff), Value::Array(picked)) => are_apart(picked),
            (Some(_), _) => true,
        }
    }

    /// What a row began with and this table does not know, as edits; empty texts
    /// say nothing.
    fn unknown_members(&self, row: &Row) -> Vec<(String, Edit)> {
        let unknown = row.base.iter().filter(|(key, value)| {
            !self.knows(key) && !row.is_edited(key) && value.as_str() != Some("")
        });
        unknown
            .map(|(key, value)| (key.clone(), loose_edit(value)))
            .collect()
    }

    /// A new row, with the default of every column. Its number is no other
    /// row's, nor that of a row of the default that was taken out.
    pub fn new_row(&self, rows: &[Row]) -> Row {
        let numbers = rows.iter().map(|row| row.number + 1);
        let columns = self.kind.parts().iter();
        Row {
            number: numbers.fold(self.default_rows().len(), usize::max),
            base: columns
                .map(|c| (c.key.clone(), c.default.clone()))
                .collect(),
            cells: Vec::new(),
        }
    }

    /// The edit of rows or parts that gives a whole value, where each of its
    /// members can be written so; `of` writes a part's.
    pub fn in_parts(
        &self,
        value: &Value,
        of: &dyn Fn(&Constant, &Value) -> Option<Edit>,
    ) -> Option<Edit> {
        match (&self.kind, value) {
            (Kind::Table(_), Value::Array(rows)) => {
                let row = |(number, row): (usize, &Value)| {
                    let base = row.as_object()?.clone();
                    let cells = Vec::new();
                    base.iter().all(|own| self.shows(own)).then_some(Row {
                        number,
                        base,
                        cells,
                    })
                };
                let rows = rows.iter().enumerate().map(row);
                rows.collect::<Option<Vec<Row>>>().map(Edit::Rows)
            }
            (Kind::Group(_), Value::Object(members)) => {
                let changed = members
                    .iter()
                    .filter(|(key, value)| self.default.get(key) != Some(value));
                let part = |(key, value): (&String, &Value)| {
                    let part = self.part(key, self.default.get(key))?;
                    Some((key.clone(), of(&part, value)?))
                };
                let parts = changed.map(part);
                parts.collect::<Option<Vec<_>>>().map(Edit::Parts)
            }
            _ => None,
        }
    }

    /// The part that an edit of a member is one of, where it has one of that shape:
    /// a template may have changed it since the edit was made.
    fn part_of_edit(&self, key: &str, edit: &Edit, value: Option<&Value>) -> Option<Constant> {
        self.part(key, value).filter(|part| part.kind.takes(edit))
    }

    /// Edits of members that it does not have, as after a change of the template,
    /// each with where it belongs: ` name`, of the second row ` #2 name`.
    pub fn parts_gone(&self, edit: &Edit) -> Vec<(String, Edit)> {
        let gone = |row: &str, base: Option<&Map<String, Value>>, edits: &[(String, Edit)]| {
            let of = |(key, edit): &(String, Edit)| {
                let value = base.and_then(|base| base.get(key));
                let inner = match self.part_of_edit(key, edit, value) {
                    Some(part) => part.parts_gone(edit),
                    None => vec![(String::new(), edit.clone())],
                };
                let told = |(part, edit)| (format!("{row} {key}{part}"), edit);
                inner.into_iter().map(told).collect::<Vec<_>>()
            };
            let edits = edits.iter().filter(|(_, edit)| *edit != Edit::Untouched);
            edits.flat_map(of).collect::<Vec<_>>()
        };
        match edit {
            Edit::Parts(parts) => gone("", self.default.as_object(), parts),
            Edit::Rows(rows) => {
                let rows = rows.iter().enumerate();
                rows.flat_map(|(at, row)| {
                    let edits = [row.cells.clone(), self.unknown_members(row)].concat();
                    gone(&format!(" #{}", at + 1), Some(&row.base), &edits)
                })
                .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The object that edits of its members make of another one.
    fn assemble(
        &self,
        base: &Map<String, Value>,
        edits: &[(String, Edit)],
    ) -> Result<Map<String, Value>, ConstantProblem> {
        let mut members = base.clone();
        for (key, edit) in edits.iter().filter(|(_, edit)| *edit != Edit::Untouched) {
            let Some(part) = self.part_of_edit(key, edit, base.get(key)) else {
                continue;
            };
            if let Some(value) = resolve(&part, edit).map_err(|p| p.within(&part))? {
                members.insert(key.clone(), value);
            }
        }
        Ok(members)
    }

    /// The value of a group or table that was edited.
    pub(super) fn assembled(&self, edit: &Edit) -> Result<Value, ConstantProblem> {
        match edit {
            Edit::Parts(parts) => {
                let base = self.default.as_object().cloned().unwrap_or_default();
                self.assemble(&base, parts).map(Value::Object)
            }
            _ => {
                let rows = self.rows(edit);
                let rows = rows.iter().enumerate().map(|(at, row)| {
                    let members = self.assemble(&self.known_members(row), &row.cells);
                    members.map(Value::Object).map_err(|p| p.in_row(at + 1))
                });
                rows.collect::<Result<Vec<_>, _>>().map(Value::Array)
            }
        }
    }

    /// The same, with a text for what is no value yet.
    pub(super) fn assembled_roughly(&self, edit: &Edit) -> Value {
        let rough = |base: &Map<String, Value>, edits: &[(String, Edit)]| {
            let mut members = base.clone();
            for (key, edit) in edits.iter().filter(|(_, edit)| *edit != Edit::Untouched) {
                if let Some(part) = self.part_of_edit(key, edit, base.get(key)) {
                    members.insert(key.clone(), as_far_as_understood(&part, edit));
                }
            }
            Value::Object(members)
        };
        match edit {
            Edit::Parts(parts) => {
                let base = self.default.as_object().cloned().unwrap_or_default();
                rough(&base, parts)
            }
            _ => {
                let rows = self.rows(edit);
                rows.iter()
                    .map(|row| rough(&self.known_members(row), &row.cells))
                    .collect()
            }
        }
    }

    /// Holds the values of the parts to their rules.
    pub(super) fn check_parts(
        &self,
        value: &Value,
        check: &dyn Fn(&Constant, &Value) -> Result<(), ConstantProblem>,
    ) -> Result<(), ConstantProblem> {
        let members = |object: &Value| {
            let parts = self.kind.parts().iter();
            let mut values = parts.filter_map(|part| Some((part, object.get(&part.key)?)));
            values.try_for_each(|(part, value)| {
                check(part, value).map_err(|problem| problem.within(part))
            })
        };
        match (&self.kind, value) {
            (Kind::Table(_), Value::Array(rows)) => {
                let mut rows = rows.iter().enumerate();
                rows.try_for_each(|(at, row)| members(row).map_err(|p| p.in_row(at + 1)))
            }
            (Kind::Group(_), value) => members(value),
            _ => Ok(()),
        }
    }
}

impl Row {
    /// Whether a cell has another value than it began with.
    pub fn is_edited(&self, key: &str) -> bool {
        let mut cells = self.cells.iter();
        cells.any(|(own, edit)| own == key && *edit != Edit::Untouched)
    }

    pub fn put(&mut self, key: &str, edit: Edit) {
        put(&mut self.cells, key, edit);
    }
}

fn find<'a>(edits: &'a [(String, Edit)], key: &str) -> Option<&'a Edit> {
    let mut edits = edits.iter();
    edits.find(|(own, _)| own == key).map(|(_, edit)| edit)
}

fn put(edits: &mut Vec<(String, Edit)>, key: &str, edit: Edit) {
    match edits.iter_mut().find(|(own, _)| own == key) {
        Some((_, own)) => *own = edit,
        None => edits.push((key.to_owned(), edit)),
    }
}

impl Edit {
    /// The edit of a part of a group.
    pub fn of_part(&self, key: &str) -> Edit {
        match self {
            Edit::Parts(parts) => find(parts, key).cloned().unwrap_or_default(),
            _ => Edit::Untouched,
        }
    }

    /// The edit of a cell, by the number of its row.
    pub fn of_cell(&self, number: usize, key: &str) -> Edit {
        match self {
            Edit::Rows(rows) => {
                let row = rows.iter().find(|row| row.number == number);
                let cell = row.and_then(|row| find(&row.cells, key));
                cell.cloned().unwrap_or_default()
            }
            _ => Edit::Untouched,
        }
    }

    /// The same with the edit of one part put in its place.
    pub fn with_part(&self, key: &str, edit: Edit) -> Edit {
        let mut parts = match self {
            Edit::Parts(parts) => parts.clone(),
            _ => Vec::new(),
        };
        put(&mut parts, key, edit);
        Edit::Parts(parts)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::constant;
    use super::super::{Choice, Select, check};
    use super::*;

    fn part(key: &str, kind: Kind) -> Constant {
        Constant {
            key: key.into(),
            name: key.into(),
            ..constant(kind, json!(""))
        }
    }

    fn table(default: Value) -> Constant {
        let columns = vec![part("name", Kind::Text), part("count", Kind::Integer)];
        constant(Kind::Table(columns), default)
    }

    fn typed(key: &str, text: &str) -> (String, Edit) {
        (key.into(), Edit::Text(text.into()))
    }

    #[test]
    fn what_another_template_gave_a_row_is_told_and_not_sent() {
        let table = table(json!([{"name": "a", "rack": 7}]));
        let base = json!({"name": "b", "rack": 7, "gone": "x", "more": [1], "empty": ""});
        let Value::Object(base) = base else {
            unreachable!("an object")
        };
        let cells = vec![typed("count", "2"), typed("port", "81")];
        let row = Row {
            number: 0,
            base,
            cells,
        };
        let edit = Edit::Rows(vec![row]);
        let sent = json!([{"name": "b", "rack": 7, "count": 2}]);
        assert_eq!(resolve(&table, &edit), Ok(Some(sent)));
        let told = [
            (" #1 port", Edit::Text("81".into())),
            (" #1 gone", Edit::Text("x".into())),
            (" #1 more", Edit::Json("[1]".into())),
        ];
        let told = told.map(|(key, edit)| (key.to_owned(), edit));
        assert_eq!(table.parts_gone(&edit), told);
    }

    #[test]
    fn only_the_edited_cell_changes_and_numbers_stay_numbers() {
        let default = json!([
            {"name": 5, "count": 12345678901234567890_u64, "more": {"deep": null}},
            {"count": "3"},
        ]);
        let table = table(default.clone());
        let mut rows = table.rows(&Edit::Untouched);
        assert_eq!(
            resolve(&table, &Edit::Rows(rows.clone())),
            Ok(Some(default))
        );
        rows[0].cells = vec![typed("count", "7"), typed("name", "6")];
        rows[1].cells = vec![typed("name", "")];
        rows.push(table.new_row(&rows));
        rows.swap(1, 2);
        let value = json!([
            {"name": 6, "count": 7, "more": {"deep": null}},
            {"name": "", "count": ""},
            {"count": "3", "name": ""},
        ]);
        assert_eq!(resolve(&table, &Edit::Rows(rows)), Ok(Some(value)));
    }

    #[test]
    fn what_was_typed_into_a_column_that_is_gone_is_found() {
        let table = table(json!([{}, {}]));
        let mut rows = table.rows(&Edit::Untouched);
        rows[1].cells = vec![typed("port", "81"), typed("name", "a")];
        let gone = (" #2 port".to_owned(), Edit::Text("81".into()));
        assert_eq!(table.parts_gone(&Edit::Rows(rows)), [gone]);
        let group = constant(Kind::Group(vec![part("name", Kind::Text)]), json!({}));
        let parts = Edit::Parts(vec![typed("name", "a"), ("old".into(), Edit::Untouched)]);
        assert_eq!(group.parts_gone(&parts), []);
        let parts = Edit::Parts(vec![typed("port", "81")]);
        assert_eq!(group.parts_gone(&parts).len(), 1);
    }

    /// A text that was typed means nothing to a choice, nor a value that was picked
    /// among others to one among lists.
    #[test]
    fn an_edit_of_another_shape_is_gone_and_not_sent() {
        let options = |values: &[Value]| {
            let option = |value: &Value| Choice {
                label: String::new(),
                value: value.clone(),
                depth: 0,
            };
            Kind::Select(Select {
                options: values.iter().map(option).collect(),
                multiple: false,
                radios: true,
            })
        };
        let inner = constant(Kind::Group(vec![part("old", Kind::Text)]), json!({}));
        let inner = Constant {
            key: "inner".into(),
            ..inner
        };
        let parts = vec![
            part("stage", options(&[json!("test"), json!("prod")])),
            part("selectors", options(&[json!(["ip"]), json!(["manual"])])),
            inner,
        ];
        let default = json!({"stage": "test", "selectors": ["ip"], "inner": {}});
        let group = constant(Kind::Group(parts), default.clone());
        let picked = |value: Value| Edit::Picked(vec![value]);
        let edit = Edit::Parts(vec![
            typed("stage", "prod"),
            ("selectors".into(), picked(json!("manual"))),
            ("inner".into(), Edit::Parts(vec![typed("new", "x")])),
        ]);
        assert_eq!(resolve(&group, &edit), Ok(Some(default)));
        let keys: Vec<String> = group
            .parts_gone(&edit)
            .into_iter()
            .map(|gone| gone.0)
            .collect();
        assert_eq!(keys, [" stage", " selectors", " inner new"]);
        let edit = Edit::Parts(vec![
            ("stage".into(), picked(json!("prod"))),
            ("selectors".into(), picked(json!(["manual"]))),
        ]);
        let value = json!({"stage": "prod", "selectors": ["manual"], "inner": {}});
        assert_eq!(resolve(&group, &edit), Ok(Some(value)));
        assert_eq!(group.parts_gone(&edit), []);
    }

    #[test]
    fn a_new_row_never_has_the_number_of_another() {
        let table = table(json!([{}, {}]));
        let mut rows = table.rows(&Edit::Untouched);
        rows.pop();
        assert_eq!(table.new_row(&rows).number, 2);
        rows.push(table.new_row(&rows));
        assert_eq!(table.new_row(&rows).number, 3);
    }

    #[test]
    fn a_cell_that_is_wrong_is_told_by_its_row_and_column() {
        let table = table(json!([{}, {}]));
        let mut rows = table.rows(&Edit::Untouched);
        rows[1].cells = vec![typed("count", "many")];
        let edit = Edit::Rows(rows);
        let problem = ConstantProblem::Within {
            row: Some(2),
            part: "count".into(),
            problem: Box::new(ConstantProblem::NotAnInteger),
        };
        assert_eq!(resolve(&table, &edit), Err(problem));
        let rough = json!([{}, {"count": "many"}]);
        assert_eq!(as_far_as_understood(&table, &edit), rough);
    }

    #[test]
    fn a_group_keeps_what_it_has_no_part_for() {
        let inner = constant(Kind::Group(vec![part("b", Kind::Text)]), json!({}));
        let inner = Constant {
            key: "inner".into(),
            ..inner
        };
        let default = r#"{"a":1.50,"inner":{"b":"x","c":[]},"other":null}"#;
        let default = serde_json::from_str(default).expect("JSON");
        let parts = vec![part("a", Kind::Text), inner, part("absent", Kind::Text)];
        let group = constant(Kind::Group(parts), default);
        let edit = Edit::Untouched.with_part(
            "inner",
            Edit::Untouched.with_part("b", Edit::Text("y".into())),
        );
        let value = resolve(&group, &edit).expect("a value").expect("is sent");
        let text = r#"{"a":1.50,"inner":{"b":"y","c":[]},"other":null}"#;
        assert_eq!(value.to_string(), text);
    }

    #[test]
    fn the_rules_of_parts_hold_in_every_row() {
        let mut table = table(json!([]));
        let Kind::Table(columns) = &mut table.kind else {
            unreachable!()
        };
        columns[0].required = true;
        columns[1].kind = Kind::Select(Select {
            options: vec![Choice {
                label: "1".into(),
                value: json!(1),
                depth: 0,
            }],
            multiple: false,
            radios: false,
        });
        let check = |value: Value| check(&table, &value, &|_, _| None);
        assert_eq!(
            check(json!([{"name": "x", "count": "1"}, {"count": 1}])),
            Ok(())
        );
        assert_eq!(check(json!([{"name": "${x}", "count": "${y}"}])), Ok(()));
        assert!(check(json!([{"name": ""}])).is_err());
        assert!(check(json!([{"count": 2}])).is_err());
    }
}
