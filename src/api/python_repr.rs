//! Field errors out of the Python text that the backend sends instead of JSON
//! (contract part 2):
//! `{'task_name': [ErrorDetail(string='…', code='blank')], …}`.
//! Reads dicts, lists, strings and `ErrorDetail`, nested to any depth; gives
//! nothing for a text that is anything else, which is then shown as it is.

/// The texts of each top-level field, in the order of the message.
pub fn field_errors(message: &str) -> Vec<(String, Vec<String>)> {
    let Some(start) = message.find('{') else {
        return Vec::new();
    };
    let mut reader = Reader {
        rest: &message[start..],
    };
    match reader.dict() {
        Some(fields) if reader.rest.trim().is_empty() => fields,
        _ => Vec::new(),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

/// Deeper than any message; keeps a hostile one from using up the stack.
const DEPTH: usize = 32;

impl Reader<'_> {
    fn eat(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(token)?;
        Some(())
    }

    fn dict(&mut self) -> Option<Vec<(String, Vec<String>)>> {
        let mut fields = Vec::new();
        self.eat("{")?;
        while self.eat("}").is_none() {
            if !fields.is_empty() {
                self.eat(",")?;
            }
            let key = self.string()?;
            self.eat(":")?;
            let mut texts = Vec::new();
            self.value(&mut texts, DEPTH)?;
            fields.push((key, texts));
        }
        Some(fields)
    }

    /// Collects the texts of a value, whatever its nesting.
    fn value(&mut self, texts: &mut Vec<String>, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match self.rest.trim_start().chars().next()? {
            '{' => self.nested_dict(texts, depth),
            '[' => self.list(texts, depth),
            'E' => self.error_detail(texts),
            _ => {
                let text = self.string()?;
                texts.push(text);
                Some(())
            }
        }
    }

    fn nested_dict(&mut self, texts: &mut Vec<String>, depth: usize) -> Option<()> {
        self.eat("{")?;
        let mut first = true;
        while self.eat("}").is_none() {
            if !std::mem::take(&mut first) {
                self.eat(",")?;
            }
            let key = self.string()?;
            self.eat(":")?;
            let before = texts.len();
            self.value(texts, depth)?;
            for text in &mut texts[before..] {
                *text = format!("{key}: {text}");
            }
        }
        Some(())
    }

    fn list(&mut self, texts: &mut Vec<String>, depth: usize) -> Option<()> {
        self.eat("[")?;
        let mut first = true;
        while self.eat("]").is_none() {
            if !std::mem::take(&mut first) {
                self.eat(",")?;
            }
            self.value(texts, depth)?;
        }
        Some(())
    }

    fn error_detail(&mut self, texts: &mut Vec<String>) -> Option<()> {
        self.eat("ErrorDetail(string=")?;
        let text = self.string()?;
        self.eat(", code=")?;
        self.string()?;
        self.eat(")")?;
        texts.push(text);
        Some(())
    }

    /// A Python string literal in either quotes.
    fn string(&mut self) -> Option<String> {
        let text = self.rest.trim_start();
        let mut chars = text.chars();
        let quote = chars.next().filter(|char| matches!(char, '\'' | '"'))?;
        let mut out = String::new();
        loop {
            match chars.next()? {
                '\\' => out.push(escaped(&mut chars)?),
                char if char == quote => break,
                char => out.push(char),
            }
        }
        self.rest = chars.as_str();
        Some(out)
    }
}

fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match chars.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        other => return Some(other),
    };
    let hex: String = chars.by_ref().take(digits).collect();
    // A lone surrogate is no character: it is shown as the replacement.
    u32::from_str_radix(&hex, 16)
        .ok()
        .map(|code| char::from_u32(code).unwrap_or('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(field: &str, text: &str) -> Vec<(String, Vec<String>)> {
        vec![(field.into(), vec![text.into()])]
    }

    #[test]
    fn fields_and_texts_are_read() {
        assert_eq!(
            field_errors(
                "params is invalid, error: {'plan_start_time': [ErrorDetail(string='该字段是必填项。', \
                 code='required')], 'task_name': [ErrorDetail(string='a', code='x'), \
                 ErrorDetail(string='b', code='y')]}"
            ),
            [
                (
                    "plan_start_time".to_owned(),
                    vec!["该字段是必填项。".to_owned()]
                ),
                ("task_name".to_owned(), vec!["a".to_owned(), "b".to_owned()]),
            ]
        );
        assert_eq!(
            field_errors("{'format': ['“xml” 不是合法选项。']}"),
            one("format", "“xml” 不是合法选项。")
        );
        assert_eq!(
            field_errors("{'task_parameters': {'constants': [ErrorDetail(string='x', code='y')]}}"),
            one("task_parameters", "constants: x")
        );
    }

    #[test]
    fn quotes_and_escapes_are_those_of_python() {
        assert_eq!(
            field_errors(r#"{'f': [ErrorDetail(string="it's {'x'}, \"so\"", code='c')]}"#),
            one("f", r#"it's {'x'}, "so""#)
        );
        assert_eq!(
            field_errors(r"{'f': ['\n\x41\u4e2d\ud800\U0001f680\\']}"),
            one("f", "\nA中\u{fffd}🚀\\")
        );
    }

    #[test]
    fn any_other_text_gives_nothing() {
        for text in [
            "",
            "plain",
            "{",
            "{'a'",
            "{'a': [}",
            "{'a': ['b']} and more",
            "{\"a\": 1}",
        ] {
            assert_eq!(field_errors(text), [], "{text}");
        }
        let deep = format!("{{'a': {}", "[".repeat(100_000));
        assert_eq!(field_errors(&deep), []);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in any::<String>(), tail in "[\\[\\]{}'\",:\\\\a-zE()]*") {
            field_errors(&text);
            field_errors(&format!("{{'{tail}"));
        }
    }
}
