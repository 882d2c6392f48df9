//! A schema of `OpenAPI` 3.0 or 3.1 as JSON Schema 2020-12.

use serde_json::{Map, Value, json};

use crate::schemas::{Direction, find, moved, types};

/// The formats that generated code checks; every other one is an annotation.
const FORMATS: &[&str] = &["byte", "date", "date-time", "ipv4", "ipv6", "uri", "uuid"];

pub(crate) struct Converter<'d> {
    document: &'d Value,
    is_3_0: bool,
    direction: Direction,
}

impl<'d> Converter<'d> {
    pub(crate) fn new(document: &'d Value, direction: Direction) -> Self {
        let version = document["openapi"].as_str();
        Self {
            document,
            is_3_0: version.is_some_and(|version| version.starts_with("3.0")),
            direction,
        }
    }

    pub(crate) fn schema(&self, schema: &Value) -> Value {
        self.schema_in(schema, false)
    }

    /// `is_typed`: another part of the same `allOf` says the type.
    fn schema_in(&self, schema: &Value, is_typed: bool) -> Value {
        let Some(members) = schema.as_object() else {
            return schema.clone();
        };
        let reference = members.get("$ref").and_then(Value::as_str);
        if reference.is_some_and(|reference| !reference.starts_with('#')) {
            // Anything stands in for what is in another file.
            return true.into();
        }
        if let (true, Some(reference)) = (self.is_3_0, reference) {
            return json!({ "$ref": moved(reference) });
        }
        let mut made = Map::new();
        for (key, value) in members {
            let value = match key.as_str() {
                "$ref" => value
                    .as_str()
                    .map_or_else(|| value.clone(), |to| moved(to).into()),
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
                "allOf" => {
                    let parts = value.as_array().into_iter().flatten();
                    let has_type = |part: &Value| self.has_type(part, 0);
                    let is_typed = is_typed || has_type(schema) || parts.clone().any(has_type);
                    parts.map(|part| self.schema_in(part, is_typed)).collect()
                }
                "anyOf" | "oneOf" | "prefixItems" => value
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
                "required" if !value.is_array() => continue,
                "format" if !value.as_str().is_some_and(|name| FORMATS.contains(&name)) => {
                    // Not checked, but heeded where a text is made.
                    made.insert("x-format".into(), value.clone());
                    continue;
                }
                _ => value.clone(),
            };
            made.insert(key.clone(), value);
        }
        let encoding = members.get("contentEncoding").and_then(Value::as_str);
        if encoding == Some("base64") && !made.contains_key("format") {
            made.insert("format".into(), "byte".into());
        }
        if !is_typed && self.direction != Direction::SentResponse {
            imply_type(&mut made);
        }
        required_of_draft_3(members, &mut made);
        widths(members, &mut made);
        self.leave_out_others(members, &mut made);
        self.tag(members, &mut made);
        self.open_parts(members, &mut made);
        if self.is_3_0 {
            exclusive(&mut made, "exclusiveMinimum", "minimum");
            exclusive(&mut made, "exclusiveMaximum", "maximum");
        }
        // Documents of 3.1 have it as well.
        if made.remove("nullable") == Some(true.into()) {
            // An `enum` beside it still says which values there are: `null` only where it is listed.
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

    fn has_type(&self, schema: &Value, depth: usize) -> bool {
        let parts = schema["allOf"].as_array();
        depth < 10
            && (schema.get("type").is_some()
                || self
                    .target(schema)
                    .is_some_and(|target| self.has_type(target, depth + 1))
                || parts
                    .is_some_and(|parts| parts.iter().any(|part| self.has_type(part, depth + 1))))
    }

    /// A property that only the other direction has is not asked for. One that is received is not looked at; one that is
    /// sent must not be there.
    fn leave_out_others(&self, members: &Map<String, Value>, made: &mut Map<String, Value>) {
        let properties = members.get("properties").and_then(Value::as_object);
        let (keyword, may_be_there) = match self.direction {
            Direction::Request => ("readOnly", true),
            Direction::Response => ("writeOnly", true),
            Direction::SentResponse => ("writeOnly", false),
        };
        for (name, schema) in properties.into_iter().flatten() {
            let target = self.target(schema);
            let is_other = |schema: &Value| schema[keyword] == true;
            let referred = target.is_some_and(is_other);
            if is_other(schema) || referred {
                made["properties"][name] = may_be_there.into();
                if let Some(required) = made.get_mut("required").and_then(Value::as_array_mut) {
                    required.retain(|required| required.as_str() != Some(name));
                }
            }
        }
    }

    /// With a `discriminator`, the tag says which branch it is.
    fn tag(&self, members: &Map<String, Value>, made: &mut Map<String, Value>) {
        let discriminator = members.get("discriminator");
        let Some(tag) = discriminator.and_then(|of| of["propertyName"].as_str()) else {
            return;
        };
        let mapping = members["discriminator"]["mapping"].as_object();
        let Some((key, Value::Array(branches))) = ["oneOf", "anyOf"]
            .into_iter()
            .find_map(|key| Some((key, made.remove(key)?)))
        else {
            return;
        };
        let sources = members[key].as_array().into_iter().flatten();
        let branches = branches.iter().zip(sources).map(|(branch, source)| {
            let reference = source["$ref"].as_str().unwrap_or_default();
            let name = reference.rsplit('/').next().unwrap_or_default();
            let mut values: Vec<Value> = mapping
                .into_iter()
                .flatten()
                .filter(|(_, target)| *target == reference || *target == name)
                .map(|(value, _)| value.as_str().into())
                .collect();
            if values.is_empty() {
                // Its name, unless the property has another one.
                values = self.listed(source, tag, 0).unwrap_or_default();
                if values.is_empty() {
                    values.push(name.into());
                }
            }
            let tag = json!({ "properties": { tag: { "enum": values } }, "required": [tag] });
            json!({ "allOf": [branch, tag] })
        });
        let branches: Vec<Value> = branches.collect();
        made.insert("anyOf".into(), branches.into());
    }

    /// The values that a schema lists for a property.
    fn listed(&self, schema: &Value, name: &str, depth: usize) -> Option<Vec<Value>> {
        if depth > 10 {
            return None;
        }
        let property = &schema["properties"][name];
        let property = self.target(property).unwrap_or(property);
        let listed = property["enum"].as_array().cloned();
        listed
            .or_else(|| Some(vec![property.get("const")?.clone()]))
            .or_else(|| self.listed(self.target(schema)?, name, depth + 1))
            .or_else(|| {
                let parts = schema["allOf"].as_array()?;
                parts
                    .iter()
                    .find_map(|part| self.listed(part, name, depth + 1))
            })
    }

    /// A closed part of an `allOf` that requires more than that part declares is meant to be open.
    fn open_parts(&self, members: &Map<String, Value>, made: &mut Map<String, Value>) {
        let Some(parts) = members.get("allOf").and_then(Value::as_array) else {
            return;
        };
        let required: Vec<&str> = parts
            .iter()
            .flat_map(|part| part["required"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .collect();
        for (index, part) in parts.iter().enumerate() {
            let part = self.target(part).unwrap_or(part);
            let lacks = |name: &&str| part["properties"].get(*name).is_none();
            if part["additionalProperties"] == false && required.iter().any(lacks) {
                let mut open = self.schema(part);
                if let Some(open) = open.as_object_mut() {
                    open.remove("additionalProperties");
                }
                made["allOf"][index] = open;
            }
        }
    }

    fn target(&self, schema: &Value) -> Option<&Value> {
        find(self.document, schema.get("$ref")?.as_str()?)
    }
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
    // `properties: {}` says nothing.
    let says = |key: &&str| {
        let value = made.get(*key);
        value.is_some_and(|value| value.as_object().is_none_or(|members| !members.is_empty()))
    };
    let mut found = implied.iter().filter(|(_, keys)| keys.iter().any(says));
    if let (Some((name, _)), None) = (found.next(), found.next()) {
        made.insert("type".into(), (*name).into());
    }
}

/// `required: true` in a property, of JSON Schema's draft 3, is read as it is meant.
fn required_of_draft_3(members: &Map<String, Value>, made: &mut Map<String, Value>) {
    let properties = members.get("properties").and_then(Value::as_object);
    let names = properties.into_iter().flatten();
    let mut required: Vec<Value> = names
        .filter(|(_, schema)| schema["required"] == true)
        .map(|(name, _)| name.as_str().into())
        .collect();
    if !required.is_empty() {
        required.extend(
            made.get("required")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default(),
        );
        made.insert("required".into(), required.into());
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
