//! What a decoder has found so far.

use std::fmt::Write as _;

use crate::json::{Keyword, MAX_VIOLATIONS, Node, Tape, cut, push_segment};

/// A violation whose pointer is not worked out yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) node: Node,
    /// A missing property of the node.
    pub(crate) property: Option<&'static str>,
    pub(crate) keyword: Keyword,
    pub(crate) message: String,
    pub(crate) limit: Option<String>,
    /// Whether the node has another JSON type than it should: it is not even meant to be this.
    pub(crate) is_other_type: bool,
}

impl Found {
    pub(crate) fn new(node: Node, keyword: Keyword, message: impl Into<String>) -> Self {
        Self {
            node,
            property: None,
            keyword,
            message: message.into(),
            limit: None,
            is_other_type: false,
        }
    }

    /// Whether it says that this node has another JSON type than it should.
    pub(crate) fn is_type_of(&self, node: Node) -> bool {
        self.node == node && self.is_other_type
    }

    /// The pointer from the root of the tape.
    pub(crate) fn pointer(&self, tape: &Tape<'_>) -> String {
        let mut pointer = tape.pointer(self.node);
        if let Some(property) = self.property {
            push_segment(&mut pointer, property);
        }
        pointer
    }

    /// As part of another message: the place, from `node` on, and what is wrong there. Reasons have reasons, so each is
    /// cut.
    pub(crate) fn as_reason(&self, tape: &Tape<'_>, node: Node, out: &mut String) {
        const MAX: usize = 160;
        let mut pointer = tape.pointer_from(node, self.node);
        if let Some(property) = self.property {
            push_segment(&mut pointer, property);
        }
        let start = out.len();
        if !pointer.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "at `{}`: ", cut(&pointer));
        }
        out.push_str(&self.message);
        if let Some((at, _)) = out[start..].char_indices().nth(MAX) {
            out.truncate(start + at);
            out.push('…');
        }
    }
}

/// Violations, up to a limit, and what was let pass.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) list: Vec<Found>,
    pub(crate) more: usize,
    limit: usize,
    pub(crate) losses: Losses,
}

/// How much of a value is not in what was made of it, the worse first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Losses {
    /// What only a tolerant reading lets pass.
    pub(crate) pardoned: usize,
    /// Properties that nobody declares.
    pub(crate) ignored: usize,
}

impl Losses {
    pub(crate) const NONE: Self = Self {
        pardoned: 0,
        ignored: 0,
    };

    pub(crate) fn add(&mut self, other: Self) {
        self.pardoned += other.pardoned;
        self.ignored += other.ignored;
    }
}

impl Findings {
    pub(crate) const fn new() -> Self {
        Self::up_to(MAX_VIOLATIONS)
    }

    pub(crate) const fn up_to(limit: usize) -> Self {
        Self {
            list: Vec::new(),
            more: 0,
            limit,
            losses: Losses::NONE,
        }
    }

    /// Whether a further violation is only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= self.limit
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.more == 0
    }

    /// Keeps a violation, once: a type and a rule beside it may say the same.
    pub(crate) fn push(&mut self, found: Found) {
        if self.list.contains(&found) {
            return;
        }
        if self.is_full() {
            self.more += 1;
        } else {
            self.list.push(found);
        }
    }
}
