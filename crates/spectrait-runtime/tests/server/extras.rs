//! What only some operations have: a 422 of their own, several media types, no implementation yet.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::{Request, header};
use spectrait_runtime::operation::{MediaType, json, one_of};
use spectrait_runtime::server::{Context, Failure, service};
use spectrait_runtime::{
    Empty, Int, Json, JsonLines, Method, Operation, SecurityScheme, Text, bodies, record, request,
    response, responses,
};
use tower::ServiceExt;

use crate::fixture::{bare, show};

record! {
    /// A note.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Note {
        /// What it says.
        pub text: Text<1, 8> = "text",
    }
    new(text: Text<1, 8>);
}

request! {
    /// `PUT /notes/{id}`.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct PutNoteRequest {
        /// Which.
        pub id: Int<1, 9> = path("id"),
        /// How loud.
        pub volume: Option<Int<0, 11>> = query("volume"),
        /// To whom.
        pub to: Option<Vec<Int<1, 9>>> = query("to"),
        /// It.
        pub body: Note = json_body(),
    }
    new(id: Int<1, 9>, body: Note);
}

impl Operation for PutNoteRequest {
    const ID: &str = "putNote";
    const METHOD: Method = Method::PUT;
    const PATH: &str = "/notes/{id}";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = PutNoteError;
}

responses! {
    /// The failures of `putNote`.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum PutNoteError {
        /// It says what must not be said.
        Unprocessable(Note) = 422,
    }
}

responses! {
    /// A class is no 422 of its own.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum AnyError {
        /// The caller's fault.
        Client(spectrait_runtime::StatusCode) = "4XX",
    }
}

