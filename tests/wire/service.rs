//! A server of the contract, as small as one can be.

use std::sync::{Arc, Mutex};

use builds::operations::{ListBuildsError, ListBuildsRequest};
use builds::server::{self, Credentials};
use builds::types::{Build, BuildStatus, ListBuildsResponse};
use builds::{Api, Client};
use spectrait_runtime::Uuid;
use spectrait_runtime::server::{AuthError, Context, Failure};

/// What the server lets in.
pub(crate) const TOKEN: &str = "t0p-s3cret";

/// What the server does with a request.
#[derive(Clone, Copy)]
pub(crate) enum Behaviour {
    /// Answers with a page of as many builds as it holds.
    Hold(usize),
    /// Fails.
    Fail,
    /// Panics.
    Panic,
}

/// A server that keeps the requests it was handed.
pub(crate) struct Service {
    behaviour: Behaviour,
    requests: Arc<Mutex<Vec<ListBuildsRequest>>>,
}

impl Service {
    pub(crate) fn new(behaviour: Behaviour) -> Self {
        Self {
            behaviour,
            requests: Arc::default(),
        }
    }

    /// The requests that reached the handler.
    pub(crate) fn requests(&self) -> Arc<Mutex<Vec<ListBuildsRequest>>> {
        Arc::clone(&self.requests)
    }
}

impl Api for Service {
    type Principal = &'static str;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &Context,
    ) -> Result<Self::Principal, AuthError> {
        let Credentials::BearerAuth(bearer) = credentials;
        if bearer.matches(TOKEN) {
            Ok("operator")
        } else {
            Err(AuthError::unauthorized())
        }
    }

    async fn list_builds(
        &self,
        request: ListBuildsRequest,
        context: Context<&'static str>,
    ) -> Result<ListBuildsResponse, Failure<ListBuildsError>> {
        assert_eq!(*context.principal(), "operator");
        self.requests
            .lock()
            .expect("no poison")
            .push(request.clone());
        let held = match self.behaviour {
            Behaviour::Hold(held) => held,
            Behaviour::Fail => {
                return Err(std::io::Error::other("disk /var/secrets is full").into());
            }
            Behaviour::Panic => panic!("index /var/secrets is broken"),
        };
        let limit = request.limit_or_default().get();
        let offset = request.offset_or_default().get();
        let numbers = 0..i64::try_from(held).expect("a small number");
        let page = numbers
            .skip(usize::try_from(offset).expect("not negative"))
            .take(usize::try_from(limit).expect("not negative"));
        Ok(ListBuildsResponse::new()
            .builds(page.map(build).collect::<Vec<_>>())
            .total(i64::try_from(held).expect("a small number"))
            .limit(limit)
            .offset(offset))
    }
}

/// The build of a number.
pub(crate) fn build(number: i64) -> Build {
    Build::new()
        .id(Uuid::from_u128(number.unsigned_abs().into()))
        .status(BuildStatus::Success)
        .context_size_bytes(5_000_000_000 + number)
}

/// The router of a server, at `/builds`.
pub(crate) fn router(service: Service) -> axum::Router {
    server::router(service)
        .check_responses_against(server::OPENAPI_JSON)
        .expect("its document")
        .build()
}

/// A client that talks to a router, without a socket.
pub(crate) fn client(router: axum::Router) -> Client {
    Client::builder()
        .base_url("http://builds.test")
        .bearer_auth(TOKEN)
        .transport(router)
        .build()
        .expect("a client")
}
