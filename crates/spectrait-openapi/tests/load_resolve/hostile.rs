//! Nothing that can be read may stop `load` or `resolve`.

use std::fmt::Write as _;

use spectrait_source::MAX_DEPTH;

use crate::{document_3_1, outcome};

/// What can hold itself, around and around: the deepest that the reader accepts must pass on the small
/// stack of a test's thread.
#[test]
fn depth() {
    for (name, before, after) in [
        ("items", "{\"items\":", "}"),
        ("properties", "{\"properties\":{\"a\":", "}}"),
        ("allOf", "{\"allOf\":[", "]}"),
        ("x-", "{\"x-a\":", "}"),
        ("unknown", "{\"default\":", "}"),
    ] {
        let levels = (MAX_DEPTH - 4) / before.matches(['{', '[']).count();
        let schema = format!("{}{{}}{}", before.repeat(levels), after.repeat(levels));
        let document = format!(
            "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Test\",\"version\":\"1\"}},\
             \"components\":{{\"schemas\":{{\"A\":{schema}}}}}}}"
        );
        let (api, report) = outcome("test.json", &document);
        assert_eq!(report, "", "{name}");
        assert!(api.is_some(), "{name}");
    }
}

#[test]
fn depth_of_callbacks() {
    let before = "{\"/a\":{\"get\":{\"callbacks\":{\"a\":";
    let levels = (MAX_DEPTH - 4) / 4;
    let paths = format!("{}{{}}{}", before.repeat(levels), "}}}}".repeat(levels));
    let document = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Test\",\"version\":\"1\"}},\"paths\":{paths}}}"
    );
    let (api, report) = outcome("test.json", &document);
    assert_eq!(report, "");
    assert_eq!(api.expect("the document is read").operations.len(), 1);
}

#[test]
fn depth_of_encodings() {
    let before = "{\"content\":{\"a/b\":{\"encoding\":{\"a\":{\"headers\":{\"A\":";
    let levels = (MAX_DEPTH - 12) / 6;
    let header = format!(
        "{}{{\"schema\":{{}}}}{}",
        before.repeat(levels),
        "}}}}}}".repeat(levels)
    );
    let document = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"Test\",\"version\":\"1\"}},\
         \"components\":{{\"headers\":{{\"A\":{header}}}}}}}"
    );
    let (api, report) = outcome("test.json", &document);
    assert_eq!(report, "");
    assert!(api.is_some());
}

/// A chain of references is followed to its end, however long.
#[test]
fn chain_of_references() {
    let mut parameters =
        String::from("components:\n  parameters:\n    P0: {name: a, in: query, schema: {}}\n");
    let mut schemas = String::from("  schemas:\n    S0: {}\n");
    for number in 1..5_000 {
        let before = number - 1;
        writeln!(
            parameters,
            "    P{number}: {{$ref: '#/components/parameters/P{before}'}}"
        )
        .expect("writing to a string does not fail");
        writeln!(
            schemas,
            "    S{number}: {{$ref: '#/components/schemas/S{before}'}}"
        )
        .expect("writing to a string does not fail");
    }
    let (api, report) = outcome("test.yaml", &document_3_1(&(parameters + &schemas)));
    assert_eq!(report, "");
    assert!(api.is_some());
}

/// Keys that `load` uses for itself mean nothing in a document.
#[test]
fn keys_of_the_skeleton() {
    let document = document_3_1(
        "paths:\n  /a:\n    x-at: 7\n    get:\n      x-at: [1]\n      parameters:\n        - {name: a, in: query, x-at: {}, schema: {$ref: '3'}}",
    );
    let (api, report) = outcome("test.yaml", &document);
    assert!(
        report.contains("E0102"),
        "the reference `3` is to a file: {report}"
    );
    let api = api.expect("the document is read");
    assert_eq!(api.operations[0].parameters[0].name.value, "a");
}
