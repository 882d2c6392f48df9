//! The client: calls to the operations of a document, over any transport.
//!
//! A generated crate brings a `Client` with a method for each operation. This page is the manual for it.
//! Its examples use a crate generated from a small document with two operations, `listBuilds` and
//! `restartBuild`; the server in them is a function (see [transports](#transports)).
//!
//! # Calls
//!
//! A method takes the request and gives a [`Call`], which is sent when it is awaited:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/builds.rs"));
//! # mod server {
//! #     use spectrait_runtime::client::{Body, BoxError};
//! #     pub async fn answer(_: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
//! #         Ok(http::Response::new(Body::from(r#"{"builds":[{"id":"a","status":"success"}],"total":1}"#)))
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use spectrait_runtime::bounded;
//!
//! let client = Client::builder()
//!     .bearer_auth("secret")
//! #   .transport(tower::service_fn(server::answer))
//!     .build()?;
//!
//! let request = ListBuildsRequest::new().status(BuildStatus::Success).limit(bounded!(50));
//! let page = client.list_builds(&request).await?;
//! assert_eq!(page.total, Some(1));
//! # Ok(())
//! # }
//! ```
//!
//! The request is checked and encoded when the call is made, so the call borrows nothing: it is `Send`, can be
//! spawned, and can be raced in `select!`. Before it is awaited it takes settings of its own:
//! [`timeout`](Call::timeout), [`header`](Call::header), [`retries`](Call::retries),
//! [`idempotency_key`](Call::idempotency_key). Its end can be chosen: the value alone, the value
//! [with status and headers](Call::with_head), or the [raw response](Call::raw).
//!
//! Dropping a call stops it and gives up its connection. The server may have acted by then.
//!
//! # What comes back
//!
//! The value is read tolerantly: values that the document does not list are kept, properties it does not
//! know are ignored, bounds are not checked. [The table](crate#strict-and-tolerant) has the rest. What is no value is
//! an [`Error`]; its [`kind`](Error::kind) tells who has to do something:
//!
//! | kind | what happened | who |
//! |---|---|---|
//! | [`Api`](ErrorKind::Api) | a failure that the document lists | as its value says |
//! | [`Undocumented`](ErrorKind::Undocumented) | a status that it does not list; the response is kept | the server, or a proxy before it |
//! | [`Decode`](ErrorKind::Decode) | a listed status, a body that does not fit; the response is kept | the server, or the document |
//! | [`Invalid`](ErrorKind::Invalid) | the request breaks the document; not sent | the caller |
//! | [`Auth`](ErrorKind::Auth) | no credential; not sent, or not accepted and there is no other | the caller |
//! | [`Timeout`](ErrorKind::Timeout), [`Idle`](ErrorKind::Idle), [`Transport`](ErrorKind::Transport) | no whole response | the network |
//! | [`TooLarge`](ErrorKind::TooLarge) | a longer body than allowed | the server, or the limit |
//! | [`Repeated`](ErrorKind::Repeated) | a list gave the same page again, or leads in a circle | the server |
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/builds.rs"));
//! # mod server {
//! #     use spectrait_runtime::client::{Body, BoxError};
//! #     pub async fn answer(_: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
//! #         Ok(http::Response::builder().status(429).header("retry-after", "7").body(Body::from("{}"))?)
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let client = Client::builder().bearer_auth("secret").transport(tower::service_fn(server::answer)).build()?;
//! use spectrait_runtime::client::ErrorKind;
//!
//! match client.list_builds(&ListBuildsRequest::new()).await {
//!     Ok(page) => println!("{:?} builds", page.total),
//!     Err(error) => match error.kind() {
//!         ErrorKind::Api(ListBuildsError::TooManyRequests(_)) => {
//!             let wait = error.headers().and_then(|headers| headers.get("retry-after"));
//!             assert_eq!(wait.map(|value| value.as_bytes()), Some(&b"7"[..]));
//!         }
//!         ErrorKind::Undocumented(response) => println!("a proxy? {}", response.status),
//!         _ => return Err(error.into()),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! The builder has a method for each security scheme of the document, but for `mutualTLS`, which is the transport's. It takes
//! a user and a password, or a [`Token`]:
//!
//! | a token from | is asked for | after a 401 |
//! |---|---|---|
//! | a text, or [an environment variable](Token::from_env) | never again | the 401 is the answer |
//! | [a function](Token::callback) | before each call | asked again |
//! | [`OAuth2`], or [a provider](Token::provider) of your own | when there is none, or it is about to expire; once for all calls that wait | asked again |
//!
//! A credential is sent only with operations that ask for one. An operation that asks for one
//! that is not there fails unsent, and the error names the method to call. Of alternatives the first
//! that can be met is taken; that anonymous calls are allowed as well counts last.
//!
//! After a 401 a token that can be another is asked for once more. If it is another, the request is sent once more, whatever
//! its method, as a 401 says that nothing was done; a body that can be sent once only is not. A second 401 is the
//! answer. All of this is within the call's timeout.
//!
//! An `authorization` header that the caller sets, for a call or by default, goes in the place of the
//! credential.
//!
//! By OAuth 2.0 a client gets tokens itself, where the document says or [elsewhere](OAuth2::token_url):
//!
//! ```
//! # use spectrait_runtime::{SecurityScheme, security_scheme};
//! # use spectrait_runtime::client::client;
//! # security_scheme! {
//! #     /// Signs in.
//! #     pub const PETSTORE_AUTH: SecurityScheme = oauth2("petstore_auth") {
//! #         client_credentials { token_url = "/oauth/token" }
//! #     }
//! # }
//! # client! {
//! #     /// A client.
//! #     pub struct Client;
//! #     /// Its settings.
//! #     pub struct ClientBuilder {
//! #         /// A token.
//! #         pub fn petstore_auth() = PETSTORE_AUTH,
//! #     }
//! #     /// The server.
//! #     const BASE_URL = "https://petstore.example.com/v1";
//! # }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use spectrait_runtime::client::OAuth2;
//!
//! let client = Client::builder()
//!     .petstore_auth(OAuth2::client_credentials("my-app", "secret").scopes(["read:pets"]))
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Lists
//!
//! Operations whose list comes in pages have a second method, which gives [`Pages`]: all of them, one call after the other.
//! Offsets, page numbers, cursors and `Link` headers are followed; where a list ends is written [there](Pages).
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/builds.rs"));
//! # mod server {
//! #     use spectrait_runtime::client::{Body, BoxError};
//! #     pub async fn answer(request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
//! #         let last = request.uri().query().is_some_and(|query| query.contains("offset=2"));
//! #         let items = if last { r#"{"id":"c"}"# } else { r#"{"id":"a"},{"id":"b"}"# };
//! #         Ok(http::Response::new(Body::from(format!(r#"{{"builds":[{items}],"total":3}}"#))))
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let client = Client::builder().bearer_auth("secret").transport(tower::service_fn(server::answer)).build()?;
//! let mut builds = client.list_builds_pages(&ListBuildsRequest::new()).items();
//! let mut ids = Vec::new();
//! while let Some(build) = builds.next().await {
//!     ids.extend(build?.id);
//! }
//! assert_eq!(ids, ["a", "b", "c"]);
//! # Ok(())
//! # }
//! ```
//!
//! # Media types
//!
//! A body that the document describes alike in several media types is one value. It is sent as `application/json`, or in the
//! first of them where that is not listed, unless the call [says another](Call::media_type):
//!
//! ```
//! # use spectrait_runtime::{Empty, Method, Operation, SecurityScheme, record, request, responses};
//! # use spectrait_runtime::client::{Body, BoxError, Client};
//! # record! {
//! #     /// A status.
//! #     #[derive(Clone, Default)]
//! #     pub struct Status {
//! #         /// What it says.
//! #         pub text: Option<String> = "text",
//! #     }
//! # }
//! # responses! {
//! #     /// None.
//! #     #[derive(Debug, Clone, PartialEq)]
//! #     pub enum PostError {}
//! # }
//! # impl Operation for PostRequest {
//! #     const ID: &str = "post";
//! #     const METHOD: Method = Method::POST;
//! #     const PATH: &str = "/statuses";
//! #     const SECURITY: &[&[SecurityScheme]] = &[];
//! #     type Success = Empty<204>;
//! #     type Failure = PostError;
//! # }
//! # async fn answer(request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
//! #     assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
//! #     assert_eq!(request.body().as_bytes().unwrap(), "text=hello");
//! #     Ok(http::Response::builder().status(204).body(Body::default())?)
//! # }
//! request! {
//!     /// `POST /statuses`.
//!     #[derive(Clone)]
//!     pub struct PostRequest {
//!         /// The body, as `application/json` or `application/x-www-form-urlencoded`.
//!         pub body: Status = body(one_of(&[json("application/json"), form()])),
//!     }
//!     new(body: Status);
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let client = Client::builder().base_url("http://test").transport(tower::service_fn(answer)).build()?;
//! let request = PostRequest::new(Status::new().text("hello"));
//! client.call(&request).media_type("application/x-www-form-urlencoded").await?;
//! # Ok(())
//! # }
//! ```
//!
//! Every documented media type of the responses is accepted, and a response is read as its `Content-Type` says.
//!
//! # Streams
//!
//! Where the document has server-sent events, JSON lines or octets, the value is a stream: an
//! [`EventStream`](crate::EventStream), a [`JsonLines`](crate::JsonLines), an [`OctetStream`](crate::OctetStream).
//!
//! Of a **response** the call ends when the head is there; what follows is read as it is asked for, without a limit of
//! length (but for [single items](crate::operation::MAX_ITEM_LENGTH)), and of time only where
//! [one is set](ClientBuilder::stream_idle_timeout). Dropping the stream ends the transfer. An item that
//! does not fit is one error, and the next one is read. A lost connection is an error; events can be
//! [read on](Call::reconnecting) over another one.
//!
//! In a **request** it is made of a stream or of what is there, and is sent as the server takes it. A part of a multipart
//! body can be a stream as well: an [`Octets`](crate::Octets) made of an `OctetStream`, which
//! [says how long it is](crate::OctetStream::sized) where the server wants `Content-Length`. A request with a stream in it is
//! sent once; one made of octets that are there can be sent again.
//!
//! # Transports
//!
//! Requests go through [reqwest](Reqwest) unless the builder is given another [`Transport`]: any cloneable
//! [`tower::Service`] over [`http`]'s requests and responses. That makes tests without a socket:
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/builds.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use spectrait_runtime::client::{Body, BoxError};
//!
//! async fn answer(request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
//!     assert_eq!(request.uri(), "http://test/builds?region=eu");
//!     assert_eq!(request.headers()["authorization"], "Bearer secret");
//!     Ok(http::Response::new(Body::from(r#"{"total": 0}"#)))
//! }
//!
//! let client = Client::builder()
//!     .base_url("http://test")
//!     .bearer_auth("secret")
//!     .transport(tower::service_fn(answer))
//!     .build()?;
//! let page = client.list_builds(&ListBuildsRequest::new().region("eu")).await?;
//! assert_eq!(page.total, Some(0));
//! # Ok(())
//! # }
//! ```
//!
//! An `axum::Router` is a transport too: a generated client and a generated server meet without a socket. And a
//! [`Mock`](mock::Mock) answers operations with typed values.
//!
//! # Layers
//!
//! Between a call and the transport a request goes through these, from the outside to the inside. All but the span
//! are off unless they are set.
//!
//! | | sees | |
//! |---|---|---|
//! | [`timeout`](ClientBuilder::timeout) | the call | bounds all of it, the body included; a call can have its own |
//! | [`retries`](ClientBuilder::retries) | each attempt | sends again what can be repeated; a call can have its own |
//! | [`layer`](ClientBuilder::layer) | each attempt | tower layers, the first that was added outermost |
//! | [`on_request`](ClientBuilder::on_request), [`on_response`](ClientBuilder::on_response) | each attempt | functions that see heads |
//! | [`redirects`](ClientBuilder::redirects) | each request | without a credential to another origin |
//! | a span, with the feature `tracing` | each request | see [below](#tracing) |
//! | the [transport](#transports) | each request | |
//!
//! A layer finds the [`CalledOperation`] in the request's extensions. A body may be one that cannot be sent twice:
//! [`Body::try_clone`] tells.
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/builds.rs"));
//! # mod server {
//! #     use spectrait_runtime::client::{Body, BoxError};
//! #     pub async fn answer(request: http::Request<Body>) -> Result<http::Response<Body>, BoxError> {
//! #         assert_eq!(request.headers()["x-request-source"], "nightly");
//! #         Ok(http::Response::new(Body::from(r#"{"builds":[],"total":0}"#)))
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use spectrait_runtime::client::{HeaderValue, Retries};
//!
//! let client = Client::builder()
//!     .bearer_auth("secret")
//! #   .transport(tower::service_fn(server::answer))
//!     .retries(Retries::new().attempts(4))
//!     .layer(tower::limit::ConcurrencyLimitLayer::new(8))
//!     .on_request(|_, head| {
//!         head.headers.insert("x-request-source", HeaderValue::from_static("nightly"));
//!     })
//!     .on_response(|called, head| println!("{}: {}", called.operation_id, head.status))
//!     .redirects(3)
//!     .build()?;
//!
//! client.list_builds(&ListBuildsRequest::new()).retries(None).timeout(Duration::from_secs(5)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Tracing
//!
//! With the feature `tracing` each request that is sent, each attempt and each redirect, is a span of level `INFO` and target
//! `spectrait_runtime::client::trace`, below the span that the call is awaited in. It ends with the head of the response. Its
//! fields are those of OpenTelemetry's [conventions for HTTP clients][http-spans]: `otel.name` (`GET /builds`), `otel.kind`,
//! `http.request.method`, `url.template`, `server.address`, `server.port`, `http.response.status_code`,
//! `http.request.resend_count` (from the second on), `error.type`, `otel.status_code`; and `openapi.operation.id`. None
//! holds what the caller sends: no path, query, header or body. A subscriber that does not want them filters them by target.
//!
//! [http-spans]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
//!
//! # Before you deploy it
//!
//! - Make one client and clone it; each one that is built has connections of its own.
//! - It needs tokio, with the timer on, for limits of time, for the pauses of retries and for reqwest. Without them
//!   (`timeout(None)` and `idle_timeout(None)`) it runs anywhere.
//! - The timeout ([`DEFAULT_TIMEOUT`]) covers the whole call, the token, all attempts and the body included. A timeout
//!   does not tell whether the server acted. Connecting gives up sooner ([`DEFAULT_CONNECT_TIMEOUT`]), and so does a body
//!   that stands still ([`DEFAULT_IDLE_TIMEOUT`]).
//! - Nothing is retried unless [`retries`](ClientBuilder::retries) is set, and never what could be done twice by that: a POST
//!   or PATCH needs an [`idempotency_key`](Call::idempotency_key). After a response has begun nothing is sent again.
//! - No redirect is followed unless [`redirects`](ClientBuilder::redirects) is set: a 3xx is an answer. A credential never
//!   reaches another origin.
//! - No cookie is kept. Nothing is decompressed, nor asked for compressed, without the features `gzip`, `brotli` and `zstd`;
//!   with them the limit of a body counts what comes out.
//! - Over `http://` credentials travel in the clear. It is allowed, for tests and for networks of your own; a token endpoint
//!   has to be asked over `https` unless [`OAuth2::allow_http`] says otherwise.
//! - The default transport uses the proxy of the environment (`HTTPS_PROXY`, `NO_PROXY`).
//! - What is no stream is held in memory whole, of a response up to [`DEFAULT_BODY_LIMIT`] for each call that runs.
//! - `Debug` and `Display` of everything here leave out credentials, URLs and bodies that are sent. Of a response, errors show
//!   the first 200 characters of the body, and in `Debug` the headers: if the server sends secrets there, do not log them.

