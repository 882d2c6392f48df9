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
        let format = schema
            .format
            .as_ref()
            .and_then(|format| ir::StringFormat::of_name(&format.value))
            .filter(|format| !self.settings.text_formats.contains(format))
            .unwrap_or_default();
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
