//! The Rust type of a schema.

use spectrait_ir as ir;

use super::Plan;
use super::naming::Named;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, IntegerRange, Shape, integer_range, is_map};
use crate::model::Type;

impl Plan<'_> {
    /// The type of a value that is there: `Nullable` included, `Option` not.
    pub(crate) fn value_type(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let bare = self.bare_type(id, self.names.named(id), direction, scope);
        self.or_null(id, bare, scope)
    }

    /// The type of a value that need not be there, under the name that its place has for it.
    pub(crate) fn optional_type(
        &self,
        id: ir::SchemaId,
        named: Option<&Named>,
        is_required: bool,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let bare = self.bare_type(id, named, direction, scope);
        let value = self.or_null(id, bare, scope);
        if is_required {
            value
        } else {
            option(scope).of(value)
        }
    }

    /// The type of a property of the record `outer`.
    pub(crate) fn property_type(
        &self,
        outer: ir::SchemaId,
        property: &ir::Property,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let id = property.schema;
        let mut bare = self.bare_type(id, self.names.named(id), direction, scope);
        if self.shapes.is_boxed(outer, id) {
            bare = scope.prelude("std::boxed", "Box").of(bare);
        }
        let value = self.or_null(id, bare, scope);
        if property.required {
            value
        } else {
            option(scope).of(value)
        }
    }

    /// What the alias that stands for a schema means.
    pub(crate) fn aliased_type(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        if let Some(same) = self
            .names
            .named(id)
            .and_then(|named| named.same_as)
            .and_then(|id| self.names.named(id))
        {
            return scope.named(same.home, &same.ident);
        }
        match self.api.schema(id).kind {
            // Whether an enum is open is said where it is used.
            ir::SchemaKind::Reference(target) if self.is_enumeration(target) => {
                self.bare_type(target, self.names.named(target), Direction::Strict, scope)
            }
            _ => self.written_type(id, direction, scope),
        }
    }

    pub(crate) fn is_enumeration(&self, id: ir::SchemaId) -> bool {
        self.shapes.shape(self.shapes.target(id)) == Shape::Enumeration
    }

    fn or_null(&self, id: ir::SchemaId, bare: Type, scope: &mut Scope<'_>) -> Type {
        if self.shapes.is_nullable(id) {
            scope.runtime(RUNTIME, "Nullable").of(bare)
        } else {
            bare
        }
    }

    fn bare_type(
        &self,
        id: ir::SchemaId,
        named: Option<&Named>,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let Some(named) =
            named.filter(|_| !self.shapes.is_bounds(id) || direction == Direction::Strict)
        else {
            return self.written_type(id, direction, scope);
        };
        let ty = scope.named(named.home, named.ident(direction));
        if direction == Direction::Open && self.is_enumeration(id) {
            return scope.runtime(RUNTIME, "Open").of(ty);
        }
        ty
    }

    fn written_type(&self, id: ir::SchemaId, direction: Direction, scope: &mut Scope<'_>) -> Type {
        let is_strict = direction == Direction::Strict && self.shapes.is_bounded(id);
        match &self.api.schema(id).kind {
            ir::SchemaKind::Boolean => Type::plain("bool"),
            ir::SchemaKind::Number(_) => Type::plain("f64"),
            ir::SchemaKind::Integer(integer) if is_strict => integer_type(integer, scope),
            ir::SchemaKind::Integer(integer) => {
                Type::plain(if integer.format == ir::IntegerFormat::Int32 {
                    "i32"
                } else {
                    "i64"
                })
            }
            ir::SchemaKind::String(string) => match string.format {
                ir::StringFormat::Text if is_strict => scope
                    .runtime(RUNTIME, "Text")
                    .within(string.min_length, string.max_length),
                ir::StringFormat::Text
                | ir::StringFormat::Date
                | ir::StringFormat::Base64
                | ir::StringFormat::Ipv4
                | ir::StringFormat::Ipv6
                | ir::StringFormat::Binary => scope.prelude("std::string", "String"),
                ir::StringFormat::Uuid => scope.runtime(RUNTIME, "Uuid"),
                ir::StringFormat::DateTime => scope.runtime(RUNTIME, "Timestamp"),
                ir::StringFormat::Uri => scope.runtime(RUNTIME, "Uri"),
            },
            ir::SchemaKind::Array(array) => {
                let item = self.value_type(array.items, direction, scope);
                if is_strict {
                    scope
                        .runtime(RUNTIME, "List")
                        .of(item)
                        .within(array.min_items, array.max_items)
                } else {
                    scope.prelude("std::vec", "Vec").of(item)
                }
            }
            ir::SchemaKind::Object(object) if is_map(object) => {
                let value = self.other_properties_type(object, direction, scope);
                scope.runtime(RUNTIME, "Map").of(value)
            }
            ir::SchemaKind::Reference(target) if !self.shapes.is_endless(id) => {
                self.bare_type(*target, self.names.named(*target), direction, scope)
            }
            // Enums and structs have names; what refers to itself has been reported.
            _ => scope.runtime(RUNTIME, "Any"),
        }
    }

    /// The type of a property that is not declared.
    pub(crate) fn other_properties_type(
        &self,
        object: &ir::Object,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        match object.additional {
            ir::Additional::Kept(schema) => self.value_type(schema, direction, scope),
            ir::Additional::Ignored | ir::Additional::Forbidden => scope.runtime(RUNTIME, "Any"),
        }
    }

    /// The bounds of a schema in words, for readers: `1 to 100`.
    pub(crate) fn bounds(&self, id: ir::SchemaId) -> Option<String> {
        match &self.api.schema(self.shapes.target(id)).kind {
            ir::SchemaKind::Integer(integer) => match integer_range(integer) {
                IntegerRange::Whole => None,
                IntegerRange::AtLeast(minimum) => Some(format!("at least {minimum}")),
                IntegerRange::AtMost(maximum) => Some(format!("at most {maximum}")),
                IntegerRange::Between(minimum, maximum) => Some(format!("{minimum} to {maximum}")),
            },
            ir::SchemaKind::String(string) if string.format == ir::StringFormat::Text => {
                counted(string.min_length, string.max_length, "character")
            }
            ir::SchemaKind::Array(array) => counted(array.min_items, array.max_items, "item"),
            _ => None,
        }
    }
}

