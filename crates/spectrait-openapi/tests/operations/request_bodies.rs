//! Request bodies.

use crate::{check, indent, path_item};

/// A path item with a POST that has this request body.
fn request_body(fragment: &str) -> String {
    let body = indent(4, fragment);
    path_item(&format!(
        "post:\n  requestBody:\n{body}  responses: {{'204': {{description: Done.}}}}"
    ))
}

#[test]
fn request_bodies() {
    check(
        "request_bodies",
        request_body,
        &[
            "content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}",
            "{required: true, content: {application/merge-patch+json: {schema: {type: string}}}}",
            "content: {'Application/JSON; charset=utf-8': {schema: {type: string}}}",
            "content: {application/json: {}}",
        ],
    );
}

#[test]
fn several() {
    check(
        "several_media_types",
        request_body,
        &[
            "content: {application/json: {schema: {type: string}}, application/xml: {schema: {type: string}}, 'image/*': {}}",
            "content: {application/json: {schema: {type: string}}, application/problem+json: {schema: {type: string}}}",
            "content: {}",
            "description: Nothing.",
        ],
    );
}

#[test]
fn methods_without_a_body() {
    check(
        "methods_without_a_body",
        path_item,
        &["
get:
  requestBody: {content: {application/json: {}}}
  responses: {'204': {description: Done.}}
head:
  requestBody: {content: {application/json: {}}}
  responses: {'204': {description: Done.}}
trace:
  requestBody: {content: {application/json: {}}}
  responses: {'204': {description: Done.}}
delete:
  requestBody: {content: {application/json: {}}}
  responses: {'204': {description: Done.}}
"],
    );
}
