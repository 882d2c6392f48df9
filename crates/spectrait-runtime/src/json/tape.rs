//! A JSON text as a flat list of nodes.
//!
//! A tape makes the decoder simple: a missing property is an empty slot, the pointer of a violation is found
//! afterwards from a node's number, and the text of a query parameter lies on the same tape as
//! [`Kind::Text`], so that one `Decode` reads both.

mod pointer;
mod typed;

use jiter::{Jiter, JiterError, JiterErrorType, Peek};

use crate::json::SyntaxError;
use crate::types::Octets;

pub(crate) use pointer::push_segment;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 128;

/// Offsets are `u32`, and unescaped strings are counted on from the end of the text.
const MAX_BYTES: usize = (u32::MAX / 2) as usize;

/// The number of a node on its [`Tape`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node(u32);

impl Node {
    /// The value that was not given.
    pub const ABSENT: Self = Self(u32::MAX);
    /// The whole value.
    pub(crate) const ROOT: Self = Self(0);

    /// Whether there is no value.
    #[must_use]
    pub const fn is_absent(self) -> bool {
        self.0 == u32::MAX
    }

    /// What it is remembered by.
    pub(crate) const fn number(self) -> u32 {
        self.0
    }
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    True,
    False,
    /// Its slot is the number's text.
    Number,
    /// Its slot is the string without quotes and escapes.
    String,
    /// A scalar without a type of its own: from a query string, a path, a header, a form.
    Text,
    /// A part of a form that is no text in UTF-8.
    Octets,
    /// `len` of its slot is the number of items.
    Array,
    /// `len` of its slot is the number of members.
    Object,
}

impl Kind {
    /// As a message names it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::True | Self::False => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Text => "text",
            Self::Octets => "octets",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Where a string is: in the text or, from its end on, in the buffer of unescaped strings.
#[derive(Debug, Clone, Copy)]
struct Slot {
    start: u32,
    len: u32,
}

const NO_SLOT: Slot = Slot { start: 0, len: 0 };

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: Slot,
    value: Slot,
    /// The node after this one and everything in it.
    end: u32,
    kind: Kind,
    /// Whether `key` counts; an empty key is a key.
    is_member: bool,
    /// Whether it also reads as an array of this one item: forms write both alike.
    is_lone: bool,
}

/// A value as parameters and forms write it, to be put on a tape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    Text(String),
    /// A part of a form, or a body of octets; and its JSON text, where it is that.
    Part(Octets, Option<String>),
    /// JSON text.
    Json(String),
    List(Vec<Written>),
    /// Where the keys are 0, 1, 2 …, it reads as an array, too.
    Object(Vec<(String, Written)>),
    /// A value that reads as an array of one as well.
    Lone(Box<Written>),
}

/// A JSON text, or a parameter's value, as a list of nodes in reading order.
#[derive(Debug)]
pub struct Tape<'a> {
    text: &'a str,
    unescaped: String,
    entries: Vec<Entry>,
    /// The parts of a form among the nodes, in their order.
    octets: Vec<(u32, Octets)>,
}

impl<'a> Tape<'a> {
    /// Reads a JSON text.
    ///
    /// # Errors
    /// [`SyntaxError`] if the bytes are no JSON text (RFC 8259) in UTF-8, nest more than [`MAX_DEPTH`] deep,
    /// or are more than 2 GiB.
    pub fn parse(json: &'a [u8]) -> Result<Self, SyntaxError> {
        if json.len() > MAX_BYTES {
            return Err(SyntaxError::new(&[], 0, "the text is larger than 2 GiB"));
        }
        let text = std::str::from_utf8(json)
            .map_err(|error| SyntaxError::new(json, error.valid_up_to(), "invalid UTF-8"))?;
        let mut tape = Self {
            text,
            unescaped: String::new(),
            // A guess that spares most of the growing: a member takes some 24 bytes of text.
            entries: Vec::with_capacity(json.len() / 24 + 1),
            octets: Vec::new(),
        };
        tape.read(&mut Jiter::new(json))
            .map_err(|stop| match stop {
                Stop::Jiter(error) => {
                    SyntaxError::new(json, error.index, message(&error.error_type))
                }
                Stop::Depth(offset) => {
                    SyntaxError::new(json, offset, format!("nested more than {MAX_DEPTH} deep"))
                }
            })?;
        Ok(tape)
    }

