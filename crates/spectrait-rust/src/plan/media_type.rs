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
        (ir::MediaKind::EventStream, ..) => "events",
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
    /// How a body of a media type is held.
    pub(crate) fn held(
        &self,
        media: &ir::MediaType,
        named: Option<&Named>,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Held {
        let name = media.name.clone();
        let schema = typed(self.api, self.shapes, media);
        let value = |scope: &mut Scope<'_>| match schema {
            Some(schema) => self.optional_type(schema, named, true, direction, scope),
            None => scope.runtime(RUNTIME, "Any"),
        };
        let items = |stream, scope: &mut Scope<'_>| {
            let items = scope.runtime(RUNTIME, stream);
            let item = value(scope);
            items.of(item)
        };
        let (ty, media_type) = match media.kind {
            ir::MediaKind::Json => (value(scope), model::MediaType::Json(name)),
            ir::MediaKind::Form => (value(scope), self.form(media, direction)),
            ir::MediaKind::Multipart => (value(scope), self.multipart(media, direction)),
            ir::MediaKind::Text if schema.is_some() => (value(scope), model::MediaType::Text(name)),
            ir::MediaKind::Text | ir::MediaKind::Xml => (
                scope.prelude("std::string", "String"),
                model::MediaType::Text(name),
            ),
            ir::MediaKind::EventStream => {
                (items("EventStream", scope), model::MediaType::EventStream)
            }
            ir::MediaKind::JsonLines => {
                (items("JsonLines", scope), model::MediaType::JsonLines(name))
            }
            ir::MediaKind::Octets => (
                scope.runtime(RUNTIME, "OctetStream"),
                model::MediaType::OctetStream(name),
            ),
        };
        Held { ty, media_type }
    }
}
