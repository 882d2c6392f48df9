//! What a pattern says.

use crate::set::SetId;

/// A part of a pattern. Groups leave no trace: nothing can refer to them.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// The empty text.
    Empty,
    /// One character of a set.
    Set(SetId),
    /// One after the other.
    Sequence(Vec<Node>),
    /// One of them.
    Choice(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        /// Where it stands in the pattern, in bytes.
        offset: usize,
    },
    /// A condition on the place, which takes no character.
    Assert(Assertion),
    /// A condition on what is before or after the place.
    Look {
        /// Which one of the pattern's.
        id: usize,
        behind: bool,
        negative: bool,
        node: Box<Node>,
    },
}

/// A condition on a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assertion {
    /// `^`
    Start,
    /// `$`
    End,
    /// `^` with `(?m)`
    LineStart,
    /// `$` with `(?m)`
    LineEnd,
    /// `\b`, or `\B` where `negative`. With `(?i)`, `folded`, two more characters are of words.
    Word { negative: bool, folded: bool },
}

impl Node {
    /// Whether it matches the empty text anywhere.
    pub(crate) fn is_nullable(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Set(_) | Self::Assert(_) | Self::Look { .. } => false,
            Self::Sequence(nodes) => nodes.iter().all(Self::is_nullable),
            Self::Choice(nodes) => nodes.iter().any(Self::is_nullable),
            Self::Repeat { node, min, .. } => *min == 0 || node.is_nullable(),
        }
    }

    /// The nodes that follow each other in it.
    pub(crate) fn as_sequence(&self) -> &[Node] {
        match self {
            Self::Sequence(nodes) => nodes,
            node => std::slice::from_ref(node),
        }
    }
}

/// The characters beside a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) before: Option<char>,
    pub(crate) after: Option<char>,
}

impl Assertion {
    /// Whether it holds at a place.
    pub(crate) fn holds(self, place: Place) -> bool {
        match self {
            Self::Start => place.before.is_none(),
            Self::End => place.after.is_none(),
            Self::LineStart => place.before.is_none_or(is_line_end),
            Self::LineEnd => place.after.is_none_or(is_line_end),
            Self::Word { negative, folded } => {
                let is_word = |character: Option<char>| {
                    character.is_some_and(|character| {
                        character.is_ascii_alphanumeric()
                            || character == '_'
                            || (folded && matches!(character, '\u{17F}' | '\u{212A}'))
                    })
                };
                (is_word(place.before) != is_word(place.after)) != negative
            }
        }
    }
}

/// ECMA-262, `LineTerminator`.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}
