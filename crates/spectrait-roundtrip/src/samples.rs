//! Values that a document allows in responses.

use serde_json::{Value, json};
use spectrait_validator::{Direction, Schemas, compile};

use crate::instances::Instances;

/// Makes values for the schemas of a document's responses.
pub struct Samples {
    schemas: Schemas,
}

impl Samples {
    /// Of the responses of a document, in JSON.
    #[must_use]
    pub fn of_responses(document: &Value) -> Self {
        Self {
            schemas: Schemas::new(document, Direction::Response),
        }
    }

    /// Valid values of a schema that stands in the document, or of one that is made up and refers to it: each is what
    /// the crate `jsonschema` takes too. Empty where none could be made.
    ///
    /// # Errors
    /// What is said of a schema that `jsonschema` does not read.
    pub fn of(&self, schema: &Value) -> Result<Vec<Value>, String> {
        let schema = self.schemas.converted(schema);
        let mut standing = self.schemas.standing(&schema);
        if let Some(reached) = standing["$defs"].as_object_mut() {
            reached.extend(self.schemas.definitions().clone());
        }
        let judge = compile(&standing)?;
        let mut values = Instances {
            schemas: &self.schemas,
        }
        .of(&schema);
        if schema == json!({}) || schema == json!(true) {
            values = vec![json!({ "any": [1, "thing", null] })];
        }
        values.retain(|value| judge.is_valid(value));
        Ok(values)
    }
}
