//! Nodes that stand nowhere in the text.

use spectrait_source::{Entry, Key, Kind, Node, Span};

/// Makes nodes. They have the place of what they are added to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maker {
    pub(super) span: Span,
}

impl Maker {
    pub(super) fn text(self, text: &str) -> Node {
        Node::new(self.span, Kind::String(text.into()))
    }

    pub(super) fn flag(self, value: bool) -> Node {
        Node::new(self.span, Kind::Boolean(value))
    }

    pub(super) fn texts(self, texts: &[&str]) -> Node {
        let elements = texts.iter().map(|text| self.text(text)).collect();
        Node::new(self.span, Kind::Array(elements))
    }

    pub(super) fn object<'k>(self, members: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
        let members = members.into_iter();
        let entries = members.map(|(key, value)| self.entry(key, value));
        Node::new(self.span, Kind::Object(entries.collect()))
    }

    /// A schema of a type.
    pub(super) fn schema(self, r#type: &str, description: &str) -> Node {
        self.object([
            ("type", self.text(r#type)),
            ("description", self.text(description)),
        ])
    }

    fn entry(self, key: &str, value: Node) -> Entry {
        Entry {
            key: Key {
                span: self.span,
                text: key.into(),
            },
            value,
        }
    }
}

/// The value of a member. `null` is as good as none: `load` has warned of it.
pub(super) fn member<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).filter(|value| !value.is_null())
}

/// An object with a member more, or with another value of the one that it has.
pub(super) fn with(node: &Node, key: &str, value: Node) -> Node {
    let Kind::Object(members) = &node.kind else {
        return node.clone();
    };
    let make = Maker { span: node.span };
    let mut entries: Vec<Entry> = members.iter().cloned().collect();
    match entries.iter_mut().find(|entry| &*entry.key.text == key) {
        Some(entry) => entry.value = value,
        None => entries.push(make.entry(key, value)),
    }
    Node::new(node.span, Kind::Object(entries.into_iter().collect()))
}
