//! Tables of documents, responses and what is said of them.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::error::Unfit;
use crate::media_type::fit;
use crate::{Direction, Document, OperationKey, Responses, Schemas};

const GET: OperationKey<'_> = OperationKey {
    id: "getIt",
    method: "GET",
    path: "/it",
};

fn document(version: &str, responses: &Value, components: &Value) -> Document {
    let document = json!({
        "openapi": version,
        "paths": { "/it": { "get": { "responses": responses } } },
        "components": components,
    });
    Document::parse(&document.to_string()).unwrap()
}

/// The operation of a document of `version` that answers a 200 of this schema.
fn answering(version: &str, schema: &Value) -> Responses {
    let responses = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    let components = json!({ "schemas": { "It": schema } });
    document(version, &responses, &components)
        .responses(GET)
        .unwrap()
}

fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
    let line = |(name, value): &(&'static str, &'static str)| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    };
    lines.iter().map(line).collect()
}

/// What is said of a response, each as `place pointer keyword`.
fn said(
    responses: &Responses,
    status: u16,
    lines: &[(&'static str, &'static str)],
    body: &str,
) -> Vec<String> {
    let status = StatusCode::from_u16(status).unwrap();
    let checked = responses.check(status, &headers(lines), Some(body.as_bytes()));
    let unfit = checked.err();
    let violations = unfit.iter().flat_map(Unfit::violations);
    violations
        .map(|told| format!("{} {} {}", told.place, told.pointer, told.keyword))
        .collect()
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// Schema, body, pointers and keywords of what does not fit.
#[track_caller]
fn bodies(version: &str, rows: &[(Value, Value, &[&str])]) {
    for (schema, body, expected) in rows {
        let responses = answering(version, schema);
        let said = said(&responses, 200, &[JSON], &body.to_string());
        let expected: Vec<_> = expected.iter().map(|of| format!("body {of}")).collect();
        assert_eq!(said, expected, "{schema} {body}");
    }
}

#[test]
fn every_keyword_is_heeded() {
    let nested = json!({ "properties": { "a": { "items": { "maximum": 3 } } } });
    let pet = json!({ "oneOf": [
        { "required": ["meows"], "properties": { "meows": { "type": "boolean" } } },
        { "required": ["barks"], "properties": { "barks": { "type": "integer", "maximum": 3 } } },
    ] });
    bodies(
        "3.0.4",
        &[
            (json!({ "maxLength": 2 }), json!("ab"), &[]),
            (json!({ "maxLength": 2 }), json!("abc"), &[" maxLength"]),
            (json!({ "pattern": "^a" }), json!("ba"), &[" pattern"]),
            (
                json!({ "type": "integer", "format": "int32" }),
                json!(1_u64 << 31),
                &[" maximum"],
            ),
            (
                json!({ "uniqueItems": true }),
                json!([1, 1]),
                &[" uniqueItems"],
            ),
            (json!({ "enum": ["a", "b"] }), json!("c"), &[" enum"]),
            (
                nested,
                json!({ "a": [1, 5, 7], "more": 1 }),
                &["/a/1 maximum", "/a/2 maximum"],
            ),
            (pet.clone(), json!({ "meows": true }), &[]),
            (
                pet.clone(),
                json!({ "barks": 5 }),
                &[" oneOf", "/barks maximum"],
            ),
            (pet, json!({ "barks": 1, "meows": true }), &[" oneOf"]),
            (
                json!({ "additionalProperties": false, "properties": { "a": {} } }),
                json!({ "a": 1, "b": 2 }),
                &[" additionalProperties"],
            ),
            (
                json!({ "type": "string", "format": "uuid" }),
                json!("1"),
                &[" format"],
            ),
        ],
    );
}

#[test]
fn words_of_3_0_and_3_1() {
    let bound = json!({ "type": "integer", "minimum": 1, "exclusiveMinimum": true });
    bodies(
        "3.0.4",
        &[
            (
                json!({ "type": "string", "nullable": true }),
                json!(null),
                &[],
            ),
            (json!({ "type": "string" }), json!(null), &[" type"]),
            (bound.clone(), json!(2), &[]),
            (bound, json!(1), &[" exclusiveMinimum"]),
        ],
    );
    bodies(
        "3.1.1",
        &[
            (json!({ "type": ["string", "null"] }), json!(null), &[]),
            (
                json!({ "exclusiveMinimum": 1 }),
                json!(1),
                &[" exclusiveMinimum"],
            ),
            (json!({ "const": 1 }), json!(2), &[" const"]),
            (
                json!({
                    "$defs": { "A": { "maximum": 1 } },
                    "properties": { "a": { "$ref": "#/components/schemas/It/$defs/A" } },
                }),
                json!({ "a": 2 }),
                &["/a maximum"],
            ),
            (
                json!({ "properties": { "a": { "$ref": "#/components/schemas/It", "maxProperties": 0 } } }),
                json!({ "a": { "b": 1 } }),
                &["/a maxProperties"],
            ),
        ],
    );
}

#[test]
fn what_is_write_only_is_not_sent() {
    let user = json!({
        "type": "object",
        "required": ["name", "password"],
        "properties": { "name": {}, "password": { "type": "string", "writeOnly": true } },
    });
    bodies(
        "3.0.4",
        &[
            (user.clone(), json!({ "name": "a" }), &[]),
            (
                user,
                json!({ "name": "a", "password": "b" }),
                &["/password writeOnly"],
            ),
        ],
    );
}

/// What a reference leads to may be anywhere in the document.
#[test]
fn references_outside_of_the_components() {
    let responses = json!({
        "200": { "$ref": "#/components/responses/It" },
        "201": { "content": { "application/json": { "schema": {
            "$ref": "#/paths/~1it/get/responses/202/content/application~1json/schema",
        } } } },
        "202": { "content": { "application/json": { "schema": { "maximum": 1 } } } },
        "203": { "content": { "application/json": { "schema": {
            "$ref": "#/components/schemas/Small%20one",
        } } } },
    });
    let components = json!({
        "responses": { "It": { "content": { "application/json": { "schema": { "maximum": 1 } } } } },
        "schemas": { "Small one": { "maximum": 1 } },
    });
    let responses = document("3.0.4", &responses, &components)
        .responses(GET)
        .unwrap();
    for status in [200, 201, 202, 203] {
        assert_eq!(said(&responses, status, &[JSON], "1"), [""; 0], "{status}");
        assert_eq!(
            said(&responses, status, &[JSON], "2"),
            ["body  maximum"],
            "{status}"
        );
    }
}

#[test]
fn statuses_and_media_types_are_looked_up() {
    let content = |name: &str, maximum: u32| json!({ "content": { name: { "schema": { "maximum": maximum } } } });
    let responses = json!({
        "404": content("application/json", 1),
        "4XX": content("application/*", 2),
        "default": content("*/*", 3),
        "204": content("application/json", 1),
        "200": {},
        "x-note": 1,
    });
    let of = document("3.0.4", &responses, &json!({}));
    let responses = of.responses(GET).unwrap();
    let problem = ("content-type", "application/problem+json; charset=utf-8");
    let text = ("content-type", "text/plain");
    let rows: &[(u16, _, &str, &[&str])] = &[
        (404, JSON, "1", &[]),
        (404, JSON, "2", &["body  maximum"]),
        (404, problem, "1", &["header Content-Type  content"]),
        (400, problem, "2", &[]),
        (400, problem, "3", &["body  maximum"]),
        (400, text, "3", &["header Content-Type  content"]),
        (500, problem, "3", &[]),
        (500, problem, "4", &["body  maximum"]),
        (500, problem, "{", &["body  syntax"]),
        // Nothing is known of what is no JSON, and nothing of a response without `content`.
        (500, text, "4", &[]),
        (200, JSON, "{", &[]),
        (204, text, "", &[]),
    ];
    for (status, content_type, body, expected) in rows {
        let said = said(&responses, *status, &[*content_type], body);
        assert_eq!(said, *expected, "{status} {content_type:?} {body}");
    }
    let only = document("3.0.4", &json!({ "200": {} }), &json!({}));
    let said = said(&only.responses(GET).unwrap(), 201, &[], "");
    assert_eq!(said, ["status  responses"]);
}

#[test]
fn the_most_specific_media_type_fits_best() {
    let rows = [
        ("application/json", "application/json", Some(4)),
        (
            "Application/JSON",
            "application/json;charset=utf-8",
            Some(3),
        ),
        ("application/*", "application/json", Some(2)),
        ("*/*", "application/json", Some(1)),
        ("text/*", "application/json", None),
        ("application/json", "application/problem+json", None),
        ("application/json", "", None),
    ];
    for (listed, given, expected) in rows {
        assert_eq!(fit(listed, given), expected, "{listed} {given}");
    }
}

#[test]
fn headers_are_there_and_fit() {
    let responses = json!({ "200": { "headers": {
        "X-Total": { "required": true, "schema": { "$ref": "#/components/schemas/Total" } },
        "X-Name": { "schema": { "type": "string", "maxLength": 3 } },
        "X-Filter": { "content": { "application/json": { "schema": { "maxProperties": 1 } } } },
        "X-Tags": { "schema": { "type": "array", "maxItems": 1 } },
        "Content-Type": { "required": true, "schema": { "type": "integer" } },
    } } });
    let components = json!({ "schemas": { "Total": { "type": "integer", "maximum": 9 } } });
    let of = document("3.0.4", &responses, &components);
    let responses = of.responses(GET).unwrap();
    let rows: &[(&[_], &[&str])] = &[
        (&[("x-total", "9")], &[]),
        (&[], &["header X-Total  required"]),
        (&[("x-total", "10")], &["header X-Total  maximum"]),
        (&[("x-total", "ten")], &["header X-Total  type"]),
        // A text that could be a number.
        (&[("x-total", "1"), ("x-name", "123")], &[]),
        (
            &[("x-total", "1"), ("x-name", "1234")],
            &["header X-Name  maxLength"],
        ),
        (
            &[("x-total", "1"), ("x-filter", r#"{"a":1,"b":2}"#)],
            &["header X-Filter  maxProperties"],
        ),
        // A list has a style, and is not looked at.
        (&[("x-total", "1"), ("x-tags", "a,b")], &[]),
    ];
    for (lines, expected) in rows {
        assert_eq!(said(&responses, 200, lines, ""), *expected, "{lines:?}");
    }
}

#[test]
fn items_are_counted() {
    let of = |name: &'static str, schema: &Value| {
        let responses = json!({ "200": { "content": { name: { "schema": schema } } } });
        let responses = document("3.0.4", &responses, &json!({})).responses(GET);
        let headers = headers(&[("content-type", name)]);
        responses.unwrap().items(StatusCode::OK, &headers)
    };
    let mut items = of("application/x-ndjson", &json!({ "maximum": 1 })).unwrap();
    items.check("1").unwrap();
    assert_eq!(
        items.check("2").unwrap_err().to_string(),
        "the response (200) does not fit the document: item 1: 2 is greater than the maximum of 1 (maximum)"
    );
    // Data that is text is no JSON, even if it looks so.
    let mut items = of(
        "text/event-stream",
        &json!({ "type": "string", "maxLength": 3 }),
    )
    .unwrap();
    items.check("abc").unwrap();
    items.check("123").unwrap();
    let unfit = items.check("1234").unwrap_err();
    assert_eq!(unfit.violations()[0].keyword, "maxLength");
    assert!(of("application/json", &json!({})).is_none());
    assert!(of("application/octet-stream", &json!({})).is_none());
}

#[test]
fn items_of_item_schema() {
    let components = json!({ "schemas": {
        "Count": { "type": "integer", "maximum": 1 },
        "Event": {
            "properties": {
                "event": { "const": "count" },
                "data": {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "contentSchema": { "$ref": "#/components/schemas/Count" },
                },
            },
            "required": ["event", "data"],
        },
    } });
    let said = |name: &'static str, item: &Value, text: &str| {
        let content = json!({ name: { "schema": false, "itemSchema": item } });
        let responses = json!({ "200": { "content": content } });
        let responses = document("3.1.0", &responses, &components).responses(GET);
        let items = responses
            .unwrap()
            .items(StatusCode::OK, &headers(&[("content-type", name)]));
        items.map(|mut items| match items.check(text) {
            Ok(()) => "fits".to_owned(),
            Err(unfit) => unfit.violations()[0].keyword.clone(),
        })
    };
    let count = json!({ "$ref": "#/components/schemas/Count" });
    let event = json!({ "$ref": "#/components/schemas/Event" });
    let short = json!({ "properties": { "data": { "type": "string", "maxLength": 1 } } });
    let kinds = json!({ "oneOf": [event, short] });
    let (lines, events) = ("application/jsonl", "text/event-stream");
    for (name, item, text, expected) in [
        (lines, &count, "1", Some("fits")),
        (lines, &count, "2", Some("maximum")),
        (events, &event, "1", Some("fits")),
        (events, &event, "2", Some("maximum")),
        (events, &short, "2", Some("fits")),
        (events, &short, "22", Some("maxLength")),
        (events, &kinds, "22", None),
    ] {
        let expected = expected.map(ToOwned::to_owned);
        assert_eq!(said(name, item, text), expected, "{name} {item} {text}");
    }
}

#[test]
fn operations_are_found() {
    let answer = |status: &str| json!({ "responses": { status: {} } });
    let mut named = answer("201");
    named["operationId"] = "named".into();
    named["callbacks"] = json!({ "onEvent": { "{$url}": { "post": answer("202") } } });
    let document = json!({
        "openapi": "3.1.0",
        "paths": {
            "/a": { "post": named },
            "/a?x=1": { "get": answer("203") },
            "/b?x=1": { "get": answer("203") },
            "/b?x=2": { "get": answer("203") },
            "/c": { "$ref": "#/components/pathItems/C" },
            "/d": { "get": { "responses": { "200": { "$ref": "#/components/responses/None" } } } },
        },
        "webhooks": { "sold/now": { "post": answer("204") } },
        "components": { "pathItems": { "C": { "get": answer("205") } } },
    });
    let document = Document::parse(&document.to_string()).unwrap();
    let rows = [
        ("named", "POST", "/anywhere", Ok(201)),
        ("other", "POST", "/a", Ok(201)),
        ("onEvent", "POST", "/onEvent", Ok(202)),
        ("x", "GET", "/a", Ok(203)),
        ("x", "GET", "/b", Err("several operations GET /b (x)")),
        ("x", "GET", "/c", Ok(205)),
        ("sold", "POST", "/sold%2Fnow", Ok(204)),
        (
            "named",
            "GET",
            "/anywhere",
            Err("no operation GET /anywhere (named)"),
        ),
        ("x", "GET", "/d", Err("the response 200 leads nowhere")),
    ];
    for (id, method, path, expected) in rows {
        let found = document.responses(OperationKey { id, method, path });
        match (found, expected) {
            (Ok(responses), Ok(status)) => {
                assert_eq!(said(&responses, status, &[], ""), [""; 0], "{id} {path}");
            }
            (Err(error), Err(expected)) => {
                assert!(error.to_string().contains(expected), "{error}");
            }
            (found, _) => panic!("{id} {method} {path}: {found:?}"),
        }
    }
}

#[test]
fn a_document_that_is_none_is_refused() {
    let rows = [
        ("{", "it is no JSON"),
        ("{}", "`openapi` is ``, not 3.0 or 3.1"),
        (r#"{"openapi":"2.0"}"#, "`openapi` is `2.0`"),
    ];
    for (text, expected) in rows {
        let error = Document::parse(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

/// A pattern that cannot be read is told with the response that needs it, not kept quiet.
#[test]
fn a_schema_that_cannot_be_read_is_told() {
    let responses = answering("3.0.4", &json!({ "pattern": "(" }));
    assert_eq!(said(&responses, 200, &[JSON], "\"a\""), ["body  schema"]);
}

fn schemas(components: &Value, direction: Direction) -> Schemas {
    let document = json!({ "openapi": "3.0.3", "components": { "schemas": components } });
    Schemas::new(&document, direction)
}

#[track_caller]
fn converted(schema: &Value, expected: &Value) {
    let made = schemas(&json!({ "A": schema }), Direction::Request).of("A");
    assert_eq!(&made["$defs"]["A"], expected);
}

#[test]
fn schemas_of_3_0_are_converted() {
    converted(
        &json!({ "type": "string", "nullable": true, "format": "email", "example": 1 }),
        &json!({ "type": ["string", "null"], "x-format": "email", "example": 1 }),
    );
    converted(
        &json!({ "minimum": 1, "exclusiveMinimum": true }),
        &json!({ "type": "number", "exclusiveMinimum": 1 }),
    );
    converted(
        &json!({ "properties": { "a": { "readOnly": true }, "b": {} }, "required": ["a", "b"] }),
        &json!({ "type": "object", "properties": { "a": true, "b": {} }, "required": ["b"] }),
    );
    converted(
        &json!({ "$ref": "#/components/schemas/A/properties/x", "type": "string" }),
        &json!({ "$ref": "#/$defs/A/properties/x" }),
    );
    converted(&json!({ "properties": {} }), &json!({ "properties": {} }));
}

#[test]
fn a_tag_says_which_branch_it_is() {
    let components = json!({
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "d": "Dog" } },
        },
        "Cat": { "type": "object", "properties": { "kind": { "type": "string" } } },
        "Dog": { "type": "object", "properties": { "kind": { "type": "string" } } },
    });
    let pet = &schemas(&components, Direction::Request).of("Pet")["$defs"]["Pet"];
    assert_eq!(
        pet["anyOf"][0]["allOf"][1]["properties"]["kind"]["enum"],
        json!(["Cat"])
    );
    assert_eq!(
        pet["anyOf"][1]["allOf"][1]["properties"]["kind"]["enum"],
        json!(["d"])
    );
}
