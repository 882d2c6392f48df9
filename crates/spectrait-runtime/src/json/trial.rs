//! Reading on trial: which branch of a union a value is.

use std::cmp::Reverse;

use crate::json::decoder::list;
use crate::json::findings::{Findings, Found, Losses};
use crate::json::{
    Decoder, Encode, Encoder, Keyword, Kind, Mode, Node, ReadBranch, Tape, UnionShape,
};

/// What is set aside while a branch is tried.
#[derive(Debug)]
pub(crate) struct Trial(Findings);

/// What became of a trial.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The first violation; without one the value fits.
    pub(crate) first: Option<Found>,
    /// How much of the value was lost.
    pub(crate) losses: Losses,
}

/// What is remembered of a union at a node, so that nesting does not multiply.
#[derive(Debug, Clone)]
pub(crate) enum Decision {
    /// It is this branch, or fails as this branch does.
    Branch(usize),
    /// It is none.
    Failed(Found),
}

/// Where to go on.
enum Choice {
    Branch(usize, Node),
    Failed,
    Try(Candidates),
}

/// The branches that were tried.
#[derive(Debug)]
struct Candidates {
    /// The member that should have been the tag is missing: no branch is better than another.
    is_untagged: bool,
    /// Whether the value is text, whose type is the most special one that reads it.
    is_text: bool,
    /// The branches that are valid.
    valid: Vec<Valid>,
    /// The first violation of each other branch.
    failed: Vec<(usize, Found)>,
}

/// A branch that a value is valid as.
#[derive(Debug, Clone, Copy)]
struct Valid {
    branch: usize,
    /// How many scalars have a type of their own, if the value is text.
    typed: usize,
    losses: Losses,
}

