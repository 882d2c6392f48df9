//! The way through references: which schema stands at a place, and what the place itself says.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Node, codes};

use super::Lowering;
use super::arena::{Entry, Place};
use super::conjunction::{Choice, Conjunction};
use super::keyword::has_own;
use crate::schema::{Form, Schema, SchemaId};

/// More schemas than these are not asked for what they say of a place.
const MOST_SPEAKERS: usize = 64;

/// What a schema says about the place where it stands, which is not part of what its values are.
#[derive(Debug, Default)]
pub(super) struct Annotations<'a> {
    pub(super) docs: ir::Docs,
    /// Its own, else that of what it refers to; valid.
    pub(super) default: Option<&'a Node>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    /// `x-rust-name`
    pub(super) rust_name: Option<String>,
}

impl<'a> Lowering<'a> {
    /// The document's schema of that id.
    pub(super) fn schema(&self, id: SchemaId) -> &'a Schema {
        &self.api.schemas[id.0 as usize]
    }

    /// The schema of a component.
    pub(super) fn component(&mut self, component: SchemaId) -> ir::SchemaId {
        let name = self
            .component_names
            .get(&component)
            .cloned()
            .unwrap_or_default();
        let place = Place::Root(ir::Root::Component(name));
        let span = self.schema(component).span;
        self.arena.meet(
            &Entry::Conjunction(Conjunction::of(component)),
            place,
            true,
            span,
        )
    }

    /// The schema that stands at a place, behind references. A component that is a reference itself is met as
    /// such, so that its name is kept.
    pub(super) fn meet(&mut self, written: SchemaId, place: Place) -> ir::SchemaId {
        let target = self.follow(written);
        if self.components.contains(&target) {
            return self.component(target);
        }
        if target == written {
            return self.meet_conjunction(Conjunction::of(target), place);
        }
        // It is written elsewhere.
        let span = self.schema(target).span;
        let conjunction = Conjunction::of(target);
        if let super::conjunction::Target::Component(_) =
            self.settle(conjunction.clone(), None, true).1
        {
            return self.meet_conjunction(conjunction, place);
        }
        self.arena
            .meet(&Entry::Conjunction(conjunction), place, false, span)
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

    /// Where references lead from a schema that says nothing else: to the first that does, or leads nowhere, or is a
    /// component.
    pub(super) fn follow(&mut self, written: SchemaId) -> SchemaId {
        let mut at = written;
        let mut passed = Vec::new();
        // A way that is longer than there are schemas is a loop, which `resolve` has reported.
        while passed.len() <= self.api.schemas.len() {
            if let Some(&known) = self.followed.get(&at) {
                at = known;
                break;
            }
            let Some(target) = self
                .refers_only(at)
                .filter(|_| !self.components.contains(&at))
            else {
                break;
            };
            passed.push(at);
            at = target;
        }
        self.followed
            .extend(passed.into_iter().map(|passed| (passed, at)));
        at
    }

    /// The same, through components.
    pub(super) fn follow_all(&mut self, written: SchemaId) -> SchemaId {
        let mut at = self.follow(written);
        let mut count = 0;
        while let Some(target) = self.refers_only(at)
            && count <= self.api.schemas.len()
        {
            at = self.follow(target);
            count += 1;
        }
        at
    }

    /// What a schema refers to, if it says nothing beside that.
    fn refers_only(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = self.schema(id);
        let reference = schema.reference.as_ref()?;
        let says_more = has_own(schema)
            || schema.all_of.is_some()
            || schema.nullable.is_some()
            || reference.without_choices_of.is_some()
            || Choice::BOTH
                .into_iter()
                .any(|choice| choice.branches(schema).is_some())
            || (!schema.extensions.is_empty() && self.extension(id, "x-rust-type").is_some());
        reference.target.filter(|_| !says_more)
    }

    /// An extension that is a text.
    pub(super) fn extension(&self, id: SchemaId, name: &str) -> Option<String> {
        let extensions = &self.schema(id).extensions;
        let (_, value) = extensions.iter().find(|(key, _)| &*key.text == name)?;
        value.as_str().map(ToOwned::to_owned)
    }

    /// What the schema at a place says about the place.
    pub(super) fn annotations(&mut self, written: SchemaId) -> Annotations<'a> {
        self.annotations_of_all(&[written])
    }

    /// What several schemas say about the place where they all stand: the first of each kind.
    pub(super) fn annotations_of_all(&mut self, written: &[SchemaId]) -> Annotations<'a> {
        let mut annotations = Annotations::default();
        let mut default = None;
        for &root in written {
            let schema = self.schema(root);
            let mut own = docs(schema);
            if own.title.is_none() && own.description.is_none() && schema.reference.is_none() {
                self.docs_of_parts(root, &mut own);
            }
            merge_docs(&mut annotations.docs, own);
            if !self.components.contains(&root) {
                annotations.rust_name = annotations
                    .rust_name
                    .or_else(|| self.extension(root, "x-rust-name"));
            }
            for speaker in self.speakers(root) {
                let schema = self.schema(speaker);
                default = default.or(schema.default.as_ref());
                let is_clear = !(schema.read_only && schema.write_only);
                if !is_clear {
                    self.report.push(
                        Diagnostic::warning(
                            codes::READ_AND_WRITE_ONLY,
                            "this is both `readOnly` and `writeOnly`: it is read as neither",
                        )
                        .at(schema.span, "")
                        .help("remove one of the two"),
                    );
                }
                annotations.read_only |= schema.read_only && is_clear;
                annotations.write_only |= schema.write_only && is_clear;
            }
        }
        if annotations.read_only && annotations.write_only {
            (annotations.read_only, annotations.write_only) = (false, false);
        }
        annotations.default = default.filter(|default| self.is_valid_default(written, default));
        annotations
    }

    /// A schema, what it refers to and what it combines, from the outside in.
    pub(super) fn speakers(&self, root: SchemaId) -> Vec<SchemaId> {
        let mut speakers = vec![root];
        let mut at = 0;
        while at < speakers.len() && speakers.len() < MOST_SPEAKERS {
            let schema = self.schema(speakers[at]);
            let target = schema
                .reference
                .as_ref()
                .and_then(|reference| reference.target);
            let all_of = schema
                .all_of
                .iter()
                .flat_map(|all_of| &all_of.value)
                .copied();
            for next in target.into_iter().chain(all_of) {
                if !speakers.contains(&next) {
                    speakers.push(next);
                }
            }
            at += 1;
        }
        speakers
    }

    /// Adds what the parts of a schema say to people where they are written in it: `allOf: [{$ref: …}, {description: …}]`.
    pub(super) fn docs_of_parts(&self, root: SchemaId, docs: &mut ir::Docs) {
        let schema = self.schema(root);
        for &part in schema.all_of.iter().flat_map(|all_of| &all_of.value) {
            let schema = self.schema(part);
            if schema.reference.is_none() && schema.form == Form::Keywords {
                merge_docs(docs, self::docs(schema));
            }
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

/// Fills in what is not said yet.
fn merge_docs(docs: &mut ir::Docs, other: ir::Docs) {
    docs.title = docs.title.take().or(other.title);
    docs.description = docs.description.take().or(other.description);
    if docs.examples.is_empty() {
        docs.examples = other.examples;
    }
    docs.deprecated |= other.deprecated;
}
