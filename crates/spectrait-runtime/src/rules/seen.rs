//! What rules have looked at, for `unevaluatedProperties` and `unevaluatedItems`.

use std::collections::BTreeSet;

use crate::json::Node;

/// The annotations of JSON Schema (2020-12 core, section 11), of one node: which of its children a rule applied to.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    is_whole: bool,
    children: BTreeSet<u32>,
}

impl Seen {
    /// Every child.
    pub(super) fn all(&mut self) {
        self.is_whole = true;
    }

    pub(super) fn child(&mut self, child: Node) {
        self.children.insert(child.number());
    }

    pub(super) fn contains(&self, child: Node) -> bool {
        self.is_whole || self.children.contains(&child.number())
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.is_whole |= other.is_whole;
        self.children.extend(other.children);
    }
}
