//! Times how the generated crate `builds` reads and writes JSON, against serde's derive on structs written by
//! hand. `cargo xtask bench` runs this and prints the figures.
//!
//! Prints one JSON object: `builds` and `bytes` of the response, and in `nanoseconds` the time of each task in
//! each round. In a round every task runs once, and every second round runs them in reverse, so that a slow
//! moment of the machine strikes all alike. Ratios are to be taken within a round.
//!
//! A reading is from bytes to a value, and a writing from a value to a `String`. Dropping is not timed.

mod sample;

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

use builds::types::ListBuildsResponse;
use serde_json::{Map, Value, json};
use spectrait_bench::by_hand;
use spectrait_runtime::{FromJson, ToJson};

/// Rounds that count.
const ROUNDS: usize = 300;

/// Rounds before them, for caches and the allocator.
const WARM_UP: usize = 30;

/// Runs once and gives the nanoseconds that it took.
type Task<'a> = Box<dyn Fn() -> Result<u64, Box<dyn Error>> + 'a>;

fn main() -> Result<(), Box<dyn Error>> {
    let by_hand = sample::response()?;
    let text = serde_json::to_string(&by_hand)?;
    let bytes = text.as_bytes();
    let generated = ListBuildsResponse::from_json_tolerant(bytes)?;
    let is_alike = ListBuildsResponse::from_json(bytes)? == generated
        && generated.to_json()? == text
        && serde_json::from_slice::<by_hand::ListBuildsResponse>(bytes)? == by_hand;
    if !is_alike {
        return Err("the two sides do not read and write the same".into());
    }

    let tasks: [(&str, Task<'_>); 5] = [
        (
            "read_tolerant",
            Box::new(|| timed(|| ListBuildsResponse::from_json_tolerant(black_box(bytes)))),
        ),
        (
            "read_strict",
            Box::new(|| timed(|| ListBuildsResponse::from_json(black_box(bytes)))),
        ),
        (
            "read_serde_json",
            Box::new(|| {
                timed(|| serde_json::from_slice::<by_hand::ListBuildsResponse>(black_box(bytes)))
            }),
        ),
        (
            "write",
            Box::new(|| timed(|| black_box(&generated).to_json())),
        ),
        (
            "write_serde_json",
            Box::new(|| timed(|| serde_json::to_string(black_box(&by_hand)))),
        ),
    ];
    let mut nanoseconds: Vec<Vec<u64>> = vec![Vec::with_capacity(ROUNDS); tasks.len()];
    for round in 0..WARM_UP + ROUNDS {
        let order: Vec<usize> = if round % 2 == 0 {
            (0..tasks.len()).collect()
        } else {
            (0..tasks.len()).rev().collect()
        };
        for index in order {
            let elapsed = tasks[index].1()?;
            if round >= WARM_UP {
                nanoseconds[index].push(elapsed);
            }
        }
    }

    let nanoseconds: Map<String, Value> = tasks
        .iter()
        .zip(nanoseconds)
        .map(|((name, _), times)| ((*name).to_owned(), json!(times)))
        .collect();
    let output = json!({
        "builds": sample::BUILDS,
        "bytes": bytes.len(),
        "nanoseconds": nanoseconds,
    });
    writeln!(io::stdout().lock(), "{output}")?;
    Ok(())
}

/// Runs `work` and gives the nanoseconds until it has its result.
fn timed<T, E: Error + 'static>(work: impl Fn() -> Result<T, E>) -> Result<u64, Box<dyn Error>> {
    let start = Instant::now();
    let result = black_box(work());
    let elapsed = start.elapsed();
    result?;
    Ok(u64::try_from(elapsed.as_nanos())?)
}
