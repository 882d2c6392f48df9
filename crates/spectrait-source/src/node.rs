//! The spanned tree that both readers produce.

use crate::{Number, Pointer, Span};

/// Objects with at most this many members are searched from front to back: it is as fast as a binary
/// search there, and most objects of a document need no index this way.
const LINEAR_SEARCH_MAX: usize = 8;

/// A value of a document and where it stands.
///
/// Equality includes the place; [`same_value`](Self::same_value) leaves it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where the value stands: a scalar with its quotes, a collection from its first to its last byte.
    /// A value that came through a YAML alias has the place of the value that the alias names.
    pub span: Span,
    /// The value.
    pub kind: Kind,
}

/// What a [`Node`] holds: the JSON data model, with the text of numbers kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as it was written.
    Number(Number),
    /// A string, unescaped.
    String(Box<str>),
    /// An array.
    Array(Vec<Node>),
    /// An object; keys are unique, in source order.
    Object(Mapping),
}

impl Kind {
    /// What it is, for messages: `null`, `a boolean`, `a number`, `a string`, `an array`, `an object`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl Node {
    /// A value at a place.
    #[must_use]
    pub fn new(span: Span, kind: Kind) -> Self {
        Self { span, kind }
    }

    /// What it is, for messages; see [`Kind::name`].
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        self.kind.name()
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The value, if it is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value, if it is a boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// The value, if it is a number.
    #[must_use]
    pub fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements, if it is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members, if it is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Mapping> {
        match &self.kind {
            Kind::Object(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The value of the member `key`, if it is an object that has one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The value that a pointer leads to from here.
    #[must_use]
    pub fn at_pointer(&self, pointer: &Pointer) -> Option<&Node> {
        pointer
            .tokens()
            .try_fold(self, |node, token| match &node.kind {
                Kind::Object(mapping) => mapping.get(token),
                Kind::Array(elements) => elements.get(array_index(token)?),
                _ => None,
            })
    }

    /// Whether both hold the same value, as JSON Schema compares instances (2020-12 core, section
    /// 4.2.2): places, the order of members and the spelling of numbers do not count.
    #[must_use]
    pub fn same_value(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Array(left), Kind::Array(right)) => {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(right)
                        .all(|(left, right)| left.same_value(right))
            }
            (Kind::Object(left), Kind::Object(right)) => {
                left.len() == right.len()
                    && left.iter().all(|entry| {
                        right
                            .get(&entry.key.text)
                            .is_some_and(|value| entry.value.same_value(value))
                    })
            }
            (left, right) => left == right,
        }
    }
}

/// The index an array's token stands for: digits without a leading zero (RFC 6901 section 4).
fn array_index(token: &str) -> Option<usize> {
    let digits = token.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (token == "0" || !token.starts_with('0')) {
        token.parse().ok()
    } else {
        None
    }
}

/// The members of an object, in source order. Keys are unique.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    entries: Vec<Entry>,
    /// The places of `entries` in the order of their keys; empty up to [`LINEAR_SEARCH_MAX`] members.
    /// Spans are u32, so that many members fit.
    index: Box<[u32]>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The member's name.
    pub key: Key,
    /// The member's value.
    pub value: Node,
}

/// The name of a member and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where the name stands, with its quotes.
    pub span: Span,
    /// The name, unescaped.
    pub text: Box<str>,
}

impl Mapping {
    /// Makes an object of its members. Of members with one key the first is kept; `on_duplicate` gets
    /// its key and each later one, in source order of the later ones.
    pub(crate) fn with_duplicates(
        mut entries: Vec<Entry>,
        mut on_duplicate: impl FnMut(&Key, &Key),
    ) -> Self {
        if entries.len() <= LINEAR_SEARCH_MAX {
            let mut position = 1;
            while position < entries.len() {
                let (before, rest) = entries.split_at(position);
                match before
                    .iter()
                    .find(|entry| entry.key.text == rest[0].key.text)
                {
                    Some(first) => {
                        on_duplicate(&first.key, &rest[0].key);
                        entries.remove(position);
                    }
                    None => position += 1,
                }
            }
            return Self {
                entries,
                index: Box::default(),
            };
        }
        let mut index = index_of(&entries);
        // Equal keys stand next to each other now, the first of the source in front (the sort is stable).
        let mut duplicates: Vec<(u32, u32)> = Vec::new();
        let mut first = 0;
        for at in 1..index.len() {
            if entries[index[first] as usize].key.text == entries[index[at] as usize].key.text {
                duplicates.push((index[at], index[first]));
            } else {
                first = at;
            }
        }
        if !duplicates.is_empty() {
            duplicates.sort_unstable();
            for &(later, first) in &duplicates {
                on_duplicate(&entries[first as usize].key, &entries[later as usize].key);
            }
            let mut position = 0;
            let mut dropped = duplicates.iter().map(|&(later, _)| later).peekable();
            entries.retain(|_| {
                let drop = dropped.next_if_eq(&position).is_some();
                position += 1;
                !drop
            });
            index = if entries.len() <= LINEAR_SEARCH_MAX {
                Vec::new()
            } else {
                index_of(&entries)
            };
        }
        Self {
            entries,
            index: index.into(),
        }
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A member with its key, whose place messages about the member point at.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        if self.index.is_empty() {
            return self.entries.iter().find(|entry| &*entry.key.text == key);
        }
        let found = self
            .index
            .binary_search_by(|&place| (*self.entries[place as usize].key.text).cmp(key))
            .ok()?;
        self.entries.get(self.index[found] as usize)
    }

    /// Whether there is a member of that name.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The members in source order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The names in source order.
    #[must_use]
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        self.entries.iter().map(|entry| &*entry.key.text)
    }

    /// The number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The places of entries in the order of their keys; of equal keys the first comes first.
fn index_of(entries: &[Entry]) -> Vec<u32> {
    let mut index: Vec<u32> = (0_u32..).take(entries.len()).collect();
    index.sort_by(|&left, &right| {
        entries[left as usize]
            .key
            .text
            .cmp(&entries[right as usize].key.text)
    });
    index
}

/// Of members with one key the first is kept.
impl FromIterator<Entry> for Mapping {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        Self::with_duplicates(entries.into_iter().collect(), |_, _| {})
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Mapping {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}
