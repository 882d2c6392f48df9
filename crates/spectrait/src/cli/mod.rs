//! The `spectrait` command, and the options and the output that an xtask shares with it.
//!
//! What a program reads (differences, JSON, explanations) goes to the standard output; what a person reads
//! goes to the standard error, as Cargo does it. The exit code is 0 when all is well, 1 when the output
//! differs, 2 when a document, the settings or the command line are wrong.

mod options;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use spectrait_source::Code;

use crate::disk::shown;
use crate::effective;
use crate::{Generator, PackageName, Runtime, explain};
pub use options::{
    Output, check_argument, denies_warnings, deny_warnings_argument, fail, is_check, usage,
};

/// Runs the command with these arguments, the first being its name.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    match matches.subcommand() {
        Some(("generate", matches)) => generate(matches),
        Some(("check", matches)) => check(matches),
        Some(("effective", matches)) => print_effective(matches),
        Some(("explain", matches)) => explain_code(matches),
        // clap insists on one of these.
        _ => ExitCode::from(2),
    }
}

const EFFECTIVE: &str = "\
Print a document with what a generated server answers by itself

A generated server refuses requests before any handler sees them, with statuses that most
documents do not list. The effective document is the document with those added, each to the
operations that can get it:

  400       operations with parameters or a body
  401, 403  operations with security
  408       operations with a body, where the server sets a time limit
  413, 415  operations with a body
  500       every operation
  503       every operation, where the server sets a time limit

with problem details (RFC 9457) as their content. A status that the document lists, by itself, by
its class or by `default`, is not listed again; problem details are added to its content, if it
has any. All else is as in the document, but for comments.

It is what a generated crate has as `openapi.json` and `openapi.yaml`: the document to publish, and
to test a server by.";

fn command() -> Command {
    let document = || {
        Arg::new("document")
            .value_name("DOCUMENT")
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .help("The OpenAPI document, YAML or JSON")
    };
    Command::new("spectrait")
        .version(env!("CARGO_PKG_VERSION"))
        .about("From an OpenAPI document to a Rust crate: types, client and server")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("generate")
                .about("Make a folder hold the crate of a document")
                .arg(document())
                .arg(
                    Arg::new("output")
                        .long("output")
                        .value_name("FOLDER")
                        .value_parser(value_parser!(PathBuf))
                        .required(true)
                        .help("The crate's own folder; only files that Spectrait wrote are touched"),
                )
                .arg(check_argument())
                .arg(deny_warnings_argument())
                .arg(
                    Arg::new("package")
                        .long("package")
                        .value_name("NAME")
                        .value_parser(str::parse::<PackageName>)
                        .help("The crate's name [default: the document's file name]"),
                )
                .arg(
                    Arg::new("runtime-path")
                        .long("runtime-path")
                        .value_name("FOLDER")
                        .value_parser(value_parser!(PathBuf))
                        .conflicts_with("runtime-version")
                        .help("Where the crate finds spectrait-runtime on this machine"),
                )
                .arg(
                    Arg::new("runtime-version")
                        .long("runtime-version")
                        .value_name("VERSION")
                        .value_parser(str::parse::<Runtime>)
                        .help("The version of spectrait-runtime in the registry [default: this program's]"),
                )
                .args(selection_arguments())
                .arg(options::untyped_argument())
                .args(Output::arguments()),
        )
        .subcommand(
            Command::new("check")
                .about("Say what is wrong with a document, and write nothing")
                .arg(document())
                .arg(deny_warnings_argument())
                .args(selection_arguments())
                .arg(options::untyped_argument())
                .args(Output::arguments()),
        )
        .subcommand(
            Command::new("effective")
                .about("Print a document with what a generated server answers by itself")
                .long_about(EFFECTIVE)
                .arg(document())
                .args(selection_arguments())
                .arg(
                    Arg::new("format")
                        .long("format")
                        .value_name("FORMAT")
                        .value_parser(["json", "yaml"])
                        .default_value("yaml")
                        .help("Print JSON or YAML"),
                )
                .arg(Output::color_argument()),
        )
        .subcommand(
            Command::new("explain")
                .about("Explain a diagnostic, or list all of them")
                .arg(Arg::new("code").value_name("CODE").help("Its id or name: E0101, unknown-reference")),
        )
}

/// The options that choose a part of a document, and what becomes of a part that is not there.
fn selection_arguments() -> [Arg; 4] {
    let repeatable = |name: &'static str, value| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .action(ArgAction::Append)
    };
    [
        repeatable("tag", "TAG").help("Only the operations of this tag, and what they reach; may be repeated"),
        repeatable("operation", "OPERATION").help(
            "Only this operation, by its operationId or as 'GET /path', and what it reaches; may be repeated",
        ),
        repeatable("exclude", "NAME").help(
            "Leave out this operation, the operations of this tag, or this component schema; may be repeated",
        ),
        Arg::new("placeholders")
            .long("placeholders")
            .action(ArgAction::SetTrue)
            .help("Let something stand in for files and addresses that cannot be read: a schema accepts anything"),
    ]
}

