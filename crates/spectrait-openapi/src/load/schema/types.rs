//! `type` and `nullable`.

use spectrait_source::{Diagnostic, Mapping, Node, Span, codes};

use crate::Version;
use crate::load::Loader;
use crate::load::value::{self, cut, invalid};
use crate::schema::{Schema, Spanned, Type, Types};
use crate::suggest::nearest;

const NAMES: [(&str, Type); 7] = [
    ("array", Type::Array),
    ("boolean", Type::Boolean),
    ("integer", Type::Integer),
    ("null", Type::Null),
    ("number", Type::Number),
    ("object", Type::Object),
    ("string", Type::String),
];

/// Names that other languages and formats give to types.
const FOREIGN: [(&str, &str); 18] = [
    (
        "any",
        "leave `type` out: a schema without it allows every value",
    ),
    ("bool", "write `type: boolean`"),
    ("byte", "write `type: string` and `format: byte`"),
    ("date", "write `type: string` and `format: date`"),
    ("date-time", "write `type: string` and `format: date-time`"),
    ("datetime", "write `type: string` and `format: date-time`"),
    ("dict", "write `type: object`"),
    ("double", "write `type: number` and `format: double`"),
    ("enum", "write `type: string` and list the values in `enum`"),
    ("file", "write `type: string` and `format: binary`"),
    ("float", "write `type: number` and `format: float`"),
    ("int", "write `type: integer`"),
    ("int32", "write `type: integer` and `format: int32`"),
    ("int64", "write `type: integer` and `format: int64`"),
    ("list", "write `type: array`"),
    ("long", "write `type: integer` and `format: int64`"),
    ("map", "write `type: object` and `additionalProperties`"),
    ("uuid", "write `type: string` and `format: uuid`"),
];

/// The type of a name.
pub(super) fn find(name: &str) -> Option<Type> {
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

impl<'t> Loader<'t, '_> {
    pub(super) fn lift_types(&mut self, schema: &mut Schema, members: &'t Mapping) {
        if let Some(node) = members.get("type") {
            let types = match node.as_array() {
                Some(items) => self.lift_type_array(node, items),
                None => self.lift_type(node).map(|value| vec![value]),
            };
            // No type at all is what later stages know as reported.
            schema.types = Some(Spanned {
                value: Types(types.unwrap_or_default()),
                span: node.span,
            });
        }
        if self.version == Version::V3_0 {
            self.lift_nullable(schema, members);
        }
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

    fn lift_type_array(&mut self, node: &Node, items: &[Node]) -> Option<Vec<Type>> {
        if self.version == Version::V3_0 {
            let mut diagnostic = invalid("type", "one type in OpenAPI 3.0", node);
            let names: Vec<&str> = items
                .iter()
                .map(|item| item.as_str().unwrap_or("null"))
                .collect();
            diagnostic = match names[..] {
                [name, "null"] | ["null", name] => {
                    diagnostic.help(format!("write `type: {}` and `nullable: true`", cut(name)))
                }
                [name] => diagnostic.help(format!("write `type: {}`", cut(name))),
                _ => {
                    diagnostic.help("write `openapi: 3.1.0`, which has several types, or a `oneOf`")
                }
            };
            self.diagnostics.push(diagnostic);
            return None;
        }
        let mut types: Vec<Type> = Vec::new();
        let mut complete = true;
        for item in items {
            let Some(found) = self.lift_type(item) else {
                complete = false;
                continue;
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
        if !complete {
            return None;
        }
        if types.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(codes::INVALID_VALUE, "`type` must list a type")
                    .at(node.span, "")
                    .help("leave `type` out to allow every value"),
            );
            return None;
        }
        Some(types)
    }

    fn lift_type(&mut self, node: &Node) -> Option<Type> {
        let Some(name) = node.as_str() else {
            if node.is_null() && self.version >= Version::V3_1 {
                // YAML reads `null` without quotes as no value; the meaning is plain.
                self.diagnostics.push(
                    value::unusual("type", "the name of a type", node)
                        .help("it is read as `\"null\"`; put it in quotes"),
                );
                return Some(Type::Null);
            }
            self.diagnostics
                .push(invalid("type", "the name of a type", node));
            return None;
        };
        match find(name) {
            Some(Type::Null) if self.version == Version::V3_0 => {
                self.report_type(
                    node,
                    "`null` is no type in OpenAPI 3.0",
                    Some("write `nullable: true` beside the `type`".to_owned()),
                );
                None
            }
            Some(found) => Some(found),
            None => {
                let help = FOREIGN
                    .iter()
                    .find(|(foreign, _)| *foreign == name.to_lowercase())
                    .map(|(_, help)| (*help).to_owned())
                    .or_else(|| {
                        nearest(name, NAMES.iter().map(|(name, _)| *name))
                            .map(|meant| format!("did you mean `{meant}`?"))
                    });
                self.report_type(node, &format!("`{}` is no type", cut(name)), help);
                None
            }
        }
    }

    fn report_type(&mut self, node: &Node, message: &str, help: Option<String>) {
        let mut diagnostic = Diagnostic::error(codes::UNKNOWN_TYPE, message).at(node.span, "");
        diagnostic = diagnostic.help(help.unwrap_or_else(|| {
            "the types are `array`, `boolean`, `integer`, `number`, `object` and `string`"
                .to_owned()
        }));
        self.diagnostics.push(diagnostic);
    }

    /// "A `true` value adds `"null"` to the allowed type specified by the `type` keyword, only if
    /// `type` is explicitly defined within the same Schema Object" (OpenAPI 3.0.4 section 4.8.24.2).
    fn lift_nullable(&mut self, schema: &mut Schema, members: &'t Mapping) {
        let Some(entry) = members.entry("nullable") else {
            return;
        };
        if value::flag(self.diagnostics, "nullable", &entry.value) != Some(true) {
            return;
        }
        if let Some(types) = &mut schema.types {
            if !types.value.0.is_empty() {
                types.value.0.push(Type::Null);
            }
        } else if members.get("type").is_none() {
            self.report_idle_nullable(members, entry.key.span);
        }
    }

    /// Without `type`, `null` is as valid as the rest of the schema says.
    fn report_idle_nullable(&mut self, members: &Mapping, span: Span) {
        let constrains = |name: &&str| {
            matches!(
                *name,
                "allOf" | "anyOf" | "oneOf" | "enum" | "not" | "properties" | "items"
            )
        };
        let Some(other) = members.keys().find(constrains) else {
            return;
        };
        let diagnostic = Diagnostic::warning(
            codes::MISPLACED_KEYWORD,
            "`nullable` has no effect without `type`",
        )
        .at(span, "ignored");
        self.diagnostics.push(match other {
            "allOf" | "anyOf" | "oneOf" => diagnostic.help(format!(
                "`{other}` decides whether `null` is valid; put `nullable: true` beside a `type` in there"
            )),
            _ => diagnostic.help("add the `type`"),
        });
    }
}
