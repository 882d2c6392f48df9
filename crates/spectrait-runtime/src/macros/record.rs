//! `record!`

/// A struct that is an object in the document.
///
/// ```
/// use spectrait_runtime::{FromJson, Map, Nullable, Text, ToJson, record};
///
/// record! {
///     /// A pet.
///     #[derive(Debug, Clone, PartialEq)]
///     #[non_exhaustive]
///     pub struct Pet {
///         /// Its number.
///         pub id: i64 = "id",
///         /// Its name.
///         pub name: Text<1, 80> = "name",
///         /// What it is known for.
///         pub tag: Option<Nullable<String>> = "tag",
///         /// Other properties.
///         pub additional: Map<String> = ..,
///     }
///     new(id: i64, name: Text<1, 80>);
/// }
///
/// let pet = Pet::new(7, Text::try_from("Rex")?).tag("good");
/// assert_eq!(pet.to_json()?, r#"{"id":7,"name":"Rex","tag":"good"}"#);
///
/// let error = Pet::from_json(r#"{"id":"7","tag":null,"owner":1}"#).unwrap_err();
/// assert_eq!(error.to_string(), "\
/// body at `/id`: expected an integer, found a string
/// body at `/name`: missing
/// body at `/owner`: expected a string, found a number");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every field says which property it is. A field of an `Option` may be absent; everything else follows from
/// its type as well. `= ..` marks the one field, a [`Map`](crate::Map), that keeps undeclared properties.
///
/// After the struct come, each at most once and in this order:
/// - `new(id: i64, …);` lists the required fields, if there are any, and makes `new` of them. Without it `new`
///   takes nothing, and the struct must be `Default`.
/// - `closed;` says that the schema allows no undeclared properties: a strict reading refuses them.
/// - `ignore ["id", …];` lists properties that may be there and are not looked at, nor kept: those that only a response
///   has (`readOnly`), in the request's type.
/// - `rules […];` lists what the fields do not say, as [`Rule`](crate::Rule)s, whose names and
///   [`JsonType`](crate::JsonType)'s are in scope there. They are checked in a strict reading, and when a request is
///   written; rules do not see what is ignored.
///
/// ```
/// use spectrait_runtime::{FromJson, record};
///
/// record! {
///     /// How to reach somebody.
///     #[derive(Debug, Clone, PartialEq, Default)]
///     pub struct Contact {
///         /// By mail.
///         pub mail: Option<String> = "mail",
///         /// By phone.
///         pub phone: Option<String> = "phone",
///     }
///     closed;
///     ignore ["id"];
///     rules [AnyOf(&[&[Required(&["mail"])], &[Required(&["phone"])]])];
/// }
///
/// assert!(Contact::from_json(r#"{"id":7,"phone":"112"}"#).is_ok());
/// let error = Contact::from_json(r#"{"id":7}"#).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "body: no alternative is valid (1: at `/mail`: missing; 2: at `/phone`: missing)",
/// );
/// ```
///
/// It makes the struct, `new`, a setter for each field (which takes an [`IntoField`](crate::IntoField)),
/// [`Record`](crate::json::Record), [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), and with the
/// feature `serde` serde's traits.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[$field_meta:meta])*
                $field_vis:vis $field:ident: $type:ty = $wire:tt
            ),* $(,)?
        }
        $(new($($arg:ident: $arg_type:ty),* $(,)?);)?
        $(closed $closed:tt)?
        $(ignore [$($ignored:literal),* $(,)?];)?
        $(rules $rules:tt;)?
    ) => {
        $crate::__struct! {
            $(#[$meta])*
            $vis struct $name {
                $($(#[$field_meta])* $field_vis $field: $type,)*
            }
            $(new($($arg: $arg_type),*))?
        }

        impl $crate::json::Record for $name {
            const RECORD: &'static $crate::json::RecordShape = &$crate::json::RecordShape {
                names: &[$($crate::__wire_name!($wire)),*],
                closed: $crate::__is_given!($($closed)?),
                ignored: &[$($($ignored),*)?],
                rules: $crate::__rules!($($rules)?),
            };
        }

        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        #[allow(clippy::disallowed_names, reason = "the document names the fields")]
        impl $crate::json::Decode for $name {
            const SHAPE: $crate::json::Shape = $crate::json::Shape::Object;

            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                decoder: &mut $crate::json::Decoder<'_>,
                node: $crate::json::Node,
            ) -> ::core::option::Option<Self> {
                // Types are named, and options matched at once, as rustc infers neither in linear time.
                let [$($field),*] = decoder.fields(node, <Self as $crate::json::Record>::RECORD)?;
                match ($($crate::__decode_field!(decoder, node, $field, $type, $wire),)*) {
                    ($(::core::option::Option::Some($field),)*) => {
                        $crate::__decoded_record!(decoder, node, Self { $($field),* }, $($rules)?)
                    }
                    #[allow(unreachable_patterns, reason = "of a struct without fields")]
                    _ => ::core::option::Option::None,
                }
            }
        }

        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        impl $crate::json::Encode for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                encoder.fields(<Self as $crate::json::Record>::RECORD, &[$(&self.$field),*]);
            }
        }

        $crate::__serde! { $name }
    };
}

/// The name of a property, or the mark of the rest.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire_name {
    (..) => {
        $crate::json::REST
    };
    ($wire:literal) => {
        $wire
    };
}

/// Reads a property, or the rest.
#[doc(hidden)]
#[macro_export]
macro_rules! __decode_field {
    ($decoder:ident, $node:ident, $slot:ident, $type:ty, ..) => {{
        $crate::__macros::used(&$slot);
        $decoder.rest::<$type>($node, <Self as $crate::json::Record>::RECORD)
    }};
    ($decoder:ident, $node:ident, $slot:ident, $type:ty, $wire:literal) => {
        $decoder.field::<$type>($node, $slot, $wire)
    };
}

/// The record that was read, with its rules if it has any.
#[doc(hidden)]
#[macro_export]
macro_rules! __decoded_record {
    ($decoder:ident, $node:ident, $record:expr,) => {
        ::core::option::Option::Some($record)
    };
    ($decoder:ident, $node:ident, $record:expr, $rules:tt) => {
        $decoder.record($node, $record)
    };
}
