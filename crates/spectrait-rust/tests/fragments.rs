//! Fragments of documents, and the code they become.

use std::fmt::Write as _;

use spectrait_rust::{GeneratedFile, Settings, emit, file, plan};
use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};

/// The files of a document, and what there is to say about it.
#[track_caller]
fn generate(document: &str) -> (Vec<GeneratedFile>, String) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add("api.yaml", document);
    let tree = read(&sources, id, &mut diagnostics).expect("the text is YAML");
    let loaded = spectrait_openapi::load(&tree, &mut diagnostics).expect("the document is OpenAPI");
    let resolved = spectrait_openapi::resolve(loaded, &mut diagnostics);
    let api = spectrait_openapi::lower(resolved, &mut diagnostics);
    assert!(
        !diagnostics.has_errors(),
        "{}",
        render(&diagnostics, &sources, RenderOptions::default())
    );
    let krate = plan(&api, &Settings::default(), &mut diagnostics);
    let said = render(&diagnostics, &sources, RenderOptions::default());
    (file(&emit(&krate)), said)
}
