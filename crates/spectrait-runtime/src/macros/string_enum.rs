//! `string_enum!`

/// An enum that is a string with listed values in the document.
///
/// ```
/// use spectrait_runtime::{FromJson, ToJson, string_enum};
///
/// string_enum! {
///     /// How a build stands.
///     pub enum BuildStatus {
///         Pending = "pending",
///         /// It is over.
///         TimedOut = "timed-out",
///     }
/// }
///
/// assert_eq!(BuildStatus::TimedOut.as_str(), "timed-out");
/// assert_eq!("pending".parse(), Ok(BuildStatus::Pending));
/// let error = "done".parse::<BuildStatus>().unwrap_err();
/// assert_eq!(error.to_string(), "`done` is none of [pending, timed-out]");
/// assert_eq!(BuildStatus::ALL.len(), 2);
/// assert!(BuildStatus::from_json_tolerant(r#""done""#).is_err());
/// ```
///
/// An unlisted value is a violation in both modes; [`Open`](crate::Open) is for what a client reads.
///
/// It makes the enum with the usual derives, `ALL`, `as_str`, `Display`, `FromStr`,
/// [`StringEnum`](crate::StringEnum), [`Decode`](crate::json::Decode) and
/// [`Encode`](crate::json::Encode), and with the feature `serde` serde's traits. The documentation of a
/// variant begins with its string.
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $wire:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $(#[doc = concat!("`", $wire, "`")] $(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// All variants, in the order of the document.
            $vis const ALL: &'static [Self] = {
                // Statics, which may be large.
                static ALL: &[$name] = &[$($name::$variant),*];
                ALL
            };

            /// The string in the document.
            #[must_use]
            $vis const fn as_str(self) -> &'static str {
                <Self as $crate::StringEnum>::VALUES.list()[self as usize]
            }
        }

        impl $crate::StringEnum for $name {
            const VARIANTS: &'static [Self] = Self::ALL;
            const VALUES: &'static $crate::json::Words = {
                static WORDS: $crate::json::Words = $crate::json::Words::new(&[$($wire),*]);
                &WORDS
            };

            fn wire(self) -> &'static str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::NotAllowed;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::NotAllowed> {
                <Self as $crate::StringEnum>::parse(text)
            }
        }

        impl $crate::json::Decode for $name {
            const SHAPE: $crate::json::Shape = $crate::json::Shape::Scalar;

            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                decoder: &mut $crate::json::Decoder<'_>,
                node: $crate::json::Node,
            ) -> ::core::option::Option<Self> {
                let index = decoder.listed(node, <Self as $crate::StringEnum>::VALUES)?;
                Self::ALL.get(index).copied()
            }
        }

        impl $crate::json::Encode for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn encode_into(&self, encoder: &mut $crate::json::Encoder) {
                encoder.string(self.as_str());
            }
        }

        $crate::__serde! { $name }
    };
}
