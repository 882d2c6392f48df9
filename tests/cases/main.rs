//! Cases that broke generators of others, each held against code that is generated from it, compiled and run.
//!
//! `behaviour.rs` says what must happen. It and the generated crates are one throw-away workspace, so that what is
//! tested is what a user would compile.

#![expect(clippy::expect_used, reason = "what fails here fails the test")]

#[path = "../nested.rs"]
mod nested;

use std::path::Path;

use nested::{cargo, root, text, write};
use spectrait::{Generator, Outcome, RenderOptions, Runtime, render};

/// The documents, and the names of their crates.
const DOCUMENTS: [(&str, &str); 3] = [
    ("cases.yaml", "cases"),
    ("nullable-3.0.yaml", "nullable_3_0"),
    ("pages.yaml", "pages"),
];

const BEHAVIOUR: &str = include_str!("behaviour.rs");

fn generator(document: &str, package: &str) -> Generator {
    Generator::new(root().join("tests/cases").join(document))
        .package(package.parse().expect("a package name"))
        .runtime(Runtime::Path(root().join("crates/spectrait-runtime")))
        .output(workspace().join(package))
}

fn workspace() -> std::path::PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases")
}

#[test]
fn what_the_documents_contradict_is_said_where_it_stands() {
    let generation = generator("cases.yaml", "cases").generate();
    let said = render(
        &generation.diagnostics,
        &generation.sources,
        RenderOptions::default(),
    );
    let root = format!("{}/", root().display()).replace('\\', "/");
    insta::assert_snapshot!(said.replace(&root, ""));
}

/// The client of lists of every kind, as it is written.
#[test]
fn lists_in_pages() {
    let generation = generator("pages.yaml", "pages").generate();
    let options = RenderOptions::default();
    assert!(
        generation.diagnostics.is_empty(),
        "{}",
        render(&generation.diagnostics, &generation.sources, options)
    );
    let files = generation.generated.expect("a crate").files;
    let client = files.iter().find(|file| file.path.ends_with("client.rs"));
    insta::assert_snapshot!(client.expect("a client").contents);
}

#[test]
fn each_case_behaves() {
    for (document, package) in DOCUMENTS {
        let report = generator(document, package).write();
        let diagnostics = report.diagnostics_text(RenderOptions::default());
        assert_ne!(report.outcome, Outcome::Failed, "{diagnostics}");
    }
    let workspace = workspace();
    write(&workspace.join("behaviour/src/lib.rs"), BEHAVIOUR);
    let packages = DOCUMENTS.map(|(_, package)| package);
    nested::write_workspace(
        &workspace,
        &packages,
        r#"
futures-core = { version = "0.3", default-features = false }
"#,
    );
    let output = cargo(&workspace, &["test", "--package", "behaviour"]);
    assert!(output.status.success(), "{}", text(&output));
    for case in 1..=19 {
        let test = format!("test case_{case}_");
        assert!(
            text(&output).contains(&test),
            "behaviour.rs says nothing of case {case}"
        );
    }
}
