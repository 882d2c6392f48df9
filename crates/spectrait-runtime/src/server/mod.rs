//! The server: a trait to implement, and an [`axum::Router`] that calls it.
//!
//! A generated crate has a trait with one method per operation. Implement it, hand it to `router`, and [`serve`] what
//! [`build`](RouterBuilder::build) gives:
//!
//! ```no_run
//! # mod builds { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
//! # use builds::{Api, Credentials, GetBuildError, GetBuildRequest, Build, BASE_PATH, ListBuildsError, ListBuildsRequest};
//! use spectrait_runtime::server::{AuthError, Context, Failure, serve};
//!
//! struct MyApi {
//!     token: String,
//! }
//!
//! impl Api for MyApi {
//!     type Principal = ();
//!
//!     async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<(), AuthError> {
//!         let Credentials::BearerAuth(bearer) = credentials;
//!         if bearer.matches(&self.token) { Ok(()) } else { Err(AuthError::unauthorized()) }
//!     }
//!
//!     async fn get_build(
//!         &self,
//!         request: GetBuildRequest,
//!         _: Context<()>,
//!     ) -> Result<Build, Failure<GetBuildError>> {
//!         let text = std::fs::read_to_string("state")?; // an error here is a 500
//!         if request.build_id != text {
//!             Err(GetBuildError::NotFound)?; // the documented 404
//!         }
//!         Ok(Build::new(request.build_id))
//!     }
//! #   async fn list_builds(&self, _: ListBuildsRequest, _: Context) -> Result<Build, Failure<ListBuildsError>> {
//! #       unimplemented!()
//! #   }
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let api = MyApi { token: std::env::var("API_TOKEN")? };
//! let app: axum::Router = builds::router(api).mount_at(BASE_PATH).build();
//! serve(tokio::net::TcpListener::bind("[::1]:8080").await?, app).await;
//! # Ok(())
//! # }
//! # fn main() {}
//! ```
//!
//! The router is an [`axum::Router`], and `axum::serve` serves it too. It is a [`tower::Service`], so tests need no socket,
//! and a generated client takes it as its transport.
//!
//! # What happens to a request
//!
//! In this order; the first step that fails answers.
//!
//! | step | else |
//! |---|---|
//! | the head is within its limits: [path and query](RouterBuilder::uri_limit), [headers](RouterBuilder::header_limit) | 414, 431 |
//! | a path template fits | 404 |
//! | the path has the method | 405 with `Allow`; `OPTIONS` is answered by a 204 with `Allow` |
//! | the credentials are there and can be read | 401 with `WWW-Authenticate` |
//! | `authenticate` lets the caller in | 401, 403, or 500 |
//! | the caller has the scopes that the operation needs | 403 |
//! | the body is within the [limit](RouterBuilder::body_limit), and there in [time](RouterBuilder::timeout) | 413, 408 |
//! | the body, unless it is empty, is of a documented media type | 415 with `Accept` |
//! | of several documented media types of success, one is what `Accept` allows | 406 |
//! | parameters and body fit the document | 400 with *all* violations, or 422 |
//! | the handler succeeds | the documented failure, 500, or 501 |
//! | the handler is done in [time](RouterBuilder::timeout) | 503 |
//! | the document lists the response, and [if asked](#responses-held-against-the-document) allows it | 500 |
//!
//! Credentials come before the body and the parameters: whoever is not let in cannot make the server read
//! anything, and learns nothing of what would have been wrong. Which paths and methods there are is in the
//! document, and no secret.
//!
//! What is read is read strictly, see the table in the [crate's manual](crate). An operation without a body
//! in the document does not read one. Where an operation documents the very status 422, a request that can be read and
//! breaks the rules is a 422, and a 400 is one that cannot be read at all.
//!
//! # Media types
//!
//! `Accept` is looked at only where the document has several media types for a success; a single one is sent whatever
//! `Accept` says, as RFC 9110 section 12.5.1 allows. Where the media types have types of their own, the handler's value
//! chooses: [`Context::preferred_media_type`] tells which one the caller wants most. Where [one value](crate::operation::one_of)
//! may be sent in any of them, the router chooses, and the handler does not see it. A body is read as its `Content-Type` says;
//! one that the document does not list is a 415, which lists those that it does.
//!
//! # Paths
//!
//! Paths are matched as they were sent, segment by segment. A variable takes one whole segment, or a part of
//! one beside text (`/reports/{id}.json`, `/{name}:cancel`), and at least one character. Text wins over
//! variables, more text over less; where the rest of the path does not fit, the next template is tried.
//! Text is compared after percent-decoding, and case counts. Values are percent-decoded once, after the path
//! was cut at its slashes: `%2F` is part of a value. A segment that is `.` or `..`, encoded or not, is no
//! value. A variable that a template has twice has one value: a path with two is a 404. Every template can be
//! served; nothing about one makes [`build`](RouterBuilder::build) panic.
//!
//! A slash at the end makes another path: `/builds/` is a 404 unless the document has it. Where one path has
//! fixed text and another a variable, the first one's methods count: with `GET /users/me` and
//! `PATCH /users/{id}`, `PATCH /users/me` is a 405 (OpenAPI 3.0.4 section 4.8.8.2).
//!
//! # Methods
//!
//! `GET` answers `HEAD` as well, without the body. `OPTIONS` is answered without credentials. Either is
//! handed to its own operation where the document has one.
//!
//! # Rejections
//!
//! Every answer that no handler gives is a [`Rejection`], of one of the [kinds](RejectionKind). It is sent as
//! problem details (RFC 9457):
//!
//! ```
//! # mod builds { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
//! # use builds::{example_router, get};
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let (status, body) = get(example_router().build(), "/builds?limit=500&limt=5").await;
//! assert_eq!(status, 400);
//! assert_eq!(body, concat!(
//!     r#"{"type":"about:blank","title":"Bad Request","status":400,"#,
//!     r#""detail":"The request has 1 violation.","violations":[{"in":"query","name":"limit","#,
//!     r#""keyword":"maximum","limit":"100","message":"`500` is more than 100"}]}"#,
//! ));
//! # }
//! ```
//!
//! [`errors`](RouterBuilder::errors) says all of them in the document's own schema of errors.
//! [`render_rejections`](RouterBuilder::render_rejections) makes the whole response:
//!
//! ```
//! # mod builds { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
//! # use builds::{example_router, get};
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let app = example_router()
//!     .render_rejections(|rejection| {
//!         rejection.json(format!(r#"{{"code":"{}"}}"#, rejection.code()))
//!     })
//!     .build();
//! assert_eq!(get(app, "/nothing").await, (404, r#"{"code":"not_found"}"#.to_owned()));
//! # }
//! ```
//!
//! The statuses are in a generated crate's `server::OPENAPI_JSON`, the contract and what the router answers by
//! itself: that is the document to serve, and to test a server by. It describes problem details; with a renderer
//! of your own, describe yours in the contract.
//!
//! Nothing in a rejection is secret: no token, no header's value, no text of an internal error.
//!
//! # Failures and panics
//!
//! A handler returns [`Failure`]: what the document lists is sent, anything else is a 500 without a word
//! about it. An error type of your own is mapped to documented failures in one place, see [`Failure`]. A trait with many
//! operations can be implemented step by step: [`Failure::not_implemented`] is a 501. The methods have no bodies that
//! answer so by themselves, since then an operation that is new in the document would compile unseen.
//!
//! A panic is the same 500, and ends that request only (unless the program is built with
//! `panic = "abort"`). So is a response that the document does not list: an enum value that came unlisted from
//! another server, a status out of its range. All of these go to
//! [`on_internal_error`](RouterBuilder::on_internal_error). **Set it**, or nobody learns of them
//! (unless there are [spans](#tracing)).
//!
//! # Tracing
//!
//! With the feature `tracing` each request is a span of level `INFO` and target `spectrait_runtime::server::trace`, in which
//! `authenticate`, the handler and a body that is a stream run. It ends with the body of the response, sent or dropped. Its
//! fields are those of OpenTelemetry's [conventions for HTTP servers][http-spans]: `otel.name` (`GET /v1/builds/{buildId}`),
//! `otel.kind`, `http.request.method`, `http.route`, `http.response.status_code`, `error.type` and `otel.status_code` (of a
//! 5xx, of a stream that broke off, and of a request that was dropped before its answer); and `openapi.operation.id`. None
//! holds what the caller sends: no path, query, header or body. The error behind a 500 is an event of level `ERROR` in the
//! span, beside [`on_internal_error`](RouterBuilder::on_internal_error); like there, its text is the program's own.
//!
//! The span is below the one that the router is called in. To go on with a caller's trace, let a layer around the router
//! (tower-http's `TraceLayer`) make that span, with the parent that an OpenTelemetry propagator reads from `traceparent`.
//!
//! [http-spans]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
//!
//! # Responses held against the document
//!
//! A handler can only answer what the document lists, of the types that it has. Bounds and rules of what only responses hold
//! are not in these types, so what is sent is the handler's own word, unless the router checks it: two switches, off unless
//! set, for tests and development.
//!
//! - [`check_responses`](RouterBuilder::check_responses) reads a response back, strictly, by its types. It costs what a request
//!   of that size does, and sees no more than types do.
//! - `check_responses_against`, of the feature `check-responses`, holds it against a document with every keyword: bounds,
//!   patterns, `uniqueItems`, unions, `writeOnly`, nested ones too; and required headers, the items of streams, and the router's
//!   own rejections. It brings a validator of JSON Schema along, and parses each body into a tree.
//!
//! What does not fit is not sent: it is a 500, and [`on_internal_error`](RouterBuilder::on_internal_error) learns all that is
//! wrong, with JSON pointers.
//!
//! # Streams
//!
//! Where the document has server-sent events, JSON lines or octets, a handler gets or returns an
//! [`EventStream`](crate::EventStream), a [`JsonLines`](crate::JsonLines) or an [`OctetStream`](crate::OctetStream).
//!
//! A **response** is made of a stream or of what is there. Its head is sent at once, and the handler's time ends with it;
//! the stream is asked for more when the connection takes more, and dropped when the caller goes away. An error in it
//! breaks the response off, which is all that can be said by then, and goes to
//! [`on_internal_error`](RouterBuilder::on_internal_error). A silent stream of events gets a comment every
//! [15 seconds](KEEP_ALIVE_INTERVAL), so that proxies keep it.
//!
//! A **request** is handed over as soon as its head is there, and the caller is held back until the handler asks for
//! more. What is wrong with the body (an item that does not fit, one too long, a lost connection) is an error of the stream;
//! a handler that passes it on with `?` answers 400, 408 or 413 as for any other body. The
//! [limit](RouterBuilder::stream_limit) counts what comes, and the [time](RouterBuilder::timeout) begins anew with each piece.
//!
//! # Files
//!
//! A part of a multipart body is an [`Octets`](crate::Octets), with the name and the media type that the caller gave it:
//! neither is to be trusted. Multipart bodies are read whole before they are decoded, so raise the
//! [limit](RouterBuilder::body_limit) for files, or document the file as the body itself: octets come as a
//! [stream](#streams). A multipart body has at most 1,024 parts.
//!
//! # Webhooks
//!
//! A receiver of webhooks is a server like any other, but reads tolerantly. Where a webhook is called is agreed on outside
//! of the document: put the whole at a path with [`mount_at`](RouterBuilder::mount_at), or one with
//! [`operation_at`](RouterBuilder::operation_at).
//!
//! # Credentials
//!
//! `authenticate` is called for the operations that need credentials, with what the caller showed; what it
//! returns reaches the handler as [`Context::principal`]. `Credentials` has a variant for each scheme, and for each set of
//! schemes that are needed together: the arms of one `match` are the guards, and a scheme that the document comes to have
//! is one that does not compile before it has an arm. A new operation is guarded as the document says, without a line of yours.
//!
//! The first of the operation's alternatives that is there in full, and whose scopes the caller has, counts; `{}`
//! is tried last. Credentials that are there but cannot be read (a token with a
//! space in it, two `Authorization` headers), or that `authenticate` does not accept, are a 401 even then. The 401 has a
//! challenge per scheme, named
//! after it; it says `error="invalid_token"` only if a token was sent (RFC 6750 section 3). So has a 401 that the
//! document lists and a handler returns.
//!
//! Where operations need scopes (or roles, OpenAPI 3.1), the principal says which it has: `Principal: `[`Scopes`]. The
//! router asks it for each that the alternative needs, of every scheme; without one of them, and without another
//! alternative, the answer is a 403, for tokens with `error="insufficient_scope"` (RFC 6750 section 3.1). What an
//! operation needs, `authenticate` and the handler learn by [`Context::scopes`].
//!
//! ```
//! # use spectrait_runtime::server::Scopes;
//! /// Who calls, and what they may do.
//! struct User {
//!     scopes: Vec<String>,
//! }
//!
//! impl Scopes for User {
//!     fn has_scope(&self, _scheme: &str, scope: &str) -> bool {
//!         self.scopes.iter().any(|granted| granted == scope)
//!     }
//! }
//! # assert!(User { scopes: vec!["a".to_owned()] }.has_scope("", "a"));
//! ```
//!
//! [`Bearer::matches`] and its like compare in a time that depends on what was sent only.
//!
//! An operation that is open to everyone gets a `Context<()>`, and `authenticate` is not called.
//!
//! # For deployers
//!
//! - **Base path.** The paths are the document's own. `mount_at(BASE_PATH)` puts the path of the document's
//!   server before them; do without where a proxy strips it. axum's `nest` works as well.
//! - **Proxies** must pass the path on as it came: one that decodes `%2F` changes which operation is
//!   meant. One that allows by path should know that text in paths is compared after decoding. Behind a proxy
//!   [`Context::peer_address`] is the proxy.
//! - **Limits.** Each has a default, which its method documents: the body, which is read as a whole
//!   ([`DEFAULT_BODY_LIMIT`]), path and query ([`DEFAULT_URI_LIMIT`]), the number of headers
//!   ([`DEFAULT_HEADER_LIMIT`]). Connections have theirs, see [`ConnectionLimits`]. Nothing else limits how many requests
//!   there are at a time: tower's `ConcurrencyLimit` and `LoadShed` do.
//! - **Time.** A request has [30 seconds](DEFAULT_TIMEOUT) unless [`timeout`](RouterBuilder::timeout) says otherwise. They
//!   begin when the head is there. A head that comes slowly, a caller who stops reading and an idle connection are for
//!   [`serve`] to end, and the program itself: it stops when the requests at hand are answered.
//! - **Memory.** A body is held whole, so what a server takes is at most its requests at hand times the body limit, and
//!   what the handlers hold. Over HTTP/1 a connection has one at hand. A response waits for its reader: a stream is asked for no more than [64 KiB](MAX_BUFFER) ahead.
//! - **HTTP/2** is spoken with the feature `http2` of this crate, where no proxy does so. A caller may have 100 requests at
//!   hand, and must answer a ping within 20 seconds; one that leaves a response unread over HTTP/2 and answers pings holds
//!   64 KiB of it until the connection ends.
//! - **Cancelling.** A handler is dropped at its next `await` when the caller goes away or the time is over.
//!   Spawn what must be finished.
//! - **CORS** is tower-http's `CorsLayer`, around the router: it answers preflights before this router
//!   does.
//! - **Layers** see axum's `MatchedPath` on requests (of templates whose variables are whole segments), and
//!   [`AnsweredBy`] on responses.
//!
//! # What generated code says
//!
//! One trait, with and without credentials; `public` lists the operations whose security is empty:
//!
//! ```
//! # mod operations { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
//! # use operations::{BEARER_AUTH, Build, GetBuildError, GetBuildRequest, ListBuildsError, ListBuildsRequest};
//! # use spectrait_runtime::server::{AuthError, Bearer, Context, Failure, credentials, service};
//! credentials! {
//!     /// What a caller shows.
//!     pub enum Credentials {
//!         /// An API token.
//!         BearerAuth(Bearer) = BEARER_AUTH,
//!     }
//! }
//!
//! /// The operations.
//! #[diagnostic::on_unimplemented(
//!     message = "`{Self}` does not implement the operations of Builds",
//!     note = "implement `builds::server::Api` for it, or for what the `Arc` holds"
//! )]
//! pub trait Api: Send + Sync + 'static {
//!     /// Who calls.
//!     type Principal: Send + Sync + 'static;
//!
//!     /// Finds out who calls.
//!     fn authenticate(
//!         &self,
//!         credentials: Credentials,
//!         context: &Context,
//!     ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;
//!
//!     /// Get a build.
//!     fn get_build(
//!         &self,
//!         request: GetBuildRequest,
//!         context: Context<Self::Principal>,
//!     ) -> impl Future<Output = Result<Build, Failure<GetBuildError>>> + Send;
//!
//!     /// List builds.
//!     fn list_builds(
//!         &self,
//!         request: ListBuildsRequest,
//!         context: Context,
//!     ) -> impl Future<Output = Result<Build, Failure<ListBuildsError>>> + Send;
//! }
//!
//! service! {
//!     Api { authenticate(Credentials), get_build(GetBuildRequest) }
//!     public { list_builds(ListBuildsRequest) }
//! }
//! # fn main() {}
//! ```
//!
//! This makes `impl<T: Api> Api for Arc<T>`, `routes(&Arc<A>) -> `[`Routes`] and
//! `router(A) -> `[`RouterBuilder`]. `public` is left out where there are none.
//!
//! A document whose operations need scopes has `type Principal: Scopes + Send + Sync + 'static` and
//! `authenticate(Credentials, scopes)`.
//!
//! A document without security: no `Credentials`, no `Principal`, no `authenticate`; every operation takes a
//! `Context`.
//!
//! ```
//! # mod operations { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
//! # use operations::{Build, ListBuildsError, ListBuildsRequest};
//! # use spectrait_runtime::server::{Context, Failure, service};
//! # /// The operations.
//! # pub trait Api: Send + Sync + 'static {
//! #     /// List builds.
//! #     fn list_builds(
//! #         &self,
//! #         request: ListBuildsRequest,
//! #         context: Context,
//! #     ) -> impl Future<Output = Result<Build, Failure<ListBuildsError>>> + Send;
//! # }
//! service! { Api { list_builds(ListBuildsRequest) } }
//! # fn main() {}
//! ```
//!
//! With tags, one trait per tag in a module of its own. Those with a secured operation have `Authenticate` as
//! their supertrait, others are as without security:
//!
//! ```
//! # mod operations { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
//! # use operations::BEARER_AUTH;
//! # use spectrait_runtime::server::{AuthError, Bearer, Context, credentials, service};
//! // server/mod.rs
//! credentials! {
//!     /// What a caller shows.
//!     pub enum Credentials {
//!         /// An API token.
//!         BearerAuth(Bearer) = BEARER_AUTH,
//!     }
//! }
//!
//! /// Finds out who calls.
//! pub trait Authenticate: Send + Sync + 'static {
//!     /// Who calls.
//!     type Principal: Send + Sync + 'static;
//!
//!     /// Finds out who calls.
//!     fn authenticate(
//!         &self,
//!         credentials: Credentials,
//!         context: &Context,
//!     ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;
//! }
//!
//! service! { Authenticate { authenticate(Credentials) } }
//!
//! /// All operations.
//! pub trait Api: builds::BuildsApi + lists::ListsApi {}
//!
//! impl<T: builds::BuildsApi + lists::ListsApi> Api for T {}
//!
//! service! { Api = builds + lists }
//!
//! // server/builds.rs
//! pub mod builds {
//! #   use super::*;
//! #   use crate::operations::{GetBuildRequest, Build, GetBuildError};
//! #   use spectrait_runtime::server::{Failure, service};
//!     /// The operations on builds.
//!     pub trait BuildsApi: Authenticate {
//!         /// Get a build.
//!         fn get_build(
//!             &self,
//!             request: GetBuildRequest,
//!             context: Context<Self::Principal>,
//!         ) -> impl Future<Output = Result<Build, Failure<GetBuildError>>> + Send;
//!     }
//!
//!     service! {
//!         BuildsApi: Authenticate { authenticate(Credentials), get_build(GetBuildRequest) }
//!     }
//! }
//!
//! // server/lists.rs
//! pub mod lists {
//! #   use super::*;
//! #   use crate::operations::{ListBuildsRequest, Build, ListBuildsError};
//! #   use spectrait_runtime::server::{Failure, service};
//!     /// The operations on lists: all of them are open to everyone.
//!     pub trait ListsApi: Send + Sync + 'static {
//!         /// List builds.
//!         fn list_builds(
//!             &self,
//!             request: ListBuildsRequest,
//!             context: Context,
//!         ) -> impl Future<Output = Result<Build, Failure<ListBuildsError>>> + Send;
//!     }
//!
//!     service! { ListsApi { list_builds(ListBuildsRequest) } }
//! }
//! # fn main() {}
//! ```
//!
//! No operation of such a trait can have the name `authenticate`.
//!
//! # Not supported
//!
//! Requests whose body is a stream, web sockets. The traits are not dyn-compatible: native `async fn`s are not.

