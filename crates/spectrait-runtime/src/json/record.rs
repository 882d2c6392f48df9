//! Objects with declared properties.

use std::fmt::Write as _;

use crate::json::{Decode, Decoder, Encode, Fields, Keyword, Node};
use crate::rules::{Checked, Rule, judge};

/// What a record says of itself. The macro [`record!`](crate::record) makes it.
#[derive(Debug)]
pub struct RecordShape {
    /// The declared properties, in the order of the fields.
    pub(super) names: &'static [&'static str],
    pub(super) keeps_others: bool,
    closed: bool,
    ignored: &'static [&'static str],
    pub(super) rules: &'static [Rule],
}

impl RecordShape {
    /// With these properties, in the order of the fields, and any others.
    #[must_use]
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self {
            names,
            keeps_others: false,
            closed: false,
            ignored: &[],
            rules: &[],
        }
    }

    /// Whether a last field keeps the others.
    #[must_use]
    pub const fn keeping_others(self, keeps_others: bool) -> Self {
        Self {
            keeps_others,
            ..self
        }
    }

    /// Whether there may be no others.
    #[must_use]
    pub const fn closed(self, closed: bool) -> Self {
        Self { closed, ..self }
    }

    /// Properties that may be there and are not looked at.
    #[must_use]
    pub const fn ignoring(self, ignored: &'static [&'static str]) -> Self {
        Self { ignored, ..self }
    }

    /// What the fields do not say.
    #[must_use]
    pub const fn ruled(self, rules: &'static [Rule]) -> Self {
        Self { rules, ..self }
    }
}

/// A type that is an object with declared properties. The macro [`record!`](crate::record) implements it.
pub trait Record: Decode + Encode + Fields {
    /// What it says of itself.
    const RECORD: &'static RecordShape;
}

/// The declared properties of an object, of which one after the other is read.
#[derive(Debug)]
pub struct Slots<'d, 't> {
    decoder: &'d mut Decoder<'t>,
    object: Node,
    record: &'static RecordShape,
    /// How many were read.
    read: usize,
    /// Whether all of them could be read.
    is_complete: bool,
}

impl Slots<'_, '_> {
    /// The value of the next property; an absent one is what its type says.
    pub fn field<T: Decode>(&mut self) -> Option<T> {
        let value = self.next();
        self.is_complete &= value.is_some();
        value
    }

    /// The same, or the default with a violation recorded.
    pub fn field_or_default<T: Decode + Default>(&mut self) -> T {
        self.field().unwrap_or_default()
    }

    /// Whether everything that was asked for could be read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn next<T: Decode>(&mut self) -> Option<T> {
        let member = self.decoder.slots.pop().unwrap_or(Node::ABSENT);
        let index = self.read;
        self.read += 1;
        if self.decoder.is_doomed() {
            return None;
        }
        if !member.is_absent() {
            return T::decode(self.decoder, member);
        }
        let value = T::absent();
        if value.is_none()
            && let Some(name) = self.record.names.get(index)
        {
            self.decoder.missing(self.object, name);
        }
        value
    }

    /// The undeclared properties, as an object.
    pub fn rest<T: Rest>(&mut self) -> Option<T> {
        let tape = self.decoder.tape();
        let mut members = self.decoder.members(self.object)?;
        let mut rest = T::default();
        let mut complete = true;
        while let Some(member) = tape.next(&mut members) {
            let key = tape.key(member);
            let is_declared =
                self.record.names.contains(&key) || self.record.ignored.contains(&key);
            if !is_declared && !self.decoder.tags.contains(&member) {
                complete &= rest.keep(self.decoder, key, member);
            }
        }
        self.is_complete &= complete;
        complete.then_some(rest)
    }

    /// A record whose fields were read, and whose rules are yet to be checked if they were read from text.
    pub fn record<T: Record>(self, value: T) -> Option<T> {
        let is_valid = self.decoder.text_rules(self.object, self.record, &value);
        is_valid.then_some(value)
    }
}

impl<'t> Decoder<'t> {
    /// The declared properties of an object. `None` if the node is no object.
    pub fn slots(&mut self, node: Node, record: &'static RecordShape) -> Option<Slots<'_, 't>> {
        self.sort(node, record)?;
        Some(Slots {
            decoder: self,
            object: node,
            record,
            read: 0,
            is_complete: true,
        })
    }

    /// Puts the members that have the declared names on top of `slots`, the first one last.
    fn sort(&mut self, node: Node, record: &'static RecordShape) -> Option<()> {
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
        let end = self.slots.len() + names.len();
        self.slots.resize(end, Node::ABSENT);
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
                Some(index) => {
                    expected = index + 1;
                    let slot = &mut self.slots[end - expected];
                    let is_first = slot.is_absent();
                    *slot = member;
                    if !is_first {
                        self.duplicate(member);
                    }
                }
                _ if record.ignored.contains(&key) || self.tags.contains(&member) => {}
                _ if record.keeps_others => {}
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
            // The types of texts are known when the fields are read: `Slots::record`.
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
    names.iter().find(|name| plain(name) == wanted).copied()
}
