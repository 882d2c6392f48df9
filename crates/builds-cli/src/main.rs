//! `builds`: lists the builds of Pipecat Cloud in a terminal.
//!
//! It is an example of a program on a generated client. What it says about the API (the URL, the bounds, the
//! statuses) it takes from the crate [`builds`], so a changed document changes it as well.

mod arguments;
mod failure;
mod list;
mod output;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use failure::Failure;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::List(arguments) => list::list(&arguments).await,
        Command::Completions { shell } => completions(shell),
    };
    done.map_or_else(Failure::report, |()| ExitCode::SUCCESS)
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    // `generate` panics if it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "builds", &mut script);
    Ok(output::write(&script)?)
}