/// The generator of the document, with what was chosen of it.
fn generator(matches: &ArgMatches) -> Generator {
    let generator = Generator::new(path(matches, "document"));
    let names = |option| matches.get_many::<String>(option).into_iter().flatten();
    let generator = names("tag").fold(generator, Generator::tag);
    let generator = names("operation").fold(generator, Generator::operation);
    let generator = names("exclude").fold(generator, Generator::exclude);
    if matches.get_flag("placeholders") {
        generator.placeholders()
    } else {
        generator
    }
}

fn generate(matches: &ArgMatches) -> ExitCode {
    let mut generator = generator(matches).output(path(matches, "output"));
    if let Some(package) = matches.get_one::<PackageName>("package") {
        generator = generator.package(package.clone());
    }
    if let Some(runtime) = matches.get_one::<PathBuf>("runtime-path") {
        if !runtime.join("Cargo.toml").is_file() {
            return fail(&format!(
                "`{}` holds no Cargo.toml, so it is not where spectrait-runtime is\nhelp: --runtime-path is relative \
                 to the working directory",
                shown(runtime)
            ));
        }
        generator = generator.runtime(Runtime::Path(runtime.clone()));
    }
    if let Some(runtime) = matches.get_one::<Runtime>("runtime-version") {
        generator = generator.runtime(runtime.clone());
    }
    let output = Output::of(matches);
    let generator = generator.deny_warnings(denies_warnings(matches));
    let report = if is_check(matches) {
        generator.mended_by(mend(matches)).check()
    } else {
        generator.write()
    };
    let code = output.report(&report);
    for document in &report.documents {
        output.untyped(matches, &document.coverage, &report.sources);
    }
    code
}

/// The command that writes what `--check` found missing.
fn mend(matches: &ArgMatches) -> String {
    let mut words = vec![
        "spectrait generate".to_owned(),
        quoted(&path(matches, "document")),
        "--output".to_owned(),
        quoted(&path(matches, "output")),
    ];
    for option in [
        "package",
        "runtime-path",
        "runtime-version",
        "tag",
        "operation",
        "exclude",
    ] {
        for value in matches.get_raw(option).into_iter().flatten() {
            words.extend([format!("--{option}"), quoted(Path::new(value))]);
        }
    }
    words.join(" ")
}

/// A word of a shell's command line.
fn quoted(word: &Path) -> String {
    let word = word.to_string_lossy();
    let is_plain = |character: char| character.is_alphanumeric() || "-_./\\:".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn check(matches: &ArgMatches) -> ExitCode {
    let document = path(matches, "document");
    let generation = generator(matches).generate();
    let output = Output::of(matches);
    let code = output.generation(&document, &generation, denies_warnings(matches));
    if let Some(generated) = &generation.generated {
        output.untyped(matches, &generated.coverage, &generation.sources);
    }
    code
}

fn print_effective(matches: &ArgMatches) -> ExitCode {
    let generation = generator(matches).generate();
    let json = matches
        .get_one::<String>("format")
        .is_some_and(|format| format == "json");
    let file = if json {
        effective::JSON
    } else {
        effective::YAML
    };
    Output::of(matches).file(Path::new(file), &generation)
}

fn explain_code(matches: &ArgMatches) -> ExitCode {
    let Some(wanted) = matches.get_one::<String>("code") else {
        options::print(&code_list());
        return ExitCode::SUCCESS;
    };
    if let Some(code) = explain(wanted) {
        options::print(&format!(
            "{} {}\n\n{}\n",
            code.id, code.name, code.explanation
        ));
        return ExitCode::SUCCESS;
    }
    let names = spectrait_source::codes::ALL
        .iter()
        .flat_map(|code| [code.name, code.id]);
    let help = match spectrait_source::nearest(wanted, names) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "a code stands in the first line of a diagnostic: error[E0101 unknown-reference]"
            .to_owned(),
    };
    fail(&format!(
        "no diagnostic has the code `{wanted}`\nhelp: {help}"
    ))
}

/// All codes, a line each, with the first sentence of what is said about it.
fn code_list() -> String {
    let line = |code: &&Code| {
        let first = code.explanation.split_inclusive(". ").next();
        let first = first.unwrap_or_default().trim_end();
        format!("{} {}: {first}\n", code.id, code.name)
    };
    spectrait_source::codes::ALL.iter().map(line).collect()
}

/// A path that clap insists on.
fn path(matches: &ArgMatches, name: &str) -> PathBuf {
    matches
        .get_one::<PathBuf>(name)
        .cloned()
        .unwrap_or_default()
}
