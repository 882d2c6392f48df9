//! Typed headers of responses, and the media types that responses say.

use spectrait_runtime::operation::RawResponse;
use spectrait_runtime::server::{Failure, RouterBuilder, Routes};
use spectrait_runtime::{
    Int, Json, Map, Method, Operation, Responses, SecurityScheme, StatusCode, Timestamp,
    WithHeaders, bodies, headers, record, request, response, responses,
};

use crate::fixture::{ask, block_on, client};

record! {
    /// What went wrong.
    #[derive(Clone, Default)]
    pub struct Problem {
        /// In words.
        pub detail: Option<String> = "detail",
    }
}

headers! {
    /// One of each.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct ListHeaders {
        /// Required.
        pub total: i64 = header("X-Total"),
        /// Optional.
        pub expires: Option<Timestamp> = header("X-Expires"),
        /// A list.
        pub tags: Option<Vec<String>> = header("X-Tags"),
        /// An object.
        pub limits: Option<Map<i64>> = header("X-Limits").explode(true),
        /// JSON.
        pub meta: Option<Problem> = header("X-Meta").content(json("application/json")),
        /// Several lines.
        pub cookies: Option<Vec<String>> = header("Set-Cookie"),
    }
    new(total: i64);
}

headers! {
    /// All optional.
    #[derive(Clone, Default)]
    pub struct BusyHeaders {
        /// Seconds.
        pub retry_after: Option<Int<0, 100>> = header("Retry-After"),
    }
}

response! {
    /// A list.
    pub struct ListSuccess: WithHeaders<Vec<String>, ListHeaders> = 200;
}

response! {
    /// No body.
    pub struct TouchSuccess: WithHeaders<(), BusyHeaders> = 204;
}

bodies! {
    /// Text of two kinds.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Report {
        /// JSON.
        Json(Problem) = json("application/json"),
        /// CSV.
        Csv(String) = text("text/csv"),
    }
}

responses! {
    /// Failures.
    #[derive(Debug, Clone, PartialEq)]
    pub enum ListError {
        /// Gone.
        Gone = 410,
        /// Not there.
        NotFound(Problem) = 404 as json("application/problem+json"),
        /// Busy.
        Busy(WithHeaders<Problem, BusyHeaders>) = 503,
        /// Busy, without words.
        Wait(WithHeaders<(), BusyHeaders>) = 429,
        /// The caller's fault.
        Client(StatusCode, String) = "4XX" as text("text/plain"),
        /// Anything else.
        Other(StatusCode, WithHeaders<Report, BusyHeaders>) = "default" as Report::MEDIA,
    }
}

request! {
    /// What to answer.
    #[derive(Clone)]
    pub struct ListRequest {
        /// What.
        pub what: String = query("what"),
    }
    new(what: String);
}

impl Operation for ListRequest {
    const ID: &str = "list";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/list";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = ListSuccess;
    type Failure = ListError;
}

request! {
    /// Nothing.
    #[derive(Clone, Default)]
    pub struct TouchRequest {}
}

impl Operation for TouchRequest {
    const ID: &str = "touch";
    const METHOD: Method = Method::HEAD;
    const PATH: &str = "/touch";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = TouchSuccess;
    type Failure = ListError;
}

request! {
    /// Nothing.
    #[derive(Clone, Default)]
    pub struct OptionsRequest {}
}

impl Operation for OptionsRequest {
    const ID: &str = "options";
    const METHOD: Method = Method::OPTIONS;
    const PATH: &str = "/list";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Json<200, String>;
    type Failure = ListError;
}

fn problem() -> Problem {
    Problem::new().detail("so it is")
}

fn busy() -> BusyHeaders {
    BusyHeaders::new().retry_after(Int::try_from(7).unwrap())
}

