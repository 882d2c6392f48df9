//! Schemas.

use spectrait_source::{Number as NumberText, Span};

use crate::{OperationId, StatusPattern, Value};

/// Which schema of an [`Api`](crate::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub u32);

impl SchemaId {
    /// The position in `Api::schemas`.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of JSON values and what the document says about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Where it stands in the document, for names.
    pub origin: Origin,
    /// Where it stands in the text, for diagnostics.
    pub span: Span,
    /// What is said to people.
    pub docs: Docs,
    /// Whether `null` is valid beside what `kind` says. False for [`SchemaKind::Any`], which has `null` among its values.
    pub nullable: bool,
    /// Which values are valid, as far as a type can say it.
    pub kind: SchemaKind,
    /// What `kind` does not say: every rule holds for every value but a `null` that `nullable` lets in.
    pub rules: Vec<Rule>,
    /// `x-rust-name`: the name of its type.
    pub rust_name: Option<String>,
    /// `x-rust-type`: the path of a type that is written elsewhere, in place of a generated one.
    pub rust_type: Option<String>,
    /// Which messages it is reached from.
    pub usage: Usage,
}

/// Text for people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// One line.
    pub title: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// `example`, `examples`.
    pub examples: Vec<Value>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// Which messages reach a schema: what requests reach is strict, what responses reach is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// A parameter or a request body.
    pub request: bool,
    /// A response body or header.
    pub response: bool,
    /// A message of a webhook, either way.
    pub webhook: bool,
}

/// Where a schema stands: a root and the way from it.
///
/// A schema that several operations share through a component parameter or response stands at the first of them. One
/// that is known through a `$ref` alone (in `$defs`, say) stands where it was first referred to, so two origins can be
/// equal there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What has a name of its own.
    pub root: Root,
    /// From the root to the schema; empty for the root itself.
    pub steps: Vec<Step>,
}

/// What an [`Origin`] starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `components.schemas.{name}`.
    Component(String),
    /// A parameter of an operation.
    Parameter {
        /// The operation.
        operation: OperationId,
        /// The parameter's wire name.
        name: String,
    },
    /// The request body of an operation.
    RequestBody {
        /// The operation.
        operation: OperationId,
        /// The media type.
        media_type: String,
    },
    /// A response body of an operation.
    ResponseBody {
        /// The operation.
        operation: OperationId,
        /// The status.
        status: StatusPattern,
        /// The media type.
        media_type: String,
    },
    /// A response header of an operation.
    ResponseHeader {
        /// The operation.
        operation: OperationId,
        /// The status.
        status: StatusPattern,
        /// The header's name.
        name: String,
    },
}

/// One step from a schema to a schema inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `properties.{name}`
    Property(String),
    /// `items`
    Items,
    /// `prefixItems[n]`, counted from 0.
    PrefixItem(usize),
    /// `additionalProperties`, `patternProperties`
    AdditionalProperties,
    /// A branch of `oneOf` or `anyOf`, counted from 0, with what it is told apart by, where a word says it: its tag, its
    /// title, its type.
    Branch(usize, Option<String>),
}

/// Which values are valid.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaKind {
    /// Every JSON value.
    Any,
    /// `true` and `false`.
    Boolean,
    /// Numbers without a fraction.
    Integer(Integer),
    /// Numbers.
    Number(Number),
    /// Strings.
    String(StringSchema),
    /// Some strings.
    Enumeration(Enumeration),
    /// Arrays.
    Array(Array),
    /// Arrays of a fixed length whose items have a schema each.
    Tuple(Vec<SchemaId>),
    /// Objects.
    Object(Object),
    /// `oneOf` and `anyOf`: what any of several schemas says.
    Union(Union),
    /// No value: `false`, or keywords that contradict each other.
    Never,
    /// What another schema says, of `null` too: a component that is a `$ref`.
    Reference(SchemaId),
}

/// `type: integer`. Both bounds are inclusive: exclusive ones and fractions are normalised. A bound that says nothing
/// beyond the range of the format is left out; one that no `i64` holds is a [`Rule`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Integer {
    /// The least valid value.
    pub minimum: Option<i64>,
    /// The greatest valid value.
    pub maximum: Option<i64>,
    /// How wide it is.
    pub format: IntegerFormat,
}

