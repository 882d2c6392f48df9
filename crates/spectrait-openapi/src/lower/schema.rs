//! What a schema means: its kind, and the rules beside it.

use spectrait_ir as ir;

use super::Lowering;
use super::arena::{Entry, Meaning, Place};
use super::conjunction::{Conjunction, Parts, Target};
use super::place::docs;
use super::types::{TypeSet, type_name};
use crate::schema::{SchemaId, Type};

/// What a schema's values are.
pub(super) struct Values {
    pub(super) kind: ir::SchemaKind,
    pub(super) rules: Vec<ir::Rule>,
    pub(super) nullable: bool,
    /// Whether `kind` is a placeholder after an error.
    pub(super) failed: bool,
}

impl Values {
    /// Not null, and no placeholder.
    pub(super) fn of(kind: ir::SchemaKind) -> Self {
        Self::with(kind, Vec::new())
    }

    /// The same with rules.
    pub(super) fn with(kind: ir::SchemaKind, rules: Vec<ir::Rule>) -> Self {
        Self {
            kind,
            rules,
            nullable: false,
            failed: false,
        }
    }

    /// After an error.
    pub(super) fn failed() -> Self {
        Self {
            failed: true,
            ..Self::of(ir::SchemaKind::Any)
        }
    }
}

impl Lowering<'_> {
    /// Lowers the component schemas, and what they lead to. They have the first ids, in document order.
    pub(super) fn lower_components(&mut self) -> Vec<ir::SchemaId> {
        let api = self.api;
        let components = api
            .components
            .iter()
            .map(|(name, component)| {
                let root = ir::Root::Component(name.to_string());
                let span = self.schema(component.schema).span;
                let entry = Entry::Conjunction(Conjunction::of(component.schema));
                self.arena.meet(&entry, Place::Root(root), true, span)
            })
            .collect();
        self.lower_pending();
        components
    }

    /// Gives a schema its meaning.
    pub(super) fn lower_schema(&mut self, id: ir::SchemaId) {
        let conjunction = match self.arena.entry(id) {
            Entry::Conjunction(conjunction) => conjunction.clone(),
            Entry::AnyOf(branches) => {
                let branches = branches.clone();
                let values = self.lower_any_of(id, &branches);
                return self.set(id, None, values);
            }
            Entry::Implied => return,
        };
        let root = conjunction.single();
        let open = root.filter(|root| self.components.contains(root));
        let values = self.lower_conjunction(id, &conjunction, open);
        // Of several roots none speaks for all.
        let speaker = match conjunction.roots[..] {
            [speaker] => Some(speaker),
            _ => None,
        };
        self.set(id, speaker, values);
        // A branch is described by itself, whatever stands beside the choice.
        if let (None, Some(&branch)) = (speaker, conjunction.roots.last())
            && conjunction.is_branch
            && !self.components.contains(&branch)
        {
            self.arena.describe(id, docs(self.schema(branch)));
        }
    }

    fn set(&mut self, id: ir::SchemaId, speaker: Option<SchemaId>, values: Values) {
        let Values {
            kind,
            rules,
            nullable,
            failed,
        } = values;
        let nullable = nullable && kind != ir::SchemaKind::Any;
        let mut meaning = Meaning {
            span: self.arena.span(id),
            docs: ir::Docs::default(),
            nullable,
            kind,
            rules,
            rust_name: None,
            rust_type: None,
            failed,
        };
        if let Some(speaker) = speaker {
            let schema = self.schema(speaker);
            if let Some(default) = &schema.default {
                // Where it does not apply, too.
                self.is_valid_default(&[speaker], default);
            }
            meaning.docs = docs(schema);
            if meaning.docs.title.is_none() && meaning.docs.description.is_none() {
                self.docs_of_parts(speaker, &mut meaning.docs);
            }
            // In a property it names the field.
            let is_field = matches!(
                self.arena.place(id),
                Place::Inside(_, ir::Step::Property(_))
            );
            if !is_field {
                meaning.rust_name = self.extension(speaker, "x-rust-name");
            }
            meaning.rust_type = self.extension(speaker, "x-rust-type");
        }
        self.arena.set(id, meaning);
    }

    /// A conjunction with the branches that it cannot but take, and what it is then.
    pub(super) fn settle(
        &mut self,
        mut conjunction: Conjunction,
        open: Option<SchemaId>,
        whole: bool,
    ) -> (Conjunction, Target, Parts) {
        loop {
            if whole && let target @ Target::Component(_) = self.target(&conjunction, open) {
                return (conjunction, target, Parts::default());
            }
            let parts = self.parts(&conjunction);
            let Some((part, choice, branch)) = self.forced_branch(&conjunction, &parts) else {
                return (conjunction, Target::Own, parts);
            };
            conjunction.taken.insert((part, choice));
            conjunction.add(branch);
        }
    }

    fn lower_conjunction(
        &mut self,
        id: ir::SchemaId,
        written: &Conjunction,
        open: Option<SchemaId>,
    ) -> Values {
        let nullable = self.conjunction_accepts_null(written);
        let (mut conjunction, target, mut parts) = self.settle(written.clone(), open, true);
        if let Target::Component(component) = target {
            let is_null_inside = self.accepts_null(component);
            if nullable || !is_null_inside || written.is_branch {
                return Values {
                    nullable: nullable && !is_null_inside,
                    ..Values::of(ir::SchemaKind::Reference(self.component(component)))
                };
            }
            // `null` is valid there and not here.
            (conjunction, _, parts) = self.settle(written.clone(), open, false);
        }
        if parts.failed {
            return Values::failed();
        }
        for &part in &parts.list {
            self.check_misplaced(part);
        }
        let mut values = self.lower_parts(id, &conjunction, &parts, nullable);
        if values.kind != ir::SchemaKind::Never
            && !written.is_evaluated
            && self.has_unevaluated(written, &parts)
        {
            values.rules = self.letter_rules_of_all(&written.roots);
        }
        values.nullable |= nullable;
        values
    }

    fn lower_parts(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
        nullable: bool,
    ) -> Values {
        if parts.list.is_empty() {
            return Values::of(ir::SchemaKind::Any);
        }
        let only = conjunction.only.map_or(TypeSet::ALL, TypeSet::of);
        let allowed = self.allowed(&parts.list).and(only);
        if allowed.is_empty() {
            if !nullable {
                self.report_contradiction(conjunction, parts);
            }
            return Values::of(ir::SchemaKind::Never);
        }
        let implied = if allowed == TypeSet::ALL {
            self.implied_type(conjunction)
        } else {
            None
        };
        let r#type = allowed.single().or(implied.map(|implied| implied.r#type));
        let mut rules = Vec::new();
        let mut checked_only = Vec::new();
        let mut structural = Vec::new();
        for (part, choice, branches) in parts.choices(&self.api.schemas) {
            let live = self.live_branches(allowed, choice, branches);
            if live.is_empty() {
                if !nullable {
                    self.report_no_branch(choice, branches.span);
                }
                return Values::of(ir::SchemaKind::Never);
            }
            if self.is_rule(r#type.map_or(allowed, TypeSet::of), &live) {
                rules.push(self.choice_rule(choice, &branches.value));
                checked_only.push((part, choice));
            } else {
                structural.push((part, choice, live));
            }
        }
        if !structural.is_empty() {
            return self.lower_union(id, conjunction, parts, structural, checked_only, rules);
        }
        let mut values = match (self.listed_values(parts, only), r#type) {
            (Some(listed), _) => self.lower_listed(id, conjunction, parts, &listed),
            (None, Some(r#type)) => {
                if let Some(implied) = implied {
                    self.report_implied(implied);
                }
                self.lower_type(id, conjunction, parts, r#type)
            }
            (None, None) if allowed == TypeSet::ALL => {
                return Values::with(ir::SchemaKind::Any, self.rules_of_any(conjunction, parts));
            }
            (None, None) => self.lower_types(id, conjunction, parts, allowed),
        };
        if values.kind != ir::SchemaKind::Never {
            if conjunction.only.is_none() {
                self.add_conditions(parts, &mut values.rules);
            }
            values.rules.extend(rules);
        }
        values
    }

    /// A schema of one type.
    pub(super) fn lower_type(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
        r#type: Type,
    ) -> Values {
        match r#type {
            Type::Boolean => Values::of(ir::SchemaKind::Boolean),
            Type::Integer => self.lower_integer(&parts.list),
            Type::Number => self.lower_number(&parts.list),
            Type::String => self.lower_string(&parts.list),
            Type::Array => self.lower_array(id, conjunction, parts),
            Type::Object => self.lower_object(id, conjunction, parts),
            Type::Null => Values::of(ir::SchemaKind::Never),
        }
    }

    /// A schema of several types: a union with a branch a type. The rules of a type go with it.
    pub(super) fn lower_types(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
        allowed: TypeSet,
    ) -> Values {
        let mut branches = Vec::new();
        for r#type in self.in_written_order(parts, allowed) {
            let branch = Conjunction {
                only: Some(r#type),
                is_branch: true,
                is_evaluated: true,
                ..conjunction.clone()
            };
            let step = ir::Step::Branch(branches.len(), Some(type_name(r#type).to_owned()));
            let span = self.arena.span(id);
            let entry = Entry::Conjunction(branch);
            branches.push(ir::Branch {
                schema: self.arena.meet(&entry, Place::Inside(id, step), true, span),
                tags: Vec::new(),
                span,
            });
        }
        Values::of(ir::SchemaKind::Union(ir::Union {
            count: ir::UnionCount::AtLeastOne,
            tag: None,
            branches,
        }))
    }

    /// The types of a set, as the document lists them.
    fn in_written_order(&self, parts: &Parts, allowed: TypeSet) -> Vec<Type> {
        let mut types = allowed.list();
        let written = parts
            .list
            .iter()
            .find_map(|&part| self.schema(part).types.as_ref());
        if let Some(written) = written {
            types.sort_by_key(|&r#type| {
                written
                    .value
                    .0
                    .iter()
                    .position(|&written| !TypeSet::of(written).and(TypeSet::of(r#type)).is_empty())
            });
        }
        types
    }

    /// A union that the document only implies.
    fn lower_any_of(&mut self, id: ir::SchemaId, branches: &[Conjunction]) -> Values {
        let mut met: Vec<ir::Branch> = Vec::new();
        for (position, branch) in branches.iter().enumerate() {
            let step = ir::Step::Branch(position, self.branch_hint(branch));
            let span = self.conjunction_span(branch).unwrap_or(self.arena.span(id));
            let schema = self.meet_conjunction(branch.clone(), Place::Inside(id, step));
            if met.iter().all(|known| known.schema != schema) {
                met.push(ir::Branch {
                    schema,
                    tags: Vec::new(),
                    span,
                });
            }
        }
        match met[..] {
            [ref only] => Values::of(ir::SchemaKind::Reference(only.schema)),
            _ => Values::of(ir::SchemaKind::Union(ir::Union {
                count: ir::UnionCount::AtLeastOne,
                tag: None,
                branches: met,
            })),
        }
    }

    /// The explicit types that a schema which stands by itself leaves, through its choices too.
    pub(super) fn types_of(&mut self, id: SchemaId) -> TypeSet {
        if let Some(&known) = self.types.get(&id) {
            return known;
        }
        // In a circle it says nothing.
        self.types.insert(id, TypeSet::ALL);
        let parts = self.parts(&Conjunction::of(id));
        let mut types = self.allowed(&parts.list);
        if self.depth < super::DEEPEST {
            self.depth += 1;
            for (_, _, branches) in parts.choices(&self.api.schemas) {
                let union = branches.value.iter().fold(TypeSet::NONE, |union, &branch| {
                    union.or(self.types_of(branch))
                });
                types = types.and(union);
            }
            self.depth -= 1;
        }
        self.types.insert(id, types);
        types
    }
}
