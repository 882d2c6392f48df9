//! Structs around a value that rules hold for.

use spectrait_ir as ir;

use super::docs::{self, Text};
use super::enumeration::text;
use super::scope::{RUNTIME, Scope};
use super::shapes::Direction;
use super::{Plan, names};
use crate::model;

impl Plan<'_> {
    pub(crate) fn checked(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> model::Checked {
        scope.macro_(RUNTIME, "checked");
        let mut rules = Vec::new();
        if direction == Direction::Strict {
            rules.extend(self.bounds_as_rules(id));
        }
        rules.extend(self.rules(id, direction, scope));
        let docs = if self.shapes.is_bounds(id) {
            self.bounded_docs(id)
        } else {
            self.named_docs(id, direction)
        };
        model::Checked {
            docs,
            derives: self.derives(id),
            ident: self.ident_in(id, direction),
            inner: self.unbounded_type(id, direction, scope),
            rules,
            constants: self.constants(id),
        }
    }

    /// The values that the document names.
    fn constants(&self, id: ir::SchemaId) -> Vec<(model::Docs, String, String)> {
        let named = self.shapes.named_integers(id).map(|(_, named)| named);
        let idents = self.names.variants(id);
        let named = named.into_iter().flatten().zip(idents);
        named
            .map(|((branch, value), ident)| {
                let value = docs::json(value);
                let schema = self.api.schema(branch.schema);
                let docs = Text::or(text(&schema.docs), || format!("{}.", docs::code(&value)));
                (docs.done(), names::constant(names::plain(ident)), value)
            })
            .collect()
    }

    /// What a struct around a scalar can do as the scalar can.
    fn derives(&self, id: ir::SchemaId) -> Vec<&'static str> {
        let kind = &self.api.schema(id).kind;
        let is_text = matches!(kind, ir::SchemaKind::String(string) if string.format == ir::StringFormat::Text);
        match kind {
            ir::SchemaKind::Integer(_) | ir::SchemaKind::Union(_)
                if matches!(kind, ir::SchemaKind::Integer(_))
                    || self.shapes.named_integers(id).is_some() =>
            {
                vec![
                    "Debug",
                    "Clone",
                    "Copy",
                    "PartialEq",
                    "Eq",
                    "PartialOrd",
                    "Ord",
                    "Hash",
                ]
            }
            _ if is_text => {
                vec![
                    "Debug",
                    "Clone",
                    "PartialEq",
                    "Eq",
                    "PartialOrd",
                    "Ord",
                    "Hash",
                ]
            }
            ir::SchemaKind::Number(ir::Number::Double) => {
                vec!["Debug", "Clone", "Copy", "PartialEq", "PartialOrd"]
            }
            _ => vec!["Debug", "Clone", "PartialEq"],
        }
    }
}
