//! The table for people, and the report for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Folders;
use super::compile::PASSES;
use super::record::Record;
use crate::table::Table;

/// Everything as JSON.
pub(super) fn json(records: &[Record]) -> Value {
    let documents: Vec<Value> = records.iter().map(Record::json).collect();
    let count = |test: fn(&&Record) -> bool| records.iter().filter(test).count();
    json!({
        "documents": documents,
        "total": {
            "documents": records.len(),
            "generated": count(|record| record.is_generated()),
            "well": count(|record| record.is_well()),
            "fields": sum(records, "fields"),
            "untyped": sum(records, "untyped"),
            "other_places": sum(records, "other_places"),
            "other_untyped": sum(records, "other_untyped"),
            "code_lines": sum(records, "code_lines"),
        },
    })
}

fn sum(records: &[Record], name: &str) -> u64 {
    records.iter().map(|record| record.number(name)).sum()
}

/// The table, and what failed.
pub(super) fn text(records: &[Record], folders: &Folders) -> String {
    let is_compiled = records.iter().any(|record| !record.compiled.is_empty());
    let mut columns = vec![
        "document",
        "operations",
        "schemas",
        "errors",
        "warnings",
        "fields",
        "untyped",
        "files",
        "code lines",
        "s",
    ];
    if is_compiled {
        columns.extend(PASSES.iter().map(|pass| pass.name));
        columns.extend(["rustc s", "MB"]);
    }
    let mut table = Table::new("### Documents", columns);
    for record in records {
        table.row(cells(record, is_compiled));
    }
    table.row(totals(records, is_compiled));
    if is_compiled {
        table.note(
            "`none` to `all` are `cargo check` of the feature sets: none, client, server, both, and both with \
             serde; `clippy` and `doc` are of all. The seconds of rustc are processor time, and with its peak memory \
             of the crate alone, in `both`.",
        );
    }
    let mut text = format!("{table}");
    for record in records.iter().filter(|record| !record.is_well()) {
        let _ = write!(text, "\n{}: {}", record.name(), why(record, folders));
    }
    for severity in ["errors", "warnings"] {
        let codes = by_code(records, severity);
        if !codes.is_empty() {
            let _ = writeln!(text, "\n{severity}: {codes}");
        }
    }
    let _ = writeln!(
        text,
        "\nuntyped: {}, and {} among items, bodies, values of maps and branches",
        share(records, "untyped", "fields", "fields"),
        share(records, "other_untyped", "other_places", "places"),
    );
    let well = records.iter().filter(|record| record.is_well()).count();
    let _ = writeln!(text, "\n{well} of {} documents are well", records.len());
    text
}

/// How many diagnostics there are of each code: `12 E0301, 3 E0202`.
fn by_code(records: &[Record], severity: &str) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for record in records {
        let codes = record.fields.get(severity).and_then(Value::as_object);
        for (code, count) in codes.into_iter().flatten() {
            *counts.entry(code).or_default() += count.as_u64().unwrap_or(0);
        }
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(code, count)| format!("{count} {code}"))
        .collect();
    counts.join(", ")
}

/// `2 of 410 fields (0.49 %)`
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of three digits is shown"
)]
fn share(records: &[Record], part: &str, whole: &str, noun: &str) -> String {
    let (part, whole) = (sum(records, part), sum(records, whole));
    let percent = part as f64 * 100.0 / whole.max(1) as f64;
    format!("{part} of {whole} {noun} ({percent:.2} %)")
}

