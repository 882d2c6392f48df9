//! The document's schemas as JSON Schema 2020-12, as they are meant in a request or in a response.

use serde_json::{Map, Value, json};

use crate::value::child;

/// The formats that generated code checks; every other one is an annotation.
const FORMATS: &[&str] = &["byte", "date", "date-time", "ipv4", "ipv6", "uri", "uuid"];

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
        let is_3_0 = document["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.0"));
        let converter = Converter {
            document,
            is_3_0,
            direction,
        };
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

    /// A schema that stands alone, with what it refers to.
    pub(crate) fn of(&self, name: &str) -> Value {
        let mut reached = Map::new();
        let mut names = vec![name.to_owned()];
        while let Some(name) = names.pop() {
            if reached.contains_key(&name) {
                continue;
            }
            if let Some(schema) = self.definitions.get(&name) {
                referred(schema, &mut names);
                reached.insert(name, schema.clone());
            }
        }
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$defs": reached,
            "$ref": format!("#{}", child("/$defs", name)),
        })
    }

    /// What a reference leads to.
    fn target(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix("#/$defs")?;
        self.definitions.pointer(&pointer.replace("%20", " "))
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

struct Converter<'d> {
    document: &'d Value,
    is_3_0: bool,
    direction: Direction,
}

impl Converter<'_> {
    fn schema(&self, schema: &Value) -> Value {
        let Some(members) = schema.as_object() else {
            return schema.clone();
        };
        let reference = members.get("$ref").and_then(Value::as_str);
        if reference.is_some_and(|reference| !reference.starts_with('#')) {
            // Anything stands in for what is in another file.
            return true.into();
        }
        if let (true, Some(reference)) = (self.is_3_0, members.get("$ref")) {
            return json!({ "$ref": moved(reference) });
        }
        let mut made = Map::new();
        for (key, value) in members {
            let value = match key.as_str() {
                "$ref" => moved(value),
                "additionalProperties"
                | "contains"
                | "else"
                | "if"
                | "items"
                | "not"
                | "propertyNames"
                | "then"
                | "unevaluatedItems"
                | "unevaluatedProperties" => self.schema(value),
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|schema| self.schema(schema))
                    .collect(),
                "$defs" | "dependentSchemas" | "patternProperties" | "properties" => value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .map(|(name, schema)| (name.clone(), self.schema(schema)))
                    .collect::<Map<_, _>>()
                    .into(),
                "format" if !value.as_str().is_some_and(|name| FORMATS.contains(&name)) => continue,
                _ => value.clone(),
            };
            made.insert(key.clone(), value);
        }
        imply_type(&mut made);
        widths(members, &mut made);
        self.leave_out_others(members, &mut made);
        tag(members, &mut made);
        if self.is_3_0 {
            exclusive(&mut made, "exclusiveMinimum", "minimum");
            exclusive(&mut made, "exclusiveMaximum", "maximum");
        }
        if self.is_3_0 && made.remove("nullable") == Some(true.into()) {
            if let Some(values) = made.get_mut("enum").and_then(Value::as_array_mut)
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
            return match made.get_mut("type") {
                Some(name) => {
                    *name = json!([name.clone(), "null"]);
                    made.into()
                }
                None => json!({ "anyOf": [made, { "type": "null" }] }),
            };
        }
        made.into()
    }

    /// A property that only the other direction has may be there, and is not looked at.
    fn leave_out_others(&self, members: &Map<String, Value>, made: &mut Map<String, Value>) {
        let properties = members.get("properties").and_then(Value::as_object);
        let keyword = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        for (name, schema) in properties.into_iter().flatten() {
            let target = self.target(schema);
            let is_other = |schema: &Value| schema[keyword] == true;
            let referred = target.is_some_and(is_other);
            if is_other(schema) || referred {
                made["properties"][name] = true.into();
                if let Some(required) = made.get_mut("required").and_then(Value::as_array_mut) {
                    required.retain(|required| required.as_str() != Some(name));
                }
            }
        }
    }

    fn target(&self, schema: &Value) -> Option<&Value> {
        self.document
            .pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
    }
}

