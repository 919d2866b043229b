//! Cells of a spreadsheet, as its clipboard text has them, put into a table:
//! from one cell to the right and downwards, with new rows where it ends.

use serde_json::Value;

use super::edit::{Edit, shows_whole};
use super::rows::Row;
use super::{Constant, Kind, Select, are_apart};

/// What became of a paste.
#[derive(Debug, PartialEq)]
pub struct Spilled {
    pub rows: Vec<Row>,
    pub taken: usize,
    /// Cells beyond the last column, texts that are no option, and those of several
    /// lines for a cell of one.
    pub refused: usize,
}

/// Whether a pasted text is more than the text of one cell. Line breaks alone
/// belong into a cell of several lines.
pub fn is_more_than_a_cell(text: &str, column: &Kind) -> bool {
    let holds_lines = matches!(column, Kind::LongText | Kind::Code | Kind::Json);
    let body = text.trim_end_matches(['\r', '\n']);
    text.contains('\t') || body.contains('\n') && !holds_lines
}

/// `row` and `column` are positions of the cell that is pasted into.
pub fn spill(
    table: &Constant,
    mut rows: Vec<Row>,
    row: usize,
    column: usize,
    text: &str,
) -> Spilled {
    let (mut taken, mut refused) = (0, 0);
    for (down, line) in cells(text).into_iter().enumerate() {
        if row + down >= rows.len() {
            let new = table.new_row(&rows);
            rows.push(new);
        }
        let into = &mut rows[row + down];
        for (right, text) in line.iter().enumerate() {
            let part = table.kind.parts().get(column + right);
            let part = part.and_then(|part| table.part(&part.key, into.base.get(&part.key)));
            match part.and_then(|part| Some((pasted(&part, text)?, part))) {
                Some((edit, part)) => {
                    into.put(&part.key, edit);
                    taken += 1;
                }
                None => refused += 1,
            }
        }
    }
    Spilled {
        rows,
        taken,
        refused,
    }
}

/// The edit that a text is for a cell; an option can be told by its value or
/// by its name. A text that the cell would not show as it is is none.
fn pasted(part: &Constant, text: &str) -> Option<Edit> {
    let Kind::Select(select) = &part.kind else {
        return shows_whole(&part.kind, text).then(|| Edit::Text(text.to_owned()));
    };
    let chosen = match select.multiple {
        true => text.split(',').map(str::trim).filter(|t| !t.is_empty()),
        false => return option(select, text).map(|value| Edit::Picked(vec![value])),
    };
    let values = chosen.map(|text| option(select, text));
    let values = values.collect::<Option<Vec<Value>>>()?;
    are_apart(&values).then_some(Edit::Picked(values))
}

fn option(select: &Select, text: &str) -> Option<Value> {
    let named = |text: &str| select.options.iter().position(|o| o.label == text);
    let at = select.position(&Value::from(text)).or_else(|| named(text));
    at.map(|at| select.options[at].value.clone())
}

/// Lines of cells. A cell in quotes may hold tabs, line breaks and, doubled,
/// quotes; one whose quotes do not close is the text that it is.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n");
    let mut rest = text.strip_suffix('\n').unwrap_or(&text);
    let mut lines = vec![Vec::new()];
    loop {
        let (cell, after) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        });
        if let Some(line) = lines.last_mut() {
            line.push(cell);
        }
        match after.chars().next() {
            Some('\n') => lines.push(Vec::new()),
            Some(_) => {}
            None => return lines,
        }
        rest = &after[1..];
    }
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        match after.chars().next() {
            Some('"') => {
                cell.push('"');
                rest = &after[1..];
            }
            None | Some('\t' | '\n') => return Some((cell, after)),
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::tests::constant;
    use super::super::{Choice, resolve};
    use super::*;

    fn table() -> Constant {
        let part = |key: &str, kind: Kind| Constant {
            key: key.into(),
            ..constant(kind, json!(""))
        };
        let options = ["s", "l"].map(|value| Choice {
            label: format!("size {value}"),
            value: json!(value),
            depth: 0,
        });
        let select = Select {
            options: options.to_vec(),
            multiple: false,
            radios: false,
        };
        let columns = vec![
            part("a", Kind::Text),
            part("n", Kind::Integer),
            part("o", Kind::Select(select)),
        ];
        constant(
            Kind::Table(columns),
            json!([{"a": "x", "n": 1, "o": "s", "k": 0}]),
        )
    }

    #[test]
    fn cells_spill_to_the_right_and_downwards_and_keep_their_types() {
        let table = table();
        let rows = table.rows(&Edit::Untouched);
        let spilled = spill(&table, rows, 0, 1, "7\tsize l\r\n9007199254740993\tl\n");
        assert_eq!((spilled.taken, spilled.refused), (4, 0));
        let value = resolve(&table, &Edit::Rows(spilled.rows));
        let sent = json!([
            {"a": "x", "n": 7, "o": "l", "k": 0},
            {"a": "", "n": 9007199254740993_i64, "o": "l"},
        ]);
        assert_eq!(value, Ok(Some(sent)));
    }

    #[test]
    fn what_has_no_column_or_is_no_option_is_counted_and_not_put_anywhere() {
        let table = table();
        let rows = table.rows(&Edit::Untouched);
        let spilled = spill(&table, rows, 0, 0, "\"two\nlines\"\t2\txl\tbeyond");
        assert_eq!((spilled.taken, spilled.refused), (1, 3));
        let value = resolve(&table, &Edit::Rows(spilled.rows));
        let sent = json!([{"a": "x", "n": 2, "o": "s", "k": 0}]);
        assert_eq!(value, Ok(Some(sent)));
    }

    #[test]
    fn quotes_hold_tabs_breaks_and_quotes() {
        let line = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            cells("a\t\"b\tc\nd\"\"e\"\n\"open\tx\n\t"),
            [
                line(&["a", "b\tc\nd\"e"]),
                line(&["\"open", "x"]),
                line(&["", ""])
            ]
        );
        assert_eq!(cells(""), [line(&[""])]);
    }

    #[test]
    fn one_text_for_one_cell_is_left_to_the_cell() {
        assert!(!is_more_than_a_cell("one text\n", &Kind::Text));
        assert!(is_more_than_a_cell("one\ntwo", &Kind::Text));
        assert!(!is_more_than_a_cell("one\ntwo", &Kind::LongText));
        assert!(is_more_than_a_cell("one\ttwo", &Kind::LongText));
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_paste(text in any::<String>(), column in 0usize..5) {
            let table = table();
            let rows = table.rows(&Edit::Untouched);
            let spilled = spill(&table, rows, 0, column, &text);
            let all: usize = cells(&text).iter().map(Vec::len).sum();
            prop_assert_eq!(spilled.taken + spilled.refused, all);
        }
    }
}
