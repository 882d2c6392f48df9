//! Parameters.

use spectrait_ir as ir;

use super::Lowering;
use super::place::Annotations;
use crate::resolved;

impl Lowering<'_> {
    /// A parameter, unless it cannot be generated.
    pub(super) fn lower_parameter(
        &mut self,
        operation: ir::OperationId,
        parameter: &resolved::Parameter,
    ) -> Option<ir::Parameter> {
        let name = &parameter.name;
        let written = match &parameter.shape {
            resolved::ParameterShape::Schema(schema) => *schema,
            resolved::ParameterShape::Content(media_type) => {
                self.report
                    .unsupported("a parameter with `content`", media_type.name.span);
                return None;
            }
            resolved::ParameterShape::Invalid => return None,
        };
        let schema = self.lower_root(
            written,
            ir::Root::Parameter {
                operation,
                name: name.value.clone(),
            },
        );
        if let Some(what) = self.unsupported_parameter(parameter, schema) {
            self.report.unsupported(&what, name.span);
            return None;
        }
        let Annotations { docs, default, .. } = self.annotations(written);
        Some(ir::Parameter {
            wire_name: name.value.clone(),
            span: name.span,
            location: parameter.location,
            rust_name: None,
            media_type: None,
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            required: parameter.required,
            docs: ir::Docs {
                title: docs.title,
                description: parameter.description.clone().or(docs.description),
                examples: if parameter.examples.is_empty() {
                    docs.examples
                } else {
                    parameter.examples.clone()
                },
                deprecated: parameter.deprecated || docs.deprecated,
            },
            schema,
            default: default.filter(|_| !parameter.required).cloned(),
        })
    }

    /// What of a parameter cannot be generated, as a noun phrase. Nothing is said where its schema has no meaning.
    fn unsupported_parameter(
        &self,
        parameter: &resolved::Parameter,
        schema: ir::SchemaId,
    ) -> Option<String> {
        if parameter.location == ir::Location::Cookie {
            return Some("a cookie parameter".to_owned());
        }
        if matches!(
            parameter.style,
            ir::Style::Label | ir::Style::Matrix | ir::Style::DeepObject
        ) {
            return Some(format!(
                "a parameter of style `{}`",
                style_name(parameter.style)
            ));
        }
        let (_, meaning) = self.arena.meaning(schema)?;
        if meaning.nullable {
            return Some("a parameter that may be `null`".to_owned());
        }
        // These styles say how an array is written, and nothing of other values (OpenAPI 3.0.4, Style Values).
        let is_for_arrays = matches!(
            parameter.style,
            ir::Style::SpaceDelimited | ir::Style::PipeDelimited
        );
        match &meaning.kind {
            ir::SchemaKind::Array(_) if is_for_arrays && parameter.explode => Some(format!(
                "`explode` beside style `{}`",
                style_name(parameter.style)
            )),
            ir::SchemaKind::Array(array) => {
                let (_, items) = self.arena.meaning(array.items)?;
                if items.nullable {
                    return Some("a parameter for arrays that may hold `null`".to_owned());
                }
                Some(format!(
                    "a parameter for arrays of {}",
                    not_scalar(&items.kind)?
                ))
            }
            kind => match not_scalar(kind) {
                Some(what) => Some(format!("a parameter for {what}")),
                None if is_for_arrays => Some(format!(
                    "style `{}` without an array",
                    style_name(parameter.style)
                )),
                None => None,
            },
        }
    }
}

/// What a schema is called if its values are not written as one text.
fn not_scalar(kind: &ir::SchemaKind) -> Option<&'static str> {
    match kind {
        ir::SchemaKind::Any | ir::SchemaKind::Never | ir::SchemaKind::Union(_) => {
            Some("values of any type")
        }
        ir::SchemaKind::Array(_) | ir::SchemaKind::Tuple(_) => Some("arrays"),
        ir::SchemaKind::Object(_) => Some("objects"),
        ir::SchemaKind::Boolean
        | ir::SchemaKind::Integer(_)
        | ir::SchemaKind::Number(_)
        | ir::SchemaKind::String(_)
        | ir::SchemaKind::Enumeration(_)
        | ir::SchemaKind::Reference(_) => None,
    }
}

/// A style as documents write it.
fn style_name(style: ir::Style) -> &'static str {
    match style {
        ir::Style::Simple => "simple",
        ir::Style::Label => "label",
        ir::Style::Matrix => "matrix",
        ir::Style::Form => "form",
        ir::Style::SpaceDelimited => "spaceDelimited",
        ir::Style::PipeDelimited => "pipeDelimited",
        ir::Style::DeepObject => "deepObject",
    }
}
