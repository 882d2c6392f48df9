//! Bounds and rules in words, for the documentation.

use spectrait_ir as ir;

use super::Plan;
use super::docs;
use super::integer::{IntegerRange, integer_range};
use super::object::capitalised;

/// The longest pattern or list of values that is shown, in characters.
const MAX_SHOWN: usize = 120;
/// How many values are listed.
const MAX_VALUES: usize = 12;

impl Plan<'_> {
    /// The bounds and rules of a schema, for readers: `1 to 100; a multiple of 5`.
    pub(crate) fn bounds(&self, id: ir::SchemaId) -> Option<String> {
        let schema = self.api.schema(self.shapes.target(id));
        if schema.rust_type.is_some() {
            return None;
        }
        let bounds = match &schema.kind {
            ir::SchemaKind::Integer(integer) => match integer_range(integer) {
                IntegerRange::Whole => None,
                IntegerRange::Wide => integer.minimum.map(|minimum| format!("at least {minimum}")),
                IntegerRange::AtLeast(minimum) => Some(format!("at least {minimum}")),
                IntegerRange::AtMost(maximum) => Some(format!("at most {maximum}")),
                IntegerRange::Between(minimum, maximum) => Some(format!("{minimum} to {maximum}")),
            },
            ir::SchemaKind::String(string) if string.format == ir::StringFormat::Text => {
                counted(string.min_length, string.max_length, "character")
            }
            ir::SchemaKind::Array(array) => counted(array.min_items, array.max_items, "item"),
            ir::SchemaKind::Tuple(items) => {
                let count = u64::try_from(items.len()).ok();
                counted(count, count, "item")
            }
            ir::SchemaKind::Never => Some("no value is valid".to_owned()),
            _ => None,
        };
        let rules = rules(self.api, &schema.rules);
        let mut parts: Vec<String> = bounds.into_iter().chain(rules).collect();
        parts.dedup();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The same as a sentence of its own.
    pub(crate) fn limits_of(&self, id: ir::SchemaId) -> Option<String> {
        self.bounds(id)
            .map(|bounds| format!("{}.", capitalised(&bounds)))
    }
}

/// Each rule that can be said in a few words; the others in one phrase.
fn rules(api: &ir::Api, rules: &[ir::Rule]) -> Vec<String> {
    let mut said = Vec::new();
    let mut has_more = false;
    for rule in rules {
        match phrase(api, rule) {
            Some(phrase) if phrase.is_empty() => {}
            Some(phrase) => said.push(phrase),
            None => has_more = true,
        }
    }
    said.extend(numbers(rules));
    let count = |least: fn(&ir::Rule) -> Option<u64>, most: fn(&ir::Rule) -> Option<u64>, unit| {
        counted(
            rules.iter().find_map(least),
            rules.iter().find_map(most),
            unit,
        )
    };
    said.extend(count(
        |rule| {
            if let ir::Rule::MinLength(count) = rule {
                Some(*count)
            } else {
                None
            }
        },
        |rule| {
            if let ir::Rule::MaxLength(count) = rule {
                Some(*count)
            } else {
                None
            }
        },
        "character",
    ));
    said.extend(count(
        |rule| {
            if let ir::Rule::MinItems(count) = rule {
                Some(*count)
            } else {
                None
            }
        },
        |rule| {
            if let ir::Rule::MaxItems(count) = rule {
                Some(*count)
            } else {
                None
            }
        },
        "item",
    ));
    said.extend(count(
        |rule| {
            if let ir::Rule::MinProperties(count) = rule {
                Some(*count)
            } else {
                None
            }
        },
        |rule| {
            if let ir::Rule::MaxProperties(count) = rule {
                Some(*count)
            } else {
                None
            }
        },
        "property",
    ));
    if has_more {
        said.push("further rules of the document hold".to_owned());
    }
    said
}

