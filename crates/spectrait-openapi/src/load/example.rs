//! `example` and `examples` (OpenAPI 3.0.4 section 4.8.19). The values stay in the tree.

use spectrait_source::{Diagnostic, Node, codes};

use super::Loader;
use super::fields::Fields;
use super::part::Part;

impl<'t> Loader<'t, '_> {
    /// Reads the two fields of an object that has both.
    pub(super) fn load_examples(&mut self, fields: &mut Fields<'t>) {
        let example = fields.any("example").is_some();
        let Some(members) = fields.map(self, "examples") else {
            return;
        };
        if example
            && let (Some(one), Some(several)) = (fields.entry("example"), fields.entry("examples"))
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    "`example` and `examples` exclude each other",
                )
                .at(several.key.span, "")
                .also(one.key.span, "")
                .help("both are read; put the `example` into `examples`"),
            );
        }
        for entry in members {
            self.reference_or(&entry.value, "the example", Self::load_example);
        }
    }

    pub(super) fn load_example(&mut self, node: &'t Node) -> Option<Part<'t>> {
        let mut fields = Fields::open(self, node, "an example")?;
        fields.text(self, "summary");
        fields.text(self, "description");
        fields.any("value");
        fields.text(self, "externalValue");
        Some(fields.close(self))
    }
}
