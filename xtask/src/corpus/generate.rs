//! Generating: each document in a process of its own, so that one that hangs or crashes costs only itself.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{env, thread};

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use serde_json::{Map, Value, json};
use spectrait::{Coverage, Generator, PackageName, RenderOptions, Runtime, Severity};

use super::Folders;
use super::document::Document;
use super::measure::{self, End, Limits};
use super::progress::Progress;
use super::record::Record;
use crate::code_lines::{code_lines, list};
use crate::process::{at, parse, print};

/// The hidden subcommand of the generating process.
const COMMAND: &str = "corpus-document";

/// What generating one document may cost, in a build without optimisation.
const LIMITS: Limits = Limits {
    time: Duration::from_mins(5),
    bytes: 4 << 30,
};

/// Generates the documents that have changed since an earlier run, `jobs` at a time.
pub(super) fn run(
    documents: &[Document],
    folders: &Folders,
    jobs: usize,
    placeholders: bool,
) -> Result<Vec<Record>, String> {
    let program = format!("{}-{placeholders}", program_stamp()?);
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, Result<Record, String>)>> = Mutex::default();
    let progress = Mutex::new(Progress::new("generating", documents.len()));
    thread::scope(|scope| {
        for _ in 0..jobs.min(documents.len()) {
            scope.spawn(|| {
                loop {
                    let position = next.fetch_add(1, Ordering::Relaxed);
                    let Some(document) = documents.get(position) else {
                        return;
                    };
                    let record = generate(document, folders, &program, placeholders);
                    // No thread panics while it holds one.
                    if let (Ok(mut found), Ok(mut progress)) = (found.lock(), progress.lock()) {
                        found.push((position, record));
                        progress.advance(&document.name);
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by_key(|&(position, _)| position);
    found.into_iter().map(|(_, record)| record).collect()
}

/// What tells one build of this program from another.
fn program_stamp() -> Result<String, String> {
    let program = env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let metadata = at(&program, fs::metadata(&program))?;
    let modified = at(&program, metadata.modified())?;
    let since = modified.duration_since(std::time::UNIX_EPOCH);
    Ok(format!(
        "{}-{}",
        metadata.len(),
        since.unwrap_or_default().as_nanos()
    ))
}

fn generate(
    document: &Document,
    folders: &Folders,
    program: &str,
    placeholders: bool,
) -> Result<Record, String> {
    let bytes = at(&document.path, fs::read(&document.path))?;
    let settings = document.path.with_extension("settings.yaml");
    let mut hasher = DefaultHasher::new();
    for part in [&bytes, &fs::read(settings).unwrap_or_default()] {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    let key = format!("{:016x}-{program}", hasher.finish());
    let output = folders.workspace.join(document.package.as_str());
    if let Some(record) = Record::kept(&folders.state, document, &key)
        && record.is_generated() == output.join("Cargo.toml").exists()
    {
        return Ok(record);
    }

    let mut record = Record::new(document, bytes.len(), &key);
    let log = folders
        .logs
        .join(format!("{}.generation.txt", document.package));
    let (figures, failure) = match in_child(document, &output, &log, placeholders)? {
        Ok(figures) => (figures, None),
        Err(failure) => (Map::new(), Some(failure)),
    };
    record.fields.extend(figures);
    record.fields.insert("failure".into(), failure.into());
    if !record.is_generated() {
        // What an earlier generator made of it is not what this one makes.
        let _ = fs::remove_dir_all(&output);
    }
    record.keep(&folders.state)?;
    Ok(record)
}

/// Runs the generating process. What it prints, or why there is nothing.
fn in_child(
    document: &Document,
    output: &Path,
    log: &Path,
    placeholders: bool,
) -> Result<Result<Map<String, Value>, String>, String> {
    let program = env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let errors = at(log, File::create(log))?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .args([&document.path, output])
        .arg(document.package.as_str())
        .args(placeholders.then_some("--placeholders"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors)
        .spawn()
        .map_err(|error| format!("no process can be started: {error}"))?;
    // A line of figures fits into the pipe, so that it can be read at the end.
    let (end, _) = measure::wait(&mut child, Some(LIMITS))
        .map_err(|error| format!("a process cannot be waited for: {error}"))?;
    let status = match end {
        End::Exited(status) => status,
        End::TooSlow => {
            return Ok(Err(format!("took over {} s", LIMITS.time.as_secs())));
        }
        End::TooLarge => return Ok(Err(format!("took over {} GiB", LIMITS.bytes >> 30))),
    };
    if !status.success() {
        let said = fs::read_to_string(log).unwrap_or_default();
        let panic = said.lines().find(|line| line.contains("panicked at"));
        let what = panic.map_or_else(|| status.to_string(), str::to_owned);
        return Ok(Err(what));
    }
    let mut text = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        at(&document.path, stdout.read_to_string(&mut text))?;
    }
    match parse(&text)? {
        Value::Object(figures) => Ok(Ok(figures)),
        _ => Err("a generating process printed no figures".into()),
    }
}

/// The generating process's command line.
pub(crate) fn command() -> clap::Command {
    let path = |name| {
        Arg::new(name)
            .required(true)
            .value_parser(value_parser!(PathBuf))
    };
    clap::Command::new(COMMAND)
        .hide(true)
        .arg(path("document"))
        .arg(path("output"))
        .arg(
            Arg::new("package")
                .required(true)
                .value_parser(str::parse::<PackageName>),
        )
        .arg(
            Arg::new("placeholders")
                .long("placeholders")
                .action(ArgAction::SetTrue),
        )
}

/// The generating process: writes the crate, says what there is to say to the standard error, and prints the figures.
pub(crate) fn run_child(matches: &ArgMatches) -> ExitCode {
    let path = |name| {
        matches
            .get_one::<PathBuf>(name)
            .cloned()
            .unwrap_or_default()
    };
    let output = path("output");
    let mut generator = Generator::new(path("document"))
        .output(&output)
        .runtime(Runtime::Path("crates/spectrait-runtime".into()));
    if let Some(package) = matches.get_one::<PackageName>("package") {
        generator = generator.package(package.clone());
    }
    if matches.get_flag("placeholders") {
        generator = generator.placeholders();
    }
    let start = Instant::now();
    let report = generator.write();
    let seconds = start.elapsed().as_secs_f64();

    let mut counts: BTreeMap<Severity, BTreeMap<&str, u64>> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let codes = counts.entry(diagnostic.severity).or_default();
        *codes.entry(diagnostic.code.id).or_default() += 1;
    }
    let all = RenderOptions {
        max: Some(usize::MAX),
        ..RenderOptions::default()
    };
    crate::process::print_error(&report.diagnostics_text(all));
    let mut files = Vec::new();
    let mut lines = 0;
    if list(&output, &mut files).is_ok() {
        lines = files
            .iter()
            .filter_map(|file| fs::read_to_string(file).ok())
            .map(|text| code_lines(&text))
            .sum();
    }
    let document = report.documents.first();
    let coverage = document.map(|document| &document.coverage);
    let figures = json!({
        "operations": document.map(|document| document.operations),
        "schemas": document.map(|document| document.schemas),
        "fields": coverage.map(|coverage| coverage.fields),
        "untyped": coverage.map(Coverage::untyped_fields),
        "other_places": coverage.map(|coverage| coverage.others),
        "other_untyped": coverage.map(Coverage::untyped_others),
        "errors": counts.get(&Severity::Error),
        "warnings": counts.get(&Severity::Warning),
        "files": files.len(),
        "code_lines": lines,
        "seconds": seconds,
        "peak_bytes": measure::own_peak(),
    });
    print(&figures.to_string());
    ExitCode::SUCCESS
}