/// The width of an integer: `format: int32`, and those of the OpenAPI format registry. Each is its Rust type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the format of its name")]
pub enum IntegerFormat {
    Int8,
    Int16,
    Int32,
    /// Also without a format.
    #[default]
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
}

/// `type: number`. Bounds and `multipleOf` are [`Rule`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Number {
    /// An IEEE 754 double: JSON's interoperable range (RFC 8259 section 6), and `format: float` and `double`.
    #[default]
    Double,
    /// `format: decimal`: the digits as they are written.
    Decimal,
}

/// `type: string` without `enum`. A `min_length` of 0 is left out. Lengths count Unicode scalar values (JSON Schema 2020-12 Validation 6.3).
/// Lengths of a format that has a type are [`Rule`]s.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StringSchema {
    /// The shortest valid length.
    pub min_length: Option<u64>,
    /// The longest valid length.
    pub max_length: Option<u64>,
    /// Which text it is.
    pub format: StringFormat,
}

/// The formats that have a type; every other format is text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum StringFormat {
    /// No format, or one that is an annotation only.
    #[default]
    Text,
    /// `uuid`: RFC 4122.
    Uuid,
    /// `date-time`: RFC 3339.
    DateTime,
    /// `date`: RFC 3339 `full-date`.
    Date,
    /// `uri`: RFC 3986, absolute.
    Uri,
    /// `byte`, or `contentEncoding: base64`: RFC 4648 section 4.
    Base64,
    /// `ipv4`: RFC 2673 section 3.2.
    Ipv4,
    /// `ipv6`: RFC 4291 section 2.2.
    Ipv6,
    /// `binary` (OpenAPI 3.0), or what `contentMediaType` alone says in multipart: octets. Only where a body or a part of one is octets;
    /// in JSON it is text.
    Binary,
}

impl StringFormat {
    /// Every format that has a type.
    pub const TYPED: &[Self] = &[
        Self::Uuid,
        Self::DateTime,
        Self::Date,
        Self::Uri,
        Self::Base64,
        Self::Ipv4,
        Self::Ipv6,
        Self::Binary,
    ];

    /// The format of a name; `None` for one that has no type.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::TYPED
            .iter()
            .copied()
            .find(|format| format.name() == Some(name))
    }

    /// As documents write it. Text has no name.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Uuid => Some("uuid"),
            Self::DateTime => Some("date-time"),
            Self::Date => Some("date"),
            Self::Uri => Some("uri"),
            Self::Base64 => Some("byte"),
            Self::Ipv4 => Some("ipv4"),
            Self::Ipv6 => Some("ipv6"),
            Self::Binary => Some("binary"),
        }
    }
}

/// A string `enum`.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// The values, unique, in document order; never empty.
    pub values: Vec<EnumerationValue>,
}

/// A value of an `enum`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumerationValue {
    /// As it is written on the wire.
    pub wire_name: String,
    /// Where it stands.
    pub span: Span,
}

/// `type: array`. A `min_items` of 0 is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Array {
    /// What each item is.
    pub items: SchemaId,
    /// The fewest items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
}

/// `type: object`.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The declared properties, in document order.
    pub properties: Vec<Property>,
    /// What other properties may be.
    pub additional: Additional,
}

/// What properties that are not declared may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Additional {
    /// Anything: `properties` stands there and `additionalProperties` does not. They are ignored.
    Ignored,
    /// `additionalProperties: false`.
    Forbidden,
    /// `additionalProperties: {…}` or `true`, `patternProperties`: kept, each valid against the schema. So is a `type:
    /// object` that declares no property: a map of anything.
    Kept(SchemaId),
}

/// A declared property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// As it is written on the wire.
    pub wire_name: String,
    /// Where its name stands.
    pub span: Span,
    /// What is said where the property stands; a `$ref`'d schema has docs of its own beside it.
    pub docs: Docs,
    /// What its value is.
    pub schema: SchemaId,
    /// Whether it must be present.
    pub required: bool,
    /// The meaning of its absence; valid against the schema. `None` where it must be present.
    pub default: Option<Value>,
    /// Only in responses.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// `x-rust-name`: the name of its field.
    pub rust_name: Option<String>,
}

