//! `bundle`: what a document takes from other files becomes part of the tree.
//!
//! The result is one OpenAPI document, so that no later stage knows of files: a target that a component or a path item
//! is nothing but a reference to takes its place; any other goes into the section of `components` for its kind, under
//! the last name of its pointer or the name of its file; and every reference to it is written anew. A target is taken
//! once, so files may refer to each other in circles. What was taken keeps its place in its own file, where
//! diagnostics point.
//!
//! A `$ref` counts from the file that it stands in (OpenAPI 3.1.1 section 4.6, RFC 3986 section 5); only files in the
//! folder of the document and below are read. Addresses are left to `resolve`, which reports them.
//!
//! A `$ref` where OpenAPI has none (in place of `paths`, of an operation, of a map of schemas) is common in documents
//! of several files and its meaning is plain: it is followed, with a warning.

mod assemble;
mod files;
mod grammar;
mod target;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use spectrait_source::{
    Diagnostic, Diagnostics, Kind, Node, Pointer, Severity, Sources, Span, codes,
};

use self::files::Files;
pub use self::files::{FileError, ReadFile};
use self::grammar::{Noun, SECTIONS, Shape};
use self::target::Target;

/// What a `$ref` says whose fault is reported: `resolve` says nothing about it.
pub(crate) const REPORTED: &str = "#\0";

/// The deepest place that something is put at. A chain of files, each of which is put into the one before, would nest
/// the tree deeper than later stages may recurse.
const DEEPEST: usize = 64;

/// Takes into a document what its references to other files lead to.
///
/// `tree` is the document's, and its source tells the folder that the names of other files are shown with. `read_file`
/// reads a file by its path from the document's folder: with `/` between its segments, none of which is empty, `.` or
/// `..`. It must refuse ([`FileError::Outside`]) what is not in that folder once symbolic links are followed. Files are
/// added to `sources`. A document without references to files comes back as it is.
///
/// What cannot be read is reported at the reference to it.
pub fn bundle(
    tree: Node,
    sources: &mut Sources,
    read_file: &mut ReadFile<'_>,
    diagnostics: &mut Diagnostics,
) -> Node {
    bundle_with(tree, sources, read_file, Missing::Error, diagnostics)
}

/// What becomes of a reference to what cannot be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Missing {
    /// It is an error.
    #[default]
    Error,
    /// It is a warning: a schema accepts anything, a response and a request body hold anything, a security scheme is a
    /// bearer token, anything else is left out. References to addresses are among these.
    Placeholder,
}

/// [`bundle`], with a say in what becomes of references to what cannot be read.
pub fn bundle_with(
    tree: Node,
    sources: &mut Sources,
    read_file: &mut ReadFile<'_>,
    missing: Missing,
    diagnostics: &mut Diagnostics,
) -> Node {
    if !leaves(&tree) {
        return tree;
    }
    let mut bundler = Bundler {
        missing,
        placeholders: BTreeMap::new(),
        files: Files::new(tree, sources, read_file),
        diagnostics,
        homes: BTreeMap::new(),
        names: BTreeMap::new(),
        lifted: Vec::new(),
        inlined: BTreeMap::new(),
        rewritten: BTreeMap::new(),
        visited: BTreeSet::new(),
        queue: VecDeque::new(),
    };
    bundler.claim_components();
    let document = Target::root(Files::DOCUMENT);
    bundler
        .queue
        .push_back((document, Shape::One, Noun::Document));
    while let Some((target, shape, noun)) = bundler.queue.pop_front() {
        bundler.walk(&target, shape, noun);
    }
    bundler.assemble()
}

