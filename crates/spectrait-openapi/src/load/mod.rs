//! `load`: the tree of nodes becomes a [`Document`].
//!
//! Each noun of OpenAPI is read from the tree by the file of its name, which checks every field (what
//! is missing, misspelt or of a wrong type is reported where it stands, and left out) and makes a
//! [`Part`] of what is left; a part always fits `openapiv3`'s type of the noun. Schemas are lifted into
//! an arena. What nests without bound (schemas, callbacks) goes through a queue, so that no depth of
//! nesting can overflow the stack.

mod components;
pub(crate) mod example;
mod fields;
mod info;
mod link;
mod media_type;
mod operation;
mod parameter;
mod part;
mod path_item;
mod reference;
mod request_body;
mod response;
mod schema;
pub(crate) mod security;
mod server;
pub(crate) mod stray;
pub(crate) mod value;
mod version;

pub use self::schema::keywords;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use spectrait_source::{Diagnostic, Diagnostics, Node, Severity, Span, codes};

use self::fields::Fields;
use self::part::Part;
use crate::schema::SchemaId;
use crate::{Document, Version};

/// Reads a document out of the tree of its text. All that is wrong is reported; what is broken is left
/// out, and the rest goes on.
///
/// `None` when the tree is no OpenAPI document, or one of a version that is not read.
pub fn load(tree: Node, diagnostics: &mut Diagnostics) -> Option<Document> {
    let version = version::load_version(&tree, diagnostics)?;
    let mut loader = Loader::new(version, &tree, diagnostics);
    let (openapi, components) = loader.load_document(&tree);
    let (path_items, headers) = loader.load_pending();
    loader.load_stray_schemas();
    let Loader {
        schemas, broken, ..
    } = loader;
    Some(Document {
        version,
        openapi,
        path_items,
        headers,
        schemas: schemas.into_schemas(),
        components,
        broken,
        tree,
    })
}

/// The fields that are asked for when a document is read, by the noun of the object: what is known of OpenAPI. For tests
/// of the documentation.
#[doc(hidden)]
#[must_use]
pub fn known_fields(tree: &Node) -> KnownFields {
    let mut diagnostics = Diagnostics::default();
    let mut loader = Loader::new(Version::V3_1, tree, &mut diagnostics);
    loader.known = Some(KnownFields::new());
    loader.load_document(tree);
    loader.load_pending();
    loader.known.unwrap_or_default()
}

/// The names of fields by the noun of the object.
type KnownFields = BTreeMap<&'static str, BTreeSet<&'static str>>;

/// What the readers of all nouns share.
struct Loader<'t, 'd> {
    version: Version,
    tree: &'t Node,
    diagnostics: &'d mut Diagnostics,
    schemas: schema::Arena<'t>,
    /// Nouns outside `paths` whose turn comes later.
    pending: Vec<Pending<'t>>,
    /// The schemas that were reached through a `$ref` of something that is not a schema, by place.
    shared: BTreeMap<u64, SchemaId>,
    broken: BTreeSet<u64>,
    /// The fields that were asked for, where somebody wants to know.
    known: Option<KnownFields>,
}

/// A noun that is reached through something that nests.
enum Pending<'t> {
    /// A path item of `components.pathItems`, `webhooks` or a callback.
    PathItem(&'t Node),
    /// A header of an encoding.
    Header(&'t Node),
}

impl<'t, 'd> Loader<'t, 'd> {
    fn new(version: Version, tree: &'t Node, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            version,
            tree,
            diagnostics,
            schemas: schema::Arena::default(),
            pending: Vec::new(),
            shared: BTreeMap::new(),
            broken: BTreeSet::new(),
            known: None,
        }
    }
}

