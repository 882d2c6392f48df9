//! Redirects: which are followed, and what the next origin gets to know.

use http::{HeaderMap, Request, Response, StatusCode};
use spectrait_runtime::client::{self, Body, Call};
use spectrait_runtime::{Empty, Method, Operation, SecurityScheme, request};

use crate::builds::{
    Build, Client, ListBuildsError, ListBuildsRequest, RestartBuildError, RestartBuildRequest,
};
use crate::mock::{Parts, Seen, builder, response};

const BASE: &str = "https://api.example.com/v1";

/// A client whose server redirects what `hop` has a status and a location for.
fn redirecting(
    limit: usize,
    hop: impl Fn(&Request<Body>) -> Option<(u16, String)> + Clone + Send + 'static,
) -> (Client, Seen) {
    let (builder, seen) = builder(move |request| answer(request, hop(request)));
    (builder.redirects(limit).build().unwrap(), seen)
}

fn answer(request: &Request<Body>, hop: Option<(u16, String)>) -> Response<Parts> {
    match hop {
        Some((status, location)) => {
            let mut response: Response<Parts> = response(status, Parts::from("moved"));
            let location = location.parse().unwrap();
            response.headers_mut().insert("location", location);
            response
        }
        None if request.method() == "POST" => response(204, Parts::default()),
        None => response(200, Parts::from("{}")),
    }
}

/// The first request is answered so, all others well.
fn once(
    status: u16,
    location: &str,
) -> impl Fn(&Request<Body>) -> Option<(u16, String)> + Clone + Send + use<> {
    let location = location.to_owned();
    move |request| {
        let is_first = request.uri().to_string().starts_with(BASE);
        is_first.then(|| (status, location.clone()))
    }
}

