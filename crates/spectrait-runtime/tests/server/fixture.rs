//! A small API, as the generator would write it, and one way to ask it.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::{Router, response::Response};
use http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use spectrait_runtime::server::{
    AuthError, Bearer, Context, Failure, RouterBuilder, credentials, service,
};
use spectrait_runtime::{
    Empty, Int, Json, Method, Open, Operation, SecurityScheme, StatusCode, Text, record, request,
    responses, string_enum,
};
use tower::ServiceExt;

pub(crate) const TOKEN: &str = "open-sesame-1234567890";

pub(crate) const BEARER_AUTH: SecurityScheme = SecurityScheme::bearer("BearerAuth");

string_enum! {
    /// Where a build is.
    pub enum BuildStatus {
        Pending = "pending",
        Success = "success",
    }
}

record! {
    /// A build.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Build {
        /// Its name.
        pub id: String = "id",
        /// Where it is.
        pub status: Option<Open<BuildStatus>> = "status",
    }
    new(id: String);
}

record! {
    /// What a build is made of.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct NewBuild {
        /// Its name.
        pub name: Text<1, 8> = "name",
        /// How many.
        pub count: Option<Int<1, 100>> = "count",
    }
    new(name: Text<1, 8>);
    closed;
}

record! {
    /// What went wrong.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Problem {
        /// In words.
        pub message: Option<String> = "message",
    }
}

request! {
    /// `GET /builds`.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct ListBuildsRequest {
        /// Where they are.
        pub status: Option<BuildStatus> = query("status"),
        /// How many.
        pub limit: Option<Int<1, 100>> = query("limit"),
        /// A secret of its own.
        pub trace: Option<Int<0, 9>> = header("X-Trace"),
    }
}

impl Operation for ListBuildsRequest {
    const ID: &'static str = "listBuilds";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/builds";
    const SECURITY: &'static [&'static [SecurityScheme]] = &[&[BEARER_AUTH]];
    type Success = Json<200, Build>;
    type Failure = ListBuildsError;
}

responses! {
    /// The failures of `listBuilds`.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum ListBuildsError {}
}

request! {
    /// `POST /builds`.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct CreateBuildRequest {
        /// Whether to try only.
        pub dry: Option<bool> = query("dry"),
        /// The build.
        pub body: NewBuild = json_body(),
    }
    new(body: NewBuild);
}

impl Operation for CreateBuildRequest {
    const ID: &'static str = "createBuild";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/builds";
    const SECURITY: &'static [&'static [SecurityScheme]] = &[&[BEARER_AUTH]];
    type Success = Json<201, Build>;
    type Failure = CreateBuildError;
}

responses! {
    /// The failures of `createBuild`.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum CreateBuildError {
        /// There is one of this name.
        Conflict(Problem) = 409,
        /// Anything else.
        Other(StatusCode, Problem) = "default",
    }
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
    const ID: &'static str = "getBuild";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/builds/{buildId}";
    const SECURITY: &'static [&'static [SecurityScheme]] = &[];
    type Success = Json<200, Build>;
    type Failure = GetBuildError;
}

responses! {
    /// The failures of `getBuild`.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub enum GetBuildError {
        /// There is none.
        NotFound(Problem) = 404,
    }
}

request! {
    /// `DELETE /builds/{id}`: the same path as `getBuild`, with another name in it.
    #[derive(Clone)]
    #[non_exhaustive]
    pub struct DeleteBuildRequest {
        /// Which.
        pub id: String = path("id"),
    }
    new(id: String);
}

impl Operation for DeleteBuildRequest {
    const ID: &'static str = "deleteBuild";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/builds/{id}";
    const SECURITY: &'static [&'static [SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = ListBuildsError;
}

credentials! {
    /// What a caller shows.
    pub enum Credentials {
        /// An API token.
        BearerAuth(Bearer) = BEARER_AUTH,
    }
}

/// The operations.
pub(crate) trait Api: Send + Sync + 'static {
    type Principal: Send + Sync + 'static;

    fn authenticate(
        &self,
        credentials: Credentials,
        context: &Context,
    ) -> impl Future<Output = Result<Self::Principal, AuthError>> + Send;

    fn list_builds(
        &self,
        request: ListBuildsRequest,
        context: Context<Self::Principal>,
    ) -> impl Future<Output = Result<Build, Failure<ListBuildsError>>> + Send;

    fn create_build(
        &self,
        request: CreateBuildRequest,
        context: Context<Self::Principal>,
    ) -> impl Future<Output = Result<Build, Failure<CreateBuildError>>> + Send;

    fn get_build(
        &self,
        request: GetBuildRequest,
        context: Context,
    ) -> impl Future<Output = Result<Build, Failure<GetBuildError>>> + Send;

    fn delete_build(
        &self,
        request: DeleteBuildRequest,
        context: Context,
    ) -> impl Future<Output = Result<(), Failure<ListBuildsError>>> + Send;
}

service! {
    Api {
        authenticate(Credentials),
        list_builds(ListBuildsRequest),
        create_build(CreateBuildRequest),
    }
    public {
        get_build(GetBuildRequest),
        delete_build(DeleteBuildRequest),
    }
}

/// Answers by what it is asked: a `buildId` or a name is what happens.
#[derive(Debug, Default)]
pub(crate) struct Builds {
    /// The principal, what was decoded and the context, as the handlers saw them.
    pub(crate) seen: Mutex<Vec<String>>,
    pub(crate) authenticated: Mutex<Vec<String>>,
}

