//! `cargo xtask roundtrip DIR`: the component schemas of documents, held against the types they became.
//!
//! Of each document a second one is made, in which every component is the body of a request and of a response, and
//! of it a crate and a program. What the program does is in the crate `spectrait-roundtrip`, which needs a second
//! judge of JSON Schema that this program must not. All of it is below `target/roundtrip`.

mod document;
mod program;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use clap::{Arg, ArgAction, ArgMatches};
use serde_json::Value;
use spectrait::{Generator, RenderOptions, Runtime, cli};

use crate::corpus::document::{Document, list};
use crate::files;
use crate::process::{at, print, print_error};
use crate::table::Table;

/// The command's options.
pub(crate) fn command() -> clap::Command {
    // Parsing happens before the working directory changes, and so paths are made absolute there.
    let absolute = |path: &str| std::path::absolute(path);
    clap::Command::new("roundtrip")
        .about("Read, write and break instances of every component schema")
        .after_help(
            "Ends with 0 when each instance is judged as the crate `jsonschema` judges it, comes back as it was, and is \
             refused at the right place where it is broken; with 1 when not; with 2 when the command itself cannot be \
             done. What is found is told in full in target/roundtrip/NAME.txt.",
        )
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .required(true)
                .value_parser(absolute)
                .help("Its .json, .yaml and .yml files are the documents"),
        )
        .arg(
            Arg::new("document")
                .long("document")
                .value_name("NAME")
                .action(ArgAction::Append)
                .help("Only this document, by its file name; may be repeated"),
        )
}

/// Runs the command.
pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    match try_run(matches) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => cli::fail(&message),
    }
}

/// The figures of a document, and the columns of the table.
const FIGURES: [&str; 8] = [
    "components",
    "instances",
    "valid",
    "mutations",
    "verdicts",
    "changed",
    "misplaced",
    "without",
];

/// Whether all is as it should be.
fn try_run(matches: &ArgMatches) -> Result<bool, String> {
    let folder: PathBuf = matches.get_one("folder").cloned().unwrap_or_default();
    let names: Vec<&str> = matches
        .get_many::<String>("document")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let target = std::path::absolute(Path::new(&target).join("roundtrip"))
        .map_err(|error| format!("the target folder cannot be named: {error}"))?;
    at(&target, fs::create_dir_all(&target))?;

    let mut table = Table::new("### Round trips", ["document"].into_iter().chain(FIGURES));
    table.note(
        "Verdicts: judged otherwise than by `jsonschema`. Changed: written, it is another value. Misplaced: refused at \
         another place. Without: components of which no valid instance was made.",
    );
    let mut totals = [0; FIGURES.len()];
    let mut failed = Vec::new();
    for document in list(&folder, &names)? {
        print_error(&format!("{} ...", document.name));
        match check(&document, &target) {
            Ok(figures) => {
                for (total, figure) in totals.iter_mut().zip(figures) {
                    *total += figure;
                }
                table.row(row(document.name, figures));
            }
            Err(message) => failed.push(format!("{}: {message}", document.name)),
        }
    }
    table.row(row("all".into(), totals));
    print(&format!("{table}\n"));
    for message in &failed {
        print(&format!("{message}\n"));
    }
    let [.., verdicts, changed, misplaced, _] = totals;
    Ok(failed.is_empty() && verdicts + changed + misplaced == 0)
}

fn row(name: String, figures: [u64; FIGURES.len()]) -> Vec<String> {
    let figures = figures.iter().map(u64::to_string);
    std::iter::once(name).chain(figures).collect()
}

/// Makes the crate and the program of a document, and runs it.
fn check(document: &Document, target: &Path) -> Result<[u64; FIGURES.len()], String> {
    let log = target.join(format!("{}.txt", document.name));
    let second = document::of(&document.path)?;
    let path = target.join(format!("{}.json", document.package));
    at(&path, fs::write(&path, &second.text))?;
    let folder = target.join("workspace").join(document.package.as_str());
    let generation = Generator::new(&path)
        .package(document.package.clone())
        .runtime(Runtime::Path("crates/spectrait-runtime".into()))
        .output(&folder)
        .placeholders()
        .generate();
    let Some(generated) = &generation.generated else {
        let said = spectrait::render(
            &generation.diagnostics,
            &generation.sources,
            RenderOptions::default(),
        );
        at(&log, fs::write(&log, said))?;
        return Err(format!("not generated, see `{}`", log.display()));
    };
    files::write(&folder, &generated.files)?;
    let found = program::run(document.package.as_str(), &path, &second.components, target)
        .map_err(|said| match at(&log, fs::write(&log, said)) {
            Ok(()) => format!("not run, see `{}`", log.display()),
            Err(message) => message,
        })?;
    at(&log, fs::write(&log, text(&found)))?;
    Ok(FIGURES.map(|figure| match (figure, &found[figure]) {
        ("components", _) => second.components.len() as u64,
        (_, Value::Array(list)) => list.len() as u64,
        (_, number) => number.as_u64().unwrap_or(0),
    }))
}

/// What was found, to read.
fn text(found: &Value) -> String {
    let mut lines = Vec::new();
    for key in ["without", "unread"] {
        let names = found[key].as_array().into_iter().flatten();
        lines.extend(names.map(|name| format!("{key}: {}", name.as_str().unwrap_or_default())));
    }
    for (key, list) in found["told"].as_object().into_iter().flatten() {
        let list = list.as_array().into_iter().flatten();
        lines.extend(list.map(|text| format!("{key}: {}", text.as_str().unwrap_or_default())));
    }
    lines.join("\n") + "\n"
}
