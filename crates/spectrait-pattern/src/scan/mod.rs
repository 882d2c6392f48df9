//! Goes over a text once and finds all places at which a program's pattern ends.

mod bits;
mod counter;
mod threads;

use std::ops::ControlFlow;

use crate::program::Program;
use crate::set::Sets;

use bits::Bits;
pub(crate) use threads::Threads;

/// A program in the shape that is quickest for it.
#[derive(Debug, Clone)]
pub(crate) enum Machine {
    /// At most 64 places in the pattern, no condition but `^` and `$`: nearly all patterns that there are.
    Narrow(Box<Bits<1>>),
    /// The same with more places.
    Wide(Box<Bits<4>>),
    /// Any.
    Threads(Threads),
}

/// What is gone over.
pub(crate) struct Subject<'t> {
    pub(crate) text: &'t str,
    pub(crate) sets: &'t Sets,
    /// Where the look-arounds hold.
    pub(crate) looks: &'t [Bitmap],
}

impl Machine {
    pub(crate) fn new(program: Program, sets: &Sets) -> Self {
        if let Some(bits) = Bits::<1>::new(&program, sets) {
            Self::Narrow(Box::new(bits))
        } else if let Some(bits) = Bits::<4>::new(&program, sets) {
            Self::Wide(Box::new(bits))
        } else {
            Self::Threads(Threads::new(program))
        }
    }

    /// Whether the pattern matches anywhere.
    pub(crate) fn is_match(&self, subject: &Subject<'_>) -> bool {
        let mut found = false;
        self.scan(subject, |_| {
            found = true;
            ControlFlow::Break(())
        });
        found
    }

    /// Calls `visit` with each place, in bytes from the text's beginning, at which the pattern ends, until it breaks.
    pub(crate) fn scan(&self, subject: &Subject<'_>, visit: impl FnMut(usize) -> ControlFlow<()>) {
        // A break is the caller's own.
        let _ = match self {
            Self::Narrow(bits) => bits.scan(subject, visit),
            Self::Wide(bits) => bits.scan(subject, visit),
            Self::Threads(threads) => threads.scan(subject, visit),
        };
    }
}

/// A set of places of a text.
#[derive(Debug, Clone)]
pub(crate) struct Bitmap(Vec<u64>);

impl Bitmap {
    pub(crate) fn new(places: usize) -> Self {
        Self(vec![0; places.div_ceil(64)])
    }

    pub(crate) fn set(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    pub(crate) fn get(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }
}

/// The characters of a text in the order of a scan, each with the place behind it.
macro_rules! characters {
    ($text:expr, $reverse:expr, |$characters:ident| $body:expr) => {
        if $reverse {
            let $characters = $text
                .char_indices()
                .rev()
                .map(|(place, character)| (character, place));
            $body
        } else {
            let $characters = $text
                .char_indices()
                .map(|(place, character)| (character, place + character.len_utf8()));
            $body
        }
    };
}
pub(crate) use characters;

#[cfg(test)]
thread_local! {
    /// What the scans of this thread have done, in steps of the automata.
    pub(crate) static WORK: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts a step, for the tests.
fn count_step() {
    #[cfg(test)]
    WORK.with(|work| work.set(work.get() + 1));
}
