//! A report for people.

use std::fmt::Write as _;

use super::{DocumentReport, Outcome, Report};
use crate::disk::{ChangeKind, shown};
use crate::selection::LeftOut;

/// Puts colour on text, or does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    fn paint(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(super) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(super) fn cyan(self, text: &str) -> String {
        self.paint("36", text)
    }

    fn error(self) -> String {
        self.paint("1;31", "error")
    }
}

/// A line for every document; when the output differs, what to do about it.
pub(super) fn summary(report: &Report, color: bool) -> String {
    let paint = Paint(color);
    let mut text = String::new();
    for document in &report.documents {
        let line = if report.outcome == Outcome::Differs && !document.changes.is_empty() {
            format!("{}: {}", paint.error(), paint.bold(&difference(document)))
        } else {
            done(document)
        };
        // Writing to a String does not fail.
        let _ = writeln!(text, "{line}");
    }
    if report.denied {
        let _ = writeln!(
            text,
            "{}: warnings are denied; nothing was written",
            paint.error()
        );
    }
    if let (Outcome::Differs, Some(mend)) = (report.outcome, &report.mend) {
        let _ = writeln!(
            text,
            "{}: run `{mend}` and commit what it writes",
            paint.bold("help")
        );
    }
    text
}

fn done(document: &DocumentReport) -> String {
    let output = shown(&document.output);
    let subject = match &document.document {
        Some(name) => {
            let size = size(document.operations, document.schemas, document.left_out);
            format!("{name} -> {output}: {size}")
        }
        None => format!("{output}: no document generates it any more"),
    };
    let written = document.count(ChangeKind::Create) + document.count(ChangeKind::Update);
    let deleted = document.count(ChangeKind::Delete);
    let work = match (written, deleted) {
        (0, 0) => format!(
            "nothing to do, {} unchanged",
            counted(document.unchanged, "file")
        ),
        _ => format!(
            "{} written, {deleted} deleted, {} unchanged",
            counted(written, "file"),
            document.unchanged
        ),
    };
    format!("{subject}; {work}; {} ms", document.elapsed.as_millis())
}

fn difference(document: &DocumentReport) -> String {
    let output = shown(&document.output);
    let subject = match &document.document {
        Some(name) => format!("`{output}` is not what `{name}` generates"),
        None => format!("`{output}` is left over: no document generates it any more"),
    };
    let kinds = [
        (ChangeKind::Update, "differ"),
        (ChangeKind::Create, "missing"),
        (ChangeKind::Delete, "stale"),
    ];
    let counts: Vec<String> = kinds
        .into_iter()
        .filter_map(|(kind, word)| match document.count(kind) {
            0 => None,
            1 if kind == ChangeKind::Update => Some("1 file differs".to_owned()),
            count if kind == ChangeKind::Update => Some(format!("{count} files {word}")),
            count => Some(format!("{count} {word}")),
        })
        .collect();
    format!("{subject}: {}", counts.join(", "))
}

/// How large a document is.
pub(crate) fn size(operations: usize, schemas: usize, left_out: LeftOut) -> String {
    let counts = |operations, schemas| {
        format!(
            "{}, {}",
            counted(operations, "operation"),
            counted(schemas, "schema")
        )
    };
    let size = counts(operations, schemas);
    if left_out == LeftOut::default() {
        size
    } else {
        let left_out = counts(left_out.operations, left_out.schemas);
        format!("{size} (left out: {left_out})")
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
