//! Enums in responses, which a newer server may have added to.

use std::fmt;

use crate::json::{Decode, Decoder, Encode, Encoder, Keyword, Node, Shape, Words};
use crate::types::NotAllowed;

/// An enum of strings. The macro [`string_enum!`](crate::string_enum) implements it.
pub trait StringEnum: Copy + Sized + 'static {
    /// The variants, in the order of the document.
    const VARIANTS: &'static [Self];
    /// Their strings, in the same order.
    const VALUES: &'static Words;

    /// The string of this one.
    fn wire(self) -> &'static str;

    /// The variant of a string.
    #[must_use]
    fn from_wire(text: &str) -> Option<Self> {
        let index = Self::VALUES.find(text)?;
        Self::VARIANTS.get(index).copied()
    }

    /// The variant of a string.
    ///
    /// # Errors
    /// [`NotAllowed`] if the document does not list it.
    fn parse(text: &str) -> Result<Self, NotAllowed> {
        Self::from_wire(text).ok_or_else(|| NotAllowed::unlisted(text, Self::VALUES.list()))
    }
}

/// One of the values that the document lists, or one that a newer server has added.
///
/// A tolerant reading keeps an unlisted value, so that a client neither fails nor loses it; a client writes it
/// back unchanged. A strict reading refuses it, and so does a server's encoder. Nobody can make one.
///
/// ```
/// use spectrait_runtime::{FromJson, Open, ToJson, string_enum};
///
/// string_enum! {
///     /// How a build stands.
///     pub enum BuildStatus {
///         Pending = "pending",
///         Failed = "failed",
///     }
/// }
///
/// let status: Open<BuildStatus> = BuildStatus::Failed.into();
/// assert!(status == BuildStatus::Failed);
///
/// let newer = Open::<BuildStatus>::from_json_tolerant(r#""paused""#)?;
/// match newer.known() {
///     Some(BuildStatus::Pending | BuildStatus::Failed) => unreachable!(),
///     None => assert_eq!(newer.as_str(), "paused"),
/// }
/// assert_eq!(newer.to_json()?, r#""paused""#);
/// assert!(Open::<BuildStatus>::from_json(r#""paused""#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open<E> {
    /// A listed value.
    Known(E),
    /// A value that the document does not list.
    Unlisted(Unlisted),
}

/// A string that the document does not list. Only a tolerant reading makes one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    /// The string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: StringEnum> Open<E> {
    /// The listed value, if it is one.
    #[must_use]
    pub fn known(&self) -> Option<E> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unlisted(_) => None,
        }
    }

    /// The string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.wire(),
            Self::Unlisted(unlisted) => unlisted.as_str(),
        }
    }

    /// The listed value of a string.
    #[must_use]
    pub fn from_wire(text: &str) -> Option<Self> {
        E::from_wire(text).map(Self::Known)
    }
}

impl<E> From<E> for Open<E> {
    fn from(value: E) -> Self {
        Self::Known(value)
    }
}

impl<E: PartialEq> PartialEq<E> for Open<E> {
    fn eq(&self, other: &E) -> bool {
        matches!(self, Self::Known(value) if value == other)
    }
}

impl<E: StringEnum> fmt::Display for Open<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<E: StringEnum> Decode for Open<E> {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        let text = decoder.string(node)?;
        if let Some(value) = E::from_wire(text) {
            return Some(Self::Known(value));
        }
        if decoder.is_tolerant() {
            decoder.pardon(1);
            return Some(Self::Unlisted(Unlisted(text.into())));
        }
        decoder.unlisted(node, text, E::VALUES.list());
        None
    }
}

impl<E: StringEnum> Encode for Open<E> {
    fn encode_into(&self, encoder: &mut Encoder) {
        match self {
            Self::Known(value) => encoder.string(value.wire()),
            Self::Unlisted(text) if encoder.is_tolerant() => encoder.string(text.as_str()),
            Self::Unlisted(text) => {
                let error = NotAllowed::unlisted(text.as_str(), E::VALUES.list());
                encoder.refuse(Keyword::Enum, error.to_string());
            }
        }
    }
}
