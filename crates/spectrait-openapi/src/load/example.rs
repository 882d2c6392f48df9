//! `example` and `examples` (OpenAPI 3.0.4 section 4.8.19). The values stay in the tree.

use spectrait_source::{Diagnostic, Node, codes};

use super::Loader;
use super::fields::Fields;
use super::part::Part;
use super::value::unusual;
use spectrait_source::nearest;

impl<'t> Loader<'t, '_> {
    /// Reads the two fields of an object that has both.
    pub(super) fn load_examples(&mut self, fields: &mut Fields<'t>) {
        let example = fields.any("example").is_some();
        let Some(node) = fields.get(self, "examples") else {
            return;
        };
        let Some(members) = node.as_object() else {
            let mut diagnostic = unusual("examples", "an object of examples", node);
            if node.as_array().is_some() {
                diagnostic = diagnostic.help(
                    "name each: `examples: {first: {value: …}}`; its items are read as the values",
                );
            }
            self.diagnostics.push(diagnostic);
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
            self.load_named_example(&entry.value);
        }
    }

    /// Reads a member of `examples`. One that has no field of an example is the value itself.
    pub(super) fn load_named_example(&mut self, node: &'t Node) {
        if is_bare(node) {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    "an example holds its value in `value`",
                )
                .at(node.span, "read as the value")
                .help("write `{value: …}`"),
            );
            return;
        }
        self.reference_or(node, "the example", Self::load_example);
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

/// Whether a member of `examples` is a value and no Example Object: it has members, and none that is or is meant to be
/// a field of one.
pub(crate) fn is_bare(node: &Node) -> bool {
    const FIELDS: [&str; 5] = ["$ref", "summary", "description", "value", "externalValue"];
    let Some(members) = node.as_object() else {
        return true;
    };
    let is_field = |name: &str| FIELDS.contains(&name) || nearest(name, FIELDS).is_some();
    let names = || members.keys().filter(|name| !name.starts_with("x-"));
    names().next().is_some() && !names().any(is_field)
}
