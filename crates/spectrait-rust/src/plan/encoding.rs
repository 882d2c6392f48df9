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

/// A property of a body, and what the document says of how it is written.
struct Encoded<'a> {
    name: &'a str,
    schema: ir::SchemaId,
    nature: Nature,
    encoding: Option<&'a ir::Encoding>,
}

impl Encoded<'_> {
    fn is_deep(&self) -> bool {
        let is_deep = |encoding: &ir::Encoding| encoding.style == ir::Style::DeepObject;
        self.nature != Nature::Scalar && self.encoding.is_some_and(is_deep)
    }

    fn is_nested(&self) -> bool {
        matches!(self.nature, Nature::Object | Nature::Objects)
    }

    /// Whether a property that need not be JSON shall be.
    fn is_said_to_be_json(&self) -> bool {
        let first = self
            .encoding
            .and_then(|encoding| encoding.content_types.first());
        let is_json = first.is_some_and(|name| is_json_name(name));
        // A string may be JSON already.
        is_json && self.nature != Nature::Scalar
    }

    /// As parts are written unless the document says more.
    fn plain(&self) -> FormProperty {
        FormProperty {
            wire_name: self.name.to_owned(),
            is_json: self.is_nested() || self.is_said_to_be_json(),
            ..FormProperty::default()
        }
    }
}

impl Plan<'_> {
    /// `application/x-www-form-urlencoded`
    pub(crate) fn form(&self, media: &ir::MediaType, direction: Direction) -> model::MediaType {
        let encoded = self.encoded_properties(media, direction);
        let mut nested = encoded
            .iter()
            .filter(|property| property.nature != Nature::Scalar)
            .peekable();
        let is_deep_object = nested.peek().is_some() && nested.all(Encoded::is_deep);
        let properties = encoded
            .iter()
            .filter(|property| !(is_deep_object && property.is_deep()))
            .map(|property| self.form_property(property));
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
        let encoded = self.encoded_properties(media, direction);
        let properties = encoded.iter().map(|property| self.part(property));
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
    ) -> Vec<Encoded<'a>> {
        let mut encoded: Vec<Encoded<'a>> = Vec::new();
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
                    for property in self.shapes.properties(object, direction) {
                        self.add_encoded(property, media, &mut encoded);
                    }
                }
                ir::SchemaKind::Union(_) => {
                    let branches = self.shapes.branches(id).into_iter().rev();
                    open.extend(branches.map(|(_, branch)| branch.schema));
                }
                _ => {}
            }
        }
        encoded
    }

    fn add_encoded<'a>(
        &self,
        property: &'a ir::Property,
        media: &'a ir::MediaType,
        encoded: &mut Vec<Encoded<'a>>,
    ) {
        let name = property.wire_name.as_str();
        let schema = property.schema;
        let nature = self.nature(schema);
        match encoded.iter_mut().find(|known| known.name == name) {
            // Of two branches that differ, an object decides.
            Some(known) if nature == Nature::Object => {
                known.nature = nature;
                known.schema = schema;
            }
            Some(_) => {}
            None => encoded.push(Encoded {
                name,
                schema,
                nature,
                encoding: media
                    .encoding
                    .iter()
                    .find(|encoding| encoding.property == name),
            }),
        }
    }

    fn form_property(&self, of: &Encoded<'_>) -> FormProperty {
        match of.encoding {
            // A style that is given goes before a media type.
            Some(encoding) if encoding.content_types.is_empty() || has_style(encoding) => {
                self.styled(of, encoding)
            }
            _ => of.plain(),
        }
    }

    fn part(&self, of: &Encoded<'_>) -> FormProperty {
        if let Some(encoding) = of.encoding.filter(|encoding| has_style(encoding)) {
            return self.styled(of, encoding);
        }
        let plain = of.plain();
        let types = of
            .encoding
            .map(|encoding| encoding.content_types.join(", "))
            .filter(|types| !types.is_empty());
        let is_default =
            |types: &String| plain.is_json && types.eq_ignore_ascii_case("application/json");
        FormProperty {
            content_type: types.filter(|types| !is_default(types)),
            ..plain
        }
    }

    /// A property that is written as a parameter is.
    fn styled(&self, of: &Encoded<'_>, encoding: &ir::Encoding) -> FormProperty {
        let mut property = FormProperty {
            wire_name: of.name.to_owned(),
            allow_reserved: encoding.allow_reserved,
            ..FormProperty::default()
        };
        let is_form = encoding.style == ir::Style::Form;
        match of.nature {
            Nature::Scalar => {}
            _ if encoding.style == ir::Style::DeepObject => property.style = Some("DeepObject"),
            // No style says how objects stand in an array.
            Nature::Objects => property.is_json = true,
            Nature::Object if is_form && encoding.explode => {
                property.members = self.members(of.schema);
                property.is_object = property.members.is_empty();
                property.explode = property.is_object.then_some(true);
            }
            nature => {
                property.style = style_variant(encoding.style);
                property.explode = (encoding.explode != is_form).then_some(encoding.explode);
                property.is_object = nature == Nature::Object;
            }
        }
        property
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

/// Whether the document says a style that is not the default of all.
fn has_style(encoding: &ir::Encoding) -> bool {
    encoding.style != ir::Style::Form || !encoding.explode || encoding.allow_reserved
}

fn is_json_name(name: &str) -> bool {
    name == "application/json" || name.ends_with("+json")
}