fn hops(seen: &Seen) -> Vec<String> {
    let seen = seen.lock().unwrap();
    let hop = |request: &Request<Body>| {
        let body = request.body().as_bytes().map_or(0, bytes::Bytes::len);
        format!("{} {} {body}", request.method(), request.uri())
    };
    seen.iter().map(hop).collect()
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

fn restart() -> RestartBuildRequest {
    let mut request = RestartBuildRequest::new("a".to_owned());
    request.body = Some(Build::new().id("x"));
    request
}

fn list(client: &Client) -> Call<crate::builds::ListBuildsResponse, ListBuildsError> {
    client.list_builds(&ListBuildsRequest::new())
}

#[tokio::test]
async fn which_are_followed_and_how() {
    let get = |status| (Method::GET, status);
    let post = |status| (Method::POST, status);
    let rows = [
        (get(301), Some("GET https://api.example.com/new 0")),
        (get(302), Some("GET https://api.example.com/new 0")),
        (get(303), Some("GET https://api.example.com/new 0")),
        (get(307), Some("GET https://api.example.com/new 0")),
        (get(308), Some("GET https://api.example.com/new 0")),
        (get(300), None),
        (get(304), None),
        (get(201), None),
        (post(301), None),
        (post(302), None),
        (post(303), Some("GET https://api.example.com/new 0")),
        (post(307), Some("POST https://api.example.com/new 10")),
        (post(308), Some("POST https://api.example.com/new 10")),
    ];
    for ((method, status), second) in rows {
        let (client, seen) = redirecting(5, once(status, "/new"));
        let raw = if method == Method::GET {
            list(&client).raw().await.unwrap()
        } else {
            client.restart_build(&restart()).raw().await.unwrap()
        };
        let hops = hops(&seen);
        assert_eq!(hops.get(1).map(String::as_str), second, "{method} {status}");
        assert_eq!(hops.len(), 1 + usize::from(second.is_some()));
        if second.is_none() {
            assert_eq!(raw.status, status);
            assert_eq!(raw.body, "moved");
        }
        let seen = seen.lock().unwrap();
        if status == 303 && method == Method::POST {
            assert!(!seen[1].headers().contains_key("content-type"));
        } else if second.is_some() {
            assert_eq!(seen[0].headers(), seen[1].headers(), "all is kept");
        }
    }
}

#[tokio::test]
async fn none_is_followed_unless_asked_for() {
    let (builder, seen) = builder(|_| answer(&Request::default(), Some((302, "/x".to_owned()))));
    let client = builder.build().unwrap();
    assert_eq!(list(&client).await.unwrap_err().status().unwrap(), 302);
    assert_eq!(hops(&seen).len(), 1);
}

#[tokio::test]
async fn a_loop_ends_at_the_limit() {
    let (client, seen) = redirecting(3, |request| Some((307, request.uri().to_string())));
    let error = list(&client).await.unwrap_err();
    assert_eq!(
        error.status().unwrap(),
        307,
        "the last redirect is the answer"
    );
    assert_eq!(hops(&seen).len(), 4);
    assert_eq!(error.attempts(), 1, "redirects are no attempts");
}

#[tokio::test]
async fn another_origin_gets_no_credential() {
    for target in [
        "https://evil.test/x",
        "https://api.example.com:444/x",
        "https://api.example.com.evil.test/x",
        "//evil.test/x",
    ] {
        for status in [302, 303, 307, 308] {
            let (builder, seen) =
                builder(move |request| answer(request, once(status, target)(request)));
            let client = builder
                .default_header("x-api-key", "hunter2")
                .default_header("cookie", "session=hunter2")
                .on_request(|_, parts| {
                    let value = "hunter2".parse().unwrap();
                    parts.headers.insert("x-signature", value);
                })
                .redirects(5)
                .build()
                .unwrap();
            list(&client)
                .header("proxy-authorization", "hunter2")
                .header("x-tenant", "hunter2")
                .await
                .unwrap();
            let seen = seen.lock().unwrap();
            assert_eq!(seen.len(), 2, "{target} {status}");
            assert!(seen[0].headers().contains_key("authorization"));
            assert!(seen[0].headers().contains_key("x-signature"));
            assert_eq!(names(seen[1].headers()), ["accept", "user-agent"]);
            assert!(!seen[1].uri().to_string().contains("hunter2"));
        }
    }
}

#[tokio::test]
async fn a_credential_does_not_come_back() {
    // Away, on within that other origin, and back.
    let (client, seen) = redirecting(5, |request| {
        let next = match request.uri().path() {
            "/v1/builds" => "https://evil.test/a",
            "/a" => "/b",
            "/b" => "https://api.example.com/c",
            _ => return None,
        };
        Some((307, next.to_owned()))
    });
    list(&client).await.unwrap();
    assert_eq!(
        hops(&seen),
        [
            "GET https://api.example.com/v1/builds 0",
            "GET https://evil.test/a 0",
            "GET https://evil.test/b 0",
            "GET https://api.example.com/c 0",
        ]
    );
    for request in &seen.lock().unwrap()[1..] {
        assert_eq!(names(request.headers()), ["accept", "user-agent"]);
    }
}

#[tokio::test]
async fn a_sensitive_header_is_never_for_another_origin() {
    let (builder, seen) = builder(|request| answer(request, once(307, "https://b.test/")(request)));
    let client = builder.redirects(1).build().unwrap();
    let mut agent = http::HeaderValue::from_static("hunter2");
    agent.set_sensitive(true);
    list(&client).header("user-agent", agent).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(names(seen[1].headers()), ["accept"]);
}

#[tokio::test]
async fn where_none_leads() {
    for location in [
        "http://api.example.com/plain",
        "http://evil.test/",
        "ftp://api.example.com/x",
        "file:///etc/passwd",
        "https://user:secret@api.example.com/x",
        "https://",
        "https://api.example.com:99999/",
        "",
        "::",
        "/a b",
    ] {
        let (client, seen) = redirecting(5, once(307, location));
        let raw = list(&client).raw().await.unwrap();
        // An empty reference is the same place again, which is a loop that ends.
        let expected = if location.is_empty() { 6 } else { 1 };
        assert_eq!(hops(&seen).len(), expected, "{location:?}");
        assert_eq!(raw.status, 307);
    }
    let (builder, seen) = builder(|_| response(307, Parts::default()));
    let client = builder.redirects(5).build().unwrap();
    assert_eq!(list(&client).raw().await.unwrap().status, 307);
    assert_eq!(hops(&seen).len(), 1, "no location");
}

/// From http to https is another origin too.
#[tokio::test]
async fn from_plain_to_encrypted() {
    let (builder, seen) = builder(|request| {
        let is_plain = request.uri().scheme_str() == Some("http");
        let hop = is_plain.then(|| (308, "https://api.test/v1/builds".to_owned()));
        answer(request, hop)
    });
    let client = builder
        .base_url("http://api.test/v1")
        .redirects(1)
        .build()
        .unwrap();
    list(&client).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(names(seen[1].headers()), ["accept", "user-agent"]);
}

// API keys, which no header of a known name holds.

const HEADER_KEY: SecurityScheme = SecurityScheme::api_key_header("HeaderKey", "x-api-key");
const QUERY_KEY: SecurityScheme = SecurityScheme::api_key_query("QueryKey", "key");

request! {
    /// The request of `POST /keyed`.
    #[derive(Clone, Default)]
    pub struct KeyedRequest {}
}

impl Operation for KeyedRequest {
    const ID: &str = "keyed";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/keyed";
    const SECURITY: &[&[SecurityScheme]] = &[&[HEADER_KEY, QUERY_KEY]];
    type Success = Empty<204>;
    type Failure = RestartBuildError;
}

#[tokio::test]
async fn api_keys_stay_with_their_origin() {
    for (target, is_same) in [("/new", true), ("https://evil.test/new", false)] {
        let seen = Seen::default();
        let log = std::sync::Arc::clone(&seen);
        let client = client::Client::builder()
            .base_url(BASE)
            .token(HEADER_KEY, "hunter2")
            .token(QUERY_KEY, "hunter3")
            .redirects(3)
            .transport(tower::service_fn(move |request: Request<Body>| {
                let is_first = request.uri().path() == "/v1/keyed";
                let answer = answer(&request, is_first.then(|| (307, target.to_owned())));
                log.lock().unwrap().push(request);
                async { Ok::<_, client::BoxError>(answer) }
            }))
            .build()
            .unwrap();
        client.call(&KeyedRequest::new()).await.unwrap();
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0].headers()["x-api-key"], "hunter2");
        assert_eq!(seen[0].uri().query(), Some("key=hunter3"));
        assert_eq!(seen[1].headers().contains_key("x-api-key"), is_same);
        assert_eq!(seen[1].uri().query(), None, "the location's query counts");
        assert_eq!(seen[1].method(), "POST");
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_follows_redirects_again() {
    let (builder, seen) = builder(|request| match request.uri().path() {
        "/v1/builds" => answer(request, Some((302, "/down".to_owned()))),
        _ => response(StatusCode::SERVICE_UNAVAILABLE.as_u16(), Parts::default()),
    });
    let client = builder
        .redirects(1)
        .retries(client::Retries::new().attempts(2))
        .build()
        .unwrap();
    let error = list(&client).await.unwrap_err();
    assert_eq!(error.attempts(), 2);
    let paths: Vec<_> = hops(&seen);
    assert_eq!(paths.len(), 4);
    assert_eq!(paths[0], paths[2]);
}
