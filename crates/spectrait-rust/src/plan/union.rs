//! Unions: enums of types.

use std::collections::BTreeMap;

use spectrait_ir as ir;

use super::Plan;
use super::docs::{self, Text};
use super::enumeration::{deprecation, text};
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, Shape, is_component};
use crate::model;

impl Plan<'_> {
    pub(crate) fn union(
        &self,
        id: ir::SchemaId,
        union: &ir::Union,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> model::Union {
        scope.macro_(RUNTIME, "union");
        let mut variants = Vec::new();
        let mut held: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let idents = self.names.variants(id);
        let told_apart = self.shapes.open_branches(id);
        for ((position, branch), ident) in self.shapes.branches(id).into_iter().zip(idents) {
            if direction == Direction::Open && !told_apart.contains(&position) {
                continue;
            }
            // One that is boxed to hold the union itself is made of no other value.
            let key = self.shapes.type_key(branch.schema, direction);
            let key = key.filter(|_| self.shapes.target(branch.schema) != id);
            if let Some(key) = key {
                held.entry(key).or_default().push(variants.len());
            }
            let branch_direction = if self.shapes.is_listed_beside_text(id, branch.schema) {
                Direction::Strict
            } else {
                direction
            };
            let merged = self.names.merged(id, position);
            let merged = merged.filter(|_| direction == Direction::Open);
            let docs = match merged {
                Some(_) => model::Docs::default(),
                None => self.variant_docs(branch.schema),
            };
            variants.push(model::UnionVariant {
                docs,
                ident: merged.unwrap_or(ident).to_owned(),
                ty: self.part_type(id, branch.schema, branch_direction, scope),
                tags: branch.tags.clone(),
            });
        }
        let mut from: Vec<usize> = held
            .into_values()
            .filter_map(|variants| match variants.as_slice() {
                [one] => Some(*one),
                _ => None,
            })
            .collect();
        from.sort_unstable();
        model::Union {
            docs: self.named_docs(id, direction),
            ident: self.ident_in(id, direction),
            is_exclusive: union.count == ir::UnionCount::ExactlyOne,
            tag: union.tag.clone(),
            from,
            variants,
        }
    }

    /// What is said of a schema with a name, of its two sides if it has them, and of its rules.
    pub(crate) fn named_docs(&self, id: ir::SchemaId, direction: Direction) -> model::Docs {
        let schema = self.api.schema(id);
        let side = self.shapes.is_split(id).then(|| match direction {
            Direction::Strict => format!(
                "What requests hold; responses hold [`{}`].",
                self.ident_in(id, Direction::Open)
            ),
            Direction::Open => format!(
                "What responses hold; requests hold [`{}`].",
                self.ident_in(id, Direction::Strict)
            ),
        });
        let elsewhere = schema.rust_type.as_ref().map(|path| {
            let path = docs::code(path);
            format!(
                "Another crate's {path}, which implements this runtime's `Decode` and `Encode`."
            )
        });
        Text::or(text(&schema.docs), || self.sentence(id))
            .maybe(self.limits_of(id))
            .maybe(elsewhere)
            .maybe(side)
            .maybe(deprecation(&schema.docs))
            .done()
    }

    /// What the document says of a branch that has no type of its own to say it at.
    fn variant_docs(&self, id: ir::SchemaId) -> model::Docs {
        let schema = self.api.schema(id);
        if is_component(self.api, id) || self.shapes.shape(id) != Shape::Written {
            return model::Docs::default();
        }
        Text::default()
            .markdown(text(&schema.docs))
            .maybe(self.limits_of(id))
            .done()
    }
}
