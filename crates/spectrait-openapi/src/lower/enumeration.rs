//! `enum` and `const`.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Node, codes};

use super::Lowering;
use super::conjunction::{Conjunction, Parts};
use super::number::range;
use super::schema::Values;
use super::types::TypeSet;
use super::value::show;
use crate::canonical::canonical;
use crate::schema::{SchemaId, Type};

impl Lowering<'_> {
    /// The values that all parts list, `null` left out; `None` where no part lists values.
    pub(super) fn listed_values(&mut self, parts: &Parts, only: TypeSet) -> Option<Vec<Node>> {
        let api = self.api;
        let mut listing = parts
            .list
            .iter()
            .filter_map(|&part| Some((part, api.schemas[part.0 as usize].enumeration.as_ref()?)));
        let (_, first) = listing.next()?;
        let mut values: Vec<(String, &Node)> = Vec::new();
        let mut seen = BTreeSet::new();
        for value in &first.value {
            let text = canonical(value);
            if !value.is_null()
                && !TypeSet::of_value(value).and(only).is_empty()
                && seen.insert(text.clone())
            {
                values.push((text, value));
            }
        }
        for (_, other) in listing {
            let other: BTreeSet<String> = other.value.iter().map(canonical).collect();
            values.retain(|(text, _)| other.contains(text));
        }
        Some(values.into_iter().map(|(_, value)| value.clone()).collect())
    }

    /// A schema that lists its values. Those that are not valid against the rest of it are left out.
    pub(super) fn lower_listed(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
        listed: &[Node],
    ) -> Values {
        let only = conjunction.only.map_or(TypeSet::ALL, TypeSet::of);
        let allowed = self.allowed(&parts.list).and(only);
        let mut values: Vec<Node> = Vec::new();
        for value in listed {
            if !TypeSet::of_value(value).and(allowed).is_empty()
                && self.is_listed_validly(parts, value)
            {
                values.push(value.clone());
            }
        }
        let types = values.iter().fold(TypeSet::NONE, |types, value| {
            types.or(TypeSet::of_value(value))
        });
        if values.is_empty() {
            if !self.conjunction_accepts_null(conjunction) && !conjunction.is_branch {
                self.report_nothing_listed(parts);
            }
            return Values::of(ir::SchemaKind::Never);
        }
        match types.single() {
            Some(Type::String) => {
                let values = values.iter().filter_map(|value| {
                    Some(ir::EnumerationValue {
                        wire_name: value.as_str()?.to_owned(),
                        span: value.span,
                    })
                });
                Values::of(ir::SchemaKind::Enumeration(ir::Enumeration {
                    values: values.collect(),
                }))
            }
            Some(Type::Boolean) if values.len() > 1 => Values::of(ir::SchemaKind::Boolean),
            Some(Type::Boolean) => {
                Values::with(ir::SchemaKind::Boolean, vec![ir::Rule::Enum(values)])
            }
            Some(Type::Integer | Type::Number) => {
                let kind = self.kind_of_numbers(&parts.list, &values);
                Values::with(kind, vec![ir::Rule::Enum(values)])
            }
            Some(r#type @ (Type::Array | Type::Object)) => {
                let mut lowered = self.lower_type(id, conjunction, parts, r#type);
                if lowered.kind != ir::SchemaKind::Never {
                    lowered.rules.push(ir::Rule::Enum(values));
                }
                lowered
            }
            Some(Type::Null) | None => {
                let composite = TypeSet::of(Type::Array).or(TypeSet::of(Type::Object));
                if types.and(composite).is_empty() {
                    return self.lower_types(id, conjunction, parts, types);
                }
                Values::with(ir::SchemaKind::Any, self.rules_of_any(conjunction, parts))
            }
        }
    }

    /// The type that holds some numbers.
    fn kind_of_numbers(&mut self, parts: &[SchemaId], values: &[Node]) -> ir::SchemaKind {
        if let Some(format) = self.lower_integer_format(parts, values) {
            return ir::SchemaKind::Integer(ir::Integer {
                format,
                ..ir::Integer::default()
            });
        }
        if self.says_integer(parts) && values.iter().all(is_integer) {
            return ir::SchemaKind::Number(ir::Number::Decimal);
        }
        ir::SchemaKind::Number(self.number_format(parts))
    }

    /// The width of integers that are listed; `None` where they are none, or need more digits.
    fn lower_integer_format(
        &self,
        parts: &[SchemaId],
        values: &[Node],
    ) -> Option<ir::IntegerFormat> {
        if !values.iter().all(is_integer) || !self.says_integer(parts) {
            return None;
        }
        let written = self.integer_format(parts).and_then(|(format, _)| format);
        let fits = |format: &ir::IntegerFormat| {
            let (first, last) = range(*format);
            values.iter().filter_map(Node::as_number).all(|number| {
                number
                    .as_i128()
                    .is_some_and(|number| (first..=last).contains(&number))
            })
        };
        written
            .into_iter()
            .chain([ir::IntegerFormat::Int64, ir::IntegerFormat::Uint64])
            .find(fits)
    }

    /// Whether integers are meant: `type: integer`, or no type at all.
    fn says_integer(&self, parts: &[SchemaId]) -> bool {
        let number = TypeSet::of(Type::Number);
        let by_type = parts.iter().fold(TypeSet::ALL, |types, &part| {
            types.and(TypeSet::of_schema(self.schema(part)))
        });
        by_type.and(number) == TypeSet::of(Type::Integer) || by_type == TypeSet::ALL
    }

    /// Whether a listed value is valid against the keywords beside. Reports one that the schema which lists it refuses.
    fn is_listed_validly(&mut self, parts: &Parts, value: &Node) -> bool {
        for &part in &parts.list {
            let mut faults = Vec::new();
            self.fuel = super::valid::FUEL;
            self.own_faults(part, value, false, 0, &mut faults);
            let Some((_, fault)) = faults.into_iter().next() else {
                continue;
            };
            let lists_it = self
                .schema(part)
                .enumeration
                .as_ref()
                .is_some_and(|listed| listed.value.iter().any(|listed| listed.span == value.span));
            if lists_it {
                let subject = format!("the `enum` value {}", show(value));
                self.report
                    .push(fault.warning(codes::INVALID_ENUM_VALUE, &subject));
            }
            return false;
        }
        true
    }

    fn report_nothing_listed(&mut self, parts: &Parts) {
        let mut spans = parts
            .list
            .iter()
            .filter_map(|&part| self.schema(part).enumeration.as_ref())
            .map(|values| values.span);
        let Some(first) = spans.next() else {
            return;
        };
        let mut diagnostic = Diagnostic::warning(
            codes::CONTRADICTION,
            "no value is valid here: none that `enum` lists fits what else is said",
        )
        .at(first, "")
        .help("list a value that is valid, or remove what forbids it");
        for other in spans.take(4) {
            diagnostic = diagnostic.also(other, "allows only these");
        }
        self.report.push(diagnostic);
    }
}

fn is_integer(value: &Node) -> bool {
    value
        .as_number()
        .is_some_and(spectrait_source::Number::is_integer)
}
