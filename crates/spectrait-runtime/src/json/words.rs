//! A list of strings in which one is found quickly.

use std::sync::OnceLock;

/// The values of a string enum, in the order of the document.
#[derive(Debug)]
pub struct Words {
    list: &'static [&'static str],
    /// Positions in `list`, sorted by what stands there. Made at first use, and only for a long list.
    sorted: OnceLock<Box<[usize]>>,
}

/// Up to here a look at each is as quick as a search.
const SHORT: usize = 16;

impl Words {
    /// With these values, which differ.
    #[must_use]
    pub const fn new(list: &'static [&'static str]) -> Self {
        Self {
            list,
            sorted: OnceLock::new(),
        }
    }

    /// The values.
    #[must_use]
    pub const fn list(&self) -> &'static [&'static str] {
        self.list
    }

    /// Where a value stands.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        if self.list.len() <= SHORT {
            return self.list.iter().position(|value| *value == text);
        }
        let sorted = self.sorted.get_or_init(|| {
            let mut sorted: Box<[usize]> = (0..self.list.len()).collect();
            sorted.sort_by_key(|at| self.list[*at]);
            sorted
        });
        let found = sorted.binary_search_by_key(&text, |at| self.list[*at]);
        found.ok().map(|at| sorted[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_lists() {
        static SHORT: Words = Words::new(&["b", "a", ""]);
        static LONG: Words = Words::new(&[
            "q", "w", "e", "r", "t", "z", "u", "i", "o", "p", "a", "s", "d", "f", "g", "h", "j",
            "k", "l", "",
        ]);
        for words in [&SHORT, &LONG] {
            for (at, word) in words.list().iter().enumerate() {
                assert_eq!(words.find(word), Some(at), "{word}");
            }
            for word in ["x", "A", "zz", " "] {
                assert_eq!(words.find(word), None, "{word}");
            }
        }
    }
}
