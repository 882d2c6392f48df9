//! Keywords that only document. They are the ones that are read beside `$ref` in a 3.0 document too:
//! nothing depends on them there, and so many documents write them that a warning would be noise.

use spectrait_source::{Diagnostic, Entry, codes};

use super::rare;
use crate::Version;
use crate::load::Loader;
use crate::load::value::invalid;
use crate::schema::Schema;

impl Loader<'_, '_> {
    /// Whether the member was one of these.
    pub(super) fn lift_annotation(&mut self, schema: &mut Schema, entry: &Entry) -> bool {
        match &*entry.key.text {
            "title" => schema.title = self.lift_text(entry).map(|text| text.value),
            "description" => schema.description = self.lift_text(entry).map(|text| text.value),
            "example" => schema.examples.insert(0, entry.value.clone()),
            "examples" if self.version >= Version::V3_1 => match entry.value.as_array() {
                Some(examples) => schema.examples.extend_from_slice(examples),
                None => {
                    self.diagnostics
                        .push(invalid("examples", "an array of values", &entry.value));
                }
            },
            "$dynamicRef" if self.version >= Version::V3_1 => {
                self.diagnostics.push(
                    Diagnostic::error(codes::UNSUPPORTED, "`$dynamicRef` cannot be generated")
                        .at(entry.key.span, "what it means depends on what refers to it")
                        .help("write `$ref` with the path to what is meant"),
                );
            }
            "$id" | "$anchor" | "$dynamicAnchor" | "$comment" | "$schema" | "$vocabulary"
                if self.version >= Version::V3_1 =>
            {
                rare(schema)
                    .unread
                    .push((entry.key.clone(), entry.value.clone()));
            }
            "xml" | "externalDocs" => {
                rare(schema)
                    .unread
                    .push((entry.key.clone(), entry.value.clone()));
            }
            _ => return false,
        }
        true
    }
}
