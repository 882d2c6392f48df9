//! The bundled document.

use std::collections::BTreeMap;

use spectrait_source::{Diagnostic, Entry, Key, Kind, Node, Span, codes};

use super::files::Files;
use super::grammar::{Noun, SECTIONS, Shape};
use super::target::Target;
use super::{Bundler, Lifted};

/// The most values that are put in place of `$ref`s a second time, where OpenAPI has no `$ref`. A few small files stand for
/// billions otherwise.
const MOST_REPEATED: usize = 100_000;

/// Writes the document.
struct Assembly<'b, 'r> {
    bundler: &'b mut Bundler<'r>,
    /// Which targets are being written, from the outside in.
    open: Vec<Target>,
    /// How often each target was written.
    written: BTreeMap<Target, usize>,
    /// How many values may still be written a second time.
    left: usize,
}

impl Bundler<'_> {
    /// The document with everything in its new place.
    pub(super) fn assemble(mut self) -> Node {
        let lifted = std::mem::take(&mut self.lifted);
        let tree = self.files.tree(Files::DOCUMENT);
        let mut assembly = Assembly {
            bundler: &mut self,
            open: Vec::new(),
            written: BTreeMap::new(),
            left: MOST_REPEATED,
        };
        let document = assembly.node(&tree, false);
        assembly.with_components(document, lifted)
    }
}

impl Assembly<'_, '_> {
    /// Adds the new components. It recurses as deep as the tree is nested.
    fn with_components(&mut self, document: Node, lifted: Vec<Lifted>) -> Node {
        let mut sections: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
        for component in lifted {
            let value = self.target(&component.target, false);
            let entry = entry(component.span, &component.name, value);
            sections.entry(component.section).or_default().push(entry);
        }
        if sections.is_empty() {
            return document;
        }
        // Nothing else begins where the document ends.
        let end = Span::new(document.span.source, document.span.end, document.span.end);
        change(document, "components", end, |mut components| {
            for (section, _, _) in SECTIONS {
                if let Some(entries) = sections.remove(section) {
                    components = change(components, section, end, |mut section| {
                        if let Kind::Object(members) = section.kind {
                            let members = members.into_iter().chain(entries);
                            section.kind = Kind::Object(members.collect());
                        }
                        section
                    });
                }
            }
            components
        })
    }

    /// What a target becomes.
    fn target(&mut self, target: &Target, is_repeated: bool) -> Node {
        let tree = self.bundler.files.tree(target.file);
        let Some(node) = tree.at_pointer(&target.pointer) else {
            return Node::new(tree.span, Kind::Null);
        };
        self.open.push(target.clone());
        let mut node_ = self.node(node, is_repeated);
        self.open.pop();
        // The `$id` of a file says where it is, which no longer holds; references no longer count from it.
        if target.pointer.is_root()
            && let Kind::Object(members) = node_.kind
        {
            let members = members.into_iter();
            let others = members.filter(|entry| &*entry.key.text != "$id");
            node_.kind = Kind::Object(others.collect());
        }
        node_
    }

    fn node(&mut self, node: &Node, is_repeated: bool) -> Node {
        if is_repeated {
            if self.left == 0 {
                return Node::new(node.span, Kind::Null);
            }
            self.left -= 1;
        }
        if let Some(&(shape, noun)) = self.bundler.placeholders.get(&node.span.place()) {
            return placeholder(node.span, shape, noun);
        }
        let kind = match &node.kind {
            Kind::Object(members) => {
                let target = self.bundler.inlined.get(&node.span.place()).cloned();
                if let Some(target) = target
                    && node.get("$ref").is_some()
                {
                    return self.inline(node, &target, is_repeated);
                }
                let entries = members
                    .iter()
                    .filter(|entry| !self.is_left_out(&entry.value));
                let entries: Vec<&Entry> = entries.collect();
                let entries = entries.into_iter().map(|entry| Entry {
                    key: entry.key.clone(),
                    value: self.node(&entry.value, is_repeated),
                });
                Kind::Object(entries.collect())
            }
            Kind::Array(items) => {
                let items = items.iter().filter(|item| !self.is_left_out(item));
                let items: Vec<&Node> = items.collect();
                let items = items.into_iter();
                Kind::Array(items.map(|item| self.node(item, is_repeated)).collect())
            }
            Kind::String(text) => {
                let new = self.bundler.rewritten.get(&node.span.place());
                Kind::String(new.map_or_else(|| text.clone(), |new| new.as_str().into()))
            }
            kind => kind.clone(),
        };
        Node::new(node.span, kind)
    }

