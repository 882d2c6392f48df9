//! Structs around a value that rules hold for.

use spectrait_ir as ir;

use super::Plan;
use super::scope::{RUNTIME, Scope};
use super::shapes::Direction;
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
        }
    }

    /// What a struct around a scalar can do as the scalar can.
    fn derives(&self, id: ir::SchemaId) -> Vec<&'static str> {
        let kind = &self.api.schema(id).kind;
        let is_text = matches!(kind, ir::SchemaKind::String(string) if string.format == ir::StringFormat::Text);
        match kind {
            ir::SchemaKind::Integer(_) => {
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
