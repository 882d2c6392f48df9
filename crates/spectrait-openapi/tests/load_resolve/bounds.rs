//! `minimum`, `maximum` and their exclusive forms.

use crate::{check, schema_3_0, schema_3_1};

#[test]
fn bounds() {
    check(
        "bounds",
        schema_3_1,
        &[
            "{type: integer, minimum: '1'}",
            "{type: integer, maximum: many}",
            "{type: integer, minimum: 1, exclusiveMinimum: true}",
            "{type: number, exclusiveMinimum: 0.5, exclusiveMaximum: 1e400}",
            "{type: number, multipleOf: 0}",
            "{type: number, multipleOf: -0.1}",
            "{type: number, multipleOf: 0.01}",
        ],
    );
}

#[test]
fn bounds_of_3_0() {
    check(
        "bounds_of_3_0",
        schema_3_0,
        &[
            "{type: integer, exclusiveMaximum: 5}",
            "{type: integer, exclusiveMinimum: true}",
            "{type: integer, exclusiveMinimum: false}",
            "{type: integer, minimum: 1, exclusiveMinimum: 'true'}",
            "{type: integer, minimum: 1, exclusiveMinimum: true}",
        ],
    );
}
