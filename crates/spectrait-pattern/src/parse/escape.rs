//! What follows a `\`.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

use crate::PatternError;
use crate::node::{Assertion, Node};

use super::class::Item;
use super::{Parser, class_of};

impl Parser<'_> {
    /// After a `\` that is not in a class.
    pub(super) fn escape(&mut self, start: usize) -> Result<Node, PatternError> {
        let assertion = match self.peek() {
            Some('b' | 'B') => Assertion::Word {
                negative: self.peek() == Some('B'),
                folded: self.flags.ignore_case,
            },
            // Of other dialects, and of none that reads them otherwise.
            Some('A') => Assertion::Start,
            Some('z' | 'Z') => Assertion::End,
            Some(digit @ '1'..='9') => {
                return Err(PatternError::new(
                    start,
                    format!(
                        "`\\{digit}` is a back-reference, which cannot be matched in linear time"
                    ),
                ));
            }
            Some('k') => {
                return Err(PatternError::new(
                    start,
                    "`\\k` is a back-reference, which cannot be matched in linear time",
                ));
            }
            _ => {
                return Ok(match self.any_escape(start)? {
                    Item::Set(class) => self.set(class, false),
                    Item::Point(point) => match char::from_u32(point) {
                        Some(character) => self.character(character),
                        // Half of a surrogate pair: no text holds it.
                        None => self.set(ClassUnicode::empty(), false),
                    },
                });
            }
        };
        self.at += 1;
        Ok(Node::Assert(assertion))
    }

    /// After a `\` in a class.
    pub(super) fn class_escape(&mut self, start: usize) -> Result<Item, PatternError> {
        match self.peek() {
            Some('b') => {
                self.at += 1;
                Ok(Item::Point(0x08))
            }
            Some('1'..='7') => Ok(Item::Point(self.octal())),
            // Annex B, `ClassControlLetter`.
            Some('c') => match self.text.as_bytes().get(self.at + 1) {
                Some(byte) if byte.is_ascii_digit() || *byte == b'_' => {
                    self.at += 2;
                    Ok(Item::Point(u32::from(byte % 32)))
                }
                _ => self.any_escape(start),
            },
            _ => self.any_escape(start),
        }
    }

    /// The escapes that mean the same everywhere.
    fn any_escape(&mut self, start: usize) -> Result<Item, PatternError> {
        let Some(character) = self.bump() else {
            return Err(PatternError::new(start, "the `\\` has nothing to escape"));
        };
        let point = match character {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => return Ok(Item::Set(self.shorthand(character))),
            'p' | 'P' => return self.property(start, character == 'P').map(Item::Set),
            't' => 0x09,
            'n' => 0x0A,
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => 0x0D,
            '0' => {
                self.at = start + 1;
                self.octal()
            }
            'c' => match self.text.as_bytes().get(self.at) {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    self.at += 1;
                    u32::from(letter % 32)
                }
                // Annex B: the backslash is itself, and the `c` is read again.
                _ => {
                    self.at = start + 1;
                    u32::from('\\')
                }
            },
            'x' => match self.hexadecimal(2).or_else(|| self.braced()) {
                Some(point) => point,
                None => {
                    return Err(PatternError::new(
                        start,
                        "`\\x` is not followed by two hexadecimal digits",
                    ));
                }
            },
            'u' => self.unicode(start)?,
            letter if letter.is_ascii_alphanumeric() => {
                return Err(PatternError::new(
                    start,
                    format!("`\\{letter}` is no escape of ECMA-262"),
                ));
            }
            character => character.into(),
        };
        Ok(Item::Point(point))
    }

    /// Annex B, `LegacyOctalEscapeSequence`: up to 255. `\0` is one as well.
    fn octal(&mut self) -> u32 {
        let mut point = 0;
        for _ in 0..3 {
            match self.text.as_bytes().get(self.at) {
                Some(digit @ b'0'..=b'7') if point * 8 + u32::from(digit - b'0') <= 255 => {
                    point = point * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                _ => break,
            }
        }
        point
    }

    /// So many digits, or none are taken.
    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let text = self.text.get(self.at..self.at + digits)?;
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += digits;
        u32::from_str_radix(text, 16).ok()
    }

    /// `{1F600}`
    fn braced(&mut self) -> Option<u32> {
        let rest = self.text[self.at..].strip_prefix('{')?;
        let digits = &rest[..rest.find('}')?];
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let point = u32::from_str_radix(digits, 16)
            .ok()
            .filter(|point| *point <= 0x10_FFFF)?;
        self.at += digits.len() + 2;
        Some(point)
    }

    /// `\uD83D\uDE00` is one character.
    fn unicode(&mut self, start: usize) -> Result<u32, PatternError> {
        let Some(point) = self.hexadecimal(4).or_else(|| self.braced()) else {
            return Err(PatternError::new(
                start,
                "`\\u` is not followed by four hexadecimal digits, or by a code point in braces",
            ));
        };
        let after = self.at;
        if (0xD800..0xDC00).contains(&point) && self.eat("\\u") {
            if let Some(low) = self.hexadecimal(4)
                && (0xDC00..0xE000).contains(&low)
            {
                return Ok(0x1_0000 + ((point - 0xD800) << 10) + (low - 0xDC00));
            }
            self.at = after;
        }
        Ok(point)
    }

    fn shorthand(&self, letter: char) -> ClassUnicode {
        let mut class = match letter.to_ascii_lowercase() {
            'd' => class_of(&[('0', '9')]),
            'w' => {
                let mut class = class_of(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);
                self.fold(&mut class);
                class
            }
            // ECMA-262, `WhiteSpace` and `LineTerminator`.
            _ => class_of(&[
                ('\t', '\r'),
                (' ', ' '),
                ('\u{A0}', '\u{A0}'),
                ('\u{1680}', '\u{1680}'),
                ('\u{2000}', '\u{200A}'),
                ('\u{2028}', '\u{2029}'),
                ('\u{202F}', '\u{202F}'),
                ('\u{205F}', '\u{205F}'),
                ('\u{3000}', '\u{3000}'),
                ('\u{FEFF}', '\u{FEFF}'),
            ]),
        };
        if letter.is_ascii_uppercase() {
            class.negate();
        }
        class
    }

    /// `{Letter}`, `{Script=Greek}`, or the `L` of `\pL`.
    fn property(&mut self, start: usize, negative: bool) -> Result<ClassUnicode, PatternError> {
        let rest = &self.text[self.at..];
        let braced = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
            .map(|(name, _)| name);
        let name = match (braced, rest.as_bytes().first()) {
            (Some(name), _) => {
                self.at += name.len() + 2;
                name
            }
            (None, Some(letter)) if letter.is_ascii_alphabetic() => {
                self.at += 1;
                &rest[..1]
            }
            _ => {
                return Err(PatternError::new(
                    start,
                    "`\\p` is not followed by a property in braces",
                ));
            }
        };
        let mut class = property(name).ok_or_else(|| {
            PatternError::new(start, format!("`{name}` is no property of Unicode"))
        })?;
        if negative {
            class.negate();
        }
        Ok(class)
    }
}

fn property(name: &str) -> Option<ClassUnicode> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'=');
    if name.is_empty() || !name.bytes().all(plain) {
        return None;
    }
    let value = name
        .strip_prefix("gc=")
        .or_else(|| name.strip_prefix("General_Category="));
    if matches!(value.unwrap_or(name), "Cs" | "Surrogate") {
        return Some(ClassUnicode::empty());
    }
    // Its tables are read by its syntax, which for a property is ECMA-262's.
    let parsed = regex_syntax::parse(&format!("\\p{{{name}}}")).ok()?;
    match parsed.kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        HirKind::Class(Class::Bytes(class)) => class.to_unicode_class(),
        // A class of one character.
        HirKind::Literal(literal) => {
            let character = str::from_utf8(&literal.0).ok()?.chars().next()?;
            Some(class_of(&[(character, character)]))
        }
        _ => None,
    }
}
