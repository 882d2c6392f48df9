//! Schemas with what they refer to in one object, for whoever makes values of them.

use serde_json::{Map, Value, json};
use spectrait_validator::{Schemas, types};

/// What is read out of schemas.
pub(crate) trait Flat {
    /// Whether a union is on the way to a place.
    fn has_union_on(&self, schema: &Value, pointer: &str) -> bool;

    /// The schema with what it refers to, and what `allOf` says, in one object. It need not be exact: what is made from
    /// it is judged by the schema itself.
    fn flat(&self, schema: &Value) -> Map<String, Value>;
}

impl Flat for Schemas {
    fn has_union_on(&self, schema: &Value, pointer: &str) -> bool {
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

    fn flat(&self, schema: &Value) -> Map<String, Value> {
        let mut flat = Map::new();
        flatten(self, schema, &mut flat, 0);
        flat
    }
}

fn flatten(schemas: &Schemas, schema: &Value, flat: &mut Map<String, Value>, depth: usize) {
    let (Some(members), true) = (schema.as_object(), depth < 30) else {
        return;
    };
    if let Some(target) = members
        .get("$ref")
        .and_then(|reference| schemas.target(reference.as_str()?))
    {
        flatten(schemas, target, flat, depth + 1);
    }
    for part in members
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        flatten(schemas, part, flat, depth + 1);
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
