//! JSON (RFC 8259).
//!
//! Recursion is bounded by [`MAX_DEPTH`].

use super::json_string::scan_string;
use super::{MAX_DEPTH, object, shortened, span, too_deep, too_many_values};
use crate::source_file::content_start;
use crate::{
    Diagnostic, Diagnostics, Entry, Key, Kind, Node, Number, SourceFile, SourceId, Span, codes,
};

/// Help for what looks like a number at first.
const MEANT_AS_STRING: &str = "put it in double quotes if it is a string";

/// What was read, or the one thing that makes the rest unreadable.
pub(super) type Parsed<T> = Result<T, Box<Diagnostic>>;

/// Reads a JSON text of at most so many values.
pub(super) fn read(
    file: &SourceFile,
    max_values: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let mut parser = Parser {
        source: file.id(),
        text: file.text(),
        at: content_start(file.text()),
        depth: 0,
        values_left: max_values,
        max_values,
        diagnostics,
    };
    match parser.document() {
        Ok(node) => Some(node),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

struct Parser<'a, 'd> {
    source: SourceId,
    text: &'a str,
    /// Offset of the next byte.
    at: usize,
    /// How many objects and arrays are open.
    depth: usize,
    values_left: usize,
    max_values: usize,
    diagnostics: &'d mut Diagnostics,
}

impl Parser<'_, '_> {
    fn document(&mut self) -> Parsed<Node> {
        self.skip_space();
        let node = self.value()?;
        self.skip_space();
        if self.peek().is_some() {
            return Err(self
                .unexpected("the end of the file")
                .note("a file holds one JSON document")
                .into());
        }
        Ok(node)
    }

    fn value(&mut self) -> Parsed<Node> {
        let Some(left) = self.values_left.checked_sub(1) else {
            return Err(too_many_values(self.here(), self.max_values).into());
        };
        self.values_left = left;
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::members)?,
            Some(b'[') => self.nested(Self::elements)?,
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            _ => self.literal()?,
        };
        Ok(Node::new(span(self.source, start, self.at), kind))
    }

    /// Reads an object or array whose opening bracket is next.
    fn nested(&mut self, content: fn(&mut Self) -> Parsed<Kind>) -> Parsed<Kind> {
        if self.depth == MAX_DEPTH {
            return Err(too_deep(self.here()).into());
        }
        self.depth += 1;
        let kind = content(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn members(&mut self) -> Parsed<Kind> {
        let mut entries = Vec::new();
        let open = self.open_bracket();
        while !self.close_bracket(b'}', open, entries.is_empty())? {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.not_a_key(open));
            }
            let text = self.string()?;
            let key = Key {
                span: span(self.source, start, self.at),
                text,
            };
            self.skip_space();
            if self.peek() != Some(b':') {
                let diagnostic = self.unexpected("`:`").also(key.span, "after this key");
                return Err(diagnostic.into());
            }
            self.at += 1;
            self.skip_space();
            let value = self.value()?;
            entries.push(Entry { key, value });
        }
        Ok(Kind::Object(object(entries, self.diagnostics)))
    }

    fn elements(&mut self) -> Parsed<Kind> {
        let mut elements = Vec::new();
        let open = self.open_bracket();
        while !self.close_bracket(b']', open, elements.is_empty())? {
            elements.push(self.value()?);
        }
        Ok(Kind::Array(elements))
    }

    fn open_bracket(&mut self) -> Span {
        let open = self.here();
        self.at += 1;
        open
    }

    /// Passes over what stands between two elements, or before the first. Whether it was the end.
    fn close_bracket(&mut self, close: u8, open: Span, first: bool) -> Parsed<bool> {
        self.skip_space();
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                return Ok(true);
            }
            None => return Err(Self::unclosed(open, close)),
            Some(_) if first => return Ok(false),
            Some(b',') => {}
            Some(byte) => {
                let mut diagnostic = self.unexpected(&format!("`,` or `{}`", char::from(close)));
                if matches!(
                    byte,
                    b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'
                ) {
                    diagnostic = diagnostic.help("a comma is missing before this");
                }
                return Err(diagnostic.also(open, inside(close)).into());
            }
        }
        let comma = self.here();
        self.at += 1;
        self.skip_space();
        match self.peek() {
            Some(byte) if byte == close => Err(Diagnostic::error(
                codes::SYNTAX,
                "a comma after the last element",
            )
            .at(comma, "JSON has no trailing commas")
            .help("remove this comma")
            .into()),
            None => Err(Self::unclosed(open, close)),
            Some(_) => Ok(false),
        }
    }

    fn string(&mut self) -> Parsed<Box<str>> {
        let (text, end) = scan_string(self.source, self.text, self.at)?;
        self.at = end;
        Ok(text)
    }

    fn number(&mut self) -> Parsed<Number> {
        let start = self.at;
        self.eat(b"-");
        let whole = self.at;
        if self.digits() == 0 {
            // `-Infinity`, or `-` alone.
            self.at = start;
            return Err(self.not_a_value(self.word()));
        }
        if self.text.as_bytes().get(whole) == Some(&b'0') && self.at > whole + 1 {
            return Err(self.bad_number(start, "a number has no leading zeros", MEANT_AS_STRING));
        }
        if self.eat(b".") && self.digits() == 0 {
            return Err(self.bad_number(
                start,
                "a digit is missing after the point",
                "write `1.0` or `1`",
            ));
        }
        if self.eat(b"eE") {
            self.eat(b"+-");
            if self.digits() == 0 {
                return Err(self.bad_number(
                    start,
                    "a digit is missing in the exponent",
                    "write `1e5` or `1`",
                ));
            }
        }
        let rest = self.word().len();
        if rest > 0 {
            self.at += rest;
            return Err(self.bad_number(start, "not a JSON number", MEANT_AS_STRING));
        }
        Ok(Number::of_valid(&self.text[start..self.at]))
    }

    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn literal(&mut self) -> Parsed<Kind> {
        let word = self.word();
        let kind = match word {
            "null" => Kind::Null,
            "true" => Kind::Boolean(true),
            "false" => Kind::Boolean(false),
            _ => return Err(self.not_a_value(word)),
        };
        self.at += word.len();
        Ok(kind)
    }

    /// The letters, digits, `.`, `+`, `-` and `_` that come next.
    fn word(&self) -> &str {
        let rest = self.rest();
        let belongs = |character: char| character.is_alphanumeric() || "._+-".contains(character);
        &rest[..rest
            .find(|character| !belongs(character))
            .unwrap_or(rest.len())]
    }

    fn skip_space(&mut self) {
        self.at += self
            .rest()
            .bytes()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over the next byte if it is one of these.
    fn eat(&mut self, bytes: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(found);
        found
    }

    /// What is not read yet. Between two tokens `at` stands on a character boundary.
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character; empty at the end of the file.
    fn here(&self) -> Span {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        span(self.source, self.at, self.at + width)
    }

    fn unexpected(&self, expected: &str) -> Diagnostic {
        let found = match self.rest().chars().next() {
            None => String::from("the file ends here"),
            Some(_) if !self.word().is_empty() => format!("found `{}`", shortened(self.word())),
            Some(character) => format!("found `{}`", shortened(character.encode_utf8(&mut [0; 4]))),
        };
        let diagnostic =
            Diagnostic::error(codes::SYNTAX, format!("expected {expected}")).at(self.here(), found);
        if self.rest().starts_with("//")
            || self.rest().starts_with("/*")
            || self.rest().starts_with('#')
        {
            return diagnostic
                .note("JSON has no comments")
                .help("remove the comment, or write the document in YAML");
        }
        diagnostic
    }

    fn unclosed(open: Span, close: u8) -> Box<Diagnostic> {
        let close = char::from(close);
        Diagnostic::error(codes::SYNTAX, "a bracket is not closed")
            .at(open, format!("the file ends before the `{close}` of this"))
            .help(format!(
                "add the missing `{close}`, here or in something inside"
            ))
            .into()
    }

    fn not_a_key(&self, open: Span) -> Box<Diagnostic> {
        let word = self.word();
        let mut diagnostic = self
            .unexpected("a key in double quotes")
            .also(open, "in this object");
        if self.peek() == Some(b'\'') {
            diagnostic = diagnostic.help("JSON has double quotes only: write `\"` instead of `'`");
        } else if !word.is_empty() {
            diagnostic = diagnostic.help(format!("write `\"{}\"`", shortened(word)));
        }
        diagnostic.into()
    }

    fn not_a_value(&self, word: &str) -> Box<Diagnostic> {
        if word.is_empty() {
            let diagnostic = self.unexpected("a value");
            return match self.peek() {
                Some(b'\'') => {
                    diagnostic.help("JSON has double quotes only: write `\"` instead of `'`")
                }
                _ => diagnostic,
            }
            .into();
        }
        let help = match &*word.to_ascii_lowercase() {
            "true" => String::from("write `true`"),
            "false" => String::from("write `false`"),
            "null" | "nil" | "none" | "undefined" => String::from("write `null`"),
            "nan" | "inf" | "+inf" | "-inf" | "infinity" | "+infinity" | "-infinity" => {
                String::from("JSON has finite numbers only; leave it out")
            }
            _ if word.starts_with(['+', '.']) => {
                String::from("a number begins with a digit or `-`")
            }
            _ => format!("write `\"{}\"` if it is a string", shortened(word)),
        };
        Diagnostic::error(
            codes::SYNTAX,
            format!("`{}` is not a JSON value", shortened(word)),
        )
        .at(span(self.source, self.at, self.at + word.len()), "")
        .help(help)
        .into()
    }

    fn bad_number(&self, start: usize, message: &str, help: &str) -> Box<Diagnostic> {
        let place = span(self.source, start, self.at);
        Diagnostic::error(codes::SYNTAX, message)
            .at(place, "")
            .help(help)
            .into()
    }
}

/// What is said of the opening bracket.
fn inside(close: u8) -> &'static str {
    if close == b'}' {
        "in this object"
    } else {
        "in this array"
    }
}