mod accept;
mod body;
mod connection;
mod context;
mod credential;
mod credentials;
mod documented;
mod failure;
mod guard;
mod keep_alive;
mod limits;
mod macros;
mod panics;
mod path;
mod problem;
mod rejection;
mod router;
mod routes;
mod serve;
#[cfg(feature = "tracing")]
mod trace;

#[doc(no_inline)]
pub use axum::serve::{Listener, ListenerExt};
#[doc(no_inline)]
pub use http::request::Parts as RequestHead;

#[doc(inline)]
pub use crate::{credentials, service};
pub use connection::{
    ConnectionLimits, DEFAULT_CONNECTIONS, DEFAULT_GRACE, DEFAULT_HEAD_TIMEOUT, DEFAULT_HEADERS,
    DEFAULT_IDLE_TIMEOUT, DEFAULT_WRITE_TIMEOUT, MAX_BUFFER, Serve, Stopped, serve,
};
pub use context::Context;
pub use credential::{ApiKey, Basic, Bearer, ClientCertificate, HttpCredentials};
#[doc(hidden)]
pub use credentials::Schemes;
pub use credentials::{AuthError, Credential, Credentials, Malformed};
pub use failure::{BoxError, Failure};
pub use guard::{Guard, Scopes};
pub use limits::{
    DEFAULT_BODY_LIMIT, DEFAULT_HEADER_LIMIT, DEFAULT_TIMEOUT, DEFAULT_URI_LIMIT,
    KEEP_ALIVE_INTERVAL, MAX_TOKEN_LENGTH,
};
pub use problem::problem;
pub use rejection::{Rejection, RejectionKind};
pub use router::RouterBuilder;
pub use routes::Routes;
pub use serve::AnsweredBy;
#[cfg(feature = "check-responses")]
#[doc(inline)]
pub use spectrait_validator::DocumentError;
