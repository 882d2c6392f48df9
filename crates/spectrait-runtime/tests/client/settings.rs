//! What is sent: URLs, headers, credentials; and what is refused before it is sent.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Request, Response};
use spectrait_runtime::bounded;
use spectrait_runtime::client::{Body, BoxError, BuildError, CredentialError, ErrorKind, Token};

use crate::builds::{
    Build, BuildStatus, Client, ClientBuilder, ListBuildsRequest, RestartBuildRequest,
};
use crate::mock::{Parts, Seen, builder, response};

/// A builder whose server is content with everything, and what it sees.
fn content() -> (ClientBuilder, Seen) {
    builder(|request: &Request<Body>| match request.method().as_str() {
        "GET" => response(200, Parts::from("{}")),
        _ => response(204, Parts::default()),
    })
}

fn only(seen: &Seen) -> Request<Body> {
    let mut seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
    seen.remove(0)
}

fn header<'a>(request: &'a Request<Body>, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let value = values.next().map(|value| value.to_str().unwrap());
    assert_eq!(values.next(), None, "{name} twice");
    value
}

#[tokio::test]
async fn a_request_without_a_body() {
    let (builder, seen) = content();
    let client = builder.build().unwrap();
    let list = ListBuildsRequest::new()
        .status(BuildStatus::Success)
        .region("a b&c+d/é")
        .limit(bounded!(50));
    client.list_builds(&list).await.unwrap();
    let request = only(&seen);
    assert_eq!(request.method(), "GET");
    assert_eq!(
        request.uri(),
        "https://api.example.com/v1/builds?status=success&region=a%20b%26c%2Bd%2F%C3%A9&limit=50"
    );
    assert_eq!(header(&request, "accept"), Some("application/json"));
    assert_eq!(header(&request, "authorization"), Some("Bearer hunter2"));
    assert_eq!(
        header(&request, "user-agent"),
        Some(concat!("spectrait-runtime/", env!("CARGO_PKG_VERSION")))
    );
    assert!(request.headers()[AUTHORIZATION].is_sensitive());
    assert!(!request.headers().contains_key(CONTENT_TYPE));
    assert!(!request.headers().contains_key(CONTENT_LENGTH));
    assert_eq!(request.body().as_bytes(), Some(&bytes::Bytes::new()));
}

