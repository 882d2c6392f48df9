//! `content`.

use indexmap::IndexMap;
use spectrait_source::Node;

use super::Resolver;
use crate::resolved;
use crate::schema::Spanned;

impl<'d> Resolver<'d> {
    /// The media types of an object that has `content`.
    pub(super) fn resolve_content(
        &mut self,
        content: &'d IndexMap<String, openapiv3::MediaType>,
        node: &'d Node,
    ) -> Vec<resolved::MediaType> {
        let Some(members) = node.get("content").and_then(Node::as_object) else {
            return Vec::new();
        };
        members
            .iter()
            .filter_map(|entry| {
                let media_type = content.get(&*entry.key.text)?;
                let encoding = entry.value.as_object()?.entry("encoding");
                Some(resolved::MediaType {
                    name: Spanned {
                        value: String::from(entry.key.text.clone()),
                        span: entry.key.span,
                    },
                    schema: media_type.schema.as_ref().and_then(Self::schema_id),
                    examples: self.resolve_examples(&entry.value),
                    encoding: encoding
                        .filter(|entry| entry.value.as_object().is_some_and(|all| !all.is_empty()))
                        .map(|entry| entry.key.span),
                })
            })
            .collect()
    }
}
