//! `record!`

/// A struct that is an object in the document.
///
/// ```
/// use spectrait_runtime::{FromJson, Map, Nullable, Text, ToJson, record};
///
/// record! {
///     /// A pet.
///     #[derive(Clone)]
///     #[non_exhaustive]
///     pub struct Pet {
///         /// Its number.
///         pub id: i64 = "id",
///         /// Its name.
///         pub name: Text<1, 80> = "name",
///         /// What it is known for.
///         pub tag: Option<Nullable<String>> = "tag",
///         ..pub additional: Map<String>,
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
/// its type as well. `..` marks a last field, a [`Map`](crate::Map), that keeps the undeclared properties.
///
/// After the struct come, each at most once and in this order:
/// - `new(id: i64, …);` lists the required fields, if there are any, and makes `new` of them. Without it `new`
///   takes nothing, and the struct must be `Default`.
/// - `response;` says that only responses hold it. A client reads it and makes none, so `new` and the setters are there
///   if this crate's feature `server` is on.
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
///     #[derive(Clone, Default)]
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
/// It makes the struct, `new`, a setter for each field (which takes an [`IntoField`](crate::IntoField)), `Debug`,
/// `PartialEq`, [`Record`](crate::json::Record), [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), and
/// with the feature `serde` serde's traits.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[$field_meta:meta])*
                $field_vis:vis $field:ident: $type:ty = $wire:literal
            ),* $(,)?
            $(..$rest_vis:vis $rest:ident: $rest_type:ty $(,)?)?
        }
        $(new($($arg:ident: $arg_type:ty),* $(,)?);)?
        $(response $response:tt)?
        $(closed $closed:tt)?
        $(ignore [$($ignored:literal),* $(,)?];)?
        $(rules $rules:tt;)?
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
            $(
                /// The properties that are not declared.
                $rest_vis $rest: $rest_type,
            )?
        }

        $crate::__make! {
            [$($response)?] $vis $name {
                $($field_vis $field: $type,)*
                $($rest_vis $rest: $rest_type,)?
            }
            $(new($($arg: $arg_type),*))?
        }
        $crate::__fields! { $name { $($field)* $($rest)? } }

        impl $crate::json::Record for $name {
            const RECORD: &'static $crate::json::RecordShape =
                &$crate::json::RecordShape::new(&[$($wire),*])
                    $(.keeping_others($crate::__is_given!($rest)))?
                    $(.closed($crate::__is_given!($closed)))?
                    $(.ignoring(&[$($ignored),*]))?
                    $(.ruled($crate::__rules!($rules)))?;
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
                #[allow(unused_mut, reason = "of a struct without fields")]
                let mut slots = decoder.slots(node, <Self as $crate::json::Record>::RECORD)?;
                $crate::__read_record! {
                    slots [$($field: $type,)*] [$($rest: $rest_type)?] $(new $($arg)*;)? $(rules $rules)?
                }
            }
        }

        impl $crate::json::Encode for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                encoder.record(self);
            }
        }

        $crate::__serde! { $name }
    };
}

/// Reads all fields. Types are named, and options matched at once, as rustc infers neither in linear time.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_record {
    ($slots:ident [$($field:ident: $type:ty,)*] [$($rest:ident: $rest_type:ty)?] $(rules $rules:tt)?) => {{
        let record = Self {
            $($field: $slots.field_or_default::<$type>(),)*
            $($rest: $slots.rest::<$rest_type>().unwrap_or_default(),)?
        };
        $crate::__checked_record!($slots, $slots.is_complete().then_some(record), $($rules)?)
    }};
    (
        $slots:ident [$($field:ident: $type:ty,)*] [$($rest:ident: $rest_type:ty)?]
        new $($arg:ident)*; $(rules $rules:tt)?
    ) => {
        match ($($slots.field::<$type>(),)* $($slots.rest::<$rest_type>(),)?) {
            ($(Some($field),)* $(Some($rest),)?) => {
                $crate::__checked_record!($slots, Some(Self { $($field,)* $($rest)? }), $($rules)?)
            }
            _ => None,
        }
    };
}

/// The record that was read, with its rules if it has any.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked_record {
    ($slots:ident, $record:expr,) => {
        $record
    };
    ($slots:ident, $record:expr, $rules:tt) => {{
        let record = $record?;
        $slots.record(record)
    }};
}
