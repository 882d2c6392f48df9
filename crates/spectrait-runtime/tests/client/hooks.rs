//! Functions that see heads of requests and responses.

use std::sync::{Arc, Mutex};

use spectrait_runtime::client::{ErrorKind, Retries};

use crate::builds::{ListBuildsRequest, RestartBuildRequest};
use crate::mock::{Parts, builder, response};

#[tokio::test(start_paused = true)]
async fn they_see_each_attempt_in_the_order_they_were_added() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let write = |line: &'static str| {
        let log = Arc::clone(&log);
        move |more: String| log.lock().unwrap().push(format!("{line} {more}"))
    };
    let (first, second, answers) = (write("first"), write("second"), write("answer"));
    let (builder, seen) = builder(|_| response(503, Parts::default()));
    let client = builder
        .on_request(move |called, parts| {
            first(called.path_template.to_owned());
            parts.headers.insert("x-trace", "1".parse().unwrap());
        })
        .on_request(move |called, parts| {
            let trace = parts.headers["x-trace"].to_str().unwrap();
            second(format!("{} {trace}", called.operation_id));
        })
        .on_response(move |called, parts| {
            answers(format!("{} {}", called.operation_id, parts.status));
        })
        .retries(Retries::new().attempts(2))
        .build()
        .unwrap();
    let call = client.list_builds(&ListBuildsRequest::new());
    call.await.unwrap_err();
    let once = [
        "first /builds",
        "second listBuilds 1",
        "answer listBuilds 503 Service Unavailable",
    ];
    assert_eq!(*log.lock().unwrap(), [once, once].concat());
    let seen = seen.lock().unwrap();
    assert!(
        seen.iter()
            .all(|request| request.headers()["x-trace"] == "1")
    );
}

#[tokio::test]
async fn they_do_not_see_what_was_not_sent() {
    let log = Arc::new(Mutex::new(0));
    let count = Arc::clone(&log);
    let (builder, _) = builder(|_| response(204, Parts::default()));
    let client = builder
        .on_request(move |_, _| *count.lock().unwrap() += 1)
        .build()
        .unwrap();
    let request = RestartBuildRequest::new("a".to_owned());
    let call = client.restart_build(&request).header("x-a", "a\nb");
    call.await.unwrap_err();
    assert_eq!(*log.lock().unwrap(), 0);
}

#[tokio::test(start_paused = true)]
async fn none_turns_a_request_to_another_origin() {
    for (uri, is_sent) in [
        ("https://api.example.com/v2/builds?x=1", true),
        ("https://API.example.com:443/", true),
        ("http://api.example.com/v1/builds", false),
        ("https://api.example.com:8443/v1/builds", false),
        ("https://evil.test/v1/builds", false),
        ("/v1/builds", false),
    ] {
        let (builder, seen) = builder(|_| response(200, Parts::from("{}")));
        let client = builder
            .on_request(move |_, parts| parts.uri = uri.parse().unwrap())
            .retries(Retries::new())
            .build()
            .unwrap();
        let result = client.list_builds(&ListBuildsRequest::new()).await;
        assert_eq!(seen.lock().unwrap().len(), usize::from(is_sent), "{uri}");
        if let Err(error) = result {
            assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
            assert!(error.to_string().contains("another origin"), "{error}");
            assert_eq!(error.attempts(), 1, "a mistake is not tried again");
        } else {
            assert!(is_sent, "{uri}");
        }
    }
}
