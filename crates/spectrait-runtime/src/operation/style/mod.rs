//! How the value of a parameter is written: each style is one function here in each direction, but for `deepObject`,
//! which has a module of its own.
//!
//! Writing goes from JSON to texts to the style; reading the other way round, onto a tape of texts, so that parameters
//! and bodies are decoded by the same code.

pub(crate) mod deep;
mod read;
mod write;

pub(crate) use read::{Occurrences, decode, read};
pub(crate) use write::{Output, pairs_of_property, write};

use crate::json::{Encoder, Kind, Mode, Node, Tape};

/// Why a value cannot be written in a style, or a text cannot be read.
pub(crate) type Problem = &'static str;

/// The text of a JSON scalar.
pub(crate) fn scalar(json: &Tape<'_>, node: Node) -> Result<String, Problem> {
    match json.kind(node) {
        Kind::String | Kind::Number | Kind::Text => Ok(json.text_of(node).to_owned()),
        Kind::True => Ok("true".to_owned()),
        Kind::False => Ok("false".to_owned()),
        Kind::Null => Err("null cannot be written"),
        Kind::Array | Kind::Object | Kind::Octets => json_text(json, node),
    }
}

/// The texts of an array, or of a scalar.
pub(crate) fn texts(json: &Tape<'_>) -> Result<Vec<String>, Problem> {
    let nodes = match json.kind(Node::ROOT) {
        Kind::Array => children(json, Node::ROOT),
        _ => vec![Node::ROOT],
    };
    nodes.into_iter().map(|node| scalar(json, node)).collect()
}

/// JSON again: what has no style of its own, such as an object in an array.
pub(crate) fn json_text(json: &Tape<'_>, node: Node) -> Result<String, Problem> {
    let mut out = String::new();
    push_json(json, node, &mut out)?;
    Ok(out)
}

fn push_json(json: &Tape<'_>, node: Node, out: &mut String) -> Result<(), Problem> {
    match json.kind(node) {
        Kind::Null => out.push_str("null"),
        Kind::True => out.push_str("true"),
        Kind::False => out.push_str("false"),
        Kind::Number => out.push_str(json.text_of(node)),
        Kind::String | Kind::Text => push_string(json.text_of(node), out),
        Kind::Octets => return Err("octets cannot be written in JSON"),
        kind @ (Kind::Array | Kind::Object) => {
            let is_object = kind == Kind::Object;
            out.push(if is_object { '{' } else { '[' });
            for (index, child) in children(json, node).into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                if is_object {
                    push_string(json.key(child), out);
                    out.push(':');
                }
                push_json(json, child, out)?;
            }
            out.push(if is_object { '}' } else { ']' });
        }
    }
    Ok(())
}

fn push_string(text: &str, out: &mut String) {
    let mut encoder = Encoder::new(Mode::Strict);
    encoder.string(text);
    out.push_str(&encoder.finish().unwrap_or_default());
}

/// The members of an object or the items of an array.
pub(crate) fn children(json: &Tape<'_>, node: Node) -> Vec<Node> {
    let mut children = json.children(node);
    std::iter::from_fn(|| json.next(&mut children)).collect()
}
