//! A JSON value a line: `application/x-ndjson`, `application/jsonl`; and `application/json-seq` (RFC 7464), whose
//! texts begin with a record separator.

use std::collections::VecDeque;

use bytes::Bytes;

use super::MediaType;
use super::byte_stream::BoxError;
use super::content_type::essence;
use super::stream::{MAX_ITEM_LENGTH, Split, StreamError};
use super::style::{self, Problem};
use crate::json::{Encode, Encoder, Kind, Mode, Node, Tape, Written};

const RECORD_SEPARATOR: &str = "\u{1e}";

/// Cuts bytes at line ends.
#[derive(Default)]
pub(super) struct Splitter {
    partial: Vec<u8>,
    lines: VecDeque<String>,
}

impl Split for Splitter {
    fn push(&mut self, bytes: Option<&[u8]>) -> Result<(), StreamError> {
        let is_last = bytes.is_none();
        for piece in bytes
            .unwrap_or(b"\n")
            .split_inclusive(|byte| *byte == b'\n')
        {
            if self.partial.len() + piece.len() > MAX_ITEM_LENGTH {
                return Err(StreamError::TooLong);
            }
            self.partial.extend_from_slice(piece);
            if piece.ends_with(b"\n") || is_last {
                let line = std::mem::take(&mut self.partial);
                // What is not UTF-8 is no JSON either, and is found when it is read.
                let line = String::from_utf8_lossy(&line);
                let line = line.trim_matches([' ', '\t', '\r', '\n', '\u{1e}']);
                if !line.is_empty() {
                    self.lines.push_back(line.to_owned());
                }
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Option<String> {
        self.lines.pop_front()
    }
}

/// One item as a line.
pub(super) fn write<T: Encode>(item: &T) -> Result<Bytes, BoxError> {
    let mut encoder = Encoder::new(Mode::Strict);
    item.encode_into(&mut encoder);
    let mut line = encoder.finish()?;
    line.push('\n');
    Ok(line.into())
}

/// What stands before each item of a media type.
pub(super) fn prefix(media: &MediaType) -> &'static str {
    if essence(media.name).eq_ignore_ascii_case("application/json-seq") {
        RECORD_SEPARATOR
    } else {
        ""
    }
}

/// A whole body: an array, an item a line.
pub(super) fn write_all(media: &MediaType, json: &Tape<'_>) -> Result<String, Problem> {
    if json.kind(Node::ROOT) != Kind::Array {
        return Err("only an array can be written as lines");
    }
    let items = style::children(json, Node::ROOT).into_iter();
    let prefix = prefix(media);
    let line = |node| style::json_text(json, node).map(|text| format!("{prefix}{text}\n"));
    items.map(line).collect()
}

/// A whole body.
pub(super) fn read_all(body: &[u8]) -> Result<Written, Problem> {
    let mut lines = Splitter::default();
    let pushed = lines.push(Some(body)).and_then(|()| lines.push(None));
    pushed.map_err(|_| "a line is too long")?;
    Ok(Written::List(
        lines.lines.into_iter().map(Written::Json).collect(),
    ))
}
