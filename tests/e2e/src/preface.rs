//! A page that begins with a script of the test's own: the build again, with
//! the script before all others. No policy is in its way, and every engine runs
//! it.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The document that the build starts from, and what its scripts stand behind.
const DOCUMENT: &str = "index.html";
const HEAD: &str = "<head>";

/// A copy of a build in which a script runs before the page's own, and before
/// those that it begins with already.
pub fn begin(dist: &Path, script: &str) -> TempDir {
    let copy = tempfile::tempdir().expect("a directory for the copy");
    let files = std::fs::read_dir(dist).expect("the build is a directory");
    for file in files {
        let file = file.expect("it can be listed");
        std::fs::copy(file.path(), copy.path().join(file.file_name())).expect("it is copied");
    }
    let name = (0..)
        .map(|number| format!("before-{number}.js"))
        .find(|name| !copy.path().join(name).exists())
        .expect("a name is free");
    std::fs::write(copy.path().join(&name), script).expect("it is written");
    replace(
        copy.path().join(DOCUMENT),
        &format!("{HEAD}<script src=\"./{name}\"></script>"),
    );
    // What was compressed is the document as it was.
    for ending in ["br", "gz"] {
        let _ = std::fs::remove_file(copy.path().join(format!("{DOCUMENT}.{ending}")));
    }
    copy
}

fn replace(document: PathBuf, head: &str) {
    let text = std::fs::read_to_string(&document).expect("the document");
    assert!(text.contains(HEAD), "{}", document.display());
    std::fs::write(document, text.replacen(HEAD, head, 1)).expect("it is written");
}
