//! Rules that combine others.

use crate::json::{Found, Keyword, Kind, Node, reasons};
use crate::rules::Rule;
use crate::rules::judge::Judge;
use crate::rules::seen::Seen;

impl Judge<'_, '_, '_> {
    pub(super) fn combination(
        &mut self,
        rule: &'static Rule,
        node: Node,
        mut seen: Option<&mut Seen>,
    ) -> bool {
        match rule {
            Rule::AllOf(lists) => {
                let mut is_valid = true;
                for list in *lists {
                    is_valid &= self.list(list, node, seen.as_deref_mut());
                }
                is_valid
            }
            Rule::AnyOf(lists) => self.any_of(lists, node, seen),
            Rule::OneOf(lists) => self.one_of(lists, node, seen),
            Rule::Not(rules) => {
                !self.holds(rules, node, None)
                    || self.fail(node, Keyword::Not, None, |_| {
                        "it is what `not` forbids".to_owned()
                    })
            }
            Rule::If(condition, then, otherwise) => {
                let rules = if self.holds(condition, node, seen.as_deref_mut()) {
                    then
                } else {
                    otherwise
                };
                self.list(rules, node, seen)
            }
            Rule::DependentSchemas(dependents) => {
                if self.kind(node) != Kind::Object {
                    return true;
                }
                let mut is_valid = true;
                for (name, rules) in *dependents {
                    if self.member(node, name).is_some() {
                        is_valid &= self.list(rules, node, seen.as_deref_mut());
                    }
                }
                is_valid
            }
            _ => true,
        }
    }

    fn any_of(
        &mut self,
        lists: &'static [&'static [Rule]],
        node: Node,
        mut seen: Option<&mut Seen>,
    ) -> bool {
        let mut failed = Vec::new();
        let mut is_valid = false;
        for list in lists {
            match self.attempt(list, node, seen.as_deref_mut()) {
                Ok(()) => is_valid = true,
                Err(found) => failed.push(found),
            }
            // The others may have looked at more.
            if is_valid && seen.is_none() {
                break;
            }
        }
        is_valid || self.none_of(lists, node, Keyword::AnyOf, &failed)
    }

    fn one_of(
        &mut self,
        lists: &'static [&'static [Rule]],
        node: Node,
        seen: Option<&mut Seen>,
    ) -> bool {
        let mut failed = Vec::new();
        let mut valid = Vec::new();
        let mut account = None;
        for (index, list) in lists.iter().enumerate() {
            let mut own = seen.is_some().then(Seen::default);
            match self.attempt(list, node, own.as_mut()) {
                Ok(()) => {
                    valid.push(index + 1);
                    account = own;
                }
                Err(found) => failed.push(found),
            }
            if let [first, second] = valid[..] {
                return self.fail(node, Keyword::OneOf, None, |_| {
                    format!("valid by alternatives {first} and {second}, exactly one is allowed")
                });
            }
        }
        if valid.is_empty() {
            return self.none_of(lists, node, Keyword::OneOf, &failed);
        }
        if let (Some(seen), Some(account)) = (seen, account) {
            seen.merge(account);
        }
        true
    }

    /// Where only one alternative is for this JSON type, its violations are told, each at its own place.
    #[cold]
    fn none_of(
        &mut self,
        lists: &'static [&'static [Rule]],
        node: Node,
        keyword: Keyword,
        failed: &[Found],
    ) -> bool {
        let mut near = lists
            .iter()
            .zip(failed)
            .filter(|(_, found)| !found.is_type_of(node));
        if let (Some((list, _)), None) = (near.next(), near.next())
            && lists.len() > 1
        {
            return self.list(list, node, None);
        }
        self.fail(node, keyword, None, |judge| {
            let numbered = failed.iter().enumerate();
            let numbered = numbered.map(|(index, found)| (index + 1, found));
            reasons("alternative", judge.tape, node, numbered)
        })
    }
}
