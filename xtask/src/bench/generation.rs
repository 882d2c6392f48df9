//! From a document to the text of its crate: in this process, and in one that was built with optimisation.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use spectrait::Generator;

use super::statistics::Quartiles;
use super::{DOCUMENT, Figures, Options, progress};
use crate::code_lines::{code_lines, is_rust};
use crate::process::{at, cargo, output, parse};
use crate::scratch::Scratch;
use crate::table::Table;

/// A document is generated again until this has passed …
const LONG_ENOUGH: Duration = Duration::from_secs(2);

/// … and at least so many times.
const FEWEST_RUNS: usize = 5;

/// Times the generation of each document.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let mut documents = vec![Path::new(DOCUMENT)];
    documents.extend(options.documents.iter().map(PathBuf::as_path));
    let mut rows = Vec::new();
    for document in documents {
        rows.push(time(document)?);
    }
    if cfg!(debug_assertions) {
        rows.extend(optimised(options)?);
    }

    let mut table = Table::new(
        "### Generation: from the document on the disk to the text of each file",
        [
            "document",
            "kB",
            "build",
            "median, ms",
            "quartiles, ms",
            "runs",
            "result",
        ],
    );
    for row in &rows {
        let figure = |name: &str| row["milliseconds"][name].as_f64().unwrap_or(f64::NAN);
        let result = match row["errors"].as_u64() {
            Some(0) => format!("{} code lines", row["code_lines"]),
            _ => format!("{} errors", row["errors"]),
        };
        table.row([
            row["document"].as_str().unwrap_or_default().to_owned(),
            format!("{:.1}", row["bytes"].as_f64().unwrap_or(f64::NAN) / 1e3),
            row["build"].as_str().unwrap_or_default().to_owned(),
            format!("{:.2}", figure("median")),
            format!("{:.2} to {:.2}", figure("low"), figure("high")),
            row["runs"].to_string(),
            result,
        ]);
    }
    table.note(
        "`dev` is what `cargo xtask` runs, `release` is an installed `spectrait`. In one process; the first \
         run of each does not count. Code lines are those of the output, without blanks and comments; of a \
         document with errors, it is the time until all of them are found.",
    );
    Ok(Figures {
        tables: vec![table],
        json: Value::Array(rows),
        broken: None,
    })
}

/// Generates a document many times over.
fn time(document: &Path) -> Result<Value, String> {
    let bytes = at(document, fs::metadata(document))?.len();
    let generator = Generator::new(document);
    let generation = generator.generate();
    let (files, lines) = generation.generated.map_or((0, 0), |generated| {
        let rust = generated.files.iter().filter(|file| is_rust(&file.path));
        let lines = rust.map(|file| code_lines(&file.contents)).sum::<usize>();
        (generated.files.len(), lines)
    });

    let mut times = Vec::new();
    let start = Instant::now();
    while times.len() < FEWEST_RUNS || start.elapsed() < LONG_ENOUGH {
        times.push(generator.generate().elapsed.as_secs_f64() * 1e3);
    }
    let runs = times.len();
    let quartiles = Quartiles::of(times).ok_or("nothing was timed")?;
    let name = if document.is_absolute() {
        document.file_name().unwrap_or(document.as_os_str())
    } else {
        document.as_os_str()
    };
    Ok(json!({
        "document": name.to_string_lossy(),
        "bytes": bytes,
        "build": if cfg!(debug_assertions) { "dev" } else { "release" },
        "milliseconds": quartiles.json(),
        "runs": runs,
        "errors": generation.diagnostics.error_count(),
        "files": files,
        "code_lines": lines,
    }))
}

/// The rows that this very program gives when it is built with optimisation.
fn optimised(options: &Options) -> Result<Vec<Value>, String> {
    progress("generation: building the xtask with optimisation");
    let scratch = Scratch::new()?;
    let file = scratch.path().join("figures.json");
    let mut command = cargo();
    command
        .args([
            "run",
            "--quiet",
            "--release",
            "--manifest-path",
            "xtask/Cargo.toml",
            "--",
        ])
        .args(["bench", "--only", "generation", "--json"])
        .arg(&file);
    for document in &options.documents {
        command.arg("--document").arg(document);
    }
    output(&mut command)?;
    let figures = parse(&at(&file, fs::read_to_string(&file))?)?;
    match &figures["generation"] {
        Value::Array(rows) => Ok(rows.clone()),
        _ => Err("the optimised build gave no figures".into()),
    }
}
