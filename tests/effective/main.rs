//! The effective document against the router: every answer that a router gives by itself is listed where a request
//! can get it, and nothing else is.

#![expect(clippy::expect_used, reason = "what fails here fails the test")]

mod listed;
mod upload;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use builds::operations::{ListBuildsError, ListBuildsRequest};
use builds::server::{self, Credentials, OPENAPI_JSON, OPENAPI_YAML};
use builds::types::ListBuildsResponse;
use serde_json::Value;
use spectrait::{Generation, Generator, RenderOptions, render};
use spectrait_runtime::server::{
    AuthError, Context, DEFAULT_HEADER_LIMIT, DEFAULT_URI_LIMIT, Failure, RejectionKind,
};
use tower::ServiceExt;

use listed::Listed;

/// A time after which whatever never ends is given up.
const SOON: Duration = Duration::from_millis(10);

/// Does what the token says.
struct Service;

impl server::Api for Service {
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &Context,
    ) -> Result<String, AuthError> {
        let Credentials::BearerAuth(bearer) = credentials;
        match bearer.token() {
            "wrong" => Err(AuthError::unauthorized()),
            "forbidden" => Err(AuthError::Forbidden),
            "unknowable" => Err(std::io::Error::other("no store"))?,
            "endless" => std::future::pending().await,
            token => Ok(token.to_owned()),
        }
    }

    async fn list_builds(
        &self,
        _: ListBuildsRequest,
        context: Context<String>,
    ) -> Result<ListBuildsResponse, Failure<ListBuildsError>> {
        match &**context.principal() {
            "fails" => Err(std::io::Error::other("no disk"))?,
            "panics" => panic!("no disk"),
            "sleeps" => std::future::pending().await,
            _ => Ok(ListBuildsResponse::new()),
        }
    }
}

/// What is listed for the operation of the first contract.
fn list_builds() -> Listed {
    Listed::of(OPENAPI_JSON, "/builds", "get")
}

#[tokio::test]
async fn every_answer_of_the_builds_router_is_listed() {
    // A second judge, by every keyword: what it does not find in the document would be a 500.
    let router = server::router(Service)
        .check_responses_against(OPENAPI_JSON)
        .expect("its document")
        .timeout(SOON)
        .build();
    let mut seen = BTreeSet::new();
    for (token, query, status) in [
        ("good", "", 200),
        ("good", "limit=0&status=exploded&limit=1", 400),
        ("good", "region=%FF", 400),
        ("", "", 401),
        ("a b", "", 401),
        ("wrong", "limit=0", 401),
        ("forbidden", "limit=0", 403),
        ("unknowable", "", 500),
        ("fails", "", 500),
        ("panics", "", 500),
        ("endless", "", 503),
        ("sleeps", "", 503),
    ] {
        let mut request = Request::get(format!("/builds?{query}"));
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        // It is not read, whatever it is.
        let request = request.body(Body::from("<not json>")).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), status, "`{token}` ?{query}");
        seen.insert(list_builds().check(response).await);
    }
    seen.extend(too_large_heads(&router, "GET", "/builds", &list_builds()).await);
    assert_eq!(seen, list_builds().statuses());
}

/// Requests whose heads are over the limits, and the statuses that they are answered by.
async fn too_large_heads(
    router: &axum::Router,
    method: &str,
    path: &str,
    listed: &Listed,
) -> [String; 2] {
    let target = format!("{path}?{}", "x".repeat(DEFAULT_URI_LIMIT));
    let long = Request::builder().method(method).uri(target);
    let mut many = Request::builder().method(method).uri(path);
    for index in 0..=DEFAULT_HEADER_LIMIT {
        many = many.header(format!("x-{index}"), "");
    }
    let mut statuses = [String::new(), String::new()];
    for (request, status) in [long, many].into_iter().zip(&mut statuses) {
        let request = request.body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        *status = listed.check(response).await;
    }
    statuses
}

