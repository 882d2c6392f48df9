//! Where the schemas stand that need a name, and which name the place asks for.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::{Diagnostics, Span};

use super::media_type::{self, Message, typed};
use super::naming::component_name;
use super::shapes::{Shape, Shapes, is_map};
use super::{names, operation, response, status, variants};

/// What a schema is declared with: one file of `types`, or an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The position in `Api::components`.
    Component(usize),
    /// The position among [all operations](operation::all).
    Operation(usize),
}

/// A part of an operation that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// The position in `Operation::parameters`.
    Parameter(usize),
    /// The position in the content of the request body.
    Body(usize),
    /// The positions in `Operation::responses`, and in the content of the response.
    Response(usize, usize),
    /// The positions in `Operation::responses`, and in the headers of the response.
    Header(usize, usize),
}

/// A schema that needs a name.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) id: ir::SchemaId,
    pub(crate) owner: Owner,
    /// The name that the place asks for.
    pub(crate) wanted: String,
    pub(crate) about: About,
}

/// What a schema is, for its documentation: `` `status` `` of a record, or of an operation's request.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) what: String,
    pub(crate) of: Of,
}

/// The named thing that a schema belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    Schema(ir::SchemaId),
    Request(usize),
    /// What says it all.
    Nothing,
}

/// A part of an operation whose schema belongs to an earlier operation, as with `components.parameters`.
#[derive(Debug)]
pub(crate) struct SharedSlot {
    pub(crate) operation: usize,
    pub(crate) slot: Slot,
    pub(crate) schema: ir::SchemaId,
    pub(crate) wanted: String,
    pub(crate) about: About,
    pub(crate) span: Span,
}

/// All places, those of a component or an operation together, outer before inner.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) named: Vec<Place>,
    pub(crate) shared: Vec<SharedSlot>,
    /// By union: the names of its variants.
    pub(crate) variants: BTreeMap<ir::SchemaId, Vec<String>>,
    /// By union and position: the name of a variant that stands for several in responses.
    pub(crate) merged: BTreeMap<(ir::SchemaId, usize), String>,
    /// What says the same as a schema that comes before it.
    pub(crate) same: BTreeMap<ir::SchemaId, ir::SchemaId>,
}

/// Walks over the components, then over the operations. `components`, `ids` and `prefixes` are their names.
pub(crate) fn find(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    components: &[String],
    ids: &[String],
    prefixes: &[String],
    diagnostics: &mut Diagnostics,
) -> Places {
    let ids_and_names = api.components.iter().copied().zip(components);
    let wire_names = api.components.iter().map(|&id| component_name(api, id));
    let mut finder = Finder {
        api,
        shapes,
        components: ids_and_names
            .map(|(id, name)| (id, name.as_str()))
            .collect(),
        named: wire_names
            .zip(components.iter().map(String::as_str))
            .collect(),
        seen: BTreeMap::new(),
        first: BTreeMap::new(),
        places: Places::default(),
        diagnostics,
    };
    for (index, (&id, name)) in api.components.iter().zip(components).enumerate() {
        let about = About {
            what: String::new(),
            of: Of::Nothing,
        };
        finder.places.named.push(Place {
            id,
            owner: Owner::Component(index),
            wanted: name.clone(),
            about,
        });
        finder.walk_inside(
            id,
            name,
            &About {
                what: String::new(),
                of: Of::Schema(id),
            },
            Owner::Component(index),
        );
    }
    for (index, (operation, prefix)) in operation::all(api).zip(prefixes).enumerate() {
        finder.operation(index, operation, &ids[index], prefix);
    }
    finder.places
}

struct Finder<'a> {
    api: &'a ir::Api,
    shapes: &'a Shapes<'a>,
    components: BTreeMap<ir::SchemaId, &'a str>,
    named: BTreeMap<&'a str, &'a str>,
    /// By schema inside something: who came first.
    seen: BTreeMap<ir::SchemaId, Owner>,
    /// By class of schemas that say the same: the first of them.
    first: BTreeMap<usize, ir::SchemaId>,
    places: Places,
    diagnostics: &'a mut Diagnostics,
}

