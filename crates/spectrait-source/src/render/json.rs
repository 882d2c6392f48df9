//! Diagnostics for programs: one JSON object a line.

use std::fmt::Write;

use super::{RenderOptions, in_order, snippet};
use crate::{Diagnostic, Diagnostics, Label, Sources};

/// Renders every diagnostic as one line of JSON, in the order of [`render`](super::render).
///
/// The names are those of rustc's JSON where it has them:
/// `severity`, `code`, `name`, `message`, `file` (of the primary place, or `null`), `spans` (`file`,
/// `is_primary`, `byte_start`, `byte_end`, `line_start`, `column_start`, `line_end`, `column_end`,
/// `label`), `notes`, `help` and `rendered`, the plain text. Bytes count from 0, lines and columns from
/// 1; the ends are exclusive.
#[must_use]
pub fn to_json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let plain = RenderOptions::default().renderer();
    let mut lines = String::new();
    for diagnostic in in_order(diagnostics) {
        let rendered = snippet::render(diagnostic, sources, &plain) + "\n";
        lines.push_str(&object(diagnostic, sources, &rendered));
        lines.push('\n');
    }
    lines
}

// Written by hand: `serde_json::Value` sorts its keys, or not, by a feature that any crate can switch on.
fn object(diagnostic: &Diagnostic, sources: &Sources, rendered: &str) -> String {
    let file = diagnostic
        .primary
        .as_ref()
        .map(|label| string(sources.get(label.span.source).name()));
    let primary = diagnostic
        .primary
        .iter()
        .map(|label| span(label, true, sources));
    let secondary = diagnostic
        .secondary
        .iter()
        .map(|label| span(label, false, sources));
    members(&[
        ("severity", string(diagnostic.severity.as_str())),
        ("code", string(diagnostic.code.id)),
        ("name", string(diagnostic.code.name)),
        ("message", string(&diagnostic.message)),
        ("file", file.unwrap_or_else(|| String::from("null"))),
        ("spans", array(primary.chain(secondary))),
        (
            "notes",
            array(diagnostic.notes.iter().map(|note| string(note))),
        ),
        (
            "help",
            array(diagnostic.help.iter().map(|help| string(help))),
        ),
        ("rendered", string(rendered)),
    ])
}

fn span(label: &Label, primary: bool, sources: &Sources) -> String {
    let file = sources.get(label.span.source);
    let (start, end) = (
        file.line_column(label.span.start),
        file.line_column(label.span.end),
    );
    members(&[
        ("file", string(file.name())),
        ("is_primary", primary.to_string()),
        ("byte_start", label.span.start.to_string()),
        ("byte_end", label.span.end.to_string()),
        ("line_start", start.line.to_string()),
        ("column_start", start.column.to_string()),
        ("line_end", end.line.to_string()),
        ("column_end", end.column.to_string()),
        ("label", string(&label.text)),
    ])
}

fn members(members: &[(&str, String)]) -> String {
    let mut text = String::from("{");
    for (position, (name, value)) in members.iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        // Writing to a String does not fail.
        let _ = write!(text, "{comma}\"{name}\":{value}");
    }
    text.push('}');
    text
}

fn array(elements: impl Iterator<Item = String>) -> String {
    format!("[{}]", elements.collect::<Vec<_>>().join(","))
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
