//! Parameters and headers.

use crate::{check, document_3_1, operation, parameter};

#[test]
fn fields() {
    check(
        "parameter_fields",
        parameter,
        &[
            "{}",
            "limit",
            "{name: limit, schema: {type: integer}}",
            "{in: query, schema: {type: integer}}",
            "{name: limit, in: qurey, schema: {type: integer}}",
            "{name: limit, in: body, schema: {type: integer}}",
            "{name: limit, in: 5, schema: {type: integer}}",
            "{name: limit, in: query}",
            "{name: limit, in: query, type: integer}",
            "{name: 5, in: query, schema: {type: integer}}",
            "{name: limit, in: query, required: 'yes', schema: {type: integer}}",
            "{name: limit, in: query, requird: true, schema: {type: integer}}",
            "{name: limit, in: query, schema: {type: integer}, x-order: 1}",
            "{name: limit, in: query, schema: {type: integer}, example: 1, examples: {a: {value: 2}}}",
            "{name: limit, in: query, schema: {type: integer}, examples: [1]}",
            "{name: a, in: query, allowEmptyValue: true, schema: {type: string}}",
            "{name: Accept, in: header, schema: {type: string}}",
        ],
    );
}

#[test]
fn styles() {
    check(
        "styles",
        parameter,
        &[
            "{name: a, in: query, style: simple, schema: {type: string}}",
            "{name: a, in: query, style: deepobject, schema: {type: object}}",
            "{name: a, in: query, style: deepObject, schema: {type: object}}",
            "{name: a, in: header, style: form, schema: {type: string}}",
            "{name: a, in: cookie, style: 5, schema: {type: string}}",
            "{name: a, in: query, explode: 1, schema: {type: string}}",
        ],
    );
}

#[test]
fn content() {
    check(
        "parameter_content",
        parameter,
        &[
            "{name: a, in: query, content: {application/json: {schema: {type: object}}}}",
            "{name: a, in: query, content: {}}",
            "{name: a, in: query, content: {application/json: {}, text/plain: {}}}",
            "{name: a, in: query, content: []}",
            "{name: a, in: query, schema: {type: string}, content: {text/plain: {}}}",
        ],
    );
}

#[test]
fn headers() {
    check(
        "headers",
        operation,
        &[
            "responses: {'200': {description: Fine, headers: {ETag: {schema: {type: string}, explode: true}}}}",
            "responses: {'200': {description: Fine, headers: {ETag: {name: ETag, in: header, schema: {type: string}}}}}",
            "responses: {'200': {description: Fine, headers: {ETag: {type: string}}}}",
            "responses: {'200': {description: Fine, headers: {ETag: {style: form, schema: {type: string}}}}}",
            "responses: {'200': {description: Fine, headers: []}}",
        ],
    );
}

#[test]
fn lists() {
    check(
        "parameter_lists",
        document_3_1,
        &[
            r"
paths:
  /things:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: limit, in: header, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: string}}",
            r"
paths:
  /things:
    get:
      parameters:
        - {name: If-Match, in: header, schema: {type: string}}
        - $ref: '#/components/parameters/Match'
components:
  parameters:
    Match: {name: if-match, in: header, schema: {type: string}}",
            r"
paths:
  /things:
    parameters:
      - {name: limit, in: query, schema: {type: integer}}
    get:
      parameters:
        - {name: limit, in: query, schema: {type: string}}",
            "paths: {/things: {parameters: {name: limit}, get: {parameters: 5}}}",
        ],
    );
}
