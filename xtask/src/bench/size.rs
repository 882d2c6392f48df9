//! Code lines of the generated crate, against what other generators make of the same document.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::{Map, Value, json};

use super::table::Table;
use super::{Figures, Options, at};

/// The crate that is counted, made from `specs/builds.yaml`.
const CRATE: &str = "generated/builds";

/// What other generators make of `specs/builds.yaml`.
///
/// Name, version, the half that was generated, and its code lines. Measured by this project on 24 November
/// 2026: all `.rs` files of the output after rustfmt, without blanks and comments.
const PEERS: [(&str, &str, &str, usize); 5] = [
    ("oas3-gen", "0.29.0", "client", 239),
    ("oas3-gen", "0.29.0", "server", 199),
    ("progenitor", "0.15.1", "client", 331),
    ("openapi-to-rust", "0.23.0", "client", 454),
    ("openapi-to-rust", "0.23.0", "server", 773),
];

/// Counts the lines of each file.
pub(crate) fn run(_: &Options) -> Result<Figures, String> {
    let folder = Path::new(CRATE);
    let mut files = Vec::new();
    at(folder, list(folder, &mut files))?;
    files.sort();
    let mut ours = Table::new(
        format!("### Size: code lines of `{CRATE}`"),
        ["file", "code lines"],
    );
    let mut total = 0;
    let mut json = Map::new();
    for file in &files {
        let lines = code_lines(&at(file, fs::read_to_string(file))?);
        let name = file
            .strip_prefix(folder)
            .unwrap_or(file)
            .display()
            .to_string();
        ours.row([name.clone(), lines.to_string()]);
        json.insert(name, lines.into());
        total += lines;
    }
    ours.row(["in all".into(), total.to_string()]);

    let mut peers = Table::new(
        "### Size: the same document with other generators",
        ["generator", "version", "parts", "code lines"],
    );
    peers.row([
        "Spectrait".into(),
        env!("CARGO_PKG_VERSION").into(),
        "client and server".into(),
        total.to_string(),
    ]);
    for (name, version, parts, lines) in PEERS {
        peers.row([name.into(), version.into(), parts.into(), lines.to_string()]);
    }
    peers.note(
        "All `.rs` files after rustfmt, without blanks and comments. The figures of others were measured once, \
         on 24 November 2026. Both halves of oas3-gen are 438 lines, those of openapi-to-rust 1,227; \
         progenitor has no server. What a generator keeps in a library is not counted: spectrait-runtime, \
         progenitor-client, oas3-gen-support.",
    );
    let others: Vec<Value> = PEERS
        .iter()
        .map(|(name, version, parts, lines)| {
            json!({ "generator": name, "version": version, "parts": parts, "code_lines": lines })
        })
        .collect();
    Ok(Figures {
        tables: vec![ours, peers],
        json: json!({ "files": json, "code_lines": total, "others": others }),
        broken: None,
    })
}

/// Adds the Rust files of a folder and of those in it.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if is_rust(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file is one of Rust, by its name.
pub(crate) fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// How many lines have code: neither blank nor nothing but comment, documentation included.
///
/// For formatted code. It does not know of strings, so that a line within one that begins like a comment does
/// not count, nor of a block comment that begins behind code and ends on another line.
pub(crate) fn code_lines(text: &str) -> usize {
    let mut in_comment = false;
    text.lines()
        .filter(|line| has_code(line.trim(), &mut in_comment))
        .count()
}

/// Whether a line has code. `in_comment` is whether it begins within a block comment, and then whether it
/// ends within one.
fn has_code(mut line: &str, in_comment: &mut bool) -> bool {
    loop {
        if *in_comment {
            let Some((_, behind)) = line.split_once("*/") else {
                return false;
            };
            *in_comment = false;
            line = behind.trim_start();
        } else if let Some(comment) = line.strip_prefix("/*") {
            *in_comment = true;
            line = comment;
        } else {
            return !line.is_empty() && !line.starts_with("//");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_code_lines(text: &str, expected: usize) {
        assert_eq!(code_lines(text), expected, "{text}");
    }

    #[test]
    fn blanks_and_comments_do_not_count() {
        assert_code_lines("", 0);
        assert_code_lines("\n   \n\t\n", 0);
        assert_code_lines("//! Docs.\n\n/// More.\n// Why.\n", 0);
        assert_code_lines("fn f() {\n    // Why.\n    g();\n}\n", 3);
        assert_code_lines("let a = 1; // one\n", 1);
        assert_code_lines("let a = \"// no comment\";\n", 1);
    }

    #[test]
    fn block_comments_end_where_they_end() {
        assert_code_lines("/* one */\n", 0);
        assert_code_lines("/** Several\n\nlet a = 1;\n*/\nlet b = 2;\n", 1);
        assert_code_lines("/* one */ let a = 1;\n", 1);
        assert_code_lines("/* one\n*/ let a = 1;\nlet b = 2;\n", 2);
        assert_code_lines("/* one */ // two\n/**/\n", 0);
    }
}