#[derive(Debug)]
pub(crate) struct User(&'static str);

impl Builds {
    fn see(&self, what: String) {
        self.seen.lock().unwrap().push(what);
    }
}

impl Api for Builds {
    type Principal = User;

    async fn authenticate(
        &self,
        credentials: Credentials,
        context: &Context,
    ) -> Result<User, AuthError> {
        self.authenticated.lock().unwrap().push(format!(
            "{credentials:?} {context:?} {:?}",
            context.headers()
        ));
        let Credentials::BearerAuth(bearer) = credentials;
        match bearer.token() {
            _ if bearer.matches(TOKEN) => Ok(User("ada")),
            "banned" => Err(AuthError::Forbidden),
            "broken" => Err(std::io::Error::other(
                "no store at 10.0.0.7, password=hunter2",
            ))?,
            "panics" => panic!("password=hunter2"),
            "sleeps" => std::future::pending().await,
            _ => Err(AuthError::unauthorized_because("no such token")),
        }
    }

    async fn list_builds(
        &self,
        request: ListBuildsRequest,
        context: Context<User>,
    ) -> Result<Build, Failure<ListBuildsError>> {
        self.see(format!("{} {request:?} {context:?}", context.principal().0));
        Ok(Build::new("b1".to_owned()).status(BuildStatus::Success))
    }

    async fn create_build(
        &self,
        request: CreateBuildRequest,
        context: Context<User>,
    ) -> Result<Build, Failure<CreateBuildError>> {
        self.see(format!("{} {request:?}", context.into_principal().0));
        match &*request.body.name {
            "taken" => Err(CreateBuildError::Conflict(Problem::new().message("taken")))?,
            "unlisted" => {
                let build = r#"{"id":"u","status":"exploded"}"#;
                Ok(spectrait_runtime::FromJson::from_json_tolerant(build.as_bytes()).unwrap())
            }
            "teapot" => Err(CreateBuildError::Other(
                StatusCode::IM_A_TEAPOT,
                Problem::new(),
            ))?,
            "denied" => Err(CreateBuildError::Other(
                StatusCode::UNAUTHORIZED,
                Problem::new(),
            ))?,
            "switch" => Err(CreateBuildError::Other(
                StatusCode::SWITCHING_PROTOCOLS,
                Problem::new(),
            ))?,
            name => Ok(Build::new(name.to_owned())),
        }
    }

    async fn get_build(
        &self,
        request: GetBuildRequest,
        context: Context,
    ) -> Result<Build, Failure<GetBuildError>> {
        self.see(format!(
            "{request:?} {} {}",
            context.method(),
            context.operation_id()
        ));
        match &*request.build_id {
            "missing" => Err(GetBuildError::NotFound(
                Problem::new().message("no such build"),
            ))?,
            "fails" => Err(std::io::Error::other("password=hunter2"))?,
            "panics" => panic!("password=hunter2"),
            "sleeps" => std::future::pending().await,
            id => Ok(Build::new(id.to_owned())),
        }
    }

    async fn delete_build(
        &self,
        request: DeleteBuildRequest,
        context: Context,
    ) -> Result<(), Failure<ListBuildsError>> {
        self.see(format!("{request:?} {}", context.path_template()));
        Ok(())
    }
}

/// An API and its router, with the internal errors that were reported.
pub(crate) struct Fixture {
    pub(crate) api: Arc<Builds>,
    pub(crate) errors: Arc<Mutex<Vec<String>>>,
    router: Router,
}

pub(crate) fn fixture() -> Fixture {
    fixture_with(|builder| builder)
}

pub(crate) fn fixture_with(set: impl FnOnce(RouterBuilder) -> RouterBuilder) -> Fixture {
    let api = Arc::new(Builds::default());
    let errors = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&errors);
    let builder = router(Arc::clone(&api))
        .on_internal_error(move |id, error| log.lock().unwrap().push(format!("{id}: {error}")));
    Fixture {
        api,
        errors,
        router: set(builder).build(),
    }
}

/// A request without a body.
pub(crate) fn bare(method: &str, target: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(target)
        .body(Body::empty())
        .unwrap()
}

/// A request with the right token.
pub(crate) fn authorized(method: &str, target: &str) -> Request<Body> {
    with_token(TOKEN, method, target)
}

pub(crate) fn with_token(token: &str, method: &str, target: &str) -> Request<Body> {
    let mut request = bare(method, target);
    request.headers_mut().insert(
        header::AUTHORIZATION,
        format!("Bearer {token}").parse().unwrap(),
    );
    request
}

/// A `createBuild` with the right token.
pub(crate) fn create(body: impl Into<Body>) -> Request<Body> {
    let mut request = authorized("POST", "/builds");
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
    *request.body_mut() = body.into();
    request
}

impl Fixture {
    pub(crate) async fn send(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The whole response, as text.
    pub(crate) async fn ask(&self, request: Request<Body>) -> String {
        show(self.send(request).await).await
    }

    pub(crate) fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.api.seen.lock().unwrap())
    }

    pub(crate) fn errors(&self) -> Vec<String> {
        std::mem::take(&mut *self.errors.lock().unwrap())
    }
}

/// Status, headers in alphabetical order, an empty line, the body.
pub(crate) async fn show(response: Response) -> String {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8(body.to_vec()).unwrap();
    format!("{}\n{}\n{body}", parts.status, show_headers(&parts.headers))
        .trim_end()
        .to_owned()
}

fn show_headers(headers: &HeaderMap) -> String {
    let mut lines: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines.concat()
}
