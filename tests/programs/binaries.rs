//! The programs, built.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// Where a program of the workspace is. Cargo tells a test of the programs of its own package only.
pub(crate) fn binary(name: &str) -> PathBuf {
    static BINARIES: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    BINARIES.get_or_init(build)[name].clone()
}

/// Builds what `cargo test --workspace` builds, so that after that command there is nothing to do.
fn build() -> BTreeMap<String, PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ is in the repository");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("target/");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--workspace", "--no-run"])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let messages = String::from_utf8(output.stdout).expect("UTF-8");
    let messages = messages.lines().map(serde_json::from_str::<Value>);
    messages
        .filter_map(|message| {
            let message = message.expect("JSON");
            let is_binary =
                message["target"]["kind"][0] == "bin" && message["profile"]["test"] == false;
            let name = message["target"]["name"].as_str()?.to_owned();
            let path = message["executable"].as_str()?.into();
            is_binary.then_some((name, path))
        })
        .collect()
}
