//! `content` and `encoding`.

use indexmap::IndexMap;
use spectrait_ir::Style;
use spectrait_source::{Entry, Node};

use super::Resolver;
use super::reference::Noun;
use crate::load::stray::through;
use crate::resolved;
use crate::schema::{SchemaId, Spanned};

impl<'d> Resolver<'d> {
    /// The media types of an object that has `content`. A `$ref` in its place, or in that of a media type, `load` has
    /// followed with a warning.
    pub(super) fn resolve_content(
        &mut self,
        content: &'d IndexMap<String, openapiv3::MediaType>,
        node: &'d Node,
    ) -> Vec<resolved::MediaType> {
        let Some(written) = node.get("content") else {
            return Self::resolve_swagger_content(content, node);
        };
        let members = through(self.tree, written).and_then(Node::as_object);
        let mut media_types = Vec::new();
        for entry in members.into_iter().flatten() {
            let Some(media_type) = content.get(&*entry.key.text) else {
                continue;
            };
            let Some(node) = through(self.tree, &entry.value) else {
                continue;
            };
            media_types.push(resolved::MediaType {
                name: Spanned {
                    value: String::from(entry.key.text.clone()),
                    span: entry.key.span,
                },
                schema: media_type.schema.as_ref().and_then(Self::schema_id),
                item_schema: self.item_schema(node),
                examples: self.resolve_examples(node),
                encoding: self.resolve_encodings(node),
            });
        }
        media_types
    }

    /// The `itemSchema` of a media type, which the skeleton has no field for.
    fn item_schema(&self, media_type: &Node) -> Option<Spanned<SchemaId>> {
        let entry = media_type.as_object()?.entry("itemSchema")?;
        Some(Spanned {
            value: self.schema_at(&entry.value)?,
            span: entry.key.span,
        })
    }

    /// What `load` has made of a response's own `schema`.
    fn resolve_swagger_content(
        content: &IndexMap<String, openapiv3::MediaType>,
        node: &Node,
    ) -> Vec<resolved::MediaType> {
        let entry = node.as_object().and_then(|members| members.entry("schema"));
        let Some((entry, (name, media_type))) = entry.zip(content.first()) else {
            return Vec::new();
        };
        vec![resolved::MediaType {
            name: Spanned {
                value: name.clone(),
                span: entry.key.span,
            },
            schema: media_type.schema.as_ref().and_then(Self::schema_id),
            item_schema: None,
            examples: Vec::new(),
            encoding: Vec::new(),
        }]
    }

    fn resolve_encodings(&mut self, media_type: &'d Node) -> Vec<resolved::Encoding> {
        let members = media_type.get("encoding").and_then(Node::as_object);
        let mut encodings = Vec::new();
        for entry in members.into_iter().flatten() {
            encodings.extend(self.resolve_encoding(entry));
        }
        encodings
    }

    fn resolve_encoding(&mut self, entry: &'d Entry) -> Option<resolved::Encoding> {
        let members = entry.value.as_object()?;
        let headers = members.entry("headers");
        let headers = headers.filter(|entry| {
            let members = entry.value.as_object();
            members.is_some_and(|members| !members.is_empty())
        });
        for header in headers
            .and_then(|entry| entry.value.as_object())
            .into_iter()
            .flatten()
        {
            // That it leads somewhere.
            if header.value.get("$ref").is_some() {
                self.follow(&header.value, Noun::Header);
            }
        }
        let style = match members.get("style").and_then(Node::as_str) {
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => Style::Form,
        };
        let flag = |name| members.get(name).and_then(Node::as_bool);
        let content_types = members.get("contentType").and_then(Node::as_str);
        let mut styled = members
            .iter()
            .filter(|entry| matches!(&*entry.key.text, "style" | "explode" | "allowReserved"));
        Some(resolved::Encoding {
            property: Spanned {
                value: String::from(entry.key.text.clone()),
                span: entry.key.span,
            },
            content_types: content_types
                .into_iter()
                .flat_map(|text| text.split(','))
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .collect(),
            headers: headers.map(|entry| entry.key.span),
            styled: styled.next().map(|entry| entry.key.span),
            style,
            explode: flag("explode").unwrap_or(style == Style::Form),
            allow_reserved: flag("allowReserved").unwrap_or_default(),
        })
    }
}
