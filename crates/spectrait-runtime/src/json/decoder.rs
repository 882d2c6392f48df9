//! What reads values from a tape and collects violations.

use std::any::Any;
use std::fmt::Write as _;

use crate::json::number::{self, NoInteger};
use crate::json::tape::Children;
use crate::json::{
    Decode, Keyword, Kind, Location, MAX_VIOLATIONS, Node, Place, Tape, Violation, Violations, cut,
    push_segment,
};

/// How to read, see [the table](crate#strict-and-tolerant).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// What the document says and nothing else: a server reads a request.
    Strict,
    /// What makes sense: a client reads a response of a server that is newer than the document.
    Tolerant,
}

/// In the table of a record's names, the place of the field that keeps undeclared properties.
pub const REST: &str = "\u{0}..";

/// Reads values from a [`Tape`] and collects what does not fit.
///
/// A `None` from any of the methods means that a violation was recorded. A caller goes on with the siblings,
/// so that one pass finds everything.
#[derive(Debug)]
pub struct Decoder<'t> {
    tape: &'t Tape<'t>,
    mode: Mode,
    /// Where a violation is, as far as the tape does not know.
    place: Place,
    found: Vec<Found>,
    more: usize,
    /// Which of several media types the body is in.
    media: usize,
    /// A body that comes as a stream: what no tape can hold.
    attachment: Option<Box<dyn Any + Send>>,
}

#[derive(Debug)]
struct Found {
    node: Node,
    /// A missing property of the node.
    property: Option<&'static str>,
    keyword: Keyword,
    message: String,
    limit: Option<String>,
}

impl<'t> Decoder<'t> {
    /// Reads a body.
    #[must_use]
    pub fn new(tape: &'t Tape<'t>, mode: Mode) -> Self {
        Self::at(tape, mode, Place::body())
    }

    /// Reads a parameter, or the body.
    pub(crate) fn at(tape: &'t Tape<'t>, mode: Mode, place: Place) -> Self {
        Self {
            tape,
            mode,
            place,
            found: Vec::new(),
            more: 0,
            media: 0,
            attachment: None,
        }
    }

    /// Says which of several media types the body is in, and hands over what is not on the tape.
    pub(crate) fn with_media(
        mut self,
        media: usize,
        attachment: Option<Box<dyn Any + Send>>,
    ) -> Self {
        self.media = media;
        self.attachment = attachment;
        self
    }

    /// Which of several media types the body is in.
    #[doc(hidden)]
    #[must_use]
    pub fn media(&self) -> usize {
        self.media
    }

