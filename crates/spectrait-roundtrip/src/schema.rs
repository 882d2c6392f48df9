//! The document's schemas as JSON Schema 2020-12, as they are meant in a request or in a response.

use serde_json::{Map, Value, json};

use crate::convert::Converter;
use crate::value::child;

/// Which body a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// The components of a document.
pub(crate) struct Schemas {
    /// `$defs` of all.
    definitions: Value,
}

impl Schemas {
    pub(crate) fn new(document: &Value, direction: Direction) -> Self {
        let converter = Converter::new(document, direction);
        let components = document["components"]["schemas"].as_object();
        let definitions = components
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), converter.schema(schema)))
            .collect::<Map<_, _>>();
        Self {
            definitions: definitions.into(),
        }
    }

    /// A schema of the document, as one of this module.
    pub(crate) fn converted(document: &Value, direction: Direction, schema: &Value) -> Value {
        Converter::new(document, direction).schema(schema)
    }

    /// A component that stands alone, with what it refers to.
    pub(crate) fn of(&self, name: &str) -> Value {
        self.standing(&json!({ "$ref": format!("#{}", child("/$defs", name)) }))
    }

    /// A schema that stands alone, with what it refers to.
    pub(crate) fn standing(&self, schema: &Value) -> Value {
        let mut reached = Map::new();
        let mut names = Vec::new();
        referred(schema, &mut names);
        while let Some(name) = names.pop() {
            if reached.contains_key(&name) {
                continue;
            }
            if let Some(schema) = self.definitions.get(&name) {
                referred(schema, &mut names);
                reached.insert(name, schema.clone());
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
    pub(crate) fn definitions(&self) -> &Value {
        &self.definitions
    }

    /// What a reference leads to.
    fn target(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix("#/$defs")?;
        self.definitions.pointer(&pointer.replace("%20", " "))
    }

    /// Whether a union is on the way to a place.
    pub(crate) fn has_union_on(&self, schema: &Value, pointer: &str) -> bool {
        let mut schema = schema.clone();
        for token in pointer.split('/').skip(1) {
            let mut flat = self.flat(&schema);
            if flat.contains_key("oneOf") || flat.contains_key("anyOf") {
                return true;
            }
            let name = token.replace("~1", "/").replace("~0", "~");
            let property = flat.get_mut("properties").and_then(|of| of.get_mut(&name));
            let inside = property.map(Value::take).or_else(|| {
                let others = flat.remove("items");
                others.or_else(|| flat.remove("additionalProperties"))
            });
            schema = inside.unwrap_or_default();
        }
        false
    }

    /// The schema with what it refers to, and what `allOf` says, in one object. It need not be exact: what is made from
    /// it is judged by the schema itself.
    pub(crate) fn flat(&self, schema: &Value) -> Map<String, Value> {
        let mut flat = Map::new();
        self.flatten(schema, &mut flat, 0);
        flat
    }

    fn flatten(&self, schema: &Value, flat: &mut Map<String, Value>, depth: usize) {
        let (Some(members), true) = (schema.as_object(), depth < 30) else {
            return;
        };
        if let Some(target) = members
            .get("$ref")
            .and_then(|reference| self.target(reference.as_str()?))
        {
            self.flatten(target, flat, depth + 1);
        }
        for part in members
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            self.flatten(part, flat, depth + 1);
        }
        for (key, value) in members {
            match (key.as_str(), flat.get_mut(key)) {
                // Of two unions the first is gone through.
                ("$ref" | "allOf", _) | ("oneOf" | "anyOf", Some(_)) => {}
                ("properties", Some(Value::Object(known))) => {
                    for (name, schema) in value.as_object().into_iter().flatten() {
                        let both = match known.get(name) {
                            Some(other) => json!({ "allOf": [other, schema] }),
                            None => schema.clone(),
                        };
                        known.insert(name.clone(), both);
                    }
                }
                ("required", Some(Value::Array(known))) => {
                    known.extend(value.as_array().into_iter().flatten().cloned());
                }
                ("enum", Some(Value::Array(known))) => {
                    known.retain(|known| value.as_array().is_some_and(|list| list.contains(known)));
                }
                ("type", Some(known)) => {
                    let both: Vec<Value> = types(known)
                        .into_iter()
                        .filter(|known| {
                            types(value).iter().any(|other| {
                                other == known || (other == "number" && known == "integer")
                            })
                        })
                        .map(Value::from)
                        .collect();
                    *known = both.into();
                }
                _ => {
                    flat.insert(key.clone(), value.clone());
                }
            }
        }
    }
}

/// Adds the names of the components that a schema refers to.
fn referred(schema: &Value, names: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let token = reference
                .and_then(|reference| reference.strip_prefix("#/$defs/"))
                .and_then(|rest| rest.split('/').next());
            names.extend(token.map(|token| token.replace("~1", "/").replace("~0", "~")));
            members.values().for_each(|schema| referred(schema, names));
        }
        Value::Array(schemas) => schemas.iter().for_each(|schema| referred(schema, names)),
        _ => {}
    }
}

/// The names of a `type`.
pub(crate) fn types(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}
