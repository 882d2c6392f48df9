//! Objects with properties: structs.

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::default::DefaultOf;
use super::docs::{self, Text};
use super::enumeration::{deprecation, text};
use super::scope::{RUNTIME, Scope};
use super::shapes::Direction;
use super::{Plan, names};
use crate::model;

/// What a field of a record is told of its default, in words.
pub(crate) fn absence(default: Option<&ir::Value>, constant: Option<&str>) -> Option<String> {
    let value = docs::value(default?);
    let is_number = value.parse::<f64>().is_ok();
    let shown = if is_number { value } else { docs::code(&value) };
    Some(match constant {
        Some(constant) => format!("[{shown}](Self::{constant}) unless set"),
        None => format!("{shown} unless set"),
    })
}

/// Bounds and default as one sentence.
pub(crate) fn limits(bounds: Option<String>, absence: Option<String>) -> Option<String> {
    let parts: Vec<String> = bounds.into_iter().chain(absence).collect();
    let mut sentence = capitalised(&parts.join("; "));
    sentence.push('.');
    (!parts.is_empty()).then_some(sentence)
}

pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

impl Plan<'_> {
    pub(crate) fn object(
        &self,
        id: ir::SchemaId,
        object: &ir::Object,
        direction: Direction,
        scope: &mut Scope<'_>,
        diagnostics: &mut Diagnostics,
    ) -> model::Record {
        scope.macro_(RUNTIME, "record");
        let idents = property_idents(object, diagnostics);
        let mut fields = Vec::new();
        let mut defaults = Vec::new();
        for (property, ident) in object.properties.iter().zip(&idents) {
            let default = property
                .default
                .as_ref()
                .filter(|_| !property.required)
                .and_then(|value| {
                    let schema = property.schema;
                    let is_deprecated = property.docs.deprecated;
                    let named = self.names.named(schema);
                    let of = DefaultOf {
                        field: ident.clone(),
                        schema,
                        named,
                        value,
                        is_deprecated,
                    };
                    self.default_value(&of, direction, scope)
                });
            let constant = default.as_ref().map(|default| default.constant.as_str());
            fields.push(model::Field {
                docs: self.property_docs(property, constant),
                is_deprecated: property.docs.deprecated,
                ident: ident.clone(),
                ty: self.property_type(id, property, direction, scope),
                is_required: property.required,
                source: model::Source::Property(property.wire_name.clone()),
            });
            defaults.extend(default);
        }
        if let ir::Additional::Kept(_) = object.additional {
            let value = self.other_properties_type(object, direction, scope);
            fields.push(model::Field {
                docs: Text::default()
                    .line("The properties that are not declared.")
                    .done(),
                is_deprecated: false,
                ident: idents.last().cloned().unwrap_or_default(),
                ty: scope.runtime(RUNTIME, "Map").of(value),
                is_required: false,
                source: model::Source::OtherProperties,
            });
        }
        model::Record {
            kind: model::RecordKind::Object,
            docs: self.object_docs(id, direction),
            ident: self.ident_in(id, direction),
            is_closed: object.additional == ir::Additional::Forbidden,
            defaults: settle_defaults(&mut fields, defaults),
            fields,
        }
    }

    fn object_docs(&self, id: ir::SchemaId, direction: Direction) -> model::Docs {
        let schema = self.api.schema(id);
        let side = self.shapes.is_split(id).then(|| match direction {
            Direction::Strict => format!(
                "What requests hold; responses hold [`{}`].",
                self.ident_in(id, Direction::Open)
            ),
            Direction::Open => format!(
                "What responses hold; requests hold [`{}`].",
                self.ident_in(id, Direction::Strict)
            ),
        });
        Text::or(text(&schema.docs), || self.sentence(id))
            .maybe(side)
            .maybe(deprecation(&schema.docs))
            .done()
    }

    fn property_docs(&self, property: &ir::Property, constant: Option<&str>) -> model::Docs {
        let default = property.default.as_ref().filter(|_| !property.required);
        self.value_docs(
            "property",
            &property.wire_name,
            &property.docs,
            property.schema,
        )
        .maybe(limits(
            self.bounds(property.schema),
            absence(default, constant),
        ))
        .examples(self.examples(&property.docs, property.schema))
        .done()
    }

    /// What is said of a property or parameter, or of its schema where that is not described on its own.
    pub(crate) fn value_docs(
        &self,
        kind: &str,
        wire_name: &str,
        own: &ir::Docs,
        schema: ir::SchemaId,
    ) -> Text {
        let inner = &self.api.schema(schema).docs;
        let described = text(own).or_else(|| text(inner).filter(|_| self.shapes.is_bounds(schema)));
        Text::or(described, || match wire_name {
            "" => format!("The {kind} with the empty name."),
            _ => format!("The {} {kind}.", docs::code(wire_name)),
        })
    }

    pub(crate) fn examples<'b>(
        &'b self,
        own: &'b ir::Docs,
        schema: ir::SchemaId,
    ) -> &'b [ir::Value] {
        if own.examples.is_empty() {
            &self.api.schema(schema).docs.examples
        } else {
            &own.examples
        }
    }
}

/// The fields of the properties, and one more for those that are not declared.
pub(crate) fn property_idents(object: &ir::Object, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut claims = Claims::default();
    for (index, property) in object.properties.iter().enumerate() {
        let name = &property.wire_name;
        claims.add(
            index,
            Claim::new("property", name, names::field(name), property.span),
        );
    }
    let other = Claim::derived(
        1,
        "the field for other properties".to_owned(),
        "additional".to_owned(),
        None,
    );
    if let ir::Additional::Kept(_) = object.additional {
        claims.add(object.properties.len(), other);
    }
    claims.settle(diagnostics).into_values().collect()
}

/// Names the methods of defaults so that none takes a setter's name.
pub(crate) fn settle_defaults(
    fields: &mut [model::Field],
    mut defaults: Vec<model::DefaultValue>,
) -> Vec<model::DefaultValue> {
    let mut claims = Claims::default();
    for (index, field) in fields.iter().enumerate() {
        claims.add(
            (0, index),
            Claim::derived(0, String::new(), field.ident.clone(), None),
        );
    }
    for (index, default) in defaults.iter().enumerate() {
        claims.add(
            (1, index),
            Claim::derived(1, default.field.clone(), default.method.clone(), None),
        );
    }
    // The setters were reported as fields; a helper of ours gives way without a word.
    let mut settled = claims.settle(&mut Diagnostics::default());
    for (index, default) in defaults.iter_mut().enumerate() {
        default.method = settled.remove(&(1, index)).unwrap_or_default();
    }
    defaults
}
