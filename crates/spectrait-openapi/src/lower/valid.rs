//! Whether a value of the document is valid against a schema of the document, and why not.

use spectrait_ir as ir;
use spectrait_source::{Kind, Mapping, Node};

use super::Lowering;
use super::conjunction::{Choice, Conjunction};
use super::types::{TypeSet, type_phrase};
use super::value::{self, Fault, count_fault};
use crate::schema::{Form, Schema, SchemaId, Type};
use spectrait_source::nearest;

/// How many schemas one value is compared with. What is left then counts as valid.
pub(super) const FUEL: u32 = 20_000;

/// The same of all values of a document.
pub(super) const BUDGET: u32 = 5_000_000;

/// Schemas that are combined through more than these are not followed.
const DEEPEST: u32 = 200;

/// What is not valid, and why.
pub(super) type Faults<'v> = Vec<(&'v Node, Fault)>;

impl Lowering<'_> {
    /// Why a value is not valid against a schema that stands by itself.
    pub(super) fn faults<'v>(&mut self, id: SchemaId, value: &'v Node) -> Faults<'v> {
        self.fuel = FUEL;
        let mut faults = Vec::new();
        self.judge(id, value, 0, &mut faults);
        faults
    }

    /// The same at a place inside: a type that is implied counts.
    fn judge<'v>(&mut self, id: SchemaId, value: &'v Node, depth: u32, faults: &mut Faults<'v>) {
        if value.is_null() && self.accepts_null(id) {
            return;
        }
        if let Some(implied) = self.implied_type(&Conjunction::of(id))
            && TypeSet::of_value(value)
                .and(TypeSet::of(implied.r#type))
                .is_empty()
        {
            faults.push((
                value,
                value::wrong_type(self.schema(id), implied.r#type, value),
            ));
            return;
        }
        self.judge_in_place(id, value, depth, faults);
    }

    fn judge_in_place<'v>(
        &mut self,
        id: SchemaId,
        value: &'v Node,
        depth: u32,
        faults: &mut Faults<'v>,
    ) {
        if depth > DEEPEST || self.fuel == 0 || self.budget == 0 {
            return;
        }
        self.fuel -= 1;
        self.budget -= 1;
        let id = self.follow_all(id);
        let schema = self.schema(id);
        match schema.form {
            Form::Any | Form::Invalid => return,
            Form::Never => {
                faults.push((value, Fault::new(value, "is not allowed here", "remove it")));
                return;
            }
            Form::Keywords => {}
        }
        if schema.nullable.is_some() && value.is_null() {
            return;
        }
        let before = faults.len();
        self.own_faults(id, value, true, depth, faults);
        if faults.len() > before {
            return;
        }
        if let Some(target) = schema
            .reference
            .as_ref()
            .and_then(|reference| reference.target)
        {
            let without = schema
                .reference
                .as_ref()
                .and_then(|reference| reference.without_choices_of);
            let before = self.without.len();
            self.without.extend(without);
            self.judge_in_place(target, value, depth + 1, faults);
            self.without.truncate(before);
        }
        for &part in schema.all_of.iter().flat_map(|all_of| &all_of.value) {
            self.judge_in_place(part, value, depth + 1, faults);
        }
        if !self.without.contains(&id) {
            self.judge_choices(schema, value, depth, faults);
        }
        self.judge_conditions(schema, value, depth, faults);
    }

    fn is_valid(&mut self, id: SchemaId, value: &Node, depth: u32) -> bool {
        let mut faults = Vec::new();
        self.judge(id, value, depth, &mut faults);
        faults.is_empty()
    }

    fn judge_choices<'v>(
        &mut self,
        schema: &Schema,
        value: &'v Node,
        depth: u32,
        faults: &mut Faults<'v>,
    ) {
        for choice in Choice::BOTH {
            let Some(branches) = choice.branches(schema) else {
                continue;
            };
            // A union with a tag is read by it, whatever else would be valid.
            let is_tagged = schema.discriminator.is_some();
            let count = branches
                .value
                .iter()
                .filter(|&&branch| self.is_valid(branch, value, depth + 1))
                .count();
            let predicate = match (choice, count) {
                (_, 0) => "is valid against no branch",
                (Choice::OneOf, 2..) if !is_tagged => {
                    "is valid against several branches of `oneOf`"
                }
                _ => continue,
            };
            let fault = Fault::new(value, predicate, "use a value that one branch describes")
                .because(branches.span, "the branches");
            faults.push((value, fault));
        }
    }

    fn judge_conditions<'v>(
        &mut self,
        schema: &Schema,
        value: &'v Node,
        depth: u32,
        faults: &mut Faults<'v>,
    ) {
        if let Some(not) = &schema.not
            && self.is_valid(not.value, value, depth + 1)
        {
            let fault = Fault::new(value, "is what `not` excludes", "use another value");
            faults.push((value, fault.because(not.span, "excluded")));
        }
        let Some(rare) = &schema.rare else {
            return;
        };
        if let Some(condition) = &rare.r#if {
            let consequence = if self.is_valid(condition.value, value, depth + 1) {
                &rare.then
            } else {
                &rare.r#else
            };
            if let Some(consequence) = consequence {
                self.judge_in_place(consequence.value, value, depth + 1, faults);
            }
        }
    }

    /// Why a value is not valid against the keywords of a schema itself, what is in place left out. `formats`: whether
    /// formats with a type count.
    pub(super) fn own_faults<'v>(
        &mut self,
        id: SchemaId,
        value: &'v Node,
        formats: bool,
        depth: u32,
        faults: &mut Faults<'v>,
    ) {
        let schema = self.schema(id);
        if let Some(fault) = type_fault(schema, value).or_else(|| value::unlisted(schema, value)) {
            faults.push((value, fault));
            return;
        }
        let own = match &value.kind {
            Kind::Null | Kind::Boolean(_) => None,
            Kind::Number(number) => value::number_fault(schema, value, number, formats),
            Kind::String(text) => {
                let format = if formats {
                    self.string_format(&[id])
                } else {
                    ir::StringFormat::Text
                };
                value::text_fault(schema, format, value, text).or_else(|| {
                    let pattern = schema.pattern.as_ref()?;
                    let matches = self.matches(&pattern.value, text);
                    let fault = || {
                        Fault::new(
                            value,
                            "does not match the pattern",
                            "use a text that matches it, or mend the pattern",
                        )
                    };
                    (!matches).then(|| fault().because(pattern.span, "the pattern"))
                })
            }
            Kind::Array(items) => {
                self.judge_items(schema, value, items, depth, faults);
                None
            }
            Kind::Object(members) => {
                self.judge_members(schema, value, members, depth, faults);
                None
            }
        };
        faults.extend(own.map(|fault| (value, fault)));
    }

    fn judge_items<'v>(
        &mut self,
        schema: &Schema,
        value: &'v Node,
        items: &'v [Node],
        depth: u32,
        faults: &mut Faults<'v>,
    ) {
        let unit = if items.len() == 1 { "item" } else { "items" };
        let (least, most) = (schema.min_items.as_ref(), schema.max_items.as_ref());
        faults
            .extend(count_fault(value, items.len(), unit, least, most).map(|fault| (value, fault)));
        let prefix = schema
            .rare
            .as_ref()
            .and_then(|rare| rare.prefix_items.as_ref());
        let prefix: &[SchemaId] = prefix.map_or(&[], |prefix| &prefix.value);
        for (position, item) in items.iter().enumerate() {
            if let Some(id) = prefix.get(position).copied().or(schema.items) {
                self.judge(id, item, depth, faults);
            }
        }
        if let Some(place) = schema.unique_items {
            let mut seen = std::collections::BTreeSet::new();
            if let Some(again) = items
                .iter()
                .find(|item| !seen.insert(crate::canonical::canonical(item)))
            {
                let fault = Fault::new(again, "stands there twice", "leave one of the two out");
                faults.push((again, fault.because(place, "each once")));
            }
        }
        let Some(rare) = &schema.rare else {
            return;
        };
        if let Some(contains) = &rare.contains {
            let count = items
                .iter()
                .filter(|item| self.is_valid(contains.value, item, depth + 1))
                .count();
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            let least = rare.min_contains.as_ref().map_or(1, |least| least.value);
            if count < least
                || rare
                    .max_contains
                    .as_ref()
                    .is_some_and(|most| count > most.value)
            {
                let fault = Fault::new(
                    value,
                    format!("holds {count} items that `contains` describes"),
                    "hold as many as the bounds say",
                );
                faults.push((value, fault.because(contains.span, "these count")));
            }
        }
    }

    fn judge_members<'v>(
        &mut self,
        schema: &Schema,
        value: &'v Node,
        members: &'v Mapping,
        depth: u32,
        faults: &mut Faults<'v>,
    ) {
        faults.extend(missing(schema, members, value).map(|fault| (value, fault)));
        let (least, most) = (
            schema.min_properties.as_ref(),
            schema.max_properties.as_ref(),
        );
        faults.extend(
            count_fault(value, members.len(), "properties", least, most)
                .map(|fault| (value, fault)),
        );
        let rare = schema.rare.as_deref();
        for member in members {
            let name = &*member.key.text;
            let mut is_declared = false;
            if let Some(property) = schema.properties.get(name) {
                is_declared = true;
                self.judge(property.schema, &member.value, depth, faults);
            }
            for (pattern, property) in rare
                .iter()
                .filter_map(|rare| rare.pattern_properties.as_ref())
                .flat_map(|patterns| &patterns.value)
            {
                if self.matches(pattern, name) {
                    is_declared = true;
                    self.judge(property.schema, &member.value, depth, faults);
                }
            }
            let Some(additional) = schema.additional_properties.filter(|_| !is_declared) else {
                continue;
            };
            if self.schema(additional).form != Form::Never {
                self.judge(additional, &member.value, depth, faults);
                continue;
            }
            let help = match nearest(name, schema.properties.keys().map(|name| &**name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "remove it, or declare it in `properties`".to_owned(),
            };
            let mut fault = Fault::new(
                &member.value,
                format!("belongs to `{name}`, which is not declared"),
                help,
            );
            fault.span = member.key.span;
            faults.push((&member.value, fault));
        }
        let Some(rare) = rare else {
            return;
        };
        for (name, dependents) in rare
            .dependent_required
            .iter()
            .flat_map(|dependents| &dependents.value)
        {
            let absent = dependents
                .iter()
                .find(|name| !members.contains_key(&name.value));
            if let Some(absent) = absent.filter(|_| members.contains_key(name)) {
                let fault = Fault::new(
                    value,
                    format!("lacks `{}`, which `{name}` requires", absent.value),
                    "add it",
                );
                faults.push((value, fault.because(absent.span, "required")));
            }
        }
        for (name, dependent) in rare
            .dependent_schemas
            .iter()
            .flat_map(|dependents| &dependents.value)
        {
            if members.contains_key(name) {
                self.judge_in_place(dependent.schema, value, depth + 1, faults);
            }
        }
    }
}