fn cells(record: &Record, is_compiled: bool) -> Vec<String> {
    let mut cells = vec![record.name().to_owned()];
    let number = |name: &str| record.number(name).to_string();
    if let Some(failure) = record.failure() {
        cells.push(failure.chars().take(40).collect());
    }
    cells.resize(3, String::new());
    if record.failure().is_none() {
        cells[1] = number("operations");
        cells[2] = number("schemas");
    }
    cells.push(record.count("errors").to_string());
    cells.push(record.count("warnings").to_string());
    cells.extend(["fields", "untyped", "files", "code_lines"].map(number));
    cells.push(seconds(record.fields.get("seconds")));
    if is_compiled {
        cells.extend(
            PASSES
                .iter()
                .map(|pass| cell(record.compiled.get(pass.name))),
        );
        let cost = record.compiled.get("both").map(|pass| &pass["cost"]);
        cells.push(seconds(cost.map(|cost| &cost["cpu_seconds"])));
        cells.push(megabytes(cost.map(|cost| &cost["peak_bytes"])));
    }
    cells
}

/// What became of a crate in one pass.
fn cell(pass: Option<&Value>) -> String {
    let Some(pass) = pass else {
        return "-".into();
    };
    match (
        pass["ok"].as_bool(),
        pass["errors"].as_u64(),
        pass["warnings"].as_u64(),
    ) {
        (Some(true), ..) => "ok".into(),
        (_, Some(errors @ 1..), _) => format!("{errors} E"),
        (_, _, Some(warnings @ 1..)) => format!("{warnings} W"),
        _ => "failed".into(),
    }
}

fn seconds(value: Option<&Value>) -> String {
    let seconds = value.and_then(Value::as_f64);
    seconds.map_or_else(|| "-".into(), |seconds| format!("{seconds:.2}"))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a figure of three digits is shown"
)]
fn megabytes(value: Option<&Value>) -> String {
    let bytes = value.and_then(Value::as_u64);
    bytes.map_or_else(|| "-".into(), |bytes| format!("{:.0}", bytes as f64 / 1e6))
}

fn totals(records: &[Record], is_compiled: bool) -> Vec<String> {
    let generated = records
        .iter()
        .filter(|record| record.is_generated())
        .count();
    let total = |name: &str| sum(records, name).to_string();
    let diagnostics = |severity: &str| {
        let counts = records.iter().map(|record| record.count(severity));
        counts.sum::<u64>().to_string()
    };
    let time = |pick: &dyn Fn(&Record) -> Option<f64>| {
        let seconds: f64 = records.iter().filter_map(pick).sum();
        format!("{seconds:.2}")
    };
    let mut cells = vec![
        format!("{generated} of {} generated", records.len()),
        total("operations"),
        total("schemas"),
        diagnostics("errors"),
        diagnostics("warnings"),
        total("fields"),
        total("untyped"),
        total("files"),
        total("code_lines"),
        time(&|record| record.fields.get("seconds")?.as_f64()),
    ];
    if is_compiled {
        for pass in &PASSES {
            let ok = records.iter().filter(|record| {
                let of_pass = record.compiled.get(pass.name);
                of_pass.is_some_and(|of_pass| of_pass["ok"] == true)
            });
            cells.push(ok.count().to_string());
        }
        cells.push(time(&|record| {
            record.compiled.get("both")?["cost"]["cpu_seconds"].as_f64()
        }));
        cells.push(String::new());
    }
    cells
}

/// Why a document is not well, and where more is said.
fn why(record: &Record, folders: &Folders) -> String {
    let log = |step: &str| {
        let name = format!("{}.{step}.txt", record.package);
        folders.logs.join(name).display().to_string()
    };
    if let Some(failure) = record.failure() {
        return format!("{failure}\n  {}\n", log("generation"));
    }
    if !record.is_generated() {
        let codes = record.fields.get("errors").and_then(Value::as_object);
        let codes: Vec<String> = codes
            .into_iter()
            .flatten()
            .map(|(code, count)| format!("{count} {code}"))
            .collect();
        return format!("{}\n  {}\n", codes.join(", "), log("generation"));
    }
    let mut text = String::new();
    for (name, pass) in &record.compiled {
        if pass["ok"] != true {
            let first = pass["first"].as_str().unwrap_or("not compiled");
            let _ = write!(text, "\n  {name}: {first}\n    {}", log(name));
        }
    }
    text + "\n"
}
