//! The program of a document.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::process::{at, cargo, parse};

/// Compiles and runs the program of the crate `package`, and gives what it prints.
pub(super) fn run(
    package: &str,
    document: &Path,
    components: &[String],
    target: &Path,
) -> Result<Value, String> {
    let workspace = target.join("workspace");
    let folder = workspace.join(format!("{package}-roundtrip"));
    let source = folder.join("src");
    at(&source, fs::create_dir_all(&source))?;
    let crates = at(Path::new("crates"), fs::canonicalize("crates"))?;
    let crates = crates.display().to_string();
    for (path, text) in [
        (workspace.join("Cargo.toml"), workspace_manifest(package)),
        (folder.join("Cargo.toml"), manifest(package, &crates)),
        (source.join("main.rs"), main(package, components)),
    ] {
        at(&path, fs::write(&path, text))?;
    }
    // The same versions as here, so that little or nothing has to be fetched.
    let lock = workspace.join("Cargo.lock");
    at(&lock, fs::copy("Cargo.lock", &lock))?;
    let output = cargo()
        .args(["run", "--quiet", "--package"])
        .arg(format!("{package}-roundtrip"))
        .arg("--")
        .arg(document)
        .current_dir(&workspace)
        .env("CARGO_TARGET_DIR", target.join("build"))
        // Each is compiled once.
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    parse(&String::from_utf8_lossy(&output.stdout))
}

fn workspace_manifest(package: &str) -> String {
    format!(
        r#"[workspace]
members = ["{package}", "{package}-roundtrip"]
resolver = "3"

[profile.dev]
debug = "line-tables-only"

# The second judge is slow otherwise.
[profile.dev.package."*"]
opt-level = 1
"#
    )
}

fn manifest(package: &str, crates: &str) -> String {
    let runtime = format!("{crates}/spectrait-runtime");
    let roundtrip = format!("{crates}/spectrait-roundtrip");
    format!(
        r#"[package]
name = "{package}-roundtrip"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
{package} = {{ path = "../{package}", default-features = false }}
spectrait-roundtrip = {{ path = {roundtrip:?} }}
spectrait-runtime = {{ path = {runtime:?} }}
"#
    )
}

fn main(package: &str, components: &[String]) -> String {
    let package = package.replace('-', "_");
    let components: Vec<String> = components
        .iter()
        .enumerate()
        .map(|(number, name)| {
            format!(
                "    Component {{\n        name: {name:?},\n        \
                 request: |text| request(|request: Roundtrip{number}Request| request.body, text),\n        \
                 response: response::<Roundtrip{number}Request, _>,\n    }},\n"
            )
        })
        .collect();
    format!(
        r#"//! Holds the crate against its document.

use std::process::ExitCode;

#[allow(unused_imports)]
use {package}::operations::*;
#[allow(unused_imports)]
use spectrait_roundtrip::{{Component, request, response, run}};

fn main() -> ExitCode {{
    let document = std::env::args_os().nth(1).expect("the document is named");
    run(document.as_ref(), COMPONENTS)
}}

const COMPONENTS: &[Component] = &[
{}];
"#,
        components.concat()
    )
}
