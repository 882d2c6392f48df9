//! How far a run has come: one line that is written again and again on a terminal, one line a step elsewhere.

use std::io::{self, IsTerminal, Write};

/// A step of a run.
pub(crate) struct Progress {
    step: String,
    total: usize,
    done: usize,
    is_terminal: bool,
}

/// How wide the bar is, in characters.
const WIDTH: usize = 24;

impl Progress {
    /// Begins a step of so many parts.
    pub(crate) fn new(step: impl Into<String>, total: usize) -> Self {
        let progress = Self {
            step: step.into(),
            total,
            done: 0,
            is_terminal: io::stderr().is_terminal(),
        };
        if progress.is_terminal {
            progress.draw("");
        } else {
            progress.write(&format!("{}: {total} ...\n", progress.step));
        }
        progress
    }

    /// One part more is done.
    pub(crate) fn advance(&mut self, name: &str) {
        self.done += 1;
        if self.is_terminal {
            self.draw(name);
        }
    }

    fn draw(&self, name: &str) {
        let (done, total) = (self.done.min(self.total), self.total.max(1));
        let filled = WIDTH * done / total;
        let bar = "#".repeat(filled) + &".".repeat(WIDTH - filled);
        let step = &self.step;
        // Back to the first column, and nothing is left behind the new text.
        self.write(&format!(
            "\r\u{1b}[K{step} [{bar}] {done}/{} {name}",
            self.total
        ));
    }

    #[expect(
        clippy::unused_self,
        reason = "what is written belongs to this step alone"
    )]
    fn write(&self, text: &str) {
        let mut output = io::stderr().lock();
        let _ = output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush());
    }
}

/// The line goes, so that what is said next begins on a clean one.
impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_terminal {
            self.write("\r\u{1b}[K");
        }
    }
}
