//! `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Node, Span, codes};

use super::Lowering;
use super::arena::{Entry, Place};
use super::conjunction::{Choice, Conjunction, Parts, Target};
use super::keyword::{has_conditions, has_own_beside_conditions, has_structure};
use super::schema::Values;
use super::tag::Tagging;
use super::types::{TypeSet, type_name};
use crate::schema::{SchemaId, Spanned, Type};

/// Several choices beside each other are one union in another as long as they have no more branches than these in all.
const MOST_BRANCHES: usize = 256;

/// More schemas than these are not combined from others.
const MOST_COMBINED: usize = 20_000;

/// A choice that becomes a union, with the branches that can be valid.
pub(super) type Structural = (SchemaId, Choice, Vec<SchemaId>);

impl Lowering<'_> {
    /// The branches of a choice that can be valid, each once. `null` is asked for elsewhere.
    pub(super) fn live_branches(
        &mut self,
        allowed: TypeSet,
        choice: Choice,
        branches: &Spanned<Vec<SchemaId>>,
    ) -> Vec<SchemaId> {
        let mut seen: BTreeSet<SchemaId> = BTreeSet::new();
        let mut live = Vec::new();
        for &branch in &branches.value {
            if self.types_of(branch).and(allowed).is_empty() {
                continue;
            }
            if seen.insert(self.follow(branch)) {
                live.push(branch);
            } else if choice == Choice::OneOf {
                self.report.push(
                    Diagnostic::warning(
                        codes::CONTRADICTION,
                        "`oneOf` lists a schema twice, so that its values are never valid: it is read once",
                    )
                    .at(self.schema(branch).span, "listed again")
                    .help("remove one of the two"),
                );
            }
        }
        live
    }

    /// The first choice that leaves only one branch.
    pub(super) fn forced_branch(
        &mut self,
        conjunction: &Conjunction,
        parts: &Parts,
    ) -> Option<(SchemaId, Choice, SchemaId)> {
        let choices = parts.choices(&self.api.schemas);
        if choices.is_empty() {
            return None;
        }
        let only = conjunction.only.map_or(TypeSet::ALL, TypeSet::of);
        let allowed = self.allowed(&parts.list).and(only);
        for (part, choice, branches) in choices {
            let is_tagged = self.schema(part).discriminator.is_some();
            let live = self.live_branches(allowed, choice, branches);
            let &[branch] = &live[..] else {
                continue;
            };
            let target = self.follow(branch);
            if !(is_tagged && self.components.contains(&target)) {
                return Some((part, choice, branch));
            }
        }
        None
    }

    /// Whether a choice is checked only, as its branches do not say what values are made of; or as they say nothing of
    /// their types, so that no value would be told apart by them.
    pub(super) fn is_rule(&mut self, allowed: TypeSet, live: &[SchemaId]) -> bool {
        if allowed != TypeSet::ALL {
            return live
                .iter()
                .all(|&branch| self.only_asserts(branch, allowed));
        }
        live.iter().any(|&branch| {
            let conjunction = Conjunction::of(branch);
            self.types_of(branch) == TypeSet::ALL
                && !self.parts(&conjunction).list.is_empty()
                && self.implied_type(&conjunction).is_none()
        })
    }

    /// Whether a branch says nothing of what values are made of.
    fn only_asserts(&mut self, branch: SchemaId, allowed: TypeSet) -> bool {
        if let Some(&known) = self.asserting.get(&(branch, allowed)) {
            return known;
        }
        let only_asserts = self.depth < super::DEEPEST && self.judge_asserts(branch, allowed);
        self.asserting.insert((branch, allowed), only_asserts);
        only_asserts
    }

    fn judge_asserts(&mut self, branch: SchemaId, allowed: TypeSet) -> bool {
        let parts = self.parts(&Conjunction::of(branch));
        let is_plain = parts.list.iter().all(|&part| {
            let schema = self.schema(part);
            !has_structure(schema) && allowed.is_within(TypeSet::of_schema(schema))
        });
        if !is_plain || parts.failed {
            return false;
        }
        self.depth += 1;
        let choices = parts.choices(&self.api.schemas);
        let only_asserts = choices.iter().all(|(_, _, branches)| {
            branches
                .value
                .iter()
                .all(|&branch| self.only_asserts(branch, allowed))
        });
        self.depth -= 1;
        only_asserts
    }

    /// A schema with choices that become unions: one of the first, with what else is said in each of its branches.
    pub(super) fn lower_union(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
        mut structural: Vec<Structural>,
        checked_only: Vec<(SchemaId, Choice)>,
        mut rules: Vec<ir::Rule>,
    ) -> Values {
        let tagged = structural
            .iter()
            .position(|(part, ..)| self.schema(*part).discriminator.is_some());
        let (part, choice, live) = structural.remove(tagged.unwrap_or_default());
        if structural.is_empty()
            && let Some(listed) = self.listed_branches(parts, choice, &live)
        {
            let mut values = self.lower_listed(id, conjunction, parts, &listed);
            self.add_conditions(parts, &mut values.rules);
            values.rules.extend(rules);
            return values;
        }
        let mut taken = parts.taken.clone();
        taken.extend(checked_only);
        taken.insert((part, choice));
        let mut branches = live.len();
        for (part, choice, live) in structural {
            branches *= live.len();
            if branches > MOST_BRANCHES
                && let Some(all) = choice.branches(self.schema(part))
            {
                rules.push(self.choice_rule(choice, &all.value));
                taken.insert((part, choice));
            }
        }
        let base = self.base_of_branches(parts, &taken, &mut rules);
        let Tagging { tag, groups } = self.lower_tag(part, &base, live);
        let mut branches = Vec::new();
        for (position, group) in groups.into_iter().enumerate() {
            let said: Vec<Conjunction> = group
                .branches
                .iter()
                .map(|&branch| {
                    let mut said = Conjunction {
                        roots: base.clone(),
                        taken: if base.is_empty() {
                            BTreeSet::new()
                        } else {
                            taken.clone()
                        },
                        only: conjunction.only,
                        is_branch: true,
                        is_evaluated: !base.is_empty(),
                    };
                    said.add(branch);
                    said
                })
                .collect();
            let first = group.branches.first().copied();
            let hint = match (first, group.tags.first()) {
                (_, Some(tag)) => Some(tag.clone()),
                (Some(branch), None) => self.branch_hint(&Conjunction::of(branch)),
                (None, None) => None,
            };
            let span = first.map_or(self.arena.span(id), |branch| self.schema(branch).span);
            let place = Place::Inside(id, ir::Step::Branch(position, hint));
            let schema = match &said[..] {
                [said] => self.meet_conjunction(said.clone(), place),
                _ => self.arena.meet(&Entry::AnyOf(said), place, true, span),
            };
            branches.push(ir::Branch {
                schema,
                tags: group.tags,
                span,
            });
        }
        let count = if tag.is_some() || choice == Choice::AnyOf {
            ir::UnionCount::AtLeastOne
        } else {
            ir::UnionCount::ExactlyOne
        };
        let union = ir::Union {
            count,
            tag,
            branches,
        };
        Values::with(ir::SchemaKind::Union(union), rules)
    }

    /// What stands beside a union and becomes part of each of its branches. What any type could have is checked once.
    fn base_of_branches(
        &mut self,
        parts: &Parts,
        taken: &BTreeSet<(SchemaId, Choice)>,
        rules: &mut Vec<ir::Rule>,
    ) -> Vec<SchemaId> {
        let mut base = Vec::new();
        for &part in &parts.list {
            let schema = self.schema(part);
            let has_choice = Choice::BOTH.into_iter().any(|choice| {
                choice.branches(schema).is_some() && !taken.contains(&(part, choice))
            });
            if has_choice || has_own_beside_conditions(schema) {
                base.push(part);
            } else if has_conditions(schema) {
                self.add_conditions_of(part, rules);
            }
        }
        base
    }

    /// The values of a choice whose branches only list values of one type: it is an `enum` whose values have texts of their
    /// own. Numbers with titles stay branches, for the names, unless values are listed beside them, too.
    fn listed_branches(
        &self,
        parts: &Parts,
        choice: Choice,
        live: &[SchemaId],
    ) -> Option<Vec<Node>> {
        let lists = |part: &SchemaId| self.schema(*part).enumeration.is_some();
        let is_narrowed = parts.list.iter().any(lists);
        let composite = TypeSet::of(Type::Array).or(TypeSet::of(Type::Object));
        let mut types = TypeSet::NONE;
        let mut listed: Vec<Node> = Vec::new();
        for &branch in live {
            let schema = self.schema(branch);
            let is_inline = schema.reference.is_none()
                && schema.all_of.is_none()
                && schema.any_of.is_none()
                && schema.one_of.is_none()
                && schema.not.is_none()
                && schema.rare.as_ref().is_none_or(|rare| rare.r#if.is_none())
                && !self.components.contains(&branch);
            let values = schema.enumeration.as_ref().filter(|_| is_inline)?;
            for value in values.value.iter().filter(|value| !value.is_null()) {
                types = types.or(TypeSet::of_value(value));
                let is_named = schema.title.is_some() && value.as_str().is_none() && !is_narrowed;
                if is_named || types.and(composite) != TypeSet::NONE || types.single().is_none() {
                    return None;
                }
                if self
                    .allowed(&[branch])
                    .and(TypeSet::of_value(value))
                    .is_empty()
                {
                    continue;
                }
                if !listed.iter().any(|known| known.same_value(value)) {
                    listed.push(value.clone());
                } else if choice == Choice::OneOf {
                    return None;
                }
            }
        }
        Some(listed)
    }

    /// What a branch is told apart by.
    pub(super) fn branch_hint(&mut self, branch: &Conjunction) -> Option<String> {
        let &root = branch.roots.last()?;
        if let Some(title) = &self.schema(root).title {
            return Some(title.clone());
        }
        if let Target::Component(component) = self.target(&Conjunction::of(root), None) {
            return self.component_names.get(&component).cloned();
        }
        self.types_of(root)
            .single()
            .map(|r#type| type_name(r#type).to_owned())
    }

    /// Where a conjunction stands.
    pub(super) fn conjunction_span(&self, conjunction: &Conjunction) -> Option<Span> {
        conjunction.roots.last().map(|&root| self.schema(root).span)
    }

    /// Meets a conjunction.
    pub(super) fn meet_conjunction(
        &mut self,
        conjunction: Conjunction,
        place: Place,
    ) -> ir::SchemaId {
        let Some(span) = self.conjunction_span(&conjunction) else {
            return self.arena.imply_inside(place);
        };
        let (_, target, _) = self.settle(conjunction.clone(), None, true);
        if let Target::Component(component) = target
            && !self.has_own_type(&conjunction)
            && (conjunction.is_branch
                || self.conjunction_accepts_null(&conjunction) == self.accepts_null(component))
        {
            return self.component(component);
        }
        if conjunction.single().is_none()
            && self.arena.combined() >= MOST_COMBINED.max(2 * self.api.schemas.len())
        {
            if std::mem::replace(&mut self.is_too_many, true) {
                return self.arena.imply_any(place, span);
            }
            self.report.push(
                Diagnostic::error(
                    codes::TOO_COMPLEX,
                    format!(
                        "more than {} schemas are combined from others",
                        self.arena.combined()
                    ),
                )
                .at(span, "one too many")
                .help("write out what they come to, or leave some out with `--exclude`"),
            );
            return self.arena.imply_any(place, span);
        }
        self.arena
            .meet(&Entry::Conjunction(conjunction), place, true, span)
    }

    /// Whether what stands there has a type or a name of its own, whatever it refers to.
    fn has_own_type(&self, conjunction: &Conjunction) -> bool {
        conjunction.roots.iter().any(|&root| {
            !self.components.contains(&root) && self.extension(root, "x-rust-type").is_some()
        })
    }
}
