//! Lists by page number, cursor and link: as the server has them, and as a server should not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use http::{Request, Response};
use http_body_util::Full;
use spectrait_runtime::client::{
    Body, Client, ClientBuilder, Error, ErrorKind, Paged, Position, pages,
};
use spectrait_runtime::{
    Int, Json, List, Method, Nullable, Operation, SecurityScheme, Text, WithHeaders, bounded,
    headers, record, request, response,
};

use crate::builds::{BEARER_AUTH, RestartBuildError};
use crate::mock::response;

const KEY: SecurityScheme = SecurityScheme::api_key_query("Key", "key");

record! {
    #[derive(Clone)]
    pub struct Thing {
        pub id: String = "id",
    }
    new(id: String);
}

record! {
    #[derive(Clone, Default)]
    pub struct Meta {
        pub next: Option<Nullable<String>> = "next",
        pub total: Option<f64> = "total",
        pub pages: Option<Nullable<i32>> = "pages",
        pub number: Option<i64> = "number",
        pub has_more: Option<Nullable<bool>> = "has_more",
    }
}

record! {
    #[derive(Clone, Default)]
    pub struct Data {
        pub things: Option<Nullable<Vec<Thing>>> = "things",
    }
}

record! {
    #[derive(Clone, Default)]
    pub struct Page {
        pub data: Option<Nullable<Data>> = "data",
        pub meta: Nullable<Meta> = "meta",
    }
}

/// An operation over `GET /things`, and how it is paged.
macro_rules! list {
    (
        $Request:ident { $($field:ident: $type:ty),* } $security:expr, $Success:ty; $($pages:tt)*
    ) => {
        request! {
            #[derive(Clone, Default)]
            pub struct $Request {
                $(pub $field: Option<$type> = query(stringify!($field)),)*
            }
        }

        impl Operation for $Request {
            const ID: &str = stringify!($Request);
            const METHOD: Method = Method::GET;
            const PATH: &str = "/v1/things";
            const SECURITY: &[&[SecurityScheme]] = $security;
            type Success = $Success;
            type Failure = RestartBuildError;
        }

        pages! { $Request $($pages)* }
    };
}

list! { Numbers { page: Int<1, 4>, size: i64 } &[], Json<200, Page>;
    { page, size } -> Page {
        items: Thing = (data??).things,
        total = (meta?).total,
        pages = (meta?).pages,
        page = (meta?).number,
        has_more = (meta?).has_more,
    }
}

list! { FromZero { page: i32 } &[], Json<200, Page>;
    { page, first = 0 } -> Page { items: Thing = (data??).things, pages = (meta?).pages }
}

list! { Cursors { cursor: Text<1, 8>, size: i64 } &[], Json<200, Page>;
    { cursor, size } -> Page { items: Thing = (data??).things, next = (meta?).next, has_more = (meta?).has_more }
}

list! { LastIds { after: String } &[], Json<200, Things>;
    { cursor = after } -> Things { items: Thing, last = id, has_more }
}

record! {
    #[derive(Clone)]
    pub struct Things {
        pub items: List<Thing, 0, 10> = "items",
        pub has_more: bool = "has_more",
    }
    new(items: List<Thing, 0, 10>, has_more: bool);
}

list! { Links { region: String } &[&[BEARER_AUTH, KEY]], Json<200, Vec<Thing>>;
    { link } -> Vec<Thing> { items: Thing = self }
}

list! { LinksWithHeaders { region: String } &[], LinksSuccess;
    { link } -> WithHeaders<Vec<Thing>, LinksHeaders> { items: Thing = value }
}

response! {
    pub struct LinksSuccess: WithHeaders<Vec<Thing>, LinksHeaders> = 200;
}

headers! {
    #[derive(Clone, Default)]
    pub struct LinksHeaders {
        pub link: Option<String> = header("Link"),
    }
}

type Seen = Arc<Mutex<Vec<Request<Body>>>>;