/// The generator's table knows every kind of the runtime's, but for the two that say that there is no such operation, and
/// the one that a handler says which is not written yet.
#[test]
fn every_kind_of_rejection_is_listed_somewhere() {
    let uploads = ["post", "put", "get"].map(upload::listed);
    let listed: BTreeSet<String> = [list_builds()]
        .iter()
        .chain(&uploads)
        .flat_map(Listed::statuses)
        .collect();
    for kind in RejectionKind::ALL {
        let is_of_no_operation = matches!(
            kind,
            RejectionKind::NotFound
                | RejectionKind::MethodNotAllowed
                | RejectionKind::NotImplemented
        );
        assert_eq!(
            !listed.contains(kind.status().as_str()),
            is_of_no_operation,
            "{kind:?}"
        );
    }
}

/// The file of that name that a document becomes.
#[track_caller]
fn generated(name: &str, text: &str, file: &str) -> String {
    let generation = Generator::from_text(name, text).generate();
    let Generation {
        diagnostics,
        sources,
        generated: Some(generated),
        ..
    } = &generation
    else {
        panic!("{name} cannot be generated from")
    };
    let said = render(diagnostics, sources, RenderOptions::default());
    assert!(diagnostics.is_empty(), "{said}");
    let files = &generated.files;
    let file = files.iter().find(|written| written.path.ends_with(file));
    file.map(|file| file.contents.clone()).unwrap_or_default()
}

/// Spectrait reads what it writes: no error, no warning, and nothing is left to add. JSON and YAML are one document.
#[test]
fn the_effective_document_is_its_own() {
    for (name, text) in [
        ("openapi.json", OPENAPI_JSON),
        ("openapi.yaml", OPENAPI_YAML),
    ] {
        for (file, expected) in [
            ("openapi.json", OPENAPI_JSON),
            ("openapi.yaml", OPENAPI_YAML),
        ] {
            let again = generated(name, text, file);
            let differs = again
                .lines()
                .zip(expected.lines())
                .find(|(again, expected)| again != expected);
            assert_eq!(differs, None, "{file} of {name}");
            assert!(again == expected, "{file} of {name} has another length");
        }
    }
}

#[test]
fn without_what_was_added_it_is_the_contract() {
    let contract: Value =
        serde_yaml::from_str(include_str!("../../specs/builds.yaml")).expect("YAML");
    let mut effective: Value = serde_json::from_str(OPENAPI_JSON).expect("JSON");
    let mut added = Vec::new();
    take_away(&mut effective, &contract, "", &mut added);
    assert_eq!(effective, contract);

    // What the router reads is narrower in one place: 64 bits.
    added.retain(|pointer| !pointer.ends_with("/schema/format"));
    let responses = ["400", "401", "403", "414", "431", "500", "503"]
        .map(|status| format!("/paths//builds/get/responses/{status}"));
    let expected = [&["/components/schemas/Problem".to_owned()], &responses[..]].concat();
    assert_eq!(added, expected);
}

/// Takes the members away that `before` does not have, and notes their places.
fn take_away(after: &mut Value, before: &Value, place: &str, added: &mut Vec<String>) {
    match (after, before) {
        (Value::Object(after), Value::Object(before)) => after.retain(|key, value| {
            let place = format!("{place}/{key}");
            match before.get(key) {
                Some(before) => take_away(value, before, &place, added),
                None => added.push(place),
            }
            before.contains_key(key)
        }),
        (Value::Array(after), Value::Array(before)) => {
            for (index, (after, before)) in after.iter_mut().zip(before).enumerate() {
                take_away(after, before, &format!("{place}/{index}"), added);
            }
        }
        _ => {}
    }
}

/// A client of the effective document has the rejections as types.
#[test]
fn rejections_can_be_typed() {
    let operations = generated("openapi.json", OPENAPI_JSON, "operations.rs");
    for variant in ["BadRequest(Problem) = 400", "Unauthorized(Problem) = 401"] {
        assert!(operations.contains(variant), "{operations}");
    }
}
