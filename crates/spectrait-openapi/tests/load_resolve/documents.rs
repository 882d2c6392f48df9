//! Good documents, whole.

use crate::dump::dump;
use crate::outcome;

#[track_caller]
fn check(name: &str, document: &str) {
    let (api, report) = outcome(name, document);
    assert_eq!(report, "", "{name} has nothing wrong");
    let Some(api) = api else {
        panic!("a document without errors is read");
    };
    let dump = dump(&api);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, dump);
    });
}

#[test]
fn builds() {
    check("builds", include_str!("../../../../specs/builds.yaml"));
}

#[test]
fn library_3_0() {
    check("library_3_0", include_str!("library-3.0.yaml"));
}

#[test]
fn library_3_1() {
    check("library_3_1", include_str!("library-3.1.yaml"));
}
