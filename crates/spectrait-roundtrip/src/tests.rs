//! What the parts do by themselves.

use serde_json::{Value, json};
use spectrait_validator::{Direction, Schemas, compile};

use crate::instances::Instances;
use crate::mutations;
use crate::text;
use crate::value::difference;

fn schemas(components: &Value, direction: Direction) -> Schemas {
    let document = json!({ "openapi": "3.0.3", "components": { "schemas": components } });
    Schemas::new(&document, direction)
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
    let judge = compile(&schemas.of("A")).expect("it is a schema");
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
    let judge = compile(&schema).expect("it is a schema");
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
