//! Any program: the set of its instructions that wait for the next character (Thompson's simulation).

use std::ops::ControlFlow;

use crate::node::Place;
use crate::program::{Instruction, Program};

use super::counter::Counter;
use super::{Subject, characters, count_step};

#[derive(Debug, Clone)]
pub(crate) struct Threads {
    program: Program,
}

/// What is true while a text is gone over.
struct State<'m> {
    program: &'m Program,
    subject: &'m Subject<'m>,
    counters: Vec<Counter>,
    /// The instructions that take a character and have been reached at this place.
    waiting: Vec<usize>,
    /// In which round each instruction was reached last.
    reached: Vec<usize>,
    round: usize,
    /// Instructions still to look at.
    stack: Vec<usize>,
}

impl Threads {
    pub(crate) fn new(program: Program) -> Self {
        Self { program }
    }

    pub(super) fn scan(
        &self,
        subject: &Subject<'_>,
        visit: impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let state = State {
            program: &self.program,
            subject,
            counters: self.program.counts.iter().map(Counter::new).collect(),
            waiting: Vec::new(),
            reached: vec![0; self.program.instructions.len()],
            round: 0,
            stack: Vec::new(),
        };
        characters!(subject.text, self.program.reverse, |characters| state
            .run(characters, visit))
    }
}

impl State<'_> {
    fn run(
        mut self,
        characters: impl Iterator<Item = (char, usize)>,
        mut visit: impl FnMut(usize) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let reverse = self.program.reverse;
        let mut characters = characters.peekable();
        let mut at = if reverse { self.subject.text.len() } else { 0 };
        let mut last = None;
        let mut index = 0;
        let mut waiting = Vec::new();
        loop {
            let next = characters.peek().map(|(character, _)| *character);
            let (before, after) = if reverse { (next, last) } else { (last, next) };
            self.stack.push(self.program.start);
            if self.reach(at, Place { before, after }) {
                visit(at)?;
            }
            let Some((character, behind)) = characters.next() else {
                return ControlFlow::Continue(());
            };
            std::mem::swap(&mut waiting, &mut self.waiting);
            for instruction in waiting.drain(..) {
                count_step();
                match self.program.instructions[instruction] {
                    Instruction::Set { set, next }
                        if self.subject.sets.get(set).contains(character) =>
                    {
                        self.stack.push(next);
                    }
                    Instruction::Count { count } => self.counters[count].start(index),
                    _ => {}
                }
            }
            self.step_counters(index, character);
            (at, last, index) = (behind, Some(character), index + 1);
        }
    }

    fn step_counters(&mut self, index: usize, character: char) {
        for (count, counter) in self.program.counts.iter().zip(&mut self.counters) {
            count_step();
            let is_of_set = || self.subject.sets.get(count.set).contains(character);
            if counter.is_running() && counter.step(index, is_of_set()) {
                self.stack.push(count.next);
            }
        }
    }

    /// Follows what is on the stack up to the instructions that take a character. Says whether the pattern has
    /// matched.
    fn reach(&mut self, at: usize, place: Place) -> bool {
        self.round += 1;
        let mut accepted = false;
        while let Some(instruction) = self.stack.pop() {
            if self.reached[instruction] == self.round {
                continue;
            }
            self.reached[instruction] = self.round;
            count_step();
            match self.program.instructions[instruction] {
                Instruction::Set { .. } | Instruction::Count { .. } => {
                    self.waiting.push(instruction);
                }
                Instruction::Split(one, other) => self.stack.extend([other, one]),
                Instruction::Assert { assertion, next } => {
                    if assertion.holds(place) {
                        self.stack.push(next);
                    }
                }
                Instruction::Look {
                    look,
                    negative,
                    next,
                } => {
                    if self.subject.looks[look].get(at) != negative {
                        self.stack.push(next);
                    }
                }
                Instruction::Accept => accepted = true,
            }
        }
        accepted
    }
}