/// An operation `GET $path` with a `limit`.
macro_rules! get {
    ($name:ident, $id:literal, $path:literal, $success:ty) => {
        request! {
            /// A `limit`.
            #[derive(Clone, Default)]
            #[non_exhaustive]
            pub struct $name {
                /// How many.
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

get!(ReportRequest, "report", "/report", ReportSuccess);
get!(FeedRequest, "feed", "/feed", FeedSuccess);
get!(LaterRequest, "later", "/later", Json<200, Note>);
get!(ContactRequest, "contact", "/contact", Json<200, Contact>);
get!(LinesRequest, "lines", "/lines", LinesSuccess);

record! {
    /// How to reach somebody, in one way.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Contact {
        /// By mail.
        pub mail: Option<String> = "mail",
        /// By phone.
        pub phone: Option<String> = "phone",
    }
    rules [MaxProperties(1)];
}

response! {
    /// The success of `lines`.
    pub struct LinesSuccess: JsonLines<i64> = 200 as one_of(&[
        json_lines("application/jsonl"),
        json_lines("application/json-seq"),
    ]);
}

bodies! {
    /// A report.
    #[derive(Debug, Clone, PartialEq)]
    pub enum ReportBody {
        /// `application/json`
        Json(Vec<i64>) = json("application/json"),
        /// `text/csv`
        Csv(String) = text("text/csv"),
    }
}

response! {
    /// The success of `report`.
    pub struct ReportSuccess: ReportBody = 200 as ReportBody::MEDIA;
}

/// One schema in two media types.
const FEED: MediaType = one_of(&[json("application/json"), json("application/feed+json")]);

response! {
    /// The success of `feed`.
    pub struct FeedSuccess: Vec<i64> = 200 as FEED;
}

trait Api: Send + Sync + 'static {
    fn put_note(
        &self,
        request: PutNoteRequest,
        context: Context,
    ) -> impl Future<Output = Result<(), Failure<PutNoteError>>> + Send;

    fn report(
        &self,
        request: ReportRequest,
        context: Context,
    ) -> impl Future<Output = Result<ReportBody, Failure<AnyError>>> + Send;

    fn feed(
        &self,
        request: FeedRequest,
        context: Context,
    ) -> impl Future<Output = Result<Vec<i64>, Failure<AnyError>>> + Send;

    fn later(
        &self,
        request: LaterRequest,
        context: Context,
    ) -> impl Future<Output = Result<Note, Failure<AnyError>>> + Send;

    fn contact(
        &self,
        request: ContactRequest,
        context: Context,
    ) -> impl Future<Output = Result<Contact, Failure<AnyError>>> + Send;

    fn lines(
        &self,
        request: LinesRequest,
        context: Context,
    ) -> impl Future<Output = Result<JsonLines<i64>, Failure<AnyError>>> + Send;
}

service! {
    Api {
        put_note(PutNoteRequest),
        report(ReportRequest),
        feed(FeedRequest),
        later(LaterRequest),
        contact(ContactRequest),
        lines(LinesRequest),
    }
}

struct Extras;

impl Api for Extras {
    async fn put_note(
        &self,
        request: PutNoteRequest,
        _: Context,
    ) -> Result<(), Failure<PutNoteError>> {
        if &*request.body.text == "rude" {
            Err(PutNoteError::Unprocessable(request.body))?;
        }
        Ok(())
    }

    async fn report(
        &self,
        _: ReportRequest,
        context: Context,
    ) -> Result<ReportBody, Failure<AnyError>> {
        Ok(match context.preferred_media_type() {
            Some("text/csv") => ReportBody::Csv("1,2".to_owned()),
            _ => ReportBody::Json(vec![1, 2]),
        })
    }

    async fn feed(&self, _: FeedRequest, _: Context) -> Result<Vec<i64>, Failure<AnyError>> {
        Ok(vec![1, 2])
    }

    async fn later(&self, _: LaterRequest, _: Context) -> Result<Note, Failure<AnyError>> {
        Err(Failure::not_implemented())
    }

    /// In as many ways as is asked for.
    async fn contact(
        &self,
        request: ContactRequest,
        _: Context,
    ) -> Result<Contact, Failure<AnyError>> {
        let contact = Contact::new().mail("a@example.com");
        Ok(match request.limit {
            Some(limit) if limit.get() > 1 => contact.phone("112"),
            _ => contact,
        })
    }

    async fn lines(
        &self,
        _: LinesRequest,
        _: Context,
    ) -> Result<JsonLines<i64>, Failure<AnyError>> {
        Ok(JsonLines::of([1, 2]))
    }
}

async fn ask(request: Request<Body>) -> String {
    let app = router(Extras).build();
    show(app.oneshot(request).await.unwrap()).await
}

/// The response, with what is reported, where responses are read back or not.
async fn checked(is_on: bool, request: Request<Body>) -> (String, Vec<String>) {
    let errors = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&errors);
    let app = router(Extras)
        .check_responses(is_on)
        .on_internal_error(move |id, error| log.lock().unwrap().push(format!("{id}: {error}")))
        .build();
    let response = show(app.oneshot(request).await.unwrap()).await;
    let errors = std::mem::take(&mut *errors.lock().unwrap());
    (response, errors)
}

async fn put(target: &str, body: &'static str) -> String {
    let mut request = bare("PUT", target);
    let json = header::HeaderValue::from_static("application/json");
    request.headers_mut().insert(header::CONTENT_TYPE, json);
    *request.body_mut() = Body::from(body);
    ask(request).await
}

async fn get(target: &str, accept: &'static str) -> String {
    let mut request = bare("GET", target);
    let accept = header::HeaderValue::from_static(accept);
    request.headers_mut().insert(header::ACCEPT, accept);
    ask(request).await
}

#[tokio::test]
async fn a_documented_422_is_for_what_can_be_read() {
    let good = r#"{"text":"hello"}"#;
    let rows = [
        ("/notes/1", good, 204),
        ("/notes/1", r#"{"text":"rude"}"#, 422),
        // The rules are broken.
        ("/notes/10", good, 422),
        ("/notes/x", good, 422),
        ("/notes/1?volume=12", good, 422),
        ("/notes/1", "{}", 422),
        ("/notes/1", "7", 422),
        ("/notes/1", r#"{"text":""}"#, 422),
        ("/notes/1", r#"{"text":"a","text":"b"}"#, 422),
        ("/notes/1", "", 422),
        // It cannot be read.
        ("/notes/1", "{", 400),
        ("/notes/1", "{}}", 400),
        ("/notes/%FF", good, 400),
        ("/notes/1?volume=%FF", good, 400),
        ("/notes/1?volume=1&volume=2", good, 400),
        // Both: what cannot be read counts.
        ("/notes/10?volume=12", "{", 400),
    ];
    for (target, body, status) in rows {
        let response = put(target, body).await;
        assert!(
            response.starts_with(&status.to_string()),
            "{target} {body}: {response}"
        );
    }
    let both = put("/notes/10?volume=12", r#"{"text":""}"#).await;
    assert!(both.contains("The request has 3 violations."), "{both}");
    // Also where there are more violations than are kept.
    let many = format!("/notes/1?{}", "to=0&".repeat(65));
    assert!(put(&many, good).await.starts_with("422"));
    let unreadable = put(&many, "{").await;
    assert!(unreadable.starts_with("400"), "{unreadable}");
    assert!(unreadable.contains(r#""keyword":"syntax""#), "{unreadable}");
    // A class of statuses promises no 422.
    assert!(get("/feed?limit=0", "*/*").await.starts_with("400"));
}

#[tokio::test]
async fn what_is_not_implemented_says_so() {
    assert_eq!(
        get("/later", "*/*").await,
        "501 Not Implemented\ncontent-length: 111\ncontent-type: application/problem+json\n\n\
         {\"type\":\"about:blank\",\"title\":\"Not Implemented\",\"status\":501,\
         \"detail\":\"This operation is not implemented yet.\"}"
    );
}

#[tokio::test]
async fn the_handler_learns_what_is_preferred() {
    let (json, csv) = ("application/json", "text/csv");
    let rows = [
        ("*/*", json),
        ("text/csv", csv),
        ("text/*;q=0.5, application/json;q=0.4", csv),
        ("text/csv;q=0, */*", json),
        ("text/plain, text/*;q=0.1", csv),
    ];
    for (accept, expected) in rows {
        let response = get("/report", accept).await;
        let expected = format!("\ncontent-type: {expected}\n");
        assert!(response.contains(&expected), "{accept}: {response}");
    }
    for accept in ["text/plain", "text/csv;q=0, application/json;q=0.0"] {
        let response = get("/report", accept).await;
        assert!(response.starts_with("406"), "{accept}: {response}");
    }
    // Whatever is wrong with the parameters: the media type is looked at first.
    assert!(
        get("/report?limit=0", "text/plain")
            .await
            .starts_with("406")
    );
}

#[tokio::test]
async fn what_the_value_leaves_open_the_router_chooses() {
    let (plain, feed) = ("application/json", "application/feed+json");
    let rows = [
        ("*/*", plain),
        ("application/feed+json, application/json;q=0.9", feed),
        ("application/feed+json", feed),
        ("application/json;q=0, */*;q=0.1", feed),
    ];
    for (accept, expected) in rows {
        let expected = format!("200 OK\ncontent-length: 5\ncontent-type: {expected}\n\n[1,2]");
        assert_eq!(get("/feed", accept).await, expected, "{accept}");
    }
    assert!(get("/feed", "text/plain").await.starts_with("406"));
    // What is written depends on it, too.
    let (lines, sequence) = ("application/jsonl", "application/json-seq");
    for (accept, expected, body) in [
        ("*/*", lines, "1\n2"),
        (sequence, sequence, "\u{1e}1\n\u{1e}2"),
    ] {
        let response = get("/lines", accept).await;
        let expected = format!("200 OK\ncontent-type: {expected}\n\n{body}");
        assert_eq!(response, expected, "{accept}");
    }
    let without = ask(bare("GET", "/feed")).await;
    assert!(
        without.contains("content-type: application/json\n"),
        "{without}"
    );
}

#[tokio::test]
async fn one_media_type_is_sent_whatever_is_accepted() {
    let response = get("/later", "text/plain;q=0, application/json;q=0").await;
    assert!(response.starts_with("501"), "{response}");
}

#[tokio::test]
async fn responses_are_read_back_where_that_is_asked_for() {
    let wrong = || bare("GET", "/contact?limit=2");
    let (sent, errors) = checked(false, wrong()).await;
    assert!(sent.starts_with("200") && sent.contains("112"), "{sent}");
    assert!(errors.is_empty());

    let (refused, errors) = checked(true, wrong()).await;
    assert!(
        refused.starts_with("500") && !refused.contains("112"),
        "{refused}"
    );
    assert_eq!(
        errors,
        ["contact: the response does not fit the document: body: 2 properties, at most 1 allowed"]
    );

    // What fits is sent as it is: JSON, other media types, nothing, failures, streams.
    let csv = || {
        let mut request = bare("GET", "/report");
        let csv = header::HeaderValue::from_static("text/csv");
        request.headers_mut().insert(header::ACCEPT, csv);
        request
    };
    let rude = || {
        let mut request = bare("PUT", "/notes/1");
        let json = header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        *request.body_mut() = Body::from(r#"{"text":"rude"}"#);
        request
    };
    let fitting: [&dyn Fn() -> Request<Body>; 7] = [
        &|| bare("GET", "/contact"),
        &|| bare("HEAD", "/contact"),
        &|| bare("GET", "/feed"),
        &|| bare("GET", "/lines"),
        &|| bare("GET", "/later"),
        &csv,
        &rude,
    ];
    for request in fitting {
        let unchecked = checked(false, request()).await;
        assert_eq!(checked(true, request()).await, unchecked);
        assert!(unchecked.1.is_empty(), "{unchecked:?}");
    }
}
