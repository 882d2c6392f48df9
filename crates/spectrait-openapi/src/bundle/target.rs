//! What references lead to.

use std::collections::BTreeSet;

use spectrait_source::{Diagnostic, Kind, Node, Pointer, codes};

use super::files::Files;
use super::{Bundler, Holder, Missing, REPORTED};
use crate::load::value::cut;
use spectrait_source::nearest;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    /// The position in `Files`.
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

impl Target {
    pub(super) fn root(file: usize) -> Self {
        Self {
            file,
            pointer: Pointer::root(),
        }
    }

    pub(super) fn join(&self, token: impl Into<String>) -> Self {
        Self {
            file: self.file,
            pointer: self.pointer.join(token),
        }
    }

    /// What it can be called as a component, the best first.
    pub(super) fn names(&self, files: &Files<'_>) -> [String; 2] {
        let path = files.path(self.file);
        let mut segments = path.rsplit('/');
        let file = segments.next().map(stem).unwrap_or_default();
        let Some(last) = self.pointer.last() else {
            let folder = segments.next().unwrap_or_default();
            let name = component_name(file);
            let longer = format!("{}_{name}", component_name(folder));
            return [name, longer];
        };
        let name = component_name(last);
        let longer = component_name(&format!("{file}_{last}"));
        // An index is no name.
        if last.bytes().all(|byte| byte.is_ascii_digit()) {
            [longer, name]
        } else {
            [name, longer]
        }
    }

    /// The first of its names with a number that no other component has.
    pub(super) fn numbered_name(&self, files: &Files<'_>, taken: &BTreeSet<String>) -> String {
        let [name, _] = self.names(files);
        let mut number = 2_usize;
        loop {
            let numbered = format!("{name}{number}");
            if !taken.contains(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }
}

/// A file's name without what says its format.
fn stem(name: &str) -> &str {
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    name.strip_suffix(".schema").unwrap_or(name)
}

/// A text as components may be named (OpenAPI 3.1.1 section 4.8.7.1).
fn component_name(text: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    let name: String = text
        .chars()
        .map(|letter| if allowed(letter) { letter } else { '_' })
        .collect();
    if name.is_empty() {
        "_".to_owned()
    } else {
        name
    }
}

impl Bundler<'_> {
    /// What a reference leads to. `None` where that is another stage's to say, or reported.
    pub(super) fn target_of(&mut self, holder: &Holder<'_>) -> Option<Target> {
        let place = holder.span.place();
        let is_reported = self
            .rewritten
            .get(&place)
            .is_some_and(|text| text == REPORTED);
        if is_reported || self.placeholders.contains_key(&holder.node.span.place()) {
            return None;
        }
        let from = holder.at.file;
        let (path, fragment) = holder.text.split_once('#').unwrap_or((holder.text, ""));
        if Files::is_address(path) {
            // `resolve` reports it.
            if self.missing == Missing::Placeholder {
                let message = format!("`{}` is an address, from which nothing is read", cut(path));
                let fault = Diagnostic::error(codes::EXTERNAL_REFERENCE, message)
                    .help("save a copy beside the document, and refer to that");
                self.give_up(holder, fault);
            }
            return None;
        }
        let file = if path.is_empty() {
            from
        } else {
            match self.files.open(from, path, self.diagnostics) {
                Ok(file) => file,
                // It adds no schema: `lower` finds the component that it names, or says that there is none.
                Err(_) if holder.is_mapping() => return None,
                Err(fault) => {
                    self.give_up(holder, (*fault).at(holder.span, ""));
                    return None;
                }
            }
        };
        let pointer = if fragment.is_empty() || fragment.starts_with('/') {
            Pointer::from_fragment(&format!("#{fragment}")).ok()
        } else {
            find_anchor(&self.files.tree(file), fragment)
        };
        if file == Files::DOCUMENT {
            // What is not in the document itself, `resolve` reports.
            return pointer.map(|pointer| Target { file, pointer });
        }
        let tree = self.files.tree(file);
        if let Some(pointer) = pointer.filter(|pointer| tree.at_pointer(pointer).is_some()) {
            return Some(Target { file, pointer });
        }
        let name = self.files.path(file);
        let mut diagnostic = Diagnostic::error(
            codes::UNKNOWN_REFERENCE,
            format!("nothing is at `#{}` in `{}`", cut(fragment), cut(name)),
        )
        .at(holder.span, "");
        diagnostic = match meant(&tree, fragment) {
            Some(meant) => diagnostic.help(format!("did you mean `#{meant}`?")),
            None => diagnostic.help("check the path behind the `#`, or add what it names"),
        };
        self.give_up(holder, diagnostic);
        None
    }
}

/// The fragment with the last name that is likeliest.
fn meant(tree: &Node, fragment: &str) -> Option<Pointer> {
    let pointer = Pointer::from_fragment(&format!("#{fragment}")).ok()?;
    let parent = pointer.parent()?;
    let members = tree.at_pointer(&parent)?.as_object()?;
    let name = nearest(pointer.last()?, members.keys())?;
    Some(parent.join(name))
}

/// The object with an `$anchor` (JSON Schema 2020-12 core section 8.2.2).
fn find_anchor(tree: &Node, name: &str) -> Option<Pointer> {
    let mut pending = vec![(Pointer::root(), tree)];
    while let Some((at, node)) = pending.pop() {
        match &node.kind {
            Kind::Object(members) => {
                if members.get("$anchor").and_then(Node::as_str) == Some(name) {
                    return Some(at);
                }
                let members = members.iter();
                pending.extend(members.map(|entry| (at.join(&*entry.key.text), &entry.value)));
            }
            Kind::Array(items) => {
                let items = items.iter().enumerate();
                pending.extend(items.map(|(index, item)| (at.join(index.to_string()), item)));
            }
            _ => {}
        }
    }
    None
}
