//! What the schema of a text says of it.

use super::Lowering;
use crate::schema::{Form, SchemaId, Type};

/// What the schema of something that is no JSON says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing, or a string without a word about its text.
    Nothing,
    /// One text: a string, a number, a boolean.
    Scalar,
    /// Something that has parts.
    Composite,
}

impl Lowering<'_> {
    /// Whether a schema is of single values, or says nothing.
    pub(super) fn is_scalar(&self, schema: SchemaId) -> bool {
        self.said(schema) != Said::Composite
    }

    /// What the schema of something that is no JSON says.
    pub(super) fn said(&self, schema: SchemaId) -> Said {
        let mut at = schema;
        // A longer way is a circle.
        for _ in 0..64 {
            let schema = self.schema(at);
            if let Some(target) = schema
                .reference
                .as_ref()
                .and_then(|reference| reference.target)
            {
                at = target;
                continue;
            }
            if schema.form != Form::Keywords {
                return Said::Nothing;
            }
            let Some(types) = &schema.types else {
                let is_composite = schema.items.is_some()
                    || !schema.properties.is_empty()
                    || schema.additional_properties.is_some()
                    || schema.all_of.is_some()
                    || schema.one_of.is_some()
                    || schema.any_of.is_some();
                return match &schema.enumeration {
                    _ if is_composite => Said::Composite,
                    Some(_) => Said::Scalar,
                    None => Said::Nothing,
                };
            };
            let types = &types.value.0;
            if types
                .iter()
                .any(|r#type| matches!(r#type, Type::Array | Type::Object))
            {
                return Said::Composite;
            }
            let is_plain = types
                .iter()
                .all(|r#type| matches!(r#type, Type::String | Type::Null))
                && schema.enumeration.is_none()
                && schema.min_length.is_none()
                && schema.max_length.is_none()
                && schema.pattern.is_none()
                && schema
                    .format
                    .as_ref()
                    .is_none_or(|format| matches!(&*format.value, "binary" | "string"));
            return if is_plain {
                Said::Nothing
            } else {
                Said::Scalar
            };
        }
        Said::Nothing
    }
}
