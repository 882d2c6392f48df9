//! Reading and writing JSON: the generated crate against `serde_json` and derive.
//!
//! The work is done by the crate `spectrait-bench`, which depends on the generated one, as this program must
//! not.

use serde_json::{Map, Value, json};

use super::statistics::Quartiles;
use super::{Figures, Options, progress};
use crate::process::{cargo, output, parse};
use crate::table::Table;

/// What is timed: for people, its name in the output, and that of serde's.
const TASKS: [(&str, &str, &str); 5] = [
    (
        "read, tolerant (a client)",
        "read_tolerant",
        "read_serde_json",
    ),
    ("read, strict (a server)", "read_strict", "read_serde_json"),
    ("read, serde_json", "read_serde_json", "read_serde_json"),
    ("write", "write", "write_serde_json"),
    ("write, serde_json", "write_serde_json", "write_serde_json"),
];

/// Runs the crate `spectrait-bench` and takes the ratios within each of its rounds.
pub(crate) fn run(_: &Options) -> Result<Figures, String> {
    progress("coding: building spectrait-bench with optimisation");
    let bench = [
        "run",
        "--quiet",
        "--release",
        "--package",
        "spectrait-bench",
    ];
    let found = parse(&output(cargo().args(bench))?)?;
    let bytes = found["bytes"].as_f64().ok_or("no size was given")?;
    let times = |task: &str| -> Result<Vec<f64>, String> {
        let times = found["nanoseconds"][task].as_array();
        let times = times.ok_or_else(|| format!("`{task}` was not timed"))?;
        Ok(times.iter().filter_map(Value::as_f64).collect())
    };

    let mut table = Table::new(
        format!(
            "### Coding: a response of {} builds, {:.0} kB of JSON",
            found["builds"],
            bytes / 1e3
        ),
        [
            "what",
            "median, ms",
            "quartiles, ms",
            "MB/s",
            "time against serde_json",
            "its quartiles",
        ],
    );
    let mut json = Map::new();
    let mut rounds = 0;
    for (name, task, serde) in TASKS {
        let (times, serde_times) = (times(task)?, times(serde)?);
        rounds = times.len();
        let ratio = Quartiles::of(times.iter().zip(&serde_times).map(|(a, b)| a / b));
        let (Some(ratio), Some(nanoseconds)) = (ratio, Quartiles::of(times)) else {
            return Err(format!("`{task}` was not timed"));
        };
        let milliseconds = nanoseconds.times(1e-6);
        let (against, spread) = if task == serde {
            ("1".into(), String::new())
        } else {
            (format!("{:.2}", ratio.median), ratio.spread())
        };
        table.row([
            name.into(),
            format!("{:.2}", milliseconds.median),
            milliseconds.spread(),
            format!("{:.0}", bytes / nanoseconds.median * 1e3),
            against,
            spread,
        ]);
        json.insert(
            task.into(),
            json!({ "milliseconds": milliseconds.json(), "ratio": ratio.json() }),
        );
    }
    table.note(format!(
        "{rounds} rounds, each with every task once; ratios are taken within a round. serde's side is what a \
         person would write: derived structs with the same types for uuid, instant (jiff) and URI, from bytes \
         and to a `String` on both sides. Its status is a plain enum; the generated one keeps unlisted values \
         when it reads tolerantly. Release build, no LTO; dropping is not timed.",
    ));
    Ok(Figures {
        tables: vec![table],
        json: json!({ "bytes": found["bytes"], "rounds": rounds, "tasks": json }),
        broken: None,
    })
}
