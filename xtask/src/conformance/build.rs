//! Compiling the crates and the program.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::suite::{Set, State};
use super::{driver, generate};
use crate::process::{at, print_error};

/// Compiles all, in `keep`. A group whose code rustc refuses is marked so, and left out the next time.
pub(super) fn run(sets: &mut [Set], keep: &Path, target: &Path) -> Result<(), String> {
    let folder = keep.join("driver");
    let source = folder.join("src");
    at(&source, fs::create_dir_all(&source))?;
    let lock = folder.join("Cargo.lock");
    // The same versions as here, so that little or nothing has to be fetched.
    at(&lock, fs::copy("Cargo.lock", &lock))?;
    let runtime = Path::new("crates/spectrait-runtime");
    let runtime = at(runtime, fs::canonicalize(runtime))?;
    loop {
        let manifest = folder.join("Cargo.toml");
        at(
            &manifest,
            fs::write(&manifest, driver::manifest(sets, &runtime)),
        )?;
        let main = source.join("main.rs");
        at(&main, fs::write(&main, driver::main(sets)))?;
        print_error("compiling ...");
        let output = driver::build(&folder, target)
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let messages = String::from_utf8_lossy(&output.stdout);
        let errors: Vec<Value> = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["message"]["level"] == "error")
            .map(|mut message| message["message"].take())
            .collect();
        let mut found = false;
        for error in &errors {
            found |= blame(sets, error);
        }
        if !found {
            let said: String = errors
                .iter()
                .filter_map(|error| error["rendered"].as_str())
                .take(5)
                .collect();
            return Err(format!(
                "the generated code does not compile, and it is not known which group's it is:\n{said}\n{}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        for set in &mut *sets {
            generate::run(set, &keep.join(&set.name))?;
        }
    }
}

/// Finds the groups that an error of rustc is about: their names are in the file's name, or in the lines shown.
fn blame(sets: &mut [Set], error: &Value) -> bool {
    let text = error["message"].as_str().unwrap_or_default();
    let mut found = false;
    for span in error["spans"].as_array().into_iter().flatten() {
        let file = span["file_name"].as_str().unwrap_or_default();
        let lines = span["text"].as_array().into_iter().flatten();
        let shown: String = lines.filter_map(|line| line["text"].as_str()).collect();
        let plain = plain(&format!("{file}\n{shown}"));
        for set in &mut *sets {
            if !file.contains(&set.name) && !shown.contains(&set.name.replace('-', "_")) {
                continue;
            }
            let names: Vec<String> = set
                .groups
                .iter()
                .map(|group| self::plain(&group.name))
                .collect();
            for (index, name) in names.iter().enumerate() {
                // `Items01` is in `MaxItems01` too.
                let is_named = plain.match_indices(name.as_str()).any(|(at, _)| {
                    !names.iter().any(|longer| {
                        longer.len() > name.len()
                            && longer.ends_with(name.as_str())
                            && plain[..at + name.len()].ends_with(longer.as_str())
                    })
                });
                if is_named && set.groups[index].state == State::Generated {
                    set.groups[index].state = State::Uncompiled(text.to_owned());
                    found = true;
                }
            }
        }
    }
    found
}

/// A name however it is written: `all_of01`, `AllOf01`.
fn plain(text: &str) -> String {
    text.replace('_', "").to_lowercase()
}
