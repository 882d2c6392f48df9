//! The chores of this repository, beginning with `cargo xtask codegen`.

mod bench;
mod code_lines;
mod conformance;
mod corpus;
mod files;
mod load;
mod process;
mod roundtrip;
mod scratch;
mod soak;
mod table;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Command};
use spectrait::cli::{self, Output};
use spectrait::{Project, Runtime};

fn main() -> ExitCode {
    if let Some(code) = corpus::measure::wrap_rustc() {
        return code;
    }
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return cli::usage(&error),
    };
    if let Err(error) = env::set_current_dir(root()) {
        return cli::fail(&format!(
            "the repository's folder cannot be entered: {error}"
        ));
    }
    match matches.subcommand() {
        Some(("codegen", matches)) => codegen(matches),
        Some(("conformance", matches)) => conformance::run(matches),
        Some(("corpus", matches)) => corpus::run(matches),
        Some(("corpus-document", matches)) => corpus::run_child(matches),
        Some(("roundtrip", matches)) => roundtrip::run(matches),
        Some(("bench", matches)) => bench::run(matches),
        Some(("load", matches)) => load::run(matches),
        Some(("soak", matches)) => soak::run(matches),
        // clap insists on a subcommand.
        _ => ExitCode::from(2),
    }
}

fn command() -> Command {
    Command::new("cargo xtask")
        .about("The chores of this repository")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("codegen")
                .about("Make generated/ hold a crate for every document in specs/")
                .arg(cli::check_argument())
                .arg(cli::deny_warnings_argument())
                .args(Output::arguments()),
        )
        .subcommand(conformance::command())
        .subcommand(corpus::command())
        .subcommand(corpus::child_command())
        .subcommand(roundtrip::command())
        .subcommand(bench::command())
        .subcommand(load::command())
        .subcommand(soak::command())
}

/// Makes `generated/` hold a crate for every document in `specs/`.
fn codegen(matches: &ArgMatches) -> ExitCode {
    let project = Project::new("specs", "generated")
        .default_runtime(Runtime::Path("crates/spectrait-runtime".into()))
        .deny_warnings(cli::denies_warnings(matches))
        .mended_by("cargo xtask codegen");
    let report = if cli::is_check(matches) {
        project.check()
    } else {
        project.write()
    };
    Output::of(matches).report(&report)
}

/// The repository's folder, wherever in it the command was given.
fn root() -> PathBuf {
    // Cargo sets it when it runs this; else, where it was built.
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.join("..")
}
