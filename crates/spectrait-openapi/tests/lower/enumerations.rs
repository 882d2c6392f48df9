//! `enum` and `const`.

use crate::{check, schema, schema_3_0};

#[test]
fn enumerations() {
    check(
        "enumerations",
        schema,
        &[
            "{type: string, enum: [pending, '', 'Etc/GMT+1', '≥']}",
            "enum: [a, b]",
            "{type: string, const: a}",
            "const: a",
            "{type: [string, 'null'], enum: [a, null]}",
            "enum: [a, null]",
            "{type: string, enum: [abc], minLength: 2}",
        ],
    );
    check(
        "enumerations_3_0",
        schema_3_0,
        &[
            "{type: string, nullable: true, enum: [a, null]}",
            "{type: string, nullable: true, enum: [a]}",
        ],
    );
}

#[test]
fn invalid_values() {
    check(
        "invalid_enum_values",
        schema,
        &[
            "{type: string, enum: [a, 5]}",
            "{type: string, enum: [a, null]}",
            "{type: string, enum: [yes, true]}",
            "{type: string, enum: [a, abcd, bc], minLength: 2, maxLength: 3}",
            "{type: string, format: uuid, enum: [a]}",
            "{type: integer, enum: [1, 500, 'x'], maximum: 100}",
            "{type: string, enum: [[a], {b: c}]}",
        ],
    );
}

#[test]
fn duplicates() {
    check(
        "duplicate_enum_values",
        schema,
        &[
            "{type: string, enum: [a, b, a, a]}",
            "{type: number, enum: [1, 1.0]}",
            "enum: [{a: {b: 1, c: [2]}}, {a: {c: [2.0], b: 1}}, {a: {b: '1', c: [2]}}]",
        ],
    );
}

#[test]
fn without_a_value() {
    check(
        "enumerations_without_a_value",
        schema,
        &[
            "{type: string, enum: []}",
            "enum: []",
            "{type: [string, 'null'], enum: [null]}",
        ],
    );
}

#[test]
fn of_other_types() {
    check(
        "enumerations_of_other_types",
        schema,
        &[
            "{type: integer, enum: [1, 2]}",
            "{type: number, enum: [0.5]}",
            "{type: boolean, enum: [true]}",
            "{type: object, enum: [{}]}",
            "enum: [a, 1]",
            "const: 1",
        ],
    );
}

#[test]
fn defaults() {
    check(
        "defaults_of_enumerations",
        schema,
        &[
            "{type: string, enum: [pending, success], default: success}",
            "{type: string, enum: [pending, success], default: sucess}",
            "{type: string, enum: [a, b, c, d, e, f, g], default: xyz}",
            "{type: string, enum: ['1'], default: 1}",
            "{type: string, enum: [a], default: null}",
            "{type: [string, 'null'], enum: [a, null], default: null}",
        ],
    );
}
