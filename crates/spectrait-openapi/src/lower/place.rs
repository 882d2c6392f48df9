//! The way through references: which schema stands at a place, and what the place itself says.

use spectrait_ir as ir;
use spectrait_source::Node;

use super::Lowering;
use super::arena::Place;
use super::default::PendingDefault;
use super::keyword::keywords;
use crate::schema::{Schema, SchemaId};

/// What a schema says about the place where it stands, which is not part of what its values are.
pub(super) struct Annotations<'a> {
    pub(super) docs: ir::Docs,
    /// Its own, else that of what it refers to.
    pub(super) default: Option<&'a Node>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

impl<'a> Lowering<'a> {
    /// The document's schema of that id.
    pub(super) fn schema(&self, id: SchemaId) -> &'a Schema {
        &self.api.schemas[id.0 as usize]
    }

    /// The schema that stands at a place, behind references. A component that is a reference itself is met as
    /// such, so that its name is kept.
    pub(super) fn meet(&mut self, written: SchemaId, place: Place) -> ir::SchemaId {
        let target = self.follow(written);
        let span = self.schema(target).span;
        let schema = self.arena.meet(target, place, target == written, span);
        // What stands there itself is checked with the schema it belongs to.
        let beside_reference = self
            .schema(written)
            .default
            .as_ref()
            .filter(|_| target != written);
        self.defaults
            .extend(beside_reference.map(|value| PendingDefault { schema, value }));
        schema
    }

    /// The schema at a step inside another one.
    pub(super) fn meet_inside(
        &mut self,
        written: SchemaId,
        parent: ir::SchemaId,
        step: ir::Step,
    ) -> ir::SchemaId {
        self.meet(written, Place::Inside(parent, step))
    }

    /// The schema that an alias, which is met, refers to.
    pub(super) fn meet_aliased(&mut self, written: SchemaId, alias: ir::SchemaId) -> ir::SchemaId {
        let target = self.follow(written);
        let span = self.schema(target).span;
        // There is no step from an alias to its target, so a target without a place of its own has the alias's.
        let place = self.arena.place(alias).clone();
        self.arena.meet(target, place, false, span)
    }

    /// Meets a schema with a root of its own and gives a meaning to it and to all it leads to.
    pub(super) fn lower_root(&mut self, written: SchemaId, root: ir::Root) -> ir::SchemaId {
        let id = self.meet(written, Place::Root(root));
        self.lower_pending();
        id
    }

    /// Gives a meaning to every schema that was met.
    pub(super) fn lower_pending(&mut self) {
        while let Some(id) = self.arena.next() {
            self.lower_schema(id);
        }
    }

    /// Where references lead from a schema: to the first that is none or leads nowhere, or is a component.
    fn follow(&mut self, written: SchemaId) -> SchemaId {
        let mut at = written;
        let mut passed = Vec::new();
        // A way that is longer than there are schemas is a loop, which `resolve` has reported.
        while passed.len() <= self.api.schemas.len() {
            if let Some(&known) = self.followed.get(&at) {
                at = known;
                break;
            }
            let target = self
                .schema(at)
                .reference
                .as_ref()
                .and_then(|reference| reference.target);
            let Some(target) = target.filter(|_| !self.components.contains(&at)) else {
                break;
            };
            self.check_beside_reference(self.schema(at));
            passed.push(at);
            at = target;
        }
        self.followed
            .extend(passed.into_iter().map(|passed| (passed, at)));
        at
    }

    /// Reports what stands beside a `$ref` and narrows it.
    pub(super) fn check_beside_reference(&mut self, schema: &Schema) {
        let types = schema.types.iter().map(|types| ("type", types.span));
        let format = schema.format.iter().map(|format| ("format", format.span));
        let values = schema
            .enumeration
            .iter()
            .map(|values| ("enum", values.span));
        let others = keywords(&self.api.schemas, schema)
            .into_iter()
            .map(|keyword| (keyword.name, keyword.span));
        for (name, span) in types.chain(format).chain(values).chain(others) {
            self.report
                .unsupported(&format!("`{name}` beside `$ref`"), span);
        }
    }

    /// What the schema at a place says about the place.
    pub(super) fn annotations(&self, written: SchemaId) -> Annotations<'a> {
        let schema = self.schema(written);
        let mut default = schema.default.as_ref();
        let mut at = schema;
        // As in `follow`, the number of schemas bounds the way.
        for _ in 0..self.api.schemas.len() {
            let target = at.reference.as_ref().and_then(|reference| reference.target);
            let Some(target) = target.filter(|_| default.is_none()) else {
                break;
            };
            at = self.schema(target);
            default = at.default.as_ref();
        }
        Annotations {
            docs: docs(schema),
            default,
            read_only: schema.read_only,
            write_only: schema.write_only,
        }
    }
}

/// What a schema says to people.
pub(super) fn docs(schema: &Schema) -> ir::Docs {
    ir::Docs {
        title: schema.title.clone(),
        description: schema.description.clone(),
        examples: schema.examples.clone(),
        deprecated: schema.deprecated,
    }
}