impl<'t> Loader<'t, '_> {
    /// Reads the fields of the document itself (OpenAPI 3.0.4 section 4.8.1).
    fn load_document(&mut self, tree: &'t Node) -> (openapiv3::OpenAPI, schema::Components) {
        let mut openapi = openapiv3::OpenAPI::default();
        let mut components = schema::Components::default();
        let Some(mut fields) = Fields::open(self, tree, "the document") else {
            return (openapi, components);
        };
        if let Some(text) = fields.get(self, "openapi").and_then(Node::as_str) {
            text.clone_into(&mut openapi.openapi);
        }
        let info = fields.get(self, "info");
        if info.is_none() {
            let missing = milder(fields.missing("info"));
            self.diagnostics
                .push(missing.help("add `info: {title: …, version: …}`"));
        }
        if let Some(node) = info
            && let Some(part) = self.load_info(node)
        {
            openapi.info = self.deserialize(node.span, part).unwrap_or_default();
        }
        if let Some(node) = fields.since_3_1(self, "jsonSchemaDialect") {
            value::text(self.diagnostics, "jsonSchemaDialect", node);
        }
        openapi.servers = self.load_servers(&mut fields);
        self.load_paths(&mut fields, &mut openapi.paths);
        if let Some(node) = fields.since_3_1(self, "webhooks") {
            self.load_later(node, "webhooks");
        }
        if let Some(node) = fields.get(self, "components") {
            openapi.components = self.load_components(node, &mut components);
        }
        self.load_security_requirements(&mut fields);
        openapi.tags = self.load_tags(&mut fields);
        fields.one(self, "externalDocs", Self::load_external_docs);
        fields.close(self);
        self.lift_pending_schemas();
        (openapi, components)
    }

    /// Reads what was put off, and what that puts off.
    fn load_pending(&mut self) -> (Vec<openapiv3::PathItem>, Vec<openapiv3::Header>) {
        let mut items = Vec::new();
        let mut headers = Vec::new();
        while let Some(pending) = self.pending.pop() {
            match pending {
                Pending::PathItem(node) => {
                    if let Some(part) = self.whole(node, Self::load_path_item) {
                        items.extend(self.deserialize(node.span, part));
                    }
                }
                Pending::Header(node) => {
                    if let Some(part) = self.reference_or(node, "a header", Self::load_header)
                        && node.get("$ref").is_none()
                    {
                        headers.extend(self.deserialize(node.span, part));
                    }
                }
            }
            self.lift_pending_schemas();
        }
        (items, headers)
    }

    /// Reads a noun, and notes it as broken when it cannot be used.
    fn whole(
        &mut self,
        node: &'t Node,
        load: fn(&mut Self, &'t Node) -> Option<Part<'t>>,
    ) -> Option<Part<'t>> {
        let part = load(self, node);
        if part.is_none() {
            self.broken.insert(node.span.place());
        }
        part
    }

    /// Gives a checked part to `openapiv3`. It fits by construction; should it not, that is reported
    /// and costs this part only.
    fn deserialize<T: Deserialize<'t>>(&mut self, span: Span, part: Part<'t>) -> Option<T> {
        T::deserialize(part)
            .map_err(|error| {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::INVALID_VALUE,
                        format!("this cannot be read: {error}"),
                    )
                    .at(span, "")
                    .help("this is a gap in the checks of Spectrait; please report it"),
                );
                self.broken.insert(span.place());
            })
            .ok()
    }

    /// Puts off the path items of a map of names.
    fn load_later(&mut self, node: &'t Node, field: &str) {
        match node.as_object() {
            Some(items) => self
                .pending
                .extend(items.iter().map(|entry| Pending::PathItem(&entry.value))),
            None => self
                .diagnostics
                .push(value::invalid(field, "an object", node)),
        }
    }

    /// Lifts a schema into the arena; what is in it follows later.
    fn load_schema(&mut self, node: &'t Node) -> SchemaId {
        self.schemas.reserve(node)
    }

    /// Lifts a schema that several things lead to, once.
    fn load_shared_schema(&mut self, node: &'t Node) -> SchemaId {
        let place = node.span.place();
        if let Some(known) = self.shared.get(&place) {
            return *known;
        }
        let id = self.load_schema(node);
        self.shared.insert(place, id);
        id
    }
}

/// A fault whose meaning is plain.
fn milder(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        ..diagnostic
    }
}
