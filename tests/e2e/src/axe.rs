//! axe, which looks for barriers. Its script is fetched by `.ci/tools.sh test`.

use std::path::PathBuf;
use std::sync::LazyLock;

use serde_json::Value;

use crate::Page;

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../.tools/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; `.ci/tools.sh test` installs it",
            path.display()
        )
    })
});

/// Each violation on a line: its rule, what it wants, and where.
const RUN: &str = r#"
    const done = arguments[arguments.length - 1];
    axe.run(document, {resultTypes: ["violations"]}).then(
        (results) => done(results.violations.map((violation) =>
            `${violation.id} (${violation.impact}): ${violation.help} at `
            + violation.nodes.map((node) => `${node.target} ${node.html.slice(0, 200)}`).join(" | "))),
        (error) => done([String(error)]));
"#;

impl Page {
    /// Asserts that axe finds nothing in the page as it stands.
    pub async fn has_no_barriers(&self, state: &str) {
        let found = self.barriers().await;
        assert!(found.is_empty(), "axe on {state}: {found:#?}");
    }

    /// What axe finds in the page as it stands; one line each.
    pub async fn barriers(&self) -> Vec<String> {
        if self.run("return typeof axe === 'undefined'", &[]).await == Value::Bool(true) {
            self.run(&SCRIPT, &[]).await;
        }
        let found = self
            .driver
            .execute_async(RUN, Vec::new())
            .await
            .expect("axe runs");
        found.convert().expect("lines")
    }
}
