//! `type: object`.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;
use super::arena::{Entry, Place};
use super::conjunction::{Conjunction, Parts};
use super::place::Annotations;
use super::schema::Values;
use crate::schema::{Form, SchemaId};
use spectrait_source::nearest;

/// A property as the parts declare it.
struct Declared {
    /// Where its name stands first.
    span: Span,
    /// What the parts say where they name it.
    schemas: Vec<SchemaId>,
    /// What else is said of it: by patterns, and by the parts that do not name it.
    additional: Vec<SchemaId>,
}

impl Lowering<'_> {
    /// `type: object`.
    pub(super) fn lower_object(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
    ) -> Values {
        let declared = self.declared(parts);
        let additional = self.lower_additional(id, conjunction, parts, declared.is_empty());
        let mut required: IndexMap<&str, Span> = IndexMap::new();
        let api = self.api;
        for &part in &parts.list {
            for name in &api.schemas[part.0 as usize].required {
                required.entry(&*name.value).or_insert(name.span);
            }
        }
        let mut properties: Vec<ir::Property> = declared
            .iter()
            .map(|(name, declared)| {
                self.lower_property(id, name, declared, required.contains_key(&**name))
            })
            .collect();
        let mut rules = Vec::new();
        let names: BTreeSet<&str> = declared.keys().map(|name| &**name).collect();
        let mut beyond = Vec::new();
        for (&name, &span) in required.iter().filter(|(name, _)| !names.contains(**name)) {
            self.check_required(name, span, &names, conjunction);
            match &additional {
                ir::Additional::Forbidden => {
                    self.report_forbidden(name, span);
                    return Values::of(ir::SchemaKind::Never);
                }
                ir::Additional::Kept(_) if declared.is_empty() => beyond.push(name.to_owned()),
                ir::Additional::Kept(_) | ir::Additional::Ignored => {
                    properties.push(self.imply_property(id, name, span, &additional));
                }
            }
        }
        if !beyond.is_empty() {
            rules.push(ir::Rule::Required(beyond));
        }
        for &part in &parts.list {
            self.add_object_rules(part, false, &mut rules);
        }
        self.add_rules_of_patterns(parts, &mut rules);
        rules.dedup();
        let object = ir::Object {
            properties,
            additional,
        };
        Values::with(ir::SchemaKind::Object(object), rules)
    }

    /// The properties that the parts declare, in document order, bases first.
    fn declared(&mut self, parts: &Parts) -> IndexMap<Box<str>, Declared> {
        let api = self.api;
        let mut declared: IndexMap<Box<str>, Declared> = IndexMap::new();
        let required: BTreeSet<&str> = parts
            .list
            .iter()
            .flat_map(|&part| &api.schemas[part.0 as usize].required)
            .map(|name| &*name.value)
            .collect();
        for &part in &parts.list {
            for (name, property) in &api.schemas[part.0 as usize].properties {
                declared
                    .entry(name.clone())
                    .or_insert_with(|| Declared {
                        span: property.span,
                        schemas: Vec::new(),
                        additional: Vec::new(),
                    })
                    .schemas
                    .push(property.schema);
            }
        }
        for &part in &parts.list {
            let schema = &api.schemas[part.0 as usize];
            let patterns = schema
                .rare
                .as_ref()
                .and_then(|rare| rare.pattern_properties.as_ref());
            for (name, declared) in &mut declared {
                let mut is_covered = schema.properties.contains_key(name);
                for (pattern, property) in patterns.iter().flat_map(|patterns| &patterns.value) {
                    if self.is_pattern(pattern, property.span) && self.matches(pattern, name) {
                        is_covered = true;
                        declared.additional.push(property.schema);
                    }
                }
                let Some(additional) = schema.additional_properties.filter(|_| !is_covered) else {
                    continue;
                };
                match self.schema(additional).form {
                    Form::Any => {}
                    Form::Never if required.contains(&**name) => {
                        self.report_closed(name, declared.span, additional);
                    }
                    _ => declared.additional.push(additional),
                }
            }
        }
        declared
    }

    fn lower_property(
        &mut self,
        parent: ir::SchemaId,
        name: &str,
        declared: &Declared,
        required: bool,
    ) -> ir::Property {
        let place = Place::Inside(parent, ir::Step::Property(name.to_owned()));
        let schema = if let (&[schema], []) = (&declared.schemas[..], &declared.additional[..]) {
            self.meet(schema, place)
        } else {
            let all = declared.schemas.iter().chain(&declared.additional);
            let followed: Vec<SchemaId> = all.map(|&schema| self.follow(schema)).collect();
            self.meet_conjunction(Conjunction::of_all(followed), place)
        };
        let Annotations {
            docs,
            default,
            read_only,
            write_only,
            rust_name,
        } = self.annotations_of_all(&declared.schemas);
        ir::Property {
            wire_name: name.to_owned(),
            span: declared.span,
            docs,
            schema,
            required,
            default: default.filter(|_| !required).cloned(),
            read_only,
            write_only,
            rust_name,
        }
    }

    /// A property that is required and not declared: it is whatever other properties are.
    fn imply_property(
        &mut self,
        parent: ir::SchemaId,
        name: &str,
        span: Span,
        additional: &ir::Additional,
    ) -> ir::Property {
        let schema = match additional {
            ir::Additional::Kept(schema) => *schema,
            ir::Additional::Ignored | ir::Additional::Forbidden => {
                let step = ir::Step::Property(name.to_owned());
                self.arena.imply_any(Place::Inside(parent, step), span)
            }
        };
        ir::Property {
            wire_name: name.to_owned(),
            span,
            docs: ir::Docs::default(),
            schema,
            required: true,
            default: None,
            read_only: false,
            write_only: false,
            rust_name: None,
        }
    }

    /// What properties may be that no part declares.
    fn lower_additional(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
        is_map: bool,
    ) -> ir::Additional {
        let place = || Place::Inside(id, ir::Step::AdditionalProperties);
        let span = self.arena.span(id);
        let api = self.api;
        let mut said: Vec<SchemaId> = Vec::new();
        let mut by_pattern: Option<Vec<Conjunction>> = None;
        let mut is_said = false;
        let mut is_conditional = false;
        for &part in &parts.list {
            let schema = &api.schemas[part.0 as usize];
            let rare = schema.rare.as_deref();
            is_conditional |=
                rare.is_some_and(|rare| rare.r#if.is_some() || rare.dependent_schemas.is_some());
            let patterns = rare.and_then(|rare| rare.pattern_properties.as_ref());
            match (schema.additional_properties, patterns) {
                (None, None) => {}
                (Some(additional), None) => {
                    is_said = true;
                    said.push(additional);
                }
                (additional, Some(patterns)) => {
                    is_said = true;
                    // One of the patterns' schemas, or what is left for the others.
                    let mut any: Vec<Conjunction> = patterns
                        .value
                        .values()
                        .map(|property| Conjunction::of(self.follow(property.schema)))
                        .collect();
                    match additional {
                        Some(additional) if self.schema(additional).form == Form::Never => {}
                        Some(additional) => any.push(Conjunction::of(self.follow(additional))),
                        None => any.push(Conjunction::of_all([])),
                    }
                    by_pattern = by_pattern.or(Some(any));
                }
            }
        }
        if said
            .iter()
            .any(|&additional| self.schema(additional).form == Form::Never)
        {
            return ir::Additional::Forbidden;
        }
        if !is_said && let Some(part) = self.simple_unevaluated(conjunction, parts) {
            let rare = self.schema(part).rare.as_ref();
            let unevaluated = rare.and_then(|rare| rare.unevaluated_properties.as_ref());
            if let Some(unevaluated) = unevaluated {
                if self.schema(unevaluated.value).form == Form::Never {
                    return ir::Additional::Forbidden;
                }
                return ir::Additional::Kept(self.meet(unevaluated.value, place()));
            }
        }
        match (&said[..], by_pattern) {
            (&[additional], None) => ir::Additional::Kept(self.meet(additional, place())),
            ([], None) if is_map || is_conditional => {
                ir::Additional::Kept(self.arena.imply_any(place(), span))
            }
            ([], None) => ir::Additional::Ignored,
            ([], Some(any)) => {
                let is_anything = any.iter().any(|any| self.parts(any).list.is_empty());
                ir::Additional::Kept(match &any[..] {
                    [] => return ir::Additional::Forbidden,
                    _ if is_anything => self.arena.imply_any(place(), span),
                    [only] => self.meet_conjunction(only.clone(), place()),
                    _ => self.arena.meet(&Entry::AnyOf(any), place(), true, span),
                })
            }
            (said, _) => {
                let said: Vec<SchemaId> = said
                    .iter()
                    .map(|&additional| self.follow(additional))
                    .collect();
                ir::Additional::Kept(self.meet_conjunction(Conjunction::of_all(said), place()))
            }
        }
    }

    /// The rules for what matches a pattern, and for what is left then.
    fn add_rules_of_patterns(&mut self, parts: &Parts, rules: &mut Vec<ir::Rule>) {
        let api = self.api;
        for &part in &parts.list {
            let schema = &api.schemas[part.0 as usize];
            let Some(patterns) = schema
                .rare
                .as_deref()
                .and_then(|rare| rare.pattern_properties.as_ref())
            else {
                continue;
            };
            if let Some(additional) = schema.additional_properties
                && self.schema(additional).form != Form::Any
            {
                self.add_additional(schema, additional, rules);
                // The type says what the one pattern's values are.
                let is_closed = self.schema(additional).form == Form::Never;
                if is_closed && patterns.value.len() == 1 && parts.list.len() == 1 {
                    continue;
                }
            }
            self.add_pattern_properties(patterns.value.iter(), rules);
        }
    }

    /// Warns of a name in `required` that is no property. It is valid, and most often a slip.
    fn check_required(
        &mut self,
        name: &str,
        span: Span,
        names: &BTreeSet<&str>,
        conjunction: &Conjunction,
    ) {
        if names.is_empty() || conjunction.is_branch {
            return;
        }
        let help = match nearest(name, names.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare `{name}` in `properties`, or remove it here"),
        };
        self.report.push(
            Diagnostic::warning(
                codes::MISPLACED_KEYWORD,
                format!(
                    "`required` lists `{name}`, which is not in `properties`: it may be anything"
                ),
            )
            .at(span, "not in `properties`")
            .help(help),
        );
    }

    /// A part that is closed forbids what another part requires. To the letter nothing is valid then, which nobody means.
    fn report_closed(&mut self, name: &str, span: Span, closed: SchemaId) {
        self.report.push(
            Diagnostic::warning(
                codes::CONTRADICTION,
                format!("`{name}` is required, and a part of the `allOf` is closed and does not declare it: it is read as if that declared it"),
            )
            .at(self.schema(closed).span, "allows nothing else")
            .also(span, "required")
            .help("declare it in the closed part, or close the combined schema with `unevaluatedProperties: false` (OpenAPI 3.1)"),
        );
    }

    fn report_forbidden(&mut self, name: &str, span: Span) {
        self.report.push(
            Diagnostic::warning(
                codes::CONTRADICTION,
                format!("`{name}` is required and not allowed: no value is valid"),
            )
            .at(span, "required")
            .help(format!(
                "declare `{name}` in `properties` of the closed schema, or remove it here"
            )),
        );
    }
}
