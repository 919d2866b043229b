//! The list of planned runs in words, and plans that are copied from it.

use super::Lang;
use super::record::{field_name, node_choice};

/// The words for a part of a plan that could not be copied.
pub fn left_name(l: Lang, name: &str) -> Option<&'static str> {
    node_choice(l, name).or_else(|| field_name(l, name))
}

/// The filter to what the viewer planned, with the name that it goes by.
pub fn mine(l: Lang, me: Option<&str>) -> String {
    match me {
        Some(me) => l.only_mine_of(me),
        None => l.only_mine().to_owned(),
    }
}

/// How many rows fit, how many were read, and how many there are.
pub fn rows_read(l: Lang, shown: usize, read: usize, count: Option<u64>) -> String {
    let all_read = read as u64;
    let count = count.unwrap_or(all_read).max(all_read);
    match shown == read {
        true => l.all_rows_read(all_read, count),
        false => l.fitting_rows_read(all_read, count, shown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_much_was_read_is_said_and_what_of_it_fits() {
        assert_eq!(rows_read(Lang::EN, 100, 100, Some(213)), "100 of 213 read");
        assert_eq!(
            rows_read(Lang::EN, 7, 100, Some(213)),
            "100 of 213 read, 7 of them fit"
        );
        assert_eq!(rows_read(Lang::ZH, 2, 2, None), "共 2 个，已读取 2 个");
    }
}
