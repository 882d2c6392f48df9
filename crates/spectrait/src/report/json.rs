//! A report for programs.

use serde::Serialize;
use spectrait_source::to_json;

use super::{Outcome, Report, diff};
use crate::disk::{Change, shown};
use crate::selection::LeftOut;

/// The line of one document.
#[derive(Serialize)]
struct Line<'r> {
    document: Option<&'r str>,
    output: String,
    operations: usize,
    schemas: usize,
    left_out: LeftOut,
    fields: usize,
    untyped_fields: usize,
    /// Whether the changes were made, and not only found.
    written: bool,
    changes: Vec<File>,
    unchanged: usize,
    milliseconds: u128,
}

/// One changed file.
#[derive(Serialize)]
struct File {
    path: String,
    change: &'static str,
    /// The difference as text, where it was only found.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

pub(super) fn render(report: &Report) -> String {
    let mut text = to_json(&report.diagnostics, &report.sources);
    for document in &report.documents {
        let written = report.outcome != Outcome::Differs;
        let file = |change: &Change| {
            let path = document.shown(change);
            File {
                change: change.kind().as_str(),
                diff: (!written).then(|| diff::plain(&path, change)),
                path,
            }
        };
        let line = Line {
            document: document.document.as_deref(),
            output: shown(&document.output),
            operations: document.operations,
            schemas: document.schemas,
            left_out: document.left_out,
            fields: document.coverage.fields,
            untyped_fields: document.coverage.untyped_fields(),
            written,
            changes: document.changes.iter().map(file).collect(),
            unchanged: document.unchanged,
            milliseconds: document.elapsed.as_millis(),
        };
        // Strings and numbers always become JSON.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    text
}
