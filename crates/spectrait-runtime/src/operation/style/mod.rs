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

use crate::json::{Decode, Decoder, Kind, Mode, Node, Tape, ToJson};
use crate::types::Any;

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

/// JSON again: what has no style of its own, such as an object in an array.
pub(crate) fn json_text(json: &Tape<'_>, node: Node) -> Result<String, Problem> {
    let mut decoder = Decoder::new(json, Mode::Tolerant);
    Any::decode(&mut decoder, node)
        .and_then(|value| value.to_json().ok())
        .ok_or("the value cannot be written as JSON")
}

/// The members of an object or the items of an array.
pub(crate) fn children(json: &Tape<'_>, node: Node) -> Vec<Node> {
    let mut children = json.children(node);
    std::iter::from_fn(|| json.next(&mut children)).collect()
}

#[cfg(test)]
mod tests;
