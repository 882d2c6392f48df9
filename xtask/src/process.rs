//! Programs, files and text in and out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

use serde_json::Value;

/// Cargo, the one that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The repository's target folder, absolute, as Cargo, rustc and others have working folders of their own.
pub(crate) fn target_folder() -> Result<PathBuf, String> {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    std::path::absolute(target).map_err(|error| format!("the target folder: {error}"))
}

/// What a program prints. What it says to people goes where this one's goes.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{command:?} cannot be run: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{command:?} prints no text"))
}

/// What a JSON text holds that another program of this repository printed.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("what was printed is not JSON: {error}"))
}

/// An error of the disk, with the path that it is about.
pub(crate) fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("`{}`: {error}", path.display()))
}

/// Prints to the standard output. A reader that went away is no fault.
pub(crate) fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}

/// Prints a line to the standard error.
pub(crate) fn print_error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
