//! The media types of a body.

use spectrait_ir as ir;

use super::Lowering;
use super::arena::Place;
use crate::resolved;

impl Lowering<'_> {
    /// The one media type of a body that is JSON. The others are reported. Without `schema`, it holds anything.
    pub(super) fn lower_content<'c>(
        &mut self,
        content: impl IntoIterator<Item = &'c resolved::MediaType>,
        root: impl Fn(String) -> ir::Root,
    ) -> Vec<ir::MediaType> {
        let mut json: Option<ir::MediaType> = None;
        for media_type in content {
            let name = &media_type.name;
            if !is_json(&name.value) {
                let what = format!("the media type `{}`", name.value);
                self.report.unsupported(&what, name.span);
                continue;
            }
            if let Some(encoding) = media_type.encoding {
                self.report.without_effect(
                    format!("`encoding` has no effect beside `{}`", name.value),
                    encoding,
                    "for forms only",
                    "remove it",
                );
            }
            if let Some(first) = &json {
                let what = format!("`{}` beside `{}`", name.value, first.name);
                self.report.unsupported(&what, name.span);
                continue;
            }
            let root = root(name.value.clone());
            let schema = match media_type.schema {
                Some(schema) => self.lower_root(schema, root),
                None => self.arena.imply_any(Place::Root(root), name.span),
            };
            json = Some(ir::MediaType {
                name: name.value.clone(),
                span: name.span,
                kind: ir::MediaKind::Json,
                schema: Some(schema),
                encoding: Vec::new(),
            });
        }
        json.into_iter().collect()
    }
}

/// Whether a media type is JSON: `application/json`, or one with the suffix `+json` (RFC 6839 section 3.1), with
/// any parameters.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name).to_ascii_lowercase();
    essence == "application/json"
        || essence.split_once('/').is_some_and(|(r#type, subtype)| {
            !r#type.is_empty()
                && subtype
                    .strip_suffix("+json")
                    .is_some_and(|tree| !tree.is_empty())
        })
}

/// A media type without its parameters.
pub(crate) fn essence(name: &str) -> &str {
    name.split(';').next().unwrap_or(name).trim()
}
