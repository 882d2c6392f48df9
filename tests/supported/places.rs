//! Where a document has which fields, by the sections of `docs/supported.md`.

use spectrait_source::{Entry, Node, Span};

use super::text;

/// A field of an object, or something that the object is.
pub(super) struct Place {
    /// The heading of the table that it belongs to.
    pub(super) section: &'static str,
    pub(super) name: String,
    /// The field with its value.
    pub(super) span: Span,
}

/// All places of a document. References are not followed: what they lead to is in the document as well.
pub(super) fn places(document: &Node) -> Vec<Place> {
    let mut walk = Walk { places: Vec::new() };
    if document.get("openapi").is_some() {
        walk.document(document);
    }
    walk.places
}

struct Walk {
    places: Vec<Place>,
}

/// The members of an object.
fn members(node: &Node) -> impl Iterator<Item = &Entry> {
    node.as_object().into_iter().flatten()
}

fn items(node: &Node) -> impl Iterator<Item = &Node> {
    node.as_array().into_iter().flatten()
}

impl Walk {
    fn place(&mut self, section: &'static str, name: impl Into<String>, span: Span) {
        self.places.push(Place {
            section,
            name: name.into(),
            span,
        });
    }

    /// The fields of an object; a reference has those of what it leads to.
    fn object(&mut self, section: &'static str, node: &Node, visit: fn(&mut Self, &str, &Node)) {
        if node.get("$ref").is_some() && !matches!(section, "Schema" | "Path item") {
            return;
        }
        for entry in members(node) {
            let name = &*entry.key.text;
            self.place(section, name, entry.key.span.to(entry.value.span));
            visit(self, name, &entry.value);
        }
    }

    fn each(&mut self, node: &Node, visit: fn(&mut Self, &Node)) {
        members(node).for_each(|entry| visit(self, &entry.value));
        items(node).for_each(|item| visit(self, item));
    }

    fn document(&mut self, node: &Node) {
        self.object("Document", node, |walk, name, node| match name {
            "info" => walk.info(node),
            "servers" => walk.each(node, Self::server),
            "paths" | "webhooks" => walk.each(node, Self::path_item),
            "components" => walk.components(node),
            "tags" => walk.each(node, Self::tag),
            "externalDocs" => walk.external_docs(node),
            _ => {}
        });
    }

    fn info(&mut self, node: &Node) {
        self.object("Info", node, |walk, name, node| match name {
            "contact" => walk.object("Contact", node, |_, _, _| {}),
            "license" => walk.object("License", node, |_, _, _| {}),
            _ => {}
        });
    }

    fn server(&mut self, node: &Node) {
        self.object("Server", node, |walk, name, node| {
            if name == "variables" {
                walk.each(node, |walk, node| {
                    walk.object("Server variable", node, |_, _, _| {});
                });
            }
        });
    }

    fn tag(&mut self, node: &Node) {
        self.object("Tag", node, |walk, name, node| {
            if name == "externalDocs" {
                walk.external_docs(node);
            }
        });
    }

    fn external_docs(&mut self, node: &Node) {
        self.object("External documentation", node, |_, _, _| {});
    }

    fn components(&mut self, node: &Node) {
        self.object("Components", node, |walk, name, node| match name {
            "schemas" => walk.each(node, Self::schema),
            "responses" => walk.each(node, Self::response),
            "parameters" => walk.each(node, Self::parameter),
            "examples" => walk.each(node, Self::example),
            "requestBodies" => walk.each(node, Self::request_body),
            "headers" => walk.each(node, Self::header),
            "securitySchemes" => walk.each(node, Self::security_scheme),
            "links" => walk.each(node, Self::link),
            "callbacks" => walk.each(node, |walk, node| walk.each(node, Self::path_item)),
            "pathItems" => walk.each(node, Self::path_item),
            _ => {}
        });
    }

