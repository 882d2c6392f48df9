//! What references reach.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_source::{Kind, Node, Pointer, Span};

use super::{local, object};

/// A component: its section, and its name there.
pub(super) type Component = (String, String);

/// The components that the rest of a document reaches.
pub(super) struct Reached {
    components: BTreeSet<Component>,
    /// What points to nothing, and where it is written.
    missing: Vec<(Pointer, Span)>,
}

impl Reached {
    /// What is reached from all of a document but its components, and from these.
    pub(super) fn of(tree: &Node, also: impl IntoIterator<Item = Pointer>) -> Self {
        let mut walk = Walk {
            tree,
            children: children(tree),
            pending: Vec::new(),
            reached: Self {
                components: BTreeSet::new(),
                missing: Vec::new(),
            },
        };
        for entry in tree.as_object().into_iter().flatten() {
            match &*entry.key.text {
                "components" => {}
                "security" => walk.requirements(&entry.value),
                _ => walk.pending.push(&entry.value),
            }
        }
        for pointer in also {
            walk.follow(&pointer, tree.span);
        }
        walk.run();
        walk.reached
    }

    pub(super) fn has(&self, section: &str, name: &str) -> bool {
        self.components
            .contains(&(section.to_owned(), name.to_owned()))
    }

    /// References that lead nowhere.
    pub(super) fn missing(&self) -> impl Iterator<Item = (&Pointer, Span)> {
        self.missing.iter().map(|(pointer, span)| (pointer, *span))
    }
}

/// The components that are not reached.
pub(super) fn unreached(tree: &Node, reached: &Reached) -> Vec<Pointer> {
    let mut unreached = Vec::new();
    for section in object(tree, "components").into_iter().flatten() {
        for entry in section.value.as_object().into_iter().flatten() {
            if !reached.has(&section.key.text, &entry.key.text) {
                let names = ["components", &*section.key.text, &*entry.key.text];
                unreached.push(names.into_iter().collect());
            }
        }
    }
    unreached
}

/// By the name of a component schema with a discriminator and no union: the schemas that say `allOf` with it, which are
/// its kinds (OpenAPI 3.0.4 section 4.8.25).
fn children(tree: &Node) -> BTreeMap<&str, Vec<&str>> {
    let schemas = || {
        let components = tree.get("components");
        let schemas = components.and_then(|components| object(components, "schemas"));
        schemas.into_iter().flatten()
    };
    let is_parent = |node: &Node| {
        let has = |key| node.get(key).is_some();
        has("discriminator") && !has("oneOf") && !has("anyOf")
    };
    let mut children: BTreeMap<&str, Vec<&str>> = schemas()
        .filter(|entry| is_parent(&entry.value))
        .map(|entry| (&*entry.key.text, Vec::new()))
        .collect();
    for entry in schemas() {
        let parts = entry.value.get("allOf").and_then(Node::as_array);
        for part in parts.into_iter().flatten() {
            let target = part.get("$ref").and_then(Node::as_str).and_then(local);
            let parent = target.as_ref().and_then(Pointer::last);
            if let Some(kinds) = parent.and_then(|parent| children.get_mut(parent)) {
                kinds.push(&entry.key.text);
            }
        }
    }
    children
}

struct Walk<'t> {
    tree: &'t Node,
    children: BTreeMap<&'t str, Vec<&'t str>>,
    pending: Vec<&'t Node>,
    reached: Reached,
}

impl<'t> Walk<'t> {
    fn run(&mut self) {
        while let Some(node) = self.pending.pop() {
            match &node.kind {
                Kind::Object(members) => {
                    for entry in members {
                        match &*entry.key.text {
                            "$ref" => self.reference(&entry.value),
                            "discriminator" => {
                                let mapping = object(&entry.value, "mapping");
                                for entry in mapping.into_iter().flatten() {
                                    self.reference(&entry.value);
                                }
                            }
                            "security" => self.requirements(&entry.value),
                            _ => {}
                        }
                        self.pending.push(&entry.value);
                    }
                }
                Kind::Array(items) => self.pending.extend(items),
                _ => {}
            }
        }
    }

    /// A `$ref`, or a value of a discriminator's mapping, which may be the name of a component schema.
    fn reference(&mut self, node: &Node) {
        let Some(text) = node.as_str() else { return };
        let as_schema = || ["components", "schemas", text].into_iter().collect();
        let pointer = match local(text) {
            Some(pointer) => pointer,
            None if self.tree.at_pointer(&as_schema()).is_some() => as_schema(),
            None => return,
        };
        self.follow(&pointer, node.span);
    }

    fn follow(&mut self, pointer: &Pointer, from: Span) {
        let tokens: Vec<&str> = pointer.tokens().collect();
        let ["components", section, name, ..] = tokens[..] else {
            // What is not a component was reached already, or is gone.
            if self.tree.at_pointer(pointer).is_none() {
                self.reached.missing.push((pointer.clone(), from));
            }
            return;
        };
        if !self
            .reached
            .components
            .insert((section.to_owned(), name.to_owned()))
        {
            return;
        }
        let component: Pointer = tokens[..3].iter().copied().collect();
        self.pending.extend(self.tree.at_pointer(&component));
        if section == "schemas" {
            for child in self.children.get(name).cloned().unwrap_or_default() {
                let child = ["components", "schemas", child].into_iter().collect();
                self.follow(&child, from);
            }
        }
    }

    /// Security schemes are named, not referred to.
    fn requirements(&mut self, node: &'t Node) {
        for requirement in node.as_array().into_iter().flatten() {
            for entry in requirement.as_object().into_iter().flatten() {
                let name = &*entry.key.text;
                let scheme = ["components", "securitySchemes", name]
                    .into_iter()
                    .collect();
                self.follow(&scheme, entry.key.span);
            }
        }
    }
}
