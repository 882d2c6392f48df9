//! Operations, request bodies and responses.

use crate::{check, document_3_1, operation, operation_3_0};

#[test]
fn fields() {
    check(
        "operation_fields",
        operation,
        &[
            "{}",
            "operationId: 5",
            "operationId: ''",
            "operationId: [a]",
            "tags: things",
            "tags: [things, 5, {a: 1}]",
            "deprecated: 'true'",
            "parameter: []",
            "responses: []",
            "responses:",
            "summary:",
            "externalDocs: {description: No place}",
            "requestBody: {content: {application/json: {schema: {type: object}}, text/plain: {}}}",
            "requestBody: {description: Nothing in it}",
            "requestBody: {content: {application/json: {schema: 5, shcema: {}}}}",
            "requestBody: {content: {application/json: [], text/plain: null}}",
            "requestBody: {content: {multipart/form-data: {encoding: {a: {style: simple, contentTyp: a/b, headers: {A: {}}}}}}}",
            "callbacks: {done: {'{$request.body#/url}': {post: {requestBody: 5}}}}",
            "callbacks: {done: []}",
            "callbacks: {done: {$ref: '#/components/callbacks/Done'}}",
            "servers: [{url: 'https://{region}.example.com'}, {}]",
        ],
    );
}

#[test]
fn responses() {
    check(
        "responses",
        operation,
        &[
            "responses: {'200': {description: Fine}, 4XX: {description: Bad}, default: {description: Other}, x-a: 1}",
            "responses: {200: {description: Fine}}",
            "responses: {4xx: {description: Bad}}",
            "responses: {4XX: {description: Bad}, 4xx: {description: Bad}}",
            "responses: {20: {description: Fine}, '600': {description: What}, ok: {description: Fine}}",
            "responses: {Default: {description: Other}}",
            "responses: {'200': {}}",
            "responses: {'200': {description: }}",
            "responses: {'200': Fine}",
            "responses: {'200': {description: Fine, schema: {type: string}}}",
            "responses: {'200': {description: Fine, contents: {}}}",
            "responses: {'200': {description: Fine, links: {next: {operationid: a}}}}",
        ],
    );
    check(
        "responses_of_3_0",
        operation_3_0,
        &["summary: No responses", "responses: {}"],
    );
}

#[test]
fn operation_ids() {
    check(
        "operation_ids",
        document_3_1,
        &[r"
paths:
  /things:
    get: {operationId: things}
    post: {operationId: addThing}
  /others:
    get: {operationId: things}"],
    );
}
