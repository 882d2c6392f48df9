//! What a setter takes.

use crate::json::Decode;
use crate::types::{Nullable, Open, OpenUnion};

/// What can be given for a field of type `T`: a `T`, and what becomes one without failing. A field that may be
/// absent or null takes the bare value; a string field takes a `&str`; an open enum takes the enum; a `Vec` takes
/// an array.
///
/// Setters and constructors of generated types take it; there is no need to name it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given for a field of type `{T}`",
    label = "not what the field takes",
    note = "for a bounded type write `bounded!(TYPE, 50)` for a literal, and `TYPE::try_from(value)?` \
            for a value that is known when the program runs"
)]
pub trait IntoField<T> {
    /// The field's value.
    fn into_field(self) -> T;
}

/// Says that an optional field is absent, which it also is from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Absent;

impl<T> IntoField<T> for T {
    fn into_field(self) -> T {
        self
    }
}

impl<T> IntoField<Option<T>> for T {
    fn into_field(self) -> Option<T> {
        Some(self)
    }
}

impl<T: Decode> IntoField<Option<T>> for Absent {
    fn into_field(self) -> Option<T> {
        None
    }
}

impl<T> IntoField<Nullable<T>> for T {
    fn into_field(self) -> Nullable<T> {
        Nullable::Value(self)
    }
}

impl<T> IntoField<Option<Nullable<T>>> for T {
    fn into_field(self) -> Option<Nullable<T>> {
        Some(Nullable::Value(self))
    }
}

impl<E> IntoField<Open<E>> for E {
    fn into_field(self) -> Open<E> {
        Open::Known(self)
    }
}

impl<E> IntoField<Option<Open<E>>> for E {
    fn into_field(self) -> Option<Open<E>> {
        Some(Open::Known(self))
    }
}

impl<E> IntoField<Nullable<Open<E>>> for E {
    fn into_field(self) -> Nullable<Open<E>> {
        Nullable::Value(Open::Known(self))
    }
}

impl<E> IntoField<Option<Nullable<Open<E>>>> for E {
    fn into_field(self) -> Option<Nullable<Open<E>>> {
        Some(Nullable::Value(Open::Known(self)))
    }
}

impl<U> IntoField<OpenUnion<U>> for U {
    fn into_field(self) -> OpenUnion<U> {
        OpenUnion::Known(self)
    }
}

impl<U> IntoField<Option<OpenUnion<U>>> for U {
    fn into_field(self) -> Option<OpenUnion<U>> {
        Some(OpenUnion::Known(self))
    }
}

impl<U> IntoField<Nullable<OpenUnion<U>>> for U {
    fn into_field(self) -> Nullable<OpenUnion<U>> {
        Nullable::Value(OpenUnion::Known(self))
    }
}

impl<U> IntoField<Option<Nullable<OpenUnion<U>>>> for U {
    fn into_field(self) -> Option<Nullable<OpenUnion<U>>> {
        Some(Nullable::Value(OpenUnion::Known(self)))
    }
}

impl<T> IntoField<Box<T>> for T {
    fn into_field(self) -> Box<T> {
        Box::new(self)
    }
}

impl<T> IntoField<Option<Box<T>>> for T {
    fn into_field(self) -> Option<Box<T>> {
        Some(Box::new(self))
    }
}

impl<T, const N: usize> IntoField<Vec<T>> for [T; N] {
    fn into_field(self) -> Vec<T> {
        self.into()
    }
}

impl<T, const N: usize> IntoField<Option<Vec<T>>> for [T; N] {
    fn into_field(self) -> Option<Vec<T>> {
        Some(self.into())
    }
}

impl IntoField<String> for &str {
    fn into_field(self) -> String {
        self.to_owned()
    }
}

impl IntoField<Option<String>> for &str {
    fn into_field(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoField<Nullable<String>> for &str {
    fn into_field(self) -> Nullable<String> {
        Nullable::Value(self.to_owned())
    }
}

impl IntoField<Option<Nullable<String>>> for &str {
    fn into_field(self) -> Option<Nullable<String>> {
        Some(Nullable::Value(self.to_owned()))
    }
}
