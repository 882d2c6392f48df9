//! Holds responses against an `OpenAPI` document, by every keyword of its schemas.
//!
//! [`Document::parse`] reads a document of `OpenAPI` 3.0 or 3.1 that refers to no other file, such as the one in a generated
//! crate's server module. [`Document::responses`] finds what it lists for an operation, and [`Responses::check`] says all that
//! is wrong with a response.
//!
//! ```
//! use http::{HeaderMap, HeaderValue, StatusCode, header};
//! use spectrait_validator::{Document, OperationKey};
//!
//! let document = Document::parse(
//!     r#"{
//!       "openapi": "3.0.4",
//!       "paths": { "/name": { "get": { "responses": { "200": {
//!         "description": "A name.",
//!         "content": { "application/json": { "schema": { "type": "string", "maxLength": 3 } } }
//!       } } } } }
//!     }"#,
//! )?;
//! let key = OperationKey { id: "getName", method: "GET", path: "/name" };
//! let responses = document.responses(key)?;
//! let json = HeaderValue::from_static("application/json");
//! let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, json)]);
//! let unfit = responses.check(StatusCode::OK, &headers, Some(br#""Anna""#)).unwrap_err();
//! assert_eq!(
//!     unfit.to_string(),
//!     r#"the response (200) does not fit the document: body: "Anna" is longer than 3 characters (maxLength)"#
//! );
//! # Ok::<_, spectrait_validator::DocumentError>(())
//! ```
//!
//! What schemas mean is in [`Schemas`]: they become JSON Schema 2020-12, and the crate `jsonschema` judges by them. It is meant
//! for tests and development: a body is parsed once more, into a tree, and a schema is compiled when it is first needed.

mod convert;
mod document;
mod error;
mod media_type;
mod responses;
mod schemas;
mod validators;

pub use document::{Document, OperationKey};
pub use error::{DocumentError, Unfit, Violation};
pub use responses::{Items, Responses};
pub use schemas::{Direction, Schemas, types};
pub use validators::compile;

#[cfg(test)]
mod tests;
