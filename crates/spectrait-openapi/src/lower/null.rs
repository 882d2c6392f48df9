//! Whether `null` is valid: what keywords say of it is exact, as only those that are in place say anything.

use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use super::conjunction::{Choice, Conjunction};
use crate::schema::{Form, Schema, SchemaId, Type};

/// Schemas that are combined through more than these are not followed.
const DEEPEST: u32 = 200;

impl Lowering<'_> {
    /// Whether `null` is valid against a schema that stands by itself. A type that is implied does not allow it.
    pub(super) fn accepts_null(&mut self, id: SchemaId) -> bool {
        self.accepts_null_at(id, None, 0)
    }

    /// The same of a conjunction. A branch of a union says nothing of `null`.
    pub(super) fn conjunction_accepts_null(&mut self, conjunction: &Conjunction) -> bool {
        if conjunction.is_branch || conjunction.only.is_some() {
            return false;
        }
        let roots = &conjunction.roots;
        roots
            .iter()
            .all(|&root| self.letter_accepts_null(root, None, 0))
            && self.is_null_typed(conjunction)
    }

    fn accepts_null_at(&mut self, id: SchemaId, without: Option<SchemaId>, depth: u32) -> bool {
        if !self.letter_accepts_null(id, without, depth) {
            return false;
        }
        let conjunction = Conjunction::of(id);
        self.is_null_typed(&conjunction)
    }

    /// Whether no type that is implied forbids `null`.
    fn is_null_typed(&mut self, conjunction: &Conjunction) -> bool {
        let has_type = conjunction
            .roots
            .iter()
            .any(|&root| self.schema(root).types.is_some());
        has_type || self.says_nullable(conjunction) || self.implied_type(conjunction).is_none()
    }

    /// Whether 3.0's `nullable` stands beside what has no type of its own.
    fn says_nullable(&self, conjunction: &Conjunction) -> bool {
        conjunction
            .roots
            .iter()
            .all(|&root| self.schema(root).nullable.is_some())
    }

    /// The same, types that are implied left out. `without` is a schema whose choices do not count.
    pub(super) fn letter_accepts_null(
        &mut self,
        id: SchemaId,
        without: Option<SchemaId>,
        depth: u32,
    ) -> bool {
        if let Some(&known) = self.nulls.get(&(id, without)) {
            return known;
        }
        let accepts = depth <= DEEPEST && self.judge_null(id, without, depth + 1);
        self.nulls.insert((id, without), accepts);
        accepts
    }

    fn judge_null(&mut self, id: SchemaId, without: Option<SchemaId>, depth: u32) -> bool {
        let schema = self.schema(id);
        match schema.form {
            Form::Any => return true,
            // Nothing is said about what was reported.
            Form::Never | Form::Invalid => return false,
            Form::Keywords => {}
        }
        let accepts = self.judge_null_by_keywords(id, without, depth);
        let Some(nullable) = schema.nullable.filter(|_| !accepts) else {
            return accepts;
        };
        let beside = [
            ("$ref", schema.reference.is_some()),
            ("allOf", schema.all_of.is_some()),
            ("oneOf", schema.one_of.is_some()),
            ("anyOf", schema.any_of.is_some()),
        ];
        if let Some((beside, _)) = beside.into_iter().find(|(_, stands)| *stands) {
            self.report.push(
                Diagnostic::warning(
                    codes::MISPLACED_KEYWORD,
                    format!(
                        "`nullable` has no effect beside `{beside}`, which does not allow `null`: it is read as if that did"
                    ),
                )
                .at(nullable, "not by `{beside}`".replace("{beside}", beside))
                .help("allow `null` in there, too, by `nullable: true` beside a `type`"),
            );
        }
        true
    }

    fn judge_null_by_keywords(
        &mut self,
        id: SchemaId,
        without: Option<SchemaId>,
        depth: u32,
    ) -> bool {
        let schema = self.schema(id);
        if !own_accepts_null(schema) {
            return false;
        }
        if let Some(reference) = &schema.reference {
            let without = reference.without_choices_of.or(without);
            let accepts = match reference.target {
                Some(target) => self.letter_accepts_null(target, without, depth),
                None => false,
            };
            if !accepts {
                return false;
            }
        }
        if let Some(all_of) = &schema.all_of
            && !all_of
                .value
                .iter()
                .all(|&part| self.letter_accepts_null(part, without, depth))
        {
            return false;
        }
        if without != Some(id) {
            for choice in Choice::BOTH {
                let Some(branches) = choice.branches(schema) else {
                    continue;
                };
                let mut count = 0;
                for &branch in &branches.value {
                    count += u32::from(self.accepts_null_at(branch, without, depth));
                }
                if count == 0 || (choice == Choice::OneOf && count > 1) {
                    return false;
                }
            }
        }
        if let Some(not) = &schema.not
            && self.letter_accepts_null(not.value, without, depth)
        {
            return false;
        }
        let Some(rare) = &schema.rare else {
            return true;
        };
        let Some(condition) = &rare.r#if else {
            return true;
        };
        let consequence = if self.letter_accepts_null(condition.value, without, depth) {
            &rare.then
        } else {
            &rare.r#else
        };
        match consequence {
            Some(consequence) => self.letter_accepts_null(consequence.value, without, depth),
            None => true,
        }
    }
}

/// What `type` and `enum` say.
fn own_accepts_null(schema: &Schema) -> bool {
    let by_type = schema
        .types
        .as_ref()
        .is_none_or(|types| types.value.0.contains(&Type::Null));
    let by_values = schema
        .enumeration
        .as_ref()
        .is_none_or(|values| values.value.iter().any(spectrait_source::Node::is_null));
    by_type && by_values
}