fn option(scope: &mut Scope<'_>) -> Type {
    scope.prelude("std::option", "Option")
}

fn integer_type(integer: &ir::Integer, scope: &mut Scope<'_>) -> Type {
    match integer_range(integer) {
        IntegerRange::Whole => Type::plain("i64"),
        IntegerRange::AtLeast(minimum) => scope.runtime(RUNTIME, "AtLeast").with(minimum),
        IntegerRange::AtMost(maximum) => scope.runtime(RUNTIME, "AtMost").with(maximum),
        IntegerRange::Between(minimum, maximum) => {
            scope.runtime(RUNTIME, "Int").with(minimum).with(maximum)
        }
    }
}

fn counted(minimum: Option<u64>, maximum: Option<u64>, unit: &str) -> Option<String> {
    let plural = |count| {
        if count == 1 {
            unit.to_owned()
        } else {
            format!("{unit}s")
        }
    };
    match (minimum.filter(|&minimum| minimum > 0), maximum) {
        (None, None) => None,
        (Some(minimum), None) => Some(format!("at least {minimum} {}", plural(minimum))),
        (None, Some(maximum)) => Some(format!("at most {maximum} {}", plural(maximum))),
        (Some(minimum), Some(maximum)) if minimum == maximum => {
            Some(format!("exactly {maximum} {}", plural(maximum)))
        }
        (Some(minimum), Some(maximum)) => {
            Some(format!("{minimum} to {maximum} {}", plural(maximum)))
        }
    }
}
