//! What is known about a document: a JSON object, so that it can be kept and reported as it is.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::document::Document;
use crate::process::at;

/// What is known about a document.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) package: String,
    /// Its fields: `document`, `package`, `bytes`, and those of a [generation](super::generate).
    pub(crate) fields: Map<String, Value>,
    /// What [compiling](super::compile) gave, by the name of the pass.
    pub(crate) compiled: Map<String, Value>,
}

impl Record {
    /// Of a document that was not generated yet.
    pub(crate) fn new(document: &Document, bytes: usize, key: &str) -> Self {
        let fields = json!({
            "document": document.name,
            "package": document.package.as_str(),
            "bytes": bytes,
            "key": key,
        });
        Self {
            package: document.package.to_string(),
            fields: match fields {
                Value::Object(fields) => fields,
                _ => Map::new(),
            },
            compiled: Map::new(),
        }
    }

    /// The record that an earlier run kept, if it is of this key.
    pub(crate) fn kept(folder: &Path, document: &Document, key: &str) -> Option<Self> {
        let text = fs::read_to_string(folder.join(format!("{}.json", document.package))).ok()?;
        let fields: Map<String, Value> = serde_json::from_str(&text).ok()?;
        (fields.get("key")?.as_str()? == key).then(|| Self {
            package: document.package.to_string(),
            fields,
            compiled: Map::new(),
        })
    }

    /// Keeps it for the next run. It is there as a whole or not at all.
    pub(crate) fn keep(&self, folder: &Path) -> Result<(), String> {
        let file = folder.join(format!("{}.json", self.package));
        let unfinished = folder.join(format!("{}.unfinished", self.package));
        let text = format!("{:#}\n", Value::Object(self.fields.clone()));
        at(&unfinished, fs::write(&unfinished, text))?;
        at(&file, fs::rename(&unfinished, &file))
    }

    /// A number of it; 0 where there is none.
    pub(crate) fn number(&self, name: &str) -> u64 {
        self.fields.get(name).and_then(Value::as_u64).unwrap_or(0)
    }

    /// How many diagnostics there are of a severity.
    pub(crate) fn count(&self, severity: &str) -> u64 {
        let codes = self.fields.get(severity).and_then(Value::as_object);
        codes
            .into_iter()
            .flatten()
            .filter_map(|(_, count)| count.as_u64())
            .sum()
    }

    /// The document's name.
    pub(crate) fn name(&self) -> &str {
        let name = self.fields.get("document").and_then(Value::as_str);
        name.unwrap_or_default()
    }

    /// Why there is no crate, where it is not for the errors: a panic, a limit.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.fields.get("failure").and_then(Value::as_str)
    }

    /// Whether it became a crate.
    pub(crate) fn is_generated(&self) -> bool {
        self.failure().is_none() && self.count("errors") == 0
    }

    /// Whether all that was done with it went well.
    pub(crate) fn is_well(&self) -> bool {
        self.is_generated() && self.compiled.values().all(|pass| pass["ok"] == true)
    }

    /// As it is reported.
    pub(crate) fn json(&self) -> Value {
        let mut fields = self.fields.clone();
        fields.remove("key");
        fields.insert("generated".into(), self.is_generated().into());
        if !self.compiled.is_empty() {
            fields.insert("compiled".into(), Value::Object(self.compiled.clone()));
        }
        Value::Object(fields)
    }
}
