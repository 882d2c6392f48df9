//! What each mutant must do, one test for each. `main.rs` compiles this beside the mutants.

#![cfg(test)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use tower::ServiceExt;

/// Who calls, in the mutants that ask.
macro_rules! authenticate {
    ($mutant:ident) => {
        type Principal = ();

        async fn authenticate(
            &self,
            _: ::$mutant::server::Credentials,
            _: &spectrait_runtime::server::Context,
        ) -> Result<(), spectrait_runtime::server::AuthError> {
            Ok(())
        }
    };
}

/// A server and a client of a mutant:
///
/// - `ask` sends a request to the mutant's router, whose handler answers with the request it got, as text;
/// - `read` calls the mutant's client, whose server answers with this status and body.
macro_rules! mutant {
    ($mutant:ident, $request:expr, [$($credential:ident)?], { $($authenticate:tt)* }) => {
        mod $mutant {
            use ::$mutant::operations::{ListBuildsError, ListBuildsRequest};
            use ::$mutant::types::{Build, ListBuildsResponse};
            use spectrait_runtime::FromJson;
            use spectrait_runtime::server::{Context, Failure};

            struct Echo;

            impl ::$mutant::Api for Echo {
                $($authenticate)*

                async fn list_builds(
                    &self,
                    request: ListBuildsRequest,
                    _: Context,
                ) -> Result<ListBuildsResponse, Failure<ListBuildsError>> {
                    // Whatever the mutant requires of a build, this one has.
                    let build = br#"{"id": "00000000-0000-0000-0000-000000000000"}"#;
                    let mut build = Build::from_json(build)?;
                    build.error_message = Some(format!("{request:?}"));
                    Ok(ListBuildsResponse::new().builds(vec![build]))
                }
            }

            #[allow(dead_code, reason = "not every mutant is asked")]
            pub(super) async fn ask(line: &str) -> (super::StatusCode, String) {
                super::ask(::$mutant::server::router(Echo).build(), line).await
            }

            #[allow(dead_code, reason = "not every mutant is read")]
            pub(super) async fn read(status: u16, body: &'static str) -> Result<ListBuildsResponse, String> {
                let client = ::$mutant::Client::builder()
                    $(.$credential("token"))?
                    .transport(super::answering(status, body))
                    .build()
                    .expect("a client");
                let request: ListBuildsRequest = $request;
                client.list_builds(&request).await.map_err(|error| format!("{error:?}"))
            }
        }
    };
    ($mutant:ident, $request:expr) => {
        mutant!($mutant, $request, [bearer_auth], { authenticate!($mutant); });
    };
    ($mutant:ident) => {
        mutant!($mutant, ListBuildsRequest::new());
    };
}

mutant!(maximum);
mutant!(minimum);
mutant!(offset_bounds);
mutant!(offset_default);
mutant!(default);
mutant!(enum_value);
mutant!(format_uuid);
mutant!(format_uri);
mutant!(format_date_time);
mutant!(path);
mutant!(method);
mutant!(parameter_name);
mutant!(parameter_required, ListBuildsRequest::new("eu"));
mutant!(property_name);
mutant!(property_required);
mutant!(response_status);
mutant!(security, ListBuildsRequest::new(), [], {});
mutant!(kind);

async fn ask(router: axum::Router, line: &str) -> (StatusCode, String) {
    let (method, target) = line.split_once(' ').expect("method and target");
    let request = Request::builder().method(method).uri(target);
    let request = request.header("authorization", "Bearer token").body(Body::empty()).expect("a request");
    shown(router.oneshot(request).await.expect("an answer")).await
}

async fn shown(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 16).await.expect("a body");
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

/// A router that always gives one answer.
fn answering(status: u16, body: &'static str) -> axum::Router {
    axum::Router::new().fallback(move || async move {
        Response::builder().status(status).body(Body::from(body)).expect("an answer")
    })
}

const OK: StatusCode = StatusCode::OK;
const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;

