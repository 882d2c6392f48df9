//! What a schema means: its type, and what its keywords come to beside it.

use spectrait_ir as ir;
use spectrait_source::Kind;

use super::Lowering;
use super::arena::{Meaning, Place};
use super::default::PendingDefault;
use super::keyword::{Group, Keyword, Support, keywords, type_name};
use super::place::docs;
use crate::schema::{Form, Schema, Type};

/// What a schema's values are.
pub(super) struct Values {
    pub(super) kind: ir::SchemaKind,
    pub(super) nullable: bool,
    /// Whether `kind` is a placeholder after an error.
    pub(super) failed: bool,
}

impl Values {
    /// Not null, and no placeholder.
    pub(super) fn of(kind: ir::SchemaKind) -> Self {
        Self {
            kind,
            nullable: false,
            failed: false,
        }
    }

    /// After an error.
    pub(super) fn failed() -> Self {
        Self {
            kind: ir::SchemaKind::Any,
            nullable: false,
            failed: true,
        }
    }
}

impl Lowering<'_> {
    /// Lowers the component schemas, and what they lead to. They have the first ids, in document order.
    pub(super) fn lower_components(&mut self) -> Vec<ir::SchemaId> {
        let api = self.api;
        let components = api
            .components
            .iter()
            .map(|(name, component)| {
                let root = ir::Root::Component(name.to_string());
                self.meet(component.schema, Place::Root(root))
            })
            .collect();
        self.lower_pending();
        components
    }

    /// Gives a schema its meaning.
    pub(super) fn lower_schema(&mut self, id: ir::SchemaId) {
        let Some(source) = self.arena.source(id) else {
            return;
        };
        let schema = self.schema(source);
        let Values {
            kind,
            nullable,
            failed,
        } = match &schema.form {
            Form::Any => Values::of(ir::SchemaKind::Any),
            Form::Invalid => Values::failed(),
            Form::Never => {
                self.report.unsupported("the schema `false`", schema.span);
                Values::failed()
            }
            Form::Keywords if schema.reference.is_some() => self.lower_alias(id, schema),
            Form::Keywords => self.lower_keywords(id, schema),
        };
        if let Some(value) = &schema.default {
            self.defaults.push(PendingDefault { schema: id, value });
        }
        self.arena.set(
            id,
            Meaning {
                span: schema.span,
                docs: docs(schema),
                nullable,
                kind,
                failed,
            },
        );
    }

    /// A component that is a `$ref`, or a `$ref` to nothing, which `resolve` has reported.
    fn lower_alias(&mut self, id: ir::SchemaId, schema: &Schema) -> Values {
        let target = schema
            .reference
            .as_ref()
            .and_then(|reference| reference.target);
        let Some(target) = target else {
            return Values::failed();
        };
        self.check_beside_reference(schema);
        let target = self.meet_aliased(target, id);
        if target == id {
            return Values::failed();
        }
        Values::of(ir::SchemaKind::Reference(target))
    }

    fn lower_keywords(&mut self, id: ir::SchemaId, schema: &Schema) -> Values {
        let types: Vec<Type> = schema
            .types
            .as_ref()
            .map_or(Vec::new(), |types| types.value.0.clone());
        let nullable = types.contains(&Type::Null);
        let types: Vec<Type> = types
            .into_iter()
            .filter(|&r#type| r#type != Type::Null)
            .collect();
        let keywords = keywords(&self.api.schemas, schema);
        let r#type = match (&schema.types, &*types) {
            (_, &[r#type]) => r#type,
            (None, []) => match self.imply_type(schema, &keywords) {
                Implied::Type(r#type) => r#type,
                Implied::Any => return Values::of(ir::SchemaKind::Any),
                Implied::Nothing => return Values::failed(),
            },
            // `load` has reported the types it could not read, and leaves none.
            (Some(_), []) if !nullable => return Values::failed(),
            (Some(written), several) => {
                let names: Vec<String> = several
                    .iter()
                    .map(|&r#type| format!("`{}`", type_name(r#type)))
                    .collect();
                let what = if several.is_empty() {
                    "a schema of `null` alone".to_owned()
                } else {
                    format!("a schema of several types ({})", names.join(", "))
                };
                self.report.unsupported(&what, written.span);
                self.check_keywords(&keywords, None);
                return Values::failed();
            }
            // Without `type` there is no type.
            (None, _) => return Values::failed(),
        };
        self.check_keywords(&keywords, Some(r#type));
        let kind = match r#type {
            Type::Boolean => ir::SchemaKind::Boolean,
            Type::Integer => self.lower_integer(schema),
            Type::Number => self.lower_number(schema),
            Type::String => self.lower_string(schema),
            Type::Array => self.lower_array(id, schema),
            Type::Object => self.lower_object(id, schema),
            Type::Null => return Values::failed(),
        };
        match &schema.enumeration {
            Some(values) => self.lower_enumeration(schema, values, r#type, &kind),
            None => Values {
                kind,
                nullable,
                failed: false,
            },
        }
    }

    /// Which type a schema without `type` is of. Where that is a guess it is an error, and the guess serves to look
    /// for more errors inside.
    fn imply_type(&mut self, schema: &Schema, keywords: &[Keyword]) -> Implied {
        let combines = keywords
            .iter()
            .any(|keyword| keyword.group == Group::All && keyword.support == Support::No);
        if let Some(values) = &schema.enumeration {
            let is_text = |kind: &Kind| matches!(kind, Kind::String(_) | Kind::Null);
            if values.value.iter().all(|value| is_text(&value.kind)) {
                return Implied::Type(Type::String);
            }
            self.distinct_values(values);
            self.report
                .unsupported("an `enum` of other values than strings", values.span);
            self.check_keywords(keywords, None);
            return Implied::Nothing;
        }
        let Some(first) = keywords.iter().find(|keyword| keyword.group != Group::All) else {
            self.check_keywords(keywords, None);
            return if combines {
                Implied::Nothing
            } else {
                Implied::Any
            };
        };
        let implied = match first.group {
            Group::String => Type::String,
            Group::Array => Type::Array,
            Group::Object => Type::Object,
            Group::Number | Group::All => Type::Number,
        };
        let is_one = keywords
            .iter()
            .all(|keyword| keyword.group.concerns(implied));
        if combines || !is_one {
            self.check_keywords(keywords, None);
        }
        // What is combined may well say the type.
        if !combines {
            self.report.unsupported_but(
                &format!("`{}` without `type`", first.name),
                first.span,
                &format!("values that are not {} are valid too", plural(implied)),
                format!("add `type: {}`", type_name(implied)),
            );
        }
        if is_one && matches!(implied, Type::String | Type::Array | Type::Object) {
            Implied::Type(implied)
        } else {
            Implied::Nothing
        }
    }

    /// Reports the keywords that have no effect beside a type, and those that cannot be generated.
    fn check_keywords(&mut self, keywords: &[Keyword], r#type: Option<Type>) {
        for keyword in keywords {
            match r#type {
                Some(r#type) if !keyword.group.concerns(r#type) => self.report.without_effect(
                    format!(
                        "`{}` has no effect beside `type: {}`",
                        keyword.name,
                        type_name(r#type)
                    ),
                    keyword.span,
                    "no effect",
                    "remove it, or mend `type`",
                ),
                _ if keyword.support == Support::No
                    || (keyword.support == Support::Integer && r#type == Some(Type::Number)) =>
                {
                    let beside = if keyword.support == Support::No {
                        ""
                    } else {
                        " beside `type: number`"
                    };
                    self.report
                        .unsupported(&format!("`{}`{beside}", keyword.name), keyword.span);
                }
                _ => {}
            }
        }
    }
}

/// What the keywords of a schema without `type` say of its type.
enum Implied {
    Type(Type),
    Any,
    /// It was reported.
    Nothing,
}

fn plural(r#type: Type) -> &'static str {
    match r#type {
        Type::Null => "null",
        Type::Boolean => "booleans",
        Type::Integer => "integers",
        Type::Number => "numbers",
        Type::String => "strings",
        Type::Array => "arrays",
        Type::Object => "objects",
    }
}
