//! Rules of scalars and arrays.

use std::cmp::Ordering;

use crate::json::{Found, Keyword, Kind, Node, counted, cut, list};
use crate::rules::cache::is_match;
use crate::rules::decimal::Decimal;
use crate::rules::equality::{equals, write_canonical};
use crate::rules::judge::Judge;
use crate::rules::seen::Seen;
use crate::rules::{JsonType, Rule};

impl Judge<'_, '_, '_> {
    pub(super) fn has_type(&mut self, types: &'static [JsonType], node: Node) -> bool {
        let kind = self.kind(node);
        let is = |json_type: &JsonType| match json_type {
            JsonType::Null => kind == Kind::Null,
            JsonType::Boolean => matches!(kind, Kind::True | Kind::False),
            JsonType::Number => kind == Kind::Number,
            JsonType::Integer => {
                kind == Kind::Number && Decimal::new(self.tape.text_of(node)).is_integer()
            }
            JsonType::String => kind == Kind::String,
            JsonType::Array => kind == Kind::Array,
            JsonType::Object => kind == Kind::Object,
        };
        if types.iter().any(is) {
            return true;
        }
        let names: Vec<&str> = types.iter().map(|json_type| json_type.name()).collect();
        let expected = names.join(" or ");
        if kind == Kind::Number && types.contains(&JsonType::Integer) {
            let message = match types {
                [_] => "is not an integer".to_owned(),
                _ => format!("is not {expected}"),
            };
            return self.fail_value(node, Keyword::Type, None, || message);
        }
        let message = format!("expected {expected}, found {}", kind.name());
        self.decoder.findings.push(Found {
            is_other_type: true,
            ..Found::new(node, Keyword::Type, message)
        });
        false
    }

    pub(super) fn is_listed(&mut self, values: &'static [&'static str], node: Node) -> bool {
        let cost = match self.kind(node) {
            Kind::Array | Kind::Object => values.len() * self.tape.span(node),
            Kind::Number => values.len(),
            _ => values.len() / 8,
        };
        if !self.decoder.work(cost) {
            return false;
        }
        if values.iter().any(|value| equals(self.tape, node, value)) {
            return true;
        }
        let shown: Vec<&str> = values
            .iter()
            .map(|value| {
                let inner = value
                    .strip_prefix('"')
                    .and_then(|rest| rest.strip_suffix('"'));
                inner.unwrap_or(value)
            })
            .collect();
        let list = list(&shown);
        let message = format!("is none of {list}");
        self.fail_value(node, Keyword::Enum, Some(list), || message)
    }

    pub(super) fn number(&mut self, rule: &'static Rule, node: Node) -> bool {
        let (keyword, limit, wrong) = match rule {
            Rule::Minimum(limit) => (Keyword::Minimum, limit, "is less than"),
            Rule::ExclusiveMinimum(limit) => (Keyword::ExclusiveMinimum, limit, "is not more than"),
            Rule::Maximum(limit) => (Keyword::Maximum, limit, "is more than"),
            Rule::ExclusiveMaximum(limit) => (Keyword::ExclusiveMaximum, limit, "is not less than"),
            Rule::MultipleOf(limit) => (Keyword::MultipleOf, limit, "is not a multiple of"),
            _ => return true,
        };
        let (value, bound) = (Decimal::new(self.tape.text_of(node)), Decimal::new(limit));
        let is_valid = match (keyword, value.compare(&bound)) {
            (Keyword::MultipleOf, _) => value.is_multiple_of(&bound),
            (Keyword::Minimum, order) => order != Ordering::Less,
            (Keyword::Maximum, order) => order != Ordering::Greater,
            (Keyword::ExclusiveMinimum, order) => order == Ordering::Greater,
            (_, order) => order == Ordering::Less,
        };
        is_valid
            || self.fail_value(node, keyword, Some((*limit).to_owned()), || {
                format!("{wrong} {}", cut(limit))
            })
    }

    pub(super) fn string(&mut self, rule: &'static Rule, node: Node) -> bool {
        let text = self.tape.text_of(node);
        match rule {
            Rule::MinLength(_) | Rule::MaxLength(_) => {
                let is_minimum = matches!(rule, Rule::MinLength(_));
                self.size(rule, node, text.chars().count(), "character", is_minimum)
            }
            Rule::Pattern(pattern) => {
                self.decoder.work(text.len() / 16);
                is_match(pattern, text)
                    || self.fail_value(node, Keyword::Pattern, Some((*pattern).to_owned()), || {
                        format!("does not match `{}`", cut(pattern))
                    })
            }
            _ => true,
        }
    }

    /// A number of characters, items or properties.
    pub(super) fn size(
        &mut self,
        rule: &'static Rule,
        node: Node,
        count: usize,
        noun: &str,
        is_minimum: bool,
    ) -> bool {
        let (keyword, limit) = match rule {
            Rule::MinLength(limit) => (Keyword::MinLength, *limit),
            Rule::MaxLength(limit) => (Keyword::MaxLength, *limit),
            Rule::MinItems(limit) => (Keyword::MinItems, *limit),
            Rule::MaxItems(limit) => (Keyword::MaxItems, *limit),
            Rule::MinProperties(limit) => (Keyword::MinProperties, *limit),
            Rule::MaxProperties(limit) => (Keyword::MaxProperties, *limit),
            _ => return true,
        };
        let order = (count as u64).cmp(&limit);
        let (wrong, word) = if is_minimum {
            (Ordering::Less, "at least")
        } else {
            (Ordering::Greater, "at most")
        };
        order != wrong
            || self.fail(node, keyword, Some(limit.to_string()), |_| {
                format!("{}, {word} {limit} allowed", counted(count, noun))
            })
    }

    pub(super) fn array(
        &mut self,
        rule: &'static Rule,
        node: Node,
        mut seen: Option<&mut Seen>,
    ) -> bool {
        let len = self.tape.len(node);
        match rule {
            Rule::MinItems(_) => self.size(rule, node, len, "item", true),
            Rule::MaxItems(_) => self.size(rule, node, len, "item", false),
            Rule::UniqueItems => self.unique(node),
            Rule::PrefixItems(lists) => {
                let mut is_valid = true;
                for (item, rules) in self.items(node).into_iter().zip(*lists) {
                    is_valid &= self.child(rules, item, Keyword::Items);
                    if let Some(seen) = &mut seen {
                        seen.child(item);
                    }
                }
                is_valid
            }
            Rule::Items(start, rules) => {
                let start = usize::try_from(*start).unwrap_or(usize::MAX);
                let mut is_valid = true;
                for item in self.items(node).into_iter().skip(start) {
                    is_valid &= self.child(rules, item, Keyword::Items);
                    if let Some(seen) = &mut seen {
                        seen.child(item);
                    }
                }
                is_valid
            }
            Rule::Contains(rules, minimum, maximum) => {
                self.contains(rules, (*minimum, *maximum), node, seen)
            }
            _ => true,
        }
    }

    fn items(&self, node: Node) -> Vec<Node> {
        let mut children = self.tape.children(node);
        std::iter::from_fn(|| self.tape.next(&mut children)).collect()
    }

    fn contains(
        &mut self,
        rules: &'static [Rule],
        (minimum, maximum): (u64, Option<u64>),
        node: Node,
        mut seen: Option<&mut Seen>,
    ) -> bool {
        let mut count: u64 = 0;
        for item in self.items(node) {
            if self.holds(rules, item, None) {
                count += 1;
                if let Some(seen) = &mut seen {
                    seen.child(item);
                }
            }
        }
        let (keyword, word, limit) = match maximum {
            _ if count < minimum => (Keyword::Contains, "at least", minimum),
            Some(maximum) if count > maximum => (Keyword::MaxContains, "at most", maximum),
            _ => return true,
        };
        self.fail(node, keyword, Some(limit.to_string()), |_| {
            format!("{count} of the items are as `contains` says, {word} {limit} must be")
        })
    }

    fn unique(&mut self, node: Node) -> bool {
        if !self.decoder.work(self.tape.span(node)) {
            return false;
        }
        let items = self.items(node);
        let mut texts: Vec<(String, usize)> = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let mut text = String::new();
                write_canonical(self.tape, item, &mut text);
                (text, index)
            })
            .collect();
        texts.sort_unstable();
        let equal = texts.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let Some(pair) = equal.min_by_key(|pair| pair[1].1) else {
            return true;
        };
        let (first, second) = (pair[0].1, pair[1].1);
        self.fail(node, Keyword::UniqueItems, None, |_| {
            format!("the items {first} and {second} are equal")
        })
    }
}