/// A server that answers by path and query: with a `Link` header, or none, and a body. What it has no answer for is a 500.
fn serving(answers: &[(&str, &'static str, &'static str)]) -> (ClientBuilder, Seen) {
    let answers: BTreeMap<String, (&str, &str)> = answers
        .iter()
        .map(|&(target, link, body)| (target.to_owned(), (link, body)))
        .collect();
    let seen = Seen::default();
    let log = Arc::clone(&seen);
    let transport = tower::service_fn(move |request: Request<Body>| {
        let target = request.uri().path_and_query().unwrap().as_str();
        let found: Response<Full<bytes::Bytes>> = match answers.get(target) {
            Some((link, body)) => {
                let mut found = response(200, Full::from(*body));
                for link in link.lines() {
                    found.headers_mut().append("link", link.parse().unwrap());
                }
                found
            }
            None => response(500, Full::default()),
        };
        log.lock().unwrap().push(request);
        async { Ok::<_, spectrait_runtime::client::BoxError>(found) }
    });
    let builder = Client::builder()
        .base_url("https://h/")
        .transport(transport);
    (builder, seen)
}

fn targets(seen: &Seen) -> Vec<String> {
    let seen = seen.lock().unwrap();
    seen.iter()
        .map(|request| request.uri().to_string())
        .collect()
}

/// The identifiers of all items, and the error at the end, with where it was.
async fn read<O>(client: &Client, request: &O) -> (String, Option<Failed>)
where
    O: Paged<Item = Thing, Failure = RestartBuildError>,
{
    let mut items = client.pages(request).items();
    let mut ids = String::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push_str(&item.id),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error is the end");
                return (ids, Some((error, items.position().cloned())));
            }
        }
    }
    assert!(items.next().await.is_none(), "the end stays the end");
    (ids, None)
}

type Failed = (Error<RestartBuildError>, Option<Position>);

fn repeats(failed: Option<&Failed>) -> &Position {
    match failed.map(|(error, _)| error.kind()) {
        Some(ErrorKind::Repeated { position, .. }) => position,
        _ => panic!("{failed:?}"),
    }
}

const PAGE_1: &str =
    r#"{"data":{"things":[{"id":"a"},{"id":"b"}]},"meta":{"total":3,"pages":null}}"#;
const PAGE_2: &str = r#"{"data":{"things":[{"id":"c"}]},"meta":{"total":3.0}}"#;

#[tokio::test]
async fn numbers_go_on_to_the_total() {
    let (builder, seen) = serving(&[
        ("/v1/things?size=2", "", PAGE_1),
        ("/v1/things?page=2&size=2", "", PAGE_2),
    ]);
    let client = builder.build().unwrap();
    let (ids, error) = read(&client, &Numbers::new().size(2)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, "abc");
    assert_eq!(
        targets(&seen),
        [
            "https://h/v1/things?size=2",
            "https://h/v1/things?page=2&size=2"
        ]
    );
}

#[tokio::test]
async fn what_a_page_does_not_say_is_nothing() {
    for nothing in [
        r#"{"meta":null}"#,
        r#"{"data":null,"meta":{}}"#,
        r#"{"data":{},"meta":{"pages":9}}"#,
        r#"{"data":{"things":null},"meta":{"has_more":true}}"#,
        r#"{"data":{"things":[]},"meta":{"total":-1}}"#,
    ] {
        let (builder, seen) = serving(&[("/v1/things", "", nothing)]);
        let client = builder.build().unwrap();
        let (ids, error) = read(&client, &Numbers::new()).await;
        assert_eq!((ids.as_str(), targets(&seen).len()), ("", 1), "{nothing}");
        assert!(error.is_none(), "{nothing}: {error:?}");
        let (ids, error) = read(&client, &Cursors::new()).await;
        assert_eq!((ids.as_str(), targets(&seen).len()), ("", 2), "{nothing}");
        assert!(error.is_none(), "{nothing}: {error:?}");
    }
}

