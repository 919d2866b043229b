//! References between the values of submitted constants (contract part 2): a value must not
//! name its own key, and values must not name each other in a circle. A key is "named" when it
//! occurs as plain text in the value as Python prints it; whether it looks like `${key}` does
//! not matter.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use indexmap::{IndexMap, IndexSet};

use crate::json::{Json, Object};
use crate::python;

/// The complaint, in the words of bk-sops, which it never translates.
pub fn check(constants: &Object) -> Result<(), String> {
    let values: IndexMap<&str, String> = constants
        .iter()
        .map(|(key, constant)| (key.as_str(), text_of(constant)))
        .collect();
    let keys: Vec<&str> = values.keys().copied().collect();
    // Thousands of keys in thousands of values: all of them are looked for at once.
    let finder = AhoCorasick::new(&keys).map_err(|error| error.to_string())?;
    let mut graph: IndexMap<&str, Vec<&str>> = IndexMap::new();
    let mut selfish = Vec::new();
    for (at, (key, value)) in values
        .iter()
        .enumerate()
        .filter(|(_, (_, value))| !value.is_empty())
    {
        let found = finder
            .find_overlapping_iter(value)
            .map(|found| found.pattern().as_usize());
        let mut named: BTreeSet<usize> = found.collect();
        if named.remove(&at) {
            selfish.push(*key);
        }
        if !named.is_empty() {
            graph.insert(key, named.into_iter().map(|other| keys[other]).collect());
        }
    }
    if !selfish.is_empty() {
        return Err(format!(
            "常量 {} 的值不能引用自身作为值",
            selfish.join(", ")
        ));
    }
    match find_circle(&graph) {
        Some(path) => Err(format!("检测到常量{}存在循环引用", path.join(", "))),
        None => Ok(()),
    }
}

/// An object stands for its member `value`, anything else for itself; null is no text at all.
fn text_of(constant: &Json) -> String {
    let value = match constant {
        Json::Object(members) => members.get("value").unwrap_or(&Json::Null),
        value => value,
    };
    if *value == Json::Null {
        String::new()
    } else {
        python::str(value)
    }
}

/// The way to the first circle found, from where the search began: it also names the keys that
/// only lead to the circle.
fn find_circle<'a>(graph: &IndexMap<&'a str, Vec<&'a str>>) -> Option<Vec<&'a str>> {
    let mut visited = IndexSet::new();
    for start in graph.keys() {
        if visited.contains(start) {
            continue;
        }
        visited.insert(*start);
        let mut path = vec![*start];
        let mut next = vec![0];
        while let (Some(key), Some(index)) = (path.last().copied(), next.last_mut()) {
            match graph.get(key).and_then(|named| named.get(*index)).copied() {
                None => {
                    path.pop();
                    next.pop();
                }
                Some(named) => {
                    *index += 1;
                    if visited.insert(named) {
                        path.push(named);
                        next.push(0);
                    } else if path.contains(&named) {
                        return Some(path);
                    }
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::loads;

    fn complaint(text: &str) -> Option<String> {
        match loads(text.as_bytes()) {
            Ok(Json::Object(constants)) => check(&constants).err(),
            _ => panic!("{text} is no object"),
        }
    }

    #[test]
    fn a_value_must_not_name_its_own_key() {
        for (constants, keys) in [
            (r#"{"${a}": "x${a}y"}"#, "${a}"),
            (r#"{"${a}": "${a}", "${b}": "${b}"}"#, "${a}, ${b}"),
            (r#"{"${a}": {"value": {"deep": ["${a}"]}}}"#, "${a}"),
            (r#"{"${a}": {"value": {"${a}": 1}}}"#, "${a}"),
            (r#"{"": "x", "${a}": "y"}"#, ""),
            (r#"{"True": true}"#, "True"),
            (r#"{"a": "banana"}"#, "a"),
        ] {
            assert_eq!(
                complaint(constants),
                Some(format!("常量 {keys} 的值不能引用自身作为值")),
                "{constants}"
            );
        }
    }

    #[test]
    fn a_circle_is_named_from_where_the_search_began() {
        for (constants, keys) in [
            (
                r#"{"${a}": "${b}", "${b}": "${c}", "${c}": "${a}"}"#,
                "${a}, ${b}, ${c}",
            ),
            (
                r#"{"${x}": "${a}", "${a}": "${b}", "${b}": "${a}"}"#,
                "${x}, ${a}, ${b}",
            ),
            (
                r#"{"${a}": "${b} ${z}", "${z}": "1", "${b}": "${c}", "${c}": "${b}"}"#,
                "${a}, ${b}, ${c}",
            ),
            (r#"{"${a}": ["${b}"], "${b}": ["${a}"]}"#, "${a}, ${b}"),
        ] {
            assert_eq!(
                complaint(constants),
                Some(format!("检测到常量{keys}存在循环引用")),
                "{constants}"
            );
        }
    }

    #[test]
    fn the_rest_goes_unseen() {
        for constants in [
            r#"{"${a}": "${a.strip()}"}"#,
            r#"{"${a}": "${ a }"}"#,
            r#"{"${a}": {"other": "${a}"}}"#,
            r#"{"${a}": {"other": "${b}"}, "${b}": "${a}"}"#,
            r#"{"${pkg}": "app-${version}.tgz"}"#,
            r#"{"${ip}": "1", "${ip_list}": "${ip}"}"#,
            r#"{"None": null}"#,
            "{}",
        ] {
            assert_eq!(complaint(constants), None, "{constants}");
        }
    }
}
