//! Parameters.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use super::arena::Place;
use super::media_type::classify;
use super::place::Annotations;
use crate::resolved;
use crate::schema::Spanned;

/// What a parameter or a header holds.
pub(super) struct Shape {
    pub(super) schema: ir::SchemaId,
    /// The media type that its value is written in.
    pub(super) media_type: Option<String>,
    pub(super) docs: ir::Docs,
    pub(super) default: Option<ir::Value>,
}

impl Lowering<'_> {
    /// A parameter.
    pub(super) fn lower_parameter(
        &mut self,
        operation: ir::OperationId,
        parameter: &resolved::Parameter,
    ) -> ir::Parameter {
        let root = ir::Root::Parameter {
            operation,
            name: parameter.name.value.clone(),
        };
        let Shape {
            schema,
            media_type,
            docs,
            default,
        } = self.lower_shape(parameter, root);
        let (style, explode) = if media_type.is_some() {
            (parameter.style, parameter.explode)
        } else {
            self.lower_style(parameter, schema)
        };
        ir::Parameter {
            wire_name: parameter.name.value.clone(),
            span: parameter.name.span,
            location: parameter.location,
            rust_name: parameter.rust_name.clone(),
            media_type,
            style,
            explode,
            allow_reserved: parameter.allow_reserved,
            required: parameter.required,
            docs,
            schema,
            default: default.filter(|_| !parameter.required),
        }
    }

    /// What a parameter or a header holds, and what is said of it: by itself first, then by its schema.
    pub(super) fn lower_shape(&mut self, parameter: &resolved::Parameter, root: ir::Root) -> Shape {
        let span = parameter.name.span;
        let (written, media_type, examples) = match &parameter.shape {
            resolved::ParameterShape::Schema(schema) => (Some(*schema), None, &[][..]),
            resolved::ParameterShape::Content(content) => {
                let media_type = self.lower_content_of_parameter(&content.name);
                // A value that stands in a text is no sequence.
                self.check_items(content, &media_type, ir::MediaKind::Text);
                (content.schema, Some(media_type), &content.examples[..])
            }
            resolved::ParameterShape::Text => (None, None, &[][..]),
        };
        let is_text = media_type
            .as_ref()
            .is_some_and(|name| classify(name) != ir::MediaKind::Json);
        // A text has no parts, whatever its schema says.
        let written = written.filter(|written| !is_text || self.is_scalar(*written));
        let schema = if let Some(written) = written {
            self.lower_root(written, root)
        } else {
            let kind = if media_type.is_some() && !is_text {
                ir::SchemaKind::Any
            } else {
                ir::SchemaKind::String(ir::StringSchema::default())
            };
            self.arena.imply(Place::Root(root), span, kind)
        };
        let annotations = written.map(|written| self.annotations(written));
        let Annotations { docs, default, .. } = annotations.unwrap_or_default();
        let own = [&parameter.examples[..], examples];
        let own = own.into_iter().find(|examples| !examples.is_empty());
        Shape {
            schema,
            media_type,
            docs: ir::Docs {
                title: docs.title,
                description: parameter.description.clone().or(docs.description),
                examples: own.map_or(docs.examples, <[_]>::to_vec),
                deprecated: parameter.deprecated || docs.deprecated,
            },
            default: default.cloned(),
        }
    }

    /// The media type of a parameter's `content`: JSON or text.
    fn lower_content_of_parameter(&mut self, name: &Spanned<String>) -> String {
        let kind = classify(&name.value);
        if !matches!(kind, ir::MediaKind::Json | ir::MediaKind::Text) {
            self.report.push(
                Diagnostic::warning(
                    codes::UNSUPPORTED,
                    format!("a parameter in `{}` is not taken apart", name.value),
                )
                .at(name.span, "read and written as text")
                .help("nothing needs to be done, but to read and write the text yourself"),
            );
        }
        name.value.clone()
    }

    /// The style of a parameter. Where the specification does not say how a style writes such a value ("n/a" in the table
    /// of OpenAPI 3.0.4 section 4.8.12.5), it is the one that tools agree on.
    fn lower_style(
        &mut self,
        parameter: &resolved::Parameter,
        schema: ir::SchemaId,
    ) -> (ir::Style, bool) {
        let (style, explode) = (parameter.style, parameter.explode);
        let Some((_, meaning)) = self.arena.meaning(schema) else {
            return (style, explode);
        };
        let (is_array, is_object) = match &meaning.kind {
            ir::SchemaKind::Array(_) | ir::SchemaKind::Tuple(_) => (true, false),
            ir::SchemaKind::Object(_) => (false, true),
            // It may be anything.
            ir::SchemaKind::Any | ir::SchemaKind::Union(_) | ir::SchemaKind::Never => (true, true),
            _ => (false, false),
        };
        let is_delimited = matches!(style, ir::Style::SpaceDelimited | ir::Style::PipeDelimited);
        let (what, instead) = match style {
            _ if is_delimited && !is_array && !is_object => ("of one value", ir::Style::Form),
            _ if is_delimited && explode => ("beside `explode: true`", ir::Style::Form),
            ir::Style::DeepObject if !is_array && !is_object => ("of one value", ir::Style::Form),
            ir::Style::DeepObject if !is_object => ("of an array", ir::Style::DeepObject),
            _ => return (style, explode),
        };
        let label = if instead == ir::Style::Form {
            "read and written as `form`"
        } else {
            "its items are read and written as `name[0]`, `name[1]`"
        };
        self.report.push(
            Diagnostic::warning(
                codes::INVALID_VALUE,
                format!(
                    "OpenAPI does not say how style `{}` writes a parameter {what}",
                    style_name(style)
                ),
            )
            .at(parameter.name.span, label)
            .help("leave `style` out"),
        );
        (instead, explode)
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
