//! YAML's anchors, and what their aliases may cost.

use std::collections::BTreeMap;

use super::MAX_EXPANDED_VALUES;
use super::scalar::AnchorId;
use crate::{Diagnostic, Node, Span, codes};

/// What it costs to repeat a value. The builder adds it up as it goes, so that no value is walked through
/// before it is copied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    /// The number of values, and one more for each 64 bytes of text.
    pub(super) values: usize,
    /// The levels of collections, 0 for a scalar.
    pub(super) height: usize,
}

impl Size {
    pub(super) fn of_scalar(text: &str) -> Self {
        Self {
            values: 1 + Self::of_text(text),
            height: 0,
        }
    }

    pub(super) fn of_text(text: &str) -> usize {
        text.len() / 64
    }
}

/// A value that aliases can name.
enum Anchor {
    Value(Node, Size),
    /// Not kept, since the kept ones are too many together.
    NotKept,
}

/// The anchors of a document up to where it is read.
#[derive(Default)]
pub(super) struct Anchors {
    by_id: BTreeMap<AnchorId, Anchor>,
    /// The sizes of all kept values together.
    kept: usize,
    /// The sizes of all values that aliases added.
    expanded: usize,
}

impl Anchors {
    /// Keeps a copy of a complete value, if the copies are not too many already.
    pub(super) fn keep(&mut self, id: AnchorId, node: &Node, size: Size) {
        let kept = self.kept + size.values;
        let anchor = if kept <= MAX_EXPANDED_VALUES {
            self.kept = kept;
            Anchor::Value(node.clone(), size)
        } else {
            Anchor::NotKept
        };
        self.by_id.insert(id, anchor);
    }

    /// The levels of the value that an alias names; 0 if there is none.
    pub(super) fn height(&self, id: AnchorId) -> usize {
        match self.by_id.get(&id) {
            Some(Anchor::Value(_, size)) => size.height,
            _ => 0,
        }
    }

    /// A copy of the value that an alias names. `None` where that value is not complete: the alias
    /// stands inside it, as the parser only passes on aliases whose anchor it has seen.
    ///
    /// # Errors
    ///
    /// If the aliases together add too many values.
    pub(super) fn expand(
        &mut self,
        id: AnchorId,
        place: Span,
    ) -> Result<Option<(Node, Size)>, Box<Diagnostic>> {
        match self.by_id.get(&id) {
            None => Ok(None),
            Some(Anchor::Value(node, size))
                if self.expanded + size.values <= MAX_EXPANDED_VALUES =>
            {
                self.expanded += size.values;
                Ok(Some((node.clone(), *size)))
            }
            Some(_) => {
                let message = format!("aliases add more than {MAX_EXPANDED_VALUES} values");
                Err(Diagnostic::error(codes::TOO_LARGE, message)
                    .at(place, "the limit is passed here")
                    .help("move what is repeated to `components` and refer to it with `$ref`")
                    .into())
            }
        }
    }
}