/// With a `discriminator`, the tag says which branch it is.
fn tag(members: &Map<String, Value>, made: &mut Map<String, Value>) {
    let Some(tag) = members
        .get("discriminator")
        .and_then(|discriminator| discriminator["propertyName"].as_str())
    else {
        return;
    };
    let mapping = members["discriminator"]["mapping"].as_object();
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = made.remove(key) else {
            continue;
        };
        let sources = members[key].as_array().into_iter().flatten();
        let branches = branches.iter().zip(sources).map(|(branch, source)| {
            let reference = source["$ref"].as_str().unwrap_or_default();
            let name = reference.rsplit('/').next().unwrap_or_default();
            let mut values: Vec<&str> = mapping
                .into_iter()
                .flatten()
                .filter(|(_, target)| *target == reference || *target == name)
                .map(|(value, _)| value.as_str())
                .collect();
            if values.is_empty() {
                values.push(name);
            }
            let tag = json!({ "properties": { tag: { "enum": values } }, "required": [tag] });
            json!({ "allOf": [branch, tag] })
        });
        let branches: Vec<Value> = branches.collect();
        made.insert("anyOf".into(), branches.into());
    }
}

/// A reference to a component.
fn moved(reference: &Value) -> Value {
    let text = reference.as_str().unwrap_or_default();
    text.replace("#/components/schemas/", "#/$defs/").into()
}

/// Keywords of one type imply it.
fn imply_type(made: &mut Map<String, Value>) {
    const OTHERS: &[&str] = &["$ref", "allOf", "anyOf", "const", "enum", "oneOf", "type"];
    if OTHERS.iter().any(|key| made.contains_key(*key)) {
        return;
    }
    let implied = [
        (
            "object",
            &[
                "properties",
                "additionalProperties",
                "required",
                "patternProperties",
                "minProperties",
                "maxProperties",
                "propertyNames",
            ] as &[&str],
        ),
        (
            "array",
            &[
                "items",
                "prefixItems",
                "minItems",
                "maxItems",
                "uniqueItems",
                "contains",
            ],
        ),
        ("string", &["minLength", "maxLength", "pattern", "format"]),
        (
            "number",
            &[
                "minimum",
                "maximum",
                "exclusiveMinimum",
                "exclusiveMaximum",
                "multipleOf",
            ],
        ),
    ];
    let mut found = implied
        .iter()
        .filter(|(_, keys)| keys.iter().any(|key| made.contains_key(*key)));
    if let (Some((name, _)), None) = (found.next(), found.next()) {
        made.insert("type".into(), (*name).into());
    }
}

/// The widths of integers.
fn widths(members: &Map<String, Value>, made: &mut Map<String, Value>) {
    let is_integer = made
        .get("type")
        .is_some_and(|value| types(value).contains(&"integer".to_owned()));
    if !is_integer {
        return;
    }
    let (least, most) = match members.get("format").and_then(Value::as_str) {
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint8") => (json!(0), json!(u8::MAX)),
        Some("uint16") => (json!(0), json!(u16::MAX)),
        Some("uint32") => (json!(0), json!(u32::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        _ => (json!(i64::MIN), json!(i64::MAX)),
    };
    let width = json!({ "minimum": least, "maximum": most });
    match made.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all) => all.push(width),
        None => {
            made.insert("allOf".into(), json!([width]));
        }
    }
}

/// In OpenAPI 3.0 `exclusiveMinimum` is about `minimum`.
fn exclusive(made: &mut Map<String, Value>, keyword: &str, bound: &str) {
    if made.remove(keyword) == Some(true.into())
        && let Some(bound) = made.remove(bound)
    {
        made.insert(keyword.into(), bound);
    }
}
