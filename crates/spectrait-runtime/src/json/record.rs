//! Objects with declared properties.

use std::fmt::Write as _;

use crate::json::{Decode, Decoder, Encode, Keyword, Node};
use crate::rules::{Checked, Rule, judge};

/// In the list of a record's names, the place of the field that keeps undeclared properties.
pub const REST: &str = "\u{0}..";

/// What a record says of itself. The macro [`record!`](crate::record) makes it.
#[derive(Debug)]
pub struct RecordShape {
    /// The declared properties, in the order of the fields.
    pub names: &'static [&'static str],
    /// Whether there may be no others.
    pub closed: bool,
    /// Properties that may be there and are not looked at.
    pub ignored: &'static [&'static str],
    /// What the fields do not say.
    pub rules: &'static [Rule],
}

impl RecordShape {
    /// Whether a field keeps undeclared properties.
    fn keeps_others(&self) -> bool {
        self.names.contains(&REST)
    }
}

/// A type that is an object with declared properties. The macro [`record!`](crate::record) implements it.
pub trait Record: Decode + Encode {
    /// What it says of itself.
    const RECORD: &'static RecordShape;
}

impl Decoder<'_> {
    /// The members of an object that have the `N` declared names, in their order. `None` if the node is no object.
    pub fn fields<const N: usize>(
        &mut self,
        node: Node,
        record: &'static RecordShape,
    ) -> Option<[Node; N]> {
        let mut slots = [Node::ABSENT; N];
        self.sort(node, record, &mut slots)?;
        Some(slots)
    }

    fn sort(&mut self, node: Node, record: &'static RecordShape, slots: &mut [Node]) -> Option<()> {
        if self.is_doomed() {
            return None;
        }
        let tape = self.tape();
        let mut members = self.members(node)?;
        self.work(tape.len(node));
        if !record.rules.is_empty() {
            self.record_rules(node, record);
        }
        let names = record.names;
        // Members mostly come in the declared order.
        let mut expected = 0;
        let mut undeclared = Vec::new();
        while let Some(member) = tape.next(&mut members) {
            let key = tape.key(member);
            let declared = if names.get(expected) == Some(&key) {
                Some(expected)
            } else {
                names.iter().position(|name| *name == key)
            };
            match declared {
                Some(index) if names[index] != REST => {
                    expected = index + 1;
                    if !slots[index].is_absent() {
                        self.duplicate(member);
                    }
                    slots[index] = member;
                }
                _ if record.ignored.contains(&key) || self.tags.contains(&member) => {}
                _ if record.keeps_others() => {}
                _ if !self.is_tolerant() => undeclared.push(member),
                _ if record.closed => self.pardon(1),
                _ => self.ignore(1),
            }
        }
        if !undeclared.is_empty() {
            self.undeclared(undeclared, record);
        }
        Some(())
    }

    #[cold]
    fn undeclared(&mut self, mut members: Vec<Node>, record: &RecordShape) {
        let tape = self.tape();
        if record.closed {
            for member in members {
                let mut message = "the schema allows no such property".to_owned();
                let near = nearest(tape.key(member), record.names);
                if let Some(near) = near {
                    // Writing to a string cannot fail.
                    let _ = write!(message, "; is it `{near}`?");
                }
                self.plain_violation(member, Keyword::AdditionalProperties, message, None);
            }
        } else {
            self.ignore(members.len());
            // Nobody reads them. Yet a key that occurs twice is a sign of an attack on parsers that differ.
            members.sort_by_key(|member| tape.key(*member));
            for pair in members.windows(2) {
                if tape.key(pair[0]) == tape.key(pair[1]) {
                    self.duplicate(pair[1]);
                }
            }
        }
    }

    /// Checks the rules. A tolerant reading skips them; while a branch is tried they count against it.
    #[cold]
    fn record_rules(&mut self, node: Node, record: &'static RecordShape) {
        if self.tape().has_text(node) {
            // The types of texts are known when the fields are read: `Decoder::record`.
        } else if !self.is_tolerant() {
            judge(self, node, record.rules, record.ignored, None);
        } else if self.is_trial() {
            let trial = self.begin_trial(1);
            judge(self, node, record.rules, record.ignored, None);
            if self.end_trial(trial).first.is_some() {
                self.pardon(1);
            }
        }
    }

    /// A record whose fields were read, and whose rules are yet to be checked if they were read from text.
    pub fn record<T: Record>(&mut self, node: Node, value: T) -> Option<T> {
        let is_valid = self.text_rules(node, T::RECORD, &value);
        is_valid.then_some(value)
    }

    fn text_rules(&mut self, node: Node, record: &'static RecordShape, value: &dyn Encode) -> bool {
        self.is_tolerant()
            || !self.tape().has_text(node)
            || judge(self, node, record.rules, record.ignored, Some(value))
    }

    /// What a checked type holds: read, and checked as well.
    pub fn checked<C: Checked>(&mut self, node: Node) -> Option<C::Inner> {
        let value = C::Inner::decode(self, node);
        let is_valid = match &value {
            _ if self.is_doomed() => false,
            Some(value) => judge(self, node, C::RULES, &[], Some(value)),
            // There is more to find out, unless the type of a text decides what the rules say.
            None => !self.tape().has_text(node) && judge(self, node, C::RULES, &[], None),
        };
        value.filter(|_| is_valid)
    }

    /// The value of one property; an absent one is what its type says.
    pub fn field<T: Decode>(
        &mut self,
        object: Node,
        member: Node,
        name: &'static str,
    ) -> Option<T> {
        if self.is_doomed() {
            return None;
        }
        if !member.is_absent() {
            return T::decode(self, member);
        }
        let value = T::absent();
        if value.is_none() {
            self.missing(object, name);
        }
        value
    }

    /// The undeclared properties, as an object.
    pub fn rest<T: Rest>(&mut self, object: Node, record: &'static RecordShape) -> Option<T> {
        let tape = self.tape();
        let mut members = self.members(object)?;
        let mut rest = T::default();
        let mut complete = true;
        while let Some(member) = tape.next(&mut members) {
            let key = tape.key(member);
            let is_declared = key != REST && record.names.contains(&key);
            if !is_declared && !record.ignored.contains(&key) && !self.tags.contains(&member) {
                complete &= rest.keep(self, key, member);
            }
        }
        complete.then_some(rest)
    }
}

/// What can keep undeclared properties: a [`Map`](crate::Map).
pub trait Rest: Default {
    /// Keeps one; `false` if it does not fit.
    fn keep(&mut self, decoder: &mut Decoder<'_>, key: &str, member: Node) -> bool;
}

/// A name that differs in case, `_` and `-` only.
fn nearest<'n>(key: &str, names: &[&'n str]) -> Option<&'n str> {
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let wanted = plain(key);
    names
        .iter()
        .find(|name| **name != REST && plain(name) == wanted)
        .copied()
}