    /// What was handed over beside the tape.
    pub(crate) fn take_attachment<T: 'static>(&mut self) -> Option<T> {
        let attachment = self.attachment.take()?;
        attachment.downcast().ok().map(|value| *value)
    }

    /// The mode.
    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether to be [tolerant](Mode::Tolerant).
    #[must_use]
    pub fn is_tolerant(&self) -> bool {
        self.mode == Mode::Tolerant
    }

    pub(crate) fn tape(&self) -> &'t Tape<'t> {
        self.tape
    }

    /// The value, or all violations.
    ///
    /// # Errors
    /// [`Violations`] if there are any.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Violations> {
        let list = self.found.iter().map(|found| self.locate(found)).collect();
        match (Violations::from_parts(list, self.more), value) {
            (None, Some(value)) => Ok(value),
            (Some(violations), _) => Err(violations),
            // A `Decode` by hand that reports nothing.
            (None, None) => Err(Violations::one(Violation::new(
                self.place,
                Keyword::Type,
                "the value does not fit",
            ))),
        }
    }

    fn locate(&self, found: &Found) -> Violation {
        let mut at = self.tape.pointer(found.node);
        if let Some(property) = found.property {
            push_segment(&mut at, property);
        }
        let mut place = self.place.clone();
        let (Place::Parameter { pointer, .. } | Place::Body { pointer }) = &mut place;
        *pointer = at;
        Violation {
            place,
            keyword: found.keyword,
            message: found.message.clone(),
            limit: found.limit.clone(),
        }
    }

    /// Records a violation. `value` is shown in front of the message where that is safe.
    ///
    /// ``violation(node, Keyword::Maximum, "101", "is more than 100", Some("100"))``
    #[cold]
    pub fn violation(
        &mut self,
        node: Node,
        keyword: Keyword,
        value: &str,
        message: &str,
        limit: Option<String>,
    ) {
        if self.found.len() == MAX_VIOLATIONS {
            self.more += 1;
            return;
        }
        let message = if self.location().shows_values() {
            match self.tape.kind(node) {
                Kind::Number => format!("{} {message}", cut(value)),
                _ => format!("`{}` {message}", cut(value)),
            }
        } else {
            format!("the value {message}")
        };
        self.found.push(Found {
            node,
            property: None,
            keyword,
            message,
            limit,
        });
    }

    /// Records a violation whose message shows no value.
    #[cold]
    pub(crate) fn plain_violation(
        &mut self,
        node: Node,
        keyword: Keyword,
        message: String,
        limit: Option<String>,
    ) {
        if self.found.len() == MAX_VIOLATIONS {
            self.more += 1;
        } else {
            self.found.push(Found {
                node,
                property: None,
                keyword,
                message,
                limit,
            });
        }
    }

    #[cold]
    fn missing(&mut self, node: Node, property: &'static str) {
        self.plain_violation(node, Keyword::Required, "missing".to_owned(), None);
        if self.more == 0
            && let Some(found) = self.found.last_mut()
        {
            found.property = Some(property);
        }
    }

    fn location(&self) -> Location {
        match self.place {
            Place::Parameter { location, .. } => location,
            Place::Body { .. } => Location::Body,
        }
    }

    /// Records that the node has another type than expected (`a string`).
    #[cold]
    pub fn wrong_type(&mut self, node: Node, expected: &str) {
        match self.tape.kind(node) {
            Kind::Text => {
                let message = format!("is not {expected}");
                self.violation(node, Keyword::Type, self.tape.text_of(node), &message, None);
            }
            kind => {
                let message = format!("expected {expected}, found {}", kind.name());
                self.plain_violation(node, Keyword::Type, message, None);
            }
        }
    }

    pub(crate) fn kind(&self, node: Node) -> Kind {
        self.tape.kind(node)
    }

    /// Whether the node is `null`.
    #[must_use]
    pub fn is_null(&self, node: Node) -> bool {
        self.tape.kind(node) == Kind::Null
    }

    /// A string, or the text of a parameter.
    pub fn string(&mut self, node: Node) -> Option<&'t str> {
        match self.tape.kind(node) {
            Kind::String | Kind::Text => Some(self.tape.text_of(node)),
            _ => {
                self.wrong_type(node, "a string");
                None
            }
        }
    }

    /// A boolean.
    pub fn boolean(&mut self, node: Node) -> Option<bool> {
        match (self.tape.kind(node), self.tape.text_of(node)) {
            (Kind::True, _) | (Kind::Text, "true") => Some(true),
            (Kind::False, _) | (Kind::Text, "false") => Some(false),
            _ => {
                self.wrong_type(node, "a boolean");
                None
            }
        }
    }

    /// The text of a number.
    pub(crate) fn number(&mut self, node: Node, expected: &str) -> Option<&'t str> {
        let text = self.tape.text_of(node);
        match self.tape.kind(node) {
            Kind::Number => Some(text),
            Kind::Text if number::is_number(text) => Some(text),
            _ => {
                self.wrong_type(node, expected);
                None
            }
        }
    }

    /// An integer between two bounds, exactly. In JSON `1.0` and `1e3` are integers; in a parameter they are not,
    /// as that is no way to write one.
    pub fn integer(&mut self, node: Node, min: i64, max: i64) -> Option<i64> {
        let text = self.number(node, "an integer")?;
        if self.tape.kind(node) == Kind::Text && text.contains(['.', 'e', 'E']) {
            self.wrong_type(node, "an integer");
            return None;
        }
        match number::integer(text) {
            Ok(value) if (min..=max).contains(&value) => return Some(value),
            Err(NoInteger::Fraction) => {
                self.violation(node, Keyword::Type, text, "is not an integer", None);
            }
            Ok(value) if value > max => self.too_large(node, text, max),
            Err(NoInteger::TooLarge) => self.too_large(node, text, max),
            Ok(_) | Err(NoInteger::TooSmall) => {
                let message = format!("is less than {min}");
                self.violation(
                    node,
                    Keyword::Minimum,
                    text,
                    &message,
                    Some(min.to_string()),
                );
            }
        }
        None
    }

    #[cold]
    fn too_large(&mut self, node: Node, text: &str, max: i64) {
        let message = format!("is more than {max}");
        self.violation(
            node,
            Keyword::Maximum,
            text,
            &message,
            Some(max.to_string()),
        );
    }

    /// A 64-bit float, the nearest.
    pub fn float(&mut self, node: Node) -> Option<f64> {
        let text = self.number(node, "a number")?;
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Some(value),
            _ => {
                self.violation(
                    node,
                    Keyword::Format,
                    text,
                    "does not fit a 64-bit float",
                    None,
                );
                None
            }
        }
    }

    /// A string in a format; `read` gives `None` where the text is not in it.
    pub fn format<T>(
        &mut self,
        node: Node,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.string(node)?;
        let value = read(text);
        if value.is_none() {
            let message = format!("is not {expected}");
            self.violation(node, Keyword::Format, text, &message, None);
        }
        value
    }

    /// One of the listed values, by its index.
    pub fn listed(&mut self, node: Node, values: &[&str]) -> Option<usize> {
        let text = self.string(node)?;
        let index = values.iter().position(|value| *value == text);
        if index.is_none() {
            self.unlisted(node, text, values);
        }
        index
    }

    /// Records that a string is none of the listed ones.
    #[cold]
    pub(crate) fn unlisted(&mut self, node: Node, text: &str, values: &[&str]) {
        let list = list(values);
        self.violation(
            node,
            Keyword::Enum,
            text,
            &format!("is none of {list}"),
            Some(list),
        );
    }

    /// The items of an array, if it has as many as allowed.
    pub(crate) fn items(&mut self, node: Node, min: usize, max: usize) -> Option<Children> {
        if self.tape.kind(node) != Kind::Array && !self.tape.is_lone(node) {
            self.wrong_type(node, "an array");
            return None;
        }
        let len = self.tape.item_count(node);
        let (keyword, word, limit) = match len {
            _ if len < min => (Keyword::MinItems, "at least", min),
            _ if len > max => (Keyword::MaxItems, "at most", max),
            _ => return Some(self.tape.items(node)),
        };
        let message = format!("{}, {word} {limit} allowed", counted(len, "item"));
        self.plain_violation(node, keyword, message, Some(limit.to_string()));
        None
    }

    /// The members of an object.
    pub(crate) fn members(&mut self, node: Node) -> Option<Children> {
        if self.tape.kind(node) == Kind::Object || self.tape.is_indexed(node) {
            Some(self.tape.children(node))
        } else {
            self.wrong_type(node, "an object");
            None
        }
    }

    /// Records that a member occurs twice, if that matters.
    pub(crate) fn duplicate(&mut self, node: Node) {
        if !self.is_tolerant() {
            let message = "the property occurs twice".to_owned();
            self.plain_violation(node, Keyword::Duplicate, message, None);
        }
    }

    /// Sorts the members of an object into the slots of the declared names. `None` if the node is no object.
    pub fn fields(
        &mut self,
        node: Node,
        names: &'static [&'static str],
        closed: bool,
        slots: &mut [Node],
    ) -> Option<()> {
        let mut members = self.members(node)?;
        // Members mostly come in the declared order.
        let mut expected = 0;
        let mut undeclared = Vec::new();
        while let Some(member) = self.tape.next(&mut members) {
            let key = self.tape.key(member);
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
                _ if self.is_tolerant() => {}
                _ => undeclared.push(member),
            }
        }
        if !undeclared.is_empty() {
            self.undeclared(undeclared, names, closed);
        }
        Some(())
    }

    #[cold]
    fn undeclared(&mut self, mut members: Vec<Node>, names: &[&str], closed: bool) {
        if closed {
            for member in members {
                let mut message = "the schema allows no such property".to_owned();
                let near = nearest(self.tape.key(member), names);
                if let Some(near) = near {
                    let _ = write!(message, "; is it `{near}`?");
                }
                self.plain_violation(member, Keyword::AdditionalProperties, message, None);
            }
        } else if !names.contains(&REST) {
            // Nobody reads them. Yet a key that occurs twice is a sign of an attack on parsers that differ.
            let tape = self.tape;
            members.sort_by_key(|member| tape.key(*member));
            for pair in members.windows(2) {
                if tape.key(pair[0]) == tape.key(pair[1]) {
                    self.duplicate(pair[1]);
                }
            }
        }
    }

    /// The value of one property; an absent one is what its type says.
    pub fn field<T: Decode>(
        &mut self,
        object: Node,
        member: Node,
        name: &'static str,
    ) -> Option<T> {
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
    pub fn rest<T: Rest>(&mut self, object: Node, names: &'static [&'static str]) -> Option<T> {
        let mut members = self.members(object)?;
        let mut rest = T::default();
        let mut complete = true;
        while let Some(member) = self.tape.next(&mut members) {
            let key = self.tape.key(member);
            if key == REST || !names.contains(&key) {
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

/// `1 item`, `2 items`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `[pending, building]`.
pub(crate) fn list(values: &[&str]) -> String {
    format!("[{}]", values.join(", "))
}

/// A name that differs in case, `_` and `-` only, or begins alike.
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
