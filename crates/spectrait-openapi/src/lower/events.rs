//! What `itemSchema` says of server-sent events (OpenAPI 3.2.0, "Special Considerations for Server-Sent Events"): it
//! describes an event as an object of `data`, `event`, `id` and `retry`. The last three the runtime has for every event; what
//! is lowered is what `data` holds.

use std::collections::BTreeSet;

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Span, codes};

use super::Lowering;
use super::arena::{Entry, Place};
use super::conjunction::Conjunction;
use super::media_type::is_json;
use super::said::Said;
use super::types::TypeSet;
use crate::schema::{SchemaId, Spanned, Type};

/// The fields of an event. A comment is none, but some describe it as one.
const FIELDS: [&str; 5] = ["data", "event", "id", "retry", "comment"];

/// Events of more kinds than these are not told apart.
const MOST_KINDS: usize = 64;

/// What the data of one kind of event holds.
#[derive(Debug, PartialEq, Eq)]
enum Data {
    /// JSON of a schema; without roots it is any.
    Json(Conjunction),
    /// Text that a schema says more about.
    Scalar(Conjunction),
    /// Any text.
    Text,
}

impl Lowering<'_> {
    /// The schema of the data of the events that `itemSchema` describes, and how the data is written.
    pub(super) fn lower_events(
        &mut self,
        item: &Spanned<SchemaId>,
        root: ir::Root,
    ) -> (ir::EventData, ir::SchemaId) {
        let whole = Conjunction::of(item.value);
        let parts = self.parts(&whole);
        if parts.failed || parts.list.is_empty() {
            return (ir::EventData::Plain, self.lower_root(item.value, root));
        }
        let Some(events) = self.alternatives(whole, Type::Object) else {
            self.report_text(item.span, "they are of more kinds than are told apart");
            return self.any_text(root, item.span);
        };
        let Some(data) = self.data_of(&events) else {
            self.report_no_event(item.value);
            return (ir::EventData::Plain, self.lower_root(item.value, root));
        };
        let mut kinds: Vec<Data> = Vec::new();
        for data in data {
            for kind in self.kinds_of_data(data) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        self.lower_kinds(kinds, item.span, root)
    }

    /// The ways to take the choices of a schema, each with a branch of every one, as far as a value of the type may be valid.
    /// `None` where there are too many.
    fn alternatives(&mut self, whole: Conjunction, r#type: Type) -> Option<Vec<Conjunction>> {
        let mut found = Vec::new();
        let mut pending = vec![whole];
        for _ in 0..2 * MOST_KINDS {
            let Some(way) = pending.pop() else {
                return Some(found);
            };
            let parts = self.parts(&way);
            let allowed = self.allowed(&parts.list).and(TypeSet::of(r#type));
            if allowed.is_empty() {
                continue;
            }
            let Some(&(part, choice, branches)) = parts.choices(&self.api.schemas).first() else {
                found.push(way);
                continue;
            };
            // The first comes off first.
            pending.extend(branches.value.iter().rev().map(|&branch| {
                let mut taken = way.clone();
                taken.taken.insert((part, choice));
                taken.add(branch);
                taken
            }));
        }
        None
    }

    /// What the events say of their data, each once; without roots nothing. `None` if they are no events.
    fn data_of(&mut self, events: &[Conjunction]) -> Option<Vec<Conjunction>> {
        let mut all: Vec<Conjunction> = Vec::new();
        for event in events {
            let parts = self.parts(event);
            let properties = || {
                let schemas = parts.list.iter().map(|&part| self.schema(part));
                schemas.flat_map(|schema| &schema.properties)
            };
            if properties().any(|(name, _)| !FIELDS.contains(&&**name)) {
                return None;
            }
            let data = properties().filter(|(name, _)| &***name == "data");
            let data = Conjunction::of_all(data.map(|(_, property)| property.schema));
            if !all.contains(&data) {
                all.push(data);
            }
        }
        (!all.is_empty()).then_some(all)
    }

    /// What data holds: of each way to take its choices, where these say how the text is to be read.
    fn kinds_of_data(&mut self, data: Conjunction) -> Vec<Data> {
        let ways = self.alternatives(data.clone(), Type::String);
        let ways = ways.unwrap_or_default();
        let contents: Vec<Option<Conjunction>> = ways.iter().map(|way| self.content(way)).collect();
        if contents.iter().all(Option::is_none) {
            return vec![self.kind_of_data(data)];
        }
        let kinds = ways.into_iter().zip(contents);
        let kinds = kinds.map(|(way, content)| match content {
            Some(content) => Data::Json(content),
            None => self.kind_of_data(way),
        });
        kinds.collect()
    }

    /// The schema of the JSON that a string holds (JSON Schema 2020-12 validation, section 8), if it is JSON.
    fn content(&mut self, data: &Conjunction) -> Option<Conjunction> {
        let speakers: BTreeSet<SchemaId> = data
            .roots
            .iter()
            .flat_map(|&root| self.speakers(root))
            .collect();
        let rare = || {
            let schemas = speakers.iter().map(|&speaker| self.schema(speaker));
            schemas.filter_map(|schema| schema.rare.as_deref())
        };
        if rare().any(|rare| rare.content_encoding.is_some()) {
            return None;
        }
        let schemas: Vec<&Spanned<SchemaId>> = rare()
            .filter_map(|rare| rare.content_schema.as_ref())
            .collect();
        let media_types: Vec<&str> = rare()
            .filter_map(|rare| rare.content_media_type.as_ref())
            .map(|media_type| media_type.value.as_str())
            .collect();
        let content = Conjunction::of_all(schemas.iter().map(|schema| schema.value));
        if !media_types.is_empty() {
            return media_types.into_iter().any(is_json).then_some(content);
        }
        let first = schemas.first()?.span;
        self.report.push(
            Diagnostic::warning(
                codes::MISPLACED_KEYWORD,
                "`contentSchema` says nothing without `contentMediaType`",
            )
            .at(first, "read as that of JSON")
            .help("write `contentMediaType: application/json`"),
        );
        Some(content)
    }

    /// What data holds whose schema says nothing of how the text is to be read.
    fn kind_of_data(&mut self, data: Conjunction) -> Data {
        let is_anything = |said: Said| said == Said::Nothing;
        if data.roots.iter().all(|&root| is_anything(self.said(root))) {
            return Data::Text;
        }
        let types = data
            .roots
            .iter()
            .fold(TypeSet::ALL, |types, &root| types.and(self.types_of(root)));
        let has = |r#type| !types.and(TypeSet::of(r#type)).is_empty();
        let is_composite = if types == TypeSet::ALL {
            let said = |&root: &SchemaId| self.said(root);
            data.roots
                .iter()
                .map(said)
                .any(|said| said == Said::Composite)
        } else {
            !has(Type::String) && (has(Type::Array) || has(Type::Object))
        };
        if !is_composite {
            return Data::Scalar(data);
        }
        if let Some(span) = self.conjunction_span(&data) {
            self.report.push(
                Diagnostic::warning(
                    codes::INVALID_VALUE,
                    "the `data` of an event is a string",
                )
                .at(span, "read and written as JSON in it")
                .help("write `type: string`, `contentMediaType: application/json` and this as `contentSchema`"),
            );
        }
        Data::Json(data)
    }

    /// One schema for the data of all kinds of events.
    fn lower_kinds(
        &mut self,
        kinds: Vec<Data>,
        span: Span,
        root: ir::Root,
    ) -> (ir::EventData, ir::SchemaId) {
        let is_json = |kind: &Data| matches!(kind, Data::Json(_));
        if kinds.contains(&Data::Text) || !kinds.iter().all(is_json) && kinds.iter().any(is_json) {
            if kinds.iter().any(is_json) {
                self.report_text(span, "some hold text and some JSON");
            }
            return self.any_text(root, span);
        }
        let written = if kinds.iter().all(is_json) {
            ir::EventData::Json
        } else {
            ir::EventData::Plain
        };
        let all: Vec<Conjunction> = kinds
            .into_iter()
            .filter_map(|kind| match kind {
                Data::Json(data) | Data::Scalar(data) => Some(data),
                Data::Text => None,
            })
            .collect();
        let place = Place::Root(root);
        let is_anything = all.len() > 1 && all.iter().any(|data| self.parts(data).list.is_empty());
        let schema = match &all[..] {
            _ if is_anything => self.arena.imply_any(place, span),
            [only] => match only.roots[..] {
                [] => self.arena.imply_any(place, span),
                [schema] if only.single().is_some() => self.meet(schema, place),
                _ => self.meet_conjunction(only.clone(), place),
            },
            _ => self.arena.meet(&Entry::AnyOf(all), place, true, span),
        };
        self.lower_pending();
        (written, schema)
    }

    /// Data that is any text.
    fn any_text(&mut self, root: ir::Root, span: Span) -> (ir::EventData, ir::SchemaId) {
        let text = ir::SchemaKind::String(ir::StringSchema::default());
        let schema = self.arena.imply(Place::Root(root), span, text);
        (ir::EventData::Plain, schema)
    }

    /// Says that the data of events is their text, though the document says more.
    fn report_text(&mut self, span: Span, why: &str) {
        self.report.push(
            Diagnostic::warning(
                codes::UNSUPPORTED,
                format!("the data of these events is no one type: {why}"),
            )
            .at(span, "their data is read and written as text")
            .help("nothing needs to be done, but to read and write what is in the text yourself"),
        );
    }

    fn report_no_event(&mut self, item: SchemaId) {
        let span = self.schema(item).span;
        self.report.push(
            Diagnostic::warning(
                codes::INVALID_VALUE,
                "this is no schema of an event",
            )
            .at(span, "read as what the data of each event is")
            .note("an event has `data`, `event`, `id` and `retry`, and no more")
            .help("describe an object with the property `data`: a string with `contentMediaType: application/json` and this as `contentSchema`"),
        );
    }
}
