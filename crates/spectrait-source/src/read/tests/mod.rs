//! The readers against each other and against other parsers, on generated texts.

mod generate;

use generate::{Generator, mutated};

use super::{json, yaml};
use crate::{Diagnostics, Kind, Node, Number, Sources, codes};

/// Reads with one of the two readers; nothing if there is any diagnostic.
fn read_with(
    reader: fn(&crate::SourceFile, usize, &mut Diagnostics) -> Option<Node>,
    text: &str,
) -> Result<Node, Diagnostics> {
    let mut sources = Sources::default();
    let id = sources.add("generated", text);
    let mut diagnostics = Diagnostics::default();
    match reader(sources.get(id), usize::MAX, &mut diagnostics) {
        Some(node) if diagnostics.is_empty() => Ok(node),
        _ => Err(diagnostics),
    }
}

#[track_caller]
fn assert_equals_json(node: &Node, value: &serde_json::Value, text: &str) {
    match (&node.kind, value) {
        (Kind::Null, serde_json::Value::Null) => {}
        (Kind::Boolean(left), serde_json::Value::Bool(right)) => assert_eq!(left, right, "{text}"),
        (Kind::String(left), serde_json::Value::String(right)) => {
            assert_eq!(**left, **right, "{text}");
        }
        (Kind::Number(left), serde_json::Value::Number(right)) => {
            assert_same_number(left, right, text);
        }
        (Kind::Array(left), serde_json::Value::Array(right)) => {
            assert_eq!(left.len(), right.len(), "{text}");
            left.iter()
                .zip(right)
                .for_each(|(left, right)| assert_equals_json(left, right, text));
        }
        (Kind::Object(left), serde_json::Value::Object(right)) => {
            assert_eq!(left.len(), right.len(), "{text}");
            for (key, value) in right {
                assert_equals_json(left.get(key).expect("the key is there"), value, text);
            }
        }
        (left, right) => panic!("{left:?} is not {right:?} in {text}"),
    }
}

#[track_caller]
fn assert_same_number(left: &Number, right: &serde_json::Number, text: &str) {
    if let Some(right) = right.as_i64() {
        assert_eq!(left.as_i64(), Some(right), "{text}");
    } else if let Some(right) = right.as_u64() {
        assert_eq!(left.as_u64(), Some(right), "{text}");
    } else {
        // serde_json rounds the last digit of some numbers the wrong way.
        let (left, right) = (
            left.as_f64().expect("finite"),
            right.as_f64().expect("finite"),
        );
        assert!(
            (left - right).abs() <= left.abs() * f64::EPSILON * 2.0,
            "{left} {right} {text}"
        );
    }
}

#[test]
fn json_reader_reads_what_serde_json_reads() {
    let mut generator = Generator::new(1);
    for _ in 0..3_000 {
        let text = generator.json();
        let node = read_with(json::read, &text)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics:?}\n{text}"));
        let value: serde_json::Value = serde_json::from_str(&text).expect("serde_json reads it");
        assert_equals_json(&node, &value, &text);
    }
}

#[test]
fn json_reader_refuses_what_serde_json_refuses() {
    let mut generator = Generator::new(2);
    let mut refused = 0;
    for _ in 0..30_000 {
        let text = mutated(&generator.small_json(), &mut generator);
        // serde_json takes no byte order mark.
        let theirs = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}'));
        if theirs
            .as_ref()
            .is_err_and(|error| error.to_string().contains("number out of range"))
        {
            // We keep the text of numbers, and have no range.
            continue;
        }
        let mut sources = Sources::default();
        let id = sources.add("mutated.json", text.as_str());
        let mut diagnostics = Diagnostics::default();
        let ours = json::read(sources.get(id), usize::MAX, &mut diagnostics);
        let repeated_keys = diagnostics
            .iter()
            .all(|diagnostic| diagnostic.code == codes::DUPLICATE_KEY);
        assert_eq!(ours.is_some() && repeated_keys, theirs.is_ok(), "{text:?}");
        refused += usize::from(theirs.is_err());
    }
    assert!(refused > 5_000, "the mutations are too tame: {refused}");
}

