//! A program as a bit for each place of its pattern that takes a character (Glushkov's automaton).

use std::ops::ControlFlow;

use crate::node::Assertion;
use crate::program::{Instruction, Program};
use crate::set::{SetId, Sets};

use super::counter::Counter;
use super::{Subject, characters, count_step};

/// The largest program that is tried: what follows each place is found by going through it.
const MAX_INSTRUCTIONS: usize = 2048;

/// A bit for each of `64 * W` places.
type Word<const W: usize> = [u64; W];

#[derive(Debug, Clone)]
pub(crate) struct Bits<const W: usize> {
    reverse: bool,
    /// What may follow each place, and whether the pattern may end behind it.
    follow: Vec<Reach<W>>,
    /// What may come first, at the start of the scan and elsewhere.
    first: [Reach<W>; 2],
    /// Where the pattern cannot begin but at the start of the scan.
    anchored: bool,
    /// The places that take each character of ASCII.
    ascii: Box<[Word<W>; 128]>,
    /// The places that take a character of each set.
    sets: Vec<(SetId, Word<W>)>,
    counters: Vec<(usize, Counter)>,
    /// The places that count.
    counting: Word<W>,
}

/// What is reached from somewhere without a character.
#[derive(Debug, Clone, Copy)]
struct Reach<const W: usize> {
    places: Word<W>,
    /// The pattern ends, in the midst of the text.
    accepts: bool,
    /// The pattern ends, at the end of the scan.
    accepts_at_end: bool,
}

impl<const W: usize> Bits<W> {
    /// `None` where the program is too large, or has a condition that is not of the text's ends.
    pub(super) fn new(program: &Program, sets: &Sets) -> Option<Self> {
        let builder = Builder::new(program)?;
        let first = [
            builder.reach(program.start, true),
            builder.reach(program.start, false),
        ];
        let mut bits = Self {
            reverse: program.reverse,
            follow: Vec::new(),
            anchored: first[1].places == [0; W] && !first[1].accepts && !first[1].accepts_at_end,
            first,
            ascii: Box::new([[0; W]; 128]),
            sets: Vec::new(),
            counters: Vec::new(),
            counting: [0; W],
        };
        for instruction in &program.instructions {
            let place = bits.follow.len();
            let (set, next) = match *instruction {
                Instruction::Set { set, next } => (set, next),
                Instruction::Count { count } => {
                    let count = &program.counts[count];
                    bits.counters.push((place, Counter::new(count)));
                    insert(&mut bits.counting, place);
                    (count.set, count.next)
                }
                _ => continue,
            };
            bits.follow.push(builder.reach(next, false));
            if let Some((_, places)) = bits.sets.iter_mut().find(|(known, _)| *known == set) {
                insert(places, place);
            } else {
                let mut places = [0; W];
                insert(&mut places, place);
                bits.sets.push((set, places));
            }
        }
        for (set, places) in &bits.sets {
            let ascii = sets.get(*set).ascii;
            for (byte, takers) in bits.ascii.iter_mut().enumerate() {
                if ascii >> byte & 1 == 1 {
                    unite(takers, places);
                }
            }
        }
        Some(bits)
    }

    pub(super) fn scan(
        &self,
        subject: &Subject<'_>,
        visit: impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        characters!(subject.text, self.reverse, |characters| self
            .run(subject, characters, visit))
    }

