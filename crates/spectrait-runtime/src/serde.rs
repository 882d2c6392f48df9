//! serde's traits for everything that the macros make, and for the types of this crate.
//!
//! Values go through JSON text and this crate's own reading, so that there is one set of rules:
//!
//! - A deserialised value is read strictly, see [the table](crate#strict-and-tolerant);
//!   [`Tolerant`] reads tolerantly. One error holds all violations.
//! - The format must describe itself (JSON, YAML, TOML, MessagePack): a field is what the format says it is.
//!   bincode and the like do not work.
//! - Numbers pass through serde's `i64`, `u64`, `i128` and `f64`, so one with more digits than these is
//!   rounded on the way in and out.
//! - It takes several times as long as [`FromJson`](crate::FromJson) and [`ToJson`](crate::ToJson). It is
//!   meant for configuration, logs and stores that speak serde, not for bodies.
//!
//! ```
//! use spectrait_runtime::serde::Tolerant;
//! use spectrait_runtime::record;
//!
//! record! {
//!     /// A closed record.
//!     #[derive(Clone, Default)]
//!     pub struct Point {
//!         /// Across.
//!         pub x: Option<i64> = "x",
//!     }
//!     closed;
//! }
//!
//! let point: Point = serde_json::from_str(r#"{"x":1}"#)?;
//! assert_eq!(serde_json::to_string(&point)?, r#"{"x":1}"#);
//!
//! let text = r#"{"x":"1","y":2}"#;
//! let error = serde_json::from_str::<Point>(text).unwrap_err().to_string();
//! assert!(error.contains("body at `/x`") && error.contains("body at `/y`"));
//!
//! let Tolerant(point) = serde_json::from_str::<Tolerant<Point>>(r#"{"x":null,"y":2}"#)?;
//! assert_eq!(point.x, None);
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::fmt;

use ::serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use ::serde::ser::{Error as _, SerializeMap, SerializeSeq};
pub use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::{
    Decode, Encode, Encoder, Kind, MAX_DEPTH, Mode, Node, Tape, Union, decode_json, parse_integer,
};
use crate::types::{Any, Base64, Int, List, Nullable, Number, Open, OpenUnion, StringEnum, Text};

/// Reads its value tolerantly, as a client reads a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tolerant<T>(pub T);

impl<T: Encode> Serialize for Tolerant<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, serializer)
    }
}

impl<'de, T: Decode> Deserialize<'de> for Tolerant<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer, Mode::Tolerant).map(Self)
    }
}

/// Writes a value. An unlisted one that a tolerant reading kept is written back.
///
/// # Errors
/// The serializer's, or one that says what JSON has no word for.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut encoder = Encoder::new(Mode::Tolerant);
    value.encode_into(&mut encoder);
    let json = encoder.finish().map_err(S::Error::custom)?;
    let tape = Tape::parse(json.as_bytes()).map_err(S::Error::custom)?;
    Value {
        tape: &tape,
        node: Node::ROOT,
    }
    .serialize(serializer)
}

/// Reads a value strictly.
///
/// # Errors
/// The deserializer's, or one that lists all violations.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer, Mode::Strict)
}

fn read<'de, T: Decode, D: Deserializer<'de>>(deserializer: D, mode: Mode) -> Result<T, D::Error> {
    let mut out = Encoder::new(Mode::Tolerant);
    Transcode {
        out: &mut out,
        depth: 0,
    }
    .deserialize(deserializer)?;
    let json = out.finish().map_err(D::Error::custom)?;
    decode_json(json.as_bytes(), mode).map_err(D::Error::custom)
}

/// A node, on its way to a serializer.
struct Value<'t> {
    tape: &'t Tape<'t>,
    node: Node,
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (tape, text) = (self.tape, self.tape.text_of(self.node));
        let mut children = tape.children(self.node);
        match tape.kind(self.node) {
            Kind::Null => serializer.serialize_unit(),
            Kind::True => serializer.serialize_bool(true),
            Kind::False => serializer.serialize_bool(false),
            Kind::String | Kind::Text | Kind::Octets => serializer.serialize_str(text),
            Kind::Number => {
                let is_float = text.contains('.');
                let integer = parse_integer(text).ok().filter(|_| !is_float);
                let signed = integer.and_then(|value| i64::try_from(value).ok());
                let unsigned = integer.and_then(|value| u64::try_from(value).ok());
                match (signed, unsigned) {
                    (Some(value), _) => serializer.serialize_i64(value),
                    (_, Some(value)) => serializer.serialize_u64(value),
                    _ => serializer.serialize_f64(text.parse().map_err(S::Error::custom)?),
                }
            }
            Kind::Array => {
                let mut items = serializer.serialize_seq(Some(tape.len(self.node)))?;
                while let Some(node) = tape.next(&mut children) {
                    items.serialize_element(&Value { tape, node })?;
                }
                items.end()
            }
            Kind::Object => {
                let mut members = serializer.serialize_map(Some(tape.len(self.node)))?;
                while let Some(node) = tape.next(&mut children) {
                    members.serialize_entry(tape.key(node), &Value { tape, node })?;
                }
                members.end()
            }
        }
    }
}

/// Writes whatever a deserializer holds as JSON.
struct Transcode<'e> {
    out: &'e mut Encoder,
    depth: usize,
}

impl Transcode<'_> {
    fn deeper<E: ::serde::de::Error>(&mut self) -> Result<Transcode<'_>, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format!("nested more than {MAX_DEPTH} deep")));
        }
        Ok(Transcode {
            out: self.out,
            depth: self.depth + 1,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Transcode<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcode<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.out.boolean(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.out.integer(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.out.number(&value.to_string());
        Ok(())
    }

    fn visit_i128<E>(self, value: i128) -> Result<(), E> {
        self.out.number(&value.to_string());
        Ok(())
    }

    fn visit_u128<E>(self, value: u128) -> Result<(), E> {
        self.out.number(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.out.float(value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.out.string(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.out.null();
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.out.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.out.raw("[");
        let mut first = true;
        loop {
            // The separator is written before it is known whether an item follows, and taken back.
            let mark = self.out.mark();
            if !first {
                self.out.raw(",");
            }
            first = false;
            if items.next_element_seed(self.deeper()?)?.is_none() {
                self.out.rewind(mark);
                break;
            }
        }
        self.out.raw("]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.out.raw("{");
        let mut first = true;
        while let Some(key) = members.next_key::<String>()? {
            self.out.key(&key, &mut first);
            members.next_value_seed(self.deeper()?)?;
        }
        self.out.raw("}");
        Ok(())
    }
}

/// The two traits of a type of this crate.
macro_rules! serde_impls {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }

        impl<'de, $($generics)*> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}

serde_impls! {
    [] Any;
    [] Number;
    [const MIN: i64, const MAX: i64] Int<MIN, MAX>;
    [const MIN: usize, const MAX: usize] Text<MIN, MAX>;
    [T: Decode + Encode, const MIN: usize, const MAX: usize] List<T, MIN, MAX>;
    [T: Decode + Encode] Nullable<T>;
    [E: StringEnum] Open<E>;
    [U: Union] OpenUnion<U>;
    [] Base64;
}
