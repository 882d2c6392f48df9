//! Servers to drive the program against.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Response;
use builds::Api;
use builds::operations::{ListBuildsError, ListBuildsRequest};
use builds::runtime::server::{AuthError, Context, Failure};
use builds::runtime::{Timestamp, Uuid};
use builds::server::{self, BASE_PATH, Credentials};
use builds::types::{Build, BuildStatus, ListBuildsResponse};
use tokio::runtime::Runtime;

/// What the servers let in.
pub(crate) const TOKEN: &str = "t0p-s3cret";

/// A server on a loopback port of its own, until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Server {
    pub(crate) fn start(app: axum::Router) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        listener
            .set_nonblocking(true)
            .expect("a listener for tokio");
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, app).await
        });
        Self {
            address,
            runtime: Some(runtime),
        }
    }

    /// The generated router over this many builds; and the requests that will have reached it.
    pub(crate) fn of_builds(count: usize) -> (Self, Requests) {
        let requests = Requests::default();
        let service = Service {
            builds: (0..count).map(build).collect(),
            requests: Arc::clone(&requests),
        };
        let app = server::router(service).mount_at(BASE_PATH).build();
        (Self::start(app), requests)
    }

    /// Whatever is asked, the same answer.
    pub(crate) fn answering(status: u16, body: &'static str) -> Self {
        let answer = move || async move {
            Response::builder()
                .status(status)
                .body(Body::from(body))
                .expect("a response")
        };
        Self::start(axum::Router::new().fallback(answer))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}{BASE_PATH}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The requests that reached a handler.
pub(crate) type Requests = Arc<Mutex<Vec<ListBuildsRequest>>>;

struct Service {
    builds: Vec<Build>,
    requests: Requests,
}

impl Api for Service {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<(), AuthError> {
        let Credentials::BearerAuth(bearer) = credentials;
        if bearer.matches(TOKEN) {
            Ok(())
        } else {
            Err(AuthError::unauthorized())
        }
    }

    async fn list_builds(
        &self,
        request: ListBuildsRequest,
        _: Context<()>,
    ) -> Result<ListBuildsResponse, Failure<ListBuildsError>> {
        let offset = usize::try_from(request.offset_or_default().get())?;
        let limit = usize::try_from(request.limit_or_default().get())?;
        self.requests.lock().expect("no poison").push(request);
        let page: Vec<Build> = self
            .builds
            .iter()
            .skip(offset)
            .take(limit)
            .cloned()
            .collect();
        Ok(ListBuildsResponse::new()
            .builds(page)
            .total(i64::try_from(self.builds.len())?))
    }
}

/// The build of a number, the same for the same number.
pub(crate) fn build(number: usize) -> Build {
    let status = BuildStatus::ALL[number % BuildStatus::ALL.len()];
    let number = i64::try_from(number).expect("a small number");
    Build::new()
        .id(Uuid::from_u128(number.unsigned_abs().into()))
        .status(status)
        .region("us-west")
        .context_hash(format!("{number:016x}"))
        .image_size_bytes(500_000_000 * number)
        .build_duration_seconds(50 * number)
        .created_at(Timestamp::from_second(1_760_000_000 + 3600 * number).expect("an instant"))
}