#[tokio::test]
async fn a_request_with_a_body() {
    let (builder, seen) = content();
    let client = builder.build().unwrap();
    let mut restart = RestartBuildRequest::new("a/b?c#d".to_owned());
    restart.key = Some("k 1".to_owned());
    restart.body = Some(Build::new().id("x"));
    client.restart_build(&restart).await.unwrap();
    let request = only(&seen);
    assert_eq!(
        request.uri(),
        "https://api.example.com/v1/builds/a%2Fb%3Fc%23d/restart"
    );
    assert_eq!(header(&request, "idempotency-key"), Some("k 1"));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(request.body().as_bytes().unwrap(), &br#"{"id":"x"}"#[..]);
    assert_eq!(
        header(&request, "authorization"),
        None,
        "the operation asks for no credential"
    );
}

#[tokio::test]
async fn a_post_without_a_body_says_so() {
    let (builder, seen) = content();
    builder
        .build()
        .unwrap()
        .restart_build(&RestartBuildRequest::new("a".to_owned()))
        .await
        .unwrap();
    assert_eq!(header(&only(&seen), "content-length"), Some("0"));
}

#[tokio::test]
async fn the_nearer_header_goes_first() {
    let (builder, seen) = content();
    let client = builder
        .default_header("X-Tenant", "client")
        .default_header("Idempotency-Key", "client")
        .default_header(
            ACCEPT,
            HeaderValue::from_static("application/json, application/problem+json"),
        )
        .user_agent("tool/1.2")
        .build()
        .unwrap();
    let mut restart = RestartBuildRequest::new("a".to_owned());
    restart.key = Some("request".to_owned());
    client
        .restart_build(&restart)
        .header("x-tenant", "call")
        .await
        .unwrap();
    let request = only(&seen);
    assert_eq!(header(&request, "x-tenant"), Some("call"));
    assert_eq!(header(&request, "idempotency-key"), Some("request"));
    assert_eq!(
        header(&request, "accept"),
        Some("application/json, application/problem+json")
    );
    assert_eq!(header(&request, "user-agent"), Some("tool/1.2"));

    client
        .restart_build(&restart)
        .header("IDEMPOTENCY-KEY", "call".to_owned())
        .await
        .unwrap();
    assert_eq!(header(&only(&seen), "idempotency-key"), Some("call"));
}

#[tokio::test]
async fn a_call_with_a_credential_of_its_own() {
    let (builder, seen) = content();
    let client = builder.build().unwrap();
    client
        .list_builds(&ListBuildsRequest::new())
        .header(AUTHORIZATION, "Bearer other")
        .await
        .unwrap();
    let request = only(&seen);
    assert_eq!(header(&request, "authorization"), Some("Bearer other"));
    assert!(request.headers()[AUTHORIZATION].is_sensitive());
}

#[tokio::test]
async fn headers_that_cannot_be_sent() {
    let (builder, seen) = content();
    let client = builder.build().unwrap();
    let rows = [
        (
            "x-a",
            "1\r\nx-evil: 1",
            "header parameter `x-a`: the value holds a character that a header cannot carry",
        ),
        (
            "x-a",
            "1\n",
            "header parameter `x-a`: the value holds a character that a header cannot carry",
        ),
        ("x a", "1", "header parameter `?`: this is no header name"),
        (
            "Host",
            "evil.example",
            "header parameter `host`: this header belongs to the transport, which sets it",
        ),
        (
            "Content-Length",
            "5",
            "header parameter `content-length`: this header belongs to the transport, which sets it",
        ),
    ];
    for (name, value, expected) in rows {
        let error = client
            .list_builds(&ListBuildsRequest::new())
            .header(name, value)
            .await
            .unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            format!("listBuilds: not sent, as the request breaks the document: {expected}")
        );
    }
    let mut restart = RestartBuildRequest::new("a".to_owned());
    restart.key = Some("k\r\nx-evil: hunter2".to_owned());
    let error = client.restart_build(&restart).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
    assert!(
        !format!("{error} {error:?}").contains("hunter2"),
        "{error:?}"
    );
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_not_sent() {
    let (builder, seen) = content();
    let client = builder.build().unwrap();
    for id in ["", ".", ".."] {
        let error = client
            .restart_build(&RestartBuildRequest::new(id.to_owned()))
            .await
            .unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Invalid(_)),
            "{id}: {error:?}"
        );
    }
    let long = ListBuildsRequest::new().region("x".repeat(70_000));
    let error = client.list_builds(&long).await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("the URL is longer than 65534 bytes"),
        "{error}"
    );
    assert!(seen.lock().unwrap().is_empty());

    for id in ["%2e%2e", "..%2f", "../../x", "a\r\nb", "\\..\\"] {
        client
            .restart_build(&RestartBuildRequest::new(id.to_owned()))
            .await
            .unwrap();
        let path = only(&seen).uri().path().to_owned();
        let inner = path
            .strip_prefix("/v1/builds/")
            .unwrap()
            .strip_suffix("/restart")
            .unwrap();
        assert!(!inner.contains('/'), "{path}");
    }
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let (_, seen) = content();
    let transport = tower::service_fn(|_: Request<Body>| async {
        Err::<Response<Body>, BoxError>("sent".into())
    });
    let client = Client::builder().transport(transport).build().unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    let ErrorKind::Auth(CredentialError::Missing { schemes, .. }) = error.kind() else {
        panic!("{error:?}")
    };
    assert_eq!(schemes, &["BearerAuth"]);
    assert_eq!(
        error.to_string(),
        "listBuilds: not sent: no credential for `BearerAuth`: set it with `ClientBuilder::bearer_auth`"
    );
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_callback_is_awaited_for_each_call() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let token = Token::callback(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::task::yield_now().await;
            Ok(format!("token-{number}"))
        }
    });
    let (builder, seen) = content();
    let client = builder.bearer_auth(token).build().unwrap();
    for number in 0..2 {
        client.list_builds(&ListBuildsRequest::new()).await.unwrap();
        assert_eq!(
            header(&only(&seen), "authorization"),
            Some(&*format!("Bearer token-{number}"))
        );
    }
    client
        .restart_build(&RestartBuildRequest::new("a".to_owned()))
        .await
        .unwrap();
    assert_eq!(
        calls.load(Ordering::SeqCst),
        2,
        "the operation asks for no credential"
    );
}

#[tokio::test]
async fn a_callback_that_fails() {
    let (builder, seen) = content();
    let token = Token::callback(|| async { Err::<String, _>("the vault is sealed".into()) });
    let error = builder
        .bearer_auth(token)
        .build()
        .unwrap()
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error.kind(),
            ErrorKind::Auth(CredentialError::Callback {
                scheme: "BearerAuth",
                ..
            })
        ),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "listBuilds: not sent: the callback for `BearerAuth` gave no token"
    );
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "the vault is sealed"
    );
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_callback_that_hangs_is_a_timeout() {
    let (builder, _) = content();
    let token = Token::callback(std::future::pending::<Result<String, BoxError>>);
    let error = builder
        .bearer_auth(token)
        .build()
        .unwrap()
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
}

