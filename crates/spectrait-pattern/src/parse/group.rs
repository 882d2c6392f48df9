//! `(…)` and what `(?` begins.

use crate::PatternError;
use crate::node::Node;

use super::{Flags, MAX_DEPTH, Parser};

impl Parser<'_> {
    /// What follows a `(`.
    pub(super) fn group(&mut self, start: usize) -> Result<Node, PatternError> {
        if self.depth == MAX_DEPTH {
            return Err(PatternError::new(
                start,
                format!("groups are nested more than {MAX_DEPTH} deep"),
            ));
        }
        if !self.eat("?") {
            return self.rest_of_group(start);
        }
        for (sign, behind, negative) in [
            ("=", false, false),
            ("!", false, true),
            ("<=", true, false),
            ("<!", true, true),
        ] {
            if self.eat(sign) {
                let id = self.looks;
                self.looks += 1;
                return Ok(Node::Look {
                    id,
                    behind,
                    negative,
                    node: Box::new(self.rest_of_group(start)?),
                });
            }
        }
        if self.eat("<") || self.eat("P<") {
            return self.named_group(start);
        }
        if self.eat(">") {
            return Err(PatternError::new(
                start,
                "`(?>` is an atomic group, which ECMA-262 has not",
            ));
        }
        let outside = self.flags;
        self.flags = self.group_flags(start)?;
        if self.eat(")") {
            // They hold up to the end of the group that this stands in.
            return Ok(Node::Empty);
        }
        self.at += 1;
        let node = self.rest_of_group(start)?;
        self.flags = outside;
        Ok(node)
    }

    fn named_group(&mut self, start: usize) -> Result<Node, PatternError> {
        let rest = &self.text[self.at..];
        let length = rest.find('>').unwrap_or(0);
        let name = &rest[..length];
        let begins_well = name
            .chars()
            .next()
            .is_some_and(|first| first.is_alphabetic() || matches!(first, '_' | '$'));
        let goes_on = name
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '_' | '$'));
        if !(begins_well && goes_on) {
            return Err(PatternError::new(
                start,
                "the group's name is no identifier between `<` and `>`",
            ));
        }
        self.at += length + 1;
        self.rest_of_group(start)
    }

    /// What is inside, and its `)`.
    fn rest_of_group(&mut self, start: usize) -> Result<Node, PatternError> {
        self.depth += 1;
        let node = self.choice()?;
        self.depth -= 1;
        if self.eat(")") {
            Ok(node)
        } else {
            Err(PatternError::new(start, "the group is not closed by a `)`"))
        }
    }

    /// The letters between `(?` and the `)` or `:`, which is left.
    fn group_flags(&mut self, start: usize) -> Result<Flags, PatternError> {
        let mut flags = self.flags;
        let mut on = true;
        let unknown = |end: usize| {
            PatternError::new(
                start,
                format!("`{}` begins no group of ECMA-262", &self.text[start..end]),
            )
        };
        for (at, character) in self.text[self.at..].char_indices() {
            match character {
                'i' => flags.ignore_case = on,
                'm' => flags.multi_line = on,
                's' => flags.dot_all = on,
                // Unicode's meaning is the only one here.
                'u' if on => {}
                '-' if on => on = false,
                ':' | ')' => {
                    self.at += at;
                    return Ok(flags);
                }
                other => return Err(unknown(self.at + at + other.len_utf8())),
            }
        }
        Err(unknown(self.text.len()))
    }
}
