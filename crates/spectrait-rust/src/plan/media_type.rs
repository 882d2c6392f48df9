//! Media types: what their bodies are in Rust, and what they are called.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::naming::Named;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, Shapes};
use super::{Plan, names};
use crate::model::{self, Type};

/// Which message a body is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Message {
    Request,
    Response,
}

/// How a body is held in Rust.
pub(crate) struct Held {
    pub(crate) ty: Type,
    pub(crate) media_type: model::MediaType,
}

/// The schema of a media type, if its type matters: octets and XML have none, and text only one of a scalar.
pub(crate) fn typed(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    media: &ir::MediaType,
) -> Option<ir::SchemaId> {
    let schema = media.schema?;
    let is_typed = match media.kind {
        ir::MediaKind::Octets | ir::MediaKind::Xml => false,
        ir::MediaKind::Text => is_scalar(api, shapes, schema),
        _ => true,
    };
    is_typed.then_some(schema)
}

/// Whether every value is a text, a number or a boolean.
pub(crate) fn is_scalar(api: &ir::Api, shapes: &Shapes<'_>, id: ir::SchemaId) -> bool {
    let target = shapes.target(id);
    let schema = api.schema(target);
    match &schema.kind {
        ir::SchemaKind::Boolean
        | ir::SchemaKind::Integer(_)
        | ir::SchemaKind::Number(_)
        | ir::SchemaKind::String(_)
        | ir::SchemaKind::Enumeration(_) => true,
        ir::SchemaKind::Union(_) => shapes
            .branches(target)
            .into_iter()
            .all(|(_, branch)| branch.schema != id && is_scalar(api, shapes, branch.schema)),
        _ => false,
    }
}

/// The media types whose bodies have types of their own: the first alone, where one value can be sent in all of them.
pub(crate) fn distinct<'a>(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    message: Message,
    content: &'a [ir::MediaType],
) -> &'a [ir::MediaType] {
    let is_same = |one, other| is_same(api, shapes, message, one, other);
    match content {
        [first, others @ ..] if others.iter().all(|other| is_same(first, other)) => &content[..1],
        _ => content,
    }
}

/// Whether a body has the same values in two media types, so that nobody who makes one needs to know which it is sent in.
fn is_same(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    message: Message,
    one: &ir::MediaType,
    other: &ir::MediaType,
) -> bool {
    use ir::MediaKind::{EventStream, Form, Json, JsonLines, Multipart, Text, Xml};
    let schemas = (typed(api, shapes, one), typed(api, shapes, other));
    let is_same_schema = match schemas {
        (Some(one), Some(other)) => shapes.is_same(one, other),
        (None, None) => true,
        _ => false,
    };
    let is_same_value = match (one.kind, other.kind) {
        (Json, Json) | (Form, Form) | (Multipart, Multipart) | (JsonLines, JsonLines) => true,
        (EventStream(one), EventStream(other)) => one == other,
        // A form is of an object, and only multipart has octets. Not all that JSON can say can be said in a form: who makes a
        // request chooses between them, but of a response its caller would, and what cannot be written is no answer.
        (Json | Form | Multipart, Json | Form | Multipart) => {
            let is_form = |schema| shapes.is_object(schema) && !shapes.holds_octets(schema);
            message == Message::Request && schemas.0.is_some_and(is_form)
        }
        // A string is held as it is written: CSV is no HTML, whatever the schemas say.
        (Text, Text) | (Xml, Xml) => text_format(&one.name) == text_format(&other.name),
        // Octets are a format too. A value that was made without a word about its own would be sent as the first one, and an
        // enum has it said.
        _ => false,
    };
    is_same_schema && is_same_value
}

/// What tells texts apart: the media type without its `charset`.
fn text_format(name: &str) -> Vec<&str> {
    let mut parts = name.split(';').map(str::trim);
    let essence = match parts.next().unwrap_or_default() {
        // RFC 7303 section 9.2: an alias.
        "text/xml" => "application/xml",
        essence => essence,
    };
    let parameters = parts.filter(|parameter| !parameter.starts_with("charset="));
    std::iter::once(essence).chain(parameters).collect()
}

/// Whether every value is the same as data of an event and as JSON: no string, which an event has without its quotes, and no
/// scalar or `null`, which an event tells apart by them.
fn is_plain(api: &ir::Api, shapes: &Shapes<'_>, id: ir::SchemaId, nullable: bool) -> bool {
    let nullable = nullable || api.schema(id).nullable;
    if let Some(target) = shapes.reference(id) {
        return is_plain(api, shapes, target, nullable);
    }
    match &api.schema(id).kind {
        ir::SchemaKind::Object(_)
        | ir::SchemaKind::Array(_)
        | ir::SchemaKind::Tuple(_)
        | ir::SchemaKind::Never => true,
        ir::SchemaKind::Boolean | ir::SchemaKind::Integer(_) | ir::SchemaKind::Number(_) => {
            !nullable
        }
        ir::SchemaKind::Union(_) => shapes.branches(id).into_iter().all(|(_, branch)| {
            branch.schema != id && is_plain(api, shapes, branch.schema, nullable)
        }),
        _ => false,
    }
}

