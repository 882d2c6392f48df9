//! Instances of a schema: its branches, its bounds, with and without what may be absent.

use serde_json::{Map, Value, json};
use spectrait_validator::{Schemas, types};

use crate::flat::Flat as _;
use crate::{text, value};

/// How deep properties that may be absent are there.
const DEEP: usize = 4;

/// How deep anything is: a schema may ask for itself.
const DEEPEST: usize = 12;

/// The most instances of a schema.
const MOST: usize = 12;

pub(crate) struct Instances<'s> {
    pub(crate) schemas: &'s Schemas,
}

impl Instances<'_> {
    /// Some instances, most of them valid.
    pub(crate) fn of(&self, schema: &Value) -> Vec<Value> {
        let mut instances = self.at(schema, 0);
        instances.truncate(MOST);
        instances
    }

    fn at(&self, schema: &Value, depth: usize) -> Vec<Value> {
        if depth > DEEPEST || *schema == Value::Bool(false) {
            return Vec::new();
        }
        let flat = self.schemas.flat(schema);
        let mut instances = Vec::new();
        for key in ["oneOf", "anyOf"] {
            let branches = flat.get(key).and_then(Value::as_array);
            for branch in branches.into_iter().flatten() {
                let mut base = flat.clone();
                base.remove(key);
                let both = json!({ "allOf": [base, branch] });
                let of_branch = self.at(&both, depth + 1);
                instances.extend(of_branch.into_iter().take(if depth < 2 { 2 } else { 1 }));
            }
            if branches.is_some() {
                return instances;
            }
        }
        let listed = flat.get("enum").and_then(Value::as_array);
        if let Some(value) = flat.get("const") {
            let is_listed = listed.is_none_or(|values| values.contains(value));
            return is_listed.then(|| value.clone()).into_iter().collect();
        }
        if let Some(values) = listed {
            return values.clone();
        }
        let examples = ["example", "default"]
            .into_iter()
            .filter_map(|key| flat.get(key));
        let more = flat.get("examples").and_then(Value::as_array);
        for example in examples.chain(more.into_iter().flatten()) {
            let mut example = example.clone();
            self.prune(schema, &mut example, 0);
            instances.push(example);
        }
        let names = flat.get("type").map(types).unwrap_or_default();
        if names.is_empty() {
            instances.extend([json!({ "any": [1, "thing", null] }), json!("text")]);
        }
        for name in &names {
            match name.as_str() {
                "null" => instances.push(Value::Null),
                "boolean" => instances.extend([true.into(), false.into()]),
                "integer" => numbers(&flat, true, &mut instances),
                "number" => numbers(&flat, false, &mut instances),
                "string" => texts(&flat, &mut instances),
                "array" => self.arrays(&flat, depth, &mut instances),
                "object" => self.objects(&flat, depth, &mut instances),
                _ => {}
            }
        }
        // Of every type one of those, and nothing twice.
        let mut unique: Vec<Value> = Vec::new();
        for instance in instances {
            if !unique.contains(&instance) {
                unique.push(instance);
            }
        }
        unique
    }

    /// Takes out of an example what its schema does not declare: it is not kept.
    fn prune(&self, schema: &Value, example: &mut Value, depth: usize) {
        let flat = self.schemas.flat(schema);
        if depth > DEEPEST || flat.contains_key("oneOf") || flat.contains_key("anyOf") {
            return;
        }
        match example {
            Value::Array(items) => {
                for item in items {
                    self.prune(flat.get("items").unwrap_or(&Value::Null), item, depth + 1);
                }
            }
            Value::Object(members) => {
                let Some(properties) = flat.get("properties").and_then(Value::as_object) else {
                    return;
                };
                let is_open = flat.contains_key("additionalProperties")
                    || flat.contains_key("patternProperties");
                // A schema of `true` is the other direction's.
                members.retain(|name, _| {
                    properties
                        .get(name)
                        .map_or(is_open, |schema| *schema != Value::Bool(true))
                });
                for (name, value) in members {
                    if let Some(schema) = properties.get(name) {
                        self.prune(schema, value, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn arrays(&self, flat: &Map<String, Value>, depth: usize, instances: &mut Vec<Value>) {
        let least = count(flat, "minItems").unwrap_or(0);
        let most = count(flat, "maxItems").unwrap_or(least + 3).max(least);
        let first = flat.get("prefixItems").and_then(Value::as_array);
        let first: Vec<Value> = first
            .into_iter()
            .flatten()
            .filter_map(|schema| self.at(schema, depth + 1).into_iter().next())
            .collect();
        let items = match flat.get("items") {
            Some(schema) if depth < DEEP || least > 0 => self.at(schema, depth + 1),
            Some(_) => Vec::new(),
            None => vec![json!(1), json!("a"), json!({ "b": 2 })],
        };
        let mut lengths = vec![least, least + 1, items.len().min(4)];
        lengths.extend((most <= 10).then_some(most));
        lengths.sort_unstable();
        lengths.dedup();
        for length in lengths {
            if length < least || length > most || (items.is_empty() && length > first.len()) {
                continue;
            }
            let of_items = items
                .iter()
                .cycle()
                .take(length.saturating_sub(first.len()));
            let array = first.iter().take(length.max(first.len())).chain(of_items);
            instances.push(array.cloned().collect());
        }
    }

    fn objects(&self, flat: &Map<String, Value>, depth: usize, instances: &mut Vec<Value>) {
        let required: Vec<&str> = flat
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let properties = flat.get("properties").and_then(Value::as_object);
        let mut least = Map::new();
        let mut of_all: Vec<(&str, Vec<Value>)> = Vec::new();
        for (name, schema) in properties.into_iter().flatten() {
            // What only responses have.
            if *schema == Value::Bool(true) {
                continue;
            }
            let is_required = required.contains(&name.as_str());
            if !is_required && depth >= DEEP {
                continue;
            }
            let values = self.at(schema, depth + 1);
            if let (true, Some(value)) = (is_required, values.first()) {
                least.insert(name.clone(), value.clone());
            }
            of_all.push((name, values));
        }
        for name in &required {
            if properties.is_none_or(|properties| !properties.contains_key(*name)) {
                least.insert((*name).to_owned(), json!("required"));
            }
        }
        let others = match flat.get("additionalProperties") {
            Some(Value::Object(schema)) => self.at(&schema.clone().into(), depth + 1),
            Some(Value::Bool(true)) => vec![json!([1]), json!("text")],
            None if properties.is_none() && !flat.contains_key("patternProperties") => {
                vec![json!(1)]
            }
            _ => Vec::new(),
        };
        let longest = of_all.iter().map(|(_, values)| values.len()).max();
        let rounds = longest.unwrap_or(0).max(others.len());
        for round in 0..rounds.min(if depth < 2 { MOST } else { 2 }) {
            let mut object = least.clone();
            for (name, values) in &of_all {
                if let Some(value) = values.get(round % values.len().max(1)) {
                    object.insert((*name).to_owned(), value.clone());
                }
            }
            if let Some(value) = others.get(round % others.len().max(1)) {
                object.insert(format!("other {round}"), value.clone());
            }
            instances.push(object.into());
        }
        let at_least = count(flat, "minProperties").unwrap_or(0);
        if let Some(value) = others.first() {
            for number in least.len()..at_least {
                least.insert(format!("more {number}"), value.clone());
            }
        }
        instances.push(least.into());
    }
}

fn count(flat: &Map<String, Value>, key: &str) -> Option<usize> {
    value::count(flat.get(key)?)
}

fn numbers(flat: &Map<String, Value>, is_integer: bool, instances: &mut Vec<Value>) {
    let bound = |key: &str| flat.get(key).cloned();
    let step = flat.get("multipleOf").and_then(Value::as_f64);
    let unit = step.unwrap_or(1.0);
    let near = |key: &str, by: f64| {
        let value = bound(key)?.as_f64()? + by;
        number(value, is_integer)
    };
    let inclusive = |key: &str| match bound(key)? {
        // Of an integer one beyond 64 bits.
        inexact if inexact.is_f64() => number(inexact.as_f64()?, is_integer),
        bound => Some(bound),
    };
    instances.extend(inclusive("minimum"));
    instances.extend(inclusive("maximum"));
    instances.extend(near("exclusiveMinimum", unit));
    instances.extend(near("exclusiveMaximum", -unit));
    let least = bound("minimum").or(bound("exclusiveMinimum"));
    let least = least.and_then(|least| least.as_f64()).unwrap_or(0.0);
    for times in [0.0, 1.0, 2.0] {
        instances.extend(number(((least / unit).ceil() + times) * unit, is_integer));
    }
    if !is_integer && step.is_none() {
        instances.extend(number(least + 0.25, false));
    }
}

/// A number, unless it is to be an integer and is not known exactly.
fn number(value: f64, is_integer: bool) -> Option<Value> {
    value::number(value).filter(|number| !is_integer || number.is_i64())
}

fn texts(flat: &Map<String, Value>, instances: &mut Vec<Value>) {
    let before = instances.len();
    for number in 0..2 {
        let format = flat.get("format").or_else(|| flat.get("x-format"));
        if let Some(format) = format.and_then(Value::as_str) {
            instances.extend(text::of_format(format, number).map(Value::from));
        }
    }
    if let Some(pattern) = flat.get("pattern").and_then(Value::as_str) {
        let least = count(flat, "minLength").unwrap_or(0);
        let most = count(flat, "maxLength").unwrap_or(usize::MAX);
        let fits = |text: &String| (least..=most).contains(&text.chars().count());
        let made = (0..40).filter_map(|choice| text::of_pattern(pattern, choice));
        instances.extend(made.filter(fits).take(4).map(Value::from));
    }
    if instances.len() > before {
        return;
    }
    let least = count(flat, "minLength").unwrap_or(0);
    let most = count(flat, "maxLength").unwrap_or(least.max(4));
    let of_length =
        |length: usize| -> String { "täxt😀".chars().cycle().take(length).collect() };
    instances.push(of_length(most.min(least.max(4))).into());
    instances.push(of_length(least).into());
    if most <= 1000 {
        instances.push(of_length(most).into());
    }
}
