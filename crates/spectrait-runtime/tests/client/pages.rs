//! Lists in pages: where they begin, go on and end.

use std::fmt::Write as _;
use std::time::Duration;

use futures_core::Stream;
use http::Request;
use spectrait_runtime::client::{Body, ErrorKind, Position};
use spectrait_runtime::{AtLeast, Int, bounded};

use crate::builds::{Client, ListBuildsRequest};
use crate::mock::{Part, Seen, answering, builder, response};

/// A server with `items` builds that claims `total`, and never sends more than `cap` at once.
fn serving(items: u64, total: Option<&'static str>, cap: u64) -> (Client, Seen) {
    let (builder, seen) = builder(move |request: &Request<Body>| {
        let number = |name: &str| {
            let query = request.uri().query().unwrap_or_default();
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
        };
        let offset: u64 = number("offset").unwrap_or(0);
        let end = items.min(offset + number("limit").unwrap_or(20).min(cap));
        let mut body = "{\"builds\":[".to_owned();
        for (index, id) in (offset..end).enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(body, "{comma}{{\"id\":\"{id}\"}}").unwrap();
        }
        body.push(']');
        if let Some(total) = total {
            write!(body, ",\"total\":{total}").unwrap();
        }
        body.push('}');
        response(200, http_body_util::Full::from(body))
    });
    (builder.build().unwrap(), seen)
}

fn queries(seen: &Seen) -> Vec<String> {
    seen.lock()
        .unwrap()
        .iter()
        .map(|request| request.uri().query().unwrap_or_default().to_owned())
        .collect()
}

fn limit(limit: Int<1, 100>) -> ListBuildsRequest {
    ListBuildsRequest::new().limit(limit)
}

/// The identifiers of all items: `0..=last` from `first`, in order.
async fn items(client: &Client, request: &ListBuildsRequest) -> Vec<String> {
    let mut items = client.list_builds_pages(request).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.unwrap());
    }
    assert!(items.next().await.is_none(), "the end stays the end");
    ids
}

fn ids(range: std::ops::Range<u64>) -> Vec<String> {
    range.map(|id| id.to_string()).collect()
}

#[tokio::test]
async fn all_pages_up_to_the_total() {
    let (client, seen) = serving(5, Some("5"), 100);
    assert_eq!(items(&client, &limit(bounded!(2))).await, ids(0..5));
    assert_eq!(
        queries(&seen),
        ["limit=2", "limit=2&offset=2", "limit=2&offset=4"]
    );
}

#[tokio::test]
async fn no_call_after_the_total_is_reached() {
    let (client, seen) = serving(4, Some("4"), 100);
    assert_eq!(items(&client, &limit(bounded!(2))).await, ids(0..4));
    assert_eq!(queries(&seen), ["limit=2", "limit=2&offset=2"]);
}

#[tokio::test]
async fn begins_at_the_requests_own_offset() {
    let (client, seen) = serving(5, Some("5"), 100);
    let request = limit(bounded!(2)).offset(bounded!(AtLeast<0>, 3));
    assert_eq!(items(&client, &request).await, ids(3..5));
    assert_eq!(queries(&seen), ["limit=2&offset=3"]);
}

#[tokio::test]
async fn without_a_limit_none_is_sent() {
    let (client, seen) = serving(30, Some("30"), 100);
    assert_eq!(items(&client, &ListBuildsRequest::new()).await, ids(0..30));
    assert_eq!(queries(&seen), ["", "offset=20"]);
}

#[tokio::test]
async fn goes_on_by_what_came_when_the_server_caps_the_limit() {
    let (client, seen) = serving(5, Some("5"), 2);
    assert_eq!(items(&client, &limit(bounded!(100))).await, ids(0..5));
    assert_eq!(
        queries(&seen),
        ["limit=100", "limit=100&offset=2", "limit=100&offset=4"]
    );
}

#[tokio::test]
async fn an_empty_page_ends_a_list_whatever_the_total_says() {
    let (client, seen) = serving(3, Some("9223372036854775807"), 100);
    assert_eq!(items(&client, &limit(bounded!(2))).await, ids(0..3));
    assert_eq!(queries(&seen).len(), 3);
    let (client, seen) = serving(0, Some("7"), 100);
    assert_eq!(items(&client, &limit(bounded!(2))).await, ids(0..0));
    assert_eq!(queries(&seen).len(), 1);
}

#[tokio::test]
async fn without_a_total_a_short_page_ends_the_list() {
    for total in [None, Some("null"), Some("-1")] {
        let (client, seen) = serving(3, total, 100);
        assert_eq!(items(&client, &limit(bounded!(2))).await, ids(0..3));
        assert_eq!(queries(&seen), ["limit=2", "limit=2&offset=2"]);
        let (client, seen) = serving(4, total, 100);
        assert_eq!(items(&client, &limit(bounded!(2))).await, ids(0..4));
        assert_eq!(queries(&seen).len(), 3, "a full page may be the last");
    }
}

#[tokio::test]
async fn without_a_total_and_a_limit_an_empty_page_ends_the_list() {
    let (client, seen) = serving(25, None, 100);
    assert_eq!(items(&client, &ListBuildsRequest::new()).await, ids(0..25));
    assert_eq!(queries(&seen), ["", "offset=20", "offset=25"]);
}

