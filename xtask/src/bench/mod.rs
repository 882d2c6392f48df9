//! `cargo xtask bench`: figures of speed and size, to read and to compare, not to pass.
//!
//! Times depend on the machine and on what else it does, so nothing here asserts one. What is asserted is a
//! count: how many crates the first `cargo xtask codegen` of a fresh clone builds, and that none of them
//! is of a web stack.

mod check;
mod coding;
mod cold_start;
mod generation;
mod size;
pub(crate) mod statistics;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use clap::{Arg, ArgAction, ArgMatches};
use serde_json::{Map, Value, json};
use spectrait::cli;

use crate::process::{output, print, print_error};
use crate::table::Table;

/// A part of the benchmark that can be run alone.
struct Part {
    /// For `--only`, and the key of its figures in the JSON.
    name: &'static str,
    about: &'static str,
    run: fn(&Options) -> Result<Figures, String>,
}

const PARTS: [Part; 5] = [
    Part {
        name: "cold-start",
        about: "the first `cargo xtask codegen` of a fresh clone",
        run: cold_start::run,
    },
    Part {
        name: "generation",
        about: "from a document to the text of its crate",
        run: generation::run,
    },
    Part {
        name: "coding",
        about: "reading and writing JSON, against serde_json and derive",
        run: coding::run,
    },
    Part {
        name: "size",
        about: "lines of the generated crate, against other generators",
        run: size::run,
    },
    Part {
        name: "check",
        about: "what `cargo check` of a generated crate costs, against crates of other generators",
        run: check::run,
    },
];

/// What is given on the command line for the parts.
struct Options {
    /// Documents to generate, beside the one that is always generated.
    documents: Vec<PathBuf>,
    /// Folders of what other generators made of those documents.
    peers: Vec<PathBuf>,
}

impl Options {
    /// The documents that were given; without any, the one of this repository.
    fn documents(&self) -> impl Iterator<Item = &Path> {
        let own = self.documents.is_empty().then_some(Path::new(DOCUMENT));
        own.into_iter()
            .chain(self.documents.iter().map(PathBuf::as_path))
    }
}

/// The document of this repository.
const DOCUMENT: &str = "specs/builds.yaml";

/// What a part has measured.
struct Figures {
    tables: Vec<Table>,
    json: Value,
    /// A promise that the figures break.
    broken: Option<String>,
}

/// The command's options.
pub(crate) fn command() -> clap::Command {
    let parts = PARTS.map(|part| format!("{}: {}", part.name, part.about));
    // Parsing happens before the working directory changes, and so the path is made absolute there.
    let absolute = |path: &str| std::path::absolute(path);
    clap::Command::new("bench")
        .about("Print figures of speed and size; no time is asserted")
        .after_help(format!("Parts:\n  {}", parts.join("\n  ")))
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("PART")
                .action(ArgAction::Append)
                .value_parser(PARTS.map(|part| part.name))
                .help("Run this part; may be repeated"),
        )
        .arg(
            Arg::new("document")
                .long("document")
                .value_name("PATH")
                .action(ArgAction::Append)
                .value_parser(absolute)
                .help("Measure this document too; may be repeated"),
        )
        .arg(
            Arg::new("peer")
                .long("peer")
                .value_name("PATH")
                .action(ArgAction::Append)
                .value_parser(absolute)
                .help("Measure what another generator made of the document, in this folder; may be repeated"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .value_name("FILE")
                .value_parser(absolute)
                .help("Write the figures to this file as well"),
        )
}

/// Runs the parts that were asked for and prints their tables. A part that fails does not keep the next
/// from running.
pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    let only: Vec<&String> = matches.get_many("only").into_iter().flatten().collect();
    let options = Options {
        documents: matches
            .get_many("document")
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        peers: matches
            .get_many("peer")
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
    };
    let (machine, described) = machine();
    print(&format!("{described}\n"));
    let mut json = Map::from_iter([("machine".to_owned(), machine)]);
    let mut exit = ExitCode::SUCCESS;
    for part in &PARTS {
        if !only.is_empty() && !only.iter().any(|name| *name == part.name) {
            continue;
        }
        match (part.run)(&options) {
            Ok(figures) => {
                for table in &figures.tables {
                    print(&format!("\n{table}"));
                }
                json.insert(part.name.to_owned(), figures.json);
                if let Some(broken) = figures.broken {
                    let _ = cli::fail(&format!("{}: {broken}", part.name));
                    exit = ExitCode::FAILURE;
                }
            }
            Err(message) => exit = cli::fail(&format!("{}: {message}", part.name)),
        }
    }
    if let Some(file) = matches.get_one::<PathBuf>("json")
        && let Err(error) = fs::write(file, format!("{:#}\n", Value::Object(json)))
    {
        return cli::fail(&format!("`{}` cannot be written: {error}", file.display()));
    }
    exit
}

/// What figures depend on: processors, what they are busy with, the compiler.
pub(crate) fn machine() -> (Value, String) {
    let processors = thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let rustc = output(Command::new(rustc).arg("--version")).map_or_else(
        |_| "rustc of an unknown version".into(),
        |text| text.trim().to_owned(),
    );
    // Linux only; nowhere else is there a load to read without a dependency.
    let load = fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    let busy = load.map_or_else(String::new, |load| {
        format!(", load {load:.2} over the minute before")
    });
    let (os, processor) = (env::consts::OS, env::consts::ARCH);
    let described = format!("{processors} processors ({processor}, {os}){busy}, {rustc}");
    let json = json!({
        "processors": processors,
        "architecture": processor,
        "os": os,
        "load": load,
        "rustc": rustc,
    });
    (json, described)
}

/// Tells what takes a while.
pub(crate) fn progress(text: &str) {
    print_error(&format!("{text} ..."));
}
