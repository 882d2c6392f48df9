//! `cargo xtask load`: the generated router beside one written by hand, under load.
//!
//! The program `spectrait-load` serves either; oha, which others wrote, drives them. Both run from the beginning, and
//! take turns: in a round each is driven once, and every second round begins with the other one. Ratios are taken
//! within a round, so that a slow moment of the machine strikes both alike. Before anything is measured, both are
//! asked the same, and must answer the same.
//!
//! Like `cargo xtask bench`, it prints figures and asserts none. An answer that is not the expected one is an error.

mod memory;
mod oha;
mod scenario;
pub(crate) mod server;
pub(crate) mod wire;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use serde_json::{Value, json};
use spectrait::cli;

use crate::bench::statistics::{Quartiles, Spread};
use crate::bench::{machine, progress};
use crate::process::{at, print};
use crate::scratch::Scratch;
use crate::table::Table;
use oha::{Oha, Run};
use scenario::{SCENARIOS, Scenario, compare};
use server::{Cores, Program, Server};

/// The token that the servers let in.
pub(crate) const TOKEN: &str = "t0p-s3cret";

/// How many builds there are.
const BUILDS: &str = "1000";

/// How many connections oha opens.
const CONNECTIONS: [u32; 2] = [1, 64];

/// For people, and what `spectrait-load --api` calls them.
const SUBJECTS: [(&str, &str); 2] = [("generated", "generated"), ("by hand", "by-hand")];

/// The command's options.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("load")
        .about("Drive the generated router and one written by hand with oha; no time is asserted")
        .arg(
            Arg::new("rounds")
                .long("rounds")
                .value_name("N")
                .default_value("10")
                .value_parser(value_parser!(u32).range(1..))
                .help("How often each server is driven per request and number of connections"),
        )
        .arg(
            Arg::new("seconds")
                .long("seconds")
                .value_name("N")
                .default_value("3")
                .value_parser(value_parser!(u32).range(1..))
                .help("For how long each time"),
        )
        .arg(
            Arg::new("only")
                .long("only")
                .value_name("NAME")
                .action(ArgAction::Append)
                .value_parser(SCENARIOS.map(|scenario| scenario.name))
                .help("Send this request only, and measure no memory; may be repeated"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .value_name("FILE")
                .value_parser(|path: &str| std::path::absolute(path))
                .help("Write the figures to this file as well"),
        )
}

/// Measures, and prints tables.
pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    match measure(matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => cli::fail(&message),
    }
}

fn measure(matches: &ArgMatches) -> Result<(), String> {
    let count = |name: &str| matches.get_one::<u32>(name).copied().unwrap_or(1);
    let (rounds, seconds) = (count("rounds"), count("seconds"));
    let only: Vec<&String> = matches.get_many("only").into_iter().flatten().collect();
    let oha = Oha::install()?;
    progress("load: building spectrait-load with optimisation");
    let servers = Servers {
        program: Program::build("spectrait-load")?,
        cores: Cores::of_this_process(),
        scratch: Scratch::new()?,
    };
    let (machine, described) = machine();
    print(&format!("{described}\n"));

    let subjects = [servers.start(0)?, servers.start(1)?];
    compare(&subjects)?;
    let mut tables = METRICS.each_ref().map(table);
    let mut load = Vec::new();
    for scenario in &SCENARIOS {
        if !only.is_empty() && !only.iter().any(|name| *name == scenario.name) {
            continue;
        }
        for connections in CONNECTIONS {
            progress(&format!(
                "load: {}, {connections} connections",
                scenario.name
            ));
            let drive = |subject: usize| {
                let core = servers.cores.as_ref().map(|cores| cores.generator);
                oha.drive(&subjects[subject], scenario, connections, seconds, core)
            };
            let pairs = alternate(rounds, drive)?;
            let mut json =
                json!({ "request": scenario.name, "connections": connections, "rounds": rounds });
            for (table, metric) in tables.iter_mut().zip(&METRICS) {
                json[metric.key] = add(table, metric, scenario, connections, &pairs)?;
            }
            load.push(json);
        }
    }
    if let Some(last) = tables.last_mut() {
        last.note(note(rounds, seconds, servers.cores.as_ref()));
    }
    for table in &tables {
        print(&format!("\n{table}"));
    }
    drop(subjects);
    let memory = if only.is_empty() {
        let (table, json) = memory::measure(&servers)?;
        print(&format!("\n{table}"));
        json
    } else {
        Value::Null
    };
    if let Some(file) = matches.get_one::<PathBuf>("json") {
        let json = json!({ "machine": machine, "load": load, "memory": memory });
        at(file, fs::write(file, format!("{json:#}\n")))?;
    }
    Ok(())
}

/// What it takes to start the subjects.
struct Servers {
    program: Program,
    cores: Option<Cores>,
    scratch: Scratch,
}

