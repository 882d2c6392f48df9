//! Parameters.

use spectrait_ir as ir;

use super::Lowering;
use super::place::Annotations;
use crate::resolved;

/// Header parameters of these names "shall be ignored" (OpenAPI 3.0.4, Parameter Object, `name`).
const IGNORED_HEADERS: &[&str] = &["accept", "authorization", "content-type"];

impl Lowering<'_> {
    /// A parameter, unless it has no effect or cannot be generated.
    pub(super) fn lower_parameter(
        &mut self,
        operation: ir::OperationId,
        parameter: &resolved::Parameter,
    ) -> Option<ir::Parameter> {
        let name = &parameter.name;
        if parameter.location == ir::Location::Header && is_ignored(&name.value) {
            self.report.without_effect(
                format!("the header parameter `{}` has no effect", name.value),
                name.span,
                "OpenAPI ignores it",
                "remove it; `security` and `content` say what this header holds",
            );
            return None;
        }
        let written = match &parameter.shape {
            resolved::ParameterShape::Schema(schema) => *schema,
            resolved::ParameterShape::Content(media_type) => {
                self.report.unsupported("a parameter with `content`", media_type.name.span);
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
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
            required: parameter.required,
            docs: ir::Docs {
                title: docs.title,
                description: parameter.description.clone().or(docs.description),
                examples: if parameter.examples.is_empty() { docs.examples } else { parameter.examples.clone() },
                deprecated: parameter.deprecated || docs.deprecated,
            },
            schema,
            default: default.filter(|_| !parameter.required).cloned(),
        })
    }

    /// What of a parameter cannot be generated, as a noun phrase. Nothing is said where its schema has no meaning.
    fn unsupported_parameter(&self, parameter: &resolved::Parameter, schema: ir::SchemaId) -> Option<String> {
        if parameter.location == ir::Location::Cookie {
            return Some("a cookie parameter".to_owned());
        }
        if matches!(parameter.style, ir::Style::Label | ir::Style::Matrix | ir::Style::DeepObject) {
            return Some(format!("a parameter of style `{}`", style_name(parameter.style)));
        }
        let (_, meaning) = self.arena.meaning(schema)?;
        if meaning.nullable {
            return Some("a parameter that may be `null`".to_owned());
        }
        // These styles say how an array is written, and nothing of other values (OpenAPI 3.0.4, Style Values).
        let is_for_arrays = matches!(parameter.style, ir::Style::SpaceDelimited | ir::Style::PipeDelimited);
        match &meaning.kind {
            ir::SchemaKind::Array(_) if is_for_arrays && parameter.explode => {
                Some(format!("`explode` beside style `{}`", style_name(parameter.style)))
            }
            ir::SchemaKind::Array(array) => {
                let (_, items) = self.arena.meaning(array.items)?;
                if items.nullable {
                    return Some("an array that may hold `null` in a parameter".to_owned());
                }
                Some(format!("an array of {} in a parameter", not_scalar(&items.kind)?))
            }
            kind => match not_scalar(kind) {
                Some(what) => Some(format!("a parameter that is {what}")),
                None if is_for_arrays => {
                    Some(format!("style `{}` without an array", style_name(parameter.style)))
                }
                None => None,
            },
        }
    }
}

/// Whether OpenAPI ignores a header parameter or a response header of that name.
pub(super) fn is_ignored(name: &str) -> bool {
    IGNORED_HEADERS.iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// What a schema is if its values are not written as one text.
fn not_scalar(kind: &ir::SchemaKind) -> Option<&'static str> {
    match kind {
        ir::SchemaKind::Any => Some("anything"),
        ir::SchemaKind::Array(_) => Some("arrays"),
        ir::SchemaKind::Object(_) => Some("an object"),
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
