//! Texts, and the types that they were read as.

use crate::json::number;
use crate::json::tape::{Kind, Node, Tape};

impl Tape<'_> {
    /// Whether there is a scalar without a type in a node.
    pub(crate) fn has_text(&self, node: Node) -> bool {
        // A tape that was read from JSON has none.
        let end = self.entries[node.0 as usize].end as usize;
        self.text.is_empty()
            && self.entries[node.0 as usize..end]
                .iter()
                .any(|entry| entry.kind == Kind::Text)
    }

    /// A copy with the same nodes, in which the texts of a node have the types that they have in `other`: what was made
    /// of it. `None` if it was made of another shape, which only forms allow.
    pub(crate) fn typed_like(&self, node: Node, other: &Tape<'_>) -> Option<Self> {
        let mut typed = Self {
            text: self.text,
            unescaped: self.unescaped.clone(),
            entries: self.entries.clone(),
            octets: Vec::new(),
        };
        typed
            .give_types(node, Some((other, Node::ROOT)))
            .then_some(typed)
    }

    fn give_types(&mut self, node: Node, like: Option<(&Tape<'_>, Node)>) -> bool {
        let kind = self.kind(node);
        let other = like.map(|(tape, node)| tape.kind(node));
        match (kind, other) {
            (Kind::Text, Some(Kind::Array | Kind::Object)) => return false,
            (Kind::Text, other) => {
                let kind = match (other, self.text_of(node)) {
                    (Some(Kind::Number), text) if number::is_number(text) => Kind::Number,
                    (Some(Kind::True | Kind::False), "true") => Kind::True,
                    (Some(Kind::True | Kind::False), "false") => Kind::False,
                    _ => Kind::String,
                };
                self.entries[node.0 as usize].kind = kind;
                return true;
            }
            (Kind::Array | Kind::Object, Some(other)) if kind != other => return false,
            (Kind::Array | Kind::Object, _) => {}
            _ => return true,
        }
        let mut children = self.children(node);
        let mut others = like.map(|(tape, node)| (tape, tape.children(node)));
        while let Some(child) = self.next(&mut children) {
            let like = match (&mut others, kind) {
                (Some((tape, items)), Kind::Array) => tape.next(items).map(|item| (*tape, item)),
                (Some((tape, members)), _) => {
                    let mut members = *members;
                    let mut all = std::iter::from_fn(|| tape.next(&mut members));
                    let key = self.key(child);
                    let same = all.find(|member| tape.key(*member) == key);
                    same.map(|member| (*tape, member))
                }
                (None, _) => None,
            };
            if !self.give_types(child, like) {
                return false;
            }
        }
        true
    }
}