/// Why a value is not of the schema's types.
fn type_fault(schema: &Schema, value: &Node) -> Option<Fault> {
    let types = schema
        .types
        .as_ref()
        .filter(|types| !types.value.0.is_empty())?;
    let is_valid = if value.is_null() {
        types.value.0.contains(&Type::Null)
    } else {
        !TypeSet::of_value(value)
            .and(TypeSet::of_schema(schema))
            .is_empty()
    };
    if is_valid {
        return None;
    }
    match types.value.0[..] {
        [wanted] | [wanted, Type::Null] => Some(value::wrong_type(schema, wanted, value)),
        _ => {
            let phrases: Vec<String> = types.value.0.iter().copied().map(type_phrase).collect();
            let fault = Fault::new(
                value,
                format!("is not {}", phrases.join(" or ")),
                "use one of these, or mend `type`",
            );
            Some(fault.because(types.span, "the types"))
        }
    }
}

/// The first required property that an object lacks.
fn missing(schema: &Schema, members: &Mapping, value: &Node) -> Option<Fault> {
    let name = schema
        .required
        .iter()
        .find(|name| !members.contains_key(&name.value))?;
    let predicate = format!("lacks the required property `{}`", name.value);
    let fault = Fault::new(value, predicate, "add it, or take it out of `required`");
    Some(fault.because(name.span, "required"))
}
