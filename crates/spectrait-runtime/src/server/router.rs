//! The settings of a server, and the router that they make.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use http::{HeaderValue, Method, Request, Response, header};
use tower::service_fn;

#[cfg(feature = "check-responses")]
use super::documented::Documented;
use super::limits::{DEFAULT_BODY_LIMIT, DEFAULT_HEADER_LIMIT, DEFAULT_TIMEOUT, DEFAULT_URI_LIMIT};
use super::path::{Template, Tree};
use super::rejection::Rejection;
use super::routes::Routes;
use super::serve::{Resource, Server, Settings};
use crate::json::{Encode, encode_json_strict};

/// The settings of a server; [`build`](Self::build) makes an [`axum::Router`] of them.
///
/// A generated `router(api)` gives one.
#[must_use = "nothing is served before `build`"]
pub struct RouterBuilder {
    routes: Routes,
    base: String,
    moved: Vec<(String, &'static str)>,
    settings: Settings,
}

impl RouterBuilder {
    /// A router of these operations.
    pub fn new(routes: Routes) -> Self {
        let settings = Settings {
            body_limit: DEFAULT_BODY_LIMIT,
            stream_limit: None,
            uri_limit: DEFAULT_URI_LIMIT,
            header_limit: DEFAULT_HEADER_LIMIT,
            timeout: Some(DEFAULT_TIMEOUT),
            checks_responses: false,
            renderer: None,
            on_internal_error: None,
        };
        Self {
            routes,
            base: String::new(),
            moved: Vec::new(),
            settings,
        }
    }

    /// Puts every path behind `base`: with `/v1`, `/builds` is at `/v1/builds`, and nothing is anywhere
    /// else. `/` at the end does not matter. Braces are text here, not variables.
    ///
    /// A generated crate has the path of the document's first server as `BASE_PATH`. Nothing is set unless
    /// you call this: behind a proxy that strips its prefix, paths come without.
    pub fn mount_at(mut self, base: impl AsRef<str>) -> Self {
        let trimmed = base.as_ref().trim_matches('/');
        self.base = if trimmed.is_empty() {
            String::new()
        } else {
            format!("/{trimmed}")
        };
        self
    }

    /// Puts one operation at another path, by its `operationId`: a webhook, whose place is the receiver's choice. The path
    /// is a template with the operation's variables; [`mount_at`](Self::mount_at) comes before it. An id that there is not
    /// changes nothing.
    pub fn operation_at(mut self, id: impl Into<String>, path: &'static str) -> Self {
        self.moved.push((id.into(), path));
        self
    }

    /// How many bytes a request's body may have; [`DEFAULT_BODY_LIMIT`] unless set. A longer one is
    /// answered by a 413, at once where its length is declared, and when the limit is passed where it is not.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// How many bytes a body may have that the handler reads as it comes (octets, JSON lines): the same as
    /// [other bodies](Self::body_limit) unless set. It is never held in memory whole, so this guards what the handler
    /// does with it. A longer one is an error of the stream; a handler that passes it on with `?` answers a 413.
    pub fn stream_limit(mut self, bytes: usize) -> Self {
        self.settings.stream_limit = Some(bytes);
        self
    }

    /// How many bytes path and query of a request may have together; [`DEFAULT_URI_LIMIT`] unless set. A longer one is
    /// answered by a 414.
    pub fn uri_limit(mut self, bytes: usize) -> Self {
        self.settings.uri_limit = bytes;
        self
    }

    /// How many header lines a request may have; [`DEFAULT_HEADER_LIMIT`] unless set. More are answered by a 431. The
    /// server below has a limit of its own over HTTP/1, whose 431 is empty: hyper's is 100, that of [`serve`](super::serve())
    /// is [set](super::ConnectionLimits::headers).
    pub fn header_limit(mut self, count: usize) -> Self {
        self.settings.header_limit = count;
        self
    }

    /// How long a request may take, from its head to the handler's end: [`DEFAULT_TIMEOUT`] unless set; `None` is no
    /// limit. Where the handler reads the body as it comes, the time begins anew with each piece. What a stream sends after the response's head is not bounded.
    ///
    /// A body that is not there by then is answered by a 408, a handler (or `authenticate`) that is not done
    /// by a 503 and dropped at its next `await`. Needs a Tokio runtime with its timer.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.timeout = timeout.into();
        self
    }

    /// Renders every answer that no handler gives: in your own format, in place of
    /// [problem details](super::problem).
    ///
    /// Status and headers are looked after. A response that has no error status gets the
    /// [rejection's](Rejection::status); `Allow`, `WWW-Authenticate` and `Accept` are added where they are
    /// missing. Should the renderer panic, problem details are sent.
    ///
    /// [`Rejection::json`] makes a response with the right status and content type. Where the document has a schema for
    /// errors, [`errors`](Self::errors) is all that is needed.
    pub fn render_rejections(
        mut self,
        renderer: impl Fn(&Rejection) -> Response<Body> + Send + Sync + 'static,
    ) -> Self {
        self.settings.renderer = Some(Box::new(move |rejection| Ok(renderer(rejection))));
        self
    }

