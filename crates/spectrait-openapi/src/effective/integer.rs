//! What becomes of integers: the router reads 64 bits.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Entry, Kind, Node};

use super::maker::{Maker, member, with};

/// The tree with `format: int64` (OpenAPI 3.0.4 section 4.4) on integers of requests that may be longer by the contract,
/// so that the document does not allow what is refused. It recurses as deep as the tree is nested.
pub(super) fn complete_integers(tree: &Node, api: &ir::Api) -> Node {
    let unbounded = api.schemas.iter().filter(|schema| {
        let ir::SchemaKind::Integer(integer) = &schema.kind else {
            return false;
        };
        let is_bounded = integer.minimum.is_some() && integer.maximum.is_some();
        schema.usage.request && integer.format != ir::IntegerFormat::Int32 && !is_bounded
    });
    let places = unbounded.map(|schema| schema.span.place()).collect();
    complete(tree, &places)
}

fn complete(node: &Node, places: &BTreeSet<u64>) -> Node {
    let kind = match &node.kind {
        Kind::Object(members) => {
            let entries = members.iter().map(|entry| Entry {
                key: entry.key.clone(),
                value: complete(&entry.value, places),
            });
            Kind::Object(entries.collect())
        }
        Kind::Array(elements) => {
            let elements = elements.iter();
            Kind::Array(elements.map(|element| complete(element, places)).collect())
        }
        kind => kind.clone(),
    };
    let node = Node::new(node.span, kind);
    // No other object has the same first byte. What stands beside a `$ref` may mean nothing.
    let is_schema = places.contains(&node.span.place()) && node.as_object().is_some();
    if is_schema && node.get("$ref").is_none() && member(&node, "format").is_none() {
        let format = Maker { span: node.span }.text("int64");
        return with(&node, "format", format);
    }
    node
}
