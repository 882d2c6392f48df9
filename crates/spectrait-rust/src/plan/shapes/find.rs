//! What is found out of all schemas at once.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Diagnostics, codes};

use super::{Shape, Shapes, is_component, schema_id};
use crate::plan::circles::Circles;
use crate::plan::classes;

impl<'a> Shapes<'a> {
    pub(crate) fn of(api: &'a ir::Api, diagnostics: &mut Diagnostics) -> Self {
        let mut shapes = Self {
            api,
            classes: classes::of(api),
            differs: Vec::new(),
            circles: Circles::of(&[]),
            record_circles: Circles::of(&[]),
            all_circles: Circles::of(&[]),
            wrappers: BTreeSet::new(),
            endless: BTreeSet::new(),
            left_out: BTreeSet::new(),
        };
        shapes.find_named_integers();
        shapes.find_aliases_of_themselves();
        shapes.find_branches_of_themselves(diagnostics);
        shapes.find_differing();
        let mut edges = shapes.graph(Self::own_memory);
        shapes.circles = Circles::of(&edges);
        for (index, edges) in edges.iter_mut().enumerate() {
            if shapes.shape(schema_id(index)) == Shape::Union {
                edges.clear();
            }
        }
        shapes.record_circles = Circles::of(&edges);
        shapes.all_circles = Circles::of(&shapes.graph(Self::inside));
        shapes
    }

    /// Unions of integers that have one value each, which `const` and `title` say: an enum with names.
    fn find_named_integers(&mut self) {
        for index in 0..self.api.schemas.len() {
            let id = schema_id(index);
            if self.named_integers(id).is_some() {
                self.wrappers.insert(id);
            }
        }
    }

    /// A Rust alias cannot name itself, and a reference to itself says nothing.
    fn find_aliases_of_themselves(&mut self) {
        loop {
            let edges = self.graph(Self::written_inside);
            let circles = Circles::of(&edges);
            let round: Vec<ir::SchemaId> = (0..edges.len())
                .filter(|&index| circles.has(index, index))
                .map(schema_id)
                .collect();
            if round.is_empty() {
                return;
            }
            let is_list = |id: &ir::SchemaId| {
                matches!(
                    self.api.schema(*id).kind,
                    ir::SchemaKind::Array(_) | ir::SchemaKind::Object(_)
                )
            };
            let lists: Vec<_> = round.iter().copied().filter(is_list).collect();
            let components: Vec<_> = lists
                .iter()
                .copied()
                .filter(|&id| is_component(self.api, id))
                .collect();
            if !components.is_empty() {
                self.wrappers.extend(components);
            } else if lists.is_empty() {
                self.endless.extend(round);
            } else {
                self.wrappers.extend(lists);
            }
        }
    }

    /// A union that is its own branch says nothing by it, and reading it would not end.
    fn find_branches_of_themselves(&mut self, diagnostics: &mut Diagnostics) {
        let circles = Circles::of(&self.graph(Self::same_value));
        for index in 0..self.api.schemas.len() {
            let id = schema_id(index);
            let ir::SchemaKind::Union(union) = &self.api.schema(id).kind else {
                continue;
            };
            for (position, branch) in union.branches.iter().enumerate() {
                let target = self.target(branch.schema);
                if target > id || !circles.has(index, target.index()) {
                    continue;
                }
                self.left_out.insert((id, position));
                diagnostics.push(
                    Diagnostic::warning(codes::UNSUPPORTED, "a union is a branch of itself")
                        .at(branch.span, "leads back to the union that it is in")
                        .help("leave the branch out: it says nothing that the others do not say"),
                );
            }
        }
    }

    /// A value has two types if anything in it has.
    fn find_differing(&mut self) {
        let edges = self.graph(Self::inside);
        let mut outer = vec![Vec::new(); edges.len()];
        for (from, edges) in edges.iter().enumerate() {
            for &to in edges {
                outer[to].push(from);
            }
        }
        let mut differs = vec![false; edges.len()];
        let mut open: Vec<usize> = (0..edges.len())
            .filter(|&index| self.differs_by_itself(schema_id(index)))
            .collect();
        while let Some(index) = open.pop() {
            if !std::mem::replace(&mut differs[index], true) {
                open.extend(&outer[index]);
            }
        }
        self.differs = differs;
    }

    fn differs_by_itself(&self, id: ir::SchemaId) -> bool {
        let schema = self.api.schema(id);
        let has_sides = match &schema.kind {
            ir::SchemaKind::Object(object) => {
                let mut properties = object.properties.iter();
                properties.any(|property| property.read_only || property.write_only)
            }
            _ => false,
        };
        let checks = self.shape(id) == Shape::Wrapper
            && (!schema.rules.is_empty() || self.named_integers(id).is_some());
        self.is_open(id)
            || self.is_narrow(id)
            || checks
            || (has_sides && schema.rust_type.is_none())
    }
}
