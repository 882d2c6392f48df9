//! What reads values from a tape and collects violations.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::json::findings::{Findings, Found};
use crate::json::number::{self, NoInteger};
use crate::json::tape::Children;
use crate::json::trial::Decision;
use crate::json::words::Words;
use crate::json::{Keyword, Kind, Location, Node, Place, Tape, Violation, Violations, cut};

/// How to read, see [the table](crate#strict-and-tolerant).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// What the document says and nothing else: a server reads a request.
    Strict,
    /// What makes sense: a client reads a response of a server that is newer than the document.
    Tolerant,
}

/// How much work is done for any value, and for each of its nodes, before it is refused: see
/// [the limits](crate::json#work).
const WORK: u64 = 1 << 18;
const WORK_PER_NODE: u64 = 256;

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
    pub(crate) findings: Findings,
    /// How many trials are open.
    pub(super) trials: usize,
    /// What was decided of unions, by the union and the node.
    pub(super) decisions: BTreeMap<(usize, u32), Decision>,
    /// The tags of the tagged unions around the node.
    pub(super) tags: Vec<Node>,
    /// The members of the records around the node that are yet to be read, the next one last.
    pub(super) slots: Vec<Node>,
    /// How much was done, and how much may be.
    work: Work,
    /// Which of several media types the body is in.
    media: usize,
    /// A body that comes as a stream: what no tape can hold.
    attachment: Option<Box<dyn Any + Send>>,
}

/// What reading costs beyond one pass: trials of branches, and rules.
#[derive(Debug)]
struct Work {
    done: u64,
    limit: u64,
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
            findings: Findings::new(),
            trials: 0,
            decisions: BTreeMap::new(),
            tags: Vec::new(),
            slots: Vec::new(),
            work: Work {
                done: 0,
                limit: WORK.saturating_add(WORK_PER_NODE.saturating_mul(tape.size() as u64)),
            },
            media: 0,
            attachment: None,
        }
    }

    /// Counts work; `false` if there was too much of it: [`finish`](Self::finish) will say so.
    #[inline]
    pub(crate) fn work(&mut self, steps: usize) -> bool {
        self.work.done = self.work.done.saturating_add(steps as u64);
        !self.is_exhausted()
    }

    pub(crate) fn is_exhausted(&self) -> bool {
        self.work.done > self.work.limit
    }

    /// Refuses the value as one that takes too much work.
    pub(crate) fn exhaust(&mut self) {
        self.work.done = u64::MAX;
    }

    /// How much was done so far.
    #[cfg(test)]
    pub(crate) fn work_done(&self) -> u64 {
        self.work.done
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
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
    pub(crate) fn finish<T>(mut self, value: Option<T>) -> Result<T, Violations> {
        if self.is_exhausted() {
            self.findings = Findings::new();
            let message = "the value takes too much work to check".to_owned();
            self.plain_violation(Node::ROOT, Keyword::Work, message, None);
        }
        let found = std::mem::take(&mut self.findings.list).into_iter();
        let list = found.map(|found| self.locate(found)).collect();
        match (Violations::from_parts(list, self.findings.more), value) {
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

    fn locate(&self, found: Found) -> Violation {
        let mut place = self.place.clone();
        let (Place::Parameter { pointer, .. } | Place::Body { pointer }) = &mut place;
        *pointer = found.pointer(self.tape);
        Violation {
            place,
            keyword: found.keyword,
            message: found.message,
            limit: found.limit,
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
        if self.findings.is_full() {
            self.findings.more += 1;
            return;
        }
        let message = [&*self.shown(node, value), " ", message].concat();
        self.findings.push(Found {
            limit,
            ..Found::new(node, keyword, message)
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
        self.findings.push(Found {
            limit,
            ..Found::new(node, keyword, message)
        });
    }

    /// Records that a property is missing.
    #[cold]
    pub(crate) fn missing(&mut self, node: Node, property: &'static str) {
        self.findings.push(Found {
            property: Some(property),
            ..Found::new(node, Keyword::Required, "missing")
        });
    }

    /// A value as a message shows it, where that is safe.
    pub(crate) fn shown<'v>(&self, node: Node, value: &'v str) -> Cow<'v, str> {
        match self.tape.kind(node) {
            _ if !self.location().shows_values() => Cow::Borrowed("the value"),
            Kind::Number => cut(value),
            _ => Cow::Owned(["`", &*cut(value), "`"].concat()),
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
        let message = match self.tape.kind(node) {
            Kind::Text => {
                let shown = self.shown(node, self.tape.text_of(node));
                format!("{shown} is not {expected}")
            }
            kind => format!("expected {expected}, found {}", kind.name()),
        };
        self.findings.push(Found {
            is_other_type: true,
            ..Found::new(node, Keyword::Type, message)
        });
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
        let value = self.wide_integer(node, min.into(), max.into())?;
        i64::try_from(value).ok()
    }

    /// An integer between two bounds, which fit 64 bits with or without a sign.
    pub(crate) fn wide_integer(&mut self, node: Node, min: i128, max: i128) -> Option<i128> {
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
                let min = min.to_string();
                let message = format!("is less than {min}");
                self.violation(node, Keyword::Minimum, text, &message, Some(min));
            }
        }
        None
    }

    #[cold]
    fn too_large(&mut self, node: Node, text: &str, max: i128) {
        let max = max.to_string();
        let message = format!("is more than {max}");
        self.violation(node, Keyword::Maximum, text, &message, Some(max));
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
    pub fn listed(&mut self, node: Node, values: &'static Words) -> Option<usize> {
        let text = self.string(node)?;
        let index = values.find(text);
        if index.is_none() {
            self.unlisted(node, text, values.list());
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
        if self.is_tolerant() {
            self.pardon(1);
        } else {
            let message = "the property occurs twice".to_owned();
            self.plain_violation(node, Keyword::Duplicate, message, None);
        }
    }
}

/// `1 item`, `2 items`, `2 properties`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

/// `[pending, building]`, or of many the first and how many there are.
pub(crate) fn list(values: &[&str]) -> String {
    const MAX: usize = 40;
    match values.get(..MAX) {
        Some(first) if values.len() > MAX => {
            format!("[{}, … {} in all]", first.join(", "), values.len())
        }
        _ => format!("[{}]", values.join(", ")),
    }
}
