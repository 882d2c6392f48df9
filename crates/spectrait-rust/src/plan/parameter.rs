//! Parameters and bodies: the fields of a request.

use std::collections::BTreeMap;

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::default::DefaultOf;
use super::docs::Text;
use super::media_type::{self, Message, is_scalar};
use super::message::MessageKey;
use super::naming::Named;
use super::object::{absence, limits, settle_defaults};
use super::places::Slot;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, is_map};
use super::words::listed;
use super::{Plan, names};
use crate::model;

impl Plan<'_> {
    /// The request type of an operation.
    pub(crate) fn request(
        &self,
        index: usize,
        docs: model::Docs,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Record {
        scope.macro_(RUNTIME, "request");
        let operation = self.operation(index);
        let direction = self.request_direction(index);
        let idents = idents(operation, diagnostics);
        let mut fields = Vec::new();
        let mut defaults = Vec::new();
        for (position, (parameter, ident)) in operation.parameters.iter().zip(&idents).enumerate() {
            let named = self
                .names
                .in_slot(index, Slot::Parameter(position), parameter.schema);
            let default = parameter
                .default
                .as_ref()
                .filter(|_| !parameter.required)
                .and_then(|value| {
                    let is_deprecated = parameter.docs.deprecated;
                    let of = DefaultOf {
                        field: ident.clone(),
                        schema: parameter.schema,
                        named,
                        value,
                        is_deprecated,
                    };
                    self.default_value(&of, direction, scope)
                });
            let constant = default.as_ref().map(|default| default.constant.as_str());
            fields.push(model::Field {
                docs: self.parameter_docs(parameter, constant),
                is_deprecated: parameter.docs.deprecated,
                ident: ident.clone(),
                ty: self.optional_type(
                    parameter.schema,
                    named,
                    parameter.required,
                    direction,
                    scope,
                ),
                is_required: parameter.required,
                source: model::Source::Parameter(self.source(parameter)),
            });
            defaults.extend(default);
        }
        if let (Some(body), Some(ident)) = (
            &operation.request_body,
            idents.get(operation.parameters.len()),
        ) {
            fields.push(self.body_field(index, body, ident, scope));
        }
        model::Record {
            kind: model::RecordKind::Request,
            docs,
            ident: self.names.operations[index].request.clone(),
            is_response: false,
            is_closed: false,
            ignored: Vec::new(),
            rules: Vec::new(),
            defaults: settle_defaults(&mut fields, defaults),
            fields,
        }
    }

    /// Names for the types whose schema belongs to another operation.
    pub(crate) fn shared_aliases(&self, index: usize, scope: &mut Scope<'_>) -> Vec<model::Alias> {
        let alias = |(own, schema): (&Named, ir::SchemaId)| {
            let other = self.names.named(schema)?;
            let sentence = super::object::capitalised(&format!("{}.", own.about));
            Some(model::Alias {
                docs: Text::default()
                    .line(self.bounded_sentence(&sentence, schema))
                    .done(),
                ident: own.ident.clone(),
                ty: scope.named(other.home, &other.ident),
            })
        };
        self.names.shared(index).filter_map(alias).collect()
    }

    fn body_field(
        &self,
        index: usize,
        body: &ir::RequestBody,
        ident: &str,
        scope: &mut Scope<'_>,
    ) -> model::Field {
        let (ty, media_type) = self.request_body(index, body, scope);
        let ty = if body.required {
            ty
        } else {
            scope.prelude("std::option", "Option").of(ty)
        };
        let schema =
            match media_type::distinct(self.api, self.shapes, Message::Request, &body.content) {
                [one] => one.schema,
                _ => None,
            };
        let docs = Text::or(body.description.as_deref(), || match &media_type {
            model::MediaType::Json(_) => "The body, as JSON.".to_owned(),
            model::MediaType::Enum(_) => "The body.".to_owned(),
            _ => {
                let names = body.content.iter().map(|media| media.name.clone());
                let names: Vec<String> = names.collect();
                format!("The body, as {}.", listed(&names, "or"))
            }
        });
        model::Field {
            docs: docs
                .maybe(limits(schema.and_then(|schema| self.bounds(schema)), None))
                .done(),
            is_deprecated: false,
            ident: ident.to_owned(),
            ty,
            is_required: body.required,
            source: model::Source::Body(media_type),
        }
    }

    /// The type of a request body, and how it is written.
    fn request_body(
        &self,
        index: usize,
        body: &ir::RequestBody,
        scope: &mut Scope<'_>,
    ) -> (model::Type, model::MediaType) {
        let home = self.home(index);
        if let Some(ident) = self.names.message(MessageKey::RequestBody(index)) {
            let ty = scope.named(home, ident);
            return (ty.clone(), model::MediaType::Enum(ty));
        }
        let direction = self.request_direction(index);
        let first = body.content.first();
        let named = first.and_then(|media| self.slot_name(index, Slot::Body(0), media));
        match self.held(&body.content, named, direction, scope) {
            Some(held) => (held.ty, held.media_type),
            None => (
                scope.runtime(RUNTIME, "Any"),
                model::MediaType::Json("application/json".to_owned()),
            ),
        }
    }

    fn parameter_docs(&self, parameter: &ir::Parameter, constant: Option<&str>) -> model::Docs {
        let default = parameter.default.as_ref().filter(|_| !parameter.required);
        self.value_docs(
            "parameter",
            &parameter.wire_name,
            &parameter.docs,
            parameter.schema,
        )
        .maybe(limits(
            self.bounds(parameter.schema),
            absence(default, constant),
        ))
        .examples(self.examples(&parameter.docs, parameter.schema))
        .done()
    }

    fn source(&self, parameter: &ir::Parameter) -> model::Parameter {
        let function = function(parameter.location);
        let plain = model::Parameter {
            function,
            wire_name: parameter.wire_name.clone(),
            style: None,
            explode: None,
            members: Vec::new(),
            allow_reserved: parameter.allow_reserved,
            content: None,
        };
        if let Some(name) = &parameter.media_type {
            return model::Parameter {
                content: Some(content(name)),
                ..plain
            };
        }
        // How arrays and objects are written says nothing of a scalar, but `;a=1` is a scalar too.
        let is_scalar = is_scalar(self.api, self.shapes, parameter.schema);
        let has_style = match parameter.style {
            ir::Style::Label | ir::Style::Matrix => true,
            ir::Style::SpaceDelimited | ir::Style::PipeDelimited | ir::Style::DeepObject => {
                !is_scalar
            }
            ir::Style::Simple | ir::Style::Form => false,
        };
        let style = has_style.then(|| style_variant(parameter.style)).flatten();
        let is_exploded_by_itself =
            parameter.style == ir::Style::Form && parameter.location == ir::Location::Query;
        let is_deep = parameter.style == ir::Style::DeepObject;
        let has_explode = !is_scalar && !is_deep && parameter.explode != is_exploded_by_itself;
        let is_exploded_form = parameter.style == ir::Style::Form && parameter.explode;
        model::Parameter {
            style,
            explode: has_explode.then_some(parameter.explode),
            members: if is_exploded_form {
                self.members(parameter.schema)
            } else {
                Vec::new()
            },
            ..plain
        }
    }

    /// The names of an object's properties, if it has no others.
    pub(crate) fn members(&self, id: ir::SchemaId) -> Vec<String> {
        match &self.api.schema(self.shapes.target(id)).kind {
            ir::SchemaKind::Object(object)
                if !is_map(object) && !matches!(object.additional, ir::Additional::Kept(_)) =>
            {
                let properties = self.shapes.properties(object, Direction::Strict);
                properties
                    .map(|property| property.wire_name.clone())
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The fields of the parameters, and one more for a body.
pub(crate) fn idents(operation: &ir::Operation, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut claims = Claims::default();
    let wanted = |parameter: &ir::Parameter| match &parameter.rust_name {
        Some(name) => names::own_field(name),
        None => names::field(&parameter.wire_name),
    };
    let mut first: BTreeMap<String, ir::Location> = BTreeMap::new();
    for parameter in &operation.parameters {
        let location = first.entry(wanted(parameter)).or_insert(parameter.location);
        *location = parameter.location.min(*location);
    }
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let name = &parameter.wire_name;
        let location = function(parameter.location);
        let kind = format!("{location} parameter");
        let mut claim = Claim::new(&kind, name, wanted(parameter), parameter.span);
        claim.is_exact |= parameter.rust_name.is_some();
        claim.rank = rank(parameter.location);
        // Two locations may have one name.
        claim.instead = first
            .get(&claim.wanted)
            .filter(|first| **first < parameter.location)
            .map(|_| names::field(&format!("{location} {name}")));
        claims.add(index, claim);
    }
    if let Some(body) = &operation.request_body {
        let mut claim = Claim::derived(
            4,
            "the request body".to_owned(),
            "body".to_owned(),
            Some(body.span),
        );
        claim.instead = Some("request_body".to_owned());
        claims.add(operation.parameters.len(), claim);
    }
    claims.settle(diagnostics).into_values().collect()
}

/// What the value of a `content` parameter is written as: JSON, or text.
pub(crate) fn content(name: &str) -> model::MediaType {
    let essence = name.split(';').next().unwrap_or(name).trim();
    if essence.ends_with("/json") || essence.ends_with("+json") {
        model::MediaType::Json(name.to_owned())
    } else {
        model::MediaType::Text(name.to_owned())
    }
}

/// The variant of the runtime's `Style`.
pub(crate) fn style_variant(style: ir::Style) -> Option<&'static str> {
    match style {
        ir::Style::Simple | ir::Style::Form => None,
        ir::Style::Label => Some("Label"),
        ir::Style::Matrix => Some("Matrix"),
        ir::Style::SpaceDelimited => Some("SpaceDelimited"),
        ir::Style::PipeDelimited => Some("PipeDelimited"),
        ir::Style::DeepObject => Some("DeepObject"),
    }
}

/// Which of two locations keeps a name.
fn rank(location: ir::Location) -> u8 {
    match location {
        ir::Location::Path => 0,
        ir::Location::Query => 1,
        ir::Location::Header => 2,
        ir::Location::Cookie => 3,
    }
}

/// The runtime's function for parameters of a location.
fn function(location: ir::Location) -> &'static str {
    match location {
        ir::Location::Path => "path",
        ir::Location::Query => "query",
        ir::Location::Header => "header",
        ir::Location::Cookie => "cookie",
    }
}