    /// A value that is written as text.
    ///
    /// # Errors
    /// [`SyntaxError`] if what should be JSON is not.
    pub(crate) fn of_written(value: Written) -> Result<Tape<'static>, SyntaxError> {
        let mut tape = Tape {
            text: "",
            unescaped: String::new(),
            entries: Vec::new(),
            octets: Vec::new(),
        };
        tape.push_written(value, None, false)?;
        Ok(tape)
    }

    /// One scalar.
    pub(crate) fn of_text(value: &str) -> Self {
        let mut tape = Self {
            text: "",
            unescaped: String::new(),
            entries: Vec::new(),
            octets: Vec::new(),
        };
        let slot = tape.keep(value);
        tape.push(Kind::Text, slot, None);
        tape
    }

    /// One string.
    pub(crate) fn of_string(value: &str) -> Self {
        let mut tape = Self::of_text(value);
        tape.entries[0].kind = Kind::String;
        tape
    }

    fn push_written(
        &mut self,
        value: Written,
        key: Option<Slot>,
        is_lone: bool,
    ) -> Result<(), SyntaxError> {
        let node = self.entries.len();
        match value {
            Written::Text(text) => {
                let slot = self.keep_owned(text);
                self.push(Kind::Text, slot, key);
            }
            Written::Part(octets, Some(json)) => {
                self.octets.push((to_u32(node), octets));
                self.graft(&Tape::parse(json.as_bytes())?, key);
            }
            Written::Part(octets, None) => {
                let (kind, slot) = match std::str::from_utf8(octets.as_ref()) {
                    Ok(text) => (Kind::Text, self.keep(text)),
                    Err(_) => (Kind::Octets, NO_SLOT),
                };
                self.octets.push((to_u32(node), octets));
                self.push(kind, slot, key);
            }
            Written::Json(text) => {
                let json = Tape::parse(text.as_bytes())?;
                self.graft(&json, key);
            }
            Written::Lone(value) => self.push_written(*value, key, true)?,
            Written::List(items) => {
                self.push(Kind::Array, NO_SLOT, key);
                let len = to_u32(items.len());
                for item in items {
                    self.push_written(item, None, false)?;
                }
                self.close(to_u32(node), len);
            }
            Written::Object(members) => {
                let keys = members.iter().map(|(key, _)| key);
                let is_indexed = keys.enumerate().all(|(at, key)| *key == at.to_string());
                let kind = if is_indexed && !members.is_empty() {
                    Kind::Array
                } else {
                    Kind::Object
                };
                self.push(kind, NO_SLOT, key);
                let len = to_u32(members.len());
                for (key, member) in members {
                    let key = self.keep_owned(key);
                    self.push_written(member, Some(key), false)?;
                }
                self.close(to_u32(node), len);
            }
        }
        self.entries[node].is_lone |= is_lone;
        Ok(())
    }

    /// Adds a whole other tape as one value.
    fn graft(&mut self, other: &Tape<'_>, key: Option<Slot>) {
        let base = to_u32(self.entries.len());
        for (at, entry) in other.entries.iter().enumerate() {
            let mut entry = *entry;
            entry.key = if entry.is_member {
                self.keep(other.str(entry.key))
            } else {
                NO_SLOT
            };
            if matches!(entry.kind, Kind::Number | Kind::String | Kind::Text) {
                entry.value = self.keep(other.str(entry.value));
            }
            entry.end += base;
            if at == 0
                && let Some(key) = key
            {
                entry.key = key;
                entry.is_member = true;
            }
            self.entries.push(entry);
        }
    }

    fn read(&mut self, jiter: &mut Jiter<'_>) -> Result<(), Stop> {
        // The arrays and objects around the innermost one.
        let mut outer: Vec<Option<Open>> = Vec::with_capacity(16);
        let mut inner: Option<Open> = None;
        let mut key = None;
        let mut peek = jiter.peek()?;
        loop {
            let start = jiter.current_index();
            match peek {
                Peek::String => {
                    let value = jiter.known_str()?;
                    let slot = self.slot(value);
                    self.push(Kind::String, slot, key);
                }
                Peek::Array | Peek::Object => {
                    if outer.len() == MAX_DEPTH {
                        return Err(Stop::Depth(start));
                    }
                    let is_array = peek == Peek::Array;
                    let kind = if is_array { Kind::Array } else { Kind::Object };
                    let node = to_u32(self.entries.len());
                    self.push(
                        kind,
                        Slot {
                            start: to_u32(start),
                            len: 0,
                        },
                        key,
                    );
                    if let Some(first) = self.child(jiter, is_array, true)? {
                        outer.push(inner);
                        inner = Some(Open {
                            node,
                            is_array,
                            len: 1,
                        });
                        (peek, key) = first;
                        continue;
                    }
                }
                Peek::Null => {
                    jiter.known_null()?;
                    self.push(
                        Kind::Null,
                        Slot {
                            start: to_u32(start),
                            len: 4,
                        },
                        key,
                    );
                }
                Peek::True | Peek::False => {
                    let kind = if jiter.known_bool(peek)? {
                        Kind::True
                    } else {
                        Kind::False
                    };
                    self.push(
                        kind,
                        Slot {
                            start: to_u32(start),
                            len: 4,
                        },
                        key,
                    );
                }
                _ => {
                    let len = jiter.known_number_bytes(peek)?.len();
                    self.push(
                        Kind::Number,
                        Slot {
                            start: to_u32(start),
                            len: to_u32(len),
                        },
                        key,
                    );
                }
            }
            // A value has ended, and with it perhaps what is around it.
            loop {
                let Some(open) = &mut inner else {
                    return Ok(jiter.finish()?);
                };
                if let Some(next) = self.child(jiter, open.is_array, false)? {
                    open.len += 1;
                    (peek, key) = next;
                    break;
                }
                self.close(open.node, open.len);
                inner = outer.pop().flatten();
            }
        }
    }

    /// The first or next item or member: how it begins, and its key.
    #[inline]
    fn child(
        &mut self,
        jiter: &mut Jiter<'_>,
        is_array: bool,
        is_first: bool,
    ) -> Result<Option<(Peek, Option<Slot>)>, JiterError> {
        if is_array {
            let peek = if is_first {
                jiter.known_array()?
            } else {
                jiter.array_step()?
            };
            return Ok(peek.map(|peek| (peek, None)));
        }
        let name = if is_first {
            jiter.known_object()?
        } else {
            jiter.next_key()?
        };
        let Some(name) = name else {
            return Ok(None);
        };
        let key = self.slot(name);
        Ok(Some((jiter.peek()?, Some(key))))
    }

    fn close(&mut self, node: u32, len: u32) {
        let end = to_u32(self.entries.len());
        let entry = &mut self.entries[node as usize];
        entry.value.len = len;
        entry.end = end;
    }

    #[inline]
    fn push(&mut self, kind: Kind, value: Slot, key: Option<Slot>) {
        let end = to_u32(self.entries.len() + 1);
        self.entries.push(Entry {
            key: key.unwrap_or(NO_SLOT),
            value,
            end,
            kind,
            is_member: key.is_some(),
            is_lone: false,
        });
    }

    /// The slot of a string that `jiter` read: part of the text where it has no escapes, else a copy.
    #[inline]
    fn slot(&mut self, value: &str) -> Slot {
        let start = value
            .as_ptr()
            .addr()
            .wrapping_sub(self.text.as_ptr().addr());
        if start < self.text.len() {
            Slot {
                start: to_u32(start),
                len: to_u32(value.len()),
            }
        } else {
            self.keep(value)
        }
    }

    fn keep(&mut self, value: &str) -> Slot {
        let start = to_u32(self.text.len() + self.unescaped.len());
        self.unescaped.push_str(value);
        Slot {
            start,
            len: to_u32(value.len()),
        }
    }

    /// Like [`keep`](Self::keep); the first string is not copied.
    fn keep_owned(&mut self, value: String) -> Slot {
        if !self.unescaped.is_empty() {
            return self.keep(&value);
        }
        let slot = Slot {
            start: to_u32(self.text.len()),
            len: to_u32(value.len()),
        };
        self.unescaped = value;
        slot
    }

    fn str(&self, slot: Slot) -> &str {
        let (start, len) = (slot.start as usize, slot.len as usize);
        match start.checked_sub(self.text.len()) {
            None => &self.text[start..start + len],
            Some(start) => &self.unescaped[start..start + len],
        }
    }

    #[inline]
    pub(crate) fn kind(&self, node: Node) -> Kind {
        self.entries[node.0 as usize].kind
    }

    /// The text of a number, a string or a text; of others nothing.
    #[inline]
    pub(crate) fn text_of(&self, node: Node) -> &str {
        let entry = &self.entries[node.0 as usize];
        match entry.kind {
            Kind::Number | Kind::String | Kind::Text => self.str(entry.value),
            _ => "",
        }
    }

    /// The key of a member, else an empty string.
    #[inline]
    pub(crate) fn key(&self, node: Node) -> &str {
        self.str(self.entries[node.0 as usize].key)
    }

    /// How many items or members.
    pub(crate) fn len(&self, node: Node) -> usize {
        self.entries[node.0 as usize].value.len as usize
    }

    /// Whether it reads as an array of this one item.
    pub(crate) fn is_lone(&self, node: Node) -> bool {
        self.entries[node.0 as usize].is_lone
    }

    /// How many items there are where the node is read as an array.
    pub(crate) fn item_count(&self, node: Node) -> usize {
        if self.kind(node) == Kind::Array {
            self.len(node)
        } else {
            1
        }
    }

    /// The items where the node is read as an array.
    pub(crate) fn items(&self, node: Node) -> Children {
        if self.kind(node) == Kind::Array {
            return self.children(node);
        }
        Children {
            next: node.0,
            end: self.entries[node.0 as usize].end,
        }
    }

    /// Whether it is an array whose items have their indices as keys, and so reads as an object as well.
    pub(crate) fn is_indexed(&self, node: Node) -> bool {
        let first = self.entries.get(node.0 as usize + 1);
        self.kind(node) == Kind::Array
            && self.len(node) > 0
            && first.is_some_and(|first| first.is_member)
    }

    /// The part of a form that the node is.
    pub(crate) fn octets(&self, node: Node) -> Option<&Octets> {
        let at = self.octets.binary_search_by_key(&node.0, |(at, _)| *at);
        at.ok().map(|at| &self.octets[at].1)
    }

    /// Where in the text the node begins; of no use for strings with escapes.
    pub(crate) fn offset(&self, node: Node) -> usize {
        self.entries[node.0 as usize].value.start as usize
    }

    /// The first item or member, and where they end.
    #[inline]
    pub(crate) fn children(&self, node: Node) -> Children {
        Children {
            next: node.0 + 1,
            end: self.entries[node.0 as usize].end,
        }
    }

    /// The next of them.
    #[inline]
    pub(crate) fn next(&self, children: &mut Children) -> Option<Node> {
        if children.next >= children.end {
            return None;
        }
        let node = Node(children.next);
        children.next = self.entries[node.0 as usize].end;
        Some(node)
    }

    /// How many nodes there are.
    pub(crate) fn size(&self) -> usize {
        self.entries.len()
    }

    /// How many nodes a node is, with everything in it.
    pub(crate) fn span(&self, node: Node) -> usize {
        (self.entries[node.0 as usize].end - node.0) as usize
    }

    /// All nodes, in reading order.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node> {
        (0..to_u32(self.entries.len())).map(Node)
    }
}

/// A walk over the items of an array or the members of an object, see [`Tape::next`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Children {
    next: u32,
    end: u32,
}

/// An array or object whose end is not reached.
#[derive(Debug, Clone, Copy)]
struct Open {
    node: u32,
    is_array: bool,
    len: u32,
}

enum Stop {
    Jiter(JiterError),
    Depth(usize),
}

impl From<JiterError> for Stop {
    fn from(error: JiterError) -> Self {
        Self::Jiter(error)
    }
}

fn message(error: &JiterErrorType) -> String {
    match error {
        JiterErrorType::JsonError(error) => error.to_string(),
        JiterErrorType::WrongType { .. } => "expected value".to_owned(),
    }
}

/// Saturates: [`MAX_BYTES`] keeps everything below, and a parameter of 4 GiB reads as a wrong value, not as
/// another one.
fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
