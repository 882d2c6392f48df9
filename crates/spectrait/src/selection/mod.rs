//! Generating a part of a document.
//!
//! The choice is made on the tree, before any other stage sees it: what is left out can be wrong and raises no error,
//! and the document in the generated crate shows what was chosen.
//!
//! - Operations and webhooks that are not chosen go, and with them the path items that have none left, links to them,
//!   and tags that nothing is left of.
//! - A component schema that is excluded accepts anything, and its description says so.
//! - Components that only these reached go too. Where operations are chosen, not only excluded, so does every other
//!   component that they do not reach.

mod edit;
mod names;
mod reach;
mod site;

use serde::Serialize;
use spectrait_source::{Diagnostic, Diagnostics, Kind, Node, Pointer, Span, codes};

use self::names::{Excluded, Known};
use self::reach::Reached;
use self::site::Site;

/// What of a document is generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// Tags whose operations are chosen.
    pub(crate) tags: Vec<Name>,
    /// Operations that are chosen: an `operationId`, or `METHOD /path`. Without any, and without tags, all are.
    pub(crate) operations: Vec<Name>,
    /// What is left out of it: an operation, the operations of a tag, a component schema.
    pub(crate) exclude: Vec<Name>,
}

/// A name that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    /// Where it stands in the settings; `None` for one of the command line.
    pub(crate) span: Option<Span>,
}

impl Name {
    /// One that is not of the settings.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            span: None,
        }
    }
}

/// How much was left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// Operations, webhooks included.
    pub operations: usize,
    /// Component schemas: those that were excluded, and those that nothing reaches any more.
    pub schemas: usize,
}

impl Selection {
    /// Whether nothing is left out.
    pub(crate) fn is_all(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.exclude.is_empty()
    }

    /// Whether operations are chosen, and not only excluded.
    fn chooses(&self) -> bool {
        !(self.tags.is_empty() && self.operations.is_empty())
    }

    /// Begins with the document as it is read, before its references to other files are followed.
    pub(crate) fn begin(&self, tree: &Node) -> Selector<'_> {
        let reached = Reached::of(tree, []);
        Selector {
            selection: self,
            known: Known::default(),
            apart: reach::unreached(tree, &reached),
            gone: Vec::new(),
            left_out: LeftOut::default(),
        }
    }
}

/// A selection at work. What a document has from other files is not known at first, so it is made twice: on the tree
/// of the document's own file, so that nothing follows a reference of what is left out; and on that of all files.
pub(crate) struct Selector<'s> {
    selection: &'s Selection,
    /// The names that were met.
    known: Known,
    /// The components that nothing reached in the whole document: its author gave them for their own sake.
    apart: Vec<Pointer>,
    /// The places of what was removed.
    gone: Vec<Span>,
    left_out: LeftOut,
}

impl Selector<'_> {
    /// Removes the operations that are left out and empties the excluded schemas, as far as the tree shows them.
    pub(crate) fn remove(&mut self, tree: &Node) -> Node {
        let sites = site::sites(tree);
        self.known.add(tree, &sites);
        let excluded: Vec<Excluded> = self
            .selection
            .exclude
            .iter()
            .filter_map(|name| self.known.excluded(&name.text).ok())
            .collect();
        let is_kept = |site: &Site<'_>| {
            let selection = self.selection;
            let has_tag = |name: &Name| site.tags.contains(&name.text.as_str());
            let is_chosen = !selection.chooses()
                || selection.tags.iter().any(has_tag)
                || selection
                    .operations
                    .iter()
                    .any(|name| site.is_named(&name.text));
            is_chosen && !excluded.iter().any(|excluded| excluded.is_site(site))
        };
        let kept: Vec<bool> = sites.iter().map(is_kept).collect();
        let edited = edit::edit(tree, &sites, &kept, &excluded);
        self.left_out.operations += kept.iter().filter(|kept| !**kept).count();
        self.left_out.schemas += edited.emptied;
        self.gone.extend(edited.gone);
        edited.tree
    }

    /// Removes the components that are not needed any more, and reports names that were never met.
    pub(crate) fn finish(mut self, tree: Node, diagnostics: &mut Diagnostics) -> (Node, LeftOut) {
        self.known.check(self.selection, diagnostics);
        let apart = if self.selection.chooses() {
            Vec::new()
        } else {
            std::mem::take(&mut self.apart)
        };
        let reached = Reached::of(&tree, apart);
        for (pointer, span) in reached.missing() {
            if !self.leads_into_gone(pointer) {
                continue;
            }
            diagnostics.push(
                Diagnostic::error(
                    codes::INVALID_SETTINGS,
                    format!(
                        "`{}` is part of an operation that is left out",
                        pointer.to_fragment()
                    ),
                )
                .at(span, "it is needed here")
                .help("choose that operation too, or move what both use to `components`"),
            );
        }
        let pruned = edit::prune(tree, &reached);
        self.left_out.schemas += pruned.schemas;
        self.gone.extend(pruned.gone);
        // What reading found wrong with a part that is gone concerns nobody.
        let found = std::mem::take(diagnostics);
        diagnostics.extend(found.into_iter().filter(|diagnostic| {
            let place = diagnostic.primary.as_ref().map(|label| label.span);
            !place.is_some_and(|place| self.gone.iter().any(|gone| covers(*gone, place)))
        }));
        (pruned.tree, self.left_out)
    }

    /// Whether a pointer leads into a path or webhook, all else being what `resolve` reports.
    fn leads_into_gone(&self, pointer: &Pointer) -> bool {
        let first = pointer.tokens().next();
        self.left_out.operations > 0 && matches!(first, Some("paths" | "webhooks"))
    }
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}

/// A member of an object that is an object.
fn object<'t>(node: &'t Node, key: &str) -> Option<&'t spectrait_source::Mapping> {
    node.get(key)?.as_object()
}

/// What a `$ref` within the document points to.
fn local(text: &str) -> Option<Pointer> {
    text.starts_with('#')
        .then(|| Pointer::from_fragment(text).ok())?
}

/// The node with other members.
fn with_members(node: &Node, entries: Vec<spectrait_source::Entry>) -> Node {
    Node::new(node.span, Kind::Object(entries.into_iter().collect()))
}

#[cfg(test)]
mod tests;