#[tokio::test]
async fn maximum() {
    assert_eq!(maximum::ask("GET /builds?limit=99").await.0, OK);
    let (status, body) = maximum::ask("GET /builds?limit=100").await;
    assert_eq!(status, BAD_REQUEST);
    assert!(body.contains(r#""keyword":"maximum","limit":"99""#), "{body}");
    assert_eq!(::maximum::operations::ListBuildsLimit::MAX, 99);
}

#[tokio::test]
async fn minimum() {
    assert_eq!(minimum::ask("GET /builds?limit=2").await.0, OK);
    assert_eq!(minimum::ask("GET /builds?limit=1").await.0, BAD_REQUEST);
    assert_eq!(::minimum::operations::ListBuildsLimit::MIN, 2);
}

#[tokio::test]
async fn offset_bounds() {
    for (offset, status) in [(-1, BAD_REQUEST), (0, OK), (50, OK), (51, BAD_REQUEST)] {
        assert_eq!(offset_bounds::ask(&format!("GET /builds?offset={offset}")).await.0, status, "{offset}");
    }
}

#[test]
fn default() {
    use ::default::operations::ListBuildsRequest;
    assert_eq!(ListBuildsRequest::DEFAULT_LIMIT.get(), 30);
    assert_eq!(ListBuildsRequest::new().limit_or_default().get(), 30);
}

#[test]
fn offset_default() {
    use ::offset_default::operations::ListBuildsRequest;
    assert_eq!(ListBuildsRequest::DEFAULT_OFFSET.get(), 7);
    assert_eq!(ListBuildsRequest::new().offset_or_default().get(), 7);
}

#[tokio::test]
async fn enum_value() {
    assert_eq!(enum_value::ask("GET /builds?status=cancelled").await.0, OK);
    let (status, body) = enum_value::ask("GET /builds?status=timeout").await;
    assert_eq!(status, BAD_REQUEST);
    assert!(body.contains("[pending, building, success, failed, cancelled]"), "{body}");
    // The parameter's values are no longer the property's.
    let _: ::enum_value::operations::ListBuildsStatus = ::enum_value::operations::ListBuildsStatus::Cancelled;
    let _: ::enum_value::types::BuildStatus = ::enum_value::types::BuildStatus::Timeout;
}

const NO_UUID: &str = r#"{"builds": [{"id": "no uuid"}]}"#;
const NO_URI: &str = r#"{"builds": [{"logsUrl": "no uri"}]}"#;
const NO_DATE_TIME: &str = r#"{"builds": [{"startedAt": "yesterday"}]}"#;

#[tokio::test]
async fn format_uuid() {
    assert!(format_uuid::read(200, NO_UUID).await.is_ok());
    assert!(default::read(200, NO_UUID).await.is_err());
}

#[tokio::test]
async fn format_uri() {
    assert!(format_uri::read(200, NO_URI).await.is_ok());
    assert!(default::read(200, NO_URI).await.is_err());
}

#[tokio::test]
async fn format_date_time() {
    assert!(format_date_time::read(200, NO_DATE_TIME).await.is_ok());
    assert!(default::read(200, NO_DATE_TIME).await.is_err());
}

#[tokio::test]
async fn path() {
    assert_eq!(path::ask("GET /images").await.0, OK);
    assert_eq!(path::ask("GET /builds").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn method() {
    assert_eq!(method::ask("PUT /builds").await.0, OK);
    assert_eq!(method::ask("GET /builds").await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn parameter_name() {
    let (status, body) = parameter_name::ask("GET /builds?zone=eu&region=us").await;
    assert_eq!(status, OK);
    assert!(body.contains("eu") && !body.contains("us\\"), "{body}");
}

#[tokio::test]
async fn parameter_required() {
    assert_eq!(parameter_required::ask("GET /builds?region=eu").await.0, OK);
    let (status, body) = parameter_required::ask("GET /builds").await;
    assert_eq!(status, BAD_REQUEST);
    assert!(body.contains(r#""name":"region","keyword":"required""#), "{body}");
}

#[tokio::test]
async fn property_name() {
    let page = property_name::read(200, r#"{"builds": [{"orgId": "org_1"}]}"#).await.expect("a page");
    let [build] = page.builds.expect("builds").try_into().expect("one build");
    assert_eq!(build.org_id.as_deref(), Some("org_1"));
}

#[tokio::test]
async fn property_required() {
    let error = property_required::read(200, r#"{"builds": [{}]}"#).await.expect_err("an error");
    assert!(error.contains("/builds/0/id"), "{error}");
    assert!(default::read(200, r#"{"builds": [{}]}"#).await.is_ok());
}

#[tokio::test]
async fn response_status() {
    assert_eq!(response_status::ask("GET /builds").await.0, StatusCode::NON_AUTHORITATIVE_INFORMATION);
    assert!(response_status::read(203, "{}").await.is_ok());
    assert!(response_status::read(200, "{}").await.is_err());
}

#[tokio::test]
async fn security() {
    // No credential is asked for: there is neither a principal nor a builder method for a token.
    assert_eq!(security::ask("GET /builds").await.0, OK);
    assert!(security::read(200, "{}").await.is_ok());
}

#[tokio::test]
async fn kind() {
    assert_eq!(kind::ask("GET /builds?limit=true").await.0, OK);
    assert_eq!(kind::ask("GET /builds?limit=20").await.0, BAD_REQUEST);
}
