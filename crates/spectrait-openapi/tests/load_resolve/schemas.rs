//! The keywords of schemas.

use crate::{check, schema_3_0, schema_3_1};

#[test]
fn no_schemas() {
    check(
        "no_schemas",
        schema_3_1,
        &[
            "string",
            "Thing",
            "null",
            "[{type: string}]",
            "7",
            "true",
            "{properties: {a: true, b: false, c: string}}",
        ],
    );
}

#[test]
fn values() {
    check(
        "values",
        schema_3_1,
        &[
            "{type: string, minLength: -1}",
            "{type: string, maxLength: 1.5}",
            "{type: string, maxLength: 2.0}",
            "{type: string, maxLength: 1e30}",
            "{type: string, maxLength: '5'}",
            "{type: string, pattern: [a]}",
            "{type: string, format: 7}",
            "{type: string, title: true}",
            "{type: string, description: {a: 1}}",
            "{type: string, description: }",
            "{type: array, uniqueItems: 'true'}",
            "{type: string, enum: {a: 1}}",
            "{const: a, enum: [b, c]}",
            "{const: a, enum: [a, b]}",
            "{type: string, readOnly: 1}",
            "{type: string, examples: {a: 1}}",
            "{type: string, default: null, example: null}",
        ],
    );
}

#[test]
fn holders() {
    check(
        "holders",
        schema_3_1,
        &[
            "{type: object, properties: []}",
            "{type: object, properties: {id: {type: string, required: true}}}",
            "{type: object, required: id}",
            "{type: object, required: [id, 5, [a]]}",
            "{type: object, additionalProperties: 1}",
            "{type: array, items: [{type: string}, {type: integer}]}",
            "{type: array, items: string}",
            "{allOf: {type: string}}",
            "{oneOf: []}",
            "{anyOf: [{type: string}, 1]}",
            "{not: 1}",
            "{patternProperties: [], propertyNames: 1, dependentRequired: {a: b}, dependentSchemas: {a: 1}}",
            "{discriminator: kind}",
            "{discriminator: {}}",
            "{discriminator: {propertyName: 1}}",
            "{discriminator: {propertyName: kind, mapping: {a: 1}}}",
        ],
    );
}

#[test]
fn holders_of_3_0() {
    check(
        "holders_of_3_0",
        schema_3_0,
        &[
            "{type: object, additionalProperties: true}",
            "{type: object, properties: {a: true}}",
            "{type: array, items: false}",
            "{type: array, items: [{type: string}]}",
        ],
    );
}

#[test]
fn unknown_keywords() {
    check(
        "unknown_keywords",
        schema_3_1,
        &[
            "{type: string, maxlength: 5}",
            "{type: string, maxLenght: 5}",
            "{type: string, colour: red}",
            "{type: string, nullable: true}",
            "{type: string, optional: true}",
            "{in: query, schema: {type: string}}",
            "{type: string, x-anything: {goes: true}}",
            "{type: array, prefixitems: []}",
        ],
    );
}

#[test]
fn keywords_of_3_1() {
    check(
        "keywords_of_3_1",
        schema_3_0,
        &[
            "{type: string, const: a}",
            "{type: string, examples: [a]}",
            "{type: array, items: {}, prefixItems: [{type: string}]}",
            "{type: string, nulable: true}",
        ],
    );
}
