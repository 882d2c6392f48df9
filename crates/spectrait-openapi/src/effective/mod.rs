//! The effective document: the contract, and for each operation the responses that a router gives by itself.
//!
//! # What is added
//!
//! Per operation the answers of [`REJECTIONS`] that a request to it can get. Each is for the response that stands
//! for its status (OpenAPI 3.0.4 section 4.8.16):
//!
//! - none: a response is added, with problem details as its content; to a 401 its `WWW-Authenticate`.
//! - one with content: problem details are added to its media types, where it lacks them. It may be shared (a
//!   component), a class of statuses (`4XX`) or `default`.
//! - one without content: nothing. It promises nothing about a body, and a handler that gives it sends none.
//!
//! And to the components the schema of problem details, under a name that is free. An integer in a request that the
//! contract does not keep within 64 bits is of `format: int64`: the router refuses longer ones.
//!
//! Nothing else changes: the order of members, descriptions, extensions and the text of numbers are the
//! contract's. New members come after those that are there; only a `null` that stands for nothing is replaced. The
//! effective document of an effective document is itself.

mod integer;
mod maker;
mod problem;
mod rejection;
mod response;

use std::collections::{BTreeMap, BTreeSet};

use spectrait_ir as ir;
use spectrait_source::{Entry, Kind, Node};

use self::integer::complete_integers;
use self::maker::{Maker, member, with};
pub(crate) use self::problem::DESCRIPTION as PROBLEM_DESCRIPTION;
pub(crate) use self::rejection::PROBLEM_JSON;
use self::rejection::{REJECTIONS, Rejection};
use self::response::Responses;

/// The effective document of a contract and what it means.
///
/// Both must be of one text without errors; whatever of the tree does not fit is left as it is.
#[must_use]
pub fn effective(tree: &Node, api: &ir::Api) -> Node {
    // Before there are nodes that stand nowhere in the text.
    let tree = &complete_integers(tree, api);
    let make = Maker { span: tree.span };
    let schema = problem::schema(make);
    let empty = make.object([]);
    let components = member(tree, "components").unwrap_or(&empty);
    let schemas = member(components, "schemas").unwrap_or(&empty);
    let name = problem::name(schemas, &schema);
    let mut responses = Responses {
        tree,
        problem: problem::reference(make, &name),
        is_problem_used: false,
        shared: BTreeSet::new(),
    };

    let mut completed = BTreeMap::new();
    for (place, (node, operations)) in operations(tree, &api.operations) {
        let applies = |rejection: &&Rejection| {
            let mut operations = operations.iter();
            operations.any(|operation| (rejection.applies)(operation))
        };
        let rejections: Vec<&Rejection> = REJECTIONS.iter().filter(applies).collect();
        if let [operation, ..] = operations[..] {
            let node = responses.complete_operation(operation, node, &rejections);
            completed.insert(place, node);
        }
    }
    let tree = replace(tree, &completed, &mut responses);

    if !responses.is_problem_used {
        return tree;
    }
    let components = member(&tree, "components").unwrap_or(&empty);
    let schemas = member(components, "schemas").unwrap_or(&empty);
    let schemas = with(schemas, &name, schema);
    let components = with(components, "schemas", schemas);
    with(&tree, "components", components)
}

/// Where operations stand, by the place of their keys. It tells them apart wherever `$ref`s to path items lead; several
/// of one place come from aliases.
fn operations<'t>(
    tree: &'t Node,
    operations: &'t [ir::Operation],
) -> BTreeMap<u64, (&'t Node, Vec<&'t ir::Operation>)> {
    let mut by_place: BTreeMap<u64, Vec<&ir::Operation>> = BTreeMap::new();
    for operation in operations {
        by_place
            .entry(operation.span.place())
            .or_default()
            .push(operation);
    }
    let mut found = BTreeMap::new();
    let mut pending = vec![tree];
    while let Some(node) = pending.pop() {
        match &node.kind {
            Kind::Object(members) => {
                for entry in members {
                    let place = entry.key.span.place();
                    if let Some(operations) = by_place.remove(&place) {
                        found.insert(place, (&entry.value, operations));
                    }
                    pending.push(&entry.value);
                }
            }
            Kind::Array(elements) => pending.extend(elements),
            _ => {}
        }
    }
    found
}

/// The tree with completed operations and shared responses. It recurses as deep as the tree is nested.
fn replace(node: &Node, completed: &BTreeMap<u64, Node>, responses: &mut Responses<'_>) -> Node {
    let kind = match &node.kind {
        Kind::Object(members) => {
            let entries = members.iter().map(|entry| Entry {
                key: entry.key.clone(),
                value: match completed.get(&entry.key.span.place()) {
                    Some(operation) => replace(operation, completed, responses),
                    None => replace(&entry.value, completed, responses),
                },
            });
            Kind::Object(entries.collect())
        }
        Kind::Array(elements) => {
            let elements = elements.iter();
            Kind::Array(
                elements
                    .map(|element| replace(element, completed, responses))
                    .collect(),
            )
        }
        kind => kind.clone(),
    };
    let node = Node::new(node.span, kind);
    // No other object has the same first byte.
    if responses.shared.contains(&node.span.place()) && node.as_object().is_some() {
        responses.with_problem(&node)
    } else {
        node
    }
}