    /// Says every answer that no handler gives in the document's own schema of errors, as `application/json`.
    ///
    /// ```
    /// # mod builds { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/example.rs")); }
    /// # use builds::{example_router, get};
    /// use spectrait_runtime::record;
    ///
    /// record! {
    ///     /// The `Error` schema.
    ///     #[derive(Clone)]
    ///     pub struct Error {
    ///         /// For programs.
    ///         pub code: String = "code",
    ///         /// For people.
    ///         pub message: String = "message",
    ///     }
    ///     new(code: String, message: String);
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let app = example_router()
    ///     .errors(|rejection| Error::new(rejection.code(), rejection.to_string()))
    ///     .build();
    /// let (status, body) = get(app, "/builds?limit=500").await;
    /// assert_eq!(status, 400);
    /// assert_eq!(
    ///     body,
    ///     r#"{"code":"invalid_request","message":"query parameter `limit`: `500` is more than 100"}"#
    /// );
    /// # }
    /// ```
    ///
    /// The value is written strictly. Where the document does not allow it, problem details are sent, and
    /// [`on_internal_error`](Self::on_internal_error) learns why. For another media type see
    /// [`errors_as`](Self::errors_as), for full control [`render_rejections`](Self::render_rejections): the last one of the
    /// three that is called counts.
    pub fn errors<T: Encode>(
        self,
        error: impl Fn(&Rejection) -> T + Send + Sync + 'static,
    ) -> Self {
        self.errors_as(HeaderValue::from_static("application/json"), error)
    }

