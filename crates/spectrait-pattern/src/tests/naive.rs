//! Matching by the meaning of each node alone: slow, and plain enough to believe.

use std::collections::BTreeSet;

use crate::node::{Node, Place};
use crate::set::Sets;

pub(super) struct Naive<'n> {
    pub(super) sets: &'n Sets,
    pub(super) text: &'n [char],
}

impl Naive<'_> {
    pub(super) fn is_match(&self, node: &Node) -> bool {
        (0..=self.text.len()).any(|start| !self.ends(node, start).is_empty())
    }

    /// Where a match that begins at `start` may end.
    fn ends(&self, node: &Node, start: usize) -> BTreeSet<usize> {
        let only_if = |holds: bool| holds.then_some(start).into_iter().collect();
        match node {
            Node::Empty => only_if(true),
            Node::Set(set) => self
                .text
                .get(start)
                .filter(|character| self.sets.get(*set).contains(**character))
                .map(|_| start + 1)
                .into_iter()
                .collect(),
            Node::Sequence(nodes) => nodes.iter().fold(BTreeSet::from([start]), |starts, node| {
                self.all(node, &starts)
            }),
            Node::Choice(nodes) => nodes
                .iter()
                .flat_map(|node| self.ends(node, start))
                .collect(),
            Node::Repeat { node, min, max, .. } => {
                let mut now = BTreeSet::from([start]);
                for _ in 0..*min {
                    now = self.all(node, &now);
                }
                let mut all = now.clone();
                for _ in *min..max.unwrap_or(u32::MAX) {
                    now = self.all(node, &now);
                    if now.is_subset(&all) {
                        break;
                    }
                    all.extend(&now);
                }
                all
            }
            Node::Assert(assertion) => only_if(assertion.holds(Place {
                before: start.checked_sub(1).map(|before| self.text[before]),
                after: self.text.get(start).copied(),
            })),
            Node::Look {
                behind,
                negative,
                node,
                ..
            } => {
                let holds = if *behind {
                    (0..=start).any(|from| self.ends(node, from).contains(&start))
                } else {
                    !self.ends(node, start).is_empty()
                };
                only_if(holds != *negative)
            }
        }
    }

    fn all(&self, node: &Node, starts: &BTreeSet<usize>) -> BTreeSet<usize> {
        starts
            .iter()
            .flat_map(|start| self.ends(node, *start))
            .collect()
    }
}
