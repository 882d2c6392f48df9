//! Media types and encodings (OpenAPI 3.0.4 sections 4.8.14 and 4.8.15).

use std::borrow::Cow;

use spectrait_source::{Diagnostic, Node, codes};

use super::fields::Fields;
use super::part::Part;
use super::value::invalid;
use super::{Loader, Pending};

impl<'t> Loader<'t, '_> {
    /// Reads `content`.
    pub(super) fn load_content(&mut self, fields: &mut Fields<'t>) -> Option<Part<'t>> {
        let content = fields.map(self, "content")?;
        let mut parts = Vec::new();
        for entry in content {
            if &*entry.key.text == "$ref" {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::INVALID_VALUE,
                        "`content` must list media types, and `$ref` is none",
                    )
                    .at(entry.key.span.to(entry.value.span), "")
                    .help("write the media types here, each with a `$ref` in its `schema`"),
                );
            } else if let Some(part) = self.load_media_type(&entry.value) {
                parts.push((Cow::Borrowed(&*entry.key.text), part));
            } else {
                self.broken.insert(entry.value.span.place());
            }
        }
        Some(Part::Object(parts))
    }

    fn load_media_type(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "a media type")?;
        if let Some(entry) = fields.entry("$ref") {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::UNKNOWN_FIELD,
                    format!("a media type has no `$ref` in OpenAPI {}", self.version),
                )
                .at(entry.key.span, "")
                .help("write the media type here, with a `$ref` in its `schema`"),
            );
            return None;
        }
        if let Some(node) = fields.get(self, "schema") {
            let id = self.load_schema(node);
            fields.put("schema", Part::schema(id));
        }
        self.load_examples(&mut fields);
        if let Some(encodings) = fields.map(self, "encoding") {
            for entry in encodings {
                self.load_encoding(&entry.value);
            }
        }
        Some(fields.close(self))
    }

    fn load_encoding(&mut self, node: &'t Node) {
        let Some(mut fields) = Fields::open(self, node, "an encoding") else {
            return;
        };
        fields.text(self, "contentType");
        if let Some(headers) = fields.map(self, "headers") {
            // A header may have content, which may have encodings: those nest without bound.
            self.pending
                .extend(headers.iter().map(|entry| Pending::Header(&entry.value)));
        }
        if let Some(style) = fields.get(self, "style")
            && !matches!(
                style.as_str(),
                Some("form" | "spaceDelimited" | "pipeDelimited" | "deepObject")
            )
        {
            self.diagnostics.push(invalid(
                "style",
                "`form`, `spaceDelimited`, `pipeDelimited` or `deepObject`",
                style,
            ));
        }
        fields.flag(self, "explode");
        fields.flag(self, "allowReserved");
        fields.close(self);
    }
}
