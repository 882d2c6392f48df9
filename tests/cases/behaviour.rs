//! One test for each case, against the crates that are generated from `cases.yaml`, `nullable-3.0.yaml` and `pages.yaml`. `main.rs`
//! compiles this beside them.

#![cfg(test)]

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as Wake, Poll};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use cases::operations::*;
use cases::server::{self, Api, Credentials};
use cases::types::*;
use cases::webhooks::receiver::{self, Receiver};
use cases::webhooks::sender::Sender;
use cases::webhooks::*;
use cases::Client;
use spectrait_runtime::server::{AuthError, Context, Failure};
use spectrait_runtime::{EventStream, FromJson, Nullable, OpenUnion, StatusCode, ToJson};
use tokio::sync::mpsc;
use tower::ServiceExt;

/// Answers with what it was asked with.
#[derive(Default)]
struct Echo {
    /// What case 14 sends.
    events: Mutex<Option<mpsc::Receiver<User>>>,
}

impl Api for Echo {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<(), AuthError> {
        let Credentials::Key(key) = credentials;
        if key.matches("secret") { Ok(()) } else { Err(AuthError::unauthorized()) }
    }

    async fn case1(&self, _: Case1Request, _: Context) -> Result<User, Failure<Case1Error>> {
        Err(Case1Error::Other(StatusCode::IM_A_TEAPOT).into())
    }

    async fn case3(&self, _: Case3Request, _: Context) -> Result<(), Failure<Case3Error>> {
        Ok(())
    }

    async fn case4(&self, request: Case4Request, _: Context) -> Result<Case4, Failure<Case4Error>> {
        Ok(request.body)
    }

    async fn case8(&self, request: Case8Request, _: Context) -> Result<OpenUnion<Pet>, Failure<Case8Error>> {
        Ok(request.body.into())
    }

    async fn case9(&self, _: Case9Request, _: Context) -> Result<(), Failure<Case9Error>> {
        Ok(())
    }

    async fn case10(&self, _: Case10Request, _: Context) -> Result<(), Failure<Case10Error>> {
        Ok(())
    }

    async fn case10_list(&self, _: Case10ListRequest, _: Context) -> Result<(), Failure<Case10ListError>> {
        Ok(())
    }

    async fn case11(&self, request: Case11Request, _: Context) -> Result<String, Failure<Case11Error>> {
        Ok(request.any.as_str().expect("text").to_owned())
    }

    async fn case12(&self, _: Case12Request, _: Context) -> Result<(), Failure<Case12Error>> {
        Ok(())
    }

    async fn case13(&self, _: Case13Request, _: Context) -> Result<User, Failure<Case13Error>> {
        Ok(User::new("Ada"))
    }

    async fn case14(&self, _: Case14Request, _: Context) -> Result<EventStream<User>, Failure<Case14Error>> {
        let events = self.events.lock().expect("no panic").take().expect("one call");
        Ok(EventStream::new(Events(events)))
    }

    async fn case15_open(&self, _: Case15OpenRequest, _: Context) -> Result<(), Failure<Case15OpenError>> {
        Ok(())
    }

    async fn case15_closed(
        &self,
        _: Case15ClosedRequest,
        _: Context<()>,
    ) -> Result<(), Failure<Case15ClosedError>> {
        Ok(())
    }

    async fn case18(&self, _: Case18Request, _: Context) -> Result<(), Failure<Case18Error>> {
        Ok(())
    }

    async fn case17(&self, request: Case17Request, _: Context) -> Result<Closed, Failure<Case17Error>> {
        Ok(request.body)
    }
}

/// What comes through a channel.
struct Events(mpsc::Receiver<User>);

impl futures_core::Stream for Events {
    type Item = Result<User, std::convert::Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, wake: &mut Wake<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(wake).map(|event| event.map(Ok))
    }
}

/// Asks the router, as another program would: `POST /case4`, and a body if there is one.
async fn ask(line: &str, body: &str) -> (StatusCode, Response<()>, String) {
    ask_with(line, body, &[]).await
}

async fn ask_with(line: &str, body: &str, headers: &[(&str, &str)]) -> (StatusCode, Response<()>, String) {
    let (method, target) = line.split_once(' ').expect("method and target");
    let mut request = Request::builder().method(method).uri(target);
    if !body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let router = server::router(Echo::default()).build();
    let response = router.oneshot(request).await.expect("an answer");
    let (head, body) = response.into_parts();
    let body = to_bytes(body, 1 << 16).await.expect("a body");
    let body = String::from_utf8(body.to_vec()).expect("text");
    (head.status, Response::from_parts(head, ()), body)
}

