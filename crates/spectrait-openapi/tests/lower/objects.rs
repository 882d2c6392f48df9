//! `type: object`.

use crate::{check, schema};

#[test]
fn objects() {
    check(
        "objects",
        schema,
        &[
            "
type: object
required: [id]
properties:
  id: {type: string}
  limit: {type: integer, default: 20}
  none: {type: [string, 'null'], default: null}
",
            "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
            "{type: object, additionalProperties: true, properties: {a: {type: string}}}",
            "{type: object, additionalProperties: {type: integer}}",
            "{type: object, additionalProperties: false}",
            "{type: object, properties: {}}",
            "{type: object, properties: {a: {type: object, properties: {b: {type: array, items: {type: object, additionalProperties: {type: string}}}}}}}",
        ],
    );
}

#[test]
fn a_required_property_has_no_default() {
    check(
        "a_required_property_has_no_default",
        schema,
        &[
            "{type: object, required: [a], properties: {a: {type: integer, default: 5}}}",
            "{type: object, required: [a], properties: {a: {type: integer, default: five}}}",
        ],
    );
}

#[test]
fn required_names_that_are_no_properties() {
    check(
        "required_names_that_are_no_properties",
        schema,
        &[
            "{type: object, required: [id, nmae], properties: {name: {type: string}}}",
            "{type: object, required: [id]}",
        ],
    );
}

#[test]
fn rules() {
    check(
        "rules_of_objects",
        schema,
        &[
            "{type: object, minProperties: 1, maxProperties: 2}",
            "{type: object, patternProperties: {'^a': {type: string}}}",
            "{type: object, patternProperties: {'^a': {type: string}}, additionalProperties: false}",
            "{type: object, patternProperties: {'^a': {type: string}, '^b': {type: integer}}, additionalProperties: {type: boolean}}",
            "{type: object, properties: {ab: {minLength: 2}}, patternProperties: {'^a': {type: string}}, additionalProperties: false}",
            "{type: object, patternProperties: {'(a)\\1': {type: string}}}",
            "{type: object, propertyNames: {maxLength: 3}}",
            "{type: object, dependentRequired: {a: [b]}}",
            "{type: object, dependentSchemas: {a: {type: object}}}",
            "{type: object, unevaluatedProperties: false}",
            "{type: object, properties: {a: false}}",
            "{type: object, properties: {a: {type: string, readOnly: true}, b: {type: string, writeOnly: true}}}",
        ],
    );
}

#[test]
fn defaults() {
    check(
        "defaults_of_objects",
        schema,
        &[
            "{type: object, properties: {a: {type: string}}, default: {a: x, b: 1}}",
            "{type: object, required: [a], properties: {a: {type: string}}, default: {}}",
            "{type: object, properties: {a: {type: string, maxLength: 2}}, default: {a: xyz}}",
            "{type: object, additionalProperties: false, properties: {limit: {}}, default: {limt: 1}}",
            "{type: object, additionalProperties: {type: integer}, default: {a: 1, b: x}}",
            "{type: object, default: []}",
        ],
    );
}
