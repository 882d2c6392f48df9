// What the examples in the documentation of `server` use: a small generated crate. They include this file.

use spectrait_runtime::server::{
    AuthError, Bearer, Context, Failure, RouterBuilder, credentials, service,
};
use spectrait_runtime::{Int, Json, Method, Operation, SecurityScheme, record, request, responses};

/// An API token.
pub const BEARER_AUTH: SecurityScheme = SecurityScheme::bearer("BearerAuth");

/// The path of the document's first server.
pub const BASE_PATH: &str = "/v1";

record! {
    /// A build.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Build {
        /// Its name.
        pub id: String = "id",
    }
    new(id: String);
}

request! {
    /// `GET /builds/{buildId}`.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct GetBuildRequest {
        /// Which.
        pub build_id: String = path("buildId"),
    }
    new(build_id: String);
}

impl Operation for GetBuildRequest {
    const ID: &str = "getBuild";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/builds/{buildId}";
    const SECURITY: &[&[SecurityScheme]] = &[&[BEARER_AUTH]];
    type Success = Json<200, Build>;
    type Failure = GetBuildError;
}

responses! {
    /// The failures of `getBuild`.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum GetBuildError {
        /// There is none.
        NotFound = 404,
    }
}

request! {
    /// `GET /builds`.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct ListBuildsRequest {
        /// How many.
        pub limit: Option<Int<1, 100>> = query("limit"),
    }
}

impl Operation for ListBuildsRequest {
    const ID: &str = "listBuilds";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/builds";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Json<200, Build>;
    type Failure = ListBuildsError;
}

responses! {
    /// The failures of `listBuilds`: none.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum ListBuildsError {}
}

credentials! {
    /// What a caller shows.
    pub enum Credentials {
        /// An API token.
        BearerAuth(Bearer) = BEARER_AUTH,
    }
}

/// The operations.
pub trait Api: Send + Sync + 'static {
    /// Who calls.
    type Principal: Send + Sync + 'static;

    /// Finds out who calls.
    fn authenticate(
        &self,
        credentials: Credentials,
        context: &Context,
    ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;

    /// Get a build.
    fn get_build(
        &self,
        request: GetBuildRequest,
        context: Context<Self::Principal>,
    ) -> impl Future<Output = Result<Build, Failure<GetBuildError>>> + Send;

    /// List builds.
    fn list_builds(
        &self,
        request: ListBuildsRequest,
        context: Context,
    ) -> impl Future<Output = Result<Build, Failure<ListBuildsError>>> + Send;
}

service! {
    Api { authenticate(Credentials), get_build(GetBuildRequest) }
    public { list_builds(ListBuildsRequest) }
}

/// A server with nothing in it.
struct Empty;

impl Api for Empty {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: &Context) -> Result<(), AuthError> {
        Err(AuthError::Forbidden)
    }

    async fn get_build(
        &self,
        _: GetBuildRequest,
        _: Context<()>,
    ) -> Result<Build, Failure<GetBuildError>> {
        Err(GetBuildError::NotFound)?
    }

    async fn list_builds(
        &self,
        _: ListBuildsRequest,
        _: Context,
    ) -> Result<Build, Failure<ListBuildsError>> {
        Ok(Build::new("latest".to_owned()))
    }
}

/// The router of a server with nothing in it.
pub fn example_router() -> RouterBuilder {
    router(Empty)
}

/// The status and the body of `GET target`.
pub async fn get(app: axum::Router, target: &str) -> (u16, String) {
    let request = http::Request::get(target)
        .body(axum::body::Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(app, request).await.unwrap();
    let status = response.status().as_u16();
    let body = http_body_util::BodyExt::collect(response.into_body())
        .await
        .unwrap()
        .to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}
