//! Unions: enums of types.

use std::collections::BTreeMap;

use spectrait_ir as ir;

use super::Plan;
use super::docs::{self, Text};
use super::enumeration::{deprecation, text};
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, Shape, is_component, is_map};
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
        for ((_, branch), ident) in self.shapes.branches(id).zip(idents) {
            if let Some(held_type) = self.held_type(id, branch.schema, direction) {
                held.entry(held_type).or_default().push(variants.len());
            }
            variants.push(model::UnionVariant {
                docs: self.variant_docs(branch.schema),
                ident: ident.clone(),
                ty: self.part_type(id, branch.schema, direction, scope),
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

    /// The type of a branch, in a form that two spellings of one type share. `None` where it is written elsewhere or
    /// holds the union alone.
    fn held_type(
        &self,
        union: ir::SchemaId,
        id: ir::SchemaId,
        direction: Direction,
    ) -> Option<String> {
        (self.shapes.target(id) != union).then(|| self.type_key(id, direction))?
    }

    fn type_key(&self, id: ir::SchemaId, direction: Direction) -> Option<String> {
        let null = if self.shapes.is_nullable(id) { "?" } else { "" };
        let target = self.shapes.target(id);
        let schema = self.api.schema(target);
        if schema.rust_type.is_some() {
            return None;
        }
        let is_strict = direction == Direction::Strict;
        let is_declared = self.shapes.shape(target) != Shape::Written
            || (is_strict && self.shapes.is_checked(target));
        if is_declared {
            let same = self.names.named(target).and_then(|named| named.same_as);
            return Some(format!("{null}#{}", same.unwrap_or(target).0));
        }
        let is_bounded = is_strict && self.shapes.is_bounded(target);
        let key = match &schema.kind {
            ir::SchemaKind::Boolean => "bool".to_owned(),
            ir::SchemaKind::Number(number) => format!("{number:?}"),
            ir::SchemaKind::Integer(integer) if is_bounded => {
                format!("{:?}", super::integer::integer_range(integer))
            }
            ir::SchemaKind::Integer(integer) => format!("{:?}", integer.format),
            ir::SchemaKind::String(string) if is_bounded => {
                format!("{:?}..{:?}", string.min_length, string.max_length)
            }
            ir::SchemaKind::String(string) => format!("{:?}", string.format),
            ir::SchemaKind::Array(array) => {
                let bounds = is_bounded.then_some((array.min_items, array.max_items));
                format!("[{}]{bounds:?}", self.type_key(array.items, direction)?)
            }
            ir::SchemaKind::Tuple(items) if !self.shapes.is_endless(target) => {
                let items: Option<Vec<String>> = items
                    .iter()
                    .map(|&item| self.type_key(item, direction))
                    .collect();
                format!("({})", items?.join(","))
            }
            ir::SchemaKind::Object(object) if is_map(object) => match object.additional {
                ir::Additional::Kept(value) => {
                    format!("{{{}}}", self.type_key(value, direction)?)
                }
                _ => "{any}".to_owned(),
            },
            _ => "any".to_owned(),
        };
        Some(format!("{null}{key}"))
    }
}
