//! `itemSchema`: what each item of a sequential media type is (OpenAPI 3.2.0, "Sequential Media Types").

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, codes};

use super::Lowering;
use crate::load::value::cut;
use crate::resolved;

impl Lowering<'_> {
    /// Says where `itemSchema` has no effect, and where `schema` has none beside it.
    pub(super) fn check_items(
        &mut self,
        media_type: &resolved::MediaType,
        name: &str,
        kind: ir::MediaKind,
    ) {
        let Some(item) = &media_type.item_schema else {
            return;
        };
        match (kind, media_type.schema) {
            (ir::MediaKind::EventStream(_) | ir::MediaKind::JsonLines, Some(schema)) => {
                let span = self.schema(schema).span;
                self.report.push(
                    Diagnostic::warning(
                        codes::MISPLACED_KEYWORD,
                        format!(
                            "`schema` of `{}` has no effect beside `itemSchema`",
                            cut(name)
                        ),
                    )
                    .at(span, "ignored")
                    .also(item.span, "this says what each item is")
                    .help("remove one of the two"),
                );
            }
            (ir::MediaKind::EventStream(_) | ir::MediaKind::JsonLines, None) => {}
            (ir::MediaKind::Multipart, None) => self.report.push(
                Diagnostic::warning(
                    codes::UNSUPPORTED,
                    format!("`itemSchema` of `{}` gives its parts no names", cut(name)),
                )
                .at(item.span, "read and written as octets, whole")
                .help("describe an object in `schema`, with a property for each part"),
            ),
            (ir::MediaKind::Multipart, Some(_)) => self.report.without_effect(
                format!(
                    "`itemSchema` of `{}` has no effect beside `schema`",
                    cut(name)
                ),
                item.span,
                "ignored",
                "remove one of the two",
            ),
            _ => self.report.without_effect(
                format!("`itemSchema` has no effect beside `{}`", cut(name)),
                item.span,
                "for events, JSON lines and the like only",
                "write `schema`",
            ),
        }
    }
}
