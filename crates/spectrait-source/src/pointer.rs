//! JSON pointers (RFC 6901).

use std::fmt;
use std::str::FromStr;

/// A path into a document: `/components/schemas/Build`. The empty one is the whole document.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<Box<str>>);

/// Why a text is not a JSON pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidPointer {
    /// A pointer is empty or begins with `/`.
    NoSlash,
    /// A `~` is followed by neither `0` nor `1`.
    Tilde,
    /// A `%` of a fragment is not followed by two hexadecimal digits, or the bytes are not UTF-8.
    Percent,
    /// A fragment begins with `#`.
    NoHash,
}

impl fmt::Display for InvalidPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoSlash => "a JSON pointer begins with `/`",
            Self::Tilde => "in a JSON pointer `~` is followed by `0` (for `~`) or `1` (for `/`)",
            Self::Percent => "`%` is followed by two hexadecimal digits, which together are UTF-8",
            Self::NoHash => "a fragment begins with `#`",
        })
    }
}

impl std::error::Error for InvalidPointer {}

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads the string form (section 3), with `~1` for `/` and `~0` for `~`.
    ///
    /// # Errors
    ///
    /// If the text neither is empty nor begins with `/`, or a `~` is followed by something else.
    pub fn parse(text: &str) -> Result<Self, InvalidPointer> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let tokens = text.strip_prefix('/').ok_or(InvalidPointer::NoSlash)?;
        tokens
            .split('/')
            .map(unescape)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Reads a URI fragment (section 6), percent-encoded and with its `#`: `#/components/schemas/a~1b`.
    ///
    /// # Errors
    ///
    /// If it does not begin with `#`, a percent-encoding is broken or not UTF-8, or what it encodes is
    /// not a pointer, as in `#name`.
    pub fn from_fragment(fragment: &str) -> Result<Self, InvalidPointer> {
        let encoded = fragment.strip_prefix('#').ok_or(InvalidPointer::NoHash)?;
        Self::parse(&percent_decode(encoded).ok_or(InvalidPointer::Percent)?)
    }

    /// The URI fragment, with its `#`.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let mut fragment = String::from("#");
        for byte in self.to_string().bytes() {
            // RFC 3986 section 3.5: the characters a fragment holds as they are.
            if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte) {
                fragment.push(char::from(byte));
            } else {
                fragment.push('%');
                fragment.extend(
                    [byte >> 4, byte & 0xf]
                        .map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])),
                );
            }
        }
        fragment
    }

    /// Whether it points to the whole document.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The unescaped parts, from the outside in.
    #[must_use]
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        self.0.iter().map(|token| &**token)
    }

    /// The innermost unescaped part; `None` for the whole document.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(|token| &**token)
    }

    /// The pointer one level up; `None` for the whole document.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0
            .split_last()
            .map(|(_, parents)| Self(parents.to_vec()))
    }

    /// Goes one level down, in place. `token` is not escaped.
    pub fn push(&mut self, token: impl Into<String>) {
        self.0.push(token.into().into_boxed_str());
    }

    /// Goes one level up, in place, and says from where.
    pub fn pop(&mut self) -> Option<String> {
        self.0.pop().map(String::from)
    }

    /// The pointer one level down. `token` is not escaped.
    #[must_use]
    pub fn join(&self, token: impl Into<String>) -> Self {
        let mut child = self.clone();
        child.push(token);
        child
    }
}

/// Makes a pointer of unescaped parts.
impl<T: Into<String>> FromIterator<T> for Pointer {
    fn from_iter<I: IntoIterator<Item = T>>(tokens: I) -> Self {
        Self(
            tokens
                .into_iter()
                .map(|token| token.into().into_boxed_str())
                .collect(),
        )
    }
}

impl FromStr for Pointer {
    type Err = InvalidPointer;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The string form, escaped.
impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

fn unescape(token: &str) -> Result<Box<str>, InvalidPointer> {
    let mut parts = token.split('~');
    let mut text = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let (character, rest) = match (part.strip_prefix('0'), part.strip_prefix('1')) {
            (Some(rest), _) => ('~', rest),
            (_, Some(rest)) => ('/', rest),
            (None, None) => return Err(InvalidPointer::Tilde),
        };
        text.push(character);
        text.push_str(rest);
    }
    Ok(text.into())
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || {
                char::from(bytes.next()?)
                    .to_digit(16)
                    .and_then(|digit| u8::try_from(digit).ok())
            };
            decoded.push(digit()? << 4 | digit()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}
