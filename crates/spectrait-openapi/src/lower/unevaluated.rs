//! `unevaluatedProperties` and `unevaluatedItems`.

use std::collections::BTreeSet;

use super::Lowering;
use super::conjunction::{Choice, Conjunction, Parts};
use super::keyword::has_own;
use crate::schema::{Schema, SchemaId};

impl Lowering<'_> {
    /// Whether something that other keywords have not looked at must be looked at, in a way that no type says.
    pub(super) fn has_unevaluated(&mut self, conjunction: &Conjunction, parts: &Parts) -> bool {
        let mut all: BTreeSet<SchemaId> = parts.list.iter().copied().collect();
        if conjunction.roots.len() == 1 || !parts.list.is_empty() {
            for (_, _, branches) in parts.choices(&self.api.schemas) {
                // What a branch leaves unevaluated depends on what stands beside it only if something does.
                if parts.list.len() > 1 || parts.list.iter().any(|&part| has_own(self.schema(part)))
                {
                    for &branch in &branches.value {
                        all.extend(self.parts(&Conjunction::of(branch)).list);
                    }
                }
            }
        }
        if !all.iter().any(|&id| is_evaluating(self.schema(id))) {
            return false;
        }
        self.simple_unevaluated(conjunction, parts).is_none()
    }

    /// The schema with `unevaluatedProperties` or `unevaluatedItems`, where that says the same as `additionalProperties`
    /// or `items` of the whole: it stands on top, and nothing below looks at a property or an item conditionally.
    pub(super) fn simple_unevaluated(
        &self,
        conjunction: &Conjunction,
        parts: &Parts,
    ) -> Option<SchemaId> {
        let [root] = conjunction.roots[..] else {
            return None;
        };
        if !conjunction.taken.is_empty() {
            return None;
        }
        let mut found = None;
        for &part in &parts.list {
            let schema = self.schema(part);
            let has_choice = Choice::BOTH
                .into_iter()
                .any(|choice| choice.branches(schema).is_some());
            if has_choice {
                return None;
            }
            let Some(rare) = &schema.rare else {
                continue;
            };
            if rare.r#if.is_some()
                || rare.dependent_schemas.is_some()
                || rare.pattern_properties.is_some()
                || rare.contains.is_some()
            {
                return None;
            }
            if rare.unevaluated_properties.is_some() || rare.unevaluated_items.is_some() {
                if part != root {
                    return None;
                }
                found = Some(part);
            }
        }
        found
    }
}

/// Whether a schema asks for what is evaluated.
pub(super) fn is_evaluating(schema: &Schema) -> bool {
    schema.rare.as_ref().is_some_and(|rare| {
        rare.unevaluated_properties.is_some() || rare.unevaluated_items.is_some()
    })
}
