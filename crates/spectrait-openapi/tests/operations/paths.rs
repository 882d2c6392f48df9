//! Paths: what contradicts the specification and still has a meaning.

use crate::{check, document_3_0, document_3_1, indent};

/// A document with two operations.
fn paths(fragment: &str) -> String {
    document_3_1(&format!("paths:\n{}", indent(2, fragment)))
}

const DONE: &str = "responses: {'204': {description: Done.}}";

#[test]
fn queries_and_fragments() {
    check(
        "queries_and_fragments",
        paths,
        &[
            &format!("/things: {{post: {{{DONE}}}}}\n/things?beta=true: {{post: {{{DONE}}}}}"),
            &format!("/things?a=1&b=: {{get: {{{DONE}}}}}"),
            &format!("/things?filter={{filter}}&a=1: {{get: {{{DONE}}}}}"),
            &format!(
                "/things?filter={{filter}}: {{get: {{parameters: [{{name: filter, in: query, schema: {{type: integer}}}}], {DONE}}}}}"
            ),
            &format!(
                "'/things/{{id}}#add': {{put: {{operationId: add, parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}], {DONE}}}}}\n'/things/{{id}}#remove': {{put: {{operationId: remove, parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}], {DONE}}}}}"
            ),
        ],
    );
}

#[test]
fn variables() {
    check(
        "variables_of_paths",
        paths,
        &[
            &format!("things: {{get: {{{DONE}}}}}"),
            &format!("/things/{{id}}: {{get: {{{DONE}}}}}"),
            &format!(
                "/things/{{+path}}/{{name*}}/{{.ext}}/{{;m*}}/{{n:[0-9]+}}: {{get: {{{DONE}}}}}"
            ),
            &format!("'/things{{?a,b}}': {{get: {{{DONE}}}}}"),
            &format!(
                "/things/{{thing_id}}: {{get: {{parameters: [{{name: thingId, in: path, required: true, schema: {{type: integer}}}}], {DONE}}}}}"
            ),
            &format!(
                "/things/{{id}}: {{get: {{parameters: [{{name: key, in: path, required: true, schema: {{type: integer}}}}], {DONE}}}}}"
            ),
            &format!(
                "/a/{{x}}/b/{{y}}: {{get: {{parameters: [{{name: key, in: path, required: true, schema: {{type: integer}}}}], {DONE}}}}}"
            ),
            &format!(
                "/things: {{get: {{parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}], {DONE}}}}}"
            ),
            &format!(
                "/things/{{id}}: {{get: {{parameters: [{{name: id, in: path, required: false, schema: {{type: integer}}}}], {DONE}}}}}"
            ),
        ],
    );
}

/// A server answers with the first of several operations that it cannot tell apart.
#[test]
fn ambiguity() {
    let parameter = |name: &str| {
        format!(
            "parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}}}]"
        )
    };
    let header = |value: &str| {
        format!(
            "parameters: [{{name: X-Target, in: header, required: true, schema: {{type: string, enum: [{value}]}}}}]"
        )
    };
    check(
        "ambiguous_paths",
        paths,
        &[
            &format!(
                "/a/{{x}}: {{get: {{{}, {DONE}}}}}\n/a/{{y}}: {{put: {{{}, {DONE}}}}}",
                parameter("x"),
                parameter("y")
            ),
            &format!(
                "/a/{{x}}: {{get: {{{}, {DONE}}}}}\n/a/{{y}}: {{get: {{{}, {DONE}}}}}",
                parameter("x"),
                parameter("y")
            ),
            &format!(
                "'/a#one': {{post: {{{}, {DONE}}}}}\n'/a#two': {{post: {{{}, {DONE}}}}}",
                header("One"),
                header("Two")
            ),
        ],
    );
}

#[test]
fn operation_ids() {
    check(
        "operation_ids",
        paths,
        &[
            &format!(
                "/a: {{get: {{operationId: find it, {DONE}}}, put: {{operationId: find it, {DONE}}}}}"
            ),
            &format!("/a: {{get: {{operationId: '', x-rust-name: find, tags: [b], {DONE}}}}}"),
        ],
    );
}

/// What stands beside a path item's `$ref`.
#[test]
fn path_items() {
    check(
        "path_items",
        |fragment| document_3_0(&format!("{fragment}\n")),
        &["
paths:
  /a:
    $ref: '#/components/pathItems/Shared'
    summary: Of a.
    put: {responses: {'204': {description: Done.}}}
    parameters: [{name: limit, in: query, schema: {type: string}}]
  /b:
    $ref: '#/paths/~1a'
    get: {operationId: own, responses: {'204': {description: Done.}}}
components:
  pathItems:
    Shared:
      summary: Shared.
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: offset, in: query, schema: {type: integer}}
      get: {responses: {'204': {description: Done.}}}
"],
    );
}
