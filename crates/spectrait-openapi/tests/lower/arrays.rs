//! `type: array`.

use crate::{check, schema};

#[test]
fn arrays() {
    check(
        "arrays",
        schema,
        &[
            "{type: array, items: {type: string, maxLength: 3}}",
            "{type: array, items: {type: array, items: {type: integer}}, minItems: 1, maxItems: 3}",
            "{type: array, items: {type: [string, 'null']}, minItems: 0}",
            "{type: array, items: true}",
            "{type: array}",
            "{type: array, items: {}, minItems: 3, maxItems: 1}",
        ],
    );
}

#[test]
fn rules() {
    check(
        "rules_of_arrays",
        schema,
        &[
            "{type: array, items: {}, uniqueItems: true}",
            "{type: array, items: {}, uniqueItems: false}",
            "{type: array, prefixItems: [{type: string}]}",
            "{type: array, contains: {type: string}, minContains: 1, maxContains: 2}",
            "{type: array, unevaluatedItems: false}",
            "{type: array, items: false}",
            "{type: array, prefixItems: [{type: string}, {type: integer}], items: false, minItems: 2}",
            "{type: array, prefixItems: [{type: string}, {type: integer}], minItems: 2, maxItems: 2, uniqueItems: true}",
            "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}",
            "{type: array, prefixItems: [{type: string}], items: {type: integer}}",
            "{type: array, items: [{type: string}, {type: integer}]}",
            "{type: array, items: [{type: string}, {type: integer}], additionalItems: {type: boolean}}",
            "{type: array, items: {type: string}, unevaluatedItems: false}",
            "{type: array, contains: {type: string}, unevaluatedItems: {type: integer}}",
            "{type: array, if: {contains: {const: a}}, then: {if: {contains: {const: b}}}, unevaluatedItems: false}",
            "{type: array, items: {type: string}, maxItems: 2.0}",
        ],
    );
}

#[test]
fn defaults() {
    check(
        "defaults_of_arrays",
        schema,
        &[
            "{type: array, items: {type: integer}, default: [1, 2]}",
            "{type: array, items: {type: integer, maximum: 5}, default: [1, 6, a]}",
            "{type: array, items: {type: integer}, maxItems: 1, default: [1, 2]}",
            "{type: array, items: {type: integer}, minItems: 2, default: [1]}",
            "{type: array, items: {type: integer}, default: 1}",
        ],
    );
}
