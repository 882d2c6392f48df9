//! Text of the document as rustdoc.
//!
//! A document's Markdown is `CommonMark` with whatever its author's tools allowed. What rustdoc would read as
//! something else (links to items, HTML, code to be tested) is escaped, and what clippy takes for an
//! identifier stands in backticks, so that the generated crate's documentation has no warnings.

mod blocks;
mod inline;

pub(crate) use inline::is_unwanted;

use spectrait_source::{Kind, Node};

use crate::model;

/// The longest example that is shown, in characters.
const MAX_EXAMPLE: usize = 100;

/// Builds the documentation of one item, paragraph by paragraph.
#[derive(Debug, Default)]
pub(crate) struct Text(Vec<String>);

impl Text {
    /// The document's text, or a sentence of our own where it has none.
    pub(crate) fn or(markdown: Option<&str>, fallback: impl FnOnce() -> String) -> Self {
        let text = Self::default().markdown(markdown);
        if text.0.is_empty() {
            text.line(fallback())
        } else {
            text
        }
    }

    /// A paragraph of our own: Markdown that rustdoc reads as it is meant. A name of the document in it may hold any
    /// character.
    pub(crate) fn line(mut self, paragraph: impl Into<String>) -> Self {
        self.begin_paragraph();
        self.0.extend(paragraph.into().split('\n').map(visible));
        self
    }

    /// A paragraph of our own with words of the document, as long as they may be.
    pub(crate) fn wrapped(mut self, paragraph: &str) -> Self {
        self.begin_paragraph();
        blocks::wrap(paragraph, "", "", &mut self.0);
        self
    }

    /// A paragraph of our own, if there is one.
    pub(crate) fn maybe(self, paragraph: Option<String>) -> Self {
        match paragraph {
            Some(paragraph) => self.line(paragraph),
            None => self,
        }
    }

    /// Paragraphs of the document.
    pub(crate) fn markdown(mut self, markdown: Option<&str>) -> Self {
        let lines = blocks::rustdoc(markdown.unwrap_or_default());
        if !lines.is_empty() {
            self.begin_paragraph();
            self.0.extend(lines);
        }
        self
    }

    /// The examples that are short enough to read.
    pub(crate) fn examples(self, examples: &[Node]) -> Self {
        let shown: Vec<String> = examples.iter().filter_map(example).collect();
        match shown.as_slice() {
            [] => self,
            [one] if one.chars().count() > MAX_EXAMPLE - 20 => {
                self.line(format!("Example:\n{one}"))
            }
            [one] => self.line(format!("Example: {one}")),
            several => self.line(format!("Examples: {}", several.join(", "))),
        }
    }

    pub(crate) fn done(self) -> model::Docs {
        model::Docs(self.0)
    }

    fn begin_paragraph(&mut self) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
    }
}

/// One line of the document's text, for use inside a sentence: without line breaks and full stop.
pub(crate) fn phrase(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    inline::rustdoc(line.trim_end_matches('.'))
}

/// A [`phrase`] that goes on in the middle of a sentence: `List builds` becomes `list builds`, `API keys`
/// stays.
pub(crate) fn continued_phrase(text: &str) -> String {
    let phrase = phrase(text);
    let mut chars = phrase.chars();
    let first_word = phrase.split(' ').next().unwrap_or_default();
    match chars.next() {
        Some(first) if first_word.chars().skip(1).all(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => phrase,
    }
}

/// Text as inline code.
pub(crate) fn code(text: &str) -> String {
    let longest = text
        .split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A value as JSON; a string without its quotes, as a reader would type it.
pub(crate) fn value(node: &Node) -> String {
    match &node.kind {
        Kind::String(text) if !text.is_empty() => text.to_string(),
        _ => json(node),
    }
}

fn example(node: &Node) -> Option<String> {
    let text = value(node);
    let is_shown = text.chars().count() <= MAX_EXAMPLE
        && !text.chars().any(is_unwanted)
        && text.trim() == text;
    is_shown.then(|| code(&text))
}

/// A value as JSON on one line.
pub(crate) fn json(node: &Node) -> String {
    match &node.kind {
        Kind::Null => "null".to_owned(),
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.as_str().to_owned(),
        Kind::String(text) => quoted(text),
        Kind::Array(items) => format!(
            "[{}]",
            items.iter().map(json).collect::<Vec<_>>().join(", ")
        ),
        Kind::Object(members) => {
            let member = |entry: &spectrait_source::Entry| {
                format!("{}: {}", quoted(&entry.key.text), json(&entry.value))
            };
            format!(
                "{{{}}}",
                members.iter().map(member).collect::<Vec<_>>().join(", ")
            )
        }
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            char if char.is_control() => json.extend(format!("\\u{:04x}", u32::from(char)).chars()),
            char => json.push(char),
        }
    }
    json.push('"');
    json
}

/// A line whose characters without a shape are escaped: rustc refuses a lone `\r` in a comment.
fn visible(line: &str) -> String {
    let mut visible = String::new();
    for character in line.chars() {
        if is_unwanted(character) {
            visible.extend(character.escape_debug());
        } else {
            visible.push(character);
        }
    }
    visible
}
