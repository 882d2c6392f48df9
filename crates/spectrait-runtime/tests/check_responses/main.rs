//! Responses held against a document, `openapi.json`: a handler sends what it is told to, and the router what it allows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::{Request, Response};
use http_body_util::BodyExt;
use spectrait_runtime::server::{Context, Failure, RouterBuilder, service};
use spectrait_runtime::{
    Any, EventStream, FromJson, Int, Json, JsonLines, Method, Operation, SecurityScheme, request,
    response, responses,
};
use tower::ServiceExt;

const DOCUMENT: &str = include_str!("openapi.json");

/// An operation `GET $path`, which takes what it is to answer.
macro_rules! get {
    ($name:ident, $id:literal, $path:literal, $success:ty) => {
        request! {
            /// What to answer.
            #[derive(Clone, Default)]
            #[non_exhaustive]
            pub struct $name {
                /// JSON; without it there is no answer yet.
                pub answer: Option<String> = query("answer"),
                /// A rule to break.
                pub limit: Option<Int<1, 9>> = query("limit"),
            }
        }

        impl Operation for $name {
            const ID: &str = $id;
            const METHOD: Method = Method::GET;
            const PATH: &str = $path;
            const SECURITY: &[&[SecurityScheme]] = &[];
            type Success = $success;
            type Failure = AnyError;
        }
    };
}

get!(ThingRequest, "getThing", "/thing", Json<200, Any>);
get!(CountedRequest, "getCounted", "/counted", Json<200, Any>);
get!(BareRequest, "getBare", "/bare", Json<200, Any>);
get!(LinesRequest, "getLines", "/lines", LinesSuccess);
get!(EventsRequest, "getEvents", "/events", EventsSuccess);

response! {
    /// The success of `getLines`.
    pub struct LinesSuccess: JsonLines<Any> = 200 as json_lines("application/jsonl");
}

response! {
    /// The success of `getEvents`.
    pub struct EventsSuccess: EventStream<Any> = 200 as event_stream();
}

responses! {
    /// Any failure.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum AnyError {
        /// The caller's fault.
        Client(spectrait_runtime::StatusCode) = "4XX",
    }
}

trait Api: Send + Sync + 'static {
    fn thing(
        &self,
        request: ThingRequest,
        context: Context,
    ) -> impl Future<Output = Result<Any, Failure<AnyError>>> + Send;

    fn counted(
        &self,
        request: CountedRequest,
        context: Context,
    ) -> impl Future<Output = Result<Any, Failure<AnyError>>> + Send;

    fn bare(
        &self,
        request: BareRequest,
        context: Context,
    ) -> impl Future<Output = Result<Any, Failure<AnyError>>> + Send;

    fn lines(
        &self,
        request: LinesRequest,
        context: Context,
    ) -> impl Future<Output = Result<JsonLines<Any>, Failure<AnyError>>> + Send;

    fn events(
        &self,
        request: EventsRequest,
        context: Context,
    ) -> impl Future<Output = Result<EventStream<Any>, Failure<AnyError>>> + Send;
}

service! {
    Api {
        thing(ThingRequest),
        counted(CountedRequest),
        bare(BareRequest),
        lines(LinesRequest),
        events(EventsRequest),
    }
}

/// Answers what it is told to.
struct Echo;

fn told(answer: Option<String>) -> Result<Any, Failure<AnyError>> {
    let answer = answer.ok_or(Failure::NotImplemented)?;
    Ok(Any::from_json(answer)?)
}

fn told_several(answer: Option<String>) -> Result<Vec<Any>, Failure<AnyError>> {
    match told(answer)? {
        Any::Array(items) => Ok(items),
        other => Ok(vec![other]),
    }
}

impl Api for Echo {
    async fn thing(&self, request: ThingRequest, _: Context) -> Result<Any, Failure<AnyError>> {
        told(request.answer)
    }

    async fn counted(&self, request: CountedRequest, _: Context) -> Result<Any, Failure<AnyError>> {
        told(request.answer)
    }

    async fn bare(&self, request: BareRequest, _: Context) -> Result<Any, Failure<AnyError>> {
        told(request.answer)
    }

