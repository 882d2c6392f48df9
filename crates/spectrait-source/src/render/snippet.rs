//! One diagnostic with its source lines.
//!
//! `annotate-snippets` gets the few lines that are shown, not the file: a whole file costs it 10 ms, and
//! two places far apart on one long line would be printed with all that lies between.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Renderer, Snippet};

use super::{file_name, visible};
use crate::{Diagnostic, Label, Severity, SourceFile, SourceId, Sources};

/// Places further apart than this are shown in snippets of their own.
const MAX_GAP_LINES: usize = 2_000;

/// Lines of more bytes are cut around their places.
const LONG_LINE: usize = 500;

/// How much of a long line is kept before its first place, in bytes.
const KEPT_BEFORE: usize = 100;

/// What stands for the part of a long line that is cut off.
const CUT: &str = "...";

/// Renders without a line feed at the end.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let excerpts: Vec<Shown> = excerpts(diagnostic, sources)
        .iter()
        .map(Excerpt::show)
        .collect();
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let snippets = excerpts.iter().map(Shown::snippet).map(Element::from);
    let notes = diagnostic
        .notes
        .iter()
        .map(|note| Level::NOTE.message(visible::lines(note)).into());
    let help = diagnostic
        .help
        .iter()
        .map(|help| Level::HELP.message(visible::lines(help)).into());
    let group = level
        .primary_title(visible::line(&diagnostic.message))
        .id(format!("{} {}", diagnostic.code.id, diagnostic.code.name))
        .elements(snippets.chain(notes).chain(help));
    let text = renderer.render(&[group]);
    excerpts
        .iter()
        .fold(text, |text, excerpt| excerpt.correct_column(text))
}

/// A place within one line, and what to say about it.
struct Mark<'a> {
    line: usize,
    /// Bytes of the file.
    range: Range<usize>,
    text: &'a str,
    primary: bool,
}

impl<'a> Mark<'a> {
    fn new(file: &SourceFile, label: &'a Label, primary: bool) -> Self {
        let line = file.line_column(label.span.start).line;
        let whole = line_content(file, line);
        let boundary = |offset: u32| {
            let offset = (offset as usize).clamp(whole.start, whole.end);
            (whole.start..=offset)
                .rev()
                .find(|&offset| file.text().is_char_boundary(offset))
                .unwrap_or(whole.start)
        };
        let start = boundary(label.span.start);
        Self {
            line,
            range: start..boundary(label.span.end).max(start),
            text: &label.text,
            primary,
        }
    }

    /// Whether both fit into one excerpt.
    fn is_near(&self, other: &Self) -> bool {
        if self.line != other.line {
            return self.line.abs_diff(other.line) <= MAX_GAP_LINES;
        }
        self.range.start.abs_diff(other.range.start) <= LONG_LINE / 2
    }
}

/// A line without its line break and the spaces before it.
fn line_content(file: &SourceFile, line: usize) -> Range<usize> {
    let range = file.line_range(line);
    let text = file.text().get(range.clone()).unwrap_or_default();
    range.start..range.start + text.trim_end().len()
}

/// Some lines of a file that are shown together.
struct Excerpt<'a> {
    file: &'a SourceFile,
    name: String,
    marks: Vec<Mark<'a>>,
}

/// The excerpts of a diagnostic, that of its primary place first.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    let primary = diagnostic.primary.iter().map(|label| (label, true));
    for (label, primary) in primary.chain(diagnostic.secondary.iter().map(|label| (label, false))) {
        let file = sources.get(label.span.source);
        let mark = Mark::new(file, label, primary);
        let source: SourceId = file.id();
        let fits = |excerpt: &&mut Excerpt<'a>| {
            let mut in_line = excerpt.marks.iter().filter(|other| other.line == mark.line);
            excerpt.file.id() == source
                && in_line.all(|other| other.is_near(&mark))
                && excerpt.marks.iter().any(|other| other.is_near(&mark))
        };
        match excerpts.iter_mut().find(fits) {
            Some(excerpt) => excerpt.marks.push(mark),
            None => excerpts.push(Excerpt {
                file,
                name: file_name(sources, source),
                marks: vec![mark],
            }),
        }
    }
    excerpts
}

/// An excerpt as it is handed over.
struct Shown {
    name: String,
    source: String,
    first_line: usize,
    annotations: Vec<(Range<usize>, String, bool)>,
    /// The place of the header, as computed from cut lines and as it is.
    header: (String, String),
}