#[tokio::test]
async fn numbers_begin_where_the_document_or_the_server_says() {
    const FIRST: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"pages":2,"number":0}}"#;
    const SECOND: &str = r#"{"data":{"things":[{"id":"b"}]},"meta":{"pages":2,"number":1}}"#;
    let answers = [("/v1/things", "", FIRST), ("/v1/things?page=1", "", SECOND)];
    let (builder, _) = serving(&answers);
    let client = builder.build().unwrap();
    assert_eq!(read(&client, &FromZero::new()).await.0, "ab");
    // This one's document says 1, the page 0.
    assert_eq!(read(&client, &Numbers::new()).await.0, "ab");
}

#[tokio::test]
async fn a_server_that_ignores_the_page_does_not_loop() {
    const ENDLESS: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"pages":9}}"#;
    const UNTOLD: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{}}"#;
    for (body, is_error) in [(ENDLESS, true), (UNTOLD, false)] {
        let (builder, seen) = serving(&[("/v1/things", "", body), ("/v1/things?page=2", "", body)]);
        let client = builder.build().unwrap();
        let (ids, failed) = read(&client, &Numbers::new()).await;
        assert_eq!((ids.as_str(), targets(&seen).len()), ("a", 2));
        assert_eq!(failed.is_some(), is_error);
        if is_error {
            assert_eq!(repeats(failed.as_ref()), &Position::Page(2));
            let said = failed.unwrap().0.to_string();
            assert!(
                said.ends_with("again at page 2, as if it ignored the page"),
                "{said}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_beyond_the_documents_last_is_an_error() {
    const LAST: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"pages":9}}"#;
    let (builder, _) = serving(&[("/v1/things?page=4", "", LAST)]);
    let client = builder.build().unwrap();
    let (ids, failed) = read(&client, &Numbers::new().page(bounded!(4))).await;
    let (error, position) = failed.unwrap();
    assert_eq!((ids.as_str(), position), ("a", Some(Position::Page(5))));
    assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
    assert!(error.to_string().contains("goes on at page 5"), "{error}");
}

#[tokio::test]
async fn cursors_go_on_to_the_end() {
    const FIRST: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"next":"x &"}}"#;
    // A page may be empty and not the last.
    const SECOND: &str = r#"{"data":{"things":[]},"meta":{"next":"y"}}"#;
    for last in [
        r#"{"data":{"things":[{"id":"b"}]},"meta":{"next":null}}"#,
        r#"{"data":{"things":[{"id":"b"}]},"meta":{"next":""}}"#,
        r#"{"data":{"things":[{"id":"b"}]},"meta":{}}"#,
        r#"{"data":{"things":[{"id":"b"}]},"meta":null}"#,
        r#"{"data":{"things":[{"id":"b"}]},"meta":{"next":"z","has_more":false}}"#,
    ] {
        let (builder, seen) = serving(&[
            ("/v1/things?size=1", "", FIRST),
            ("/v1/things?cursor=x%20%26&size=1", "", SECOND),
            ("/v1/things?cursor=y&size=1", "", last),
        ]);
        let client = builder.build().unwrap();
        let (ids, error) = read(&client, &Cursors::new().size(1)).await;
        assert_eq!((ids.as_str(), targets(&seen).len()), ("ab", 3), "{last}");
        assert!(error.is_none(), "{error:?}");
    }
}

#[tokio::test]
async fn cursors_in_a_circle_are_an_error() {
    const A: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"next":"y"}}"#;
    const B: &str = r#"{"data":{"things":[{"id":"b"}]},"meta":{"next":"x"}}"#;
    const SAME: &str = r#"{"data":{"things":[{"id":"c"}]},"meta":{"next":"z"}}"#;
    let (builder, seen) = serving(&[
        ("/v1/things", "", A),
        ("/v1/things?cursor=x", "", A),
        ("/v1/things?cursor=y", "", B),
        ("/v1/things?cursor=z", "", SAME),
    ]);
    let client = builder.build().unwrap();
    let (ids, failed) = read(&client, &Cursors::new()).await;
    assert_eq!(ids, "abab");
    repeats(failed.as_ref());
    let said = failed.unwrap().0;
    assert!(
        !format!("{said} {said:?}").contains("\"x\""),
        "no cursor is shown: {said:?}"
    );
    assert_eq!(targets(&seen).len(), 4);
    let (ids, failed) = read(&client, &Cursors::new().cursor(bounded!(Text<1, 8>, "z"))).await;
    assert_eq!(ids, "c");
    repeats(failed.as_ref());
}

