//! The program that reads the instances.

use std::io::Write as _;
use std::iter::once;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::suite::Set;
use crate::process::cargo;

/// The package's name.
pub(super) const NAME: &str = "conformance-driver";

/// What has become of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Accepted,
    Refused,
    /// The program has panicked, or ended.
    Crashed,
}

/// The manifest of the program: a workspace of its own.
pub(super) fn manifest(sets: &[Set], runtime: &Path) -> String {
    let runtime = runtime.display().to_string();
    let head = format!(
        r#"[package]
name = "{NAME}"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[profile.dev]
debug = "line-tables-only"

[dependencies]
spectrait-runtime = {{ path = {runtime:?} }}
"#
    );
    let crates = sets.iter().map(|set| {
        let name = &set.name;
        format!("{name} = {{ path = \"../{name}/crate\", default-features = false }}\n")
    });
    once(head).chain(crates).collect()
}

/// The beginning of the program.
const MAIN: &str = r#"//! Reads instances of the JSON-Schema-Test-Suite into generated types.
//!
//! A line of the input is a group's number and an instance. The answer is `1` where it is accepted, `0` where it is
//! refused, and `p` where reading it has panicked.

use std::io::{BufRead, Write};
use std::panic::catch_unwind;

use spectrait_runtime::FromJson;

type Check = fn(&str) -> bool;

/// Whether the text is accepted as the body that the function takes out of a request.
fn check<R, T: FromJson>(_: fn(R) -> T, text: &str) -> bool {
    T::from_json(text).is_ok()
}

fn main() {
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the input is text");
        let (number, text) = line.split_once(' ').expect("a line has two parts");
        let check = CHECKS[number.parse::<usize>().expect("the first is a number")];
        let answer = match catch_unwind(|| check(text)) {
            Ok(true) => b'1',
            Ok(false) => b'0',
            Err(_) => b'p',
        };
        output.write_all(&[answer]).expect("somebody reads");
        output.flush().expect("somebody reads");
    }
}

const CHECKS: &[Check] = &[
"#;

/// The text of the program.
pub(super) fn main(sets: &[Set]) -> String {
    let checks = sets.iter().flat_map(|set| {
        let package = set.name.replace('-', "_");
        set.generated().map(move |(_, group)| {
            format!(
                "    |text| check(|request: {package}::operations::Check{}Request| request.body, text),\n",
                group.name
            )
        })
    });
    once(MAIN.to_owned())
        .chain(checks)
        .chain(once("];\n".to_owned()))
        .collect()
}

/// The verdicts of the instances of all groups that there is code for, in their order.
pub(super) fn run(sets: &[Set], target: &Path) -> Result<Vec<Verdict>, String> {
    let groups = sets.iter().flat_map(Set::generated).enumerate();
    let lines: Vec<String> = groups
        .flat_map(|(number, (_, group))| {
            let tests = group.tests.iter();
            tests.map(move |test| format!("{number} {}\n", test.data))
        })
        .collect();
    let mut verdicts = Vec::new();
    while verdicts.len() < lines.len() {
        let rest = lines[verdicts.len()..].concat();
        let answers = answers(&target.join("debug").join(NAME), rest)?;
        verdicts.extend(answers.bytes().map(|answer| match answer {
            b'1' => Verdict::Accepted,
            b'0' => Verdict::Refused,
            _ => Verdict::Crashed,
        }));
        if verdicts.len() < lines.len() {
            // It ended at the next one.
            verdicts.push(Verdict::Crashed);
        }
    }
    Ok(verdicts)
}

fn answers(program: &Path, input: String) -> Result<String, String> {
    let failed = |error| format!("`{}` cannot be run: {error}", program.display());
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let mut stdin = child.stdin.take();
    let writer = thread::spawn(move || {
        // It may have ended.
        if let Some(stdin) = &mut stdin {
            let _ = stdin.write_all(input.as_bytes());
        }
    });
    let output = child.wait_with_output().map_err(failed)?;
    let _ = writer.join();
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Cargo's command that builds it.
pub(super) fn build(folder: &Path, target: &Path) -> Command {
    let mut command = cargo();
    command
        .args(["build", "--message-format=json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target);
    command
}
