//! The places without a type.

use std::fmt::Write as _;

use serde::Serialize;
use spectrait_source::Sources;

use crate::untyped::{Coverage, Untyped};

/// For people: a line each, then how many there are.
pub(crate) fn text(coverage: &Coverage, sources: &Sources) -> String {
    let mut text = String::new();
    for place in &coverage.untyped {
        let (file, line, column) = stands(place, sources);
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "{file}:{line}:{column}: {}: {}",
            place.name, place.reason
        );
    }
    let _ = writeln!(
        text,
        "untyped: {}, and {} among items, bodies, values of maps and branches",
        share(coverage.untyped_fields(), coverage.fields, "fields"),
        share(coverage.untyped_others(), coverage.others, "places"),
    );
    text
}

/// The line of a place.
#[derive(Serialize)]
struct Place<'r> {
    untyped: &'r str,
    file: &'r str,
    line: usize,
    column: usize,
    is_field: bool,
    reason: &'r str,
}

/// The last line.
#[derive(Serialize)]
struct Totals {
    fields: usize,
    untyped_fields: usize,
    others: usize,
    untyped_others: usize,
}

/// For programs: one JSON object a line.
pub(crate) fn json(coverage: &Coverage, sources: &Sources) -> String {
    let mut text = String::new();
    for place in &coverage.untyped {
        let (file, line, column) = stands(place, sources);
        push(
            &mut text,
            &Place {
                untyped: &place.name,
                file,
                line,
                column,
                is_field: place.is_field,
                reason: &place.reason,
            },
        );
    }
    push(
        &mut text,
        &Totals {
            fields: coverage.fields,
            untyped_fields: coverage.untyped_fields(),
            others: coverage.others,
            untyped_others: coverage.untyped_others(),
        },
    );
    text
}

fn push(text: &mut String, line: &impl Serialize) {
    // Strings and numbers always become JSON.
    text.push_str(&serde_json::to_string(line).unwrap_or_default());
    text.push('\n');
}

fn stands<'s>(place: &Untyped, sources: &'s Sources) -> (&'s str, usize, usize) {
    let file = sources.get(place.span.source);
    let at = file.line_column(place.span.start);
    (file.name(), at.line, at.column)
}

/// `2 of 410 fields (0.5 %)`
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of three digits is shown"
)]
fn share(part: usize, all: usize, noun: &str) -> String {
    let percent = part as f64 * 100.0 / all.max(1) as f64;
    format!("{part} of {all} {noun} ({percent:.1} %)")
}
