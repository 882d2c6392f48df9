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
    for (subject, runs) in subjects.iter().zip(runs(&subjects, &scratch)?) {
        let Some(runs) = runs else {
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
        let of = |position: usize| {
            Quartiles::of(runs.iter().map(|run| run[position])).ok_or("nothing was measured")
        };
        let [cpu, wall, peak] = [of(0)?, of(1)?, of(2)?];
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
         depends on is built before. All crates take turns. Processor time, and the peak of the process's memory.",
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

/// Processor seconds, seconds and peak bytes.
type Cost = [f64; 3];

/// What each crate costs, [`RUNS`] times; nothing of one that does not compile. They take turns, as the machine may be
/// faster now than then.
fn runs(subjects: &[Subject], scratch: &Scratch) -> Result<Vec<Option<Vec<Cost>>>, String> {
    let mut found = vec![Some(Vec::new()); subjects.len()];
    for run in 1..=RUNS {
        for (subject, found) in subjects.iter().zip(&mut found) {
            let Some(costs) = found else {
                continue;
            };
            progress(&format!("check, run {run} of {RUNS}: {}", subject.name));
            match subject.cost(scratch)? {
                Some(cost) => costs.push(cost),
                None => *found = None,
            }
        }
    }
    Ok(found)
}

impl Subject {
    /// Checks it once; nothing if it does not compile.
    fn cost(&self, scratch: &Scratch) -> Result<Option<Cost>, String> {
        let measured = scratch.path().join("measured");
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
        let cost = measure::of_package(&measured, &self.package).ok_or("nothing was measured")?;
        let figure = |name: &str| cost[name].as_f64().unwrap_or(f64::NAN);
        Ok(Some(["cpu_seconds", "seconds", "peak_bytes"].map(figure)))
    }
}
