//! Values that may be `null`.

use crate::json::{Decode, Decoder, Encode, Encoder, Node, Shape};

/// A value or `null` (`nullable: true`, or `null` among the types).
///
/// Absent is another thing: `Option<Nullable<T>>` has all three states.
///
/// ```
/// use spectrait_runtime::{FromJson, Nullable, ToJson, record};
///
/// record! {
///     /// Changes of a pet.
///     #[derive(Clone, Default)]
///     pub struct Change {
///         /// The name.
///         pub name: Option<Nullable<String>> = "name",
///     }
/// }
///
/// assert_eq!(Change::from_json("{}")?.name, None);
/// assert_eq!(Change::from_json(r#"{"name":null}"#)?.name, Some(Nullable::Null));
/// assert_eq!(Change::new().name("Rex").to_json()?, r#"{"name":"Rex"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Nullable<T> {
    /// `null`
    #[default]
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        self.into()
    }

    /// The value, if there is one.
    #[must_use]
    pub const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Whether this is `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// `None` becomes `null`.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        match value {
            Nullable::Null => None,
            Nullable::Value(value) => Some(value),
        }
    }
}

impl<T: Decode> Decode for Nullable<T> {
    const SHAPE: Shape = T::SHAPE;
    const NULLABLE: bool = true;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        if decoder.is_null(node) {
            return Some(Self::Null);
        }
        T::decode(decoder, node).map(Self::Value)
    }
}

impl<T: Encode> Encode for Nullable<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        match self {
            Self::Null => encoder.null(),
            Self::Value(value) => value.encode_into(encoder),
        }
    }
}
