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
const DOCUMENTS: [(&str, &str); 2] = [
    ("cases.yaml", "cases"),
    ("nullable-3.0.yaml", "nullable_3_0"),
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
    for case in 1..=18 {
        let test = format!("test case_{case}_");
        assert!(
            text(&output).contains(&test),
            "behaviour.rs says nothing of case {case}"
        );
    }
}
