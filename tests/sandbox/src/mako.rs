//! Which names the `${…}` expressions in a text refer to. bk-sops compiles each with Mako; here
//! the names are picked out of the expression: not those in strings, after a point, given as
//! keyword arguments or bound inside.

use indexmap::IndexSet;

use crate::json::Json;

/// The names referred to by any text in the value, at any depth; keys of objects are not read.
pub fn references(value: &Json, names: &mut IndexSet<String>) {
    match value {
        Json::Str(text) => expressions(text).for_each(|expression| names_in(expression, names)),
        Json::List(items) => items.iter().for_each(|item| references(item, names)),
        Json::Object(members) => members
            .values()
            .for_each(|member| references(member, names)),
        _ => {}
    }
}

/// What stands between `${` and its brace. A text with a `$` or `#` before the closing brace is
/// no expression.
fn expressions(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).filter_map(|part| {
        let run = part.strip_prefix('{')?.split('#').next()?;
        // The pattern takes at least one character, even a brace.
        let last = run.rfind('}').filter(|end| *end > 0)?;
        balanced(&run[..=last])
    })
}

/// Up to the first closing brace that no opening one and no quote claims, or to a filter.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0;
    let mut quote = None;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Some(&text[..at]),
            (None, '}') => depth -= 1,
            (None, '|') if depth == 0 => return Some(&text[..at]),
            _ => {}
        }
    }
    None
}

const KEYWORDS: [&str; 14] = [
    "and", "or", "not", "in", "is", "if", "else", "for", "lambda", "True", "False", "None",
    "await", "async",
];

#[derive(Debug, PartialEq)]
enum Token<'a> {
    Name(&'a str),
    Other(char),
}

fn names_in(expression: &str, names: &mut IndexSet<String>) {
    let tokens = tokens(expression);
    let bound = bound_names(&tokens);
    for (index, token) in tokens.iter().enumerate() {
        let Token::Name(name) = token else { continue };
        let attribute = index > 0 && tokens[index - 1] == Token::Other('.');
        let keyword_argument = tokens.get(index + 1) == Some(&Token::Other('='))
            && tokens.get(index + 2) != Some(&Token::Other('='));
        if !attribute && !keyword_argument && !KEYWORDS.contains(name) && !bound.contains(name) {
            names.insert((*name).to_owned());
        }
    }
}

/// Names that `for … in` and `lambda …:` bind.
fn bound_names<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let mut bound = Vec::new();
    let mut binding = false;
    for token in tokens {
        match token {
            Token::Name("for" | "lambda") => binding = true,
            Token::Name("in") | Token::Other(':') => binding = false,
            Token::Name(name) if binding => bound.push(*name),
            _ => {}
        }
    }
    bound
}

fn tokens(expression: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = expression;
    while let Some(character) = rest.chars().next() {
        let length = match character {
            '\'' | '"' => string_length(rest, character),
            _ if character.is_alphanumeric() || character == '_' => {
                let end = rest
                    .find(|next: char| !next.is_alphanumeric() && next != '_')
                    .unwrap_or(rest.len());
                if !character.is_numeric() {
                    tokens.push(Token::Name(&rest[..end]));
                }
                end
            }
            _ => {
                if !character.is_whitespace() {
                    tokens.push(Token::Other(character));
                }
                character.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    tokens
}

fn string_length(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> String {
        let mut names = IndexSet::new();
        references(&Json::from(text), &mut names);
        names.into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_the_names_of_an_expression() {
        for (text, found) in [
            ("deploy ${version} ${pkg}", "version pkg"),
            ("${a if b else 'x'}", "a b"),
            ("${a.strip()} ${len(b)}", "a len b"),
            ("${hosts[\"c\"]['d'].e}", "hosts"),
            ("${ a }", "a"),
            ("${f(x=1, y=z)} ${a == b}", "f z a b"),
            ("${[i for i in rows]}", "rows"),
            ("${{'k': v}['k']} tail }", "v"),
            ("\"${action}\" == \"deploy\"", "action"),
            ("${a|h}", "a"),
            ("${变量}", "变量"),
            ("${a$b} ${a#b} $version {b} ${}", ""),
            ("${a", ""),
        ] {
            assert_eq!(names(text), found, "{text}");
        }
    }
}
