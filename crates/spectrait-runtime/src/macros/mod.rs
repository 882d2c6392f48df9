//! The macros that generated code consists of. Each is documented where the crate exports it.
//!
//! All of them expand to few lines per type and leave the work to functions of this crate that are compiled
//! once. None walks its input recursively, so a struct of hundreds of fields is as good as any.

mod bodies;
mod bounded;
mod checked;
mod interface;
mod record;
mod request;
mod responses;
mod security_scheme;
mod string_enum;
mod union;

/// What a constructor starts from: a field that is not given.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Blank;

impl Blank {
    /// What an optional field is from the beginning.
    #[must_use]
    pub fn into_value<T: Default>(self) -> T {
        T::default()
    }
}

/// A field that is given.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Filled<T>(pub T);

impl<T> Filled<T> {
    /// The given value.
    pub fn into_value(self) -> T {
        self.0
    }
}

/// Counts as a use.
#[doc(hidden)]
pub const fn used<T>(_: &T) {}

/// Where a name is on a list that holds it.
#[doc(hidden)]
#[must_use]
pub fn position(names: &[&str], name: &str) -> usize {
    names.iter().position(|other| *other == name).unwrap_or(0)
}

/// A name on a list.
#[doc(hidden)]
#[must_use]
pub fn at(names: &[&'static str], index: usize) -> &'static str {
    names.get(index).copied().unwrap_or_default()
}

/// What makes a struct: `new` and the setters. `[;]` marks what only responses hold: see [`record!`](crate::record).
#[doc(hidden)]
#[macro_export]
macro_rules! __make {
    ([;] $($struct:tt)*) => {
        $crate::__on_server! { $crate::__make! { [] $($struct)* } }
    };
    ([] $vis:vis $name:ident { $($field_vis:vis $field:ident: $type:ty,)* } $(new($($arg:ident: $arg_type:ty),*))?) => {
        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        #[allow(clippy::disallowed_names, reason = "the document names the fields")]
        impl $name {
            $crate::__new! { $vis [$($field)*] $(($($arg: $arg_type),*))? }

            $(
                /// Sets the field of this name.
                #[must_use]
                $field_vis fn $field(mut self, $field: impl $crate::IntoField<$type>) -> Self {
                    self.$field = $field.into_field();
                    self
                }
            )*
        }
    };
}

/// `new`, with the required fields or without any.
#[doc(hidden)]
#[macro_export]
macro_rules! __new {
    ($vis:vis [$($field:ident)*]) => {
        /// With no optional field set.
        #[must_use]
        $vis fn new() -> Self {
            <Self as ::core::default::Default>::default()
        }
    };
    ($vis:vis [$($field:ident)*] ($($arg:ident: $arg_type:ty),*)) => {
        /// With the required fields, and no optional one set.
        #[must_use]
        #[allow(clippy::too_many_arguments, reason = "one for each required field")]
        #[allow(unused_variables, reason = "what is given takes the place of a blank")]
        $vis fn new($($arg: impl $crate::IntoField<$arg_type>),*) -> Self {
            let given = ($($crate::__macros::Filled($crate::IntoField::<$arg_type>::into_field($arg)),)*);
            $(let $field = $crate::__macros::Blank;)*
            let ($($arg,)*) = given;
            Self { $($field: $field.into_value(),)* }
        }
    };
}

/// [`Fields`](crate::json::Fields), and what follows from it.
#[doc(hidden)]
#[macro_export]
macro_rules! __fields {
    ($name:ident { $($field:ident)* }) => {
        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        impl $crate::json::Fields for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn fields(&self, show: &mut dyn ::core::ops::FnMut(&[&dyn $crate::json::Field])) {
                show(&[$(&self.$field),*]);
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::json::debug(self, stringify!($name), stringify!($($field)*), f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::json::equal(self, other)
            }
        }
    };
}

/// What is there for a server only. It is this crate's feature that counts.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "server")]
macro_rules! __on_server {
    ($($item:tt)*) => {
        $($item)*
    };
}

/// What is there for a server only. It is this crate's feature that counts.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "server"))]
macro_rules! __on_server {
    ($($item:tt)*) => {};
}

/// `true` if a token is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_given {
    () => {
        false
    };
    ($token:tt) => {
        true
    };
}

/// serde's traits, if the feature is on. It is this crate's feature that counts.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "serde")]
macro_rules! __serde {
    ($name:ident) => {
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::serde::serialize(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::serde::deserialize(deserializer)
            }
        }
    };
}

/// serde's traits, if the feature is on. It is this crate's feature that counts.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "serde"))]
macro_rules! __serde {
    ($name:ident) => {};
}