/// `oneOf`, `anyOf`. What the schema says beside them is part of every branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// How many branches must be valid.
    pub count: UnionCount,
    /// The property that says which branch it is: of `discriminator`, or one that has a value of its own in every branch.
    pub tag: Option<String>,
    /// The branches, in document order; at least two, or one where `tag` is given.
    pub branches: Vec<Branch>,
}

/// How many branches of a union must be valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnionCount {
    /// `oneOf`
    ExactlyOne,
    /// `anyOf`, and every union with a tag.
    AtLeastOne,
}

/// A branch of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// What it says.
    pub schema: SchemaId,
    /// The values of the union's tag that say that it is this branch, in document order; empty without a tag.
    pub tags: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// Which set of rules of an [`Api`](crate::Api).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleSetId(pub u32);

impl RuleSetId {
    /// The position in `Api::rule_sets`.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A schema that is checked only, and has no type: all rules hold. Rule sets refer to each other, in circles too.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// Where it stands in the text.
    pub span: Span,
    /// The component it is, for a name.
    pub component: Option<String>,
    /// The rules; none: everything is valid.
    pub rules: Vec<Rule>,
}

/// A keyword that is checked while a value is read (JSON Schema 2020-12). It says nothing of values of other types than
/// its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `false`
    Never,
    /// `type`
    Type(Vec<JsonType>),
    /// `enum`, `const`
    Enum(Vec<Value>),
    /// `multipleOf`, above 0.
    MultipleOf(NumberText),
    /// `minimum`
    Minimum(NumberText),
    /// `exclusiveMinimum`
    ExclusiveMinimum(NumberText),
    /// `maximum`
    Maximum(NumberText),
    /// `exclusiveMaximum`
    ExclusiveMaximum(NumberText),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`: one that `spectrait_pattern` reads.
    Pattern(String),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems: true`
    UniqueItems,
    /// `prefixItems`
    PrefixItems(Vec<RuleSetId>),
    /// `items`: the items from this position on.
    Items(u64, RuleSetId),
    /// `contains`, `minContains`, `maxContains`
    Contains {
        /// What counts.
        rules: RuleSetId,
        /// The fewest; 1 where the document does not say.
        minimum: u64,
        /// The most.
        maximum: Option<u64>,
    },
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `required`
    Required(Vec<String>),
    /// `properties`
    Properties(Vec<(String, RuleSetId)>),
    /// `patternProperties`
    PatternProperties(Vec<(String, RuleSetId)>),
    /// `additionalProperties`: of the properties that have none of these names and match none of these patterns.
    AdditionalProperties {
        /// The keys of `properties` beside it.
        names: Vec<String>,
        /// The keys of `patternProperties` beside it.
        patterns: Vec<String>,
        /// What they are.
        rules: RuleSetId,
    },
    /// `propertyNames`
    PropertyNames(RuleSetId),
    /// `dependentRequired`
    DependentRequired(Vec<(String, Vec<String>)>),
    /// `dependentSchemas`
    DependentSchemas(Vec<(String, RuleSetId)>),
    /// `allOf`, and a `$ref` beside other keywords.
    AllOf(Vec<RuleSetId>),
    /// `anyOf`
    AnyOf(Vec<RuleSetId>),
    /// `oneOf`
    OneOf(Vec<RuleSetId>),
    /// `not`
    Not(RuleSetId),
    /// `if`, `then`, `else`
    If {
        /// `if`
        condition: RuleSetId,
        /// `then`
        then: Option<RuleSetId>,
        /// `else`
        otherwise: Option<RuleSetId>,
    },
    /// `unevaluatedProperties`: of the properties that no other rule of the same list, or inside of it, has looked at.
    UnevaluatedProperties(RuleSetId),
    /// `unevaluatedItems`: of the items that no other rule of the same list, or inside of it, has looked at.
    UnevaluatedItems(RuleSetId),
}

/// The types of JSON Schema. An integer is a number without a fraction, however it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the type of its name")]
pub enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}
