//! `responses!`

/// An enum of the documented responses of an operation: its failures, or its successes if there are several.
///
/// ```
/// use spectrait_runtime::{Responses, StatusCode, record, responses};
///
/// record! {
///     /// What went wrong.
///     #[derive(Debug, Clone, PartialEq, Default)]
///     pub struct Problem {
///         /// In words.
///         pub detail: Option<String> = "detail",
///     }
/// }
///
/// responses! {
///     /// The failures of `getBuild`.
///     #[derive(Debug, Clone, PartialEq)]
///     #[non_exhaustive]
///     pub enum GetBuildError {
///         /// There is no such build.
///         NotFound(Problem) = 404,
///         /// There was one.
///         Gone = 410,
///         /// The caller's fault.
///         Client(StatusCode, Problem) = "4XX",
///         /// Anything else.
///         Other(StatusCode) = "default",
///     }
/// }
///
/// let error = GetBuildError::NotFound(Problem::new().detail("no build 7"));
/// assert_eq!(error.status(), StatusCode::NOT_FOUND);
/// assert_eq!(error.to_string(), "404 Not Found (NotFound)");
/// let response = GetBuildError::encode(&error)?;
/// assert_eq!(&response.body[..], br#"{"detail":"no build 7"}"#);
/// assert_eq!(GetBuildError::decode(&response), Some(Ok(error)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A variant holds a JSON body, or nothing where the document has no body. Of a range or the default it also
/// holds the status, first. A status is read as the variant of that very status, else of its range, else as
/// the default, in whatever order they stand.
///
/// It makes the enum, `status`, `Display`, `Error` and [`Responses`](crate::Responses).
#[macro_export]
macro_rules! responses {
    // None: nothing can be made, read or written.
    ($(#[$meta:meta])* $vis:vis enum $name:ident {}) => {
        $(#[$meta])*
        $vis enum $name {}

        impl $name {
            /// The status.
            #[must_use]
            $vis fn status(&self) -> $crate::StatusCode {
                match *self {}
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match *self {}
            }
        }

        impl ::core::error::Error for $name {}

        impl $crate::Responses for $name {
            type Value = Self;

            fn decode(
                _: &$crate::operation::RawResponse,
            ) -> ::core::option::Option<::core::result::Result<Self, $crate::DecodeError>> {
                ::core::option::Option::None
            }

            fn encode(
                value: &Self,
            ) -> ::core::result::Result<$crate::operation::RawResponse, $crate::EncodeError> {
                match *value {}
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident $(($first:ty $(, $second:ty)? $(,)?))? = $status:literal
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis enum $name {
            $($(#[$variant_meta])* $variant $(($first $(, $second)?))?,)+
        }

        impl $name {
            /// The status.
            #[must_use]
            $vis fn status(&self) -> $crate::StatusCode {
                self.parts().status()
            }

            fn parts(&self) -> $crate::operation::Parts<'_> {
                match self {
                    $(
                        Self::$variant $((
                            $crate::__binding!(first: $first)
                            $(, $crate::__binding!(second: $second))?
                        ))? => $crate::operation::Parts::new($status, stringify!($variant))
                            $(
                                .with($crate::__binding!(first: $first))
                                $(.with($crate::__binding!(second: $second)))?
                            )?,
                    )+
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.parts().fmt(f)
            }
        }

        impl ::core::error::Error for $name {}

        impl $crate::Responses for $name {
            type Value = Self;

            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                response: &$crate::operation::RawResponse,
            ) -> ::core::option::Option<::core::result::Result<Self, $crate::DecodeError>> {
                for rank in $crate::operation::Statuses::RANKS {
                    $(
                        if $crate::operation::Statuses::from($status).matches(response.status, rank) {
                            return ::core::option::Option::Some((|| {
                                ::core::result::Result::Ok(Self::$variant $((
                                    <$first as $crate::operation::ResponsePart>::read(response)?
                                    $(, <$second as $crate::operation::ResponsePart>::read(response)?)?
                                ))?)
                            })());
                        }
                    )+
                }
                ::core::option::Option::None
            }

            #[cfg_attr(not(debug_assertions), inline)]
            fn encode(
                value: &Self,
            ) -> ::core::result::Result<$crate::operation::RawResponse, $crate::EncodeError> {
                value.parts().encode()
            }
        }
    };
}

/// A name for what a variant holds.
#[doc(hidden)]
#[macro_export]
macro_rules! __binding {
    ($name:ident: $type:ty) => {
        $name
    };
}
