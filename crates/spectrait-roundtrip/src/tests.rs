//! What the parts do by themselves.

use serde_json::{Value, json};

use crate::instances::Instances;
use crate::mutations;
use crate::schema::{Direction, Schemas};
use crate::text;
use crate::value::difference;

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

#[test]
fn instances_cover_branches_bounds_and_absence() {
    let components = json!({
        "A": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": { "type": "integer", "minimum": 3, "maximum": 9 },
                "kind": { "type": "string", "enum": ["x", "y"] },
                "either": { "oneOf": [{ "type": "boolean" }, { "type": "string", "maxLength": 2 }] },
            },
        },
    });
    let schemas = schemas(&components, Direction::Request);
    let instances = Instances { schemas: &schemas }.of(&schemas.of("A"));
    let judge = jsonschema::validator_for(&schemas.of("A")).expect("it is a schema");
    assert!(
        instances.iter().all(|instance| judge.is_valid(instance)),
        "{instances:?}"
    );
    let has = |key: &str, value: Value| {
        instances
            .iter()
            .any(|instance| instance.get(key) == Some(&value))
    };
    assert!(has("id", json!(3)) && has("id", json!(9)));
    assert!(has("kind", json!("x")) && has("kind", json!("y")));
    assert!(
        has("either", json!(true))
            && instances
                .iter()
                .any(|instance| instance["either"].is_string())
    );
    assert!(instances.contains(&json!({ "id": 3 })));
}

#[test]
fn each_keyword_is_broken_at_its_place() {
    let components = json!({
        "A": {
            "type": "object",
            "required": ["n"],
            "additionalProperties": false,
            "properties": {
                "n": { "type": "integer", "maximum": 5 },
                "l": { "type": "array", "maxItems": 1, "items": { "type": "string", "pattern": "^a" } },
            },
        },
    });
    let schemas = schemas(&components, Direction::Request);
    let instance = json!({ "n": 1, "l": ["ab"] });
    let schema = schemas.of("A");
    let judge = jsonschema::validator_for(&schema).expect("it is a schema");
    let mut broken: Vec<String> = Vec::new();
    for mutation in mutations::of(&schemas, &schema, &instance) {
        assert!(!judge.is_valid(&mutation.instance), "{}", mutation.instance);
        broken.push(format!("{} {}", mutation.keyword, mutation.pointer));
    }
    for expected in [
        "required /n",
        "additionalProperties /not declared",
        "maximum /n",
        "type /n",
        "maxItems /l",
        "pattern /l/0",
        "type ",
    ] {
        assert!(
            broken.iter().any(|broken| broken == expected),
            "{expected}: {broken:?}"
        );
    }
}

#[test]
fn texts_match_their_pattern() {
    for pattern in [
        "^[a-z]{2,5}-\\d+$",
        "^(a|b|c)?x$",
        "^https:\\/\\/.{5,247}$",
        "^[^\\s]+@[A-Z]{3}$",
    ] {
        let compiled = spectrait_pattern::Pattern::new(pattern).expect("it is a pattern");
        for choice in 0..10 {
            let text = text::of_pattern(pattern, choice).expect("it has no look-around");
            assert!(compiled.is_match(&text), "{pattern}: {text:?}");
        }
    }
}

#[test]
fn values_are_compared_as_json_schema_compares_them() {
    assert_eq!(
        difference(&json!({ "a": [1, 2.0] }), &json!({ "a": [1.0, 2] })),
        None
    );
    let (one, other) = (
        json!("2012-12-12T10:53:43-08:00"),
        json!("2012-12-12T18:53:43Z"),
    );
    assert_eq!(difference(&one, &other), None);
    assert_eq!(
        difference(&json!({ "a": [1, { "b/c": 2 }] }), &json!({ "a": [1, {}] })),
        Some("/a/1/b~1c".into())
    );
}
