use super::*;
use crate::model::constant::Difference;
use crate::text::problem::shape;

/// A third language: the English texts in brackets.
fn bracketed() -> Lang {
    let words = en::WORDS.changed("en-x-bracket", |text| format!("[{text}]"));
    words::check(&words);
    Lang(Box::leak(Box::new(words)))
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Two words of Latin letters with a space between them.
fn is_english(text: &str) -> bool {
    let is_word =
        |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).any(|two| two.iter().all(is_word))
}

#[test]
fn a_tag_is_read_by_its_language() {
    assert_eq!(Lang::parse("zh-hans-CN"), Some(Lang::ZH));
    assert_eq!(Lang::parse("EN_us"), Some(Lang::EN));
    assert_eq!(Lang::parse("fr"), None);
    assert_eq!(Lang::parse(""), None);
    assert_eq!(Lang::tags(", "), "zh-CN, en");
}

#[test]
fn the_page_offers_each_language_in_its_turn() {
    assert_eq!(Lang::ZH.next(), Lang::EN);
    assert_eq!(Lang::EN.next(), Lang::ZH);
    let third = bracketed();
    let all = [Lang::ZH, Lang::EN, third];
    assert_eq!(all.map(|l| next_of(&all, l)), [Lang::EN, third, Lang::ZH]);
}

#[test]
fn a_third_language_needs_its_own_words_alone() {
    let third = bracketed();
    assert_eq!(third.title(), "[Plan a run]");
    assert_eq!(third.some_run(1, 0), "[1 node runs, 0 skipped]");
    assert_eq!(third.some_run(2, 0), "[2 nodes run, 0 skipped]");
    let differences = [
        Difference::Missing("a".into()),
        Difference::Unknown("b".into()),
    ];
    assert_eq!(
        shape(third, &differences),
        "[Not the shape of the template's value: [a is missing][; ][b is new]]"
    );
}

#[test]
fn every_text_is_in_its_language() {
    // A number by another, and what bk-sops calls a key in either language.
    let are_the_same = ["counter", "key"];
    for (name, texts) in zh::WORDS.texts() {
        for text in texts {
            let is_either = are_the_same.contains(&name);
            assert!(is_either || text.contains(is_chinese), "{name}: {text}");
            assert!(!is_english(text), "{name}: {text}");
        }
    }
    for (name, texts) in en::WORDS.texts() {
        for text in texts {
            assert!(!text.contains(is_chinese), "{name}: {text}");
        }
    }
}

#[test]
fn no_text_is_empty_or_the_name_of_one() {
    for l in Lang::ALL {
        let all = l.0.texts();
        for (name, texts) in &all {
            assert!(!texts.is_empty(), "{name}");
            for text in texts {
                assert!(!text.trim().is_empty(), "{name}");
                let is_a_name = |(name, _): &(&str, _)| name.contains('_') && name == text;
                assert!(!all.iter().any(is_a_name), "{name}: {text}");
            }
        }
    }
}

#[test]
fn a_text_has_the_form_of_its_number() {
    assert_eq!(Lang::EN.result_count(0), "0 results");
    assert_eq!(Lang::EN.result_count(1), "1 result");
    assert_eq!(Lang::EN.everything_runs(1), "The one node runs");
    assert_eq!(Lang::ZH.result_count(1), "1 个结果");
}

#[test]
fn a_part_is_shown_as_it_is() {
    assert_eq!(Lang::EN.cell("{row}", 2), "{row}, row 2");
    assert_eq!(
        Lang::EN.sent_before("{id}", 72),
        "This browser sent the same at {id}: it is planned as #72. Going on makes one more"
    );
}

#[test]
fn a_name_that_turns_its_direction_turns_nothing_behind_it() {
    assert_eq!(isolated("夜间发布 שלום"), "夜间发布 שלום");
    assert_eq!(isolated("a\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
    assert_eq!(
        isolated("\u{2069}\u{202e}b"),
        "\u{2068}\u{2068}\u{2069}\u{202e}b\u{2069}\u{2069}"
    );
    let said = Lang::EN.looked_for("a\u{202e}b", "2027", "7");
    assert!(
        said.contains("name \u{2068}a\u{202e}b\u{2069}, start 2027"),
        "{said}"
    );
}
