//! Operations that answer with what they read.

use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use spectrait_runtime::client::Client;
use spectrait_runtime::{Operation, Responses, encode_request, responses};
use tower::ServiceExt;

responses! {
    /// No failure.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Never {}
}

/// Makes operations of one field, `Name(Type) = source, "METHOD /path";`, and a router in which each answers with its
/// request's `Debug`.
macro_rules! echoes {
    ($($name:ident($type:ty) = $source:expr, $method:ident $path:literal;)+) => {
        $(
            spectrait_runtime::request! {
                /// One field.
                #[derive(Clone)]
                pub struct $name {
                    /// The field.
                    pub value: $type = $source,
                }
                new(value: $type);
            }

            impl spectrait_runtime::Operation for $name {
                const ID: &str = stringify!($name);
                const METHOD: spectrait_runtime::Method = spectrait_runtime::Method::$method;
                const PATH: &str = $path;
                const SECURITY: &[&[spectrait_runtime::SecurityScheme]] = &[];
                type Success = spectrait_runtime::Json<200, String>;
                type Failure = crate::fixture::Never;
            }
        )+

        pub(crate) fn router() -> axum::Router {
            let routes = spectrait_runtime::server::Routes::new()
                $(.public::<$name, _, _>(|request, _| async move { Ok(format!("{request:?}")) }))+;
            spectrait_runtime::server::RouterBuilder::new(routes).build()
        }
    };
}
pub(crate) use echoes;

/// A client of a router.
pub(crate) fn client(router: Router) -> Client {
    let builder = Client::builder().base_url("http://test");
    builder.transport(router).build().unwrap()
}

/// What a request is as it is sent: target, headers but for its length, body.
pub(crate) fn written<O: Operation>(request: &O) -> String {
    let encoded = match encode_request(request) {
        Ok(encoded) => encoded,
        Err(violations) => return format!("refused: {violations}"),
    };
    let mut text = encoded.path;
    if let Some(query) = encoded.query {
        text = format!("{text}?{query}");
    }
    for (name, value) in &encoded.headers {
        text = format!(
            "{text}\n{name}: {}",
            String::from_utf8_lossy(value.as_bytes())
        );
    }
    match encoded.body {
        Some(body) => format!("{text}\n\n{}", String::from_utf8_lossy(&body)),
        None => text,
    }
}

/// Writes the request, sends it, and holds what comes back against it.
#[track_caller]
pub(crate) fn assert_echo<O>(router: Router, request: &O, expected: &str)
where
    O: Operation + std::fmt::Debug,
    O::Success: Responses<Value = String>,
{
    assert_eq!(written(request), expected);
    let answer = block_on(async { client(router).call(request).await });
    match answer {
        Ok(echo) => assert_eq!(echo, format!("{request:?}")),
        Err(error) => panic!("{error}"),
    }
}

/// Asks a router by hand: status and body.
pub(crate) fn ask(router: Router, request: Request<Body>) -> (u16, String) {
    block_on(async {
        let response = router.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8_lossy(&body).into_owned())
    })
}

/// A request with a body by hand; without a media type if that is empty.
pub(crate) fn post(path: &str, content_type: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::post(path).body(body.into()).unwrap();
    if !content_type.is_empty() {
        let content_type = content_type.try_into().unwrap();
        request.headers_mut().insert("content-type", content_type);
    }
    request
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(future)
}
