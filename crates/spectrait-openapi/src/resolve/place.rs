//! Finding things by where they stand.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use spectrait_source::{Kind, Node, Span};

use crate::document::PLACE;
use crate::schema::{Schema, SchemaId};

/// The objects of the tree by the offset of their first byte.
pub(super) struct Places<'d>(Vec<(u64, &'d Node)>);

impl<'d> Places<'d> {
    pub(super) fn new(tree: &'d Node) -> Self {
        let mut places = Vec::new();
        let mut pending = vec![tree];
        while let Some(node) = pending.pop() {
            match &node.kind {
                Kind::Object(members) => {
                    places.push((node.span.place(), node));
                    pending.extend(members.iter().map(|entry| &entry.value));
                }
                Kind::Array(items) => pending.extend(items),
                _ => {}
            }
        }
        // Of objects that came through a YAML alias all are equal, and any will do.
        places.sort_by_key(|(start, _)| *start);
        Self(places)
    }

    pub(super) fn get(&self, start: u64) -> Option<&'d Node> {
        let found = self
            .0
            .binary_search_by_key(&start, |(start, _)| *start)
            .ok()?;
        self.0.get(found).map(|(_, node)| *node)
    }

    /// Where an object of the skeleton stands.
    pub(super) fn of<T: Placed>(&self, noun: &T) -> Option<&'d Node> {
        self.get(noun.place()?)
    }
}

/// An object of the skeleton.
pub(super) trait Placed {
    /// The offset of its first byte.
    fn place(&self) -> Option<u64>;
}

/// Implements [`Placed`] for types with a field of extensions.
macro_rules! placed {
    ($($name:ident),*) => {
        $(
            impl Placed for openapiv3::$name {
                fn place(&self) -> Option<u64> {
                    self.extensions.get(PLACE)?.as_u64()
                }
            }
        )*
    };
}

placed!(
    Header,
    MediaType,
    Operation,
    PathItem,
    RequestBody,
    Response,
    Server
);

impl Placed for openapiv3::Parameter {
    fn place(&self) -> Option<u64> {
        let data = self.parameter_data_ref();
        data.extensions.get(PLACE)?.as_u64()
    }
}

impl Placed for openapiv3::SecurityScheme {
    fn place(&self) -> Option<u64> {
        let (Self::APIKey { extensions, .. }
        | Self::HTTP { extensions, .. }
        | Self::OAuth2 { extensions, .. }
        | Self::OpenIDConnect { extensions, .. }) = self;
        extensions.get(PLACE)?.as_u64()
    }
}

/// What a `$ref` can point to, by place.
#[derive(Default)]
pub(super) struct Nouns<'d> {
    pub(super) headers: BTreeMap<u64, &'d openapiv3::Header>,
    pub(super) parameters: BTreeMap<u64, &'d openapiv3::Parameter>,
    pub(super) path_items: BTreeMap<u64, &'d openapiv3::PathItem>,
    pub(super) request_bodies: BTreeMap<u64, &'d openapiv3::RequestBody>,
    pub(super) responses: BTreeMap<u64, &'d openapiv3::Response>,
    pub(super) schemas: BTreeMap<u64, SchemaId>,
    pub(super) security_schemes: BTreeMap<u64, &'d openapiv3::SecurityScheme>,
    /// These have no form by which they could be told from something else.
    pub(super) examples: BTreeSet<u64>,
    pub(super) links: BTreeSet<u64>,
    pub(super) callbacks: BTreeSet<u64>,
}

