//! What comes of each kind of answer.

use std::error::Error as _;
use std::time::Duration;

use spectrait_runtime::client::{Error, ErrorKind};

use crate::builds::{
    BuildStatus, ListBuildsError, ListBuildsRequest, ListBuildsResponse, RestartBuildRequest,
};
use crate::mock::{Part, Parts, answering, builder, response};

type ListError = Error<ListBuildsError>;

async fn list(
    status: u16,
    body: impl Fn() -> Parts + Clone + Send + 'static,
) -> Result<ListBuildsResponse, ListError> {
    answering(status, body)
        .list_builds(&ListBuildsRequest::new())
        .await
}

#[tokio::test]
async fn a_documented_success() {
    let page = list(200, || {
        r#"{"builds":[{"id":"a","status":"success"}],"total":1}"#.into()
    })
    .await
    .unwrap();
    let builds = page.builds.unwrap();
    assert_eq!(builds[0].id.as_deref(), Some("a"));
    assert_eq!(builds[0].status.as_ref().unwrap(), &BuildStatus::Success);
    assert_eq!(page.total, Some(1));
}

#[tokio::test]
async fn an_unlisted_value_is_kept_and_extra_fields_are_ignored() {
    let page = list(200, || {
        r#"{"builds":[{"status":"paused","new":{"a":[1]}}],"also":null}"#.into()
    })
    .await
    .unwrap();
    let status = page.builds.unwrap().remove(0).status.unwrap();
    assert_eq!(status.known(), None);
    assert_eq!(status.as_str(), "paused");
}

#[tokio::test]
async fn a_body_in_many_frames() {
    let parts = || {
        vec![
            Part::Data(""),
            Part::Data("{\"to"),
            Part::Data(""),
            Part::Data("tal\":"),
            Part::Data("7}"),
        ]
    };
    assert_eq!(
        list(200, move || parts().into()).await.unwrap().total,
        Some(7)
    );
}

