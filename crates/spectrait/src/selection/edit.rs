//! Taking parts out of a tree.

use std::collections::BTreeSet;

use spectrait_source::{Entry, Key, Kind, Node, Span};

use super::names::Excluded;
use super::reach::Reached;
use super::site::{Site, is_method, members};
use super::{local, object, with_members};

/// What the description of an excluded schema says.
pub(super) const LEFT_OUT: &str = "Left out of what is generated: any value is accepted.";

/// A tree, and what is no longer in it.
pub(super) struct Edited {
    pub(super) tree: Node,
    pub(super) gone: Vec<Span>,
    /// How many excluded schemas were emptied.
    pub(super) emptied: usize,
}

/// The operations that are gone, as links name them.
struct Targets<'t> {
    tree: &'t Node,
    /// By `operationId`, unless an operation that is left has it too.
    ids: BTreeSet<&'t str>,
    /// By `operationRef`: `paths`, path, method.
    references: BTreeSet<[&'t str; 3]>,
}

/// Takes out operations and excluded schemas. `kept` says of each site whether it stays.
pub(super) fn edit(
    tree: &Node,
    sites: &[Site<'_>],
    kept: &[bool],
    excluded: &[Excluded],
) -> Edited {
    let of = |wanted: bool| {
        let sites = sites.iter().zip(kept);
        sites
            .filter(move |(_, kept)| **kept == wanted)
            .map(|(site, _)| site)
    };
    let mut edited = Edited {
        tree: tree.clone(),
        gone: of(false).map(|site| site.node.span).collect(),
        emptied: 0,
    };
    if edited.gone.is_empty() && excluded.is_empty() {
        return edited;
    }
    let left: BTreeSet<&str> = of(true).filter_map(|site| site.operation_id).collect();
    let targets = Targets {
        tree,
        ids: of(false)
            .filter_map(|site| site.operation_id)
            .filter(|id| !left.contains(id))
            .collect(),
        references: of(false)
            .map(|site| [site.field, site.path, site.method])
            .collect(),
    };
    let tags_before: BTreeSet<&str> = sites.iter().flat_map(|site| site.tags.clone()).collect();
    let tags: BTreeSet<&str> = of(true).flat_map(|site| site.tags.clone()).collect();

    let mut entries = Vec::new();
    for entry in tree.as_object().into_iter().flatten() {
        let value = match &*entry.key.text {
            field @ ("paths" | "webhooks") if !targets.references.is_empty() => {
                let of_field: BTreeSet<[&str; 2]> = of(true)
                    .filter(|site| site.field == field)
                    .map(|site| [site.path, site.method])
                    .collect();
                items(tree, &entry.value, &of_field)
            }
            "components" => components(&entry.value, excluded, &mut edited),
            "tags" => without_tags(&entry.value, &tags_before, &tags),
            _ => entry.value.clone(),
        };
        entries.push(Entry {
            key: entry.key.clone(),
            value: without_links(value, &targets),
        });
    }
    edited.tree = with_members(tree, entries);
    edited
}

/// Path items with the operations that are left. Those that a `$ref` gives are written in its place, as what it leads
/// to may have lost them.
fn items(tree: &Node, node: &Node, left: &BTreeSet<[&str; 2]>) -> Node {
    let mut items = Vec::new();
    for item in node.as_object().into_iter().flatten() {
        let all = members(tree, &item.value);
        let mut operations = 0;
        let mut has_operation = false;
        let members = all.into_iter().filter(|entry| {
            let is_operation = is_method(&entry.key.text);
            let is_left = !is_operation || left.contains(&[&*item.key.text, &*entry.key.text]);
            has_operation |= is_operation;
            operations += usize::from(is_operation && is_left);
            is_left
        });
        let members: Vec<Entry> = members.cloned().collect();
        // One that had none (an extension, a file that is not read yet) is not ours to judge.
        if operations > 0 || !has_operation {
            items.push(Entry {
                key: item.key.clone(),
                value: if item.value.as_object().is_some() {
                    with_members(&item.value, members)
                } else {
                    item.value.clone()
                },
            });
        }
    }
    if node.as_object().is_some() {
        with_members(node, items)
    } else {
        node.clone()
    }
}

/// Components with the excluded schemas emptied.
fn components(node: &Node, excluded: &[Excluded], edited: &mut Edited) -> Node {
    let is_excluded = |name: &str| {
        let mut all = excluded.iter();
        all.any(|excluded| matches!(excluded, Excluded::Schema(excluded) if excluded == name))
    };
    map_member(node, "schemas", |schemas| {
        let mut entries = Vec::new();
        for entry in schemas.as_object().into_iter().flatten() {
            let mut entry = entry.clone();
            // It may have been emptied before, when only this file was read.
            let is_emptied =
                || entry.value.get("description").and_then(Node::as_str) == Some(LEFT_OUT);
            if is_excluded(&entry.key.text) && !is_emptied() {
                let span = entry.value.span;
                edited.gone.push(span);
                edited.emptied += 1;
                let description = Entry {
                    key: Key {
                        span,
                        text: "description".into(),
                    },
                    value: Node::new(span, Kind::String(LEFT_OUT.into())),
                };
                entry.value = with_members(&entry.value, vec![description]);
            }
            entries.push(entry);
        }
        with_members(schemas, entries)
    })
}

/// An object with one member changed, if it has it and it is an object.
fn map_member(node: &Node, key: &str, change: impl FnOnce(&Node) -> Node) -> Node {
    if object(node, key).is_none() {
        return node.clone();
    }
    let mut change = Some(change);
    let mut entries = Vec::new();
    for entry in node.as_object().into_iter().flatten() {
        let mut entry = entry.clone();
        if &*entry.key.text == key
            && let Some(change) = change.take()
        {
            entry.value = change(&entry.value);
        }
        entries.push(entry);
    }
    with_members(node, entries)
}

/// The declared tags without those that operations had and no operation has any more.
fn without_tags(node: &Node, before: &BTreeSet<&str>, now: &BTreeSet<&str>) -> Node {
    let Some(tags) = node.as_array() else {
        return node.clone();
    };
    let is_left = |tag: &&Node| {
        let name = tag.get("name").and_then(Node::as_str);
        !name.is_some_and(|name| before.contains(name) && !now.contains(name))
    };
    Node::new(
        node.span,
        Kind::Array(tags.iter().filter(is_left).cloned().collect()),
    )
}

/// Takes links to operations that are gone out of a tree. It recurses as deep as the tree is nested.
fn without_links(node: Node, targets: &Targets<'_>) -> Node {
    let kind = match node.kind {
        Kind::Object(members) => {
            let entries = members.into_iter().filter_map(|entry| {
                let is_links = &*entry.key.text == "links";
                let value = without_links(entry.value, targets);
                let value = match &value.kind {
                    Kind::Object(links) if is_links => {
                        let left = links.iter().filter(|link| !is_gone(&link.value, targets));
                        let left: Vec<Entry> = left.cloned().collect();
                        if left.is_empty() && !links.is_empty() {
                            return None;
                        }
                        with_members(&value, left)
                    }
                    _ => value,
                };
                Some(Entry {
                    key: entry.key,
                    value,
                })
            });
            Kind::Object(entries.collect())
        }
        Kind::Array(items) => Kind::Array(
            items
                .into_iter()
                .map(|item| without_links(item, targets))
                .collect(),
        ),
        kind => kind,
    };
    Node::new(node.span, kind)
}

/// Whether a link leads to an operation that is gone.
fn is_gone(link: &Node, targets: &Targets<'_>) -> bool {
    let text = |key| link.get(key).and_then(Node::as_str);
    let component = text("$ref").and_then(local);
    if let Some(link) = component.and_then(|pointer| targets.tree.at_pointer(&pointer)) {
        // A reference to a reference is none of OpenAPI's.
        return link.get("$ref").is_none() && is_gone(link, targets);
    }
    let by_id = text("operationId").is_some_and(|id| targets.ids.contains(id));
    by_id || text("operationRef").and_then(local).is_some_and(|pointer| {
        let tokens: Vec<&str> = pointer.tokens().collect();
        matches!(tokens[..], [field, path, method] if targets.references.contains(&[field, path, method]))
    })
}

/// A tree without the components that nothing reaches.
pub(super) struct Pruned {
    pub(super) tree: Node,
    pub(super) gone: Vec<Span>,
    /// How many of them were schemas.
    pub(super) schemas: usize,
}

/// Takes out the components that are not reached.
pub(super) fn prune(tree: Node, reached: &Reached) -> Pruned {
    let mut gone = Vec::new();
    let mut schemas = 0;
    let pruned = map_member(&tree, "components", |components| {
        let mut sections = Vec::new();
        for section in components.as_object().into_iter().flatten() {
            let name = &*section.key.text;
            // An extension is no section.
            let Some(members) = section
                .value
                .as_object()
                .filter(|_| !name.starts_with("x-"))
            else {
                sections.push(section.clone());
                continue;
            };
            let mut left = Vec::new();
            for entry in members {
                if reached.has(name, &entry.key.text) {
                    left.push(entry.clone());
                } else {
                    gone.push(entry.key.span.to(entry.value.span));
                    schemas += usize::from(name == "schemas");
                }
            }
            if !left.is_empty() || members.is_empty() {
                sections.push(Entry {
                    key: section.key.clone(),
                    value: with_members(&section.value, left),
                });
            }
        }
        with_members(components, sections)
    });
    Pruned {
        tree: if gone.is_empty() { tree } else { pruned },
        gone,
        schemas,
    }
}
