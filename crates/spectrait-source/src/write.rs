//! A tree as JSON text.

use std::fmt::Write as _;

use crate::{Kind, Node};

/// What one level is indented by.
const INDENT: &str = "  ";

/// Writes a tree as JSON (RFC 8259): a member or an element a line, in their order, numbers as they are
/// spelled in the document, `\n` at the end.
///
/// What it writes is read back as the same tree, places aside. It recurses as deep as the tree is
/// nested, which [`read`](crate::read()) bounds.
#[must_use]
pub fn write_json(node: &Node) -> String {
    let mut text = String::new();
    value(&mut text, node, 0);
    text.push('\n');
    text
}

fn value(text: &mut String, node: &Node, depth: usize) {
    match &node.kind {
        Kind::Null => text.push_str("null"),
        Kind::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) => text.push_str(number.as_str()),
        Kind::String(value) => string(text, value),
        Kind::Array(elements) => {
            let items = elements.iter();
            block(text, depth, ('[', ']'), items, |text, element| {
                value(text, element, depth + 1);
            });
        }
        Kind::Object(members) => {
            let items = members.iter();
            block(text, depth, ('{', '}'), items, |text, entry| {
                string(text, &entry.key.text);
                text.push_str(": ");
                value(text, &entry.value, depth + 1);
            });
        }
    }
}

/// Items between brackets, one a line; none at all in one line.
fn block<T>(
    text: &mut String,
    depth: usize,
    (open, close): (char, char),
    items: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    text.push(open);
    let is_empty = items.len() == 0;
    for (position, item) in items.enumerate() {
        if position > 0 {
            text.push(',');
        }
        line(text, depth + 1);
        write(text, item);
    }
    if !is_empty {
        line(text, depth);
    }
    text.push(close);
}

fn line(text: &mut String, depth: usize) {
    text.push('\n');
    for _ in 0..depth {
        text.push_str(INDENT);
    }
}

/// Writes a string (RFC 8259 section 7): what must be escaped is, and nothing else.
fn string(text: &mut String, value: &str) {
    text.push('"');
    for char in value.chars() {
        match char {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\x1f' => {
                // Writing to a string does not fail.
                _ = write!(text, "\\u{:04x}", u32::from(char));
            }
            _ => text.push(char),
        }
    }
    text.push('"');
}
