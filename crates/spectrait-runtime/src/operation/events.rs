//! Server-sent events (WHATWG HTML section 9.2).

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::byte_stream::BoxError;
use super::stream::{MAX_ITEM_LENGTH, Read, Split, Step, StreamError, read_json, read_text};
use crate::json::{Decode, DecodeError, Decoder, Encode, Encoder, Kind, Mode, Node, Shape, Tape};

/// The data of an event that means the end of the stream: not of the standard, but widely sent.
const DONE: &str = "[DONE]";

/// One event of an [`EventStream`](crate::EventStream). It derefs to its data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type of event: `event`.
    pub event: Option<String>,
    /// Its identifier: `id`.
    pub id: Option<String>,
    /// How long to wait before connecting again, should the connection be lost: `retry`.
    pub retry: Option<Duration>,
    /// What it carries: `data`.
    pub data: T,
}

impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self {
            event: None,
            id: None,
            retry: None,
            data,
        }
    }
}

impl<T> Event<T> {
    /// Sets the type of event.
    #[must_use]
    pub fn named(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// Sets the identifier. A client that connects again sends the last one as `Last-Event-ID`.
    #[must_use]
    pub fn identified(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets how long clients wait before they connect again, in whole milliseconds.
    #[must_use]
    pub fn retry(mut self, wait: Duration) -> Self {
        self.retry = Some(wait);
        self
    }
}

impl<T> Deref for Event<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

/// Data of an event that is JSON whatever it is: a string is in quotes, where it is its text in any other event. An
/// [`EventStream`](crate::EventStream) has it where the document says `contentMediaType: application/json` of data that may
/// be a string. It derefs to its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct JsonData<T>(pub T);

impl<T> From<T> for JsonData<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for JsonData<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Decode> Decode for JsonData<T> {
    // Like an object it is never written as plain text.
    const SHAPE: Shape = Shape::Object;
    const NULLABLE: bool = T::NULLABLE;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        T::decode(decoder, node).map(Self)
    }
}

impl<T: Encode> Encode for JsonData<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.keep_quotes();
        self.0.encode_into(encoder);
    }
}

impl<T: Encode> Event<T> {
    /// The event as lines.
    pub(super) fn write(&self, mut encoder: Encoder) -> Result<Bytes, BoxError> {
        self.data.encode_into(&mut encoder);
        let keeps_quotes = encoder.keeps_quotes();
        let json = encoder.finish()?;
        let mut out = String::new();
        for (field, value) in [("event", &self.event), ("id", &self.id)] {
            if let Some(value) = value {
                if value.contains(['\r', '\n', '\0']) {
                    return Err(format!("the `{field}` of an event cannot hold line breaks").into());
                }
                let _ = writeln!(out, "{field}: {value}");
            }
        }
        if let Some(wait) = self.retry {
            let _ = writeln!(out, "retry: {}", wait.as_millis());
        }
        write_data(&mut out, &json, keeps_quotes)?;
        Ok(out.into())
    }
}

/// Data as it is: a string is its text unless it keeps its quotes, anything else JSON.
fn write_data(out: &mut String, json: &str, keeps_quotes: bool) -> Result<(), BoxError> {
    let tape = Tape::parse(json.as_bytes())?;
    let text = match tape.kind(Node::ROOT) {
        Kind::String if !keeps_quotes => tape.text_of(Node::ROOT),
        _ => json,
    };
    if text.contains('\r') {
        return Err("the data of an event cannot hold carriage returns".into());
    }
    for line in text.split('\n') {
        let _ = writeln!(out, "data: {line}");
    }
    out.push('\n');
    Ok(())
}

/// Cuts bytes at blank lines. A line ends with LF, CR or CR LF.
#[derive(Default)]
pub(super) struct Splitter {
    /// The lines of the block that is being read, each with a LF.
    block: Vec<u8>,
    /// Where its last line begins.
    line: usize,
    after_cr: bool,
    has_begun: bool,
    blocks: VecDeque<String>,
}

