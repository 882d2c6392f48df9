//! Layers around the transport: their order, and what they see.

use std::sync::{Arc, Mutex};

use http::Request;
use spectrait_runtime::client::{Body, BoxTransport, CalledOperation, Layer, Retries};
use tower::ServiceExt;

use crate::builds::{ListBuildsRequest, RestartBuildRequest};
use crate::mock::{Parts, builder, response};

type Log = Arc<Mutex<Vec<String>>>;

/// A layer that writes its name, and the operation, into the log.
fn logging(
    name: &'static str,
    log: &Log,
) -> impl Layer<BoxTransport, Service = impl spectrait_runtime::client::Transport + use<>>
+ Send
+ Sync
+ use<> {
    let log = Arc::clone(log);
    tower::layer::layer_fn(move |inner: BoxTransport| {
        let log = Arc::clone(&log);
        inner.map_request(move |request: Request<Body>| {
            let called = request.extensions().get::<CalledOperation>().unwrap();
            let line = format!("{name} {} {}", called.operation_id, called.path_template);
            log.lock().unwrap().push(line);
            request
        })
    })
}

fn taken(log: &Log) -> Vec<String> {
    std::mem::take(&mut *log.lock().unwrap())
}

#[tokio::test]
async fn the_first_layer_is_the_outermost_and_knows_the_operation() {
    let log = Log::default();
    let (builder, _) = builder(|request| match request.method().as_str() {
        "GET" => response(200, Parts::from("{}")),
        _ => response(204, Parts::default()),
    });
    let client = builder
        .layer(logging("first", &log))
        .layer(logging("second", &log))
        .build()
        .unwrap();
    client.list_builds(&ListBuildsRequest::new()).await.unwrap();
    assert_eq!(
        taken(&log),
        ["first listBuilds /builds", "second listBuilds /builds"]
    );
    let request = RestartBuildRequest::new("secret".to_owned());
    client.restart_build(&request).await.unwrap();
    assert_eq!(
        taken(&log),
        [
            "first restartBuild /builds/{buildId}/restart",
            "second restartBuild /builds/{buildId}/restart"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn each_attempt_goes_through_them() {
    let log = Log::default();
    let (builder, seen) = builder(|_| response(503, Parts::default()));
    let client = builder
        .layer(logging("layer", &log))
        .retries(Retries::new().attempts(3))
        .build()
        .unwrap();
    client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert_eq!(taken(&log).len(), 3);
    assert_eq!(seen.lock().unwrap().len(), 3);
}

/// A layer may change the type of the response's body, and be one of tower's own.
#[tokio::test]
async fn towers_own_layers_fit() {
    let (builder, _) = builder(|_| response(200, Parts::from(r#"{"total":1}"#)));
    let client = builder
        .layer(tower::util::MapResponseLayer::new(
            |response: http::Response<_>| {
                response.map(|body| http_body_util::Limited::new(body, 4))
            },
        ))
        .build()
        .unwrap();
    let error = client
        .list_builds(&ListBuildsRequest::new())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("length limit"), "{error}");
}