mod base_url;
mod body;
mod builder;
mod call;
mod called;
mod credentials;
mod draft;
mod error;
mod exchange;
mod fields;
mod headers;
mod hooks;
mod layers;
mod macros;
pub mod mock;
mod oauth2;
mod pages;
mod provider;
mod reconnect;
mod redirect;
mod retry;
mod timeouts;
mod token;
mod token_context;
#[cfg(feature = "tracing")]
mod trace;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[doc(no_inline)]
pub use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
#[doc(no_inline)]
pub use http::{request::Parts as RequestParts, response::Parts as ResponseParts};
#[doc(no_inline)]
pub use tower::Layer;

#[doc(inline)]
pub use crate::__client as client;
#[doc(inline)]
pub use crate::__pages as pages;
#[doc(inline)]
pub use crate::__server as server;

#[doc(hidden)]
pub use base_url::write_url;
pub use body::Body;
pub use builder::{ClientBuilder, DEFAULT_BODY_LIMIT, DEFAULT_TIMEOUT};
pub use call::{Call, ResponseHead};
pub use called::CalledOperation;
pub use credentials::CredentialError;
pub use error::{BuildError, Error, ErrorKind};
pub use fields::{Count, Cursor, Flag, PageItems, Part};
#[doc(hidden)]
pub use oauth2::{OAuth2, OAuth2Error};
pub use pages::{Answer, Items, Paged, Pages, Paging, Position};
pub use provider::{AccessToken, TOKEN_LEEWAY, TokenProvider};
pub use reconnect::{
    DEFAULT_RECONNECTION_TIME, DEFAULT_RECONNECTIONS, MAX_RECONNECTION_TIME, Reconnecting,
};
pub use retry::Retries;
pub use timeouts::{DEFAULT_CONNECT_TIMEOUT, DEFAULT_IDLE_TIMEOUT, IdleTimeout};
pub use token::{Secret, Token};
pub use token_context::{TOKEN_ANSWER_LIMIT, TokenContext};
pub use transport::{BoxError, BoxTransport, Reqwest, ResponseBody, Transport};

