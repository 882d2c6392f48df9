//! Pieces of the skeleton on their way into `openapiv3`'s types.

use std::borrow::Cow;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::document::PLACE;
use crate::schema::SchemaId;

/// A checked value of the skeleton. It is never nested deeper than a path item's parts, since what
/// nests without bound is left out.
#[derive(Debug)]
pub(super) enum Part<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// A boolean.
    Flag(bool),
    /// The place of an object.
    Place(u64),
    /// An array.
    List(Vec<Part<'t>>),
    /// An object.
    Object(Vec<(Cow<'t, str>, Part<'t>)>),
}

impl Part<'_> {
    /// The placeholder of a `$ref`: the place of the object it stands in.
    pub(super) fn reference(place: u64) -> Self {
        Self::Object(vec![("$ref".into(), Self::Text(place.to_string().into()))])
    }

    /// The placeholder of a schema.
    pub(super) fn schema(id: SchemaId) -> Self {
        Self::reference(id.0.into())
    }

    /// An object with nothing but its place.
    pub(super) fn empty(place: u64) -> Self {
        Self::Object(vec![(PLACE.into(), Self::Place(place))])
    }
}

impl<'de> IntoDeserializer<'de> for Part<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Part<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Self::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Self::Flag(flag) => visitor.visit_bool(flag),
            Self::Place(place) => visitor.visit_u64(place),
            Self::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Object(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
