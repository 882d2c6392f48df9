//! Other ways to match must say the same.

use std::ops::ControlFlow;

use crate::node::Node;
use crate::parse::parse;
use crate::program::Compiler;
use crate::scan::{Machine, Subject, Threads};
use crate::{Pattern, PatternError};

use super::naive::Naive;
use super::random::Random;

/// Rust's dialect spells the ASCII word boundary otherwise.
fn ecma(pattern: &str) -> String {
    pattern
        .replace(r"(?-u:\b)", r"\b")
        .replace(r"(?-u:\B)", r"\B")
}

#[test]
fn the_regex_crate_agrees() {
    let mut random = Random(1);
    let (mut matched, mut tried) = (0, 0);
    for _ in 0..2000 {
        let pattern = random.pattern(3, false);
        // `\w` and `\d` are of Unicode there.
        let theirs = pattern.replace(r"\w", "0-9A-Za-z_").replace(r"\d", "0-9");
        // Counted repetitions of Unicode classes are large there.
        let theirs = regex::RegexBuilder::new(&theirs)
            .size_limit(1 << 30)
            .build()
            .unwrap_or_else(|error| panic!("{error}"));
        let ours = match Pattern::new(&ecma(&pattern)) {
            Ok(ours) => ours,
            Err(error) => {
                assert!(
                    error.message.starts_with("the pattern is too large"),
                    "{pattern}: {error}"
                );
                continue;
            }
        };
        for _ in 0..10 {
            let text = random.text();
            tried += 1;
            matched += i32::from(ours.is_match(&text));
            assert_eq!(
                ours.is_match(&text),
                theirs.is_match(&text),
                "{pattern} on {text:?}"
            );
        }
    }
    // The patterns are neither all nor none.
    assert!(
        matched > tried / 5 && matched < tried * 4 / 5,
        "{matched} of {tried}"
    );
}

#[test]
fn the_meaning_of_each_node_agrees() {
    let mut random = Random(2);
    for _ in 0..1500 {
        let pattern = ecma(&random.pattern(2, true));
        let Ok(ours) = Pattern::new(&pattern) else {
            continue;
        };
        let (node, sets) = parse(&pattern).expect("it was read before");
        for _ in 0..5 {
            let text = random.text();
            let characters: Vec<char> = text.chars().collect();
            let naive = Naive {
                sets: &sets,
                text: &characters,
            };
            assert_eq!(
                ours.is_match(&text),
                naive.is_match(&node),
                "{pattern} on {text:?}"
            );
        }
    }
}

/// Where the pattern ends, in the order of the scan.
fn ends(machine: &Machine, subject: &Subject<'_>) -> Vec<usize> {
    let mut ends = Vec::new();
    machine.scan(subject, |place| {
        ends.push(place);
        ControlFlow::Continue(())
    });
    ends
}

#[test]
fn both_ways_to_scan_agree_in_both_directions() -> Result<(), PatternError> {
    let mut random = Random(3);
    let mut compared = 0;
    for _ in 0..2000 {
        let pattern = random.pattern(2, false);
        if pattern.contains("(?-u") {
            continue;
        }
        let (node, sets) = parse(&pattern)?;
        for reverse in [false, true] {
            let nodes: &[Node] = std::slice::from_ref(&node);
            let Ok(program) = Compiler::new(&sets).program(nodes, reverse) else {
                continue;
            };
            let threads = Machine::Threads(Threads::new(program.clone()));
            let machine = Machine::new(program, &sets);
            for _ in 0..4 {
                let text = random.text();
                let subject = Subject {
                    text: &text,
                    sets: &sets,
                    looks: &[],
                };
                compared += i32::from(!matches!(machine, Machine::Threads(_)));
                assert_eq!(
                    ends(&machine, &subject),
                    ends(&threads, &subject),
                    "{pattern} on {text:?}, reverse: {reverse}"
                );
            }
        }
    }
    assert!(compared > 5000, "only {compared} texts");
    Ok(())
}
