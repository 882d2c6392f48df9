//! The failures that are known.

use std::fs;
use std::path::Path;

use crate::process::at;

/// Relative to the repository's folder.
const PATH: &str = "xtask/src/conformance/known-failures.txt";

/// A test that fails: set, file, group, test.
pub(super) type Known = [String; 4];

/// The tests that are known to fail: a line each, its parts divided by ` | `. A line that begins with `#` says why.
pub(super) fn read() -> Result<Vec<Known>, String> {
    let path = Path::new(PATH);
    let text = at(path, fs::read_to_string(path))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(number, line)| {
            let parts: Vec<String> = line.split(" | ").map(str::to_owned).collect();
            Known::try_from(parts).map_err(|_| {
                format!(
                    "`{PATH}`, line {}: not set | file | group | test",
                    number + 1
                )
            })
        })
        .collect()
}
