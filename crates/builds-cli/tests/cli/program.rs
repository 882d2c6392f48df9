//! The program, run.

use std::process::{Command, Output};

use crate::server::TOKEN;

/// `builds list`, with a token and without settings from outside.
pub(crate) fn list(url: &str) -> Command {
    let mut command = builds(&["list"]);
    command
        .env("BUILDS_BASE_URL", url)
        .env("PIPECAT_API_KEY", TOKEN);
    command
}

pub(crate) fn builds(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_builds"));
    command
        .args(arguments)
        .env("NO_PROXY", "127.0.0.1")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("BUILDS_BASE_URL")
        .env_remove("PIPECAT_API_KEY");
    command
}

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs it without a terminal.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> Ended {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program runs");
    Ended {
        code: status.code(),
        stdout: String::from_utf8(stdout).expect("UTF-8"),
        stderr: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// Runs it, and it must succeed without a word to the standard error.
#[track_caller]
pub(crate) fn stdout(command: &mut Command) -> String {
    let ended = run(command);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    ended.stdout
}

/// The text for a snapshot: the server's port changes from run to run.
pub(crate) fn without_port(text: &str, url: &str) -> String {
    text.replace(url, "http://SERVER/v1")
}
