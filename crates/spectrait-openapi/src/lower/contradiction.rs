//! Keywords that leave no value, and those that have no effect.

use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;
use super::conjunction::{Choice, Conjunction, Parts};
use super::keyword::keywords;
use super::types::{TypeSet, type_name, type_phrase};
use crate::schema::{Form, SchemaId};

impl Lowering<'_> {
    /// Warns of the keywords that have no effect beside the type of their schema.
    pub(super) fn check_misplaced(&mut self, part: SchemaId) {
        let schema = self.schema(part);
        let Some(types) = &schema.types else {
            return;
        };
        if !self.checked.insert(part) || types.value.0.is_empty() {
            return;
        }
        let set = TypeSet::of_schema(schema);
        let names: Vec<&str> = types
            .value
            .0
            .iter()
            .map(|&r#type| type_name(r#type))
            .collect();
        let shown = match names[..] {
            [name] => name.to_owned(),
            _ => format!("[{}]", names.join(", ")),
        };
        for keyword in keywords(&self.api.schemas, schema) {
            if keyword.about.and(set).is_empty() {
                self.report.without_effect(
                    format!("`{}` has no effect beside `type: {shown}`", keyword.name),
                    keyword.span,
                    "no effect",
                    "remove it, or mend `type`",
                );
            }
        }
    }

    /// Reports that nothing is valid, unless the document says so in as many words.
    pub(super) fn report_contradiction(&mut self, conjunction: &Conjunction, parts: &Parts) {
        let lists_nothing = |id: &SchemaId| {
            let values = self.schema(*id).enumeration.as_ref();
            values.is_some_and(|values| values.value.is_empty())
        };
        if parts.list.iter().any(lists_nothing) {
            // `load` has reported it.
            return;
        }
        let nevers = |ids: &[SchemaId]| {
            ids.iter()
                .filter(|&&id| self.schema(id).form == Form::Never)
                .count()
        };
        if nevers(&conjunction.roots) == conjunction.roots.len() {
            return;
        }
        if let Some(&never) = parts
            .list
            .iter()
            .find(|&&id| self.schema(id).form == Form::Never)
        {
            let span = self.schema(never).span;
            let other = parts.list.iter().find(|&&id| id != never).copied();
            let mut diagnostic = Diagnostic::warning(
                codes::CONTRADICTION,
                "no value is valid here: a part of an `allOf` is closed and does not declare this",
            )
            .at(span, "allows nothing else")
            .help("declare it in the closed part, or close the combined schema with `unevaluatedProperties: false` (OpenAPI 3.1)");
            if let Some(other) = other {
                diagnostic = diagnostic.also(self.schema(other).span, "can never be present");
            }
            self.report.push(diagnostic);
            return;
        }
        let mut said: Vec<(TypeSet, SchemaId)> = Vec::new();
        for &part in &parts.list {
            let own = self.allowed(&[part]);
            let other = said
                .iter()
                .find(|(other, _)| other.and(own).is_empty())
                .copied();
            if let Some((types, other)) = other {
                let phrase = |types: TypeSet| {
                    let phrases: Vec<String> = types.list().into_iter().map(type_phrase).collect();
                    if phrases.is_empty() {
                        "null".to_owned()
                    } else {
                        phrases.join(" or ")
                    }
                };
                let (here, there) = (self.type_span(part), self.type_span(other));
                self.report.push(
                    Diagnostic::warning(
                        codes::CONTRADICTION,
                        format!("no value is both {} and {}", phrase(types), phrase(own)),
                    )
                    .at(here, phrase(own))
                    .also(there, phrase(types))
                    .help("remove one of the two, or write `anyOf` if either was meant"),
                );
                return;
            }
            said.push((own, part));
        }
        if let Some(&first) = parts.list.first() {
            let span = self.type_span(first);
            self.report.push(
                Diagnostic::warning(
                    codes::CONTRADICTION,
                    "no value is valid here: the keywords contradict each other",
                )
                .at(span, "")
                .help("remove one of them"),
            );
        }
    }

    pub(super) fn report_no_branch(&mut self, choice: Choice, span: Span) {
        self.report.push(
            Diagnostic::warning(
                codes::CONTRADICTION,
                format!(
                    "no value is valid here: no branch of `{}` fits what stands beside it",
                    choice.name()
                ),
            )
            .at(span, "")
            .help("mend the types of the branches, or what stands beside them"),
        );
    }

    /// Where a schema says of which type it is.
    fn type_span(&self, id: SchemaId) -> Span {
        let schema = self.schema(id);
        schema
            .types
            .as_ref()
            .map(|types| types.span)
            .or(schema.enumeration.as_ref().map(|values| values.span))
            .unwrap_or(schema.span)
    }
}
