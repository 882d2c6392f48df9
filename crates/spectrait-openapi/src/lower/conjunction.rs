//! Schemas that must all hold: `allOf`, what stands beside a `$ref`, what several parts say of one property.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use super::keyword::{has_own, has_own_beside_properties};
use super::types::TypeSet;
use crate::schema::{Form, Schema, SchemaId, Spanned, Type};

/// More schemas than these are not combined.
const MOST_PARTS: usize = 1_000;

/// Of more parts than these it is not asked whether one says all of it.
const MOST_COMPARED: usize = 16;

/// Which keyword a choice between schemas is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Choice {
    OneOf,
    AnyOf,
}

impl Choice {
    pub(super) const BOTH: [Self; 2] = [Self::OneOf, Self::AnyOf];

    pub(super) fn branches(self, schema: &Schema) -> Option<&Spanned<Vec<SchemaId>>> {
        match self {
            Self::OneOf => schema.one_of.as_ref(),
            Self::AnyOf => schema.any_of.as_ref(),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
        }
    }
}

/// Some schemas of the document that must all hold. It is what a schema of the [`ir::Api`](spectrait_ir::Api) is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Conjunction {
    /// What must hold, none twice.
    pub(super) roots: Vec<SchemaId>,
    /// The choices inside that do not count: a branch of each is among the roots, or it is checked elsewhere.
    pub(super) taken: BTreeSet<(SchemaId, Choice)>,
    /// The only type that is meant: what is said of others does not matter.
    pub(super) only: Option<Type>,
    /// Whether it is a branch of a union, which says by itself whether `null` is valid.
    pub(super) is_branch: bool,
    /// Whether what is unevaluated is checked elsewhere, by the union whose branch it is.
    pub(super) is_evaluated: bool,
}

impl Conjunction {
    pub(super) fn of(root: SchemaId) -> Self {
        Self {
            roots: vec![root],
            taken: BTreeSet::new(),
            only: None,
            is_branch: false,
            is_evaluated: false,
        }
    }

    pub(super) fn of_all(roots: impl IntoIterator<Item = SchemaId>) -> Self {
        let mut all = Self {
            roots: Vec::new(),
            taken: BTreeSet::new(),
            only: None,
            is_branch: false,
            is_evaluated: false,
        };
        for root in roots {
            all.add(root);
        }
        all
    }

    pub(super) fn add(&mut self, root: SchemaId) {
        if !self.roots.contains(&root) {
            self.roots.push(root);
        }
    }

    /// The one schema that this is, if it is no more and no less.
    pub(super) fn single(&self) -> Option<SchemaId> {
        match self.roots[..] {
            [root] if self.taken.is_empty() && self.only.is_none() && !self.is_branch => Some(root),
            _ => None,
        }
    }
}

/// The schemas that a conjunction comes to, those that it refers to and combines among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    /// Those that say something by keywords of their own, bases before what extends them.
    pub(super) list: Vec<SchemaId>,
    /// The choices that do not count.
    pub(super) taken: BTreeSet<(SchemaId, Choice)>,
    /// Whether something of it could not be read, which was reported.
    pub(super) failed: bool,
}

impl Parts {
    /// The choices that count.
    pub(super) fn choices<'s>(
        &self,
        schemas: &'s [Schema],
    ) -> Vec<(SchemaId, Choice, &'s Spanned<Vec<SchemaId>>)> {
        let mut choices = Vec::new();
        for &part in &self.list {
            for choice in Choice::BOTH {
                if let Some(branches) = choice.branches(&schemas[part.0 as usize])
                    && !self.taken.contains(&(part, choice))
                {
                    choices.push((part, choice, branches));
                }
            }
        }
        choices
    }
}

/// A step of the way through the parts.
enum Visit {
    Enter(SchemaId),
    Leave(SchemaId),
}

/// What a conjunction is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// What a component says, no more and no less but for `null`.
    Component(SchemaId),
    /// Something of its own.
    Own,
}

