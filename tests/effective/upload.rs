//! An operation with a body, and one with a choice of media types, which the first contract has not: written by hand as
//! the generator would.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use axum::body::{Body, Bytes};
use axum::http::Request;
use http_body::Frame;
use spectrait_runtime::server::{Context, Failure, service};
use spectrait_runtime::{
    Empty, Json, Method, Operation, SecurityScheme, Text, bodies, record, request, response,
    responses,
};
use tower::ServiceExt;

use crate::listed::Listed;
use crate::{SOON, generated, too_large_heads};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Uploads, version: '1' }
paths:
  /uploads:
    post:
      operationId: upload
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Upload' }
      responses:
        '201':
          description: Stored.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Upload' }
    put:
      operationId: replace
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Upload' }
      responses:
        '204': { description: Stored. }
        '422':
          description: It cannot be stored.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Upload' }
    get:
      operationId: download
      parameters: [{ name: name, in: query, schema: { type: string } }]
      responses:
        '200':
          description: What is stored.
          content:
            application/json: { schema: { $ref: '#/components/schemas/Upload' } }
            text/plain: { schema: { type: string } }
components:
  schemas:
    Upload:
      type: object
      required: [name]
      properties:
        name: { type: string, minLength: 1, maxLength: 8 }
";

record! {
    /// What is stored.
    #[derive(Clone)]
    pub struct Upload {
        /// Its name.
        pub name: Text<1, 8> = "name",
    }
    new(name: Text<1, 8>);
}

request! {
    /// `POST /uploads`.
    #[derive(Clone)]
    pub struct UploadRequest {
        /// What is to be stored.
        pub body: Upload = json_body(),
    }
    new(body: Upload);
}

impl Operation for UploadRequest {
    const ID: &str = "upload";
    const METHOD: Method = Method::POST;
    const PATH: &str = "/uploads";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Json<201, Upload>;
    type Failure = UploadError;
}

responses! {
    /// None.
    #[derive(Debug, Clone, PartialEq)]
    pub enum UploadError {}
}

request! {
    /// `PUT /uploads`.
    #[derive(Clone)]
    pub struct ReplaceRequest {
        /// What is to be stored.
        pub body: Upload = json_body(),
    }
    new(body: Upload);
}

impl Operation for ReplaceRequest {
    const ID: &str = "replace";
    const METHOD: Method = Method::PUT;
    const PATH: &str = "/uploads";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = Empty<204>;
    type Failure = ReplaceError;
}

responses! {
    /// It cannot be stored.
    #[derive(Debug, Clone, PartialEq)]
    pub enum ReplaceError {
        /// It cannot be stored.
        Unprocessable(Upload) = 422,
    }
}

request! {
    /// `GET /uploads`.
    #[derive(Clone, Default)]
    pub struct DownloadRequest {
        /// Its name.
        pub name: Option<String> = query("name"),
    }
}

impl Operation for DownloadRequest {
    const ID: &str = "download";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/uploads";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = DownloadSuccess;
    type Failure = DownloadError;
}

bodies! {
    /// What is stored.
    #[derive(Debug, Clone, PartialEq)]
    pub enum DownloadBody {
        /// `application/json`
        Json(Upload) = json("application/json"),
        /// `text/plain`
        Text(String) = text("text/plain"),
    }
}

response! {
    /// What is stored.
    pub struct DownloadSuccess: DownloadBody = 200 as DownloadBody::MEDIA;
}

responses! {
    /// None.
    #[derive(Debug, Clone, PartialEq)]
    pub enum DownloadError {}
}

/// The operations.
trait Api: Send + Sync + 'static {
    fn upload(
        &self,
        request: UploadRequest,
        context: Context,
    ) -> impl Future<Output = Result<Upload, Failure<UploadError>>> + Send;

    fn replace(
        &self,
        request: ReplaceRequest,
        context: Context,
    ) -> impl Future<Output = Result<(), Failure<ReplaceError>>> + Send;

    fn download(
        &self,
        request: DownloadRequest,
        context: Context,
    ) -> impl Future<Output = Result<DownloadBody, Failure<DownloadError>>> + Send;
}

