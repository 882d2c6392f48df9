//! Rules: what a schema says that its type does not.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::circles::Circles;
use super::claims::{Claim, Claims};
use super::docs::{self, Text};
use super::integer::{IntegerRange, integer_range};
use super::naming::Names;
use super::scope::{Home, Scope};
use super::shapes::{Direction, Shape, Shapes};
use super::{Plan, names};
use crate::model::{self, Rule, RuleArgument};

/// A set of no more rules than this is written out wherever it is used.
const SHORT: usize = 2;

/// The sets of rules that are declared once, under a name.
#[derive(Debug, Default)]
pub(crate) struct RuleNames(BTreeMap<ir::RuleSetId, String>);

impl RuleNames {
    /// Finds out which they are: those that refer to themselves, and longer ones that are used more than once. They are
    /// named after their component, else after the first schema that uses them.
    pub(crate) fn of(api: &ir::Api, shapes: &Shapes<'_>, names: &Names) -> Self {
        let edges: Vec<Vec<usize>> = api
            .rule_sets
            .iter()
            .map(|set| {
                set.rules
                    .iter()
                    .flat_map(inside)
                    .map(|(id, _)| id.index())
                    .collect()
            })
            .collect();
        let circles = Circles::of(&edges);
        let mut roots: Vec<(&str, ir::SchemaId)> = (0..api.schemas.len())
            .filter_map(|index| {
                let id = ir::SchemaId(u32::try_from(index).ok()?);
                let ident = names.named(id)?.ident.as_str();
                is_checked_somewhere(api, shapes, id).then_some((ident, id))
            })
            .collect();
        roots.sort_unstable();

        let mut uses: BTreeMap<ir::RuleSetId, usize> = BTreeMap::new();
        let mut wanted: BTreeMap<ir::RuleSetId, String> = BTreeMap::new();
        for (ident, id) in roots {
            let mut open: Vec<(&ir::Rule, String)> = Vec::new();
            let constant = names::plain(&names::constant(ident)).to_owned();
            open.extend(
                api.schema(id)
                    .rules
                    .iter()
                    .map(|rule| (rule, constant.clone())),
            );
            while let Some((rule, outer)) = open.pop() {
                for (set, what) in inside(rule) {
                    let count = uses.entry(set).or_default();
                    *count += 1;
                    if *count > 1 {
                        continue;
                    }
                    let inner = match &api.rule_set(set).component {
                        Some(component) => names::constant(component),
                        None => names::constant(&format!("{outer} {what}")),
                    };
                    let inner = names::plain(&inner).to_owned();
                    let rules = &api.rule_set(set).rules;
                    open.extend(rules.iter().map(|rule| (rule, inner.clone())));
                    wanted.insert(set, inner);
                }
            }
        }
        let mut claims = Claims::default();
        for (set, count) in uses {
            let index = set.index();
            let is_shared = count > 1 && weight(api, set) > SHORT;
            if circles.has(index, index) || is_shared {
                let name = wanted.remove(&set).unwrap_or_default();
                let what = api.rule_set(set).component.clone().unwrap_or_default();
                claims.add(set, Claim::derived(0, what, name, None));
            }
        }
        // They are private: which of two is the second is of no interest.
        Self(claims.settle(&mut Diagnostics::default()))
    }
}

/// How many rules are written for a set, up to a few more than [`SHORT`].
fn weight(api: &ir::Api, set: ir::RuleSetId) -> usize {
    let mut weight = 0;
    let mut open = vec![set];
    while let Some(set) = open.pop() {
        let rules = &api.rule_set(set).rules;
        weight += rules.len();
        if weight > SHORT {
            break;
        }
        open.extend(rules.iter().flat_map(inside).map(|(id, _)| id));
    }
    weight
}

/// Whether the rules of a schema are written anywhere.
pub(crate) fn is_checked_somewhere(api: &ir::Api, shapes: &Shapes<'_>, id: ir::SchemaId) -> bool {
    let schema = api.schema(id);
    let is_used = schema.usage.request || shapes.direction(id) == Direction::Strict;
    is_used && (shapes.shape(id) != Shape::Written || shapes.is_checked(id))
}

/// The sets that a rule mentions, each with what it is of it.
fn inside(rule: &ir::Rule) -> Vec<(ir::RuleSetId, &str)> {
    let all = |sets: &[ir::RuleSetId], what| sets.iter().map(|&set| (set, what)).collect();
    match rule {
        ir::Rule::PrefixItems(sets) => all(sets, "item"),
        ir::Rule::Items(_, set) | ir::Rule::UnevaluatedItems(set) => vec![(*set, "item")],
        ir::Rule::Contains { rules, .. } => vec![(*rules, "contained")],
        ir::Rule::Properties(sets) | ir::Rule::DependentSchemas(sets) => sets
            .iter()
            .map(|(name, set)| (*set, name.as_str()))
            .collect(),
        ir::Rule::PatternProperties(sets) => sets.iter().map(|(_, set)| (*set, "value")).collect(),
        ir::Rule::AdditionalProperties { rules: set, .. }
        | ir::Rule::UnevaluatedProperties(set) => vec![(*set, "value")],
        ir::Rule::PropertyNames(set) => vec![(*set, "name")],
        ir::Rule::AllOf(sets) => all(sets, "part"),
        ir::Rule::AnyOf(sets) | ir::Rule::OneOf(sets) => all(sets, "branch"),
        ir::Rule::Not(set) => vec![(*set, "not")],
        ir::Rule::If {
            condition,
            then,
            otherwise,
        } => {
            let then = then.iter().map(|&set| (set, "then"));
            let otherwise = otherwise.iter().map(|&set| (set, "else"));
            [(*condition, "if")]
                .into_iter()
                .chain(then)
                .chain(otherwise)
                .collect()
        }
        _ => Vec::new(),
    }
}