impl Excerpt<'_> {
    fn show(&self) -> Shown {
        let lines = self.marks.iter().map(|mark| mark.line);
        let (first_line, last_line) = (lines.clone().min().unwrap_or(1), lines.max().unwrap_or(1));
        let mut shown = Shown {
            name: self.name.clone(),
            source: String::new(),
            first_line,
            annotations: Vec::new(),
            header: Default::default(),
        };
        for line in first_line..=last_line {
            self.show_line(line, &mut shown);
            shown.source.push('\n');
        }
        shown
    }

    fn show_line(&self, line: usize, shown: &mut Shown) {
        let content = line_content(self.file, line);
        let marks: Vec<_> = self.marks.iter().filter(|mark| mark.line == line).collect();
        let Some(first) = marks.iter().map(|mark| mark.range.start).min() else {
            // A single line between two places is shown, more of them are folded: their text is not needed.
            let has_mark = |line: usize| self.marks.iter().any(|mark| mark.line == line);
            if has_mark(line - 1) && has_mark(line + 1) {
                let kept = self.kept(content.start, &content);
                push_visible(&mut shown.source, self.text(kept));
            }
            return;
        };
        let kept = self.kept(first, &content);
        let line_start = shown.source.len();
        if kept.start > content.start {
            shown.source.push_str(CUT);
        }
        for mark in marks {
            let prefix = shown.source.len();
            let start = prefix + visible_len(self.text(kept.start..mark.range.start));
            let marked = mark.range.start..mark.range.end.min(kept.end);
            let end = start + visible_len(self.text(marked));
            if self.is_header(mark, shown) {
                let cut = if kept.start > content.start {
                    CUT.len()
                } else {
                    0
                };
                let place = |column: usize| format!("{}:{line}:{column}\n", self.name);
                let count = |range: Range<usize>| self.text(range).chars().count();
                let computed = cut + count(kept.start..mark.range.start) + 1;
                shown.header = (
                    place(computed),
                    place(count(content.start..mark.range.start) + 1),
                );
            }
            shown
                .annotations
                .push((start..end, visible::line(mark.text), mark.primary));
        }
        debug_assert!(shown.source.len() - line_start <= CUT.len());
        push_visible(&mut shown.source, self.text(kept.clone()));
        if kept.end < content.end {
            shown.source.push_str(CUT);
        }
    }

    /// Whether the header of the excerpt names this place: the primary one, or the first of the first line.
    fn is_header(&self, mark: &Mark<'_>, shown: &Shown) -> bool {
        if self.marks.iter().any(|mark| mark.primary) {
            return mark.primary;
        }
        let first = self
            .marks
            .iter()
            .filter(|other| other.line == shown.first_line);
        first.map(|other| other.range.start).min() == Some(mark.range.start)
            && mark.line == shown.first_line
    }

    /// The part of a line to show if its first place is at `first`.
    fn kept(&self, first: usize, content: &Range<usize>) -> Range<usize> {
        if content.len() <= LONG_LINE {
            return content.clone();
        }
        let boundary = |offset: usize| {
            (offset..=content.end).find(|&offset| self.file.text().is_char_boundary(offset))
        };
        let start =
            boundary(first.saturating_sub(KEPT_BEFORE).max(content.start)).unwrap_or(content.start);
        let end = boundary((start + LONG_LINE).min(content.end)).unwrap_or(content.end);
        start..end
    }

    fn text(&self, range: Range<usize>) -> &str {
        self.file.text().get(range).unwrap_or_default()
    }
}

impl Shown {
    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let annotation = |(range, text, primary): &'_ (Range<usize>, String, bool)| {
            let kind = if *primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            kind.span(range.clone())
                .label((!text.is_empty()).then(|| text.clone()))
        };
        Snippet::source(self.source.as_str())
            .line_start(self.first_line)
            .path(self.name.as_str())
            .annotations(self.annotations.iter().map(annotation))
    }

    /// Puts the true column into the header where it was computed from a line that was cut.
    fn correct_column(&self, text: String) -> String {
        let (computed, correct) = &self.header;
        if computed == correct {
            text
        } else {
            text.replacen(computed, correct, 1)
        }
    }
}

fn push_visible(shown: &mut String, text: &str) {
    shown.extend(text.chars().map(visible::character));
}

/// The number of bytes that [`push_visible`] adds.
fn visible_len(text: &str) -> usize {
    text.chars()
        .map(|character| visible::character(character).len_utf8())
        .sum()
}
