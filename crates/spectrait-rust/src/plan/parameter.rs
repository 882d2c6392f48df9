//! Parameters and bodies: the fields of a request.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::default::DefaultOf;
use super::docs::Text;
use super::object::{absence, limits, settle_defaults};
use super::places::Slot;
use super::scope::{RUNTIME, Scope};
use super::shapes::Direction;
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
        let operation = &self.api.operations[index];
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
                    self.default_value(&of, Direction::Strict, scope)
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
                    Direction::Strict,
                    scope,
                ),
                is_required: parameter.required,
                source: model::Source::Parameter(source(parameter)),
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
            is_closed: false,
            ignored: Vec::new(),
            rules: Vec::new(),
            defaults: settle_defaults(&mut fields, defaults),
            fields,
        }
    }

    /// Names for the types of parameters whose schema belongs to another operation.
    pub(crate) fn shared_aliases(&self, index: usize, scope: &mut Scope<'_>) -> Vec<model::Alias> {
        let operation = &self.api.operations[index];
        let parameters = operation
            .parameters
            .iter()
            .map(|parameter| Some(parameter.schema))
            .enumerate();
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| body.content.first()?.schema);
        let responses = operation
            .responses
            .iter()
            .map(|response| response.content.first()?.schema)
            .enumerate();
        let slots = parameters
            .map(|(position, schema)| (Slot::Parameter(position), schema))
            .chain([(Slot::Body, body)])
            .chain(responses.map(|(position, schema)| (Slot::Response(position), schema)));
        slots
            .filter_map(|(slot, schema)| self.shared_alias(index, slot, schema?, scope))
            .collect()
    }

    fn shared_alias(
        &self,
        index: usize,
        slot: Slot,
        schema: ir::SchemaId,
        scope: &mut Scope<'_>,
    ) -> Option<model::Alias> {
        let own = self.names.shared(index, slot)?;
        let other = self.names.named(schema)?;
        let sentence = super::object::capitalised(&format!("{}.", own.about));
        Some(model::Alias {
            docs: Text::default()
                .line(self.bounded_sentence(&sentence, schema))
                .done(),
            ident: own.ident.clone(),
            ty: scope.named(other.home, &other.ident),
        })
    }

    fn body_field(
        &self,
        index: usize,
        body: &ir::RequestBody,
        ident: &str,
        scope: &mut Scope<'_>,
    ) -> model::Field {
        let schema = body.content.first().and_then(|content| content.schema);
        let ty = match schema {
            Some(schema) => {
                let named = self.names.in_slot(index, Slot::Body, schema);
                self.optional_type(schema, named, body.required, Direction::Strict, scope)
            }
            None if body.required => scope.runtime(RUNTIME, "Any"),
            None => scope
                .prelude("std::option", "Option")
                .of(scope.runtime(RUNTIME, "Any")),
        };
        let docs = Text::or(body.description.as_deref(), || {
            "The body, as JSON.".to_owned()
        });
        model::Field {
            docs: docs
                .maybe(limits(schema.and_then(|schema| self.bounds(schema)), None))
                .done(),
            is_deprecated: false,
            ident: ident.to_owned(),
            ty,
            is_required: body.required,
            source: model::Source::JsonBody,
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
}

/// The fields of the parameters, and one more for a body.
pub(crate) fn idents(operation: &ir::Operation, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut claims = Claims::default();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let name = &parameter.wire_name;
        let kind = format!("{} parameter", function(parameter.location));
        claims.add(
            index,
            Claim::new(&kind, name, names::field(name), parameter.span),
        );
    }
    if let Some(body) = &operation.request_body {
        let claim = Claim::derived(
            1,
            "the request body".to_owned(),
            "body".to_owned(),
            Some(body.span),
        );
        claims.add(operation.parameters.len(), claim);
    }
    claims.settle(diagnostics).into_values().collect()
}

fn source(parameter: &ir::Parameter) -> model::Parameter {
    let is_exploded = parameter.location == ir::Location::Query;
    model::Parameter {
        function: function(parameter.location),
        wire_name: parameter.wire_name.clone(),
        explode: (parameter.explode != is_exploded).then_some(parameter.explode),
        allow_reserved: parameter.allow_reserved,
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