impl Lowering<'_> {
    /// The parts of a conjunction.
    pub(super) fn parts(&mut self, conjunction: &Conjunction) -> Parts {
        if let Some(parts) = self.plain_parts(conjunction) {
            return parts;
        }
        let mut parts = Parts {
            taken: conjunction.taken.clone(),
            ..Parts::default()
        };
        let mut seen = BTreeSet::new();
        let mut stack: Vec<Visit> = conjunction
            .roots
            .iter()
            .rev()
            .copied()
            .map(Visit::Enter)
            .collect();
        while let Some(visit) = stack.pop() {
            let (Visit::Enter(id) | Visit::Leave(id)) = visit;
            let schema = self.schema(id);
            if let Visit::Leave(_) = visit {
                if has_own(schema) || schema.one_of.is_some() || schema.any_of.is_some() {
                    parts.list.push(id);
                }
                continue;
            }
            if !seen.insert(id) {
                continue;
            }
            if seen.len() > MOST_PARTS {
                self.too_complex(conjunction);
                parts.failed = true;
                break;
            }
            parts.failed |= schema.form == Form::Invalid;
            stack.push(Visit::Leave(id));
            if let Some(all_of) = &schema.all_of {
                stack.extend(all_of.value.iter().rev().copied().map(Visit::Enter));
            }
            if let Some(reference) = &schema.reference {
                match reference.target {
                    Some(target) => stack.push(Visit::Enter(target)),
                    None => parts.failed = true,
                }
                if let Some(parent) = reference.without_choices_of {
                    parts
                        .taken
                        .extend(Choice::BOTH.map(|choice| (parent, choice)));
                }
            }
        }
        let api = self.api;
        let taken = &parts.taken;
        parts.list.retain(|&id| {
            let schema = &api.schemas[id.0 as usize];
            has_own(schema)
                || Choice::BOTH.into_iter().any(|choice| {
                    choice.branches(schema).is_some() && !taken.contains(&(id, choice))
                })
        });
        parts
    }

    /// The parts of a conjunction of one schema that combines and refers to nothing, as most do.
    fn plain_parts(&self, conjunction: &Conjunction) -> Option<Parts> {
        let root = conjunction.single()?;
        let schema = self.schema(root);
        if schema.reference.is_some() || schema.all_of.is_some() {
            return None;
        }
        let says_something = has_own(schema) || schema.one_of.is_some() || schema.any_of.is_some();
        Some(Parts {
            list: if says_something {
                vec![root]
            } else {
                Vec::new()
            },
            taken: BTreeSet::new(),
            failed: schema.form == Form::Invalid,
        })
    }

    /// Reports that a schema is combined from too many parts.
    pub(super) fn too_complex(&mut self, conjunction: &Conjunction) {
        let Some(&root) = conjunction.roots.first() else {
            return;
        };
        let span = self.schema(root).span;
        self.report.push(
            Diagnostic::error(
                codes::TOO_COMPLEX,
                format!("this schema is combined from more than {MOST_PARTS} parts"),
            )
            .at(span, "")
            .help("write out what they come to in one schema"),
        );
    }

    /// What a conjunction is: a component, if it says nothing beside it. `open` is a component that is looked into, as it
    /// is what is asked about.
    pub(super) fn target(&mut self, conjunction: &Conjunction, open: Option<SchemaId>) -> Target {
        if conjunction.only.is_some() {
            return Target::Own;
        }
        match self.referred(conjunction, open) {
            Target::Own => match self.equal_component(conjunction) {
                Some(component) if Some(component) != open => Target::Component(component),
                _ => Target::Own,
            },
            component @ Target::Component(_) => component,
        }
    }

    /// The component that a conjunction refers to, if what it says beside is said there too.
    fn referred(&mut self, conjunction: &Conjunction, open: Option<SchemaId>) -> Target {
        if let [root] = conjunction.roots[..] {
            let schema = self.schema(root);
            let is_alone = schema.reference.is_none() && schema.all_of.is_none();
            if is_alone && (Some(root) == open || !self.components.contains(&root)) {
                return Target::Own;
            }
        }
        let Some(atoms) = self.atoms(conjunction, open) else {
            return Target::Own;
        };
        let is_whole = |id: &SchemaId| {
            let is_taken = Choice::BOTH
                .into_iter()
                .any(|choice| conjunction.taken.contains(&(*id, choice)));
            self.components.contains(id) && Some(*id) != open && !is_taken
        };
        let named: Vec<SchemaId> = atoms.iter().copied().filter(is_whole).collect();
        if let (&[component], 1) = (&named[..], atoms.len()) {
            return Target::Component(component);
        }
        if atoms.len() > MOST_COMPARED {
            return Target::Own;
        }
        for component in named {
            let others: Vec<SchemaId> = atoms
                .iter()
                .copied()
                .filter(|&atom| atom != component)
                .collect();
            let says_nothing = others
                .iter()
                .all(|&other| self.is_said_by(other, component, &conjunction.taken));
            if says_nothing {
                return Target::Component(component);
            }
        }
        Target::Own
    }

    /// Whether a schema, what it refers to and combines among it, says nothing that the component does not. `taken` are
    /// the choices that do not count.
    fn is_said_by(
        &mut self,
        schema: SchemaId,
        component: SchemaId,
        taken: &BTreeSet<(SchemaId, Choice)>,
    ) -> bool {
        let parts = self.parts(&Conjunction::of(schema));
        !parts.failed
            && parts.taken.is_empty()
            && parts.list.iter().all(|&part| {
                let has_choice = Choice::BOTH.into_iter().any(|choice| {
                    choice.branches(self.schema(part)).is_some() && !taken.contains(&(part, choice))
                });
                !has_choice && self.is_implied_by(part, component, 0)
            })
    }

    /// The component that is combined from the same parts.
    fn equal_component(&mut self, conjunction: &Conjunction) -> Option<SchemaId> {
        let key = |parts: Parts| {
            let mut list = parts.list;
            list.sort_unstable();
            (parts.taken.is_empty() && !parts.failed && list.len() > 1).then_some(list)
        };
        if self.combined_components.is_none() {
            let mut combined = BTreeMap::new();
            for &component in &self.components.clone() {
                let schema = self.schema(component);
                if schema.all_of.is_some() || schema.reference.is_some() {
                    let own = Conjunction::of(component);
                    // One that only refers to another must not stand for that.
                    if self.referred(&own, Some(component)) != Target::Own {
                        continue;
                    }
                    let parts = self.parts(&own);
                    if let Some(key) = key(parts) {
                        combined.entry(key).or_insert(component);
                    }
                }
            }
            self.combined_components = Some(combined);
        }
        let key = key(self.parts(conjunction))?;
        self.combined_components.as_ref()?.get(&key).copied()
    }

    /// The parts of a conjunction, components left whole but for those of which a choice does not count. `None` where that
    /// is so on the way through a reference.
    fn atoms(&self, conjunction: &Conjunction, open: Option<SchemaId>) -> Option<Vec<SchemaId>> {
        let mut atoms: Vec<SchemaId> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut stack: Vec<SchemaId> = conjunction.roots.iter().rev().copied().collect();
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            if seen.len() > MOST_PARTS {
                return None;
            }
            let schema = self.schema(id);
            let is_taken = Choice::BOTH
                .into_iter()
                .any(|choice| conjunction.taken.contains(&(id, choice)));
            if self.components.contains(&id) && Some(id) != open && !is_taken {
                atoms.push(id);
                continue;
            }
            let has_choice = Choice::BOTH.into_iter().any(|choice| {
                choice.branches(schema).is_some() && !conjunction.taken.contains(&(id, choice))
            });
            if has_own(schema) || has_choice || schema.form == Form::Invalid {
                atoms.push(id);
            }
            if let Some(all_of) = &schema.all_of {
                stack.extend(all_of.value.iter().rev());
            }
            if let Some(reference) = &schema.reference {
                if reference.without_choices_of.is_some() {
                    return None;
                }
                stack.push(reference.target?);
            }
        }
        Some(atoms)
    }

    /// Whether a schema's own keywords say nothing that another schema does not say too. It need not be found out.
    fn is_implied_by(&mut self, general: SchemaId, special: SchemaId, depth: u32) -> bool {
        if general == special {
            return true;
        }
        if depth > 8 {
            return false;
        }
        let parts = self.parts(&Conjunction::of(special));
        if parts.failed {
            return false;
        }
        if parts.list.contains(&general) {
            return true;
        }
        let written = self.schema(general);
        if written.form != Form::Keywords
            || written.nullable.is_some()
            || has_own_beside_properties(written)
        {
            return false;
        }
        if !self
            .allowed(&parts.list)
            .is_within(TypeSet::of_schema(written))
        {
            return false;
        }
        let is_required = |name: &Spanned<String>| {
            parts.list.iter().any(|&part| {
                self.schema(part)
                    .required
                    .iter()
                    .any(|required| required.value == name.value)
            })
        };
        if !written.required.iter().all(is_required) {
            return false;
        }
        written.properties.iter().all(|(name, property)| {
            let declared: Vec<SchemaId> = parts
                .list
                .iter()
                .filter_map(|&part| self.schema(part).properties.get(name))
                .map(|property| property.schema)
                .collect();
            let general = property.schema;
            let plain = self.schema(general);
            plain.reference.is_none()
                && plain.all_of.is_none()
                && plain.one_of.is_none()
                && plain.any_of.is_none()
                && declared.into_iter().any(|special| {
                    !self.accepts_null(special) && self.is_implied_by(general, special, depth + 1)
                })
        })
    }

    /// The types that some schemas leave, by `type` and by the values they list.
    pub(super) fn allowed(&self, parts: &[SchemaId]) -> TypeSet {
        parts.iter().fold(TypeSet::ALL, |set, &part| {
            let schema = self.schema(part);
            if schema.form == Form::Never {
                return TypeSet::NONE;
            }
            let set = set.and(TypeSet::of_schema(schema));
            match &schema.enumeration {
                Some(values) => {
                    set.and(values.value.iter().fold(TypeSet::NONE, |listed, value| {
                        listed.or(TypeSet::of_value(value))
                    }))
                }
                None => set,
            }
        })
    }
}
