//! What a document says that no type says: the rest of JSON Schema, checked while a value is read.
//!
//! A list of [`Rule`]s is constant data. Every rule of a list holds; an empty list is valid for everything. As in
//! JSON Schema a rule says nothing of values of other types than its own: `Minimum` lets every string pass.
//!
//! | in generated code | checked |
//! |---|---|
//! | [`record!`](crate::record) with `rules [ … ]` | when it is read strictly, and when a request is written |
//! | [`checked!`](crate::checked) | whenever it is made: read in either mode, or by `TryFrom` |
//! | [`rule_sets!`](crate::rule_sets) | where a rule refers to it: [`Rule::Ref`] |
//!
//! Numbers are compared by their decimal text, exactly, whatever their size: `0.3` is a multiple of `0.1`, and
//! `1e400` is a number like any other. Values are equal as JSON Schema says (2020-12 core, section 4.2.2): `1` and
//! `1.0` are, and so are objects whose members stand in another order. Lengths count Unicode scalar values.
//!
//! Patterns are those of ECMA-262 (`spectrait-pattern`), are compiled once, and match in linear time.
//!
//! Hostile values cost bounded work: what a [`Rule::Ref`] says of a node is remembered, a circle of references that
//! does not go deeper into the value ends, and there is a [budget](crate::json#work).

mod cache;
mod check;
mod combine;
mod decimal;
mod equality;
mod judge;
mod objects;
mod seen;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use check::{check_text, violations};
pub(crate) use judge::judge;

use std::fmt;
use std::str::FromStr;

use crate::json::{Decode, Encode};
use crate::types::NotAllowed;

/// A keyword of JSON Schema (2020-12) that is checked, and has no type.
///
/// Numbers are their decimal text, values their JSON text.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// `false`
    Never,
    /// `type`
    Type(&'static [JsonType]),
    /// `enum`, `const`: JSON texts.
    Enum(&'static [&'static str]),
    /// `multipleOf`, above 0.
    MultipleOf(&'static str),
    /// `minimum`
    Minimum(&'static str),
    /// `exclusiveMinimum`
    ExclusiveMinimum(&'static str),
    /// `maximum`
    Maximum(&'static str),
    /// `exclusiveMaximum`
    ExclusiveMaximum(&'static str),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
    /// `pattern`
    Pattern(&'static str),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `uniqueItems: true`
    UniqueItems,
    /// `prefixItems`
    PrefixItems(&'static [&'static [Self]]),
    /// `items`: the items from this position on.
    Items(u64, &'static [Self]),
    /// `contains`, `minContains`, `maxContains`
    Contains(&'static [Self], u64, Option<u64>),
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// `required`
    Required(&'static [&'static str]),
    /// `properties`
    Properties(&'static [(&'static str, &'static [Self])]),
    /// `patternProperties`
    PatternProperties(&'static [(&'static str, &'static [Self])]),
    /// `additionalProperties`: of the properties that have none of these names and match none of these patterns.
    AdditionalProperties(
        &'static [&'static str],
        &'static [&'static str],
        &'static [Self],
    ),
    /// `propertyNames`
    PropertyNames(&'static [Self]),
    /// `dependentRequired`
    DependentRequired(&'static [(&'static str, &'static [&'static str])]),
    /// `dependentSchemas`
    DependentSchemas(&'static [(&'static str, &'static [Self])]),
    /// `allOf`
    AllOf(&'static [&'static [Self]]),
    /// `anyOf`
    AnyOf(&'static [&'static [Self]]),
    /// `oneOf`
    OneOf(&'static [&'static [Self]]),
    /// `not`
    Not(&'static [Self]),
    /// `if`, `then`, `else`; what is not given is an empty list.
    If(&'static [Self], &'static [Self], &'static [Self]),
    /// `unevaluatedProperties`: of the properties that no other rule of the list, or inside of it, has looked at.
    UnevaluatedProperties(&'static [Self]),
    /// `unevaluatedItems`: of the items that no other rule of the list, or inside of it, has looked at.
    UnevaluatedItems(&'static [Self]),
    /// `$ref`
    Ref(&'static RuleSet),
}

/// A list of rules that others refer to, and that may refer to itself. [`rule_sets!`](crate::rule_sets) makes them.
pub struct RuleSet(pub &'static [Rule]);

/// Without the rules: they may contain the set itself.
impl fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RuleSet").finish_non_exhaustive()
    }
}

/// The types of JSON Schema. An integer is a number without a fraction, however it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl JsonType {
    /// As a message names it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// A type that holds only what its rules allow. [`checked!`](crate::checked) implements it.
pub trait Checked: Sized {
    /// What the type would be without the rules.
    type Inner: Decode + Encode;

    /// What a value must be.
    const RULES: &'static [Rule];
}

/// Whether a value is what a [`Checked`] type holds.
///
/// # Errors
/// [`NotAllowed`] with the first violation.
#[doc(hidden)]
pub fn allow<C: Checked>(value: &C::Inner) -> Result<(), NotAllowed> {
    check_text(value, C::RULES)
}

/// Reads a [`Checked`] text.
///
/// # Errors
/// [`NotAllowed`] with the first violation.
#[doc(hidden)]
pub fn parse<C: Checked>(text: &str) -> Result<C::Inner, NotAllowed>
where
    C::Inner: FromStr<Err: fmt::Display>,
{
    let inner = text.parse::<C::Inner>();
    let inner = inner.map_err(|error| NotAllowed::new(error.to_string()))?;
    allow::<C>(&inner).map(|()| inner)
}
