//! `[…]`.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use crate::PatternError;
use crate::node::Node;

use super::Parser;

/// What stands in a class: a code point, which may be half of a surrogate pair and then stands for nothing, or
/// several.
pub(super) enum Item {
    Point(u32),
    Set(ClassUnicode),
}

impl Parser<'_> {
    /// What follows a `[`. `[]` is nothing, `[^]` anything.
    pub(super) fn class(&mut self, start: usize) -> Result<Node, PatternError> {
        let negative = self.eat("^");
        let mut ranges = Vec::new();
        let mut sets = ClassUnicode::empty();
        loop {
            if self.eat("]") {
                break;
            }
            let offset = self.at;
            let first = self.class_item(start)?;
            let hyphen = self.at;
            if !self.eat("-") {
                add(first, &mut ranges, &mut sets);
                continue;
            }
            if self.peek() == Some(']') {
                self.at = hyphen;
                add(first, &mut ranges, &mut sets);
                continue;
            }
            match (first, self.class_item(start)?) {
                (Item::Point(first), Item::Point(last)) if first > last => {
                    return Err(PatternError::new(
                        offset,
                        format!(
                            "the range `{}` is out of order",
                            &self.text[offset..self.at]
                        ),
                    ));
                }
                (Item::Point(first), Item::Point(last)) => push(&mut ranges, first, last),
                // Annex B: it is no range, and the hyphen is itself.
                (first, last) => {
                    add(first, &mut ranges, &mut sets);
                    add(last, &mut ranges, &mut sets);
                    push(&mut ranges, u32::from('-'), u32::from('-'));
                }
            }
        }
        sets.union(&ClassUnicode::new(ranges));
        Ok(self.set(sets, negative))
    }

    fn class_item(&mut self, start: usize) -> Result<Item, PatternError> {
        let offset = self.at;
        match self.bump() {
            None => Err(PatternError::new(start, "the class is not closed by a `]`")),
            Some('\\') => self.class_escape(offset),
            Some(character) => Ok(Item::Point(character.into())),
        }
    }
}

fn add(item: Item, ranges: &mut Vec<ClassUnicodeRange>, sets: &mut ClassUnicode) {
    match item {
        Item::Point(point) => push(ranges, point, point),
        Item::Set(set) => sets.union(&set),
    }
}

/// Adds a range. Surrogates are left out: no text holds one.
fn push(ranges: &mut Vec<ClassUnicodeRange>, first: u32, last: u32) {
    for (low, high) in [(0, 0xD7FF), (0xE000, 0x10_FFFF)] {
        let (first, last) = (first.max(low), last.min(high));
        if let (true, Some(first), Some(last)) =
            (first <= last, char::from_u32(first), char::from_u32(last))
        {
            ranges.push(ClassUnicodeRange::new(first, last));
        }
    }
}