#[tokio::test]
async fn a_cursor_that_the_request_cannot_hold_is_an_error() {
    const LONG: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"next":"123456789"}}"#;
    let (builder, seen) = serving(&[("/v1/things", "", LONG)]);
    let client = builder.build().unwrap();
    let (ids, failed) = read(&client, &Cursors::new()).await;
    let (error, position) = failed.unwrap();
    assert_eq!((ids.as_str(), targets(&seen).len()), ("a", 1));
    assert_eq!(position, Some(Position::Cursor("123456789".into())));
    assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
    assert!(!error.to_string().contains("123456789"), "{error}");
}

#[tokio::test]
async fn the_last_id_is_a_cursor() {
    let answers = [
        (
            "/v1/things",
            "",
            r#"{"items":[{"id":"a"},{"id":"b"}],"has_more":true}"#,
        ),
        (
            "/v1/things?after=b",
            "",
            r#"{"items":[{"id":"c"}],"has_more":false}"#,
        ),
        ("/v1/things?after=c", "", r#"{"items":[],"has_more":true}"#),
        (
            "/v1/things?after=x",
            "",
            r#"{"items":[{"id":"x"}],"has_more":true}"#,
        ),
    ];
    let (builder, seen) = serving(&answers);
    let client = builder.build().unwrap();
    assert_eq!(read(&client, &LastIds::new()).await.0, "abc");
    assert_eq!(targets(&seen).len(), 2);
    let (ids, error) = read(&client, &LastIds::new().after("c")).await;
    assert!(
        ids.is_empty() && error.is_none(),
        "without an item there is no id"
    );
    let (ids, failed) = read(&client, &LastIds::new().after("x")).await;
    assert_eq!(
        (ids.as_str(), repeats(failed.as_ref())),
        ("x", &Position::Cursor("x".into()))
    );
}

#[tokio::test]
async fn a_list_goes_on_where_an_error_was() {
    const FIRST: &str = r#"{"data":{"things":[{"id":"a"}]},"meta":{"next":"x"}}"#;
    const LAST: &str = r#"{"data":{"things":[{"id":"b"}]},"meta":{}}"#;
    let (broken, _) = serving(&[("/v1/things", "", FIRST)]);
    let mut pages = broken.build().unwrap().pages(&Cursors::new());
    assert_eq!(pages.position(), None);
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    let position = pages.position().unwrap().clone();
    assert_eq!(position, Position::Cursor("x".into()));

    let (mended, seen) = serving(&[("/v1/things?cursor=x", "", LAST)]);
    let client = mended.build().unwrap();
    let mut rest = client.pages(&Cursors::new()).starting_at(position);
    assert!(rest.next().await.unwrap().is_ok());
    assert!(rest.next().await.is_none());
    assert_eq!(targets(&seen).len(), 1);

    // A position of another kind of list, or one that the request cannot hold.
    for position in [Position::Offset(1), Position::Cursor(String::new())] {
        let mut pages = client.pages(&Cursors::new()).starting_at(position);
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
        assert!(pages.next().await.is_none());
    }
    assert_eq!(targets(&seen).len(), 1);
}

#[tokio::test]
async fn links_are_followed_with_the_credentials() {
    let (builder, seen) = serving(&[
        (
            "/v1/things?region=eu&key=k",
            "<https://h/v1/things?region=eu&page=1&key=old>; rel=\"prev\"\n<https://H:443/v1/groups/7/things?page=2&key=old>; rel=\"next\"",
            r#"[{"id":"a"}]"#,
        ),
        (
            "/v1/groups/7/things?page=2&key=k",
            "<?page=3>; rel=\"last next\"",
            "[]",
        ),
        (
            "/v1/groups/7/things?page=3&key=k",
            "<things?page=4>; rel=next",
            r#"[{"id":"b"}]"#,
        ),
        (
            "/v1/groups/7/things?page=4&key=k",
            "</v1/things>; rel=first",
            r#"[{"id":"c"}]"#,
        ),
    ]);
    let client = builder
        .token(BEARER_AUTH, "hunter2")
        .token(KEY, "k")
        .build()
        .unwrap();
    let (ids, error) = read(&client, &Links::new().region("eu")).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids.as_str(), targets(&seen).len()), ("abc", 4));
    for request in seen.lock().unwrap().iter() {
        assert_eq!(request.headers()["authorization"], "Bearer hunter2");
        assert_eq!(request.method(), "GET");
    }
}

