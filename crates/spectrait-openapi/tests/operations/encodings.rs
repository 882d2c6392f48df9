//! How the properties of forms and multipart bodies are written.

use crate::{check, indent, path_item};

/// A path item with a POST whose body has this content.
fn body(fragment: &str) -> String {
    let content = indent(6, fragment);
    path_item(&format!(
        "post:\n  requestBody:\n    content:\n{content}  responses: {{'204': {{description: Done.}}}}"
    ))
}

#[test]
fn encodings() {
    let schema = "{type: object, properties: {a: {type: string}, b: {type: array, items: {type: string}}, c: {type: object}}}";
    let form = format!(
        "application/x-www-form-urlencoded: {{schema: {schema}, encoding: {{a: {{allowReserved: true}}, b: {{style: pipeDelimited}}, c: {{style: deepObject, explode: true}}}}}}"
    );
    let multipart = format!(
        "multipart/form-data: {{schema: {schema}, encoding: {{a: {{contentType: 'image/png, image/*'}}, b: {{contentType: text/csv, headers: {{X-Rows: {{schema: {{type: integer}}}}}}}}, c: {{style: form, explode: false}}}}}}"
    );
    check(
        "encodings",
        body,
        &[
            &form,
            &multipart,
            "multipart/form-data: {schema: {type: object, properties: {file: {type: string}}}, encoding: {flie: {contentType: image/png}, other: {}}}",
            "multipart/form-data: {schema: {type: object, additionalProperties: {type: string}}, encoding: {file: {contentType: image/png}}}",
            "application/json: {schema: {type: object}, encoding: {a: {contentType: image/png}}}",
            "application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}, encoding: {a: {style: simple}}}",
            "multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}, encoding: {a: {headers: {X-A: {$ref: '#/components/headers/A'}}}}}",
        ],
    );
}
