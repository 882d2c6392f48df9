//! `type` and `nullable`.

use spectrait_source::{Diagnostic, Mapping, Node, codes};

use crate::Version;
use crate::load::Loader;
use crate::load::value::{self, cut, invalid};
use crate::schema::{Schema, Spanned, Type, Types};
use spectrait_source::nearest;

const NAMES: [(&str, Type); 7] = [
    ("array", Type::Array),
    ("boolean", Type::Boolean),
    ("integer", Type::Integer),
    ("null", Type::Null),
    ("number", Type::Number),
    ("object", Type::Object),
    ("string", Type::String),
];

/// Names that other languages and formats give to types, and what they mean: a type and its format. Without a type, any.
const FOREIGN: [(&str, Option<Type>, Option<&str>); 24] = [
    ("any", None, None),
    ("bool", Some(Type::Boolean), None),
    ("byte", Some(Type::String), Some("byte")),
    ("date", Some(Type::String), Some("date")),
    ("date-time", Some(Type::String), Some("date-time")),
    ("datetime", Some(Type::String), Some("date-time")),
    ("dict", Some(Type::Object), None),
    ("double", Some(Type::Number), Some("double")),
    ("enum", Some(Type::String), None),
    ("file", Some(Type::String), Some("binary")),
    ("float", Some(Type::Number), Some("float")),
    ("hash", Some(Type::Object), None),
    ("int", Some(Type::Integer), None),
    ("int32", Some(Type::Integer), Some("int32")),
    ("int64", Some(Type::Integer), Some("int64")),
    ("json", None, None),
    ("list", Some(Type::Array), None),
    ("long", Some(Type::Integer), Some("int64")),
    ("map", Some(Type::Object), None),
    ("str", Some(Type::String), None),
    ("text", Some(Type::String), None),
    ("timestamp", Some(Type::String), Some("date-time")),
    ("uri", Some(Type::String), Some("uri")),
    ("uuid", Some(Type::String), Some("uuid")),
];

