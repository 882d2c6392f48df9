//! References from schema to schema.

use spectrait_source::{Node, Span};

use super::Resolver;
use super::reference::Noun;
use crate::schema::{Schema, SchemaId};

impl Resolver<'_> {
    /// Finds the target of every reference. A circle of schemas is fine where it passes through a
    /// value (a property, an item); one that does not says nothing, and is cut open.
    pub(super) fn resolve_schemas(&mut self, schemas: &mut [Schema]) {
        for schema in &mut *schemas {
            let Some(reference) = &mut schema.reference else {
                continue;
            };
            let Some(target) = self.locate(&reference.text, reference.span, Noun::Schema) else {
                continue;
            };
            reference.target = self.schema_at(target);
            if reference.target.is_none() && !self.broken.contains(&target.span.place()) {
                let (text, span) = (reference.text.clone(), reference.span);
                self.report_wrong(&text, span, Noun::Schema, target);
            }
        }
        self.cut_circles(schemas);
    }

    fn schema_at(&self, node: &Node) -> Option<SchemaId> {
        self.nouns.schemas.get(&node.span.place()).copied()
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

    fn cut_circle(&mut self, circle: &[(SchemaId, Vec<SchemaId>)], schemas: &mut [Schema]) {
        let Some((last, _)) = circle.last() else {
            return;
        };
        let places: Vec<Span> = circle
            .iter()
            .rev()
            .filter_map(|(id, _)| schemas[index(*id)].reference.as_ref())
            .map(|reference| reference.span)
            .take(CIRCLE_SHOWN)
            .collect();
        self.report_cycle(&places);
        // Only a reference can lead back: all else leads down into the text.
        if let Some(reference) = &mut schemas[index(*last)].reference {
            reference.target = None;
        }
    }
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