    fn run(
        &self,
        subject: &Subject<'_>,
        characters: impl Iterator<Item = (char, usize)>,
        mut visit: impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let text = subject.text;
        let (start, end) = if self.reverse {
            (text.len(), 0)
        } else {
            (0, text.len())
        };
        let mut counters = self.counters.clone();
        let mut reach = self.first[0];
        if reach.accepts || (reach.accepts_at_end && start == end) {
            visit(start)?;
        }
        for (index, (character, behind)) in characters.enumerate() {
            let takers = match self.ascii.get(character as usize) {
                Some(takers) => *takers,
                None => self.takers(subject.sets, character),
            };
            let mut active = [0; W];
            for word in 0..W {
                active[word] = reach.places[word] & takers[word] & !self.counting[word];
            }
            let mut running = false;
            for (place, counter) in &mut counters {
                count_step();
                if contains(&reach.places, *place) {
                    counter.start(index);
                }
                if counter.is_running() {
                    if counter.step(index, contains(&takers, *place)) {
                        insert(&mut active, *place);
                    }
                    running |= counter.is_running();
                }
            }
            if self.anchored && !running && active == [0; W] {
                return ControlFlow::Continue(());
            }
            reach = self.first[1];
            for (word, bits) in active.into_iter().enumerate() {
                let mut bits = bits;
                while bits != 0 {
                    count_step();
                    let follow = &self.follow[word * 64 + bits.trailing_zeros() as usize];
                    unite(&mut reach.places, &follow.places);
                    reach.accepts |= follow.accepts;
                    reach.accepts_at_end |= follow.accepts_at_end;
                    bits &= bits - 1;
                }
            }
            if reach.accepts || (reach.accepts_at_end && behind == end) {
                visit(behind)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn takers(&self, sets: &Sets, character: char) -> Word<W> {
        let mut takers = [0; W];
        for (set, places) in &self.sets {
            if sets.get(*set).contains(character) {
                unite(&mut takers, places);
            }
        }
        takers
    }
}

/// Finds what is reached without a character.
struct Builder<'p, const W: usize> {
    program: &'p Program,
    /// The place of each instruction that takes a character.
    places: Vec<usize>,
}

impl<'p, const W: usize> Builder<'p, W> {
    fn new(program: &'p Program) -> Option<Self> {
        if program.instructions.len() > MAX_INSTRUCTIONS {
            return None;
        }
        let mut places = Vec::new();
        let mut count = 0;
        for instruction in &program.instructions {
            places.push(count);
            match instruction {
                Instruction::Set { .. } | Instruction::Count { .. } => count += 1,
                Instruction::Split(..)
                | Instruction::Accept
                | Instruction::Assert {
                    assertion: Assertion::Start | Assertion::End,
                    ..
                } => {}
                Instruction::Assert { .. } | Instruction::Look { .. } => return None,
            }
        }
        (count <= 64 * W).then_some(Self { program, places })
    }

    fn reach(&self, from: usize, at_start: bool) -> Reach<W> {
        let (places, accepts) = self.closure(from, at_start, false);
        let (_, accepts_at_end) = self.closure(from, at_start, true);
        Reach {
            places,
            accepts,
            accepts_at_end,
        }
    }

    fn closure(&self, from: usize, at_start: bool, at_end: bool) -> (Word<W>, bool) {
        let (at_first, at_last) = if self.program.reverse {
            (at_end, at_start)
        } else {
            (at_start, at_end)
        };
        let mut places = [0; W];
        let mut accepts = false;
        let mut reached = vec![false; self.program.instructions.len()];
        let mut stack = vec![from];
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut reached[at], true) {
                continue;
            }
            match self.program.instructions[at] {
                Instruction::Set { .. } | Instruction::Count { .. } => {
                    insert(&mut places, self.places[at]);
                }
                Instruction::Split(one, other) => stack.extend([one, other]),
                Instruction::Assert { assertion, next } => {
                    let holds = match assertion {
                        Assertion::Start => at_first,
                        _ => at_last,
                    };
                    if holds {
                        stack.push(next);
                    }
                }
                // `new` has refused it.
                Instruction::Look { .. } => {}
                Instruction::Accept => accepts = true,
            }
        }
        (places, accepts)
    }
}

fn insert<const W: usize>(word: &mut Word<W>, place: usize) {
    word[place / 64] |= 1 << (place % 64);
}

fn contains<const W: usize>(word: &Word<W>, place: usize) -> bool {
    word[place / 64] >> (place % 64) & 1 == 1
}

fn unite<const W: usize>(word: &mut Word<W>, other: &Word<W>) {
    for (bits, other) in word.iter_mut().zip(other) {
        *bits |= other;
    }
}
