//! The API's description at `/openapi.yaml` and `/openapi.json`, and a page to read and try it at `/docs`.
//!
//! The page is Swagger UI. Its files are in the crate `swagger-ui-dist`, and so in this program: nothing is
//! fetched from elsewhere, and the page's content security policy has the browser see to it.

use anyhow::Context;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::{Html, Response};
use axum::routing::get;
use builds::server::OPENAPI_YAML;
use serde_yaml::Value;
use swagger_ui_dist::{ApiDefinition, OpenApiSource, generate_routes};

use crate::BasePath;

/// Swagger UI sets styles on elements and has images in its style sheet; all else is from this server.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The routes.
///
/// # Errors
/// The document is not what the library promises.
pub fn router(base_path: &BasePath) -> anyhow::Result<Router> {
    let document = document(base_path)?;
    let yaml = serde_yaml::to_string(&document)?;
    let json = serde_json::to_string_pretty(&document)?;
    // A page of its own is among them. The policy leaves it blank, as it runs a script inside of it.
    let assets = generate_routes(ApiDefinition {
        uri_prefix: "/docs/assets",
        api_definition: OpenApiSource::Uri("/openapi.json"),
        title: None,
    });
    let page = Router::new()
        .route("/docs", get(Html(include_str!("index.html"))))
        .route(
            "/docs/start.js",
            get((content_type("text/javascript"), include_str!("start.js"))),
        )
        .merge(assets)
        .layer(map_response(with_policy));
    Ok(Router::new()
        // RFC 9512.
        .route(
            "/openapi.yaml",
            get((content_type("application/yaml"), yaml)),
        )
        .route(
            "/openapi.json",
            get((content_type("application/json"), json)),
        )
        .merge(page))
}

async fn with_policy(mut response: Response) -> Response {
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CONTENT_SECURITY_POLICY),
    );
    response
}

/// The generated crate's document as it holds for this server: `servers` names the base path, relative to where the document
/// is (OpenAPI 3.0.4 section 4.8.5), so that calls from the page go here and not to the production server.
fn document(base_path: &BasePath) -> anyhow::Result<Value> {
    let mut document: Value = serde_yaml::from_str(OPENAPI_YAML)?;
    let server = document
        .get_mut("servers")
        .and_then(|servers| servers.get_mut(0))
        .and_then(Value::as_mapping_mut)
        .context("the document names no server")?;
    server.insert("url".into(), base_path.as_str().into());
    server.insert("description".into(), "This server".into());
    Ok(document)
}

fn content_type(value: &'static str) -> [(HeaderName, HeaderValue); 1] {
    [(header::CONTENT_TYPE, HeaderValue::from_static(value))]
}
