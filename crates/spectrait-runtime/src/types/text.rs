//! Strings of a bounded length.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use crate::json::{Decode, Decoder, Encode, Encoder, Keyword, Node, Shape, counted};
use crate::types::NotAllowed;
use crate::types::message::Message;

/// A string of `MIN` to `MAX` characters (`minLength` and `maxLength`), counted as Unicode scalar values
/// (JSON Schema validation section 6.3.1). Without a maximum `MAX` is `usize::MAX`.
///
/// ```
/// use spectrait_runtime::{Text, bounded};
///
/// let name: Text<1, 5> = "Größe".try_into()?;
/// assert_eq!(name.len(), 7); // it is a `str`
/// assert_eq!(name, "Größe");
/// let error = Text::<1, 5>::try_from("").unwrap_err();
/// assert_eq!(error.to_string(), "0 characters, at least 1 allowed");
/// assert_eq!(bounded!(Text<1, 5>, "Rex").as_str(), "Rex"); // checked by the compiler
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> Text<MIN, MAX> {
    /// The smallest number of characters.
    pub const MIN: usize = MIN;
    /// The largest number of characters.
    pub const MAX: usize = MAX;

    /// A text that is known to fit: a constant. [`bounded!`](crate::bounded) has the compiler check it.
    ///
    /// # Panics
    /// If it does not fit. Use `try_from` for values of run time.
    #[must_use]
    #[track_caller]
    pub fn at(text: &str) -> Self {
        Self::check(text);
        Self(text.to_owned())
    }

    /// What [`bounded!`](crate::bounded) has the compiler do.
    #[doc(hidden)]
    #[track_caller]
    pub const fn check(text: &str) {
        let (bytes, mut count, mut at) = (text.as_bytes(), 0, 0);
        while at < bytes.len() {
            // Every byte but those that go on with a character (RFC 3629 section 3).
            if bytes[at] & 0xc0 != 0x80 {
                count += 1;
            }
            at += 1;
        }
        if count < MIN || count > MAX {
            let message = Message::new()
                .text("the text has ")
                .count(count)
                .text(" characters, allowed are ")
                .count(MIN)
                .text(" to ")
                .count(MAX);
            panic!("{}", message.as_str());
        }
    }

    /// The string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// What is wrong with the length, and which limit it breaks.
fn check(text: &str, min: usize, max: usize) -> Result<(), (Keyword, String, usize)> {
    // A character has one to four bytes: mostly there is nothing to count.
    if text.len() / 4 >= min && text.len() <= max {
        return Ok(());
    }
    let count = text.chars().count();
    let (keyword, word, limit) = match count {
        _ if count < min => (Keyword::MinLength, "at least", min),
        _ if count > max => (Keyword::MaxLength, "at most", max),
        _ => return Ok(()),
    };
    Err((
        keyword,
        format!("{}, {word} {limit} allowed", counted(count, "character")),
        limit,
    ))
}

impl<const MIN: usize, const MAX: usize> TryFrom<String> for Text<MIN, MAX> {
    type Error = NotAllowed;

    fn try_from(text: String) -> Result<Self, NotAllowed> {
        match check(&text, MIN, MAX) {
            Ok(()) => Ok(Self(text)),
            Err((_, message, _)) => Err(NotAllowed::new(message)),
        }
    }
}

impl<const MIN: usize, const MAX: usize> TryFrom<&str> for Text<MIN, MAX> {
    type Error = NotAllowed;

    fn try_from(text: &str) -> Result<Self, NotAllowed> {
        text.to_owned().try_into()
    }
}

impl<const MIN: usize, const MAX: usize> FromStr for Text<MIN, MAX> {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        text.to_owned().try_into()
    }
}

impl<const MIN: usize, const MAX: usize> From<Text<MIN, MAX>> for String {
    fn from(text: Text<MIN, MAX>) -> Self {
        text.0
    }
}

impl<const MIN: usize, const MAX: usize> Deref for Text<MIN, MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> AsRef<str> for Text<MIN, MAX> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> Borrow<str> for Text<MIN, MAX> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> PartialEq<str> for Text<MIN, MAX> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<const MIN: usize, const MAX: usize> PartialEq<&str> for Text<MIN, MAX> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Debug for Text<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Display for Text<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A wrong length is a violation in both modes: a value of this type always has a right one.
impl<const MIN: usize, const MAX: usize> Decode for Text<MIN, MAX> {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        bounded(decoder, node, MIN, MAX).map(Self)
    }
}

fn bounded(decoder: &mut Decoder<'_>, node: Node, min: usize, max: usize) -> Option<String> {
    let text = decoder.string(node)?;
    match check(text, min, max) {
        Ok(()) => Some(text.to_owned()),
        Err((keyword, message, limit)) => {
            decoder.plain_violation(node, keyword, message, Some(limit.to_string()));
            None
        }
    }
}

impl<const MIN: usize, const MAX: usize> Encode for Text<MIN, MAX> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        type Name = Text<2, 4>;
        for text in [
            "ab",
            "äöüß",
            "\u{1f600}\u{1f600}\u{1f600}\u{1f600}",
            "e\u{301}",
        ] {
            assert!(Name::try_from(text).is_ok(), "{text}");
        }
        let message = |text: &str| text.parse::<Name>().unwrap_err().to_string();
        assert_eq!(message("\u{1f600}"), "1 character, at least 2 allowed");
        assert_eq!(message("äöüßa"), "5 characters, at most 4 allowed");
        assert!(Text::<0, { usize::MAX }>::try_from("").is_ok());
    }
}