/// A name for each media type of a body: `application/json` is `Json`, `image/*` is `Image`.
pub(crate) fn variants(content: &[ir::MediaType]) -> Vec<String> {
    let short: Vec<String> = content.iter().map(short_name).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &short {
        *counts.entry(name).or_default() += 1;
    }
    let mut claims = Claims::default();
    for (index, (media, name)) in content.iter().zip(&short).enumerate() {
        // Of several, that of `application` keeps the short name.
        let is_short = counts[name.as_str()] == 1 || media.name.starts_with("application/");
        let wanted = if is_short {
            names::variant(name)
        } else {
            names::variant(&words(&media.name))
        };
        let what = format!("media type `{}`", media.name);
        let rank = u8::from(media.name != "application/json");
        claims.add(index, Claim::derived(rank, what, wanted, Some(media.span)));
    }
    // A number at the end is as good as any name that could be given.
    let quiet = &mut Diagnostics::default();
    claims.settle(quiet).into_values().collect()
}

fn short_name(media: &ir::MediaType) -> String {
    let (essence, parameters) = media.name.split_once(';').unwrap_or((&media.name, ""));
    let (kind, subtype) = essence.trim().split_once('/').unwrap_or(("", essence));
    let name = match (media.kind, kind, subtype) {
        (ir::MediaKind::Form, ..) => "form",
        (ir::MediaKind::Multipart, _, "form-data") => "multipart",
        (ir::MediaKind::EventStream(_), ..) => "events",
        (ir::MediaKind::JsonLines, ..) => "lines",
        (_, "text", "plain") => "text",
        (_, "application", "octet-stream") => "octets",
        (_, "*", _) => "other",
        (_, kind, "*") => kind,
        _ => subtype,
    };
    // `charset=utf-8` says nothing that tells two apart.
    let parameters = parameters.trim();
    if parameters.is_empty() || parameters.starts_with("charset") {
        words(name)
    } else {
        words(&format!("{name} {parameters}"))
    }
}

/// `problem+json; version=2` without its marks, which part words.
fn words(name: &str) -> String {
    name.replace('*', "any").replace(['+', '='], " ")
}

impl Plan<'_> {
    /// How a body is held that is the same in all of its media types; `None`: there are none.
    pub(crate) fn held(
        &self,
        content: &[ir::MediaType],
        named: Option<&Named>,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Option<Held> {
        Some(Held {
            ty: self.body_type(content.first()?, named, direction, scope),
            media_type: self.one_of(content, direction)?,
        })
    }

    /// How a body is written that is the same in all of its media types; `None`: there are none.
    pub(crate) fn one_of(
        &self,
        content: &[ir::MediaType],
        direction: Direction,
    ) -> Option<model::MediaType> {
        let mut choices: Vec<model::MediaType> = Vec::new();
        for media in content {
            let media_type = self.media_type(media, direction);
            // Forms and events have one name, whatever their parameters are.
            if !choices.contains(&media_type) {
                choices.push(media_type);
            }
        }
        match choices.len() {
            0 | 1 => choices.pop(),
            _ => Some(model::MediaType::OneOf(choices)),
        }
    }

    /// What a body of a media type is in Rust.
    fn body_type(
        &self,
        media: &ir::MediaType,
        named: Option<&Named>,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let schema = typed(self.api, self.shapes, media);
        let value = |scope: &mut Scope<'_>| match schema {
            Some(schema) => self.optional_type(schema, named, true, direction, scope),
            None => scope.runtime(RUNTIME, "Any"),
        };
        match media.kind {
            ir::MediaKind::Json | ir::MediaKind::Form | ir::MediaKind::Multipart => value(scope),
            ir::MediaKind::Text if schema.is_some() => value(scope),
            ir::MediaKind::Text | ir::MediaKind::Xml => scope.prelude("std::string", "String"),
            ir::MediaKind::EventStream(data) => {
                let is_quoted = data == ir::EventData::Json
                    && schema.is_none_or(|schema| !is_plain(self.api, self.shapes, schema, false));
                let item = value(scope);
                let item = if is_quoted {
                    scope.runtime(RUNTIME, "JsonData").of(item)
                } else {
                    item
                };
                scope.runtime(RUNTIME, "EventStream").of(item)
            }
            ir::MediaKind::JsonLines => {
                let item = value(scope);
                scope.runtime(RUNTIME, "JsonLines").of(item)
            }
            ir::MediaKind::Octets => scope.runtime(RUNTIME, "OctetStream"),
        }
    }

    /// How a body of a media type is written.
    fn media_type(&self, media: &ir::MediaType, direction: Direction) -> model::MediaType {
        let name = media.name.clone();
        match media.kind {
            ir::MediaKind::Json => model::MediaType::Json(name),
            ir::MediaKind::Form => self.form(media, direction),
            ir::MediaKind::Multipart => self.multipart(media, direction),
            ir::MediaKind::Text | ir::MediaKind::Xml => model::MediaType::Text(name),
            ir::MediaKind::EventStream(_) => model::MediaType::EventStream,
            ir::MediaKind::JsonLines => model::MediaType::JsonLines(name),
            ir::MediaKind::Octets => model::MediaType::OctetStream(name),
        }
    }
}
