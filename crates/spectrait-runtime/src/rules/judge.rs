//! Rules, and the nodes they are about.

use std::collections::BTreeMap;

use crate::json::{
    Decoder, Encode, Encoder, Found, Keyword, Kind, Mode, Node, Outcome, Tape, is_number,
};
use crate::rules::seen::Seen;
use crate::rules::{Rule, RuleSet, violations};

/// How deep rules may be inside of each other. A value nests 128 deep at most; what goes beyond this is a document whose
/// references run in circles.
const MAX_DEPTH: usize = 640;

/// Checks rules, and records violations; whether there were none.
///
/// `ignored` are members of the node that rules do not see. `value` is what was made of a node that holds texts: it says
/// which type a text has.
pub(crate) fn judge(
    decoder: &mut Decoder<'_>,
    node: Node,
    rules: &'static [Rule],
    ignored: &'static [&'static str],
    value: Option<&dyn Encode>,
) -> bool {
    let Some(value) = value.filter(|_| decoder.tape().has_text(node)) else {
        let tape = decoder.tape();
        return Judge::new(decoder, tape, node, ignored).list(rules, node, None);
    };
    let mut encoder = Encoder::new(Mode::Tolerant);
    value.encode_into(&mut encoder);
    let Ok(json) = encoder.finish() else {
        return true;
    };
    let Ok(other) = Tape::parse(json.as_bytes()) else {
        return true;
    };
    if let Some(typed) = decoder.tape().typed_like(node, &other) {
        return Judge::new(decoder, &typed, node, ignored).list(rules, node, None);
    }
    let Some(violations) = violations(&json, rules, ignored) else {
        return true;
    };
    for violation in &violations {
        let message = match violation.place.pointer() {
            "" => violation.message.clone(),
            pointer => format!("at `{pointer}`: {}", violation.message),
        };
        decoder.plain_violation(node, violation.keyword, message, violation.limit.clone());
    }
    false
}

/// Checks rules of nodes of one tape.
pub(super) struct Judge<'d, 't, 'v> {
    pub(super) decoder: &'d mut Decoder<'t>,
    /// The decoder's, or one with the same nodes in which texts have types.
    pub(super) tape: &'v Tape<'v>,
    root: Node,
    ignored: &'static [&'static str],
    /// What rule sets say of nodes, with and without an account of what they looked at.
    verdicts: BTreeMap<(usize, u32, bool), Verdict>,
    /// The rule sets that are being checked, from the outermost one.
    open: Vec<(usize, Node)>,
    depth: usize,
}

#[derive(Debug, Clone)]
struct Verdict {
    is_valid: bool,
    seen: Option<Seen>,
    /// The first violation, unless nobody listened.
    first: Option<Found>,
}

