//! Which places of a document become Rust types, and which of them are `Any`.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_ir::{self as ir, HttpMethod};
use spectrait_source::{Kind, Node, Span};

/// How much of a document has a type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// How many properties, parameters and headers there are: what becomes a field.
    pub fields: usize,
    /// How many bodies, items, tuple items, values of maps and branches of unions there are.
    pub others: usize,
    /// The places whose values can be anything, by where they stand.
    pub untyped: Vec<Untyped>,
}

/// A place whose values can be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Untyped {
    /// What people call it: `Build.meta`, or `body of POST /builds`.
    pub name: String,
    /// Where its schema stands.
    pub span: Span,
    /// Whether it becomes a field.
    pub is_field: bool,
    /// Why it has no type.
    pub reason: String,
}

impl Coverage {
    /// How many fields can be anything.
    #[must_use]
    pub fn untyped_fields(&self) -> usize {
        self.untyped.iter().filter(|place| place.is_field).count()
    }

    /// How many other places can be anything.
    #[must_use]
    pub fn untyped_others(&self) -> usize {
        self.untyped.len() - self.untyped_fields()
    }

    /// What a document's meaning says of it; `tree` is the document.
    pub(crate) fn of(api: &ir::Api, tree: &Node) -> Self {
        let mut walk = Walk {
            api,
            seen: BTreeSet::new(),
            pending: Vec::new(),
            found: Self::default(),
        };
        for &component in &api.components {
            walk.enter(component, root(&api.schema(component).origin.root));
        }
        let webhooks = api.webhooks.iter().map(|webhook| &webhook.operation);
        for operation in api.operations.iter().chain(webhooks) {
            walk.operation(operation);
        }
        walk.run();
        let mut coverage = walk.found;
        explain(&mut coverage.untyped, tree);
        coverage
            .untyped
            .sort_by(|left, right| (left.span, &left.name).cmp(&(right.span, &right.name)));
        coverage
    }
}

/// What a schema's root is called.
fn root(root: &ir::Root) -> String {
    match root {
        ir::Root::Component(name) => name.clone(),
        // What operations have is entered by their names.
        _ => String::new(),
    }
}

/// What an operation is called.
fn title(operation: &ir::Operation) -> String {
    // A webhook's path is a name.
    let method: HttpMethod = operation.method;
    format!("{} {}", method.as_str(), operation.path)
}

struct Walk<'a> {
    api: &'a ir::Api,
    seen: BTreeSet<ir::SchemaId>,
    pending: Vec<(ir::SchemaId, String)>,
    found: Coverage,
}

impl Walk<'_> {
    /// Looks into a schema, once.
    fn enter(&mut self, schema: ir::SchemaId, name: String) {
        if self.seen.insert(schema) {
            self.pending.push((schema, name));
        }
    }

    /// A place, and what is inside of it.
    fn place(&mut self, schema: ir::SchemaId, name: String, is_field: bool) {
        if is_field {
            self.found.fields += 1;
        } else {
            self.found.others += 1;
        }
        let of = self.api.schema(schema);
        if of.rust_type.is_none() && self.is_any(schema) {
            self.found.untyped.push(Untyped {
                name: name.clone(),
                span: of.span,
                is_field,
                reason: String::new(),
            });
        }
        // A component has a name of its own.
        if !matches!(of.origin.root, ir::Root::Component(_)) || !of.origin.steps.is_empty() {
            self.enter(schema, name);
        }
    }

    /// Whether a schema is `Any`, by another name too.
    fn is_any(&self, mut schema: ir::SchemaId) -> bool {
        // Components that refer to each other in a circle are errors.
        for _ in 0..self.api.schemas.len() {
            match self.api.schema(schema).kind {
                ir::SchemaKind::Any => return true,
                ir::SchemaKind::Reference(target) => schema = target,
                _ => return false,
            }
        }
        false
    }

    fn operation(&mut self, operation: &ir::Operation) {
        let title = title(operation);
        for parameter in &operation.parameters {
            let name = format!("parameter `{}` of {title}", parameter.wire_name);
            self.place(parameter.schema, name, true);
        }
        if let Some(body) = &operation.request_body {
            self.content(&body.content, &format!("body of {title}"));
        }
        for response in &operation.responses {
            let status = match response.status {
                ir::StatusPattern::Exact(status) => status.to_string(),
                ir::StatusPattern::Range(class) => format!("{class}XX"),
                ir::StatusPattern::Default => "default".to_owned(),
            };
            for header in &response.headers {
                let name = format!("header `{}` of {status} of {title}", header.wire_name);
                self.place(header.schema, name, true);
            }
            self.content(&response.content, &format!("{status} of {title}"));
        }
    }

    fn content(&mut self, content: &[ir::MediaType], of: &str) {
        for media_type in content {
            let name = match content.len() {
                1 => of.to_owned(),
                _ => format!("{of} as {}", media_type.name),
            };
            if let Some(schema) = media_type.schema {
                self.place(schema, name, false);
            }
            for encoding in &media_type.encoding {
                for header in &encoding.headers {
                    let name = format!("header `{}` of `{}`", header.wire_name, encoding.property);
                    self.place(header.schema, name, true);
                }
            }
        }
    }

    fn run(&mut self) {
        let api = self.api;
        while let Some((schema, name)) = self.pending.pop() {
            match &api.schema(schema).kind {
                ir::SchemaKind::Array(array) => {
                    self.place(array.items, format!("{name}[]"), false);
                }
                ir::SchemaKind::Tuple(items) => {
                    for (position, &item) in items.iter().enumerate() {
                        self.place(item, format!("{name}[{position}]"), false);
                    }
                }
                ir::SchemaKind::Object(object) => {
                    for property in &object.properties {
                        let name = format!("{name}.{}", property.wire_name);
                        self.place(property.schema, name, true);
                    }
                    if let ir::Additional::Kept(values) = object.additional {
                        self.place(values, format!("{name}.*"), false);
                    }
                }
                ir::SchemaKind::Union(union) => {
                    for (position, branch) in union.branches.iter().enumerate() {
                        self.place(branch.schema, format!("{name}|{position}"), false);
                    }
                }
                ir::SchemaKind::Reference(target) => {
                    let name = root(&api.schema(*target).origin.root);
                    self.enter(*target, name);
                }
                ir::SchemaKind::Any
                | ir::SchemaKind::Boolean
                | ir::SchemaKind::Integer(_)
                | ir::SchemaKind::Number(_)
                | ir::SchemaKind::String(_)
                | ir::SchemaKind::Enumeration(_)
                | ir::SchemaKind::Never => {}
            }
        }
    }
}

