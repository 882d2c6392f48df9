//! `cargo xtask corpus` as a process: what it ends with, and that a run goes on where another was.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its ground is missing"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

const GOOD: &str = "\
openapi: 3.1.0
info: { title: Good, version: '1' }
paths:
  /items:
    get:
      operationId: listItems
      parameters: [{ name: any, in: query, schema: {} }]
      responses: { '204': { description: None. } }
";

/// A folder of documents, and one for all that is made of them; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("spectrait-{}-{name}", std::process::id()));
        fs::create_dir_all(path.join("documents")).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join("documents").join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("corpus")
            .arg(self.0.join("documents"))
            .args(arguments)
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .output()
            .unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_run_reports_each_document_and_the_next_goes_on() {
    let folder = Folder::new("corpus_runs");
    folder.write("good.yaml", GOOD);
    folder.write(
        "good.json",
        r#"{"openapi":"3.1.0","info":{"title":"A","version":"1"},"paths":{}}"#,
    );
    folder.write("broken.yaml", "openapi: 3.1.0\npaths: [unclosed\n");
    folder.write("notes.md", "no document");
    let json = folder.0.join("report.json");

    let output = folder.run(&["--json", json.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("2 of 3 documents are well"), "{said}");
    assert!(said.contains("broken.yaml: 1 E0003"), "{said}");
    let report: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!(report["total"]["generated"], 2);
    let good = &report["documents"][2];
    assert_eq!(good["document"], "good.yaml");
    assert_eq!((&good["fields"], &good["untyped"]), (&1.into(), &1.into()));
    // Two documents of one name are two crates.
    let crates = folder.0.join("target/corpus/workspace");
    assert!(crates.join("good/Cargo.toml").exists() && crates.join("good-2/Cargo.toml").exists());

    let record = folder.0.join("target/corpus/state/good-2.json");
    let changed = || fs::metadata(&record).unwrap().modified().unwrap();
    let before = changed();
    assert_eq!(folder.run(&[]).status.code(), Some(1));
    assert_eq!(
        changed(),
        before,
        "what has not changed is not generated again"
    );
    folder.write("good.yaml", &GOOD.replace("listItems", "getItems"));
    assert_eq!(
        folder.run(&["--document", "good.yaml"]).status.code(),
        Some(0)
    );
    assert!(changed() > before);

    let unknown = folder.run(&["--document", "god.yaml"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `good.yaml`?"));
}

#[test]
fn a_folder_without_documents_is_refused() {
    let folder = Folder::new("corpus_empty");
    let output = folder.run(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("holds no document"));
}
