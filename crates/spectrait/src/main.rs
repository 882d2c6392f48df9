//! The `spectrait` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    spectrait::cli::run(std::env::args_os())
}
