//! The style sheets as lists of declarations.

/// `property: value` with the rules around it, outermost first, and the remark
/// that stands behind it on its line.
#[derive(Debug)]
pub struct Declaration {
    pub file: &'static str,
    pub rules: Vec<String>,
    pub property: String,
    pub value: String,
    pub remark: String,
}

impl Declaration {
    pub fn is_within(&self, words: &str) -> bool {
        self.rules.iter().any(|rule| rule.contains(words))
    }

    /// Names of the custom properties that its value takes.
    pub fn takes(&self) -> impl Iterator<Item = &str> {
        self.value.split("var(").skip(1).map(|rest| {
            let end = rest.find([')', ',']).expect("var( is closed");
            rest[..end].trim()
        })
    }
}

/// The declarations of `style/<file>`.
pub fn read(file: &'static str) -> Vec<Declaration> {
    let path = format!("{}/style/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    parse(file, &text)
}

/// No string in the sheets holds a brace, a semicolon or a comment.
fn parse(file: &'static str, text: &str) -> Vec<Declaration> {
    let mut found: Vec<Declaration> = Vec::new();
    let mut rules: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            let (remark, after) = comment.split_once("*/").expect("a comment ends");
            if let Some(last) = found.last_mut().filter(|_| !part.contains('\n')) {
                last.remark = remark.trim().to_owned();
            }
            rest = after;
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        match letter {
            '{' => rules.push(std::mem::take(&mut part).trim().to_owned()),
            '}' => {
                assert!(part.trim().is_empty(), "{file}: no semicolon after {part}");
                rules.pop().expect("as many } as {");
                part.clear();
            }
            ';' => {
                if let Some((property, value)) = part.split_once(':') {
                    found.push(Declaration {
                        file,
                        rules: rules.clone(),
                        property: property.trim().to_owned(),
                        value: value.split_whitespace().collect::<Vec<_>>().join(" "),
                        remark: String::new(),
                    });
                }
                part.clear();
            }
            letter => part.push(letter),
        }
    }
    assert!(rules.is_empty(), "{file}: a rule does not end");
    found
}

#[test]
fn nested_rules_and_remarks_are_read() {
    let text = "@layer a, b;\n@media x { p { color: red; /* why */\n /* more */ &:hover { gap: 1px\n 2px; } } }";
    let found = parse("x", text);
    let [colour, gap] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!((&*colour.property, &*colour.value), ("color", "red"));
    assert_eq!(colour.remark, "why");
    assert_eq!(gap.rules, ["@media x", "p", "&:hover"]);
    assert_eq!(gap.value, "1px 2px");
}
