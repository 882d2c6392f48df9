//! Compiling: all crates together, in one pass of Cargo for each way in which a user compiles one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use super::progress::Progress;
use super::record::Record;
use super::{Folders, measure};
use crate::process::{at, cargo};

/// A way to compile a crate.
pub(super) struct Pass {
    /// Its column, and its key in the report.
    pub(super) name: &'static str,
    command: &'static str,
    features: &'static str,
}

/// All of them. `both` is what the figures of the table are of.
pub(super) const PASSES: [Pass; 7] = [
    pass("none", "check", ""),
    pass("client", "check", "client"),
    pass("server", "check", "server"),
    pass("both", "check", "client,server"),
    pass("all", "check", "client,server,serde"),
    pass("clippy", "clippy", "client,server,serde"),
    pass("doc", "doc", "client,server,serde"),
];

const fn pass(name: &'static str, command: &'static str, features: &'static str) -> Pass {
    Pass {
        name,
        command,
        features,
    }
}

/// Compiles the crates of the documents that became one.
pub(super) fn run(records: &mut [Record], folders: &Folders, jobs: usize) -> Result<(), String> {
    let packages: Vec<String> = records
        .iter()
        .filter(|record| record.is_generated())
        .map(|record| record.package.clone())
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    write_workspace(&packages, folders)?;
    for pass in &PASSES {
        let mut found = pass.run(&packages, folders, jobs)?;
        for record in records.iter_mut().filter(|record| record.is_generated()) {
            let crate_ = found.remove(&record.package).unwrap_or_default();
            record.compiled.insert(
                pass.name.into(),
                crate_.json(pass, folders, &record.package)?,
            );
        }
    }
    Ok(())
}

fn write_workspace(packages: &[String], folders: &Folders) -> Result<(), String> {
    let manifest = folders.workspace.join("Cargo.toml");
    let members = packages.join("\", \"");
    let text = format!("[workspace]\nmembers = [\"{members}\"]\nresolver = \"3\"\n");
    at(&manifest, fs::write(&manifest, text))?;
    // The same versions as here, so that little or nothing has to be fetched.
    let lock = folders.workspace.join("Cargo.lock");
    at(&lock, fs::copy("Cargo.lock", &lock)).map(|_| ())
}

/// What a pass found in one crate.
#[derive(Default)]
struct Found {
    is_compiled: bool,
    errors: usize,
    warnings: usize,
    /// The first of them, in one line.
    first: Option<String>,
    /// All of them, as they are shown.
    text: String,
}

impl Found {
    fn add(&mut self, message: &Value) {
        let text = message["message"].as_str().unwrap_or_default();
        let is_summary = message["spans"].as_array().is_none_or(Vec::is_empty)
            && (text.contains("emitted") || text.starts_with("aborting due to"));
        match message["level"].as_str() {
            _ if is_summary => {}
            Some("warning") => self.warnings += 1,
            Some(level) if level.starts_with("error") => self.errors += 1,
            _ => return,
        }
        if !is_summary && self.first.is_none() {
            let place = &message["spans"][0];
            self.first = Some(format!(
                "{text} ({}:{})",
                place["file_name"].as_str().unwrap_or("?"),
                place["line_start"]
            ));
        }
        self.text += message["rendered"].as_str().unwrap_or_default();
        self.text += "\n";
    }

    fn json(self, pass: &Pass, folders: &Folders, package: &str) -> Result<Value, String> {
        let log = folders.logs.join(format!("{package}.{}.txt", pass.name));
        if self.text.is_empty() {
            let _ = fs::remove_file(&log);
        } else {
            at(&log, fs::write(&log, &self.text))?;
        }
        let mut json = json!({
            "ok": self.is_compiled && self.errors == 0 && self.warnings == 0,
            "errors": self.errors,
            "warnings": self.warnings,
            "first": self.first,
        });
        if pass.command == "check" {
            json["cost"] = measure::of_package(&folders.measured.join(pass.name), package).into();
        }
        Ok(json)
    }
}

impl Pass {
    /// What Cargo says of each package.
    fn run(
        &self,
        packages: &[String],
        folders: &Folders,
        jobs: usize,
    ) -> Result<BTreeMap<String, Found>, String> {
        let mut command = cargo();
        command
            .arg(self.command)
            .args(["--workspace", "--keep-going"])
            .args(["--message-format=json", "--no-default-features"])
            .args(["--features", self.features])
            .args(["--jobs", &jobs.to_string()])
            .current_dir(&folders.workspace)
            .env("CARGO_TARGET_DIR", &folders.target)
            // Each crate is compiled once, and what that costs is told.
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTDOCFLAGS");
        match self.command {
            "doc" => {
                command.arg("--no-deps");
            }
            "check" => {
                let folder = folders.measured.join(self.name);
                let command = measure::measured(&mut command, &folders.workspace, &folder);
                at(&folder, command)?;
            }
            _ => {}
        }
        let log = folders.logs.join(format!("cargo.{}.txt", self.name));
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(at(&log, File::create(&log))?)
            .spawn()
            .map_err(|error| format!("cargo cannot be run: {error}"))?;

        let mut progress = Progress::new(format!("{:8}", self.name), packages.len());
        let known: BTreeSet<&str> = packages.iter().map(String::as_str).collect();
        let mut found: BTreeMap<String, Found> = BTreeMap::new();
        let mut is_finished = false;
        for line in BufReader::new(child.stdout.take().ok_or("cargo has no output")?).lines() {
            let line = line.map_err(|error| format!("cargo cannot be read: {error}"))?;
            // What a build script prints is no message.
            let Ok(message) = serde_json::from_str::<Value>(&line) else {
                continue;
            };
            let reason = message["reason"].as_str();
            is_finished |= reason == Some("build-finished");
            let manifest = message["manifest_path"].as_str().unwrap_or_default();
            let folder = Path::new(manifest).parent();
            let Some(package) = folder
                .filter(|folder| folder.parent() == Some(&folders.workspace))
                .and_then(|folder| folder.file_name()?.to_str())
                .filter(|package| known.contains(package))
            else {
                continue;
            };
            let of_package = found.entry(package.to_owned()).or_default();
            match reason {
                Some("compiler-message") => of_package.add(&message["message"]),
                Some("compiler-artifact") => {
                    of_package.is_compiled = true;
                    progress.advance(package);
                }
                _ => {}
            }
        }
        drop(progress);
        let status = child
            .wait()
            .map_err(|error| format!("cargo cannot be waited for: {error}"))?;
        if !is_finished {
            let said = fs::read_to_string(&log).unwrap_or_default();
            return Err(format!(
                "`cargo {}` ended with {status}:\n{said}",
                self.command
            ));
        }
        Ok(found)
    }
}
