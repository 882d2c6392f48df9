//! The document's schemas as JSON Schema 2020-12, as they are meant in a request or in a response.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::convert::Converter;

/// Whose body a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A request's, as it is received.
    Request,
    /// A response's, as it is received: what is `writeOnly` in it is not looked at.
    Response,
    /// A response's, as it is sent: nothing in it is `writeOnly` (`OpenAPI` 3.0.4 section 4.8.24), and a schema without a
    /// `type` is meant to the letter.
    SentResponse,
}

/// The schemas of a document: its components, and what else is referred to.
#[derive(Debug)]
pub struct Schemas {
    document: Value,
    direction: Direction,
    /// `$defs` of all components.
    definitions: Map<String, Value>,
}

impl Schemas {
    /// The schemas of a document of `OpenAPI` 3.0 or 3.1.
    #[must_use]
    pub fn new(document: &Value, direction: Direction) -> Self {
        let converter = Converter::new(document, direction);
        let components = document["components"]["schemas"].as_object();
        let definitions = components
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), converter.schema(schema)))
            .collect();
        Self {
            document: document.clone(),
            direction,
            definitions,
        }
    }

    /// The document.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// A schema of the document as JSON Schema. A component is `#/$defs/` and its name.
    #[must_use]
    pub fn converted(&self, schema: &Value) -> Value {
        Converter::new(&self.document, self.direction).schema(schema)
    }

    /// A component that stands alone, with what it refers to.
    #[must_use]
    pub fn of(&self, name: &str) -> Value {
        self.standing(&json!({ "$ref": format!("#/$defs/{}", escaped(name)) }))
    }

    /// A [converted](Self::converted) schema that stands alone, with what it refers to.
    #[must_use]
    pub fn standing(&self, schema: &Value) -> Value {
        let mut reached = Map::new();
        let mut names = Vec::new();
        referred(schema, &mut names);
        while let Some(name) = names.pop() {
            if reached.contains_key(&name) {
                continue;
            }
            let elsewhere = || Some(self.converted(self.document.pointer(&name)?));
            let component = self.definitions.get(&name).cloned();
            if let Some(schema) = component.or_else(elsewhere) {
                referred(&schema, &mut names);
                reached.insert(name, schema);
            }
        }
        let mut standing = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$defs": reached,
        });
        match schema.as_object() {
            Some(members) if members.len() == 1 && members.contains_key("$ref") => {
                standing["$ref"] = members["$ref"].clone();
            }
            _ => standing["allOf"] = json!([schema]),
        }
        standing
    }

    /// All components: a name that is no pointer may stand in any of them.
    #[must_use]
    pub fn definitions(&self) -> &Map<String, Value> {
        &self.definitions
    }

    /// What a reference to a component, or into one, leads to.
    #[must_use]
    pub fn target(&self, reference: &str) -> Option<&Value> {
        let pointer = decoded(reference.strip_prefix("#/$defs/")?);
        let (name, rest) = match pointer.split_once('/') {
            Some((name, _)) => (name, &pointer[name.len()..]),
            None => (&*pointer, ""),
        };
        self.definitions.get(&unescaped(name))?.pointer(rest)
    }
}

/// What a reference of a document leads to; `None` also for one to another file.
pub(crate) fn find<'d>(document: &'d Value, reference: &str) -> Option<&'d Value> {
    document.pointer(&decoded(reference.strip_prefix('#')?))
}

/// A reference of the document, as one of a schema that stands alone. What is no component gets its pointer for a name.
pub(crate) fn moved(reference: &str) -> String {
    const COMPONENTS: &str = "#/components/schemas/";
    match reference.strip_prefix(COMPONENTS) {
        Some(rest) => format!("#/$defs/{rest}"),
        None if reference.starts_with("#/") && !reference.starts_with("#/$defs/") => {
            /// What a fragment may hold (RFC 3986 section 3.5), and more.
            const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
                .remove(b'-')
                .remove(b'.')
                .remove(b'_')
                .remove(b'~');
            let name = escaped(&decoded(&reference[1..]));
            format!("#/$defs/{}", utf8_percent_encode(&name, ENCODED))
        }
        None => reference.to_owned(),
    }
}

/// Adds the names of the definitions that a schema refers to.
fn referred(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let token = reference
                .and_then(|reference| reference.strip_prefix("#/$defs/"))
                .and_then(|rest| rest.split('/').next());
            names.extend(token.map(|token| unescaped(&decoded(token))));
            members.values().for_each(|schema| referred(schema, names));
        }
        Value::Array(schemas) => schemas.iter().for_each(|schema| referred(schema, names)),
        _ => {}
    }
}

/// The names of a `type`.
#[must_use]
pub fn types(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

/// A pointer without the percent-encoding of a fragment (RFC 6901 section 6).
pub(crate) fn decoded(fragment: &str) -> String {
    percent_decode_str(fragment).decode_utf8_lossy().into()
}

/// A token of a pointer (RFC 6901 section 3).
fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// What a token of a pointer stands for.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
