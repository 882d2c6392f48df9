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
fn unsupported_keywords() {
    check(
        "unsupported_keywords_of_arrays",
        schema,
        &[
            "{type: array, items: {}, uniqueItems: true}",
            "{type: array, items: {}, uniqueItems: false}",
            "{type: array, prefixItems: [{type: string}]}",
            "{type: array, contains: {type: string}, minContains: 1, maxContains: 2}",
            "{type: array, unevaluatedItems: false}",
            "{type: array, items: false}",
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