#[tokio::test]
async fn a_link_to_elsewhere_is_not_followed() {
    for link in [
        "https://evil.example/v1/things",
        "//evil.example/v1/things",
        "http://h/v1/things?page=2",
        "https://h:444/v1/things?page=2",
        "https://h@evil.example/v1/things",
        "https://u:p@h/v1/things",
        "https://h/v2/../../admin",
        "../admin",
        "ftp://h/v1/things",
        "mailto:h",
    ] {
        let header: &'static str = format!("<{link}>; rel=next").leak();
        let (builder, seen) = serving(&[("/v1/things", header, r#"[{"id":"a"}]"#)]);
        let client = builder.build().unwrap();
        let (ids, failed) = read(&client, &LinksWithHeaders::new()).await;
        let (error, position) = failed.unwrap();
        assert_eq!((ids.as_str(), targets(&seen).len()), ("a", 1), "{link}");
        assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
        assert!(
            error.to_string().contains("leads away from the base URL"),
            "{error}"
        );
        assert!(
            !format!("{error} {error:?} {position:?}").contains("evil"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn links_below_the_base_url_only() {
    const LINK: &str = "</other/things>; rel=next";
    let (builder, seen) = serving(&[("/base/v1/things", LINK, "[]")]);
    let client = builder.base_url("https://h/base").build().unwrap();
    assert!(read(&client, &LinksWithHeaders::new()).await.1.is_some());
    assert_eq!(targets(&seen).len(), 1);
}

#[tokio::test]
async fn a_header_that_cannot_be_read_is_an_error_and_no_end() {
    let (builder, _) = serving(&[(
        "/v1/things",
        "/v1/things?page=2; rel=next",
        r#"[{"id":"a"}]"#,
    )]);
    let client = builder.build().unwrap();
    let (ids, failed) = read(&client, &LinksWithHeaders::new()).await;
    assert_eq!(ids, "a");
    assert!(matches!(failed.unwrap().0.kind(), ErrorKind::Invalid(_)));
}

#[tokio::test]
async fn links_in_a_circle_are_an_error() {
    let (builder, seen) = serving(&[
        ("/v1/things", "<?page=2>; rel=next", r#"[{"id":"a"}]"#),
        (
            "/v1/things?page=2",
            "<?page=3>; rel=next",
            r#"[{"id":"b"}]"#,
        ),
        (
            "/v1/things?page=3",
            "<?page=2>; rel=next",
            r#"[{"id":"c"}]"#,
        ),
        // The same page again, under other URLs.
        (
            "/v1/things?region=x",
            "<?page=8>; rel=next",
            r#"[{"id":"d"}]"#,
        ),
        (
            "/v1/things?page=8",
            "<?page=9>; rel=next",
            r#"[{"id":"d"}]"#,
        ),
    ]);
    let client = builder.build().unwrap();
    let (_, failed) = read(&client, &LinksWithHeaders::new()).await;
    repeats(failed.as_ref());
    assert!(targets(&seen).len() < 6, "{:?}", targets(&seen));
    let (ids, failed) = read(&client, &LinksWithHeaders::new().region("x")).await;
    assert_eq!(ids, "dd");
    repeats(failed.as_ref());
}
