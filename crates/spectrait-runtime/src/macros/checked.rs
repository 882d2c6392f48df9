//! `checked!` and `rule_sets!`

/// A type that holds only what a list of rules allows.
///
/// ```
/// use spectrait_runtime::{FromJson, checked};
///
/// checked! {
///     /// A post code.
///     #[derive(Debug, Clone, PartialEq, Eq, Hash)]
///     pub struct Postcode(String) = [Pattern("^[0-9]{5}$")];
/// }
///
/// checked! {
///     /// A price, in whole cents.
///     #[derive(Debug, Clone, Copy, PartialEq)]
///     pub struct Price(f64) = [ExclusiveMinimum("0"), MultipleOf("0.01")];
/// }
///
/// let code: Postcode = "10115".parse()?;
/// assert_eq!(code.len(), 5); // it is a `String`
/// assert!(Price::try_from(0.03).is_ok());
/// let error = Price::try_from(0.035).unwrap_err();
/// assert_eq!(error.to_string(), "0.035 is not a multiple of 0.01");
///
/// let error = Postcode::from_json(r#""1011""#).unwrap_err();
/// assert_eq!(error.to_string(), "body: `1011` does not match `^[0-9]{5}$`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The names of [`Rule`](crate::Rule) and [`JsonType`](crate::JsonType) are in scope in the list. The rules hold in both
/// modes: a value of the type is always a right one.
///
/// It makes the struct, `get`, `into_inner`, `TryFrom` of the inner type, `Deref` to it,
/// [`Checked`](crate::Checked), [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), and with the feature
/// `serde` serde's traits. Where the inner type is written `String` or `Text<…>`, also `TryFrom<&str>`, `FromStr` and
/// `Display`.
#[macro_export]
macro_rules! checked {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident($($inner:tt)*) = $rules:tt;
    ) => {
        $(#[$meta])*
        $vis struct $name($($inner)*);

        $crate::__checked! { $vis $name ($($inner)*) $rules }
        $crate::__checked_text! { $name $($inner)* }
        $crate::__serde! { $name }
    };
}

/// What every checked type has.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked {
    ($vis:vis $name:ident ($inner:ty) $rules:tt) => {
        impl $name {
            /// The value.
            #[must_use]
            $vis const fn get(&self) -> &$inner {
                &self.0
            }

            /// The value.
            #[must_use]
            $vis fn into_inner(self) -> $inner {
                self.0
            }
        }

        impl $crate::Checked for $name {
            type Inner = $inner;

            const RULES: &'static [$crate::Rule] = $crate::__rules!($rules);
        }

        impl ::core::convert::TryFrom<$inner> for $name {
            type Error = $crate::NotAllowed;

            fn try_from(value: $inner) -> ::core::result::Result<Self, $crate::NotAllowed> {
                $crate::rules::allow::<Self>(&value)?;
                ::core::result::Result::Ok(Self(value))
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl $crate::json::Decode for $name {
            const SHAPE: $crate::json::Shape = <$inner as $crate::json::Decode>::SHAPE;
            const NULLABLE: bool = <$inner as $crate::json::Decode>::NULLABLE;

            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                decoder: &mut $crate::json::Decoder<'_>,
                node: $crate::json::Node,
            ) -> ::core::option::Option<Self> {
                decoder.checked::<Self>(node).map(Self)
            }
        }

        impl $crate::json::Encode for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                $crate::json::Encode::encode_into(&self.0, encoder);
            }
        }
    };
}

/// What a checked text has as well.
#[doc(hidden)]
#[macro_export]
macro_rules! __checked_text {
    ($name:ident String) => {
        $crate::__checked_text! { @ $name String }
    };
    ($name:ident Text $($bounds:tt)*) => {
        $crate::__checked_text! { @ $name $crate::Text $($bounds)* }
    };
    (@ $name:ident $($inner:tt)*) => {
        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::NotAllowed;

            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::NotAllowed> {
                text.parse()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::NotAllowed;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::NotAllowed> {
                $crate::rules::parse::<Self>(text).map(Self)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
    ($name:ident $($inner:tt)*) => {};
}

/// Lists of rules that others refer to, themselves included: statics of the type [`RuleSet`](crate::RuleSet).
///
/// ```
/// use spectrait_runtime::{Any, FromJson, checked, rule_sets};
///
/// rule_sets! {
///     /// A list: `{"value": 1, "next": {…}}`.
///     static NODE = [
///         Type(&[Object]),
///         Required(&["value"]),
///         Properties(&[("next", &[Ref(&NODE)])]),
///     ];
/// }
///
/// checked! {
///     /// Anything that is such a list.
///     #[derive(Debug, Clone, PartialEq)]
///     pub struct Chain(Any) = [Ref(&NODE)];
/// }
///
/// assert!(Chain::from_json(r#"{"value":1,"next":{"value":2}}"#).is_ok());
/// let error = Chain::from_json(r#"{"value":1,"next":{"value":2,"next":{}}}"#).unwrap_err();
/// assert_eq!(error.to_string(), "body at `/next/next/value`: missing");
/// ```
#[macro_export]
macro_rules! rule_sets {
    ($($(#[$meta:meta])* $vis:vis static $name:ident = $rules:tt;)*) => {$(
        $(#[$meta])*
        $vis static $name: $crate::RuleSet = $crate::RuleSet($crate::__rules!($rules));
    )*};
}

/// A list of rules, with their names in scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __rules {
    () => {
        &[]
    };
    ([$($rules:tt)*]) => {{
        #[allow(unused_imports, reason = "few lists have rules and types of every kind")]
        use $crate::{JsonType::*, Rule::*};
        &[$($rules)*]
    }};
}
