//! How schemas hold each other.

use std::collections::BTreeSet;

use spectrait_ir as ir;

use super::{Shapes, is_map, schema_id};

impl Shapes<'_> {
    /// By schema: those that it holds, in one of the senses below. What is written elsewhere holds nothing.
    pub(super) fn graph(
        &self,
        edges: fn(&Self, ir::SchemaId) -> Vec<ir::SchemaId>,
    ) -> Vec<Vec<usize>> {
        let ids = (0..self.api.schemas.len()).map(schema_id);
        ids.map(|id| {
            if self.api.schema(id).rust_type.is_some() {
                return Vec::new();
            }
            let edges = edges(self, id).into_iter();
            edges.map(ir::SchemaId::index).collect()
        })
        .collect()
    }

    /// What the spelled-out type of a schema mentions.
    pub(super) fn written_inside(&self, id: ir::SchemaId) -> Vec<ir::SchemaId> {
        if self.wrappers.contains(&id) || self.endless.contains(&id) {
            return Vec::new();
        }
        match &self.api.schema(id).kind {
            ir::SchemaKind::Reference(target) => vec![*target],
            ir::SchemaKind::Array(array) => vec![array.items],
            ir::SchemaKind::Tuple(items) => items.clone(),
            ir::SchemaKind::Object(object) if is_map(object) => kept(object).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// What is said of the same value.
    pub(super) fn same_value(&self, id: ir::SchemaId) -> Vec<ir::SchemaId> {
        match &self.api.schema(id).kind {
            ir::SchemaKind::Union(union) => {
                union.branches.iter().map(|branch| branch.schema).collect()
            }
            _ => self.reference(id).into_iter().collect(),
        }
    }

    /// What stands in a value's own memory.
    pub(super) fn own_memory(&self, id: ir::SchemaId) -> Vec<ir::SchemaId> {
        match &self.api.schema(id).kind {
            ir::SchemaKind::Object(object) if !is_map(object) => {
                let properties = object.properties.iter();
                properties.map(|property| property.schema).collect()
            }
            ir::SchemaKind::Union(_) => {
                let branches = self.branches(id).into_iter();
                branches.map(|(_, branch)| branch.schema).collect()
            }
            ir::SchemaKind::Tuple(items) if !self.endless.contains(&id) => items.clone(),
            _ => self.reference(id).into_iter().collect(),
        }
    }

    /// All that a type is made of.
    pub(super) fn inside(&self, id: ir::SchemaId) -> Vec<ir::SchemaId> {
        match &self.api.schema(id).kind {
            ir::SchemaKind::Object(object) => {
                let properties = object.properties.iter().map(|property| property.schema);
                properties.chain(kept(object)).collect()
            }
            ir::SchemaKind::Array(array) => vec![array.items],
            ir::SchemaKind::Union(_) => {
                let branches = self.branches(id).into_iter();
                let branches = branches.map(|(_, branch)| branch.schema);
                branches
                    .filter(|&branch| !self.is_listed_beside_text(id, branch))
                    .collect()
            }
            _ => self.own_memory(id),
        }
    }

    /// Whether every value is an object.
    pub(crate) fn is_object(&self, id: ir::SchemaId) -> bool {
        let target = self.target(id);
        let schema = self.api.schema(target);
        if schema.rust_type.is_some() || self.is_nullable(id) {
            return false;
        }
        match &schema.kind {
            ir::SchemaKind::Object(_) => true,
            ir::SchemaKind::Union(_) => {
                let mut branches = self.branches(target).into_iter();
                branches.all(|(_, branch)| branch.schema != target && self.is_object(branch.schema))
            }
            _ => false,
        }
    }

    /// Whether octets that are no text may be in a value.
    pub(crate) fn holds_octets(&self, id: ir::SchemaId) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), vec![id]);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            match &self.api.schema(id).kind {
                ir::SchemaKind::String(string) if string.format == ir::StringFormat::Binary => {
                    return true;
                }
                _ => open.extend(self.inside(id)),
            }
        }
        false
    }
}

pub(super) fn kept(object: &ir::Object) -> Option<ir::SchemaId> {
    match object.additional {
        ir::Additional::Kept(schema) => Some(schema),
        ir::Additional::Ignored | ir::Additional::Forbidden => None,
    }
}
