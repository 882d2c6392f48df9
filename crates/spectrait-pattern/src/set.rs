//! Sets of characters.

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// Which set of [`Sets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SetId(pub(crate) u32);

/// The sets of a pattern, each once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sets(Vec<Set>);

/// A set of characters: a bit for each of ASCII, sorted ranges beyond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set {
    pub(crate) ascii: u128,
    high: Box<[(char, char)]>,
}

impl Sets {
    pub(crate) fn add(&mut self, class: &ClassUnicode) -> SetId {
        let set = Set::new(class);
        let at = self
            .0
            .iter()
            .position(|known| *known == set)
            .unwrap_or_else(|| {
                self.0.push(set);
                self.0.len() - 1
            });
        // A pattern has fewer characters than a `u32` counts: the parser refuses longer ones.
        SetId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub(crate) fn get(&self, id: SetId) -> &Set {
        &self.0[id.0 as usize]
    }

    /// The set that holds what any of these holds.
    pub(crate) fn union(&mut self, ids: &[SetId]) -> SetId {
        let mut class = ClassUnicode::empty();
        for id in ids {
            class.union(&self.get(*id).to_class());
        }
        self.add(&class)
    }
}

impl Set {
    fn new(class: &ClassUnicode) -> Self {
        let mut ascii = 0;
        let mut high = Vec::new();
        for range in class.ranges() {
            for byte in range.start() as u32..=(range.end() as u32).min(127) {
                ascii |= 1 << byte;
            }
            if !range.end().is_ascii() {
                high.push((range.start().max('\u{80}'), range.end()));
            }
        }
        Self {
            ascii,
            high: high.into(),
        }
    }

    pub(crate) fn contains(&self, character: char) -> bool {
        if character.is_ascii() {
            return self.ascii >> (character as u32) & 1 == 1;
        }
        let after = self.high.partition_point(|(start, _)| *start <= character);
        after > 0 && character <= self.high[after - 1].1
    }

    /// The character, where there is one.
    pub(crate) fn single(&self) -> Option<char> {
        match *self.high {
            [] if self.ascii.is_power_of_two() => char::from_u32(self.ascii.trailing_zeros()),
            [(start, end)] if self.ascii == 0 && start == end => Some(start),
            _ => None,
        }
    }

    fn to_class(&self) -> ClassUnicode {
        let ascii = (0..128u8)
            .filter(|byte| self.ascii >> byte & 1 == 1)
            .map(char::from)
            .map(|character| (character, character));
        ClassUnicode::new(
            ascii
                .chain(self.high.iter().copied())
                .map(|(start, end)| ClassUnicodeRange::new(start, end)),
        )
    }
}
