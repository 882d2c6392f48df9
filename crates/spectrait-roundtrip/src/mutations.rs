//! A valid instance, broken in one keyword.

use serde_json::{Map, Value, json};
use spectrait_validator::{Schemas, types};

use crate::flat::Flat as _;
use crate::value::{self, child};

/// The most mutations of an instance.
const MOST: usize = 120;

/// An instance that should be refused.
pub(crate) struct Mutation {
    pub(crate) instance: Value,
    /// Where.
    pub(crate) pointer: String,
    /// The outermost union on the way there, which may have a word for it.
    pub(crate) union: Option<String>,
    /// On which keyword's account.
    pub(crate) keyword: &'static str,
}

/// Breaks what each keyword says, one at a time.
pub(crate) fn of(schemas: &Schemas, schema: &Value, instance: &Value) -> Vec<Mutation> {
    let mut walk = Walk {
        schemas,
        instance,
        mutations: Vec::new(),
        union: None,
    };
    walk.value(schema, instance, "");
    walk.mutations
}

struct Walk<'w> {
    schemas: &'w Schemas,
    instance: &'w Value,
    mutations: Vec<Mutation>,
    union: Option<String>,
}

impl Walk<'_> {
    fn value(&mut self, schema: &Value, value: &Value, pointer: &str) {
        if self.mutations.len() > MOST {
            return;
        }
        let flat = self.schemas.flat(schema);
        let outside = self.union.clone();
        if flat.contains_key("oneOf") || flat.contains_key("anyOf") {
            self.union.get_or_insert_with(|| pointer.to_owned());
        }
        self.keywords(&flat, value, pointer);
        self.union = outside;
    }

    fn keywords(&mut self, flat: &Map<String, Value>, value: &Value, pointer: &str) {
        let number = |key: &str| flat.get(key).and_then(Value::as_f64);
        if let Some(names) = flat.get("type").map(types) {
            let other = [json!("x"), json!(true), json!(0)]
                .into_iter()
                .find(|other| {
                    !names.iter().any(|name| {
                        matches!(
                            (name.as_str(), other),
                            ("string", Value::String(_))
                                | ("boolean", Value::Bool(_))
                                | ("integer" | "number", Value::Number(_))
                        )
                    })
                });
            if let Some(other) = other {
                self.replace(pointer, "type", other);
            }
            if !names.contains(&"null".to_owned()) {
                self.replace(pointer, "type", Value::Null);
            }
        }
        if flat.contains_key("enum") || flat.contains_key("const") {
            let other = match value {
                Value::Number(_) => json!(-987_654),
                _ => json!("not listed"),
            };
            self.replace(pointer, "enum", other);
        }
        match value {
            Value::Number(_) => {
                for (key, by) in [
                    ("minimum", -1.0),
                    ("maximum", 1.0),
                    ("exclusiveMinimum", 0.0),
                    ("exclusiveMaximum", 0.0),
                ] {
                    // A double tells larger ones not apart from their neighbours.
                    let bound = number(key).filter(|bound| bound.abs() < 9e15);
                    if let Some(other) = bound.and_then(|bound| value::number(bound + by)) {
                        self.replace(pointer, key, other);
                    }
                }
                if let Some(step) = number("multipleOf") {
                    let other = value.as_f64().unwrap_or_default() + step / 2.0;
                    self.replace(pointer, "multipleOf", json!(other));
                }
                if flat
                    .get("type")
                    .is_some_and(|name| types(name).contains(&"integer".into()))
                {
                    self.replace(pointer, "type", json!(0.5));
                }
            }
            Value::String(text) => self.text(flat, text, pointer),
            Value::Array(items) => self.array(flat, items, pointer),
            Value::Object(members) => self.object(flat, members, pointer),
            _ => {}
        }
    }

    fn text(&mut self, flat: &Map<String, Value>, text: &str, pointer: &str) {
        let number = |key: &str| flat.get(key).and_then(Value::as_u64);
        if let Some(least) = number("minLength").filter(|least| *least > 0) {
            let shorter: String = text
                .chars()
                .take(usize::try_from(least - 1).unwrap_or(0))
                .collect();
            self.replace(pointer, "minLength", shorter.into());
        }
        if let Some(most) = number("maxLength").filter(|most| *most < 10_000) {
            let more = usize::try_from(most + 1)
                .unwrap_or(0)
                .saturating_sub(text.chars().count());
            self.replace(
                pointer,
                "maxLength",
                (text.to_owned() + &"x".repeat(more)).into(),
            );
        }
        if flat.contains_key("pattern") {
            self.replace(pointer, "pattern", "\u{1F600} ~ \n".into());
        }
        if flat.contains_key("format") {
            self.replace(pointer, "format", "no such thing!".into());
        }
    }

    fn array(&mut self, flat: &Map<String, Value>, items: &[Value], pointer: &str) {
        let number = |key: &str| flat.get(key).and_then(Value::as_u64);
        if let Some(least) = number("minItems").filter(|least| *least > 0) {
            let fewer = items.iter().take(usize::try_from(least - 1).unwrap_or(0));
            self.replace(pointer, "minItems", fewer.cloned().collect());
        }
        if let (Some(most), Some(item)) = (
            number("maxItems").filter(|most| *most < 1000),
            items.first(),
        ) {
            let more = vec![item.clone(); usize::try_from(most + 1).unwrap_or(0)];
            self.replace(pointer, "maxItems", more.into());
        }
        if let (Some(Value::Bool(true)), Some(item)) = (flat.get("uniqueItems"), items.first()) {
            self.replace(pointer, "uniqueItems", json!([item, item]));
        }
        if let (Some(schema), Some(item)) = (flat.get("items"), items.first())
            && !flat.contains_key("prefixItems")
        {
            self.value(schema, item, &child(pointer, "0"));
        }
    }

    fn object(&mut self, flat: &Map<String, Value>, members: &Map<String, Value>, pointer: &str) {
        // The branch is not known: what it says is left alone.
        let is_union = flat.contains_key("oneOf") || flat.contains_key("anyOf");
        let required = flat.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            let mut fewer = members.clone();
            if fewer.remove(name).is_some() && !is_union {
                self.replace_at(pointer, &child(pointer, name), "required", fewer.into());
            }
        }
        if flat.get("additionalProperties") == Some(&Value::Bool(false)) {
            let mut more = members.clone();
            more.insert("not declared".into(), json!(1));
            let place = child(pointer, "not declared");
            self.replace_at(pointer, &place, "additionalProperties", more.into());
        }
        let properties = flat.get("properties").and_then(Value::as_object);
        for (name, value) in members {
            let schema = match properties.and_then(|properties| properties.get(name)) {
                Some(Value::Bool(true)) => continue,
                Some(schema) => schema,
                None => match flat.get("additionalProperties") {
                    Some(schema) => schema,
                    None => continue,
                },
            };
            self.value(schema, value, &child(pointer, name));
        }
    }

    fn replace(&mut self, pointer: &str, keyword: &'static str, other: Value) {
        self.replace_at(pointer, pointer, keyword, other);
    }

    /// Puts another value at a pointer; the violation is at `place`.
    fn replace_at(&mut self, pointer: &str, place: &str, keyword: &'static str, other: Value) {
        let mut instance = self.instance.clone();
        if let Some(value) = instance.pointer_mut(pointer) {
            *value = other;
            self.mutations.push(Mutation {
                instance,
                pointer: place.to_owned(),
                union: self.union.clone(),
                keyword,
            });
        }
    }
}