fn full() -> WithHeaders<Vec<String>, ListHeaders> {
    let headers = ListHeaders::new(42)
        .expires("2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap())
        .tags(["a", "b c"].map(ToOwned::to_owned))
        .limits(Map::from([("a".to_owned(), 1), ("b".to_owned(), 2)]))
        .meta(problem())
        .cookies(["a=1, x", "b=2"].map(ToOwned::to_owned));
    WithHeaders::new(vec!["b1".to_owned()], headers)
}

fn failures() -> Vec<ListError> {
    vec![
        ListError::Gone,
        ListError::NotFound(problem()),
        ListError::Busy(WithHeaders::new(problem(), busy())),
        ListError::Busy(problem().into()),
        ListError::Wait(WithHeaders::new((), busy())),
        ListError::Client(StatusCode::CONFLICT, "no".to_owned()),
        ListError::Other(
            StatusCode::BAD_GATEWAY,
            Report::Csv("a,b".to_owned()).into(),
        ),
        ListError::Other(
            StatusCode::BAD_GATEWAY,
            WithHeaders::new(Report::Json(problem()), busy()),
        ),
    ]
}

fn router() -> axum::Router {
    let list = |request: ListRequest, _| async move {
        match request.what.parse::<usize>() {
            Ok(index) => Err(failures().remove(index))?,
            Err(_) => Ok::<_, Failure<ListError>>(full()),
        }
    };
    let touch =
        |_: TouchRequest, _| async { Ok::<_, Failure<ListError>>(WithHeaders::new((), busy())) };
    let options = |_: OptionsRequest, _| async { Ok::<_, Failure<ListError>>("mine".to_owned()) };
    RouterBuilder::new(
        Routes::new()
            .public::<ListRequest, _, _>(list)
            .public::<TouchRequest, _, _>(touch)
            .public::<OptionsRequest, _, _>(options),
    )
    .build()
}

#[test]
fn successes() {
    let client = client(router());
    block_on(async {
        let (value, head) = client
            .call(&ListRequest::new("x"))
            .with_head()
            .await
            .unwrap();
        assert_eq!(value, full());
        assert_eq!(value.len(), 1, "it derefs to the body");
        assert_eq!(head.headers["x-limits"], "a=1,b=2");
        assert_eq!(head.headers["content-type"], "application/json");
        assert_eq!(head.headers.get_all("set-cookie").iter().count(), 2);
        let touched = client.call(&TouchRequest::new()).await.unwrap();
        assert_eq!(touched, WithHeaders::new((), busy()));
        assert_eq!(client.call(&OptionsRequest::new()).await.unwrap(), "mine");
    });
}

#[test]
fn every_failure() {
    let client = client(router());
    let types = [
        None,
        Some("application/problem+json"),
        Some("application/json"),
        Some("application/json"),
        None,
        Some("text/plain"),
        Some("text/csv"),
        Some("application/json"),
    ];
    for (index, (failure, content_type)) in failures().into_iter().zip(types).enumerate() {
        block_on(async {
            let error = client
                .call(&ListRequest::new(index.to_string()))
                .await
                .unwrap_err();
            assert_eq!(error.api(), Some(&failure), "{error}");
            let sent = error.headers().unwrap().get("content-type");
            assert_eq!(
                sent.map(|value| value.to_str().unwrap()),
                content_type,
                "{failure}"
            );
        });
    }
}

fn decoded(headers: &[(&'static str, &'static str)]) -> Result<ListHeaders, String> {
    let mut response = RawResponse {
        status: StatusCode::OK,
        headers: http::HeaderMap::new(),
        body: "[]".into(),
    };
    for (name, value) in headers {
        response.headers.append(*name, value.parse().unwrap());
    }
    let read = ListSuccess::decode(&response).unwrap();
    read.map(|value| value.headers)
        .map_err(|error| error.to_string())
}

/// A client gets along with what it cannot read, where it need not.
#[test]
fn tolerant() {
    assert_eq!(decoded(&[("x-total", "1")]), Ok(ListHeaders::new(1)));
    let unreadable = [
        ("x-total", "1"),
        ("x-expires", "Fri, 01 Sep 2023 12:00:00 UTC"),
        ("x-limits", "a=x"),
        ("x-meta", "{"),
    ];
    assert_eq!(decoded(&unreadable), Ok(ListHeaders::new(1)));
    assert_eq!(
        decoded(&[]),
        Err("header parameter `X-Total`: missing".to_owned())
    );
    assert_eq!(
        decoded(&[("x-total", "many")]),
        Err("header parameter `X-Total`: the value is not an integer".to_owned())
    );
    let twice = decoded(&[("x-total", "1"), ("x-tags", "a, b"), ("x-tags", "c")]);
    assert_eq!(twice.unwrap().tags.unwrap(), ["a", "b", "c"]);
}

/// A server does not send what cannot be read.
#[test]
fn strict() {
    let bad = WithHeaders::new(Vec::new(), ListHeaders::new(1).tags(["a,b".to_owned()]));
    let error = ListSuccess::encode(&bad).unwrap_err();
    assert_eq!(
        error.to_string(),
        "header parameter `X-Tags`: an item that contains a comma cannot be written in a header"
    );
    let status = ListError::Client(StatusCode::BAD_GATEWAY, String::new());
    assert_eq!(
        ListError::encode(&status).unwrap_err().to_string(),
        "body: the status 502 is not in 4XX"
    );
}

/// Servers that label their responses wrongly are read all the same.
#[test]
fn wrong_labels() {
    let response = |content_type: &'static str, body: &'static str| {
        let mut response = RawResponse {
            status: StatusCode::BAD_GATEWAY,
            headers: http::HeaderMap::new(),
            body: body.into(),
        };
        if !content_type.is_empty() {
            response
                .headers
                .insert("content-type", content_type.parse().unwrap());
        }
        ListError::decode(&response)
            .unwrap()
            .map(|error| match error {
                ListError::Other(_, with) => with.value,
                other => panic!("{other}"),
            })
    };
    assert_eq!(
        response("text/csv; charset=utf-8", "a"),
        Ok(Report::Csv("a".to_owned()))
    );
    assert_eq!(
        response("text/plain", "{}"),
        Ok(Report::Json(Problem::new()))
    );
    assert_eq!(response("", "{}"), Ok(Report::Json(Problem::new())));
    assert_eq!(
        response("application/vnd.x+json", "{}"),
        Ok(Report::Json(Problem::new()))
    );
    assert!(response("text/html", "<p>").is_err());
}

request! {
    /// Two media types of success.
    #[derive(Clone, Default)]
    pub struct ReportRequest {}
}

response! {
    /// Either.
    pub struct ReportSuccess: Report = 200 as Report::MEDIA;
}

impl Operation for ReportRequest {
    const ID: &str = "report";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/report";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = ReportSuccess;
    type Failure = ListError;
}

#[test]
fn what_is_accepted() {
    let handler = |_: ReportRequest, context: spectrait_runtime::server::Context| async move {
        Ok::<_, Failure<ListError>>(if context.accepts("application/json") {
            Report::Json(problem())
        } else {
            Report::Csv("a".to_owned())
        })
    };
    let router =
        || RouterBuilder::new(Routes::new().public::<ReportRequest, _, _>(handler)).build();
    let rows = [
        (None, 200, "so it is"),
        (Some("*/*"), 200, "so it is"),
        (Some("application/json;q=0, text/csv"), 200, "a"),
        (Some("text/*;q=0.5"), 200, "a"),
        (Some("TEXT/CSV"), 200, "a"),
        (
            Some("text/html, application/xhtml+xml"),
            406,
            "None of the media types that there are is accepted.",
        ),
    ];
    for (accept, status, body) in rows {
        let mut request = http::Request::get("/report")
            .body(axum::body::Body::empty())
            .unwrap();
        if let Some(accept) = accept {
            request
                .headers_mut()
                .insert("accept", accept.parse().unwrap());
        }
        let answer = ask(router(), request);
        assert_eq!(answer.0, status, "{accept:?}: {}", answer.1);
        assert!(answer.1.contains(body), "{accept:?}: {}", answer.1);
    }
    let client = client(router());
    assert_eq!(
        block_on(async { client.call(&ReportRequest::new()).await }).unwrap(),
        Report::Json(problem())
    );
}

record! {
    /// A page.
    #[derive(Clone, Default)]
    pub struct Page {
        /// Items.
        pub items: Option<Vec<i64>> = "items",
        /// In all.
        pub total: Option<i64> = "total",
    }
}

request! {
    /// Pages with headers.
    #[derive(Clone, Default)]
    pub struct PagesRequest {
        /// From where.
        pub offset: Option<i64> = query("offset"),
    }
}

response! {
    /// A page with headers.
    pub struct PagesSuccess: WithHeaders<Page, BusyHeaders> = 200;
}

impl Operation for PagesRequest {
    const ID: &str = "pages";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/pages";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = PagesSuccess;
    type Failure = ListError;
}

spectrait_runtime::client::pages! {
    PagesRequest { offset } -> WithHeaders<Page, BusyHeaders> { items: i64 = value.items, total = value.total }
}

#[test]
fn pages_with_headers() {
    let handler = |request: PagesRequest, _| async move {
        let offset = request.offset.unwrap_or(0);
        let page = Page::new().items([offset, offset + 1]).total(4);
        Ok::<_, Failure<ListError>>(WithHeaders::new(page, busy()))
    };
    let client =
        client(RouterBuilder::new(Routes::new().public::<PagesRequest, _, _>(handler)).build());
    let items = block_on(async {
        let mut pages = client.pages(&PagesRequest::new());
        let first = pages.next().await.unwrap().unwrap();
        assert_eq!(first.headers, busy());
        let mut items = client.pages(&PagesRequest::new()).items();
        let mut all = Vec::new();
        while let Some(item) = items.next().await {
            all.push(item.unwrap());
        }
        all
    });
    assert_eq!(items, [0, 1, 2, 3]);
}
