//! References from schema to schema.

use std::collections::BTreeMap;

use spectrait_source::{Diagnostic, Node, Span, codes};

use super::Resolver;
use super::reference::Noun;
use crate::load::value::cut;
use crate::schema::{Form, ReferenceKind, Schema, SchemaId};

impl Resolver<'_> {
    /// Finds the target of every reference. A circle of schemas is fine where it passes through a
    /// value (a property, an item); one that does not says nothing, and is cut open.
    pub(super) fn resolve_schemas(&mut self, schemas: &mut [Schema]) {
        let anchors = anchors(schemas);
        let recursive = recursive_anchors(schemas);
        for schema in &mut *schemas {
            let Some(reference) = &mut schema.reference else {
                continue;
            };
            let anchored = match (reference.kind, reference.text.strip_prefix('#')) {
                (ReferenceKind::Recursive, Some("")) => around(&recursive, reference.span),
                (_, Some(name)) => anchors.get(name).copied(),
                _ => None,
            };
            if anchored.is_some() {
                reference.target = anchored;
                continue;
            }
            let Some(target) = self.locate(&reference.text, reference.span, Noun::Schema) else {
                continue;
            };
            reference.target = self.schema_at(target);
            if reference.target.is_some() {
                continue;
            }
            reference.target = schema_within(target).and_then(|node| self.schema_at(node));
            let (text, span) = (reference.text.clone(), reference.span);
            if reference.target.is_some() {
                self.report_schema_within(&text, span, target);
            } else if !self.broken.contains(&target.span.place()) {
                self.report_wrong(&text, span, Noun::Schema, target);
            }
        }
        self.cut_circles(schemas);
    }

    pub(super) fn schema_at(&self, node: &Node) -> Option<SchemaId> {
        self.nouns.schemas.get(&node.span.place()).copied()
    }

    /// "It points to a response, whose schema is meant."
    fn report_schema_within(&mut self, text: &str, span: Span, target: &Node) {
        let kind = self.kind(target);
        self.report(
            Diagnostic::warning(
                codes::WRONG_REFERENCE,
                format!("`{}` is no schema", cut(text)),
            )
            .at(span, "read as the schema that is in it")
            .also(target.span, format!("this is {kind}"))
            .help("give that schema a name in `components.schemas`, and refer to it there"),
        );
    }

    /// A depth-first walk over what applies to the same value; the reference that closes a circle is
    /// the one that is cut.
    fn cut_circles(&mut self, schemas: &mut [Schema]) {
        let mut states = vec![State::New; schemas.len()];
        for root in (0..).take(schemas.len()).map(SchemaId) {
            // Each schema on the way down, with those that it has still to visit.
            let mut path: Vec<(SchemaId, Vec<SchemaId>)> = Vec::new();
            let mut next = Some(root);
            loop {
                if let Some(id) = next.take() {
                    match states.get(index(id)) {
                        Some(State::New) => {
                            states[index(id)] = State::OnPath(path.len());
                            path.push((id, in_place(&schemas[index(id)])));
                        }
                        Some(State::OnPath(first)) => self.cut_circle(&path[*first..], schemas),
                        Some(State::Done) | None => {}
                    }
                }
                let Some((id, rest)) = path.last_mut() else {
                    break;
                };
                next = rest.pop();
                if next.is_none() {
                    states[index(*id)] = State::Done;
                    path.pop();
                }
            }
        }
    }

    /// Cuts a circle open where what is left says the same, or all that can be meant.
    fn cut_circle(&mut self, circle: &[(SchemaId, Vec<SchemaId>)], schemas: &mut [Schema]) {
        let circle: Vec<SchemaId> = circle.iter().map(|(id, _)| *id).collect();
        let Some(&last) = circle.last() else {
            return;
        };
        let after = |position: usize| circle[(position + 1) % circle.len()];
        let choice = (0..circle.len())
            .find(|&position| is_branch(&schemas[index(circle[position])], after(position)));
        if let Some(owner) = choice {
            self.cut_choice(&circle, owner, schemas);
            return;
        }
        let combines = circle.iter().any(|&id| {
            let schema = &schemas[index(id)];
            let parts = schema.all_of.as_ref().map_or(0, |parts| parts.value.len());
            parts > 1 || !schema.properties.is_empty() || schema.types.is_some()
        });
        let is_plain = circle.iter().enumerate().all(|(position, &id)| {
            let schema = &schemas[index(id)];
            let next = after(position);
            target(schema) == Some(next)
                || schema
                    .all_of
                    .as_ref()
                    .is_some_and(|parts| parts.value.contains(&next))
        });
        let places = places(&circle, schemas);
        // Only a reference can lead back: all else leads down into the text.
        let Some(reference) = &mut schemas[index(last)].reference else {
            return;
        };
        if combines && is_plain {
            let span = reference.span;
            schemas[index(last)].reference = None;
            self.report(
                Diagnostic::warning(
                    codes::REFERENCE_CYCLE,
                    "this `$ref` leads back to itself: what it is a part of says the same without it",
                )
                .at(span, "says nothing")
                .help("leave it out"),
            );
            return;
        }
        reference.target = None;
        self.report_cycle(&places);
    }

    /// A circle through a branch of `oneOf` or `anyOf` of the schema at `owner`. A branch that is the schema again says
    /// nothing; one that extends it means what the schema says beside the choice.
    fn cut_choice(&mut self, circle: &[SchemaId], owner: usize, schemas: &mut [Schema]) {
        let length = circle.len();
        let at = |offset: usize| circle[(owner + offset) % length];
        let (parent, branch) = (at(0), at(1));
        let leads = |offset: usize| target(&schemas[index(at(offset))]) == Some(at(offset + 1));
        let Some(back) = (1..=length)
            .rev()
            .find(|&offset| offset < length && leads(offset))
        else {
            // The owner refers to its own branch.
            if let Some(reference) = &mut schemas[index(parent)].reference {
                reference.target = None;
            }
            let places = places(circle, schemas);
            self.report_cycle(&places);
            return;
        };
        let is_itself = (1..length).all(|offset| {
            let schema = &schemas[index(at(offset))];
            leads(offset)
                && schema.all_of.is_none()
                && schema.types.is_none()
                && schema.properties.is_empty()
        });
        let Some(reference) = &mut schemas[index(at(back))].reference else {
            return;
        };
        let span = reference.span;
        let message = if is_itself {
            schemas[index(branch)].reference = None;
            schemas[index(branch)].form = Form::Never;
            "this branch is the schema that lists it: it is left out"
        } else {
            reference.without_choices_of = Some(parent);
            "this `$ref` leads back to itself: it is read as what its schema says beside `oneOf` and `anyOf`"
        };
        self.report(
            Diagnostic::warning(codes::REFERENCE_CYCLE, message)
                .at(span, "leads back")
                .also(schemas[index(parent)].span, "this lists it")
                .help("move what is shared to a schema of its own, and refer to that"),
        );
    }
}

