//! Random values: the same for a seed.

use serde_json::{Map, Value, json};
use spectrait_runtime::{Base64, ToJson};

use crate::BoxError;

/// What an operation's values look like: the component of its schema.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text,
    Whole,
    Number,
    Flag,
    Texts,
    Wholes,
    Record,
    Map,
    Null,
    Nest,
    Form,
    Styled,
    Parts,
    Octets,
}

/// What may have a meaning in some style, some media type or some reader.
const HARD: &str = " ,|;=&%+/?#\"'\\:@!$()*[]{}<>^`~.-_\t\r\n\0\u{7f}éß漢\u{301}\u{1f600}\u{feff}";

/// Texts that may be taken for something else.
const ODD: [&str; 24] = [
    "",
    ".",
    "..",
    " ",
    " a",
    "a ",
    "a%20b",
    "%zz",
    "%",
    "+",
    "null",
    "true",
    "1",
    "-0",
    "1e3",
    "[1]",
    "{\"a\":1}",
    "\"a\"",
    "a,b",
    "a=b",
    "a&p=b",
    ";p=a",
    ".a",
    "p",
];

/// `SplitMix64` (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
pub struct Random(pub u64);

impl Random {
    /// Of 0 up to, but not with, `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % end
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn choose<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    /// A value of the kind.
    pub fn value(&mut self, kind: Kind) -> Result<Value, BoxError> {
        Ok(match kind {
            Kind::Text => self.text().into(),
            Kind::Whole => self.whole().into(),
            Kind::Number => self.number().into(),
            Kind::Flag => self.one_in(2).into(),
            Kind::Texts => self.list(0, Self::text),
            Kind::Wholes => self.list(0, Self::whole),
            Kind::Record => self.record(),
            Kind::Map => {
                let count = self.below(4);
                (0..count)
                    .map(|_| (self.text(), self.text().into()))
                    .collect::<Map<_, _>>()
                    .into()
            }
            Kind::Null if self.one_in(4) => Value::Null,
            Kind::Null => self.text().into(),
            Kind::Nest => {
                let text = self.text().into();
                let rest = json!({
                    "number": self.number(), "list": self.list(0, Self::text), "inner": self.record(),
                });
                self.object("text", text, rest)
            }
            Kind::Form => {
                let text = self.text().into();
                let rest = json!({
                    "count": self.whole(), "number": self.number(), "flag": self.one_in(2),
                    "list": self.list(1, Self::text), "a b&c": self.text(),
                });
                self.object("text", text, rest)
            }
            Kind::Styled => {
                let joined = self.list(1, Self::text);
                let rest = json!({
                    "spaces": self.list(1, Self::text), "pipes": self.list(1, Self::text),
                    "spread": self.list(1, Self::whole), "deep": self.record(),
                });
                self.object("joined", joined, rest)
            }
            Kind::Parts => {
                let file = self.file()?;
                let rest = json!({
                    "text": self.text(), "count": self.whole(), "list": self.list(1, Self::text),
                    "record": self.record(), "files": [self.file()?, self.file()?],
                });
                let mut parts = self.object("file", file, rest);
                if parts["text"].is_null() {
                    parts["text"] = self.text().into();
                }
                parts
            }
            Kind::Octets => base64(&self.octets())?,
        })
    }

    /// The lines of a stream.
    pub fn lines(&mut self, kind: Kind) -> Result<Value, BoxError> {
        let count = self.below(4);
        (0..count).map(|_| self.value(kind)).collect()
    }

    fn text(&mut self) -> String {
        if self.one_in(4) {
            return self.choose(&ODD).to_owned();
        }
        let hard: Vec<char> = HARD.chars().collect();
        let length = if self.one_in(40) { 300 } else { self.below(6) };
        let plain: Vec<char> = ('a'..='e').chain('0'..='3').collect();
        (0..length)
            .map(|_| {
                if self.one_in(3) {
                    self.choose(&hard)
                } else {
                    self.choose(&plain)
                }
            })
            .collect()
    }

    /// As JavaScript has them exactly.
    fn whole(&mut self) -> i64 {
        const MOST: i64 = (1 << 53) - 1;
        let small = self.below(200) as i64 - 100;
        self.choose(&[0, small, small, MOST, -MOST])
    }

    fn number(&mut self) -> f64 {
        let small = (self.below(2000) as f64 - 1000.0) / 8.0;
        self.choose(&[0.0, small, small, 0.1, 1e21, -1.5e-9, 1.797e308])
    }

    fn list<T: Into<Value>>(&mut self, least: u64, item: fn(&mut Self) -> T) -> Value {
        let count = self.below(4).max(least);
        (0..count).map(|_| item(self).into()).collect()
    }

    fn record(&mut self) -> Value {
        let text = self.text().into();
        let rest = json!({"count": self.whole(), "is it": self.one_in(2)});
        self.object("text", text, rest)
    }

    /// One member, and some of the rest.
    fn object(&mut self, name: &str, value: Value, mut rest: Value) -> Value {
        if let Some(rest) = rest.as_object_mut() {
            rest.retain(|_, _| self.one_in(2));
            rest.insert(name.to_owned(), value);
        }
        rest
    }

    fn octets(&mut self) -> Vec<u8> {
        let length = self.choose(&[0, 1, 5, 40, 3000]);
        (0..length)
            .map(|_| {
                if self.one_in(4) {
                    self.choose(b"\r\n--")
                } else {
                    self.below(256) as u8
                }
            })
            .collect()
    }

    /// A file of a multipart body.
    fn file(&mut self) -> Result<Value, BoxError> {
        let name = ["a.txt", "a b.bin", "é漢.png", "q\"u;o=t.e", "c:\\d"];
        let media = [
            "application/octet-stream",
            "image/png",
            "text/plain; charset=utf-8",
        ];
        let octets = base64(&self.octets())?;
        Ok(json!({"name": self.choose(&name), "type": self.choose(&media), "octets": octets}))
    }
}

/// Octets as JSON has them.
pub fn base64(octets: &[u8]) -> Result<Value, BoxError> {
    Ok(serde_json::from_str(
        &Base64::from(octets.to_vec()).to_json()?,
    )?)
}

/// Whether they are the same value, however its numbers are written.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}