/// Whether anything in a tree looks like a reference to another file.
fn leaves(tree: &Node) -> bool {
    let mut pending = vec![tree];
    while let Some(node) = pending.pop() {
        match &node.kind {
            Kind::Object(members) => {
                for entry in members {
                    match (&*entry.key.text, entry.value.as_str()) {
                        ("$ref", Some(text)) if !text.starts_with('#') => return true,
                        ("mapping", None) => {
                            let mut names = entry.value.as_object().into_iter().flatten();
                            if names.any(|name| name.value.as_str().is_some_and(names_file)) {
                                return true;
                            }
                        }
                        _ => {}
                    }
                    pending.push(&entry.value);
                }
            }
            Kind::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    false
}

/// Whether a value of `discriminator.mapping` is the name of a file, not of a component (OpenAPI 3.0.4 section 4.8.25).
fn names_file(text: &str) -> bool {
    !text.starts_with('#') && is_reference(text)
}

/// Whether a value of `discriminator.mapping` is a reference, not the name of a component.
fn is_reference(text: &str) -> bool {
    let extension = [".yaml", ".yml", ".json"];
    text.contains(['#', '/']) || extension.iter().any(|extension| text.ends_with(extension))
}

/// The state of one run.
struct Bundler<'r> {
    files: Files<'r>,
    diagnostics: &'r mut Diagnostics,
    /// Where in the bundled document each target stands that was taken.
    homes: BTreeMap<Target, Pointer>,
    /// The names in each section of `components`.
    names: BTreeMap<&'static str, BTreeSet<String>>,
    /// What goes into `components`.
    lifted: Vec<Lifted>,
    /// By the place of an object with a `$ref`: what stands in its place.
    inlined: BTreeMap<u64, Target>,
    missing: Missing,
    /// By the place of an object with a `$ref` to what cannot be read: what is wanted there.
    placeholders: BTreeMap<u64, (Shape, Noun)>,
    /// By the place of a reference's text: the new text.
    rewritten: BTreeMap<u64, String>,
    visited: BTreeSet<(u64, Shape, Noun)>,
    queue: VecDeque<(Target, Shape, Noun)>,
}

/// A new component.
struct Lifted {
    section: &'static str,
    name: String,
    /// What its name points at.
    span: Span,
    target: Target,
}

/// An object with a `$ref`, and what it stands for.
struct Holder<'n> {
    at: Target,
    node: &'n Node,
    text: &'n str,
    span: Span,
    shape: Shape,
    noun: Noun,
}

impl<'n> Holder<'n> {
    fn new(at: Target, node: &'n Node, shape: Shape, noun: Noun) -> Option<Self> {
        let reference = node.get("$ref")?;
        Some(Self {
            at,
            node,
            text: reference.as_str()?,
            span: reference.span,
            shape,
            noun,
        })
    }

    /// Whether OpenAPI has references there.
    fn is_allowed(&self) -> bool {
        self.shape == Shape::One && self.noun.section().is_some()
    }

    /// Whether it is a value of `discriminator.mapping`: a text that is a reference.
    fn is_mapping(&self) -> bool {
        self.node.as_str().is_some()
    }

    /// Whether it is nothing but the reference.
    fn is_pure(&self) -> bool {
        self.node
            .as_object()
            .is_some_and(|members| members.len() == 1)
    }
}

