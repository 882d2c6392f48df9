//! Workspaces that tests write and build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ is in the repository")
        .to_path_buf()
}

/// The profile is the one of this workspace, whose dependencies are used again.
const WORKSPACE: &str = r#"[workspace]
members = ["*"]
resolver = "3"

[profile.dev]
debug = "line-tables-only"
"#;

/// Writes the manifest of a workspace, and that of its member `behaviour`, which depends on the others.
pub(crate) fn write_workspace(workspace: &Path, packages: &[&str], dependencies: &str) {
    write(&workspace.join("Cargo.toml"), WORKSPACE);
    write(
        &workspace.join("behaviour/Cargo.toml"),
        &manifest("behaviour", packages, dependencies),
    );
    // The same versions as here, so that nothing has to be fetched.
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock"))
        .expect("the lock file is copied");
}

/// The manifest of a package that depends on others beside it.
pub(crate) fn manifest(package: &str, packages: &[&str], dependencies: &str) -> String {
    let packages: String = packages
        .iter()
        .flat_map(|name| [name, " = { path = \"../", name, "\" }\n"])
        .collect();
    let runtime = root().join("crates/spectrait-runtime");
    format!(
        r#"[package]
name = "{package}"
version = "0.0.0"
edition = "2024"

[dependencies]
spectrait-runtime = {{ path = "{}" }}
axum = {{ version = "0.8", default-features = false, features = ["http1", "tokio"] }}
tokio = {{ version = "1", features = ["macros", "net", "rt", "sync", "time"] }}
tower = {{ version = "0.5", features = ["util"] }}
{dependencies}{packages}"#,
        runtime.display(),
    )
}

/// Writes a file that differs from what is there; Cargo looks at the time of the last change.
pub(crate) fn write(path: &Path, contents: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == contents) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, contents).expect("the file is written");
}

/// Runs Cargo there.
pub(crate) fn cargo(workspace: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(workspace)
        // Shared with this workspace, for the dependencies that are built already.
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR"))
                .parent()
                .expect("target/"),
        )
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs")
}

/// What it said.
pub(crate) fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
