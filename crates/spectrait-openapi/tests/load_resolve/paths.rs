//! Paths and their parameters.

use crate::{check, document_3_0, document_3_1};

#[test]
fn keys() {
    check(
        "path_keys",
        document_3_1,
        &[
            "paths: {things: {get: {}}}",
            "paths: {x-things: {get: {}}, /things: {get: {}}}",
            "paths: {'/things?all=true': {get: {}}}",
            "paths: {'/things#all': {get: {}}}",
            "paths: {'/things/{id': {get: {}}}",
            "paths: {'/things/id}': {get: {}}}",
            "paths: {'/things/{}': {get: {}}}",
            "paths: []",
            "paths: {/things: []}",
        ],
    );
    check("no_paths", document_3_0, &["components: {}"]);
}

#[test]
fn methods() {
    check(
        "methods",
        document_3_1,
        &[
            "paths: {/things: {gte: {}}}",
            "paths: {/things: {GET: {}}}",
            "paths: {/things: {query: {}}}",
            "paths: {/things: {additionalOperations: {}}}",
            "paths: {/things: {subscribe: {}}}",
            "paths: {/things: {sumary: Things}}",
            "paths: {/things: {get: 5}}",
            "paths: {/things: {get: null}}",
        ],
    );
}

#[test]
fn variables() {
    check(
        "path_variables",
        document_3_1,
        &[
            &item(
                "/things/{id}",
                "[{name: id, in: path, required: true, schema: {type: string}}]",
            ),
            &item("/things/{id}", "[]"),
            &item("'/things/{id}'", "[]"),
            &item("\"/things\\u002f{id}\"", "[]"),
            &item(
                "/things/{id}",
                "[{name: di, in: path, required: true, schema: {type: string}}]",
            ),
            &item(
                "/things/{id}",
                "[{name: id, in: query, schema: {type: string}}]",
            ),
            &item(
                "/things/{id}",
                "[{name: id, in: path, schema: {type: string}}]",
            ),
            &item(
                "/things/{id}",
                "[{name: id, in: path, required: false, schema: {type: string}}]",
            ),
            &item("/things/{id}", "[{name: id, schema: {type: string}}]"),
            &item(
                "/things",
                "[{name: id, in: path, required: true, schema: {type: string}}]",
            ),
            &item(
                "/things/{a}-{b}",
                "[{name: a, in: path, required: true, schema: {type: string}}]",
            ),
            &item(
                "/things/{id}/{id}",
                "[{name: id, in: path, required: true, schema: {type: string}}]",
            ),
            &item(
                "/things/{id*}",
                "[{name: id, in: path, required: true, schema: {type: string}}]",
            ),
            r"
paths:
  /things/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    get: {}
  /others:
    post: {parameters: [{$ref: '#/components/parameters/Id'}]}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string}}",
        ],
    );
}

fn item(path: &str, parameters: &str) -> String {
    format!("paths:\n  {path}:\n    get:\n      parameters: {parameters}")
}

#[test]
fn ambiguity() {
    check(
        "ambiguity",
        document_3_1,
        &[
            r"
paths:
  /things/{id}/parts: {}
  /things/{name}/parts: {}",
            r"
paths:
  /things/{id}: {}
  /things/mine: {}
  /things/{id}/parts: {}",
        ],
    );
}