    /// [`errors`](Self::errors) as another media type that is JSON: `application/vnd.api+json`.
    pub fn errors_as<T: Encode>(
        mut self,
        content_type: HeaderValue,
        error: impl Fn(&Rejection) -> T + Send + Sync + 'static,
    ) -> Self {
        self.settings.renderer = Some(Box::new(move |rejection| {
            let json = encode_json_strict(&error(rejection))?;
            let mut response = rejection.json(json);
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, content_type.clone());
            Ok(response)
        }));
        self
    }

    /// Whether what a handler answers is read back, strictly, before it is sent: for tests and development, off unless set.
    /// What does not fit is a 500, and [`on_internal_error`](Self::on_internal_error) learns all that is wrong.
    ///
    /// ```
    /// # fn set(router: spectrait_runtime::server::RouterBuilder) -> spectrait_runtime::server::RouterBuilder {
    /// router.check_responses(cfg!(debug_assertions))
    /// # }
    /// ```
    ///
    /// A response is held against the document as its types know it: listed values, formats, what is required, bounds and
    /// rules of types that requests hold too, the syntax of headers. Most of it no handler can break, since the types do not
    /// allow it; a type of your own (`x-rust-type`), or a value that came tolerantly from another server, can. Not looked at
    /// are bounds of what only responses hold, which their types leave out, and the items of streams: for these there is
    /// `check_responses_against`, with the feature `check-responses`. A body is decoded once more, which costs about what a
    /// request of its size does.
    pub fn check_responses(mut self, is_on: bool) -> Self {
        self.settings.checks_responses = is_on;
        self
    }

    /// Holds every response against the document, by every keyword of its schemas, before it is sent: for tests and
    /// development. What does not fit is a 500, and [`on_internal_error`](Self::on_internal_error) learns all that is wrong,
    /// with JSON pointers. Needs the feature `check-responses`, which brings a validator of JSON Schema along.
    ///
    /// The document is JSON of `OpenAPI` 3.0 or 3.1 that refers to no other file: a generated crate's `server::OPENAPI_JSON`,
    /// which lists the router's own answers as well.
    ///
    /// ```
    /// # use spectrait_runtime::server::{DocumentError, RouterBuilder};
    /// # const OPENAPI_JSON: &str = r#"{"openapi":"3.0.4","paths":{}}"#;
    /// # fn set(mut router: RouterBuilder) -> Result<RouterBuilder, DocumentError> {
    /// if cfg!(debug_assertions) {
    ///     router = router.check_responses_against(OPENAPI_JSON)?;
    /// }
    /// # Ok(router)
    /// # }
    /// ```
    ///
    /// - The status is listed: itself, or its class, or `default`.
    /// - Headers that are required are there, and each that is a scalar or JSON is of its schema.
    /// - The media type is listed, if the response has `content` at all. JSON is of its schema; other bodies are not looked at.
    ///   Nothing in it is `writeOnly`, and a member that the schema does not know is wrong only where the schema says so.
    /// - Each item of JSON lines, and the data of each event, is of its schema. It is looked at when it is sent: one that does not
    ///   fit ends the stream. Of an `itemSchema` that tells several kinds of events apart nothing is looked at.
    /// - A [`Rejection`] of an operation is held against the document too, however it is [rendered](Self::render_rejections),
    ///   but for the 501 of [what is not written yet](super::Failure::not_implemented). A 500 that does not fit is reported and
    ///   sent. What is refused before an operation is found (404, 405, 414, 431) is of no operation, and not looked at.
    ///
    /// # Errors
    /// [`DocumentError`](super::DocumentError) if the document cannot be read, or lacks an operation of this router. A schema is
    /// read when it is first needed; one that cannot be is reported like a response that does not fit.
    #[cfg(feature = "check-responses")]
    pub fn check_responses_against(mut self, document: &str) -> Result<Self, super::DocumentError> {
        let document = spectrait_validator::Document::parse(document)?;
        let mut errors: Option<super::DocumentError> = None;
        for endpoint in &mut self.routes.endpoints {
            match Documented::of(&document, &endpoint.operation) {
                Ok(documented) => endpoint.documented = documented,
                Err(error) => {
                    errors = Some(match errors {
                        Some(errors) => errors.and(error),
                        None => error,
                    });
                }
            }
        }
        errors.map_or(Ok(self), Err)
    }

    /// Told of every error behind a 500, with the `operationId`: a handler's
    /// [`Failure::Internal`](super::Failure::Internal), an [`AuthError::Internal`](super::AuthError::Internal),
    /// a panic, a response that the document does not list; also of a renderer that panics, with an empty id
    /// where no operation was found. Nothing is logged unless you set this, or listen to
    /// [spans](super#tracing).
    ///
    /// ```
    /// # fn log(_: String) {}
    /// # fn set(router: spectrait_runtime::server::RouterBuilder) -> spectrait_runtime::server::RouterBuilder {
    /// router.on_internal_error(|operation_id, error| log(format!("{operation_id}: {error}")))
    /// # }
    /// ```
    pub fn on_internal_error(
        mut self,
        hook: impl Fn(&str, &(dyn Error + Send + Sync + 'static)) + Send + Sync + 'static,
    ) -> Self {
        self.settings.on_internal_error = Some(Box::new(hook));
        self
    }

    /// The router.
    ///
    /// It answers every path, since it has a fallback of its own: axum can `nest` it, and can `merge` it into
    /// a router that has no fallback. Never panics, whatever the path templates are.
    pub fn build(self) -> axum::Router {
        let mut tree = Tree::new();
        let mut axum_routes = BTreeSet::new();
        let mut shapes = BTreeSet::new();
        for mut endpoint in self.routes.endpoints {
            let moved = self.moved.iter().rev();
            let mut moved = moved.filter(|(id, _)| id == endpoint.operation.id);
            if let Some((_, path)) = moved.next() {
                endpoint.operation.path = path;
            }
            let template = Template::parse(endpoint.operation.path);
            if let Some(route) = template.axum_route(&self.base)
                && shapes.insert(template.shape())
            {
                axum_routes.insert(route);
            }
            let resource = tree.entry(&template).get_or_insert_with(|| Resource {
                methods: Vec::new(),
                allow: HeaderValue::from_static("OPTIONS"),
            });
            if !resource.has_twin(&endpoint.operation) {
                resource.methods.push((endpoint, template.names));
                resource.allow = allow(resource);
            }
        }

        let server = Arc::new(Server {
            base: self.base,
            tree,
            settings: self.settings,
        });
        let service = service_fn(move |request: Request<Body>| {
            let server = Arc::clone(&server);
            async move { Ok::<_, Infallible>(server.serve(request).await) }
        });
        // The server finds the operation by itself. axum's routes lead to it like its fallback does, and are
        // there for what they tell the layers around: `MatchedPath`, and that this path is taken.
        let mut router = axum::Router::new();
        for route in axum_routes {
            router = router.route_service(&route, service.clone());
        }
        router.fallback_service(service)
    }
}

impl From<Routes> for RouterBuilder {
    fn from(routes: Routes) -> Self {
        Self::new(routes)
    }
}

impl fmt::Debug for RouterBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouterBuilder")
            .field("routes", &self.routes)
            .field("base", &self.base)
            .field("body_limit", &self.settings.body_limit)
            .field("uri_limit", &self.settings.uri_limit)
            .field("header_limit", &self.settings.header_limit)
            .field("timeout", &self.settings.timeout)
            .field("check_responses", &self.settings.checks_responses)
            .finish_non_exhaustive()
    }
}

/// The `Allow` header: `GET, HEAD, OPTIONS`.
fn allow(resource: &Resource) -> HeaderValue {
    let order = [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::TRACE,
    ];
    let mut names: Vec<&str> = Vec::new();
    for method in &order {
        if resource.has(method) || (*method == Method::HEAD && resource.has(&Method::GET)) {
            names.push(method.as_str());
        }
    }
    for (endpoint, _) in &resource.methods {
        let method = &endpoint.operation.method;
        if !order.contains(method) && *method != Method::OPTIONS {
            names.push(method.as_str());
        }
    }
    names.push("OPTIONS");
    // A method is a token (RFC 9110 section 9.1), which is fit for a header.
    HeaderValue::try_from(names.join(", ")).unwrap_or_else(|_| HeaderValue::from_static("OPTIONS"))
}