impl Decoder<'_> {
    /// Reads on trial from here on: violations are set aside, and the first ends it.
    pub(crate) fn begin_trial(&mut self, keep: usize) -> Trial {
        self.trials += 1;
        Trial(std::mem::replace(&mut self.findings, Findings::up_to(keep)))
    }

    pub(crate) fn end_trial(&mut self, trial: Trial) -> Outcome {
        self.trials -= 1;
        let tried = std::mem::replace(&mut self.findings, trial.0);
        Outcome {
            first: tried.list.into_iter().next(),
            losses: tried.losses,
        }
    }

    /// Whether a trial has failed already: nothing of it will be used.
    #[inline]
    pub(crate) fn is_doomed(&self) -> bool {
        self.trials > 0 && !self.findings.is_empty()
    }

    /// Whether this is a trial.
    pub(crate) fn is_trial(&self) -> bool {
        self.trials > 0
    }

    /// Says that something was let pass that a strict reading does not.
    #[inline]
    pub(crate) fn pardon(&mut self, count: usize) {
        self.findings.losses.pardoned += count;
    }

    /// Says that properties were ignored.
    #[inline]
    pub(crate) fn ignore(&mut self, count: usize) {
        self.findings.losses.ignored += count;
    }

    /// Reads one of several types.
    pub fn union<T: Encode>(
        &mut self,
        union: &'static UnionShape,
        node: Node,
        branches: &[ReadBranch<T>],
    ) -> Option<T> {
        let mut candidates = match self.choose(union, node) {
            Choice::Branch(branch, tag) => return self.branch(node, tag, *branches.get(branch)?),
            Choice::Failed => return None,
            Choice::Try(candidates) => candidates,
        };
        let mut best = None;
        for (branch, read) in branches.iter().enumerate() {
            let trial = self.begin_trial(1);
            let value = read(self, node);
            let typed = match &value {
                Some(value) if candidates.is_text => typed_scalars(value),
                _ => 0,
            };
            let outcome = self.end_trial(trial);
            if candidates.add(branch, value.is_some(), typed, outcome) {
                best = value;
            }
            if candidates.is_settled(union, self.mode()) {
                break;
            }
        }
        match self.decide(union, node, candidates) {
            Some((branch, false)) => self.branch(node, Node::ABSENT, *branches.get(branch)?),
            Some((_, true)) => best,
            None => None,
        }
    }

    fn branch<T>(&mut self, node: Node, tag: Node, read: ReadBranch<T>) -> Option<T> {
        self.tags.push(tag);
        let value = read(self, node);
        self.tags.pop();
        value
    }

    /// The member of a name; the last, if there are several.
    pub(crate) fn tag_of(&self, node: Node, name: &str) -> Option<Node> {
        let tape = self.tape();
        if tape.kind(node) != Kind::Object {
            return None;
        }
        let mut members = tape.children(node);
        let members = std::iter::from_fn(|| tape.next(&mut members));
        members.filter(|member| tape.key(*member) == name).last()
    }

    /// By the tag, or by what is remembered.
    fn choose(&mut self, union: &'static UnionShape, node: Node) -> Choice {
        if self.is_doomed() {
            return Choice::Failed;
        }
        let mut is_untagged = false;
        if let Some(name) = union.tag {
            if self.members(node).is_none() {
                return Choice::Failed;
            }
            if let Some(tag) = self.tag_of(node, name) {
                let Some(text) = self.string(tag) else {
                    return Choice::Failed;
                };
                let Some(branch) = union.tagged(text) else {
                    self.unlisted(tag, text, &union.tags());
                    return Choice::Failed;
                };
                return Choice::Branch(branch, tag);
            }
            is_untagged = true;
        }
        if !self.work(1) {
            return Choice::Failed;
        }
        match self.decisions.get(&key(union, node)) {
            Some(Decision::Branch(branch)) => Choice::Branch(*branch, Node::ABSENT),
            Some(Decision::Failed(found)) => {
                let found = found.clone();
                self.findings.push(found);
                Choice::Failed
            }
            None => Choice::Try(Candidates {
                is_untagged,
                is_text: self.tape().has_text(node),
                valid: Vec::new(),
                failed: Vec::new(),
            }),
        }
    }

    /// The branch, and whether its value is at hand; `None`: a violation was recorded.
    fn decide(
        &mut self,
        union: &'static UnionShape,
        node: Node,
        mut candidates: Candidates,
    ) -> Option<(usize, bool)> {
        let most = candidates.best().map_or(0, |best| best.typed);
        candidates.valid.retain(|valid| valid.typed == most);
        let must_be_one =
            candidates.is_untagged || union.exactly_one && self.mode() == Mode::Strict;
        let rivals = match candidates.best() {
            // A tolerant reading of an untagged value takes the best, if there is one best.
            Some(best) if self.mode() == Mode::Tolerant => {
                let valid = candidates.valid.iter();
                valid.filter(|other| other.losses == best.losses).count()
            }
            _ => candidates.valid.len(),
        };
        if self.is_exhausted() {
            return None;
        }
        let decision = match candidates.best() {
            Some(best) if !must_be_one || rivals == 1 => {
                self.remember(union, node, || Decision::Branch(best.branch));
                self.findings.losses.add(best.losses);
                return Some((best.branch, true));
            }
            Some(_) => Decision::Failed(several(union, node, &candidates)),
            None => match candidates.sole(node) {
                Some(branch) => Decision::Branch(branch),
                None => Decision::Failed(self.none(union, node, &candidates)),
            },
        };
        self.remember(union, node, || decision.clone());
        match decision {
            Decision::Branch(branch) => Some((branch, false)),
            Decision::Failed(found) => {
                self.findings.push(found);
                None
            }
        }
    }

    /// Outside of every trial nothing is read twice.
    fn remember(
        &mut self,
        union: &'static UnionShape,
        node: Node,
        decision: impl FnOnce() -> Decision,
    ) {
        if self.is_trial() {
            self.decisions.insert(key(union, node), decision());
        }
    }

    fn none(&self, union: &UnionShape, node: Node, candidates: &Candidates) -> Found {
        if candidates.is_untagged {
            return missing_tag(union, node);
        }
        let named = candidates.failed.iter().map(|(branch, found)| {
            let name = union.branches.get(*branch).map_or("", |branch| branch.name);
            (name, found)
        });
        let message = reasons("branch", self.tape(), node, named);
        let failed = &candidates.failed;
        Found {
            is_other_type: failed.iter().all(|(_, found)| found.is_type_of(node)),
            ..Found::new(node, union.keyword(), message)
        }
    }
}

