//! What writes JSON.

mod object;

use std::any::Any;

use crate::json::{Encode, Keyword, Kind, Mode, Node, Place, Tape, Violation, Violations};
use crate::types::Octets;
use object::Tag;

/// Writes one JSON value.
#[derive(Debug)]
pub struct Encoder {
    out: String,
    mode: Mode,
    /// What was refused; the text is thrown away.
    refused: Vec<Refused>,
    /// Whether the rules of records are checked.
    checks_rules: bool,
    /// The tags of the unions that the next object is a branch of.
    tags: Vec<Tag>,
    /// Tags that were written, and must not be written by a map as well.
    written: Vec<&'static str>,
    /// What is not JSON.
    beside: Beside,
    /// Whether it may be beside the text.
    keeps_beside: bool,
    /// Whether a string of an event is JSON, too.
    keeps_quotes: bool,
}

/// What was refused: the value at the offset, a `null` or an object that breaks a rule, or what the pointer leads to from
/// there.
#[derive(Debug)]
struct Refused {
    offset: usize,
    pointer: String,
    keyword: Keyword,
    message: String,
    limit: Option<String>,
}

/// What is written beside the text: what is not JSON.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// Octets, each with the offset of a `null` in its stead.
    pub(crate) octets: Vec<(usize, Octets)>,
    /// Which of several media types the value has chosen; `None`: it may be any.
    pub(crate) media: Option<usize>,
    /// A body that is a stream.
    pub(crate) attachment: Option<Box<dyn Any + Send>>,
}

impl Beside {
    /// The octets that a `null` of the text stands for.
    pub(crate) fn octets_at(&self, json: &Tape<'_>, node: Node) -> Option<&Octets> {
        if json.kind(node) != Kind::Null {
            return None;
        }
        let offset = json.offset(node);
        let at = self.octets.binary_search_by_key(&offset, |(at, _)| *at);
        at.ok().map(|at| &self.octets[at].1)
    }

    /// The same once more; `None` if there is a stream in it.
    #[cfg(feature = "client")]
    pub(crate) fn again(&self) -> Option<Self> {
        let has_stream = self
            .octets
            .iter()
            .any(|(_, octets)| octets.stream().is_some());
        (self.attachment.is_none() && !has_stream).then(|| Self {
            octets: self.octets.clone(),
            media: self.media,
            attachment: None,
        })
    }
}