    /// Whether nothing can stand for what a reference leads to, so that it is left out.
    fn is_left_out(&self, node: &Node) -> bool {
        let placeholder = self.bundler.placeholders.get(&node.span.place());
        // A text is a reference in a `mapping`.
        let is_mapped = node.as_str().is_some() && placeholder.is_some();
        is_mapped
            || matches!(
                placeholder,
                Some((
                    Shape::One,
                    Noun::Callback | Noun::Example | Noun::Header | Noun::Link | Noun::Parameter
                ))
            )
    }

    /// A target in the place of a reference. What stands beside the reference goes before what it leads to.
    fn inline(&mut self, holder: &Node, target: &Target, is_repeated: bool) -> Node {
        let span = holder.get("$ref").map_or(holder.span, |node| node.span);
        if self.open.contains(target) {
            self.bundler.diagnostics.push(
                Diagnostic::error(codes::REFERENCE_CYCLE, "this `$ref` leads back to itself")
                    .at(span, "")
                    .help("leave it out, or write what it stands for"),
            );
            return Node::new(holder.span, Kind::Null);
        }
        let written = self.written.entry(target.clone()).or_default();
        *written += 1;
        let is_repeated = is_repeated || *written > 1;
        let node = self.target(target, is_repeated);
        if is_repeated && self.left == 0 {
            self.left = 0;
            self.report_expansion(span);
        }
        let (Kind::Object(members), Kind::Object(beside)) = (&node.kind, &holder.kind) else {
            return node;
        };
        if beside.len() == 1 {
            return node;
        }
        let mut entries: Vec<Entry> = Vec::new();
        for entry in beside {
            if &*entry.key.text != "$ref" {
                entries.push(Entry {
                    key: entry.key.clone(),
                    value: self.node(&entry.value, is_repeated),
                });
            }
        }
        // Of members with one name the first is kept.
        entries.extend(members.iter().cloned());
        Node::new(node.span, Kind::Object(entries.into_iter().collect()))
    }

    fn report_expansion(&mut self, span: Span) {
        let diagnostics = &mut *self.bundler.diagnostics;
        let is_said = diagnostics.iter().any(|diagnostic| {
            diagnostic.code.id == codes::TOO_LARGE.id
                && diagnostic.message.starts_with("what is put in place")
        });
        if !is_said {
            diagnostics.push(
                Diagnostic::error(
                    codes::TOO_LARGE,
                    format!("what is put in place of `$ref`s a second time has more than {MOST_REPEATED} values"),
                )
                .at(span, "this one is too much")
                .help("refer to components, which are not repeated"),
            );
        }
    }
}

/// What stands for something that cannot be read and that cannot be left out.
fn placeholder(span: Span, shape: Shape, noun: Noun) -> Node {
    let text = |text: &str| Node::new(span, Kind::String(text.into()));
    let object = |entries: Vec<Entry>| Node::new(span, Kind::Object(entries.into_iter().collect()));
    match (shape, noun) {
        (Shape::List, _) => Node::new(span, Kind::Array(Vec::new())),
        (Shape::One, Noun::Response) => object(vec![entry(span, "description", text(""))]),
        (Shape::One, Noun::RequestBody) => {
            let content = object(vec![entry(span, "*/*", object(Vec::new()))]);
            object(vec![entry(span, "content", content)])
        }
        (Shape::One, Noun::SecurityScheme) => object(vec![
            entry(span, "type", text("http")),
            entry(span, "scheme", text("bearer")),
        ]),
        _ => object(Vec::new()),
    }
}

fn entry(span: Span, name: &str, value: Node) -> Entry {
    Entry {
        key: Key {
            span,
            text: name.into(),
        },
        value,
    }
}

/// An object with a member changed, which is an empty object at `end` where there is none.
fn change(mut object: Node, name: &str, end: Span, by: impl FnOnce(Node) -> Node) -> Node {
    let Kind::Object(members) = object.kind else {
        return object;
    };
    let empty = || Node::new(end, Kind::Object([].into_iter().collect()));
    let mut entries: Vec<Entry> = members.into_iter().collect();
    let found = entries.iter_mut().find(|entry| &*entry.key.text == name);
    match found {
        Some(entry) => {
            let before = std::mem::replace(&mut entry.value, Node::new(end, Kind::Null));
            let before = if before.is_null() { empty() } else { before };
            entry.value = by(before);
        }
        None => entries.push(entry(end, name, by(empty()))),
    }
    object.kind = Kind::Object(entries.into_iter().collect());
    object
}
