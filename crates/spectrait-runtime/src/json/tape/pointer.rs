//! Where a node is.

use crate::json::cut;
use crate::json::tape::{Entry, Kind, Node, Tape, to_u32};

impl Tape<'_> {
    /// The JSON Pointer (RFC 6901) of a node. Keys are cut to [`MAX_SHOWN`](crate::json::MAX_SHOWN)
    /// characters, so that one long key cannot blow up every violation below it.
    pub(crate) fn pointer(&self, node: Node) -> String {
        self.pointer_from(Node::ROOT, node)
    }

    /// The pointer from a node to itself or one inside of it.
    pub(crate) fn pointer_from(&self, mut at: Node, node: Node) -> String {
        let mut pointer = String::new();
        while at != node {
            let mut children = self.children(at);
            let mut index = 0_usize;
            // The child whose range the node lies in. There always is one: `end`s nest.
            while let Some(child) = self.next(&mut children) {
                let entry = &self.entries[child.0 as usize];
                if node.0 < entry.end {
                    if entry.is_member {
                        push_segment(&mut pointer, &cut(self.key(child)));
                    } else {
                        push_segment(&mut pointer, &index.to_string());
                    }
                    at = child;
                    break;
                }
                index += 1;
            }
            if node.0 >= self.entries[at.0 as usize].end {
                break;
            }
        }
        pointer
    }

    /// The `null`, array or object that begins at an offset of the text.
    pub(crate) fn at_offset(&self, offset: usize) -> Node {
        let at = |entry: &Entry| {
            matches!(entry.kind, Kind::Null | Kind::Array | Kind::Object)
                && entry.value.start as usize == offset
        };
        self.entries
            .iter()
            .position(at)
            .map_or(Node::ROOT, |index| Node(to_u32(index)))
    }
}

/// Adds `/segment`, escaped (RFC 6901 section 3).
pub(crate) fn push_segment(pointer: &mut String, segment: &str) {
    pointer.push('/');
    for c in segment.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}
