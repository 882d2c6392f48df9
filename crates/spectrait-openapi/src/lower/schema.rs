//! What a schema means: its kind, and the rules beside it.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use super::arena::{Entry, Meaning, Place};
use super::conjunction::{Choice, Conjunction, Parts, Target};
use super::keyword::{keywords, types_of_format};
use super::place::docs;
use super::types::{TypeSet, type_name, type_phrase};
use crate::schema::{Form, SchemaId, Type};

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

/// The type of a schema without `type`, and why.
#[derive(Debug, Clone, Copy)]
pub(super) struct Implied {
    pub(super) r#type: Type,
    keyword: &'static str,
    span: spectrait_source::Span,
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
                self.arena.meet(entry, Place::Root(root), true, span)
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
        let mut ruled = Vec::new();
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
                ruled.push((part, choice));
            } else {
                structural.push((part, choice, live));
            }
        }
        if !structural.is_empty() {
            return self.lower_union(id, conjunction, parts, structural, ruled, rules);
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
                schema: self.arena.meet(entry, Place::Inside(id, step), true, span),
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

    /// The type that the keywords of a conjunction without `type` are about, if it is one.
    pub(super) fn implied_type(&mut self, conjunction: &Conjunction) -> Option<Implied> {
        if !self.settings.implied_types {
            return None;
        }
        let Some(root) = conjunction.single() else {
            return self.find_implied_type(conjunction);
        };
        if let Some(known) = self.implied.get(&root) {
            return *known;
        }
        let implied = self.find_implied_type(conjunction);
        self.implied.insert(root, implied);
        implied
    }

    fn find_implied_type(&mut self, conjunction: &Conjunction) -> Option<Implied> {
        let parts = self.parts(conjunction);
        if parts.failed || self.allowed(&parts.list) != TypeSet::ALL {
            return None;
        }
        for (_, _, branches) in parts.choices(&self.api.schemas) {
            let types = branches.value.iter().fold(TypeSet::NONE, |types, &branch| {
                types.or(self.types_of(branch))
            });
            if types != TypeSet::ALL {
                return None;
            }
        }
        let mut about = TypeSet::NONE;
        let mut by_format: Option<TypeSet> = None;
        let mut first = None;
        for &part in &parts.list {
            let schema = self.schema(part);
            for keyword in keywords(&self.api.schemas, schema) {
                about = about.or(keyword.about);
                first = first.or(Some((keyword.name, keyword.span)));
            }
            if let Some(format) = &schema.format
                && let Some(types) = types_of_format(&format.value)
            {
                by_format = by_format.or(Some(types));
                first = first.or(Some(("format", format.span)));
            }
        }
        let (keyword, span) = first?;
        let r#type = match by_format {
            // `minimum` beside `format: int64` is about an integer.
            Some(types) if about.is_empty() || types.is_within(about) => types.single()?,
            Some(_) => return None,
            None => about.single()?,
        };
        Some(Implied {
            r#type,
            keyword,
            span,
        })
    }

    fn report_implied(&mut self, implied: Implied) {
        let Implied {
            r#type,
            keyword,
            span,
        } = implied;
        let name = type_name(r#type);
        self.report.push(
            Diagnostic::warning(
                codes::IMPLIED_TYPE,
                format!("`{keyword}` stands without `type`: it is read as `type: {name}`"),
            )
            .at(span, format!("implies `type: {name}`"))
            .help(format!(
                "add `type: {name}`, or set `implied_types: false` to allow values of all other types too"
            )),
        );
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

    /// Warns of the keywords that have no effect beside the type of their schema.
    fn check_misplaced(&mut self, part: SchemaId) {
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
    fn report_contradiction(&mut self, conjunction: &Conjunction, parts: &Parts) {
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
        let mut set = TypeSet::ALL;
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
            set = set.and(own);
            said.push((own, part));
        }
        let _ = set;
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

    fn report_no_branch(&mut self, choice: Choice, span: spectrait_source::Span) {
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
    fn type_span(&self, id: SchemaId) -> spectrait_source::Span {
        let schema = self.schema(id);
        schema
            .types
            .as_ref()
            .map(|types| types.span)
            .or(schema.enumeration.as_ref().map(|values| values.span))
            .unwrap_or(schema.span)
    }

    /// Whether something that other keywords have not looked at must be looked at, in a way that no type says.
    fn has_unevaluated(&mut self, conjunction: &Conjunction, parts: &Parts) -> bool {
        let mut all: BTreeSet<SchemaId> = parts.list.iter().copied().collect();
        if conjunction.roots.len() == 1 || !parts.list.is_empty() {
            for (_, _, branches) in parts.choices(&self.api.schemas) {
                // What a branch leaves unevaluated depends on what stands beside it only if something does.
                if parts.list.len() > 1
                    || parts
                        .list
                        .iter()
                        .any(|&part| super::keyword::has_own(self.schema(part)))
                {
                    for &branch in &branches.value {
                        all.extend(self.parts(&Conjunction::of(branch)).list);
                    }
                }
            }
        }
        let is_unevaluated = |id: &SchemaId| {
            self.schema(*id).rare.as_ref().is_some_and(|rare| {
                rare.unevaluated_properties.is_some() || rare.unevaluated_items.is_some()
            })
        };
        if !all.iter().any(is_unevaluated) {
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
