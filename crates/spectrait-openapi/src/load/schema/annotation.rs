//! Keywords that only document. They are the ones that are read beside `$ref` in a 3.0 document too:
//! nothing depends on them there, and so many documents write them that a warning would be noise.

use spectrait_source::Entry;

use super::rare;
use super::scalar::left_out;
use crate::load::Loader;
use crate::schema::Schema;

impl Loader<'_, '_> {
    /// Whether the member was one of these.
    pub(super) fn lift_annotation(&mut self, schema: &mut Schema, entry: &Entry) -> bool {
        match &*entry.key.text {
            "title" => schema.title = self.lift_text(entry).map(|text| text.value),
            "description" => schema.description = self.lift_text(entry).map(|text| text.value),
            "example" => schema.examples.insert(0, entry.value.clone()),
            "examples" => match entry.value.as_array() {
                Some(examples) => schema.examples.extend_from_slice(examples),
                None => {
                    self.diagnostics.push(
                        left_out("examples", "an array of values", &entry.value)
                            .help("write the values in `[` and `]`"),
                    );
                }
            },
            "$id" | "$anchor" | "$dynamicAnchor" | "$recursiveAnchor" | "$comment" | "$schema"
            | "$vocabulary" | "xml" | "externalDocs" => {
                rare(schema)
                    .unread
                    .push((entry.key.clone(), entry.value.clone()));
            }
            _ => return false,
        }
        true
    }
}