    async fn lines(
        &self,
        request: LinesRequest,
        _: Context,
    ) -> Result<JsonLines<Any>, Failure<AnyError>> {
        told_several(request.answer).map(JsonLines::of)
    }

    async fn events(
        &self,
        request: EventsRequest,
        _: Context,
    ) -> Result<EventStream<Any>, Failure<AnyError>> {
        told_several(request.answer).map(EventStream::of)
    }
}

/// What came of a request.
struct Outcome {
    status: u16,
    /// What was sent of the body.
    body: String,
    /// Whether the body broke off.
    is_broken_off: bool,
    /// What the hook was told.
    told: Vec<String>,
}

async fn outcome(router: RouterBuilder, target: &str) -> Outcome {
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&told);
    let app = router
        .on_internal_error(move |id, error| log.lock().unwrap().push(format!("{id}: {error}")))
        .build();
    let request = Request::get(target).body(Body::empty()).unwrap();
    let response: Response<Body> = app.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let mut sent = response.into_body();
    let (mut body, mut is_broken_off) = (Vec::new(), false);
    while let Some(frame) = sent.frame().await {
        match frame {
            Ok(frame) => body.extend_from_slice(&frame.into_data().unwrap()),
            Err(_) => is_broken_off = true,
        }
    }
    Outcome {
        status,
        body: String::from_utf8(body).unwrap(),
        is_broken_off,
        told: std::mem::take(&mut told.lock().unwrap()),
    }
}

fn checked() -> RouterBuilder {
    router(Echo).check_responses_against(DOCUMENT).unwrap()
}

/// A request for an answer, percent-encoded.
fn asking(path: &str, answer: &str) -> String {
    let encoded = answer.bytes().map(|byte| format!("%{byte:02X}"));
    format!("{path}?answer={}", encoded.collect::<String>())
}