/// The bounds of a number.
fn numbers(rules: &[ir::Rule]) -> Option<String> {
    let parts: Vec<String> = rules
        .iter()
        .filter_map(|rule| match rule {
            ir::Rule::Minimum(number) => Some(format!("at least {}", number.as_str())),
            ir::Rule::ExclusiveMinimum(number) => Some(format!("more than {}", number.as_str())),
            ir::Rule::Maximum(number) => Some(format!("at most {}", number.as_str())),
            ir::Rule::ExclusiveMaximum(number) => Some(format!("less than {}", number.as_str())),
            _ => None,
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

fn phrase(api: &ir::Api, rule: &ir::Rule) -> Option<String> {
    Some(match rule {
        ir::Rule::Pattern(pattern) => {
            let is_shown = pattern.chars().count() <= MAX_SHOWN
                && !pattern.chars().any(docs::is_unwanted)
                && pattern.trim() == pattern;
            if is_shown {
                format!("matches {}", docs::code(pattern))
            } else {
                "matches the pattern of the document".to_owned()
            }
        }
        ir::Rule::MultipleOf(number) => format!("a multiple of {}", number.as_str()),
        ir::Rule::UniqueItems => "no item twice".to_owned(),
        ir::Rule::Enum(values) => {
            let shown: Vec<String> = values
                .iter()
                .map(|value| docs::code(&docs::json(value)))
                .collect();
            let text = shown.join(", ");
            let is_shown = values.len() <= MAX_VALUES && text.chars().count() <= MAX_SHOWN;
            match values.as_slice() {
                [_] if is_shown => format!("always {text}"),
                _ if is_shown => format!("one of {text}"),
                _ => format!("one of {} values", values.len()),
            }
        }
        ir::Rule::Required(names) => format!("with {}", listed(names, "and")),
        ir::Rule::DependentRequired(names) => names
            .iter()
            .filter(|(_, needed)| !needed.is_empty())
            .map(|(name, needed)| format!("{} needs {}", docs::code(name), listed(needed, "and")))
            .collect::<Vec<_>>()
            .join("; "),
        ir::Rule::AnyOf(sets) => format!("with {}", alternatives(api, sets)?),
        ir::Rule::OneOf(sets) => format!("with either {}", alternatives(api, sets)?),
        ir::Rule::Not(set) => match api.rule_set(*set).rules.as_slice() {
            [ir::Rule::Required(names)] => match names.as_slice() {
                [_] => format!("without {}", listed(names, "and")),
                _ => format!("not with all of {}", listed(names, "and")),
            },
            _ => return None,
        },
        // Said together with their counterparts.
        ir::Rule::Minimum(_)
        | ir::Rule::ExclusiveMinimum(_)
        | ir::Rule::Maximum(_)
        | ir::Rule::ExclusiveMaximum(_)
        | ir::Rule::MinLength(_)
        | ir::Rule::MaxLength(_)
        | ir::Rule::MinItems(_)
        | ir::Rule::MaxItems(_)
        | ir::Rule::MinProperties(_)
        | ir::Rule::MaxProperties(_) => return Some(String::new()),
        _ => return None,
    })
}

/// Sets of properties of which one must be there.
fn alternatives(api: &ir::Api, sets: &[ir::RuleSetId]) -> Option<String> {
    let names = sets
        .iter()
        .map(|&set| match api.rule_set(set).rules.as_slice() {
            [ir::Rule::Required(names)] => Some(listed(names, "and")),
            _ => None,
        });
    Some(names.collect::<Option<Vec<String>>>()?.join(" or "))
}

pub(crate) fn listed(names: &[String], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| docs::code(name)).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

fn counted(minimum: Option<u64>, maximum: Option<u64>, unit: &str) -> Option<String> {
    let plural = |count| match (count, unit) {
        (1, _) => unit.to_owned(),
        (_, "property") => "properties".to_owned(),
        _ => format!("{unit}s"),
    };
    match (minimum.filter(|&minimum| minimum > 0), maximum) {
        (None, None) => None,
        (Some(minimum), None) => Some(format!("at least {minimum} {}", plural(minimum))),
        (None, Some(maximum)) => Some(format!("at most {maximum} {}", plural(maximum))),
        (Some(minimum), Some(maximum)) if minimum == maximum => {
            Some(format!("exactly {maximum} {}", plural(maximum)))
        }
        (Some(minimum), Some(maximum)) => {
            Some(format!("{minimum} to {maximum} {}", plural(maximum)))
        }
    }
}
