//! What `cargo check` of a generated crate costs, and of the crates that other generators made of the same document.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Map, Value, json};
use spectrait::{Generator, Outcome, RenderOptions, Runtime};

use super::statistics::Quartiles;
use super::{Figures, Options, progress};
use crate::corpus::measure;
use crate::process::{at, cargo, target_folder};
use crate::scratch::Scratch;
use crate::table::Table;

/// How often each crate is checked.
const RUNS: usize = 3;

/// A crate that is checked.
struct Subject {
    /// For people.
    name: String,
    folder: PathBuf,
    package: String,
    features: Option<&'static str>,
}

/// Checks the crate of each document with its client and without its server, and each crate of others.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let scratch = Scratch::new()?;
    let mut subjects = Vec::new();
    for (position, document) in options.documents().enumerate() {
        for (parts, features) in [("client", "client"), ("client and server", "client,server")] {
            let name = file_name(document);
            let package = format!("bench-{position}");
            subjects.push(Subject {
                name: format!("Spectrait, {name}, {parts}"),
                folder: scratch.path().join(&package),
                package,
                features: Some(features),
            });
        }
        generate(
            document,
            &scratch.path().join(format!("bench-{position}")),
            position,
        )?;
    }
    for peer in &options.peers {
        subjects.push(Subject {
            name: peer.display().to_string(),
            folder: peer.clone(),
            package: package_name(peer)?,
            features: None,
        });
    }

    let mut table = Table::new(
        "### Check: what `cargo check` costs of the crate alone",
        [
            "crate",
            "CPU, s",
            "quartiles, s",
            "wall, s",
            "peak memory, MB",
        ],
    );
    let mut json = Map::new();
    let mut broken = None;
    for subject in &subjects {
        let Some([cpu, wall, peak]) = subject.measure(&scratch)? else {
            let figure = "does not compile".to_owned();
            let none = String::new;
            table.row([subject.name.clone(), figure, none(), none(), none()]);
            json.insert(subject.name.clone(), Value::Null);
            // What others generated is not ours to mend.
            if subject.features.is_some() {
                broken.get_or_insert(format!("{} does not compile", subject.name));
            }
            continue;
        };
        table.row([
            subject.name.clone(),
            format!("{:.2}", cpu.median),
            cpu.spread(),
            format!("{:.2}", wall.median),
            format!("{:.0}", peak.median / 1e6),
        ]);
        json.insert(
            subject.name.clone(),
            json!({ "cpu_seconds": cpu.json(), "seconds": wall.json(), "peak_bytes": peak.json() }),
        );
    }
    table.note(format!(
        "{RUNS} runs of rustc each, as Cargo calls it for `cargo check` without incremental compilation; what the crate \
         depends on is built before. Processor time, and the peak of the process's memory.",
    ));
    Ok(Figures {
        tables: vec![table],
        json: Value::Object(json),
        broken,
    })
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Writes the crate of a document.
fn generate(document: &Path, folder: &Path, position: usize) -> Result<(), String> {
    let package = format!("bench-{position}").parse();
    let report = Generator::new(document)
        .package(package?)
        .runtime(Runtime::Path("crates/spectrait-runtime".into()))
        .output(folder)
        .write();
    if report.outcome == Outcome::Failed {
        return Err(report.diagnostics_text(RenderOptions::default()));
    }
    // The scratch folder is in no workspace, and the versions are those that are here already.
    let lock = folder.join("Cargo.lock");
    at(&lock, fs::copy("Cargo.lock", &lock)).map(|_| ())
}

/// `name` of a package's manifest.
fn package_name(folder: &Path) -> Result<String, String> {
    let manifest = folder.join("Cargo.toml");
    let text = at(&manifest, fs::read_to_string(&manifest))?;
    let name = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "name").then(|| value.trim().trim_matches('"').to_owned())
    });
    name.ok_or_else(|| format!("`{}` names no package", manifest.display()))
}

impl Subject {
    /// Processor seconds, seconds and peak bytes; nothing of a crate that does not compile.
    fn measure(&self, scratch: &Scratch) -> Result<Option<[Quartiles; 3]>, String> {
        progress(&format!("check: {}", self.name));
        let measured = scratch.path().join("measured");
        let mut runs: Vec<[f64; 3]> = Vec::new();
        for _ in 0..RUNS {
            let _ = fs::remove_dir_all(&measured);
            // What is older than its build is not built again.
            let source = self.folder.join("src/lib.rs");
            let touched = fs::File::options()
                .append(true)
                .open(&source)
                .and_then(|file| file.set_modified(std::time::SystemTime::now()));
            at(&source, touched)?;
            let mut command = cargo();
            command
                .args(["check", "--quiet"])
                .current_dir(&self.folder)
                // Kept, so that what they depend on is built once.
                .env("CARGO_TARGET_DIR", target_folder()?.join("bench"))
                .env("CARGO_INCREMENTAL", "0")
                .env_remove("RUSTFLAGS")
                .stdout(Stdio::null());
            if let Some(features) = self.features {
                command.args(["--no-default-features", "--features", features]);
            }
            at(
                &measured,
                measure::measured(&mut command, &self.folder, &measured),
            )?;
            let status = command
                .status()
                .map_err(|error| format!("cargo: {error}"))?;
            if !status.success() {
                return Ok(None);
            }
            let cost =
                measure::of_package(&measured, &self.package).ok_or("nothing was measured")?;
            let figure = |name: &str| cost[name].as_f64().unwrap_or(f64::NAN);
            runs.push(["cpu_seconds", "seconds", "peak_bytes"].map(figure));
        }
        let of = |position: usize| {
            Quartiles::of(runs.iter().map(|run| run[position])).ok_or("nothing was measured")
        };
        Ok(Some([of(0)?, of(1)?, of(2)?]))
    }
}