impl Finder<'_> {
    fn operation(&mut self, index: usize, operation: &ir::Operation, id: &str, prefix: &str) {
        for (position, parameter) in operation.parameters.iter().enumerate() {
            let about = About {
                what: format!("`{}`", parameter.wire_name),
                of: Of::Request(index),
            };
            let wanted = names::inside(prefix, &parameter.wire_name);
            self.slot(
                index,
                Slot::Parameter(position),
                parameter.schema,
                wanted,
                about,
                parameter.span,
            );
        }
        if let Some(body) = &operation.request_body {
            self.body(index, body, prefix);
        }
        for (position, response) in operation.responses.iter().enumerate() {
            self.response(index, operation, position, response, id, prefix);
        }
    }

    fn body(&mut self, index: usize, body: &ir::RequestBody, prefix: &str) {
        let message = Message::Request;
        let content = media_type::distinct(self.api, self.shapes, message, &body.content);
        let variants = media_type::variants(content);
        for (position, media) in content.iter().enumerate() {
            let Some(schema) = typed(self.api, self.shapes, media) else {
                continue;
            };
            let (what, suffix) = match content.len() {
                1 => ("the body".to_owned(), "RequestBody".to_owned()),
                _ => (
                    format!("the body as `{}`", media.name),
                    format!("{}Body", names::plain(&variants[position])),
                ),
            };
            let about = About {
                what,
                of: Of::Request(index),
            };
            self.slot(
                index,
                Slot::Body(position),
                schema,
                names::joined(prefix, &suffix),
                about,
                media.span,
            );
        }
    }

    fn response(
        &mut self,
        index: usize,
        operation: &ir::Operation,
        position: usize,
        response: &ir::Response,
        id: &str,
        prefix: &str,
    ) {
        let phrase = status::phrase(response.status);
        let content = response::content(operation, response);
        let message = Message::Response;
        let content = media_type::distinct(self.api, self.shapes, message, content);
        let variants = media_type::variants(content);
        for (number, media) in content.iter().enumerate() {
            let Some(schema) = typed(self.api, self.shapes, media) else {
                continue;
            };
            let (part, noun) = match media.kind {
                ir::MediaKind::EventStream(_) => ("an event", "Event"),
                ir::MediaKind::JsonLines => ("a line", "Line"),
                _ => ("the body", "Response"),
            };
            let (form, variant) = match content.len() {
                1 => (String::new(), ""),
                _ => (
                    format!(" as `{}`", media.name),
                    names::plain(&variants[number]),
                ),
            };
            let about = About {
                what: format!("{part}{form} of {phrase} to `{id}`"),
                of: Of::Nothing,
            };
            let infix = response::status_infix(operation, response.status);
            self.slot(
                index,
                Slot::Response(position, number),
                schema,
                names::joined(prefix, &format!("{infix}{variant}{noun}")),
                about,
                media.span,
            );
        }
        for (number, header) in response::headers(response) {
            let about = About {
                what: format!("`{}` of {phrase} to `{id}`", header.wire_name),
                of: Of::Nothing,
            };
            let outer = names::joined(prefix, &status::variant(response.status));
            self.slot(
                index,
                Slot::Header(position, number),
                header.schema,
                names::inside(&outer, &header.wire_name),
                about,
                header.span,
            );
        }
    }

    fn slot(
        &mut self,
        operation: usize,
        slot: Slot,
        id: ir::SchemaId,
        wanted: String,
        about: About,
        span: Span,
    ) {
        let is_shared = self
            .seen
            .get(&id)
            .is_some_and(|&owner| owner != Owner::Operation(operation));
        if !is_shared {
            self.walk(id, &wanted, about, Owner::Operation(operation));
        } else if self.needs_name(id) {
            self.places.shared.push(SharedSlot {
                operation,
                slot,
                schema: id,
                wanted,
                about,
                span,
            });
        }
    }

    /// A schema that stands inside something. Components have their own file.
    fn walk(&mut self, id: ir::SchemaId, wanted: &str, about: About, owner: Owner) {
        if self.components.contains_key(&id) || self.seen.contains_key(&id) {
            return;
        }
        self.seen.insert(id, owner);
        let own_name = self
            .api
            .schema(id)
            .rust_name
            .as_deref()
            .map(names::own_type);
        let wanted = own_name.as_deref().unwrap_or(wanted);
        let mut inner = about.clone();
        if self.needs_name(id) {
            if matches!(self.shapes.shape(id), Shape::Record | Shape::Union) {
                inner = About {
                    what: String::new(),
                    of: Of::Schema(id),
                };
            }
            self.places.named.push(Place {
                id,
                owner,
                wanted: wanted.to_owned(),
                about,
            });
        }
        if let Some(class) = self.shapes.shared_class(id) {
            let first = *self.first.entry(class).or_insert(id);
            if first != id {
                // What is inside is declared with the first.
                self.places.same.insert(id, first);
                return;
            }
        }
        self.walk_inside(id, wanted, &inner, owner);
    }

    fn walk_inside(&mut self, id: ir::SchemaId, outer: &str, about: &About, owner: Owner) {
        let api = self.api;
        let part = |what: &str| {
            let what = if about.what.is_empty() {
                what.to_owned()
            } else {
                format!("{what} of {}", about.what)
            };
            About { what, of: about.of }
        };
        if api.schema(id).rust_type.is_some() {
            return;
        }
        match &api.schema(id).kind {
            ir::SchemaKind::Array(array) => {
                self.walk(array.items, &format!("{outer}Item"), part("an item"), owner);
            }
            ir::SchemaKind::Tuple(items) => {
                for (position, &item) in items.iter().enumerate() {
                    let number = (position + 1).to_string();
                    let wanted = names::joined(&format!("{outer}Item"), &number);
                    self.walk(item, &wanted, part(&format!("item {number}")), owner);
                }
            }
            ir::SchemaKind::Union(_) => {
                let shapes = self.shapes;
                let variants = variants::names_of(
                    api,
                    shapes,
                    id,
                    &self.components,
                    &self.named,
                    self.diagnostics,
                );
                let is_enum = shapes.shape(id) == Shape::Union;
                let branches = shapes.branches(id).into_iter().filter(|_| is_enum);
                for ((_, branch), variant) in branches.zip(&variants) {
                    let wanted = names::joined(outer, names::plain(variant));
                    let about = part(&format!("the variant `{variant}`"));
                    self.walk(branch.schema, &wanted, about, owner);
                }
                if shapes.open_branches(id).len() < variants.len() {
                    let merged = variants::merged(api, shapes, id, &variants);
                    let merged = merged.into_iter().map(|(at, name)| ((id, at), name));
                    self.places.merged.extend(merged);
                }
                self.places.variants.insert(id, variants);
            }
            ir::SchemaKind::Reference(target) => {
                // What is no component and known by references alone stands where it is first referred to.
                self.walk(*target, outer, about.clone(), owner);
            }
            ir::SchemaKind::Object(object) => {
                let shapes = self.shapes;
                let has_field = |property: &&ir::Property| !shapes.is_never(property.schema);
                for property in object.properties.iter().filter(has_field) {
                    let about = part(&format!("`{}`", property.wire_name));
                    let name = property.rust_name.as_ref().unwrap_or(&property.wire_name);
                    self.walk(property.schema, &names::inside(outer, name), about, owner);
                }
                if let ir::Additional::Kept(schema) = object.additional {
                    let what = if is_map(object) {
                        "a value"
                    } else {
                        "an undeclared property"
                    };
                    self.walk(schema, &format!("{outer}Value"), part(what), owner);
                }
            }
            _ => {}
        }
    }

    fn needs_name(&self, id: ir::SchemaId) -> bool {
        self.shapes.shape(id) != Shape::Written
            || (self.shapes.is_narrow(id) && self.api.schema(id).usage.request)
    }
}
