//! Parameters and headers.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{ParameterSchemaOrContent, ReferenceOr};
use spectrait_ir::{Location, Style};
use spectrait_source::{Diagnostic, Node, Span, codes};

use super::Resolver;
use super::reference::Noun;
use crate::load::value::{cut, plain_text};
use crate::resolved::{self, ParameterShape};
use crate::schema::Spanned;

/// "If `in` is `header` and the `name` field is `Accept`, `Content-Type` or `Authorization`, the
/// parameter definition SHALL be ignored" (OpenAPI 3.0.4 section 4.8.12.2.1).
const IGNORED: [(&str, &str); 3] = [
    ("accept", "the media types of the responses say it"),
    ("content-type", "the media types of the request body say it"),
    ("authorization", "declare a security scheme"),
];

impl<'d> Resolver<'d> {
    /// A parameter; `None` where it is broken.
    pub(super) fn resolve_parameter(
        &mut self,
        parameter: &'d ReferenceOr<openapiv3::Parameter>,
    ) -> Option<resolved::Parameter> {
        let (parameter, node, holder) =
            self.noun(parameter, Noun::Parameter, |nouns| &nouns.parameters)?;
        let data = parameter.parameter_data_ref();
        let (location, allow_reserved) = match parameter {
            openapiv3::Parameter::Query { allow_reserved, .. } => {
                (Location::Query, *allow_reserved)
            }
            openapiv3::Parameter::Header { .. } => (Location::Header, false),
            openapiv3::Parameter::Path { .. } => (Location::Path, false),
            openapiv3::Parameter::Cookie { .. } => (Location::Cookie, false),
        };
        if location == Location::Query {
            self.check_empty_value(node);
        }
        let (style, explode) = style(node, location);
        Some(resolved::Parameter {
            name: Spanned {
                value: data.name.clone(),
                span: node.get("name")?.span,
            },
            rust_name: rust_name(node),
            location,
            style,
            explode,
            allow_reserved,
            // There is no path without its variables.
            required: data.required || location == Location::Path,
            deprecated: data.deprecated.unwrap_or_default(),
            description: Self::description(holder, data.description.as_ref()),
            examples: self.resolve_examples(node),
            shape: self.resolve_shape(&data.format, node),
            span: node.span,
        })
    }

    /// Whether a parameter is one that OpenAPI has ignored, which is said.
    pub(super) fn is_ignored(&mut self, parameter: &resolved::Parameter) -> bool {
        if parameter.location != Location::Header {
            return false;
        }
        let name = parameter.name.value.to_lowercase();
        let Some((_, instead)) = IGNORED.iter().find(|(ignored, _)| *ignored == name) else {
            return false;
        };
        let diagnostic = Diagnostic::warning(
            codes::INVALID_VALUE,
            format!(
                "a header parameter named `{}` has no meaning in OpenAPI",
                parameter.name.value
            ),
        )
        .at(parameter.name.span, "ignored")
        .help(format!("leave it out: {instead}"));
        self.report(diagnostic);
        true
    }

    /// `allowEmptyValue: true`, which only allows callers to send nothing in a roundabout way (section
    /// 4.8.12.2.1: "NOT RECOMMENDED").
    fn check_empty_value(&mut self, node: &Node) {
        if let Some(entry) = node
            .as_object()
            .and_then(|members| members.entry("allowEmptyValue"))
            && entry.value.as_bool() == Some(true)
        {
            self.report(
                Diagnostic::warning(codes::UNSUPPORTED, "`allowEmptyValue` has no effect")
                    .at(entry.key.span, "ignored")
                    .note("an empty value is read as an empty text, not as an absent parameter"),
            );
        }
    }

    /// The headers of a response, in document order.
    pub(super) fn resolve_headers(
        &mut self,
        headers: &'d IndexMap<String, ReferenceOr<openapiv3::Header>>,
        node: &'d Node,
    ) -> Vec<resolved::Parameter> {
        let members = node.get("headers").and_then(Node::as_object);
        let mut resolved = Vec::new();
        for entry in members.into_iter().flatten() {
            // "If a response header is defined with the name `Content-Type`, it SHALL be ignored"
            // (section 4.8.17.1): the media type says it.
            if entry.key.text.eq_ignore_ascii_case("content-type") {
                let message = format!(
                    "a response header named `{}` has no meaning in OpenAPI",
                    entry.key.text
                );
                self.report(
                    Diagnostic::warning(codes::INVALID_VALUE, message)
                        .at(entry.key.span, "ignored")
                        .help("leave it out: the media types of the response say it"),
                );
                continue;
            }
            if let Some(header) = headers.get(&*entry.key.text) {
                resolved.extend(self.resolve_header(&entry.key.text, entry.key.span, header));
            }
        }
        resolved
    }

