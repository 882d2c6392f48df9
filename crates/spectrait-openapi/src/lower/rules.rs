//! Keywords that are checked, to the letter of JSON Schema: what no type says.

use spectrait_ir as ir;
use spectrait_source::{Number, Span};

use super::Lowering;
use super::conjunction::{Choice, Conjunction, Parts};
use super::types::{TypeSet, json_type};
use crate::schema::{Bound, Form, Property, Schema, SchemaId, Type};

/// A rule set: a schema, and one whose choices do not count inside.
pub(super) type RuleKey = (SchemaId, Option<SchemaId>);

impl Lowering<'_> {
    /// The rules that a schema comes to. They are filled in later, so that schemas may refer to themselves.
    pub(super) fn rule_set(&mut self, id: SchemaId) -> ir::RuleSetId {
        self.rule_set_without(id, None)
    }

    fn rule_set_without(&mut self, id: SchemaId, without: Option<SchemaId>) -> ir::RuleSetId {
        let id = self.follow_all(id);
        if let Some(&known) = self.rule_ids.get(&(id, without)) {
            return known;
        }
        let component = self.component_names.get(&id).cloned();
        let rule_set = self.push_rule_set(self.schema(id).span, component, Vec::new());
        self.rule_ids.insert((id, without), rule_set);
        self.pending_rules.push_back((rule_set, (id, without)));
        rule_set
    }

    fn push_rule_set(
        &mut self,
        span: Span,
        component: Option<String>,
        rules: Vec<ir::Rule>,
    ) -> ir::RuleSetId {
        let id = ir::RuleSetId(u32::try_from(self.rule_sets.len()).unwrap_or(u32::MAX));
        self.rule_sets.push(ir::RuleSet {
            span,
            component,
            rules,
        });
        id
    }

    /// Fills in the rule sets that were asked for, and those that they ask for.
    pub(super) fn lower_rules(&mut self) {
        while let Some((rule_set, (id, without))) = self.pending_rules.pop_front() {
            let rules = self.letter_rules(id, without);
            self.rule_sets[rule_set.index()].rules = rules;
        }
    }

    /// All that a schema says.
    fn letter_rules(&mut self, id: SchemaId, without: Option<SchemaId>) -> Vec<ir::Rule> {
        let schema = self.schema(id);
        match schema.form {
            Form::Any | Form::Invalid => return Vec::new(),
            Form::Never => return vec![ir::Rule::Never],
            Form::Keywords => {}
        }
        let mut rules = Vec::new();
        self.add_own(id, &mut rules);
        if let Some(reference) = &schema.reference
            && let Some(target) = reference.target
        {
            let without = reference.without_choices_of.or(without);
            rules.push(ir::Rule::AllOf(vec![
                self.rule_set_without(target, without),
            ]));
        }
        if let Some(all_of) = &schema.all_of {
            let parts = all_of
                .value
                .iter()
                .map(|&part| self.rule_set_without(part, without))
                .collect();
            rules.push(ir::Rule::AllOf(parts));
        }
        if without != Some(id) {
            for choice in Choice::BOTH {
                if let Some(branches) = choice.branches(schema) {
                    rules.push(self.choice_rule(choice, &branches.value));
                }
            }
        }
        self.add_conditions_of(id, &mut rules);
        self.add_unevaluated(schema, &mut rules);
        if schema.nullable.is_some() {
            let null = vec![ir::Rule::Type(vec![ir::JsonType::Null])];
            let null = self.push_rule_set(schema.span, None, null);
            let rest = self.push_rule_set(schema.span, None, rules);
            rules = vec![ir::Rule::AnyOf(vec![null, rest])];
        }
        rules
    }

    /// All that some schemas say.
    pub(super) fn letter_rules_of_all(&mut self, roots: &[SchemaId]) -> Vec<ir::Rule> {
        match roots {
            &[root] => {
                let root = self.follow_all(root);
                self.letter_rules(root, None)
            }
            _ => vec![ir::Rule::AllOf(
                roots.iter().map(|&root| self.rule_set(root)).collect(),
            )],
        }
    }

    /// All that a conjunction without a type says.
    pub(super) fn rules_of_any(
        &mut self,
        conjunction: &Conjunction,
        parts: &Parts,
    ) -> Vec<ir::Rule> {
        if conjunction
            .roots
            .iter()
            .any(|&root| self.schema(root).nullable.is_some())
        {
            return self.letter_rules_of_all(&conjunction.roots);
        }
        let mut rules = Vec::new();
        for &part in &parts.list {
            if self.schema(part).form == Form::Never {
                return vec![ir::Rule::Never];
            }
            self.add_own(part, &mut rules);
            self.add_conditions_of(part, &mut rules);
            self.add_unevaluated(self.schema(part), &mut rules);
        }
        for (_, choice, branches) in parts.choices(&self.api.schemas) {
            rules.push(self.choice_rule(choice, &branches.value));
        }
        rules
    }

    pub(super) fn choice_rule(&mut self, choice: Choice, branches: &[SchemaId]) -> ir::Rule {
        let branches = branches
            .iter()
            .map(|&branch| self.rule_set(branch))
            .collect();
        match choice {
            Choice::OneOf => ir::Rule::OneOf(branches),
            Choice::AnyOf => ir::Rule::AnyOf(branches),
        }
    }

    /// The keywords that apply to one type each, and those that list types and values.
    fn add_own(&mut self, id: SchemaId, rules: &mut Vec<ir::Rule>) {
        let schema = self.schema(id);
        if let Some(types) = schema
            .types
            .as_ref()
            .filter(|types| !types.value.0.is_empty() && !is_every(&types.value.0))
        {
            rules.push(ir::Rule::Type(
                types.value.0.iter().copied().map(json_type).collect(),
            ));
        }
        if let Some(values) = &schema.enumeration {
            rules.push(ir::Rule::Enum(values.value.clone()));
        }
        rules.extend(schema.minimum.as_ref().map(lower_bound));
        rules.extend(schema.maximum.as_ref().map(upper_bound));
        rules.extend(multiple_of(schema).cloned().map(ir::Rule::MultipleOf));
        add_lengths(schema, rules);
        self.add_pattern(schema, rules);
        if let Some(least) = at_least(schema.min_items.as_ref()) {
            rules.push(ir::Rule::MinItems(least));
        }
        rules.extend(
            schema
                .max_items
                .as_ref()
                .map(|most| ir::Rule::MaxItems(most.value)),
        );
        self.add_array_rules(id, true, rules);
        if !schema.required.is_empty() {
            let names = schema
                .required
                .iter()
                .map(|name| name.value.clone())
                .collect();
            rules.push(ir::Rule::Required(names));
        }
        self.add_object_rules(id, true, rules);
    }

    /// The rules for arrays; `whole`: those for which there would be a type, too.
    pub(super) fn add_array_rules(&mut self, id: SchemaId, whole: bool, rules: &mut Vec<ir::Rule>) {
        let schema = self.schema(id);
        if schema.unique_items.is_some() {
            rules.push(ir::Rule::UniqueItems);
        }
        let rare = schema.rare.as_deref();
        let prefix = rare.and_then(|rare| rare.prefix_items.as_ref());
        if whole {
            let length = prefix.map_or(0, |prefix| prefix.value.len());
            if let Some(prefix) = prefix {
                let items = prefix
                    .value
                    .iter()
                    .map(|&item| self.rule_set(item))
                    .collect();
                rules.push(ir::Rule::PrefixItems(items));
            }
            if let Some(items) = schema.items {
                let items = self.rule_set(items);
                rules.push(ir::Rule::Items(
                    u64::try_from(length).unwrap_or(u64::MAX),
                    items,
                ));
            }
        }
        let Some(rare) = rare else {
            return;
        };
        if let Some(contains) = &rare.contains {
            rules.push(ir::Rule::Contains {
                rules: self.rule_set(contains.value),
                minimum: rare.min_contains.as_ref().map_or(1, |least| least.value),
                maximum: rare.max_contains.as_ref().map(|most| most.value),
            });
        }
    }

    /// The rules for objects; `whole`: those for which there would be a type, too. `required` is left out.
    pub(super) fn add_object_rules(
        &mut self,
        id: SchemaId,
        whole: bool,
        rules: &mut Vec<ir::Rule>,
    ) {
        let schema = self.schema(id);
        if let Some(least) = at_least(schema.min_properties.as_ref()) {
            rules.push(ir::Rule::MinProperties(least));
        }
        rules.extend(
            schema
                .max_properties
                .as_ref()
                .map(|most| ir::Rule::MaxProperties(most.value)),
        );
        let rare = schema.rare.as_deref();
        if whole && !schema.properties.is_empty() {
            let properties = schema
                .properties
                .iter()
                .map(|(name, property)| (name.to_string(), self.rule_set(property.schema)))
                .collect();
            rules.push(ir::Rule::Properties(properties));
        }
        let patterns = rare.and_then(|rare| rare.pattern_properties.as_ref());
        if let Some(additional) = schema.additional_properties.filter(|_| whole) {
            self.add_additional(schema, additional, rules);
        }
        if let Some(patterns) = patterns.filter(|_| whole) {
            self.add_pattern_properties(patterns.value.iter(), rules);
        }
        let Some(rare) = rare else {
            return;
        };
        if let Some(names) = &rare.property_names {
            rules.push(ir::Rule::PropertyNames(self.rule_set(names.value)));
        }
        if let Some(dependents) = &rare.dependent_required {
            let dependents = dependents.value.iter().map(|(name, dependents)| {
                let dependents = dependents.iter().map(|dependent| dependent.value.clone());
                (name.to_string(), dependents.collect())
            });
            rules.push(ir::Rule::DependentRequired(dependents.collect()));
        }
        if let Some(dependents) = &rare.dependent_schemas {
            let dependents = dependents
                .value
                .iter()
                .map(|(name, dependent)| (name.to_string(), self.rule_set(dependent.schema)))
                .collect();
            rules.push(ir::Rule::DependentSchemas(dependents));
        }
    }

    /// `additionalProperties`.
    pub(super) fn add_additional(
        &mut self,
        schema: &Schema,
        additional: SchemaId,
        rules: &mut Vec<ir::Rule>,
    ) {
        let rare = schema.rare.as_deref();
        let written = rare.and_then(|rare| rare.pattern_properties.as_ref());
        let mut patterns = Vec::new();
        for (pattern, property) in written.iter().flat_map(|patterns| &patterns.value) {
            if !self.is_pattern(pattern, property.span) {
                // Which properties are left for `additionalProperties` is not known.
                return;
            }
            patterns.push(pattern.to_string());
        }
        rules.push(ir::Rule::AdditionalProperties {
            names: schema.properties.keys().map(ToString::to_string).collect(),
            patterns,
            rules: self.rule_set(additional),
        });
    }

    /// `patternProperties`.
    pub(super) fn add_pattern_properties<'p>(
        &mut self,
        patterns: impl Iterator<Item = (&'p Box<str>, &'p Property)>,
        rules: &mut Vec<ir::Rule>,
    ) {
        let mut read = Vec::new();
        for (pattern, property) in patterns {
            if self.is_pattern(pattern, property.span) {
                read.push((pattern.to_string(), self.rule_set(property.schema)));
            }
        }
        if !read.is_empty() {
            rules.push(ir::Rule::PatternProperties(read));
        }
    }

    /// `pattern`.
    pub(super) fn add_pattern(&mut self, schema: &Schema, rules: &mut Vec<ir::Rule>) {
        if let Some(pattern) = &schema.pattern
            && self.is_pattern(&pattern.value, pattern.span)
        {
            rules.push(ir::Rule::Pattern(pattern.value.clone()));
        }
    }

    /// `not` and `if` of all parts.
    pub(super) fn add_conditions(&mut self, parts: &Parts, rules: &mut Vec<ir::Rule>) {
        for &part in &parts.list {
            self.add_conditions_of(part, rules);
        }
    }

    pub(super) fn add_conditions_of(&mut self, id: SchemaId, rules: &mut Vec<ir::Rule>) {
        let schema = self.schema(id);
        if let Some(not) = &schema.not {
            rules.push(ir::Rule::Not(self.rule_set(not.value)));
        }
        let Some(rare) = &schema.rare else {
            return;
        };
        if let Some(condition) = &rare.r#if
            // A condition evaluates, even where nothing follows from it.
            && (rare.then.is_some() || rare.r#else.is_some() || self.is_evaluating)
        {
            rules.push(ir::Rule::If {
                condition: self.rule_set(condition.value),
                then: rare.then.as_ref().map(|then| self.rule_set(then.value)),
                otherwise: rare
                    .r#else
                    .as_ref()
                    .map(|otherwise| self.rule_set(otherwise.value)),
            });
        }
    }

    /// `unevaluatedProperties` and `unevaluatedItems`, behind all that evaluates.
    fn add_unevaluated(&mut self, schema: &Schema, rules: &mut Vec<ir::Rule>) {
        let Some(rare) = &schema.rare else {
            return;
        };
        if let Some(properties) = &rare.unevaluated_properties {
            rules.push(ir::Rule::UnevaluatedProperties(
                self.rule_set(properties.value),
            ));
        }
        if let Some(items) = &rare.unevaluated_items {
            rules.push(ir::Rule::UnevaluatedItems(self.rule_set(items.value)));
        }
    }
}

