//! Which rule a violation breaks.

use std::fmt;

/// Which rule a violation breaks. Most are JSON Schema's keywords (2020-12 validation, section 6), the last
/// few are about how a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Keyword {
    /// Another JSON type than the document says, `null` for a value that is not nullable.
    Type,
    /// A required property, parameter or body is missing.
    Required,
    /// None of the listed values.
    Enum,
    /// Not written as the format (uuid, date-time, uri, …) says.
    Format,
    /// A number is too small.
    Minimum,
    /// A number is too large.
    Maximum,
    /// A string is too short.
    MinLength,
    /// A string is too long.
    MaxLength,
    /// An array has too few items.
    MinItems,
    /// An array has too many items.
    MaxItems,
    /// An object has too few properties.
    MinProperties,
    /// An object has too many properties.
    MaxProperties,
    /// A string does not match.
    Pattern,
    /// A number is no multiple.
    MultipleOf,
    /// Two items are equal.
    UniqueItems,
    /// A property that the document does not declare, in a schema that allows no others.
    AdditionalProperties,
    /// A number is not more than its bound.
    ExclusiveMinimum,
    /// A number is not less than its bound.
    ExclusiveMaximum,
    /// An item, where the document allows no such.
    Items,
    /// An array has too few items of a kind.
    Contains,
    /// An array has too many items of a kind.
    MaxContains,
    /// The name of a property is not allowed.
    PropertyNames,
    /// None of several alternatives.
    AnyOf,
    /// None of several alternatives, or more than one.
    OneOf,
    /// What must not be.
    Not,
    /// A property that nothing in the schema allows.
    UnevaluatedProperties,
    /// An item that nothing in the schema allows.
    UnevaluatedItems,
    /// A value where the schema is `false`.
    False,
    /// A property occurs twice.
    Duplicate,
    /// A parameter is not written in its style: bad percent-encoding, given twice, not text.
    Style,
    /// Not JSON (RFC 8259).
    Syntax,
    /// A response has a status that the document does not list.
    Status,
    /// Checking the value would take too much work.
    Work,
}

impl Keyword {
    /// As JSON Schema spells it: `maxLength`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Required => "required",
            Self::Enum => "enum",
            Self::Format => "format",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
            Self::Pattern => "pattern",
            Self::MultipleOf => "multipleOf",
            Self::UniqueItems => "uniqueItems",
            Self::AdditionalProperties => "additionalProperties",
            Self::ExclusiveMinimum => "exclusiveMinimum",
            Self::ExclusiveMaximum => "exclusiveMaximum",
            Self::Items => "items",
            Self::Contains => "contains",
            Self::MaxContains => "maxContains",
            Self::PropertyNames => "propertyNames",
            Self::AnyOf => "anyOf",
            Self::OneOf => "oneOf",
            Self::Not => "not",
            Self::UnevaluatedProperties => "unevaluatedProperties",
            Self::UnevaluatedItems => "unevaluatedItems",
            Self::False => "false",
            Self::Duplicate => "duplicate",
            Self::Style => "style",
            Self::Syntax => "syntax",
            Self::Status => "status",
            Self::Work => "work",
        }
    }
}

impl Keyword {
    /// Whether something cannot be read at all, rather than that it is not what the document allows: broken JSON, or how a
    /// parameter is written (percent-encoding that cannot be decoded, a value given twice).
    pub(crate) const fn is_unreadable(self) -> bool {
        matches!(self, Self::Syntax | Self::Style)
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