    /// A header, which has its name from outside.
    pub(super) fn resolve_header(
        &mut self,
        name: &str,
        span: Span,
        header: &'d ReferenceOr<openapiv3::Header>,
    ) -> Option<resolved::Parameter> {
        if let Some(parameter) = self.resolve_parameter_as_header(name, span, header) {
            return Some(parameter);
        }
        let (header, node, holder) = self.noun(header, Noun::Header, |nouns| &nouns.headers)?;
        let (style, explode) = style(node, Location::Header);
        Some(resolved::Parameter {
            name: Spanned {
                value: name.to_owned(),
                span,
            },
            rust_name: rust_name(node),
            location: Location::Header,
            style,
            explode,
            allow_reserved: false,
            required: header.required,
            deprecated: header.deprecated.unwrap_or_default(),
            description: Self::description(holder, header.description.as_ref()),
            examples: self.resolve_examples(node),
            shape: self.resolve_shape(&header.format, node),
            span: node.span,
        })
    }

    /// A reference to a parameter where a header belongs: what both say of a value is the same.
    fn resolve_parameter_as_header(
        &mut self,
        name: &str,
        span: Span,
        header: &'d ReferenceOr<openapiv3::Header>,
    ) -> Option<resolved::Parameter> {
        let ReferenceOr::Reference { reference } = header else {
            return None;
        };
        let holder = self.places.get(reference.parse().ok()?)?;
        let target = self.follow(holder, Noun::Header)?;
        let place = target.span.place();
        if self.nouns.headers.contains_key(&place) {
            return None;
        }
        let parameter = *self.nouns.parameters.get(&place)?;
        let data = parameter.parameter_data_ref();
        if let Some(reference) = holder.get("$ref") {
            self.report(
                Diagnostic::warning(
                    codes::WRONG_REFERENCE,
                    format!(
                        "`{}` is no header",
                        cut(reference.as_str().unwrap_or_default())
                    ),
                )
                .at(reference.span, "a header is wanted here")
                .also(target.span, "this is a parameter, and is read as a header")
                .help("move what it says to `components.headers`, without `name` and `in`"),
            );
        }
        Some(resolved::Parameter {
            name: Spanned {
                value: name.to_owned(),
                span,
            },
            rust_name: rust_name(target),
            location: Location::Header,
            style: Style::Simple,
            explode: target
                .get("explode")
                .and_then(Node::as_bool)
                .unwrap_or_default(),
            allow_reserved: false,
            required: data.required,
            deprecated: data.deprecated.unwrap_or_default(),
            description: Self::description(Some(holder), data.description.as_ref()),
            examples: self.resolve_examples(target),
            shape: self.resolve_shape(&data.format, target),
            span: target.span,
        })
    }

    fn resolve_shape(
        &mut self,
        shape: &'d ParameterSchemaOrContent,
        node: &'d Node,
    ) -> ParameterShape {
        match shape {
            ParameterSchemaOrContent::Schema(schema) => {
                Self::schema_id(schema).map_or(ParameterShape::Text, ParameterShape::Schema)
            }
            ParameterSchemaOrContent::Content(content) => {
                // Of several the first: `load` has warned.
                let content = self.resolve_content(content, node).into_iter().next();
                content.map_or(ParameterShape::Text, ParameterShape::Content)
            }
        }
    }

    /// A description: that beside the `$ref` comes first (OpenAPI 3.1.1 section 4.8.23). In 3.0 it
    /// means nothing, and reads better all the same.
    pub(super) fn description(
        holder: Option<&Node>,
        description: Option<&String>,
    ) -> Option<String> {
        holder
            .and_then(|holder| plain_text(holder.get("description")?))
            .map(Cow::into_owned)
            .or_else(|| description.cloned())
    }
}

/// `x-rust-name`
pub(super) fn rust_name(node: &Node) -> Option<String> {
    node.get("x-rust-name")
        .and_then(Node::as_str)
        .map(str::to_owned)
}

/// `style` and `explode`, which `openapiv3` cannot tell from their defaults (section 4.8.12.2.2).
fn style(node: &Node, location: Location) -> (Style, bool) {
    let style = match (location, node.get("style").and_then(Node::as_str)) {
        (Location::Path, Some("label")) => Style::Label,
        (Location::Path, Some("matrix")) => Style::Matrix,
        (Location::Path | Location::Header, _) => Style::Simple,
        (Location::Query, Some("spaceDelimited")) => Style::SpaceDelimited,
        (Location::Query, Some("pipeDelimited")) => Style::PipeDelimited,
        (Location::Query, Some("deepObject")) => Style::DeepObject,
        (Location::Query | Location::Cookie, _) => Style::Form,
    };
    let explode = node.get("explode").and_then(Node::as_bool);
    (style, explode.unwrap_or(style == Style::Form))
}