impl<'d> Nouns<'d> {
    pub(super) fn new(
        openapi: &'d openapiv3::OpenAPI,
        path_items: &'d [openapiv3::PathItem],
        headers: &'d [openapiv3::Header],
        schemas: &[Schema],
        tree: &'d Node,
    ) -> Self {
        let mut nouns = Self::default();
        for (schema, id) in schemas.iter().zip(0..) {
            nouns
                .schemas
                .entry(schema.span.place())
                .or_insert(SchemaId(id));
        }
        let items = openapi
            .paths
            .paths
            .values()
            .filter_map(ReferenceOr::as_item);
        for item in items.chain(path_items) {
            nouns.add_path_item(item);
        }
        for header in headers {
            if let Some(place) = header.place() {
                nouns.headers.insert(place, header);
            }
        }
        nouns.callbacks = nouns.callback_places(tree);
        let Some(components) = &openapi.components else {
            return nouns;
        };
        add(&mut nouns.headers, components.headers.values());
        add(&mut nouns.parameters, components.parameters.values());
        add(
            &mut nouns.request_bodies,
            components.request_bodies.values(),
        );
        add(
            &mut nouns.security_schemes,
            components.security_schemes.values(),
        );
        nouns.add_responses(components.responses.values());
        nouns.examples = component_places(tree, "examples");
        nouns.links = component_places(tree, "links");
        nouns.callbacks.extend(component_places(tree, "callbacks"));
        nouns
    }

    /// The callbacks of all operations.
    fn callback_places(&self, tree: &Node) -> BTreeSet<u64> {
        let mut places = BTreeSet::new();
        let mut pending = vec![tree];
        while let Some(node) = pending.pop() {
            match &node.kind {
                Kind::Object(members) => {
                    let is_path_item = self.path_items.contains_key(&node.span.place());
                    let operations = members.iter().filter(|_| is_path_item);
                    let callbacks = operations.filter_map(|entry| entry.value.get("callbacks"));
                    let callbacks = callbacks.filter_map(Node::as_object).flatten();
                    places.extend(callbacks.map(|entry| entry.value.span.place()));
                    pending.extend(members.iter().map(|entry| &entry.value));
                }
                Kind::Array(items) => pending.extend(items),
                _ => {}
            }
        }
        places
    }

    fn add_path_item(&mut self, item: &'d openapiv3::PathItem) {
        if let Some(place) = item.place() {
            self.path_items.insert(place, item);
        }
        add(&mut self.parameters, &item.parameters);
        for (_, operation) in item.iter() {
            add(&mut self.parameters, &operation.parameters);
            add(&mut self.request_bodies, &operation.request_body);
            let responses = &operation.responses;
            self.add_responses(responses.default.iter().chain(responses.responses.values()));
        }
    }

    fn add_responses(
        &mut self,
        responses: impl Iterator<Item = &'d ReferenceOr<openapiv3::Response>>,
    ) {
        for response in responses {
            if let ReferenceOr::Item(response) = response
                && let Some(place) = response.place()
            {
                self.responses.insert(place, response);
                add(&mut self.headers, IndexMap::values(&response.headers));
            }
        }
    }
}

/// Where the components of a section stand.
fn component_places(tree: &Node, section: &str) -> BTreeSet<u64> {
    let components = tree
        .get("components")
        .and_then(|components| components.get(section)?.as_object());
    let components = components.into_iter().flatten();
    components.map(|entry| entry.value.span.place()).collect()
}

/// Adds those that are no references.
fn add<'d, T: Placed>(
    nouns: &mut BTreeMap<u64, &'d T>,
    items: impl IntoIterator<Item = &'d ReferenceOr<T>>,
) {
    for item in items {
        if let ReferenceOr::Item(item) = item
            && let Some(place) = item.place()
        {
            nouns.insert(place, item);
        }
    }
}

/// Where a part of a text stands, of which `span` is all. Where the text is written with escapes or on
/// several lines, it is all of it: the offsets do not tell.
pub(super) fn part(span: Span, text: &str, start: usize, end: usize) -> Span {
    let quote = match span.len().checked_sub(text.len()) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return span,
    };
    let offset =
        |position: usize| u32::try_from(position + quote).map(|offset| span.start + offset);
    match (offset(start), offset(end)) {
        (Ok(start), Ok(end)) => Span::new(span.source, start, end),
        _ => span,
    }
}
