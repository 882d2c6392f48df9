//! What is sent again, how often, and after how long. The clock is tokio's and stands still between timers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use spectrait_runtime::client::{Body, BoxError, ErrorKind, Retries};
use tokio::time::Instant;

use crate::builds::{Build, Client, ClientBuilder, ListBuildsRequest, RestartBuildRequest};
use crate::mock::{Parts, response};

/// What a server does with one request.
#[derive(Clone)]
enum Step {
    Status(u16),
    Header(u16, &'static str, &'static str),
    Refuse,
}

use Step::{Header, Refuse, Status};

/// When each request came, and the request.
type Times = Arc<Mutex<Vec<(Duration, Request<Body>)>>>;

/// A server that does one step after the other, and stays with the last.
fn server(steps: &[Step]) -> (ClientBuilder, Times) {
    let times = Times::default();
    let log = Arc::clone(&times);
    let steps = steps.to_vec();
    let begin = Instant::now();
    let next = Arc::new(AtomicUsize::new(0));
    let transport = tower::service_fn(move |request: Request<Body>| {
        log.lock().unwrap().push((begin.elapsed(), request));
        let index = next.fetch_add(1, Ordering::SeqCst);
        let answer = match steps.get(index).or(steps.last()).unwrap() {
            Status(status @ (200 | 204)) => Ok(response(*status, Parts::from("{}"))),
            Status(status) => Ok(response(*status, Parts::default())),
            Header(status, name, value) => {
                let mut response: Response<Parts> = response(*status, Parts::default());
                response.headers_mut().insert(*name, value.parse().unwrap());
                Ok(response)
            }
            Refuse => Err::<_, BoxError>("connection refused".into()),
        };
        async { answer }
    });
    let builder = Client::builder()
        .bearer_auth("hunter2")
        .transport(transport);
    (builder, times)
}

/// Three attempts, 1 s and 2 s apart.
fn plain() -> Retries {
    Retries::new()
        .base_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(3))
        .jitter(0.0)
}

fn seconds(times: &Times) -> Vec<u64> {
    let times = times.lock().unwrap();
    times.iter().map(|(time, _)| time.as_secs()).collect()
}

fn count(times: &Times) -> usize {
    times.lock().unwrap().len()
}

#[tokio::test(start_paused = true)]
async fn until_it_goes_well() {
    for failure in [
        Status(408),
        Status(429),
        Status(502),
        Status(503),
        Status(504),
        Refuse,
    ] {
        let (builder, times) = server(&[failure.clone(), failure, Status(200)]);
        let client = builder.retries(plain()).build().unwrap();
        client.list_builds(&ListBuildsRequest::new()).await.unwrap();
        assert_eq!(seconds(&times), [0, 1, 3]);
    }
}

#[tokio::test(start_paused = true)]
async fn until_the_attempts_are_used_up() {
    let (builder, times) = server(&[Refuse, Status(502), Status(503), Status(200)]);
    let client = builder.retries(plain()).build().unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 503, "the last answer is given");
    assert_eq!(error.attempts(), 3);
    assert!(
        error
            .to_string()
            .starts_with("listBuilds: after 3 attempts, the server answered 503"),
        "{error}"
    );
    assert_eq!(count(&times), 3);

    let (builder, times) = server(&[Refuse]);
    let client = builder.retries(plain()).build().unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "listBuilds: after 3 attempts, no answer from the server: connection refused"
    );
    assert_eq!(count(&times), 3);
}

