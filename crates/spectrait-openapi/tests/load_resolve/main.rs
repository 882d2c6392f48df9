//! What `load` and `resolve` make of documents: a fragment in, the diagnostics out; and some whole
//! documents with all that is known of them afterwards.

mod bounds;
mod documents;
mod dump;
mod hostile;
mod operations;
mod parameters;
mod paths;
mod references;
mod schemas;
mod security;
mod servers;
mod skeleton;
mod types;
mod versions;

use spectrait_openapi::{load, resolve, resolved};
use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};

/// The fragment as it is.
fn whole(fragment: &str) -> String {
    fragment.to_owned()
}

/// An OpenAPI 3.0 document around top-level fields.
fn document_3_0(fragment: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\n{fragment}")
}

/// An OpenAPI 3.1 document around top-level fields.
fn document_3_1(fragment: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: Test, version: '1'}}\n{fragment}")
}

/// An OpenAPI 3.0 document around a component schema.
fn schema_3_0(fragment: &str) -> String {
    document_3_0(&format!(
        "paths: {{}}\ncomponents:\n  schemas:\n    Subject:\n{}",
        indent(6, fragment)
    ))
}

/// An OpenAPI 3.1 document around a component schema.
fn schema_3_1(fragment: &str) -> String {
    document_3_1(&format!(
        "components:\n  schemas:\n    Subject:\n{}",
        indent(6, fragment)
    ))
}

/// An OpenAPI 3.1 document around an operation.
fn operation(fragment: &str) -> String {
    document_3_1(&format!(
        "paths:\n  /things:\n    get:\n{}",
        indent(6, fragment)
    ))
}

/// An OpenAPI 3.0 document around an operation.
fn operation_3_0(fragment: &str) -> String {
    document_3_0(&format!(
        "paths:\n  /things:\n    get:\n{}",
        indent(6, fragment)
    ))
}

/// An OpenAPI 3.1 document around the only parameter of an operation.
fn parameter(fragment: &str) -> String {
    operation(&format!("parameters:\n  -\n{}", indent(4, fragment)))
}

fn indent(columns: usize, text: &str) -> String {
    let margin = " ".repeat(columns);
    let lines: Vec<String> = text.lines().map(|line| format!("{margin}{line}")).collect();
    lines.join("\n") + "\n"
}

/// What a document holds, and what there is to say about it.
fn outcome(name: &str, document: &str) -> (Option<resolved::Api>, String) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add(name, document);
    let api = read(&sources, id, &mut diagnostics)
        .and_then(|tree| load(tree, &mut diagnostics))
        .map(|document| resolve(document, &mut diagnostics));
    diagnostics.sort();
    let report = render(&diagnostics, &sources, RenderOptions::default());
    (api, report)
}

/// Compares the diagnostics of many fragments with the snapshot of that name.
#[track_caller]
fn check(name: &str, around: fn(&str) -> String, fragments: &[&str]) {
    let outcomes: Vec<String> = fragments
        .iter()
        .map(|fragment| {
            let fragment = fragment.trim_matches('\n');
            let (_, report) = outcome("test.yaml", &around(fragment));
            let report = match report.trim_end() {
                "" => "nothing to report",
                report => report,
            };
            format!("{}\n{fragment}\n\n{report}\n", "─".repeat(80))
        })
        .collect();
    let snapshot = outcomes.join("\n");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, snapshot);
    });
}
