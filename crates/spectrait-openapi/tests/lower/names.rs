//! `x-rust-name` and `x-rust-type`, `readOnly` and `writeOnly`.

use crate::{check, schema};

#[test]
fn names() {
    check(
        "names",
        schema,
        &[
            "{type: object, x-rust-name: Thing, x-rust-type: 'my::Thing', properties: {a: {type: string, enum: [x], x-rust-name: first}}}",
            "{type: array, items: {type: string, enum: [x], x-rust-name: Item, x-rust-type: 'my::Item'}}",
            "{type: object, x-rust-name: 5, properties: {a: {type: string}}}",
        ],
    );
}

#[test]
fn directions() {
    check(
        "directions",
        schema,
        &[
            "{type: object, properties: {a: {type: string, readOnly: true}, b: {type: string, writeOnly: true}}}",
            "{type: object, properties: {a: {type: string, readOnly: true, writeOnly: true}}}",
            "{type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/Subject'}, {readOnly: true}]}}}",
        ],
    );
}
