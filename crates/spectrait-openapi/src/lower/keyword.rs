//! The keywords that constrain values, and which types each is about.

use spectrait_source::Span;

use super::types::TypeSet;
use crate::schema::{Form, Schema, SchemaId, Spanned, Type};

/// A keyword that constrains values of some types, and says nothing about others (JSON Schema 2020-12 core, section
/// 7.6.1).
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) span: Span,
    /// The values it is about.
    pub(super) about: TypeSet,
}

/// The keywords of a schema that are about some types, but for `format` and `enum`.
pub(super) fn keywords(schemas: &[Schema], schema: &Schema) -> Vec<Keyword> {
    let span_of = |id: Option<SchemaId>| id.map(|id| schemas[id.0 as usize].span);
    let first_property = schema
        .properties
        .values()
        .next()
        .map(|property| property.span);
    let (number, string) = (TypeSet::of(Type::Number), TypeSet::of(Type::String));
    let (array, object) = (TypeSet::of(Type::Array), TypeSet::of(Type::Object));
    let rare = schema.rare.as_deref();
    let all = [
        (
            "minimum",
            schema.minimum.as_ref().map(|bound| bound.span),
            number,
        ),
        (
            "maximum",
            schema.maximum.as_ref().map(|bound| bound.span),
            number,
        ),
        ("multipleOf", at(schema.multiple_of.as_ref()), number),
        ("minLength", at(schema.min_length.as_ref()), string),
        ("maxLength", at(schema.max_length.as_ref()), string),
        ("pattern", at(schema.pattern.as_ref()), string),
        ("items", span_of(schema.items), array),
        ("minItems", at(schema.min_items.as_ref()), array),
        ("maxItems", at(schema.max_items.as_ref()), array),
        ("uniqueItems", schema.unique_items, array),
        ("properties", first_property, object),
        (
            "required",
            schema.required.first().map(|name| name.span),
            object,
        ),
        (
            "additionalProperties",
            span_of(schema.additional_properties),
            object,
        ),
        ("minProperties", at(schema.min_properties.as_ref()), object),
        ("maxProperties", at(schema.max_properties.as_ref()), object),
        (
            "prefixItems",
            rare.and_then(|rare| at(rare.prefix_items.as_ref())),
            array,
        ),
        (
            "contains",
            rare.and_then(|rare| at(rare.contains.as_ref())),
            array,
        ),
        (
            "unevaluatedItems",
            rare.and_then(|rare| at(rare.unevaluated_items.as_ref())),
            array,
        ),
        (
            "patternProperties",
            rare.and_then(|rare| at(rare.pattern_properties.as_ref())),
            object,
        ),
        (
            "propertyNames",
            rare.and_then(|rare| at(rare.property_names.as_ref())),
            object,
        ),
        (
            "dependentRequired",
            rare.and_then(|rare| at(rare.dependent_required.as_ref())),
            object,
        ),
        (
            "dependentSchemas",
            rare.and_then(|rare| at(rare.dependent_schemas.as_ref())),
            object,
        ),
        (
            "unevaluatedProperties",
            rare.and_then(|rare| at(rare.unevaluated_properties.as_ref())),
            object,
        ),
        (
            "contentEncoding",
            rare.and_then(|rare| at(rare.content_encoding.as_ref())),
            string,
        ),
        (
            "contentMediaType",
            rare.and_then(|rare| at(rare.content_media_type.as_ref())),
            string,
        ),
    ];
    all.into_iter()
        .filter_map(|(name, span, about)| {
            let span = span?;
            Some(Keyword { name, span, about })
        })
        .collect()
}

/// Where a value stands.
fn at<T>(value: Option<&Spanned<T>>) -> Option<Span> {
    value.map(|value| value.span)
}

/// The types that a format is for, where every tool agrees.
pub(super) fn types_of_format(name: &str) -> Option<TypeSet> {
    let r#type = match name {
        "int8" | "int16" | "int32" | "int64" | "int128" | "uint" | "uint8" | "uint16"
        | "uint32" | "uint64" | "uint128" => Type::Integer,
        "float" | "double" | "decimal" => Type::Number,
        "uuid" | "date-time" | "date" | "time" | "duration" | "uri" | "uri-reference" | "url"
        | "iri" | "byte" | "binary" | "ipv4" | "ipv6" | "email" | "hostname" | "password"
        | "regex" | "json-pointer" => Type::String,
        _ => return None,
    };
    Some(TypeSet::of(r#type))
}

/// Whether a schema constrains values by keywords of its own, what it refers to and combines left out.
pub(super) fn has_own(schema: &Schema) -> bool {
    has_conditions(schema) || has_own_beside_conditions(schema)
}

/// The same, `not` and `if` left out.
pub(super) fn has_own_beside_conditions(schema: &Schema) -> bool {
    schema.form == Form::Never
        || schema.types.is_some()
        || !schema.properties.is_empty()
        || !schema.required.is_empty()
        || has_other(schema)
}

/// Whether a schema has keywords that constrain values beside `type`, `required` and `properties`.
pub(super) fn has_own_beside_properties(schema: &Schema) -> bool {
    has_conditions(schema) || has_other(schema)
}

fn has_other(schema: &Schema) -> bool {
    schema.enumeration.is_some()
        || schema.format.is_some()
        || schema.minimum.is_some()
        || schema.maximum.is_some()
        || schema.multiple_of.is_some()
        || schema.min_length.is_some()
        || schema.max_length.is_some()
        || schema.pattern.is_some()
        || schema.items.is_some()
        || schema.min_items.is_some()
        || schema.max_items.is_some()
        || schema.unique_items.is_some()
        || schema.additional_properties.is_some()
        || schema.min_properties.is_some()
        || schema.max_properties.is_some()
        || schema.rare.as_ref().is_some_and(|rare| {
            rare.prefix_items.is_some()
                || rare.contains.is_some()
                || rare.pattern_properties.is_some()
                || rare.property_names.is_some()
                || rare.dependent_required.is_some()
                || rare.dependent_schemas.is_some()
                || rare.unevaluated_properties.is_some()
                || rare.unevaluated_items.is_some()
                || rare.content_encoding.is_some()
                || rare.content_media_type.is_some()
        })
}

/// Whether a schema says what values are made of, not only which of them are valid: `properties`, `items`, a format with
/// a type. `type` and what is in place are left out.
pub(super) fn has_structure(schema: &Schema) -> bool {
    schema.enumeration.is_some()
        || schema.format.is_some()
        || schema.items.is_some()
        || !schema.properties.is_empty()
        || schema.additional_properties.is_some()
        || schema.form != Form::Keywords
        || schema.rare.as_ref().is_some_and(|rare| {
            rare.prefix_items.is_some()
                || rare.pattern_properties.is_some()
                || rare.unevaluated_properties.is_some()
                || rare.unevaluated_items.is_some()
                || rare.content_encoding.is_some()
                || rare.content_media_type.is_some()
        })
}

/// Whether a schema has keywords that any type could have: `not`, `if`.
pub(super) fn has_conditions(schema: &Schema) -> bool {
    schema.not.is_some() || schema.rare.as_ref().is_some_and(|rare| rare.r#if.is_some())
}
