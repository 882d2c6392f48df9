//! An object that is a noun or a `$ref` to one (OpenAPI 3.0.4 section 4.8.23).

use spectrait_source::{Diagnostic, Node, codes};

use super::Loader;
use super::fields::{Load, is_extension};
use super::part::Part;
use super::value::{cut, invalid};

impl<'t, 'd> Loader<'t, 'd> {
    /// Reads a `$ref`, or else the noun itself.
    pub(super) fn reference_or(
        &mut self,
        node: &'t Node,
        noun: &'static str,
        load: Load<'t, 'd, Part<'t>>,
    ) -> Option<Part<'t>> {
        let Some(reference) = node.get("$ref") else {
            let part = load(self, node);
            if part.is_none() {
                self.broken.insert(node.span.place());
            }
            return part;
        };
        if reference.as_str().is_none() {
            self.diagnostics
                .push(invalid("$ref", "a string", reference));
            self.broken.insert(node.span.place());
            return None;
        }
        for name in ["summary", "description"] {
            if let Some(text) = node.get(name) {
                super::value::text(self.diagnostics, name, text);
            }
        }
        for entry in node.as_object().into_iter().flatten() {
            let documents = matches!(&*entry.key.text, "$ref" | "summary" | "description");
            if !documents && !is_extension(entry) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::UNKNOWN_FIELD,
                        format!("`{}` beside `$ref` has no effect", cut(&entry.key.text)),
                    )
                    .at(entry.key.span, "ignored")
                    .also(reference.span, "stands for the whole of it")
                    .help(format!("write {noun} without `$ref`, or leave it out")),
                );
            }
        }
        Some(Part::reference(node.span.place()))
    }
}
