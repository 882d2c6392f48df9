//! Sets of JSON types.

use spectrait_ir as ir;
use spectrait_source::{Kind, Node};

use crate::schema::{Schema, Type};

/// Some of the types of JSON, `null` left out: whether it is valid is asked for by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TypeSet(u8);

/// Numbers without a fraction.
const INTEGER: u8 = 0b00_0010;
/// Numbers with one.
const FRACTION: u8 = 0b00_0100;
const NUMBER: u8 = INTEGER | FRACTION;

impl TypeSet {
    pub(super) const ALL: Self = Self(0b11_1111);
    pub(super) const NONE: Self = Self(0);

    pub(super) fn of(r#type: Type) -> Self {
        Self(match r#type {
            Type::Null => 0,
            Type::Boolean => 0b00_0001,
            Type::Integer => INTEGER,
            Type::Number => NUMBER,
            Type::String => 0b00_1000,
            Type::Array => 0b01_0000,
            Type::Object => 0b10_0000,
        })
    }

    /// Those of `type`. One that `load` could not read says nothing.
    pub(super) fn of_schema(schema: &Schema) -> Self {
        match &schema.types {
            Some(types) if !types.value.0.is_empty() => types
                .value
                .0
                .iter()
                .fold(Self::NONE, |set, &r#type| set.or(Self::of(r#type))),
            _ => Self::ALL,
        }
    }

    /// That of a value.
    pub(super) fn of_value(value: &Node) -> Self {
        match &value.kind {
            Kind::Null => Self::NONE,
            Kind::Boolean(_) => Self::of(Type::Boolean),
            Kind::Number(number) if number.is_integer() => Self(INTEGER),
            Kind::Number(_) => Self(FRACTION),
            Kind::String(_) => Self::of(Type::String),
            Kind::Array(_) => Self::of(Type::Array),
            Kind::Object(_) => Self::of(Type::Object),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of these are among the others.
    pub(super) fn is_within(self, other: Self) -> bool {
        self.and(other) == self
    }

    /// The types, each a Rust type of its own: numbers are one.
    pub(super) fn list(self) -> Vec<Type> {
        let number = if self.0 & FRACTION == 0 {
            Type::Integer
        } else {
            Type::Number
        };
        [
            Type::Boolean,
            number,
            Type::String,
            Type::Array,
            Type::Object,
        ]
        .into_iter()
        .filter(|&r#type| !self.and(Self::of(r#type)).is_empty())
        .collect()
    }

    /// The one type that this is.
    pub(super) fn single(self) -> Option<Type> {
        match self.list()[..] {
            [r#type] => Some(r#type),
            _ => None,
        }
    }
}

/// A type as rules name it.
pub(super) fn json_type(r#type: Type) -> ir::JsonType {
    match r#type {
        Type::Null => ir::JsonType::Null,
        Type::Boolean => ir::JsonType::Boolean,
        Type::Integer => ir::JsonType::Integer,
        Type::Number => ir::JsonType::Number,
        Type::String => ir::JsonType::String,
        Type::Array => ir::JsonType::Array,
        Type::Object => ir::JsonType::Object,
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

/// "a string"
pub(super) fn type_phrase(r#type: Type) -> String {
    let article = match r#type {
        Type::Integer | Type::Array | Type::Object => "an ",
        Type::Null => "",
        _ => "a ",
    };
    format!("{article}{}", type_name(r#type))
}
