//! Text to [`Node`]: the first stage.
//!
//! JSON has a reader of its own, which takes a fifth of the time. YAML is read from parser events. Both
//! make the same tree of the same JSON text, places included, and keep the limits below.

mod anchors;
mod core_schema;
mod json;
mod json_string;
mod scalar;
mod tree;
mod yaml;

use crate::source_file::{content_start, too_large};
use crate::{
    Diagnostic, Diagnostics, Entry, Key, Mapping, Node, SourceFile, SourceId, Sources, Span, codes,
};

/// The largest file that is read, in bytes. The largest of 63 public documents has 4 MB. Offsets are 32
/// bits wide, and a tree takes several times the size of its text.
pub const MAX_BYTES: usize = 64 << 20;

/// How deep objects and arrays may be nested in each other. The deepest of 63 public documents has 28
/// levels. Later stages recurse over the tree, so that this bounds their stack too.
pub const MAX_DEPTH: usize = 256;

/// The most values a document may hold. The largest of 63 public documents holds 80,000. It bounds the
/// tree's memory, about 100 bytes a value, for a file that is all commas.
pub const MAX_VALUES: usize = 5_000_000;

/// The most values that aliases may add to a document, where each 64 bytes of text count as one more.
/// A few lines of nested aliases stand for billions otherwise.
pub const MAX_EXPANDED_VALUES: usize = 1_000_000;

/// The most diagnostics a file gets here. A file of a few megabytes can repeat a key a million times.
const MAX_REPORTED: usize = 1_000;

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
    let mut found = Diagnostics::default();
    let node = read_text(file, &mut found);
    let is_cut = found.len() >= MAX_REPORTED;
    let mut found = found.into_vec();
    if let Some(last) = found.last_mut().filter(|_| is_cut) {
        last.notes.push(format!(
            "there may be more in this file; {MAX_REPORTED} are reported"
        ));
    }
    diagnostics.extend(found);
    node
}

fn read_text(file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = file.text()[content_start(file.text())..].trim_start();
    if text.is_empty() {
        diagnostics.push(empty(file));
        return None;
    }
    if let Some(conflict) = conflict(file) {
        diagnostics.push(conflict);
        return None;
    }
    match Syntax::of(file.name(), text) {
        Syntax::Json => json::read(file, MAX_VALUES, diagnostics),
        Syntax::Yaml => yaml::read(file, MAX_VALUES, diagnostics),
        Syntax::JsonOrYaml => read_either(file, text, diagnostics),
        Syntax::MisnamedYaml => {
            let message = "the file is not JSON, which its name says it is";
            diagnostics.push(
                Diagnostic::error(codes::SYNTAX, message)
                    .at(start_of(file), "JSON begins with `{`")
                    .help("rename it to `.yaml` if it is YAML"),
            );
            None
        }
    }
}

/// What is said of a text that git left half merged. No JSON, and no YAML that an object begins, has such a line: what
/// it says is never at the beginning of one.
fn conflict(file: &SourceFile) -> Option<Diagnostic> {
    let is_mark = |line: &&str, mark: char| {
        let mut characters = line.trim_end_matches('\r').chars();
        let is_long = characters
            .by_ref()
            .take(7)
            .filter(|found| *found == mark)
            .count()
            == 7;
        is_long && characters.next().is_none_or(|next| next == ' ')
    };
    let mut start = 0;
    let mut begin = None;
    for line in file.text().split('\n') {
        let span = || {
            // The file is at most MAX_BYTES long.
            let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
            Span::new(file.id(), offset(start), offset(start + line.len()))
        };
        if is_mark(&line, '<') {
            begin.get_or_insert_with(span);
        } else if let Some(begin) = begin
            && is_mark(&line, '>')
        {
            let conflict = Diagnostic::error(codes::SYNTAX, "the file is half merged")
                .at(begin, "a conflict begins here")
                .also(span(), "it ends here")
                .help("keep what is right of both sides, and delete the lines with the marks");
            return Some(conflict);
        }
        start += line.len() + 1;
    }
    None
}

/// What a text is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
    /// A file named as YAML that begins like JSON: it is JSON or YAML's flow style.
    JsonOrYaml,
    /// A file named as JSON that does not begin like it.
    MisnamedYaml,
}

impl Syntax {
    /// Decides by the name of a file and its text without leading space.
    fn of(name: &str, text: &str) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_named = |wanted: &str| extension.eq_ignore_ascii_case(wanted);
        match text.starts_with(['{', '[']) {
            true if is_named("yaml") || is_named("yml") => Self::JsonOrYaml,
            true => Self::Json,
            // A document of one scalar is none of OpenAPI, but it is JSON.
            false
                if is_named("json")
                    && text.starts_with(|first: char| first.is_ascii_alphabetic()) =>
            {
                if ["true", "false", "null"].contains(&text.trim_end()) {
                    Self::Json
                } else {
                    Self::MisnamedYaml
                }
            }
            false if is_named("json") => Self::Json,
            false => Self::Yaml,
        }
    }
}

fn read_either(file: &SourceFile, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut of_json = Diagnostics::default();
    let node = json::read(file, MAX_VALUES, &mut of_json);
    if of_json
        .iter()
        .all(|diagnostic| diagnostic.code != codes::SYNTAX)
    {
        diagnostics.extend(of_json);
        return node;
    }
    let mut of_yaml = Diagnostics::default();
    let node = yaml::read(file, MAX_VALUES, &mut of_yaml);
    // Neither reads it. An object whose first key is in double quotes was meant as JSON.
    let meant_as_json = text[1..].trim_start().starts_with('"');
    diagnostics.extend(if node.is_none() && meant_as_json {
        of_json
    } else {
        of_yaml
    });
    node
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
fn object(entries: Vec<Entry>, diagnostics: &mut Diagnostics) -> Mapping {
    Mapping::with_duplicates(entries, |first, second| {
        if diagnostics.len() < MAX_REPORTED {
            diagnostics.push(duplicate_key(first, second));
        }
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
    Diagnostic::error(codes::SYNTAX, "the file is empty").at(start_of(file), "")
}

/// The empty place where the text begins.
fn start_of(file: &SourceFile) -> Span {
    let start = content_start(file.text());
    span(file.id(), start, start)
}

fn too_deep(place: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_DEEP,
        format!("values are nested more than {MAX_DEPTH} deep"),
    )
    .at(place, format!("level {} begins here", MAX_DEPTH + 1))
    .help("move the inner schemas to `components/schemas` and refer to them with `$ref`")
}

fn too_many_values(place: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_LARGE,
        format!("the document holds more than {limit} values"),
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
    let is_unseen = character.is_control()
        || (character.is_whitespace() && character != ' ')
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let escape = is_unseen.then(|| character.escape_default());
    let itself = (!is_unseen).then_some(character);
    itself.into_iter().chain(escape.into_iter().flatten())
}

#[cfg(test)]
mod tests;
