//! A tree as YAML text.
//!
//! `serde_yaml` writes it. Scalars that it has no way to write, or writes so that another reader takes them for
//! something else, go through it as stand-ins, which are replaced in its text.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use spectrait_source::{Kind, Node, write_json};

/// Keys longer than this are written as `? key`, which readers take at any length. It is libyaml's own limit.
const LONGEST_SIMPLE_KEY: usize = 128;

/// Writes a tree as YAML in block style, members in their order, numbers as they are spelled in the document.
///
/// What it writes is read back as the same tree by YAML 1.2's core schema and by readers of YAML 1.1: text that
/// either takes for a number, a date or a boolean is quoted.
pub(crate) fn write(node: &Node) -> String {
    let json = write_json(node);
    // Nothing of the document looks like a stand-in.
    let mut mark = "scalar".to_owned();
    while json.contains(&mark) {
        mark.push('_');
    }
    let stand_ins = StandIns {
        mark,
        texts: RefCell::default(),
    };
    let tree = Tree {
        node,
        stand_ins: &stand_ins,
    };
    // Writing to memory does not fail; and JSON is YAML too.
    serde_yaml::to_string(&tree).map_or(json, |yaml| stand_ins.replace(&yaml))
}

/// Scalars that are written here.
struct StandIns {
    mark: String,
    /// The text of each.
    texts: RefCell<Vec<String>>,
}

impl StandIns {
    /// The plain scalar that stands for a text: the mark, a number, and `x` up to a length on the same side of the
    /// limit for keys.
    fn add(&self, text: String) -> String {
        let mut texts = self.texts.borrow_mut();
        let mut stand_in = format!("{}{}x", self.mark, texts.len());
        if text.len() > LONGEST_SIMPLE_KEY {
            stand_in += &"x".repeat(LONGEST_SIMPLE_KEY);
        }
        texts.push(text);
        stand_in
    }

    fn replace(&self, yaml: &str) -> String {
        let texts = self.texts.borrow();
        let mut parts = yaml.split(self.mark.as_str());
        let mut replaced = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find('x').unwrap_or(part.len());
            let number = part[..end].parse().ok();
            let text = number.and_then(|number: usize| texts.get(number));
            replaced += text.map(String::as_str).unwrap_or_default();
            replaced += part[end..].trim_start_matches('x');
        }
        replaced
    }
}

struct Tree<'n> {
    node: &'n Node,
    stand_ins: &'n StandIns,
}

impl<'n> Tree<'n> {
    fn of(&self, node: &'n Node) -> Self {
        Self {
            node,
            stand_ins: self.stand_ins,
        }
    }

    fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if is_special(text) || is_ambiguous(text) {
            self.stand_ins.add(quoted(text)).into()
        } else {
            text.into()
        }
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.node.kind {
            Kind::Null => serializer.serialize_unit(),
            Kind::Boolean(value) => serializer.serialize_bool(*value),
            Kind::Number(number) => {
                let text = number.as_str();
                match text.parse::<i64>() {
                    Ok(value) if value.to_string() == text => serializer.serialize_i64(value),
                    _ => serializer.serialize_str(&self.stand_ins.add(text.to_owned())),
                }
            }
            Kind::String(text) => serializer.serialize_str(&self.text(text)),
            Kind::Array(elements) => {
                let mut sequence = serializer.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    sequence.serialize_element(&self.of(element))?;
                }
                sequence.end()
            }
            Kind::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for entry in members {
                    map.serialize_entry(&self.text(&entry.key.text), &self.of(&entry.value))?;
                }
                map.end()
            }
        }
    }
}

/// Whether a text has a character, other than the line breaks of a block scalar, that must be escaped.
fn is_special(text: &str) -> bool {
    text.contains(|char| char != '\n' && must_be_escaped(char))
}

/// Whether a character cannot be written as it is, or ends a line in YAML 1.1 only.
fn must_be_escaped(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether a text without quotes is, or may be to a reader of some version of YAML, something else than a string.
/// A few that are not are among them, which costs a pair of quotes.
fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".",
    ];
    let first = text.trim_start_matches(['+', '-']).trim_start_matches('.');
    // A version, as `1.0.0`, is none of them.
    let is_number_like = (first.matches('.').count() < 2 || first.contains(':'))
        && first.starts_with(|char: char| char.is_ascii_digit())
        && first
            .chars()
            .all(|char| char.is_ascii_hexdigit() || "+-_.:, oxtzOXTZ".contains(char));
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || is_number_like
        || ["inf", "nan"]
            .iter()
            .any(|word| first.eq_ignore_ascii_case(word))
}

