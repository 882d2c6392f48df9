//! Media types and encodings (OpenAPI 3.0.4 sections 4.8.14 and 4.8.15).

use std::borrow::Cow;

use spectrait_source::{Diagnostic, Node, codes};

use super::fields::Fields;
use super::part::Part;
use super::stray::through;
use super::value::unusual;
use super::{Loader, Pending};
use crate::schema::SchemaId;

impl<'t> Loader<'t, '_> {
    /// Reads `content`.
    pub(super) fn load_content(&mut self, fields: &mut Fields<'t>) -> Option<Part<'t>> {
        fields.map(self, "content")?;
        let entry = fields.entry("content")?;
        let shared = entry.value.get("$ref").is_some();
        let node = self.load_through(&entry.value, "a map of media types")?;
        let mut parts = Vec::new();
        for entry in node.as_object().into_iter().flatten() {
            if let Some(part) = self.load_media_type(&entry.value, shared) {
                parts.push((Cow::Borrowed(&*entry.key.text), part));
            } else {
                self.broken.insert(entry.value.span.place());
            }
        }
        Some(Part::Object(parts))
    }

    /// What a node is, or what its `$ref` leads to, where OpenAPI has none: the meaning is plain.
    fn load_through(&mut self, node: &'t Node, noun: &str) -> Option<&'t Node> {
        let Some(entry) = node.as_object().and_then(|members| members.entry("$ref")) else {
            return Some(node);
        };
        let found = through(self.tree, node).filter(|node| node.as_object().is_some());
        let place = entry.key.span.to(entry.value.span);
        let message = format!("{noun} has no `$ref` in OpenAPI {}", self.version);
        let help = "write the media types here, each with a `$ref` in its `schema`";
        self.diagnostics.push(if found.is_some() {
            Diagnostic::warning(codes::UNKNOWN_FIELD, message)
                .at(place, "followed all the same")
                .help(help)
        } else {
            Diagnostic::error(codes::UNKNOWN_REFERENCE, message)
                .at(place, "it leads to nothing that can be read")
                .help(help)
        });
        found
    }

    fn load_media_type(&mut self, node: &'t Node, shared: bool) -> Option<Part<'t>> {
        let shared = shared || node.get("$ref").is_some();
        let node = self.load_through(node, "a media type")?;
        let mut fields = Fields::open(self, node, "a media type")?;
        if let Some(node) = fields.get(self, "schema") {
            let id = self.load_schema_of(node, shared);
            fields.put("schema", Part::schema(id));
        }
        // OpenAPI 3.2 has it, and tools write it into documents of older versions, where nothing contradicts it. `openapiv3`
        // has no field for it: `resolve` finds it by its place.
        if let Some(node) = fields.get(self, "itemSchema") {
            self.load_schema_of(node, shared);
        }
        for name in ["itemEncoding", "prefixEncoding"] {
            self.load_encoding_by_position(&mut fields, name);
        }
        self.load_examples(&mut fields);
        if let Some(encodings) = fields.map(self, "encoding") {
            for entry in encodings {
                self.load_encoding(&entry.value);
            }
        }
        Some(fields.close(self))
    }

    /// The schema of a media type that several things may lead to.
    fn load_schema_of(&mut self, node: &'t Node, shared: bool) -> SchemaId {
        if shared {
            self.load_shared_schema(node)
        } else {
            self.load_schema(node)
        }
    }

    /// Warns of what OpenAPI 3.2 has for the parts of a multipart body that have no names.
    fn load_encoding_by_position(&mut self, fields: &mut Fields<'t>, name: &'static str) {
        if fields.get(self, name).is_some()
            && let Some(entry) = fields.entry(name)
        {
            self.diagnostics.push(
                Diagnostic::warning(codes::UNSUPPORTED, format!("`{name}` has no effect"))
                    .at(entry.key.span, "ignored")
                    .note("a multipart body whose parts have no names is read and written whole")
                    .help("nothing needs to be done, but to read and write the parts yourself"),
            );
        }
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
            self.diagnostics.push(
                unusual(
                    "style",
                    "`form`, `spaceDelimited`, `pipeDelimited` or `deepObject`",
                    style,
                )
                .help("leave it out; it is read as `form`"),
            );
        }
        fields.flag(self, "explode");
        fields.flag(self, "allowReserved");
        fields.close(self);
    }
}