use crate::operation::{Operation, Success};

/// Calls operations on one server. A generated crate has a client of its own around it, with a method per
/// operation.
///
/// A clone is cheap and shares the connections. It is `Send` and `Sync`: make one and keep it.
#[derive(Clone)]
pub struct Client(Arc<Settings>);

/// What the builder leaves behind.
pub(crate) struct Settings {
    /// `None`: every call names a whole URL.
    base_url: Option<base_url::BaseUrl>,
    /// The base URL as text.
    text: String,
    timeout: Option<Duration>,
    timeouts: timeouts::Timeouts,
    body_limit: usize,
    headers: HeaderMap,
    credentials: credentials::Credentials,
    /// What providers of tokens go by.
    surroundings: token_context::Surroundings,
    transport: BoxTransport,
}

impl Client {
    /// Settings to make a client with.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Where the server is, without a `/` at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.text
    }

    /// Prepares a call. The request is encoded here and not needed afterwards; it is sent when the call is
    /// awaited.
    pub fn call<O: Operation>(&self, request: &O) -> Call<Success<O>, O::Failure> {
        Call::new(self, request)
    }

    /// Prepares a call to a URL of its own, as a webhook is called. The path of the operation does not count; a query is
    /// added to the URL's.
    ///
    /// A URL that cannot be used makes the call end with [`ErrorKind::Invalid`], unsent.
    pub fn call_at<O: Operation>(&self, url: &str, request: &O) -> Call<Success<O>, O::Failure> {
        Call::new(self, request).at(url)
    }

    /// All pages of a list, from where the request is on.
    pub fn pages<O: Paged>(&self, request: &O) -> Pages<O> {
        Pages::new(self, request)
    }
}

impl fmt::Debug for Client {
    /// The base URL. No credential, no header.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.text)
            .finish_non_exhaustive()
    }
}
