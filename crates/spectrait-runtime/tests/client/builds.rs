// A small document's code as the generator writes it, for the client's tests and for the examples in its manual.

use spectrait_runtime::client::{Call, Pages, client, pages};
use spectrait_runtime::{
    AtLeast, Empty, Int, Json, Method, Open, Operation, SecurityScheme, record, request, responses,
    string_enum,
};

pub const BEARER_AUTH: SecurityScheme = SecurityScheme::bearer("BearerAuth");

record! {
    /// One page of builds.
    #[derive(Clone, Default)]
    pub struct ListBuildsResponse {
        /// The builds.
        pub builds: Option<Vec<Build>> = "builds",
        /// How many there are in all.
        pub total: Option<i64> = "total",
    }
}

record! {
    /// A build.
    #[derive(Clone, Default)]
    pub struct Build {
        /// Its identifier.
        pub id: Option<String> = "id",
        /// Its status.
        pub status: Option<Open<BuildStatus>> = "status",
    }
}

record! {
    /// What went wrong.
    #[derive(Clone, Default)]
    pub struct Problem {
        /// In words.
        pub title: Option<String> = "title",
    }
}

string_enum! {
    /// The status of a build.
    pub enum BuildStatus {
        Pending = "pending",
        Success = "success",
        Failed = "failed",
    }
}

request! {
    /// The request of `GET /builds`.
    #[derive(Clone, Default)]
    pub struct ListBuildsRequest {
        /// Only builds with this status.
        pub status: Option<BuildStatus> = query("status"),
        /// Only builds in this region.
        pub region: Option<String> = query("region"),
        /// How many builds.
        pub limit: Option<Int<1, 100>> = query("limit"),
        /// From where.
        pub offset: Option<AtLeast<0>> = query("offset"),
    }
}

impl Operation for ListBuildsRequest {
    const ID: &str = "listBuilds";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/builds";
    const SECURITY: &[&[SecurityScheme]] = &[&[BEARER_AUTH]];
    type Success = Json<200, ListBuildsResponse>;
    type Failure = ListBuildsError;
}

responses! {
    /// The failures of `listBuilds`.
    #[derive(Debug, Clone, PartialEq)]
    pub enum ListBuildsError {
        /// Wait a little.
        TooManyRequests(Problem) = 429,
        /// Who are you?
        Unauthorized = 401,
    }
}

request! {
    /// The request of `POST /builds/{buildId}/restart`.
    #[derive(Clone)]
    pub struct RestartBuildRequest {
        /// Which build.
        pub build_id: String = path("buildId"),
        /// Makes a repetition harmless.
        pub key: Option<String> = header("Idempotency-Key"),
        /// What to change.
        pub body: Option<Build> = json_body(),
    }
    new(build_id: String);
}

impl Operation for RestartBuildRequest {
    const ID: &str = "restartBuild";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/builds/{buildId}/restart";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = RestartBuildError;
}

responses! {
    /// The failures of `restartBuild`: none.
    #[derive(Debug, Clone, PartialEq)]
    pub enum RestartBuildError {}
}

client! {
    /// A client of the builds service.
    pub struct Client;
    /// Settings of a [`Client`].
    pub struct ClientBuilder {
        /// A token of the service.
        pub fn bearer_auth() = BEARER_AUTH,
    }
    /// The public server.
    const BASE_URL = "https://api.example.com/v1";
}

impl Client {
    /// List builds: `GET /builds`.
    pub fn list_builds(
        &self,
        request: &ListBuildsRequest,
    ) -> Call<ListBuildsResponse, ListBuildsError> {
        self.call(request)
    }

    /// [`list_builds`](Self::list_builds), all pages.
    pub fn list_builds_pages(&self, request: &ListBuildsRequest) -> Pages<ListBuildsRequest> {
        self.pages(request)
    }

    /// Restart a build: `POST /builds/{buildId}/restart`.
    pub fn restart_build(&self, request: &RestartBuildRequest) -> Call<(), RestartBuildError> {
        self.call(request)
    }
}

pages! { ListBuildsRequest { offset, size = limit } -> ListBuildsResponse { items: Build = builds, total } }