#[tokio::test]
async fn a_success_without_a_body() {
    answering(204, Parts::default)
        .restart_build(&RestartBuildRequest::new("a".to_owned()))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_documented_failure() {
    let error = list(429, || r#"{"title":"later"}"#.into())
        .await
        .unwrap_err();
    let Some(ListBuildsError::TooManyRequests(problem)) = error.api() else {
        panic!("{error:?}")
    };
    assert_eq!(problem.title.as_deref(), Some("later"));
    assert_eq!(error.status().unwrap(), 429);
    assert_eq!(error.headers().unwrap()["x-request-id"], "r-1");
    assert_eq!(
        error.to_string(),
        r#"listBuilds: the server refused with 429 Too Many Requests: {"title":"later"}"#
    );
    assert!(
        error
            .source()
            .unwrap()
            .downcast_ref::<ListBuildsError>()
            .is_some()
    );

    assert_eq!(error.response().unwrap().body, r#"{"title":"later"}"#);

    let error = list(401, Parts::default).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listBuilds: the server refused with 401 Unauthorized"
    );
    assert!(matches!(
        error.into_kind(),
        ErrorKind::Api(ListBuildsError::Unauthorized)
    ));
}

#[tokio::test]
async fn an_undocumented_status_keeps_status_headers_and_body() {
    let error = list(520, || "<html>\n<h1>Origin is down</h1>".into())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "listBuilds: the server answered 520, which the document does not list: \
         <html> <h1>Origin is down</h1>",
    );
    assert_eq!(error.status().unwrap(), 520);
    assert_eq!(error.headers().unwrap()["x-request-id"], "r-1");
    let ErrorKind::Undocumented(response) = error.into_kind() else {
        panic!()
    };
    assert_eq!(response.body, "<html>\n<h1>Origin is down</h1>");
}

#[tokio::test]
async fn an_error_shows_only_the_beginning_of_a_body() {
    let error = answering(500, || Parts::from(vec![Part::Data("é"); 5000]))
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    let shown = format!("{}… (10000 bytes)", "é".repeat(200));
    assert!(error.to_string().ends_with(&shown), "{error}");
    assert!(format!("{error:?}").len() < 1000, "{error:?}");
    assert_eq!(error.response().unwrap().body.len(), 10_000);
}

#[tokio::test]
async fn every_status_gives_a_value_or_an_error() {
    for status in 100..1000 {
        for body in [
            "",
            "{}",
            "null",
            "<html>",
            "{\"total\":\"x\"}",
            "\u{0}\u{feff}",
        ] {
            let _ = list(status, move || body.into()).await;
        }
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_its_places_and_is_kept() {
    let error = list(200, || r#"{"builds":[{"id":7}],"total":"x"}"#.into())
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("listBuilds: the server's answer (200 OK) does not fit the document: body at `/builds/0/id`: "), "{text}");
    assert!(text.contains("; body at `/total`: "), "{text}");
    let ErrorKind::Decode { response, error } = error.kind() else {
        panic!("{error:?}")
    };
    assert_eq!(response.body, r#"{"builds":[{"id":7}],"total":"x"}"#);
    assert_eq!(error.violations().unwrap().iter().count(), 2);
}

#[tokio::test]
async fn a_body_that_is_no_json() {
    for body in ["", "<html>", "{\"total\":1", "{\"total\":1}x"] {
        let error = list(200, move || body.into()).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Decode { .. }),
            "{body}: {error:?}"
        );
        assert!(
            error
                .to_string()
                .contains("(200 OK) does not fit the document: not JSON: "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_body_that_breaks_off() {
    let error = list(200, || {
        vec![Part::Data("{\"tot"), Part::Break("reset by peer")].into()
    })
    .await
    .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(
        error.to_string(),
        "listBuilds: the server's answer (200 OK) broke off: reset by peer"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "the body broke off after 5 bytes"
    );
    assert_eq!(
        error.source().unwrap().source().unwrap().to_string(),
        "reset by peer"
    );
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read_to_its_end() {
    // The part after the limit would wait for ever.
    let endless = || {
        vec![
            Part::Data("12345"),
            Part::Data("678901"),
            Part::Wait(Duration::MAX),
        ]
        .into()
    };
    let (builder, _) = builder(move |_| response::<Parts>(200, endless()));
    let client = builder.body_limit(10).timeout(None).build().unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLarge(10)), "{error:?}");
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(
        error.to_string(),
        "listBuilds: the server's answer is longer than the limit of 10 bytes"
    );
}

#[tokio::test]
async fn a_body_at_the_limit_is_read() {
    for (limit, fits) in [(10, false), (11, true)] {
        let (builder, _) = builder(|_| {
            response::<Parts>(
                200,
                vec![Part::Data("{\"total"), Part::Data("\":1}")].into(),
            )
        });
        let client = builder.body_limit(limit).build().unwrap();
        assert_eq!(
            client.list_builds(&ListBuildsRequest::new()).await.is_ok(),
            fits,
            "{limit}"
        );
    }
}

#[tokio::test]
async fn a_length_over_the_limit_is_refused_before_reading() {
    let (builder, _) = builder(|_| {
        let endless = Parts::from(vec![Part::Wait(Duration::MAX)]);
        response(200, endless.claiming(100))
    });
    let client = builder.body_limit(99).timeout(None).build().unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLarge(99)), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_is_a_timeout() {
    let slow = || {
        vec![
            Part::Data("{"),
            Part::Wait(Duration::from_secs(31)),
            Part::Data("}"),
        ]
        .into()
    };
    let error = list(200, slow).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Timeout(limit) if *limit == Duration::from_secs(30)),
        "{error:?}"
    );
    assert_eq!(error.to_string(), "listBuilds: no whole answer within 30s");

    let request = ListBuildsRequest::new();
    let client = answering(200, slow);
    client
        .list_builds(&request)
        .timeout(Duration::from_secs(32))
        .await
        .unwrap();
    client.list_builds(&request).timeout(None).await.unwrap();
    client
        .list_builds(&request)
        .timeout(Duration::MAX)
        .await
        .unwrap();
    let error = client
        .list_builds(&request)
        .timeout(Duration::from_millis(5))
        .raw()
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Timeout(limit) if limit.as_millis() == 5),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_error_of_the_transport() {
    let transport = tower::service_fn(|_: http::Request<spectrait_runtime::client::Body>| async {
        let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
        Err::<http::Response<Parts>, _>(std::io::Error::other(refused))
    });
    let client = crate::builds::Client::builder()
        .bearer_auth("hunter2")
        .transport(transport)
        .build()
        .unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
    assert_eq!(error.status(), None);
    assert_eq!(
        error.to_string(),
        "listBuilds: no answer from the server: connection refused"
    );
    assert!(error.source().unwrap().is::<std::io::Error>());
}

#[tokio::test]
async fn raw_gives_any_status_undecoded() {
    let client = answering(520, || "<html>".into());
    let response = client
        .list_builds(&ListBuildsRequest::new())
        .raw()
        .await
        .unwrap();
    assert_eq!(
        (response.status.as_u16(), &response.body[..]),
        (520, &b"<html>"[..])
    );
    assert_eq!(response.headers["x-request-id"], "r-1");
}

#[tokio::test]
async fn the_head_comes_with_the_value() {
    let client = answering(200, || "{\"total\":3}".into());
    let (page, head) = client
        .list_builds(&ListBuildsRequest::new())
        .with_head()
        .await
        .unwrap();
    assert_eq!(page.total, Some(3));
    assert_eq!(
        (head.status.as_u16(), &head.headers["x-request-id"]),
        (200, &"r-1".try_into().unwrap())
    );
}

#[test]
fn an_error_is_one_pointer_and_can_cross_threads() {
    fn check<T: std::error::Error + Send + Sync + 'static>() {}
    check::<ListError>();
    assert_eq!(size_of::<ListError>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), ListError>>(), size_of::<usize>());
}

#[tokio::test]
async fn errors_of_several_operations_meet_in_one() {
    async fn both() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let client = answering(204, Parts::default);
        client
            .restart_build(&RestartBuildRequest::new("a".to_owned()))
            .await?;
        client.list_builds(&ListBuildsRequest::new()).await?;
        Ok(())
    }
    assert!(
        both()
            .await
            .unwrap_err()
            .to_string()
            .starts_with("listBuilds: the server answered 204")
    );

    let error = list(429, || "{}".into())
        .await
        .unwrap_err()
        .map_api(|failure| failure.to_string());
    assert!(error.api().unwrap().contains("429"), "{error:?}");
    assert_eq!(error.operation(), "listBuilds");
    assert_eq!(error.status().unwrap(), 429);
}