#[tokio::test(start_paused = true)]
async fn other_answers_are_final() {
    for status in [200, 204, 301, 400, 401, 404, 409, 425, 500, 501, 505] {
        let (builder, times) = server(&[Status(status)]);
        let client = builder.retries(plain()).build().unwrap();
        let raw = client.list_builds(&ListBuildsRequest::new()).raw().await;
        assert_eq!(raw.unwrap().status, status);
        assert_eq!(count(&times), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_retried_unless_asked_for() {
    let (builder, times) = server(&[Status(503)]);
    let client = builder.build().unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!((count(&times), error.attempts()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_post_is_retried_with_a_key_only() {
    let mut request = RestartBuildRequest::new("a".to_owned());
    request.body = Some(Build::new().id("x"));
    for failure in [Status(503), Refuse] {
        let (builder, times) = server(&[failure, Status(204)]);
        let client = builder.retries(plain()).build().unwrap();
        client.restart_build(&request).await.unwrap_err();
        assert_eq!(count(&times), 1, "without a key");
    }
    let failures = [Status(503), Refuse, Status(204)];

    let (builder, times) = server(&failures);
    let client = builder.retries(plain()).build().unwrap();
    client
        .restart_build(&request)
        .idempotency_key("\"k-1\"")
        .await
        .unwrap();
    let mut keyed = request.clone();
    keyed.key = Some("k-2".to_owned());
    let (builder, parameter_times) = server(&failures);
    let client = builder.retries(plain()).build().unwrap();
    client.restart_build(&keyed).await.unwrap();

    for (times, key) in [(times, "\"k-1\""), (parameter_times, "k-2")] {
        let times = times.lock().unwrap();
        assert_eq!(times.len(), 3);
        for (_, request) in times.iter() {
            assert_eq!(request.headers()["idempotency-key"], key);
            assert_eq!(request.body().as_bytes().unwrap(), &br#"{"id":"x"}"#[..]);
            assert_eq!(request.method(), "POST");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_has_settings_of_its_own() {
    let (builder, times) = server(&[Status(503)]);
    let client = builder.clone().retries(plain()).build().unwrap();
    let request = ListBuildsRequest::new();
    client
        .list_builds(&request)
        .retries(None)
        .await
        .unwrap_err();
    assert_eq!(count(&times), 1, "none for this call");
    client
        .list_builds(&request)
        .retries(plain().attempts(2))
        .await
        .unwrap_err();
    assert_eq!(count(&times), 3, "two for this one");

    let client = builder.build().unwrap();
    client
        .list_builds(&request)
        .retries(plain())
        .await
        .unwrap_err();
    assert_eq!(count(&times), 6, "a client without retries, a call with");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    const NOW: &str = "Sun, 06 Nov 1994 08:49:07 GMT";
    let rows = [
        ("7", [0, 7, 14].as_slice()),
        // Sooner than our own pause.
        ("0", &[0, 1, 3]),
        (NOW, &[0, 1, 3]),
        // No number and no date.
        ("soon", &[0, 1, 3]),
        ("-5", &[0, 1, 3]),
        ("", &[0, 1, 3]),
        // Longer than is waited for: the limit is 20 s.
        ("20", &[0, 20]),
        ("21", &[0]),
        ("99999999999999999999999999", &[0]),
        ("Fri, 31 Dec 9999 23:59:59 GMT", &[0]),
    ];
    for (value, expected) in rows {
        for status in [429, 503] {
            let (builder, times) = server(&[Header(status, "retry-after", value)]);
            let retries = plain().max_retry_after(Duration::from_secs(20));
            let client = builder.retries(retries).build().unwrap();
            let call = client.list_builds(&ListBuildsRequest::new());
            let raw = call.timeout(Duration::from_secs(30)).raw().await.unwrap();
            assert_eq!(raw.status, status);
            assert_eq!(seconds(&times), expected, "{value}");
        }
    }
    let (builder, times) = server(&[Header(503, "retry-after", "7")]);
    let retries = plain().max_retry_after(None);
    let client = builder.retries(retries).build().unwrap();
    let call = client.list_builds(&ListBuildsRequest::new());
    call.await.unwrap_err();
    assert_eq!(seconds(&times), [0, 1, 3], "the header is not looked at");
}

#[tokio::test(start_paused = true)]
async fn the_whole_call_has_one_timeout() {
    // The next pause would end after it: the answer that is there is better than none.
    for (limit, expected) in [(3100, 3), (2900, 2), (1000, 1), (900, 1)] {
        let (builder, times) = server(&[Status(503)]);
        let client = builder.retries(plain()).build().unwrap();
        let call = client.list_builds(&ListBuildsRequest::new());
        let error = call
            .timeout(Duration::from_millis(limit))
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 503);
        assert_eq!(count(&times), expected, "{limit}");
    }
    // A server that does not answer the second attempt.
    let calls = Arc::new(AtomicUsize::new(0));
    let transport = tower::service_fn(move |_: Request<Body>| {
        let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if !first {
                std::future::pending::<()>().await;
            }
            Ok::<_, BoxError>(response(503, Parts::default()))
        }
    });
    let client = Client::builder()
        .bearer_auth("hunter2")
        .transport(transport)
        .retries(plain())
        .build()
        .unwrap();
    let begin = Instant::now();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .timeout(Duration::from_secs(10))
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    assert_eq!(error.attempts(), 2);
    assert_eq!(begin.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_and_differ() {
    let mut firsts = Vec::new();
    for _ in 0..20 {
        let (builder, times) = server(&[Status(503)]);
        let retries = Retries::new().attempts(5).max_delay(Duration::from_secs(2));
        let client = builder.retries(retries).build().unwrap();
        let call = client.list_builds(&ListBuildsRequest::new());
        call.await.unwrap_err();
        let times = times.lock().unwrap();
        let times: Vec<_> = times.iter().map(|(time, _)| time.as_millis()).collect();
        let pauses: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        // A millisecond is the timer's step.
        for (pause, range) in pauses
            .iter()
            .zip([500..=1001, 1000..=2001, 2000..=2001, 2000..=2001])
        {
            assert!(range.contains(pause), "{pauses:?}");
        }
        firsts.push(pauses[0]);
    }
    firsts.dedup();
    assert!(firsts.len() > 1, "all clients pause equally: {firsts:?}");
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_and_runs_out() {
    let (builder, times) = server(&[Status(503)]);
    let client = builder
        .retries(plain().base_delay(Duration::ZERO).budget(0.0, 1))
        .build()
        .unwrap();
    let request = ListBuildsRequest::new();
    for _ in 0..20 {
        let error = client.clone().list_builds(&request).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 503);
    }
    // 1 per second, 10 seconds ahead.
    assert_eq!(count(&times), 20 + 10);
    client
        .list_builds(&request)
        .retries(plain())
        .await
        .unwrap_err();
    assert_eq!(count(&times), 31, "a call's own settings have no budget");

    let (builder, times) = server(&[Status(503)]);
    let client = builder.retries(plain().budget(0.0, 0)).build().unwrap();
    client.list_builds(&request).await.unwrap_err();
    assert_eq!(count(&times), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_that_go_well_pay_for_retries() {
    let mut steps = vec![Status(200); 10];
    steps.push(Status(503));
    let (builder, times) = server(&steps);
    let client = builder
        .retries(
            plain()
                .attempts(10)
                .base_delay(Duration::ZERO)
                .budget(0.2, 0),
        )
        .build()
        .unwrap();
    let request = ListBuildsRequest::new();
    for _ in 0..10 {
        client.list_builds(&request).await.unwrap();
    }
    client.list_builds(&request).await.unwrap_err();
    assert_eq!(count(&times), 11 + 2, "a fifth of ten");
}

#[tokio::test(start_paused = true)]
async fn odd_settings_do_no_harm() {
    let rows = [
        Retries::new().attempts(0),
        Retries::new().attempts(1),
        Retries::new().jitter(f64::NAN).budget(f32::NAN, u32::MAX),
        Retries::new().jitter(-1.0).budget(-1.0, 0),
        Retries::new()
            .jitter(f64::INFINITY)
            .budget(f32::INFINITY, u32::MAX),
        Retries::new()
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX),
        Retries::new()
            .base_delay(Duration::ZERO)
            .max_delay(Duration::ZERO),
        Retries::new()
            .base_delay(Duration::MAX)
            .max_delay(Duration::ZERO),
        Retries::new().max_retry_after(Duration::MAX),
    ];
    for retries in rows {
        for step in [
            Status(503),
            Header(429, "retry-after", "99999999999999999999999"),
        ] {
            let (builder, times) = server(&[step]);
            let client = builder.retries(retries.clone()).build().unwrap();
            let call = client.list_builds(&ListBuildsRequest::new());
            call.await.unwrap_err();
            assert!((1..=3).contains(&count(&times)), "{retries:?}");
        }
    }
}

/// The body of an answer that is not given is dropped before the pause, so that its connection is free.
#[tokio::test(start_paused = true)]
async fn failed_answers_are_not_kept() {
    struct Tracked(Arc<AtomicUsize>);
    impl Drop for Tracked {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    impl http_body::Body for Tracked {
        type Data = bytes::Bytes;
        type Error = BoxError;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, BoxError>>> {
            std::task::Poll::Ready(None)
        }
    }
    let alive = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&alive);
    let transport = tower::service_fn(move |_: Request<Body>| {
        let before = counter.fetch_add(1, Ordering::SeqCst);
        assert_eq!(before, 0, "the answer before is still held");
        let body = Tracked(Arc::clone(&counter));
        async { Ok::<_, BoxError>(response(503, body)) }
    });
    let client = Client::builder()
        .bearer_auth("hunter2")
        .transport(transport)
        .retries(plain())
        .build()
        .unwrap();
    let call = client.list_builds(&ListBuildsRequest::new());
    assert_eq!(call.await.unwrap_err().attempts(), 3);
    assert_eq!(alive.load(Ordering::SeqCst), 0);
}
