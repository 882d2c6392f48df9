//! A pattern as instructions for an automaton.

use crate::PatternError;
use crate::node::{Assertion, Node};
use crate::scan::Machine;
use crate::set::{SetId, Sets};

/// The most instructions of a pattern, counted repetitions written out.
const MAX_INSTRUCTIONS: usize = 1 << 16;

/// Sets that are repeated more often than this are counted, not written out.
const MAX_WRITTEN_OUT: u32 = 16;

/// An automaton that goes over a text in one direction, from every place of it.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) instructions: Vec<Instruction>,
    pub(crate) start: usize,
    /// Whether it goes from the text's end to its beginning.
    pub(crate) reverse: bool,
    /// What is counted; [`Instruction::Count`] has the index.
    pub(crate) counts: Vec<Count>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Instruction {
    /// Takes a character of the set.
    Set { set: SetId, next: usize },
    /// Takes several characters of one set.
    Count { count: usize },
    /// Goes on at both.
    Split(usize, usize),
    /// Goes on where the assertion holds.
    Assert { assertion: Assertion, next: usize },
    /// Goes on where the look-around holds.
    Look {
        look: usize,
        negative: bool,
        next: usize,
    },
    /// The pattern has matched.
    Accept,
}

/// How often a character of a set is taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) set: SetId,
    /// At least 1.
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
    /// Where it goes on.
    pub(crate) next: usize,
}

/// A look-around: at which places of a text its pattern ends (behind) or begins (ahead).
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) machine: Machine,
}

/// Makes the programs of a pattern.
pub(crate) struct Compiler<'s> {
    sets: &'s Sets,
    /// How many instructions there may still be.
    left: usize,
    /// Those inside of others come first.
    looks: Vec<Look>,
    /// Where in `looks` the look-around of an id is; repetition compiles one several times.
    known: Vec<(usize, usize)>,
}

impl<'s> Compiler<'s> {
    pub(crate) fn new(sets: &'s Sets) -> Self {
        Self {
            sets,
            left: MAX_INSTRUCTIONS,
            looks: Vec::new(),
            known: Vec::new(),
        }
    }

    pub(crate) fn into_looks(self) -> Vec<Look> {
        self.looks
    }

    /// The machine for these nodes, one after the other in the text whatever the direction.
    pub(crate) fn machine(
        &mut self,
        nodes: &[Node],
        reverse: bool,
    ) -> Result<Machine, PatternError> {
        let program = self.program(nodes, reverse)?;
        Ok(Machine::new(program, self.sets))
    }

    pub(crate) fn program(
        &mut self,
        nodes: &[Node],
        reverse: bool,
    ) -> Result<Program, PatternError> {
        let mut program = Program {
            instructions: vec![Instruction::Accept],
            start: 0,
            reverse,
            counts: Vec::new(),
        };
        program.start = self.sequence(&mut program, nodes, 0)?;
        Ok(program)
    }

    /// Adds the instructions of a node that go on at `next`, and says where they begin.
    fn node(
        &mut self,
        program: &mut Program,
        node: &Node,
        next: usize,
    ) -> Result<usize, PatternError> {
        match node {
            Node::Empty => Ok(next),
            Node::Set(set) => self.add(program, 0, Instruction::Set { set: *set, next }),
            Node::Sequence(nodes) => self.sequence(program, nodes, next),
            Node::Choice(nodes) => {
                let mut start = None;
                for node in nodes.iter().rev() {
                    let branch = self.node(program, node, next)?;
                    start = Some(match start {
                        None => branch,
                        Some(others) => self.add(program, 0, Instruction::Split(branch, others))?,
                    });
                }
                Ok(start.unwrap_or(next))
            }
            Node::Repeat {
                node,
                min,
                max,
                offset,
            } => self.repeat(program, node, (*min, *max), *offset, next),
            Node::Assert(assertion) => {
                let assertion = *assertion;
                self.add(program, 0, Instruction::Assert { assertion, next })
            }
            Node::Look {
                id,
                behind,
                negative,
                node,
            } => {
                let known = self.known.iter().find(|(known, _)| known == id);
                let look = if let Some((_, look)) = known {
                    *look
                } else {
                    let machine = self.machine(std::slice::from_ref(node), !behind)?;
                    self.looks.push(Look { machine });
                    self.known.push((*id, self.looks.len() - 1));
                    self.looks.len() - 1
                };
                let negative = *negative;
                self.add(
                    program,
                    0,
                    Instruction::Look {
                        look,
                        negative,
                        next,
                    },
                )
            }
        }
    }

    fn sequence(
        &mut self,
        program: &mut Program,
        nodes: &[Node],
        mut next: usize,
    ) -> Result<usize, PatternError> {
        if program.reverse {
            for node in nodes {
                next = self.node(program, node, next)?;
            }
        } else {
            for node in nodes.iter().rev() {
                next = self.node(program, node, next)?;
            }
        }
        Ok(next)
    }

    fn repeat(
        &mut self,
        program: &mut Program,
        node: &Node,
        (min, max): (u32, Option<u32>),
        offset: usize,
        next: usize,
    ) -> Result<usize, PatternError> {
        if let Node::Set(set) = node
            && max.unwrap_or(min) > MAX_WRITTEN_OUT
        {
            let count = program.counts.len();
            program.counts.push(Count {
                set: *set,
                min: min.max(1),
                max,
                next,
            });
            let start = self.add(program, offset, Instruction::Count { count })?;
            return if min == 0 {
                self.add(program, offset, Instruction::Split(start, next))
            } else {
                Ok(start)
            };
        }
        let mut start = next;
        let mut copies = min;
        if let Some(max) = max {
            for _ in min..max {
                let once = self.copy(program, node, offset, start)?;
                start = self.add(program, offset, Instruction::Split(once, next))?;
            }
        } else {
            let again = self.add(program, offset, Instruction::Split(next, next))?;
            let once = self.node(program, node, again)?;
            program.instructions[again] = Instruction::Split(once, next);
            // The first time is the loop's own.
            start = if min == 0 { again } else { once };
            copies = min.saturating_sub(1);
        }
        for _ in 0..copies {
            start = self.copy(program, node, offset, start)?;
        }
        Ok(start)
    }

    /// One of the copies of a repetition; costs something even if it has no instruction.
    fn copy(
        &mut self,
        program: &mut Program,
        node: &Node,
        offset: usize,
        next: usize,
    ) -> Result<usize, PatternError> {
        self.charge(offset)?;
        self.node(program, node, next)
            .map_err(|error| PatternError {
                // The outermost repetition is the one to look at.
                offset,
                ..error
            })
    }

    fn add(
        &mut self,
        program: &mut Program,
        offset: usize,
        instruction: Instruction,
    ) -> Result<usize, PatternError> {
        self.charge(offset)?;
        program.instructions.push(instruction);
        Ok(program.instructions.len() - 1)
    }

    fn charge(&mut self, offset: usize) -> Result<(), PatternError> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            PatternError::new(
                offset,
                format!(
                    "the pattern is too large: written out, its repetitions are more than {MAX_INSTRUCTIONS} steps"
                ),
            )
        })?;
        Ok(())
    }
}
