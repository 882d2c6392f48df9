//! `itemSchema`: what each item of a sequential media type is.

use crate::{check, document_3_0, indent, path_item};

/// A path item with a GET whose response has this content, and component schemas.
fn content(fragment: &str) -> String {
    let content = indent(8, fragment);
    let item = path_item(&format!(
        "get:\n  responses:\n    '200':\n      description: Found.\n      content:\n{content}"
    ));
    item + COMPONENTS
}

const COMPONENTS: &str = "components:
  schemas:
    Cat: {type: object, properties: {lives: {type: integer}}}
    Dog: {type: object, properties: {name: {type: string}}}
    CatEvent:
      type: object
      properties:
        event: {const: cat}
        data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}
    DogEvent:
      type: object
      properties:
        event: {const: dog}
        data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Dog'}}
";

/// `text/event-stream` with this `itemSchema`.
fn events(fragment: &str) -> String {
    content(&format!(
        "text/event-stream:\n  itemSchema:\n{}",
        indent(4, fragment)
    ))
}

/// The same with this schema of `data`.
fn data(fragment: &str) -> String {
    events(&format!(
        "type: object\nproperties:\n  data: {fragment}\n  event: {{type: string}}\n  id: {{type: string}}\n  retry: {{type: integer, minimum: 0}}\nrequired: [data]"
    ))
}

#[test]
fn lines() {
    check(
        "items_of_json_lines",
        content,
        &[
            "application/jsonl: {itemSchema: {$ref: '#/components/schemas/Dog'}}",
            "application/x-ndjson: {itemSchema: {type: array, items: {type: integer}}}",
            "application/json-seq: {itemSchema: true}",
            "application/jsonl: {itemSchema: {$ref: '#/components/schemas/Dog'}, schema: {type: integer}}",
            "application/jsonl: {itemSchema: {$ref: '#/components/schemas/Bird'}}",
            "application/jsonl: {itemSchema: null}",
            "application/jsonl: {itemSchema: 5}",
        ],
    );
}

#[test]
fn what_data_holds() {
    check(
        "items_of_events",
        data,
        &[
            "{type: string}",
            "{}",
            "{type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}",
            "{type: string, contentMediaType: application/vnd.cat+json, contentSchema: {$ref: '#/components/schemas/Cat'}}",
            "{type: string, contentMediaType: application/json, contentSchema: {type: string}}",
            "{type: string, contentMediaType: application/json, contentSchema: {}}",
            "{type: string, contentMediaType: application/json}",
            "{allOf: [{type: string}, {contentMediaType: application/json, contentSchema: {type: array, items: {type: integer}}}]}",
            "{anyOf: [{type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}, {type: 'null'}]}",
            // It says nothing without the media type, and is meant all the same.
            "{type: string, contentSchema: {$ref: '#/components/schemas/Cat'}}",
            "{type: string, contentMediaType: text/html, contentSchema: {$ref: '#/components/schemas/Cat'}}",
            "{type: string, contentEncoding: base64, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}",
            "{type: string, format: date-time}",
            "{type: integer}",
            // No string, as tools write it.
            "{$ref: '#/components/schemas/Cat'}",
            "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}",
        ],
    );
}

#[test]
fn kinds_of_events() {
    check(
        "kinds_of_events",
        events,
        &[
            "oneOf: [{$ref: '#/components/schemas/CatEvent'}, {$ref: '#/components/schemas/DogEvent'}]",
            "anyOf: [{$ref: '#/components/schemas/CatEvent'}, {type: 'null'}]",
            "type: object\nproperties: {data: {type: string}}\nanyOf: [{properties: {event: {const: a}}}, {properties: {event: {const: b}}}]",
            "
type: object
required: [data]
properties:
  data: {type: string}
oneOf:
- properties:
    event: {const: a}
    data: {contentMediaType: application/json, contentSchema: {type: object, required: [a], properties: {a: {type: integer}}}}
- properties:
    event: {const: b}
    data: {contentMediaType: application/json, contentSchema: {type: array, items: {type: string}}}
",
            "
oneOf:
- properties: {event: {const: a}, data: {type: string}}
- properties: {event: {const: b}, data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}}
type: object
",
            "
oneOf:
- properties: {event: {const: a}, data: {type: string, format: date}}
- properties: {event: {const: b}, data: {type: integer}}
type: object
",
            "
allOf:
- oneOf: [{properties: {id: {const: a}}}, {properties: {id: {const: b}}}, {properties: {id: {const: c}}}, {properties: {id: {const: d}}}, {properties: {id: {const: e}}}]
- oneOf: [{properties: {id: {const: a}}}, {properties: {id: {const: b}}}, {properties: {id: {const: c}}}, {properties: {id: {const: d}}}, {properties: {id: {const: e}}}]
- oneOf: [{properties: {id: {const: a}}}, {properties: {id: {const: b}}}, {properties: {id: {const: c}}}, {properties: {id: {const: d}}}, {properties: {id: {const: e}}}]
type: object
properties: {data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Cat'}}}
",
        ],
    );
}

/// Schemas that describe no event, or nothing of it.
#[test]
fn no_events() {
    check(
        "items_that_are_no_events",
        events,
        &[
            "{}",
            "{type: object}",
            "{type: object, properties: {event: {type: string}}}",
            "$ref: '#/components/schemas/Cat'",
            "{type: string}",
            "{type: array, items: {type: integer}}",
            "$ref: '#/components/schemas/Bird'",
        ],
    );
}

/// Where the field has no effect.
#[test]
fn elsewhere() {
    check(
        "items_of_other_media_types",
        content,
        &[
            "application/json: {itemSchema: {type: integer}}",
            "application/json: {itemSchema: {type: integer}, schema: {type: string}}",
            "multipart/mixed: {itemSchema: {type: integer}}",
            "multipart/mixed: {itemSchema: {type: integer}, itemEncoding: {contentType: text/plain}, prefixEncoding: []}",
            "multipart/form-data: {itemSchema: {type: integer}, schema: {type: object, properties: {a: {type: string}}}}",
            "text/plain: {itemSchema: {type: integer}}",
        ],
    );
}

/// In 3.0 nothing contradicts it either.
#[test]
fn older_documents() {
    check(
        "items_of_3_0",
        |fragment| {
            let content = indent(12, fragment);
            document_3_0(&format!(
                "paths:\n  /things:\n    post:\n      requestBody:\n        content:\n{}      responses:\n        '200':\n          description: Found.\n          content:\n{content}",
                indent(10, fragment)
            ))
        },
        &["application/jsonl: {itemSchema: {type: integer}}"],
    );
}
