//! What `lower` makes of operations and all that belongs to them: a fragment in, the meaning and the diagnostics out.

mod dump;
mod encodings;
mod items;
mod media_types;
mod pagination;
mod parameters;
mod paths;
mod request_bodies;
mod responses;
mod security;
mod servers;
mod webhooks;

use std::fmt::Write as _;

use spectrait_openapi::{Settings, load, lower, resolve};
use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};

/// What every fragment stands in.
const HEADER: &str = "info: {title: Test, version: '1'}\n";

/// A document of that version of OpenAPI around a fragment that begins with `paths`.
fn document(version: &str, fragment: &str) -> String {
    format!("openapi: {version}\n{HEADER}{fragment}")
}

/// An OpenAPI 3.1 document around top-level fields.
fn document_3_1(fragment: &str) -> String {
    document("3.1.0", fragment)
}

/// An OpenAPI 3.0 document around top-level fields.
fn document_3_0(fragment: &str) -> String {
    document("3.0.3", fragment)
}

/// An OpenAPI 3.1 document around a path item.
fn path_item(fragment: &str) -> String {
    document_3_1(&format!("paths:\n  /things:\n{}", indent(4, fragment)))
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
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("test.yaml", document);
    let api = read(&sources, id, &mut diagnostics)
        .and_then(|tree| load(tree, &mut diagnostics))
        .map(|document| resolve(document, &mut diagnostics))
        .map(|api| lower(api, &Settings::default(), &mut diagnostics));
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
            "{}\n{}\n\n{}\n",
            "─".repeat(80),
            fragment,
            outcome.trim_end()
        );
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, snapshot);
    });
}
