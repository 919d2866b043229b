//! The programs that a browser is driven through. Each ends with its value,
//! also when a test fails.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any of them takes to start, on a busy machine too.
const LIMIT: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(10);

/// A process that is killed when it is dropped.
pub struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Killed {
    /// Starts a program that writes to a file, so that it never waits for a
    /// reader.
    pub fn start(command: &mut Command, output: &Path) -> Killed {
        let name = command.get_program().to_string_lossy().into_owned();
        let output = File::create(output).expect("a file for the output");
        command
            .stdin(Stdio::null())
            .stderr(output.try_clone().expect("the same file"))
            .stdout(output);
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start ({error})"));
        Killed(child)
    }

    /// What `look` finds while the program runs; nothing once it has ended.
    pub fn says<T>(&mut self, mut look: impl FnMut() -> Option<T>) -> Option<T> {
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            // Asked before the look: what it wrote and then ended is no answer.
            let ended = !matches!(self.0.try_wait(), Ok(None));
            if ended {
                return None;
            }
            if let Some(found) = look() {
                return Some(found);
            }
            std::thread::sleep(PAUSE);
        }
        None
    }

    /// The number behind some words of its output.
    pub fn number_after(&mut self, output: &Path, words: &str) -> Option<u16> {
        self.says(|| {
            let text = std::fs::read_to_string(output).ok()?;
            let (_, rest) = text.split_once(words)?;
            // Up to a sign that ends it: the rest may not be written yet.
            let end = rest.find(|sign: char| !sign.is_ascii_digit())?;
            rest[..end].parse().ok()
        })
    }
}