/// A client whose server always gives one answer.
fn answered(status: u16, content_type: &'static str, body: &'static str) -> Client {
    let answer = move || async move {
        let response = Response::builder().status(status).header("content-type", content_type);
        response.body(Body::from(body)).expect("an answer")
    };
    Client::builder().transport(axum::Router::new().fallback(answer)).build().expect("a client")
}

/// A client of the router.
fn connected() -> Client {
    Client::builder().transport(server::router(Echo::default()).build()).build().expect("a client")
}

#[tokio::test]
async fn case_1_each_status_has_its_own_arm() {
    let json = "application/json";
    let client = answered(200, json, r#"{"name":"Ada"}"#);
    assert_eq!(client.case1(&Case1Request::new()).await.expect("a user").name, "Ada");
    let error = answered(429, json, r#"{"seconds":3}"#).case1(&Case1Request::new()).await;
    let error = error.expect_err("a failure");
    assert_eq!(error.api(), Some(&Case1Error::TooManyRequests(Wait::new(3))));
    let error = answered(503, "text/plain", "later").case1(&Case1Request::new()).await;
    let error = error.expect_err("a failure");
    assert_eq!(error.api(), Some(&Case1Error::Other(StatusCode::SERVICE_UNAVAILABLE)));
    // A handler chooses the status too.
    assert_eq!(ask("GET /case1", "").await.0, StatusCode::IM_A_TEAPOT);
}

#[test]
fn case_2_names_do_not_depend_on_the_order() {
    assert_eq!(Zone::ALL.len(), 6);
    let names = |name: &dyn Fn(&str) -> String| {
        ["Etc/GMT+1", "Etc/GMT+12", "Etc/GMT-1", ">=", "≥", "="].map(|value| name(value))
    };
    let one = names(&|value| format!("{:?}", value.parse::<Zone>().expect("a value")));
    let other = names(&|value| format!("{:?}", value.parse::<ZoneReversed>().expect("a value")));
    assert_eq!(one, other);
    for zone in Zone::ALL {
        assert_eq!(Zone::from_json(zone.to_json().expect("JSON")), Ok(*zone));
    }
    assert_eq!("≥".parse::<Zone>().expect("a value").as_str(), "≥");
}

#[test]
fn case_3_what_can_be_nothing_can_be_left_out() {
    let value = WithImpossible::from_json(r#"{"name":"Ada"}"#).expect("valid");
    assert_eq!(value.name.as_deref(), Some("Ada"));
    for json in [r#"{"impossible":"foo"}"#, r#"{"impossible":{"a":"b"}}"#, r#"{"impossible":null}"#] {
        let error = WithImpossible::from_json(json).expect_err("nothing is valid");
        assert!(error.to_string().contains("`/impossible`"), "{error}");
    }
}

/// Absent, `null` and a value are three things, in the document of either version.
macro_rules! case_4 {
    ($name:ident, $types:ident) => {
        #[test]
        fn $name() {
            use $types::types::Case4;

            for json in [
                r#"{"a":"x","b":null}"#,
                r#"{"a":"x","b":"y","c":"z","d":null}"#,
                r#"{"a":"x","b":null,"d":[]}"#,
                r#"{"a":"x","b":null,"d":["e"]}"#,
            ] {
                let value = Case4::from_json(json).expect(json);
                assert_eq!(value.to_json().expect("JSON"), json);
            }
            for json in [r#"{"a":"x"}"#, r#"{"b":null}"#, r#"{"a":null,"b":null}"#, r#"{"a":"x","b":null,"c":null}"#] {
                assert!(Case4::from_json(json).is_err(), "{json}");
            }
            let error = Case4::from_json(r#"{"a":"x"}"#).expect_err("`b` is required").to_string();
            assert!(error.contains("`/b`"), "{error}");
        }
    };
}

case_4!(case_4_of_3_1, cases);
case_4!(case_4_of_3_0, nullable_3_0);

#[tokio::test]
async fn case_4_on_the_wire() {
    for json in [r#"{"a":"x","b":null}"#, r#"{"a":"x","b":null,"d":null}"#, r#"{"a":"x","b":"","d":[]}"#] {
        assert_eq!(ask("PUT /case4", json).await.2, json);
        let body = Case4::from_json(json).expect(json);
        let answer = connected().case4(&Case4Request::new(body.clone())).await.expect("an answer");
        assert_eq!(answer, body);
    }
    assert!(matches!(Case4::from_json(r#"{"a":"x","b":null}"#), Ok(Case4 { b: Nullable::Null, d: None, .. })));
}

#[test]
fn case_5_a_shared_constant_tells_nothing_apart() {
    let b = r#"{"type":"sync","ev":{"type":"b","y":"z"}}"#;
    for value in [Sync::from_json(b), Sync::from_json_tolerant(b)] {
        let value = value.expect("valid");
        assert!(format!("{value:?}").contains(r#"y: Some("z")"#), "{value:?}");
        assert_eq!(value.to_json().expect("JSON"), b);
    }
    assert!(Sync::from_json(r#"{"type":"sync","ev":{"type":"c"}}"#).is_err());
}

#[test]
fn case_6_nothing_is_dropped() {
    for json in [r#"{"free":1}"#, r#"{"a":"b"}"#, r#"{"a":"b","free":{"c":[null]}}"#] {
        for value in [Free::from_json(json), Free::from_json_tolerant(json)] {
            assert_eq!(value.expect(json).to_json().expect("JSON"), json);
        }
    }
}

#[test]
fn case_7_each_branch_says_why_it_does_not_fit() {
    for json in [r#"{"id":"a"}"#, r#"{"id":1}"#] {
        assert_eq!(Id::from_json(json).expect(json).to_json().expect("JSON"), json);
    }
    let error = Id::from_json(r#"{"id":true}"#).expect_err("neither").to_string();
    assert!(error.contains("string") && error.contains("integer"), "{error}");
}

#[tokio::test]
async fn case_8_the_tag_is_written_once() {
    // `Dog` does not have the property by itself, `Cat` does.
    let dog = Pet::from(Dog::new("loud"));
    assert_eq!(Pet::from_json(dog.to_json().expect("JSON")), Ok(dog.clone()));
    for (pet, json) in [
        (dog, r#"{"petType":"dog","bark":"loud"}"#),
        (Pet::from(Cat::new("cat")), r#"{"petType":"cat"}"#),
    ] {
        let written = pet.to_json().expect("JSON");
        assert_eq!(written.matches("petType").count(), 1, "{written}");
        assert_eq!(Pet::from_json(json), Ok(pet));
    }
    assert_eq!(Dog::from_json(r#"{"bark":"loud"}"#), Ok(Dog::new("loud")));

    let (status, _, body) = ask("POST /case8", r#"{"petType":"bird"}"#).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("petType") && body.contains("cat"), "{body}");
    let bird = r#"{"petType":"bird","wings":2}"#;
    let client = answered(200, "application/json", bird);
    let answer = client.case8(&Case8Request::new(Pet::from(Cat::new("cat")))).await.expect("an answer");
    assert!(matches!(&answer, OpenUnion::Unlisted(pet) if pet.tag() == "bird"), "{answer:?}");
    assert_eq!(answer.to_json().expect("JSON"), bird);
}

#[tokio::test]
async fn case_9_paths_match() {
    let id = "00000000-0000-0000-0000-000000000001";
    assert_eq!(ask(&format!("GET /samples/{id}"), "").await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask("GET /samples/nonsense", "").await.0, StatusCode::BAD_REQUEST);
    let (status, head, _) = ask(&format!("POST /samples/{id}"), "").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    // The router answers OPTIONS by itself.
    assert_eq!(head.headers()["allow"], "GET, HEAD, OPTIONS");
    assert_eq!(ask("GET /sample", "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn case_10_bodies_are_checked() {
    for (body, expected) in [("\"12345\"", 204), ("\"00000\"", 400), ("\"99999\"", 400), ("\"1234\"", 400)] {
        assert_eq!(ask("POST /case10", body).await.0.as_u16(), expected, "{body}");
    }
    assert!("99999".parse::<Postcode>().is_err());
    assert_eq!(ask("PUT /case10", r#"["a"]"#).await.0, StatusCode::NO_CONTENT);
    for (body, pointer) in [("[]", r#""pointer":"""#), (r#"["a",""]"#, r#""pointer":"/1""#)] {
        let (status, _, said) = ask("PUT /case10", body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(said.contains(pointer), "{said}");
    }
}

#[tokio::test]
async fn case_11_text_of_any_kind_comes_unchanged() {
    for (query, text) in [("a%20b", "a b"), ("1.0", "1.0"), ("true", "true"), ("%7B%7D", "{}"), ("007", "007")] {
        let (status, _, body) = ask(&format!("GET /case11?any={query}"), "").await;
        assert_eq!((status, String::from_json(&body)), (StatusCode::OK, Ok(text.to_owned())), "{query}");
    }
    assert_eq!(ask("GET /case11", "").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn case_12_older_drafts_are_understood() {
    for (body, expected) in [
        (r#"{"pair":["a",1],"extra":{"b":[]},"few":["c","d"]}"#, 204),
        (r#"{"pair":[1,"a"]}"#, 400),
        (r#"{"few":["a","b","c"]}"#, 400),
    ] {
        assert_eq!(ask("POST /case12", body).await.0.as_u16(), expected, "{body}");
    }
}

#[tokio::test]
async fn case_13_a_status_of_a_proxy_is_kept() {
    let client = answered(520, "text/html", "<h1>Unknown</h1>");
    let error = client.case13(&Case13Request::new()).await.expect_err("a failure");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(520));
    let body = &error.response().expect("it came whole").body;
    assert_eq!(&body[..], b"<h1>Unknown</h1>");
}

#[tokio::test]
async fn case_14_events_come_when_they_are_sent_and_dropping_cancels() {
    const SOON: Duration = Duration::from_secs(1);

    let (send, receive) = mpsc::channel(1);
    let echo = Echo { events: Mutex::new(Some(receive)) };
    let router = server::router(Arc::new(echo)).build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    let client = Client::builder().base_url(url).build().expect("a client");
    // There is no end to wait for: the channel stays open.
    let mut events = client.case14(&Case14Request::new()).await.expect("a stream");
    for name in ["Ada", "Grace"] {
        send.send(User::new(name)).await.expect("somebody listens");
        let event = tokio::time::timeout(SOON, events.next()).await.expect("within a second");
        assert_eq!(event.expect("an event").expect("a user").name, name);
    }
    drop(events);
    tokio::time::timeout(SOON, send.closed()).await.expect("the server's stream is dropped");
    server.abort();
}

#[tokio::test]
async fn case_15_one_path_open_and_closed() {
    assert_eq!(ask("GET /case15", "").await.0, StatusCode::NO_CONTENT);
    assert_eq!(ask("POST /case15", "").await.0, StatusCode::UNAUTHORIZED);
    for (key, expected) in [("secret", 204), ("wrong", 401)] {
        let (status, ..) = ask_with("POST /case15", "", &[("x-key", key)]).await;
        assert_eq!(status.as_u16(), expected, "{key}");
    }
    connected().case15_open(&Case15OpenRequest::new()).await.expect("no key is needed");
    assert!(connected().case15_closed(&Case15ClosedRequest::new()).await.is_err());
}

#[test]
fn case_16_money_stays_what_it_is() {
    for amount in ["0.03", "0.1", "19.99", "123456789.01", "1e-7"] {
        let json = format!(r#"{{"amount":{amount}}}"#);
        let price = Price::from_json(&json).expect("a price");
        assert_eq!(Price::from_json(price.to_json().expect("JSON")).as_ref(), Ok(&price));
        if !amount.contains('e') {
            assert_eq!(price.to_json().expect("JSON"), json);
        }
    }
}

#[tokio::test]
async fn case_17_a_closed_schema_is_closed_to_requests() {
    let (status, _, body) = ask("POST /case17", r#"{"name":"Ada","more":1}"#).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains(r#""pointer":"/more""#), "{body}");
    let client = answered(200, "application/json", r#"{"name":"Ada","more":1}"#);
    let answer = client.case17(&Case17Request::new(Closed::new())).await.expect("an answer");
    assert_eq!(answer.name.as_deref(), Some("Ada"));
}

/// Hears what the API sends.
struct Ear;

impl Receiver for Ear {
    type Principal = ();

    async fn authenticate(&self, credentials: receiver::Credentials, _: &Context) -> Result<(), AuthError> {
        let receiver::Credentials::Key(key) = credentials;
        if key.matches("secret") { Ok(()) } else { Err(AuthError::unauthorized()) }
    }

    async fn case18_joined(&self, request: Case18JoinedRequest, _: Context) -> Result<(), Failure<Case18JoinedError>> {
        assert_eq!(request.body.name, "Ada");
        Ok(())
    }

    async fn case18_done(&self, request: Case18DoneRequest, _: Context) -> Result<(), Failure<Case18DoneError>> {
        if request.attempt > 1 { Err(Case18DoneError::Gone.into()) } else { Ok(()) }
    }
}

#[tokio::test]
async fn case_18_what_the_sender_sends_the_receiver_hears() {
    let router = receiver::router(Ear).build();
    let sender = Sender::builder().key("secret").transport(router.clone()).build().expect("a sender");
    let joined = Case18JoinedRequest::new(User::new("Ada"));
    sender.case18_joined("http://ear.example/case18Joined", &joined).await.expect("heard");

    let url = "http://ear.example/case18Done";
    sender.case18_done(url, &Case18DoneRequest::new(1)).await.expect("heard");
    let error = sender.case18_done(url, &Case18DoneRequest::new(2)).await.expect_err("no longer heard");
    assert_eq!(error.api(), Some(&Case18DoneError::Gone));

    // What the API sends is read as its responses are: bounds may grow, types not.
    for (attempt, expected) in [("0", StatusCode::NO_CONTENT), ("first", StatusCode::BAD_REQUEST)] {
        let url = format!("/case18Done?attempt={attempt}");
        let request = Request::post(url).body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), expected, "{attempt}");
    }
}

/// A client of `pages.yaml` whose server has these answers, by path and query: a body, and perhaps a link.
fn pages_client(answers: &'static [(&str, &str, &str)]) -> pages::Client {
    let transport = tower::service_fn(move |request: Request<spectrait_runtime::client::Body>| async move {
        let target = request.uri().path_and_query().expect("a path").as_str();
        let answer = answers.iter().find(|(path, ..)| *path == target);
        let (_, body, link) = answer.unwrap_or_else(|| panic!("{target} is asked for"));
        let mut response = Response::new(spectrait_runtime::client::Body::from(*body));
        if !link.is_empty() {
            response.headers_mut().insert("link", link.parse().expect("a header"));
        }
        Ok::<_, spectrait_runtime::client::BoxError>(response)
    });
    pages::Client::builder().transport(transport).build().expect("a client")
}

/// All items of a list.
macro_rules! ids {
    ($pages:expr) => {{
        let mut items = $pages.items();
        let mut ids = String::new();
        while let Some(item) = items.next().await {
            ids += &item.expect("an item").id;
        }
        ids
    }};
}

/// Lists that page by something else than an offset had to be read page by page (progenitor#465).
#[tokio::test]
async fn case_19_lists_of_every_kind_are_read_to_their_end() {
    use pages::operations::*;

    let client = pages_client(&[
        ("/v1/offset?limit=2", r#"{"things":[{"id":"a"},{"id":"b"}],"meta":{"total":3.0}}"#, ""),
        ("/v1/offset?skip=2&limit=2", r#"{"things":[{"id":"c"}],"meta":{"total":3}}"#, ""),
        ("/v1/page", r#"{"things":[{"id":"a"}],"total_pages":2}"#, ""),
        ("/v1/page?page%5Bnumber%5D=1", r#"{"things":[{"id":"b"}],"total_pages":2}"#, ""),
        ("/v1/cursor", r#"{"result":{"type":[{"id":"a"}],"metadata":{"continue":"c"}}}"#, ""),
        ("/v1/cursor?continue=c", r#"{"result":{"type":null,"metadata":{"continue":"d"}}}"#, ""),
        ("/v1/cursor?continue=d", r#"{"result":{"type":[{"id":"b"}],"metadata":null}}"#, ""),
        ("/v1/first", r#"{"results":[{"id":"a"}],"pages":1}"#, ""),
        ("/v1/second", r#"{"results":[{"id":"b"}],"pages":1}"#, ""),
        ("/v1/last", r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#, ""),
        ("/v1/last?starting_after=b", r#"{"data":[{"id":"c"}],"has_more":false}"#, ""),
        ("/v1/link", r#"[{"id":"a"}]"#, "<https://pages.example/v1/other?x=1>; rel=next"),
        ("/v1/other?x=1", r#"[{"id":"b"}]"#, "</v1/link>; rel=first"),
        ("/v1/told", r#"{"two":[{"id":"a","number":7}]}"#, ""),
        ("/v1/told?above=7", r#"{"two":[{"id":"b"}]}"#, ""),
    ]);
    assert_eq!(ids!(client.list_by_offset_pages(&ListByOffsetRequest::new().limit(spectrait_runtime::bounded!(2)))), "abc");
    assert_eq!(ids!(client.list_by_page_pages(&ListByPageRequest::new())), "ab");
    // Of structs that say the same one is declared, and lists of both have its items.
    assert_eq!(ids!(client.list_first_pages(&ListFirstRequest::new())), "a");
    assert_eq!(ids!(client.list_second_pages(&ListSecondRequest::new())), "b");
    assert_eq!(ids!(client.list_by_cursor_pages(&ListByCursorRequest::new())), "ab");
    assert_eq!(ids!(client.list_by_last_pages(&ListByLastRequest::new())), "abc");
    assert_eq!(ids!(client.list_by_link_pages(&ListByLinkRequest::new())), "ab");
    assert_eq!(ids!(client.list_as_told_pages(&ListAsToldRequest::new())), "ab");
}
