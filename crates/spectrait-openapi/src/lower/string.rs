//! `type: string`.

use spectrait_ir as ir;

use super::Lowering;
use crate::schema::Schema;

/// Formats of strings that hold bytes, which would have a Rust type of their own.
const BYTES: &[&str] = &["binary", "byte"];

impl Lowering<'_> {
    /// `type: string`. A format without a type of its own says nothing about which strings are valid (JSON Schema
    /// 2020-12 validation, section 7.2.1).
    pub(super) fn lower_string(&mut self, schema: &Schema) -> ir::SchemaKind {
        let format = match schema.format.as_ref().map(|format| &*format.value) {
            Some("uuid") => ir::StringFormat::Uuid,
            Some("date-time") => ir::StringFormat::DateTime,
            Some("uri") => ir::StringFormat::Uri,
            _ => ir::StringFormat::Text,
        };
        if let Some(format) = schema
            .format
            .as_ref()
            .filter(|format| BYTES.contains(&&*format.value))
        {
            self.report
                .unsupported(&format!("`format: {}`", format.value), format.span);
        }
        let (min_length, max_length) = self.lower_counts(
            "string",
            "characters long",
            schema.min_length.as_ref(),
            schema.max_length.as_ref(),
        );
        ir::SchemaKind::String(ir::StringSchema {
            min_length,
            max_length,
            format,
        })
    }
}