/// Whether some types are all that there are.
fn is_every(types: &[Type]) -> bool {
    let set = types
        .iter()
        .fold(TypeSet::NONE, |set, &r#type| set.or(TypeSet::of(r#type)));
    set == TypeSet::ALL && types.contains(&Type::Null)
}

/// A lower bound.
pub(super) fn lower_bound(bound: &Bound) -> ir::Rule {
    let number = bound.number.clone();
    if bound.exclusive {
        ir::Rule::ExclusiveMinimum(number)
    } else {
        ir::Rule::Minimum(number)
    }
}

/// An upper bound.
pub(super) fn upper_bound(bound: &Bound) -> ir::Rule {
    let number = bound.number.clone();
    if bound.exclusive {
        ir::Rule::ExclusiveMaximum(number)
    } else {
        ir::Rule::Maximum(number)
    }
}

pub(super) fn multiple_of(schema: &Schema) -> Option<&Number> {
    schema
        .multiple_of
        .as_ref()
        .map(|multiple_of| &multiple_of.value)
}

/// `minLength` and `maxLength`.
pub(super) fn add_lengths(schema: &Schema, rules: &mut Vec<ir::Rule>) {
    if let Some(least) = at_least(schema.min_length.as_ref()) {
        rules.push(ir::Rule::MinLength(least));
    }
    rules.extend(
        schema
            .max_length
            .as_ref()
            .map(|most| ir::Rule::MaxLength(most.value)),
    );
}

/// A minimum that says something.
fn at_least(least: Option<&crate::schema::Spanned<u64>>) -> Option<u64> {
    least.map(|least| least.value).filter(|&least| least > 0)
}
