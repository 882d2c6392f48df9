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

/// Objects, and what may be anything.
#[test]
fn objects() {
    let of = |rest: &str, schema: &str| format!("- {{name: a, {rest}, schema: {schema}}}");
    let object = "{type: object, properties: {b: {type: string}}}";
    let fragments = [
        of("in: query", object),
        of("in: query, explode: false", object),
        of("in: query, style: deepObject, explode: true", object),
        of(
            "in: query, style: deepObject",
            "{type: array, items: {type: string}}",
        ),
        of("in: query, style: deepObject", "{type: string}"),
        of("in: query, style: spaceDelimited", object),
        of("in: header", object),
        of("in: header, explode: true", object),
        of("in: cookie", object),
        of("in: cookie, explode: false", object),
        of("in: cookie", "{type: array, items: {type: string}}"),
        of("in: query", "{}"),
        of("in: query", "{type: [string, 'null']}"),
        of(
            "in: query",
            "{type: object, additionalProperties: {type: integer}}",
        ),
        of("in: query, style: simple", "{type: string}"),
        of("in: header, style: matrix", "{type: string}"),
    ];
    let fragments: Vec<&str> = fragments.iter().map(String::as_str).collect();
    check("object_parameters", parameters, &fragments);
}

/// A value in a media type.
#[test]
fn content() {
    check(
        "content_parameters",
        parameters,
        &[
            "- {name: a, in: query, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}, example: {b: c}}}}",
            "- {name: a, in: query, required: true, content: {text/plain: {schema: {type: string}}}}",
            "- {name: a, in: query, content: {application/json: {}}}",
            "- {name: a, in: query, content: {text/plain: {}}}",
            "- {name: a, in: query, content: {application/xml: {schema: {type: object}}}}",
            "- {name: a, in: query, content: {}}",
            "- {name: a, in: query, content: {application/json: {schema: {type: integer}}, text/plain: {}}}",
            "- {name: a, in: query, schema: {type: integer}, content: {text/plain: {}}}",
            "- {name: a, in: query}",
        ],
    );
}

/// Parameters that are twice there, or ignored by the specification, or named for Rust.
#[test]
fn lists() {
    check(
        "lists_of_parameters",
        parameters,
        &[
            "- {name: a, in: query, schema: {type: integer}}\n- {name: a, in: query, schema: {type: string}}",
            "- {name: Accept, in: header, schema: {type: string}}\n- {name: content-type, in: header, schema: {type: string}}\n- {name: Authorization, in: header, schema: {type: string}}",
            "- {name: a-b, in: query, x-rust-name: own, schema: {type: integer}}",
            "- {name: a, in: query, schema: {type: string}, examples: [x, y]}",
            "- {name: a, in: query, schema: {type: string}, examples: {first: x, second: {value: y}, third: {$ref: '#/components/examples/Third'}}}",
            "- {name: a, in: query, schema: {type: string}, example: x, examples: {first: {value: y}}}",
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
  - {name: a, in: query, style: deepObject, schema: {type: string}}
  - {name: b, in: query, schema: {type: string}}
get: {responses: {'204': {description: Done.}}}
delete: {responses: {'204': {description: Done.}}}
"],
    );
}
