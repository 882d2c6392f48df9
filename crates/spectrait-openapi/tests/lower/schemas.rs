//! Types, `null`, what is said to people, and keywords of any type.

use crate::{check, schema, schema_3_0};

#[test]
fn types() {
    check(
        "types",
        schema,
        &[
            "type: boolean",
            "type: string",
            "type: integer",
            "type: number",
            "type: array",
            "type: object",
            "{}",
            "true",
            "description: Anything.",
        ],
    );
}

#[test]
fn null() {
    check(
        "null",
        schema,
        &[
            "type: [string, 'null']",
            "type: ['null', integer]",
            "type: 'null'",
            "type: [string, integer]",
            "type: [string, integer, 'null']",
        ],
    );
    check(
        "null_3_0",
        schema_3_0,
        &[
            "{type: string, nullable: true}",
            "{type: string, nullable: false}",
            "nullable: true",
        ],
    );
}

#[test]
fn docs() {
    check(
        "docs",
        schema,
        &["
type: object
title: A thing
description: Something.
examples: [{id: 1}, {}]
deprecated: true
properties:
  id:
    type: string
    title: An id
    description: Which thing.
    example: abc
    deprecated: true
  other:
    $ref: '#/components/schemas/Subject'
    description: Another one.
"],
    );
}

#[test]
fn without_a_type() {
    check(
        "without_a_type",
        schema,
        &[
            "properties: {a: {type: string, minLength: 5, maxLength: 3}}",
            "items: {type: string, pattern: a}",
            "minLength: 3",
            "minimum: 3",
            "{minimum: 3, minLength: 2}",
            "{minimum: 3, allOf: [{type: integer}]}",
        ],
    );
}

#[test]
fn misplaced_keywords() {
    check(
        "misplaced_keywords",
        schema,
        &[
            "{type: integer, minLength: 3}",
            "{type: string, minimum: 3, items: {type: string}}",
            "{type: boolean, pattern: a}",
            "{type: array, items: {}, required: [a], properties: {a: {}}, additionalProperties: false}",
            "{type: object, maxItems: 3}",
            "{type: [object, 'null'], uniqueItems: true}",
        ],
    );
}

#[test]
fn keywords_of_any_type() {
    check(
        "keywords_of_any_type",
        schema,
        &[
            "{type: object, allOf: [{type: object}]}",
            "allOf: [{type: object}]",
            "anyOf: [{type: string}, {type: integer}]",
            "oneOf: [{type: string}, {type: integer}]",
            "not: {type: string}",
            "{type: object, discriminator: {propertyName: kind}}",
            "{type: string, readOnly: true}",
            "{type: string, writeOnly: true}",
            "if: {type: string}\nthen: {type: string}\nelse: {type: string}",
            "$dynamicRef: '#node'",
            "{$id: 'https://example.com/a', type: string}",
            "false",
        ],
    );
}

#[test]
fn what_describes_is_no_constraint() {
    check(
        "what_describes_is_no_constraint",
        schema,
        &["
type: string
$comment: For maintainers.
$anchor: here
externalDocs: {url: https://example.com/}
xml: {name: a}
x-anything: 1
"],
    );
}
