//! `type: string`.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_openapi::Settings;

use crate::{check, outcome, outcome_with, schema};

#[test]
fn lengths() {
    check(
        "lengths",
        schema,
        &[
            "{type: string, minLength: 1, maxLength: 64}",
            "{type: string, minLength: 0}",
            "{type: string, maxLength: 0}",
            "{type: string, minLength: 5, maxLength: 3}",
            "{type: string, minLength: 3, maxLength: 3}",
        ],
    );
}

#[test]
fn formats() {
    check(
        "formats",
        schema,
        &[
            "{type: string, format: uuid}",
            "{type: string, format: date-time}",
            "{type: string, format: uri, maxLength: 200}",
            "{type: string, format: email}",
            "{type: string, format: date}",
            "{type: string, format: int64}",
            "{type: string, format: binary}",
            "{type: string, format: byte}",
        ],
    );
}

#[test]
fn a_format_that_the_user_does_not_trust_is_text() {
    let settings = Settings {
        text_formats: BTreeSet::from([ir::StringFormat::Uri]),
        ..Settings::default()
    };
    let document = schema("{type: string, format: uri, maxLength: 200, default: no uri}");
    insta::assert_snapshot!(outcome_with(&document, &settings));
    let other = schema("{type: string, format: uuid}");
    assert_eq!(outcome_with(&other, &settings), outcome(&other));
}

#[test]
fn rules() {
    check(
        "rules_of_strings",
        schema,
        &[
            "{type: string, pattern: '^a'}",
            "{type: string, contentEncoding: base64}",
            "{type: string, contentMediaType: application/json, contentSchema: {type: object}}",
        ],
    );
}

#[test]
fn defaults() {
    check(
        "defaults_of_strings",
        schema,
        &[
            "{type: string, minLength: 2, maxLength: 4, default: äöüß}",
            "{type: string, minLength: 2, default: a}",
            "{type: string, maxLength: 4, default: abcde}",
            "{type: string, default: 5}",
            "{type: string, default: no}",
            "{type: string, default: false}",
            "{type: string, format: uuid, default: 123e4567-e89b-12d3-a456-426614174000}",
            "{type: string, format: uuid, default: none}",
            "{type: string, format: date-time, default: '2026-02-30T00:00:00Z'}",
            "{type: string, format: uri, default: /here}",
            "{type: string, maxLength: 3, default: \"a\\tb that is far too long to be shown in one message\"}",
        ],
    );
}
