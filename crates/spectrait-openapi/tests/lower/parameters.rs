//! Parameters.

use crate::{check, indent, path_item};

/// A path item with a GET that has these parameters.
fn parameters(fragment: &str) -> String {
    let parameters = indent(4, fragment);
    path_item(&format!(
        "get:\n  parameters:\n{parameters}  responses: {{'204': {{description: Done.}}}}"
    ))
}

#[test]
fn scalars() {
    check(
        "parameters",
        parameters,
        &[
            "- {name: a, in: query, schema: {type: string, maxLength: 5}, allowReserved: true}",
            "- {name: a, in: query, required: true, schema: {type: integer, minimum: 1, default: 5}}",
            "- {name: a, in: query, schema: {type: number}}",
            "- {name: a, in: query, schema: {type: boolean, default: false}}",
            "- {name: a, in: query, schema: {type: string, enum: [x, y], default: x}}",
            "- {name: X-Request-Id, in: header, schema: {type: string, format: uuid}}",
            "- {name: a, in: query, schema: {type: integer, maximum: 5, default: 6}}",
            "- {name: a, in: query, description: Here., deprecated: true, example: 1, schema: {type: integer, description: There., example: 2}}",
            "- {name: a, in: query, schema: {type: integer, title: T, description: There., example: 2, deprecated: true}}",
        ],
    );
}

#[test]
fn path_parameters() {
    check(
        "path_parameters",
        in_path,
        &[
            "- {name: id, in: path, required: true, schema: {type: string, format: uuid}}",
            "- {name: id, in: path, required: true, style: label, schema: {type: string}}",
            "- {name: id, in: path, required: true, style: matrix, schema: {type: string}}",
            "- {name: id, in: path, required: true, schema: {type: array, items: {type: string}}}",
        ],
    );
}

fn in_path(fragment: &str) -> String {
    parameters(fragment).replacen("/things:", "/things/{id}:", 1)
}

#[test]
fn arrays() {
    check(
        "array_parameters",
        parameters,
        &[
            "- {name: a, in: query, schema: {type: array, items: {type: string, enum: [x, y]}, maxItems: 3}}",
            "- {name: a, in: query, explode: false, schema: {type: array, items: {type: integer}}}",
            "- {name: a, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: string}}}",
            "- {name: a, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}",
            "- {name: X-A, in: header, schema: {type: array, items: {type: string}}}",
            "- {name: a, in: query, style: pipeDelimited, explode: true, schema: {type: array, items: {type: string}}}",
            "- {name: a, in: query, style: pipeDelimited, explode: false, schema: {type: string}}",
            "- {name: a, in: query, schema: {type: array, items: {type: array, items: {type: string}}}}",
            "- {name: a, in: query, schema: {type: array, items: {type: object, properties: {b: {type: string}}}}}",
            "- {name: a, in: query, schema: {type: array, items: {type: [string, 'null']}}}",
            "- {name: a, in: query, schema: {type: array}}",
        ],
    );
}

#[test]
fn unsupported() {
    check(
        "unsupported_parameters",
        parameters,
        &[
            "- {name: a, in: cookie, schema: {type: string}}",
            "- {name: a, in: query, schema: {type: object, properties: {b: {type: string}}}}",
            "- {name: a, in: query, style: deepObject, explode: true, schema: {type: object, properties: {b: {type: string}}}}",
            "- {name: a, in: query, schema: {}}",
            "- {name: a, in: query, schema: {type: [string, 'null']}}",
            "- {name: a, in: query, content: {application/json: {schema: {type: string}}}}",
            // One error: the schema has no meaning to complain about.
            "- {name: a, in: query, schema: {oneOf: [{type: string}, {type: integer}]}}",
        ],
    );
}

/// A parameter of the path stands in every operation, and is reported once.
#[test]
fn shared_parameters() {
    check(
        "shared_parameters",
        path_item,
        &["
parameters:
  - {name: a, in: cookie, schema: {type: string}}
  - {name: b, in: query, schema: {type: string, enum: [x], default: y}}
get: {responses: {'204': {description: Done.}}}
delete: {responses: {'204': {description: Done.}}}
"],
    );
}