impl Plan<'_> {
    /// The rules of what is declared for a schema.
    pub(crate) fn rules(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Vec<Rule> {
        if self.is_strict(id, direction) {
            self.rule_list(&self.api.schema(id).rules, scope)
        } else {
            Vec::new()
        }
    }

    /// Whether what is declared for a schema in a direction is also read strictly.
    pub(crate) fn is_strict(&self, id: ir::SchemaId, direction: Direction) -> bool {
        is_checked_somewhere(self.api, self.shapes, id)
            && (direction == Direction::Strict || !self.shapes.is_split(id))
    }

    /// The bounds of a schema as rules.
    pub(crate) fn bounds_as_rules(&self, id: ir::SchemaId) -> Vec<Rule> {
        let count = |name, count: Option<u64>| {
            count.map(|count| Rule(name, vec![RuleArgument::Count(count)]))
        };
        let number = |name, number: Option<i64>| {
            number.map(|number| Rule(name, vec![RuleArgument::Text(number.to_string())]))
        };
        let (least, most) = match &self.api.schema(id).kind {
            ir::SchemaKind::Union(_) => {
                let named = self.shapes.named_integers(id);
                let values =
                    named.map(|(_, named)| named.into_iter().map(|(_, value)| docs::json(value)));
                let texts = values.map(|values| vec![RuleArgument::Texts(values.collect())]);
                (texts.map(|texts| Rule("Enum", texts)), None)
            }
            ir::SchemaKind::Never => (Some(Rule("Never", Vec::new())), None),
            ir::SchemaKind::Integer(integer) if integer_range(integer) != IntegerRange::Whole => (
                number("Minimum", integer.minimum),
                number("Maximum", integer.maximum),
            ),
            ir::SchemaKind::String(string) if self.shapes.is_bounded(id) => (
                count("MinLength", string.min_length),
                count("MaxLength", string.max_length),
            ),
            ir::SchemaKind::Array(array) => (
                count("MinItems", array.min_items),
                count("MaxItems", array.max_items),
            ),
            _ => (None, None),
        };
        least.into_iter().chain(most).collect()
    }

    /// The module `types::rules`.
    pub(crate) fn rules_module(&self) -> Option<model::RulesModule> {
        let mut scope = self.scope(Home::Rules, []);
        let mut sets: Vec<model::RuleSet> = self
            .rule_names
            .0
            .iter()
            .map(|(&id, ident)| {
                let set = self.api.rule_set(id);
                let text = match &set.component {
                    Some(component) => {
                        format!("The rules of the {} schema.", docs::code(component))
                    }
                    None => "Rules that several schemas hold to.".to_owned(),
                };
                model::RuleSet {
                    docs: Text::default().line(text).done(),
                    ident: ident.clone(),
                    rules: self.rule_list(&set.rules, &mut scope),
                }
            })
            .collect();
        sets.sort_by(|left, right| left.ident.cmp(&right.ident));
        (!sets.is_empty()).then(|| model::RulesModule {
            imports: scope.into_imports(),
            sets,
        })
    }

    fn rule_list(&self, rules: &[ir::Rule], scope: &mut Scope<'_>) -> Vec<Rule> {
        rules.iter().map(|rule| self.rule(rule, scope)).collect()
    }

    /// The rules of a set, or the one that refers to it.
    fn rule_set(&self, id: ir::RuleSetId, scope: &mut Scope<'_>) -> Vec<Rule> {
        match self.rule_names.0.get(&id) {
            Some(name) => vec![Rule("Ref", vec![RuleArgument::Set(scope.rule_set(name))])],
            None => self.rule_list(&self.api.rule_set(id).rules, scope),
        }
    }

    fn rule(&self, rule: &ir::Rule, scope: &mut Scope<'_>) -> Rule {
        let mut set = |id| RuleArgument::Rules(self.rule_set(id, scope));
        match rule {
            ir::Rule::Not(id) => return Rule("Not", vec![set(*id)]),
            ir::Rule::PropertyNames(id) => return Rule("PropertyNames", vec![set(*id)]),
            ir::Rule::UnevaluatedProperties(id) => {
                return Rule("UnevaluatedProperties", vec![set(*id)]);
            }
            ir::Rule::UnevaluatedItems(id) => return Rule("UnevaluatedItems", vec![set(*id)]),
            ir::Rule::Items(from, id) => {
                return Rule("Items", vec![RuleArgument::Count(*from), set(*id)]);
            }
            ir::Rule::Contains {
                rules,
                minimum,
                maximum,
            } => {
                let limits = [RuleArgument::Count(*minimum), RuleArgument::Limit(*maximum)];
                return Rule(
                    "Contains",
                    [set(*rules)].into_iter().chain(limits).collect(),
                );
            }
            ir::Rule::AdditionalProperties {
                names,
                patterns,
                rules,
            } => {
                let texts = [names, patterns].map(|texts| RuleArgument::Texts(texts.clone()));
                let arguments = texts.into_iter().chain([set(*rules)]).collect();
                return Rule("AdditionalProperties", arguments);
            }
            ir::Rule::If {
                condition,
                then,
                otherwise,
            } => {
                let mut optional =
                    |id: &Option<_>| id.map_or(RuleArgument::Rules(Vec::new()), &mut set);
                let branches = [optional(then), optional(otherwise)];
                return Rule(
                    "If",
                    [set(*condition)].into_iter().chain(branches).collect(),
                );
            }
            _ => {}
        }
        let mut lists = |sets: &[ir::RuleSetId]| {
            let lists = sets.iter().map(|&id| self.rule_set(id, scope)).collect();
            vec![RuleArgument::Lists(lists)]
        };
        match rule {
            ir::Rule::PrefixItems(sets) => return Rule("PrefixItems", lists(sets)),
            ir::Rule::AllOf(sets) => return Rule("AllOf", lists(sets)),
            ir::Rule::AnyOf(sets) => return Rule("AnyOf", lists(sets)),
            ir::Rule::OneOf(sets) => return Rule("OneOf", lists(sets)),
            _ => {}
        }
        let mut named = |sets: &[(String, ir::RuleSetId)]| {
            let sets = sets
                .iter()
                .map(|(name, id)| (name.clone(), self.rule_set(*id, scope)))
                .collect();
            vec![RuleArgument::Named(sets)]
        };
        match rule {
            ir::Rule::Properties(sets) => Rule("Properties", named(sets)),
            ir::Rule::PatternProperties(sets) => Rule("PatternProperties", named(sets)),
            ir::Rule::DependentSchemas(sets) => Rule("DependentSchemas", named(sets)),
            _ => plain(rule).unwrap_or(Rule("Never", Vec::new())),
        }
    }
}

