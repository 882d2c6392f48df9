//! What a connection costs in memory.

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::scenario::{LARGE, SMALL};
use super::server::Server;
use super::wire::{self, Connection};
use super::{SUBJECTS, Servers, TOKEN};
use crate::bench::progress;
use crate::bench::statistics::Quartiles;
use crate::table::Table;

/// How often each is measured, with a new process each time.
const RUNS: usize = 3;

/// How many requests a process has answered before, on one connection.
const WARM_UP: usize = 500;

/// How many files this process may have open beside the connections.
const OTHER_FILES: usize = 100;

/// What callers do.
struct Crowd {
    /// For people.
    name: &'static str,
    connections: usize,
    target: &'static str,
    /// How many requests each sends at once.
    requests: usize,
    /// Whether the answers are read.
    reads: bool,
}

const CROWDS: [Crowd; 2] = [
    Crowd {
        name: "idle after one request",
        connections: 1000,
        target: SMALL,
        requests: 1,
        reads: true,
    },
    Crowd {
        // More than the system takes for a reader that does not read: some megabytes.
        name: "100 full pages asked for, none read",
        connections: 200,
        target: LARGE,
        requests: 100,
        reads: false,
    },
];

/// Measures each crowd with each server, in turn.
pub(super) fn measure(servers: &Servers) -> Result<(Table, Value), String> {
    let mut table = Table::new(
        "### Load: resident memory per connection",
        [
            "connections",
            "number",
            "KiB",
            "range",
            "by hand, KiB",
            "range",
        ],
    );
    let mut json = Vec::new();
    for crowd in &CROWDS {
        progress(&format!("load: memory, {}", crowd.name));
        let number = crowd
            .connections
            .min(allowed_files().saturating_sub(OTHER_FILES));
        let mut found = [Vec::new(), Vec::new()];
        for _ in 0..RUNS {
            for (subject, figures) in found.iter_mut().enumerate() {
                let server = servers.start(subject)?;
                figures.push(crowd.cost(&server, number).map_err(|error| {
                    format!("{}, {}: {error}", SUBJECTS[subject].0, crowd.name)
                })?);
            }
        }
        let mut cells = vec![crowd.name.to_owned(), number.to_string()];
        let mut figures = Vec::new();
        for found in found {
            let quartiles = Quartiles::of(found).ok_or("nothing was measured")?;
            // Of three figures the quartiles are the outer two.
            cells.extend([
                format!("{:.1}", quartiles.median),
                format!("{:.1} to {:.1}", quartiles.low, quartiles.high),
            ]);
            figures.push(quartiles.json());
        }
        table.row(cells);
        json.push(json!({
            "crowd": crowd.name,
            "connections": number,
            "kib": { "generated": figures.first(), "by_hand": figures.get(1) },
        }));
    }
    table.note(format!(
        "What the process's resident memory grows by, divided by the connections; a new process each time, after \
         {WARM_UP} requests on one connection. Medians and extremes of {RUNS}.",
    ));
    Ok((table, Value::Array(json)))
}

impl Crowd {
    /// What each of so many connections costs, in KiB.
    fn cost(&self, server: &Server, number: usize) -> Result<f64, String> {
        let request = wire::get(self.target, Some(TOKEN));
        let open = || Connection::open(server.address()).map_err(|error| error.to_string());
        let mut first = open()?;
        for _ in 0..WARM_UP {
            first.ask(&request).map_err(|error| error.to_string())?;
        }
        let before = settled(server)?;
        let requests = request.repeat(self.requests);
        let mut connections = Vec::new();
        for _ in 0..number {
            let mut connection = open()?;
            connection
                .send(&requests)
                .map_err(|error| error.to_string())?;
            if self.reads {
                connection.answer().map_err(|error| error.to_string())?;
            }
            connections.push(connection);
        }
        let after = settled(server)?;
        drop(connections);
        let number = f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        Ok((after - before) / number)
    }
}

/// The server's resident memory once it changes no more, or after a while.
fn settled(server: &Server) -> Result<f64, String> {
    let mut last = server.resident()?;
    let mut calm = 0;
    for _ in 0..120 {
        thread::sleep(Duration::from_millis(250));
        let now = server.resident()?;
        calm = if (now - last).abs() <= last * 0.002 {
            calm + 1
        } else {
            0
        };
        if calm == 4 {
            return Ok(now);
        }
        last = now;
    }
    Ok(last)
}

/// How many files a process may have open; the server has the same limit.
fn allowed_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    soft.and_then(|soft| soft.parse().ok()).unwrap_or(1024)
}
