//! `type: integer` and `type: number`.

use crate::{check, schema, schema_3_0};

#[test]
fn integer_bounds() {
    check(
        "integer_bounds",
        schema,
        &[
            "{type: integer, minimum: 1, maximum: 100}",
            "{type: integer, minimum: 0}",
            "{type: integer, exclusiveMinimum: 0, exclusiveMaximum: 10}",
            "{type: integer, minimum: 0.5, maximum: 9.5}",
            "{type: integer, minimum: -0.5, maximum: -0.5e-9}",
            "{type: integer, exclusiveMinimum: 0.5, exclusiveMaximum: 9.5}",
            "{type: integer, minimum: 5, maximum: 5}",
            "{type: integer, minimum: 1e2, maximum: 1000.0}",
        ],
    );
    check(
        "integer_bounds_3_0",
        schema_3_0,
        &[
            "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 10, exclusiveMaximum: true}",
            "{type: integer, minimum: 0, exclusiveMinimum: false}",
        ],
    );
}

#[test]
fn integers_beyond_64_bits() {
    check(
        "integers_beyond_64_bits",
        schema,
        &[
            "{type: integer, minimum: -9223372036854775808, maximum: 9223372036854775807}",
            "{type: integer, minimum: -9223372036854775807, maximum: 9223372036854775806}",
            "{type: integer, minimum: -9223372036854776000, maximum: 1e400}",
            "{type: integer, exclusiveMaximum: 9223372036854775808}",
            "{type: integer, minimum: 9223372036854775808}",
            "{type: integer, maximum: -1e400}",
        ],
    );
}

#[test]
fn integer_formats() {
    check(
        "integer_formats",
        schema,
        &[
            "{type: integer, format: int64}",
            "{type: integer, format: int32}",
            "{type: integer, format: int32, minimum: -3000000000, maximum: 2147483647}",
            "{type: integer, format: int32, minimum: 1}",
            "{type: integer, format: int32, minimum: 3000000000}",
            "{type: integer, format: unix-time}",
            "{type: integer, format: uint64}",
            "{type: integer, format: uint32}",
            "{type: integer, format: int8}",
        ],
    );
}

#[test]
fn contradictory_bounds() {
    check(
        "contradictory_bounds_of_numbers",
        schema,
        &[
            "{type: integer, minimum: 10, maximum: 5}",
            "{type: integer, exclusiveMinimum: 5, maximum: 5}",
            "{type: integer, exclusiveMinimum: 5, exclusiveMaximum: 6}",
            "{type: integer, minimum: 0.2, maximum: 0.8}",
            "{type: integer, minimum: 1e400, maximum: 5}",
            "{type: number, minimum: 0.8, maximum: 0.2}",
            "{type: number, exclusiveMinimum: 0.2, maximum: 0.2}",
        ],
    );
}

#[test]
fn numbers() {
    check(
        "numbers",
        schema,
        &[
            "{type: number, format: float}",
            "{type: number, format: double}",
            "{type: number, minimum: 0}",
            "{type: number, maximum: 0.5}",
            "{type: number, multipleOf: 0.01}",
            "{type: integer, multipleOf: 5}",
        ],
    );
}

#[test]
fn defaults() {
    check(
        "defaults_of_numbers",
        schema,
        &[
            "{type: integer, minimum: 1, maximum: 100, default: 100}",
            "{type: integer, minimum: 1, maximum: 100, default: 20.0}",
            "{type: integer, minimum: 1, maximum: 100, default: 500}",
            "{type: integer, exclusiveMinimum: 0, default: 0}",
            "{type: integer, default: 1.5}",
            "{type: integer, default: '20'}",
            "{type: integer, default: null}",
            "{type: [integer, 'null'], default: null}",
            "{type: integer, default: 9223372036854775808}",
            "{type: integer, format: int32, default: 3000000000}",
            "{type: number, default: 1}",
            "{type: number, default: 1e400}",
            "{type: number, default: high}",
            "{type: boolean, default: true}",
            "{type: boolean, default: 'true'}",
        ],
    );
}
