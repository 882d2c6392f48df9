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
///
/// It makes the struct, `new`, a setter for each field (which takes an [`IntoField`](crate::IntoField)),
/// [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), and with the feature `serde` serde's
/// traits.
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
    ) => {
        $crate::__struct! {
            $(#[$meta])*
            $vis struct $name {
                $($(#[$field_meta])* $field_vis $field: $type,)*
            }
            $(new($($arg: $arg_type),*))?
        }

        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        impl $crate::json::Decode for $name {
            const SHAPE: $crate::json::Shape = $crate::json::Shape::Object;

            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                decoder: &mut $crate::json::Decoder<'_>,
                node: $crate::json::Node,
            ) -> ::core::option::Option<Self> {
                const NAMES: &[&str] = &[$($crate::__wire_name!($wire)),*];
                let mut slots = [$crate::json::Node::ABSENT; NAMES.len()];
                decoder.fields(node, NAMES, $crate::__is_given!($($closed)?), &mut slots)?;
                let [$($field),*] = slots;
                $(let $field = $crate::__decode_field!(decoder, node, NAMES, $field, $wire);)*
                ::core::option::Option::Some(Self { $($field: $field?),* })
            }
        }

        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        impl $crate::json::Encode for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                encoder.fields(&[$($crate::__wire_name!($wire)),*], &[$(&self.$field),*]);
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
    ($decoder:ident, $node:ident, $names:ident, $slot:ident, ..) => {{
        $crate::__macros::used(&$slot);
        $decoder.rest($node, $names)
    }};
    ($decoder:ident, $node:ident, $names:ident, $slot:ident, $wire:literal) => {
        $decoder.field($node, $slot, $wire)
    };
}
