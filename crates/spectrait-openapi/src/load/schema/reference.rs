//! `$ref` in a schema, and what stands beside it.

use spectrait_source::{Diagnostic, Entry, Mapping, codes};

use crate::load::Loader;
use crate::load::fields::is_extension;
use crate::load::value::{cut, invalid};
use crate::schema::{Reference, ReferenceKind, Schema};

/// What may stand beside `$ref` in a 3.0 document without a warning: it documents, or repeats what the
/// reference says.
const HARMLESS: [&str; 7] = [
    "$ref",
    "title",
    "description",
    "example",
    "examples",
    "externalDocs",
    "xml",
];

impl Loader<'_, '_> {
    /// Whether the `$ref` is one.
    pub(super) fn lift_reference(&mut self, schema: &mut Schema, entry: &Entry) -> bool {
        let Some(text) = entry.value.as_str() else {
            self.diagnostics
                .push(invalid("$ref", "a string", &entry.value));
            return false;
        };
        schema.reference = Some(Reference {
            kind: match &*entry.key.text {
                "$dynamicRef" => ReferenceKind::Dynamic,
                "$recursiveRef" => ReferenceKind::Recursive,
                _ => ReferenceKind::Static,
            },
            text: text.to_owned(),
            span: entry.value.span,
            target: None,
            without_choices_of: None,
        });
        true
    }

    /// "This object cannot be extended with additional properties and any properties added SHALL be
    /// ignored" (OpenAPI 3.0.4 section 4.8.23).
    pub(super) fn report_ignored_siblings(&mut self, members: &Mapping) {
        let ignored: Vec<&Entry> = members
            .iter()
            .filter(|entry| !is_extension(entry) && !HARMLESS.contains(&&*entry.key.text))
            .filter(|entry| &*entry.key.text != "nullable")
            .collect();
        let [first, others @ ..] = &ignored[..] else {
            return;
        };
        let names: Vec<String> = ignored
            .iter()
            .map(|entry| format!("`{}`", cut(&entry.key.text)))
            .collect();
        let verb = if others.is_empty() { "has" } else { "have" };
        let mut diagnostic = Diagnostic::warning(
            codes::UNKNOWN_FIELD,
            format!(
                "{} beside `$ref` {verb} no effect in OpenAPI 3.0",
                names.join(", ")
            ),
        )
        .at(first.key.span, "ignored")
        .help("put the `$ref` into an `allOf`: `allOf: [{$ref: …}]`, with the rest beside it");
        for entry in others {
            diagnostic = diagnostic.also(entry.key.span, "ignored");
        }
        self.diagnostics.push(diagnostic);
    }
}
