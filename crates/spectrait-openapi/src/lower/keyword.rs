//! The keywords that constrain values, and which types each is about.

use spectrait_source::Span;

use crate::schema::{Rare, Schema, SchemaId, Spanned, Type};

/// A keyword that stands in a schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keyword {
    pub(super) name: &'static str,
    pub(super) span: Span,
    pub(super) group: Group,
    pub(super) support: Support,
}

/// The values a keyword is about; it says nothing about others (JSON Schema 2020-12 core, section 7.6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Number,
    String,
    Array,
    Object,
    /// All values.
    All,
}

/// Whether a keyword can be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    Yes,
    /// Beside `type: integer` only.
    Integer,
    No,
}

impl Group {
    /// Whether a keyword of this group has an effect beside that type.
    pub(super) fn concerns(self, r#type: Type) -> bool {
        match self {
            Self::Number => matches!(r#type, Type::Integer | Type::Number),
            Self::String => r#type == Type::String,
            Self::Array => r#type == Type::Array,
            Self::Object => r#type == Type::Object,
            Self::All => true,
        }
    }
}

/// A type as documents write it.
pub(super) fn type_name(r#type: Type) -> &'static str {
    match r#type {
        Type::Null => "null",
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::String => "string",
        Type::Array => "array",
        Type::Object => "object",
    }
}

/// The keywords of a schema that constrain values, but for `type`, `format` and `enum`. Those that only describe
/// are not among them.
pub(super) fn keywords(schemas: &[Schema], schema: &Schema) -> Vec<Keyword> {
    let mut found = Found {
        schemas,
        keywords: Vec::new(),
    };
    found.of_numbers(schema);
    found.of_strings(schema);
    found.of_arrays(schema);
    found.of_objects(schema);
    found.of_all(schema);
    if let Some(rare) = &schema.rare {
        found.of_rare(rare);
    }
    found.keywords
}

struct Found<'a> {
    schemas: &'a [Schema],
    keywords: Vec<Keyword>,
}

impl Found<'_> {
    fn add(&mut self, name: &'static str, span: Option<Span>, group: Group, support: Support) {
        self.keywords.extend(span.map(|span| Keyword {
            name,
            span,
            group,
            support,
        }));
    }

    fn span_of(&self, id: Option<SchemaId>) -> Option<Span> {
        id.map(|id| self.schemas[id.0 as usize].span)
    }

    fn of_numbers(&mut self, schema: &Schema) {
        let minimum = schema.minimum.as_ref().map(|bound| bound.span);
        let maximum = schema.maximum.as_ref().map(|bound| bound.span);
        self.add("minimum", minimum, Group::Number, Support::Integer);
        self.add("maximum", maximum, Group::Number, Support::Integer);
        self.add(
            "multipleOf",
            at(schema.multiple_of.as_ref()),
            Group::Number,
            Support::No,
        );
    }

    fn of_strings(&mut self, schema: &Schema) {
        self.add(
            "minLength",
            at(schema.min_length.as_ref()),
            Group::String,
            Support::Yes,
        );
        self.add(
            "maxLength",
            at(schema.max_length.as_ref()),
            Group::String,
            Support::Yes,
        );
        self.add(
            "pattern",
            at(schema.pattern.as_ref()),
            Group::String,
            Support::No,
        );
    }

    fn of_arrays(&mut self, schema: &Schema) {
        self.add(
            "items",
            self.span_of(schema.items),
            Group::Array,
            Support::Yes,
        );
        self.add(
            "minItems",
            at(schema.min_items.as_ref()),
            Group::Array,
            Support::Yes,
        );
        self.add(
            "maxItems",
            at(schema.max_items.as_ref()),
            Group::Array,
            Support::Yes,
        );
        self.add(
            "uniqueItems",
            schema.unique_items,
            Group::Array,
            Support::No,
        );
    }

    fn of_objects(&mut self, schema: &Schema) {
        let properties = schema
            .properties
            .values()
            .next()
            .map(|property| property.span);
        let required = schema.required.first().map(|name| name.span);
        let additional = self.span_of(schema.additional_properties);
        self.add("properties", properties, Group::Object, Support::Yes);
        self.add("required", required, Group::Object, Support::Yes);
        self.add(
            "additionalProperties",
            additional,
            Group::Object,
            Support::Yes,
        );
        self.add(
            "minProperties",
            at(schema.min_properties.as_ref()),
            Group::Object,
            Support::No,
        );
        self.add(
            "maxProperties",
            at(schema.max_properties.as_ref()),
            Group::Object,
            Support::No,
        );
    }

    fn of_all(&mut self, schema: &Schema) {
        self.add("allOf", at(schema.all_of.as_ref()), Group::All, Support::No);
        self.add("anyOf", at(schema.any_of.as_ref()), Group::All, Support::No);
        self.add("oneOf", at(schema.one_of.as_ref()), Group::All, Support::No);
        self.add("not", at(schema.not.as_ref()), Group::All, Support::No);
        let discriminator = schema.discriminator.as_ref().map(|node| node.span);
        self.add("discriminator", discriminator, Group::All, Support::No);
        // Neither has a place of its own.
        self.add(
            "readOnly",
            schema.read_only.then_some(schema.span),
            Group::All,
            Support::No,
        );
        self.add(
            "writeOnly",
            schema.write_only.then_some(schema.span),
            Group::All,
            Support::No,
        );
    }

    fn of_rare(&mut self, rare: &Rare) {
        let found = [
            ("prefixItems", at(rare.prefix_items.as_ref()), Group::Array),
            ("contains", at(rare.contains.as_ref()), Group::Array),
            ("minContains", at(rare.min_contains.as_ref()), Group::Array),
            ("maxContains", at(rare.max_contains.as_ref()), Group::Array),
            (
                "unevaluatedItems",
                at(rare.unevaluated_items.as_ref()),
                Group::Array,
            ),
            (
                "patternProperties",
                at(rare.pattern_properties.as_ref()),
                Group::Object,
            ),
            (
                "propertyNames",
                at(rare.property_names.as_ref()),
                Group::Object,
            ),
            (
                "dependentRequired",
                at(rare.dependent_required.as_ref()),
                Group::Object,
            ),
            (
                "dependentSchemas",
                at(rare.dependent_schemas.as_ref()),
                Group::Object,
            ),
            (
                "unevaluatedProperties",
                at(rare.unevaluated_properties.as_ref()),
                Group::Object,
            ),
            ("if", at(rare.r#if.as_ref()), Group::All),
            ("then", at(rare.then.as_ref()), Group::All),
            ("else", at(rare.r#else.as_ref()), Group::All),
            (
                "contentEncoding",
                at(rare.content_encoding.as_ref()),
                Group::String,
            ),
            (
                "contentMediaType",
                at(rare.content_media_type.as_ref()),
                Group::String,
            ),
            (
                "contentSchema",
                at(rare.content_schema.as_ref()),
                Group::String,
            ),
        ];
        for (name, span, group) in found {
            self.add(name, span, group, Support::No);
        }
        for (key, _) in &rare.unread {
            // The other unread keywords describe, or name places that a `$ref` leads to.
            match &*key.text {
                "$dynamicRef" => self.add("$dynamicRef", Some(key.span), Group::All, Support::No),
                // It changes where the references inside lead.
                "$id" => self.add("$id", Some(key.span), Group::All, Support::No),
                _ => {}
            }
        }
    }
}

/// Where a value stands.
fn at<T>(value: Option<&Spanned<T>>) -> Option<Span> {
    value.map(|value| value.span)
}
