//! Where a document has operations.

use spectrait_source::{Entry, Node};

use super::{local, object};

/// The fields of a path item that are operations (OpenAPI 3.1.1 section 4.8.9).
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// More `$ref`s from path item to path item than this are a circle.
const MOST_REFERENCES: usize = 16;

/// An operation of a path or a webhook.
pub(super) struct Site<'t> {
    /// The field: `paths` or `webhooks`.
    pub(super) field: &'static str,
    /// The path template, or the webhook's name.
    pub(super) path: &'t str,
    /// The member of the path item.
    pub(super) method: &'t str,
    /// The operation.
    pub(super) node: &'t Node,
    pub(super) operation_id: Option<&'t str>,
    pub(super) tags: Vec<&'t str>,
}

impl Site<'_> {
    /// Its name without an `operationId`: `GET /builds`.
    pub(super) fn line(&self) -> String {
        format!("{} {}", self.method.to_ascii_uppercase(), self.path)
    }

    /// Whether a name is its `operationId`, or its method, in any case, and its path.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.operation_id == Some(name)
            || name
                .split_once(char::is_whitespace)
                .is_some_and(|(method, path)| {
                    self.method.eq_ignore_ascii_case(method) && self.path == path.trim()
                })
    }
}

/// Whether a field of a path item is an operation.
pub(super) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

/// All operations of paths and webhooks, in document order. Those of callbacks belong to theirs.
pub(super) fn sites(tree: &Node) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    for field in ["paths", "webhooks"] {
        for item in object(tree, field).into_iter().flatten() {
            for entry in members(tree, &item.value) {
                if !is_method(&entry.key.text) {
                    continue;
                }
                let text = |name| entry.value.get(name).and_then(Node::as_str);
                let tags = entry.value.get("tags").and_then(Node::as_array);
                sites.push(Site {
                    field,
                    path: &item.key.text,
                    method: &entry.key.text,
                    node: &entry.value,
                    operation_id: text("operationId"),
                    tags: tags
                        .into_iter()
                        .flatten()
                        .filter_map(Node::as_str)
                        .collect(),
                });
            }
        }
    }
    sites
}

/// The fields of a path item: its own, and those of what its `$ref` leads to within the document. The nearer of two with
/// one name counts.
pub(super) fn members<'t>(tree: &'t Node, item: &'t Node) -> Vec<&'t Entry> {
    let mut found: Vec<&Entry> = Vec::new();
    let mut next = Some(item);
    for _ in 0..MOST_REFERENCES {
        let Some(item) = next else { break };
        for entry in item.as_object().into_iter().flatten() {
            let is_new = !found.iter().any(|known| known.key.text == entry.key.text);
            if is_new && (&*entry.key.text != "$ref" || followed(tree, item).is_none()) {
                found.push(entry);
            }
        }
        next = followed(tree, item);
    }
    found
}

/// What the `$ref` of a path item leads to within the document.
fn followed<'t>(tree: &'t Node, item: &Node) -> Option<&'t Node> {
    tree.at_pointer(&local(item.get("$ref")?.as_str()?)?)
}
