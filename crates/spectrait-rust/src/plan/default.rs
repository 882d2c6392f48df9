//! Defaults: what the absence of a field means.

use spectrait_ir as ir;
use spectrait_source::{Diagnostics, Kind};

use super::docs::{self, Text};
use super::enumeration::variants;
use super::naming::Named;
use super::scope::{RUNTIME, Scope};
use super::shapes::{Direction, Shape};
use super::{Plan, names};
use crate::model::{self, Type};

/// A field that the document gives a default.
pub(crate) struct DefaultOf<'a> {
    pub(crate) field: String,
    pub(crate) schema: ir::SchemaId,
    pub(crate) named: Option<&'a Named>,
    pub(crate) value: &'a ir::Value,
    pub(crate) is_deprecated: bool,
}

impl Plan<'_> {
    /// The constant and the method of a default; `None` where the value cannot be a constant, and the
    /// documentation has to do.
    pub(crate) fn default_value(
        &self,
        of: &DefaultOf<'_>,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Option<model::DefaultValue> {
        scope.attempt(|scope| self.try_default_value(of, direction, scope))
    }

    fn try_default_value(
        &self,
        of: &DefaultOf<'_>,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Option<model::DefaultValue> {
        if self.shapes.is_nullable(of.schema) {
            // An absent value and `null` would need two answers.
            return None;
        }
        let target = self.shapes.target(of.schema);
        let is_checked = direction == Direction::Strict && self.shapes.is_checked(target);
        let is_open =
            direction == Direction::Open && self.shapes.is_open(self.shapes.target(of.schema));
        let constant_direction = if is_open {
            Direction::Strict
        } else {
            direction
        };
        let mut ty = |direction| {
            if is_checked {
                self.unbounded_type(target, direction, scope)
            } else {
                self.optional_type(of.schema, of.named, true, direction, scope)
            }
        };
        let constant_type = ty(constant_direction);
        let open = is_open.then(|| ty(Direction::Open));
        let value = self.constant(of, constant_type, direction, scope)?;

        let constant = names::constant_of("DEFAULT", &of.field);
        let field = docs::code(names::plain(&of.field));
        let shown = docs::code(&docs::value(of.value));
        Some(model::DefaultValue {
            field: of.field.clone(),
            method: names::method_of(&of.field, "or_default"),
            constant_docs: Text::default()
                .line(format!("What an absent {field} means: {shown}."))
                .done(),
            method_docs: Text::default()
                .line(format!(
                    "{field}, or [what its absence means](Self::{constant})."
                ))
                .done(),
            constant,
            is_deprecated: of.is_deprecated,
            value,
            open,
            is_checked,
        })
    }

    fn constant(
        &self,
        of: &DefaultOf<'_>,
        ty: Type,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Option<model::Default> {
        let target = self.shapes.target(of.schema);
        let schema = self.api.schema(target);
        if schema.rust_type.is_some() || self.shapes.shape(target) == Shape::Wrapper {
            return None;
        }
        match (&schema.kind, &of.value.kind) {
            (ir::SchemaKind::Boolean, Kind::Boolean(value)) => {
                Some(model::Default::Boolean(*value))
            }
            (ir::SchemaKind::Number(ir::Number::Double), Kind::Number(number)) => number
                .as_f64()
                .filter(|number| number.is_finite())
                .map(model::Default::Number),
            (ir::SchemaKind::Integer(_), Kind::Number(number)) => {
                let value = number.as_i64()?;
                let is_bounded = direction == Direction::Strict
                    && self.shapes.is_bounded(target)
                    && !self.shapes.is_checked(target);
                Some(model::Default::Integer {
                    ty,
                    is_bounded,
                    value,
                })
            }
            (ir::SchemaKind::String(string), Kind::String(text))
                if string.format == ir::StringFormat::Text =>
            {
                Some(model::Default::Text(text.to_string()))
            }
            (ir::SchemaKind::Enumeration(enumeration), Kind::String(text))
                if schema.rules.is_empty() =>
            {
                // Its names were reported where it is declared.
                let variants = variants(enumeration, &mut Diagnostics::default());
                let variant = variants
                    .into_iter()
                    .find(|variant| *variant.wire_name == **text)?;
                Some(model::Default::Variant(ty, variant.ident))
            }
            (ir::SchemaKind::Union(_), _) if schema.rules.is_empty() => {
                self.constant_of_union(target, of, &ty, direction, scope)
            }
            _ => None,
        }
    }

    /// The first branch that a constant can be of: a text takes memory.
    fn constant_of_union(
        &self,
        id: ir::SchemaId,
        of: &DefaultOf<'_>,
        ty: &Type,
        direction: Direction,
        scope: &mut Scope<'_>,
    ) -> Option<model::Default> {
        // The branches of one that is equal to another have their names there.
        let same = self.names.named(id).and_then(|named| named.same_as);
        let id = same.unwrap_or(id);
        let told_apart = self.shapes.open_branches(id);
        let variants = self.names.variants(id);
        for ((position, branch), variant) in self.shapes.branches(id).into_iter().zip(variants) {
            let schema = branch.schema;
            let target = self.shapes.target(schema);
            let is_strict = direction == Direction::Strict;
            let is_there = if is_strict {
                !self.shapes.is_checked(target)
            } else {
                told_apart.contains(&position)
            };
            let is_wrapped = self.shapes.is_nullable(schema) || self.shapes.is_boxed(id, schema);
            if is_wrapped || !is_there {
                continue;
            }
            let inner = DefaultOf {
                field: of.field.clone(),
                schema,
                named: self.names.named(schema),
                value: of.value,
                is_deprecated: of.is_deprecated,
            };
            let is_list = self.shapes.is_open(target);
            let plain = if is_list {
                Direction::Strict
            } else {
                direction
            };
            let constant = scope.attempt(|scope| {
                let inner_type = self.value_type(schema, plain, scope);
                self.constant(&inner, inner_type, direction, scope)
                    .filter(|constant| !matches!(constant, model::Default::Text(_)))
            });
            let Some(mut value) = constant else {
                continue;
            };
            if is_list && !is_strict && !self.shapes.is_listed_beside_text(id, schema) {
                let open = scope.runtime(RUNTIME, "Open");
                let known = "Known".to_owned();
                value = model::Default::Branch(open, known, Box::new(value));
            }
            return Some(model::Default::Branch(
                ty.clone(),
                variant.clone(),
                Box::new(value),
            ));
        }
        None
    }
}