impl Split for Splitter {
    fn push(&mut self, bytes: Option<&[u8]>) -> Result<(), StreamError> {
        // A block that no blank line ends is dropped (section 9.2.6).
        for byte in bytes.unwrap_or_default() {
            match byte {
                b'\n' if std::mem::take(&mut self.after_cr) => {}
                b'\n' | b'\r' => {
                    self.after_cr = *byte == b'\r';
                    self.end_line();
                }
                byte => {
                    self.after_cr = false;
                    self.block.push(*byte);
                }
            }
            if self.block.len() > MAX_ITEM_LENGTH {
                return Err(StreamError::TooLong);
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Option<String> {
        self.blocks.pop_front()
    }
}

impl Splitter {
    fn end_line(&mut self) {
        if !std::mem::replace(&mut self.has_begun, true) && self.block.starts_with(b"\xef\xbb\xbf")
        {
            self.block.drain(..3);
        }
        if self.line < self.block.len() {
            self.block.push(b'\n');
            self.line = self.block.len();
            return;
        }
        let block = std::mem::take(&mut self.block);
        self.line = 0;
        let block = String::from_utf8_lossy(&block).into_owned();
        if !block.is_empty() {
            self.blocks.push_back(block);
        }
    }
}

/// The fields of a block.
#[derive(Default)]
struct Fields {
    event: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
    data: String,
    has_data: bool,
}

impl Fields {
    fn of(block: &str) -> Self {
        let mut fields = Self::default();
        for line in block.lines() {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match name {
                "event" => fields.event = Some(value.to_owned()),
                "id" if !value.contains('\0') => fields.id = Some(value.to_owned()),
                "data" => {
                    if std::mem::replace(&mut fields.has_data, true) {
                        fields.data.push('\n');
                    }
                    fields.data.push_str(value);
                }
                // Digits only: `parse` would take a sign as well.
                "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                    fields.retry = value.parse().ok().map(Duration::from_millis);
                }
                // Comments, and what the standard does not know.
                _ => {}
            }
        }
        fields
    }
}

/// The data of an event that is written; `None` of one that has none.
#[cfg(feature = "check-responses")]
pub(crate) fn data_of(event: &str) -> Option<String> {
    let fields = Fields::of(event);
    fields.has_data.then_some(fields.data)
}

/// Where a stream of events stands, for whoever connects again (section 9.2.4).
#[derive(Debug, Clone, Default)]
pub(crate) struct Position {
    /// The last identifier; `None` if there was none, or an empty one took it back.
    pub(crate) last_event_id: Option<String>,
    /// How long the server asked to wait.
    pub(crate) retry: Option<Duration>,
    /// Whether the server said that this is the end.
    pub(crate) is_done: bool,
}

/// Reads events, and keeps the position.
pub(super) struct Reader {
    pub(super) mode: Mode,
    pub(super) position: Arc<Mutex<Position>>,
}

impl<T: Decode> Read<Event<T>> for Reader {
    fn read(&mut self, block: &str) -> Step<Event<T>> {
        let fields = Fields::of(block);
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        // A block without data is no event, and its other fields count all the same.
        if let Some(id) = &fields.id {
            position.last_event_id = (!id.is_empty()).then(|| id.clone());
        }
        position.retry = fields.retry.or(position.retry);
        if !fields.has_data {
            return Step::Nothing;
        }
        let is_text = T::SHAPE == Shape::Scalar;
        if fields.data == DONE && !is_text {
            position.is_done = true;
            return Step::End;
        }
        drop(position);
        let mode = self.mode;
        let data = match T::SHAPE {
            Shape::Scalar => read_text(&fields.data, mode),
            Shape::Any => read_json(&fields.data, mode)
                .or_else(|error| read_text(&fields.data, mode).map_err(|_: DecodeError| error)),
            Shape::Array | Shape::Object => read_json(&fields.data, mode),
        };
        Step::Item(data.map(|data| Event {
            event: fields.event,
            id: fields.id,
            retry: fields.retry,
            data,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events of a body that comes in these pieces: `event/id/data`.
    #[track_caller]
    fn check(pieces: &[&str], expected: &[&str]) {
        let mut splitter = Splitter::default();
        for piece in pieces {
            splitter.push(Some(piece.as_bytes())).unwrap();
        }
        splitter.push(None).unwrap();
        let mut events = Vec::new();
        while let Some(block) = splitter.next() {
            let fields = Fields::of(&block);
            if !fields.has_data {
                continue;
            }
            let text = |field: Option<String>| field.unwrap_or_default();
            events.push(format!(
                "{}/{}/{}",
                text(fields.event),
                text(fields.id),
                fields.data
            ));
        }
        assert_eq!(events, expected, "{pieces:?}");
    }

    #[test]
    fn blocks() {
        check(&["data: a\n\n"], &["//a"]);
        check(
            &["data:a\r\n\r\nda", "ta:b\r", "\n\r", "\ndata: c\r\r"],
            &["//a", "//b", "//c"],
        );
        check(
            &["event: x\nid: 7\ndata: a\ndata:  b\ndata\n\n"],
            &["x/7/a\n b\n"],
        );
        check(
            &[": comment\n\nevent: x\n\nretry: 5\ndata: a\n\n"],
            &["//a"],
        );
        check(&["\u{feff}data: a\n\ndata: dropped\n"], &["//a"]);
        check(&["data:\n\n"], &["//"]);
        check(&[], &[]);
    }
}
