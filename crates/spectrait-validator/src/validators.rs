//! Compiled schemas, and what is said of values that they refuse.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::error::Violation;
use crate::schemas::Schemas;

/// A validator of a schema that stands alone; formats are checked, `byte` (base64) among them.
///
/// # Errors
/// What `jsonschema` says of a schema that it does not read.
pub fn compile(schema: &Value) -> Result<Validator, String> {
    let is_base64 = |text: &str| {
        let data = text.trim_end_matches('=');
        let is_of = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        text.len().is_multiple_of(4) && text.len() - data.len() <= 2 && data.bytes().all(is_of)
    };
    jsonschema::options()
        .should_validate_formats(true)
        .with_format("byte", is_base64)
        .build(schema)
        .map_err(|error| error.to_string())
}

/// A compiled schema, or why there is none.
type Compiled = Arc<Result<Validator, String>>;

/// The schemas of a document, each compiled when it is first needed.
#[derive(Debug)]
pub(crate) struct Validators {
    schemas: Schemas,
    /// By the schema as it stands in the document: most are references, and many are the same.
    compiled: Mutex<BTreeMap<String, Compiled>>,
}

impl Validators {
    pub(crate) fn new(schemas: Schemas) -> Self {
        Self {
            schemas,
            compiled: Mutex::default(),
        }
    }

    pub(crate) fn document(&self) -> &Value {
        self.schemas.document()
    }

    fn compiled(&self, schema: &Value) -> Compiled {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = compiled.entry(schema.to_string());
        let compile = || {
            let schema = self.schemas.converted(schema);
            Arc::new(compile(&self.schemas.standing(&schema)))
        };
        Arc::clone(entry.or_insert_with(compile))
    }

    /// Holds a value against a schema of the document.
    pub(crate) fn check(&self, schema: &Value, value: &Value, place: &str) -> Vec<Violation> {
        match &*self.compiled(schema) {
            Ok(validator) => {
                let mut violations = Vec::new();
                for error in validator.iter_errors(value) {
                    tell(&error, place, &mut violations);
                }
                violations
            }
            Err(why) => vec![Violation::new(
                place,
                "",
                "schema",
                format!("its schema cannot be read: {why}"),
            )],
        }
    }

    /// Holds a text against a schema that may mean it as it stands, or as JSON. Where both may be meant and neither fits,
    /// what is told is about the reading whose type does.
    pub(crate) fn check_text(&self, schema: &Value, text: &str, place: &str) -> Vec<Violation> {
        let json: Option<Value> = serde_json::from_str(text).ok();
        let is_text = json.is_none() || self.types_of(schema).iter().any(|name| name == "string");
        let text = is_text.then(|| Value::from(text));
        let mut told: Option<Vec<Violation>> = None;
        for value in json.into_iter().chain(text) {
            let violations = self.check(schema, &value, place);
            if violations.is_empty() {
                return violations;
            }
            let is_of_type = |violations: &Vec<Violation>| {
                let mut violations = violations.iter();
                violations.all(|told| !told.pointer.is_empty() || told.keyword != "type")
            };
            told = told.filter(is_of_type).or(Some(violations));
        }
        told.unwrap_or_default()
    }

    /// Holds JSON against a schema of the document.
    pub(crate) fn check_json(&self, schema: &Value, json: &[u8], place: &str) -> Vec<Violation> {
        match serde_json::from_slice(json) {
            Ok(value) => self.check(schema, &value, place),
            Err(error) => {
                let message = format!("it is no JSON: {error}");
                vec![Violation::new(place, "", "syntax", message)]
            }
        }
    }

    /// The types that a schema allows; empty where it does not say.
    pub(crate) fn types_of(&self, schema: &Value) -> Vec<String> {
        types_of(&self.schemas, &self.schemas.converted(schema), 0)
    }
}

fn types_of(schemas: &Schemas, schema: &Value, depth: usize) -> Vec<String> {
    /// References may go in a circle.
    const DEEPEST: usize = 30;
    let own = crate::types(&schema["type"]);
    if !own.is_empty() || depth > DEEPEST {
        return own;
    }
    let target = schema["$ref"].as_str();
    let target = target.and_then(|reference| schemas.target(reference));
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let mut parts = target.into_iter().chain(parts);
    parts
        .find_map(|part| Some(types_of(schemas, part, depth + 1)).filter(|types| !types.is_empty()))
        .unwrap_or_default()
}

/// Adds what an error says; of a union also what is wrong by the branch that comes closest.
fn tell(error: &ValidationError<'_>, place: &str, violations: &mut Vec<Violation>) {
    let pointer = error.instance_path().as_str();
    let told = |message: String| Violation::new(place, pointer, error.kind().keyword(), message);
    match error.kind() {
        ValidationErrorKind::FalseSchema => {
            // A property whose schema is `false`, as conversion makes it, or another keyword that is `false`.
            let mut path = error.schema_path().as_str().rsplit('/');
            let (keyword, message) = match (path.next(), path.next()) {
                (_, Some("properties")) => ("writeOnly", "it is not part of a response".to_owned()),
                (keyword, _) => (keyword.unwrap_or_default(), error.to_string()),
            };
            violations.push(Violation::new(place, pointer, keyword, message));
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            violations.push(told("it fits none of the branches".to_owned()));
            // A branch that the value itself fits is closer than one that it lacks something for.
            let own = |errors: &[ValidationError<'_>]| {
                let mut own = errors.iter();
                own.any(|error| error.instance_path().as_str() == pointer)
            };
            let closest = context
                .iter()
                .min_by_key(|errors| (own(errors), errors.len()));
            for error in closest.into_iter().flatten() {
                tell(error, place, violations);
            }
        }
        _ => violations.push(told(error.to_string())),
    }
}
