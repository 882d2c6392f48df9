//! A folder of documents and the folder of their crates.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its ground is missing"
)]

#[path = "../src/test_folder.rs"]
mod test_folder;

use spectrait::{ChangeKind, Outcome, Project, RenderOptions, Report};
use test_folder::TestFolder;

fn document(title: &str) -> String {
    format!("openapi: 3.0.3\ninfo:\n  title: {title}\n  version: '1'\npaths: {{}}\n")
}

fn project(folder: &TestFolder) -> Project {
    Project::new(folder.path("specs"), folder.path("generated")).mended_by("cargo xtask codegen")
}

/// The diagnostics, without the test's own folder.
fn said(folder: &TestFolder, report: &Report) -> String {
    let root = folder.path("").to_string_lossy().replace('\\', "/");
    report
        .diagnostics_text(RenderOptions::default())
        .replace(&root, "")
}

/// The generated crates' folders.
fn crates(folder: &TestFolder) -> Vec<String> {
    let mut crates: Vec<String> = folder
        .list()
        .iter()
        .filter_map(|path| path.strip_prefix("generated/")?.split_once('/'))
        .map(|(name, _)| name.to_owned())
        .collect();
    crates.dedup();
    crates
}

#[track_caller]
fn written(folder: &TestFolder) -> Report {
    let report = project(folder).write();
    assert!(report.exit_code() == 0, "{}", said(folder, &report));
    assert_eq!(project(folder).check().outcome, Outcome::Current);
    report
}

#[test]
fn every_document_gets_a_crate() {
    let folder = TestFolder::new("project_all");
    for name in ["b.yaml", "a.json.yml", "c.JSON", "notes.md", ".hidden.yaml"] {
        folder.write(&format!("specs/{name}"), &document(name));
    }
    folder.write(
        "specs/c.JSON",
        r#"{"openapi":"3.1.0","info":{"title":"C","version":"1"},"paths":{}}"#,
    );
    folder.write(
        "specs/b.settings.yaml",
        "package: bee\nruntime: { path: ../runtime }\n",
    );
    let report = written(&folder);
    assert_eq!(report.outcome, Outcome::Written);
    assert_eq!(crates(&folder), ["a-json", "bee", "c"]);
    let names: Vec<_> = report
        .documents
        .iter()
        .filter_map(|document| document.document.as_deref())
        .collect();
    assert!(
        names[0].ends_with("specs/a.json.yml") && names[2].ends_with("specs/c.JSON"),
        "{names:?}"
    );
    assert!(
        folder
            .read("generated/bee/Cargo.toml")
            .contains("path = \"../../runtime\"")
    );
    assert!(folder.read("generated/c/Cargo.toml").contains(concat!(
        '"',
        env!("CARGO_PKG_VERSION"),
        '"'
    )));
    insta::assert_snapshot!(said(&folder, &report), @"");
}

#[test]
fn a_crate_goes_with_its_document() {
    let folder = TestFolder::new("project_gone");
    folder.write("specs/a.yaml", &document("A"));
    folder.write("specs/b.yaml", &document("B"));
    folder.write("generated/mine/Cargo.toml", "[package]\n");
    written(&folder);
    std::fs::remove_file(folder.path("specs/b.yaml")).unwrap();

    let report = project(&folder).check();
    assert_eq!(report.outcome, Outcome::Differs);
    assert!(
        report
            .summary(false)
            .contains("is left over: no document generates it any more: ")
    );
    assert!(
        report
            .summary(false)
            .ends_with("help: run `cargo xtask codegen` and commit what it writes\n")
    );
    assert_eq!(crates(&folder), ["a", "b", "mine"]);

    let report = written(&folder);
    assert_eq!(crates(&folder), ["a", "mine"]);
    assert!(!folder.path("generated/b").exists());
    assert_eq!(report.documents[1].document, None);
    assert!(
        report.documents[1]
            .changes
            .iter()
            .all(|change| change.kind() == ChangeKind::Delete)
    );
    assert!(
        report
            .summary(false)
            .contains("generated/b: no document generates it any more; 0 files written, ")
    );
}

#[test]
fn one_document_with_errors_stops_all_and_all_is_said() {
    let folder = TestFolder::new("project_errors");
    folder.write("specs/a.yaml", "name: one\n");
    folder.write("specs/b.yaml", &document("B"));
    folder.write("specs/b.settings.yaml", "runtime: {}\n");
    folder.write("specs/c.yaml", "name: two\n");
    folder.write("specs/good.yaml", &document("Good"));
    let report = project(&folder).write();
    assert_eq!(report.exit_code(), 2);
    assert!(report.documents.is_empty());
    let said = said(&folder, &report);
    for file in ["a.yaml", "b.settings.yaml", "c.yaml"] {
        assert!(said.contains(&format!("--> specs/{file}:1:")), "{said}");
    }
    assert!(!folder.path("generated").exists());
    assert_eq!(project(&folder).check().exit_code(), 2);
}