/// The type of a name.
pub(super) fn find(name: &str) -> Option<Type> {
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// What a name stands for in `type`.
enum Named {
    Type(Type),
    /// Everything: `any`.
    Any,
    /// Nothing that is known, which was reported.
    Unknown,
}

impl<'t> Loader<'t, '_> {
    pub(super) fn lift_types(&mut self, schema: &mut Schema, members: &'t Mapping) {
        if let Some(node) = members.get("type") {
            schema.types = match node.as_array() {
                Some(items) => self.lift_type_array(schema, node, items),
                None => match self.lift_type(schema, node, false) {
                    Named::Type(r#type) => Some(vec![r#type]),
                    Named::Any => None,
                    // No type at all is what later stages know as reported.
                    Named::Unknown => Some(Vec::new()),
                },
            }
            .map(|types| Spanned {
                value: Types(types),
                span: node.span,
            });
        }
        self.lift_nullable(schema, members);
        let array = schema
            .types
            .as_ref()
            .filter(|types| types.value.0 == [Type::Array]);
        if let Some(types) = array
            && self.version == Version::V3_0
            && members.get("items").is_none()
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::MISSING_FIELD,
                    "`type: array` must have `items` in OpenAPI 3.0",
                )
                .at(types.span, "")
                .help("its items may be of any type; to say so, write `items: {}`"),
            );
        }
    }

    fn lift_type_array(
        &mut self,
        schema: &mut Schema,
        node: &Node,
        items: &[Node],
    ) -> Option<Vec<Type>> {
        if self.version == Version::V3_0 {
            self.report_several_types(node, items);
        }
        let mut types: Vec<Type> = Vec::new();
        let mut is_any = false;
        for item in items {
            let found = match self.lift_type(schema, item, true) {
                Named::Type(found) => found,
                Named::Any => {
                    is_any = true;
                    continue;
                }
                Named::Unknown => return Some(Vec::new()),
            };
            if types.contains(&found) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::INVALID_VALUE,
                        format!("`type` lists {} twice", value::shown(item)),
                    )
                    .at(item.span, "")
                    .help("leave one of the two out"),
                );
            } else {
                types.push(found);
            }
        }
        if is_any {
            return None;
        }
        if types.is_empty() {
            self.diagnostics.push(
                Diagnostic::warning(codes::INVALID_VALUE, "`type` must list a type")
                    .at(node.span, "left out")
                    .help("leave `type` out to allow every value"),
            );
            return None;
        }
        Some(types)
    }

    /// Several types are OpenAPI 3.1; their meaning is plain.
    fn report_several_types(&mut self, node: &Node, items: &[Node]) {
        let diagnostic = value::unusual("type", "one type in OpenAPI 3.0", node);
        let names: Vec<&str> = items
            .iter()
            .map(|item| item.as_str().unwrap_or("null"))
            .collect();
        self.diagnostics.push(match names[..] {
            [name, "null"] | ["null", name] => {
                diagnostic.help(format!("write `type: {}` and `nullable: true`", cut(name)))
            }
            [name] => diagnostic.help(format!("write `type: {}`", cut(name))),
            _ => diagnostic.help("write `openapi: 3.1.0`, which has several types, or a `oneOf`"),
        });
    }

    fn lift_type(&mut self, schema: &mut Schema, node: &Node, is_listed: bool) -> Named {
        let Some(name) = node.as_str() else {
            if node.is_null() {
                // YAML reads `null` without quotes as no value; the meaning is plain.
                self.diagnostics.push(
                    value::unusual("type", "the name of a type", node)
                        .help("it is read as `\"null\"`; put it in quotes"),
                );
                return Named::Type(Type::Null);
            }
            self.diagnostics
                .push(invalid("type", "the name of a type", node).help(LISTED));
            return Named::Unknown;
        };
        if let Some(found) = find(name) {
            if found == Type::Null && self.version == Version::V3_0 && !is_listed {
                self.report_type(
                    node,
                    "`null` is no type in OpenAPI 3.0: it is read as OpenAPI 3.1 means it",
                    "write `nullable: true` beside the `type`",
                );
            }
            return Named::Type(found);
        }
        let lower = name.to_lowercase();
        if let Some(found) = find(&lower) {
            let message = format!("`{}` is no type: it is read as `{lower}`", cut(name));
            self.report_type(node, &message, &format!("write `type: {lower}`"));
            return Named::Type(found);
        }
        let foreign = FOREIGN.iter().find(|(foreign, ..)| *foreign == lower);
        if let Some((_, r#type, format)) = foreign {
            let meaning = match (r#type, format) {
                (Some(r#type), Some(format)) => {
                    format!("write `type: {}` and `format: {format}`", name_of(*r#type))
                }
                (Some(r#type), None) => format!("write `type: {}`", name_of(*r#type)),
                (None, _) => "leave `type` out: a schema without it allows every value".to_owned(),
            };
            let read_as = match (r#type, format) {
                (Some(r#type), Some(format)) => {
                    format!("`{}` of format `{format}`", name_of(*r#type))
                }
                (Some(r#type), None) => format!("`{}`", name_of(*r#type)),
                (None, _) => "a schema that allows every value".to_owned(),
            };
            let message = format!("`{}` is no type: it is read as {read_as}", cut(name));
            self.report_type(node, &message, &meaning);
            if let Some(format) = format
                && schema.format.is_none()
            {
                schema.format = Some(Spanned {
                    value: (*format).to_owned(),
                    span: node.span,
                });
            }
            return r#type.map_or(Named::Any, Named::Type);
        }
        let help = nearest(name, NAMES.iter().map(|(name, _)| *name))
            .map(|meant| format!("did you mean `{meant}`?"));
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_TYPE, format!("`{}` is no type", cut(name)))
                .at(node.span, "")
                .help(help.unwrap_or_else(|| LISTED.to_owned()));
        self.diagnostics.push(diagnostic);
        Named::Unknown
    }

    fn report_type(&mut self, node: &Node, message: &str, help: &str) {
        self.diagnostics.push(
            Diagnostic::warning(codes::UNKNOWN_TYPE, message)
                .at(node.span, "")
                .help(help),
        );
    }

    /// "A `true` value adds `"null"` to the allowed type specified by the `type` keyword, only if
    /// `type` is explicitly defined within the same Schema Object" (OpenAPI 3.0.4 section 4.8.24.2). Where it is not, many
    /// documents mean it all the same.
    pub(super) fn lift_nullable(&mut self, schema: &mut Schema, members: &'t Mapping) {
        let Some(entry) = members.entry("nullable") else {
            return;
        };
        let span = entry.key.span;
        if self.version >= Version::V3_1 {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::UNKNOWN_FIELD,
                    "`nullable` is no keyword of OpenAPI 3.1: it is read as OpenAPI 3.0 means it",
                )
                .at(span, "of OpenAPI 3.0")
                .help("list \"null\" in `type`: `type: [string, \"null\"]`"),
            );
        }
        if self.flag_of("nullable", &entry.value) != Some(true) {
            return;
        }
        let beside = ["$ref", "allOf", "oneOf", "anyOf"]
            .into_iter()
            .any(|name| members.contains_key(name));
        if beside {
            // Whether that needs a warning depends on what stands there.
            schema.nullable = Some(span);
        }
        if let Some(types) = &mut schema.types {
            if !types.value.0.is_empty() && !types.value.0.contains(&Type::Null) {
                types.value.0.push(Type::Null);
            }
        } else if members.contains_key("enum") && !beside {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::MISPLACED_KEYWORD,
                    "`nullable` has no effect without `type`",
                )
                .at(span, "ignored")
                .help("add the `type`, and `null` to `enum`"),
            );
        } else if !beside
            && ["properties", "items", "additionalProperties"]
                .into_iter()
                .any(|name| members.contains_key(name))
        {
            schema.nullable = Some(span);
        }
    }
}

const LISTED: &str = "the types are `array`, `boolean`, `integer`, `number`, `object` and `string`";

fn name_of(r#type: Type) -> &'static str {
    NAMES
        .iter()
        .find(|(_, known)| *known == r#type)
        .map_or("null", |(name, _)| name)
}