impl<'d, 't, 'v> Judge<'d, 't, 'v> {
    pub(super) fn new(
        decoder: &'d mut Decoder<'t>,
        tape: &'v Tape<'v>,
        root: Node,
        ignored: &'static [&'static str],
    ) -> Self {
        Self {
            decoder,
            tape,
            root,
            ignored,
            verdicts: BTreeMap::new(),
            open: Vec::new(),
            depth: 0,
        }
    }

    /// Whether all rules hold. What they looked at is added if so.
    pub(super) fn list(
        &mut self,
        rules: &'static [Rule],
        node: Node,
        seen: Option<&mut Seen>,
    ) -> bool {
        if rules.is_empty() {
            return true;
        }
        if self.depth == MAX_DEPTH {
            self.decoder.exhaust();
        }
        if !self.decoder.work(rules.len()) || self.decoder.is_doomed() {
            return false;
        }
        self.depth += 1;
        let is_valid = self.all(rules, node, seen);
        self.depth -= 1;
        is_valid
    }

    fn all(&mut self, rules: &'static [Rule], node: Node, seen: Option<&mut Seen>) -> bool {
        let looks_back = |rule: &Rule| {
            matches!(
                rule,
                Rule::UnevaluatedProperties(_) | Rule::UnevaluatedItems(_)
            )
        };
        let needs_account = seen.is_some() || rules.iter().any(looks_back);
        let mut own = needs_account.then(Seen::default);
        let mut is_valid = true;
        for rule in rules.iter().filter(|rule| !looks_back(rule)) {
            is_valid &= self.rule(rule, node, own.as_mut());
        }
        // What a rule that does not hold has looked at is not known, so nothing is left over for certain.
        if is_valid && let Some(own) = &mut own {
            for rule in rules.iter().filter(|rule| looks_back(rule)) {
                is_valid &= self.left_over(rule, node, own);
            }
        }
        if is_valid && let (Some(seen), Some(own)) = (seen, own) {
            seen.merge(own);
        }
        is_valid
    }

    fn rule(&mut self, rule: &'static Rule, node: Node, seen: Option<&mut Seen>) -> bool {
        match rule {
            Rule::Ref(set) => self.set(set, node, seen),
            Rule::Never => {
                let message = "the schema allows no value".to_owned();
                self.fail(node, Keyword::False, None, |_| message)
            }
            Rule::AllOf(_)
            | Rule::AnyOf(_)
            | Rule::OneOf(_)
            | Rule::Not(_)
            | Rule::If(..)
            | Rule::DependentSchemas(_) => self.combination(rule, node, seen),
            Rule::Type(types) => self.has_type(types, node),
            Rule::Enum(values) => self.is_listed(values, node),
            _ => match self.kind(node) {
                Kind::Number => self.number(rule, node),
                Kind::String => self.string(rule, node),
                Kind::Array => self.array(rule, node, seen),
                Kind::Object => self.object(rule, node, seen),
                _ => true,
            },
        }
    }

    fn left_over(&mut self, rule: &'static Rule, node: Node, seen: &mut Seen) -> bool {
        match (rule, self.kind(node)) {
            (Rule::UnevaluatedItems(rules), Kind::Array)
            | (Rule::UnevaluatedProperties(rules), Kind::Object) => {
                self.unevaluated(rules, node, seen)
            }
            _ => true,
        }
    }

    fn set(&mut self, set: &'static RuleSet, node: Node, mut seen: Option<&mut Seen>) -> bool {
        let address = std::ptr::from_ref(set).addr();
        // Around in a circle without a step into the value: nothing new will be said.
        let here = self.open.iter().rev().take_while(|open| open.1 == node);
        if here.into_iter().any(|open| open.0 == address) {
            return true;
        }
        let key = (address, node.number(), seen.is_some());
        let verdict = match self.verdicts.get(&key) {
            Some(verdict)
                if verdict.is_valid
                    || verdict.first.is_some()
                    || self.decoder.findings.is_full() =>
            {
                let verdict = verdict.clone();
                if let Some(first) = &verdict.first {
                    self.decoder.findings.push(first.clone());
                }
                verdict
            }
            _ => {
                let mut own = seen.is_some().then(Seen::default);
                let before = self.decoder.findings.list.len();
                self.open.push((address, node));
                let is_valid = self.list(set.0, node, own.as_mut());
                self.open.pop();
                let list = &self.decoder.findings.list;
                let verdict = Verdict {
                    is_valid,
                    seen: own,
                    first: (!is_valid).then(|| list.get(before).cloned()).flatten(),
                };
                self.verdicts.insert(key, verdict.clone());
                verdict
            }
        };
        if verdict.is_valid
            && let (Some(seen), Some(own)) = (&mut seen, verdict.seen)
        {
            seen.merge(own);
        }
        verdict.is_valid
    }

    /// The first violation of a list, if there is one, and what it looked at otherwise.
    pub(super) fn attempt(
        &mut self,
        rules: &'static [Rule],
        node: Node,
        seen: Option<&mut Seen>,
    ) -> Result<(), Found> {
        let trial = self.decoder.begin_trial(1);
        let is_valid = self.list(rules, node, seen);
        let Outcome { first, .. } = self.decoder.end_trial(trial);
        if is_valid {
            return Ok(());
        }
        Err(first.unwrap_or_else(|| Found::new(node, Keyword::False, "it does not fit")))
    }

    /// Whether a list holds, without a word.
    pub(super) fn holds(
        &mut self,
        rules: &'static [Rule],
        node: Node,
        seen: Option<&mut Seen>,
    ) -> bool {
        let trial = self.decoder.begin_trial(0);
        let is_valid = self.list(rules, node, seen);
        self.decoder.end_trial(trial);
        is_valid
    }

    /// Records a violation; `false`.
    #[cold]
    pub(super) fn fail(
        &mut self,
        node: Node,
        keyword: Keyword,
        limit: Option<String>,
        message: impl FnOnce(&Self) -> String,
    ) -> bool {
        if self.decoder.findings.is_full() {
            self.decoder.findings.more += 1;
        } else {
            let message = message(self);
            self.decoder.plain_violation(node, keyword, message, limit);
        }
        false
    }

    /// Records a violation that begins with the value; `false`.
    #[cold]
    pub(super) fn fail_value(
        &mut self,
        node: Node,
        keyword: Keyword,
        limit: Option<String>,
        message: impl FnOnce() -> String,
    ) -> bool {
        self.fail(node, keyword, limit, |judge| {
            let shown = match judge.tape.kind(node) {
                Kind::Array | Kind::Object => "the value".into(),
                Kind::Null => "null".into(),
                Kind::True => judge.decoder.shown(node, "true"),
                Kind::False => judge.decoder.shown(node, "false"),
                _ => judge.decoder.shown(node, judge.tape.text_of(node)),
            };
            format!("{shown} {}", message())
        })
    }

    /// What a node is. A text that nothing gave a type is the most special that it reads as.
    pub(super) fn kind(&self, node: Node) -> Kind {
        match (self.tape.kind(node), self.tape.text_of(node)) {
            (Kind::Text, "true") => Kind::True,
            (Kind::Text, "false") => Kind::False,
            (Kind::Text, text) if is_number(text) => Kind::Number,
            (Kind::Text, _) => Kind::String,
            (kind, _) => kind,
        }
    }

    /// The members of an object that rules see.
    pub(super) fn members(&self, node: Node) -> Vec<Node> {
        let mut children = self.tape.children(node);
        let mut members = Vec::with_capacity(self.tape.len(node));
        while let Some(child) = self.tape.next(&mut children) {
            let is_ignored = node == self.root && self.ignored.contains(&self.tape.key(child));
            if !is_ignored {
                members.push(child);
            }
        }
        members
    }
}