#[test]
fn both_readers_make_one_tree_of_json() {
    let mut generator = Generator::new(3);
    for _ in 0..3_000 {
        let text = generator.json();
        let as_json = read_with(json::read, &text).expect("it is JSON");
        let as_yaml = read_with(yaml::read, &text)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics:?}\n{text}"));
        assert_eq!(as_json, as_yaml, "{text}");
    }
}

#[test]
fn yaml_reader_reads_what_another_parser_reads() {
    let mut generator = Generator::new(4);
    for _ in 0..2_000 {
        // The other parser is of YAML 1.1, where the first are line breaks and a mark, and has no pairs of
        // surrogates.
        let text = generator.yaml().replace(['\u{2028}', '\u{feff}'], "");
        let text = text.replace("\\ud83d\\ude00", "😀");
        let node = read_with(yaml::read, &text)
            .unwrap_or_else(|diagnostics| panic!("{diagnostics:?}\n{text}"));
        let value: serde_yaml::Value =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_equals_json(&node, &as_json_value(&value), &text);
    }
}

fn as_json_value(value: &serde_yaml::Value) -> serde_json::Value {
    match value {
        serde_yaml::Value::Null => serde_json::Value::Null,
        serde_yaml::Value::Bool(value) => (*value).into(),
        serde_yaml::Value::Number(number) => {
            serde_json::from_str(&number.to_string()).expect("a number")
        }
        serde_yaml::Value::String(text) => text.as_str().into(),
        serde_yaml::Value::Sequence(elements) => elements.iter().map(as_json_value).collect(),
        serde_yaml::Value::Mapping(mapping) => mapping
            .iter()
            .map(|(key, value)| {
                (
                    key.as_str().expect("keys are strings").to_owned(),
                    as_json_value(value),
                )
            })
            .collect(),
        serde_yaml::Value::Tagged(_) => panic!("no tags are generated"),
    }
}

#[test]
fn neither_reader_panics_or_points_outside_the_text() {
    let mut generator = Generator::new(5);
    for round in 0..10_000 {
        let text = if round % 2 == 0 {
            generator.yaml()
        } else {
            generator.small_json()
        };
        let text = mutated(&text, &mut generator);
        for reader in [json::read, yaml::read] {
            let mut sources = Sources::default();
            let id = sources.add("mutated", text.as_str());
            let mut diagnostics = Diagnostics::default();
            if let Some(node) = reader(sources.get(id), usize::MAX, &mut diagnostics) {
                assert_inside(&node, &text);
            }
            for diagnostic in &diagnostics {
                for label in diagnostic.primary.iter().chain(&diagnostic.secondary) {
                    assert!(
                        text.get(label.span.range()).is_some(),
                        "{diagnostic:?}\n{text:?}"
                    );
                }
            }
            let _ = crate::render(&diagnostics, &sources, crate::RenderOptions::default());
        }
    }
}

fn assert_inside(node: &Node, text: &str) {
    assert!(
        text.get(node.span.range()).is_some(),
        "{:?} in {text:?}",
        node.span
    );
    match &node.kind {
        Kind::Array(elements) => elements
            .iter()
            .for_each(|element| assert_inside(element, text)),
        Kind::Object(mapping) => {
            for entry in mapping {
                assert!(
                    text.get(entry.key.span.range()).is_some(),
                    "{:?} in {text:?}",
                    entry.key
                );
                assert_inside(&entry.value, text);
            }
        }
        _ => {}
    }
}

#[test]
fn both_readers_count_values() {
    let text = "[1, {\"a\": [2, \"x\"]}, null]";
    for reader in [json::read, yaml::read] {
        let mut sources = Sources::default();
        let id = sources.add("counted", text);
        let mut diagnostics = Diagnostics::default();
        assert!(reader(sources.get(id), 7, &mut diagnostics).is_some());
        assert!(reader(sources.get(id), 6, &mut diagnostics).is_none());
        let codes: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect();
        assert_eq!(codes, [codes::TOO_LARGE]);
        assert!(
            diagnostics
                .iter()
                .all(|diagnostic| diagnostic.message.contains("more than 6 values"))
        );
    }
}