#[tokio::test]
async fn what_does_not_fit_is_a_500_that_says_where() {
    // The answer, and what is told of it; nothing: it fits.
    let rows: &[(&str, &[&str])] = &[
        (
            r#"{"name":"abcd","nick":null,"size":9,"tags":["a","b"],"parts":[{"wheel":1},{"door":"left"}]}"#,
            &[],
        ),
        // What the document does not know, it does not forbid.
        (r#"{"name":"a","colour":"red"}"#, &[]),
        ("7", &[r#"body: 7 is not of type "object" (type)"#]),
        ("{}", &[r#"body: "name" is a required property (required)"#]),
        (r#"{"name":"abcde"}"#, &["body /name: ", "(maxLength)"]),
        (r#"{"name":"A"}"#, &["body /name: ", "(pattern)"]),
        (r#"{"name":null}"#, &["body /name: ", "(type)"]),
        (
            r#"{"name":"a","size":10}"#,
            &["body /size: ", "(exclusiveMaximum)"],
        ),
        (
            r#"{"name":"a","tags":["a","a"]}"#,
            &["body /tags: ", "(uniqueItems)"],
        ),
        (
            r#"{"name":"a","tags":["a",""]}"#,
            &["body /tags/1: ", "(minLength)"],
        ),
        (
            r#"{"name":"a","secret":"b"}"#,
            &["body /secret: ", "(writeOnly)"],
        ),
        (
            r#"{"name":"a","fixed":{"b":1}}"#,
            &["body /fixed: ", "(additionalProperties)"],
        ),
        (
            r#"{"name":"a","parts":[{"wheel":1},{"wheel":0}]}"#,
            &[
                "body /parts/1: ",
                "(oneOf)",
                "/parts/1/wheel: ",
                "(minimum)",
            ],
        ),
        (
            r#"{"name":"a","parts":[{"door":"top"}]}"#,
            &["body /parts/0/door: ", "(enum)"],
        ),
        // All of it.
        (
            r#"{"name":"ABCDE","size":11}"#,
            &["(maxLength)", "(pattern)", "body /size: "],
        ),
    ];
    let json = |text: &str| Any::from_json(text).unwrap();
    for (answer, expected) in rows {
        let target = asking("/thing", answer);
        let outcome = outcome(checked(), &target).await;
        if expected.is_empty() {
            assert_eq!(outcome.status, 200, "{answer}");
            assert_eq!(json(&outcome.body), json(answer));
            assert_eq!(outcome.told, [""; 0], "{answer}");
        } else {
            assert_eq!(outcome.status, 500, "{answer}");
            let [told] = &outcome.told[..] else {
                panic!("{answer}: {:?}", outcome.told)
            };
            for expected in *expected {
                assert!(told.contains(expected), "{answer}: {told}");
            }
            // The caller does not learn of it.
            assert!(outcome.body.contains("Internal Server Error"));
            assert!(!outcome.body.contains("/name"), "{}", outcome.body);
        }
        // The switch is what does it.
        let unchecked = self::outcome(router(Echo), &target).await;
        assert_eq!(unchecked.status, 200);
        assert_eq!(json(&unchecked.body), json(answer));
        assert_eq!(unchecked.told, [""; 0]);
    }
}

#[tokio::test]
async fn headers_and_classes_of_statuses() {
    let outcome = outcome(checked(), &asking("/counted", r#""abc""#)).await;
    assert_eq!(outcome.status, 500);
    assert_eq!(
        outcome.told,
        [concat!(
            "getCounted: the response (200) does not fit the document: ",
            "header X-Total: it is not there (required); ",
            r#"body: "abc" is longer than 2 characters (maxLength)"#,
        )]
    );
}

#[tokio::test]
async fn items_are_looked_at_as_they_are_sent() {
    let lines = outcome(checked(), &asking("/lines", "[1,5,6,2]")).await;
    assert_eq!((lines.status, &*lines.body), (200, "1\n5\n"));
    assert!(lines.is_broken_off);
    let [told] = &lines.told[..] else {
        panic!("{:?}", lines.told)
    };
    assert!(
        told.starts_with("getLines: the response (200) does not fit the document: item 2: 6 is"),
        "{told}"
    );

    let answer = r#"[{"name":"a"},{"name":"A"},{"name":"b"}]"#;
    let events = outcome(checked(), &asking("/events", answer)).await;
    assert_eq!(events.body, "data: {\"name\":\"a\"}\n\n");
    assert!(events.is_broken_off);
    assert!(
        events.told[0].contains("item 1 /name: "),
        "{:?}",
        events.told
    );

    for (target, body) in [
        (asking("/lines", "[1,5]"), "1\n5\n"),
        (
            asking("/events", r#"[{"name":"a"}]"#),
            "data: {\"name\":\"a\"}\n\n",
        ),
    ] {
        let outcome = outcome(checked(), &target).await;
        assert_eq!(outcome.body, body);
        assert!(!outcome.is_broken_off && outcome.told.is_empty(), "{body}");
    }
}

#[tokio::test]
async fn rejections_are_looked_at() {
    // It is listed.
    let listed = outcome(checked(), "/thing?limit=10").await;
    assert_eq!((listed.status, listed.told.len()), (400, 0));
    // It is not, and neither is the 500.
    let unlisted = outcome(checked(), "/bare?limit=10").await;
    assert_eq!(unlisted.status, 500);
    assert_eq!(
        unlisted.told,
        ["400", "500"].map(|status| format!(
            "getBare: the response ({status}) does not fit the document: status: the document does not list it (responses)"
        ))
    );
    // What is not written yet is nothing to document.
    let later = outcome(checked(), "/bare").await;
    assert_eq!((later.status, later.told.len()), (501, 0));
    // What is rendered by somebody else is looked at as well.
    let rendering = checked().render_rejections(|rejection| rejection.json("{}"));
    let rendered = outcome(rendering, "/thing?limit=10").await;
    assert_eq!(rendered.status, 500);
    assert!(
        rendered.told[0].contains("`application/json` is none of application/problem+json"),
        "{:?}",
        rendered.told
    );
}

#[test]
fn a_document_of_something_else_is_refused_when_the_router_is_made() {
    let lacking = r#"{"openapi":"3.1.0","paths":{"/thing":{"get":{"responses":{}}}}}"#;
    let rows = [
        ("", "it is no JSON"),
        (r#"{"swagger":"2.0"}"#, "`openapi` is ``, not 3.0 or 3.1"),
        (
            lacking,
            "it has no operation GET /counted (getCounted); it has no operation GET /bare (getBare); ",
        ),
    ];
    for (document, expected) in rows {
        let error = router(Echo).check_responses_against(document).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}
