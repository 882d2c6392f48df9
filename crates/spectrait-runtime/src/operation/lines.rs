//! A JSON value a line: `application/x-ndjson`, `application/jsonl`; and `application/json-seq` (RFC 7464), whose
//! texts begin with a record separator.

use std::collections::VecDeque;

use bytes::Bytes;

use super::MediaType;
use super::byte_stream::BoxError;
use super::content_type::essence;
use super::stream::{MAX_ITEM_LENGTH, Split, StreamError};
use crate::json::{Encode, Encoder};

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
pub(super) fn write<T: Encode>(item: &T, mut encoder: Encoder) -> Result<Bytes, BoxError> {
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
