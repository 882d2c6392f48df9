//! `enum`, `const` and `default`, and whether their values are of the schema's type.

use std::collections::BTreeMap;

use spectrait_source::{Diagnostic, Entry, Kind, Mapping, Node, Number, Span, codes};

use super::scalar::left_out;
use crate::Version;
use crate::canonical::canonical;
use crate::load::Loader;
use crate::load::value::{plain_text, shown};
use crate::schema::{Schema, Spanned, Type, Types};

impl<'t> Loader<'t, '_> {
    /// `enum`, and `const` as an enum of one value; where both stand, `const` allows less.
    pub(super) fn lift_enumeration(&mut self, schema: &mut Schema, members: &'t Mapping) {
        if let Some(entry) = members.entry("enum") {
            schema.enumeration = self.lift_values(schema, entry);
        }
        let Some(entry) = members.entry("const") else {
            return;
        };
        let value = self.of_type(schema, &entry.value);
        let is_listed = schema
            .enumeration
            .as_ref()
            .is_none_or(|listed| listed.value.iter().any(|listed| listed.same_value(&value)));
        let mut values = vec![value];
        if let Some(listed) = schema.enumeration.as_ref().filter(|_| !is_listed) {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::CONTRADICTION,
                    format!(
                        "`const` is {}, which `enum` does not list: no value is valid",
                        shown(&entry.value)
                    ),
                )
                .at(entry.value.span, "")
                .also(listed.span, "allows only these")
                .help("leave one of the two out"),
            );
            values.clear();
        }
        schema.enumeration = Some(Spanned {
            value: values,
            span: entry.value.span,
        });
    }

    /// The values of `enum`, each once.
    fn lift_values(&mut self, schema: &mut Schema, entry: &Entry) -> Option<Spanned<Vec<Node>>> {
        let span = entry.value.span;
        let Some(written) = entry.value.as_array() else {
            self.diagnostics.push(
                left_out("enum", "an array of values", &entry.value)
                    .help("write the values in `[` and `]`"),
            );
            return None;
        };
        if written.is_empty() {
            return self.lift_no_values(schema, span);
        }
        self.take_null(schema, written, span);
        self.take_strings(schema, written, span);
        if let Some(types) = &schema.types
            && types.value.0.contains(&Type::Null)
            && !written.iter().any(Node::is_null)
        {
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::MISPLACED_KEYWORD,
                    "`null` is not valid here, as `enum` does not list it",
                )
                .at(types.span, "allows `null`")
                .help("add `null` to `enum`, or do not allow it beside"),
            );
        }
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut values = Vec::new();
        for value in written {
            let value = self.of_type(schema, value);
            let text = canonical(&value);
            let Some(&first) = seen.get(&text) else {
                seen.insert(text, value.span);
                values.push(value);
                continue;
            };
            self.diagnostics.push(
                Diagnostic::warning(
                    codes::DUPLICATE_ENUM_VALUE,
                    format!("`enum` lists {} twice", shown(&value)),
                )
                .at(value.span, "listed again")
                .also(first, "listed first")
                .help("remove one of them"),
            );
        }
        Some(Spanned {
            value: values,
            span,
        })
    }

    /// An `enum` without values. OpenAPI 3.0 does not allow it; in 3.1 nothing is valid then, to the letter, which no one
    /// means who refers to another schema beside it.
    fn lift_no_values(&mut self, schema: &Schema, span: Span) -> Option<Spanned<Vec<Node>>> {
        let is_left_out = self.version == Version::V3_0
            || schema.reference.is_some()
            || schema.all_of.is_some()
            || schema.one_of.is_some()
            || schema.any_of.is_some();
        let message = if is_left_out {
            "an `enum` without values matches nothing: it is left out"
        } else {
            "an `enum` without values matches nothing"
        };
        self.diagnostics.push(
            Diagnostic::warning(codes::EMPTY_ENUM, message)
                .at(span, "no value")
                .help("list the values, or remove `enum`"),
        );
        (!is_left_out).then(|| Spanned {
            value: Vec::new(),
            span,
        })
    }

    /// An `enum` of `null` alone says that it is null, whatever `type` says.
    fn take_null(&mut self, schema: &mut Schema, written: &[Node], span: Span) {
        let Some(types) = &mut schema.types else {
            return;
        };
        let is_allowed = types.value.0.is_empty() || types.value.0.contains(&Type::Null);
        if is_allowed || !written.iter().all(Node::is_null) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::warning(
                codes::INVALID_ENUM_VALUE,
                "`enum` lists `null` alone, which `type` does not allow: it is read as null",
            )
            .at(span, "")
            .also(types.span, "the type")
            .help("allow `null`: `nullable: true` in OpenAPI 3.0, `type: \"null\"` in 3.1"),
        );
        types.value = Types(vec![Type::Null]);
    }

    /// An `enum` of strings alone says that it is a string, whatever `type` says, unless they are other values in quotes.
    fn take_strings(&mut self, schema: &mut Schema, written: &[Node], span: Span) {
        let Some(types) = &mut schema.types else {
            return;
        };
        let is_foreign =
            |value: &Node| !is_of(&types.value, value) && meant(&types.value, value).is_none();
        let strings = || written.iter().filter(|value| !value.is_null());
        if !strings().all(|value| value.as_str().is_some() && is_foreign(value))
            || strings().count() == 0
        {
            return;
        }
        self.diagnostics.push(
            Diagnostic::warning(
                codes::INVALID_ENUM_VALUE,
                "`enum` lists strings, which `type` does not allow: it is read as a string",
            )
            .at(span, "")
            .also(types.span, "the type")
            .help("write `type: string`"),
        );
        let null = types.value.0.contains(&Type::Null).then_some(Type::Null);
        types.value = Types([Type::String].into_iter().chain(null).collect());
    }

    /// A value that is listed. One that YAML has read as another type than the schema's is taken as it was meant.
    fn of_type(&mut self, schema: &Schema, value: &Node) -> Node {
        let Some(types) = schema.types.as_ref() else {
            return value.clone();
        };
        if is_of(&types.value, value) {
            return value.clone();
        }
        let meant = meant(&types.value, value);
        let names: Vec<&str> = types.value.0.iter().map(|&r#type| name(r#type)).collect();
        let diagnostic = |what: &str| {
            Diagnostic::warning(
                codes::INVALID_ENUM_VALUE,
                format!(
                    "the `enum` value {} is not of type {}{what}",
                    shown(value),
                    names.join(" or ")
                ),
            )
            .at(value.span, "not valid")
            .also(types.span, "the type")
        };
        if let Some(meant) = meant {
            let text = shown(&meant);
            self.diagnostics.push(
                diagnostic(&format!(": it is read as {text}"))
                    .help(format!("write {text}, or mend `type`")),
            );
            return meant;
        }
        self.diagnostics
            .push(diagnostic(": it is left out").help(if value.is_null() {
                "allow `null`: `nullable: true` in OpenAPI 3.0, \"null\" in `type` in 3.1"
            } else {
                "remove it, or mend `type`"
            }));
        value.clone()
    }

    /// `default`. One that YAML has read as another type than the schema's is taken as it was meant; `null` where it is not
    /// valid says that there is none.
    pub(super) fn lift_default(&mut self, schema: &mut Schema, entry: &Entry) {
        let value = &entry.value;
        schema.default = Some(value.clone());
        let Some(types) = schema.types.as_ref() else {
            return;
        };
        if is_of(&types.value, value) {
            return;
        }
        let names: Vec<&str> = types.value.0.iter().map(|&r#type| name(r#type)).collect();
        let meant = meant(&types.value, value);
        if meant.is_none() && !value.is_null() {
            // What is wrong with it is said where it would apply.
            return;
        }
        let (what, help) = match &meant {
            Some(meant) => {
                let text = shown(meant);
                (format!("read as {text}"), format!("write {text}"))
            }
            None => (
                "left out".to_owned(),
                "remove it: a value that may be absent needs no default".to_owned(),
            ),
        };
        self.diagnostics.push(
            Diagnostic::warning(
                codes::INVALID_DEFAULT,
                format!(
                    "the default {} is not of type {}: it is {what}",
                    shown(value),
                    names.join(" or ")
                ),
            )
            .at(value.span, "not valid")
            .also(types.span, "the type")
            .help(help),
        );
        schema.default = meant;
    }
}

/// Whether a value is of some types. Types that could not be read were reported.
fn is_of(types: &Types, value: &Node) -> bool {
    types.0.is_empty()
        || types.0.iter().any(|r#type| match (r#type, &value.kind) {
            (Type::Null, Kind::Null)
            | (Type::Boolean, Kind::Boolean(_))
            | (Type::Number, Kind::Number(_))
            | (Type::String, Kind::String(_))
            | (Type::Array, Kind::Array(_))
            | (Type::Object, Kind::Object(_)) => true,
            (Type::Integer, Kind::Number(number)) => number.is_integer(),
            _ => false,
        })
}

/// A value with quotes too few or too many, as it was meant.
fn meant(types: &Types, value: &Node) -> Option<Node> {
    let node = |kind| Some(Node::new(value.span, kind));
    types
        .0
        .iter()
        .find_map(|r#type| match (r#type, &value.kind) {
            (Type::String, Kind::Boolean(_) | Kind::Number(_)) => {
                node(Kind::String(plain_text(value)?.into()))
            }
            (Type::Boolean, Kind::String(text)) => match &**text {
                "true" => node(Kind::Boolean(true)),
                "false" => node(Kind::Boolean(false)),
                _ => None,
            },
            (Type::Number | Type::Integer, Kind::String(text)) => {
                let number = text.parse::<Number>().ok()?;
                let fits = *r#type == Type::Number || number.is_integer();
                fits.then(|| Node::new(value.span, Kind::Number(number)))
            }
            _ => None,
        })
}

fn name(r#type: Type) -> &'static str {
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
