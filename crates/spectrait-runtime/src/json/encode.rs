//! [`Encode`], and how the types of the standard library are written.

use std::collections::BTreeMap;

use crate::json::Encoder;

/// A type that can be written as JSON and, if it is a scalar or an array of scalars, as a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as JSON",
    note = "the macros `record!` and `string_enum!` of spectrait-runtime make types that can"
)]
pub trait Encode {
    /// Writes exactly one value.
    fn encode_into(&self, encoder: &mut Encoder);

    /// Whether nothing is written: the property, parameter or body is left out.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes the value's members into an object that has begun: the undeclared properties of a record,
    /// which must not have a declared name. Only maps have members.
    fn encode_members(&self, _encoder: &mut Encoder, _first: &mut bool, _declared: &[&str]) {}
}

impl Encode for bool {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.boolean(*self);
    }
}

macro_rules! encode_integers {
    ($($integer:ty)*) => {$(
        impl Encode for $integer {
            fn encode_into(&self, encoder: &mut Encoder) {
                encoder.integer((*self).into());
            }
        }
    )*};
}

encode_integers! { i8 i16 i32 i64 u8 u16 u32 }

impl Encode for u64 {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.number(&self.to_string());
    }
}

impl Encode for f64 {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.float(*self);
    }
}

impl Encode for str {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(self);
    }
}

impl Encode for String {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.string(self);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode_into(&self, encoder: &mut Encoder) {
        (**self).encode_into(encoder);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn encode_members(&self, encoder: &mut Encoder, first: &mut bool, declared: &[&str]) {
        (**self).encode_members(encoder, first, declared);
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        (**self).encode_into(encoder);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn encode_members(&self, encoder: &mut Encoder, first: &mut bool, declared: &[&str]) {
        (**self).encode_members(encoder, first, declared);
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        match self {
            Some(value) => value.encode_into(encoder),
            None => encoder.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn encode_members(&self, encoder: &mut Encoder, first: &mut bool, declared: &[&str]) {
        if let Some(value) = self {
            value.encode_members(encoder, first, declared);
        }
    }
}

impl<T: Encode> Encode for [T] {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.array(self.iter().map(|item| item as &dyn Encode));
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        self.as_slice().encode_into(encoder);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode_into(&self, encoder: &mut Encoder) {
        encoder.object(
            self.iter()
                .map(|(key, value)| (key.as_str(), value as &dyn Encode)),
        );
    }

    fn encode_members(&self, encoder: &mut Encoder, first: &mut bool, declared: &[&str]) {
        let members = self
            .iter()
            .map(|(key, value)| (key.as_str(), value as &dyn Encode));
        encoder.members(members, first, declared);
    }
}
