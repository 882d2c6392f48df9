//! Differences as unified diffs.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

use super::DocumentReport;
use super::text::Paint;
use crate::disk::{Change, ChangeKind};

/// Lines of a diff that are shown for one file. More than a screen of changes in one generated file says
/// what the first screen said.
const LINES_PER_FILE: usize = 200;

/// Lines that are shown for a run; the files after that are only named.
const LINES: usize = 2_000;

/// A longer comparison of one file ends with a diff that is right and not the shortest. What differs was
/// decided before.
const TIME_PER_FILE: Duration = Duration::from_secs(1);

/// The differences of all documents.
pub(super) fn render(documents: &[DocumentReport], color: bool) -> String {
    let paint = Paint(color);
    let mut text = String::new();
    let mut lines = 0;
    for document in documents {
        for change in &document.changes {
            let path = document.shown(change);
            if lines >= LINES {
                let line = format!("{} {path}: not shown", change.kind().as_str());
                push(&mut text, &paint.bold(&line));
                continue;
            }
            lines += file(&mut text, &path, change, paint);
        }
    }
    text
}

/// The difference of one file, without colour.
pub(super) fn plain(path: &str, change: &Change) -> String {
    let mut text = String::new();
    file(&mut text, path, change, Paint(false));
    text
}

/// Appends the difference of one file and gives its number of lines.
fn file(text: &mut String, path: &str, change: &Change, paint: Paint) -> usize {
    let before = change.before.as_deref().unwrap_or_default();
    let after = change.after.as_deref().unwrap_or_default();
    // `git apply` takes what stands after `a/` for a relative path.
    let path = path.trim_start_matches('/');
    let (old, new) = match change.kind() {
        ChangeKind::Create => ("/dev/null".to_owned(), format!("b/{path}")),
        ChangeKind::Update => (format!("a/{path}"), format!("b/{path}")),
        ChangeKind::Delete => (format!("a/{path}"), "/dev/null".to_owned()),
    };
    let diff = TextDiff::configure()
        .timeout(TIME_PER_FILE)
        .diff_lines(before, after);
    let unified = diff
        .unified_diff()
        .context_radius(3)
        .header(&old, &new)
        .to_string();
    let count = unified.lines().count();
    for (number, line) in unified.lines().take(LINES_PER_FILE).enumerate() {
        let line = without_controls(line);
        let line = match line.as_bytes().first() {
            _ if number < 2 => paint.bold(&line),
            Some(b'@') => paint.cyan(&line),
            Some(b'+') => paint.green(&line),
            Some(b'-') => paint.red(&line),
            _ => line,
        };
        push(text, &line);
    }
    if let Some(more @ 1..) = count.checked_sub(LINES_PER_FILE) {
        push(text, &paint.cyan(&format!("... and {more} more lines")));
    }
    count.min(LINES_PER_FILE)
}

fn push(text: &mut String, line: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{line}");
}

/// What somebody else wrote into a file must not steer the terminal.
fn without_controls(line: &str) -> String {
    let shown = |character: char| {
        if character.is_control() && character != '\t' {
            '\u{fffd}'
        } else {
            character
        }
    };
    line.chars().map(shown).collect()
}
