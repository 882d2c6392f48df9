//! `request!`

/// A struct that is the request of an operation.
///
/// ```
/// use spectrait_runtime::{Int, Method, Operation, Uuid, encode_request, request, responses};
/// # use spectrait_runtime::{Json, SecurityScheme};
///
/// request! {
///     /// The request of `GET /builds/{buildId}/logs`.
///     #[derive(Clone)]
///     #[non_exhaustive]
///     pub struct GetLogsRequest {
///         /// Which build.
///         pub build_id: Uuid = path("buildId"),
///         /// How many lines.
///         pub limit: Option<Int<1, 100>> = query("limit"),
///         /// Which levels.
///         pub level: Option<Vec<String>> = query("level").explode(false),
///     }
///     new(build_id: Uuid);
/// }
/// # responses! {
/// #     /// None.
/// #     #[derive(Debug, Clone, PartialEq)]
/// #     pub enum GetLogsError {}
/// # }
/// # impl Operation for GetLogsRequest {
/// #     const ID: &str = "getLogs";
/// #     const METHOD: Method = Method::GET;
/// #     const PATH: &str = "/builds/{buildId}/logs";
/// #     const SECURITY: &[&[SecurityScheme]] = &[];
/// #     type Success = Json<200, Vec<String>>;
/// #     type Failure = GetLogsError;
/// # }
/// let request = GetLogsRequest::new(Uuid::nil()).level(vec!["warn".to_owned(), "error".to_owned()]);
/// let encoded = encode_request(&request)?;
/// assert_eq!(encoded.path, "/builds/00000000-0000-0000-0000-000000000000/logs");
/// assert_eq!(encoded.query.as_deref(), Some("level=warn,error"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every field says where it is: [`path`](crate::operation::path), [`query`](crate::operation::query),
/// [`header`](crate::operation::header), [`cookie`](crate::operation::cookie) with the parameter's name, or
/// [`json_body`](crate::operation::json_body), or [`body`](crate::operation::body) with a media type: `body(form())`,
/// `body(text("text/plain"))`, `body(octet_stream("image/png"))`, with several, `body(one_of(&[json("application/json"), form()]))`,
/// and of [`bodies!`](crate::bodies) `body(PutPetBody::MEDIA)`. The
/// methods of [`Parameter`](crate::operation::Parameter) say how it is written:
///
/// ```
/// # use spectrait_runtime::{record, request};
/// # record! {
/// #     /// A colour.
/// #     #[derive(Clone, Default)]
/// #     pub struct Color {
/// #         /// Red.
/// #         pub r: Option<i64> = "R",
/// #     }
/// # }
/// request! {
///     /// Styles.
///     #[derive(Clone)]
///     pub struct FindRequest {
///         /// `/find/.3.4`
///         pub ids: Vec<i64> = path("ids").style(Style::Label).explode(true),
///         /// `?color[R]=1`
///         pub color: Option<Color> = query("color").style(Style::DeepObject),
///         /// `?R=1`
///         pub spread: Option<Color> = query("spread").members(&["R"]),
///         /// `?where={"R":1}`
///         pub filter: Option<Color> = query("where").content(json("application/json")),
///         /// A file.
///         pub body: Color = body(multipart("multipart/form-data")),
///     }
///     new(ids: Vec<i64>, body: Color);
/// }
/// ```
///
/// An `Option` may be absent, the body too.
///
/// After the struct, `new(build_id: Uuid, …);` lists the required fields, if there are any.
///
/// It makes the struct, `new`, a setter for each field (which takes an [`IntoField`](crate::IntoField)), `Debug`,
/// `PartialEq`, [`Request`](crate::Request) and, if this crate's feature `server` is on,
/// [`ReadRequest`](crate::operation::ReadRequest): a client writes requests, and reads none. After `new`, `read;` asks for
/// it in any case.
#[macro_export]
macro_rules! request {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(
                $(#[$field_meta:meta])*
                $field_vis:vis $field:ident: $type:ty = $parameter:expr
            ),* $(,)?
        }
        $(new($($arg:ident: $arg_type:ty),* $(,)?);)?
        $(read $read:tt)?
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $type,)*
        }

        $crate::__make! {
            [] $vis $name { $($field_vis $field: $type,)* } $(new($($arg: $arg_type),*))?
        }
        $crate::__fields! { $name { $($field)* } }

        impl $crate::Request for $name {
            const PARAMETERS: &'static [$crate::operation::Parameter] = {
                #[allow(unused_imports, reason = "few requests have parameters of every kind")]
                use $crate::operation::{
                    Style, body, cookie, event_stream, form, header, json, json_body, json_lines,
                    multipart, octet_stream, one_of, path, property, query, text,
                };
                &[$($parameter.of::<$type>()),*]
            };
        }

        $crate::__read_request! { [$($read)?] $name { $($field: $type,)* } }
    };
}

/// How a request is read: with `[;]` always, else if there is a server to do so.
#[doc(hidden)]
#[macro_export]
macro_rules! __read_request {
    ([] $($struct:tt)*) => {
        $crate::__on_server! { $crate::__read_request! { [;] $($struct)* } }
    };
    ([;] $name:ident { $($field:ident: $type:ty,)* }) => {
        #[allow(deprecated, reason = "deprecated fields are read and written all the same")]
        #[allow(clippy::disallowed_names, reason = "the document names the fields")]
        impl $crate::operation::ReadRequest for $name {
            #[cfg_attr(not(debug_assertions), inline)]
            fn decode(
                input: &mut $crate::operation::RequestDecoder<'_>,
            ) -> ::core::option::Option<Self> {
                $crate::__macros::used(input);
                match ($(input.field::<$type>(),)*) {
                    ($(Some($field),)*) => Some(Self { $($field),* }),
                    #[allow(unreachable_patterns, reason = "of a request without parameters")]
                    _ => None,
                }
            }
        }
    };
}