impl Bundler<'_> {
    /// Gives the targets that components are nothing but references to the names of those components, before anything
    /// else refers to them.
    fn claim_components(&mut self) {
        let components = Target::root(Files::DOCUMENT).join("components");
        let components = self.claim_map(components, Shape::One, Noun::Components);
        for &(section, shape, noun) in SECTIONS {
            let at = self.claim_map(components.join(section), shape, noun);
            let tree = self.files.tree(at.file);
            let Some(members) = tree.at_pointer(&at.pointer).and_then(Node::as_object) else {
                continue;
            };
            self.names
                .entry(section)
                .or_default()
                .extend(members.keys().map(str::to_owned));
            for entry in members {
                let at = at.join(&*entry.key.text);
                let Some(holder) = Holder::new(at, &entry.value, Shape::One, noun) else {
                    continue;
                };
                if holder.is_pure()
                    && let Some(target) = self.target_of(&holder)
                    && target.file != Files::DOCUMENT
                    && self.locate(&target).is_none()
                {
                    self.inline(&holder, target);
                }
            }
        }
    }

    /// Takes what a map is a reference to, and what that is, and so on; where its members are.
    fn claim_map(&mut self, at: Target, shape: Shape, noun: Noun) -> Target {
        let mut at = at;
        loop {
            let tree = self.files.tree(at.file);
            let node = tree.at_pointer(&at.pointer);
            let holder = node.and_then(|node| Holder::new(at.clone(), node, shape, noun));
            let Some(holder) = holder else { return at };
            let Some(target) = self.target_of(&holder) else {
                return at;
            };
            if target.file == Files::DOCUMENT || self.locate(&target).is_some() {
                return at;
            }
            self.inline(&holder, target.clone());
            at = target;
        }
    }

    /// Looks at everything that is part of a target.
    fn walk(&mut self, target: &Target, shape: Shape, noun: Noun) {
        let tree = self.files.tree(target.file);
        let Some(node) = tree.at_pointer(&target.pointer) else {
            return;
        };
        let mut pending = vec![(target.clone(), node, shape, noun)];
        while let Some((at, node, shape, noun)) = pending.pop() {
            let shape = match (shape, &node.kind) {
                (Shape::Either, Kind::Array(_)) => Shape::List,
                (Shape::Either, _) => Shape::One,
                (shape, _) => shape,
            };
            let is_new = self.visited.insert((node.span.place(), shape, noun));
            // References in a schema with an `$id` count from that (JSON Schema 2020-12 core section 8.2.1).
            let is_rebased = noun == Noun::Schema
                && shape == Shape::One
                && !at.pointer.is_root()
                && node.get("$id").is_some();
            if !is_new || is_rebased {
                continue;
            }
            if let Some(holder) = Holder::new(at.clone(), node, shape, noun) {
                self.follow(&holder);
            }
            let first = pending.len();
            match (&node.kind, shape) {
                (Kind::Array(items), Shape::List) => {
                    for (index, item) in items.iter().enumerate() {
                        pending.push((at.join(index.to_string()), item, Shape::One, noun));
                    }
                }
                (Kind::Object(members), Shape::Map | Shape::Open) => {
                    for entry in members {
                        if shape == Shape::Map || !entry.key.text.starts_with("x-") {
                            let at = at.join(&*entry.key.text);
                            pending.push((at, &entry.value, Shape::One, noun));
                        }
                    }
                }
                (Kind::Object(members), Shape::One)
                    if noun == Noun::Callback && !members.contains_key("$ref") =>
                {
                    pending.push((at, node, Shape::Open, Noun::PathItem));
                }
                (Kind::Object(members), Shape::One) => {
                    if noun == Noun::Schema {
                        self.follow_mapping(&at, node);
                    }
                    for entry in members {
                        let mut fields = noun.fields().iter();
                        let field = fields.find(|(name, _, _)| *name == &*entry.key.text);
                        if let Some(&(name, shape, noun)) = field {
                            pending.push((at.join(name), &entry.value, shape, noun));
                        }
                    }
                }
                _ => {}
            }
            // In document order.
            pending[first..].reverse();
        }
    }

    /// Takes what a reference leads to, or finds where it was taken.
    fn follow(&mut self, holder: &Holder<'_>) {
        let Some(target) = self.target_of(holder) else {
            return;
        };
        let (shape, noun) = (holder.shape, holder.noun);
        let is_own = target.file == Files::DOCUMENT && holder.at.file == Files::DOCUMENT;
        let is_taken = self.inlined.contains_key(&holder.node.span.place());
        if !is_own && !is_taken {
            match self.locate(&target) {
                Some(location) if holder.is_allowed() => {
                    self.rewrite(holder.span, location.to_fragment());
                }
                None if holder.is_allowed() && noun != Noun::PathItem => {
                    let location = self.lift(holder, target.clone());
                    self.rewrite(holder.span, location.to_fragment());
                }
                _ => self.inline(holder, target.clone()),
            }
        }
        self.queue.push_back((target, shape, noun));
    }

    /// Follows the references in `discriminator.mapping`.
    fn follow_mapping(&mut self, at: &Target, schema: &Node) {
        let mapping = schema.get("discriminator").and_then(|it| it.get("mapping"));
        for entry in mapping.and_then(Node::as_object).into_iter().flatten() {
            let Some(text) = entry.value.as_str().filter(|text| is_reference(text)) else {
                continue;
            };
            let holder = Holder {
                at: at
                    .join("discriminator")
                    .join("mapping")
                    .join(&*entry.key.text),
                node: &entry.value,
                text,
                span: entry.value.span,
                shape: Shape::One,
                noun: Noun::Schema,
            };
            self.follow(&holder);
        }
    }

    /// Where a target stands in the bundled document: itself, or within what was taken.
    fn locate(&self, target: &Target) -> Option<Pointer> {
        if target.file == Files::DOCUMENT {
            return Some(target.pointer.clone());
        }
        let mut outer = target.clone();
        let mut inner = Vec::new();
        loop {
            if let Some(home) = self.homes.get(&outer) {
                let tokens = inner.into_iter().rev();
                return Some(tokens.fold(home.clone(), |home, token: String| home.join(token)));
            }
            inner.push(outer.pointer.pop()?);
        }
    }

    /// Puts a target in the place of a reference to it.
    fn inline(&mut self, holder: &Holder<'_>, target: Target) {
        if !holder.is_allowed() {
            self.diagnostics.push(misplaced(holder));
        }
        let Some(location) = self.locate(&holder.at) else {
            return;
        };
        if location.tokens().len() > DEEPEST {
            self.diagnostics.push(
                Diagnostic::error(
                    codes::TOO_DEEP,
                    format!("files are put into each other more than {DEEPEST} levels deep"),
                )
                .at(holder.span, "")
                .help("refer to components, which are not nested"),
            );
            self.rewrite(holder.span, REPORTED.to_owned());
            return;
        }
        if self.locate(&target).is_none() {
            self.homes.insert(target.clone(), location);
        }
        self.inlined.insert(holder.node.span.place(), target);
    }

    /// Makes a component of a target.
    fn lift(&mut self, holder: &Holder<'_>, target: Target) -> Pointer {
        let section = holder.noun.section().unwrap_or_default();
        let names = self.names.entry(section).or_default();
        let mut candidates = target.names(&self.files).into_iter();
        let name = candidates.find(|name| !names.contains(name));
        let name = name.unwrap_or_else(|| target.numbered_name(&self.files, names));
        names.insert(name.clone());
        let location: Pointer = ["components", section, &name].into_iter().collect();
        self.homes.insert(target.clone(), location.clone());
        self.lifted.push(Lifted {
            section,
            name,
            span: holder.span,
            target,
        });
        location
    }

    /// Gives up a reference, whose fault is reported.
    fn give_up(&mut self, holder: &Holder<'_>, fault: Diagnostic) {
        if self.missing == Missing::Error {
            self.diagnostics.push(fault);
            self.rewrite(holder.span, REPORTED.to_owned());
            return;
        }
        let label = match (holder.shape, holder.noun) {
            (Shape::One, Noun::Schema) if holder.node.as_str().is_none() => {
                "read as a schema that accepts anything"
            }
            (Shape::One, Noun::Response) => "read as a response of which nothing is said",
            (Shape::One, Noun::RequestBody) => "read as a body that may be anything",
            (Shape::One, Noun::SecurityScheme) => "read as a bearer token",
            _ => "left out",
        };
        self.diagnostics.push(
            Diagnostic {
                severity: Severity::Warning,
                ..fault
            }
            .at(holder.span, label),
        );
        let place = holder.node.span.place();
        self.placeholders.insert(place, (holder.shape, holder.noun));
    }

    fn rewrite(&mut self, span: Span, text: String) {
        self.rewritten.insert(span.place(), text);
    }
}

/// A reference where OpenAPI has none.
fn misplaced(holder: &Holder<'_>) -> Diagnostic {
    let what = match holder.shape {
        Shape::One | Shape::Either => holder.noun.name().to_owned(),
        Shape::Map | Shape::Open => format!("a map of {}", holder.noun.plural()),
        Shape::List => format!("a list of {}", holder.noun.plural()),
    };
    Diagnostic::warning(
        codes::WRONG_REFERENCE,
        format!("OpenAPI allows no `$ref` as {what}"),
    )
    .at(holder.span, "followed all the same")
    .help("write it here, with a `$ref` for each of its parts")
}

/// A tree that several things look at.
type Tree = Rc<Node>;
