//! `type: string`.

use spectrait_ir as ir;

use super::Lowering;
use super::rules::add_lengths;
use super::schema::Values;
use crate::schema::SchemaId;

impl Lowering<'_> {
    /// `type: string`. A format without a type of its own says nothing about which strings are valid (JSON Schema
    /// 2020-12 validation, section 7.2.1).
    pub(super) fn lower_string(&mut self, parts: &[SchemaId]) -> Values {
        let format = self.string_format(parts);
        let schemas = &self.api.schemas;
        let mut rules = Vec::new();
        let mut string = ir::StringSchema {
            format,
            ..ir::StringSchema::default()
        };
        let Some((least, most)) = self.lower_counts(
            "string",
            "characters long",
            parts
                .iter()
                .filter_map(|part| schemas[part.0 as usize].min_length.as_ref()),
            parts
                .iter()
                .filter_map(|part| schemas[part.0 as usize].max_length.as_ref()),
        ) else {
            return Values::of(ir::SchemaKind::Never);
        };
        if format == ir::StringFormat::Text {
            (string.min_length, string.max_length) = (least, most);
        } else {
            for &part in parts {
                add_lengths(self.schema(part), &mut rules);
            }
        }
        for &part in parts {
            self.add_pattern(self.schema(part), &mut rules);
        }
        rules.dedup();
        Values::with(ir::SchemaKind::String(string), rules)
    }

    /// The format with a type: the first that a part names and the user trusts.
    pub(super) fn string_format(&self, parts: &[SchemaId]) -> ir::StringFormat {
        parts
            .iter()
            .filter_map(|&part| {
                let schema = self.schema(part);
                let rare = schema.rare.as_deref();
                let by_name = schema
                    .format
                    .as_ref()
                    .and_then(|format| ir::StringFormat::of_name(&format.value));
                let encoding = rare.and_then(|rare| rare.content_encoding.as_ref());
                let by_encoding = || match encoding
                    .map(|encoding| encoding.value.to_ascii_lowercase())
                    .as_deref()
                {
                    Some("base64") => Some(ir::StringFormat::Base64),
                    Some("binary") => Some(ir::StringFormat::Binary),
                    _ => None,
                };
                let by_media_type = || {
                    let media_type = rare.and_then(|rare| rare.content_media_type.as_ref())?;
                    let is_text = super::media_type::is_json(&media_type.value)
                        || media_type.value.starts_with("text/");
                    (encoding.is_none() && !is_text).then_some(ir::StringFormat::Binary)
                };
                by_name.or_else(by_encoding).or_else(by_media_type)
            })
            .find(|format| !self.settings.text_formats.contains(format))
            .unwrap_or_default()
    }
}

/// Leaves `binary` to what is octets: a part of a multipart body, or what a form holds. In JSON it is text.
pub(super) fn settle<'o>(
    schemas: &mut [ir::Schema],
    operations: impl Iterator<Item = &'o ir::Operation>,
) {
    let is_binary = |schema: &ir::Schema| matches!(&schema.kind, ir::SchemaKind::String(string) if string.format == ir::StringFormat::Binary);
    if !schemas.iter().any(is_binary) {
        return;
    }
    let mut octets = vec![false; schemas.len()];
    let bodies = operations.flat_map(|operation| {
        let request = operation.request_body.iter().flat_map(|body| &body.content);
        let responses = operation
            .responses
            .iter()
            .flat_map(|response| &response.content);
        request.chain(responses)
    });
    let multipart = bodies.filter(|media_type| media_type.kind == ir::MediaKind::Multipart);
    // A part is a property, or each item of one.
    let mut pending: Vec<(ir::SchemaId, u8)> = multipart
        .filter_map(|media_type| Some((media_type.schema?, 0)))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    while let Some((id, depth)) = pending.pop() {
        if !seen.insert((id, depth)) {
            continue;
        }
        octets[id.index()] |= depth > 0;
        match &schemas[id.index()].kind {
            ir::SchemaKind::Reference(target) => pending.push((*target, depth)),
            ir::SchemaKind::Union(union) => {
                pending.extend(union.branches.iter().map(|branch| (branch.schema, depth)));
            }
            ir::SchemaKind::Object(object) if depth == 0 => {
                pending.extend(
                    object
                        .properties
                        .iter()
                        .map(|property| (property.schema, 1)),
                );
                if let ir::Additional::Kept(schema) = object.additional {
                    pending.push((schema, 1));
                }
            }
            ir::SchemaKind::Array(array) if depth == 1 => pending.push((array.items, 2)),
            _ => {}
        }
    }
    for (schema, is_octets) in schemas.iter_mut().zip(octets) {
        if let ir::SchemaKind::String(string) = &mut schema.kind
            && string.format == ir::StringFormat::Binary
            && !is_octets
        {
            string.format = ir::StringFormat::Text;
            take_lengths(string, &mut schema.rules);
        }
    }
}

/// Lengths of text are part of its type.
fn take_lengths(string: &mut ir::StringSchema, rules: &mut Vec<ir::Rule>) {
    rules.retain(|rule| match *rule {
        ir::Rule::MinLength(least) => {
            string.min_length = Some(string.min_length.map_or(least, |known| known.max(least)));
            false
        }
        ir::Rule::MaxLength(most) => {
            string.max_length = Some(string.max_length.map_or(most, |known| known.min(most)));
            false
        }
        _ => true,
    });
}