/// ``no branch is valid (A: at `/id`: …; B: …)``
pub(crate) fn reasons<'f>(
    noun: &str,
    tape: &Tape<'_>,
    node: Node,
    branches: impl ExactSizeIterator<Item = (impl std::fmt::Display, &'f Found)>,
) -> String {
    use std::fmt::Write as _;
    const MAX: usize = 8;
    let count = branches.len();
    let mut message = format!("no {noun} is valid (");
    for (index, (name, found)) in branches.take(MAX).enumerate() {
        if index > 0 {
            message.push_str("; ");
        }
        // Writing to a string cannot fail.
        let _ = write!(message, "{name}: ");
        found.as_reason(tape, node, &mut message);
    }
    if count > MAX {
        let _ = write!(message, "; and {} more", count - MAX);
    }
    message.push(')');
    message
}

fn several(union: &UnionShape, node: Node, candidates: &Candidates) -> Found {
    let names: Vec<&str> = candidates
        .valid
        .iter()
        .filter_map(|valid| Some(union.branches.get(valid.branch)?.name))
        .collect();
    if candidates.is_untagged {
        return missing_tag(union, node);
    }
    let message = format!("valid as each of {}, exactly one is allowed", list(&names));
    Found::new(node, union.keyword(), message)
}

fn missing_tag(union: &UnionShape, node: Node) -> Found {
    let tags = list(&union.tags());
    Found {
        property: union.tag,
        limit: Some(tags.clone()),
        ..Found::new(
            node,
            Keyword::Required,
            format!("missing; it is one of {tags}"),
        )
    }
}

/// What a union at a node is remembered by.
fn key(union: &'static UnionShape, node: Node) -> (usize, u32) {
    (std::ptr::from_ref(union).addr(), node.number())
}

impl Candidates {
    /// Adds a branch; whether it is the best so far.
    fn add(&mut self, branch: usize, is_value: bool, typed: usize, outcome: Outcome) -> bool {
        match outcome.first {
            Some(found) => self.failed.push((branch, found)),
            None if is_value => {
                let losses = outcome.losses;
                self.valid.push(Valid {
                    branch,
                    typed,
                    losses,
                });
                return self.best().is_some_and(|best| best.branch == branch);
            }
            // A `Decode` by hand that reports nothing.
            None => {}
        }
        false
    }

    /// The most special reading, then the one that loses least, then the first.
    fn best(&self) -> Option<Valid> {
        let rank = |valid: &Valid| (Reverse(valid.typed), valid.losses, valid.branch);
        self.valid.iter().copied().min_by_key(rank)
    }

    /// Whether no further branch changes the answer.
    fn is_settled(&self, union: &UnionShape, mode: Mode) -> bool {
        if self.is_text || self.is_untagged {
            return false;
        }
        if union.exactly_one && mode == Mode::Strict {
            return self.valid.len() == 2;
        }
        self.best().is_some_and(|best| best.losses == Losses::NONE)
    }

    /// The only branch whose JSON type is right.
    fn sole(&self, node: Node) -> Option<usize> {
        if self.is_untagged {
            return None;
        }
        let mut plausible = self
            .failed
            .iter()
            .filter(|(_, found)| !found.is_type_of(node));
        match (plausible.next(), plausible.next()) {
            (Some((branch, _)), None) => Some(*branch),
            _ => None,
        }
    }
}

/// How many scalars of a value are numbers or booleans.
fn typed_scalars(value: &dyn Encode) -> usize {
    let mut encoder = Encoder::new(Mode::Tolerant);
    value.encode_into(&mut encoder);
    let Ok(json) = encoder.finish() else {
        return 0;
    };
    let Ok(tape) = Tape::parse(json.as_bytes()) else {
        return 0;
    };
    tape.nodes()
        .filter(|node| matches!(tape.kind(*node), Kind::Number | Kind::True | Kind::False))
        .count()
}