#[tokio::test]
async fn a_total_that_changes_counts_as_the_last_page_says() {
    for (totals, expected) in [
        (["9", "4", "4"], 4),
        (["3", "6", "6"], 6),
        (["2", "6", "6"], 2),
    ] {
        let (builder, _) = builder(move |request: &Request<Body>| {
            let offset: usize = request
                .uri()
                .query()
                .unwrap()
                .split("offset=")
                .nth(1)
                .map_or(0, |text| text.parse().unwrap());
            let body = format!(
                r#"{{"builds":[{{"id":"{offset}"}},{{"id":"{}"}}],"total":{}}}"#,
                offset + 1,
                totals[offset / 2]
            );
            response(200, http_body_util::Full::from(body))
        });
        let client = builder.build().unwrap();
        assert_eq!(
            items(&client, &limit(bounded!(2))).await,
            ids(0..expected),
            "{totals:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_does_not_loop() {
    let repeating =
        |body: &'static str| builder(move |_| response(200, http_body_util::Full::from(body)));

    let (builder, seen) = repeating(r#"{"builds":[{"id":"0"},{"id":"1"}]}"#);
    assert_eq!(
        items(&builder.build().unwrap(), &limit(bounded!(2))).await,
        ids(0..2)
    );
    assert_eq!(queries(&seen).len(), 2);

    let (builder, seen) =
        repeating(r#"{"builds":[{"id":"0"},{"id":"1"}],"total":9223372036854775807}"#);
    let mut pages = builder
        .build()
        .unwrap()
        .list_builds_pages(&limit(bounded!(2)));
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(
        matches!(
            error.kind(),
            ErrorKind::Repeated {
                position: Position::Offset(2),
                total: Some(_)
            }
        ),
        "{error:?}"
    );
    assert!(pages.next().await.is_none());
    assert_eq!(queries(&seen).len(), 2);
}

#[tokio::test]
async fn an_error_is_given_and_ends_the_list() {
    let (builder, seen) = builder(|request: &Request<Body>| match request.uri().query() {
        Some("limit=1") => response(
            200,
            http_body_util::Full::from(r#"{"builds":[{}],"total":9}"#),
        ),
        _ => response(429, http_body_util::Full::from("{}")),
    });
    let client = builder.build().unwrap();
    let mut pages = client.list_builds_pages(&limit(bounded!(1)));
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(
        pages.next().await.unwrap().unwrap_err().status().unwrap(),
        429
    );
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(queries(&seen).len(), 2);

    let mut items = client.list_builds_pages(&limit(bounded!(1))).items();
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn pages_are_asked_for_only_when_they_are_polled() {
    let (client, seen) = serving(9, Some("9"), 100);
    let mut pages = client.list_builds_pages(&limit(bounded!(2)));
    assert_eq!(queries(&seen).len(), 0);
    pages.next().await.unwrap().unwrap();
    tokio::task::yield_now().await;
    assert_eq!(queries(&seen).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn each_page_has_a_timeout_of_its_own() {
    let client = answering(200, || {
        let wait = Part::Wait(Duration::from_secs(20));
        vec![wait, Part::Data(r#"{"builds":[{}],"total":1}"#)].into()
    });
    let pages = || client.list_builds_pages(&limit(bounded!(1)));
    assert!(pages().next().await.unwrap().is_ok());
    let error = pages()
        .timeout(Duration::from_secs(19))
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    assert!(pages().timeout(None).next().await.unwrap().is_ok());
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    fn check<S: Stream + Send + Unpin + 'static>(_: &S) {}
    let (client, _) = serving(3, Some("3"), 100);
    let mut pages = client.list_builds_pages(&limit(bounded!(2)));
    check(&pages);
    let page = std::future::poll_fn(|cx| std::pin::Pin::new(&mut pages).poll_next(cx)).await;
    assert_eq!(page.unwrap().unwrap().builds.unwrap().len(), 2);
    check(&pages.items());
}

mod bounded_offset {
    //! A list whose offset has a maximum, and that is required; its page is required too.

    use spectrait_runtime::client::pages;
    use spectrait_runtime::{Int, Json, Method, Operation, SecurityScheme, record, request};

    use crate::builds::RestartBuildError;

    record! {
        #[derive(Clone)]
        pub struct Page {
            pub lines: Vec<String> = "lines",
        }
        new(lines: Vec<String>);
    }

    request! {
        #[derive(Clone)]
        pub struct ListLinesRequest {
            pub from: Int<0, 3> = query("from"),
        }
        new(from: Int<0, 3>);
    }

    impl Operation for ListLinesRequest {
        const ID: &str = "listLines";
        const METHOD: Method = Method::GET;
        const PATH: &str = "/lines";
        const SECURITY: &[&[SecurityScheme]] = &[];
        type Success = Json<200, Page>;
        type Failure = RestartBuildError;
    }

    pages! { ListLinesRequest { offset = from } -> Page { items: String = lines } }
}

#[tokio::test]
async fn a_list_that_goes_on_beyond_the_largest_offset_is_an_error() {
    let (builder, seen) = builder(|request: &Request<Body>| {
        let from = request.uri().query().unwrap();
        response(
            200,
            http_body_util::Full::from(format!("{{\"lines\":[\"{from}\",\"\"]}}")),
        )
    });
    let mut pages = builder
        .build()
        .unwrap()
        .pages(&bounded_offset::ListLinesRequest::new(bounded!(0)));
    assert_eq!(pages.next().await.unwrap().unwrap().lines[0], "from=0");
    assert_eq!(pages.next().await.unwrap().unwrap().lines[0], "from=2");
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .ends_with("the list goes on at offset 4, which is more than the document allows"),
        "{error}"
    );
    assert!(pages.next().await.is_none());
    assert_eq!(queries(&seen), ["from=0", "from=2"]);
}
