//! The crate through its public names. Tests are data: a text and what is read or said.

mod codes;
mod diagnostics;
mod hostile;
mod nodes;
mod numbers;
mod places;
mod pointers;
mod rendering;
mod syntax;
mod writing;
mod yaml;

use spectrait_source::{Diagnostics, Kind, Node, RenderOptions, SourceId, Sources, read, render};

/// Reads a text under a name.
fn read_text(name: &str, text: &str) -> (Sources, SourceId, Option<Node>, Diagnostics) {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let id = sources.add(name, text);
    let node = read(&sources, id, &mut diagnostics);
    (sources, id, node, diagnostics)
}

/// Reads a text that has nothing wrong with it.
#[track_caller]
fn read_clean(name: &str, text: &str) -> (Sources, Node) {
    let (sources, _, node, diagnostics) = read_text(name, text);
    assert!(
        diagnostics.is_empty(),
        "{}",
        render(&diagnostics, &sources, RenderOptions::default())
    );
    let Some(node) = node else {
        panic!("a text without diagnostics has a tree")
    };
    (sources, node)
}

/// What is said about a text, as a terminal shows it.
fn report(name: &str, text: &str) -> String {
    let (sources, _, _, diagnostics) = read_text(name, text);
    render(&diagnostics, &sources, RenderOptions::default())
}

/// What is said about each of several texts.
#[track_caller]
fn reports(name: &str, texts: &[&str]) -> String {
    let mut all = Vec::new();
    for text in texts {
        let report = report(name, text);
        assert!(!report.is_empty(), "nothing is said about {text:?}");
        all.push(format!("######## {text:?}\n{report}"));
    }
    all.join("\n")
}

/// Every value with its place: one line a value, `pointer [start..end] text = value`.
fn outline(sources: &Sources, node: &Node) -> String {
    let mut lines = Vec::new();
    outline_into(sources, node, "", &mut lines);
    lines.join("\n")
}

fn outline_into(sources: &Sources, node: &Node, pointer: &str, lines: &mut Vec<String>) {
    let (span, text) = (node.span, sources.text(node.span));
    let value = match &node.kind {
        Kind::Null => String::from("null"),
        Kind::Boolean(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(elements) => format!("array of {}", elements.len()),
        Kind::Object(mapping) => format!("object of {}", mapping.len()),
    };
    lines.push(format!(
        "{pointer:<12} [{}..{}] {text:?} = {value}",
        span.start, span.end
    ));
    match &node.kind {
        Kind::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                outline_into(sources, element, &format!("{pointer}/{index}"), lines);
            }
        }
        Kind::Object(mapping) => {
            for entry in mapping {
                let key = sources.text(entry.key.span);
                lines.push(format!(
                    "{pointer:<12} [{}..{}] {key:?} :",
                    entry.key.span.start, entry.key.span.end
                ));
                outline_into(
                    sources,
                    &entry.value,
                    &format!("{pointer}/{}", entry.key.text),
                    lines,
                );
            }
        }
        _ => {}
    }
}