/// Keywords that say nothing about which values are valid.
const ANNOTATIONS: [&str; 13] = [
    "$comment",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
    "$schema",
];

/// Says of each place why it has no type, as the document has it.
fn explain(places: &mut [Untyped], tree: &Node) {
    if places.is_empty() {
        return;
    }
    let wanted: BTreeSet<u64> = places.iter().map(|place| place.span.place()).collect();
    let mut nodes: BTreeMap<u64, &Node> = BTreeMap::new();
    let mut pending = vec![tree];
    while let Some(node) = pending.pop() {
        if wanted.contains(&node.span.place()) {
            nodes.insert(node.span.place(), node);
        }
        match &node.kind {
            Kind::Object(members) => pending.extend(members.iter().map(|entry| &entry.value)),
            Kind::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    for place in places {
        place.reason = reason(nodes.get(&place.span.place()).copied());
    }
}

fn reason(node: Option<&Node>) -> String {
    let Some(node) = node else {
        return "it has no schema".to_owned();
    };
    let Some(members) = node.as_object() else {
        return match node.as_bool() {
            Some(true) => "`true` accepts anything".to_owned(),
            _ => "it has no schema".to_owned(),
        };
    };
    let words: Vec<&str> = members
        .keys()
        .filter(|key| !ANNOTATIONS.contains(key) && !key.starts_with("x-"))
        .collect();
    match words[..] {
        [] => "no keyword says what it is".to_owned(),
        ["$ref"] => "what it refers to accepts anything".to_owned(),
        _ if node.get("type").and_then(Node::as_str) == Some("object") => {
            "an object that declares no properties".to_owned()
        }
        [word] => format!("`{word}` gives it no type"),
        _ => format!("`{}` give it no type", words.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use crate::Generator;

    #[test]
    fn what_has_no_type_is_listed_with_its_reason() {
        let document = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /items:
    post:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
      requestBody:
        content: { application/json: {} }
      responses:
        '200':
          description: Items.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Item' } }
  /events:
    get:
      responses:
        '200':
          description: Events.
          content:
            text/event-stream:
              itemSchema:
                type: object
                properties:
                  data: { type: string, contentMediaType: application/json, contentSchema: { title: Any } }
            application/jsonl:
              itemSchema: { type: object, properties: { what: {} } }
components:
  schemas:
    Meta: { description: Anything. }
    Item:
      type: object
      properties:
        name: { type: string }
        meta: { $ref: '#/components/schemas/Meta' }
        free: { type: object }
        tags: { type: array, items: true }
        more: { type: object, additionalProperties: { title: More } }
        inner:
          type: object
          properties:
            parent: { $ref: '#/components/schemas/Item' }
            what: { x-what: what }
";
        let generation = Generator::from_text("shop.yaml", document).generate();
        let coverage = generation.generated.expect("no errors").coverage;
        let file = generation.sources.iter().next().expect("a document");
        let lines: Vec<String> = coverage
            .untyped
            .iter()
            .map(|place| {
                let line = file.line_column(place.span.start).line;
                format!(
                    "{line}: {} ({}): {}",
                    place.name, place.is_field, place.reason
                )
            })
            .collect();
        let totals = format!("{} fields, {} others", coverage.fields, coverage.others);
        insta::assert_snapshot!(format!("{}\n{totals}", lines.join("\n")));
    }
}