    fn path_item(&mut self, node: &Node) {
        self.object("Path item", node, |walk, name, node| match name {
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" => {
                walk.operation(node);
            }
            "servers" => walk.each(node, Self::server),
            "parameters" => walk.each(node, Self::parameter),
            _ => {}
        });
    }

    fn operation(&mut self, node: &Node) {
        self.object("Operation", node, |walk, name, node| match name {
            "externalDocs" => walk.external_docs(node),
            "parameters" => walk.each(node, Self::parameter),
            "requestBody" => walk.request_body(node),
            "responses" => {
                for entry in members(node) {
                    let span = entry.key.span.to(entry.value.span);
                    let status = &*entry.key.text;
                    let is_number = status.parse::<u16>().is_ok();
                    walk.place("Statuses", if is_number { "200" } else { status }, span);
                    walk.response(&entry.value);
                }
            }
            "callbacks" => walk.each(node, |walk, node| walk.each(node, Self::path_item)),
            "servers" => walk.each(node, Self::server),
            _ => {}
        });
    }

    fn parameter(&mut self, node: &Node) {
        if let (Some(location), Some(style)) = (node.get("in"), node.get("style")) {
            let name = format!("{} {}", text(location), text(style));
            self.place("Styles of parameters", name, node.span);
        }
        self.object("Parameter", node, Self::value);
    }

    fn header(&mut self, node: &Node) {
        self.object("Header", node, Self::value);
    }

    /// What parameters, headers and media types have.
    fn value(&mut self, name: &str, node: &Node) {
        match name {
            "schema" | "itemSchema" => self.schema(node),
            "examples" => self.each(node, Self::example),
            "content" => self.content(node),
            "encoding" => self.each(node, |walk, node| {
                walk.object("Encoding", node, |walk, name, node| {
                    if name == "headers" {
                        walk.each(node, Self::header);
                    }
                });
            }),
            _ => {}
        }
    }

    fn content(&mut self, node: &Node) {
        for entry in members(node) {
            let span = entry.key.span.to(entry.value.span);
            self.place("Kinds of media types", &*entry.key.text, span);
            self.object("Media type", &entry.value, Self::value);
        }
    }

    fn request_body(&mut self, node: &Node) {
        self.object("Request body", node, Self::value);
    }

    fn response(&mut self, node: &Node) {
        self.object("Response", node, |walk, name, node| match name {
            "headers" => walk.each(node, Self::header),
            "content" => walk.content(node),
            "links" => walk.each(node, Self::link),
            _ => {}
        });
    }

    fn link(&mut self, node: &Node) {
        self.object("Link", node, |walk, name, node| {
            if name == "server" {
                walk.server(node);
            }
        });
    }

    fn example(&mut self, node: &Node) {
        self.object("Example", node, |_, _, _| {});
    }

    fn security_scheme(&mut self, node: &Node) {
        let of = |field| node.get(field).map(text).unwrap_or_default();
        let kind = match &*of("type") {
            "apiKey" => format!("apiKey {}", of("in")),
            "http" => format!("http {}", of("scheme")),
            kind => kind.to_owned(),
        };
        self.place("Kinds of security schemes", kind, node.span);
        self.object("Security scheme", node, |walk, name, node| {
            if name == "flows" {
                walk.object("OAuth flows", node, |walk, _, node| {
                    walk.object("OAuth flow", node, |_, _, _| {});
                });
            }
        });
    }

    fn schema(&mut self, node: &Node) {
        if let Some(format) = node.get("format") {
            self.place("Formats", text(format), node.span);
        }
        self.object("Schema", node, |walk, name, node| match name {
            "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions"
            | "allOf" | "anyOf" | "oneOf" | "prefixItems" => walk.each(node, Self::schema),
            "items"
            | "additionalProperties"
            | "propertyNames"
            | "contains"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contentSchema"
            | "unevaluatedItems"
            | "unevaluatedProperties" => {
                walk.schema(node);
            }
            "discriminator" => walk.object("Discriminator", node, |_, _, _| {}),
            "externalDocs" => walk.external_docs(node),
            _ => {}
        });
    }
}
