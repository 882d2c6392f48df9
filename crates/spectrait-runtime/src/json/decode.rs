//! [`Decode`], and how the types of the standard library are read.

use std::collections::BTreeMap;

use crate::json::record::Rest;
use crate::json::{Decoder, Node};

/// A type that can be read from JSON and, if it is a scalar or an array of scalars, from a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from JSON",
    note = "the macros `record!` and `string_enum!` of spectrait-runtime make types that can"
)]
pub trait Decode: Sized {
    /// What a parameter of this type looks like.
    const SHAPE: Shape;

    /// Whether a property, parameter or body of this type may be absent.
    const OPTIONAL: bool = false;

    /// Whether `null` is a value of this type.
    const NULLABLE: bool = false;

    /// Reads the value, or records at least one violation.
    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self>;

    /// What it means that the value is absent; `None`: it must not be.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// What a value looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A string, a number or a boolean.
    Scalar,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Values of different shapes: a union, or anything. The text of a parameter decides.
    Any,
}

impl Decode for bool {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.boolean(node)
    }
}

macro_rules! decode_integers {
    ($($integer:ty)*) => {$(
        impl Decode for $integer {
            const SHAPE: Shape = Shape::Scalar;

            fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
                let value = decoder.wide_integer(node, Self::MIN.into(), Self::MAX.into())?;
                Self::try_from(value).ok()
            }
        }
    )*};
}

decode_integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

impl Decode for f64 {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.float(node)
    }
}

impl Decode for String {
    const SHAPE: Shape = Shape::Scalar;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decoder.string(node).map(str::to_owned)
    }
}

/// Absent is `None`. `null` is a violation, or to a tolerant reader `None` as well.
impl<T: Decode> Decode for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const OPTIONAL: bool = true;
    const NULLABLE: bool = T::NULLABLE;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        if !T::NULLABLE && decoder.is_tolerant() && decoder.is_null(node) {
            decoder.pardon(1);
            return Some(None);
        }
        T::decode(decoder, node).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Box<T> {
    const SHAPE: Shape = T::SHAPE;
    const OPTIONAL: bool = T::OPTIONAL;
    const NULLABLE: bool = T::NULLABLE;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        T::decode(decoder, node).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const SHAPE: Shape = Shape::Array;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        decode_items(decoder, node, 0, usize::MAX)
    }
}

/// Reads an array whose size is checked before its items.
pub(crate) fn decode_items<T: Decode>(
    decoder: &mut Decoder<'_>,
    node: Node,
    min: usize,
    max: usize,
) -> Option<Vec<T>> {
    let mut items = decoder.items(node, min, max)?;
    let tape = decoder.tape();
    let len = tape.item_count(node);
    let mut values = Vec::with_capacity(len);
    while let Some(item) = tape.next(&mut items) {
        // An item that does not fit was recorded; the rest is read for its violations.
        values.extend(T::decode(decoder, item));
    }
    (values.len() == len).then_some(values)
}

/// The items of an array of exactly `N`; a tolerant reading ignores further ones.
pub(crate) fn list_items<const N: usize>(
    decoder: &mut Decoder<'_>,
    node: Node,
) -> Option<[Node; N]> {
    let max = if decoder.is_tolerant() { usize::MAX } else { N };
    let mut children = decoder.items(node, N, max)?;
    let tape = decoder.tape();
    decoder.pardon(tape.item_count(node) - N);
    // There are as many.
    Some(std::array::from_fn(|_| {
        tape.next(&mut children).unwrap_or(Node::ABSENT)
    }))
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Object;

    fn decode(decoder: &mut Decoder<'_>, node: Node) -> Option<Self> {
        let mut members = decoder.members(node)?;
        let tape = decoder.tape();
        let mut map = Self::new();
        let mut complete = true;
        while let Some(member) = tape.next(&mut members) {
            complete &= map.keep(decoder, tape.key(member), member);
        }
        complete.then_some(map)
    }
}

impl<T: Decode> Rest for BTreeMap<String, T> {
    fn keep(&mut self, decoder: &mut Decoder<'_>, key: &str, member: Node) -> bool {
        let value = T::decode(decoder, member);
        let fits = value.is_some();
        if let Some(value) = value
            && self.insert(key.to_owned(), value).is_some()
        {
            decoder.duplicate(member);
        }
        fits
    }
}

impl<T: Decode> Rest for Option<BTreeMap<String, T>> {
    fn keep(&mut self, decoder: &mut Decoder<'_>, key: &str, member: Node) -> bool {
        self.get_or_insert_default().keep(decoder, key, member)
    }
}
