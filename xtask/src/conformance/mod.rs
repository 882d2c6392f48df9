//! `cargo xtask conformance DIR`: what generated code makes of the JSON-Schema-Test-Suite.
//!
//! `DIR` has a folder for each set, or is one: files of groups, each a schema with instances and whether they are valid.
//! Every group becomes the component that is the body of an operation's request; the sets become documents, the
//! documents crates, by the generator as it is for everyone. A small program reads each instance from its text into the
//! type of that body, strictly, as a server does. All of it is below `target/conformance`, or in the folder that
//! `--keep` names.
//!
//! A group that the generator refuses with an error at its schema is left out, counted and listed.

mod build;
mod document;
mod driver;
mod generate;
mod known;
mod report;
mod suite;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use clap::{Arg, ArgMatches};
use spectrait::cli;

use self::report::Outcome;
use crate::process::{at, print};

/// How many of a hundred groups may be refused.
const MAX_REFUSED_PERCENT: usize = 1;

/// The command's options.
pub(crate) fn command() -> clap::Command {
    // Parsing happens before the working directory changes, and so paths are made absolute there.
    let absolute = |path: &str| std::path::absolute(path);
    clap::Command::new("conformance")
        .about("Hold generated code against the JSON-Schema-Test-Suite")
        .after_help(
            "Ends with 0 when the verdicts are the suite's but for those listed as known failures, and at most one group \
             in a hundred is refused; with 1 when not, or when a known failure has passed; with 2 when the command itself \
             cannot be done.",
        )
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .required(true)
                .value_parser(absolute)
                .help("Its folders are the sets, each with .json files; or it is one of them"),
        )
        .arg(
            Arg::new("keep")
                .long("keep")
                .value_name("FOLDER")
                .value_parser(absolute)
                .help("Put the documents, the crates and the program here [default: target/conformance]"),
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

/// Whether all is as it should be.
fn try_run(matches: &ArgMatches) -> Result<bool, String> {
    let folder: PathBuf = matches.get_one("folder").cloned().unwrap_or_default();
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let target = std::path::absolute(Path::new(&target).join("conformance"))
        .map_err(|error| format!("the target folder cannot be named: {error}"))?;
    let keep = matches.get_one("keep").unwrap_or(&target);

    let mut sets = suite::read(&folder)?;
    for set in &mut sets {
        let folder = keep.join(&set.name);
        at(&folder, fs::create_dir_all(&folder))?;
        generate::run(set, &folder)?;
    }
    build::run(&mut sets, keep, &target.join("build"))?;
    let verdicts = driver::run(&sets, &target.join("build"))?;
    let known = known::read()?;
    let outcome = Outcome::new(&sets, &verdicts, &known);
    print(&outcome.to_string());
    Ok(outcome.is_well())
}