impl Encoder {
    /// [`Mode::Strict`] refuses what the document does not list, [`Mode::Tolerant`] writes it back.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self {
            out: String::with_capacity(128),
            mode,
            refused: Vec::new(),
            checks_rules: false,
            tags: Vec::new(),
            written: Vec::new(),
            beside: Beside::default(),
            keeps_beside: false,
            keeps_quotes: false,
        }
    }

    /// For a request: what a tolerant reading kept is written back, and the rules of records are checked.
    #[must_use]
    pub fn for_request() -> Self {
        Self::new(Mode::Tolerant).checking_rules()
    }

    /// Has it check the rules of records.
    #[must_use]
    pub(crate) fn checking_rules(mut self) -> Self {
        self.checks_rules = true;
        self
    }

    /// Has it keep what is not JSON, for bodies.
    pub(crate) fn keeping_beside(mut self, keeps_beside: bool) -> Self {
        self.keeps_beside = keeps_beside;
        self
    }

    /// Says that the value is JSON where a string would be its text: as data of an event.
    pub(crate) fn keep_quotes(&mut self) {
        self.keeps_quotes = true;
    }

    /// Whether that was said.
    pub(crate) fn keeps_quotes(&self) -> bool {
        self.keeps_quotes
    }

    /// Another of the same settings: for the items of a stream, each of which is a text of its own.
    pub(crate) fn for_items(&self) -> impl Fn() -> Self + Send + use<> {
        let (mode, checks_rules) = (self.mode, self.checks_rules);
        move || Self {
            checks_rules,
            ..Self::new(mode)
        }
    }

    /// The text, and what is not JSON.
    pub(crate) fn finish_body(mut self) -> Result<(String, Beside), Violations> {
        let beside = std::mem::take(&mut self.beside);
        self.finish().map(|text| (text, beside))
    }

    /// Octets; as a string where only JSON can be written.
    pub(crate) fn octets(&mut self, octets: &Octets) {
        if self.keeps_beside {
            self.beside.octets.push((self.out.len(), octets.clone()));
            self.null();
        } else if octets.stream().is_some() {
            self.refuse(Keyword::Type, "a stream is no JSON");
        } else if let Ok(text) = std::str::from_utf8(octets.as_ref()) {
            self.string(text);
        } else {
            self.refuse(
                Keyword::Format,
                "octets that are not UTF-8 are no JSON string",
            );
        }
    }

    /// A body that is a stream.
    pub(crate) fn attach(&mut self, stream: impl Any + Send) {
        if self.keeps_beside {
            self.beside.attachment = Some(Box::new(stream));
            self.null();
        } else {
            self.refuse(Keyword::Type, "a stream is no JSON");
        }
    }

    /// Says which of several media types the body is in.
    #[doc(hidden)]
    pub fn media(&mut self, index: usize) {
        self.beside.media = Some(index);
    }

    /// Whether what the document does not list is written back.
    #[must_use]
    pub fn is_tolerant(&self) -> bool {
        self.mode == Mode::Tolerant
    }

    /// The text.
    ///
    /// # Errors
    /// [`Violations`] if a value was refused.
    pub fn finish(self) -> Result<String, Violations> {
        if self.refused.is_empty() {
            return Ok(self.out);
        }
        let tape = Tape::parse(self.out.as_bytes());
        let list = self.refused.into_iter().map(|refused| {
            let node = |tape: &Tape<'_>| tape.pointer(tape.at_offset(refused.offset));
            let mut pointer = tape.as_ref().map(node).unwrap_or_default();
            pointer.push_str(&refused.pointer);
            Violation {
                limit: refused.limit,
                ..Violation::new(Place::Body { pointer }, refused.keyword, refused.message)
            }
        });
        match Violations::from_parts(list.collect(), 0) {
            Some(violations) => Err(violations),
            None => Ok(self.out),
        }
    }

    /// Refuses a value: JSON has no word for it, or the document does not list it.
    #[cold]
    pub fn refuse(&mut self, keyword: Keyword, message: impl Into<String>) {
        self.refused.push(Refused {
            offset: self.out.len(),
            pointer: String::new(),
            keyword,
            message: message.into(),
            limit: None,
        });
        self.null();
    }

    /// `null`
    pub fn null(&mut self) {
        self.out.push_str("null");
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    /// An integer.
    pub fn integer(&mut self, value: i64) {
        write_integer(&mut self.out, value);
    }

    /// The shortest text that reads as the same float.
    pub fn float(&mut self, value: f64) {
        use std::fmt::Write as _;
        if value.is_finite() {
            // Writing to a string cannot fail. `{:?}` has exponents where `{}` has hundreds of zeros.
            let _ = write!(self.out, "{value:?}");
        } else {
            self.refuse(Keyword::Type, format!("JSON has no number for {value}"));
        }
    }

    /// The text of a JSON number, as it is.
    pub(crate) fn number(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Punctuation.
    #[cfg(feature = "serde")]
    pub(crate) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// How much is written.
    #[cfg(feature = "serde")]
    pub(crate) fn mark(&self) -> usize {
        self.out.len()
    }

    /// Takes back what was written since.
    #[cfg(feature = "serde")]
    pub(crate) fn rewind(&mut self, mark: usize) {
        self.out.truncate(mark);
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.out.push('"');
        let mut rest = text;
        // What needs no escape is copied at once.
        while let Some(at) = find_escaped(rest.as_bytes()) {
            self.out.push_str(&rest[..at]);
            self.escape(rest.as_bytes()[at]);
            rest = &rest[at + 1..];
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.out.push_str("\\\""),
            b'\\' => self.out.push_str("\\\\"),
            b'\n' => self.out.push_str("\\n"),
            b'\r' => self.out.push_str("\\r"),
            b'\t' => self.out.push_str("\\t"),
            _ => {
                const HEX: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
                ];
                self.out.push_str("\\u00");
                self.out.push(HEX[usize::from(byte >> 4)]);
                self.out.push(HEX[usize::from(byte & 15)]);
            }
        }
    }

    /// An array.
    pub fn array<'v>(&mut self, items: impl Iterator<Item = &'v dyn Encode>) {
        // A tag is a member of an object, and this is none.
        self.tags.clear();
        self.out.push('[');
        let mut first = true;
        for item in items {
            if !first {
                self.out.push(',');
            }
            first = false;
            item.encode_into(self);
        }
        self.out.push(']');
    }

    pub(crate) fn key(&mut self, key: &str, first: &mut bool) {
        if !*first {
            self.out.push(',');
        }
        *first = false;
        self.string(key);
        self.out.push(':');
    }
}

/// The first byte that a string must escape (RFC 8259 section 7).
fn find_escaped(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, _) = bytes.as_chunks::<8>();
    let mut skip = 0;
    for word in words {
        let word = u64::from_ne_bytes(*word);
        // The high bit of each byte that is zero, or less than 0x20, may come out set; of those above 0x7f it
        // may not. A false alarm costs the look at eight bytes below.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        if (quote | backslash | control) & HIGH != 0 {
            break;
        }
        skip += 8;
    }
    let must = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    let at = bytes[skip..].iter().position(must)?;
    Some(skip + at)
}

/// Adds an integer in decimal.
pub(crate) fn write_integer(out: &mut String, value: i64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        // A digit fits a byte.
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push('-');
    }
    out.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_must_be_escaped_is_found_everywhere() {
        for byte in 0..=127_u8 {
            let must = byte < 0x20 || matches!(byte, b'"' | b'\\');
            for at in 0..20 {
                let mut bytes = "äßx€𝄞äßx€𝄞".as_bytes()[..20].to_vec();
                bytes[at] = byte;
                assert_eq!(find_escaped(&bytes), must.then_some(at), "{byte} at {at}");
            }
        }
    }

    #[test]
    fn strings_are_escaped() {
        let mut encoder = Encoder::new(Mode::Strict);
        encoder.string("\0\u{1f}\u{8}\u{c}\n\r\t\"\\/\u{7f}ä\u{2028}");
        let expected = "\"\\u0000\\u001f\\u0008\\u000c\\n\\r\\t\\\"\\\\/\u{7f}ä\u{2028}\"";
        assert_eq!(encoder.finish().as_deref(), Ok(expected));
    }

    #[test]
    fn integers_are_decimal() {
        for value in [0, 7, -1, 10, -1_234_567_890, i64::MAX, i64::MIN] {
            let mut out = String::new();
            write_integer(&mut out, value);
            assert_eq!(out, value.to_string());
        }
    }
}
