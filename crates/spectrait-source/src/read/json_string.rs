//! JSON's strings (RFC 8259 section 7).

use super::json::Parsed;
use super::span;
use crate::{Diagnostic, SourceId, Span, codes};

/// Reads the string whose opening quote is at `start`. Gives it unescaped, with the offset after its
/// closing quote.
pub(super) fn scan_string(source: SourceId, text: &str, start: usize) -> Parsed<(Box<str>, usize)> {
    let mut scanner = Scanner {
        source,
        text,
        start,
        at: start + 1,
    };
    let first = scanner.run()?;
    if text.as_bytes().get(scanner.at) == Some(&b'"') {
        // Most strings hold no escape and are copied once.
        return Ok((first.into(), scanner.at + 1));
    }
    let mut unescaped = String::from(first);
    while text.as_bytes().get(scanner.at) == Some(&b'\\') {
        unescaped.push(scanner.escape()?);
        unescaped.push_str(scanner.run()?);
    }
    Ok((unescaped.into(), scanner.at + 1))
}

struct Scanner<'a> {
    source: SourceId,
    text: &'a str,
    /// Offset of the opening quote.
    start: usize,
    /// Offset of the next byte.
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Passes over characters that stand for themselves, up to the closing quote or a backslash.
    fn run(&mut self) -> Parsed<&'a str> {
        let begin = self.at;
        let stops = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        let rest = self.text.as_bytes().get(begin..).unwrap_or_default();
        self.at += rest.iter().position(stops).unwrap_or(rest.len());
        match self.text.as_bytes().get(self.at) {
            Some(b'"' | b'\\') => Ok(self.text.get(begin..self.at).unwrap_or_default()),
            Some(&control) => Err(self.control_character(control)),
            None => Err(Diagnostic::error(codes::SYNTAX, "a string is not closed")
                .at(
                    span(self.source, self.start, self.start + 1),
                    "the file ends before the `\"` that closes this",
                )
                .into()),
        }
    }

    /// Reads an escape whose backslash is next.
    fn escape(&mut self) -> Parsed<char> {
        let begin = self.at;
        let character = match self.text.as_bytes().get(begin + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(begin),
            _ => {
                let width = self
                    .text
                    .get(begin + 1..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(0, char::len_utf8);
                return Err(Diagnostic::error(codes::SYNTAX, "not an escape of JSON")
                    .at(self.from(begin, begin + 1 + width), "")
                    .help("write `\\\\` for a backslash")
                    .into());
            }
        };
        self.at = begin + 2;
        Ok(character)
    }

    /// Reads `\uXXXX`, or two of them that stand for one character beyond U+FFFF.
    fn unicode_escape(&mut self, begin: usize) -> Parsed<char> {
        let Some(first) = self.code_unit(begin) else {
            return Err(Diagnostic::error(
                codes::SYNTAX,
                "`\\u` is followed by four hexadecimal digits",
            )
            .at(self.from(begin, begin + 2), "")
            .into());
        };
        self.at = begin + 6;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let pair = self
            .code_unit(self.at)
            .filter(|low| first < 0xdc00 && (0xdc00..0xe000).contains(low));
        let Some(low) = pair else {
            return Err(Diagnostic::error(codes::SYNTAX, "half of a surrogate pair")
                .at(
                    self.from(begin, begin + 6),
                    "stands for no character of its own",
                )
                .note("characters beyond U+FFFF are written as two escapes: `\\ud83d\\ude00`")
                .into());
        };
        self.at += 6;
        // Both halves are in range, so that this is always a character.
        let value = 0x1_0000 + ((first - 0xd800) << 10) + (low - 0xdc00);
        Ok(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The value of `\uXXXX` at `begin`.
    fn code_unit(&self, begin: usize) -> Option<u32> {
        let digits = self.text.get(begin..begin + 6)?.strip_prefix("\\u")?;
        let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if hexadecimal {
            u32::from_str_radix(digits, 16).ok()
        } else {
            None
        }
    }

    fn control_character(&self, control: u8) -> Box<Diagnostic> {
        let opening = self.from(self.start, self.start + 1);
        let place = self.from(self.at, self.at + 1);
        if matches!(control, b'\n' | b'\r') {
            return Diagnostic::error(codes::SYNTAX, "a string goes over the end of its line")
                .at(opening, "not closed on this line")
                .help("close it with `\"`, or write `\\n` for a line break")
                .into();
        }
        let escape = match control {
            b'\t' => String::from("\\t"),
            _ => format!("\\u{control:04x}"),
        };
        Diagnostic::error(
            codes::SYNTAX,
            format!("a control character, U+{control:04X}, in a string"),
        )
        .at(place, "")
        .help(format!("write `{escape}`"))
        .into()
    }

    fn from(&self, start: usize, end: usize) -> Span {
        span(self.source, start, end)
    }
}
