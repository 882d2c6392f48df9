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
    /// Which values are valid.
    pub kind: SchemaKind,
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
    /// `additionalProperties`
    AdditionalProperties,
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
    /// Objects.
    Object(Object),
    /// What another schema says, of `null` too: a component that is a `$ref`.
    Reference(SchemaId),
}

/// `type: integer`. Both bounds are inclusive: exclusive ones and fractions are normalised. A bound that says nothing
/// beyond the range of the type (`i32` or `i64`) is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Integer {
    /// The least valid value.
    pub minimum: Option<i64>,
    /// The greatest valid value.
    pub maximum: Option<i64>,
    /// `format: int32`.
    pub is_int32: bool,
}

/// `type: number`, without bounds for now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Number {
    /// The least valid value, inclusive.
    pub minimum: Option<NumberText>,
    /// The greatest valid value, inclusive.
    pub maximum: Option<NumberText>,
}

/// `type: string` without `enum`. A `min_length` of 0 is left out. Lengths count Unicode scalar values (JSON Schema 2020-12 Validation 6.3).
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
    /// `uri`: RFC 3986, absolute.
    Uri,
}

impl StringFormat {
    /// Every format that has a type.
    pub const TYPED: &[Self] = &[Self::Uuid, Self::DateTime, Self::Uri];

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
            Self::Uri => Some("uri"),
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
    /// `additionalProperties: {…}` or `true`: kept, each valid against the schema. So is a `type: object` that declares
    /// no property: a map of anything.
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
}