impl Servers {
    /// A new process of a subject. All read one file, which the first one fills.
    fn start(&self, subject: usize) -> Result<Server, String> {
        let core = self.cores.as_ref().map(|cores| cores.server);
        let mut command = self.program.command(core);
        command
            .args([
                "--api",
                SUBJECTS[subject].1,
                "--token",
                TOKEN,
                "--seed",
                BUILDS,
            ])
            .arg("--database")
            .arg(self.scratch.path().join("builds.db"));
        Server::start(&mut command)
    }
}

/// Drives both in each round, the first one first in every second round; the first round does not count.
fn alternate(
    rounds: u32,
    drive: impl Fn(usize) -> Result<Run, String>,
) -> Result<Vec<[Run; 2]>, String> {
    let mut pairs = Vec::new();
    for round in 0..=rounds {
        let pair = if round % 2 == 0 {
            let first = drive(0)?;
            [first, drive(1)?]
        } else {
            let second = drive(1)?;
            [drive(0)?, second]
        };
        if round > 0 {
            pairs.push(pair);
        }
    }
    Ok(pairs)
}

/// What is told of a run.
struct Metric {
    /// For people, with the unit.
    name: &'static str,
    /// In the JSON.
    key: &'static str,
    decimals: usize,
    of: fn(&Run) -> f64,
}

const METRICS: [Metric; 3] = [
    Metric {
        name: "throughput, requests/s",
        key: "requests_per_second",
        decimals: 0,
        of: |run| run.throughput,
    },
    Metric {
        name: "p99, ms",
        key: "p99_milliseconds",
        decimals: 2,
        of: |run| run.p99_milliseconds,
    },
    Metric {
        name: "processor time of the server, µs a request",
        key: "processor_microseconds",
        decimals: 1,
        of: |run| run.processor_microseconds,
    },
];

/// A table for a metric.
fn table(metric: &Metric) -> Table {
    Table::new(
        format!("### Load: {}", metric.name),
        [
            "request",
            "connections",
            "generated",
            "by hand",
            "generated against by hand",
            "quartiles",
            "extremes",
        ],
    )
}

fn note(rounds: u32, seconds: u32, cores: Option<&Cores>) -> String {
    let pinned = match cores {
        Some(Cores { server, generator }) => {
            format!("The servers are held to processor {server}, oha to processor {generator}.")
        }
        None => "Servers and oha share all processors.".to_owned(),
    };
    format!(
        "Medians of {rounds} rounds of {seconds} s each, after one that does not count; ratios are taken within a \
         round. {pinned} Both read the same {BUILDS} builds from SQLite with the same SQL and connections, over \
         HTTP/1.1 with the same time limit; ours is served by the runtime's `serve`, the other by `axum::serve`. Neither \
         writes a log. oha {}, every answer of the \
         expected status.",
        oha::VERSION,
    )
}

/// Adds a row to the metric's table; the same for the JSON.
fn add(
    table: &mut Table,
    metric: &Metric,
    scenario: &Scenario,
    connections: u32,
    pairs: &[[Run; 2]],
) -> Result<Value, String> {
    let of = metric.of;
    let sides = [0, 1].map(|side| Quartiles::of(pairs.iter().map(|pair| of(&pair[side]))));
    let ratio = Spread::of(pairs.iter().map(|[ours, theirs]| of(ours) / of(theirs)));
    let ([Some(ours), Some(theirs)], Some(ratio)) = (sides, ratio) else {
        return Err("nothing was measured".into());
    };
    let mut cells = vec![scenario.name.to_owned(), connections.to_string()];
    cells.extend([ours, theirs].map(|figure| format!("{:.*}", metric.decimals, figure.median)));
    cells.extend(ratio.cells());
    table.row(cells);
    Ok(json!({ "generated": ours.json(), "by_hand": theirs.json(), "ratio": ratio.json() }))
}

/// A program under the given core alone, or under all of them.
pub(crate) fn held_to(core: Option<usize>, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let Some(core) = core else {
        return Command::new(program);
    };
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &core.to_string()]).arg(program);
    command
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn subjects_take_turns_and_the_first_round_does_not_count() {
        let order = RefCell::new(Vec::new());
        let pairs = alternate(2, |subject| {
            order.borrow_mut().push(subject);
            let throughput = f64::from(u32::try_from(order.borrow().len()).unwrap_or_default());
            Ok(Run {
                throughput,
                p99_milliseconds: 1.0,
                processor_microseconds: 1.0,
            })
        });
        assert_eq!(*order.borrow(), [0, 1, 1, 0, 0, 1]);
        let found = pairs.map(|pairs| {
            let pairs = pairs.iter();
            pairs
                .map(|pair| [pair[0].throughput, pair[1].throughput])
                .collect::<Vec<_>>()
        });
        // The fourth drive was of the first subject.
        assert_eq!(found, Ok(vec![[4.0, 3.0], [5.0, 6.0]]));
    }
}