#[tokio::test]
async fn the_token_is_never_shown() {
    let shown = |value: &dyn std::fmt::Debug| {
        let text = format!("{value:?} {value:#?}");
        assert!(!text.contains("hunter2"), "{text}");
    };
    let (builder, _) = builder(|_| response(500, Parts::from("oops")));
    let builder = builder
        .default_header("x-api-key", "hunter2")
        .base_url("https://u:hunter2@host");
    shown(&builder);
    shown(&builder.clone().build().unwrap_err());
    let client = builder.base_url("https://api.example.com").build().unwrap();
    shown(&client);
    assert_eq!(
        format!("{client:?}"),
        r#"Client { base_url: "https://api.example.com", .. }"#
    );
    let call = client
        .list_builds(&ListBuildsRequest::new().region("hunter2"))
        .header("authorization", "hunter2");
    shown(&call);
    shown(&call.await.unwrap_err());
    shown(&client.list_builds_pages(&ListBuildsRequest::new().region("hunter2")));
    for token in ["hunter2 ", "hunter2\r\n", ""] {
        let error = Client::builder().bearer_auth(token).build().unwrap_err();
        shown(&error);
        assert!(
            matches!(error, BuildError::Credential(CredentialError::Token { .. })),
            "{error:?}"
        );
    }
}

#[test]
fn settings_that_cannot_be_used() {
    let (builder, _) = content();
    let message = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    assert_eq!(
        message(builder.clone().base_url("api.example.com")),
        "the base URL cannot be used: `api.example.com` is not absolute: begin it with `https://` and a host"
    );
    assert_eq!(
        message(
            builder
                .clone()
                .default_header("x-a", "hunter2\n")
                .default_header("x b", "")
        ),
        "default header `x-a`: the value holds a character that a header cannot carry"
    );
    assert_eq!(
        message(
            builder
                .clone()
                .default_header("Transfer-Encoding", "chunked")
        ),
        "default header `transfer-encoding`: this header belongs to the transport, which sets it"
    );
    assert_eq!(
        message(builder.user_agent("a\nb")),
        format!(
            "default header `{USER_AGENT}`: the value holds a character that a header cannot carry"
        )
    );
    let bare = spectrait_runtime::client::Client::builder()
        .build()
        .unwrap_err();
    assert_eq!(
        bare.to_string(),
        "no base URL: set one with `ClientBuilder::base_url`"
    );
}

#[test]
fn clients_are_shared_between_threads_and_calls_are_spawned() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn spawned<T: Future + Send + Unpin + 'static>(_: &T) {}
    let (builder, _) = content();
    let client = builder.build().unwrap();
    shared(&client);
    spawned(&client.list_builds(&ListBuildsRequest::new()));
}

#[tokio::test]
async fn nothing_is_sent_until_it_is_awaited() {
    let (builder, seen) = content();
    let client = builder.build().unwrap();
    let call = client.list_builds(&ListBuildsRequest::new());
    tokio::task::yield_now().await;
    assert!(seen.lock().unwrap().is_empty());
    call.await.unwrap();
    only(&seen);
}

#[tokio::test]
async fn a_call_that_is_polled_again_waits_for_ever() {
    let (builder, seen) = content();
    let mut call = builder
        .build()
        .unwrap()
        .list_builds(&ListBuildsRequest::new());
    (&mut call).await.unwrap();
    let again = std::future::poll_fn(|cx| Poll::Ready(Pin::new(&mut call).poll(cx).is_pending()));
    assert!(again.await);
    only(&seen);
}

#[tokio::test]
async fn a_default_authorization_header_is_a_credential() {
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let transport = tower::service_fn(move |request: Request<Body>| {
        log.lock().unwrap().push(request);
        async { Ok::<_, BoxError>(Response::new(Body::from("{}"))) }
    });
    let client = Client::builder()
        .transport(transport)
        .default_header("Authorization", "Basic dTpw")
        .build()
        .unwrap();
    client.list_builds(&ListBuildsRequest::new()).await.unwrap();
    assert_eq!(header(&only(&seen), "authorization"), Some("Basic dTpw"));
}

#[cfg(feature = "server")]
#[tokio::test]
async fn a_router_is_a_transport() {
    let router =
        axum::Router::new().route("/v1/builds", axum::routing::get(async || "{\"total\":5}"));
    let client = Client::builder()
        .bearer_auth("hunter2")
        .transport(router)
        .build()
        .unwrap();
    assert_eq!(
        client
            .list_builds(&ListBuildsRequest::new())
            .await
            .unwrap()
            .total,
        Some(5)
    );
}

mod without_credentials {
    use spectrait_runtime::client::client;

    client! {
        /// A client of a service that everyone may use.
        pub struct Open;
        /// Settings of it.
        pub struct OpenBuilder {}
        /// The public server.
        const BASE_URL = "https://open.example.com/";
    }

    client! {
        /// A client of a document without servers.
        pub struct Homeless;
        /// Settings of it.
        pub struct HomelessBuilder {}
    }
}

#[test]
fn clients_without_credentials_or_server() {
    use without_credentials::{Homeless, Open};
    assert_eq!(Open::new().unwrap().base_url(), "https://open.example.com");
    assert_eq!(Open::BASE_URL, "https://open.example.com/");
    assert!(matches!(
        Homeless::builder().build(),
        Err(BuildError::NoBaseUrl)
    ));
    let client = Homeless::builder()
        .base_url("http://[::1]:80/a")
        .build()
        .unwrap();
    assert_eq!(client.base_url(), "http://[::1]:80/a");
}
