//! What `lower` makes of documents: a fragment in, the meaning or the diagnostics out.

mod arrays;
mod combined;
mod documents;
mod dump;
mod enumerations;
mod names;
mod numbers;
mod objects;
mod references;
mod schemas;
mod strings;
mod unions;

use std::fmt::Write as _;

use spectrait_openapi::{Settings, load, lower, resolve};
use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};

/// What every fragment stands in.
const HEADER: &str = "info: {title: Test, version: '1'}\n";

/// A document of that version of OpenAPI around a fragment that begins with `paths`.
fn document(version: &str, fragment: &str) -> String {
    format!("openapi: {version}\n{HEADER}{fragment}")
}

/// An OpenAPI 3.1 document around a component schema `Subject`.
fn schema(fragment: &str) -> String {
    let schema = indent(6, fragment);
    document(
        "3.1.0",
        &format!("paths: {{}}\ncomponents:\n  schemas:\n    Subject:\n{schema}"),
    )
}

/// The same in OpenAPI 3.0.
fn schema_3_0(fragment: &str) -> String {
    schema(fragment).replacen("openapi: 3.1.0", "openapi: 3.0.3", 1)
}

fn indent(columns: usize, text: &str) -> String {
    let margin = " ".repeat(columns);
    text.lines().fold(String::new(), |mut indented, line| {
        let line = if line.is_empty() {
            String::new()
        } else {
            format!("{margin}{line}")
        };
        indented.push_str(&line);
        indented.push('\n');
        indented
    })
}

/// What a document means, and what there is to say about it.
fn outcome(document: &str) -> String {
    outcome_with(document, &Settings::default())
}

/// The same, with settings of the user's.
fn outcome_with(document: &str, settings: &Settings) -> String {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("test.yaml", document);
    let api = read(&sources, id, &mut diagnostics)
        .and_then(|tree| load(tree, &mut diagnostics))
        .map(|document| resolve(document, &mut diagnostics))
        .map(|api| lower(api, settings, &mut diagnostics));
    let mut outcome = api.as_ref().map(dump::dump).unwrap_or_default();
    diagnostics.sort();
    outcome.push_str(&render(&diagnostics, &sources, RenderOptions::default()));
    outcome
}

/// Compares the outcomes of many fragments with the snapshot of that name.
#[track_caller]
fn check(name: &str, around: fn(&str) -> String, fragments: &[&str]) {
    let mut snapshot = String::new();
    for fragment in fragments {
        let fragment = fragment.trim_matches('\n');
        let outcome = outcome(&around(fragment));
        // Writing to a string does not fail.
        _ = writeln!(
            snapshot,
            "{}\n{}\n{}\n",
            "─".repeat(80),
            fragment,
            outcome.trim_end()
        );
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, snapshot);
    });
}
