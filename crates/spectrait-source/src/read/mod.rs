//! Text to [`Node`]: the first stage.
//!
//! JSON has a reader of its own, which takes a fifth of the time. YAML is read from parser events. Both
//! make the same tree of the same JSON text, places included, and keep the limits below.

mod core_schema;
mod json;
mod json_string;
mod tree;
mod yaml;

use crate::source_file::{content_start, too_large};
use crate::{
    Diagnostic, Diagnostics, Key, Mapping, Node, SourceFile, SourceId, Sources, Span, codes,
};

/// The largest file that is read, in bytes. The largest documents in use have about 10 MB; offsets are
/// 32 bits wide, and a tree takes several times the size of its text.
pub const MAX_BYTES: usize = 64 << 20;

/// How deep objects and arrays may be nested in each other. Documents in use stay below 40. Later stages
/// recurse over the tree, so that this bounds their stack too.
pub const MAX_DEPTH: usize = 256;

/// The most values a document may hold. The largest in use hold a few 100,000. It bounds the tree's
/// memory, about 100 bytes a value, for a file that is all commas.
pub const MAX_VALUES: usize = 8_000_000;

/// The most values that aliases may add to a document, where each 64 bytes of text count as one more.
/// A few lines of nested aliases stand for billions otherwise.
pub const MAX_EXPANDED_VALUES: usize = 1_000_000;

/// Reads a file as JSON or YAML, by its first character and its name.
///
/// Everything wrong with it goes to `diagnostics`. Returns `None` where the text cannot be read to its
/// end; otherwise a tree, even where there are errors, so that later stages can report theirs in the
/// same run: of a repeated key the first value stays, and what the data model cannot hold is `null`.
#[must_use]
pub fn read(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let file = sources.get(id);
    if file.text().len() > MAX_BYTES {
        diagnostics.push(too_large(file.name(), file.text().len()));
        return None;
    }
    let text = &file.text()[content_start(file.text())..];
    if text.trim_start().is_empty() {
        diagnostics.push(empty(file));
        return None;
    }
    let has_extension = |wanted: &[&str]| {
        let extension = file
            .name()
            .rsplit_once('.')
            .map_or("", |(_, extension)| extension);
        wanted
            .iter()
            .any(|wanted| extension.eq_ignore_ascii_case(wanted))
    };
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    if !looks_like_json && !has_extension(&["json"]) {
        return yaml::read(file, diagnostics);
    }
    let mut json_diagnostics = Diagnostics::default();
    let node = json::read(file, &mut json_diagnostics);
    let is_json = json_diagnostics
        .iter()
        .all(|diagnostic| diagnostic.code != codes::SYNTAX);
    if !is_json && has_extension(&["yaml", "yml"]) {
        // YAML's flow style looks like JSON and allows more.
        return yaml::read(file, diagnostics);
    }
    diagnostics.extend(json_diagnostics);
    node
}

/// Reads a file as YAML, whatever it looks like.
#[cfg(test)]
pub(crate) fn read_yaml(
    sources: &Sources,
    id: SourceId,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    yaml::read(sources.get(id), diagnostics)
}

/// A span of byte offsets. Callers hold offsets into a file of at most [`MAX_BYTES`], which fit.
fn span(source: SourceId, start: usize, end: usize) -> Span {
    Span::new(
        source,
        u32::try_from(start).unwrap_or(u32::MAX),
        u32::try_from(end).unwrap_or(u32::MAX),
    )
}

/// Makes an object of its members and reports those whose key was there before.
fn object(entries: Vec<crate::Entry>, diagnostics: &mut Diagnostics) -> Mapping {
    Mapping::with_duplicates(entries, |first, second| {
        diagnostics.push(duplicate_key(first, second));
    })
}

fn duplicate_key(first: &Key, second: &Key) -> Diagnostic {
    Diagnostic::error(
        codes::DUPLICATE_KEY,
        format!("the key `{}` is given twice", shortened(&second.text)),
    )
    .at(second.span, "given again here")
    .also(first.span, "first given here")
    .help("remove or rename one of the two")
}

fn empty(file: &SourceFile) -> Diagnostic {
    let start = content_start(file.text());
    Diagnostic::error(codes::SYNTAX, "the file is empty").at(span(file.id(), start, start), "")
}

fn too_deep(place: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_DEEP,
        format!("values are nested more than {MAX_DEPTH} deep"),
    )
    .at(place, format!("level {} begins here", MAX_DEPTH + 1))
    .help("move the inner schemas to `components/schemas` and refer to them with `$ref`")
}

fn too_many_values(place: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_LARGE,
        format!("the document holds more than {MAX_VALUES} values"),
    )
    .at(place, "this one is too many")
    .help("split the document, or check that the path names the right file")
}

/// A piece of the document as it can stand in a message: not too long, and on one line.
fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 60;
    let mut shown: String = text.chars().take(MAX_CHARS).flat_map(visible).collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

/// A character as itself, or as its escape where it would not be seen.
fn visible(character: char) -> impl Iterator<Item = char> {
    let escape = character.is_control().then(|| character.escape_default());
    let itself = if escape.is_none() {
        Some(character)
    } else {
        None
    };
    itself.into_iter().chain(escape.into_iter().flatten())
}

#[cfg(test)]
mod tests;
