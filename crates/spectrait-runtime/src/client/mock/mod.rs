//! A server for tests, in the place of a transport: it answers operations with typed values and remembers what it was sent.
//!
//! What only responses hold has `new` and setters with the feature `server` of the generated crate, so tests turn it on:
//!
//! ```toml
//! [dependencies]
//! builds = { path = "generated/builds", default-features = false, features = ["client"] }
//!
//! [dev-dependencies]
//! builds = { path = "generated/builds", default-features = false, features = ["client", "server"] }
//! ```
//!
#![cfg_attr(feature = "server", doc = "```")]
#![cfg_attr(not(feature = "server"), doc = "```ignore")]
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/builds.rs"));
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use spectrait_runtime::client::Retries;
//! use spectrait_runtime::client::mock::{Mock, Reply};
//!
//! // First this, then that; the last answer stays.
//! let mock = Mock::new()
//!     .on::<ListBuildsRequest>(Reply::status(503).header("retry-after", "0"))
//!     .on::<ListBuildsRequest>(Ok(ListBuildsResponse::new().total(2)))
//!     .on::<ListBuildsRequest>(Err(ListBuildsError::Unauthorized));
//! let client = Client::builder()
//!     .bearer_auth("secret")
//!     .transport(mock.clone())
//!     .retries(Retries::new().base_delay(std::time::Duration::ZERO))
//!     .build()?;
//!
//! let request = ListBuildsRequest::new().region("eu");
//! assert_eq!(client.list_builds(&request).await?.total, Some(2));
//! let error = client.list_builds(&request).await.unwrap_err();
//! assert_eq!(error.api(), Some(&ListBuildsError::Unauthorized));
//!
//! assert_eq!(mock.requests().len(), 3);
//! assert_eq!(mock.requests()[0].headers()["authorization"], "Bearer secret");
//! let calls = mock.calls::<ListBuildsRequest>()?;
//! assert_eq!(calls[0].region.as_deref(), Some("eu"));
//!
//! // An operation without an answer is an error that names it.
//! let error = client.restart_build(&RestartBuildRequest::new("a")).await.unwrap_err();
//! assert!(error.to_string().contains("no answer for `restartBuild`"));
//! # Ok(())
//! # }
//! ```
//!
//! [`handle`](Mock::handle) computes answers from requests. To test against all that a server does (credentials, rejections),
//! give the client a router of the generated server instead; it is a transport too.

mod read;
mod reply;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use tower::Service;

pub use reply::Reply;

use super::transport::{BoxError, BoxFuture, Unsendable};
use super::{Body, CalledOperation, ResponseBody};
use crate::operation::{Operation, ReadRequest, Success, Violations};
use reply::Answer;

/// A [transport](super::Transport) that answers as it is told. A clone is the same one: give one to the client and ask
/// the other.
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// What is left to answer, by operation.
    answers: BTreeMap<&'static str, VecDeque<Answer>>,
    requests: Vec<Request<Bytes>>,
}

impl Mock {
    /// A server that has no answer to anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next answer to an operation: a [`Reply`], or the `Result` that a handler would return. Each is given once, in the
    /// order in which they were added, and the last again and again; a stream only once.
    ///
    /// A value that the document does not allow makes the call an error that says so.
    #[must_use]
    pub fn on<O: Operation>(self, reply: impl Into<Reply<O>>) -> Self {
        self.add(O::ID, reply.into().into_answer())
    }

    /// Answers an operation by a function of its request, after all that was added before. What it is called with is
    /// read as a server reads it.
    #[must_use]
    pub fn handle<O, F, R>(self, handler: F) -> Self
    where
        O: Operation + ReadRequest,
        F: Fn(O) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Success<O>, O::Failure>> + Send + 'static,
    {
        let answer = Answer::computed(move |request| {
            let result = read::request(request).map(&handler);
            Box::pin(async move {
                match result {
                    Ok(result) => Reply::<O>::from(result.await).into_answer().give().await,
                    Err(violations) => Err(Unsendable(format!(
                        "the mock cannot read the request: {violations}"
                    ))
                    .into()),
                }
            })
        });
        self.add(O::ID, answer)
    }

    /// All requests that came, oldest first; with [`CalledOperation`] in their extensions.
    #[must_use]
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.state().requests.clone()
    }

    /// The requests of one operation, oldest first, as a server reads them.
    ///
    /// # Errors
    ///
    /// [`Violations`] of the first that cannot be read.
    pub fn calls<O: Operation + ReadRequest>(&self) -> Result<Vec<O>, Violations> {
        let state = self.state();
        let of_operation = |request: &&Request<Bytes>| operation(request) == Some(O::ID);
        let requests = state.requests.iter().filter(of_operation);
        requests.map(read::request).collect()
    }

    fn add(self, operation: &'static str, answer: Answer) -> Self {
        let mut state = self.state();
        state
            .answers
            .entry(operation)
            .or_default()
            .push_back(answer);
        drop(state);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(self, request: Request<Body>) -> Result<Response<ResponseBody>, BoxError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let request = Request::from_parts(parts, body);
        let operation = operation(&request).unwrap_or("?");
        let next = {
            let mut state = self.state();
            state.requests.push(request.clone());
            match state.answers.get_mut(operation) {
                Some(answers) if answers.len() > 1 => answers.pop_front(),
                Some(answers) => answers.front_mut().map(Answer::again),
                None => None,
            }
        };
        match next {
            Some(answer) => answer.to(&request).await,
            None => Err(Unsendable(format!(
                "the mock has no answer for `{operation}`: give it one with `Mock::on`"
            ))
            .into()),
        }
    }
}

fn operation(request: &Request<Bytes>) -> Option<&'static str> {
    let called: Option<&CalledOperation> = request.extensions().get();
    called.map(|called| called.operation_id)
}

impl Service<Request<Body>> for Mock {
    type Response = Response<ResponseBody>;
    type Error = BoxError;
    type Future = BoxFuture<Result<Response<ResponseBody>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().answer(request))
    }
}

impl fmt::Debug for Mock {
    /// The operations that there are answers for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mock")
            .field(&self.state().answers.keys())
            .finish()
    }
}
