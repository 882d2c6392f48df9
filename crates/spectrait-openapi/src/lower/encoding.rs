//! How the properties of forms and multipart bodies are written (OpenAPI 3.0.4 section 4.8.15).

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use crate::load::value::cut;
use crate::resolved;

impl Lowering<'_> {
    /// The encodings of a form or a multipart body.
    pub(super) fn lower_encodings(
        &mut self,
        kind: ir::MediaKind,
        schema: ir::SchemaId,
        encodings: &[resolved::Encoding],
    ) -> Vec<ir::Encoding> {
        let known: Option<Vec<String>> = match self.arena.meaning(schema) {
            Some((_, meaning)) => match &meaning.kind {
                // Others that are kept have any name.
                ir::SchemaKind::Object(object)
                    if !matches!(object.additional, ir::Additional::Kept(_)) =>
                {
                    let properties = object.properties.iter();
                    Some(
                        properties
                            .map(|property| property.wire_name.clone())
                            .collect(),
                    )
                }
                _ => None,
            },
            None => None,
        };
        let mut lowered = Vec::new();
        for encoding in encodings {
            let name = &encoding.property;
            if let Some(known) = &known
                && !known.contains(&name.value)
            {
                self.report_unknown_property(encoding, known);
                continue;
            }
            if let Some(headers) = encoding.headers {
                self.report.push(
                    Diagnostic::warning(
                        codes::UNSUPPORTED,
                        "the headers of a part have no types and are not checked",
                    )
                    .at(headers, "neither sent nor read")
                    .help("nothing needs to be done: a part is sent with its content type and its name"),
                );
            }
            let has_style = kind == ir::MediaKind::Form;
            if let Some(styled) = encoding.styled.filter(|_| !has_style) {
                self.report.without_effect(
                    "`style`, `explode` and `allowReserved` have no effect in a multipart body"
                        .to_owned(),
                    styled,
                    "for forms only",
                    "leave it out; `contentType` says how a part is written",
                );
            }
            lowered.push(ir::Encoding {
                property: name.value.clone(),
                span: name.span,
                content_types: encoding.content_types.clone(),
                headers: Vec::new(),
                style: if has_style {
                    encoding.style
                } else {
                    ir::Style::Form
                },
                explode: encoding.explode || !has_style,
                allow_reserved: encoding.allow_reserved && has_style,
            });
        }
        lowered
    }

    fn report_unknown_property(&mut self, encoding: &resolved::Encoding, known: &[String]) {
        let name = &encoding.property;
        let diagnostic = Diagnostic::warning(
            codes::UNKNOWN_FIELD,
            format!("the schema has no property `{}`", cut(&name.value)),
        )
        .at(name.span, "ignored");
        let names = known.iter().map(String::as_str);
        self.report
            .push(match spectrait_source::nearest(&name.value, names) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => {
                    diagnostic.help("add it to the `properties` of the schema, or leave it out")
                }
            });
    }
}
