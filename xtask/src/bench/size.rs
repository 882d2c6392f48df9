//! Code lines of the generated crate, against what other generators make of the same document.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};
use spectrait::Generator;

use super::{Figures, Options};
use crate::code_lines::{code_lines, is_rust, list};
use crate::process::at;
use crate::table::Table;

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
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
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
    let mut tables = vec![ours, peers];
    let given = given(options)?;
    if !options.documents.is_empty() || !options.peers.is_empty() {
        let mut table = Table::new(
            "### Size: the documents and folders that were given",
            ["what", "code lines"],
        );
        for (name, lines) in &given {
            table.row([name.clone(), lines.to_string()]);
        }
        table.note("All `.rs` files after rustfmt, without blanks and comments; ours are client and server together.");
        tables.push(table);
    }
    let given: Map<String, Value> = given
        .into_iter()
        .map(|(name, lines)| (name, lines.into()))
        .collect();
    Ok(Figures {
        tables,
        json: json!({ "files": json, "code_lines": total, "others": others, "given": given }),
        broken: None,
    })
}

/// The code lines of the crates of the given documents, and of what is in the given folders.
fn given(options: &Options) -> Result<Vec<(String, usize)>, String> {
    let mut found = Vec::new();
    for document in &options.documents {
        let generation = Generator::new(document).generate();
        let name = document.file_name().unwrap_or(document.as_os_str());
        let name = format!("Spectrait, {}", name.to_string_lossy());
        let Some(generated) = generation.generated else {
            return Err(format!(
                "{name}: {} errors",
                generation.diagnostics.error_count()
            ));
        };
        let rust = generated.files.iter().filter(|file| is_rust(&file.path));
        found.push((name, rust.map(|file| code_lines(&file.contents)).sum()));
    }
    for peer in &options.peers {
        let mut files = Vec::new();
        at(peer, list(peer, &mut files))?;
        let mut lines = 0;
        for file in &files {
            lines += code_lines(&formatted(file)?);
        }
        found.push((peer.display().to_string(), lines));
    }
    Ok(found)
}

/// A file as rustfmt leaves it. What rustfmt cannot read is counted as it is.
fn formatted(file: &Path) -> Result<String, String> {
    let rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--quiet"])
        .stdin(at(file, fs::File::open(file))?)
        .stderr(Stdio::null())
        .output()
        .map_err(|error| format!("rustfmt cannot be run: {error}"))?;
    match String::from_utf8(rustfmt.stdout) {
        Ok(text) if rustfmt.status.success() => Ok(text),
        _ => at(file, fs::read_to_string(file)),
    }
}
