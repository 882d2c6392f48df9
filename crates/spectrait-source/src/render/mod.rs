//! Diagnostics as text, in the look of rustc's, and as JSON.

mod json;
mod snippet;
mod visible;

use annotate_snippets::{Level, Renderer};

use crate::{Diagnostic, Diagnostics, Severity, SourceId, Sources};

pub use json::to_json;

/// How many diagnostics are shown unless the options say otherwise. More are not read, and a document
/// with one habit that is wrong everywhere has thousands.
pub const DEFAULT_MAX: usize = 100;

/// How diagnostics are rendered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether to write terminal colours.
    pub color: bool,
    /// The columns of the terminal, to which source lines are cut; 140 if not given.
    pub width: Option<usize>,
    /// The most diagnostics to show, errors before warnings; [`DEFAULT_MAX`] if not given.
    pub max: Option<usize>,
}

impl RenderOptions {
    fn renderer(self) -> Renderer {
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        match self.width {
            Some(width) => renderer.term_width(width),
            None => renderer,
        }
    }
}

/// Renders diagnostics by file and place, each with its source lines, and a summary per file at the end.
///
/// The text ends with a line feed; it is empty if there is nothing to say. Source lines are cut to
/// the width, and a place of several lines is marked in its first.
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &Sources, options: RenderOptions) -> String {
    let renderer = options.renderer();
    let all = in_order(diagnostics);
    let shown = most_important(&all, options.max.unwrap_or(DEFAULT_MAX));
    let mut text = String::new();
    for diagnostic in &shown {
        text.push_str(&snippet::render(diagnostic, sources, &renderer));
        text.push_str("\n\n");
    }
    if shown.len() < all.len() {
        text.push_str("... and ");
        text.push_str(&(all.len() - shown.len()).to_string());
        text.push_str(
            " more

",
        );
    }
    for (level, line) in summaries(&all, sources) {
        text.push_str(&renderer.render(&[level.primary_title(line).elements(NO_ELEMENTS)]));
        text.push('\n');
    }
    text
}

/// A title alone.
const NO_ELEMENTS: [annotate_snippets::Element<'static>; 0] = [];

/// The order of [`Diagnostics::sort`], whatever the order they were pushed in.
fn in_order(diagnostics: &Diagnostics) -> Vec<&Diagnostic> {
    let mut all: Vec<_> = diagnostics.iter().collect();
    all.sort_by_key(|diagnostic| diagnostic.order());
    all
}

/// At most `max` of them in the same order: warnings go before errors do.
fn most_important<'a>(all: &[&'a Diagnostic], max: usize) -> Vec<&'a Diagnostic> {
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let mut errors = all
        .iter()
        .filter(|diagnostic| is_error(diagnostic))
        .count()
        .min(max);
    let mut warnings = max - errors;
    let has_room = |diagnostic: &&Diagnostic| {
        let room = if is_error(diagnostic) {
            &mut errors
        } else {
            &mut warnings
        };
        let has_room = *room > 0;
        *room = room.saturating_sub(1);
        has_room
    };
    all.iter().copied().filter(has_room).collect()
}

/// One line a file: `specs/builds.yaml: 3 errors, 1 warning`.
fn summaries(all: &[&Diagnostic], sources: &Sources) -> Vec<(Level<'static>, String)> {
    let file_of =
        |diagnostic: &Diagnostic| diagnostic.primary.as_ref().map(|label| label.span.source);
    let several = all.first().map(|first| file_of(first)) != all.last().map(|last| file_of(last));
    all.chunk_by(|left, right| file_of(left) == file_of(right))
        .filter_map(|group| {
            let errors = group
                .iter()
                .filter(|diagnostic| diagnostic.severity == Severity::Error)
                .count();
            let counts = counts(errors, group.len() - errors);
            let line = match file_of(group.first()?) {
                Some(source) => format!("{}: {counts}", file_name(sources, source)),
                None if several => format!("{counts} without a place"),
                None => counts,
            };
            Some((
                if errors > 0 {
                    Level::ERROR
                } else {
                    Level::WARNING
                },
                line,
            ))
        })
        .collect()
}

fn counts(errors: usize, warnings: usize) -> String {
    let count = |number: usize, noun: &str| match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    };
    [count(errors, "error"), count(warnings, "warning")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn file_name(sources: &Sources, source: SourceId) -> String {
    visible::line(sources.get(source).name())
}