/// A rule that mentions no set of rules.
pub(crate) fn plain(rule: &ir::Rule) -> Option<Rule> {
    let count = |name, count: u64| Rule(name, vec![RuleArgument::Count(count)]);
    let text = |name, text: &str| Rule(name, vec![RuleArgument::Text(text.to_owned())]);
    Some(match rule {
        ir::Rule::Type(types) => {
            let types = types.iter().map(|&ty| json_type(ty)).collect();
            Rule("Type", vec![RuleArgument::Types(types)])
        }
        ir::Rule::Enum(values) => {
            let values = values.iter().map(docs::json).collect();
            Rule("Enum", vec![RuleArgument::Texts(values)])
        }
        ir::Rule::MultipleOf(number) => text("MultipleOf", number.as_str()),
        ir::Rule::Minimum(number) => text("Minimum", number.as_str()),
        ir::Rule::ExclusiveMinimum(number) => text("ExclusiveMinimum", number.as_str()),
        ir::Rule::Maximum(number) => text("Maximum", number.as_str()),
        ir::Rule::ExclusiveMaximum(number) => text("ExclusiveMaximum", number.as_str()),
        ir::Rule::MinLength(length) => count("MinLength", *length),
        ir::Rule::MaxLength(length) => count("MaxLength", *length),
        ir::Rule::Pattern(pattern) => text("Pattern", pattern),
        ir::Rule::MinItems(items) => count("MinItems", *items),
        ir::Rule::MaxItems(items) => count("MaxItems", *items),
        ir::Rule::UniqueItems => Rule("UniqueItems", Vec::new()),
        ir::Rule::MinProperties(properties) => count("MinProperties", *properties),
        ir::Rule::MaxProperties(properties) => count("MaxProperties", *properties),
        ir::Rule::Required(names) => Rule("Required", vec![RuleArgument::Texts(names.clone())]),
        ir::Rule::DependentRequired(names) => Rule(
            "DependentRequired",
            vec![RuleArgument::NamedTexts(names.clone())],
        ),
        ir::Rule::Never => Rule("Never", Vec::new()),
        _ => return None,
    })
}

fn json_type(ty: ir::JsonType) -> &'static str {
    match ty {
        ir::JsonType::Null => "Null",
        ir::JsonType::Boolean => "Boolean",
        ir::JsonType::Integer => "Integer",
        ir::JsonType::Number => "Number",
        ir::JsonType::String => "String",
        ir::JsonType::Array => "Array",
        ir::JsonType::Object => "Object",
    }
}
