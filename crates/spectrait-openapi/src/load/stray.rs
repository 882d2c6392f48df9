//! Schemas where OpenAPI looks for none: under an extension, or in a section of another version (`definitions`).

use std::collections::BTreeSet;

use spectrait_source::{Node, Pointer};

use super::Loader;

/// The fields of a document that hold nouns. What is in them is read where it stands.
const FIELDS: [&str; 9] = [
    "openapi",
    "info",
    "servers",
    "paths",
    "webhooks",
    "security",
    "tags",
    "externalDocs",
    "components",
];

/// The sections of `components` whose members are no schemas.
const SECTIONS: [&str; 9] = [
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
];

impl Loader<'_, '_> {
    /// Lifts what schemas refer to where OpenAPI has no schemas; the meaning is plain.
    pub(super) fn load_stray_schemas(&mut self) {
        let mut known: BTreeSet<u64> = BTreeSet::new();
        let mut position = 0;
        while let Some(schema) = self.schemas.get(position) {
            known.insert(schema.span.place());
            position += 1;
        }
        let mut position = 0;
        while let Some(schema) = self.schemas.get(position) {
            position += 1;
            let reference = schema.reference.as_ref();
            let pointer =
                reference.and_then(|reference| Pointer::from_fragment(&reference.text).ok());
            let Some(pointer) = pointer.filter(is_stray) else {
                continue;
            };
            let target = self.tree.at_pointer(&pointer);
            let Some(target) = target.filter(|node| node.as_object().is_some()) else {
                continue;
            };
            if !known.insert(target.span.place()) {
                continue;
            }
            let first = self.schemas.len();
            self.load_schema(target);
            self.lift_pending_schemas();
            for lifted in first..self.schemas.len() {
                known.extend(self.schemas.get(lifted).map(|schema| schema.span.place()));
            }
        }
    }
}

/// Whether a pointer leads to where OpenAPI has nothing.
fn is_stray(pointer: &Pointer) -> bool {
    let mut tokens = pointer.tokens();
    let Some(first) = tokens.next() else {
        return false;
    };
    if !FIELDS.contains(&first) {
        return true;
    }
    let second = tokens.next().unwrap_or_default();
    let is_section = second == "schemas" || SECTIONS.contains(&second);
    (first == "components" && !is_section)
        || pointer
            .tokens()
            .skip(2)
            .any(|token| token.starts_with("x-") || matches!(token, "definitions" | "$defs"))
}

/// The value that a `$ref` in place of what has none (a map of media types, a media type) leads to.
pub(crate) fn through<'t>(tree: &'t Node, node: &'t Node) -> Option<&'t Node> {
    let mut node = node;
    // A longer chain is a circle.
    for _ in 0..32 {
        let Some(text) = node.get("$ref").and_then(Node::as_str) else {
            return Some(node);
        };
        let pointer = Pointer::from_fragment(text).ok()?;
        node = tree.at_pointer(&pointer)?;
    }
    None
}
