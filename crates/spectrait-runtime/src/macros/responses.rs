//! `responses!`

/// An enum of the documented responses of an operation: its failures, or its successes if there are several.
///
/// ```
/// use spectrait_runtime::{Responses, StatusCode, record, responses};
///
/// record! {
///     /// What went wrong.
///     #[derive(Clone, Default)]
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
/// A variant holds a JSON body, or nothing where the document has no body. `as` names another media type, `NotFound(String) =
/// 404 as text("text/plain")`, [several](crate::operation::one_of) for one value, or those of a [`bodies!`](crate::bodies) enum,
/// `= 404 as NotFoundBody::MEDIA`. With
/// [headers](crate::headers) it holds `WithHeaders<Problem, BusyHeaders>`. Of a range or the default it also holds
/// the status, first. A status is read as the variant of that very status, else of its range, else as
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

            const VARIANTS: &'static [$crate::operation::Variant] = &[];

            fn read(
                _: &$crate::operation::Variant,
                reading: &mut $crate::operation::Reading<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                ::core::result::Result::Err(reading.undocumented())
            }

            fn write(
                value: &Self,
            ) -> ::core::result::Result<$crate::operation::WrittenResponse, $crate::EncodeError> {
                match *value {}
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident $(($first:ty $(, $second:ty)? $(,)?))? = $status:tt $(as $media:expr)?
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
                        ))? => $crate::operation::Parts::named(
                            <Self as $crate::Responses>::VARIANTS,
                            stringify!($variant),
                        )
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

            const VARIANTS: &'static [$crate::operation::Variant] = {
                #[allow(unused_imports, reason = "most responses are JSON")]
                use $crate::operation::{
                    event_stream, form, json, json_lines, multipart, octet_stream, one_of,
                    property, text,
                };
                &[$(
                    $crate::operation::Variant::new(
                        $crate::__statuses!($status),
                        stringify!($variant),
                    )
                    $(
                        .body()
                        .holding(
                            <$first as $crate::operation::ResponsePart>::HAS_BODY
                            // Not `||`: behind a branch `&[…]` of media types would not live for ever.
                            $(| <$second as $crate::operation::ResponsePart>::HAS_BODY)?
                        )
                    )?
                    $(.media($media))?
                ),+]
            };

            #[cfg_attr(not(debug_assertions), inline)]
            fn read(
                variant: &$crate::operation::Variant,
                reading: &mut $crate::operation::Reading<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $(
                    if variant.name == stringify!($variant) {
                        return ::core::result::Result::Ok(Self::$variant $((
                            <$first as $crate::operation::ResponsePart>::read(reading)?
                            $(, <$second as $crate::operation::ResponsePart>::read(reading)?)?
                        ))?);
                    }
                )+
                ::core::result::Result::Err(reading.undocumented())
            }

            #[cfg_attr(not(debug_assertions), inline)]
            fn write(
                value: &Self,
            ) -> ::core::result::Result<$crate::operation::WrittenResponse, $crate::EncodeError> {
                value.parts().write()
            }
        }
    };
}

/// One success that is not plain JSON: in another media type, in several, or with headers.
///
/// ```
/// use spectrait_runtime::{Responses, StatusCode, response};
///
/// response! {
///     /// The success of `getMotto`.
///     pub struct GetMottoSuccess: String = 200 as text("text/plain");
/// }
///
/// let response = GetMottoSuccess::encode(&"ora et labora".to_owned())?;
/// assert_eq!(response.headers["content-type"], "text/plain");
/// assert_eq!(&response.body[..], b"ora et labora");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Behind the colon is what the caller gets: a type that fits the media type, an enum of
/// [`bodies!`](crate::bodies), [`WithHeaders`](crate::WithHeaders) of one of these or of `()`. `as` is as in
/// [`responses!`](crate::responses); without it the body is JSON.
///
/// It makes a type without values that is [`Responses`](crate::Responses).
#[macro_export]
macro_rules! response {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident: $type:ty = $status:tt $(as $media:expr)?;
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        $vis enum $name {}

        impl $crate::Responses for $name {
            type Value = $type;

            const VARIANTS: &'static [$crate::operation::Variant] = {
                #[allow(unused_imports, reason = "of all media types one is used")]
                use $crate::operation::{
                    event_stream, form, json, json_lines, multipart, octet_stream, one_of,
                    property, text,
                };
                &[
                    $crate::operation::Variant::new($crate::__statuses!($status), "")
                        .body()
                        .holding(<$type as $crate::operation::ResponsePart>::HAS_BODY)
                        $(.media($media))?
                ]
            };

            fn read(
                _: &$crate::operation::Variant,
                reading: &mut $crate::operation::Reading<'_>,
            ) -> ::core::result::Result<$type, $crate::DecodeError> {
                <$type as $crate::operation::ResponsePart>::read(reading)
            }

            fn write(
                value: &$type,
            ) -> ::core::result::Result<$crate::operation::WrittenResponse, $crate::EncodeError> {
                $crate::operation::Parts::named(<Self as $crate::Responses>::VARIANTS, "")
                    .with(value)
                    .write()
            }
        }
    };
}

/// Headers of a response.
///
/// ```
/// use spectrait_runtime::{Responses, WithHeaders, headers, response};
///
/// headers! {
///     /// The headers of the success of `listBuilds`.
///     #[derive(Clone, Default)]
///     #[non_exhaustive]
///     pub struct ListBuildsHeaders {
///         /// How many calls are left.
///         pub remaining: Option<i64> = header("X-Rate-Limit-Remaining"),
///     }
/// }
///
/// response! {
///     /// The success of `listBuilds`.
///     pub struct ListBuildsSuccess: WithHeaders<Vec<String>, ListBuildsHeaders> = 200;
/// }
///
/// let value = WithHeaders::new(vec!["b1".to_owned()], ListBuildsHeaders::new().remaining(7));
/// let response = ListBuildsSuccess::encode(&value)?;
/// assert_eq!(response.headers["x-rate-limit-remaining"], "7");
/// assert_eq!(ListBuildsSuccess::decode(&response), Some(Ok(value)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It is a [`request!`](crate::request) of headers alone.
#[macro_export]
macro_rules! headers {
    ($($struct:tt)*) => {
        $crate::request! { $($struct)* read; }
    };
}

/// A key of an operation's responses.
#[doc(hidden)]
#[macro_export]
macro_rules! __statuses {
    ("default") => {
        $crate::operation::Statuses::Default
    };
    ("1XX") => {
        $crate::operation::Statuses::Range(1)
    };
    ("2XX") => {
        $crate::operation::Statuses::Range(2)
    };
    ("3XX") => {
        $crate::operation::Statuses::Range(3)
    };
    ("4XX") => {
        $crate::operation::Statuses::Range(4)
    };
    ("5XX") => {
        $crate::operation::Statuses::Range(5)
    };
    ($status:tt) => {
        $crate::operation::Statuses::Exact($status)
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
