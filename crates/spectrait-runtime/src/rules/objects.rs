//! Rules of objects.

use crate::json::{Decoder, Keyword, Kind, Mode, Node, Tape};
use crate::rules::cache::is_match;
use crate::rules::judge::Judge;
use crate::rules::seen::Seen;
use crate::rules::{Rule, judge};

impl Judge<'_, '_, '_> {
    pub(super) fn object(
        &mut self,
        rule: &'static Rule,
        node: Node,
        seen: Option<&mut Seen>,
    ) -> bool {
        match rule {
            Rule::MinProperties(_) | Rule::MaxProperties(_) => {
                let is_minimum = matches!(rule, Rule::MinProperties(_));
                let count = self.members(node).len();
                self.size(rule, node, count, "property", is_minimum)
            }
            Rule::Required(names) => self.required(names, node),
            Rule::DependentRequired(dependents) => {
                let mut is_valid = true;
                for (name, names) in *dependents {
                    if self.member(node, name).is_some() {
                        is_valid &= self.required(names, node);
                    }
                }
                is_valid
            }
            Rule::Properties(properties) => self.properties(properties, node, seen),
            Rule::PatternProperties(_)
            | Rule::AdditionalProperties(..)
            | Rule::PropertyNames(_) => self.each_member(rule, node, seen),
            _ => true,
        }
    }

    /// The member of a name; the last, if there are several.
    pub(super) fn member(&self, node: Node, name: &str) -> Option<Node> {
        let members = self.members(node).into_iter().rev();
        members
            .into_iter()
            .find(|member| self.tape.key(*member) == name)
    }

    /// The members of several names, in the order of the names.
    fn lookup(
        &mut self,
        node: Node,
        names: impl ExactSizeIterator<Item = &'static str>,
    ) -> Vec<(usize, Option<Node>)> {
        let mut members = self.members(node);
        self.decoder.work(members.len() + names.len());
        // Equal keys stay in order, so that the last of them is found.
        members.sort_by_key(|member| self.tape.key(*member));
        let find = |name: &str| {
            let end = members.partition_point(|member| self.tape.key(*member) <= name);
            let last = end.checked_sub(1).map(|at| members[at]);
            last.filter(|member| self.tape.key(*member) == name)
        };
        names
            .enumerate()
            .map(|(at, name)| (at, find(name)))
            .collect()
    }

    fn required(&mut self, names: &'static [&'static str], node: Node) -> bool {
        let mut is_valid = true;
        for (at, member) in self.lookup(node, names.iter().copied()) {
            if member.is_none() {
                is_valid = false;
                self.decoder.missing(node, names[at]);
            }
        }
        is_valid
    }

    fn properties(
        &mut self,
        properties: &'static [(&'static str, &'static [Rule])],
        node: Node,
        mut seen: Option<&mut Seen>,
    ) -> bool {
        let mut is_valid = true;
        let names = properties.iter().map(|(name, _)| *name);
        for (at, member) in self.lookup(node, names) {
            let Some(member) = member else {
                continue;
            };
            is_valid &= self.child(properties[at].1, member, Keyword::AdditionalProperties);
            if let Some(seen) = &mut seen {
                seen.child(member);
            }
        }
        is_valid
    }

    fn each_member(
        &mut self,
        rule: &'static Rule,
        node: Node,
        mut seen: Option<&mut Seen>,
    ) -> bool {
        let mut is_valid = true;
        for member in self.members(node) {
            let key = self.tape.key(member);
            let mut is_seen = false;
            match rule {
                Rule::PatternProperties(patterns) => {
                    self.decoder.work(patterns.len());
                    for (pattern, rules) in *patterns {
                        if is_match(pattern, key) {
                            is_seen = true;
                            is_valid &= self.child(rules, member, Keyword::AdditionalProperties);
                        }
                    }
                }
                Rule::AdditionalProperties(names, patterns, rules) => {
                    self.decoder.work(names.len() / 8 + patterns.len());
                    let is_other = !names.contains(&key)
                        && !patterns.iter().any(|pattern| is_match(pattern, key));
                    if is_other {
                        is_seen = true;
                        is_valid &= self.child(rules, member, Keyword::AdditionalProperties);
                    }
                }
                Rule::PropertyNames(rules) => is_valid &= self.name(rules, member, key),
                _ => {}
            }
            if is_seen && let Some(seen) = &mut seen {
                seen.child(member);
            }
        }
        is_valid
    }

    /// The name of a member is a string of its own.
    fn name(&mut self, rules: &'static [Rule], member: Node, key: &str) -> bool {
        let tape = Tape::of_string(key);
        let mut decoder = Decoder::at(&tape, Mode::Strict, self.decoder.place().clone());
        let is_valid = judge(&mut decoder, Node::ROOT, rules, &[], None);
        let Err(violations) = decoder.finish(is_valid.then_some(())) else {
            return true;
        };
        self.fail(member, Keyword::PropertyNames, None, |_| {
            format!("the name is not allowed: {}", violations.first().message)
        })
    }

    /// An item or member; with a word of its own where no value is allowed.
    pub(super) fn child(&mut self, rules: &'static [Rule], child: Node, keyword: Keyword) -> bool {
        if !matches!(rules, [Rule::Never]) {
            return self.list(rules, child, None);
        }
        let noun = match keyword {
            Keyword::Items | Keyword::UnevaluatedItems => "item",
            _ => "property",
        };
        self.fail(child, keyword, None, |_| {
            format!("the schema allows no such {noun}")
        })
    }

    /// What no rule has looked at.
    pub(super) fn unevaluated(
        &mut self,
        rules: &'static [Rule],
        node: Node,
        seen: &mut Seen,
    ) -> bool {
        let keyword = match self.kind(node) {
            Kind::Array => Keyword::UnevaluatedItems,
            _ => Keyword::UnevaluatedProperties,
        };
        let mut is_valid = true;
        for child in self.members(node) {
            if !seen.contains(child) {
                is_valid &= self.child(rules, child, keyword);
            }
        }
        seen.all();
        is_valid
    }
}
