//! Encodings: how the properties of forms and multipart bodies are written (OpenAPI 3.0.4 section 4.8.15).

use spectrait_ir as ir;

use super::Plan;
use super::media_type::is_scalar;
use super::parameter::style_variant;
use super::shapes::Direction;
use crate::model::{self, FormProperty};

/// What a property is, as far as its encoding depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// A text, a number, a boolean, octets.
    Scalar,
    /// An array of these.
    Scalars,
    /// An object, or a union with one.
    Object,
    /// An array of objects or of arrays.
    Objects,
    /// Anything.
    Unknown,
}

impl Plan<'_> {
    /// `application/x-www-form-urlencoded`
    pub(crate) fn form(&self, media: &ir::MediaType, direction: Direction) -> model::MediaType {
        let properties = self.encoded_properties(media, direction);
        let is_deep = |(_, nature, encoding): &(&str, Nature, Option<&ir::Encoding>)| {
            *nature != Nature::Scalar
                && encoding.is_some_and(|encoding| encoding.style == ir::Style::DeepObject)
        };
        let nested = properties
            .iter()
            .filter(|(_, nature, _)| *nature != Nature::Scalar);
        let is_deep_object = nested.clone().count() > 0 && nested.clone().all(is_deep);
        let properties = properties
            .iter()
            .filter(|property| !(is_deep_object && is_deep(property)))
            .map(|(name, nature, encoding)| form_property(name, *nature, *encoding));
        model::MediaType::Form {
            properties: properties.filter(|property| !property.is_plain()).collect(),
            is_deep_object,
        }
    }

    /// `multipart/…`
    pub(crate) fn multipart(
        &self,
        media: &ir::MediaType,
        direction: Direction,
    ) -> model::MediaType {
        let properties = self.encoded_properties(media, direction);
        let properties = properties
            .iter()
            .map(|(name, nature, encoding)| part(name, *nature, *encoding));
        model::MediaType::Multipart {
            name: media.name.clone(),
            properties: properties.filter(|property| !property.is_plain()).collect(),
        }
    }

    /// The properties of a body, of all branches where it is a union, each once.
    fn encoded_properties<'a>(
        &'a self,
        media: &'a ir::MediaType,
        direction: Direction,
    ) -> Vec<(&'a str, Nature, Option<&'a ir::Encoding>)> {
        let mut properties = Vec::new();
        let mut seen = Vec::new();
        let mut open: Vec<ir::SchemaId> = media.schema.into_iter().collect();
        while let Some(id) = open.pop() {
            let id = self.shapes.target(id);
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            match &self.api.schema(id).kind {
                ir::SchemaKind::Object(object) => {
                    properties.extend(self.shapes.properties(object, direction));
                }
                ir::SchemaKind::Union(_) => {
                    open.extend(
                        self.shapes
                            .branches(id)
                            .into_iter()
                            .map(|(_, branch)| branch.schema),
                    );
                }
                _ => {}
            }
        }
        let mut encoded: Vec<(&str, Nature, Option<&ir::Encoding>)> = Vec::new();
        for property in properties {
            let name = property.wire_name.as_str();
            let encoding = media
                .encoding
                .iter()
                .find(|encoding| encoding.property == name);
            let nature = self.nature(property.schema);
            match encoded.iter_mut().find(|(known, ..)| *known == name) {
                // Of two branches that differ, an object decides.
                Some(known) if nature == Nature::Object => known.1 = nature,
                Some(_) => {}
                None => encoded.push((name, nature, encoding)),
            }
        }
        encoded
    }

    fn nature(&self, id: ir::SchemaId) -> Nature {
        if is_scalar(self.api, self.shapes, id) {
            return Nature::Scalar;
        }
        let target = self.shapes.target(id);
        match &self.api.schema(target).kind {
            ir::SchemaKind::Array(array) if is_scalar(self.api, self.shapes, array.items) => {
                Nature::Scalars
            }
            ir::SchemaKind::Array(array)
                if matches!(
                    self.api.schema(self.shapes.target(array.items)).kind,
                    ir::SchemaKind::Any
                ) =>
            {
                Nature::Unknown
            }
            ir::SchemaKind::Array(_) => Nature::Objects,
            ir::SchemaKind::Tuple(items) => {
                let is_flat = items
                    .iter()
                    .all(|&item| is_scalar(self.api, self.shapes, item));
                if is_flat {
                    Nature::Scalars
                } else {
                    Nature::Objects
                }
            }
            ir::SchemaKind::Object(_) => Nature::Object,
            ir::SchemaKind::Union(_) => {
                let mut natures = self.shapes.branches(target).into_iter().map(|(_, branch)| {
                    if branch.schema == id {
                        Nature::Object
                    } else {
                        self.nature(branch.schema)
                    }
                });
                let all = natures.all(|nature| matches!(nature, Nature::Object | Nature::Objects));
                if all { Nature::Object } else { Nature::Unknown }
            }
            _ => Nature::Unknown,
        }
    }
}

fn form_property(name: &str, nature: Nature, encoding: Option<&ir::Encoding>) -> FormProperty {
    let mut property = FormProperty {
        wire_name: name.to_owned(),
        ..FormProperty::default()
    };
    let is_nested = matches!(nature, Nature::Object | Nature::Objects);
    // Where a style is given, the media type is of no account.
    let Some(encoding) = encoding.filter(|encoding| encoding.content_types.is_empty()) else {
        property.is_json = is_nested || (encoding.is_some_and(is_json) && nature != Nature::Scalar);
        return property;
    };
    property.allow_reserved = encoding.allow_reserved;
    if nature == Nature::Scalar {
        return property;
    }
    let is_form = encoding.style == ir::Style::Form;
    if encoding.style == ir::Style::DeepObject {
        property.style = Some("DeepObject");
        return property;
    }
    if !is_form {
        property.style = style_variant(encoding.style);
    }
    if encoding.explode != is_form {
        property.explode = Some(encoding.explode);
    }
    property.is_object = nature == Nature::Object && !encoding.explode;
    // `form` with `explode` is said, so that an object is not JSON.
    if is_nested && is_form && encoding.explode {
        property.style = Some("Form");
    }
    property
}

fn part(name: &str, nature: Nature, encoding: Option<&ir::Encoding>) -> FormProperty {
    let types = encoding
        .map(|encoding| encoding.content_types.join(", "))
        .filter(|types| !types.is_empty());
    let is_json = matches!(nature, Nature::Object | Nature::Objects)
        || (encoding.is_some_and(is_json) && nature != Nature::Scalar);
    let is_default = |types: &String| is_json && types.eq_ignore_ascii_case("application/json");
    FormProperty {
        wire_name: name.to_owned(),
        is_json,
        content_type: types.filter(|types| !is_default(types)),
        ..FormProperty::default()
    }
}

fn is_json(encoding: &ir::Encoding) -> bool {
    let first = encoding.content_types.first().map(String::as_str);
    first.is_some_and(|name| name == "application/json" || name.ends_with("+json"))
}
