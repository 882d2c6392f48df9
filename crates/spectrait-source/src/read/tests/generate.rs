//! Texts made from a seed, so that a failure can be repeated.

use std::fmt::Write;

/// A small generator of pseudo-random numbers (xorshift64*) and of texts.
pub(super) struct Generator(u64);

/// A value before it is written down.
enum Value {
    Scalar(&'static str),
    String(String),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

const SCALARS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "7",
    "-42",
    "1.5",
    "-0.25",
    "1e3",
    "2.50E-3",
    "1E+2",
    "123456789012345678",
    "9223372036854775807",
    "18446744073709551615",
    "0.1",
    "1.7976931348623157e308",
];

/// What strings are made of: what escapes, what YAML gives a meaning, and characters of every width.
const PIECES: &[&str] = &[
    "a", "build", " ", "é", "€", "😀", "\u{85}", "\u{2028}", "\u{feff}", "\"", "\\", "/", "\n",
    "\t", "\r\n", "\u{1}", ": ", " #", "- ", "{id}", "[", "]", ",", "&a", "*a", "!t", "|", ">",
    "%", "@", "`", "'", "<<", "~", "null", "0900", "yes", "1_000", ".inf", "?", "---",
];

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).expect("31 bits fit") % bound
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A JSON text of an object or array.
    pub(super) fn json(&mut self) -> String {
        let value = self.collection(4);
        let mut text = String::new();
        self.write_json(&value, &mut text);
        text
    }

    /// A JSON text short enough for a single changed byte to matter.
    pub(super) fn small_json(&mut self) -> String {
        let value = self.collection(1);
        let mut text = String::new();
        self.write_json(&value, &mut text);
        text
    }

    /// A YAML text in block style, with flow style and all kinds of quotes inside.
    pub(super) fn yaml(&mut self) -> String {
        let value = self.collection(4);
        let mut text = String::new();
        self.write_block(&value, 0, &mut text);
        text
    }

    fn collection(&mut self, depth: usize) -> Value {
        let count = self.below(5);
        if self.below(2) == 0 {
            return Value::Array((0..count).map(|_| self.value(depth)).collect());
        }
        // A running number keeps the keys apart.
        let key = |generator: &mut Self, number| format!("{}{number}", generator.string());
        Value::Object(
            (0..count)
                .map(|number| (key(self, number), self.value(depth)))
                .collect(),
        )
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(4) {
            0 | 1 if depth > 0 => self.collection(depth - 1),
            2 => Value::Scalar(self.pick(SCALARS)),
            _ => Value::String(self.string()),
        }
    }

    fn string(&mut self) -> String {
        (0..self.below(5)).map(|_| self.pick(PIECES)).collect()
    }

    fn space(&mut self, text: &mut String) {
        text.push_str(self.pick(&["", "", "", " ", "\n", "\r\n", "\t", "\n  "]));
    }

    fn write_json(&mut self, value: &Value, text: &mut String) {
        match value {
            Value::Scalar(scalar) => text.push_str(scalar),
            Value::String(string) => self.write_quoted(string, text),
            Value::Array(elements) => {
                text.push('[');
                for (position, element) in elements.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { "," });
                    self.space(text);
                    self.write_json(element, text);
                    self.space(text);
                }
                text.push(']');
            }
            Value::Object(members) => {
                text.push('{');
                for (position, (key, value)) in members.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { "," });
                    self.space(text);
                    self.write_quoted(key, text);
                    // Not before the colon: YAML wants it on the line of its key.
                    text.push_str(self.pick(&[":", ": ", ":\n ", " : "]));
                    self.write_json(value, text);
                    self.space(text);
                }
                text.push('}');
            }
        }
    }

    /// Writes a string in double quotes, in the common subset of JSON and YAML.
    fn write_quoted(&mut self, string: &str, text: &mut String) {
        text.push('"');
        for character in string.chars() {
            match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '/' => text.push_str(self.pick(&["/", "\\/"])),
                // YAML folds these as line breaks where they stand for themselves.
                _ if character.is_control() || self.below(8) == 0 => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        write!(text, "\\u{unit:04x}").expect("a String takes all");
                    }
                }
                _ => text.push(character),
            }
        }
        text.push('"');
    }

    fn write_block(&mut self, value: &Value, indent: usize, text: &mut String) {
        match value {
            Value::Array(elements) if !elements.is_empty() => {
                for element in elements {
                    write!(text, "{:indent$}-", "").expect("a String takes all");
                    self.write_inner(element, indent, text);
                }
            }
            Value::Object(members) if !members.is_empty() => {
                for (key, value) in members {
                    write!(text, "{:indent$}", "").expect("a String takes all");
                    self.write_scalar(key, text);
                    text.push(':');
                    self.write_inner(value, indent, text);
                }
            }
            _ => {
                write!(text, "{:indent$}", "").expect("a String takes all");
                self.write_flow(value, text);
                text.push('\n');
            }
        }
    }

    /// Writes what follows `-` or a key.
    fn write_inner(&mut self, value: &Value, indent: usize, text: &mut String) {
        let is_empty = match value {
            Value::Array(elements) => elements.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => true,
        };
        if is_empty || self.below(4) == 0 {
            text.push(' ');
            self.write_flow(value, text);
            text.push_str(self.pick(&["\n", "\n", " # a comment\n", "\n\n"]));
        } else {
            text.push('\n');
            self.write_block(value, indent + 2, text);
        }
    }

    fn write_flow(&mut self, value: &Value, text: &mut String) {
        match value {
            Value::Scalar(scalar) => text.push_str(scalar),
            Value::String(string) => self.write_scalar(string, text),
            Value::Array(elements) => {
                text.push('[');
                for (position, element) in elements.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { ", " });
                    self.write_flow(element, text);
                }
                text.push(']');
            }
            Value::Object(members) => {
                text.push('{');
                for (position, (key, value)) in members.iter().enumerate() {
                    text.push_str(if position == 0 { "" } else { ", " });
                    self.write_scalar(key, text);
                    text.push_str(": ");
                    self.write_flow(value, text);
                }
                text.push('}');
            }
        }
    }

    /// Writes a string without quotes where that is safe, else in single or double ones.
    fn write_scalar(&mut self, string: &str, text: &mut String) {
        let is_word = string.chars().all(char::is_alphabetic) && !string.is_empty();
        if is_word && !matches!(string, "null" | "yes") {
            text.push_str(string);
        } else if string
            .chars()
            .all(|character| (' '..='~').contains(&character))
            && self.below(2) == 0
        {
            write!(text, "'{}'", string.replace('\'', "''")).expect("a String takes all");
        } else {
            self.write_quoted(string, text);
        }
    }
}

/// A text with a few characters changed, taken out or put in.
pub(super) fn mutated(text: &str, generator: &mut Generator) -> String {
    const NEW: &[&str] = &[
        "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\n", "\t", " ", "-", "+", ".", "e", "0",
        "7", "u", "\\u", "\\ud83d", "\\ude00", "#", "&a", "*a", "!", "!!int", "|", ">", "?",
        "<<: ", "%", "---\n", "é", "\u{0}", "\u{feff}", "//", "null", "true", "\r",
    ];
    let mut characters: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..=generator.below(3) {
        let at = generator.below(characters.len() + 1);
        let new = String::from(generator.pick(NEW));
        match generator.below(3) {
            0 if at < characters.len() => drop(characters.remove(at)),
            1 if at < characters.len() => characters[at] = new,
            _ => characters.insert(at, new),
        }
    }
    characters.concat()
}