#[test]
fn two_documents_cannot_have_one_crate() {
    let folder = TestFolder::new("project_clash");
    folder.write("specs/a.yaml", &document("A"));
    folder.write(
        "specs/a.json",
        r#"{"openapi":"3.1.0","info":{"title":"C","version":"1"},"paths":{}}"#,
    );
    let report = project(&folder).write();
    insta::assert_snapshot!(said(&folder, &report));
    assert!(!folder.path("generated").exists());
}

#[test]
fn documents_in_folders_and_their_parts() {
    let folder = TestFolder::new("project_folders");
    let shop = document("Shop")
        + "components:\n  schemas:\n    Item: { $ref: schemas/item.yaml }\n    Order: { $ref: order.yaml }\n";
    folder.write("specs/shop.yaml", &shop);
    // A part beside its document, one below it, and what is nobody's.
    folder.write("specs/order.yaml", "type: string\n");
    folder.write("specs/schemas/item.yaml", "type: string\n");
    folder.write("specs/schemas/examples.json", "{}");
    folder.write("specs/v1/My Shop.yaml", &document("One"));
    folder.write("specs/v2/My Shop.yaml", &document("Two"));
    folder.write("specs/v2/My Shop.settings.yaml", "package: shop-two\n");
    folder.write("specs/.old/shop.yaml", "broken");
    let report = written(&folder);
    assert_eq!(crates(&folder), ["shop-two", "shop", "v1-my-shop"]);
    assert_eq!(said(&folder, &report), "");

    // Without the reference to it, it is a document, and none.
    folder.write("specs/shop.yaml", &document("Shop"));
    let report = project(&folder).check();
    insta::assert_snapshot!(said(&folder, &report));
}

#[test]
fn a_crate_of_another_name_is_no_lost_document() {
    let folder = TestFolder::new("project_renamed");
    folder.write("specs/a.yaml", &document("A"));
    written(&folder);
    folder.write("specs/a.settings.yaml", "package: b\n");
    let said = project(&folder).check().summary(false);
    assert!(
        said.contains("generated/a` is left over: no document generates it any more"),
        "{said}"
    );
    written(&folder);
    assert_eq!(crates(&folder), ["b"]);
}

#[test]
fn warnings_can_be_denied() {
    let folder = TestFolder::new("project_warnings");
    folder.write("specs/a.yaml", &document("A"));
    folder.write("specs/b.settings.yaml", "package: b\n");
    let report = project(&folder).deny_warnings(true).write();
    assert_eq!(report.outcome, Outcome::Failed);
    assert!(report.documents.is_empty());
    assert!(!folder.path("generated").exists());
    assert_eq!(
        report.summary(false),
        "error: warnings are denied; nothing was written\n"
    );
}

#[test]
fn a_folder_without_documents_deletes_nothing() {
    let folder = TestFolder::new("project_empty");
    folder.write("specs/a.yaml", &document("A"));
    written(&folder);
    let before = folder.list();
    std::fs::rename(folder.path("specs/a.yaml"), folder.path("specs/a.txt")).unwrap();
    let report = project(&folder).write();
    assert_eq!(report.exit_code(), 2);
    let empty = said(&folder, &report);
    assert_eq!(folder.list().len(), before.len());
    std::fs::remove_dir_all(folder.path("specs")).unwrap();
    let report = project(&folder).write();
    assert_eq!(report.exit_code(), 2);
    insta::assert_snapshot!(format!("{empty}\n{}", said(&folder, &report)));
    assert_eq!(folder.list().len(), before.len() - 1);
}

#[test]
fn settings_without_a_document_are_pointed_out() {
    let folder = TestFolder::new("project_settings");
    folder.write("specs/a.yaml", &document("A"));
    folder.write("specs/b.settings.yaml", "package: b\n");
    folder.write("specs/a.settings.yml", "package: b\n");
    let report = written(&folder);
    insta::assert_snapshot!(said(&folder, &report));
    assert_eq!(crates(&folder), ["a"]);
}

#[test]
fn a_broken_output_folder_is_mended() {
    let folder = TestFolder::new("project_broken");
    folder.write("specs/a.yaml", &document("A"));
    written(&folder);
    let good = folder.list();
    for path in good.iter().filter(|path| path.starts_with("generated/")) {
        let text = folder.read(path);
        folder.write(
            path,
            &format!("<<<<<<< HEAD\n{text}=======\ntheirs\n>>>>>>> topic\n"),
        );
    }
    written(&folder);
    assert_eq!(folder.list(), good);
    std::fs::remove_dir_all(folder.path("generated")).unwrap();
    written(&folder);
    assert_eq!(folder.list(), good);
}
