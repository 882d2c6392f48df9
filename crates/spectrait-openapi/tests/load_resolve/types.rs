//! `type` and `nullable`.

use crate::{check, schema_3_0, schema_3_1};

#[test]
fn types() {
    check(
        "types",
        schema_3_1,
        &[
            "{type: strnig}",
            "{type: Integer}",
            "{type: int}",
            "{type: file}",
            "{type: any}",
            "{type: colour}",
            "{type: 5}",
            "{type: {a: 1}}",
            "{type: []}",
            "{type: [string, strnig]}",
            "{type: [string, string]}",
            "{type: [string, null]}",
            "{type: [string, 'null']}",
            "{type: 'null'}",
            "{type: array}",
        ],
    );
}

#[test]
fn types_of_3_0() {
    check(
        "types_of_3_0",
        schema_3_0,
        &[
            "{type: [string, 'null']}",
            "{type: [string]}",
            "{type: [string, integer]}",
            "{type: 'null'}",
            "{type: null}",
            "{type: array}",
            "{type: array, items: {}}",
        ],
    );
}

#[test]
fn nullable() {
    check(
        "nullable",
        schema_3_0,
        &[
            "{type: string, nullable: true}",
            "{type: string, nullable: 'true'}",
            "{nullable: true}",
            "{nullable: true, allOf: [{type: string}]}",
            "{nullable: true, enum: [a]}",
            "{nullable: false, enum: [a]}",
            "{nullable: true, type: strnig}",
        ],
    );
}
