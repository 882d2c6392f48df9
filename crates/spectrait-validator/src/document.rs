//! A document, and the operations in it.

use std::sync::Arc;

use serde_json::Value;

use crate::error::DocumentError;
use crate::responses::Responses;
use crate::schemas::{Direction, Schemas, decoded, find};
use crate::validators::Validators;

/// How many references in a row are followed.
const DEEPEST: usize = 20;

/// What an operation is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationKey<'k> {
    /// Its `operationId`, or whatever stands for one.
    pub id: &'k str,
    /// Its method.
    pub method: &'k str,
    /// Its path template, without a query. Of a webhook or a callback `/` and its name, percent-encoded.
    pub path: &'k str,
}

/// An `OpenAPI` document that responses are held against.
#[derive(Debug, Clone)]
pub struct Document {
    validators: Arc<Validators>,
}

/// An operation in the document.
struct Found<'d> {
    path: &'d str,
    is_webhook: bool,
    method: &'d str,
    operation: &'d Value,
}

impl Document {
    /// Reads a document in JSON, of `OpenAPI` 3.0 or 3.1.
    ///
    /// # Errors
    /// [`DocumentError`] if it is no JSON or of another version. Schemas are read when they are first needed.
    pub fn parse(json: &str) -> Result<Self, DocumentError> {
        let document: Value = serde_json::from_str(json)
            .map_err(|error| DocumentError::new(format!("it is no JSON: {error}")))?;
        let version = document["openapi"].as_str().unwrap_or_default();
        if !version.starts_with("3.0.") && !version.starts_with("3.1.") {
            let problem = format!("`openapi` is `{version}`, not 3.0 or 3.1");
            return Err(DocumentError::new(problem));
        }
        let schemas = Schemas::new(&document, Direction::SentResponse);
        Ok(Self {
            validators: Arc::new(Validators::new(schemas)),
        })
    }

    /// What the document lists for an operation, which is found by its `operationId`, or else by method and path.
    ///
    /// # Errors
    /// [`DocumentError`] if it does not have the operation, has several that may be meant, or a reference in its responses
    /// leads nowhere.
    pub fn responses(&self, key: OperationKey<'_>) -> Result<Responses, DocumentError> {
        let operation = self.operation(key)?;
        Responses::of(&self.validators, operation)
            .map_err(|problem| DocumentError::new(format!("{key}: {problem}")))
    }

    fn operation(&self, key: OperationKey<'_>) -> Result<&Value, DocumentError> {
        let mut operations = operations(self.validators.document());
        operations.retain(|found| found.method.eq_ignore_ascii_case(key.method));
        let named = |found: &&Found<'_>| found.operation["operationId"].as_str() == Some(key.id);
        if let Some(found) = operations.iter().find(named) {
            return Ok(found.operation);
        }
        operations.retain(|found| found.is_at(key.path));
        match operations[..] {
            [] => Err(DocumentError::new(format!("it has no operation {key}"))),
            [ref first, ref others @ ..] => {
                let is_same = |other: &Found<'_>| std::ptr::eq(first.operation, other.operation);
                if others.iter().all(is_same) {
                    Ok(first.operation)
                } else {
                    Err(DocumentError::new(format!(
                        "it has several operations {key}, which an `operationId` would tell apart"
                    )))
                }
            }
        }
    }
}

/// `GET /builds (listBuilds)`
impl std::fmt::Display for OperationKey<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.id)
    }
}

impl Found<'_> {
    fn is_at(&self, path: &str) -> bool {
        if self.is_webhook {
            path.strip_prefix('/').map(decoded).as_deref() == Some(self.path)
        } else {
            // A query or a fragment in a path tells operations apart that share one.
            self.path.split(['?', '#']).next() == Some(path)
        }
    }
}

/// All operations: of `paths` and `webhooks`, and the callbacks of these.
fn operations(document: &Value) -> Vec<Found<'_>> {
    let mut operations = Vec::new();
    for (key, is_webhook) in [("paths", false), ("webhooks", true)] {
        for (path, item) in document[key].as_object().into_iter().flatten() {
            add_item(document, (path, is_webhook), item, &mut operations);
        }
    }
    // Callbacks have callbacks, perhaps in a circle.
    let mut start = 0;
    for _ in 0..DEEPEST {
        let declaring = operations[start..].iter().map(|found| found.operation);
        let callbacks: Vec<_> = declaring
            .filter_map(|operation| operation["callbacks"].as_object())
            .flatten()
            .collect();
        start = operations.len();
        for (name, callback) in callbacks {
            let items = followed(document, callback).and_then(Value::as_object);
            for (_, item) in items.into_iter().flatten() {
                add_item(document, (name, true), item, &mut operations);
            }
        }
        // Whatever is there twice brings nothing new.
        let mut new = operations.split_off(start);
        new.retain(|new| {
            let is_same = |known: &Found<'_>| std::ptr::eq(known.operation, new.operation);
            !operations.iter().any(is_same)
        });
        operations.extend(new);
    }
    operations
}

fn add_item<'d>(
    document: &'d Value,
    (path, is_webhook): (&'d str, bool),
    item: &'d Value,
    operations: &mut Vec<Found<'d>>,
) {
    const METHODS: &[&str] = &[
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let members = followed(document, item).and_then(Value::as_object);
    for (method, operation) in members.into_iter().flatten() {
        if METHODS.contains(&&**method) {
            operations.push(Found {
                path,
                is_webhook,
                method,
                operation,
            });
        }
    }
}

/// What a place of the document, or what it refers to, holds; `None` if that is not there.
pub(crate) fn followed<'d>(document: &'d Value, mut node: &'d Value) -> Option<&'d Value> {
    for _ in 0..DEEPEST {
        let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
            return Some(node);
        };
        node = find(document, reference)?;
    }
    None
}
