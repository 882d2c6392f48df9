//! Unions in responses, which a newer server may have added to.

use crate::json::{Decode, Decoder, Encode, Encoder, Keyword, Kind, Node, Shape, Union};
use crate::types::{Any, NotAllowed};

/// One of the branches that the document lists, or one that a newer server has added: it has a tag that is not listed.
///
/// A tolerant reading keeps such a value, so that a client neither fails nor loses it; a client writes it back. A strict
/// reading refuses it, and so does a server's encoder. Nobody can make one.
///
/// ```
/// use spectrait_runtime::{FromJson, OpenUnion, ToJson, record, union};
///
/// union! {
///     /// What has happened.
///     #[derive(Debug, Clone, PartialEq)]
///     pub enum Event: one_of by "type" {
///         Push(Push) = "push",
///     }
/// }
/// # record! {
/// #     /// A push.
/// #     #[derive(Clone, Default)]
/// #     pub struct Push {
/// #         /// The branch.
/// #         pub branch: Option<String> = "branch",
/// #     }
/// # }
///
/// let text = r#"{"stars":3,"type":"star"}"#;
/// let newer = OpenUnion::<Event>::from_json_tolerant(text)?;
/// match &newer {
///     OpenUnion::Known(Event::Push(push)) => unreachable!("{push:?}"),
///     OpenUnion::Unlisted(event) => assert_eq!(event.tag(), "star"),
/// }
/// assert_eq!(newer.to_json()?, text);
/// assert!(OpenUnion::<Event>::from_json(text).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenUnion<U> {
    /// A listed branch.
    Known(U),
    /// A value with a tag that the document does not list.
    Unlisted(UnlistedUnion),
}

/// A value that the document does not list. Only a tolerant reading makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlistedUnion {
    tag: String,
    value: Any,
}

impl UnlistedUnion {
    /// Which branch it says that it is.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The whole value.
    #[must_use]
    pub fn value(&self) -> &Any {
        &self.value
    }
}

impl<U> OpenUnion<U> {
    /// The listed branch, if it is one.
    #[must_use]
    pub const fn known(&self) -> Option<&U> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unlisted(_) => None,
        }
    }

    /// The listed branch, if it is one.
    #[must_use]
    pub fn into_known(self) -> Option<U> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unlisted(_) => None,
        }
    }
}

impl<U> From<U> for OpenUnion<U> {
    fn from(value: U) -> Self {
        Self::Known(value)
    }
}

impl<U: PartialEq> PartialEq<U> for OpenUnion<U> {
    fn eq(&self, other: &U) -> bool {
        self.known() == Some(other)
    }
}

impl<U: Union> Decode for OpenUnion<U> {
    const SHAPE: Shape = U::SHAPE;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        if decoder.is_tolerant()
            && let Some(tag) = decoder.unlisted_tag(node, U::UNION)
        {
            decoder.pardon(1);
            let value = Any::decode(decoder, node)?;
            return Some(Self::Unlisted(UnlistedUnion { tag, value }));
        }
        U::decode(decoder, node).map(Self::Known)
    }
}

impl<U: Union> Encode for OpenUnion<U> {
    fn encode_into(&self, encoder: &mut Encoder) {
        match self {
            Self::Known(value) => value.encode_into(encoder),
            Self::Unlisted(unlisted) if encoder.is_tolerant() => {
                unlisted.value.encode_into(encoder);
            }
            Self::Unlisted(unlisted) => {
                let error = NotAllowed::unlisted(&unlisted.tag, &U::UNION.tags());
                encoder.refuse(Keyword::Enum, error.to_string());
            }
        }
    }
}

impl Decoder<'_> {
    /// The tag of an object, if it is one that the union does not list.
    fn unlisted_tag(&self, node: Node, union: &'static crate::json::UnionShape) -> Option<String> {
        let tape = self.tape();
        let member = self.tag_of(node, union.tag?)?;
        let is_text = matches!(tape.kind(member), Kind::String | Kind::Text);
        let tag = tape.text_of(member);
        (is_text && union.tagged(tag).is_none()).then(|| tag.to_owned())
    }
}
