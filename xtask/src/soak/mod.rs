//! `cargo xtask soak`: `builds-server` for minutes on end, and what becomes of its memory.
//!
//! Callers of every kind, good and bad, ask it all the time. Its resident memory is read every second, and after a
//! warm-up a line is fitted to it. The slope is reported, and none is asserted: what an allocator keeps depends on
//! the machine. An answer that is not the expected one is an error.

mod traffic;
mod trend;

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, value_parser};
use spectrait::cli;

use crate::bench::{machine, progress};
use crate::load::TOKEN;
use crate::load::server::{Cores, Program, Server};
use crate::process::print;
use crate::scratch::Scratch;
use crate::table::Table;
use traffic::Traffic;
use trend::Trend;

/// How much of the time is warm-up.
const WARM_UP: f64 = 0.2;

/// How many callers there are at a time.
const CALLERS: u64 = 8;

/// The command's options.
pub(crate) fn command() -> clap::Command {
    clap::Command::new("soak")
        .about("Ask builds-server for minutes on end, and print the slope of its memory")
        .arg(
            Arg::new("minutes")
                .long("minutes")
                .value_name("N")
                .default_value("10")
                .value_parser(value_parser!(u32).range(1..))
                .help("For how long"),
        )
}

/// Soaks, and prints what was found.
pub(crate) fn run(matches: &ArgMatches) -> ExitCode {
    let minutes = matches.get_one::<u32>("minutes").copied().unwrap_or(10);
    match soak(minutes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => cli::fail(&message),
    }
}

fn soak(minutes: u32) -> Result<(), String> {
    progress("soak: building builds-server with optimisation");
    let program = Program::build("builds-server")?;
    let scratch = Scratch::new()?;
    let cores = Cores::of_this_process();
    let mut command = program.command(cores.map(|cores| cores.server));
    command
        .args(["--listen", "127.0.0.1:0", "--seed", "1000", "--database"])
        .arg(scratch.path().join("builds.db"))
        .env("BUILDS_TOKEN", TOKEN);
    let server = Server::start(&mut command)?;
    print(&format!("{}\n", machine().1));
    progress(&format!("soak: {minutes} minutes"));

    let traffic = Traffic::new(server.address());
    let duration = Duration::from_secs(60 * u64::from(minutes));
    let samples = thread::scope(|scope| {
        for caller in 0..CALLERS {
            let traffic = &traffic;
            scope.spawn(move || traffic.call(caller));
        }
        let samples = sample(&server, &traffic, duration);
        traffic.stop();
        samples
    })?;
    traffic.verdict()?;
    let settled: Vec<(f64, f64)> = samples
        .iter()
        .copied()
        .filter(|(time, _)| *time >= WARM_UP * f64::from(minutes))
        .collect();
    let (_, second_half) = settled.split_at(settled.len() / 2);
    let (Some(all), Some(later)) = (Trend::of(&settled), Trend::of(second_half)) else {
        return Err("there is nothing to fit a line to".into());
    };
    print(&format!(
        "\n{}",
        table(minutes, &traffic, &settled, [all, later])
    ));
    Ok(())
}

/// Reads the resident memory every second: minutes, and KiB.
fn sample(
    server: &Server,
    traffic: &Traffic,
    duration: Duration,
) -> Result<Vec<(f64, f64)>, String> {
    let start = Instant::now();
    let mut samples = Vec::new();
    while start.elapsed() < duration && !traffic.is_broken() {
        samples.push((start.elapsed().as_secs_f64() / 60.0, server.resident()?));
        thread::sleep(Duration::from_secs(1));
    }
    Ok(samples)
}

fn table(
    minutes: u32,
    traffic: &Traffic,
    settled: &[(f64, f64)],
    [all, later]: [Trend; 2],
) -> Table {
    let mut table = Table::new(
        format!("### Soak: `builds-server`, {minutes} minutes"),
        ["what", "figure"],
    );
    for (name, count) in traffic.counts() {
        table.row([name.to_owned(), count.to_string()]);
    }
    let mebibytes = |sample: Option<&(f64, f64)>| {
        sample.map_or_else(String::new, |(_, kib)| format!("{:.2}", kib / 1024.0))
    };
    let rows = [
        (
            "resident after the warm-up, MiB",
            mebibytes(settled.first()),
        ),
        ("resident at the end, MiB", mebibytes(settled.last())),
        (
            "slope, least squares, KiB a minute",
            format!("{:.2} ± {:.2}", all.slope, all.standard_error),
        ),
        (
            "slope, median of all pairs, KiB a minute",
            format!("{:.2}", all.median_slope),
        ),
        (
            "the same two, of the second half",
            format!(
                "{:.2} ± {:.2}, {:.2}",
                later.slope, later.standard_error, later.median_slope
            ),
        ),
    ];
    for (name, figure) in rows {
        table.row([name.to_owned(), figure]);
    }
    table.note(format!(
        "{CALLERS} callers at a time. {} samples, one a second, after a warm-up of {:.0} % of the time. The error is one \
         standard error, as if samples did not depend on those before; they do, so the true one is larger.",
        settled.len(),
        WARM_UP * 100.0,
    ));
    table
}