service! { Api { upload(UploadRequest), replace(ReplaceRequest), download(DownloadRequest) } }

/// Does what the name says.
struct Service;

impl Api for Service {
    async fn upload(
        &self,
        request: UploadRequest,
        _: Context,
    ) -> Result<Upload, Failure<UploadError>> {
        match &*request.body.name {
            "fails" => Err("no disk")?,
            "sleeps" => std::future::pending().await,
            _ => Ok(request.body),
        }
    }

    async fn replace(
        &self,
        request: ReplaceRequest,
        _: Context,
    ) -> Result<(), Failure<ReplaceError>> {
        Err(ReplaceError::Unprocessable(request.body))?
    }

    async fn download(
        &self,
        request: DownloadRequest,
        _: Context,
    ) -> Result<DownloadBody, Failure<DownloadError>> {
        match request.name.as_deref() {
            Some("fails") => Err("no disk")?,
            Some("sleeps") => std::future::pending().await,
            _ => Ok(DownloadBody::Json(Upload::new(Text::at("stored")))),
        }
    }
}

/// A body that never comes, or breaks off at once.
enum Unfinished {
    Pending,
    Broken,
}

impl http_body::Body for Unfinished {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut TaskContext<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        match *self {
            Self::Pending => Poll::Pending,
            Self::Broken => Poll::Ready(Some(Err("broken"))),
        }
    }
}

/// What is listed for the operation of a method.
pub(crate) fn listed(method: &str) -> Listed {
    let json = generated("uploads.yaml", DOCUMENT, "openapi.json");
    Listed::of(&json, "/uploads", method)
}

#[tokio::test]
async fn every_answer_to_a_body_is_listed() {
    let router = router(Service).timeout(SOON).body_limit(100).build();
    let listed = listed("post");
    let mut seen = BTreeSet::new();
    for (content_type, body, status) in [
        ("application/json", Body::from(r#"{"name":"good"}"#), 201),
        ("application/json", Body::from(r#"{"name":7}"#), 400),
        ("application/json", Body::from("{"), 400),
        ("application/json", Body::empty(), 400),
        ("application/json", Body::new(Unfinished::Broken), 400),
        ("application/json", Body::new(Unfinished::Pending), 408),
        ("application/json", Body::from(" ".repeat(101)), 413),
        ("text/plain", Body::from("good"), 415),
        ("application/json", Body::from(r#"{"name":"fails"}"#), 500),
        ("application/json", Body::from(r#"{"name":"sleeps"}"#), 503),
    ] {
        let request = Request::post("/uploads").header("content-type", content_type);
        let request = request.body(body).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), status);
        seen.insert(listed.check(response).await);
    }
    seen.extend(too_large_heads(&router, "POST", "/uploads", &listed).await);
    assert_eq!(seen, listed.statuses());
}

/// The contract's own 422, and the router's.
#[tokio::test]
async fn a_422_is_listed_in_both_forms() {
    let router = router(Service).build();
    let listed = listed("put");
    for (body, status) in [
        (r#"{"name":"good"}"#, "422"),
        (r#"{"name":7}"#, "422"),
        ("", "422"),
        ("{", "400"),
    ] {
        let request = Request::put("/uploads").header("content-type", "application/json");
        let request = request.body(Body::from(body)).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(listed.check(response).await, status, "{body}");
    }
}

#[tokio::test]
async fn every_answer_to_a_choice_is_listed() {
    let router = router(Service).timeout(SOON).build();
    let listed = listed("get");
    let mut seen = BTreeSet::new();
    for (accept, query, status) in [
        ("application/json", "", 200),
        ("*/*", "", 200),
        ("image/png", "", 406),
        ("*/*", "name=%FF", 400),
        ("*/*", "name=fails", 500),
        ("*/*", "name=sleeps", 503),
    ] {
        let request = Request::get(format!("/uploads?{query}")).header("accept", accept);
        let request = request.body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), status, "{accept} {query}");
        seen.insert(listed.check(response).await);
    }
    seen.extend(too_large_heads(&router, "GET", "/uploads", &listed).await);
    assert_eq!(seen, listed.statuses());
}
