//! A whole pattern, ready to match.

use std::ops::ControlFlow;

use crate::PatternError;
use crate::node::{Assertion, Node};
use crate::program::{Compiler, Look};
use crate::scan::{Bitmap, Machine, Subject};
use crate::set::Sets;

#[derive(Debug, Clone)]
pub(crate) struct Matcher {
    sets: Sets,
    /// Those inside of others come first.
    looks: Vec<Look>,
    /// Look-aheads right after a leading `^`: they are asked at one place only.
    conditions: Vec<Condition>,
    body: Body,
}

#[derive(Debug, Clone)]
struct Condition {
    machine: Machine,
    negative: bool,
}

#[derive(Debug, Clone)]
enum Body {
    /// This very text.
    Text {
        text: Box<str>,
        at_start: bool,
        at_end: bool,
    },
    Machine(Machine),
}

impl Matcher {
    pub(crate) fn new(node: &Node, sets: Sets) -> Result<Self, PatternError> {
        let mut compiler = Compiler::new(&sets);
        let mut nodes = node.as_sequence().to_vec();
        let mut conditions = Vec::new();
        if matches!(nodes.first(), Some(Node::Assert(Assertion::Start))) {
            while let Some(Node::Look {
                behind: false,
                negative,
                node,
                ..
            }) = nodes.get(1)
            {
                let machine = compiler
                    .machine(&[Node::Assert(Assertion::Start), Node::clone(node)], false)?;
                conditions.push(Condition {
                    machine,
                    negative: *negative,
                });
                nodes.remove(1);
            }
        }
        let body = match text_of(&nodes, &sets) {
            Some(text) => text,
            None => Body::Machine(compiler.machine(&nodes, false)?),
        };
        Ok(Self {
            looks: compiler.into_looks(),
            conditions,
            body,
            sets,
        })
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        let mut looks = Vec::new();
        for look in &self.looks {
            let mut places = Bitmap::new(text.len() + 1);
            let subject = Subject {
                text,
                sets: &self.sets,
                looks: &looks,
            };
            look.machine.scan(&subject, |place| {
                places.set(place);
                ControlFlow::Continue(())
            });
            looks.push(places);
        }
        let subject = Subject {
            text,
            sets: &self.sets,
            looks: &looks,
        };
        self.conditions
            .iter()
            .all(|condition| condition.machine.is_match(&subject) != condition.negative)
            && match &self.body {
                Body::Machine(machine) => machine.is_match(&subject),
                Body::Text {
                    text: part,
                    at_start,
                    at_end,
                } => match (at_start, at_end) {
                    (true, true) => text == &**part,
                    (true, false) => text.starts_with(&**part),
                    (false, true) => text.ends_with(&**part),
                    (false, false) => text.contains(&**part),
                },
            }
    }
}

/// The text, where a pattern is nothing but one.
fn text_of(mut nodes: &[Node], sets: &Sets) -> Option<Body> {
    let mut at_start = false;
    let mut at_end = false;
    if let [Node::Assert(Assertion::Start), rest @ ..] = nodes {
        (at_start, nodes) = (true, rest);
    }
    if let [rest @ .., Node::Assert(Assertion::End)] = nodes {
        (at_end, nodes) = (true, rest);
    }
    let text: Option<String> = nodes
        .iter()
        .map(|node| match node {
            Node::Set(set) => sets.get(*set).single(),
            _ => None,
        })
        .collect();
    Some(Body::Text {
        text: text?.into(),
        at_start,
        at_end,
    })
}
