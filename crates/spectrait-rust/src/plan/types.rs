//! The Rust type of a schema.

use spectrait_ir as ir;

use super::integer::{IntegerRange, integer_range, integer_type};
use super::naming::Named;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, Shape, is_map, is_record};
use super::{Plan, foreign};
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
        let value = self.part_type(outer, property.schema, direction, scope);
        if property.required {
            value
        } else {
            option(scope).of(value)
        }
    }

    /// The type of what stands in the memory of `outer`: boxed where that would hold itself.
    pub(crate) fn part_type(
        &self,
        outer: ir::SchemaId,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let mut bare = self.bare_type(id, self.names.named(id), direction, scope);
        if self.shapes.is_boxed(outer, id) {
            bare = scope.prelude("std::boxed", "Box").of(bare);
        }
        self.or_null(id, bare, scope)
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
            return scope.named(same.home, same.ident(direction));
        }
        if self.shapes.is_one_type(id)
            && let Some((_, branch)) = self.shapes.branches(id).first()
        {
            return self.part_type(id, branch.schema, direction, scope);
        }
        match self.shapes.reference(id) {
            // Whether an enum is open is said where it is used.
            Some(target) if self.shapes.is_open(self.shapes.target(target)) => {
                let named = self.names.named(target);
                match named {
                    Some(named) => scope.named(named.home, named.ident(direction)),
                    None => self.written_type(target, direction, scope),
                }
            }
            _ => self.written_type(id, direction, scope),
        }
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
        let target = self.shapes.target(id);
        if direction == Direction::Open && self.shapes.is_open(target) {
            let open = if self.shapes.shape(target) == Shape::Union {
                "OpenUnion"
            } else {
                "Open"
            };
            return scope.runtime(RUNTIME, open).of(ty);
        }
        ty
    }

    fn written_type(&self, id: ir::SchemaId, direction: Direction, scope: &mut Scope<'_>) -> Type {
        let is_strict = direction == Direction::Strict && self.shapes.is_bounded(id);
        match &self.api.schema(id).kind {
            ir::SchemaKind::Integer(integer) if is_strict => bounded_integer(integer, scope),
            ir::SchemaKind::String(string) if is_strict => scope
                .runtime(RUNTIME, "Text")
                .within(string.min_length, string.max_length),
            ir::SchemaKind::Array(array) if is_strict => {
                let item = self.value_type(array.items, direction, scope);
                scope
                    .runtime(RUNTIME, "List")
                    .of(item)
                    .within(array.min_items, array.max_items)
            }
            _ => self.unbounded_type(id, direction, scope),
        }
    }

    /// The type of a schema without its bounds and rules; those of what is inside stay.
    pub(crate) fn unbounded_type(
        &self,
        id: ir::SchemaId,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Type {
        let schema = self.api.schema(id);
        if let Some(path) = &schema.rust_type {
            // What is no path has been reported.
            return foreign::path(path).unwrap_or_else(|| scope.runtime(RUNTIME, "Any"));
        }
        if let Some((format, _)) = self.shapes.named_integers(id) {
            return Type::plain(integer_type(format));
        }
        match &schema.kind {
            ir::SchemaKind::Boolean => Type::plain("bool"),
            ir::SchemaKind::Number(ir::Number::Double) => Type::plain("f64"),
            ir::SchemaKind::Number(ir::Number::Decimal) => scope.runtime(RUNTIME, "Number"),
            ir::SchemaKind::Integer(integer) => Type::plain(integer_type(integer.format)),
            ir::SchemaKind::String(string) => string_type(string.format, scope),
            ir::SchemaKind::Array(array) => {
                let item = self.value_type(array.items, direction, scope);
                scope.prelude("std::vec", "Vec").of(item)
            }
            ir::SchemaKind::Tuple(items) if !self.shapes.is_endless(id) => {
                let items: Vec<Type> = items
                    .iter()
                    .map(|&item| self.value_type(item, direction, scope))
                    .collect();
                Type::tuple(items)
            }
            ir::SchemaKind::Object(object) if is_map(object) => {
                let value = self.other_properties_type(object, direction, scope);
                scope.runtime(RUNTIME, "Map").of(value)
            }
            ir::SchemaKind::Object(object) if !is_record(object) => {
                scope.runtime(RUNTIME, "EmptyObject")
            }
            ir::SchemaKind::Reference(target) if !self.shapes.is_endless(id) => {
                self.bare_type(*target, self.names.named(*target), direction, scope)
            }
            ir::SchemaKind::Enumeration(_) | ir::SchemaKind::Union(_) => {
                self.value_type_of(id, scope)
            }
            // Structs have names, what refers to itself says nothing, and a rule refuses what is never valid.
            _ => scope.runtime(RUNTIME, "Any"),
        }
    }

    /// The enum that a struct which checks it is around.
    fn value_type_of(&self, id: ir::SchemaId, scope: &mut Scope<'_>) -> Type {
        match self.names.named(id) {
            Some(named) => scope.named(named.home, named.value.as_ref().unwrap_or(&named.ident)),
            None => scope.runtime(RUNTIME, "Any"),
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
}

fn option(scope: &mut Scope<'_>) -> Type {
    scope.prelude("std::option", "Option")
}

fn bounded_integer(integer: &ir::Integer, scope: &mut Scope<'_>) -> Type {
    match integer_range(integer) {
        IntegerRange::Whole | IntegerRange::Wide => Type::plain(integer_type(integer.format)),
        IntegerRange::AtLeast(minimum) => scope.runtime(RUNTIME, "AtLeast").with(minimum),
        IntegerRange::AtMost(maximum) => scope.runtime(RUNTIME, "AtMost").with(maximum),
        IntegerRange::Between(minimum, maximum) => {
            scope.runtime(RUNTIME, "Int").with(minimum).with(maximum)
        }
    }
}

fn string_type(format: ir::StringFormat, scope: &mut Scope<'_>) -> Type {
    match format {
        ir::StringFormat::Text => scope.prelude("std::string", "String"),
        ir::StringFormat::Uuid => scope.runtime(RUNTIME, "Uuid"),
        ir::StringFormat::DateTime => scope.runtime(RUNTIME, "Timestamp"),
        ir::StringFormat::Date => scope.runtime(RUNTIME, "Date"),
        ir::StringFormat::Uri => scope.runtime(RUNTIME, "Uri"),
        ir::StringFormat::Base64 => scope.runtime(RUNTIME, "Base64"),
        ir::StringFormat::Ipv4 => scope.runtime(RUNTIME, "Ipv4Addr"),
        ir::StringFormat::Ipv6 => scope.runtime(RUNTIME, "Ipv6Addr"),
        ir::StringFormat::Binary => scope.runtime(RUNTIME, "Octets"),
    }
}
