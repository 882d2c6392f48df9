//! Media types: what each is, and what becomes of its schema.

use crate::{check, indent, path_item};

/// A path item with a GET whose response has this content.
fn content(fragment: &str) -> String {
    let content = indent(8, fragment);
    path_item(&format!(
        "get:\n  responses:\n    '200':\n      description: Found.\n      content:\n{content}"
    ))
}

#[test]
fn kinds() {
    check(
        "kinds_of_media_types",
        content,
        &["
application/json: {schema: {type: object}}
application/vnd.a+json: {schema: {type: object}}
text/json: {schema: {type: object}}
Application/Problem+JSON; charset=utf-8: {schema: {type: object}}
application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}
multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}}
multipart/mixed: {}
text/plain: {schema: {type: string}}
text/csv: {}
text/event-stream: {schema: {type: object, properties: {a: {type: string}}}}
application/jsonl: {schema: {type: integer}}
application/x-ndjson: {}
application/json-seq: {}
application/geo+json-seq: {}
application/xml: {schema: {type: object}}
text/xml: {}
application/atom+xml: {}
image/svg+xml: {}
image/png: {schema: {type: string, format: binary}}
image/*: {}
'*/*': {}
application/octet-stream: {}
application/pdf: {}
"],
    );
}

/// Without a schema a value is anything; text and octets have one only where it says something.
#[test]
fn schemas() {
    check(
        "schemas_of_media_types",
        content,
        &[
            "application/json: {}",
            "application/x-www-form-urlencoded: {}",
            "text/plain: {schema: {type: string, enum: [a, b]}}",
            "text/plain: {schema: {type: integer}}",
            "text/plain: {schema: {type: string, maxLength: 5}}",
            "text/plain: {schema: {type: object, properties: {a: {type: string}}}}",
            "application/octet-stream: {schema: {type: object, properties: {a: {type: string}}}}",
            "application/vnd.thing: {schema: {type: object, properties: {a: {type: string}}}}",
            "application/vnd.thing.protobuf: {schema: {type: object, properties: {a: {type: string}}}}",
            "multipart/form-data: {schema: {type: string, format: binary}}",
            "application/x-www-form-urlencoded: {schema: {type: array, items: {type: string}}}",
        ],
    );
}

/// A range whose schema only JSON can follow is JSON.
#[test]
fn ranges() {
    check(
        "ranges_of_media_types",
        content,
        &[
            "'*/*': {schema: {type: object, properties: {a: {type: string}}}}",
            "'application/*': {schema: {type: array, items: {type: string}}}",
            "'*/*': {schema: {type: string}}",
            "'text/*': {schema: {type: string}}",
            "application/json: {schema: {type: integer}}\n'*/*': {schema: {type: object}}",
        ],
    );
}

#[test]
fn odd_names() {
    check(
        "odd_names_of_media_types",
        content,
        &[
            "json: {schema: {type: integer}}",
            "'': {schema: {type: integer}}",
            "plain: {}",
            "application/json: {schema: {type: integer}}\nApplication/JSON: {schema: {type: string}}",
            "application/json;version=1: {schema: {type: integer}}\napplication/json; version=2: {schema: {type: string}}",
        ],
    );
}

/// A `$ref` in place of the map of media types, or of one.
#[test]
fn references() {
    check(
        "references_to_media_types",
        |fragment| {
            content(fragment)
                + "components:\n  mediaTypes:\n    Things: {application/json: {schema: {type: integer}, example: 5}}\n    Loop: {$ref: '#/components/mediaTypes/Loop'}\n"
        },
        &[
            "$ref: '#/components/mediaTypes/Things'",
            "application/json: {$ref: '#/components/mediaTypes/Things/application~1json'}",
            "$ref: '#/components/mediaTypes/Nothing'",
            "$ref: '#/components/mediaTypes/Loop'",
        ],
    );
}