/// Where the references of a circle stand.
fn places(circle: &[SchemaId], schemas: &[Schema]) -> Vec<Span> {
    circle
        .iter()
        .rev()
        .filter_map(|id| schemas[index(*id)].reference.as_ref())
        .map(|reference| reference.span)
        .take(CIRCLE_SHOWN)
        .collect()
}

fn target(schema: &Schema) -> Option<SchemaId> {
    schema.reference.as_ref()?.target
}

/// Whether a schema lists another one in `oneOf` or `anyOf`.
fn is_branch(schema: &Schema, other: SchemaId) -> bool {
    [&schema.one_of, &schema.any_of]
        .into_iter()
        .flatten()
        .any(|branches| branches.value.contains(&other))
}

/// The schemas by the names of `$anchor` and `$dynamicAnchor`.
fn anchors(schemas: &[Schema]) -> BTreeMap<String, SchemaId> {
    let mut anchors = BTreeMap::new();
    for (schema, id) in schemas.iter().zip(0..) {
        let unread = schema.rare.iter().flat_map(|rare| &rare.unread);
        for (_, name) in
            unread.filter(|(key, _)| matches!(&*key.text, "$anchor" | "$dynamicAnchor"))
        {
            if let Some(name) = name.as_str().filter(|name| !name.is_empty()) {
                anchors.entry(name.to_owned()).or_insert(SchemaId(id));
            }
        }
    }
    anchors
}

/// The schemas with `$recursiveAnchor: true`, and where they stand.
fn recursive_anchors(schemas: &[Schema]) -> Vec<(Span, SchemaId)> {
    let is_anchor = |schema: &Schema| {
        let mut unread = schema.rare.iter().flat_map(|rare| &rare.unread);
        unread.any(|(key, value)| &*key.text == "$recursiveAnchor" && value.as_bool() == Some(true))
    };
    schemas
        .iter()
        .zip(0..)
        .filter(|(schema, _)| is_anchor(schema))
        .map(|(schema, id)| (schema.span, SchemaId(id)))
        .collect()
}

/// The innermost of some schemas around a place.
fn around(schemas: &[(Span, SchemaId)], place: Span) -> Option<SchemaId> {
    schemas
        .iter()
        .filter(|(span, _)| {
            span.source == place.source && span.start <= place.start && place.end <= span.end
        })
        .min_by_key(|(span, _)| span.len())
        .map(|(_, id)| *id)
}

/// How many references of a circle are looked at for its message; a longer one is made to be long.
const CIRCLE_SHOWN: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// At this position of the way down.
    OnPath(usize),
    Done,
}

fn index(id: SchemaId) -> usize {
    id.0 as usize
}

/// The schemas that apply to the same value as this one.
fn in_place(schema: &Schema) -> Vec<SchemaId> {
    let mut ids: Vec<SchemaId> = Vec::new();
    ids.extend(
        schema
            .reference
            .as_ref()
            .and_then(|reference| reference.target),
    );
    for branches in [&schema.all_of, &schema.any_of, &schema.one_of]
        .into_iter()
        .flatten()
    {
        ids.extend(&branches.value);
    }
    ids.extend(schema.not.as_ref().map(|schema| schema.value));
    if let Some(rare) = &schema.rare {
        let conditions = [&rare.r#if, &rare.then, &rare.r#else];
        ids.extend(conditions.into_iter().flatten().map(|schema| schema.value));
        if let Some(schemas) = &rare.dependent_schemas {
            ids.extend(schemas.value.values().map(|property| property.schema));
        }
    }
    ids
}

/// The schema of a parameter, a header or a media type, or of the body of a response or a request: that of JSON, or the
/// first.
fn schema_within(node: &Node) -> Option<&Node> {
    if let Some(schema) = node.get("schema") {
        return Some(schema);
    }
    let content = node.get("content")?.as_object()?;
    let json = content.get("application/json");
    let media_type = json.or_else(|| content.into_iter().next().map(|entry| &entry.value))?;
    media_type.get("schema")
}
