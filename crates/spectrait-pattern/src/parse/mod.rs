//! From text to [`Node`]: ECMA-262, section "Patterns", with Annex B.

mod class;
mod escape;
mod group;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use crate::PatternError;
use crate::node::{Assertion, Node};
use crate::set::Sets;

/// The deepest nesting of groups: what follows goes through them by recursion.
const MAX_DEPTH: usize = 200;

/// The longest pattern, in bytes.
const MAX_LENGTH: usize = 1 << 16;

/// Reads a pattern.
pub(crate) fn parse(text: &str) -> Result<(Node, Sets), PatternError> {
    if text.len() > MAX_LENGTH {
        return Err(PatternError::new(
            0,
            format!(
                "the pattern has {} bytes, more than {MAX_LENGTH}",
                text.len()
            ),
        ));
    }
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        looks: 0,
        flags: Flags::default(),
        sets: Sets::default(),
    };
    let node = parser.choice()?;
    // Only a `)` ends a choice before the end.
    if parser.at < text.len() {
        return Err(parser.error("the `)` closes no group"));
    }
    Ok((node, parser.sets))
}

struct Parser<'t> {
    text: &'t str,
    /// Where it is, in bytes.
    at: usize,
    /// How many groups are open.
    depth: usize,
    /// How many look-arounds there have been.
    looks: usize,
    flags: Flags,
    sets: Sets,
}

/// What `(?i)` and its like have turned on.
#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
}

impl Parser<'_> {
    /// `a|b`, up to the end or the `)` of the group.
    fn choice(&mut self) -> Result<Node, PatternError> {
        let flags = self.flags;
        let mut nodes = vec![self.sequence()?];
        while self.eat("|") {
            nodes.push(self.sequence()?);
        }
        self.flags = flags;
        let sets: Option<Vec<_>> = nodes
            .iter()
            .map(|node| match node {
                Node::Set(set) => Some(*set),
                _ => None,
            })
            .collect();
        Ok(match (sets, nodes.len()) {
            (_, 1) => nodes.swap_remove(0),
            (Some(sets), _) => Node::Set(self.sets.union(&sets)),
            (None, _) => Node::Choice(nodes),
        })
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        while let Some(character) = self.peek() {
            if matches!(character, '|' | ')') {
                break;
            }
            match self.term()? {
                Node::Empty => {}
                Node::Sequence(inner) => nodes.extend(inner),
                node => nodes.push(node),
            }
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.swap_remove(0),
            _ => Node::Sequence(nodes),
        })
    }

    fn term(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        let atom = self.atom()?;
        let offset = self.at;
        let Some((min, max)) = self.quantifier()? else {
            return Ok(atom);
        };
        // In a group, it can.
        if matches!(atom, Node::Assert(_)) && !self.text[start..].starts_with('(') {
            return Err(PatternError::new(
                offset,
                format!("`{}` cannot be repeated", &self.text[start..offset]),
            ));
        }
        // How many it would rather take is of no account to whether it matches.
        self.eat("?");
        if self.peek() == Some('+') {
            return Err(PatternError::new(
                offset,
                format!(
                    "`{}` is a possessive quantifier, which ECMA-262 has not",
                    &self.text[offset..=self.at]
                ),
            ));
        }
        if self.quantifier()?.is_some() {
            return Err(PatternError::new(
                offset,
                format!(
                    "there is nothing to repeat before the last of `{}`",
                    &self.text[offset..self.at]
                ),
            ));
        }
        Ok(match (atom, min, max) {
            (Node::Empty, ..) | (_, _, Some(0)) => Node::Empty,
            (atom, 1, Some(1)) => atom,
            (atom, ..) => Node::Repeat {
                // More of what may be empty is not more.
                min: if atom.is_nullable() { 0 } else { min },
                node: Box::new(atom),
                max,
                offset,
            },
        })
    }

    fn atom(&mut self) -> Result<Node, PatternError> {
        let start = self.at;
        let Some(character) = self.bump() else {
            return Ok(Node::Empty);
        };
        match character {
            '^' if self.flags.multi_line => Ok(Node::Assert(Assertion::LineStart)),
            '^' => Ok(Node::Assert(Assertion::Start)),
            '$' if self.flags.multi_line => Ok(Node::Assert(Assertion::LineEnd)),
            '$' => Ok(Node::Assert(Assertion::End)),
            '.' => {
                let mut class = if self.flags.dot_all {
                    ClassUnicode::empty()
                } else {
                    class_of(&[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')])
                };
                class.negate();
                Ok(Node::Set(self.sets.add(&class)))
            }
            '[' => self.class(start),
            '(' => self.group(start),
            '\\' => self.escape(start),
            '*' | '+' | '?' => Err(PatternError::new(
                start,
                format!("there is nothing to repeat before `{character}`"),
            )),
            '{' => {
                self.at = start;
                if self.quantifier()?.is_some() {
                    return Err(PatternError::new(
                        start,
                        format!(
                            "there is nothing to repeat before `{}`",
                            &self.text[start..self.at]
                        ),
                    ));
                }
                self.at = start + 1;
                Ok(self.character('{'))
            }
            character => Ok(self.character(character)),
        }
    }

    /// One character, or with `(?i)` those that are the same but for their case.
    fn character(&mut self, character: char) -> Node {
        self.set(class_of(&[(character, character)]), false)
    }

    /// A set, completed by `(?i)`, then negated.
    fn set(&mut self, mut class: ClassUnicode, negative: bool) -> Node {
        self.fold(&mut class);
        if negative {
            class.negate();
        }
        Node::Set(self.sets.add(&class))
    }

    fn fold(&self, class: &mut ClassUnicode) {
        if self.flags.ignore_case {
            // The table is among the features that this crate asks for, so it does not fail.
            let _ = class.try_case_fold_simple();
        }
    }

    /// `*`, `+`, `?`, `{1}`, `{1,}`, `{1,2}`; at anything else it stays where it is.
    fn quantifier(&mut self) -> Result<Option<(u32, Option<u32>)>, PatternError> {
        let start = self.at;
        let counts = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.at += 1;
                let counts = self.counts();
                if counts.is_none() {
                    self.at = start;
                }
                let Some((min, max)) = counts else {
                    return Ok(None);
                };
                if max.is_some_and(|max| max < min) {
                    return Err(PatternError::new(
                        start,
                        format!(
                            "the numbers of `{}` are out of order",
                            &self.text[start..self.at]
                        ),
                    ));
                }
                return Ok(Some((min, max)));
            }
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(counts))
    }

    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        let min = self.number()?;
        let max = if self.eat(",") {
            self.number()
        } else {
            Some(min)
        };
        self.eat("}").then_some((min, max))
    }

    /// Decimal digits. No text has as many characters as a number that is cut short here.
    fn number(&mut self) -> Option<u32> {
        let digits = self.text[self.at..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let text = &self.text[self.at..self.at + digits];
        self.at += digits;
        (digits > 0).then(|| text.parse().unwrap_or(u32::MAX))
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.text[self.at..].starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn error(&self, message: impl Into<String>) -> PatternError {
        PatternError::new(self.at, message)
    }
}

fn class_of(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(
        ranges
            .iter()
            .map(|(start, end)| ClassUnicodeRange::new(*start, *end)),
    )
}
