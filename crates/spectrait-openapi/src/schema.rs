//! Schemas as the document writes them: every keyword of JSON Schema 2020-12 and of OpenAPI 3.0 in a
//! field of its own, every key that is none kept, every value with its place.
//!
//! 3.0 and 3.1 are one form here: `nullable` is in `types`, a boolean `exclusiveMinimum` is in
//! `minimum`, `const` is an `enum` of one value, a boolean schema is `Any` or `Never`.

pub use crate::load::keywords;

use indexmap::IndexMap;
use spectrait_source::{Key, Node, Number, Span};

/// Which schema of an arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub u32);

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// All of it.
    pub span: Span,
    /// `true`, `false` or an object.
    pub form: Form,
    /// `$ref`. In a 3.0 document nothing else of the schema has a meaning then, and `load` has warned.
    pub reference: Option<Reference>,
    /// `type` and `nullable`.
    pub types: Option<Spanned<Types>>,
    /// `nullable: true` that no `type` takes up (3.0), where it stands: `null` is valid whatever the rest says.
    pub nullable: Option<Span>,
    /// `format`
    pub format: Option<Spanned<String>>,
    /// `enum`, `const`
    pub enumeration: Option<Spanned<Vec<Node>>>,
    /// `default`
    pub default: Option<Node>,
    /// `minimum`, `exclusiveMinimum`; the tighter one where both stand.
    pub minimum: Option<Bound>,
    /// `maximum`, `exclusiveMaximum`; the tighter one where both stand.
    pub maximum: Option<Bound>,
    /// `multipleOf`
    pub multiple_of: Option<Spanned<Number>>,
    /// `minLength`
    pub min_length: Option<Spanned<u64>>,
    /// `maxLength`
    pub max_length: Option<Spanned<u64>>,
    /// `pattern`
    pub pattern: Option<Spanned<String>>,
    /// `minItems`
    pub min_items: Option<Spanned<u64>>,
    /// `maxItems`
    pub max_items: Option<Spanned<u64>>,
    /// `uniqueItems: true`, where it stands.
    pub unique_items: Option<Span>,
    /// `items`
    pub items: Option<SchemaId>,
    /// `minProperties`
    pub min_properties: Option<Spanned<u64>>,
    /// `maxProperties`
    pub max_properties: Option<Spanned<u64>>,
    /// `required`
    pub required: Vec<Spanned<String>>,
    /// `properties`, in document order.
    pub properties: IndexMap<Box<str>, Property>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `allOf`
    pub all_of: Option<Spanned<Vec<SchemaId>>>,
    /// `anyOf`
    pub any_of: Option<Spanned<Vec<SchemaId>>>,
    /// `oneOf`
    pub one_of: Option<Spanned<Vec<SchemaId>>>,
    /// `not`
    pub not: Option<Spanned<SchemaId>>,
    /// `discriminator`, unread.
    pub discriminator: Option<Node>,
    /// `readOnly: true`
    pub read_only: bool,
    /// `writeOnly: true`
    pub write_only: bool,
    /// `deprecated: true`
    pub deprecated: bool,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `example`, `examples`
    pub examples: Vec<Node>,
    /// The keywords of JSON Schema that are seldom used.
    pub rare: Option<Box<Rare>>,
    /// `x-…`
    pub extensions: Vec<(Key, Node)>,
    /// Keys that neither OpenAPI nor JSON Schema defines; `load` has warned of each.
    pub unknown: Vec<(Key, Node)>,
}

/// What a schema is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An object of keywords.
    Keywords,
    /// `true`: every value is valid.
    Any,
    /// `false`: no value is valid.
    Never,
    /// Something that is no schema; `load` has reported it, and later stages say nothing about it.
    Invalid,
}

/// A `$ref` to a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Which keyword it is.
    pub kind: ReferenceKind,
    /// As written.
    pub text: String,
    /// Where the text stands.
    pub span: Span,
    /// What it points to; filled in by `resolve`. `None` after that: `resolve` has reported it.
    pub target: Option<SchemaId>,
    /// A schema whose `oneOf` and `anyOf` do not count on this way: a parent lists its children, and each child refers to
    /// the parent for what they share. Filled in by `resolve`.
    pub without_choices_of: Option<SchemaId>,
}

/// Which keyword a reference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `$ref`
    Static,
    /// `$dynamicRef` of JSON Schema 2020-12. A document has no outer schemas that could give it another target.
    Dynamic,
    /// `$recursiveRef` of JSON Schema 2019-09: the schema around it that has `$recursiveAnchor: true`.
    Recursive,
}

/// The types of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the type of its name")]
pub enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// Some types, in document order; `null` last where it comes from `nullable`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Types(pub Vec<Type>);

/// A bound of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub number: Number,
    /// Whether the number itself is out.
    pub exclusive: bool,
    /// Where the number stands.
    pub span: Span,
}

/// The properties that a property requires, by its name.
pub type DependentRequired = IndexMap<Box<str>, Vec<Spanned<String>>>;

/// A member of `properties`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Where its name stands.
    pub span: Span,
    /// What its value is.
    pub schema: SchemaId,
}

/// Keywords that few documents use, each with where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rare {
    /// `prefixItems`
    pub prefix_items: Option<Spanned<Vec<SchemaId>>>,
    /// `contains`
    pub contains: Option<Spanned<SchemaId>>,
    /// `minContains`
    pub min_contains: Option<Spanned<u64>>,
    /// `maxContains`
    pub max_contains: Option<Spanned<u64>>,
    /// `patternProperties`
    pub pattern_properties: Option<Spanned<IndexMap<Box<str>, Property>>>,
    /// `propertyNames`
    pub property_names: Option<Spanned<SchemaId>>,
    /// `dependentRequired`
    pub dependent_required: Option<Spanned<DependentRequired>>,
    /// `dependentSchemas`
    pub dependent_schemas: Option<Spanned<IndexMap<Box<str>, Property>>>,
    /// `if`
    pub r#if: Option<Spanned<SchemaId>>,
    /// `then`
    pub then: Option<Spanned<SchemaId>>,
    /// `else`
    pub r#else: Option<Spanned<SchemaId>>,
    /// `unevaluatedProperties`
    pub unevaluated_properties: Option<Spanned<SchemaId>>,
    /// `unevaluatedItems`
    pub unevaluated_items: Option<Spanned<SchemaId>>,
    /// `contentEncoding`
    pub content_encoding: Option<Spanned<String>>,
    /// `contentMediaType`
    pub content_media_type: Option<Spanned<String>>,
    /// `contentSchema`
    pub content_schema: Option<Spanned<SchemaId>>,
    /// `$defs`, `definitions`: only what references reach matters.
    pub definitions: IndexMap<Box<str>, Property>,
    /// Keywords kept unread: `$id`, `$anchor`, `$dynamicAnchor`, `$comment`, `$schema`, `$vocabulary`,
    /// `xml`, `externalDocs`.
    pub unread: Vec<(Key, Node)>,
}
