//! The tree of accessible objects, as a screen reader is given it, in the files
//! below `snapshots/`. `CLOCKED_SNAPSHOTS=write` accepts what there is now.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::Page;
use crate::wait::until;

const TREE: &str = include_str!("tree.js");

/// Whether this run writes the files instead of comparing with them.
pub fn writes() -> bool {
    std::env::var_os("CLOCKED_SNAPSHOTS").is_some_and(|value| value == "write")
}

/// Where the trees of a language are kept.
pub fn folder(lang: &str) -> PathBuf {
    let all = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    all.join(lang)
}

/// The name of a state's file.
pub fn file_name(state: &str) -> String {
    format!("{}.txt", state.to_lowercase().replace(' ', "-"))
}

impl Page {
    /// The tree of the page, or of the frame that the test is in.
    pub async fn tree(&self) -> String {
        let is_framed = self.run("return window !== top", &[]).await == Value::Bool(true);
        let mut parameters = json!({});
        if is_framed {
            let frames = self.cdp("Page.getFrameTree", json!({})).await;
            parameters["frameId"] = frames["frameTree"]["childFrames"][0]["frame"]["id"].clone();
        }
        let tree = self.cdp("Accessibility.getFullAXTree", parameters).await;
        let lines = self.run(TREE, &[tree["nodes"].clone()]).await;
        lines.as_str().expect("lines").to_owned()
    }

    /// What differs from the tree of this state that is kept; `None` if nothing
    /// does. The page is given time to become so.
    pub async fn differs_from_tree(&self, lang: &str, state: &str) -> Option<String> {
        let path = folder(lang).join(file_name(state));
        if writes() {
            let text = self.steady_tree().await;
            std::fs::create_dir_all(folder(lang)).expect("a folder");
            std::fs::write(&path, text).expect("a file");
            return None;
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        let mut now = self.tree().await;
        for _ in 0..TRIES {
            if now == kept {
                return None;
            }
            now = self.steady_tree().await;
        }
        Some(format!(
            "differs from {} (CLOCKED_SNAPSHOTS=write accepts it):\n{}",
            path.display(),
            difference(&kept, &now)
        ))
    }

    /// The tree once it is the same twice.
    async fn steady_tree(&self) -> String {
        let mut last = String::new();
        until("a tree that stays", async || {
            let now = self.tree().await;
            match std::mem::replace(&mut last, now.clone()) {
                before if before == now => Ok(now),
                _ => Err(now),
            }
        })
        .await
    }
}

/// So often a page that still changes is looked at.
const TRIES: usize = 40;

/// The files of states that are no longer walked through.
pub fn left_over(lang: &str, states: &[String]) -> Vec<PathBuf> {
    let names: Vec<String> = states.iter().map(|state| file_name(state)).collect();
    let files = std::fs::read_dir(folder(lang)).expect("snapshots");
    let is_known = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        names.iter().any(|own| *own == name)
    };
    let files = files.map(|file| file.expect("a file").path());
    files.filter(|path| !is_known(path)).collect()
}

/// The lines that two texts do not share, in their order.
fn difference(before: &str, now: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    // The length of the longest common part from each pair of lines on.
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (i, left) in old.iter().enumerate().rev() {
        for (j, right) in new.iter().enumerate().rev() {
            common[i][j] = match left == right {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("- {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_what_two_texts_do_not_share() {
        assert_eq!(difference("a\nb\nc\n", "a\nc\nd\n"), "- b\n+ d");
        assert_eq!(difference("", "a\n"), "+ a");
        assert_eq!(difference("a\n", "a\n"), "");
    }
}