/// A scalar in quotes: single ones where nothing has to be escaped.
fn quoted(text: &str) -> String {
    if !text.contains(must_be_escaped) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from('"');
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // All of them are in the basic plane.
            char if must_be_escaped(char) => {
                // Writing to a string does not fail.
                _ = write!(quoted, "\\u{:04x}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use spectrait_source::{Diagnostics, RenderOptions, Sources, read, render};

    use super::*;

    #[track_caller]
    fn tree(name: &str, text: &str) -> Node {
        let mut sources = Sources::default();
        let mut diagnostics = Diagnostics::default();
        let id = sources.add(name, text);
        let tree = read(&sources, id, &mut diagnostics);
        let said = render(&diagnostics, &sources, RenderOptions::default());
        match tree {
            Some(tree) if diagnostics.is_empty() => tree,
            _ => panic!("{said}\n{text}"),
        }
    }

    /// Writes the value of a JSON text. It must be read back as the same, to the letter.
    #[track_caller]
    fn written(json: &str) -> String {
        let before = tree("before.json", json);
        let yaml = write(&before);
        assert_eq!(
            write_json(&tree("after.yaml", &yaml)),
            write_json(&before),
            "{yaml}"
        );
        yaml
    }

    #[test]
    fn a_document() {
        insta::assert_snapshot!(written(
            r##"{"openapi": "3.0.3", "paths": {"/a/{id}": {"responses": {"200": {"description": "Two\nlines."}}}},
                "numbers": [1, -1, 0, -0, 1.10, 1e400, 123456789012345678901234567890, 2.50E-3, 9223372036854775807],
                "words": ["yes", "No", "~", "", "null", "text", "a: b", "# no comment", "it's", "- a", "@a"],
                "like numbers": ["1", "1.0.0", "0900", "1_000", "0x1F", "1e400", "+.5", ".inf", "-.INF", ".nan", "1:30"],
                "dates": ["2024-05-01", "2024-05-01T10:00:00Z", "1 to 100"],
                "empty": [{}, [], [[]], [{"a": [1]}]], "scalar0x": true}"##
        ));
    }

    #[test]
    fn texts_that_yaml_could_lose() {
        let long = "k".repeat(2_000);
        let odd_and_long = format!("\u{1}{long}");
        for text in [
            "\n",
            "\n\n",
            "a\n",
            "a\n\n",
            "\na",
            " a",
            "a ",
            "a \nb",
            "a\n b\n",
            "  a\nb",
            "a\n  \nb",
            "a\n\t\nb",
            "\ta\nb",
            "a\r\nb",
            "a\rb",
            "a\u{85}b\n",
            "a\u{2028}b\n",
            "\u{feff}a",
            "a\u{feff}\n",
            "\u{7f}",
            "\0",
            "\u{fffe}\u{ffff}",
            "😀\u{e000}",
            "---",
            "--- a\nb",
            "...\n",
            "a\n---\nb",
            "%YAML\n",
            "# a\nb",
            "a #b\n",
            "a: b\nc",
            "key:",
            "? a",
            "!t",
            "&a",
            "*a",
            "|",
            ">",
            "\"",
            "'",
            "'a\u{1}'",
            "\\",
            "scalar",
            "scalar0x",
            "xscalar_1x",
            &long,
            &odd_and_long,
        ] {
            let json = |value: &str| serde_json::Value::from(value).to_string();
            let text = json(text);
            written(&text);
            written(&format!("[{text}, {text}]"));
            written(&format!(
                "{{\"a\": {{\"b\": [{{\"c\": {text}, \"d\": 1}}]}}}}"
            ));
            written(&format!("{{{text}: {{{text}: 1.0}}, \"a\": 1}}"));
        }
    }

    /// Every text of up to three of the pieces that matter.
    #[test]
    fn texts_made_of_what_matters() {
        let pieces = [
            "", "a", " ", "\n", "\t", "#", ":", "-", "'", "\"", "0", ".", "e", "\r", "\u{85}", "[",
            ",", "}", "!",
        ];
        let mut texts = std::collections::BTreeSet::new();
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    for fourth in ["", "a", "\n"] {
                        texts.insert([first, second, third, fourth].concat());
                    }
                }
            }
        }
        let values: Vec<String> = texts
            .iter()
            .map(|text| serde_json::Value::from(text.as_str()).to_string())
            .collect();
        written(&format!("[{}]", values.join(",")));
        let members: Vec<String> = values
            .iter()
            .map(|value| format!("{value}: {{\"a\": {value}}}"))
            .collect();
        written(&format!("{{{}}}", members.join(",")));
    }

    #[test]
    fn the_deepest_tree() {
        let depth = spectrait_source::MAX_DEPTH / 2;
        written(&(r#"{"a":["#.repeat(depth) + &"]}".repeat(depth)));
    }
}
