//! The first `cargo xtask codegen` of a fresh clone: how long, and how many crates.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Figures, Options, progress};
use crate::process::{at, cargo, output};
use crate::scratch::Scratch;
use crate::table::Table;

/// More crates than this are too many to wait for.
const MOST_CRATES: usize = 60;

/// Crates of which one alone would pull in a web stack. Those whose name goes on after a dash count too.
const WEB_STACK: [&str; 7] = ["axum", "h2", "hyper", "reqwest", "rustls", "tokio", "tower"];

/// Copies the working tree to an empty folder and runs the command there with an empty target folder.
pub(crate) fn run(_: &Options) -> Result<Figures, String> {
    let scratch = Scratch::new()?;
    let clone = scratch.path().join("clone");
    copy_tree(&clone)?;
    progress("cold start: building the xtask in a copy of the working tree");
    let (first, said) = codegen(&clone, scratch.path())?;
    let (again, _) = codegen(&clone, scratch.path())?;

    let built: Vec<&str> = said.lines().filter_map(compiled).collect();
    let web_stack: Vec<&str> = built
        .iter()
        .copied()
        .filter(|name| is_web_stack(name))
        .collect();
    let broken = if web_stack.is_empty() {
        (built.len() > MOST_CRATES).then(|| {
            format!(
                "{} crates are built, and {MOST_CRATES} is the most",
                built.len()
            )
        })
    } else {
        Some(format!(
            "the xtask builds a web stack: {}",
            web_stack.join(", ")
        ))
    };

    let mut table = Table::new(
        "### Cold start: the first `cargo xtask codegen` of a fresh clone",
        ["what", "figure"],
    );
    table.row([
        format!("crates built (at most {MOST_CRATES})"),
        built.len().to_string(),
    ]);
    table.row([
        "of them of a web stack (none)".into(),
        web_stack.len().to_string(),
    ]);
    table.row(["first run, s".into(), format!("{:.1}", first.as_secs_f64())]);
    table.row([
        "second run, nothing to build, s".into(),
        format!("{:.2}", again.as_secs_f64()),
    ]);
    table.note(
        "The working tree without what git ignores, in an empty folder, with an empty target folder; crates \
         are downloaded already. Each is one run.",
    );
    Ok(Figures {
        tables: vec![table],
        json: json!({
            "crates": built,
            "web_stack": web_stack,
            "first_seconds": first.as_secs_f64(),
            "second_seconds": again.as_secs_f64(),
        }),
        broken,
    })
}

/// Copies what git would commit of the working directory.
fn copy_tree(clone: &Path) -> Result<(), String> {
    let listed = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ];
    for name in output(Command::new("git").args(listed))?.split_terminator('\0') {
        let (from, to) = (Path::new(name), clone.join(name));
        // It may be listed and deleted.
        if !from.is_file() {
            continue;
        }
        if let Some(folder) = to.parent() {
            at(folder, fs::create_dir_all(folder))?;
        }
        at(from, fs::copy(from, &to))?;
    }
    Ok(())
}

/// Runs the alias `xtask` without its `--quiet`. Gives how long it took and what Cargo said.
fn codegen(clone: &Path, scratch: &Path) -> Result<(Duration, String), String> {
    let mut command = cargo();
    command
        .args([
            "run",
            "--offline",
            "--manifest-path",
            "xtask/Cargo.toml",
            "--",
            "codegen",
        ])
        .current_dir(clone)
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "never")
        .env("CARGO_TERM_QUIET", "false")
        // A compiler's cache would make a warm start of it.
        .env("RUSTC_WRAPPER", "");
    let start = Instant::now();
    let output = command
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    let elapsed = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        Ok((elapsed, said))
    } else {
        Err(format!("`cargo xtask codegen` fails in the copy:\n{said}"))
    }
}

/// The crate's name in Cargo's `Compiling syn v3.0.10`.
fn compiled(line: &str) -> Option<&str> {
    line.trim_start()
        .strip_prefix("Compiling ")?
        .split(' ')
        .next()
}

fn is_web_stack(name: &str) -> bool {
    WEB_STACK.iter().any(|of| {
        name.strip_prefix(of)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_read() {
        assert_eq!(compiled("   Compiling syn v3.0.10"), Some("syn"));
        assert_eq!(
            compiled("   Compiling xtask v0.1.0 (/a/xtask)"),
            Some("xtask")
        );
        assert_eq!(compiled("    Finished `dev` profile"), None);
        assert_eq!(compiled("generated/builds: Compiling"), None);
    }

    #[test]
    fn a_web_stack_is_told_by_its_names() {
        assert!(
            ["axum", "axum-core", "tokio", "hyper-util"]
                .into_iter()
                .all(is_web_stack)
        );
        assert!(
            !["syn", "h2o", "towering", "http"]
                .into_iter()
                .any(is_web_stack)
        );
    }

    /// The same promise without a build, and for every platform.
    #[test]
    fn the_lock_file_holds_few_crates_and_no_web_stack() {
        let names: Vec<&str> = include_str!("../../Cargo.lock")
            .lines()
            .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
            .collect();
        assert!(names.contains(&"xtask"));
        assert!(names.len() <= MOST_CRATES, "{}", names.len());
        let web_stack: Vec<_> = names.iter().filter(|name| is_web_stack(name)).collect();
        assert!(web_stack.is_empty(), "{web_stack:?}");
    }
}
