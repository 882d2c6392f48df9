//! Whole documents.

use crate::outcome;

#[test]
fn builds() {
    let outcome = outcome(include_str!("../../../../specs/builds.yaml"));
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("builds", outcome);
    });
}
