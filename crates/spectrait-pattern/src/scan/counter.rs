//! Counts the characters of a repetition, however many of it run at once.

use std::collections::VecDeque;

use crate::program::Count;

/// The runs of one [`Count`].
///
/// All have taken every character since they began, so what tells them apart is where that was. A character that is not
/// of the set ends all of them.
#[derive(Debug, Clone)]
pub(super) struct Counter {
    min: usize,
    max: Option<usize>,
    /// How many characters had been gone over when each began, ascending.
    starts: VecDeque<usize>,
}

impl Counter {
    pub(super) fn new(count: &Count) -> Self {
        Self {
            min: count.min as usize,
            max: count.max.map(|max| max as usize),
            starts: VecDeque::new(),
        }
    }

    /// Begins a run before the character with this index.
    pub(super) fn start(&mut self, index: usize) {
        // Without a largest count the oldest run is ready before, and never ends before, the others.
        if self.starts.is_empty() || (self.max.is_some() && self.starts.back() != Some(&index)) {
            self.starts.push_back(index);
        }
    }

    /// Takes the character with this index. Says whether a run may end behind it.
    pub(super) fn step(&mut self, index: usize, is_of_set: bool) -> bool {
        if !is_of_set {
            self.starts.clear();
            return false;
        }
        while let (Some(start), Some(max)) = (self.starts.front(), self.max) {
            if index + 1 - start <= max {
                break;
            }
            self.starts.pop_front();
        }
        self.starts
            .front()
            .is_some_and(|start| index + 1 - start >= self.min)
    }

    pub(super) fn is_running(&self) -> bool {
        !self.starts.is_empty()
    }
}
